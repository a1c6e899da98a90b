"""Flushes that are slow, hang, fail or lie, and a disk that is full: refused cleanly, recovered from, nothing
acknowledged lost, nothing spent twice."""

import shutil
from pathlib import Path

import pytest
from tests.support.store import Place, action, consistent
from tests.support.store_disk import compiled, play

from mayact.core.errors import RolledBack
from mayact.core.log.state import Table

pytestmark = [pytest.mark.requirement("OPS-2", "AUDIT-1"), pytest.mark.xdist_group("disk")]


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("disk"))


def test_what_waits_shares_one_transaction_one_head_and_one_flush(disk: Path, tmp_path: Path) -> None:
    seen = play(disk, tmp_path, "grouped")
    # One for the first append, one for all that waited behind it.
    assert seen["flushes"] == 2
    assert seen["heads"] == 1
    assert seen["size"] == 4 + 65
    assert consistent(Place(tmp_path))


def test_a_flush_that_hangs_holds_no_caller_and_fills_no_memory(disk: Path, tmp_path: Path) -> None:
    seen = play(disk, tmp_path, "hanging")
    # The flush hangs until all of them were answered: they were released while it still did.
    assert seen["flying"] == seen["withdrawn"] == "StoreUnavailable"
    assert seen["full"] == "Overloaded"
    assert seen["answers"] == ["Receipt"] * 3
    # The one in flight stands, unacknowledged; the one that had not begun was never written.
    assert seen["actions"] == [action(number) for number in (1, 3, 4, 5)]
    assert seen["entries"] == [4, 5, 6, 7]
    assert consistent(Place(tmp_path))


@pytest.mark.parametrize("scenario", ["failing", "full"])
def test_a_disk_that_fails_refuses_and_the_same_store_goes_on_when_it_works(
    disk: Path, tmp_path: Path, scenario: str
) -> None:
    seen = play(disk, tmp_path, scenario)
    assert seen["failed"] == ["StoreUnavailable"] * 3
    assert seen["on"] == "done"
    place = Place(tmp_path)
    with place.open() as store:
        assert store.size() == seen["size"]
        # Spent by one of the attempts that were never acknowledged, or by the last one: once in any case.
        permits = store.rows(Table.PERMITS)
        assert len(permits) == 1
        assert permits[0].id == ("prm-again" if seen["again"] == "done" else "prm-1")
        request = store.row(Table.REQUESTS, "req-1")
        assert request is not None
        assert request.status.value == "spent"
    assert consistent(place)


def test_a_disk_that_lied_is_noticed_by_the_anchor(disk: Path, tmp_path: Path) -> None:
    seen = play(disk, tmp_path, "lying", killed=True)
    assert seen["size"] == 7
    shutil.rmtree(tmp_path / "state")
    shutil.copytree(tmp_path / "kept", tmp_path / "state")
    with pytest.raises(RolledBack):
        Place(tmp_path).open()
