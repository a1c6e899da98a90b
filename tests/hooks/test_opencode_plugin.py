"""OpenCode's plugin against good gates and every kind of bad one, run by Node.js: anything but a whole yes throws."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.agents.place import node
from tests.support.server import FakeGate, Running, serving
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.boundary.hooks.install import hook_script
from mayact.core.wire import environment, frame
from mayact.core.wire.hooks.opencode_settings import PLUGIN_NAME

pytestmark = pytest.mark.e2e

PLUGIN = os.path.join(os.path.dirname(hook_script()), PLUGIN_NAME)

DRIVER = """
import { readFileSync } from "node:fs"
import plugin from %s
const { options, steps } = JSON.parse(readFileSync(0, "utf8"))
const hooks = await plugin.server({ directory: "/w" }, options)
const said = []
for (const [name, input, output] of steps) {
  try {
    await hooks[name](input, output)
    said.push({ ran: true, output })
  } catch (error) {
    said.push({ ran: false, why: error.message, output })
  }
}
process.stdout.write(JSON.stringify(said))
"""


def call(tool: str = "bash", call_id: str = "c1", **args: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    given = args or {"command": "echo one", "description": "d"}
    return "tool.execute.before", {"tool": tool, "sessionID": "s1", "callID": call_id}, {"args": given}


def drive(path: str, *steps: Any, env: dict[str, str] | None = None, **changed: Any) -> list[dict[str, Any]]:
    options: Any = {"socket": path, "owner": os.geteuid(), "deadline": 30, "keep": ["MINE"], **changed}
    done = subprocess.run(
        [str(node()), "--input-type=module", "-e", DRIVER % json.dumps(PLUGIN)],
        input=json.dumps({"options": options, "steps": steps}),
        capture_output=True,
        text=True,
        env={"PATH": "/bin", **(env or {})},
        timeout=60,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate(), mayact="/opt/m y/mayact") as served:
        yield served


@pytest.mark.requirement("BOUND-3", "AUTHZ-5")
def test_an_allowed_command_is_rewritten_to_its_permit(running: Running) -> None:
    (said,) = drive(running.agent, call())
    assert said["ran"]
    assert said["output"]["args"] == {
        "command": f"'/opt/m y/mayact' exec --socket={running.agent} --owner {os.geteuid()} --permit tok.prm-1",
        "description": "d",
    }
    assert running.gate.calls[0].boundary == "hook:opencode"


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8")
def test_a_denied_call_throws_its_reason(running: Running) -> None:
    (said,) = drive(running.agent, call(command="never"))
    assert not said["ran"]
    assert "mayact: denied" in said["why"]
    assert "[test-rule]" in said["why"]


@pytest.mark.requirement("AUDIT-3")
def test_what_the_client_runs_is_spent_first_and_closed_by_its_own_word(running: Running) -> None:
    write = call("write", filePath="/w/f", content="x")
    after = ("tool.execute.after", write[1], {"title": "", "output": "", "metadata": {}})
    said = drive(running.agent, write, after, after)
    assert [one["ran"] for one in said] == [True, True, True]
    assert said[0]["output"]["args"] == {"filePath": "/w/f", "content": "x"}
    assert running.gate.outcomes["prm-1"].status == "succeeded"


@pytest.mark.requirement("AUTHZ-2")
def test_a_subagents_call_names_the_subagent(running: Running) -> None:
    created = {"event": {"type": "session.created", "properties": {"info": {"id": "s1", "parentID": "s0"}}}}
    drive(running.agent, ("event", created, {}), ("chat.params", {"sessionID": "s1", "agent": "explore"}, {}), call())
    assert [hop.id for hop in running.gate.calls[0].chain] == ["dev", "opencode", "explore"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: re.sub(r"\W", "-", fault.name))
def test_with_a_bad_gate_nothing_runs(tmp_path: Path, fault: Fault) -> None:
    with faulty_gate(tmp_path / "g", fault) as path:
        after = ("tool.execute.after", call()[1], {})
        before, ended = drive(path, call(), after, deadline=0.7)
    assert not before["ran"]
    assert before["why"].startswith("mayact: no answer from the gate, so nothing runs")
    assert before["output"] == {"args": {"command": "echo one", "description": "d"}}
    assert ended["ran"]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("changed", [{"socket": None}, {"owner": "0"}, {"deadline": 0}, {"keep": None}])
def test_without_its_options_nothing_runs(running: Running, changed: dict[str, Any]) -> None:
    (said,) = drive(running.agent, call(), **changed)
    assert (said["ran"], running.gate.calls) == (False, [])


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("args", [{"command": 7}, {"command": "x", "more": "x" * 1_100_000}, {"command": "\ud800"}])
def test_a_call_that_the_gate_cannot_read_does_not_run(running: Running, args: dict[str, Any]) -> None:
    (said,) = drive(running.agent, call(**args))
    assert not said["ran"]
    assert running.gate.redeemed == []


def test_a_directory_that_others_may_write_is_not_spoken_into(running: Running) -> None:
    os.chmod(os.path.dirname(running.agent), 0o777)
    (said,) = drive(running.agent, call())
    os.chmod(os.path.dirname(running.agent), 0o700)
    assert (said["ran"], running.gate.calls) == (False, [])


@pytest.mark.requirement("BOUND-3")
def test_the_kept_environment_travels_and_nothing_else(running: Running) -> None:
    env = {"TZ": "UTC", "LC_ALL": "C", "MINE": "1", "LD_DEBUG_OUTPUT": "/x", "GIT_DIR": "/x", "API_KEY": "s3cret"}
    (said,) = drive(running.agent, call(), env=env, keep=[])
    assert said["ran"], said
    assert {"TZ", "LC_ALL", "PATH", "HOME", "USER", "LOGNAME", "PWD"} == set(dict(running.gate.calls[0].environment))


def test_the_plugin_keeps_the_same_variables_and_bounds_as_the_core() -> None:
    text = Path(PLUGIN).read_text()
    listed = re.search(r"const KEPT = \[(.*?)\]", text, re.DOTALL)
    assert listed is not None
    assert frozenset(re.findall(r'"(\w+)"', listed[1])) == environment.KEPT
    assert re.findall(r'KEPT_PREFIX = "(\w+)"', text) == list(environment.KEPT_PREFIXES)
    assert f"MAX_BYTES = {frame.MAX_FRAME_BYTES}" in text
