"""The log on any database: `ports.Store`, by group commit over a `Backend`.

One group:
1. refuse     a store that is closed or whose database was replaced
2. settle     what the last group left unclear, if anything
3. begin      take the head; what other processes appended since is taken in, or refused where there are none
4. compose    each append gets its place and is applied, or is refused and leaves no trace
5. write      entries, rows, frontier and one signed checkpoint
6. commit     the commit point
7. anchor     the head, outside the store
8. answer     only now may anything happen because of it

Law: between 6 and 7 nobody knows what a power cut would leave. A failure there writes nothing more until a new
connection has shown which of the two heads stands, durably; any other head refuses until somebody looks. What was not
acknowledged may stand or not; what was, stands. It refuses to know what entries mean: `replay` decides that.
"""

import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TypeVar

from mayact.core.canonical import JsonObject
from mayact.core.errors import (
    InvalidInput,
    MayactError,
    NotFound,
    StoreCorrupt,
    StoreUnavailable,
)
from mayact.core.log.checkpoint import Checkpoint, SignBytes, VerifierKey, sign_checkpoint
from mayact.core.log.entry import Draft, Entry, parse_leaf
from mayact.core.log.history import History, history_of
from mayact.core.log.merkle import Frontier
from mayact.core.log.replay import LIVE
from mayact.core.log.state import PolicyRow, Row, Table
from mayact.core.log.stored import StoredEntry
from mayact.ports import CrashPoint, Done, Receipt, StoreFigures, Trace
from mayact.store.anchor import Anchor, Anchored
from mayact.store.backend import Backend, Reading, Transaction
from mayact.store.group import Group, Head, Overlay, Ready, compose, ready
from mayact.store.live import changed_behind
from mayact.store.memory import Memory, shorter, why
from mayact.store.opening import Opened
from mayact.store.prover import Prover
from mayact.store.rows import GOVERNANCE, Wanted, storable
from mayact.store.writer import Committer, Lane, Limits, Outcome, Waiting

_T = TypeVar("_T")
_LOOKS = 3


class NoTrace:
    def at(self, point: CrashPoint) -> None:
        """Production passes its commit points silently."""


