"""A real Codex whose gate or hook fails: what our script can answer for blocks, what it cannot is written down.

The second half proves docs/clients/codex.md, "What is left": these runs are what `mayact run` is for.
"""

import os
import re
import sys
from pathlib import Path

import pytest
from tests.support.agents.codex import Codex, patch, shell
from tests.support.agents.place import Run, namespaces, place_in
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.boundary.hooks.install import hook_script
from mayact.core.wire.hooks.forms import Place
from mayact.core.wire.hooks.setup import SCRIPT_MARGIN_S, HookSetup

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.requirement("AUTHZ-6"),
    pytest.mark.skipif(not namespaces(), reason="needs root, and a copy of /etc that only this run sees"),
]

SECONDS = 2
BOTH = [shell("echo x > by-command.txt"), patch("*** Begin Patch\n*** Add File: by-patch.txt\n+x\n*** End Patch\n")]


def try_both(folder: Path, socket: str, *, script: str = "", timeout: int | None = None) -> tuple[Run, list[str]]:
    """A command and a patch, because they take different ways through the client; what then stands in the project."""
    codex = Codex(place_in(folder))
    wait = SECONDS - SCRIPT_MARGIN_S
    setup = HookSetup(
        python=sys.executable, script=script or hook_script(), socket=socket, owner=os.geteuid(), wait_s=wait
    )
    codex.hooks(setup, whose=Place.MANAGED)
    if timeout is not None:
        for name, text in codex.place.etc.items():
            codex.place.etc[name] = re.sub("timeout = [0-9]+", f"timeout = {timeout}", text)
    run = codex.run(BOTH)
    return run, sorted(os.listdir(codex.place.project))


KINDS = {"absent", "killed in the middle", "hung", "cut in the body", "garbage"}
"""One of each kind under the real client; the script alone is tried with all of them (tests/hooks/test_script.py)."""


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.name in KINDS], ids=lambda fault: re.sub(r"\W", "-", fault.name)
)
def test_a_bad_gate_runs_nothing(tmp_path: Path, fault: Fault) -> None:
    with faulty_gate(tmp_path / "g", fault) as socket:
        run, made = try_both(tmp_path, socket)
    assert made == []
    assert all("no answer from the gate, so nothing runs" in result for result in run.told)


def test_a_missing_script_runs_nothing(tmp_path: Path) -> None:
    """The interpreter's own exit code for a script that is not there happens to be the one that blocks."""
    assert try_both(tmp_path, "/nowhere", script="/nowhere/agent_hook.py")[1] == []


FAIL_CLOSED = {
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "exception": "raise RuntimeError('broken')",
    "exit 1": "import sys; sys.exit(1)",
}


@pytest.mark.parametrize("body", FAIL_CLOSED.values(), ids=[name.replace(" ", "-") for name in FAIL_CLOSED])
def test_a_script_that_ends_without_an_answer_runs_nothing(tmp_path: Path, body: str) -> None:
    """By itself Codex runs the call then: the shell around the script turns it into a deny."""
    script = tmp_path / "agent_hook.py"
    script.write_text(body)
    run, made = try_both(tmp_path, "/nowhere", script=str(script))
    assert made == []
    assert all("the hook ended without an answer" in result for result in run.told)


FAIL_OPEN = {
    "garbage": "print('garbage')",
    "outlives the client's patience": "import time; time.sleep(600)",
}


@pytest.mark.parametrize("body", FAIL_OPEN.values(), ids=[re.sub(r"\W", "-", name) for name in FAIL_OPEN])
def test_what_codex_runs_all_the_same(tmp_path: Path, body: str) -> None:
    script = tmp_path / "agent_hook.py"
    script.write_text(body)
    assert try_both(tmp_path, "/nowhere", script=str(script), timeout=1)[1] == ["by-command.txt", "by-patch.txt"]
