"""What a command reads is part of the action: one approval fits one input."""

import hashlib
import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import command, environment, execute

from mayact import client
from mayact.boundary.exec import stdin
from mayact.core.canonical import Digest
from mayact.core.errors import DigestMismatch, InvalidInput, LimitExceeded
from mayact.core.limits import MAX_PIN_BYTES
from mayact.core.model import Analysis, Decision, Strength, ToolCall


class OpaqueGate(FakeGate):
    """Everything it decides on is opaque."""

    def decision(self, call: ToolCall, strength: Strength) -> Decision:
        found = super().decision(call, strength)
        return replace(found, analysis=Analysis(effects=found.analysis.effects, opaque_because=("unknown text",)))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate()) as served:
        yield served


def digest(text: bytes) -> str:
    return "sha256:" + hashlib.sha256(text).hexdigest()


def approve(running: Running, request: str) -> None:
    answer = {"op": "answer", "request": request, "answer": "approve", "approver": "key-1", "signature": "c2lnbmVk"}
    client.call(running.control, json.dumps(answer).encode(), timeout=10)


@pytest.mark.e2e
@pytest.mark.requirement("APPR-1", "BOUND-3")
def test_an_approval_fits_no_other_input(running: Running, tmp_path: Path) -> None:
    words = ("-c", "exec bash # ask")
    assert execute(running.agent, *words, cwd=tmp_path, input="echo A\n").returncode == 75
    approve(running, "req-1")
    for other in ("echo B >made\n", "echo A", "", None):
        given_ = {"input": other} if other is not None else {"stdin": subprocess.DEVNULL}
        done = execute(running.agent, *words, cwd=tmp_path, **given_)
        assert (done.returncode, done.stdout) == (75, ""), other
    assert not (tmp_path / "made").exists()
    done = execute(running.agent, *words, cwd=tmp_path, input="echo A\n")
    assert (done.returncode, done.stdout) == (0, "A\n")
    assert [call.stdin for _, call in running.gate.redeemed] == [digest(b"echo A\n")]


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize("how", ["file", "pipe", "socket"])
def test_the_whole_input_is_hashed_and_arrives(running: Running, tmp_path: Path, how: str) -> None:
    content = b"x" * 300_000 + b"\0end"
    ours, theirs = socket.socketpair()
    with ours, theirs, (tmp_path / "in").open("w+b") as file:
        file.write(content)
        file.seek(0)
        words = command("--socket", running.agent, "--", "sha256sum")
        source: Any = {"file": file, "pipe": subprocess.PIPE, "socket": theirs}[how]
        process = subprocess.Popen(words, stdin=source, stdout=subprocess.PIPE, env=environment())
        if how == "socket":
            ours.sendall(content)
            ours.shutdown(socket.SHUT_WR)
        out, _ = process.communicate(content if how == "pipe" else None, timeout=60)
    assert out.split()[0].decode() == digest(content).removeprefix("sha256:")
    assert running.gate.calls[0].stdin == digest(content)


