"""A log comes back from PostgreSQL whole, or stays there; no gate of any home writes to what was left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.installation import Installation, begun, on_the_other_side, works
from tests.support.postgres import Home, name_of, server
from tests.support.store import LOG_VERIFIER, Scenario

from mayact.config.settings import parse_settings
from mayact.core.errors import ConfigInvalid, IllegalTransition, InvalidInput, StoreCorrupt, StoreUnavailable
from mayact.core.log.state import Table
from mayact.core.log.verify import Outside, verify
from mayact.store.reader import newest_checkpoint, snapshot

pytestmark = pytest.mark.xdist_group("postgres")

STEPS = ("copying", "verifying", "closed", "named", "switched", "sealed")


@pytest.fixture
def url() -> Iterator[str]:
    made = server().database()
    yield made
    server().drop(made)


@pytest.fixture
def moved(tmp_path: Path, url: str) -> tuple[Installation, Scenario]:
    """An installation whose log has gone to PostgreSQL, and on there."""
    place, scenario = begun(tmp_path / "home", url)
    place.move()
    with place.open() as store:
        store.append([scenario.opened(4), scenario.issued(5)])
    Path(f"{place.database}.moved").unlink()
    return place, scenario


def schemas(url: str) -> list[str]:
    with server().as_administrator(name_of(url)) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mayact%' ORDER BY 1")
        return [str(row[0]) for row in found]


def configured(place: Installation) -> str:
    return parse_settings(place.settings_file.read_bytes()).store_url


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_everything_comes_back_and_goes_on(moved: tuple[Installation, Scenario]) -> None:
    place, scenario = moved
    with place.open() as store:
        before, entries = store.checkpoint(), store.entries(start=0, count=1_000)
        rows = {table: tuple(store.rows(table)) for table in Table}
        anchor = place.home.anchor_file.read_bytes()
    told: list[str] = []
    back = place.move_back(lambda what, _done, _of: told.append(what))
    assert (back.size, back.checkpoint) == (len(entries), before)
    assert list(dict.fromkeys(told)) == list(STEPS)
    assert place.home.anchor_file.read_bytes() == anchor
    assert configured(place) == ""
    assert newest_checkpoint(place.database) == before
    state = Path(place.database).parent
    assert sorted(path.name for path in state.iterdir()) == ["mayact.db", "mayact.db.lock"]
    assert Path(place.database).stat().st_mode & 0o777 == 0o600
    with snapshot(place.database) as recorded:
        report = verify(recorded, key=LOG_VERIFIER, outside=[Outside("checkpoint before", before)])
    assert (report.findings, report.size) == ((), len(entries))
    with place.open() as store:
        assert store.entries(start=0, count=1_000) == entries
        assert {table: tuple(store.rows(table)) for table in Table} == rows
        with pytest.raises(IllegalTransition):
            store.append([scenario.issued(1, requests=["req-1"], permit="prm-again")])
        store.append([scenario.issued(3, requests=["req-3"]), scenario.redeemed(5)])


@pytest.mark.requirement("OPS-1")
def test_there_and_back_and_there_again(moved: tuple[Installation, Scenario]) -> None:
    place, scenario = moved
    sizes = [place.move_back().size]
    for _ in range(2):
        with place.open() as store:
            store.append([scenario.started()])
        sizes.append(place.move().size)
        sizes.append(place.move_back().size)
    assert sizes == [sizes[0], *[sizes[0] + 1] * 2, *[sizes[0] + 2] * 2]
    assert schemas(place.url) == ["mayact_moved", "mayact_moved_1", "mayact_moved_2"]
    assert works(place)


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_what_was_left_behind_takes_no_gate_and_no_entry(moved: tuple[Installation, Scenario], tmp_path: Path) -> None:
    place, scenario = moved
    other = on_the_other_side(place, tmp_path / "other")
    fresh = Installation(tmp_path / "fresh", place.url)
    with other.open() as running:
        running.append([scenario.started()])
        # A gate that lost its network, and with it the presence that others see, and has its memory still.
        with server().as_administrator() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gate'")
        place.move_back()
        with pytest.raises(StoreUnavailable):
            running.append([scenario.started()])
        with pytest.raises(StoreUnavailable):
            running.size()
    for home in (other.home, fresh.home):
        with pytest.raises(StoreCorrupt, match="was moved and goes on elsewhere"):
            home.open()
    assert schemas(place.url) == ["mayact_moved"]
    assert works(place)
    # The home itself, with the old address put back by hand: two gates would be two logs.
    place.switch(place.url)
    with pytest.raises(StoreCorrupt, match="was moved and goes on elsewhere"):
        place.open()


def move_back_and_die(root: str, url: str, step: str) -> None:
    """Run by a process of its own: SIGKILL when `step` is told for the first time."""

    def die(what: str, done: int, of: int) -> None:
        if what == step:
            os.kill(os.getpid(), signal.SIGKILL)

    Installation(Path(root), url).move_back(die)


@pytest.mark.requirement("OPS-1", "OPS-2")
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_anywhere_leaves_exactly_one_installation(
    moved: tuple[Installation, Scenario], tmp_path: Path, step: str
) -> None:
    place, _ = moved
    with place.open() as store:
        size = store.size()
    called = f"move_back_and_die({str(place.root)!r}, {place.url!r}, {step!r})"
    code = f"from tests.store.test_transfer_back import move_back_and_die; {called}"
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": "src:."})
    assert done.returncode == -signal.SIGKILL
    # It dies as it is told that the switch begins, so that only the last step is after it.
    switched = step == "sealed"
    assert (configured(place) == "") == switched
    closed = step in ("closed", "named", "switched", "sealed")
    if closed:
        # Whatever this home does next, no other home goes on in the database meanwhile.
        with pytest.raises(StoreCorrupt, match="goes on elsewhere"):
            on_the_other_side(place, tmp_path / "other").open()
    assert works(place)
    with place.open() as store:
        assert store.size() == size + 1
    if switched:
        assert schemas(place.url) == ["mayact_moved"]
        return
    assert not Path(place.database).exists()
    assert schemas(place.url) == ["mayact"]
    assert works(on_the_other_side(place, tmp_path / "later"))
    assert place.move_back().size == size + 2
    assert works(place)


@pytest.mark.requirement("OPS-1", "OPS-2")
def test_the_command_given_again_after_a_crash_goes_on(moved: tuple[Installation, Scenario]) -> None:
    place, _ = moved

    def stop(what: str, done: int, of: int) -> None:
        if what == "named":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.move_back(stop)
    assert schemas(place.url) == ["mayact_moved"]
    place.move_back()
    # The file that was placed and not switched to was never the log, and cannot become it.
    assert Path(f"{place.database}.moved").exists()
    assert works(place)


@pytest.mark.requirement("OPS-1", "OPS-2")
def test_a_home_that_switched_never_opens_the_database_again(moved: tuple[Installation, Scenario]) -> None:
    place, scenario = moved

    def stop(what: str, done: int, of: int) -> None:
        if (what, done) == ("switched", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.move_back(stop)
    with place.open() as store:
        store.append([scenario.started()])
    place.switch(place.url)
    with pytest.raises(StoreCorrupt, match="goes on elsewhere"):
        place.open()
    place.switch("")
    assert works(place)


def test_a_gate_of_any_home_stops_the_move(moved: tuple[Installation, Scenario], tmp_path: Path) -> None:
    place, _ = moved
    with place.open(), pytest.raises(StoreUnavailable, match="another gate holds"):
        place.move_back()
    with on_the_other_side(place, tmp_path / "other").open(), pytest.raises(StoreUnavailable, match="a gate is up"):
        place.move_back()
    assert works(place)
    assert not Path(place.database).exists()


@pytest.mark.parametrize("name", ["mayact.db", "mayact.db-wal"])
def test_a_file_that_is_there_is_left_alone(moved: tuple[Installation, Scenario], tmp_path: Path, name: str) -> None:
    place, _ = moved
    there = Path(place.database).with_name(name)

    def appear(what: str, done: int, of: int) -> None:
        if what == "closed":
            there.write_bytes(b"somebody's")

    if name == "mayact.db":
        # Late: between the look and the name.
        with pytest.raises(IllegalTransition):
            place.move_back(appear)
        assert there.read_bytes() == b"somebody's"
        there.unlink()
    else:
        there.write_bytes(b"somebody's")
        with pytest.raises(IllegalTransition, match="there is a store"):
            place.move_back()
        assert there.read_bytes() == b"somebody's"
        there.unlink()
    assert works(place)
    assert schemas(place.url) == ["mayact"]


@pytest.mark.requirement("AUDIT-2", "OPS-1")
def test_a_log_that_does_not_verify_does_not_come_back(moved: tuple[Installation, Scenario]) -> None:
    place, _ = moved
    with server().as_administrator(name_of(place.url)) as stranger:
        stranger.execute("UPDATE mayact.permits SET expires_at = expires_at + 1 WHERE id = 'prm-1'")
    with pytest.raises(StoreCorrupt, match="does not verify"):
        place.move_back()
    assert (schemas(place.url), configured(place)) == (["mayact"], place.url)
    assert [path.name for path in Path(place.database).parent.iterdir()] == ["mayact.db.lock"]


@pytest.mark.requirement("AUDIT-2", "OPS-1")
def test_what_somebody_else_writes_during_the_copy_stops_the_move(moved: tuple[Installation, Scenario]) -> None:
    place, _ = moved

    def write(what: str, done: int, of: int) -> None:
        if what == "verifying" and done:
            with server().as_administrator(name_of(place.url)) as stranger:
                stranger.execute("UPDATE mayact.frontier SET size = size + 1")

    with pytest.raises(StoreCorrupt, match="grew while it was moved"):
        place.move_back(write)
    assert (schemas(place.url), configured(place)) == (["mayact"], place.url)
    assert not Path(place.database).exists()


def test_a_move_that_cannot_switch_leaves_the_database_the_log(moved: tuple[Installation, Scenario]) -> None:
    place, _ = moved
    place.settings_file.chmod(0o666)
    with pytest.raises(ConfigInvalid, match="can be written by others"):
        place.move_back()
    place.settings_file.chmod(0o600)
    assert works(place)
    assert schemas(place.url) == ["mayact"]
    place.move_back()
    assert works(place)


def test_an_empty_log_stays(tmp_path: Path, url: str) -> None:
    place = Installation(tmp_path, url)
    Home(tmp_path, url).open().close()
    with pytest.raises(InvalidInput, match="the log is empty"):
        place.move_back()
    assert not Path(place.database).exists()


def test_a_closed_log_that_is_renamed_by_hand_stays_closed(moved: tuple[Installation, Scenario]) -> None:
    place, _ = moved
    place.move_back()
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("ALTER SCHEMA mayact_moved RENAME TO mayact")
    place.switch(place.url)
    with pytest.raises(StoreCorrupt, match="was moved"):
        place.open()
