"""Helper processes that observe as another user: started, asked, ended.

Law: one helper for each user, a bounded number of them, one question at a time and each with a deadline. A helper that
is late, dead or not understood is ended, and its question is `Unavailable`. It refuses to know what the answers mean.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from mayact.core.analysis.plan import Answer, Question, Unavailable
from mayact.observe.capabilities import handed_on
from mayact.observe.helper import READY
from mayact.observe.questions import answer_of, question_line

QUESTION_S: Final = 2.0
"""The longest that one question may take; reading a pinned file of 8 MiB takes some hundredths."""

_START_S: Final = 10.0  # a cold interpreter on a busy machine
_END_S: Final = 1.0
_MAX_HELPERS: Final = 8
_MAX_LINE: Final = 1_048_576
_PIPE_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    uid: int
    gid: int
    groups: tuple[int, ...]
    """Ascending, `gid` among them."""


class Helper:
    """One process. Not safe for several threads at once: hold `lock`."""

    def __init__(self, identity: Identity) -> None:
        self.lock = Lock()
        self._identity = identity
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def ask(self, question: Question) -> Answer:
        """Raises `OSError` (also `TimeoutError`), `ValueError`; the helper is then ended, and the next question starts
        another."""
        line = question_line(question)
        if len(line) > _PIPE_BYTES:
            return Unavailable("the question is too long")
        try:
            process = self._running()
            self._write(process, line)
            return answer_of(self._line(process, QUESTION_S))
        except (OSError, ValueError):
            self.end()
            raise

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        # One that is stuck in a file system of the user's own may outlive the signal; it answers nobody any more.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_END_S)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.end()
        who = self._identity
        with handed_on():
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "mayact.observe.helper", *map(str, (who.uid, who.gid, *who.groups))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                bufsize=0,
                start_new_session=True,  # a terminal's interrupt ends the gate, which ends its helpers
            )
        if self._line(self._process, _START_S) != READY:
            raise ValueError("it did not start")
        return self._process

    @staticmethod
    def _write(process: "subprocess.Popen[bytes]", line: bytes) -> None:
        if process.stdin is None:
            raise ValueError("it has no input")
        os.write(process.stdin.fileno(), line)  # it has read all before: an empty pipe takes this without waiting

    @staticmethod
    def _line(process: "subprocess.Popen[bytes]", limit_s: float) -> bytes:
        if process.stdout is None:
            raise ValueError("it has no output")
        descriptor, deadline, said = process.stdout.fileno(), monotonic() + limit_s, b""
        ready = select.poll()
        ready.register(descriptor, select.POLLIN)
        while not said.endswith(b"\n"):
            left = deadline - monotonic()
            if left <= 0 or not ready.poll(left * 1000):
                raise TimeoutError(0, "it took too long")
            part = os.read(descriptor, _PIPE_BYTES)
            if not part or len(said) + len(part) > _MAX_LINE:
                raise ValueError("it ended, or says too much")
            said += part
        return said


class Helpers:
    """The helpers of all users. Safe to use from several threads."""

    def __init__(self, *, limit: int = _MAX_HELPERS) -> None:
        self._limit = limit
        self._lock = Lock()
        self._all: OrderedDict[Identity, Helper] = OrderedDict()
        self._closed = False

    def answer(self, identity: Identity, question: Question) -> Answer | None:
        """The answer as `identity` sees it. None: the helper failed, and what follows would wait for it as long."""
        helper = self.of(identity)
        if helper is None:
            return None
        with helper.lock:
            try:
                return helper.ask(question)
            except (OSError, ValueError):
                return None

    def of(self, identity: Identity) -> Helper | None:
        """The helper of `identity`, the least recently used one making room; None after `close`."""
        with self._lock:
            if self._closed:
                return None
            helper = self._all.pop(identity, None) or Helper(identity)
            self._all[identity] = helper
            spare = self._all.popitem(last=False)[1] if len(self._all) > self._limit else None
        if spare is not None:
            with spare.lock:
                spare.end()
        return helper

    def close(self) -> None:
        """End all of them; later questions have no answer."""
        with self._lock:
            self._closed = True
            helpers, self._all = list(self._all.values()), OrderedDict()
        for helper in helpers:
            with helper.lock:
                helper.end()


class SeparateObserver:
    """`ports.Observer` for one call of one user: after one question that failed, the rest is `Unavailable` at once."""

    def __init__(self, helpers: Helpers, identity: Identity) -> None:
        self._helpers = helpers
        self._identity = identity
        self._failed = False

    def for_user(self, user: str) -> "SeparateObserver":
        return self

    def answer(self, question: Question) -> Answer:
        found = None if self._failed else self._helpers.answer(self._identity, question)
        if found is None:
            self._failed = True
            return Unavailable("its user's view could not be had in time")
        return found
