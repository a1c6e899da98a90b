"""Libraries that decide inside the caller's process: each runs in an environment of its own and is asked in turns."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import scenario
from bench.peers import installed

BATCH = 200
GOVERNANCE, WARRANTS = "agent-governance-toolkit", "tenuo"


@contextmanager
def library(peer: str, folder: Path) -> Iterator[Callable[[], float]]:
    """A case: the seconds of one decision of `peer`, averaged over a batch. Raises `installed.Missing`."""
    program = installed.python(peer)
    folder.mkdir(parents=True)
    given = folder / "given.json"
    given.write_text(json.dumps({GOVERNANCE: _governance, WARRANTS: _warrants}[peer]()), encoding="utf-8")
    script = Path(__file__).parent / peer / "decide.py"
    process = subprocess.Popen(
        [str(program), "-W", "ignore", str(script), str(given), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    asked, answers = process.stdin, process.stdout
    assert asked is not None
    assert answers is not None

    def case() -> float:
        asked.write(f"{BATCH}\n")
        asked.flush()
        line = answers.readline()
        if not line:
            said = process.stderr.read() if process.stderr is not None else ""
            raise RuntimeError(f"{peer} ended: {said.strip()[-500:]}")
        return float(line) / BATCH

    try:
        yield case
    finally:
        asked.close()
        process.wait(timeout=20)
        answers.close()
        if process.stderr is not None:
            process.stderr.close()


def _governance(count: int = 20) -> dict[str, Any]:
    """Its expressions compare a fact with a constant, so each rule says as much as that can."""
    named = [
        {
            "name": rule.name,
            "condition": f"action.type == '{rule.action}' and subject.department == "
            f"'{scenario.DEPARTMENTS[turn % len(scenario.DEPARTMENTS)]}' and subject.clearance >= {turn % 5}",
            "action": "allow" if rule.kind == "permit" else "deny",
        }
        for turn, rule in enumerate(scenario.rules(count))
    ]
    requests = [scenario.authzen(number) for number in range(scenario.DISTINCT // 8)]
    contexts = [
        {
            "action": {"type": request["action"]["name"]},
            "subject": request["subject"]["properties"],
            "resource": request["resource"]["properties"],
            "context": request["context"],
        }
        for request in requests
    ]
    return {"policy": {"name": "bench", "rules": named, "default_action": "deny"}, "requests": contexts}


def _warrants(count: int = 20) -> dict[str, Any]:
    """One capability per tool is what a warrant holds; every request is one that is allowed."""
    capabilities = [
        {"tool": f"document.{number}", "departments": scenario.DEPARTMENTS[:10], "classification": 1 + number % 5}
        for number in range(count)
    ]
    requests = [
        {
            "tool": f"document.{number % count}",
            "arguments": {
                "department": scenario.DEPARTMENTS[number % 10],
                "classification": 1,
                "text": scenario.TEXT * 10,
            },
        }
        for number in range(scenario.DISTINCT // 8)
    ]
    return {"capabilities": capabilities, "requests": requests}
