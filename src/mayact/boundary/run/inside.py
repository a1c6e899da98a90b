"""The first program inside a sandbox: bounds itself, probes, waits for the word, becomes the agent.

    python3 -I -S inside.py CHANNEL            (CHANNEL: a descriptor, a socket to the launcher)

1. read       one line of JSON: what to try, which limits, which command
2. bound      resource limits and the second system call filter, which everything beneath inherits
3. probe      `probe.attempts`, before any line of the agent's runs; the report goes to the launcher
4. wait       for one byte that says go. Anything else: nothing runs
5. relay      where there is a way out, a second process carries loopback to its socket
6. stay       another one probes again whenever the launcher asks
7. become     the command, with three standard streams and nothing else open
Law: it trusts nobody and is trusted for nothing but the report, which it sends before anything of the agent's runs.
Standard library only: of mayact it reads the file beside it.
"""

import array
import base64
import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import sys
import termios
import types
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

GO = b"g"
AGAIN = b"p"
PR_SET_DUMPABLE = 4
SECCOMP_SET_MODE_FILTER = 1
SECCOMP_FILTER_FLAG_NEW_LISTENER = 8
NOT_FOUND = 127
NOT_EXECUTABLE = 126


def main(argv: list[str]) -> int:
    """Never returns when all goes well; else the exit code."""
    channel = socket.socket(fileno=int(argv[1]))
    channel.set_inheritable(False)
    lines = channel.makefile("rb")
    order = json.loads(lines.readline(1 << 20))
    _bound(order["limits"])
    _introduce(channel, _filtered(order["filter"]))
    probe = _beside("probe")

    def report() -> None:
        found = probe.report(order["probe"], ours=(0, 1, 2, channel.fileno()))
        channel.sendall(json.dumps(found).encode() + b"\n")

    report()
    if lines.read(1) != GO:
        return NOT_EXECUTABLE  # the launcher refused, or is gone
    for relay in order["relays"]:
        _beside("relay").start(relay["socket"], relay["port"])
    _apart(channel, lambda: _again(channel, lines, report))
    channel.close()
    return _become(order["command"])


def _apart(channel: socket.socket, work: Callable[[], None]) -> None:
    """Run `work` in a process that is nobody's child but the namespace's first."""
    child = os.fork()
    if child != 0:
        os.waitpid(child, 0)
        return
    try:
        # Not to be traced, nor its descriptors taken, by the agent, which has the same user (prctl(2)). The next one
        # inherits it: by the time that this one has ended, and the agent may start, it holds.
        if ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 or os.fork() != 0:
            return
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        if null != channel.fileno():
            os.close(null)
        work()
    finally:
        os._exit(0)


def _again(channel: socket.socket, lines: BinaryIO, report: Callable[[], None]) -> None:
    """A report for each time that the launcher asks. The agent may end this; then no report comes, which is told."""
    while lines.read(1) == AGAIN:
        _introduce(channel, ())  # what this process is refused is no attempt of the agent's
        if lines.read(1) == AGAIN:
            report()


def _introduce(channel: socket.socket, handed: Sequence[int]) -> None:
    # The kernel writes our process id as the launcher knows it (unix(7), SCM_CREDENTIALS); that is whom it signals.
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", handed))] if handed else []
    channel.sendmsg([b"\n"], rights)
    for descriptor in handed:
        os.close(descriptor)  # whoever has it may answer: nobody inside does


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("rows", ctypes.c_char_p))


def _filtered(order: dict[str, Any]) -> tuple[int, ...]:
    """The second filter, from here on; its listener, where the kernel gives one. The probe tells whether it holds."""
    for name, flags in (("watching", SECCOMP_FILTER_FLAG_NEW_LISTENER), ("refusing", 0)):
        rows = base64.b64decode(order[name])
        program = _Program(len(rows) // 8, rows)
        made = ctypes.CDLL(None).syscall(order["call"], SECCOMP_SET_MODE_FILTER, flags, ctypes.byref(program))
        if made >= 0:
            return (made,) if flags else ()
        # A sandbox within a container that listens itself has no listener to give (EBUSY), nor has an old kernel.
    raise OSError("the kernel takes no system call filter")


def _bound(limits: dict[str, int]) -> None:
    for name, value in (
        ("RLIMIT_NPROC", limits["processes"]),
        ("RLIMIT_NOFILE", limits["files"]),
        ("RLIMIT_FSIZE", limits["file_size"]),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MSGQUEUE", 0),
    ):
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (bound, bound))


def _beside(name: str) -> types.ModuleType:
    """The module in the file beside this one: `-I` leaves no directory to import from."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    with open(path, "rb") as file:
        source = file.read()
    module = types.ModuleType(name)
    exec(compile(source, path, "exec"), module.__dict__)  # noqa: S102  our own file, read-only inside
    return module


def _become(command: list[str]) -> int:
    os.setsid()  # a group of its own, which signals from outside are for
    if os.isatty(0):
        # A session of its own may take the terminal that the launcher made for it.
        try:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        except OSError as error:
            os.write(2, f"mayact: the agent has no terminal of its own: {error.strerror}\n".encode())
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # the interpreter ignores them
    try:
        os.execvp(command[0], command)  # noqa: S606  no shell is the point
    except FileNotFoundError:
        os.write(2, b"mayact: the agent's program was not found inside\n")
        return NOT_FOUND
    except OSError as error:
        os.write(2, f"mayact: the agent's program does not start: {error.strerror}\n".encode())
        return NOT_EXECUTABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv))
