"""What this process knows of every row that can still change: the digests of those it wrote or verified at opening.

Law: the tables hold the rows and have no say about which of them are live. A row that reads as live and is not, byte
for byte, the one remembered was written by somebody else; so was a live row that is missing or reads as ended. Either
is `StoreCorrupt`, and nothing is decided from it. A row that ended is not remembered: it has no power, and it cannot
come back. Memory grows with the rows that are live, not with the log.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from mayact.core.errors import StoreCorrupt, shown
from mayact.core.log.fold import Fold, RowKey
from mayact.core.log.replay import LIVE, is_live
from mayact.core.log.state import PermitRow, PolicyRow, RequestRow, Row, Table
from mayact.store.rows import GOVERNANCE, Kept, Wanted, find


def changed_behind(table: Table, key: str = "") -> StoreCorrupt:
    which = f"{table.value[:-1]} {shown(key)}" if key else f"the {table.value}"
    return StoreCorrupt(f"{which} changed behind the gate", hint="run `mayact log verify`")


@dataclass(frozen=True, slots=True)
class _Known:
    digest: bytes
    status: str
    action: str


class LiveRows:
    """Safe for threads."""

    def __init__(self, rows: Iterable[Kept]) -> None:
        self._lock = threading.Lock()
        self._known: dict[Table, dict[str, _Known]] = {table: {} for table in LIVE}
        self._of_action: dict[tuple[Table, str], set[str]] = {}
        self.note(rows)

    def note(self, rows: Iterable[Kept]) -> None:
        """Those rows were committed by this process, or verified."""
        with self._lock:
            for kept in rows:
                row = kept.row
                if isinstance(row, RequestRow | PermitRow):
                    self._note(row, kept.digest)

    def _note(self, row: RequestRow | PermitRow, digest: bytes) -> None:
        key = (row.table, row.action)
        if is_live(row):
            self._known[row.table][row.id] = _Known(digest, row.status.value, row.action)
            self._of_action.setdefault(key, set()).add(row.id)
            return
        self._known[row.table].pop(row.id, None)
        left = self._of_action.get(key, set())
        left.discard(row.id)
        if not left:
            self._of_action.pop(key, None)

    def count(self) -> int:
        with self._lock:
            return sum(len(known) for known in self._known.values())

    def confirms(self, table: Table, key: str, found: Kept | None) -> bool:
        """Whether `found` may be what is stored as `key`: exactly the row remembered, or none and nothing live."""
        with self._lock:
            return self._confirms(table, key, found)

    def _confirms(self, table: Table, key: str, found: Kept | None) -> bool:
        known = self._known[table].get(key)
        expected = known.digest if known is not None else None
        return expected == (found.digest if found is not None and is_live(found.row) else None)

    def confirms_all(self, wanted: Wanted, found: Sequence[Kept]) -> bool:
        """Whether `found` may be the answer to `wanted`: every row of it confirmed, and no live one left out."""
        with self._lock:
            present = {kept.row.id for kept in found}
            return all(self._confirms(wanted.table, kept.row.id, kept) for kept in found) and present.issuperset(
                self._expected(wanted, found)
            )

    def _expected(self, wanted: Wanted, found: Sequence[Kept]) -> set[str]:
        if wanted.limit <= 0:
            return set()
        known = self._known[wanted.table]
        # A full page says nothing about what follows its last row.
        last = found[-1].row.id if len(found) >= wanted.limit else None
        of_action = None if wanted.action is None else self._of_action.get((wanted.table, wanted.action), set())
        return {
            key
            for key in (known if of_action is None else of_action)
            if key > wanted.after
            and (last is None or key <= last)
            and (wanted.status is None or known[key].status == wanted.status)
        }


class TransactionRows:
    """Implements `replay.Rows` inside one transaction: what it changed, then governance, then the tables as far as
    they agree with what is known to be live. Raises `StoreCorrupt` where they do not."""

    def __init__(self, connection: Connection, *, governed: Fold, live: LiveRows) -> None:
        self._connection = connection
        self._live = live
        self.governed = governed.copy()
        self.changed: dict[RowKey, Row] = {}

    def get(self, table: Table, key: str) -> Row | None:
        changed = self.changed.get((table, key))
        if changed is not None:
            return changed
        if table in GOVERNANCE:
            return self.governed.get(table, key)
        found = find(self._connection, table, key)
        if not self._live.confirms(table, key, found):
            raise changed_behind(table, key)
        return None if found is None else found.row

    def active_policy(self) -> PolicyRow | None:
        return self.governed.active_policy()

    def no_approvers(self) -> bool:
        return self.governed.no_approvers()

    def put(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.changed[(row.table, row.id)] = row
            if row.table in GOVERNANCE:
                self.governed.put((row,))
