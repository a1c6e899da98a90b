"""Reading a store without being its gate: for verifying and proving, live or from a copy, a file or a database.

Law: it opens read-only, takes no lock, changes no byte, and sees one consistent snapshot while gates write on.
It believes nothing it reads; that is the verifier's work.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, select

from mayact.core.canonical import JsonObject
from mayact.core.errors import NotFound, ProofInvalid, shown
from mayact.core.log.proof import make_proof
from mayact.core.log.state import Table
from mayact.core.log.stored import Recorded, StoredCheckpoint, StoredEntry, StoredRow
from mayact.core.log.verify import Outside
from mayact.store import engine as sqlite
from mayact.store.anchor import newest_of
from mayact.store.postgres_place import PostgresPlace
from mayact.store.sqlite_guard import SCHEMA_QUERY, strange
from mayact.store.tables import CHECKPOINTS, ENTRIES, FRONTIER, STATE

Where: TypeAlias = "str | Path | PostgresPlace"
"""A database file, or a database."""

_IN_PAGES = {"yield_per": 500}


@contextmanager
def snapshot(where: Where) -> Iterator[Recorded]:
    """Everything the store at `where` holds, as of now. Raises `NotFound`, `StoreUnavailable`."""
    with _reading(where) as connection:
        yield recorded(connection, strangers=_strangers(connection))


def recorded(connection: Connection, *, strangers: tuple[str, ...] = ()) -> Recorded:
    """The same, of the snapshot that `connection` is in. What it yields is read while it is used."""
    notes = connection.execute(select(CHECKPOINTS).order_by(CHECKPOINTS.c.size))
    stored = connection.execute(select(FRONTIER.c.size, FRONTIER.c.hashes).order_by(FRONTIER.c.id)).all()
    return Recorded(
        entries=_entries(connection),
        rows=_rows(connection),
        checkpoints=tuple(StoredCheckpoint(row.size, row.note) for row in notes),
        frontier=_frontier(connection, stored),
        strangers=strangers,
    )


def _frontier(connection: Connection, stored: Sequence[Any]) -> tuple[int, bytes] | None:
    if len(stored) != 1:
        return None
    found = (stored[0].size, stored[0].hashes)
    # Made with the schema on PostgreSQL, to be locked; on SQLite with the first entry.
    return None if found == (0, b"") and connection.dialect.name == "postgresql" else found


def _strangers(connection: Connection) -> tuple[str, ...]:
    if connection.dialect.name == "postgresql":
        from mayact.store.postgres_guard import strangers

        return strangers(connection)
    return strange(connection.exec_driver_sql(SCHEMA_QUERY).all())


@contextmanager
def _reading(where: Where) -> Iterator[Connection]:
    engine = _engine(where)
    try:
        with _snapshot(engine, where) as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(where: Where) -> Engine:
    if isinstance(where, PostgresPlace):
        from mayact.store import postgres_connect as postgres

        return postgres.read_only(where)
    path = os.path.abspath(where)
    if not os.path.isfile(path):
        raise NotFound(f"no store at {shown(path)}", hint="name the database file")
    return sqlite.read_only(path)


@contextmanager
def _snapshot(engine: Engine, where: Where) -> Iterator[Connection]:
    if not isinstance(where, PostgresPlace):
        with sqlite.reading(engine, os.path.abspath(where)) as connection:
            yield connection
        return
    from mayact.store import postgres_connect as postgres

    with postgres.reading(engine, where) as connection:
        if not postgres.has_schema(connection):
            raise NotFound(f"no log in {shown(str(where))}", hint="name the database that the gates stand on")
        yield connection


def _entries(connection: Connection) -> Iterator[StoredEntry]:
    wanted = select(ENTRIES).order_by(ENTRIES.c.seq)
    for row in connection.execute(wanted, execution_options=_IN_PAGES):
        yield StoredEntry(row.seq, row.at, row.kind, row.action, row.leaf, row.leaf_hash)


def _rows(connection: Connection) -> Iterator[StoredRow]:
    for table in Table:
        wanted = select(STATE[table]).order_by(STATE[table].c.id)
        for row in connection.execute(wanted, execution_options=_IN_PAGES):
            yield StoredRow(table, row.id, row.status, row.action, row.expires_at, row.body)


def read_entries(where: Where, *, start: int, count: int, action: str | None = None) -> tuple[StoredEntry, ...]:
    """Up to `count` entries from `start` on, of one action when it is named. Raises as `snapshot`."""
    wanted = select(ENTRIES).where(ENTRIES.c.seq >= start).order_by(ENTRIES.c.seq).limit(max(count, 0))
    if action is not None:
        wanted = wanted.where(ENTRIES.c.action == action)
    with _reading(where) as connection:
        found = connection.execute(wanted)
        return tuple(StoredEntry(row.seq, row.at, row.kind, row.action, row.leaf, row.leaf_hash) for row in found)


def newest_checkpoint(where: Where) -> str:
    """The newest signed note, to pin it elsewhere. Raises as `snapshot`, and `NotFound` for an empty log."""
    with _reading(where) as connection:
        newest = select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size.desc()).limit(1)
        note = connection.execute(newest).scalar_one_or_none()
    if not note:
        raise NotFound("the log is empty", hint="nothing was recorded yet")
    return str(note)


def prove_entry(where: Where, seq: int) -> JsonObject:
    """The inclusion proof of entry `seq` under the newest checkpoint. Raises as `snapshot`, and `ProofInvalid`."""
    with _reading(where) as connection:
        hashes = connection.execute(select(ENTRIES.c.leaf_hash).order_by(ENTRIES.c.seq)).scalars().all()
        leaf = connection.execute(select(ENTRIES.c.leaf).where(ENTRIES.c.seq == seq)).scalar_one_or_none()
        newest = select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size.desc()).limit(1)
        note = connection.execute(newest).scalar_one_or_none()
    if leaf is None or not note:
        raise ProofInvalid(f"there is no entry {seq}", hint="see `mayact log show`")
    return make_proof(leaf=leaf, index=seq, leaf_hashes=hashes, checkpoint=note)


def read_outside(path: str | Path, *, name: str) -> Outside | None:
    """The head kept in the file at `path`: an anchor, or a signed note as `mayact log verify --pin` takes it.

    None for an anchor that says the log is empty: it is not signed, so with entries it counts as none. Unreadable
    content is handed on as it is, for the verifier to report. Raises `NotFound` when there is no such file.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise NotFound(
            f"no head at {shown(str(path))}: {error.strerror}", hint="name the file of a kept head"
        ) from None
    text = raw.decode("utf-8", "replace")
    if not text.startswith(("{", "\0")):
        return Outside(name, text)
    head = newest_of(raw)
    if head is None:
        return Outside(name, text.rstrip("\0"))
    return Outside(name, head.checkpoint) if head.size or head.checkpoint else None
