"""`make demo` is the first thing that anybody sees: it ends well with either answer, from a terminal or without one."""

import os
import subprocess
import sys

import pytest
from tests.support.cli_agent import at_a_terminal
from tests.support.deploy_place import PROJECT

DEMO = [sys.executable, "-m", "demo"]
LAST = "all of it really happened"

# Sixty processes one after the other, on a machine that does other things.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]


def environment(**more: str) -> dict[str, str]:
    return {**{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}, "LANG": "C.UTF-8", **more}


def test_it_ends_well_when_the_answer_is_yes() -> None:
    done = subprocess.run(
        DEMO,
        cwd=PROJECT,
        env=environment(MAYACT_DEMO_ANSWER="yes"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert LAST in done.stdout
    assert "NOT TRUE" not in done.stdout
    assert "it ran, once" in done.stdout


def test_a_person_at_a_terminal_says_no() -> None:
    started = ["/usr/bin/env", "-C", str(PROJECT), *DEMO]
    code, shown = at_a_terminal(started, environment(), script=[(b"[yes/no] ", b"no\n")], seconds=600)
    assert code == 0, shown[-3000:]
    assert LAST in shown
    assert "a person said no" in shown
    assert "it ran, once" not in shown
