"""One hour of many agents, compressed, on gates that are killed at random; then the log against what they were told."""

import random
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.endurance import audit
from tests.endurance.agents import Agent, World, approve_all
from tests.endurance.fleet import Fleet, door_of, key_in, prepared, twin_of
from tests.endurance.ledger import Ledger
from tests.support.cli_gate import Machine

from mayact.store.postgres_place import PostgresPlace
from mayact.store.reader import snapshot


@dataclass(frozen=True, kw_only=True)
class Hour:
    """`calls` in all, by `agents` at once, on `gates` processes, each killed every `mean_s` seconds on average."""

    calls: int
    agents: int = 4
    gates: int = 1
    store_url: str = ""
    mean_s: float = 2.0
    seed: int = 1


@dataclass(frozen=True)
class Ended:
    ledger: Ledger
    logged: audit.Logged
    disagreements: list[str]
    kills: int
    seconds: float
    verified: str
    """What `mayact log verify` printed last."""


def run(hour: Hour, *, say: Callable[[str], None] = lambda line: None) -> Ended:
    """Live the hour. `say` takes progress lines."""
    machine = Machine()
    with ExitStack() as held:
        held.callback(machine.remove)
        token = prepared(machine, store_url=hour.store_url)
        machines = [machine]
        for _ in range(hour.gates - 1):
            twin = twin_of(machine)
            held.callback(twin.remove)
            machines.append(twin)
        _repository(machine.work)
        ended = threading.Event()
        world = World(
            doors=[door_of(each) for each in machines],
            work=machine.work,
            token=token,
            key=key_in(machine),
            ledger=Ledger(),
            pause=ended.wait,
        )
        began = time.monotonic()
        with Fleet(machines, seed=hour.seed, mean_s=hour.mean_s) as fleet:
            _live(hour, world, fleet, say, ended)
        seconds = time.monotonic() - began
        done = machine.run("log", "verify")
        assert done.returncode == 0, done.stdout + done.stderr
        with snapshot(PostgresPlace(hour.store_url) if hour.store_url else machine.database) as recorded:
            logged = audit.read(audit.entries_of(recorded))
        return Ended(
            world.ledger,
            logged,
            audit.disagreements(logged, world.ledger),
            fleet.kills,
            seconds,
            done.stdout.strip().splitlines()[-1],
        )


def _live(hour: Hour, world: World, fleet: Fleet, say: Callable[[str], None], ended: threading.Event) -> None:
    dice = random.Random(hour.seed)
    each = hour.calls // hour.agents
    with ThreadPoolExecutor(hour.agents + 1) as threads:
        done = threading.Event()
        person = threads.submit(approve_all, world, random.Random(dice.random()), done.is_set)
        working = [
            threads.submit(Agent(world, number, random.Random(dice.random())).work, each)
            for number in range(hour.agents)
        ]
        try:
            while not all(job.done() for job in working):
                ended.wait(5)
                say(f"{world.ledger.calls()} answers, {fleet.kills} kills")
                if fleet.failed is not None:
                    raise fleet.failed
        finally:
            done.set()
            fleet.end()
        for job in (*working, person):
            job.result()


def _repository(work: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=dev", "-c", "user.email=dev@example.org", *words], cwd=work, check=True,
            capture_output=True,
        )  # fmt: skip

    git("init", "-q", "-b", "main")
    (work / "src").mkdir()
    (work / "src" / "adder.py").write_text("def add(a, b):\n    return a + b\n")
    (work / "README.md").write_text("an adder\n")
    git("init", "-q", "--bare", "../remote.git")
    git("remote", "add", "origin", "../remote.git")
    git("add", ".")
    git("commit", "-qm", "An adder")
