"""Every real client with its own tools taken away: what it still does, it does through the gate."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.agents.guarded import AGENTS, Agent
from tests.support.agents.place import namespaces
from tests.support.agents.tools_only import held, step
from tests.support.people import approve_first
from tests.support.server import FakeGate, Running, serving

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees"),
]
every_client = pytest.mark.parametrize("name", AGENTS)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate()) as served:
        yield served


@pytest.fixture
def agent(name: str, tmp_path: Path, running: Running) -> Agent:
    return held(name, tmp_path, running.agent)


def made(agent: Agent) -> list[str]:
    return sorted(os.listdir(agent.place.project))


@every_client
@pytest.mark.requirement("BOUND-1", "AUTHZ-1")
def test_its_own_tools_are_gone(running: Running, agent: Agent) -> None:
    agent.run([agent.shell("echo own > by-command.txt"), agent.write("by-write.txt", "x\n")])
    assert made(agent) == []
    assert running.gate.calls == []


@every_client
@pytest.mark.requirement("BOUND-1", "AUTHZ-1", "AUTHZ-8", "AUDIT-3")
def test_the_gates_tools_work_and_each_use_is_a_call(running: Running, agent: Agent, name: str) -> None:
    run = agent.run(
        [
            step(name, "shell", command="echo out; pwd"),
            step(name, "write", path="made.txt", content="one\n"),
            step(name, "edit", path="made.txt", old="one", new="two"),
            step(name, "read", path="made.txt"),
            step(name, "shell", command="echo never > never.txt"),
        ]
    )
    assert str(agent.place.project) in run.told[0]
    assert "two" in run.told[3]
    assert "mayact: denied" in run.told[4]
    assert "[test-rule]" in run.told[4]
    assert made(agent) == ["made.txt"]
    assert [call.tool for _, call in running.gate.redeemed] == ["shell", "file.write", "file.edit", "file.read"]
    assert {call.chain[1].id for call in running.gate.calls} == {name}
    assert len(running.gate.calls) == 5


@every_client
@pytest.mark.requirement("APPR-6", "APPR-1")
def test_a_pending_use_waits_for_a_person_and_runs_once(running: Running, agent: Agent, name: str) -> None:
    person = threading.Thread(target=lambda: approve_first(running))
    person.start()
    agent.run([step(name, "shell", command="echo ask >> once.txt")])
    person.join()
    assert (agent.place.project / "once.txt").read_text() == "ask\n"
    assert [permit for permit, _ in running.gate.redeemed] == [running.gate.requests_["req-1"].permit]


@every_client
@pytest.mark.requirement("AUTHZ-6")
def test_without_a_gate_nothing_happens(running: Running, agent: Agent, name: str) -> None:
    running.stop()
    run = agent.run([step(name, "shell", command="echo x > f"), step(name, "write", path="g", content="x")])
    assert made(agent) == []
    assert all("no gate answers" in result for result in run.told)
