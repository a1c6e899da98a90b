"""The hook script against good gates and every kind of bad one: anything wrong is exit 2 and an empty output."""

import ast
import itertools
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.support.server import FakeGate, Running, serving
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.boundary.hooks import agent_hook as script
from mayact.boundary.hooks.install import hook_script
from mayact.core.wire import environment, frame
from mayact.core.wire.hooks.envelope import HookRequest, parse_hook_request

pytestmark = pytest.mark.e2e


def payload(command: str = "echo one", **changed: Any) -> bytes:
    return json.dumps(
        {
            "session_id": "s1",
            "cwd": "/w",
            "hook_event_name": "PreToolUse",
            "tool_name": "Bash",
            "tool_input": {"command": command, "description": "d", "timeout": 5},
            "tool_use_id": "toolu_1",
            **changed,
        }
    ).encode()


def hook(
    path: str,
    sent: bytes,
    *,
    moment: str = "before",
    deadline: str = "30",
    owner: str | None = None,
    client: str = "claude-code",
    **env: str,
) -> "subprocess.CompletedProcess[bytes]":
    words = [sys.executable, "-I", "-S", hook_script(), client]
    words += [moment, path, owner or str(os.geteuid()), deadline]
    return subprocess.run(words, input=sent, capture_output=True, env={"PATH": "/bin", **env}, timeout=60, check=False)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate(), mayact="/opt/m y/mayact") as served:
        yield served


def said(done: "subprocess.CompletedProcess[bytes]") -> dict[str, Any]:
    assert (done.returncode, done.stderr) == (0, b"")
    return dict(json.loads(done.stdout)["hookSpecificOutput"])


@pytest.mark.requirement("BOUND-3", "AUTHZ-5")
def test_an_allowed_command_is_rewritten_to_its_permit(running: Running) -> None:
    output = said(hook(running.agent, payload()))
    assert output["permissionDecision"] == "allow"
    assert output["updatedInput"] == {
        "command": f"'/opt/m y/mayact' exec --socket={running.agent} --owner {os.geteuid()} --permit tok.prm-1",
        "description": "d",
        "timeout": 5,
    }
    assert running.gate.redeemed == []


