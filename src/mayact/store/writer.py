"""The committer: one thread that takes what waits and has it committed as one group.

    waiting ──taken──► in flight ──answered──► done
       └──withdrawn──► (never written)

Law: at most one group is in flight; an append is answered exactly once, or withdrawn before it was taken and never
written. The queue is bounded in appends and in bytes and refuses what is too much: it never grows, and never lets a
caller in by making others wait longer. It refuses to know what is committed, and how.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.errors import MayactError, Overloaded, StoreUnavailable
from mayact.ports import Done, Receipt
from mayact.store.group import Ready

MAX_QUEUED_BYTES: Final = 67_108_864
"""What may wait, in bytes of entries: 64 of the largest, or the usual queue many times over."""

MAX_GROUP_BYTES: Final = 16_777_216
"""One transaction. A larger one would hold the log for longer than the flush it saves."""

Outcome: TypeAlias = Receipt | MayactError
Commit: TypeAlias = Callable[[Sequence[Sequence[Ready]]], Sequence[Outcome]]
"""Commit a group; per append what became of it. Raises `MayactError` for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`queue`: appends that may wait. `group`: entries of one group. `wait_s`: how long `append` waits, in seconds."""

    queue: int = 1024
    group: int = 128
    wait_s: float = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """One append in the queue. Compared by identity."""

    drafts: tuple[Ready, ...]
    done: Done
    size: int


class Committer:
    """`submit` and `withdraw` are for any thread; `commit` and every `done` run on the one thread it starts."""

    def __init__(self, commit: Commit, *, limits: Limits) -> None:
        self._commit = commit
        self._limits = limits
        self._waiting: deque[Waiting] = deque()
        self._bytes = 0
        self._closed = False
        self._changed = threading.Condition(threading.Lock())
        # A daemon: a process that ends without closing is a crash, which every commit point survives.
        self._thread = threading.Thread(target=self._run, name="mayact-writer", daemon=True)
        self._thread.start()

    def submit(self, drafts: Sequence[Ready], done: Done) -> Waiting:
        """Queue one append. Raises `Overloaded`, `StoreUnavailable` (closed); then nothing was queued."""
        size = sum(len(draft.canonical) for draft in drafts)
        waiting = Waiting(tuple(drafts), done, size)
        with self._changed:
            if self._closed:
                raise StoreUnavailable("the store is closed", hint="restart the gate")
            if len(self._waiting) >= self._limits.queue or (self._waiting and self._bytes + size > MAX_QUEUED_BYTES):
                raise Overloaded(f"{len(self._waiting)} writes are waiting for the log", hint="ask again later")
            self._waiting.append(waiting)
            self._bytes += size
            self._changed.notify()
        return waiting

    def withdraw(self, waiting: Waiting) -> bool:
        """Take it out again, if it was not taken: then it is never written, and `done` is never called."""
        with self._changed:
            if waiting not in self._waiting:
                return False
            self._waiting.remove(waiting)
            self._bytes -= waiting.size
            return True

    def depth(self) -> int:
        """How many appends wait."""
        return len(self._waiting)

    def close(self) -> None:
        """Take no more; answer what waits; return when the thread has ended."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while taken := self._take():
            outcomes = self._outcomes(taken)
            for waiting, outcome in zip(taken, outcomes, strict=True):
                _answer(waiting.done, outcome)

    def _take(self) -> list[Waiting]:
        """Whatever waits, up to one group; empty when closed and nothing waits."""
        taken: list[Waiting] = []
        entries = size = 0
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            while self._waiting:
                following = self._waiting[0]
                entries += len(following.drafts)
                size += following.size
                if taken and (entries > self._limits.group or size > MAX_GROUP_BYTES):
                    break
                taken.append(self._waiting.popleft())
                self._bytes -= following.size
        return taken

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
