"""The contract, against every store there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.contract import DatabaseContract, StoreContract
from tests.support.store import LOG_VERIFIER, Place, Scenario, action, governed, run_once
from tests.support.store_memory import MemoryStore

from mayact.core.errors import StoreUnavailable
from mayact.core.log.checkpoint import open_checkpoint
from mayact.core.log.history import Fact
from mayact.store.sqlite import SqliteStore


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()


@pytest.mark.requirement("OPS-1")
class TestSqliteStore(StoreContract, DatabaseContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqliteStore]:
        with Place(tmp_path).open() as store:
            yield store

    def test_everything_survives_closing(self, tmp_path: Path) -> None:
        place = Place(tmp_path / "again")
        with place.open() as store:
            scenario = governed(store)
            run_once(store, scenario, 1)
            entries, note = store.entries(start=0, count=100), store.checkpoint()
            policy = store.active_policy()
        with place.open() as store:
            assert store.entries(start=0, count=100) == entries
            assert store.checkpoint() == note
            assert store.active_policy() == policy
            run_once(store, scenario, 2)

    def test_a_checkpoint_covers_exactly_what_is_there(self, store: SqliteStore) -> None:
        governed(store)
        head = open_checkpoint(store.checkpoint(), key=LOG_VERIFIER)
        assert head.size == store.size() == 4

    @pytest.mark.requirement("AUDIT-3")
    def test_the_facts_about_one_action_are_separate_and_come_in_one_query(self, store: SqliteStore) -> None:
        scenario = governed(store)
        run_once(store, scenario, 1)
        store.append([scenario.decided(2), scenario.opened(2)])
        store.append([scenario.answered("req-2")])
        done, waiting = store.action_history(action(1)), store.action_history(action(2))
        assert [len(done.of(fact)) for fact in Fact] == [2, 1, 1, 1, 1, 1, 0]
        # Approved, and yet nothing was executed: the one never stands in for the other.
        assert waiting.of(Fact.ANSWERED)
        assert not waiting.of(Fact.PERMITTED)
        assert not waiting.of(Fact.EXECUTED)
        assert not waiting.of(Fact.OUTCOME)
        assert store.action_history(action(3)).facts == {}

    def test_a_closed_store_refuses_everything(self, store: SqliteStore) -> None:
        scenario = governed(store)
        store.close()
        store.close()
        for attempt in (
            lambda: store.append([scenario.started()]),
            store.size,
            store.checkpoint,
            store.active_policy,
            lambda: store.entries(start=0, count=1),
            lambda: store.action_history(action(1)),
        ):
            with pytest.raises(StoreUnavailable):
                attempt()


def test_the_two_stores_have_the_same_rows(tmp_path: Path) -> None:
    memory = MemoryStore()
    with Place(tmp_path).open() as sqlite:
        for store in (memory, sqlite):
            scenario = governed(store, Scenario())
            run_once(store, scenario, 1)
        assert sqlite.entries(start=0, count=100) == memory.entries(start=0, count=100)
