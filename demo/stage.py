"""The stage: a throw-away home, a repository with a bare remote, and the installed `mayact` command.

The demo is a user and uses what a user has: the `mayact` command. Only `demo.insert` reaches inside, to cheat.
"""

import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")

MAYACT = str(Path(sys.executable).with_name("mayact"))
START_SECONDS = 120


def git(*words: str, cwd: Path) -> str:
    """The person's own git, outside the gate: sets the stage and looks at results."""
    done = subprocess.run(["git", *words], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Stage:
    """`run` asks the gate for a command as the agent would; `person` runs mayact as the approver would."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="mayact-demo-"))
        self.home = self.root / "home"
        self.project = self.home / "project"
        self.remote = self.root / "remote.git"
        self.mayact_home = self.home / ".mayact"
        self.passphrase = secrets.token_urlsafe(18)
        self.gate: subprocess.Popen[str] | None = None
        self._seen = -1
        self.env = {
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "MAYACT_HOME": str(self.mayact_home),
            "LANG": "C.UTF-8",
            "USER": os.environ.get("USER", "root"),
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }

    # ── setting ──────────────────────────────────────────────────────────────────────────────────────────

    def build(self) -> None:
        self.project.mkdir(parents=True)
        git("init", "-q", "--bare", "-b", "main", str(self.remote), cwd=self.root)
        git("init", "-q", "-b", "main", cwd=self.project)
        git("config", "user.name", "demo", cwd=self.project)
        git("config", "user.email", "demo@example.org", cwd=self.project)
        git("remote", "add", "origin", str(self.remote), cwd=self.project)
        (self.project / "adder.py").write_text("def add(a: int, b: int) -> int:\n    return a + b\n")
        (self.project / "test_adder.py").write_text(
            "import unittest\n\nfrom adder import add\n\n\nclass Adding(unittest.TestCase):\n"
            "    def test_add(self) -> None:\n        self.assertEqual(add(2, 2), 4)\n"
        )
        git("add", ".", cwd=self.project)
        git("commit", "-qm", "An adder", cwd=self.project)
        git("push", "-q", "origin", "main", cwd=self.project)
        ssh = self.home / ".ssh"
        ssh.mkdir(mode=0o700)
        (ssh / "id_ed25519").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nnot a real key\n")

    def start(self) -> None:
        self.gate = subprocess.Popen(
            [MAYACT, "up"], env=self.env, cwd=self.home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.gate.poll() is not None:
                raise SystemExit(f"the gate did not start: {self.gate.stderr.read() if self.gate.stderr else ''}")
            if self.person("status", "--json", check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit(f"the gate was not ready within {START_SECONDS} s")

    def kill(self) -> None:
        """As a power cut would: no shutdown, no clean-up."""
        if self.gate is not None:
            self.gate.send_signal(signal.SIGKILL)
            self.gate.wait()

    def with_gate_stopped(self, act: Callable[[], _T]) -> _T:
        """Do something to the store that only a stopped gate allows (it holds the store alone)."""
        self.stop()
        done = act()
        self.start()
        return done

    def stop(self) -> None:
        if self.gate is not None and self.gate.poll() is None:
            self.gate.terminate()
            self.gate.wait(timeout=60)

    def strike(self) -> None:
        """Leave nothing behind."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    # ── acting ───────────────────────────────────────────────────────────────────────────────────────────

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """What the agent does: the command through the boundary."""
        return subprocess.run(
            [MAYACT, "exec", "-c", command],
            env=self.env,
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def person(self, *words: str, secret: bool = False, check: bool = True) -> subprocess.CompletedProcess[str]:
        """What the person does. With `secret` the passphrase goes over a pipe, as from a password manager."""
        options: dict[str, Any] = {}
        arguments = [MAYACT, *words]
        if secret:
            reading, writing = os.pipe()
            os.write(writing, self.passphrase.encode())
            os.close(writing)
            arguments += ["--passphrase-fd", str(reading)]
            options["pass_fds"] = (reading,)
        done = subprocess.run(
            arguments,
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # no terminal to ask at: what the demo knows comes over the pipe
            **options,
        )
        if secret:
            os.close(reading)
        if check and done.returncode:
            raise SystemExit(f"mayact {words[0]} failed ({done.returncode}): {done.stderr.strip()}")
        return done

    def last_decision(self) -> dict[str, Any]:
        """The newest decision of the log."""
        return self._newest()[1]

    def new_decision(self) -> dict[str, Any] | None:
        """The decision that was made since the last look, or None: then the gate refused without deciding."""
        place, decision = self._newest()
        fresh, self._seen = place != self._seen, place
        return decision if fresh else None

    def _newest(self) -> tuple[int, dict[str, Any]]:
        shown = json.loads(self.person("log", "show", "--json", "--last", "12").stdout)
        return [(entry["seq"], entry["body"]["decision"]) for entry in shown if entry["kind"] == "decision.made"][-1]

    def waiting(self) -> list[dict[str, Any]]:
        return list(json.loads(self.person("requests", "--json").stdout))

    # ── cheating ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def database(self) -> Path:
        return next(self.mayact_home.rglob("mayact.db"))

    def database_row(self, table: str, key: str) -> bytes:
        with sqlite3.connect(self.database, timeout=10) as database:
            (body,) = database.execute(f"SELECT body FROM {table} WHERE id = ?", (key,)).fetchone()
        return bytes(body)

    def write_row(self, table: str, key: str, *, status: str, body: bytes) -> None:
        with sqlite3.connect(self.database, timeout=10) as database:
            database.execute(f"UPDATE {table} SET status = ?, body = ? WHERE id = ?", (status, body, key))

    def alter_entry(self) -> Path:
        """A copy of the store in which one recorded command reads differently."""
        copy = self._copy()
        with sqlite3.connect(copy) as database:
            row = "SELECT seq, leaf FROM entries WHERE kind = 'decision.made' ORDER BY seq LIMIT 1"
            seq, leaf = database.execute(row).fetchone()
            database.execute("UPDATE entries SET leaf = ? WHERE seq = ?", (leaf.replace(b"ls -la", b"ls -lb"), seq))
        return copy

    def alter_row(self) -> Path:
        """A copy of the store in which one spent permit says that it was never used."""
        copy = self._copy()
        with sqlite3.connect(copy) as database:
            row = "SELECT id, body FROM permits WHERE status = 'succeeded' LIMIT 1"
            key, body = database.execute(row).fetchone()
            fresh = body.replace(b'"status":"succeeded"', b'"status":"issued"')
            database.execute("UPDATE permits SET status = 'issued', body = ? WHERE id = ?", (fresh, key))
        return copy

    def _copy(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="copy-", dir=self.root))
        with sqlite3.connect(self.database) as source, sqlite3.connect(folder / "mayact.db") as target:
            source.backup(target)
        return folder / "mayact.db"
