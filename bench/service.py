"""The rows of the gate as a service. Each prints what it found against its target, or why it could not measure."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import growth, scenario, writing
from bench.load import Run, missing
from bench.measure import interleaved, medians
from bench.peers.installed import Missing
from bench.peers.library import GOVERNANCE, WARRANTS, library
from bench.places import Places, places
from bench.report import microseconds, milliseconds, note, ratio, say, title
from bench.servers.gate import Kind, gate
from bench.servers.worker import ROOT, Ask, worker
from bench.serving import Fleet, in_turns

ROUNDS, SECONDS = 5, 2
CLIENTS = (1, 8, 32, 128, 256)
SIZES = (10, 10_000, 100_000)
LONG_SIZES = (*SIZES, 1_000_000)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mayact-bench-") as made:
        yield Path(made)


def server() -> None:
    """Durable decisions over HTTP: against an echo, against the same without flushes, against Cerbos."""
    if missing():
        note(f"not measured: {missing()}")
        return
    where = places()
    title(
        f"durable decisions over HTTP, 20 rules, bodies of 1.4 kB, {scenario.DISTINCT:,} people and documents by turns,"
    )
    note(f"each request another document; {where.says}; {ROUNDS} rounds of {SECONDS} s in turns, medians")
    with _folder() as folder, ExitStack() as held:
        fleet = Fleet(folder, where, held)
        seen = _server_runs(fleet)
    _print_runs(seen)
    durable, echo, none = seen["durable, 32 clients"], seen["echo, 32 clients"], seen["no flush, 32 clients"]
    ratio("durable ÷ echo, requests per second, 32 clients", durable.rate / echo.rate, at_least=0.25)
    new = seen["durable, facts never seen, 32 clients"]
    ratio("  the same, facts never seen before", new.rate / echo.rate, at_least=0.25)
    ratio("durable ÷ not flushed, 32 clients", durable.rate / none.rate, at_least=0.65)
    full, empty = seen["durable, 128 clients"], seen["no flush, 128 clients"]
    ratio("durable ÷ not flushed, 128 clients", full.rate / empty.rate, at_least=0.9)
    cerbos = seen.get("Cerbos with audit log, 32 clients")
    if cerbos is None:
        note(f"Cerbos: not measured, {'; '.join(fleet.missing)}")
        return
    ratio("CPU of a durable decision ÷ of Cerbos with audit log", durable.cpu / cerbos.cpu, at_most=0.5)
    ratio("  the same, facts never seen before", new.cpu / cerbos.cpu, at_most=0.5)


def _server_runs(fleet: Fleet) -> dict[str, Run]:
    echo, cerbos = fleet.echo(), fleet.cerbos()
    targets = {"echo": echo, "durable": fleet.gate(Kind()), "durable, facts never seen": fleet.gate(Kind(fresh=True))}
    try:
        targets["no flush"] = fleet.gate(Kind(flush="skip"))
    except Missing as error:
        fleet.missing.append(str(error))
    if cerbos is not None:
        targets["Cerbos with audit log"] = cerbos
    cases = {f"{name}, 32 clients": fleet.case(target, clients=32, seconds=SECONDS) for name, target in targets.items()}
    for name in ("durable", "no flush"):
        cases[f"{name}, 128 clients"] = fleet.case(targets[name], clients=128, seconds=SECONDS)
    return in_turns(cases, rounds=ROUNDS, say=say)


def _print_runs(seen: dict[str, Run]) -> None:
    for name, run in seen.items():
        note(
            f"{name:<40} {run.rate:8.0f}/s   CPU {run.cpu * 1e6:6.1f} µs   p50 {run.p50 * 1e3:6.2f} ms   "
            f"p99 {run.p99 * 1e3:6.2f} ms"
        )


def stages() -> None:
    """Where the CPU of a durable decision goes."""
    if missing():
        note(f"not measured: {missing()}")
        return
    for fresh in (False, True):
        title(f"CPU of a durable decision by stage, 32 clients, facts {'never seen' if fresh else 'seen before'}")
        _stages(places(), Kind(fresh=fresh))


def _stages(where: Places, kind: Kind) -> None:
    with _folder() as folder, ExitStack() as held:
        out = folder / "stages.json"
        fleet = Fleet(folder, where, held)
        plain = fleet.gate(kind)
        with ExitStack() as watched:
            up = ("env", f"PYTHONPATH={ROOT}:{ROOT / 'src'}", sys.executable, "-m", "bench.servers.staged", str(out))
            watching = watched.enter_context(gate(kind, where=where, up=up))
            seen = in_turns(
                {
                    "whole": fleet.case(plain, clients=32, seconds=SECONDS),
                    "watched": fleet.case(watching, clients=32, seconds=SECONDS),
                },
                rounds=3,
                say=say,
            )
        found = json.loads(out.read_text(encoding="utf-8"))
    whole = seen["whole"].cpu
    parts = {stage: seconds / found["decisions"] for stage, seconds in found["seconds"].items()}
    microseconds("whole", whole)
    for stage, seconds in sorted(parts.items(), key=lambda item: -item[1]):
        microseconds(f"  {stage}", seconds, f"{100 * seconds / whole:5.1f} %")
    left = whole - sum(parts.values())
    microseconds("  HTTP, token, answer, and what is not explained", left, f"{100 * left / whole:5.1f} %")


def clients() -> None:
    """How throughput and waiting grow with clients."""
    if missing():
        note(f"not measured: {missing()}")
        return
    title("durable decisions and the echo, by clients")
    with _folder() as folder, ExitStack() as held:
        fleet = Fleet(folder, places(), held)
        echo, durable = fleet.echo(), fleet.gate(Kind())
        cases = {
            f"{name}, {count} client{'s' if count > 1 else ''}": fleet.case(target, clients=count, seconds=1)
            for count in CLIENTS
            for name, target in (("durable", durable), ("echo", echo))
        }
        _print_runs(in_turns(cases, rounds=3, say=say))


def flush() -> None:
    """Groups against single rows on a slow disk."""
    title("appends of 1.7 kB in one process, 32 in flight; a slower disk is injected into fsync and fdatasync")
    with _folder() as folder:
        try:
            rates = writing.groups(folder)
        except Missing as error:
            note(f"not measured: {error}")
            return
    for name, rate in rates.items():
        note(f"{name:<52} {rate:9.0f}/s")
    slow = {many: rates[f"each flush 2 ms longer, {many}"] for many in ("groups", "row by row")}
    ratio("groups ÷ row by row, each flush 2 ms longer", slow["groups"] / slow["row by row"], at_least=6)


def peers() -> None:
    """Decisions of libraries inside the caller's process."""
    title("decisions in process, 20 rules: what each does is said in docs/performance.md")
    with _folder() as folder, ExitStack() as held:
        cases = {
            f"mayact, not written, facts {'never seen' if fresh else 'seen before'}": growth.preparing(
                growth.application_bundle(20), fresh=fresh
            )
            for fresh in (False, True)
        }
        for peer in (GOVERNANCE, WARRANTS):
            try:
                cases[peer] = held.enter_context(library(peer, folder / peer))
            except Missing as error:
                note(f"{peer}: not measured, {error}")
        seen = medians(interleaved(cases, rounds=9))
    for name, seconds in seen.items():
        microseconds(name, seconds)
    for peer in (GOVERNANCE, WARRANTS):
        if peer in seen:
            ratio(f"mayact, facts never seen ÷ {peer}", seen["mayact, not written, facts never seen"] / seen[peer])


