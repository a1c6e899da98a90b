"""Starting one sandbox and being its only way in: descriptors, terminal, signals, and the end of everything beneath.

1. hold       texts, options and the system call filter as open files; a channel to the first program inside
2. start      bubblewrap, which makes the namespaces and mounts and starts `inside.py`
3. learn      which process that is, from the kernel; bound it; answer what its filter refuses
4. probe      its report, whole, within the time
5. go         COMMIT POINT: from this byte on the agent runs
6. carry      signals and the terminal, until it ends
7. end        the first process of the namespace is gone, and with it everything beneath
Law: nothing of the agent runs before 5; whatever fails before leaves nothing running. When this process dies, the
kernel ends the sandbox.
"""

import base64
import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final

from mayact.boundary.run.groups import Group, bounded
from mayact.boundary.run.guards import make
from mayact.boundary.run.terminal import Terminal, carried
from mayact.boundary.run.watch import Refused, answering
from mayact.core.errors import ConfigInvalid, Forbidden
from mayact.core.sandbox.argv import Handed, options
from mayact.core.sandbox.model import Plan, Text
from mayact.core.sandbox.proof import MAX_REPORT_BYTES
from mayact.core.sandbox.syscalls import MACHINES, base_of, filter_of, watching

PATIENCE_S: Final = 60.0
"""For the sandbox to be made and probed. It takes a fraction of a second; a machine may be busy."""

_UCRED: Final = struct.Struct("3i")
_INT: Final = struct.Struct("i")
_GO: Final = b"g"
_AGAIN: Final = b"p"
_FORWARDED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
_END_S: Final = 20.0


