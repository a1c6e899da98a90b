"""`store.backend.Backend` on PostgreSQL: several gates, one log.

One group, five round trips:
1. begin     lock the tables as a writer, then the head's row; what others committed is visible from here on
2. look      the schema holds nothing but ours, and a commit is still a durable one
3. write     entries, rows, frontier and checkpoint
4. commit    the commit point; the head's row is free for the next gate

Law: the head's row is locked from 1 to 4, so all gates append one after the other, and a gate that lost its network
between them is ended by the server. After a commit whose answer was lost nothing is believed until the same row was
locked again on another connection: then the old transaction is over, one way or the other.
The last statement of 2 and of 3 stands outside the driver's pipeline: a pipeline ends in a flush request, and that
switches off the server's clock for silent transactions until the next statement (measured, PostgreSQL 18).
It talks to the driver directly; SQLAlchemy's statements cost as much again as the server's work on a small group.
"""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from sqlalchemy.pool import QueuePool

from mayact.core.errors import StoreCorrupt, StoreUnavailable
from mayact.core.log.fold import RowKey
from mayact.core.log.merkle import Frontier
from mayact.core.log.state import Table
from mayact.core.log.stored import StoredEntry, StoredRow
from mayact.store.group import Group
from mayact.store.migrate import SCHEMA
from mayact.store.opening import frontier_of, leaf_hashes_of
from mayact.store.postgres_connect import SOUND, Dial, dialler, talking, unsound
from mayact.store.postgres_guard import LOCK, SCHEMA_QUERY, refuse_strangers
from mayact.store.postgres_place import PostgresPlace
from mayact.store.rows import Kept, Wanted, altered, kept

PRESENCE_KEY: Final = 0x6D61_7961_6374_0001
"""The advisory lock that every gate shares while it is up, and that moving or adopting the log takes alone. May never
change."""

_MAX_READERS: Final = 16
"""As many as read at once (8 threads of the HTTP API and its loop, 4 of agents, 2 of people, the sweep): no number of
HTTP callers makes a hook wait for a connection. They are opened as they are needed."""

_POOL_SECONDS: Final = 5.0
_PAGE: Final = 500

COPY_FROM: Final = 128
"""From so many entries on COPY is faster than one statement over arrays (measured: docs/adr/0011)."""


def _columns(*types: str) -> str:
    return ", ".join(f"pg_catalog.unnest(%b::pg_catalog.{name}[])" for name in types)


# Fixed texts, every name with its schema: no part of them comes from outside this module.
_ENTRY_COLUMNS: Final = "seq, at, kind, action, leaf, leaf_hash"
_ROW_COLUMNS: Final = "id, status, action, expires_at, body"
_TAKE_HEAD: Final = b"SELECT id, size, hashes FROM mayact.frontier FOR UPDATE"
_SEE_HEAD: Final = b"SELECT id, size, hashes FROM mayact.frontier"
_NEWEST_NOTE: Final = b"SELECT note FROM mayact.checkpoints ORDER BY size DESC LIMIT 1"
_NOTE_OF: Final = b"SELECT note FROM mayact.checkpoints WHERE size = %b"
_SETTINGS: Final = ("SELECT " + ", ".join(f"pg_catalog.current_setting('{name}')" for name in SOUND)).encode()
_WRITE_ENTRIES: Final = (
    f"INSERT INTO mayact.entries ({_ENTRY_COLUMNS}) "  # noqa: S608
    f"SELECT * FROM ROWS FROM ({_columns('int8', 'int8', 'text', 'text', 'bytea', 'bytea')})"
).encode()
_COPY_TYPES: Final = ("int8", "int8", "text", "text", "bytea", "bytea")
_WRITE_ROWS: Final = {
    table: (
        f"INSERT INTO mayact.{table.value} ({_ROW_COLUMNS}) "  # noqa: S608
        f"SELECT * FROM ROWS FROM ({_columns('text', 'text', 'text', 'int8', 'bytea')}) "
        "ON CONFLICT (id) DO UPDATE SET status = excluded.status, action = excluded.action, "
        "expires_at = excluded.expires_at, body = excluded.body"
    ).encode()
    for table in Table
}
_MOVE_HEAD: Final = b"UPDATE mayact.frontier SET size = %b, hashes = %b WHERE id = 0"
_WRITE_NOTE: Final = b"INSERT INTO mayact.checkpoints (size, note) VALUES (%b, %b)"
_LOOK_ROWS: Final = {
    table: f"SELECT {_ROW_COLUMNS} FROM mayact.{table.value} WHERE id = ANY(%b::pg_catalog.text[])".encode()  # noqa: S608
    for table in Table
}
_FROM_ENTRY: Final = f"SELECT {_ENTRY_COLUMNS} FROM mayact.entries WHERE seq >= %b ORDER BY seq".encode()  # noqa: S608
_LEAF_HASHES: Final = b"SELECT seq, leaf_hash FROM mayact.entries WHERE seq >= %b ORDER BY seq LIMIT %b"
_OF_ACTION: Final = f"SELECT {_ENTRY_COLUMNS} FROM mayact.entries WHERE action = %b ORDER BY seq".encode()  # noqa: S608


