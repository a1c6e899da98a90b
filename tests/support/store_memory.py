"""A `ports.Store` in memory, for tests of whatever stands above the store.

It obeys the contract of `ports.Store` (the same suite runs against it and against SQLite), except that nothing is
durable and `checkpoint` is not signed. `fail_at` injects the failures a real store has: before the commit nothing
was written, after it everything was, and the caller sees `StoreUnavailable` both times.
"""

import threading
from collections.abc import Sequence

from mayact.core.canonical import canonical_bytes
from mayact.core.errors import InvalidInput, MayactError, NotFound, StoreUnavailable
from mayact.core.log.entry import Draft, Entry, leaf_bytes, parse_leaf
from mayact.core.log.fold import Fold
from mayact.core.log.state import PolicyRow, Row, Table, row_json
from mayact.ports import CrashPoint, Done, Receipt, Trace


class NoTrace:
    def at(self, point: CrashPoint) -> None:
        """Nothing happens."""


class MemoryStore:
    """`trace.at` is called at the same commit points as in the real store."""

    def __init__(self, *, trace: Trace | None = None) -> None:
        self._lock = threading.RLock()
        self._fold = Fold()
        self._entries: list[Entry] = []
        self._trace: Trace = trace or NoTrace()
        self._fail: CrashPoint | None = None
        self._broken = False

    def fail_at(self, point: CrashPoint | None) -> None:
        """The next append fails at `point`; like the real store, it then refuses until `reopen`."""
        self._fail = point

    def reopen(self) -> None:
        """What a restart of the gate does: only what was committed is there."""
        self._broken = False

    def submit(self, drafts: Sequence[Draft], done: Done) -> None:
        """As `append`, answered before it returns (a real store answers from its writer's thread)."""
        if not drafts:
            raise InvalidInput("nothing to append", hint="append at least one draft")
        try:
            done(self.append(drafts))
        except MayactError as error:
            done(error)

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        with self._lock:
            if self._broken:
                raise StoreUnavailable("an earlier write was not confirmed", hint="restart the gate")
            if not drafts:
                raise InvalidInput("nothing to append", hint="append at least one draft")
            fold = self._fold.copy()
            made: list[Entry] = []
            for draft in drafts:
                entry = Entry(seq=fold.size, at=max(draft.at, fold.at), kind=draft.kind, body=draft.body)
                entry = parse_leaf(leaf_bytes(entry))
                fold.take(entry)
                made.append(entry)
            self._pass(CrashPoint.BEFORE_COMMIT)
            self._fold = fold
            self._entries.extend(made)
            self._pass(CrashPoint.COMMITTED)
            self._pass(CrashPoint.ANCHORED)
            return Receipt(tuple(made), self.checkpoint())

    def _pass(self, point: CrashPoint) -> None:
        self._trace.at(point)
        if self._fail is point:
            self._fail = None
            self._broken = True
            raise StoreUnavailable(f"the disk failed at {point.value}", hint="restart the gate")

    def row(self, table: Table, key: str) -> Row | None:
        with self._lock:
            return self._fold.get(table, key)

    def rows(
        self,
        table: Table,
        *,
        status: str | None = None,
        action: str | None = None,
        limit: int = 100,
        after: str = "",
    ) -> Sequence[Row]:
        with self._lock:
            return self._fold.select(table, status=status, action=action, limit=limit, after=after)

    def active_policy(self) -> PolicyRow | None:
        with self._lock:
            return self._fold.active_policy()

    def known_policy(self) -> PolicyRow | None:
        return self.active_policy()

    def entries(self, *, start: int, count: int) -> Sequence[Entry]:
        with self._lock:
            return tuple(self._entries[max(start, 0) : max(start, 0) + max(count, 0)])

    def size(self) -> int:
        with self._lock:
            return len(self._entries)

    def checkpoint(self) -> str:
        if not self._entries:
            raise NotFound("the log is empty", hint="append first")
        return ""

    def snapshot(self) -> dict[tuple[str, str], bytes]:
        """Every row's canonical bytes, for comparison with another store."""
        with self._lock:
            return {(table.value, key): canonical_bytes(row_json(row)) for (table, key), row in self._fold.rows.items()}
