"""What a command did beside its permit: an entry, and from then on a label that policy can forbid on."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.egress.test_door import Far, far
from tests.egress.test_through import THROUGH
from tests.support.cli_gate import MAYACT, Machine
from tests.support.policy import READ, compiled, tool_call, verdict

from mayact.cli.link import ask_control
from mayact.config import Paths, paths_in
from mayact.core.errors import InvalidInput, NotFound
from mayact.core.model import Allow, Deny
from mayact.core.record import call_from_json, call_json
from mayact.core.wire.messages import Differed, End, Launch, Prove

__all__ = ["far"]

FOUND = {"what": "file", "resource": "/home/dev/app/\x1b[31mpackage.json", "detail": "written"}


@pytest.fixture
def gate(machine: Machine) -> Iterator[Machine]:
    with machine.up():
        yield machine


@pytest.fixture
def paths(gate: Machine) -> Paths:
    return paths_in(str(gate.home))


@pytest.fixture
def launch(paths: Paths) -> dict[str, Any]:
    """An agent that this process launched, in no sandbox: held for advisory, and answered."""
    made = ask_control(paths, Launch(agent="agent"))
    ask_control(paths, Prove(launch=made["launch"], process=os.getpid(), plan={}, probe={"v": 1, "attempts": []}))
    return made


def ask(gate: Machine, launch: dict[str, Any], text: str) -> "subprocess.CompletedProcess[str]":
    environment = {**gate.environment, "MAYACT_HOME": launch["directory"]}
    return subprocess.run(
        [MAYACT, "exec", "-c", text], cwd=gate.work, env=environment, capture_output=True, text=True, timeout=120,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def bodies(gate: Machine, kind: str) -> list[dict[str, Any]]:
    return [row["body"] for row in gate.json("log", "show", "--json", "--last", "200") if row["kind"] == kind]


@pytest.mark.requirement("BOUND-4", "AUTHZ-10")
def test_a_difference_is_an_entry_and_labels_what_comes_after(
    gate: Machine, paths: Paths, launch: dict[str, Any]
) -> None:
    assert ask(gate, launch, "echo before").returncode == 0
    told = Differed(launch=launch["launch"], permit="prm-1", differences=[FOUND], more=3)
    assert ask_control(paths, told) == {"recorded": True, "labels": ["differed"]}
    unseen = {"what": "unseen", "resource": "too many names", "detail": ""}
    ask_control(paths, Differed(launch=launch["launch"], permit="prm-2", differences=[unseen]))
    assert ask(gate, launch, "echo after").returncode == 0
    first, second = bodies(gate, "action.differed")
    assert (first["permit"], first["labels"], first["more"]) == ("prm-1", ["differed"], 3)
    assert first["differences"][0]["resource"] == "/home/dev/app/\\x1b[31mpackage.json"
    assert second["labels"] == ["differed", "unobserved"]
    calls = [body["decision"]["call"] for body in bodies(gate, "decision.made")]
    labels = {call["arguments"]["command"]: call.get("labels") for call in calls}
    assert labels == {"echo before": None, "echo after": ["differed", "unobserved"]}
    assert "agent      agent" in gate.run("status").stdout
    assert "differed, unobserved" in gate.run("status").stdout
    assert gate.json("status", "--json")["launched"][0]["labels"] == ["differed", "unobserved"]
    ask_control(paths, End(launch=launch["launch"], exit_code=0))
    assert gate.json("status", "--json")["launched"] == []
    assert gate.run("log", "verify").returncode == 0


@pytest.mark.requirement("BOUND-4")
def test_what_is_no_difference_of_this_launch_is_refused(paths: Paths, launch: dict[str, Any]) -> None:
    name = launch["launch"]
    for said in (
        Differed(launch=name, permit="p", differences=[]),
        Differed(launch=name, permit="p", differences=[{"what": "mood", "resource": "x", "detail": ""}]),
        Differed(launch=name, permit="p", differences=[FOUND] * 65),
        Differed(launch=name, permit="p", differences=[FOUND], more=-1),
        Differed(launch=name, permit="p" * 5000, differences=[FOUND]),
    ):
        with pytest.raises(InvalidInput):
            ask_control(paths, said)
    with pytest.raises(NotFound):
        ask_control(paths, Differed(launch="agt-0", permit="p", differences=[FOUND]))


@pytest.mark.requirement("BOUND-4")
def test_policy_forbids_on_a_label() -> None:
    bundle = compiled(
        '@id("p") permit (principal, action, resource);',
        '@id("clean-only") @hint("end it and look") forbid (principal, action, resource) '
        'when { context.labels.contains("differed") };',
    )
    assert isinstance(verdict(bundle, READ, call=tool_call()), Allow)
    assert isinstance(verdict(bundle, READ, call=tool_call(labels=("unobserved",))), Allow)
    assert isinstance(verdict(bundle, READ, call=tool_call(labels=("differed", "unobserved"))), Deny)


@pytest.mark.requirement("AUDIT-1")
def test_a_call_without_labels_is_recorded_as_before(tmp_path: Path) -> None:
    assert "labels" not in call_json(tool_call())
    for call in (tool_call(), tool_call(labels=("differed",))):
        assert call_from_json(call_json(call)) == call


# ── in a real sandbox ────────────────────────────────────────────────────────────────────────────────────

AGENT = """
import subprocess, sys
for text in sys.argv[1:]:
    print(subprocess.run(["mayact", "exec", "-c", text], stdin=subprocess.DEVNULL).returncode, flush=True)
