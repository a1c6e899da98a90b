"""What the analysis of one shell command costs, and where: every stage timed inside one process, parsers started ahead.

Each command takes its turn several times and the quickest one counts: what a busy machine adds is not the analysis. A
stage's time is without the stages that run inside it. The next process of shfmt is started between two commands, by a
thread of its own.
"""

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest import mock

from tests.support.corpus import FILES, call_of, lines_of

from bench.report import microseconds, title
from bench.stages import Watch
from mayact.core.analysis import study as studying
from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.shell import desk, plain
from mayact.core.model import ToolCall
from mayact.observe.second_opinion import AgreedParser, SecondParser
from mayact.observe.shfmt import Parse, ShfmtParser

STAGES: Final = (
    "pre-filter", "plain reader", "tree-sitter", "shfmt", "comparing the two", "decode", "evaluate", "programs",
    "judge",
)  # fmt: skip
"""In the order in which a command meets them. `shfmt`: waiting for it; `evaluate`: everything between the others."""

WHOLE: Final = "whole command"
ROUNDS: Final = 3
_BETWEEN_S: Final = 0.004  # between two actions; a process that was started ahead gets to where it waits for its text


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds: half of all commands take no longer than `median`, 99 of 100 no longer than `p99`."""

    median: float
    p99: float


def measured(calls: Sequence[ToolCall], *, rounds: int) -> dict[str, Cost]:
    """What `calls` cost: `WHOLE`, and each of `STAGES`."""
    watch = Watch()
    quickest: list[dict[str, float]] = [{} for _ in calls]
    with _timed(watch) as programs, AgreedParser(ShfmtParser(spares=2), kept_bytes=0) as parser:
        for turn in range(rounds + 1):
            for at, call in enumerate(calls):
                taken = _once(call, parser, watch, programs)
                if turn and (not quickest[at] or taken[WHOLE] < quickest[at][WHOLE]):
                    quickest[at] = taken
    return {name: _cost([taken.get(name, 0.0) for taken in quickest]) for name in (WHOLE, *STAGES)}


def _once(call: ToolCall, parser: AgreedParser, watch: Watch, programs: Any) -> dict[str, float]:
    time.sleep(_BETWEEN_S)
    started = time.perf_counter()
    with watch.on("evaluate"):
        studying.study(call, parser=parser, seen={}, catalogue=DEFAULT_CATALOGUE, programs=programs)
    whole = time.perf_counter() - started
    parts, watch.parts = watch.parts, {}
    return {**parts, WHOLE: whole}


@contextmanager
def _timed(watch: Watch) -> Iterator[Any]:
    with ExitStack() as stack:
        for module, name, stage in (
            (desk, "refusal", "pre-filter"),
            (plain, "read", "plain reader"),
            (desk, "decode", "decode"),
            (studying, "judge", "judge"),
            (AgreedParser, "parse", "comparing the two"),
            (ShfmtParser, "_take", "shfmt"),
            (Parse, "__init__", "shfmt"),
            (Parse, "answer", "shfmt"),
            (SecondParser, "calls", "tree-sitter"),
        ):
            stack.enter_context(mock.patch.object(module, name, watch.wrapped(stage, getattr(module, name))))
        yield watch.wrapped("programs", findings_of)


def _cost(samples: list[float]) -> Cost:
    ordered = sorted(samples)
    return Cost(statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))])


def shown(costs: Mapping[str, Cost]) -> None:
    title("analysis of one shell command, parsers started ahead (median, and 99 of 100 take no longer than)")
    for name in (WHOLE, *STAGES):
        microseconds(name, costs[name].median, f"p99 {costs[name].p99 * 1e6:9.1f} µs")


def table(costs: Mapping[str, Cost]) -> str:
    """The same as rows of a page."""
    head = ["| stage | median | 99 of 100 within |", "|---|---|---|"]
    rows = [f"| {name} | {_us(costs[name].median)} | {_us(costs[name].p99)} |" for name in (*STAGES, WHOLE)]
    return "\n".join([*head, *rows]) + "\n"


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs"


def sample() -> list[ToolCall]:
    """Every fourth line of the corpus."""
    return [call_of(line.command) for kind in FILES for line in lines_of(kind)][::4]


def row() -> None:
    """The row of `python -m bench`."""
    shown(measured(sample(), rounds=ROUNDS))