@dataclass(kw_only=True)
class Sandbox:
    """One that was started. `process`: the first program inside, later the agent; `root`: the first process of its
    namespace, by whose end the kernel ends all others."""

    child: "subprocess.Popen[bytes]"
    channel: socket.socket
    process: int
    root: int
    group: Group
    terminal: Terminal | None
    report: bytes = b""
    watched: bool = False
    """Whether what the kernel refuses inside is told of."""
    quiet: set[int] = field(default_factory=set)
    """Processes of the probe: what they try is no attempt of the agent's."""
    _handlers: dict[int, Any] = field(default_factory=dict)

    def go(self) -> None:
        """Let the agent run."""
        self.quiet.clear()  # the same process is the agent from here on
        self.channel.sendall(_GO)  # COMMIT POINT

    def again(self) -> bytes:
        """The report of another probe, now. Raises `Forbidden` when none comes: somebody ended who makes it."""
        try:
            self.channel.sendall(_AGAIN)
            process, _ = _introduced(self.channel)
            self.quiet.add(process)
            self.channel.sendall(_AGAIN)
            return _line(self.channel)
        except (OSError, EOFError) as error:
            raise Forbidden(f"the probe does not report any more: {error}", hint="end the agent") from None

    def wait(self) -> int:
        """Until the agent ends; its exit code, 128+N when signal N ended it."""

        def forward(number: int, _frame: object) -> None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process, number)

        before = {number: signal.signal(number, forward) for number in _FORWARDED}
        try:
            if self.terminal is None:
                return _code(self.child.wait())
            return _code(carried(self.terminal, self.child))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def kill(self) -> None:
        """End the agent and everything beneath, now."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.root, signal.SIGKILL)

    def end(self) -> None:
        """Kill what is left and wait until the kernel says that all is gone. Raises `Forbidden` if it does not."""
        self.channel.close()
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        if self.root >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.root, signal.SIGKILL)
            gone, _, _ = select.select([self.root], [], [], _END_S)
            os.close(self.root)
            self.root = -1
            if not gone:
                raise Forbidden("processes of the sandbox are still there", hint="look for them and end them")
        self.group.remove()


@contextlib.contextmanager
def started(
    plan: Plan, *, bubblewrap: str, first: Sequence[str], order: dict[str, Any], refused: Refused
) -> Iterator[Sandbox]:
    """A sandbox whose probe has reported; everything beneath is gone when the context ends. `first`: what starts
    `inside.py`, without its descriptor; `order`: what it is told; `refused`: counts what the kernel refuses. Raises
    `ConfigInvalid` when no sandbox can be made here."""
    with contextlib.ExitStack() as held:
        ours, theirs = socket.socketpair()
        held.callback(ours.close)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        texts = tuple(_file(held, mount.text.encode()) for mount in plan.mounts if isinstance(mount, Text))
        rules = _file(held, base_of(os.uname().machine))  # what is not in it, `inside.py` adds before it probes
        words = options(plan, Handed(texts=texts, filter=rules))
        given = _file(held, b"\0".join(os.fsencode(word) for word in words) + b"\0")
        make(plan.made)  # taken away by `guards.Trees`, when no other launch stands on it
        terminal = Terminal.if_any()
        streams = terminal.streams() if terminal is not None else {}
        child = subprocess.Popen(
            [bubblewrap, "--args", str(given), "--", *first, str(theirs.fileno())],
            pass_fds=(given, rules, *texts, theirs.fileno()),
            env={"PATH": "/usr/bin:/bin"},  # bubblewrap's own; inside there is what the plan says
            cwd="/",
            **streams,
        )
        theirs.close()
        if terminal is not None:
            terminal.opened()
            held.callback(terminal.restore)
        box = Sandbox(child=child, channel=ours, process=0, root=-1, group=Group(()), terminal=terminal)
        held.callback(box.end)
        ours.settimeout(PATIENCE_S)
        try:
            ours.sendall(json.dumps({**order, "filter": _filters()}).encode() + b"\n")
            box.process, listener = _introduced(ours)
            box.quiet.add(box.process)
            if listener >= 0:
                box.watched = True
                held.enter_context(answering(listener, quiet=box.quiet, refused=refused))
            box.root = os.pidfd_open(_parent(box.process))
            box.group = bounded(plan.limits, (box.process,))
            box.report = _line(ours)
        except (OSError, EOFError) as error:
            raise ConfigInvalid(
                f"no sandbox can be made here: {error}",
                hint="bubblewrap needs user namespaces (`mayact run --help`); its own words are above",
            ) from None
        yield box


def _introduced(channel: socket.socket) -> tuple[int, int]:
    """The process at the other end, by its number here, as the kernel wrote it (unix(7)), and the listener that it
    hands over; -1: none."""
    space = socket.CMSG_SPACE(_UCRED.size) + socket.CMSG_SPACE(_INT.size)
    data, ancillary, _, _ = channel.recvmsg(1, space, socket.MSG_CMSG_CLOEXEC)
    process, listener = 0, -1
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            process = int(_UCRED.unpack(content[: _UCRED.size])[0])
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            listener = int(_INT.unpack(content[: _INT.size])[0])
    if not data:
        raise EOFError("it ended before it began")
    if process <= 0:
        raise EOFError("the kernel does not say which process it is")
    return process, listener


def _filters() -> dict[str, Any]:
    machine = os.uname().machine
    found = {"watching": watching(machine), "refusing": filter_of(machine)}
    return {name: base64.b64encode(rows).decode() for name, rows in found.items()} | {"call": MACHINES[machine].seccomp}


def _parent(process: int) -> int:
    with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
        return int(file.read().rpartition(")")[2].split()[1])


def _line(channel: socket.socket) -> bytes:
    end = time.monotonic() + PATIENCE_S
    found = b""
    while not found.endswith(b"\n"):
        if time.monotonic() > end or len(found) > MAX_REPORT_BYTES:
            raise EOFError("the probe did not report")
        chunk = channel.recv(65_536)
        if not chunk:
            raise EOFError("the probe ended without a report")
        found += chunk
    return found


def _file(held: contextlib.ExitStack, content: bytes) -> int:
    descriptor = os.memfd_create("mayact", os.MFD_CLOEXEC)
    held.callback(os.close, descriptor)
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _code(status: int) -> int:
    return status if status >= 0 else 128 - status


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"mayact: {text}\n")
    sys.stderr.flush()


def follow(command: Sequence[str], environment: dict[str, str], cwd: str) -> int:
    """Run `command` without a sandbox, pass signals on, return its exit code. Raises `FileNotFoundError`."""
    child = subprocess.Popen(list(command), env=environment, cwd=cwd)

    def forward(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(number)

    # Ctrl-C reaches it by the terminal, as it reaches us; we wait for how it answers.
    answers: dict[signal.Signals, Callable[[int, FrameType | None], None]] = dict.fromkeys(_FORWARDED, forward)
    answers[signal.SIGINT] = lambda *_: None
    before = {number: signal.signal(number, answer) for number, answer in answers.items()}
    try:
        return _code(child.wait())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
