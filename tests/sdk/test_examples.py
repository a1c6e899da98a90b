"""The examples run as their pages say, against a gate that runs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.sdk_gate import USER, Running, gate

from mayact.boundary.sdk import Answer, Client
from mayact.core.canonical import thaw
from mayact.packs import read_folder

pytestmark = pytest.mark.e2e

EXAMPLES = Path(__file__).parents[2] / "examples"
MORTY = "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with gate() as found:
        with Client(found.url, token_file=found.tokens["reviewer"]) as reviewer:
            active = reviewer.policy()
            todo: Any = read_folder(EXAMPLES / "policies" / "todo")
            held: Any = thaw(active.bundle)
            bundle = {**held, "application": thaw(todo["application"])}
            reviewer.activate(bundle, previous=active.digest, signer=found.approver)
        yield found


def run(running: Running, script: str, role: str, *words: str, url: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLES / "sdk" / script), *words],
        env={
            **running.machine.environment,
            "MAYACT_URL": url or running.url,
            "MAYACT_TOKEN_FILE": str(running.tokens[role]),
        },
        cwd=running.machine.work,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.requirement("OPS-3")
def test_a_program_asks_a_decision_point(running: Running) -> None:
    yes = run(running, "authzen/ask.py", "pep", MORTY, "can_update_todo", "1", "morty@the-citadel.com")
    assert (yes.returncode, yes.stdout.splitlines()[0]) == (0, "can_update_todo: yes"), yes.stderr
    assert "can_update_todo" in yes.stdout.splitlines()[1]
    no = run(running, "authzen/ask.py", "pep", MORTY, "can_update_todo", "1", "rick@the-citadel.com")
    assert (no.returncode, no.stdout.splitlines()[0]) == (1, "can_update_todo: no")
    nobody = run(running, "authzen/ask.py", "pep", MORTY, "can_read_todos", "1", url="http://127.0.0.1:1")
    assert (nobody.returncode, nobody.stdout) == (2, "")


@pytest.mark.requirement("AUTHZ-1", "BOUND-3")
def test_a_tool_runs_when_it_may_and_never_otherwise(running: Running) -> None:
    allowed = run(running, "guarded-tool/tool.py", "boundary", USER, "echo hello")
    assert (allowed.returncode, allowed.stdout) == (0, "hello\n"), allowed.stderr
    denied = run(running, "guarded-tool/tool.py", "boundary", USER, "cat ~/.ssh/id_ed25519; echo ran")
    assert (denied.returncode, denied.stdout) == (77, "")
    assert "denied" in denied.stderr
    nobody = run(running, "guarded-tool/tool.py", "boundary", USER, "echo hello", url="http://127.0.0.1:1")
    assert (nobody.returncode, nobody.stdout) == (70, "")


@pytest.mark.requirement("APPR-1")
def test_a_tool_that_must_ask_runs_once_a_person_agreed(running: Running) -> None:
    command = "git --version; git push origin main"
    pending = run(running, "guarded-tool/tool.py", "boundary", USER, command)
    assert (pending.returncode, pending.stdout) == (75, "")
    with Client(running.url, token_file=running.tokens["reviewer"]) as reviewer:
        (name,) = [row.id for row in reviewer.requests()]
        reviewer.answer(reviewer.request(name), Answer.APPROVE, signer=running.approver)
    ran = run(running, "guarded-tool/tool.py", "boundary", USER, command)
    assert ran.stdout.startswith("git version"), ran.stderr
    assert ran.returncode not in (70, 75, 77)
    assert run(running, "guarded-tool/tool.py", "boundary", USER, command).returncode == 75


def test_a_program_that_asks_loads_nothing_of_the_gate() -> None:
    code = (
        "import sys, mayact.boundary.sdk\n"
        "heavy = ('mayact.server', 'mayact.gate', 'mayact.store', 'mayact.cli', 'mayact.identity', 'cedarpy', "
        "'sqlalchemy', 'uvicorn', 'starlette')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
