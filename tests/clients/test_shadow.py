"""Every real client with a hook that only watches: what would be denied runs and is recorded; nothing is in the way."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.agents.forms import the_form
from tests.support.agents.guarded import AGENTS, Agent
from tests.support.agents.place import namespaces, place_in
from tests.support.server import FakeGate, Running, serving
from tests.support.server_claude import claude_in
from tests.support.server_faults import FAULTS, faulty_gate

from mayact.boundary.hooks.install import hook_script
from mayact.core.log.entry import Kind
from mayact.core.wire.hooks.forms import Place as Whose
from mayact.core.wire.hooks.setup import HookSetup

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees"),
]
every_client = pytest.mark.parametrize("name", AGENTS)

HUNG = next(fault for fault in FAULTS if fault.name == "hung")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate(), mayact="/nowhere/mayact") as served:
        yield served


def setup_for(socket: str) -> HookSetup:
    return HookSetup(python=sys.executable, script=hook_script(), socket=socket, owner=os.geteuid(), wait_s=20)


def watched(name: str, folder: Path, socket: str) -> Agent:
    """A client with the line that `mayact init --observe` writes, in the place of its strongest form."""
    agent = AGENTS[name](place_in(folder))
    form = the_form(name, agent.strongest)
    text = form.observing("", setup_for(socket))
    if agent.strongest is Whose.MANAGED:
        agent.place.etc[form.path] = text
    else:
        path = Path(form.file(str(agent.place.home)))
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return agent


def fates(running: Running, kind: Kind) -> list[Any]:
    bodies: list[Any] = [body for found, body in running.gate.witnessed if found is kind]
    return [body["decision"]["verdict"]["outcome"] if kind is Kind.CALL_OBSERVED else body["status"] for body in bodies]


@every_client
@pytest.mark.requirement("POLICY-2", "AUDIT-1")
def test_what_would_be_denied_runs_and_is_recorded(tmp_path: Path, running: Running, name: str) -> None:
    agent = watched(name, tmp_path, running.agent)
    run = agent.run([agent.shell("echo never >> a.txt"), agent.shell("echo ask >> a.txt"), agent.write("b.txt", "x\n")])
    assert len(run.told) == 3
    assert (agent.place.project / "a.txt").read_text() == "never\nask\n"
    assert (agent.place.project / "b.txt").read_text() == "x\n"
    assert fates(running, Kind.CALL_OBSERVED) == ["deny", "step-up", "allow"]
    assert len(fates(running, Kind.CALL_FINISHED)) == 3
    assert (running.gate.permits, running.gate.requests_, running.gate.calls) == ({}, {}, [])


@every_client
@pytest.mark.requirement("POLICY-2")
@pytest.mark.parametrize("gate", ["dead", "hung"])
def test_a_gate_that_is_dead_or_hangs_stops_nothing(tmp_path: Path, name: str, gate: str) -> None:
    def runs(socket: str) -> None:
        agent = watched(name, tmp_path, socket)
        agent.run([agent.shell("echo never >> a.txt")])
        assert (agent.place.project / "a.txt").read_text() == "never\n"

    if gate == "dead":
        runs(str(tmp_path / "nothing" / "agent.sock"))
    else:
        with faulty_gate(tmp_path / "g", HUNG) as socket:
            runs(socket)


def claudes(tmp_path: Path, socket: str, use: Callable[[Any], None]) -> None:
    with claude_in(tmp_path) as claude:
        text = the_form("claude-code", Whose.USER).observing("", setup_for(socket))
        claude.settings(json.loads(text))
        use(claude)
        assert (claude.project / "a.txt").read_text() == "never\n"


@pytest.mark.requirement("POLICY-2", "AUDIT-1")
def test_claude_code_runs_what_would_be_denied(tmp_path: Path, running: Running) -> None:
    claudes(tmp_path, running.agent, lambda claude: claude.run([{"do": "shell", "command": "echo never >> a.txt"}]))
    assert fates(running, Kind.CALL_OBSERVED) == ["deny"]
    assert fates(running, Kind.CALL_FINISHED) == ["succeeded"]


@pytest.mark.requirement("POLICY-2")
def test_claude_code_runs_with_a_dead_gate(tmp_path: Path) -> None:
    step = {"do": "shell", "command": "echo never >> a.txt"}
    claudes(tmp_path, str(tmp_path / "nothing" / "s"), lambda claude: claude.run([step]))


@pytest.mark.requirement("POLICY-2")
def test_watching_allows_nothing_that_claude_code_itself_refuses(tmp_path: Path, running: Running) -> None:
    with claude_in(tmp_path) as claude:
        claude.settings(json.loads(the_form("claude-code", Whose.USER).observing("", setup_for(running.agent))))
        claude.run([{"do": "shell", "command": "echo one >> a.txt"}], mode="default")
        assert not (claude.project / "a.txt").exists()  # nobody is there to be asked
    (call, asked) = running.gate.witnessed
    assert (call[0], asked[0]) == (Kind.CALL_OBSERVED, Kind.CALL_PROMPTED)
    assert (call[1]["key"], call[1]["mode"]) == (asked[1]["key"], "default")
