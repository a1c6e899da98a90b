"""What is special about Copilot CLI: its second hook, its own refusals, sub-agents. The rest is in test_hooks.py."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.agents.copilot import Copilot
from tests.support.agents.guarded import guarded
from tests.support.agents.model import prompt_of
from tests.support.agents.place import namespaces
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import mayact_script

from mayact.core.model import Hop, HopKind, Source

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not namespaces(), reason="needs root, and a network that only this run sees"),
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate(), mayact=str(mayact_script(tmp_path)), hook_wait_ms=20_000) as served:
        yield served


@pytest.fixture
def copilot(tmp_path: Path, running: Running) -> Copilot:
    made = guarded("copilot", tmp_path, running.agent)
    assert isinstance(made, Copilot)
    return made


def hooks_of(copilot: Copilot) -> tuple[Path, dict[str, Any]]:
    path = copilot.place.home / ".copilot" / "hooks" / "mayact.json"
    return path, json.loads(path.read_text())


@pytest.mark.requirement("AUTHZ-2")
def test_a_subagents_call_names_the_subagent(running: Running, copilot: Copilot) -> None:
    inner = prompt_of([copilot.shell("echo never > sub.txt")])
    task = {"description": "d", "prompt": inner, "agent_type": "general-purpose", "mode": "sync", "name": "x"}
    copilot.run([{"tool": "task", "input": task}])
    spawned, command = running.gate.calls
    assert (spawned.tool, spawned.arguments["name"]) == ("other", "agent.spawn")
    assert command.chain[-1] == Hop(HopKind.SUBAGENT, "general-purpose", Source.CLAIMED)
    assert os.listdir(copilot.place.project) == []


def test_a_yes_of_ours_lifts_no_refusal_of_the_clients_own(running: Running, copilot: Copilot) -> None:
    run = copilot.run([copilot.shell("echo fine > fine.txt")], "--deny-tool", "shell")
    assert os.listdir(copilot.place.project) == []
    assert running.gate.redeemed == []
    assert "fine" not in "".join(run.told)


@pytest.mark.requirement("AUTHZ-6")
def test_without_the_first_hooks_yes_the_second_says_no(running: Running, copilot: Copilot) -> None:
    path, said = hooks_of(copilot)
    said["hooks"]["preToolUse"] = [{"type": "command", "bash": "echo garbage", "timeoutSec": 9}]
    path.write_text(json.dumps(said))
    run = copilot.run([copilot.shell("echo x > by-command.txt"), copilot.write("by-write.txt", "x")])
    assert os.listdir(copilot.place.project) == []
    assert all("no decision on this call came before" in result for result in run.told)
    assert running.gate.calls == []


def test_a_command_that_changes_its_directory_runs_by_its_permit_too(running: Running, copilot: Copilot) -> None:
    """Copilot starts a shell for each command, and leaves a leading `cd` out when it asks its second hook."""
    copilot.run([copilot.shell("cd . ; exit 3")])
    assert [outcome.exit_code for outcome in running.gate.outcomes.values()] == [3]


@pytest.mark.requirement("AUTHZ-1", "BOUND-1")
def test_a_patch_is_decided_as_one_and_asked_about_again_file_by_file(running: Running, copilot: Copilot) -> None:
    """Models of OpenAI get no other tool for files."""

    def patch(text: str) -> dict[str, Any]:
        return {"tool": "apply_patch", "input": {"input": f"*** Begin Patch\n{text}*** End Patch\n"}}

    added = "*** Add File: made.txt\n+text\n*** Add File: sub/two.txt\n+x\n"
    run = copilot.run([patch(added), patch("*** Add File: never.txt\n+x\n")], model="gpt-5.5")
    assert sorted(os.listdir(copilot.place.project)) == ["made.txt", "sub"], run.output
    assert "mayact: denied" in run.told[1]
    ((permit, call),) = running.gate.redeemed
    assert (call.tool, len(call.arguments["files"])) == ("file.patch", 2)  # type: ignore[arg-type]
    assert running.gate.outcomes[permit].status == "succeeded"
