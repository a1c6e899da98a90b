"""Where a client runs in tests: a home and a project of its own, no network but loopback, and an administrator's files.

Where this process may make namespaces, nothing can leave even if a switch is forgotten, and files below /etc are seen
by that run alone. Elsewhere the environment names no proxy and every address is loopback.
"""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.support.agents.model import results_in

ROOT = Path(__file__).resolve().parents[3]

SESSION_S = 120.0
"""A session takes seconds; this is for a machine with much else to do."""

PORT = "{port}"
"""Stands for the model's port in words and variables."""


@dataclass(frozen=True)
class Run:
    """How one session ended. `results`: what the model was given for each call; None: it never came to its end."""

    code: int
    results: tuple[str, ...] | None
    output: str
    timed_out: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """The results of a session that came to its end."""
        assert self.results is not None, self.output
        return self.results


@dataclass
class Place:
    """`etc`: files that an administrator put below /etc."""

    home: Path
    project: Path
    etc: dict[str, str] = field(default_factory=dict)

    def run(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        said: str = "stdout",
        key: str = "",
        timeout: float = SESSION_S,
    ) -> Run:
        """Run `command` beside the model. `said`: what holds the model's last words, `stdout` or a file; `key`: they
        are this member of the JSON object there."""
        assert not self.etc or namespaces()
        words = [sys.executable, "-m", "tests.support.agents.inside", json.dumps([list(command), self.etc])]
        whole = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "SHELL": "/bin/bash",
            "INSIDE_ROOT": str(ROOT),
            "INSIDE_PROJECT": str(self.project),
            **environment,
        }
        prefix = ["unshare", "--net", "--mount"] if namespaces() else []
        process = subprocess.Popen(
            [*prefix, *words],
            cwd=ROOT,
            env=whole,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        late = False
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            late = True
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        text = out if said == "stdout" else _file(Path(said))
        if key:
            text = _member(text, key)
        return Run(process.returncode, results_in(text), f"{out}\n{err}", timed_out=late)


def _file(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _member(text: str, key: str) -> str:
    try:
        return str(json.loads(text[text.index("{") :])[key])
    except (ValueError, KeyError):
        return ""


def place_in(folder: Path) -> Place:
    home, project = folder / "home", folder / "project"
    home.mkdir()
    project.mkdir()
    return Place(home, project)


def tools() -> Path:
    return Path(os.environ.get("MAYACT_TOOLS", ROOT / ".tools"))


def program(package: str, *below: str) -> Path:
    """A program of the pinned packages. Fails, never skips: a boundary that is not tried with its real client is not
    tested."""
    found = tools().joinpath("clients", "node_modules", package, *below)
    assert found.exists(), f"no client at {found}: run `make setup-test` (it needs npm and a package registry)"
    return found


def node() -> Path:
    """The pinned Node.js: the one of the machine may be too old for a client."""
    return program(f"node-linux-{machine()}", "bin", "node")


def machine() -> str:
    return {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


@cache
def namespaces() -> bool:
    """Whether this process may make network and mount namespaces: as root, outside a container that forbids it."""
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    tried = subprocess.run(["unshare", "--net", "--mount", "ip", "link", "set", "lo", "up"], capture_output=True)
    return tried.returncode == 0


def administrate(files: Mapping[str, str]) -> None:
    """Lay a copy of /etc with `files` in it over /etc, in this mount namespace alone."""
    with tempfile.TemporaryDirectory() as mount:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", mount], check=True)
        shutil.copytree("/etc", f"{mount}/etc", symlinks=True)
        for name, text in files.items():
            path = Path(f"{mount}{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        subprocess.run(["mount", "--bind", f"{mount}/etc", "/etc"], check=True)
        subprocess.run(["umount", "--lazy", mount], check=True)