class _Look:
    """What a reading and a transaction have in common."""

    def __init__(self, place: PostgresPlace, connection: "psycopg.Connection[Any]", head: list[Any]) -> None:
        self._place = place
        self._connection = connection
        self._head = head

    def frontier(self) -> Frontier:
        if not self._head:
            # Made with the schema: without it there is nothing that gates wait for, one after the other.
            raise StoreCorrupt("the head's row is missing", hint="run `mayact log verify`; restore a good copy")
        return frontier_of([tuple(row) for row in self._head])

    def note(self, *, size: int | None = None) -> str:
        found = self._all(_NEWEST_NOTE) if size is None else self._all(_NOTE_OF, (size,))
        return str(found[0][0]) if found else ""

    def entries(self, *, start: int, count: int | None = None) -> Iterator[StoredEntry]:
        if count is not None and count <= _PAGE:
            found = self._all(_FROM_ENTRY + b" LIMIT %b", (start, max(count, 0)))
            return (StoredEntry(*row) for row in found)
        return self._streamed(start, count)

    def _streamed(self, start: int, count: int | None) -> Iterator[StoredEntry]:
        """In pages: a log does not fit into memory."""
        left = count
        while left is None or left > 0:
            page = self._all(_FROM_ENTRY + b" LIMIT %b", (start, _PAGE if left is None else min(_PAGE, left)))
            for row in page:
                yield StoredEntry(*row)
            if len(page) < _PAGE:
                return
            start = page[-1][0] + 1
            left = None if left is None else left - len(page)

    def leaf_hashes(self, *, start: int, count: int) -> Sequence[bytes]:
        return leaf_hashes_of(self._all(_LEAF_HASHES, (start, count)), start=start)

    def entries_of(self, action: str) -> Sequence[StoredEntry]:
        return [StoredEntry(*row) for row in self._all(_OF_ACTION, (action,))]

    def find(self, table: Table, key: str) -> Kept | None:
        found = self.look(((table, key),)).get((table, key))
        return None if found is None else kept(table, found)

    def search(self, wanted: Wanted) -> Sequence[Kept]:
        clauses, values = ["id > %b"], [wanted.after]
        for column, value in (("status", wanted.status), ("action", wanted.action)):
            if value is not None:
                clauses.append(f"{column} = %b")
                values.append(value)
        where = " AND ".join(clauses)
        statement = f"SELECT {_ROW_COLUMNS} FROM mayact.{wanted.table.value} WHERE {where} ORDER BY id LIMIT %b"  # noqa: S608
        found = self._all(statement.encode(), (*values, max(wanted.limit, 0)))
        return tuple(kept(wanted.table, StoredRow(wanted.table, *row)) for row in found)

    def look(self, keys: Collection[RowKey]) -> Mapping[RowKey, StoredRow]:
        found: dict[RowKey, StoredRow] = {}
        for table in Table:
            wanted = [key for of, key in keys if of is table]
            if not wanted:
                continue
            for row in self._all(_LOOK_ROWS[table], (wanted,)):
                if row[0] not in wanted:
                    # An index or a collation of somebody else's found another row.
                    raise altered(table, row[0])
                found[table, row[0]] = StoredRow(table, *row)
        return found

    def _all(self, statement: bytes, values: Sequence[Any] = ()) -> list[Any]:
        with talking(self._place):
            return self._connection.execute(statement, values, binary=True).fetchall()


