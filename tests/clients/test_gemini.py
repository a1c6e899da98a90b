"""What is special about Gemini CLI: directories, sub-agents, what its users can switch off. The rest is in
test_hooks.py."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.agents.gemini import Gemini, shell
from tests.support.agents.guarded import guarded
from tests.support.agents.model import prompt_of
from tests.support.agents.place import namespaces, place_in
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import mayact_script

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees"),
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate(), mayact=str(mayact_script(tmp_path)), hook_wait_ms=20_000) as served:
        yield served


@pytest.fixture
def gemini(tmp_path: Path, running: Running) -> Gemini:
    made = guarded("gemini", tmp_path, running.agent)
    assert isinstance(made, Gemini)
    return made


@pytest.mark.requirement("BOUND-3", "AUTHZ-2")
def test_a_command_runs_by_its_permit_where_the_model_wants_it(running: Running, gemini: Gemini) -> None:
    (gemini.place.project / "sub").mkdir()
    run = gemini.run([shell("pwd > where.txt; exit 3", dir_path="sub")])
    assert (gemini.place.project / "sub" / "where.txt").read_text().strip() == str(gemini.place.project / "sub")
    ((permit, call),) = running.gate.redeemed
    assert call.cwd == str(gemini.place.project / "sub")
    assert running.gate.outcomes[permit].exit_code == 3
    assert run.results is not None


def test_a_subagents_call_is_decided_but_not_marked(running: Running, gemini: Gemini) -> None:
    """The payload does not say whose call it is: docs/clients/gemini.md."""
    inner = prompt_of([shell("echo never > sub.txt")])
    gemini.run([{"tool": "invoke_agent", "input": {"agent_name": "generalist", "prompt": inner}}])
    spawned, command = running.gate.calls[:2]
    assert (spawned.tool, spawned.arguments["name"]) == ("other", "agent.spawn")
    assert command.arguments == {"command": "echo never > sub.txt"}
    assert os.listdir(gemini.place.project) == []


def test_a_users_settings_do_not_switch_the_systems_hooks_off_as_a_whole(gemini: Gemini) -> None:
    gemini.own["hooksConfig"] = {"enabled": False}
    assert "mayact: denied" in gemini.run([shell("echo never > never.txt")]).told[0]
    assert os.listdir(gemini.place.project) == []


def test_a_user_who_names_the_hook_as_disabled_is_not_guarded(gemini: Gemini) -> None:
    """What is left, as docs/clients/gemini.md says."""
    (text,) = gemini.place.etc.values()
    said = json.loads(text.partition("\n")[2])
    command = said["hooks"]["BeforeTool"][0]["hooks"][0]["command"]
    gemini.own["hooksConfig"] = {"disabled": [command]}
    gemini.run([shell("echo never > never.txt")])
    assert os.listdir(gemini.place.project) == ["never.txt"]


def test_a_variable_that_names_other_system_settings_leaves_nothing_guarded(tmp_path: Path, gemini: Gemini) -> None:
    """What is left, as docs/clients/gemini.md says."""
    (tmp_path / "mine.json").write_text("{}")
    gemini.run([shell("echo never > never.txt")], GEMINI_CLI_SYSTEM_SETTINGS_PATH=str(tmp_path / "mine.json"))
    assert os.listdir(gemini.place.project) == ["never.txt"]


def test_in_a_folder_that_is_not_trusted_nothing_runs_without_a_person(gemini: Gemini) -> None:
    run = gemini.run([shell("echo never > never.txt")], trusted=False)
    assert run.results is None or "mayact: denied" in run.results[0]
    assert os.listdir(gemini.place.project) == []


def test_without_a_hook_it_runs(tmp_path: Path) -> None:
    """Without this, nothing running would prove nothing."""
    bare = Gemini(place_in(tmp_path))
    bare.run([shell("echo never > never.txt")])
    assert os.listdir(bare.place.project) == ["never.txt"]
