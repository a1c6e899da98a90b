"""A socket for each launched agent: who may speak there, as whom, and until when."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.server import FakeGate, Running, serving

from mayact import client
from mayact.core.model import HopKind, Source, Strength
from mayact.core.sandbox.proof import ATTEMPTS
from mayact.core.wire.hooks.envelope import HookRequest, encode_hook_request
from mayact.server import launch_records, launches, namespaces
from mayact.server.launch_records import LaunchRecord

CALL: dict[str, Any] = {"tool": "shell", "arguments": {"command": "echo"}, "cwd": "/w", "agent": "somebody-else"}
REFUSED = {"v": 1, "attempts": [{"name": name, "outcome": "refused", "detail": ""} for name in ATTEMPTS]}


@pytest.fixture
def running() -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), FakeGate(), sweep_ms=50) as served:
        yield served


@pytest.fixture
def as_if_inside(monkeypatch: pytest.MonkeyPatch) -> dict[int | str, Any]:
    """Where processes stand, as the test says: everybody with the gate unless told otherwise."""
    where: dict[int | str, Any] = {}
    gates = ("mnt:[1]", "net:[1]", "pid:[1]", "user:[1]")
    monkeypatch.setattr(launches, "namespaces_of", lambda process: where.get(process, gates))
    return where


INSIDE = ("mnt:[2]", "net:[2]", "pid:[2]", "user:[2]")


def ask(path: str, **message: Any) -> Any:
    return json.loads(client.call(path, json.dumps(message).encode(), timeout=10))


def launched(running: Running) -> tuple[str, str]:
    reply = ask(running.control, op="launch", agent="claude")
    return reply["launch"], f"{reply['directory']}/run/agent/agent.sock"


def prove(running: Running, launch: str, process: int, **changed: Any) -> Any:
    return ask(running.control, op="prove", launch=launch, process=process, plan={"p": 1}, probe=REFUSED, **changed)


@pytest.mark.requirement("BOUND-2", "IDENT-2")
def test_a_proven_agent_is_known_by_its_socket(running: Running, as_if_inside: dict[int | str, Any]) -> None:
    launch, socket = launched(running)
    as_if_inside[77] = as_if_inside[os.getpid()] = INSIDE
    assert prove(running, launch, 77) == {"strength": "sandboxed", "reasons": []}
    assert ask(socket, op="authorize", call=CALL)["strength"] == "sandboxed"
    call = running.gate.calls[-1]
    assert [(hop.kind, hop.id, hop.source) for hop in call.chain][1] == (HopKind.AGENT, "claude", Source.ASSERTED)
    assert call.session.startswith(f"{launch}/")
    assert running.gate.strengths[-1] is Strength.SANDBOXED
    kinds = [kind.value for kind, _ in running.gate.witnessed]
    assert kinds == ["agent.launched", "agent.proved"]


def hook(socket: str, tool: str) -> str:
    payload = {"hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": {"command": "echo never"},
               "tool_use_id": "t", "session_id": "s", "cwd": "/w"}  # fmt: skip
    request = HookRequest("claude-code", json.dumps(payload).encode(), {})
    return client.call(socket, encode_hook_request(request), timeout=10).decode()


@pytest.mark.requirement("APPR-6", "AUTHZ-1")
def test_a_use_of_the_gates_tools_is_asked_about_once_and_only_there(
    running: Running, as_if_inside: dict[int | str, Any]
) -> None:
    """What `mayact tools` does is decided when it asks; elsewhere the name of a server is nobody's word."""
    launch, socket = launched(running)
    as_if_inside[77] = as_if_inside[os.getpid()] = INSIDE
    prove(running, launch, 77)
    assert '"permissionDecision": "allow"' in hook(socket, "mcp__mayact__shell")
    assert running.gate.calls == []
    for tool in ("mcp__other__shell", "mcp__mayact2__shell", "Bash"):
        assert "mayact: denied" in hook(socket, tool)
    del as_if_inside[os.getpid()], as_if_inside[77]
    assert "mayact: denied" in hook(running.agent, "mcp__mayact__shell")


