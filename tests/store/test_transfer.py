"""A log moves to PostgreSQL whole, or stays where it is; after a crash anywhere exactly one installation works."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.postgres import Home, name_of, server
from tests.support.store import LOG_KEY, LOG_VERIFIER, Scenario, action, governed, run_once

from mayact.config.change import changed, write_settings
from mayact.config.settings import parse_settings, settings_template
from mayact.core.errors import (
    ConfigInvalid,
    IllegalTransition,
    MayactError,
    RolledBack,
    StoreCorrupt,
    StoreUnavailable,
)
from mayact.core.log.state import Table
from mayact.core.log.verify import Outside, verify
from mayact.store import transfer
from mayact.store.choose import LogStore, open_store, place_of
from mayact.store.reader import newest_checkpoint, snapshot
from mayact.store.transfer import Moved, move_to_postgres, retire

pytestmark = pytest.mark.xdist_group("postgres")

STEPS = ("copying", "verifying", "kept", "switched", "activated", "retired")


@dataclass(frozen=True)
class Installation:
    """A home with a settings file, as the gate and `mayact migrate` see it."""

    root: Path
    url: str

    @property
    def database(self) -> str:
        return str(self.root / "state" / "mayact.db")

    @property
    def settings_file(self) -> Path:
        return self.root / "mayact.toml"

    @property
    def home(self) -> Home:
        return Home(self.root, self.url)

    def open(self) -> LogStore:
        """What `mayact up` opens."""
        said = parse_settings(self.settings_file.read_bytes())
        return open_store(
            place_of(self.database, url=said.store_url, password_file=""),
            beside=self.database,
            key=LOG_VERIFIER,
            sign=LOG_KEY.sign,
            anchor=self.home.anchor,
        )

    def switch(self) -> None:
        raw = self.settings_file.read_bytes()
        write_settings(str(self.settings_file), changed(raw, {"store.url": self.url}))

    def move(self, progress: Callable[[str, int, int], None] = lambda *_: None) -> Moved:
        return move_to_postgres(
            self.database,
            self.home.place,
            key=LOG_VERIFIER,
            sign=LOG_KEY.sign,
            anchor=self.home.anchor,
            switch=self.switch,
            progress=progress,
        )


def begun(root: Path, url: str) -> tuple[Installation, Scenario]:
    """An installation on SQLite with two actions behind it and one approval that is not spent yet."""
    root.mkdir(exist_ok=True)
    made = Installation(root, url)
    made.settings_file.write_text(settings_template(LOG_VERIFIER.name))
    with made.open() as store:
        scenario = governed(store)
        run_once(store, scenario, 1)
        run_once(store, scenario, 2)
        store.append([scenario.opened(3), scenario.answered("req-3")])
    return made, scenario


@pytest.fixture
def url() -> Iterator[str]:
    made = server().database()
    yield made
    server().drop(made)


@pytest.fixture
def installed(tmp_path: Path, url: str) -> tuple[Installation, Scenario]:
    return begun(tmp_path / "home", url)


@pytest.mark.requirement("OPS-1", "AUDIT-2")
def test_everything_moves_and_goes_on(installed: tuple[Installation, Scenario]) -> None:
    place, scenario = installed
    with place.open() as store:
        before, entries = store.checkpoint(), store.entries(start=0, count=1_000)
        rows = {table: tuple(store.rows(table)) for table in Table}
        anchor = place.home.anchor_file.read_bytes()
    told: list[str] = []
    moved = place.move(lambda what, _done, _of: told.append(what))
    assert (moved.size, moved.checkpoint) == (len(entries), before)
    assert [step for step in STEPS if step in told] == list(STEPS)
    assert place.home.anchor_file.read_bytes() == anchor
    assert newest_checkpoint(place.home.place) == before
    with snapshot(place.home.place) as recorded:
        report = verify(recorded, key=LOG_VERIFIER, outside=[Outside("checkpoint before", before)])
    assert (report.findings, report.size) == ((), len(entries))
    with place.open() as store:
        assert store.entries(start=0, count=1_000) == entries
        assert {table: tuple(store.rows(table)) for table in Table} == rows
        # What was spent stays spent, and what was approved is spent there.
        with pytest.raises(IllegalTransition):
            store.append([scenario.issued(1, requests=["req-1"], permit="prm-again")])
        store.append([scenario.issued(3, requests=["req-3"])])


@pytest.mark.requirement("OPS-1")
def test_the_old_file_is_kept_verifies_and_opens_no_more(installed: tuple[Installation, Scenario]) -> None:
    place, _ = installed
    with place.open() as store:
        before = store.checkpoint()
    place.move()
    kept = Path(f"{place.database}.moved")
    assert kept.stat().st_mode & 0o777 == 0o400
    assert sorted(path.name for path in kept.parent.iterdir()) == ["mayact.db.lock", "mayact.db.moved"]
    with snapshot(kept) as recorded:
        report = verify(recorded, key=LOG_VERIFIER, outside=[Outside("checkpoint before", before)])
    assert report.findings == ()
    # Put back by hand, under a settings file that names it: two gates would be two logs.
    kept.chmod(0o600)
    kept.rename(place.database)
    place.settings_file.write_text(settings_template(LOG_VERIFIER.name))
    with pytest.raises(StoreCorrupt, match="was moved"):
        place.open()


def works(place: Installation) -> bool:
    """Whether the installation opens as configured; what it says then verifies."""
    try:
        with place.open() as store:
            store.append([Scenario().started()])
            return True
    except MayactError:
        return False


def on_the_other_side(place: Installation, root: Path) -> Installation:
    """A home whose settings name the database by hand, with copies of everything but the old store."""
    other = Installation(root, place.url)
    root.mkdir()
    other.settings_file.write_bytes(changed(settings_template(LOG_VERIFIER.name).encode(), {"store.url": place.url}))
    place.home.beside(root)
    return other


def move_and_die(root: str, url: str, step: str) -> None:
    """Run by a process of its own: SIGKILL when `step` is told for the first time."""

    def die(what: str, done: int, of: int) -> None:
        if what == step:
            os.kill(os.getpid(), signal.SIGKILL)

    Installation(Path(root), url).move(die)


@pytest.mark.requirement("OPS-1", "OPS-2")
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_anywhere_leaves_exactly_one_installation(
    installed: tuple[Installation, Scenario], tmp_path: Path, step: str
) -> None:
    place, _ = installed
    called = f"move_and_die({str(place.root)!r}, {place.url!r}, {step!r})"
    code = f"from tests.store.test_transfer import move_and_die; {called}"
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": "src:."})
    assert done.returncode == -signal.SIGKILL
    switched = bool(parse_settings(place.settings_file.read_bytes()).store_url)
    assert switched == (step in ("activated", "retired"))
    size = newest_size(place, switched=switched)
    # Before this home's gate has gone on after the switch, nobody else can; before the switch nobody else can at all.
    if step not in ("activated", "retired"):
        assert not works(on_the_other_side(place, tmp_path / "other"))
    assert works(place)
    assert newest_size(place, switched=switched) == size + 1
    if switched:
        assert not Path(place.database).exists()
        assert Path(f"{place.database}.moved").exists()
        assert not Path(f"{place.database}.moving").exists()
        return
    # It may be given again, and moves what was written meanwhile too.
    assert place.move().size == size + 1
    assert works(place)


def newest_size(place: Installation, *, switched: bool) -> int:
    if not switched:
        with snapshot(place.database) as recorded:
            return sum(1 for _ in recorded.entries)
    with server().as_administrator(name_of(place.url)) as connection:
        found = connection.execute(
            "SELECT to_regclass('mayact.entries')::text, to_regclass('mayact_moving.entries')::text"
        )
        name = next(name for name in found.fetchone() or () if name)
        counted = connection.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()
        assert counted is not None
        return int(counted[0])


@pytest.mark.requirement("OPS-1", "OPS-2")
def test_between_the_switch_and_the_name_the_home_s_own_gate_finishes(
    installed: tuple[Installation, Scenario], tmp_path: Path
) -> None:
    place, _ = installed

    def stop(what: str, done: int, of: int) -> None:
        if (what, done) == ("switched", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.move(stop)
    with pytest.raises(StoreCorrupt, match="another home"):
        on_the_other_side(place, tmp_path / "other").open()
    assert works(place)
    assert Path(f"{place.database}.moved").exists()


@pytest.mark.requirement("OPS-1")
def test_a_database_with_a_log_is_left_alone(installed: tuple[Installation, Scenario], tmp_path: Path) -> None:
    place, _ = installed
    with Home(tmp_path / "first", place.url).open() as store:
        governed(store)
        size = store.size()
    with pytest.raises(IllegalTransition, match="holds a log already"):
        place.move()
    with Home(tmp_path / "first", place.url).open() as store:
        assert store.size() == size
    assert works(place)


@pytest.mark.requirement("OPS-1")
def test_a_schema_that_was_made_ahead_is_taken(installed: tuple[Installation, Scenario]) -> None:
    place, scenario = installed
    as_administrator(place, "CREATE SCHEMA mayact AUTHORIZATION gate")
    moved = place.move()
    with place.open() as store:
        assert store.checkpoint() == moved.checkpoint
        store.append([scenario.issued(3, requests=["req-3"])])


@pytest.mark.requirement("OPS-1")
@pytest.mark.parametrize("owner", ["gate", "postgres"])
def test_a_schema_with_something_in_it_is_found_before_the_switch(
    installed: tuple[Installation, Scenario], owner: str
) -> None:
    place, scenario = installed
    as_administrator(
        place, f"CREATE SCHEMA mayact AUTHORIZATION {owner}", "CREATE TABLE mayact.notes (x int)",
        "GRANT USAGE ON SCHEMA mayact TO gate",
    )  # fmt: skip
    before = place.settings_file.read_bytes()
    with pytest.raises(StoreCorrupt, match="not mayact's"):
        place.move()
    assert place.settings_file.read_bytes() == before
    with place.open() as store:
        store.append([scenario.issued(3, requests=["req-3"])])


@pytest.mark.requirement("OPS-1")
def test_nobody_takes_the_file_between_the_switch_and_its_setting_aside(
    installed: tuple[Installation, Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gate that had read its settings before the switch and reaches for the file after it."""
    place, _ = installed
    late: list[MayactError | None] = []

    def retire_late(database: str) -> None:
        try:
            open_store(database, beside=database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.home.anchor).close()
            late.append(None)
        except MayactError as error:
            late.append(error)
        retire(database)

    monkeypatch.setattr(transfer, "retire", retire_late)
    place.move()
    assert isinstance(late[0], StoreUnavailable)
    assert not os.path.exists(place.database)
    with place.open() as store:
        assert store.size() > 0


