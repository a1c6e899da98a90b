"""What a database must do to carry the log: begin, look, write, commit; and read from one snapshot.

Law: a transaction begins by taking the head, so that nobody else can move it until the transaction ends. A backend
knows no transition, no signature and no hash: it moves values in and out, and everything it reads is judged by
whoever asked. Failures of the driver, the network and the disk leave a backend as `StoreUnavailable`, nothing else
does; `StoreCorrupt` is for what is stored and cannot be.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from mayact.core.log.fold import RowKey
from mayact.core.log.merkle import Frontier
from mayact.core.log.state import Table
from mayact.core.log.stored import StoredEntry, StoredRow
from mayact.store.group import Group
from mayact.store.rows import Kept, Wanted


class Reading(Protocol):
    """One consistent snapshot. Every method raises `StoreUnavailable`, and `StoreCorrupt` for values that cannot be
    what mayact wrote."""

    def frontier(self) -> Frontier:
        """The stored frontier; the empty one when there is none."""
        ...

    def note(self, *, size: int | None = None) -> str:
        """The newest signed checkpoint, or the one of `size`, not verified; empty when there is none."""
        ...

    def entries(self, *, start: int, count: int | None = None) -> Iterator[StoredEntry]:
        """Entries from `start` on, in order; all of them without `count`."""
        ...

    def leaf_hashes(self, *, start: int, count: int) -> Sequence[bytes]:
        """The stored leaf hashes of at most `count` entries from `start` on, without a gap."""
        ...

    def entries_of(self, action: str) -> Sequence[StoredEntry]: ...

    def find(self, table: Table, key: str) -> Kept | None: ...

    def search(self, wanted: Wanted) -> Sequence[Kept]: ...


class Transaction(Protocol):
    """Open from `Backend.begin` until `commit` or `rollback`. Belongs to one thread."""

    def frontier(self) -> Frontier:
        """The stored frontier, locked: until this transaction ends nobody else appends."""
        ...

    def note(self, *, size: int | None = None) -> str: ...

    def entries(self, *, start: int, count: int | None = None) -> Iterator[StoredEntry]: ...

    def look(self, keys: Collection[RowKey]) -> Mapping[RowKey, StoredRow]:
        """The rows as the tables hold them, those that there are. Raises `StoreCorrupt` when a table gives another
        row than was asked for."""
        ...

    def write(self, group: Group) -> None:
        """Entries, rows, frontier and checkpoint of `group`; nothing of it is visible to others yet."""
        ...

    def commit(self) -> None:
        """COMMIT POINT. Raises `StoreUnavailable` when it is not known whether it is durable."""
        ...

    def rollback(self) -> None:
        """Nothing of the transaction stays. Never raises: a connection that cannot roll back is closed, which does."""
        ...


class Backend(Protocol):
    @property
    def name(self) -> str:
        """For messages: a path or an address, without any secret."""
        ...

    @property
    def shared(self) -> bool:
        """Whether other processes append to this log too. When not, a head that moved by itself is `StoreCorrupt`."""
        ...

    def check(self) -> None:
        """Called before each group. Raises `StoreCorrupt` when this is no longer the database that was opened (then
        nothing may ever be written to it), `StoreUnavailable` when it cannot take a write now."""
        ...

    def begin(self) -> Transaction:
        """Waits at most the backend's own limit for the head. Raises `StoreUnavailable` (nothing was begun)."""
        ...

    def reading(self) -> AbstractContextManager[Reading]:
        """A snapshot, for any thread, while the writer is at work."""
        ...

    def settle(self) -> None:
        """After a write or commit that failed: drop the connection, and return only when a new one stands and whatever
        it shows is durable. Raises `StoreUnavailable`; then nobody knows yet."""
        ...

    def close(self) -> None: ...