@pytest.mark.requirement("BOUND-2", "AUTHZ-6", "AUTHZ-10")
def test_before_it_is_proven_nobody_is_answered(running: Running, as_if_inside: dict[int | str, Any]) -> None:
    _, socket = launched(running)
    as_if_inside[os.getpid()] = INSIDE
    assert ask(socket, op="authorize", call=CALL)["error"]["code"] == "identity.forbidden"
    assert running.gate.calls == []


@pytest.mark.requirement("BOUND-2", "IDENT-1")
def test_whoever_stands_elsewhere_is_not_that_agent(running: Running, as_if_inside: dict[int | str, Any]) -> None:
    launch, socket = launched(running)
    as_if_inside[77] = INSIDE
    prove(running, launch, 77)
    for place in (("mnt:[1]", "net:[1]", "pid:[1]", "user:[1]"), (*INSIDE[:2], "pid:[3]", "user:[2]"), None):
        as_if_inside[os.getpid()] = place
        assert ask(socket, op="authorize", call=CALL)["error"]["code"] == "identity.forbidden"
    assert running.gate.calls == []


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
@pytest.mark.parametrize("name", ["net.dns", "gate.files", "privilege.users"])
def test_the_gate_judges_the_probe_itself(running: Running, as_if_inside: dict[int | str, Any], name: str) -> None:
    launch, socket = launched(running)
    as_if_inside[77] = as_if_inside[os.getpid()] = INSIDE
    probe = {**REFUSED, "attempts": [{**row, "outcome": "succeeded"} if row["name"] == name else row
                                     for row in REFUSED["attempts"]]}  # type: ignore[dict-item,attr-defined]  # fmt: skip
    reply = ask(running.control, op="prove", launch=launch, process=77, plan={}, probe=probe)
    assert reply["strength"] == "advisory"
    assert name in reply["reasons"][0]
    assert ask(socket, op="authorize", call=CALL)["strength"] == "advisory"


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
@pytest.mark.parametrize("place", [None, ("mnt:[1]", *INSIDE[1:]), (*INSIDE[:3], "user:[1]")])
def test_a_namespace_shared_with_the_gate_is_no_sandbox(
    running: Running, as_if_inside: dict[int | str, Any], place: Any
) -> None:
    launch, _ = launched(running)
    as_if_inside[77] = place
    assert prove(running, launch, 77)["strength"] == "advisory"


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
def test_what_holds_no_more_counts_no_more(running: Running, as_if_inside: dict[int | str, Any]) -> None:
    launch, socket = launched(running)
    as_if_inside[77] = as_if_inside[os.getpid()] = INSIDE
    prove(running, launch, 77)
    as_if_inside[77] = ("mnt:[3]", *INSIDE[1:])
    assert prove(running, launch, 77)["reasons"] == ["the agent is not where it was"]
    as_if_inside[os.getpid()] = as_if_inside[77]
    assert ask(socket, op="authorize", call=CALL)["strength"] == "advisory"


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_without_an_entry_there_is_no_launch_and_no_strength(
    running: Running, as_if_inside: dict[int | str, Any]
) -> None:
    from mayact.core.errors import StoreUnavailable

    def broken(method: str) -> None:
        if method == "witness":
            raise StoreUnavailable("no disk", hint="free some")

    launch, socket = launched(running)
    running.gate.fail = broken
    as_if_inside[77] = as_if_inside[os.getpid()] = INSIDE
    assert prove(running, launch, 77)["error"]["code"] == "store.unavailable"
    assert ask(socket, op="status")["error"]["code"] == "identity.forbidden"
    assert ask(running.control, op="launch", agent="x")["error"]["code"] == "store.unavailable"
    places = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(socket))))
    assert len([name for name in os.listdir(places) if name != ".records"]) == 1


