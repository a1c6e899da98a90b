"""A real Claude Code whose hook or gate fails in every way: nothing runs.

Two calls a session, a command and a file, because they take different ways through the client. All permissions of the
client's own are open, so only the hook can stop them.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.server import FakeGate, serving
from tests.support.server_claude import Claude, Run, claude_in
from tests.support.server_exec import mayact_script
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.boundary.hooks.install import hook_script
from mayact.core.wire.hooks.claude_settings import settings_fragment
from mayact.core.wire.hooks.setup import HookSetup

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("AUTHZ-6")]

SECONDS = 2
"""The script's deadline with a bad gate: its margin over the gate's wait is a constant, so the wait is what is left."""


def setup(
    socket: str, *, python: str = sys.executable, script: str | None = None, seconds: int = SECONDS
) -> dict[str, Any]:
    made = HookSetup(
        python=python, script=script or hook_script(), socket=socket, owner=os.geteuid(), wait_s=seconds - 15
    )
    return settings_fragment(made)


def try_both(claude: Claude) -> tuple[Run, list[str]]:
    """A command and a file write; what then stands in the project."""
    run = claude.run(
        [
            {"do": "shell", "command": "echo x > by-command.txt"},
            {"do": "write", "path": str(claude.project / "by-write.txt"), "content": "x"},
        ]
    )
    return run, sorted(os.listdir(claude.project))


def assert_blocked(run: Run, made: list[str]) -> None:
    assert made == []
    assert len(run.results) == 2, run.text
    assert all("[is_error]" in result and "hook error" in result for result in run.results), run.results


def test_with_a_good_gate_both_run(tmp_path: Path) -> None:
    """Without this, nothing running would prove nothing."""
    mayact = str(mayact_script(tmp_path))
    with serving(tmp_path / "run", FakeGate(), mayact=mayact) as running, claude_in(tmp_path) as claude:
        claude.settings(setup(running.agent, seconds=60))
        run, made = try_both(claude)
    assert made == ["by-command.txt", "by-write.txt"], run.output


def test_without_a_hook_both_run(tmp_path: Path) -> None:
    with claude_in(tmp_path) as claude:
        assert try_both(claude)[1] == ["by-command.txt", "by-write.txt"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: re.sub(r"\W", "-", fault.name))
def test_a_bad_gate_runs_nothing(tmp_path: Path, fault: Fault) -> None:
    with faulty_gate(tmp_path / "g", fault) as socket, claude_in(tmp_path) as claude:
        claude.settings(setup(socket))
        assert_blocked(*try_both(claude))


SCRIPTS = {
    "exit 1": "import sys; sys.exit(1)",
    "exit 127": "import sys; sys.exit(127)",
    "exception": "raise RuntimeError('broken')",
    "syntax error": "def",
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "killed after saying allow": (
        "import os, signal, sys\n"
        'sys.stdout.write(\'{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}\')\n'
        "sys.stdout.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    ),
    "exit 2 after saying allow": (
        "import os\n"
        'os.write(1, b\'{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}\')\n'
        "os._exit(2)"
    ),
}


@pytest.mark.parametrize("body", SCRIPTS.values(), ids=[name.replace(" ", "-") for name in SCRIPTS])
def test_a_broken_script_runs_nothing(tmp_path: Path, body: str) -> None:
    script = tmp_path / "agent_hook.py"
    script.write_text(body)
    with claude_in(tmp_path) as claude:
        claude.settings(setup("/nowhere", script=str(script)))
        assert_blocked(*try_both(claude))


@pytest.mark.parametrize("missing", ["script", "interpreter"])
def test_a_missing_script_or_interpreter_runs_nothing(tmp_path: Path, missing: str) -> None:
    with claude_in(tmp_path) as claude:
        if missing == "script":
            claude.settings(setup("/nowhere", script="/nowhere/agent_hook.py"))
        else:
            claude.settings(setup("/nowhere", python="/nowhere/python3"))
        assert_blocked(*try_both(claude))


def test_a_script_that_outlives_the_clients_patience_runs_nothing(tmp_path: Path) -> None:
    script = tmp_path / "agent_hook.py"
    script.write_text("import time; time.sleep(600)")
    settings = setup("/nowhere", script=str(script))
    settings["hooks"]["PreToolUse"][0]["hooks"][0]["timeout"] = 2
    with claude_in(tmp_path) as claude:
        claude.settings(settings)
        assert_blocked(*try_both(claude))
