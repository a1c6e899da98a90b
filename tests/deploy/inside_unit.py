"""Run by `test_unit.py` on a machine of its own: the attacks of another user on a gate that runs as its unit says.

The tests are those of `tests/attacks/test_other_user.py`; only the gate is another.
"""

import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.test_other_user import (  # noqa: F401  collected here with the gate of this module
    asks,
    test_another_user_reads_and_writes_nothing_of_the_gates,
    test_one_users_permit_and_approval_are_not_anothers,
    test_the_agent_can_ask_and_run_what_is_allowed,
    test_the_control_socket_is_not_for_agents,
    test_the_strength_is_observed_not_claimed,
)
from tests.support.cli_agent import as_user, say, shell_call
from tests.support.cli_gate import PASSPHRASE, Done, Machine, as_account
from tests.support.deploy_place import PROJECT
from tests.support.deploy_unit import service

from mayact import client

UNIT = PROJECT / "deploy" / "systemd" / "mayact.service"
COMMAND = "/usr/local/bin/mayact"
GATE, AGENT, APPROVER = "mayact", "nobody", "daemon"
STATE = Path("/var/lib/mayact")


class UnitMachine(Machine):
    """The machine's own gate, at the places of `config.paths`. `home` holds links to them, for tests that name them.

    Root asks as one more user; `daemon` is the approver and has the key.
    """

    def __init__(self) -> None:
        super().__init__()
        self.root.chmod(0o711)
        self.work.chmod(0o777)
        self.home.mkdir(mode=0o755)
        self.environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.root)}
        self.approver_home = self.root / "approver"
        for name, at in (
            *(("config", "/etc/mayact"), ("state", str(STATE)), ("anchor", "/var/lib/mayact-anchor")),
            *(("run", "/run/mayact"), ("keys", str(self.approver_home / ".config/mayact/keys"))),
        ):
            (self.home / name).symlink_to(at)

    def set_up(self) -> None:
        agents = f'agents = ["root", "{AGENT}"]'
        settings = self._as_gate("config", "template", "--origin", "gate.example/test").stdout
        settings = settings.replace("agents = []", agents).replace("approvers = []", f'approvers = ["{APPROVER}"]')
        file = Path("/etc/mayact/mayact.toml")
        file.write_text(settings)
        os.chown(file, *_ids(GATE))
        done = self._as_gate("init", "--no-hook", passphrase=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        keys = self.approver_home / ".config" / "mayact" / "keys"
        keys.mkdir(parents=True)
        shutil.move(STATE / ".config/mayact/keys/operator.key", keys / "operator.key")
        for at in (self.approver_home, *self.approver_home.rglob("*")):
            os.chown(at, *_ids(APPROVER))
        (keys / "operator.key").chmod(0o600)

    def _as_gate(self, *words: str, passphrase: str | None = None) -> Done:
        return self._mayact(GATE, words, {**self.environment, "HOME": str(STATE)}, passphrase)

    def run(self, *words: str, passphrase: str | None = None, account: str | None = None, **_: Any) -> Done:
        """As the approver, unless for `account`."""
        who = account or APPROVER
        return self._mayact(who, words, {**self.environment, "HOME": str(self.approver_home)}, passphrase)

    def _mayact(self, who: str, words: tuple[str, ...], environment: dict[str, str], passphrase: str | None) -> Done:
        reading, writing = os.pipe()
        os.write(writing, f"{passphrase or ''}\n".encode())
        os.close(writing)
        extra = ("--passphrase-fd", str(reading)) if passphrase is not None else ()
        try:
            return subprocess.run(
                [COMMAND, *words, *extra],
                env=environment,
                cwd=self.work,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
                pass_fds=(reading,),
                start_new_session=True,
                **as_account(who),
            )
        finally:
            os.close(reading)

    @property
    def agent_socket(self) -> Path:
        return Path("/run/mayact/agent/agent.sock")

    @property
    def control_socket(self) -> Path:
        return Path("/run/mayact/control/control.sock")


def _ids(name: str) -> tuple[int, int]:
    found = pwd.getpwnam(name)
    return found.pw_uid, found.pw_gid


@pytest.fixture(scope="module", autouse=True)
def _believed() -> Iterator[None]:
    """Raw messages believe the owner of /etc/mayact, as every command of mayact does."""
    ask = client.call
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "call", lambda *words, **named: ask(*words, **{"owners": {0, _ids(GATE)[0]}, **named}))
        yield


@pytest.fixture(scope="module")
def agent() -> str:
    return AGENT


