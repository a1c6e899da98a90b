"""Whoever is not admitted, too slow, too big or too many is refused, and nobody else waits for it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.server import FakeGate, Running, serving

from mayact import client
from mayact.core.errors import GateUnreachable
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.wire import frame

STATUS = b'{"op":"status"}'


@contextmanager
def connected(path: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.settimeout(60)
        raw.connect(path)
        yield raw


def until_closed(raw: socket.socket) -> bytes:
    found = b""
    try:
        while chunk := raw.recv(65_536):
            found += chunk
    except ConnectionResetError:
        pass  # closed with bytes of ours unread: what it said before that is what counts
    return found


def reply_to(path: str, sent: bytes) -> bytes:
    with connected(path) as raw:
        with contextlib.suppress(BrokenPipeError):
            raw.sendall(sent)  # a stranger is refused before it is heard; what it was told is still there to read
        return until_closed(raw)


def error_in(raw: bytes) -> Any:
    return json.loads(frame.decode(raw))["error"]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate()) as served:
        yield served


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"x" * 4_096,
        b"mayact/1 2 " + b"0" * 64 + b"\n{}",
        b"mayact/1 %d %s\n" % (MAX_FRAME_BYTES + 1, b"0" * 64),
        frame.encode(b"not json"),
        frame.encode(b"mayact-hook/2 claude-code 0 0\n"),
    ],
)
def test_what_is_no_message_gets_an_error(running: Running, sent: bytes) -> None:
    assert error_in(reply_to(running.agent, sent))["code"].startswith("invalid.")
    assert running.gate.calls == []


@pytest.mark.requirement("AUTHZ-6")
def test_a_sender_that_does_not_finish_is_dropped(tmp_path: Path) -> None:
    # The time is for the whole message, also for the one that does finish here: short enough to wait for, and no less.
    with serving(tmp_path, FakeGate(), read_ms=2_000) as running, ExitStack() as held:
        waiting = [held.enter_context(connected(running.agent)) for _ in range(3)]
        for raw, sent in zip(waiting, (b"", b"mayact/1 ", frame.encode(STATUS)[:-1]), strict=True):
            with contextlib.suppress(BrokenPipeError):
                raw.sendall(sent)  # nobody says that this process is quick: it may have been dropped already
        assert [until_closed(raw) for raw in waiting] == [b""] * 3
        assert client.call(running.agent, STATUS, timeout=30)


def test_a_sender_that_leaves_in_the_middle_harms_nobody(running: Running) -> None:
    with connected(running.agent) as raw:
        raw.sendall(frame.encode(STATUS)[:20])
    assert client.call(running.agent, STATUS, timeout=30)
    assert running.lines == []


def test_too_many_are_refused_and_people_are_not_kept_out(tmp_path: Path) -> None:
    with serving(tmp_path, FakeGate(), max_connections=3) as running, ExitStack() as held:
        for _ in range(3):
            held.enter_context(connected(running.agent)).sendall(b"mayact/1 ")
        assert error_in(reply_to(running.agent, frame.encode(STATUS)))["code"] == "invalid.limit"
        assert client.call(running.control, STATUS, timeout=30)


def test_a_caller_over_the_bound_is_told_so(tmp_path: Path) -> None:
    with serving(tmp_path, FakeGate(), max_connections=1) as running, connected(running.agent) as held:
        held.sendall(b"mayact/1 ")
        for _ in range(20):  # refused before it is read: the reply must arrive however the two ends race
            reply = json.loads(client.call(running.agent, STATUS + b" " * 300_000, timeout=30))
            assert "too many calls of this user" in reply["error"]["message"]


HOLDS = """
import contextlib, os, socket, sys
os.setgroups([]); os.setresgid(*[65534] * 3); os.setresuid(*[65534] * 3)
held = []
for _ in range(12):
    held.append(socket.socket(socket.AF_UNIX)); held[-1].connect(sys.argv[1])
    with contextlib.suppress(BrokenPipeError):  # the gate may already have turned this one away
        held[-1].send(b"mayact/1 ")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.requirement("AUTHZ-6")
def test_one_user_cannot_keep_another_out() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        place = Path(folder) / "shared"
        with serving(place, FakeGate(), agent_uids=frozenset({65534}), max_connections=4) as running:
            os.chmod(place, 0o755)
            words = [sys.executable, "-I", "-S", "-c", HOLDS, running.agent]
            with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
                assert holder.stdout is not None
                assert holder.stdout.readline() == b"held\n"
                assert json.loads(client.call(running.agent, STATUS, timeout=30))["strength"] == "advisory"
                holder.kill()


@pytest.mark.requirement("APPR-10")
def test_a_uid_that_is_not_admitted_is_refused(tmp_path: Path) -> None:
    # The gate believes that it is somebody else, so that this process is a stranger to both sockets.
    with serving(tmp_path, FakeGate(), own_uid=54321) as running:
        for path in (running.agent, running.control):
            assert error_in(reply_to(path, frame.encode(STATUS)))["code"] == "identity.forbidden"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.requirement("APPR-10", "AUTHZ-10")
def test_another_user_reaches_the_agent_socket_only_when_listed(tmp_path: Path) -> None:
    # Started as root and then made somebody else: the interpreter may stand where only root can read it.
    script = (
        "import os,socket,sys\ns=socket.socket(socket.AF_UNIX)\nos.setgroups([])\nos.setresgid(*[65534]*3)\n"
        f"os.setresuid(*[65534]*3)\ns.connect(sys.argv[1])\ns.sendall({frame.encode(STATUS)!r})\nd=b''\n"
        "while c:=s.recv(9999): d+=c\nsys.stdout.buffer.write(d)"
    )

    def as_nobody(path: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([sys.executable, "-I", "-S", "-c", script, path], capture_output=True, check=False)

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        with serving(Path(folder) / "shared", FakeGate(), agent_uids=frozenset({65534})) as running:
            os.chmod(Path(folder) / "shared", 0o755)
            status = json.loads(frame.decode(as_nobody(running.agent).stdout))
            assert status["strength"] == "separate"
            assert b"PermissionError" in as_nobody(running.control).stderr
        with serving(Path(folder) / "private", FakeGate()) as running:
            os.chmod(Path(folder) / "private", 0o755)
            assert b"PermissionError" in as_nobody(running.agent).stderr


def test_a_reply_that_does_not_fit_is_an_error(running: Running) -> None:
    call = {"tool": "shell", "arguments": {"command": "ask " + "x" * (MAX_FRAME_BYTES - 2_000)}, "cwd": "/w"}
    pending = json.loads(client.call(running.agent, json.dumps({"op": "authorize", "call": call}).encode(), timeout=30))
    text = "run " + "y" * MAX_FRAME_BYTES
    row = running.gate.requests_[pending["request"]]
    running.gate.requests_[row.id] = replace(row, text=text)
    body = json.dumps({"op": "request", "request": row.id}).encode()
    assert json.loads(client.call(running.control, body, timeout=30))["error"]["code"] == "invalid.limit"


def test_a_stopped_gate_is_unreachable(tmp_path: Path) -> None:
    with serving(tmp_path, FakeGate()) as running:
        running.stop()
        with pytest.raises(GateUnreachable):
            client.call(running.agent, STATUS, timeout=2)
