"""The script told to observe: silence and success against good gates and every bad one; guarding is never silent."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hooks.test_script import hook, payload
from tests.support.server import FakeGate, Running, serving
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.boundary.hooks import agent_hook as script
from mayact.boundary.hooks.install import hook_script, hook_setup
from mayact.core.log.entry import Kind
from mayact.core.wire import frame
from mayact.core.wire.hooks.envelope import HookReply, encode_hook_reply
from mayact.core.wire.hooks.observing import observing_command

SILENT = (0, b"", b"")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate(), mayact="/opt/m y/mayact") as served:
        yield served


def end(done: "subprocess.CompletedProcess[bytes]") -> tuple[int, bytes, bytes]:
    return done.returncode, done.stdout, done.stderr


@pytest.mark.e2e
@pytest.mark.requirement("POLICY-2", "AUDIT-1")
@pytest.mark.parametrize("command", ["echo one", "never", "ask"])
def test_whatever_would_be_decided_the_client_hears_nothing_and_one_entry_says_it(
    running: Running, command: str
) -> None:
    assert end(hook(running.agent, payload(command), moment="observe", deadline="2")) == SILENT
    ((kind, body),) = running.gate.witnessed
    fate = {"never": "deny", "ask": "step-up"}.get(command, "allow")
    assert kind is Kind.CALL_OBSERVED
    assert body["client"] == "claude-code"
    assert body["decision"]["verdict"]["outcome"] == fate  # type: ignore[call-overload,index]


@pytest.mark.e2e
@pytest.mark.requirement("AUTHZ-3", "APPR-7")
@pytest.mark.parametrize("command", ["echo one", "never", "ask"])
def test_who_sends_an_observation_gets_no_permit_and_opens_no_request(running: Running, command: str) -> None:
    for _ in range(2):
        hook(running.agent, payload(command), moment="observe", deadline="2")
    gate = running.gate
    assert (gate.permits, gate.requests_, gate.redeemed, gate.calls) == ({}, {}, [], [])


@pytest.mark.e2e
def test_a_payload_that_cannot_be_read_is_written_down_as_one_that_would_not_have_run(running: Running) -> None:
    for sent in (b"", b"{", payload(cwd="rel"), payload(tool_input="x")):
        assert end(hook(running.agent, sent, moment="observe", deadline="2")) == SILENT
    assert [kind for kind, _ in running.gate.witnessed] == [Kind.CALL_OBSERVED] * 4
    assert all(body["error"] for _, body in running.gate.witnessed)


@pytest.mark.e2e
def test_a_question_of_the_clients_own_and_an_end_are_told_too(running: Running) -> None:
    for event in ("PreToolUse", "PermissionRequest", "PostToolUse", "SessionStart"):
        assert end(hook(running.agent, payload(hook_event_name=event), moment="observe", deadline="2")) == SILENT
    (call, asked, ended) = running.gate.witnessed
    assert [call[0], asked[0], ended[0]] == [Kind.CALL_OBSERVED, Kind.CALL_PROMPTED, Kind.CALL_FINISHED]
    assert asked[1]["key"] == call[1]["key"]
    assert ended[1]["call_id"] == call[1]["call_id"]


@pytest.mark.e2e
@pytest.mark.requirement("POLICY-2")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_bad_gate_stands_in_the_way(tmp_path: Path, fault: Fault) -> None:
    with faulty_gate(tmp_path / "g", fault) as path:
        line = observing_command(hook_setup(socket=path, owner=0, wait_s=1), "claude-code")
        done = subprocess.run(["sh", "-c", line], input=payload(), capture_output=True, timeout=60, check=False)
        assert end(done) == SILENT


@pytest.mark.e2e
@pytest.mark.parametrize("body", ["raise SystemExit(2)", "print('{}')", "import os; os.kill(os.getpid(), 9)", None])
def test_no_end_of_the_script_stands_in_the_way(tmp_path: Path, body: str | None) -> None:
    program = tmp_path / "agent_hook.py"
    if body is not None:
        program.write_text(body)
    setup = hook_setup(socket="/nowhere/s", owner=0, wait_s=1)
    line = observing_command(setup, "copilot").replace(hook_script(), str(program))
    done = subprocess.run(["sh", "-c", line], input=payload(), capture_output=True, timeout=60, check=False)
    assert end(done) == SILENT


@pytest.mark.e2e
def test_an_input_that_never_ends_ends_the_script(tmp_path: Path) -> None:
    line = observing_command(hook_setup(socket="/nowhere/s", owner=0, wait_s=1), "gemini")
    with subprocess.Popen(["sh", "-c", line], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.wait(60) == 0  # standard input is open all the time


replies = st.one_of(
    st.binary(max_size=80),
    st.builds(
        lambda code, out, err: encode_hook_reply(HookReply(code, out, err)),
        st.integers(0, 255),
        st.sampled_from([b"", b"{}", b'{"permissionDecision":"allow"}']),
        st.sampled_from([b"", b"why"]),
    ),
)


def driven(moment: str, reply: bytes) -> tuple[int, bytes]:
    """Exit code and standard output of the script's own function, with this reply."""
    printed: list[tuple[int, bytes]] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(script, "read_all", lambda _descriptor: b"{}")
        patched.setattr(script, "ask", lambda *_: reply)
        patched.setattr(script, "write_all", lambda descriptor, data: printed.append((descriptor, data)))
        patched.setattr(script._signal, "setitimer", lambda *_: None)
        code = script.main(["agent_hook.py", "claude-code", moment, "/s", "0", "1"])
    return code, b"".join(data for descriptor, data in printed if descriptor == 1)


@given(reply=replies)
@pytest.mark.requirement("AUTHZ-6")
def test_before_a_tool_is_never_answered_by_silence(reply: bytes) -> None:
    code, said = driven("before", reply)
    assert code != 0 or said


@given(reply=replies)
def test_observing_is_only_ever_silence(reply: bytes) -> None:
    assert driven("observe", reply) == (0, b"")


@given(moment=st.text(max_size=9).filter(lambda text: text != "observe"))
@pytest.mark.requirement("AUTHZ-6")
def test_no_other_word_observes(moment: str) -> None:
    code, said = driven(moment, frame.encode(b"x"))
    assert (code != 0, said) == (True, b"")


def test_the_line_says_observe_and_its_deadline_is_short() -> None:
    setup = hook_setup(socket="/run/s", owner=7, keep=("MINE",), wait_s=50)
    assert f"{hook_script()} codex observe /run/s 7 2 MINE" in observing_command(setup, "codex")
