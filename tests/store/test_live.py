"""Rows put back, removed or ended behind the gate: nothing is decided from them, running or started again."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.store import Place, Scenario, action, governed, run_once

from mayact.core.errors import StoreCorrupt
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.replay import ENDING, LIVE
from mayact.core.log.state import Table
from mayact.store.sqlite import SqliteStore

pytestmark = pytest.mark.requirement("APPR-1", "APPR-10", "OPS-1")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def stranger(place: Place, statement: str, *values: object) -> None:
    with sqlite3.connect(place.database) as database:
        assert database.execute(statement, values).rowcount > 0
    database.close()


def stored(place: Place, table: str, key: str) -> tuple[str, bytes]:
    with sqlite3.connect(place.database) as database:
        found: tuple[str, bytes] = database.execute(f"SELECT status, body FROM {table} WHERE id = ?", (key,)).fetchone()
    database.close()
    return found


def put_back(place: Place, table: str, key: str, row: tuple[str, bytes]) -> None:
    stranger(place, f"UPDATE {table} SET status = ?, body = ? WHERE id = ?", *row, key)


def spent(place: Place, store: SqliteStore) -> tuple[Scenario, dict[str, tuple[str, bytes]]]:
    """An approval and a permit that were used, and their rows from before."""
    scenario = governed(store)
    store.append([scenario.opened(1), scenario.answered("req-1"), scenario.issued(2)])
    before = {"requests": stored(place, "requests", "req-1"), "permits": stored(place, "permits", "prm-2")}
    store.append([scenario.issued(1, requests=["req-1"]), scenario.redeemed(2)])
    store.append([scenario.redeemed(1), scenario.outcome(1), scenario.outcome(2)])
    return scenario, before


KEYS = {"requests": "req-1", "permits": "prm-2"}


def again(scenario: Scenario, table: str) -> Draft:
    spends_again = scenario.issued(1, requests=["req-1"], permit="prm-again")
    return spends_again if table == "requests" else scenario.redeemed(2)


@pytest.mark.parametrize("table", ["requests", "permits"])
def test_a_spent_row_that_is_put_back_is_never_read_and_never_spent_again(place: Place, table: str) -> None:
    with place.open() as store:
        scenario, before = spent(place, store)
        after = stored(place, table, KEYS[table])
        put_back(place, table, KEYS[table], before[table])
        size, status = store.size(), before[table][0]
        for look in (
            lambda: store.row(Table(table), KEYS[table]),
            lambda: store.rows(Table(table)),
            lambda: store.rows(Table(table), action=action(1 if table == "requests" else 2)),
            lambda: store.append([again(scenario, table)]),
            lambda: store.append([scenario.started(), again(scenario, table)]),
        ):
            with pytest.raises(StoreCorrupt, match="changed behind the gate"):
                look()
        assert KEYS[table] not in {row.id for row in store.rows(Table(table), status=status)}
        assert store.size() == size
    with pytest.raises(StoreCorrupt, match=f"{KEYS[table]}.* is not what the log makes of it"):
        place.open()
    put_back(place, table, KEYS[table], after)
    with place.open() as store:
        assert (store.size(), store.row(Table.PERMITS, "prm-again")) == (size, None)


@pytest.mark.parametrize("table", ["requests", "permits"])
def test_hiding_the_entry_that_spent_it_under_another_action_does_not_help(place: Place, table: str) -> None:
    with place.open() as store:
        _, before = spent(place, store)
    put_back(place, table, KEYS[table], before[table])
    stranger(place, "UPDATE entries SET action = NULL WHERE kind LIKE 'permit.%' OR kind LIKE 'outcome.%'")
    with pytest.raises(StoreCorrupt, match="is not what the log makes of it"):
        place.open()


def test_a_row_that_was_never_in_the_log_is_not_live(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.issued(1)])
        status, body = stored(place, "permits", "prm-1")
        forged = body.replace(b"prm-1", b"prm-9")
        stranger(
            place,
            "INSERT INTO permits SELECT 'prm-9', ?, action, expires_at, ? FROM permits WHERE id = 'prm-1'",
            status,
            forged,
        )
        with pytest.raises(StoreCorrupt):
            store.append([scenario.redeemed(1, permit="prm-9")])
        with pytest.raises(StoreCorrupt):
            store.row(Table.PERMITS, "prm-9")
        store.append([scenario.redeemed(1)])
    with pytest.raises(StoreCorrupt):
        place.open()


def delete(place: Place, table: str, key: str, ended: str) -> None:
    stranger(place, f"DELETE FROM {table} WHERE id = ?", key)


def end(place: Place, table: str, key: str, ended: str) -> None:
    status, body = stored(place, table, key)
    put_back(place, table, key, (ended, body.replace(f'"{status}"'.encode(), f'"{ended}"'.encode())))


@pytest.mark.parametrize("gone", [delete, end])
@pytest.mark.parametrize(
    ("table", "key", "ended"),
    [("requests", "req-1", "denied"), ("requests", "req-2", "void"), ("permits", "prm-3", "void")],
)
def test_a_live_row_that_is_gone_or_ended_behind_the_gate_refuses(
    place: Place, gone: Callable[[Place, str, str, str], None], table: str, key: str, ended: str
) -> None:
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1"), scenario.opened(2), scenario.issued(3)])
        status, _ = stored(place, table, key)
        true = store.row(Table(table), key)
        gone(place, table, key, ended)
        drafts = {
            "req-1": [scenario.opened(1), scenario.issued(1, requests=["req-1"])],
            "req-2": [scenario.opened(2), scenario.answered("req-2")],
            "prm-3": [scenario.issued(3), scenario.redeemed(3)],
        }
        # What is live is known without the table; it is refused wherever the table is looked at.
        assert store.row(Table(table), key) == true
        assert true in store.rows(Table(table), status=status)
        assert store.rows(Table(table), status=status, action=action(int(key[-1]))) == (true,)
        for look in (
            lambda: store.rows(Table(table)),
            lambda: store.rows(Table(table), action=action(int(key[-1]))),
            *(lambda draft=draft: store.append([draft]) for draft in drafts[key]),
        ):
            with pytest.raises(StoreCorrupt):
                look()
    with pytest.raises(StoreCorrupt):
        place.open()


def test_a_full_page_is_whole_as_far_as_it_goes(place: Place) -> None:
    with place.open() as store:
        scenario = governed(store)
        store.append([scenario.opened(number) for number in range(6)])
        assert [row.id for row in store.rows(Table.REQUESTS, status="open", limit=2)] == ["req-0", "req-1"]
        stranger(place, "DELETE FROM requests WHERE id = 'req-4'")
        assert [row.id for row in store.rows(Table.REQUESTS, limit=2, after="req-1")] == ["req-2", "req-3"]
        for limit in (1, 2, 100):
            with pytest.raises(StoreCorrupt):
                store.rows(Table.REQUESTS, limit=limit, after="req-3")
        assert store.rows(Table.REQUESTS, limit=0) == ()


def test_what_is_live_is_told_from_the_log_at_opening(place: Place) -> None:
    """Every way a row can stand when the gate stops, policy and approvers changing in between."""
    with place.open() as store:
        scenario = governed(store)
        for number in range(3):
            run_once(store, scenario, number)
        store.append([scenario.opened(10), scenario.opened(11, quorum=2), scenario.answered("req-11")])
        store.append([scenario.opened(12), scenario.answered("req-12")])
        store.append([scenario.opened(13), scenario.answered("req-13"), scenario.issued(13, requests=["req-13"])])
        store.append([scenario.issued(14), scenario.redeemed(14), scenario.issued(15), scenario.redeemed(15)])
        store.append([scenario.outcome(15, "unknown"), scenario.issued(16)])
        store.append(
            [Draft(Kind.PERMIT_VOIDED, {"permit": "prm-16"}, scenario.at), scenario.activated(bundle={"n": 1})]
        )
        assert store._memory.rows.count() == 6
        before = {table: store.rows(table) for table in Table}
    with place.open() as store:
        assert store._memory.rows.count() == 6
        assert {table: store.rows(table) for table in Table} == before
        store.append([scenario.outcome(15), scenario.outcome(14, "failed")])
        store.append([Draft(Kind.REQUEST_VOIDED, {"request": f"req-{n}"}, scenario.at) for n in (10, 11, 12)])
        store.append([Draft(Kind.PERMIT_VOIDED, {"permit": "prm-13"}, scenario.at)])
        assert store._memory.rows.count() == 0
        assert store._memory.rows._of_action == {}, "memory grows with what is live only"
    with place.open() as store:
        assert store._memory.rows.count() == 0


def test_readers_never_take_a_commit_for_tampering(place: Place) -> None:
    """Rows change between the file and the memory of it; a reader in between looks again."""
    with place.open() as store:
        scenario = governed(store)
        stopped, surprises = threading.Event(), []

        def read() -> None:
            while not stopped.is_set():
                try:
                    store.rows(Table.REQUESTS)
                    store.rows(Table.PERMITS, status="issued")
                    store.row(Table.PERMITS, "prm-5")
                except StoreCorrupt as error:
                    surprises.append(error)
                    return

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(8):
            run_once(store, scenario, number)
        stopped.set()
        for thread in threads:
            thread.join()
        assert surprises == []


def test_only_statuses_that_nothing_follows_are_not_live() -> None:
    assert LIVE[Table.REQUESTS] == {"open", "approved"}
    assert LIVE[Table.PERMITS] == {"issued", "redeemed", "unknown"}
    assert ENDING[Table.REQUESTS] == {"deny", "spend", "expire", "void"}
    assert ENDING[Table.PERMITS] == {"expire", "void", "succeeded", "failed"}
