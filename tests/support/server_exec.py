"""`mayact exec` as a process, without the rest of the command line in front of it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RUN = "import sys; from mayact.boundary.exec.main import main; sys.exit(main(sys.argv[1:]))"


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", RUN, *words]


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **more}


def execute(
    socket: str, *words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, **more: Any
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command("--socket", socket, *words),
        cwd=cwd,
        env=dict(env if env is not None else environment()),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **more,
    )


def mayact_script(folder: Path) -> Path:
    """An executable that behaves as `mayact exec …` does, for hooks to rewrite to."""
    path = folder / "mayact"
    body = RUN.replace("main(sys.argv[1:])", "main(sys.argv[2:]) if sys.argv[1] == 'exec' else 2")
    path.write_text(f"#!{sys.executable}\n{body}\n")
    path.chmod(0o755)
    return path
