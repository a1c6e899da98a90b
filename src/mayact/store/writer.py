"""The committer: one thread that takes what waits and has it committed as one group.

    waiting ──taken──► in flight ──answered──► done
       └──withdrawn──► (never written)

Two lanes wait. In HOLDING each append keeps a thread of the gate waiting, so they are as many as there are threads:
hooks, boundaries, people. In PASSING callers only left a message, so they are as many as clients send. Groups are
filled from both in turn.

Before it takes a group it waits, for at most `GATHER_S`, until as many have come as were waiting or answered when the
one before ended: those who were answered together usually ask together again, and what a group costs is then shared.
Whoever asks alone never waits.

Law: at most one group is in flight; an append is answered exactly once, or withdrawn before it was taken and never
written. The queue is bounded in appends and in bytes and refuses what is too much: it never grows, and never lets a
caller in by making others wait longer. What is reserved for HOLDING no number of PASSING ones can fill, nor can they
make it wait for more than its turn. It refuses to know what is committed, and how.
"""

import bisect
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from mayact.core.errors import MayactError, Overloaded, StoreUnavailable
from mayact.ports import Done, Receipt, StoreFigures
from mayact.store.group import Ready

MAX_QUEUED_BYTES: Final = 67_108_864
"""What may wait, in bytes of entries: 64 of the largest, or the usual queue many times over."""

RESERVED: Final = 64
"""Appends that HOLDING may add to a full queue: several times the threads of a gate."""

RESERVED_BYTES: Final = 16_777_216
"""The same in bytes: 16 of the largest entries."""

MAX_GROUP_BYTES: Final = 16_777_216
"""One transaction. A larger one would hold the log for longer than the flush it saves."""

GATHER_S: Final = 0.001
"""How long a group is gathered, in seconds: less than a usual disk takes to flush it."""

GROUP_BOUNDS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 1024)
"""Entries of a group, for the figures: from one that was alone to more than the usual limit."""

Outcome: TypeAlias = Receipt | MayactError
Commit: TypeAlias = Callable[[Sequence[Sequence[Ready]]], Sequence[Outcome]]
"""Commit a group; per append what became of it. Raises `MayactError` for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`queue`: appends that may wait, besides `RESERVED`. `group`: entries of one group. `wait_s`: how long `append`
    waits, in seconds."""

    queue: int = 1024
    group: int = 128
    wait_s: float = 10.0


class Lane(Enum):
    HOLDING = "holding"
    PASSING = "passing"


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """One append in the queue. Compared by identity."""

    drafts: tuple[Ready, ...]
    done: Done
    size: int
    lane: Lane


class Committer:
    """`submit` and `withdraw` are for any thread; `commit` and every `done` run on the one thread it starts."""

    def __init__(self, commit: Commit, *, limits: Limits) -> None:
        self._commit = commit
        self._limits = limits
        self._lanes: dict[Lane, deque[Waiting]] = {lane: deque() for lane in Lane}
        self._turn = Lane.HOLDING
        self._bytes = 0
        self._expected = 1
        """How many appends the next group is gathered from."""
        self._sizes = [0] * (len(GROUP_BOUNDS) + 1)
        self._entries = 0
        self._closed = False
        self._changed = threading.Condition(threading.Lock())
        # A daemon: a process that ends without closing is a crash, which every commit point survives.
        self._thread = threading.Thread(target=self._run, name="mayact-writer", daemon=True)
        self._thread.start()

    def submit(self, drafts: Sequence[Ready], done: Done, *, lane: Lane) -> Waiting:
        """Queue one append. Raises `Overloaded`, `StoreUnavailable` (closed); then nothing was queued."""
        size = sum(len(draft.canonical) for draft in drafts)
        waiting = Waiting(tuple(drafts), done, size, lane)
        most, most_bytes = self._limits.queue, MAX_QUEUED_BYTES
        if lane is Lane.HOLDING:
            most, most_bytes = most + RESERVED, most_bytes + RESERVED_BYTES
        with self._changed:
            if self._closed:
                raise StoreUnavailable("the store is closed", hint="restart the gate")
            depth = self.depth()
            if depth >= most or (depth and self._bytes + size > most_bytes):
                raise Overloaded(f"{depth} writes are waiting for the log", hint="ask again later")
            self._lanes[lane].append(waiting)
            self._bytes += size
            if depth + 1 >= self._expected or not depth:
                self._changed.notify()  # each wake-up costs both threads, so only those that are waited for
        return waiting

    def withdraw(self, waiting: Waiting) -> bool:
        """Take it out again, if it was not taken: then it is never written, and `done` is never called."""
        with self._changed:
            lane = self._lanes[waiting.lane]
            if waiting not in lane:
                return False
            lane.remove(waiting)
            self._bytes -= waiting.size
            return True

    def depth(self) -> int:
        """How many appends wait."""
        return sum(map(len, self._lanes.values()))

    def figures(self) -> StoreFigures:
        """See `ports.StoreFigures`; of one moment, as far as the figures of a running store can be."""
        return StoreFigures(
            waiting=self.depth(), group_bounds=GROUP_BOUNDS, groups=tuple(self._sizes), entries=self._entries
        )

    def close(self) -> None:
        """Take no more; answer what waits; return when the thread has ended."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while taken := self._take():
            outcomes = self._outcomes(taken)
            self._expected = min(len(taken) + self.depth(), self._limits.group, self._limits.queue)
            for waiting, outcome in zip(taken, outcomes, strict=True):
                _answer(waiting.done, outcome)

    def _take(self) -> list[Waiting]:
        """Whatever waits, up to one group; empty when closed and nothing waits."""
        taken: list[Waiting] = []
        entries = size = 0
        with self._changed:
            while not self.depth() and not self._closed:
                self._changed.wait()
            self._changed.wait_for(lambda: self.depth() >= self._expected or self._closed, timeout=GATHER_S)
            while lane := self._next():
                following = lane[0]
                if taken and (
                    entries + len(following.drafts) > self._limits.group or size + following.size > MAX_GROUP_BYTES
                ):
                    break
                entries += len(following.drafts)
                size += following.size
                taken.append(lane.popleft())
                self._bytes -= following.size
                self._turn = Lane.PASSING if following.lane is Lane.HOLDING else Lane.HOLDING
        if taken:
            self._sizes[bisect.bisect_left(GROUP_BOUNDS, entries)] += 1
            self._entries += entries
        return taken

    def _next(self) -> deque[Waiting]:
        """The lane whose turn it is, or the other when nothing waits there; empty when nothing waits."""
        other = Lane.PASSING if self._turn is Lane.HOLDING else Lane.HOLDING
        return self._lanes[self._turn] or self._lanes[other]

    def _outcomes(self, taken: Sequence[Waiting]) -> Sequence[Outcome]:
        try:
            outcomes = self._commit([waiting.drafts for waiting in taken])
            if len(outcomes) == len(taken):
                return outcomes
            failure: MayactError = StoreUnavailable("the store lost an answer", hint="restart the gate")
        except MayactError as error:
            failure = error
        except Exception as error:  # noqa: BLE001  whatever it was, every caller is answered, and the answer is no
            failure = StoreUnavailable(f"the store failed: {type(error).__name__}", hint="see the gate's log")
            _report(error)
        return [failure] * len(taken)


def _answer(done: Done, outcome: Outcome) -> None:
    try:
        done(outcome)
    except Exception as error:  # noqa: BLE001  one caller's fault must not leave the others unanswered
        _report(error)


def _report(error: Exception) -> None:
    """As the interpreter reports an exception that ended a thread; this one goes on."""
    hook = threading.excepthook
    hook(threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread())))
