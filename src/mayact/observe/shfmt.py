"""The shell parser: shfmt as a process, started ahead.

Law: the binary is the one installed with this interpreter, never one found on a search path; it gets the text on
standard input, nothing of our environment and `/` as directory; whatever goes wrong is `ShellUnreadable`. shfmt reads
one input to its end, so each process parses one text; spares are started before they are needed, by a thread that does
nothing else, so that nobody waits for a start but who finds no spare.
"""

import contextlib
import errno
import math
import os
import select
import signal
import subprocess
import sys
import sysconfig
import time
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock, Semaphore, Thread
from types import TracebackType
from typing import IO, Final, Self, cast

import msgspec

from mayact.core.canonical import JsonObject
from mayact.core.errors import ShellUnreadable, shown
from mayact.core.limits import MAX_COMMAND_CHARS
from mayact.observe.capabilities import lay_down

_ARGUMENTS: Final = ("--language-dialect", "bash", "--to-json")
_MAX_TREE_BYTES: Final = 12_582_912  # the heaviest text that the second parser lets through makes 7 million
_MAX_ERROR_BYTES: Final = 65_536
_CHUNK_BYTES: Final = 65_536
_ENVIRONMENT: Final = {"GOMAXPROCS": "1"}  # one text is no work for several threads: a seventh quicker, measured

DEFAULT_TIMEOUT_S: Final = 0.3
"""Of the process's own computing; the heaviest text that the second parser lets through takes half of it. On a machine
that is too busy to give the process a turn the wait is `_PATIENCE` times longer at most."""

_PATIENCE: Final = 8


def shfmt_path() -> Path:
    """The binary of the `shfmt-py` package. Raises `ShellUnreadable` when it is not installed."""
    places = [Path(sysconfig.get_path("scripts")), Path(sys.prefix) / "bin"]
    for place in places:
        candidate = place / "shfmt"
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    raise ShellUnreadable("the shell parser is not installed", hint="install mayact with its dependencies")


