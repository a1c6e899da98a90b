"""Which shells an agent finds inside, and whether its commands are asked about: by plan, and in a real sandbox."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from tests.support.cli_gate import Machine
from tests.support.sandbox import WORK, situations, surroundings, wanted

from mayact.boundary.run.look import interpreter_of
from mayact.core.errors import InvalidInput, MayactError
from mayact.core.sandbox.model import ReadOnly, Surroundings, Text, Wanted
from mayact.core.sandbox.plan import plan
from mayact.core.sandbox.shells import HOOKED, REAL, left_real, of_a_command, shim
from mayact.core.wire.hooks.setup import HookSetup

pytestmark = pytest.mark.requirement("BOUND-1")

SHELLS = {"bash": "/usr/bin/bash", "sh": "/usr/bin/dash"}
SETUP = HookSetup(python="/usr/bin/python3", script="/opt/agent_hook.py", socket="/run/gate/s", owner=0)


def seen(**changed: object) -> Surroundings:
    return surroundings(**{"shells": SHELLS, "shim": "#!shim\n", **changed})


def test_the_names_are_the_shim_and_the_real_ones_stand_beside() -> None:
    mounts = plan(wanted(), seen()).mounts
    last = {mount.at: mount for mount in mounts}
    for path in SHELLS.values():
        assert last[path] == Text("#!shim\n", path, executable=True)
    for name, path in SHELLS.items():
        assert last[f"{REAL}/{name}"] == ReadOnly(path, f"{REAL}/{name}")


def test_what_a_permit_runs_apart_finds_the_real_ones() -> None:
    made = plan(wanted(), seen()).mounts
    assert of_a_command(made) == plan(wanted(), seen(shim="")).mounts
    assert of_a_command(plan(wanted(), seen(shim="")).mounts) == plan(wanted(), seen(shim="")).mounts


@pytest.mark.parametrize(
    "changed",
    [{"shim": ""}, {"shells": {"bash": "/usr/bin/bash"}}, {"program": "/usr/bin/dash"}, {"interpreter": "/bin/sh"},
     {"program": "/opt/claude"}],
)  # fmt: skip
def test_shells_that_stay_real(changed: dict[str, object]) -> None:
    assert left_real(wanted(), seen(**changed)) is not None


@pytest.mark.parametrize("name", HOOKED)
def test_clients_whose_hooks_ask_keep_their_shells(name: str) -> None:
    for command in ((name, "-p"), ("node", f"/opt/bundle/{name}.js"), (f"/opt/bin/{name}",)):
        assert left_real(wanted(command=command), seen()) == HOOKED[name]


@given(situations())
def test_nothing_else_of_a_plan_depends_on_the_shim(situation: tuple[Wanted, Surroundings]) -> None:
    asked, found = situation
    try:
        without = plan(asked, replace(found, shells=SHELLS, shim=""))
    except MayactError:
        return
    made = plan(asked, replace(found, shells=SHELLS, shim="#!shim\n"))
    assert made.mounts[: len(without.mounts)] == without.mounts
    assert {mount.at for mount in made.mounts[len(without.mounts) :]} <= {
        *SHELLS.values(),
        f"{REAL}/bash",
        f"{REAL}/sh",
    }
    assert made.environment == without.environment


def test_a_work_tree_cannot_lie_where_the_real_shells_stand() -> None:
    with pytest.raises(MayactError):
        plan(wanted(work=f"{REAL}/x", cwd=f"{REAL}/x"), seen())
    assert plan(wanted(work=WORK), seen())


def test_the_shim_is_a_program_that_imports_nothing_of_the_agents() -> None:
    text = shim(python="/opt/venv/bin/python", mayact="/opt/venv/bin/mayact", setup=SETUP)
    assert text.startswith("#!/opt/venv/bin/python -I\n")
    compile(text, "shim", "exec")
    for python in ("/opt/my venv/bin/python", "/" + "x" * 220):
        with pytest.raises(InvalidInput):
            shim(python=python, mayact="/opt/venv/bin/mayact", setup=SETUP)


@pytest.mark.parametrize(
    ("line", "found"),
    [("#!/bin/sh\n", "/bin/sh"), ("#! /usr/bin/env -S A=b bash -e\n", "bash"), ("#!/usr/bin/env python3\n", "python3"),
     ("echo\n", ""), ("#!\n", "")],
)  # fmt: skip
def test_what_starts_a_script(tmp_path: Path, line: str, found: str) -> None:
    (tmp_path / "x").write_text(line)
    assert interpreter_of(str(tmp_path / "x")) == found
    assert interpreter_of(str(tmp_path / "none")) == ""


# ── for real ─────────────────────────────────────────────────────────────────────────────────────────────

AGENT = """
import json, os, subprocess
def run(*given, **more):
    done = subprocess.run(*given, capture_output=True, text=True, **more)
    return [done.returncode, done.stdout, done.stderr]
found = {
    "system": run("echo hi; echo there", shell=True),
    "bash": run("echo $BASH_VERSION | grep -c .", shell=True, executable="/bin/bash"),
    "beneath": run("sh -c 'bash -c \\"echo deep\\"'", shell=True),
    "denied": run("git push --force origin main", shell=True),
    "typed": run(["bash", "-i"], input="echo a\\ngit push --force origin main\\necho b\\n"),
    "hook": run(["/bin/bash", "-c", HOOK], input="{}"),
}
print(json.dumps(found))
"""


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    try:
        made.init()
        (made.work / ".git").mkdir()
        yield made
    finally:
        made.remove()


@pytest.mark.e2e
@pytest.mark.requirement("AUTHZ-1", "AUTHZ-7", "BOUND-2")
def test_an_agent_without_hooks_is_asked_at_its_shells(machine: Machine) -> None:
    agent = machine.work / "agent.py"
    # What a client's hook sends about no tool of its own is refused by the hook itself, not asked about as a command.
    hook = machine.work / "hook.txt"
    agent.write_text(f"#!{os.path.realpath(sys.executable)}\nHOOK = open({str(hook)!r}).read()\n{AGENT}")
    agent.chmod(agent.stat().st_mode | stat.S_IXUSR)
    from mayact.boundary.hooks.install import hook_setup
    from mayact.core.sandbox.model import AGENT_SOCKET
    from mayact.core.wire.hooks.setup import DEFAULT_WAIT_S, closing_command

    setup = hook_setup(socket=AGENT_SOCKET, owner=os.geteuid(), wait_s=DEFAULT_WAIT_S)
    hook.write_text(closing_command(setup, "gemini", "before"))
    with machine.up():
        done = machine.run("run", "--", str(agent))
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        rows = machine.json("log", "show", "--json", "--last", "500")
        asked = [row["body"]["decision"] for row in rows if row["kind"] == "decision.made"]
    assert found["system"] == [0, "hi\nthere\n", ""]
    assert found["bash"] == [0, "1\n", ""]
    assert found["beneath"] == [0, "deep\n", ""]
    assert found["denied"][0] == 77
    assert "never.force-push-protected" in found["denied"][2]
    assert found["typed"][1] == "a\nb\n"
    assert "never.force-push-protected" in found["typed"][2]
    assert found["hook"][0] == 2
    assert "is this Gemini CLI?" in found["hook"][2]
    commands = [row["call"]["arguments"].get("command") or row["call"]["arguments"]["argv"][2] for row in asked]
    assert commands == [
        "echo hi; echo there",
        "echo $BASH_VERSION | grep -c .",
        "sh -c 'bash -c \"echo deep\"'",
        "git push --force origin main",
        "echo a",
        "git push --force origin main",
        "echo b",
    ]
