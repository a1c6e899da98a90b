"""The state that a run of entries implies, kept in memory.

Law: the fold of the log is the state; there is no other source. Entries are taken strictly in order: `seq` counts
from 0 without gaps and `at` never decreases. An entry that does not apply leaves the fold as it was.
It refuses to know where entries come from, and whether anything in them is signed.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias

from mayact.core.errors import StoreCorrupt
from mayact.core.log.entry import Entry
from mayact.core.log.replay import apply
from mayact.core.log.state import PermitRow, PolicyRow, PolicyStatus, RequestRow, Row, Table

RowKey: TypeAlias = tuple[Table, str]


class Fold:
    """Implements `replay.Rows`. Not safe for threads: one owner at a time."""

    __slots__ = ("_active", "_at", "_rows", "_size")

    def __init__(self) -> None:
        self._rows: dict[RowKey, Row] = {}
        self._active: PolicyRow | None = None
        self._size = 0
        self._at = 0

    @property
    def size(self) -> int:
        """How many entries were taken."""
        return self._size

    @property
    def at(self) -> int:
        """Time of the last entry, 0 before the first."""
        return self._at

    @property
    def rows(self) -> Mapping[RowKey, Row]:
        return MappingProxyType(self._rows)

    def get(self, table: Table, key: str) -> Row | None:
        return self._rows.get((table, key))

    def active_policy(self) -> PolicyRow | None:
        return self._active

    def no_approvers(self) -> bool:
        return all(table is not Table.APPROVERS for table, _ in self._rows)

    def take(self, entry: Entry) -> tuple[Row, ...]:
        """Apply the next entry; the rows it changed. Raises `StoreCorrupt` when it is not the next one,
        `IllegalTransition` when the state does not allow it; either way nothing changed."""
        if entry.seq != self._size:
            raise StoreCorrupt(f"entry {entry.seq} where entry {self._size} belongs", hint="the log was altered")
        if entry.at < self._at:
            raise StoreCorrupt(f"entry {entry.seq} is older than the one before it", hint="the log was altered")
        changed = apply(entry, self)
        self.put(changed)
        self._size += 1
        self._at = entry.at
        return changed

    def skip(self, *, seq: int, at: int) -> None:
        """Pass over entry `seq`, which did not apply, so that a verifier can go on and report what else is wrong."""
        self._size = seq + 1
        self._at = max(self._at, at)

    def put(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._rows[(row.table, row.id)] = row
            if isinstance(row, PolicyRow):
                self._note_policy(row)

    def _note_policy(self, row: PolicyRow) -> None:
        if row.status is PolicyStatus.ACTIVE:
            self._active = row
        elif self._active is not None and self._active.id == row.id:
            self._active = None

    def select(
        self, table: Table, *, status: str | None, action: str | None, limit: int, after: str
    ) -> tuple[Row, ...]:
        """The rows of `table` in the order of their ids, as `ports.Store.rows` promises them."""
        found = sorted(
            (row for (kind, key), row in self._rows.items() if kind is table and key > after), key=lambda row: row.id
        )
        wanted = (
            row
            for row in found
            if (status is None or row.status.value == status)
            and (action is None or (isinstance(row, RequestRow | PermitRow) and row.action == action))
        )
        return tuple(islice(wanted, max(limit, 0)))

    def copy(self) -> "Fold":
        """An independent fold standing where this one stands (rows are immutable and shared)."""
        twin = Fold()
        twin._rows = dict(self._rows)
        twin._active, twin._size, twin._at = self._active, self._size, self._at
        return twin