class ShfmtParser:
    """`ports.ShellParser`. Safe to use from several threads."""

    def __init__(self, *, spares: int = 1, timeout_s: float = DEFAULT_TIMEOUT_S, binary: Path | None = None) -> None:
        """`spares`: processes kept waiting. `timeout_s`: seconds for one text. Raises `ShellUnreadable` when the
        binary is missing."""
        lay_down()  # what parses an agent's text inherits nothing from the gate
        self._argv = (str(binary or shfmt_path()), *_ARGUMENTS)
        self._timeout_s = timeout_s
        self._wanted = spares
        self._idle: deque[subprocess.Popen[bytes]] = deque()
        self._lock = Lock()
        self._closed = False
        self._wanting = Semaphore(0)
        self._fill()
        self._filler = Thread(target=self._keep_filled, name="shfmt spares", daemon=True)
        self._filler.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse(self, text: str) -> JsonObject:
        """shfmt's tree of `text` as bash. Raises `ShellUnreadable`."""
        with self.begun(text) as parse:
            return tree_of(parse.answer())

    def sees(self, text: str) -> None:
        """It has no parser in process."""
        return

    @contextlib.contextmanager
    def begun(self, text: str) -> Iterator["Parse"]:
        """A process computes on `text` meanwhile; it ends with the context, asked for its answer or not. Raises
        `ShellUnreadable`."""
        if len(text) > MAX_COMMAND_CHARS:
            raise ShellUnreadable("the shell text is too long", hint=f"at most {MAX_COMMAND_CHARS} characters")
        try:
            raw = text.encode("utf-8")
        except UnicodeEncodeError:
            raise ShellUnreadable("the shell text is not well-formed") from None
        process = self._take()
        try:
            yield Parse(process, raw, timeout_s=self._timeout_s)
        finally:
            _end(process)
            self._wanting.release()

    def close(self) -> None:
        """End the spares. The parser refuses afterwards."""
        with self._lock:
            self._closed = True
            idle, self._idle = list(self._idle), deque()
        for process in idle:
            _end(process)
        self._wanting.release()
        self._filler.join()

    def _take(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._closed:
                raise ShellUnreadable("the shell parser is closed")
            while self._idle:
                process = self._idle.popleft()
                if process.poll() is None:
                    return process
                _end(process)
        return self._start()

    def _keep_filled(self) -> None:
        while True:
            self._wanting.acquire()
            if self._closed:
                return
            # What does not start now is tried again by whoever parses next, and refused to them if it fails.
            with contextlib.suppress(ShellUnreadable):
                self._fill()

    def _fill(self) -> None:
        """Start the spares that are missing. Raises `ShellUnreadable`."""
        while len(self._idle) < self._wanted:
            process = self._start()
            with self._lock:
                closed = self._closed
                if not closed:
                    self._idle.append(process)
            if closed:
                _end(process)
                return

    def _start(self) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(
                self._argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,  # a terminal's interrupt ends the program, not a parse of its
            )
        except OSError as error:
            raise ShellUnreadable(f"the shell parser does not start ({type(error).__name__})") from None


class Parse:
    """One text in one process, which computes from here on. Whoever made it ends the process."""

    def __init__(self, process: "subprocess.Popen[bytes]", raw: bytes, *, timeout_s: float) -> None:
        """Raises `ShellUnreadable`."""
        self._process = process
        self._patience = _Waits(process, timeout_s)
        with _failing():
            if process.stdin is None or process.stdout is None or process.stderr is None:
                raise OSError(errno.EBADF, "it was started without pipes")
            self._stdin, self._stdout, self._stderr = process.stdin, process.stdout, process.stderr
            os.set_blocking(self._stdin.fileno(), False)
            self._rest = _sent(self._stdin, memoryview(raw))

    def answer(self) -> bytes:
        """What the process printed, never more than a tree may have. Raises `ShellUnreadable`, also where the text
        does not parse."""
        with _failing():
            out, err = self._conversed()
            _wait(self._process, self._patience)
        if self._process.returncode != 0:
            reason = err.decode("utf-8", "replace").strip().splitlines()
            raise ShellUnreadable(f"the text does not parse: {shown(reason[0] if reason else 'no reason given')}")
        return out

    def _conversed(self) -> tuple[bytes, bytes]:
        """Both streams to their ends, by this thread alone: one that watches the clock costs as much as a small
        parse."""
        turn = select.poll()
        if self._rest:
            turn.register(self._stdin, select.POLLOUT)
        found = {self._stdout.fileno(): bytearray(), self._stderr.fileno(): bytearray()}
        out, err = found.values()
        for descriptor in found:
            turn.register(descriptor, select.POLLIN)
        while found:
            for descriptor, _ in turn.poll(self._patience.left_ms()):
                if descriptor not in found:
                    self._rest = _sent(self._stdin, self._rest)
                    if not self._rest:
                        turn.unregister(descriptor)
                elif more := os.read(descriptor, _CHUNK_BYTES):
                    found[descriptor] += more
                else:
                    turn.unregister(descriptor)
                    del found[descriptor]
            if len(out) > _MAX_TREE_BYTES or len(err) > _MAX_ERROR_BYTES:
                raise ShellUnreadable("the syntax tree is too large", hint="send the command in parts")
        return bytes(out), bytes(err)


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ShellUnreadable(f"the shell parser failed ({type(error).__name__})") from None


def _sent(stdin: IO[bytes], rest: memoryview) -> memoryview:
    """What is left of `rest` when the pipe is full; the pipe is closed when that is nothing."""
    try:
        rest = rest[os.write(stdin.fileno(), rest) :]
    except BlockingIOError:
        return rest
    except BrokenPipeError:  # it answers before it has read everything: a syntax error
        rest = rest[:0]
    if not rest:
        stdin.close()
    return rest


class _Waits:
    """How long is still waited for one process: see `DEFAULT_TIMEOUT_S`."""

    def __init__(self, process: "subprocess.Popen[bytes]", timeout_s: float) -> None:
        self._process = process
        self._timeout_s = timeout_s
        self._until = time.monotonic() + timeout_s
        self._turns = 0

    def left_ms(self) -> int:
        """Milliseconds, at least one. Raises `ShellUnreadable` when no more is waited."""
        left = self._until - time.monotonic()
        if left <= 0:
            self._turns += 1
            if self._turns >= _PATIENCE or _computed(self._process) >= self._timeout_s / 2:
                raise ShellUnreadable("the shell parser timed out", hint="send a shorter command")
            left = self._timeout_s
            self._until = time.monotonic() + left
        return int(left * 1000) + 1


def _wait(process: "subprocess.Popen[bytes]", patience: "_Waits") -> None:
    """Collect a process whose streams have ended."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a kernel without them (before 5.3): the wait below looks again and again
            ended = os.pidfd_open(process.pid)
            try:
                turn = select.poll()
                turn.register(ended, select.POLLIN)
                turn.poll(patience.left_ms())
            finally:
                os.close(ended)
    try:
        process.wait(timeout=patience.left_ms() / 1000)
    except subprocess.TimeoutExpired:
        raise ShellUnreadable("the shell parser timed out", hint="send a shorter command") from None


def _computed(process: "subprocess.Popen[bytes]") -> float:
    """Seconds that it has computed; without end where that cannot be told."""
    try:
        return time.clock_gettime(~process.pid << 3 | 2)  # CPUCLOCK_SCHED of a process: Linux, clock_getcpuclockid(3)
    except (OSError, AttributeError):
        return math.inf


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End it and whatever it started: it leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def tree_of(out: bytes) -> JsonObject:
    """The tree that an answer is. Raises `ShellUnreadable`."""
    try:
        tree = msgspec.json.decode(out)
    except (msgspec.DecodeError, RecursionError):
        raise ShellUnreadable("the shell parser's answer is not readable") from None
    if not isinstance(tree, Mapping):
        raise ShellUnreadable("the shell parser's answer is not a tree")
    return cast("JsonObject", tree)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Leave no process and no descriptor behind."""
    if process.poll() is None:
        _kill(process)
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):  # closing flushes; the process may be gone
                stream.close()