@pytest.mark.requirement("BOUND-3")
def test_where_a_client_asks_about_every_path_a_rewritten_command_names_none(running: Running) -> None:
    sent = {"sessionId": "s", "cwd": "/w", "toolName": "bash", "toolArgs": {"command": "echo one"}}
    done = hook(running.agent, json.dumps(sent).encode(), client="copilot")
    command = json.loads(done.stdout)["modifiedArgs"]["command"]
    assert command == f"mayact exec --socket={running.agent} --owner {os.geteuid()} --permit tok.prm-1"
    assert not any(word.startswith(("/", "~", ".")) for word in shlex.split(command))


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8")
def test_a_denied_command_is_exit_two_with_its_reason(running: Running) -> None:
    done = hook(running.agent, payload("never"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"[test-rule]" in done.stderr


@pytest.mark.requirement("APPR-6")
def test_a_pending_command_is_denied_with_its_handle_within_the_deadline(running: Running) -> None:
    done = hook(running.agent, payload("ask"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"mayact approve req-1" in done.stderr


def test_a_harmless_change_of_directory_stays_in_the_clients_shell(running: Running) -> None:
    output = said(hook(running.agent, payload("cd /tmp")))
    assert "updatedInput" not in output
    assert [permit for permit, _ in running.gate.redeemed] == ["prm-1"]


@pytest.mark.requirement("AUDIT-3")
@pytest.mark.parametrize(("event", "status"), [("PostToolUse", "succeeded"), ("PostToolUseFailure", "failed")])
def test_what_the_client_runs_is_spent_first_and_closed_by_its_own_word(
    running: Running, event: str, status: str
) -> None:
    write = {"tool_name": "Write", "tool_input": {"file_path": "/w/f", "content": "x"}}
    assert "updatedInput" not in said(hook(running.agent, payload(**write)))
    assert [permit for permit, _ in running.gate.redeemed] == ["prm-1"]
    assert running.gate.outcomes == {}
    after = payload(**write, hook_event_name=event, error="disk full")
    for _ in range(2):
        done = hook(running.agent, after, moment="after")
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert running.gate.outcomes["prm-1"].status == status
    assert running.gate.outcomes["prm-1"].exit_code is None


@pytest.mark.requirement("AUTHZ-6")
def test_a_permit_that_cannot_be_spent_lets_nothing_run(running: Running) -> None:
    def fail(method: str) -> None:
        if method == "redeem":
            raise OSError("disk")

    running.gate.fail = fail
    done = hook(running.agent, payload(tool_name="Read", tool_input={"file_path": "/w/f"}))
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.requirement("AUTHZ-5")
def test_an_obligation_that_no_hook_enforces_denies(running: Running) -> None:
    running.gate.obligations = ("redact:pii",)
    done = hook(running.agent, payload())
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"redact:pii" in done.stderr


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "sent", [b"", b"{", b"[]", payload(tool_name=None), payload(tool_input="x"), payload(cwd="rel"), b'{"a":1,"a":2}']
)
def test_a_payload_that_is_not_understood_denies(running: Running, sent: bytes) -> None:
    done = hook(running.agent, sent)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"mayact: ")


def test_a_call_larger_than_the_gate_reads_is_denied(running: Running) -> None:
    done = hook(running.agent, payload("x" * 1_100_000))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"larger" in done.stderr


@pytest.mark.requirement("BOUND-3")
def test_the_kept_environment_travels_and_nothing_else(running: Running) -> None:
    hook(running.agent, payload(), TZ="UTC", LC_ALL="C", LD_DEBUG_OUTPUT="/x", GIT_DIR="/x", API_KEY="s3cret")
    sent = dict(running.gate.calls[0].environment)
    assert {"TZ", "LC_ALL", "PATH", "HOME", "USER", "LOGNAME", "PWD"} == set(sent)
    assert sent["HOME"] == "/home/dev"


# ── every bad gate ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_with_a_bad_gate_nothing_is_printed_and_the_tool_is_blocked(tmp_path: Path, fault: Fault) -> None:
    with faulty_gate(tmp_path / "g", fault) as path:
        done = hook(path, payload(), deadline="0.7")
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(b"mayact: no answer from the gate, so nothing runs")
        after = hook(path, payload(hook_event_name="PostToolUse"), moment="after", deadline="0.7")
        assert (after.returncode, after.stdout) == (1, b"")


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "arguments", [(), ("x",), ("x", "before"), ("x", "before", "/x", "zero", "1"), ("x", "before", "/x", "0", "soon")]
)
def test_started_wrongly_it_blocks(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", hook_script(), *arguments], input=payload(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("gate", "errors"),
    [
        *itertools.product(["none", "denies"], ["2>/dev/full", "2>&-", "2>&- 1>&-", "1>/dev/full", "1>&-"]),
        *itertools.product(["allows"], ["2>&- 1>&-", "1>/dev/full", "1>&-"]),
    ],
)
def test_it_blocks_whatever_its_own_output_is(running: Running, errors: str, gate: str) -> None:
    words = [sys.executable, "-I", "-S", hook_script(), "claude-code", "before", running.agent, str(os.geteuid()), "30"]
    words[6] = "/nowhere/s" if gate == "none" else words[6]
    done = subprocess.run(
        ["bash", "-c", f'"$@" {errors}', "-", *words],
        input=payload("never" if gate == "denies" else "ls"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")


INTERRUPTED = """
import posix, runpy, sys
def read(*_): raise KeyboardInterrupt
posix.read = read
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.requirement("AUTHZ-6")
def test_an_interrupt_blocks(running: Running) -> None:
    words = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        INTERRUPTED,
        hook_script(),
        "claude-code",
        "before",
        running.agent,
        "0",
        "30",
    ]
    done = subprocess.run(words, input=payload(), capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("event", ["PostToolUse", "PostToolUseFailure", "SessionStart", "pretooluse", ""])
def test_before_a_tool_no_other_event_is_an_answer(running: Running, event: str) -> None:
    done = hook(running.agent, payload(hook_event_name=event))
    assert (done.returncode, done.stdout) == (2, b"")
    assert running.gate.calls == []


def test_a_directory_that_others_may_write_is_not_spoken_into(running: Running) -> None:
    os.chmod(os.path.dirname(running.agent), 0o777)
    done = hook(running.agent, payload())
    os.chmod(os.path.dirname(running.agent), 0o700)
    assert (done.returncode, done.stdout) == (2, b"")
    assert running.gate.calls == []


@pytest.mark.requirement("BOUND-3")
def test_a_gate_of_another_user_is_not_spoken_to(running: Running) -> None:
    place, me = os.path.dirname(running.agent), os.geteuid()
    if me == 0:
        os.chown(place, 54321, 0)  # root itself is always trusted: only the place can be somebody else's
    done = hook(running.agent, payload(), owner="54322")
    if me == 0:
        os.chown(place, 0, 0)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"not the gate" in done.stderr
    assert running.gate.calls == []


LISTENS_AS_ANOTHER = """
import os, socket, sys
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1])
os.setgroups([]); os.setresgid(54321, 54321, 54321); os.setresuid(54321, 54321, 54321)
s.listen(); print("up", flush=True); s.accept()[0].recv(99)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can let another user listen in a trusted directory")
@pytest.mark.requirement("BOUND-3")
def test_another_process_in_the_gates_place_is_not_spoken_to(tmp_path: Path) -> None:
    place = tmp_path / "g"
    place.mkdir(mode=0o711)
    process = subprocess.Popen([sys.executable, "-c", LISTENS_AS_ANOTHER, str(place / "s")], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        done = hook(str(place / "s"), payload(), owner="0")
        process.kill()
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not the gate" in done.stderr


def test_a_closed_standard_output_blocks(running: Running) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", hook_script(), "claude-code", "before", running.agent, str(os.geteuid()), "30"],
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    process.communicate(payload(), timeout=30)
    assert process.returncode != 0


# ── the script and the formats it must keep to ───────────────────────────────────────────────────────────


def test_the_script_imports_nothing_slow() -> None:
    tree = ast.parse(Path(hook_script()).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names == {"_signal", "_socket", "posix", "sys", "time", "_sha2", "_sha256"}


def test_the_script_keeps_the_same_variables_as_the_core() -> None:
    assert frozenset(script.KEPT) == environment.KEPT
    assert script.KEPT_PREFIXES == environment.KEPT_PREFIXES


def test_the_script_writes_the_envelope_that_the_core_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script.posix, "environ", {b"PATH": b"/bin", b"X": b"1", b"MINE": b"2", b"TZ": b"\xff"})
    request = parse_hook_request(script.request(b"mayact-hook/1", "claude-code", b'{"a":1}', ["MINE"]))
    assert request == HookRequest("claude-code", b'{"a":1}', {"PATH": "/bin", "MINE": "2"})
    assert script.MAX_BYTES == frame.MAX_FRAME_BYTES


def test_trickled_bytes_are_still_one_reply(tmp_path: Path) -> None:
    body = b"mayact-hook/1 0 2 0\nok"
    with trickling(tmp_path / "g", frame.encode(body)) as path:
        done = hook(path, payload())
    assert (done.returncode, done.stdout) == (0, b"ok")


@contextmanager
def trickling(folder: Path, reply: bytes) -> Iterator[str]:
    folder.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "s"))
        listener.listen()

        def work() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(99_999)
                for piece in re.findall(rb"(?s).{1,9}", reply):
                    connection.sendall(piece)

        thread = threading.Thread(target=work)
        thread.start()
        yield str(folder / "s")
        thread.join(10)
