"""Gates that fail in every way a gate can fail: for the hook script alone, and under a real client."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mayact.core.wire import frame
from mayact.core.wire.hooks.envelope import encode_hook_reply
from mayact.core.wire.hooks.events import said

YES = said({"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "allow"}})
ALLOW = frame.encode(encode_hook_reply(YES))
"""The most dangerous reply there is: what a gate that permits says. Every fault is a way of getting it wrong."""

_HEADER, _, _BODY = ALLOW.partition(b"\n")


@dataclass(frozen=True)
class Fault:
    """`reply`: what is sent before the end; `hang`: the connection then stays open; `absent`: nobody listens;
    `killed`: the process that listened was killed in the middle of the exchange."""

    name: str
    reply: bytes = b""
    hang: bool = False
    absent: bool = False
    killed: bool = False


FAULTS = (
    Fault("absent", absent=True),
    Fault("killed in the middle", killed=True),
    Fault("hung", hang=True),
    Fault("hung after half", reply=ALLOW[: len(ALLOW) // 2], hang=True),
    Fault("empty", reply=b""),
    Fault("cut in the header", reply=_HEADER[:20]),
    Fault("cut in the body", reply=ALLOW[:-1]),
    Fault("cut after the header", reply=_HEADER + b"\n"),
    Fault("garbage", reply=b"\x00\xff" * 500),
    Fault("plain text", reply=b"allow\n"),
    Fault("bare json", reply=YES.stdout),
    Fault("wrong digest", reply=_HEADER[:-4] + b"0000\n" + _BODY),
    Fault("wrong length", reply=ALLOW.replace(b"mayact/1 ", b"mayact/1 9", 1)),
    Fault("other version", reply=ALLOW.replace(b"mayact/1 ", b"mayact/2 ", 1)),
    Fault("text before", reply=b"warning: x\n" + ALLOW),
    Fault("text after", reply=ALLOW + b"\nwarning: x\n"),
    Fault("twice", reply=ALLOW + ALLOW),
    Fault("error reply", reply=frame.encode(b'{"error":{"code":"x","message":"no","hint":"","field":""}}')),
    Fault("json in the frame", reply=frame.encode(YES.stdout)),
    Fault("envelope too long", reply=frame.encode(encode_hook_reply(YES) + b"x")),
    Fault("envelope too short", reply=frame.encode(encode_hook_reply(YES)[:-1])),
    Fault("exit code 300", reply=frame.encode(encode_hook_reply(YES).replace(b"/1 0 ", b"/1 300 ", 1))),
    Fault("endless", reply=b"mayact/1 " + b"9" * 2_000_000),
)


@contextmanager
def faulty_gate(folder: Path, fault: Fault) -> Iterator[str]:
    """The path of a socket behind which `fault` waits, for any number of connections."""
    folder.mkdir(mode=0o700)
    path = str(folder / "agent.sock")
    if fault.absent:
        yield path
        return
    if fault.killed:
        with _killed_gate(path):
            yield path
        return
    done = threading.Event()
    threads: list[threading.Thread] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()

        def exchange(connection: socket.socket) -> None:
            with connection:
                connection.recv(2_000_000)
                try:
                    connection.sendall(fault.reply)
                except (BrokenPipeError, ConnectionResetError):
                    return  # it gave up, as it should
                if fault.hang:
                    done.wait(60)

        def work() -> None:
            while not done.is_set():
                threads.append(threading.Thread(target=exchange, args=(listener.accept()[0],)))
                threads[-1].start()

        worker = threading.Thread(target=work)
        worker.start()
        try:
            yield path
        finally:
            done.set()
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(path)
                last.shutdown(socket.SHUT_WR)
            worker.join(10)  # it begins the others
            for thread in threads:
                thread.join(10)


_DIES = """
import os, signal, socket, sys
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); print("up", flush=True)
while True:
    c = s.accept()[0]
    if os.fork() == 0:
        c.recv(2_000_000); c.send(b"mayact/1 "); os.kill(os.getpid(), signal.SIGKILL)
    c.close()
"""


@contextmanager
def _killed_gate(path: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", _DIES, path], stdout=subprocess.PIPE, start_new_session=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
