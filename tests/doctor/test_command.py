"""`mayact doctor` as a person runs it: with a gate, without one, with nothing, and after a gap."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.cli_gate import Machine

pytestmark = pytest.mark.e2e


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    # A machine of its own: no program of this one is on its search path.
    yield made
    made.remove()


def doctor(machine: Machine, *words: str) -> tuple[int, dict[str, Any]]:
    done = machine.run("doctor", "--json", *words, environment={"PATH": "/usr/bin:/bin"})
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def codes(said: dict[str, Any]) -> set[str]:
    return {one["code"] for one in said["findings"]}


@pytest.mark.requirement("BOUND-4")
def test_the_drill_is_denied_recorded_and_changes_nothing(machine: Machine) -> None:
    machine.init()
    key = machine.home / "state" / "gate.key"
    before = (key.read_bytes(), key.stat().st_mtime_ns)
    with machine.up():
        for client in ("claude-code", "codex", "gemini", "copilot"):
            assert machine.run("hook", f"--{client}", "user", "--yes").returncode == 0
        code, said = doctor(machine)
        status = machine.json("status", "--json")
        entries = machine.json("log", "show", "--json", "--count", "200")
    hooks = [one for one in said["drills"] if one["client"] in ("claude-code", "codex", "gemini", "copilot")]
    assert {(one["result"], one["why"]) for one in hooks} == {("held", "")}
    assert len(hooks) == 5 * 3
    (executed,) = (one for one in said["drills"] if one["guard"] == "mayact exec")
    assert executed["result"] == "held"
    assert (code, status["open_requests"]) == (0, 0)
    assert (key.read_bytes(), key.stat().st_mtime_ns) == before
    calls = [one["body"]["decision"]["call"] for one in entries if one["kind"] == "decision.made"]
    assert [call["session"].startswith("doctor-") for call in calls].count(True) == 4
    assert all("mayact doctor-" in call["arguments"]["command"] for call in calls)
    assert not [one for one in entries if one["kind"].startswith(("permit", "request"))]


@pytest.mark.requirement("BOUND-4")
def test_time_without_a_gate_is_told(machine: Machine) -> None:
    machine.init()
    with machine.up():
        pass
    entries = machine.json("log", "show", "--json")
    assert [one["kind"] for one in entries][-2:] == ["gate.started", "gate.stopped"]
    assert machine.run("log", "verify").returncode == 0
    _, said = doctor(machine)
    assert "gate.away" in codes(said)
    assert said["record"]["read"] is True


@pytest.mark.requirement("BOUND-4")
def test_without_a_gate_without_agents_and_for_people(machine: Machine) -> None:
    code, said = doctor(machine)
    assert (code, said["agents"], said["drills"]) == (0, [], [])
    assert {"gate.none", "record.unread"} <= codes(said)
    code, _ = doctor(machine, "--fail-on", "high")
    assert code == 1
    done = machine.run("doctor", "--no-drive")
    assert done.stdout.startswith("gate       there is none\n")


@pytest.mark.requirement("BOUND-4")
def test_names_that_an_agent_chose_cannot_move_the_cursor(machine: Machine) -> None:
    settings = {"mcpServers": {"a\x1b[2J\u202e\nb": {"command": "npx", "args": ["x"]}}}
    (machine.work / ".mcp.json").write_text(json.dumps(settings))
    done = machine.run("doctor", "--no-drive")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert all(line.isprintable() for line in done.stdout.splitlines())


@pytest.mark.requirement("BOUND-4")
def test_a_policy_that_lets_the_guard_be_changed_is_found(machine: Machine) -> None:
    machine.init()
    with machine.up():
        os.rename(machine.agent_socket, f"{machine.agent_socket}.away")
        _, said = doctor(machine)
        assert "gate.away" in codes(said)
        os.rename(f"{machine.agent_socket}.away", machine.agent_socket)
        code, said = doctor(machine, "--no-drive")
    assert code == 0
    assert said["drills"] == []
