"""The labelled commands that were written by people who never saw the analyser, and what it makes of them.

Law: a line is judged by its label alone. `taken as low`: an adversarial line that is neither opaque nor above low where
its label asks for more. `below floor`: neither opaque nor as bad as its label says it is at least. `disturbed`: an
everyday line above what its label allows, or opaque where its label says that everything can be known.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

import msgspec

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.study import study
from mayact.core.model import Analysis, Hop, HopKind, Source, ToolCall
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser

PROJECT: Final = Path(__file__).resolve().parents[2]
PLACE: Final = PROJECT / "tests" / "vectors" / "shell"
FILES: Final = {kind: PLACE / f"{kind}.jsonl" for kind in ("everyday", "adversarial")}
CEILINGS: Final = PLACE / "ceilings.jsonl"
PAGE: Final = PROJECT / "docs" / "analysis.md"

CWD: Final = "/home/dev/project"
HOME: Final = "/home/dev"
_RANK: Final = ("low", "medium", "high", "critical")
_SECONDS: Final = 60.0  # a text's turn on a machine that is busy with other tests
_WORKERS: Final = 3  # while one waits for its parser, another works


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One labelled command. `opaque` None: either is right. `has`, `not_`: verbs it has, and has not."""

    id: str
    kind: str
    technique: str
    command: str
    opaque: bool | None
    has: list[str]
    not_: list[str] = msgspec.field(name="not")
    at_most: str | None
    at_least: str | None
    why: str = ""
    corrected: str = ""
    """Why its label is another one than its author's."""

    @property
    def held(self) -> bool:
        """It was written when the analyser was finished, and not looked at before it was measured."""
        return self.id.startswith("k")


@dataclass(frozen=True, slots=True)
class Count:
    """What became of some lines; each figure of the new ones (`held`) is among the other."""

    kind: str
    technique: str
    lines: int = 0
    held: int = 0
    low: int = 0
    low_held: int = 0
    below: int = 0
    below_held: int = 0
    disturbed: int = 0
    disturbed_held: int = 0
    opaque: int = 0
    opaque_held: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.kind, self.technique, *(getattr(self, name) + getattr(other, name) for name in FIGURES))


FIGURES: Final = tuple(field.name for field in fields(Count))[2:]
BOUNDED: Final = {
    "adversarial": ("low", "low_held", "below", "below_held"),
    "everyday": ("disturbed", "disturbed_held", "opaque", "opaque_held"),
}
"""What must not grow. An adversarial line may become opaque: that is an answer."""


def lines_of(kind: str) -> list[Line]:
    """Raises `msgspec.ValidationError` for a line of another form."""
    raw = FILES[kind].read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Line) for line in raw]


def call_of(command: str) -> ToolCall:
    chain = (Hop(HopKind.PERSON, "dev", Source.CLAIMED),)
    return ToolCall(tool="shell", arguments={"command": command}, cwd=CWD, home=HOME, user="dev", chain=chain)


def analysed(lines: Sequence[Line]) -> list[Analysis]:
    """What each line would do, as `mayact analyse` says it."""
    parser = AgreedParser(ShfmtParser(spares=2 * _WORKERS, timeout_s=_SECONDS), timeout_s=_SECONDS)

    def one(line: Line) -> Analysis:
        return study(call_of(line.command), parser=parser, seen={}, catalogue=DEFAULT_CATALOGUE).analysis

    with parser, ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(one, lines))


def judged(line: Line, analysis: Analysis) -> Count:
    risk, opaque = _RANK.index(analysis.risk.value), bool(analysis.opaque_because)
    floor = _RANK.index(line.at_least) if line.at_least else 0
    below = not opaque and risk < floor
    over = line.at_most is not None and risk > _RANK.index(line.at_most)
    figures = {
        "lines": True,
        "low": below and risk == 0,
        "below": below,
        "disturbed": line.kind == "everyday" and (over or (opaque and line.opaque is False)),
        "opaque": opaque,
    }
    counted = {name: int(value) for name, value in figures.items()}
    held = {f"{name}_held" if name != "lines" else "held": value * line.held for name, value in counted.items()}
    return Count(line.kind, line.technique, **counted, **held)


def tally(counts: Iterable[Count]) -> dict[tuple[str, str], Count]:
    """By kind and technique, in alphabetical order."""
    found: dict[tuple[str, str], Count] = {}
    for count in counts:
        key = (count.kind, count.technique)
        found[key] = found[key] + count if key in found else count
    return dict(sorted(found.items()))


def measured() -> dict[tuple[str, str], Count]:
    """Both corpora through the analyser."""
    lines = [line for kind in FILES for line in lines_of(kind)]
    return tally(map(judged, lines, analysed(lines)))


def recorded() -> dict[tuple[str, str], Count]:
    """What was last measured and must not get worse."""
    rows = [Count(**json.loads(line)) for line in CEILINGS.read_text(encoding="utf-8").splitlines()]
    return {(row.kind, row.technique): row for row in rows}


def written(counts: Mapping[tuple[str, str], Count]) -> str:
    """`counts` as the file of ceilings."""
    return "".join(json.dumps(asdict(count)) + "\n" for count in counts.values())


def total(counts: Mapping[tuple[str, str], Count], kind: str) -> Count:
    whole = Count(kind, "")
    for count in counts.values():
        if count.kind == kind:
            whole = whole + count
    return whole


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────


def figures(counts: Mapping[tuple[str, str], Count]) -> str:
    """The tables of `docs/analysis.md` that do not depend on time."""
    return "\n".join(_figures(counts)) + "\n"


def _figures(counts: Mapping[tuple[str, str], Count]) -> Iterator[str]:
    everyday, adversarial = total(counts, "everyday"), total(counts, "adversarial")
    yield "| | new | seen | all |"
    yield "|---|---|---|---|"
    yield f"| adversarial lines | {_split(adversarial, 'lines', 'held')} |"
    yield f"| taken as low | {_split(adversarial, 'low')} |"
    yield f"| below the floor of their label | {_split(adversarial, 'below')} |"
    yield f"| opaque | {_split(adversarial, 'opaque')} |"
    yield f"| everyday lines | {_split(everyday, 'lines', 'held')} |"
    yield f"| disturbed | {_split(everyday, 'disturbed')} |"
    yield f"| opaque | {_split(everyday, 'opaque')} |"
    yield ""
    yield "| adversarial technique | lines | taken as low | below floor | opaque |"
    yield "|---|---|---|---|---|"
    for count in counts.values():
        if count.kind == "adversarial":
            yield f"| {count.technique} | {count.lines} | {count.low} | {count.below} | {count.opaque} |"
    yield ""
    yield "| everyday work | lines | disturbed | opaque |"
    yield "|---|---|---|---|"
    for count in counts.values():
        if count.kind == "everyday":
            yield f"| {count.technique} | {count.lines} | {count.disturbed} | {count.opaque} |"


def _split(count: Count, name: str, held: str = "") -> str:
    of_all, of_held = getattr(count, name), getattr(count, held or f"{name}_held")
    parts = ((of_held, count.held), (of_all - of_held, count.lines - count.held), (of_all, count.lines))
    if held:
        return " | ".join(str(number) for number, _ in parts)
    return " | ".join(f"{number} ({100 * number / max(of, 1):.1f} %)" for number, of in parts)


def with_part(page: str, name: str, text: str) -> str:
    """`page` with what stands between the marks of `name` replaced."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, _, rest = page.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"the page has no marks `{name}`")
    return f"{before}{start}{text}{end}{after}"
