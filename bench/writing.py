"""Appends to the log: groups against single rows, with a slow disk, and PostgreSQL with several gates on one log."""

import statistics
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from bench.flushing import flushes
from bench.servers.worker import Ask, worker

APPENDS = "bench.servers.appends"


def groups(folder: Path, *, rounds: int = 4, seconds: float = 1.0) -> Mapping[str, float]:
    """Appends per second with 32 in flight: groups and single rows, the disk as it is, 2 ms slower, and none. Raises
    `Missing` without a C compiler."""
    kinds = {
        f"{says}, {many}": (how, group)
        for how, says in (("", "this disk"), ("2000", "each flush 2 ms longer"), ("skip", "no flush"))
        for group, many in ((128, "groups"), (1, "row by row"))
    }
    with ExitStack() as held:
        asks = {
            name: held.enter_context(
                worker(APPENDS, [str(folder / f"{how}-{group}"), str(group)], environment=flushes(folder, how))
            )
            for name, (how, group) in kinds.items()
        }
        return _rates(asks, rounds=rounds, seconds=seconds)


def _rates(asks: Mapping[str, Ask], *, rounds: int, seconds: float) -> Mapping[str, float]:
    seen: dict[str, list[float]] = {name: [] for name in asks}
    for number in range(rounds + 1):
        for name, ask in asks.items():
            rate = float(ask([seconds, 32])["rate"])
            if number:
                seen[name].append(rate)
    return {name: statistics.median(rates) for name, rates in seen.items()}


def databases(folder: Path, *, rounds: int = 3, seconds: float = 1.0) -> Mapping[str, float]:
    """Appends per second with 32 in flight in each process: SQLite, and PostgreSQL with one, two and three gates on
    one log."""
    from tests.support.postgres import server

    postgres = server()
    with ExitStack() as held:
        found: dict[str, Sequence[Ask]] = {
            "SQLite": [held.enter_context(worker(APPENDS, [str(folder / "sqlite"), "128"]))]
        }
        for count in (1, 2, 3):
            url, first = postgres.database(), str(folder / f"pg{count}-0")
            asks = [held.enter_context(worker(APPENDS, [first, "128", url]))]
            asks[0]([0.1, 1])
            for number in range(1, count):
                words = [str(folder / f"pg{count}-{number}"), "128", url, first]
                asks.append(held.enter_context(worker(APPENDS, words)))
            found[f"PostgreSQL, {count} gate{'s' if count > 1 else ''}"] = asks
        seen: dict[str, list[float]] = {name: [] for name in found}
        with ThreadPoolExecutor(max_workers=3) as together:
            for number in range(rounds + 1):
                for name, gates in found.items():
                    answers = list(together.map(lambda ask: ask([seconds, 32]), gates))
                    if number:
                        seen[name].append(sum(float(answer["rate"]) for answer in answers))
        return {name: statistics.median(rates) for name, rates in seen.items()}
