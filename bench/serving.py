"""The server's rows: durable decisions over HTTP against an echo, against the same without flushes, and against Cerbos.

Law: one run, in turns: each round puts every server under load for the same seconds, and medians over rounds are
compared. Throughput is compared where a machine does nothing else; the server's CPU per request also where it does.
"""

import os
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import scenario
from bench.load import Run, Target, press
from bench.peers.installed import Missing
from bench.places import Places
from bench.servers.cerbos import cerbos
from bench.servers.gate import Kind, gate, probe
from bench.servers.process import free_port, running
from bench.servers.worker import ROOT

Case = Callable[[], Run]


@contextmanager
def echo(folder: Path, *, where: Places) -> Iterator[Target]:
    """Raw ASGI on uvicorn with uvloop and httptools; the same bodies as the gate's."""
    folder.mkdir(parents=True)
    port = free_port()
    command = [
        *where.server, sys.executable, "-m", "uvicorn", "bench.servers.echo:app", "--port", str(port),
        "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning", "--lifespan", "off",
    ]  # fmt: skip
    requests = (scenario.authzen(number) for number in range(scenario.DISTINCT))
    bodies = scenario.bodies(folder / "echo.bodies", requests)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with running(command, port=port, probe="/", environment=environment, cwd=folder) as server:
        yield Target(name="echo", url=f"http://127.0.0.1:{port}/", process=server.pid, bodies=bodies, headers={})


class Fleet:
    """Servers side by side, each started when first named."""

    def __init__(self, folder: Path, where: Places, held: ExitStack) -> None:
        self._folder, self.where, self._held = folder, where, held
        self.missing: list[str] = []

    def echo(self) -> Target:
        return self._held.enter_context(echo(self._folder / "echo", where=self.where))

    def gate(self, kind: Kind) -> Target:
        """Raises `Missing`, `RuntimeError` when it does not decide as the rules say."""
        target = self._held.enter_context(gate(kind, where=self.where))
        asked, allowed = probe(target, 100)
        if not 0 < allowed < asked:
            raise RuntimeError(f"the gate allows {allowed} of {asked} requests: that is no measurement")
        return target

    def cerbos(self) -> Target | None:
        try:
            return self._held.enter_context(cerbos(self._folder / "cerbos", rules=20, where=self.where))
        except Missing as error:
            self.missing.append(str(error))
            return None

    def case(self, target: Target, *, clients: int, seconds: int) -> Case:
        return lambda: press(target, clients=clients, seconds=seconds, where=self.where)


def in_turns(cases: Mapping[str, Case], *, rounds: int, say: Callable[[str], None]) -> dict[str, Run]:
    """Each case once per round; the median of each figure. One round more, first, is not counted."""
    seen: dict[str, list[Run]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for name, case in cases.items():
            run = case()
            if number:
                seen[name].append(run)
    return {name: _median(runs) for name, runs in seen.items()}


def _median(runs: list[Run]) -> Run:
    return Run(
        requests=sum(run.requests for run in runs),
        rate=statistics.median(run.rate for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        p50=statistics.median(run.p50 for run in runs),
        p99=statistics.median(run.p99 for run in runs),
    )
