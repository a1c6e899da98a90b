"""A real Claude Code in front of the real sockets: denied, waiting for a person, run once."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.people import approve_first
from tests.support.server import FakeGate, Running, serving
from tests.support.server_claude import Claude, claude_in, namespaces
from tests.support.server_exec import mayact_script

from mayact.boundary.hooks.install import hook_script
from mayact.core.model import Hop, HopKind, Source
from mayact.core.wire.hooks.claude_settings import managed_fragment, settings_fragment
from mayact.core.wire.hooks.setup import HookSetup

pytestmark = pytest.mark.e2e


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    mayact = str(mayact_script(tmp_path))
    with serving(tmp_path / "run", FakeGate(), mayact=mayact, hook_wait_ms=50_000) as served:
        yield served


@pytest.fixture
def claude(tmp_path: Path, running: Running) -> Iterator[Claude]:
    setup = HookSetup(python=sys.executable, script=hook_script(), socket=running.agent, owner=os.geteuid(), wait_s=50)
    with claude_in(tmp_path) as made:
        made.settings(settings_fragment(setup))
        yield made


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8")
def test_a_denied_call_has_no_effect_and_the_model_reads_why(claude: Claude) -> None:
    run = claude.run(
        [
            {"do": "shell", "command": "echo never > never.txt"},
            {"do": "write", "path": str(claude.project / "never-written.txt"), "content": "x"},
        ]
    )
    assert os.listdir(claude.project) == []
    for result in run.results:
        assert "mayact: denied" in result
        assert "[test-rule]" in result


@pytest.mark.requirement("AUTHZ-1", "AUDIT-3", "BOUND-3")
def test_an_allowed_command_is_run_by_its_permit_and_its_end_is_recorded(running: Running, claude: Claude) -> None:
    run = claude.run([{"do": "shell", "command": "echo out; pwd; exit 3"}])
    assert "out" in run.results[0]
    assert str(claude.project) in run.results[0]
    (permit, call), *more = running.gate.redeemed
    assert more == []
    assert call.arguments == {"command": "echo out; pwd; exit 3"}
    assert running.gate.calls[0].boundary == "hook:claude-code"
    assert running.gate.outcomes[permit].exit_code == 3
    assert call.chain == (
        Hop(HopKind.PERSON, "dev", Source.OBSERVED),
        Hop(HopKind.AGENT, "claude-code", Source.CLAIMED),
    )


@pytest.mark.requirement("AUTHZ-1", "AUDIT-3")
def test_files_are_spent_at_once_and_closed_by_the_after_event(running: Running, claude: Claude) -> None:
    path = str(claude.project / "f.txt")
    run = claude.run(
        [
            {"do": "write", "path": path, "content": "aaa\n"},
            {"do": "edit", "path": path, "old": "aaa", "new": "bbb"},
            {"do": "read", "path": path},
        ]
    )
    assert "bbb" in run.results[2]
    assert [call.tool for _, call in running.gate.redeemed] == ["file.write", "file.edit", "file.read"]
    assert [outcome.status for outcome in running.gate.outcomes.values()] == ["succeeded"] * 3


@pytest.mark.requirement("APPR-6", "APPR-1")
def test_a_pending_call_waits_for_a_person_and_runs_once(running: Running, claude: Claude) -> None:
    answered: list[Any] = []
    person = threading.Thread(target=lambda: answered.append(approve_first(running)))
    person.start()
    command = {"do": "shell", "command": "echo ask >> once.txt"}
    run = claude.run([command])
    person.join()
    assert answered[0]["request"]["status"] == "approved"
    assert run.results == ("",) or "error" not in run.results[0]
    assert (claude.project / "once.txt").read_text() == "ask\n"
    assert [permit for permit, _ in running.gate.redeemed] == [running.gate.requests_["req-1"].permit]
    assert running.gate.outcomes[running.gate.redeemed[0][0]].exit_code == 0


@pytest.mark.requirement("APPR-6")
def test_a_persons_no_reaches_the_model(running: Running, claude: Claude) -> None:
    person = threading.Thread(target=lambda: approve_first(running, "deny", "use the staging branch"))
    person.start()
    run = claude.run([{"do": "shell", "command": "echo ask >> made.txt"}])
    person.join()
    assert "use the staging branch" in run.results[0]
    assert os.listdir(claude.project) == []


def test_an_unanswered_call_ends_with_its_handle(tmp_path: Path) -> None:
    with serving(tmp_path / "run", FakeGate(), hook_wait_ms=300) as running, claude_in(tmp_path) as claude:
        setup = HookSetup(python=sys.executable, script=hook_script(), socket=running.agent, owner=os.geteuid())
        claude.settings(settings_fragment(setup))
        run = claude.run([{"do": "shell", "command": "echo ask > f"}])
    assert "mayact approve req-" in run.results[0]
    assert os.listdir(claude.project) == []


@pytest.mark.requirement("AUTHZ-2")
def test_a_subagents_call_names_the_subagent(running: Running, claude: Claude) -> None:
    inner = json.dumps([{"do": "shell", "command": "echo from-subagent > sub.txt"}])
    spawn = {
        "tool": "Agent",
        "input": {
            "description": "sub",
            "prompt": f"MOCKSCRIPT={inner}",
            "subagent_type": "general-purpose",
            "run_in_background": False,
        },
    }
    run = claude.run([spawn])
    assert (claude.project / "sub.txt").exists(), run.output
    spawned, command = running.gate.calls
    assert (spawned.tool, spawned.arguments["name"]) == ("other", "agent.spawn")
    assert command.chain[-1] == Hop(HopKind.SUBAGENT, "general-purpose", Source.CLAIMED)


def test_a_change_of_directory_stays_with_the_client(running: Running, claude: Claude) -> None:
    (claude.project / "sub").mkdir()
    run = claude.run(
        [
            {"do": "shell", "command": "cd sub && echo here"},
            {"do": "shell", "command": "pwd > where.txt; cat where.txt"},
        ]
    )
    assert "here" in run.results[0]
    assert str(claude.project / "sub") in run.results[1]


@pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees")
@pytest.mark.requirement("AUTHZ-1", "BOUND-3")
@pytest.mark.parametrize(
    "own",
    [
        {},
        {"disableAllHooks": True},
        {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", "command": "true"}]}]}},
        {"permissions": {"defaultMode": "bypassPermissions", "allow": ["Bash(*)"]}},
    ],
    ids=["nothing", "hooks off", "hooks of its own", "everything allowed"],
)
def test_under_managed_settings_an_agents_own_settings_switch_nothing_off(
    tmp_path: Path, running: Running, own: dict[str, Any]
) -> None:
    setup = HookSetup(python=sys.executable, script=hook_script(), socket=running.agent, owner=os.geteuid())
    managed = managed_fragment(setup)
    with claude_in(tmp_path) as claude:
        claude.settings(own)
        run = claude.run(
            [shell("echo never > made.txt"), shell("echo fine > fine.txt")], mode="default", managed=managed
        )
        assert "mayact: denied" in run.results[0], run.output
        assert os.listdir(claude.project) == ["fine.txt"], run.output


def shell(command: str) -> dict[str, str]:
    return {"do": "shell", "command": command}
