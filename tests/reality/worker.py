"""Inside a sandbox: each command of standard input is predicted, run under `strace`, and answered by one line.

Law: every command finds the same world (`world.sh`), its own set-up on top. Prediction comes first, so it cannot see
what the command left. A command that does not end is killed and says so.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.reality.observed import observations
from tests.reality.places import CHANGING, TEMPLATE, Stamp, put_back, stamps
from tests.reality.predicted import predict
from tests.reality.sandbox import HOME, PROJECT, SEARCH_PATH, hosts
from tests.reality.trace import TRACED, read_trace

from mayact.core.canonical import JsonObject
from mayact.observe.observer import LocalObserver
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser
from mayact.ports import ShellParser

TRACE: Final = "/trace/calls"
LIMIT_S: Final = 30
ENVIRONMENT: Final = {
    "HOME": HOME, "USER": "dev", "LOGNAME": "dev", "PATH": SEARCH_PATH, "LANG": "C.UTF-8", "TERM": "dumb",
    "SHELL": "/bin/bash",
}  # fmt: skip
_MATTERS: Final = (*(f"{place}/" for place in CHANGING), "/etc/shadow", "/proc/")
"""Where reads are reported; elsewhere are programs and their libraries."""


def main() -> None:
    _shell(f". /checkout/tests/reality/world.sh {TEMPLATE}", cwd="/")
    pristine: dict[str, Stamp] = {}
    with AgreedParser(ShfmtParser(spares=2, timeout_s=60), timeout_s=60) as parser:
        once = _Once(parser)
        for line in sys.stdin:
            row = json.loads(line)
            pristine = put_back(pristine)
            sys.stdout.write(json.dumps(_answer(row, once)) + "\n")
            sys.stdout.flush()


class _Once:
    """`ports.ShellParser` that reads each text once: a command is studied in several rounds."""

    def __init__(self, parser: ShellParser) -> None:
        self._parser = parser
        self._known: dict[str, JsonObject] = {}

    def parse(self, text: str) -> JsonObject:
        if text not in self._known:
            self._known[text] = self._parser.parse(text)
        return self._known[text]

    def sees(self, text: str) -> frozenset[tuple[int, int, int]] | None:
        return self._parser.sees(text)


def _answer(row: dict[str, Any], parser: ShellParser) -> dict[str, Any]:
    if "setup" in row:
        _shell(row["setup"], cwd=PROJECT)
    before = stamps()
    cwd = row.get("cwd", PROJECT)
    looked, alone = (
        predict(row["command"], cwd=cwd, home=HOME, path=SEARCH_PATH, parser=parser, observer=observer)
        for observer in (LocalObserver(), None)
    )
    ended = _traced(row["command"], cwd=cwd)
    lines = Path(TRACE).read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    by_address = {ip: name for name, ip in hosts().items()}
    seen = observations(read_trace(lines, cwd=cwd), existed=lambda path: _existed(path, before), hosts=by_address)
    return {
        "id": row["id"],
        "exit": ended,
        "looked": asdict(looked),
        "alone": asdict(alone),
        "seen": [asdict(item) for item in seen if item.kind != "read" or item.target.startswith(_MATTERS)],
        "after": sorted(stamps()),
        "before": {path: stamp.is_directory for path, stamp in before.items()},
    }


def _existed(path: str, before: dict[str, Stamp]) -> bool:
    changing = path.startswith(tuple(f"{place}/" for place in CHANGING))
    return path in before if changing else os.path.lexists(path)


def _shell(text: str, *, cwd: str) -> None:
    ended = subprocess.run(
        ["bash", "--norc", "--noprofile", "-ec", text], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if ended.returncode != 0:
        raise SystemExit(f"set-up failed: {text}: {ended.stderr}")


def _traced(command: str, *, cwd: str) -> int | None:
    """The exit code, or None when it was killed."""
    names = ",".join(f"?{name}" for name in TRACED)
    line = ["strace", "-f", "-qq", "-y", "-s", "4096", "--seccomp-bpf", "-e", f"trace={names}", "-e", "signal=none"]
    line += ["-o", TRACE, "bash", "--norc", "--noprofile", "-c", command]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        line, cwd=cwd, env=ENVIRONMENT, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            return process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return None


if __name__ == "__main__":
    main()
