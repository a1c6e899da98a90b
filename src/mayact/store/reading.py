"""One snapshot through SQLAlchemy Core: the same statements on every database.

Law: see `store.backend.Reading`. It reads and judges nothing but whether a value can be what was written.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from mayact.core.log.merkle import Frontier
from mayact.core.log.state import Table
from mayact.core.log.stored import StoredEntry
from mayact.store.opening import leaf_hashes_of, stored_frontier
from mayact.store.rows import Kept, Wanted, find, search
from mayact.store.tables import CHECKPOINTS, ENTRIES

_PAGE = 500


class SqlReading:
    """Over a connection whose transaction is one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def frontier(self) -> Frontier:
        return stored_frontier(self._connection)

    def note(self, *, size: int | None = None) -> str:
        newest = select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size.desc()).limit(1)
        wanted = newest if size is None else newest.where(CHECKPOINTS.c.size == size)
        return str(self._connection.execute(wanted).scalar_one_or_none() or "")

    def entries(self, *, start: int, count: int | None = None) -> Iterator[StoredEntry]:
        wanted = select(ENTRIES).where(ENTRIES.c.seq >= start).order_by(ENTRIES.c.seq)
        if count is not None:
            wanted = wanted.limit(count)
        return map(_stored, self._connection.execution_options(yield_per=_PAGE).execute(wanted))

    def leaf_hashes(self, *, start: int, count: int) -> Sequence[bytes]:
        wanted = select(ENTRIES.c.seq, ENTRIES.c.leaf_hash).where(ENTRIES.c.seq >= start)
        found = self._connection.execute(wanted.order_by(ENTRIES.c.seq).limit(count)).all()
        return leaf_hashes_of([tuple(row) for row in found], start=start)

    def entries_of(self, action: str) -> Sequence[StoredEntry]:
        wanted = select(ENTRIES).where(ENTRIES.c.action == action).order_by(ENTRIES.c.seq)
        return [_stored(row) for row in self._connection.execute(wanted)]

    def find(self, table: Table, key: str) -> Kept | None:
        return find(self._connection, table, key)

    def search(self, wanted: Wanted) -> Sequence[Kept]:
        return search(self._connection, wanted)


def _stored(row: Any) -> StoredEntry:
    return StoredEntry(row.seq, row.at, row.kind, row.action, row.leaf, row.leaf_hash)