@pytest.mark.requirement("BOUND-2")
def test_the_end_takes_the_socket_away(running: Running, as_if_inside: dict[int | str, Any]) -> None:
    launch, socket = launched(running)
    assert ask(running.control, op="end", launch=launch, exit_code=3, appeared=["/w/.envrc"]) == {"recorded": True}
    assert not os.path.exists(socket)
    assert running.gate.witnessed[-1][1]["exit_code"] == 3
    assert ask(running.control, op="end", launch=launch)["error"]["code"] == "state.not_found"


@pytest.mark.requirement("BOUND-2")
def test_a_launch_ends_with_its_launcher(running: Running) -> None:
    script = (
        "import sys,json;from mayact import client;"
        "print(client.call(sys.argv[1], json.dumps({'op':'launch','agent':'x'}).encode(), timeout=10).decode())"
    )
    said = subprocess.run([sys.executable, "-c", script, running.control], capture_output=True, text=True, check=True)
    socket = f"{json.loads(said.stdout)['directory']}/run/agent/agent.sock"
    end = time.monotonic() + 30
    while running.gate.witnessed[-1][0].value != "agent.ended" and time.monotonic() < end:
        time.sleep(0.02)
    assert running.gate.witnessed[-1][0].value == "agent.ended"
    assert not os.path.exists(socket)


@pytest.mark.requirement("BOUND-2", "IDENT-2")
def test_the_agents_common_socket_cannot_launch(running: Running) -> None:
    for message in (
        {"op": "launch", "agent": "x"},
        {"op": "prove", "launch": "x", "process": 1, "plan": {}, "probe": {}},
    ):
        assert ask(running.agent, **message)["error"]["code"] == "invalid.input"


def test_names_that_are_no_names_are_refused(running: Running) -> None:
    for name in ("", "x" * 65, "a\nb", "a\x1bb"):
        assert ask(running.control, op="launch", agent=name)["error"]["code"] == "invalid.input"


def test_what_cannot_be_looked_at_is_not_the_same_as_anything() -> None:
    assert namespaces.namespaces_of(2**22 + 1) is None
    own = namespaces.namespaces_of("self")
    assert own is not None
    assert not namespaces.apart(own, own)
    assert namespaces.apart(own, tuple(f"{name}x" for name in own))


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_what_a_crashed_gate_left_is_taken_away() -> None:
    with tempfile.TemporaryDirectory() as folder:
        left = Path(folder) / "launched" / "0123456789" / "run" / "agent"
        left.mkdir(parents=True)
        with serving(Path(folder), FakeGate()) as served:
            assert not left.exists()
            assert "launch" in ask(served.control, op="launch", agent="x")


@pytest.mark.requirement("BOUND-2", "IDENT-1", "AUTHZ-6")
def test_only_the_process_that_launched_resumes_and_nobody_is_answered_before_a_proof(
    running: Running, as_if_inside: dict[int | str, Any]
) -> None:
    _, other = launched(running)
    places = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(other))))

    def kept(process: int, name: str) -> None:
        began = launch_records.began_at(process)
        assert began is not None
        one = LaunchRecord(
            lanes=True,
            id=name, agent="claude", uid=os.getuid(), launcher=process, began=began, namespaces=INSIDE
        )  # fmt: skip
        launch_records.write(f"{places}/.records", one)

    kept(os.getppid(), "agt-1111111111")
    kept(os.getpid(), "agt-2222222222")
    for name in ("agt-1111111111", "agt-3333333333"):
        assert ask(running.control, op="resume", launch=name)["error"]["code"] == "state.not_found"
    reply = ask(running.control, op="resume", launch="agt-2222222222")
    assert reply["launch"] == "agt-2222222222", reply
    assert ask(running.control, op="resume", launch="agt-2222222222")["error"]["code"] == "state.not_found"
    socket = f"{reply['directory']}/run/agent/agent.sock"
    as_if_inside[os.getpid()] = INSIDE
    assert ask(socket, op="status")["error"]["code"] == "identity.forbidden"
    as_if_inside[77] = INSIDE
    assert prove(running, reply["launch"], 77) == {"strength": "sandboxed", "reasons": []}
    assert ask(socket, op="status")["strength"] == "sandboxed"
