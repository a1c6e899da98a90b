"""Real clients, offline: what they keep of their own sessions is held against the log."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.agents.codex import Codex
from tests.support.agents.place import place_in
from tests.support.cli_gate import Machine
from tests.support.server_claude import Claude

pytestmark = pytest.mark.e2e


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    made.init()
    with made.up():
        yield made
    made.remove()


def doctor(machine: Machine, home: Path) -> tuple[int, dict[str, Any]]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = machine.run("doctor", "--json", "--no-drive", environment=environment)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def found(said: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["code"], one["severity"]) for one in said["findings"]}


@pytest.mark.requirement("BOUND-4", "AUDIT-1")
def test_a_claude_code_that_went_past_its_hook_is_found(machine: Machine) -> None:
    claude = Claude(home=machine.root / "claude", project=machine.work)
    claude.home.mkdir()
    hooked = machine.run("hook", "--claude-code", "user", "--yes", environment={"HOME": str(claude.home)})
    assert hooked.returncode == 0
    script = [{"do": "shell", "command": "echo one"}, {"do": "write", "path": f"{machine.work}/a.txt", "content": "a"}]
    claude.run(script)
    _, said = doctor(machine, claude.home)
    assert said["record"]["sessions"] >= 1
    assert said["record"]["undecided"] == []

    settings = json.loads((claude.home / ".claude/settings.json").read_text())
    claude.settings({**settings, "disableAllHooks": True})
    claude.run(script)
    code, said = doctor(machine, claude.home)
    assert code == 1
    (past,) = said["record"]["undecided"]
    assert (past["client"], past["ran"], past["unknown"]) == ("claude-code", 2, 0)
    assert {("call.undecided", "critical"), ("settings.open", "critical")} <= found(said)


@pytest.mark.requirement("BOUND-4")
def test_a_codex_that_passed_over_its_hook_is_found(machine: Machine) -> None:
    place = place_in(machine.root)
    codex = Codex(place)
    home = place.home
    assert machine.run("hook", "--codex", "user", "--yes", environment={"HOME": str(home)}).returncode == 0
    codex.run([codex.shell("echo one")], trusted=True)
    _, said = doctor(machine, home)
    assert said["record"]["sessions"] >= 1
    assert said["record"]["undecided"] == []
    assert ("hook.untrusted", "high") in found(said)

    codex.run([codex.shell("echo two")])
    _, said = doctor(machine, home)
    (past,) = said["record"]["undecided"]
    assert (past["client"], past["ran"], past["unknown"]) == ("codex", 0, 1)
    assert ("call.unknown", "medium") in found(said)
