"""The write-ahead log stays short, and where it cannot, appends are refused instead of filling the disk."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.store import Place, Scenario, consistent, governed

from mayact.core.errors import StoreUnavailable
from mayact.core.log.entry import Draft, Kind
from mayact.ports import Store
from mayact.store import sqlite_wal

pytestmark = pytest.mark.requirement("OPS-2")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    # Both smaller by the same: a keeper that holds the writer up most of the time would have it give up.
    monkeypatch.setattr(sqlite_wal, "EVERY_S", 0.02)
    monkeypatch.setattr(sqlite_wal, "_WAIT_MS", 4)
    monkeypatch.setattr(sqlite_wal, "SOFT_BYTES", 150_000)
    monkeypatch.setattr(sqlite_wal, "HARD_BYTES", 400_000)
    return Place(tmp_path)


def large(scenario: Scenario) -> Draft:
    return Draft(Kind.GATE_STARTED, {"text": "x" * 20_000}, scenario.at)


def fill(store: Store, scenario: Scenario) -> None:
    for _ in range(100):
        store.append([large(scenario)])


def soon(happened: Callable[[], bool]) -> bool:
    """Whether it happens within the time that a slow machine may need."""
    end = time.monotonic() + 30
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@contextmanager
def reader(place: Place) -> Iterator[None]:
    """A snapshot that somebody holds: what was written since cannot leave the write-ahead log."""
    stranger = sqlite3.connect(place.database, isolation_level=None)
    stranger.execute("BEGIN")
    stranger.execute("SELECT count(*) FROM entries").fetchone()
    try:
        yield
    finally:
        stranger.close()


def length(place: Place) -> int:
    return place.database.with_name("mayact.db-wal").stat().st_size


def test_pages_are_brought_over_in_the_background(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        assert soon(lambda: b"tests/brought-over" not in place.database.read_bytes())
        store.append([Draft(Kind.GATE_STARTED, {"text": "tests/brought-over"}, scenario.at)])
        assert soon(lambda: b"tests/brought-over" in place.database.read_bytes())


def test_a_long_log_is_emptied(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        with reader(place):
            while length(place) <= sqlite_wal.SOFT_BYTES:
                store.append([large(scenario)])
        assert soon(lambda: length(place) <= sqlite_wal.SOFT_BYTES)
    assert consistent(place)


def test_a_log_that_cannot_be_emptied_refuses_and_goes_on_when_it_can(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        with reader(place):
            with pytest.raises(StoreUnavailable, match="write-ahead log"):
                fill(store, scenario)
            size = store.size()
            assert length(place) < sqlite_wal.HARD_BYTES + 200_000
            with pytest.raises(StoreUnavailable):
                store.append([scenario.started()])
            assert store.size() == size

        def goes_on() -> bool:
            try:
                store.append([scenario.started()])
            except StoreUnavailable:
                return False
            return True

        assert soon(goes_on)
        assert store.size() == size + 1
    assert consistent(place)
