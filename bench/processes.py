"""Whole processes against a running gate: the hook's round trip, and a command through `mayact exec`."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.cli_gate import Machine

from bench.measure import process
from mayact.boundary.hooks import agent_hook

COMMAND = "cat adder.py | head -3"
"""What the hook is asked about: a low-risk line with a pipe."""


@contextmanager
def machine() -> Iterator[Machine]:
    """A gate's home, initialised with the starter pack; the gate is not running."""
    made = Machine()
    try:
        made.init()
        (made.work / "adder.py").write_text("def add(a: int, b: int) -> int:\n    return a + b\n", encoding="utf-8")
        yield made
    finally:
        made.remove()


def cases(where: Machine) -> dict[str, Callable[[], float]]:
    """Cases by name, each one whole process, against the gate that is running in `where`."""
    python = os.path.realpath(sys.executable)
    command = str(Path(sys.executable).with_name("mayact"))
    true = shutil.which("true") or "/bin/true"
    script = [python, "-I", "-S", agent_hook.__file__]
    hook = [*script, "claude-code", "before", str(where.agent_socket), str(os.geteuid()), "30"]
    environment = where.environment
    return {
        "python3 -I -S -c pass": process([python, "-I", "-S", "-c", "pass"], environment=environment),
        "hook": process(hook, environment=environment, stdin=_payload(where), cwd=where.work),
        "true": process([true], environment=environment),
        "mayact exec -- true": process([command, "exec", "--", "true"], environment=environment, cwd=where.work),
        "mayact exec --help": process([command, "exec", "--help"], environment=environment),
    }


def _payload(where: Machine) -> bytes:
    return json.dumps(
        {
            "session_id": "bench",
            "cwd": str(where.work),
            "permission_mode": "default",
            "hook_event_name": "PreToolUse",
            "tool_name": "Bash",
            "tool_input": {"command": COMMAND, "description": "bench"},
            "tool_use_id": "toolu_bench",
        }
    ).encode()