def rules() -> None:
    """Growth with rules, effects and hops."""
    title("AuthZEN: one request read, decided and drawn, not written, by rules")
    _growth(growth.by_rules())
    title("an agent's call, by rules")
    _growth(growth.by_agent_rules())
    title("an agent's call, 20 rules, by effects")
    _growth(growth.by_effects())
    title("an agent's call, 20 rules, by hops")
    _growth(growth.by_hops())


def _growth(found: Mapping[str, float]) -> None:
    base = next(iter(found.values()))
    for name, seconds in found.items():
        microseconds(name, seconds, f"{seconds / base:5.2f} ×")


def entries() -> None:
    """Growth with entries. `BENCH_LONG=1`: up to a million."""
    sizes = LONG_SIZES if os.environ.get("BENCH_LONG") == "1" else SIZES
    title("a log of a given size" + ("" if sizes is LONG_SIZES else " (a million with BENCH_LONG=1)"))
    with _folder() as folder, ExitStack() as held:
        asks = {}
        for size in sizes:
            say(f"{size:,} entries")
            asks[size] = held.enter_context(worker("bench.servers.growing", [str(folder / str(size)), str(size)]))
            asks[size]("grown")
        for what, says, turns in (
            ("alone", "one append alone", 5),
            ("group", "an append, 32 in flight", 5),
            ("row", "look-up of a permit that ended", 5),
            ("open", "close and open", 3),
            ("verify", "verify, per entry", 1),
        ):
            say(says)
            cases = {f"{says}, {size:,} entries": _asking(ask, what) for size, ask in asks.items()}
            found = medians(interleaved(cases, rounds=turns, warm=1 if turns > 1 else 0))
            base = next(iter(found.values()))
            for name, seconds in found.items():
                milliseconds(name, seconds, f"{seconds / base:5.2f} ×")


def _asking(ask: Ask, what: str) -> Callable[[], float]:
    return lambda: float(ask(what)["seconds"])


def postgres() -> None:
    """Several gates on one log."""
    title("appends of 1.7 kB, 32 in flight in each gate, all gates together")
    with _folder() as folder:
        rates = writing.databases(folder)
    base = rates["SQLite"]
    for name, rate in rates.items():
        note(f"{name:<52} {rate:9.0f}/s   {rate / base:5.2f} × SQLite")
