"""Gates as real processes that somebody keeps killing.

Law: a gate dies by SIGKILL, so no handler, flush or goodbye runs; it is started again as a service manager would, on
what it left. A gate that does not come back ends the run: that is a finding, not noise.
"""

import random
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path

from tests.endurance.agents import Door
from tests.support.cli_gate import PASSPHRASE, Machine, stop

from mayact.config import paths_in
from mayact.identity import keys
from mayact.identity.keys import ApproverKey


def prepared(machine: Machine, *, store_url: str = "") -> str:
    """Make the gate in `machine`, HTTP on a socket of its own, and a token for evaluations, which is returned."""
    settings = Path(paths_in(str(machine.home)).settings_file)
    machine.home.mkdir(mode=0o700)
    settings.parent.mkdir(mode=0o700)
    settings.write_text(
        f'[gate]\norigin = "mayact.local/endurance"\n[store]\nurl = "{store_url}"\n'
        f'[http]\nlisten = "unix:{http_socket(machine)}"\nrate = 1000000\n'
    )
    settings.chmod(0o644)
    machine.init()
    said = machine.run("token", "add", "endurance", "--role", "pep")
    assert said.returncode == 0, said.stderr
    found = re.search(r"mayact_[A-Za-z0-9_-]{43}", said.stdout)
    assert found is not None, said.stdout
    return found[0]


def http_socket(machine: Machine) -> Path:
    return machine.home / "run" / "http" / "http.sock"


def twin_of(machine: Machine) -> Machine:
    """Another gate on the same database: the same settings, keys and tokens in another place."""
    twin = Machine()
    shutil.copytree(machine.home, twin.home, symlinks=True, ignore=shutil.ignore_patterns("run", "mayact.db*"))
    settings = Path(paths_in(str(twin.home)).settings_file)
    settings.write_text(settings.read_text().replace(str(http_socket(machine)), str(http_socket(twin))))
    return twin


def door_of(machine: Machine) -> Door:
    return Door(machine.agent_socket, machine.control_socket, http_socket(machine))


def key_in(machine: Machine) -> ApproverKey:
    (file,) = Path(paths_in(str(machine.home)).keys).iterdir()
    return keys.unlock(keys.read(str(file)), PASSPHRASE)


class Fleet:
    """The gates, one thread that kills and restarts them, and how often it did."""

    def __init__(self, machines: list[Machine], *, seed: int, mean_s: float) -> None:
        self._machines = machines
        self._dice = random.Random(seed)
        self._mean_s = mean_s
        self._gates: list[subprocess.Popen[str]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._kill, daemon=True)
        self.kills = 0
        self.failed: BaseException | None = None

    def __enter__(self) -> "Fleet":
        self._gates = [machine.start() for machine in self._machines]
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()
        for gate in self._gates:
            stop(gate)

    def end(self) -> None:
        """No more kills."""
        self._over.set()
        self._thread.join()

    def _kill(self) -> None:
        while not self._over.wait(self._dice.expovariate(1 / self._mean_s)):
            victim = self._dice.randrange(len(self._gates))
            gate = self._gates[victim]
            gate.send_signal(signal.SIGKILL)
            gate.communicate()
            self.kills += 1
            try:
                self._gates[victim] = self._machines[victim].start()
            except BaseException as error:  # noqa: BLE001  shown by whoever runs the hour
                self.failed = error
                return
