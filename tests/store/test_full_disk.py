"""A disk that is really full: writes are refused, reads go on, nothing acknowledged is lost, nothing is spent twice,
and with space again the same store writes again."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from tests.support.full_disk import FILE_SYSTEM, mounted, play, ways
from tests.support.store import Place, consistent

from mayact.core.log.state import Table

pytestmark = [pytest.mark.requirement("OPS-2", "AUDIT-1"), pytest.mark.xdist_group("disk")]


@cache
def _ways() -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return tuple(ways(Path(folder) / "tried"))


@pytest.fixture(params=_ways())
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def root(way: str, tmp_path: Path) -> Iterator[Path]:
    with ExitStack() as held:
        if way == FILE_SYSTEM:
            assert held.enter_context(mounted(tmp_path / "small"))
            yield tmp_path / "small"
        else:
            yield tmp_path


def actions(place: Place) -> set[str]:
    with place.open() as store:
        entries = store.entries(start=0, count=store.size())
    return {str(entry.body["decision"]["action"]) for entry in entries if "decision" in entry.body}  # type: ignore[index,call-overload]


def test_it_refuses_while_it_is_full_and_goes_on_when_it_is_not(root: Path, way: str) -> None:
    seen = play(root, way, "recovers")
    assert seen["why"].startswith("store `")
    assert "\n" not in seen["why"]
    assert (seen["read"], seen["on"]) == ("req-1", ["done"])
    # What was acknowledged was there all the time.
    assert seen["while_full"] >= 6 + len(seen["acknowledged"])
    place = Place(root)
    assert actions(place) >= set(seen["acknowledged"])
    with place.open() as store:
        assert store.size() == seen["size"]
        permits = [row.id for row in store.rows(Table.PERMITS)]
    # Three tries to spend the approval while it was full, one when it was not: once, by whichever of them stands.
    *full, again = seen["spent"]
    assert len(permits) == 1
    assert permits[0] == ("prm-again" if again == "done" else "prm-1")
    assert seen["spent"].count("done") <= 1
    assert set(full) <= {"StoreUnavailable", "done", "IllegalTransition"}
    assert again in ("done", "IllegalTransition")
    assert consistent(place)


def test_a_gate_that_dies_on_a_full_disk_has_lost_nothing(root: Path, way: str) -> None:
    seen = play(root, way, "killed", killed=True)
    (root / "ballast").unlink(missing_ok=True)
    place = Place(root)
    assert actions(place) >= set(seen["acknowledged"])
    with place.open() as store:
        row = store.row(Table.REQUESTS, "req-1")
        assert row is not None
        assert row.status.value == "approved"
    assert consistent(place)


def test_a_gate_that_starts_on_a_full_disk_refuses_and_starts_when_there_is_space(root: Path, way: str) -> None:
    seen = play(root, way, "opening")
    assert set(seen["tries"]) <= {"StoreUnavailable", "done"}
    if way == FILE_SYSTEM:
        assert "StoreUnavailable" in seen["tries"], "no byte was left"
    assert seen["on"] == "done"
    assert seen["size"] == 4 + 1 + seen["tries"].count("done")
    assert consistent(Place(root))
