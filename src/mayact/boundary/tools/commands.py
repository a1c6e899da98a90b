"""Commands, run by `mayact exec` with the permit that was given for them, and what they print.

Law: this process runs no command. `mayact exec` claims the permit, hashes again what it is about to run, spends the
permit and reports; here is only listened, within bounds, and ended when it takes too long or nobody listens any more.
The interpreter is this one, isolated: nothing in the work tree is imported.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from mayact.boundary.tools.result import MAX_CHARS, Result

_RUN: Final = "import sys; from mayact.boundary.exec.main import main; sys.exit(main(sys.argv[1:]))"

_PASSED: Final = frozenset(
    {
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "MAYACT_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
        "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
    }
)  # fmt: skip
"""What `mayact exec` needs to find its gate. The command's own environment comes with the permit; a client's, with the
keys for its model in it, stays here."""

_GRACE_S: Final = 3.0
_LOOK_S: Final = 0.25
_DRAINS: Final = 32
"""Reads after its end: more than a pipe holds (pipe(7)), and not for ever where the background goes on printing."""


@dataclass(slots=True)
class _Kept:
    """The first and the last of what was printed."""

    first: bytearray = field(default_factory=bytearray)
    last: bytearray = field(default_factory=bytearray)
    size: int = 0

    def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        room = MAX_CHARS // 2 - len(self.first)
        self.first += chunk[:room]
        self.last = (self.last + chunk[room:])[-MAX_CHARS // 2 :]

    def result(self) -> tuple[str, tuple[str, ...]]:
        gone = self.size - len(self.first) - len(self.last)
        if gone == 0:
            return (bytes(self.first) + bytes(self.last)).decode(errors="replace"), ()
        first, last = self.first.decode(errors="replace"), self.last.decode(errors="replace")
        return f"{first}\n[… {gone} bytes left out …]\n{last}", (f"mayact: cut, {gone} bytes are not shown",)


def ran(token: str, *, options: tuple[str, ...], environ: Mapping[str, str], timeout_s: float, stop: Event) -> Result:
    """What the permit is for, run. `options`: where the gate is, as `mayact exec` takes them."""
    out, printing = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    kept = _Kept()
    try:
        os.set_blocking(printing, True)
        try:
            process = _started([*options, "--permit", token], environ, printing)
        finally:
            os.close(printing)
        with process:
            ended = _listen(process, out, kept, _Until(time.monotonic() + timeout_s, stop))
            if ended:
                _end(process)
        for _ in range(_DRAINS):
            if not _take(out, kept):
                break
    finally:
        os.close(out)
    return _told(kept, process.returncode, ended)


def _started(words: list[str], environ: Mapping[str, str], printing: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _RUN, *words],
        env={name: value for name, value in environ.items() if name in _PASSED},
        stdin=subprocess.DEVNULL,
        stdout=printing,
        stderr=printing,
        start_new_session=True,
    )


def _told(kept: _Kept, code: int, ended: str) -> Result:
    text, notes = kept.result()
    if ended:
        return Result(text=text, notes=(*notes, f"mayact: ended, {ended}; what it did until then is done"), failed=True)
    if code != 0:
        notes = (*notes, f"mayact: exit code {code}")
    return Result(text=text, notes=notes if text or notes else ("mayact: exit code 0, no output",), failed=code != 0)


@dataclass(frozen=True, slots=True)
class _Until:
    """How long is listened."""

    end: float
    stop: Event


def _listen(process: "subprocess.Popen[bytes]", out: int, kept: _Kept, until: _Until) -> str:
    """Until it ends; else why it has to. What it leaves behind in the background may hold the pipe for ever."""
    waiting = select.poll()
    gone = os.pidfd_open(process.pid)
    try:
        waiting.register(gone, select.POLLIN)
        waiting.register(out, select.POLLIN)
        while not until.stop.is_set():
            left = until.end - time.monotonic()
            if left <= 0:
                return "it took too long"
            ready = dict(waiting.poll(min(left, _LOOK_S) * 1000))
            if gone in ready:
                return ""
            if out in ready and not _take(out, kept):
                waiting.unregister(out)
        return "it was cancelled"
    finally:
        os.close(gone)


def _take(out: int, kept: _Kept) -> bool:
    try:
        chunk = os.read(out, 65_536)
    except BlockingIOError:
        return False
    kept.add(chunk)
    return bool(chunk)


def _end(process: "subprocess.Popen[bytes]") -> None:
    # `mayact exec` hands the signal to the whole group of its command; killed, its command dies with it.
    for number in (signal.SIGTERM, signal.SIGKILL):
        process.send_signal(number)
        try:
            process.wait(_GRACE_S)
            break
        except subprocess.TimeoutExpired:
            continue
