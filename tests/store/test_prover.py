"""Proofs from a running store: what is given leads to the signed head, and costs the same however long the log is."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.support.postgres import Home, name_of, server
from tests.support.store import LOG_VERIFIER, Place, Scenario, governed

from mayact.core.errors import NotFound, Overloaded, ProofInvalid, StoreCorrupt
from mayact.core.log.entry import leaf_bytes
from mayact.core.log.merkle import leaf_hash
from mayact.core.log.proof import verify_proof
from mayact.core.log.tiles import WIDTH
from mayact.store import prover
from mayact.store.choose import LogStore
from mayact.store.postgres_backend import PostgresReading
from mayact.store.reading import SqlReading

pytestmark = [pytest.mark.xdist_group("postgres"), pytest.mark.requirement("AUDIT-2")]

Stranger = Callable[[str], None]
"""Runs one statement in the store's database, past the gate."""


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[LogStore, Stranger]]:
    if request.param == "sqlite":
        place = Place(tmp_path)

        def on_sqlite(statement: str) -> None:
            with sqlite3.connect(place.database) as stranger:
                stranger.execute(statement)
            stranger.close()

        with place.open() as store:
            yield store, on_sqlite
        return
    url = server().database()

    def on_postgres(statement: str) -> None:
        with server().as_administrator(name_of(url)) as stranger:
            stranger.execute(f"SET search_path = mayact; {statement}".encode())

    with Home(tmp_path, url).open() as store:
        yield store, on_postgres
    server().drop(url)


def grown(store: LogStore, size: int) -> Scenario:
    scenario = governed(store)
    store.append([scenario.started() for _ in range(size - store.size())])
    return scenario


def test_every_entry_is_proven_while_the_log_grows(opened: tuple[LogStore, Stranger]) -> None:
    store, _ = opened
    scenario = grown(store, 2 * WIDTH - 3)
    for _ in range(8):
        size = store.size()
        for seq in {0, 1, WIDTH - 1, WIDTH, size - 2, size - 1}:
            proof = store.prove(seq)
            assert (verify_proof(proof, key=LOG_VERIFIER).seq, proof["size"]) == (seq, size)
            assert proof["checkpoint"] == store.checkpoint()
        store.append([scenario.started()])
    for seq in (store.size(), store.size() + WIDTH):
        with pytest.raises(ProofInvalid, match="there is no entry"):
            store.prove(seq)


def test_an_empty_log_proves_nothing(opened: tuple[LogStore, Stranger]) -> None:
    store, _ = opened
    with pytest.raises(NotFound):
        store.prove(0)


def test_the_second_proof_reads_two_tiles_of_leaf_hashes_at_most(
    opened: tuple[LogStore, Stranger], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = opened
    scenario = grown(store, 5 * WIDTH + 9)
    read: list[int] = []
    for kind in (SqlReading, PostgresReading):
        whole = kind.leaf_hashes

        def counted(
            self: object, *, start: int, count: int, whole: Callable[..., Sequence[bytes]] = whole
        ) -> Sequence[bytes]:
            read.append(count)
            return whole(self, start=start, count=count)

        monkeypatch.setattr(kind, "leaf_hashes", counted)
    store.prove(700)
    assert sum(read) >= 5 * WIDTH
    store.append([scenario.started()])
    read.clear()
    store.prove(3)
    assert sum(read) < 2 * WIDTH


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE entries SET leaf_hash = (SELECT leaf_hash FROM entries WHERE seq = 8) WHERE seq = 7", 6),
        ("UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE seq = 8) WHERE seq = 7", 7),
        ("DELETE FROM entries WHERE seq = 7", 7),
        ("UPDATE entries SET leaf_hash = leaf WHERE seq = 7", 7),
    ],
)
def test_nothing_that_was_altered_is_proven(opened: tuple[LogStore, Stranger], statement: str, seq: int) -> None:
    store, stranger = opened
    grown(store, WIDTH + 40)
    stranger(statement)
    with pytest.raises(StoreCorrupt):
        store.prove(seq)


def test_what_was_remembered_wrongly_is_forgotten(opened: tuple[LogStore, Stranger]) -> None:
    store, stranger = opened
    grown(store, WIDTH + 40)
    stranger("UPDATE entries SET leaf_hash = (SELECT leaf_hash FROM entries WHERE seq = 8) WHERE seq = 7")
    with pytest.raises(StoreCorrupt):
        store.prove(WIDTH + 1)  # its path goes through the tile that holds the wrong hash
    with pytest.raises(StoreCorrupt):
        store.prove(WIDTH + 1)
    right = leaf_hash(leaf_bytes(store.entries(start=7, count=1)[0])).hex()
    literal = f"'\\x{right}'::bytea" if store._backend.shared else f"x'{right}'"
    stranger(f"UPDATE entries SET leaf_hash = {literal} WHERE seq = 7")
    assert verify_proof(store.prove(WIDTH + 1), key=LOG_VERIFIER).seq == WIDTH + 1


def test_whoever_waits_too_long_for_another_s_proof_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prover, "_WAIT_S", 0.01)
    reading, go_on = threading.Event(), threading.Event()
    with Place(tmp_path).open() as store:
        grown(store, WIDTH + 1)
        whole = SqlReading.leaf_hashes

        def slow(self: SqlReading, *, start: int, count: int) -> Sequence[bytes]:
            reading.set()
            assert go_on.wait(30)
            return whole(self, start=start, count=count)

        monkeypatch.setattr(SqlReading, "leaf_hashes", slow)
        made: list[object] = []
        first = threading.Thread(target=lambda: made.append(store.prove(0)))
        first.start()
        assert reading.wait(30)
        with pytest.raises(Overloaded):
            store.prove(1)
        go_on.set()
        first.join(30)
        assert len(made) == 1
        assert verify_proof(store.prove(1), key=LOG_VERIFIER).seq == 1
