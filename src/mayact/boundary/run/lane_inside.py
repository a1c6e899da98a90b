"""The first program inside the sandbox of one command: bounds itself, probes if it is told to, waits, becomes it.

    python3 -I -S lane_inside.py CHANNEL       (CHANNEL: a descriptor, a socket to the launcher)

1. read       one line of JSON: which limits, what to try, and exactly what runs
2. bound      resource limits, which everything beneath inherits
3. probe      only the first time that a launch uses this view; the report goes to the launcher
4. wait       for one byte that says go. Anything else: nothing runs
5. relay      where this lane has the way out
6. become     the file, the words and the environment that were hashed; three standard streams and nothing else
Law: it trusts nobody and is trusted for nothing but the report, which it sends before anything of the command runs.
Standard library only, and little of it: every command waits for it.
"""

import _socket
import json
import os
import resource
import signal
import sys
import types
from typing import Any

GO = b"g"
NOT_FOUND = 127
NOT_EXECUTABLE = 126


def main(argv: list[str]) -> int:
    """Never returns when all goes well; else the exit code."""
    number = int(argv[1])
    os.set_inheritable(number, False)
    channel = _socket.socket(fileno=number)
    order = json.loads(_line(channel))
    _bound(order["limits"])
    # The kernel writes our process id as the launcher knows it (unix(7), SCM_CREDENTIALS).
    channel.send(b"\n")
    if order["probe"] is not None:
        found = _beside("probe").report(order["probe"], ours=(0, 1, 2, number))
        channel.sendall(json.dumps(found).encode() + b"\n")
    if channel.recv(1) != GO:
        return NOT_EXECUTABLE  # the launcher refused, or is gone
    for relay in order["relays"]:
        _beside("relay").start(relay["socket"], relay["port"])
    channel.close()
    return _become(order["file"], order["words"], order["environment"])


def _line(channel: "_socket.socket") -> bytes:
    found = b""
    while not found.endswith(b"\n"):
        chunk = channel.recv(65_536)
        if not chunk:
            sys.exit(NOT_EXECUTABLE)
        found += chunk
    return found


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


def _become(file: str, words: list[str], environment: dict[str, Any]) -> int:
    os.setsid()  # a group of its own, which signals from outside are for
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # the interpreter ignores them
    try:
        os.execve(file, words, environment)  # noqa: S606  no shell is the point
    except FileNotFoundError:
        os.write(2, b"mayact: the program was not found inside\n")
        return NOT_FOUND
    except OSError as error:
        os.write(2, f"mayact: the program does not start: {error.strerror}\n".encode())
        return NOT_EXECUTABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv))
