"""What is special about Codex: patches, directories, sub-agents, trust. The rest is in test_hooks.py."""

import json
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.agents.codex import Codex, patch, shell
from tests.support.agents.model import prompt_of
from tests.support.agents.place import namespaces, place_in
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import mayact_script

from mayact.boundary.hooks.install import hook_script
from mayact.core.model import Hop, HopKind, Source
from mayact.core.wire.hooks.forms import Place
from mayact.core.wire.hooks.setup import HookSetup

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees"),
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate(), hook_wait_ms=20_000) as served:
        yield served


@pytest.fixture
def codex(tmp_path: Path, running: Running) -> Codex:
    made = Codex(place_in(tmp_path))
    made.hooks(setup(running.agent), whose=Place.MANAGED)
    return made


def setup(socket: str) -> HookSetup:
    return HookSetup(python=sys.executable, script=hook_script(), socket=socket, owner=os.geteuid(), wait_s=20)


@pytest.mark.requirement("AUTHZ-1", "AUDIT-3", "BOUND-1")
def test_what_is_allowed_runs_spent_first_and_closed_by_the_client(running: Running, codex: Codex) -> None:
    (codex.place.project / "sub").mkdir()
    run = codex.run(
        [
            shell("echo fine; pwd", workdir=str(codex.place.project / "sub")),
            patch("*** Begin Patch\n*** Add File: made.txt\n+text\n*** End Patch\n"),
        ]
    )
    assert str(codex.place.project / "sub") in run.told[0]
    assert (codex.place.project / "made.txt").read_text() == "text\n"
    command, change = (call for _, call in running.gate.redeemed)
    assert (command.tool, command.cwd) == ("shell", str(codex.place.project / "sub"))
    assert change.arguments["files"][0]["path"] == "made.txt"  # type: ignore[index, call-overload]
    assert running.gate.calls[0].boundary == "hook:codex"
    assert command.chain[1] == Hop(HopKind.AGENT, "codex", Source.CLAIMED)
    assert [outcome.status for outcome in running.gate.outcomes.values()] == ["unknown", "succeeded"]


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-7")
def test_a_subagents_call_names_the_subagent(running: Running, codex: Codex) -> None:
    inner = prompt_of([shell("echo from-subagent > sub.txt; echo never")])
    spawn = {"tool": "spawn_agent", "input": {"message": inner}}
    run = codex.run([spawn, shell("sleep 3")], model="scripted-model")
    assert "agent_id" in run.told[0]
    spawned = running.gate.calls[0]
    assert (spawned.tool, spawned.arguments["name"]) == ("other", "agent.spawn")
    below = next(call for call in running.gate.calls if "from-subagent" in str(call.arguments.get("command", "")))
    assert below.chain[-1] == Hop(HopKind.SUBAGENT, "default", Source.CLAIMED)
    assert os.listdir(codex.place.project) == []


@pytest.mark.requirement("BOUND-1")
def test_nothing_a_user_sets_switches_an_administrators_hook_off(codex: Codex) -> None:
    own = codex.place.home / ".codex"
    own.mkdir()
    (own / "config.toml").write_text("[features]\nhooks = false\n")
    output = {
        "hookEventName": "PreToolUse",
        "permissionDecision": "allow",
        "updatedInput": {"command": "echo x > rewritten.txt"},
    }
    rewrites = {"type": "command", "command": f"echo {shlex.quote(json.dumps({'hookSpecificOutput': output}))}"}
    (own / "hooks.json").write_text(json.dumps({"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [rewrites]}]}}))
    run = codex.run([shell("echo never > never.txt"), shell("echo fine > fine.txt")], trusted=True)
    assert "mayact: denied" in run.told[0]
    assert os.listdir(codex.place.project) == ["fine.txt"]


@pytest.mark.requirement("BOUND-3")
def test_unconfined_a_command_runs_by_its_permit(tmp_path: Path) -> None:
    mayact = str(mayact_script(tmp_path))
    with serving(tmp_path / "run", FakeGate(), mayact=mayact, hook_wait_ms=20_000) as running:
        codex = Codex(place_in(tmp_path), confined=False)
        codex.hooks(setup(running.agent), whose=Place.MANAGED)
        for path, text in codex.place.etc.items():
            codex.place.etc[path] = text.replace("agent_hook.py codex ", "agent_hook.py codex-unconfined ")
        run = codex.run([shell("echo out; exit 3")])
    assert "out" in run.told[0]
    ((permit, call),) = running.gate.redeemed
    assert call.chain[1].id == "codex"
    assert running.gate.calls[0].boundary == "hook:codex"
    assert running.gate.outcomes[permit].exit_code == 3


def test_a_users_hook_works_once_it_is_trusted_and_not_before(tmp_path: Path, running: Running) -> None:
    """The second half is what docs/clients/codex.md warns of."""
    codex = Codex(place_in(tmp_path))
    codex.hooks(setup(running.agent), whose=Place.USER)
    assert "mayact: denied" in codex.run([shell("echo never > a.txt")], trusted=True).told[0]
    codex.run([shell("echo never > b.txt")])
    assert os.listdir(codex.place.project) == ["b.txt"]
