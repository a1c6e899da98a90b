"""A real Claude Code, offline, against a scripted model.

The program is the pinned one of `tests/clients/package-lock.json`, installed by `make setup` into `.tools/claude-code`.
As root it runs in a network namespace that has only loopback, so that nothing can leave even if a switch is forgotten;
otherwise the environment names no network and every address is loopback.
"""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = ROOT / "tests" / "clients"


def claude_program() -> Path:
    """The pinned program. Fails, never skips: a boundary that is not tried with its real client is not tested."""
    tools = Path(os.environ.get("MAYACT_TOOLS", ROOT / ".tools"))
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    program = tools / "claude-code" / "node_modules" / "@anthropic-ai" / f"claude-code-linux-{machine}" / "claude"
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

    def run(self, script: list[dict[str, Any]], *, timeout: float = 120, extra: Mapping[str, str] | None = None) -> Run:
        """Play `script`; every permission of the client's own is open, so that only the hook can stop a call."""
        command = [sys.executable, __file__, str(claude_program()), json.dumps(script)]
        if os.geteuid() == 0:
            command = [_need("unshare"), "--net", *command]
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
            **(extra or {}),
        }
        done = subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        return _read(done)


def _need(program: str) -> str:
    found = shutil.which(program)
    assert found is not None, f"`{program}` is missing: install util-linux"
    return found


def _read(done: "subprocess.CompletedProcess[str]") -> Run:
    try:
        text = str(json.loads(done.stdout)["result"])
    except (ValueError, KeyError, TypeError):
        raise AssertionError(f"the client did not end well: {done.returncode}\n{done.stdout}\n{done.stderr}") from None
    marker = "MOCK-DONE results="
    results = json.loads(text.split(marker, 1)[1]) if marker in text else []
    return Run(code=done.returncode, text=text, results=tuple(results), output=done.stdout + done.stderr)


def main(program: str, script: str) -> int:
    """Inside the namespace: the model on loopback, then the client."""
    if os.geteuid() == 0:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    server = mock_model().serve(port=0)
    port = server.server_address[1]
    done = subprocess.run(
        [
            *(program, "-p", f"MOCKSCRIPT={script}", "--output-format", "json"),
            *("--permission-mode", "bypassPermissions"),
        ],
        env={**os.environ, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{port}"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    server.shutdown()
    return done.returncode


@contextmanager
def claude_in(folder: Path) -> Iterator[Claude]:
    home, project = folder / "home", folder / "project"
    home.mkdir()
    project.mkdir()
    yield Claude(home=home, project=project)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
