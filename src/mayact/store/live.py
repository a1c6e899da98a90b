"""What this process knows of every row that can still change: the rows themselves, as it wrote or verified them.

Law: the tables repeat the rows and have no say about which of them are live, nor what those hold. A live row is
answered from here. A row that a table shows as live and that is not, byte for byte, the one remembered was written by
somebody else; so was a live row that is missing there or reads as ended. Either is `StoreCorrupt` wherever the tables
are looked at (listings, and every row before it is written over), and nothing is decided from it. A row that ended is
not remembered: it has no power, and it cannot come back. Memory grows with the rows that are live, not with the log.
"""

import threading
from collections.abc import Iterable, Sequence

from mayact.core.errors import StoreCorrupt, shown
from mayact.core.log.replay import LIVE, is_live
from mayact.core.log.state import PermitRow, RequestRow, Row, Table
from mayact.store.rows import Kept, Wanted


def changed_behind(table: Table, key: str = "") -> StoreCorrupt:
    which = f"{table.value[:-1]} {shown(key)}" if key else f"the {table.value}"
    return StoreCorrupt(f"{which} changed behind the gate", hint="run `mayact log verify`")


class LiveRows:
    """Safe for threads."""

    def __init__(self, rows: Iterable[Kept]) -> None:
        self._lock = threading.Lock()
        self._known: dict[Table, dict[str, Kept]] = {table: {} for table in LIVE}
        self._of_action: dict[tuple[Table, str], set[str]] = {}
        self.note(rows)

    def note(self, rows: Iterable[Kept]) -> None:
        """Those rows were committed by this process, or verified."""
        with self._lock:
            for kept in rows:
                row = kept.row
                if isinstance(row, RequestRow | PermitRow):
                    self._note(row, kept)

    def _note(self, row: RequestRow | PermitRow, kept: Kept) -> None:
        key = (row.table, row.action)
        if is_live(row):
            self._known[row.table][row.id] = kept
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

    def get(self, table: Table, key: str) -> Kept | None:
        """The live row `key`, or None: then, whatever the tables say, it is not live."""
        return self._known[table].get(key)

    def select(self, wanted: Wanted) -> tuple[Row, ...]:
        """The live rows that `wanted` (with a live status) names, in the order of their ids."""
        with self._lock:
            return tuple(self._known[wanted.table][key].row for key in self._matching(wanted)[: max(wanted.limit, 0)])

    def _matching(self, wanted: Wanted) -> list[str]:
        known = self._known[wanted.table]
        of_action = None if wanted.action is None else self._of_action.get((wanted.table, wanted.action), set())
        return sorted(
            key
            for key in (known if of_action is None else of_action)
            if key > wanted.after and (wanted.status is None or known[key].row.status.value == wanted.status)
        )

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

    def _expected(self, wanted: Wanted, found: Sequence[Kept]) -> list[str]:
        if wanted.limit <= 0:
            return []
        # A full page says nothing about what follows its last row.
        last = found[-1].row.id if len(found) >= wanted.limit else None
        return [key for key in self._matching(wanted) if last is None or key <= last]