def test_a_setting_aside_that_a_crash_ends_can_be_done_again(
    installed: tuple[Installation, Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _ = installed

    def crashes(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", crashes)
        with pytest.raises(StoreUnavailable):
            retire(place.database)
    # Marking it again needs leave to write, which root has anyway and the gate's user has not.
    assert Path(place.database).stat().st_mode & 0o200
    retire(place.database)
    assert Path(f"{place.database}.moved").stat().st_mode & 0o777 == 0o400


def as_administrator(place: Installation, *statements: str) -> None:
    with server().as_administrator(name_of(place.url)) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.mark.requirement("OPS-1")
def test_a_gate_at_either_end_stops_the_move(installed: tuple[Installation, Scenario], tmp_path: Path) -> None:
    place, _ = installed
    with place.open(), pytest.raises(StoreUnavailable, match="another gate holds"):
        place.move()
    with Home(tmp_path / "other", place.url).open(), pytest.raises(StoreUnavailable, match="a gate is up"):
        place.move()
    assert works(place)


@pytest.mark.requirement("AUDIT-2", "OPS-1")
def test_a_log_that_does_not_verify_is_not_moved(installed: tuple[Installation, Scenario]) -> None:
    place, _ = installed
    with sqlite3.connect(place.database) as stranger:
        # A row without power, so that opening lets it pass: only the whole verification finds it.
        stranger.execute("UPDATE permits SET expires_at = expires_at + 1 WHERE id = 'prm-1'")
    stranger.close()
    with pytest.raises(StoreCorrupt, match="does not verify"):
        place.move()
    with server().as_administrator(name_of(place.url)) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mayact%'").fetchall()
    assert found == []
    assert not parse_settings(place.settings_file.read_bytes()).store_url


@pytest.mark.requirement("AUDIT-2")
def test_an_older_file_is_not_moved(installed: tuple[Installation, Scenario]) -> None:
    place, scenario = installed
    older = Path(place.database).read_bytes()
    with place.open() as store:
        store.append([scenario.started()])
    Path(place.database).write_bytes(older)
    for name in ("-wal", "-shm"):
        Path(f"{place.database}{name}").unlink(missing_ok=True)
    with pytest.raises(RolledBack):
        place.move()


def test_a_move_that_cannot_switch_leaves_the_file_the_log(installed: tuple[Installation, Scenario]) -> None:
    place, _ = installed
    place.settings_file.chmod(0o666)
    with pytest.raises(ConfigInvalid, match="can be written by others"):
        place.move()
    place.settings_file.chmod(0o600)
    assert works(place)
    assert place.move().size == newest_size(place, switched=True)


# ── the one line that changes ─────────────────────────────────────────────────────────────────────────────

URL = "postgresql://gate@/log?host=/run/postgresql"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[store]\nurl = ""\n', f'[store]\nurl = "{URL}"\n'),
        (
            '# mine\n[store] # kept\n  url=""   # old\nqueue = 7\n',
            f'# mine\n[store] # kept\nurl = "{URL}"\nqueue = 7\n',
        ),
        ("[store]\nqueue = 7\n", f'[store]\nurl = "{URL}"\nqueue = 7\n'),
        ('[gate]\norigin = "a/b"', f'[gate]\norigin = "a/b"\n\n[store]\nurl = "{URL}"\n'),
        ("", f'\n[store]\nurl = "{URL}"\n'),
    ],
)
def test_one_line_of_the_settings_changes(before: str, after: str) -> None:
    assert changed(before.encode(), {"store.url": URL}).decode() == after


def test_the_template_changes_by_one_line() -> None:
    before = settings_template("a/b").splitlines()
    after = changed("\n".join(before).encode(), {"store.url": URL}).decode().splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ('url = ""', f'url = "{URL}"')
    ]


@pytest.mark.parametrize("before", ['store = { url = "" }\n', '["store"]\nurl = ""\n', 'store.url = ""\n'])
def test_what_cannot_be_changed_by_a_line_is_left(before: str) -> None:
    with pytest.raises(ConfigInvalid):
        changed(before.encode(), {"store.url": URL})


def test_the_new_settings_keep_their_permissions(tmp_path: Path) -> None:
    path = tmp_path / "mayact.toml"
    path.write_text("")
    path.chmod(0o644)
    write_settings(str(path), b"[gate]\n")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"[gate]\n", 0o644)
    assert [entry.name for entry in tmp_path.iterdir()] == ["mayact.toml"]


def test_an_action_moves_with_its_history(installed: tuple[Installation, Scenario]) -> None:
    place, _ = installed
    with place.open() as store:
        before = store.action_history(action(1))
    place.move()
    with place.open() as store:
        assert store.action_history(action(1)) == before
