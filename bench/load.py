"""HTTP load by `wrk`: keep-alive, varied bodies, every answer a 200 or the run does not count."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.places import Places, cpu_seconds

SCRIPT = Path(__file__).with_name("load.lua")
MARK = "@" * 12
"""Where `load.lua` puts a number of its own into each request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server under load. `process` is the one whose CPU is counted; `bodies` is a file of one body per line."""

    name: str
    url: str
    process: int
    bodies: Path
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run saw. `rate`: requests per second; `cpu`: seconds of the server's CPU per request; latencies in
    seconds."""

    requests: int
    rate: float
    cpu: float
    p50: float
    p99: float


def missing() -> str:
    """Why there can be no load; empty when there can."""
    return "" if shutil.which("wrk") else "wrk is not installed (Debian: apt-get install wrk)"


def press(target: Target, *, clients: int, seconds: int, where: Places) -> Run:
    """Load `target` for `seconds`. Raises `RuntimeError` when any answer was not a 200 or any connection broke: a
    refusal is fast and must not pass for a decision."""
    threads = 1 if clients < 64 or where.load else 2
    command = [
        *where.load, "wrk", "-t", str(threads), "-c", str(clients), "-d", f"{seconds}s", "--timeout", "10s",
        "-s", str(SCRIPT), target.url, "--", str(target.bodies), *_headers(target.headers),
    ]  # fmt: skip
    before = cpu_seconds(target.process)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 30)
    cpu = cpu_seconds(target.process) - before
    if done.returncode != 0:
        raise RuntimeError(f"wrk failed against {target.name}: {done.stderr.strip() or done.stdout.strip()}")
    saw = json.loads(done.stdout.strip().splitlines()[-1])
    if saw["refused"] or saw["broken"] or not saw["requests"]:
        raise RuntimeError(f"{target.name}: {saw['refused']} answers were refusals, {saw['broken']} broke: {saw}")
    elapsed = saw["microseconds"] / 1e6
    count = saw["requests"]
    return Run(requests=count, rate=count / elapsed, cpu=cpu / count, p50=saw["p50"] / 1e6, p99=saw["p99"] / 1e6)


def _headers(headers: Mapping[str, str]) -> Sequence[str]:
    return [f"{name}: {value}" for name, value in {"Content-Type": "application/json", **headers}.items()]
