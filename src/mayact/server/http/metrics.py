"""Figures of the listener and of what stands behind it, in the text format of Prometheus.

Law: labels come from closed lists (operation, status, outcome, code of the error tree), never from a caller, so that
no caller can make the gate remember more. What is counted on the way of a decision is counted in plain numbers, in
the loop's own thread; the library draws them only when somebody asks (a labelled counter of its own costs more than a
microsecond each time).
"""

import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from mayact.ports import StoreFigures

_BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds: from a decision that was alone to one that waited for a slow disk."""


class Meter(Collector):
    """`gauges` names what is read when somebody asks: each gives a number, or raises and is left out. `figures` never
    raises."""

    def __init__(
        self, gauges: "dict[str, tuple[str, Callable[[], float]]]", *, figures: Callable[[], StoreFigures]
    ) -> None:
        self._gauges = gauges
        self._figures = figures
        self.responses: Counter[tuple[str, int]] = Counter()
        self.decisions: Counter[tuple[str, str]] = Counter()
        self.refusals: Counter[str] = Counter()
        self._seconds: dict[str, list[int]] = {}
        self._sums: Counter[str] = Counter()
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def answered(self, operation: str, status: int, seconds: float) -> None:
        self.responses[operation, status] += 1
        buckets = self._seconds.get(operation)
        if buckets is None:
            buckets = self._seconds[operation] = [0] * (len(_BUCKETS) + 1)
        buckets[bisect.bisect_left(_BUCKETS, seconds)] += 1
        self._sums[operation] += seconds  # type: ignore[assignment]

    def decided(self, operation: str, outcome: str) -> None:
        self.decisions[operation, outcome] += 1

    def refused(self, code: str) -> None:
        self.refusals[code] += 1

    def text(self) -> bytes:
        return bytes(generate_latest(self._registry))

    def collect(self) -> Iterator[Metric]:
        yield _counter(
            "mayact_http_responses", "Answers by operation and status.", ("operation", "status"), self.responses
        )
        yield _counter(
            "mayact_decisions", "Decisions by operation and outcome.", ("operation", "outcome"), self.decisions
        )
        refusals = {(code,): count for code, count in self.refusals.items()}
        yield _counter("mayact_http_refusals", "Refusals by error code.", ("code",), refusals)
        yield self._histogram()
        yield from self._store()
        for name, (says, read) in self._gauges.items():
            try:
                value = read()
            except Exception as error:  # noqa: BLE001  one figure that cannot be read hides none of the others
                self.refusals[f"gauge.{type(error).__name__}"] += 1
                continue
            yield GaugeMetricFamily(name, says, value=value)

    def _histogram(self) -> HistogramMetricFamily:
        family = HistogramMetricFamily(
            "mayact_http_seconds", "From the whole request to its answer.", labels=["operation"]
        )
        for operation, counts in self._seconds.items():
            family.add_metric([operation], _cumulated(_BUCKETS, counts), sum_value=float(self._sums[operation]))
        return family

    def _store(self) -> Iterator[Metric]:
        found = self._figures()
        yield GaugeMetricFamily("mayact_store_queue", "Writes that wait for the log.", value=float(found.waiting))
        yield HistogramMetricFamily(
            "mayact_store_group_entries",
            "Entries that shared one transaction and one flush.",
            buckets=_cumulated(found.group_bounds, found.groups),
            sum_value=float(found.entries),
        )


def _cumulated(bounds: Sequence[float], counts: Sequence[int]) -> list[tuple[str, float]]:
    named = (*map(str, bounds), "+Inf")
    return [(name, float(total)) for name, total in zip(named, accumulate(counts), strict=True)]


def _counter(name: str, says: str, labels: tuple[str, ...], counts: Mapping[Any, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, says, labels=list(labels))
    for values, count in tuple(counts.items()):
        family.add_metric([str(value) for value in values], float(count))
    return family