@pytest.fixture(scope="module")
def process(gate: UnitMachine) -> subprocess.Popen[str]:
    return gate.process  # type: ignore[attr-defined,no-any-return]


@pytest.fixture(scope="module")
def gate() -> Iterator[UnitMachine]:
    machine = UnitMachine()
    machine.set_up()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0mayact-test-{os.getpid()}")
        command = [sys.executable, str(PROJECT / "tests" / "support" / "deploy_unit.py"), str(UNIT)]
        started = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", *command],
            env={**os.environ, "NOTIFY_SOCKET": f"@mayact-test-{os.getpid()}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        readable, _, _ = select.select([manager], [], [], 120)
        if not readable or manager.recv(100) != b"READY=1":
            started.kill()
            raise AssertionError(started.communicate())
        machine.process = started  # type: ignore[attr-defined]
        yield machine
        started.send_signal(signal.SIGTERM)
        out, err = started.communicate(timeout=120)
        assert started.returncode == 0, (out, err)
        assert manager.recv(100) == b"STOPPING=1"
    verified = machine._as_gate("log", "verify")
    assert verified.returncode == 0, verified.stdout
    machine.remove()


@pytest.mark.requirement("AUTHZ-10", "APPR-10")
@pytest.mark.parametrize("place", ["run", "run/agent", "run/control", "config", "state", "anchor", "keys"])
def test_another_user_puts_nothing_into_its_directories(gate: UnitMachine, agent: str, place: str) -> None:
    folder = (gate.home / place).resolve()
    for attempt in (
        lambda: (folder / "mine").touch(),
        lambda: folder.rename(folder.with_name("moved")),
        lambda: os.unlink(gate.agent_socket),
        lambda: os.unlink(gate.control_socket),
    ):
        assert as_user(agent, attempt)["raised"] == "PermissionError"
    assert gate.agent_socket.exists()


@pytest.mark.requirement("AUTHZ-10", "OPS-1")
def test_it_runs_as_its_own_user_with_three_capabilities(process: subprocess.Popen[str]) -> None:
    told = Path(f"/proc/{process.pid}/status").read_text()
    found = dict(line.split(":\t", 1) for line in told.splitlines() if ":\t" in line)
    assert found["Uid"].split() == [str(_ids(GATE)[0])] * 4
    becoming = sum(1 << number for number in (5, 6, 7))
    assert {int(found[name], 16) for name in ("CapPrm", "CapEff", "CapBnd")} == {becoming}
    assert int(found["CapAmb"], 16) == 0, "what it starts inherits none"
    assert found["NoNewPrivs"] == "1"


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-10")
def test_it_sees_a_private_repository_with_its_users_rights(gate: UnitMachine, agent: str) -> None:
    project = gate.work / "private"
    as_user(agent, lambda: _private_repository(project))
    assert project.stat().st_mode & 0o077 == 0
    answer = as_user(agent, lambda: say(gate.agent_socket, {"op": "explain", "call": shell_call("./run.sh", project)}))
    effects = answer["effects"] if "effects" in answer else answer["decision"]["effects"]
    assert effects, answer
    assert any("run.sh" in str(pin) for pin in answer["pins"]), answer


def _private_repository(at: Path) -> None:
    at.mkdir(mode=0o700)
    (at / ".git").mkdir()
    (at / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (at / "run.sh").write_text("#!/bin/sh\nls\n")
    (at / "run.sh").chmod(0o700)


@pytest.mark.requirement("AUTHZ-10")
def test_no_other_program_of_the_gate_has_a_capability(gate: UnitMachine, process: subprocess.Popen[str]) -> None:
    asks(gate, "ls | head -1")
    below = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _parent(int(pid)) == process.pid]
    assert below, "it keeps a shell parser waiting"
    for pid in below:
        status = Path(f"/proc/{pid}/status").read_text()
        held = [line for line in status.splitlines() if line.startswith(("CapPrm", "CapEff", "CapAmb"))]
        assert [int(line.split()[1], 16) for line in held] == [0, 0, 0], status


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.mark.requirement("AUTHZ-6", "AUTHZ-10")
def test_no_agent_can_end_it(gate: UnitMachine, agent: str, process: subprocess.Popen[str]) -> None:
    pid = process.pid
    assert as_user(agent, lambda: os.kill(pid, 9))["raised"] == "PermissionError"
    assert asks(gate, "echo hello")["outcome"] == "allow"


def test_the_unit_is_what_was_started() -> None:
    assert service(UNIT)["ExecStart"].split()[0] == COMMAND
