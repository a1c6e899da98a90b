"""The commands of `tests/vectors/reality`, run and judged; and what came of it in numbers.

`python -m tests.reality` prints the numbers, `python -m tests.reality ID…` what happened to single commands.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from tests.reality import sandbox
from tests.reality.compare import Allowance, Cover, Outcome, Scene, compare
from tests.reality.observed import Observation
from tests.reality.predicted import Expected, Prediction
from tests.reality.sandbox import HOME, PROJECT


@dataclass(frozen=True)
class Judged:
    """One command: what it did and what covers that."""

    row: dict[str, Any]
    ended: int | None
    looked: Prediction
    """As the gate predicts it, which looks at links, remotes and search paths."""
    alone: Prediction
    """From the text alone."""
    seen: tuple[Observation, ...]
    scene: Scene

    def against(self, prediction: Prediction) -> tuple[Outcome, ...]:
        """What was seen, held against any prediction."""
        return compare(prediction, self.seen, self.scene, allowances())

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.against(self.looked)

    @property
    def mispredicted(self) -> tuple[Observation, ...]:
        """What was not predicted: at the gate, and from the text alone where the row does not say that looking is
        needed."""
        judged = self.outcomes if self.row.get("look") else (*self.outcomes, *self.against(self.alone))
        return tuple(dict.fromkeys(item.observation for item in judged if item.cover is None))

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(item.observation.kind for item in self.outcomes)


@cache
def allowances() -> tuple[Allowance, ...]:
    lines = (sandbox.VECTORS / "allowances.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(
        Allowance(**{**row, "kinds": tuple(row["kinds"]), "needs": tuple(row.get("needs", ()))})
        for row in map(json.loads, filter(None, lines))
    )


def judged(rows: Sequence[dict[str, Any]], *, sandboxes: int = 2) -> tuple[Judged, ...]:
    """Runs the commands. Raises `sandbox.CannotTrace`."""
    return judge(rows, sandbox.run(rows, sandboxes=sandboxes))


def judge(rows: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> tuple[Judged, ...]:
    """What the workers answered, compared."""
    found = []
    for row, answer in zip(rows, answers, strict=True):
        scene = Scene(
            home=HOME,
            workspace=PROJECT,
            cwd=row.get("cwd", PROJECT),
            before=frozenset(answer["before"]),
            after=frozenset(answer["after"]),
            addresses=sandbox.hosts(),
            sourced=bool(row.get("sourced")),
            directories=frozenset(path for path, is_directory in answer["before"].items() if is_directory),
        )
        seen = tuple(_observation(item) for item in answer["seen"])
        looked, alone = _prediction(answer["looked"]), _prediction(answer["alone"])
        found.append(Judged(row, answer["exit"], looked, alone, seen, scene))
    return tuple(found)


def _observation(item: dict[str, Any]) -> Observation:
    return Observation(item["kind"], item["target"], tuple((path, tuple(argv)) for path, argv in item["chain"]))


def _prediction(item: dict[str, Any]) -> Prediction:
    return Prediction(
        tuple(Expected(**effect) for effect in item["effects"]), tuple(item["programs"]), tuple(item["opaque"])
    )


COVERS: Final[tuple[Cover, ...]] = ("effect", "declared code", "allowance", "its own making", "opaque")


def table(found: Sequence[Judged]) -> list[str]:
    """The numbers as a page shows them: commands by file, observed effects by kind, each with what covers it."""
    lines = ["| commands | all | acted | opaque | known limits | mispredicted |", "|---|---|---|---|---|---|"]
    names = sorted({item.row["file"] for item in found})
    for name in (*names, "all"):
        some = [item for item in found if name in ("all", item.row["file"])]
        limits = [item for item in some if "open" in item.row]
        counts = (
            len(some),
            sum(bool(item.outcomes) for item in some),
            sum(bool(item.looked.opaque) for item in some),
            len(limits),
            sum(bool(item.mispredicted) for item in some) - sum(bool(item.mispredicted) for item in limits),
        )
        lines.append(f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |")
    lines += ["", f"| observed | all | {' | '.join(COVERS)} |", f"|---|---|{'---|' * len(COVERS)}"]
    outcomes = [outcome for item in found if "open" not in item.row for outcome in item.outcomes]
    for kind in (*sorted({outcome.observation.kind for outcome in outcomes}), "all"):
        of_kind = [outcome for outcome in outcomes if kind in ("all", outcome.observation.kind)]
        by = Counter(outcome.cover for outcome in of_kind)
        lines.append(f"| {kind} | {len(of_kind):,} | {' | '.join(f'{by[cover]:,}' for cover in COVERS)} |")
    return lines
