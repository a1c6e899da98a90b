"""The same attempts where the gate runs under another user than the agent (strength separate).

Needs root to become two users; elsewhere the same tests run with one, and expect what advisory promises. Which of the
two ran is in each test's name.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_agent import as_user, say, shell_call
from tests.support.cli_gate import PASSPHRASE, Machine, other_account

from mayact.boundary.exec.main import main as run_exec

pytestmark = pytest.mark.e2e

ACCOUNT = other_account()
RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""


@pytest.fixture(scope="module", params=[pytest.param(ACCOUNT, id="another-user" if ACCOUNT else "same-user")])
def agent(request: pytest.FixtureRequest) -> Any:
    """The account that the agent runs as; None is our own."""
    return request.param


@pytest.fixture(scope="module")
def gate(initialised: Machine, agent: str | None) -> Iterator[Machine]:
    machine = initialised.copy()
    machine.root.chmod(0o711)
    machine.work.chmod(0o777)
    if agent is not None:
        settings = machine.home / "config" / "mayact.toml"
        settings.write_text(settings.read_text().replace("agents = []", f'agents = ["{agent}"]'))
    with machine.up():
        yield machine
    machine.remove()


def asks(machine: Machine, command: str) -> dict[str, Any]:
    return say(machine.agent_socket, {"op": "authorize", "call": shell_call(command, machine.work)})


@pytest.mark.requirement("AUTHZ-10")
def test_the_strength_is_observed_not_claimed(gate: Machine, agent: str | None) -> None:
    status = as_user(agent, lambda: say(gate.agent_socket, {"op": "status"}))
    assert status["strength"] == ("separate" if agent else "advisory")
    claimed = shell_call("echo hello", gate.work) | {"claims": {"strength": "separate", "user": "root"}}
    answer = as_user(agent, lambda: say(gate.agent_socket, {"op": "authorize", "call": claimed}))
    assert answer["strength"] == status["strength"]
    assert answer["call"]["user"] == (agent or status["user"])


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-10")
def test_the_agent_can_ask_and_run_what_is_allowed(gate: Machine, agent: str | None) -> None:
    def act() -> int:
        os.environ.update(gate.environment)
        os.chdir(gate.work)
        return run_exec(["-c", "echo hello > hello"])

    act_code = as_user(agent, act)
    assert act_code in (0, 75), act_code
    assert (gate.work / "hello").exists() == (act_code == 0)


SECRETS: dict[str, Callable[[Machine], Path]] = {
    "the approver's key": lambda gate: gate.home / "keys" / "operator.key",
    "the gate's key": lambda gate: gate.home / "state" / "gate.key",
    "the store": lambda gate: gate.database,
    "the anchor": lambda gate: gate.home / "anchor" / "head",
}


@pytest.mark.requirement("AUTHZ-10", "APPR-10")
@pytest.mark.parametrize("where", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize("mode", ["rb", "ab", "wb"])
def test_another_user_reads_and_writes_nothing_of_the_gates(
    gate: Machine, agent: str | None, where: Callable[[Machine], Path], mode: str
) -> None:
    path = where(gate)
    if agent is None:
        # The same user may do all of this: that is what advisory says. Nothing is tried on the shared gate.
        assert path.stat().st_uid == os.geteuid()
        return
    before = path.read_bytes()
    tried = as_user(agent, lambda: open(path, mode).close())
    assert tried["raised"] == "PermissionError"
    # The gate itself may have written these two meanwhile: its sweep closes what is over.
    assert path.read_bytes()[: len(before)] == before or path.name in ("mayact.db", "head")


@pytest.mark.requirement("AUTHZ-10", "APPR-10")
@pytest.mark.parametrize("place", ["home", "run", "run/agent", "run/control", "config", "state", "anchor", "keys"])
def test_another_user_puts_nothing_into_the_gates_directories(gate: Machine, agent: str | None, place: str) -> None:
    folder = gate.home if place == "home" else gate.home / place
    if agent is None:
        assert folder.stat().st_mode & 0o022 == 0, "at least no third user may"
        return
    for attempt in (
        lambda: (folder / "mine").touch(),
        lambda: folder.rename(gate.root / "moved"),
        lambda: os.unlink(gate.agent_socket),
    ):
        assert as_user(agent, attempt)["raised"] == "PermissionError"
    assert gate.agent_socket.exists()


@pytest.mark.requirement("APPR-4", "APPR-10")
def test_the_control_socket_is_not_for_agents(gate: Machine, agent: str | None) -> None:
    request = asks(gate, RUNS_CODE)["request"]
    listed = as_user(agent, lambda: say(gate.control_socket, {"op": "requests"}))
    answered = as_user(
        agent,
        lambda: say(
            gate.control_socket,
            {"op": "answer", "request": request, "answer": "approve", "approver": "key-x", "signature": ""},
        ),
    )
    assert "error" in answered
    assert ("error" in listed) == (agent is not None)
    assert gate.json("requests", request, "--json")["answers"] == []


@pytest.mark.requirement("BOUND-3")
def test_one_users_permit_and_approval_are_not_anothers(gate: Machine, agent: str | None) -> None:
    ours = asks(gate, "echo hello")
    call = shell_call("echo hello", gate.work)
    claimed = as_user(agent, lambda: say(gate.agent_socket, {"op": "claim", "token": ours["token"]}))
    redeemed = as_user(agent, lambda: say(gate.agent_socket, {"op": "redeem", "token": ours["token"], "call": call}))
    assert ("error" in claimed, "error" in redeemed) == (agent is not None, agent is not None)

    command = RUNS_CODE + " # ours"
    request = asks(gate, command)["request"]
    assert gate.run("approve", request, passphrase=PASSPHRASE).returncode == 0
    theirs = as_user(agent, lambda: asks(gate, command))
    assert theirs["outcome"] == ("step-up" if agent else "allow")
    assert (theirs.get("request") == request) is False


@pytest.mark.requirement("AUTHZ-6", "AUTHZ-10")
def test_another_user_cannot_end_the_gate(gate: Machine, agent: str | None) -> None:
    found = [int(name) for name in os.listdir("/proc") if name.isdigit() and _is_gate(int(name), gate)]
    assert len(found) == 1
    if agent is None:
        return  # the same user can: `test_same_user.py` states what happens then
    assert as_user(agent, lambda: os.kill(found[0], 9))["raised"] == "PermissionError"
    assert asks(gate, "echo hello")["outcome"] == "allow"


def _is_gate(pid: int, gate: Machine) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return f"MAYACT_HOME={gate.home}".encode() in environment.split(b"\0") and command.endswith(b"\0up\0")
