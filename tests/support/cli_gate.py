"""A gate in a throw-away home, driven by the installed `mayact` command as a person and an agent would."""

import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MAYACT = str(Path(sys.executable).with_name("mayact"))
PASSPHRASE = "correct horse battery staple"
START_SECONDS = 120
RUN_SECONDS = 120
"""Bounds on what hangs, not on what is slow: it takes a second on a machine that has nothing else to do."""

Done = subprocess.CompletedProcess[str]


class Machine:
    """`home` holds everything of the gate (`MAYACT_HOME`); `work` is a project directory beside it."""

    def __init__(self, *, account: str | None = None) -> None:
        # Below /tmp and short: a socket's path has at most 107 bytes.
        self.root = Path(tempfile.mkdtemp(prefix="mayact-"))
        self.home = self.root / "h"
        self.work = self.root / "work"
        self.work.mkdir()
        self.account = account
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.root),
            "MAYACT_HOME": str(self.home),
            "LANG": "C.UTF-8",
        }

    def copy(self) -> "Machine":
        """Another machine in the same state. Only of a gate that is not running."""
        twin = Machine(account=self.account)
        shutil.copytree(self.home, twin.home, symlinks=True)
        return twin

    @property
    def database(self) -> Path:
        return self.home / "state" / "mayact.db"

    @property
    def agent_socket(self) -> Path:
        return self.home / "run" / "agent" / "agent.sock"

    @property
    def control_socket(self) -> Path:
        return self.home / "run" / "control" / "control.sock"

    def remove(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def run(
        self, *words: str, passphrase: str | None = None, account: str | None = None, cwd: Path | None = None,
        environment: Mapping[str, str] | None = None, seconds: int = RUN_SECONDS,
    ) -> Done:  # fmt: skip
        """`mayact WORDS…`. `passphrase` goes over a pipe; `account`: as that user (needs root)."""
        command = [MAYACT, *words]
        reading = -1
        if passphrase is not None:
            reading, writing = os.pipe()
            os.write(writing, passphrase.encode())
            os.close(writing)
            command += ["--passphrase-fd", str(reading)]
        try:
            return subprocess.run(
                command,
                env={**self.environment, **(environment or {})},
                cwd=cwd or self.work,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
                start_new_session=True,  # no controlling terminal: nobody can be asked
                pass_fds=(reading,) if reading >= 0 else (),
                **as_account(account),
            )
        finally:
            if reading >= 0:
                os.close(reading)

    def init(self) -> Done:
        done = self.run("init", "--no-hook", passphrase=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        return done

    @contextmanager
    def up(self) -> Iterator[subprocess.Popen[str]]:
        """The gate, ready; stopped at the end."""
        gate = self.start()
        try:
            yield gate
        finally:
            stop(gate)

    def start(self) -> subprocess.Popen[str]:
        gate = subprocess.Popen(
            [MAYACT, "up"],
            env=self.environment,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert gate.stdout is not None
        readable, _, _ = select.select([gate.stdout], [], [], START_SECONDS)
        line = gate.stdout.readline() if readable else ""
        if not line.startswith("ready "):
            gate.kill()
            _, said = gate.communicate()
            raise AssertionError(f"the gate did not start: {line}{said}")
        return gate

    def json(self, *words: str) -> Any:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def ask(self, command: str, *, account: str | None = None) -> Done:
        """What an agent does: a shell text through the boundary."""
        return self.run("exec", "-c", command, account=account)

    def pending(self, command: str, *, account: str | None = None) -> str:
        """Ask for something that a person must approve; the request's id."""
        done = self.ask(command, account=account)
        assert done.returncode == 75, (done.returncode, done.stdout, done.stderr)
        return next(word.strip("`,;.()") for word in done.stderr.split() if word.strip("`,;.()").startswith("req-"))


def stop(gate: subprocess.Popen[str]) -> int:
    """Ask it to end, as a service manager would; its exit code."""
    if gate.poll() is None:
        gate.send_signal(signal.SIGTERM)
    try:
        gate.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        gate.kill()
        gate.communicate()
    return gate.returncode


def as_account(name: str | None) -> dict[str, Any]:
    """The keywords that make `subprocess` run as that user, with none of our groups."""
    if name is None:
        return {}
    found = pwd.getpwnam(name)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def other_account() -> str | None:
    """An unprivileged account that a test may act as; None when this process cannot become anybody else."""
    return "nobody" if os.geteuid() == 0 else None
