"""What is special about OpenCode: a plugin in its own process, sub-agents, what leaves plugins out. The rest is in
test_hooks.py, and the plugin alone in tests/hooks/test_opencode_plugin.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.agents.guarded import guarded
from tests.support.agents.model import prompt_of
from tests.support.agents.opencode import OpenCode
from tests.support.agents.place import namespaces
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import mayact_script

from mayact.core.model import Hop, HopKind, Source
from mayact.core.wire.hooks.opencode_settings import PLUGIN_NAME

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees"),
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate(), mayact=str(mayact_script(tmp_path)), hook_wait_ms=20_000) as served:
        yield served


@pytest.fixture
def opencode(tmp_path: Path, running: Running) -> OpenCode:
    made = guarded("opencode", tmp_path, running.agent)
    assert isinstance(made, OpenCode)
    return made


@pytest.mark.requirement("AUTHZ-2")
def test_a_subagents_call_names_the_subagent(running: Running, opencode: OpenCode) -> None:
    inner = prompt_of([opencode.shell("echo never > sub.txt")])
    opencode.run([{"tool": "task", "input": {"description": "d", "prompt": inner, "subagent_type": "general"}}])
    spawned, command = running.gate.calls
    assert (spawned.tool, spawned.arguments["name"]) == ("other", "agent.spawn")
    assert command.chain[-1] == Hop(HopKind.SUBAGENT, "general", Source.CLAIMED)
    assert os.listdir(opencode.place.project) == []


@pytest.mark.requirement("BOUND-1")
def test_a_users_own_list_of_plugins_does_not_leave_the_machines_out(opencode: OpenCode) -> None:
    opencode.own["plugin"] = []
    assert "mayact: denied" in opencode.run([opencode.shell("echo never > never.txt")]).told[0]
    assert os.listdir(opencode.place.project) == []


def test_pure_leaves_it_out(opencode: OpenCode) -> None:
    """What is left, as docs/clients/opencode.md says."""
    opencode.run([opencode.shell("echo never > never.txt")], "--pure")
    assert os.listdir(opencode.place.project) == ["never.txt"]


def test_a_plugin_that_is_not_there_blocks_nothing(opencode: OpenCode) -> None:
    """What is left, as docs/clients/opencode.md says."""
    for path, text in opencode.place.etc.items():
        opencode.place.etc[path] = text.replace(PLUGIN_NAME, "moved.mjs")
    opencode.run([opencode.shell("echo never > never.txt")])
    assert os.listdir(opencode.place.project) == ["never.txt"]
