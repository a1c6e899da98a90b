"""One command's sandbox: made and held before its first line, then run to its end.

1. hold       texts, options and the system call filter as open files; a channel to the first program inside
2. start      bubblewrap, with the command's own three streams
3. learn      which process that is, from the kernel; bound it together with its agent
4. look       every mount stands where the plan has it, every namespace is its own
5. go         COMMIT POINT of the caller, who spends the permit right before
6. end        the first process of the namespace is gone, and with it everything beneath
Law: nothing of the command runs before 5. Whoever started it is gone: the kernel ends it.
"""

import contextlib
import json
import os
import re
import select
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mayact.boundary.run.groups import Group
from mayact.core.errors import ConfigInvalid, Forbidden, shown
from mayact.core.sandbox.argv import Handed, options
from mayact.core.sandbox.model import Link, Plan, Text
from mayact.core.sandbox.proof import MAX_REPORT_BYTES
from mayact.core.sandbox.syscalls import filter_of

PATIENCE_S: Final = 60.0

_UCRED: Final = struct.Struct("3i")
_GO: Final = b"g"
_END_S: Final = 20.0
_KINDS: Final = ("mnt", "net", "pid", "user", "ipc", "uts")
_ESCAPED: Final = re.compile(rb"\\([0-7]{3})")


@dataclass(kw_only=True)
class LaneBox:
    """`process`: the first program inside, later the command; `root`: the first process of its namespace."""

    child: "subprocess.Popen[bytes]"
    channel: socket.socket
    process: int = 0
    root: int = -1
    report: bytes = b""

    def go(self) -> None:
        """Let the command run."""
        self.channel.sendall(_GO)  # COMMIT POINT

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process, number)

    def code(self) -> int:
        """Its exit code, once it has ended; 128+N when signal N ended it."""
        status = self.child.wait()
        return status if status >= 0 else 128 - status

    def end(self) -> None:
        """Kill what is left and wait until the kernel says that all is gone. Raises `Forbidden` if it does not."""
        self.channel.close()
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        if self.root >= 0:
            root, self.root = self.root, -1
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(root, signal.SIGKILL)
            gone, _, _ = select.select([root], [], [], _END_S)
            os.close(root)
            if not gone:
                raise Forbidden("processes of the command are still there", hint="look for them and end them")


@contextlib.contextmanager
def held(
    plan: Plan, *, bubblewrap: str, first: Sequence[str], order: dict[str, Any], streams: Sequence[int], group: Group
) -> Iterator[LaneBox]:
    """A sandbox that waits for `go`; everything beneath is gone when the context ends. Raises `ConfigInvalid` when it
    cannot be made, `Forbidden` when it is not the one that was planned."""
    with contextlib.ExitStack() as stack:
        ours, theirs = socket.socketpair()
        stack.callback(ours.close)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        texts = tuple(_file(stack, _bytes(mount)) for mount in plan.mounts if isinstance(mount, Text))
        rules = _file(stack, filter_of(os.uname().machine))
        words = options(plan, Handed(texts=texts, filter=rules))
        given = _file(stack, b"\0".join(os.fsencode(word) for word in words) + b"\0")
        with theirs:
            child = subprocess.Popen(
                [bubblewrap, "--args", str(given), "--", *first, str(theirs.fileno())],
                pass_fds=(given, rules, *texts, theirs.fileno()),
                env={"PATH": "/usr/bin:/bin"},  # bubblewrap's own; inside there is what the plan says
                cwd="/",
                stdin=streams[0],
                stdout=streams[1],
                stderr=streams[2],
            )
        box = LaneBox(child=child, channel=ours)
        stack.callback(box.end)
        ours.settimeout(PATIENCE_S)
        try:
            ours.sendall(json.dumps(order).encode() + b"\n")
            box.process = _introduced(ours)
            box.root = os.pidfd_open(_parent(box.process))
            group.take(box.process)
            if order["probe"] is not None:
                box.report = _line(ours)
            _look(box.process, plan)
        except (OSError, EOFError) as error:
            raise ConfigInvalid(
                f"its sandbox cannot be made: {error}", hint="nothing ran; start the agent again"
            ) from None
        yield box


def moved(process: int, plan: Plan) -> str:
    """The first place of the plan where no mount stands any more; empty: each does. Raises `OSError`."""
    with open(f"/proc/{process}/mountinfo", "rb") as file:
        standing = {_plain(line.split(b" ")[4]) for line in file}
    return next(
        (mount.at for mount in plan.mounts if not isinstance(mount, Link) and os.fsencode(mount.at) not in standing), ""
    )


def _look(process: int, plan: Plan) -> None:
    """Raises `Forbidden`, `OSError`."""
    if place := moved(process, plan):
        raise Forbidden(f"{shown(place)} is not where it should be", hint="nothing ran; something moved")
    for kind in _KINDS:
        if os.readlink(f"/proc/{process}/ns/{kind}") == os.readlink(f"/proc/self/ns/{kind}"):
            raise Forbidden(f"the command would share the {kind} namespace", hint="nothing ran")


def _plain(name: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 8)]), name)


def _bytes(mount: Text) -> bytes:
    return mount.text.encode("utf-8", "surrogateescape")


def _file(stack: contextlib.ExitStack, content: bytes) -> int:
    descriptor = os.memfd_create("mayact", os.MFD_CLOEXEC)
    stack.callback(os.close, descriptor)
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _introduced(channel: socket.socket) -> int:
    data, ancillary, _, _ = channel.recvmsg(1, socket.CMSG_SPACE(_UCRED.size))
    for level, kind, content in ancillary if data else ():
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            process = int(_UCRED.unpack(content[: _UCRED.size])[0])
            if process > 0:
                return process
    raise EOFError("it ended before it began")


def _parent(process: int) -> int:
    with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
        return int(file.read().rpartition(")")[2].split()[1])


def _line(channel: socket.socket) -> bytes:
    end = time.monotonic() + PATIENCE_S
    found = b""
    while not found.endswith(b"\n"):
        chunk = channel.recv(65_536)
        if not chunk or time.monotonic() > end or len(found) > MAX_REPORT_BYTES:
            raise EOFError("the probe did not report")
        found += chunk
    return found