"""


def run_agent(gate: Machine, *texts: str) -> "subprocess.Popen[str]":
    (gate.work / "agent.py").write_text(AGENT)
    (gate.work / ".git").mkdir(exist_ok=True)
    return subprocess.Popen(
        [MAYACT, "run", "--", "python3", "agent.py", *texts], cwd=gate.work, env=gate.environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-4", "AUTHZ-10")
def test_what_changes_beside_a_permitted_command_is_told_before_the_next_is_decided(gate: Machine) -> None:
    process = run_agent(gate, "touch made; sleep 5", "echo after")
    end = time.monotonic() + 120
    while not (gate.work / "made").exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    (gate.work / "other.txt").write_text("somebody's")
    out, err = process.communicate(timeout=240)
    assert out.split() == ["0", "after", "0"], err
    (told,) = bodies(gate, "action.differed")
    assert told["differences"] == [{"what": "file", "resource": str(gate.work / "other.txt"), "detail": "made"}]
    calls = [body["decision"]["call"] for body in bodies(gate, "decision.made")]
    assert [call.get("labels") for call in calls] == [None, ["differed"]]


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-4")
def test_a_normal_day_is_quiet(gate: Machine) -> None:
    (gate.work / "mod.py").write_text("x = 1\n")
    git = ["git", "-C", str(gate.work), "-c", "user.name=dev", "-c", "user.email=dev@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    texts = [
        "mkdir -p a/b && echo x > a/b/c",
        "mv mod.py other.py",
        "cp -r a d",
        "sed -i s/x/y/ other.py",
        "git status",
    ]
    process = run_agent(gate, *texts)
    out, err = process.communicate(timeout=240)
    assert out.split().count("0") == len(texts), (out, err)
    assert bodies(gate, "action.differed") == []


@pytest.mark.e2e
@pytest.mark.requirement("BOUND-4", "BOUND-2")
def test_whom_a_commands_code_reaches_is_told_and_whom_the_agent_does_is_not(gate: Machine, far: Far) -> None:
    # A permitted command keeps no variable about proxies, so its code has to know where the way out is.
    here = "import os\nos.environ['HTTPS_PROXY'] = 'http://127.0.0.1:3128'\n"
    (gate.work / "through.py").write_text(here + THROUGH)
    host = f"model.test:{far.port}"
    code = f"import subprocess; go = ['python3', 'through.py', '{host}']; subprocess.run(go); "
    code += "subprocess.run(['mayact', 'exec', '--', *go], stdin=subprocess.DEVNULL)"
    (gate.work / ".git").mkdir(exist_ok=True)
    done = gate.run("run", "--host", f"{host}=127.0.0.1", "--", "python3", "-c", code)
    assert done.stdout.count("model.test 200") == 2, (done.stdout, done.stderr)
    (told,) = bodies(gate, "action.differed")
    assert told["differences"] == [{"what": "host", "resource": host, "detail": ""}]