class PostgresReading(_Look):
    """See `store.backend.Reading`."""


class PostgresTransaction(_Look):
    """See `store.backend.Transaction`."""

    def write(self, group: Group) -> None:
        try:
            with talking(self._place):
                self._write(group)
        except BaseException:
            # A session keeps the defaults it began with, also that it may not write: the next group takes a new one.
            self._connection.close()
            raise

    def _write(self, group: Group) -> None:
        entries, frontier = group.entries, group.head.frontier
        if len(entries) >= COPY_FROM:
            copy_entries(self._connection, entries)
        with self._connection.pipeline():
            if len(entries) < COPY_FROM:
                self._insert(entries)
            self._save(group.stored)
            self._connection.execute(_MOVE_HEAD, (frontier.size, b"".join(frontier.peaks)))
        self._connection.execute(_WRITE_NOTE, (frontier.size, group.head.note))

    def _insert(self, entries: Sequence[StoredEntry]) -> None:
        columns = (
            [entry.seq for entry in entries],
            [entry.at for entry in entries],
            [entry.kind for entry in entries],
            [entry.action for entry in entries],
            [entry.leaf for entry in entries],
            [entry.leaf_hash for entry in entries],
        )
        self._connection.execute(_WRITE_ENTRIES, columns)

    def _save(self, rows: Sequence[StoredRow]) -> None:
        for table in Table:
            mine = [row for row in rows if row.table is table]
            if mine:
                columns = (
                    [row.id for row in mine],
                    [row.status for row in mine],
                    [row.action for row in mine],
                    [row.expires_at for row in mine],
                    [row.body for row in mine],
                )
                self._connection.execute(_WRITE_ROWS[table], columns)

    def commit(self) -> None:
        with talking(self._place):
            self._connection.commit()

    def rollback(self) -> None:
        discard(self._connection)


def copy_entries(
    connection: "psycopg.Connection[Any]", entries: Sequence[StoredEntry], *, schema: str = SCHEMA
) -> None:
    statement = f"COPY {schema}.entries ({_ENTRY_COLUMNS}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.set_types(_COPY_TYPES)
        for entry in entries:
            copy.write_row((entry.seq, entry.at, entry.kind, entry.action, entry.leaf, entry.leaf_hash))


def discard(connection: "psycopg.Connection[Any]") -> None:
    """Roll back; a connection that cannot is closed, and then the server does."""
    try:
        connection.rollback()
    except psycopg.Error:
        connection.close()


def _in_the_way(*, alone: bool) -> StoreUnavailable:
    if alone:
        return StoreUnavailable("a gate is up on that database", hint="stop every gate first")
    return StoreUnavailable(
        "the log is being moved or adopted", hint="wait for `mayact migrate` or `mayact log adopt`, then start again"
    )