class LogStore:
    """Safe for threads. A subclass opens it (`examined` at opening) and owns what lies below the backend."""

    def __init__(
        self,
        *,
        backend: Backend,
        opened: Opened,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace,
        limits: Limits,
    ) -> None:
        self._backend = backend
        self._memory = Memory(opened)
        self._key, self._sign, self._anchor, self._trace = key, sign, anchor, trace
        self._limits = limits
        self._committing = threading.Lock()
        """Held from before a commit until its rows are known: who holds it sees tables and memory agree."""
        self._unclear: Group | None = None
        """The group of which it is not known whether it is durable, or whose head is not anchored."""
        self._refusing = ""
        """Why nothing may ever be written again by this process."""
        self._closed = False
        self._prover = Prover(key)
        self._committer = Committer(self._commit, limits=limits)

    def close(self) -> None:
        """Answer what waits, then release the database. The store refuses everything afterwards."""
        self._committer.close()
        with self._committing:
            if self._closed:
                return
            self._closed = True
            self._backend.close()

    def __enter__(self) -> "LogStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def submit(self, drafts: Sequence[Draft], done: Done) -> None:
        """See `ports.Store`. Raises `InvalidInput` or `LimitExceeded` at once for what could not be read back."""
        self._queue(drafts, done, Lane.PASSING)

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        """See `ports.Store`. Also raises `InvalidInput` or `LimitExceeded` for what could not be read back, and
        `StoreCorrupt` when the database changed behind this process; nothing was written then."""
        answer = _Answer()
        waiting = self._queue(drafts, answer.put, Lane.HOLDING)
        outcome = answer.wait(self._limits.wait_s)
        if outcome is None and self._committer.withdraw(waiting):
            raise StoreUnavailable(
                f"the store did not begin within {self._limits.wait_s:g} s: nothing was written", hint="ask again later"
            )
        if outcome is None:
            # Taken between the two, or in flight: one last look, for it may just have been answered.
            outcome = answer.wait(0)
        if outcome is None:
            raise StoreUnavailable(
                f"the store did not confirm within {self._limits.wait_s:g} s", hint="it may or may not be written"
            )
        if isinstance(outcome, MayactError):
            raise outcome
        return outcome

    def _queue(self, drafts: Sequence[Draft], done: Done, lane: Lane) -> Waiting:
        self._refuse_closed()
        if self._refusing:
            raise StoreUnavailable(f"the store refuses: {self._refusing}", hint="restart the gate")
        if not drafts:
            raise InvalidInput("nothing to append", hint="append at least one draft")
        return self._committer.submit([ready(draft) for draft in drafts], done, lane=lane)

    def _commit(self, appends: Sequence[Sequence[Ready]]) -> Sequence[Outcome]:
        """On the writer's thread."""
        self._refuse_replaced()  # 1
        self._settle()  # 2
        transaction = self._backend.begin()  # 3
        try:
            self._catch_up(transaction)
            rows = Overlay(self._memory, transaction.look)
            group = compose(self._memory.head, appends, rows, seal=self._sealed)  # 4
            if group.entries:
                transaction.write(group)  # 5
                self._trace.at(CrashPoint.BEFORE_COMMIT)
        except BaseException:
            transaction.rollback()
            raise
        if not group.entries:
            transaction.rollback()
            return _outcomes(group)
        with self._committing:
            # COMMIT POINT. A crash before it: as if never asked. A crash after it, before the anchor: the entries
            # stand, nobody was told, and opening anchors them. Until that is settled nothing else may be written,
            # because the next group would be made over a head that may not exist.
            self._unclear = group
            transaction.commit()  # 6
            self._memory.settle(group)
        self._trace.at(CrashPoint.COMMITTED)
        self._write_anchor(group.head)  # 7
        self._trace.at(CrashPoint.ANCHORED)
        self._unclear = None
        return _outcomes(group)  # 8

    def _refuse_replaced(self) -> None:
        if self._refusing:
            raise StoreUnavailable(f"the store refuses: {self._refusing}", hint="restart the gate")
        try:
            self._backend.check()
        except StoreCorrupt as error:
            self._refusing = error.message
            raise

    def _settle(self) -> None:
        """Find out what became of the group that failed between its commit and its anchor."""
        group = self._unclear
        if group is None:
            return
        self._backend.settle()
        with self._committing:
            try:
                with self._backend.reading() as reading:
                    stored = reading.frontier()
                    if not self._backend.shared and stored not in (group.base.frontier, group.head.frontier):
                        raise self._moved(stored)
                    # Not committed: the head is the one that is known. Committed: the entries follow from it.
                    self._take_in(reading, stored)
            except StoreCorrupt as error:
                self._refusing = error.message
                raise
        self._write_anchor(self._memory.head)
        self._unclear = None

    def _catch_up(self, source: Transaction | Reading) -> None:
        """Make the memory know what `source` shows. Raises `StoreCorrupt`."""
        stored = source.frontier()
        if stored == self._memory.head.frontier:
            return
        if not self._backend.shared:
            raise self._moved(stored)
        self._take_in(source, stored)

    def _moved(self, stored: Frontier) -> StoreCorrupt:
        """The head of a store that nobody else writes to is not the one that is known."""
        known = self._memory.head.frontier.size
        if stored.size < known:
            return shorter(stored.size, known)
        return StoreCorrupt("the store changed behind the gate", hint="run `mayact log verify`")

    def _take_in(self, source: Transaction | Reading, stored: Frontier) -> None:
        with self._memory.lock:
            known, note = self._memory.head, source.note()
            try:
                entries = source.entries(start=known.frontier.size)
                self._memory.take_in(entries, frontier=stored, note=note, key=self._key)
            except StoreCorrupt as error:
                there = source.note(size=known.frontier.size)
                raise why(error, known, frontier=stored, note=note, at_known=there, key=self._key) from None

    def _sealed(self, frontier: Frontier) -> str:
        return sign_checkpoint(
            Checkpoint(self._key.name, frontier.size, frontier.root()), key=self._key, sign=self._sign
        )

    def _write_anchor(self, head: Head) -> None:
        self._anchor.write(Anchored(head.frontier.size, head.frontier.root(), head.note))

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def row(self, table: Table, key: str) -> Row | None:
        self._refresh()
        if table in GOVERNANCE:
            return self._memory.governed.get(table, key)
        known = self._memory.live(table, key)
        if known is not None:
            return known.row
        if not storable(key):
            return None
        found = self._confirmed(
            lambda reading: reading.find(table, key),
            known=lambda found: self._memory.rows.confirms(table, key, found),
            otherwise=changed_behind(table, key),
        )
        return None if found is None else found.row

    def rows(
        self,
        table: Table,
        *,
        status: str | None = None,
        action: str | None = None,
        limit: int = 100,
        after: str = "",
    ) -> Sequence[Row]:
        if not storable(after):
            raise InvalidInput("rows are not listed after such an id", hint="give the last id of the page before")
        self._refresh()
        if not all(storable(wanted) for wanted in (status, action) if wanted is not None):
            return ()
        if table in GOVERNANCE:
            return self._memory.governed.select(table, status=status, action=action, limit=limit, after=after)
        wanted = Wanted(table=table, status=status, action=action, limit=limit, after=after)
        if status in LIVE[table]:
            return self._memory.rows.select(wanted)
        found = self._confirmed(
            lambda reading: reading.search(wanted),
            known=lambda found: self._memory.rows.confirms_all(wanted, found),
            otherwise=changed_behind(table),
        )
        return tuple(kept.row for kept in found)

    def _confirmed(self, look: Callable[[Reading], _T], *, known: Callable[[_T], bool], otherwise: StoreCorrupt) -> _T:
        """What `look` finds, when it agrees with what is known to be live; else raises `otherwise`."""
        for _ in range(_LOOKS):
            found = self._looked(look)
            if known(found):
                return found
        with self._committing, self._memory.lock:
            # A group may have been committed between the two: look again while none is under way.
            found = self._looked(look)
            if known(found):
                return found
            if self._unclear is not None:
                # It is not known either which rows are live.
                raise StoreUnavailable("the last write was not confirmed", hint="ask again")
        raise otherwise

    def _looked(self, look: Callable[[Reading], _T]) -> _T:
        self._refuse_closed()
        known = self._memory.head.frontier.size
        with self._backend.reading() as reading:
            if self._backend.shared:
                self._catch_up_reading(reading, known=known)
            return look(reading)

    def _refresh(self) -> None:
        """Before anything is answered from memory: what other processes acknowledged is known."""
        self._refuse_closed()
        if self._backend.shared:
            known = self._memory.head.frontier.size
            with self._backend.reading() as reading:
                self._catch_up_reading(reading, known=known)

    def _catch_up_reading(self, reading: Reading, *, known: int) -> None:
        """`known`: how many entries were known before the snapshot began, so it must show them."""
        stored = reading.frontier()
        if stored.size < known:
            raise shorter(stored.size, known)
        with self._memory.lock:
            # A snapshot may be older than what this process has committed or taken in since.
            if stored.size > self._memory.head.frontier.size:
                self._take_in(reading, stored)

    def active_policy(self) -> PolicyRow | None:
        self._refresh()
        return self._memory.governed.active_policy()

    def known_policy(self) -> PolicyRow | None:
        self._refuse_closed()
        return self._memory.governed.active_policy()

    def entries(self, *, start: int, count: int) -> Sequence[Entry]:
        self._refuse_closed()
        with self._backend.reading() as reading:
            return tuple(_entry(stored) for stored in reading.entries(start=start, count=max(count, 0)))

    def action_history(self, action: str) -> History:
        """Everything recorded about one action, by fact, from one query. Raises as `row`."""
        self._refuse_closed()
        if not storable(action):
            return history_of(action, ())
        with self._backend.reading() as reading:
            return history_of(action, [_entry(stored) for stored in reading.entries_of(action)])

    def size(self) -> int:
        self._refresh()
        return self._memory.head.frontier.size

    def checkpoint(self) -> str:
        self._refresh()
        note = self._memory.head.note
        if not note:
            raise NotFound("the log is empty", hint="nothing was recorded yet")
        return note

    def prove(self, seq: int) -> JsonObject:
        """The inclusion proof of entry `seq` under the newest checkpoint, checked. Raises as `row`, `ProofInvalid`
        (there is none), `NotFound` (the log is empty), `Overloaded`."""
        note = self.checkpoint()
        with self._backend.reading() as reading:
            return self._prover.prove(reading, seq, checkpoint=note)

    def figures(self) -> StoreFigures:
        """How busy the store is. Never raises."""
        return self._committer.figures()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed", hint="restart the gate")


class _Answer:
    """Where one append waits for its answer. A bare lock: it is half the price of an event."""

    __slots__ = ("_lock", "_outcome")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()
        self._outcome: Outcome | None = None

    def put(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._lock.release()

    def wait(self, seconds: float) -> Outcome | None:
        return self._outcome if self._lock.acquire(timeout=seconds) else None


def _outcomes(group: Group) -> Sequence[Outcome]:
    note = group.head.note
    return [outcome if isinstance(outcome, MayactError) else Receipt(outcome, note) for outcome in group.outcomes]


def _entry(stored: StoredEntry) -> Entry:
    entry = parse_leaf(stored.leaf)
    if entry.seq != stored.seq:
        raise StoreCorrupt(f"entry {stored.seq} was altered", hint="run `mayact log verify`")
    return entry
