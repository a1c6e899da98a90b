"""A real Claude Code, offline, against a scripted model.

The program is the pinned one of `tests/clients/package-lock.json`, which `make setup-test` installs below `.tools`.
Where this process may make namespaces it runs in a network that has only loopback, so that nothing can leave even if a
switch is forgotten; otherwise its environment names no proxy and every address in it is loopback.
"""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = ROOT / "tests" / "clients"

SESSION_S = 240.0
"""A session takes seconds; this is for a machine with much else to do."""


def claude_program() -> Path:
    """The pinned program. Fails, never skips: a boundary that is not tried with its real client is not tested."""
    tools = Path(os.environ.get("MAYACT_TOOLS", ROOT / ".tools"))
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    program = tools / "clients" / "node_modules" / "@anthropic-ai" / f"claude-code-linux-{machine}" / "claude"
    assert program.exists(), f"no Claude Code at {program}: run `make setup` (it needs npm and a package registry)"
    return program


def mock_model() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mock_llm", CLIENTS / "mock_llm.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Run:
    """How one session ended. `results` is what the model was given for each tool call, `text` its last words."""

    code: int
    text: str
    results: tuple[str, ...]
    output: str


@dataclass
class Claude:
    """`home` is the client's home and holds its settings; `project` is where it works."""

    home: Path
    project: Path

    def settings(self, settings: Mapping[str, Any]) -> None:
        folder = self.home / ".claude"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.json").write_text(json.dumps(settings))

    def run(
        self,
        script: list[dict[str, Any]],
        *,
        timeout: float = SESSION_S,
        mode: str = "bypassPermissions",
        managed: Mapping[str, Any] | None = None,
    ) -> Run:
        """Play `script`; every permission of the client's own is open, so that only the hook can stop a call.
        `managed`: what its administrator decided (`/etc/claude-code`, seen by this run only; needs root)."""
        command = [sys.executable, __file__, str(claude_program()), json.dumps(script), mode]
        if namespaces():
            command = ["unshare", "--net", "--mount", *command]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "SHELL": "/bin/bash",
            "ANTHROPIC_API_KEY": "sk-ant-mock",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "DISABLE_TELEMETRY": "1",
            "DISABLE_AUTOUPDATER": "1",
            "DISABLE_ERROR_REPORTING": "1",
            "IS_SANDBOX": "1",
            "MANAGED_SETTINGS": json.dumps(managed) if managed is not None else "",
            "IN_NAMESPACE": "yes" if namespaces() else "",
        }
        done = subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        return _read(done)


@cache
def namespaces() -> bool:
    """Whether this process may make network and mount namespaces: as root, outside a container that forbids it."""
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    tried = subprocess.run(["unshare", "--net", "--mount", "ip", "link", "set", "lo", "up"], capture_output=True)
    return tried.returncode == 0


def _read(done: "subprocess.CompletedProcess[str]") -> Run:
    try:
        text = str(json.loads(done.stdout)["result"])
    except (ValueError, KeyError, TypeError):
        raise AssertionError(f"the client did not end well: {done.returncode}\n{done.stdout}\n{done.stderr}") from None
    marker = "MOCK-DONE results="
    results = json.loads(text.split(marker, 1)[1]) if marker in text else []
    return Run(code=done.returncode, text=text, results=tuple(results), output=done.stdout + done.stderr)


def main(program: str, script: str, mode: str) -> int:
    """Inside the namespaces: the administrator's settings, the model on loopback, then the client."""
    if os.environ.pop("IN_NAMESPACE"):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    managed = os.environ.pop("MANAGED_SETTINGS")
    if managed:
        _administrate(managed)
    server = mock_model().serve(port=0)
    port = server.server_address[1]
    done = subprocess.run(
        [program, "-p", f"MOCKSCRIPT={script}", "--output-format", "json", "--permission-mode", mode],
        env={**os.environ, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{port}"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    server.shutdown()
    return done.returncode


def _administrate(managed: str) -> None:
    """Lay a copy of /etc with `managed` in it over /etc, in this mount namespace alone."""
    with tempfile.TemporaryDirectory() as mount:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", mount], check=True)
        shutil.copytree("/etc", f"{mount}/etc", symlinks=True)
        os.makedirs(f"{mount}/etc/claude-code", exist_ok=True)
        Path(f"{mount}/etc/claude-code/managed-settings.json").write_text(managed)
        subprocess.run(["mount", "--bind", f"{mount}/etc", "/etc"], check=True)
        subprocess.run(["umount", "--lazy", mount], check=True)


@contextmanager
def claude_in(folder: Path) -> Iterator[Claude]:
    home, project = folder / "home", folder / "project"
    home.mkdir()
    project.mkdir()
    yield Claude(home=home, project=project)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