class PostgresBackend:
    """See `store.backend.Backend`. `begin` and `settle` are called by one thread, `reading` by any. `alone`: no gate
    may be up beside this one, for as long as it is connected."""

    shared = True

    def __init__(self, place: PostgresPlace, *, alone: bool = False) -> None:
        self._place = place
        self._alone = alone
        self._dial: Dial = dialler(place, reads=False)
        self._connection: psycopg.Connection[Any] | None = None
        self._cut: psycopg.Connection[Any] | None = None
        """The connection that turned out to have been ended by somebody else."""
        self._pool = QueuePool(
            dialler(place, reads=True),  # type: ignore[arg-type]
            pool_size=_MAX_READERS,
            max_overflow=0,
            timeout=_POOL_SECONDS,
        )
        self._mutex = threading.Lock()

    @property
    def name(self) -> str:
        return str(self._place)

    def check(self) -> None:
        """Everything is checked in `begin`, under the lock that makes it stay true."""

    def begin(self) -> PostgresTransaction:
        with talking(self._place):
            kept = self._connection
            try:
                return self._begun(self._connected())
            except psycopg.OperationalError:
                if kept is None or kept is not self._cut:
                    raise
                # Ended by the server or the network while nobody wrote, as idle ones are; nothing was begun on it.
                return self._begun(self._connected())

    def _begun(self, connection: "psycopg.Connection[Any]") -> PostgresTransaction:
        try:
            with connection.pipeline():
                connection.execute(LOCK.encode())  # 1
                head = connection.execute(_TAKE_HEAD, binary=True)
                settings = connection.execute(_SETTINGS)
            schema = connection.execute(SCHEMA_QUERY.encode())
            stored = head.fetchall()
            refuse_strangers(schema.fetchall())  # 2
            for name, value in zip(SOUND, settings.fetchone() or (), strict=True):
                if value not in SOUND[name]:
                    raise unsound(name, str(value))
        except BaseException:
            self._cut = connection if connection.broken else None
            connection.close()  # as in `write`: the next group takes a new one
            raise
        return PostgresTransaction(self._place, connection, stored)

    def connect(self) -> None:
        """Show that this gate is up. Raises `StoreUnavailable`."""
        with talking(self._place):
            self._connected()

    def _connected(self) -> "psycopg.Connection[Any]":
        connection = self._connection
        if connection is None or connection.closed:
            connection = self._connection = self._present()
        return connection

    def _present(self) -> "psycopg.Connection[Any]":
        """A connection that holds the lock by which others know that a gate is up."""
        connection = self._dial()
        lock = "pg_try_advisory_lock" if self._alone else "pg_try_advisory_lock_shared"
        try:
            held = connection.execute(f"SELECT pg_catalog.{lock}({PRESENCE_KEY})".encode())
            if held.fetchone() != (True,):
                raise _in_the_way(alone=self._alone)
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def reading(self) -> Iterator[PostgresReading]:
        pooled = self._pooled()
        try:
            try:
                head = self._snapshot(pooled)
            except StoreUnavailable:
                if not pooled.driver_connection.closed:
                    raise
                # It died while it lay in the pool, as all do when the server is started again: once more, anew.
                pooled.invalidate()
                pooled = self._pooled()
                head = self._snapshot(pooled)
            yield PostgresReading(self._place, pooled.driver_connection, head)
        except BaseException:
            pooled.invalidate()  # whatever state it is in, nobody else gets it
            raise
        pooled.close()

    def _pooled(self) -> Any:
        with talking(self._place):
            return self._pool.connect()

    def _snapshot(self, pooled: Any) -> list[Any]:
        """The snapshot begins with its first statement."""
        with talking(self._place):
            found: list[Any] = pooled.driver_connection.execute(_SEE_HEAD, binary=True).fetchall()
            return found

    def settle(self) -> None:
        with talking(self._place):
            if self._connection is not None:
                self._connection.close()
            connection = self._connection = self._present()
            # The transaction whose end we do not know held this row: once it is ours, that one is over. The commit
            # is one that writes, so it also waits until everything before it is on disk and on every replica that
            # acknowledges (postgresql.org/docs, runtime-config-wal, synchronous_commit).
            connection.execute(_TAKE_HEAD)
            connection.execute(b"SELECT pg_catalog.pg_current_xact_id()")
            connection.commit()

    def close(self) -> None:
        with self._mutex:
            self._pool.dispose()
            if self._connection is not None:
                self._connection.close()
                self._connection = None