@pytest.mark.e2e
@pytest.mark.parametrize("how", ["null", "empty", "closed"])
def test_no_input_is_no_input_whatever_it_looks_like(running: Running, tmp_path: Path, how: str) -> None:
    shell = {"null": "</dev/null", "empty": "<empty", "closed": "<&-"}[how]
    (tmp_path / "empty").touch()
    words = command("--socket", running.agent, "-c", "cat; readlink /proc/self/fd/0")
    done = subprocess.run(
        ["bash", "-c", f'"$@" {shell}', "-", *words],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "/dev/null\n", "")
    assert running.gate.calls[0].stdin is None


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-3")
def test_nothing_else_that_was_open_reaches_the_command(running: Running, tmp_path: Path) -> None:
    (tmp_path / "hidden").write_text("echo HIDDEN\n")
    words = command("--socket", running.agent, "-c", "cat <&7 || echo none >&2; exec ls -l /proc/self/fd")
    done = subprocess.run(
        ["bash", "-c", 'exec 7<hidden 9<hidden; "$@" </dev/null', "-", *words],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "HIDDEN" not in done.stdout
    assert "none" in done.stderr
    listed = {line.split()[8]: line.split()[10] for line in done.stdout.splitlines() if " -> " in line}
    assert set(listed) == {"0", "1", "2", "3"}, listed  # 3 is the directory that ls looks at
    assert listed["3"].endswith("/fd")


@pytest.mark.e2e
@pytest.mark.requirement("AUTHZ-6")
def test_an_input_without_an_end_that_can_be_waited_for_runs_nothing(running: Running, tmp_path: Path) -> None:
    with Path("/dev/zero").open("rb") as endless:
        done = execute(running.agent, "-c", "echo x >made", cwd=tmp_path, stdin=endless)
    assert (done.returncode, done.stdout) == (77, "")
    assert done.stderr.count("\n") == 2
    assert "</dev/null" in done.stderr
    assert running.gate.calls == []
    assert not (tmp_path / "made").exists()


def permit_for(running: Running, text: str | None, cwd: Path) -> str:
    call = {"tool": "shell", "arguments": {"command": "cat"}, "cwd": str(cwd)}
    if text is not None:
        call["stdin"] = digest(text.encode())
    message = {"op": "authorize", "call": {**call, "environment": {"PATH": os.environ["PATH"]}}}
    return str(json.loads(client.call(running.agent, json.dumps(message).encode(), timeout=10))["token"])


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-3", "APPR-1")
def test_a_permit_reads_what_it_names_and_nothing_else(running: Running, tmp_path: Path) -> None:
    without = execute(running.agent, "--permit", permit_for(running, None, tmp_path), input="ignored\n")
    assert (without.returncode, without.stdout) == (0, "")
    token = permit_for(running, "named\n", tmp_path)
    other = execute(running.agent, "--permit", token, input="other\n")
    assert (other.returncode, other.stdout) == (77, "")
    assert len(running.gate.redeemed) == 1
    named = execute(running.agent, "--permit", token, input="named\n")
    assert (named.returncode, named.stdout) == (0, "named\n")


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize(("gate", "expected"), [(FakeGate, "terminal"), (OpaqueGate, "not")])
def test_a_terminal_goes_only_to_what_is_known(tmp_path: Path, gate: type[FakeGate], expected: str) -> None:
    ours, theirs = os.openpty()
    try:
        with serving(tmp_path / "run", gate()) as running:
            done = execute(running.agent, "-c", "test -t 0 && echo terminal || echo not", stdin=theirs)
            assert (done.stdout, running.gate.calls[0].stdin) == (f"{expected}\n", None)
    finally:
        os.close(ours)
        os.close(theirs)


# ── the copy ─────────────────────────────────────────────────────────────────────────────────────────────


def taken(content: bytes) -> stdin.Input:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return stdin.take(file.fileno())


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=200_000))
def test_what_is_handed_over_is_what_was_hashed(content: bytes) -> None:
    held = taken(content)
    assert isinstance(held, stdin.Spool)
    try:
        assert held.digest == digest(content)
        with os.fdopen(os.dup(stdin.handed_over(held)), "rb") as file:
            assert file.read() == content
    finally:
        os.close(held.descriptor)


@pytest.mark.requirement("BOUND-3")
def test_nobody_can_write_into_the_copy() -> None:
    held = taken(b"echo A\n")
    assert isinstance(held, stdin.Spool)
    try:
        for path in (held.descriptor, os.open(f"/proc/self/fd/{held.descriptor}", os.O_RDWR)):
            with pytest.raises(PermissionError):
                os.pwrite(path, b"echo B\n", 0)
            with pytest.raises(PermissionError):
                os.ftruncate(path, 0)
        with pytest.raises(DigestMismatch):
            stdin.handed_over(replace(held, digest=Digest(digest(b"echo B\n"))))
    finally:
        os.close(held.descriptor)


def test_the_bounds_are_what_they_say() -> None:
    held = taken(b"x" * MAX_PIN_BYTES)
    assert isinstance(held, stdin.Spool)
    os.close(held.descriptor)
    with pytest.raises(LimitExceeded):
        taken(b"x" * (MAX_PIN_BYTES + 1))
    reader, writer = os.pipe()
    os.write(writer, b"half")
    with pytest.raises(LimitExceeded, match="did not end"):
        stdin.take(reader, patience_s=0.05)
    os.close(reader)
    os.close(writer)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(InvalidInput, match="cannot be read"):
            stdin.take(folder)
    finally:
        os.close(folder)
