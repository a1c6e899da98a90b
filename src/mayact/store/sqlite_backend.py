"""SQLite under the log: one connection for the writer, a pool for readers.

The writer's statements go to the driver as text. Measured on one machine, an entry of 1 kB in groups of 64: SQLAlchemy
Core 15 µs, `executemany` of the driver 6 µs; everything that is not on the writer's path stays on Core.

Law: see `store.backend.Backend`. `BEGIN IMMEDIATE` comes first, so that what a transaction read is still so when it
writes; a schema that holds programs of somebody else's is refused in the very transaction they would run in; a value
of another type than was written was put there by somebody else and reads as nothing.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine

from mayact.core.errors import StoreCorrupt, StoreUnavailable, shown
from mayact.core.log.fold import RowKey
from mayact.core.log.merkle import Frontier
from mayact.core.log.state import Table
from mayact.core.log.stored import StoredEntry, StoredRow
from mayact.store.engine import DRIVER_ERRORS, dial_writer, readers, reading, unavailable
from mayact.store.group import Group
from mayact.store.opening import frontier_of
from mayact.store.place import identity
from mayact.store.reading import SqlReading
from mayact.store.rows import altered
from mayact.store.sqlite_guard import SCHEMA_QUERY, refuse_strangers
from mayact.store.sqlite_wal import WalKeeper

_INSERT_ENTRY: Final = "INSERT INTO entries (seq, at, kind, action, leaf, leaf_hash) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_NOTE: Final = "INSERT INTO checkpoints (size, note) VALUES (?, ?)"
_NOTE: Final = "SELECT note FROM checkpoints WHERE :size IS NULL OR size = :size ORDER BY size DESC LIMIT 1"
_SET_FRONTIER: Final = (
    "INSERT INTO frontier (id, size, hashes) VALUES (0, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET size = excluded.size, hashes = excluded.hashes"
)
_SAVE: Final = {
    table: f"INSERT INTO {table.value} (id, status, action, expires_at, body) VALUES (?, ?, ?, ?, ?) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET status = excluded.status, action = excluded.action, "
    "expires_at = excluded.expires_at, body = excluded.body"
    for table in Table
}
_FIND: Final = {
    table: f"SELECT id, status, action, expires_at, body FROM {table.value} WHERE id = ?"  # noqa: S608
    for table in Table
}
_SCHEMA_VERSION: Final = "PRAGMA schema_version"


class SqliteTransaction:
    """See `store.backend.Transaction`."""

    def __init__(self, backend: "SqliteBackend", connection: sqlite3.Connection) -> None:
        self._backend, self._connection = backend, connection
        self._path = backend.name

    def frontier(self) -> Frontier:
        with translated(self._path):
            return frontier_of(self._connection.execute("SELECT id, size, hashes FROM frontier").fetchall())

    def note(self, *, size: int | None = None) -> str:
        with translated(self._path):
            found = self._connection.execute(_NOTE, {"size": size}).fetchone()
        return str(found[0]) if found else ""

    def entries(self, *, start: int, count: int | None = None) -> Iterator[StoredEntry]:
        wanted = "SELECT seq, at, kind, action, leaf, leaf_hash FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?"
        with translated(self._path):
            found = self._connection.execute(wanted, (start, -1 if count is None else count)).fetchall()
        return iter([StoredEntry(*row) for row in found])

    def look(self, keys: Collection[RowKey]) -> Mapping[RowKey, StoredRow]:
        found: dict[RowKey, StoredRow] = {}
        with translated(self._path):
            for table, key in keys:
                for row in self._connection.execute(_FIND[table], (key,)).fetchall():
                    found[(table, key)] = _row(table, key, row)
        return found

    def write(self, group: Group) -> None:
        entries = [
            (entry.seq, entry.at, entry.kind, entry.action, entry.leaf, entry.leaf_hash) for entry in group.entries
        ]
        by_table: dict[Table, list[tuple[Any, ...]]] = {}
        for row in group.stored:
            by_table.setdefault(row.table, []).append((row.id, row.status, row.action, row.expires_at, row.body))
        frontier = group.head.frontier
        with translated(self._path):
            self._connection.executemany(_INSERT_ENTRY, entries)
            for table, values in by_table.items():
                self._connection.executemany(_SAVE[table], values)
            self._connection.execute(_SET_FRONTIER, (frontier.size, b"".join(frontier.peaks)))
            self._connection.execute(_INSERT_NOTE, (frontier.size, group.head.note))

    def commit(self) -> None:
        with translated(self._path):
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        try:
            if self._connection.in_transaction:  # a full disk has SQLite roll back by itself
                self._connection.execute("ROLLBACK")
        except DRIVER_ERRORS:
            self._backend.drop()


class SqliteBackend:
    """One gate per file; see `store.backend.Backend`. The writer's methods belong to the writer's thread."""

    shared = False

    def __init__(self, path: str) -> None:
        self.name = path
        self._file = identity(path)
        self._writer: sqlite3.Connection | None = None
        self._wal: tuple[int, int] | None = None
        """Which file the writer's connection commits into."""
        self._schema: tuple[Any, ...] | None = None
        """The count of the schema that this connection was last seen to have as it should be."""
        self._readers: Engine = readers(path)
        self._keeper = WalKeeper(path, lambda: dial_writer(path))

    def check(self) -> None:
        self._keeper.refuse_too_long()
        if identity(self.name) != self._file:
            # Writing on would fill a file that nobody finds after a restart.
            raise StoreCorrupt(f"store {shown(self.name)} was replaced or removed", hint="restart the gate")
        if self._wal is not None and identity(f"{self.name}-wal") != self._wal:
            # What is committed into a file without a name is gone with the process. It stays under its name while a
            # connection is open (sqlite.org/walformat.html).
            raise StoreCorrupt(
                f"the write-ahead log of {shown(self.name)} was replaced or removed", hint="restart the gate"
            )

    def begin(self) -> SqliteTransaction:
        with translated(self.name):
            connection = self._connected()
            connection.execute("BEGIN IMMEDIATE")
        transaction = SqliteTransaction(self, connection)
        try:
            if self._wal is None:
                self._wal = identity(f"{self.name}-wal")
            self._refuse_strangers(connection)
        except BaseException:
            transaction.rollback()
            raise
        return transaction

    def _refuse_strangers(self, connection: sqlite3.Connection) -> None:
        """A trigger made since opening would run in this very transaction. SQLite counts every change of the schema,
        and a connection goes by what it read at that count."""
        with translated(self.name):
            version = connection.execute(_SCHEMA_VERSION).fetchone()
            if version != self._schema:
                refuse_strangers(connection.execute(SCHEMA_QUERY).fetchall())
                self._schema = version

    def _connected(self) -> sqlite3.Connection:
        if self._writer is None:
            self._schema = None
            self._writer = dial_writer(self.name)
        return self._writer

    def drop(self) -> None:
        """Close the writer's connection: what it had not committed is rolled back."""
        if self._writer is not None:
            connection, self._writer = self._writer, None
            self._wal = None
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[SqlReading]:
        with reading(self._readers, self.name) as connection:
            yield SqlReading(connection)

    def settle(self) -> None:
        # A flush that failed is not repaired by one that succeeds later: the pages it left out count as written
        # (fsync(2) reports an error once). So nothing of the log that may lack pages is built upon: all of it is
        # brought into the database file, flushed there, and begun anew.
        with translated(self.name):
            self.drop()
            busy, _, _ = self._connected().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreUnavailable("the last write was not confirmed", hint="a reader holds the log; ask again")

    def close(self) -> None:
        self._keeper.close()
        self._readers.dispose()
        self.drop()


@contextmanager
def translated(path: str) -> Iterator[None]:
    try:
        yield
    except DRIVER_ERRORS as error:
        raise unavailable(path, error) from None


def _row(table: Table, key: str, values: tuple[Any, ...]) -> StoredRow:
    found, status, action, expires_at, body = values
    if (
        found != key  # an index or a collation of somebody else's found another row
        or type(status) is not str
        or type(action) not in (str, type(None))
        or type(expires_at) not in (int, type(None))
        or type(body) is not bytes
    ):
        raise altered(table, key)
    return StoredRow(table, found, status, action, expires_at, body)
