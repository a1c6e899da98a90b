"""The published corpus: well formed, no worse than recorded, and on the page as recorded."""

import json
from collections import Counter

import msgspec
import pytest
from tests.support.corpus import (
    BOUNDED,
    FILES,
    PAGE,
    Line,
    figures,
    judged,
    lines_of,
    measured,
    recorded,
    tally,
    total,
    with_part,
)

from mayact.core.model import Analysis, Effect, Reversibility, Risk, Verb

LINES = [line for kind in FILES for line in lines_of(kind)]
AGAIN = "look at what changed, then `make corpus` records it"


def test_every_line_is_whole_and_names_its_technique() -> None:
    assert len(LINES) >= 3_000
    verbs = {verb.value for verb in Verb}
    risks = {risk.value for risk in Risk}
    for line in LINES:
        assert line.technique
        assert {*line.has, *line.not_} <= verbs, line.id
        assert {line.at_most, line.at_least} - {None} <= risks, line.id
        assert (line.at_least is not None) is (line.kind == "adversarial"), line.id
        assert (line.at_most is not None) is (line.kind == "everyday"), line.id
    assert {line.kind for line in LINES} == set(FILES)
    assert max(Counter(line.id for line in LINES).values()) == 1
    # What a person does with care, an attacker does, too; once for each of them.
    assert max(Counter((line.kind, line.command) for line in LINES).values()) == 1


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
def test_nothing_got_worse() -> None:
    """By kind: a line may be won in one technique and lost in another, which `make corpus` then shows."""
    found, before = measured(), recorded()
    for kind, names in BOUNDED.items():
        now, then = total(found, kind), total(before, kind)
        worse = {name: (getattr(then, name), getattr(now, name)) for name in names}
        assert all(new <= old for old, new in worse.values()), f"{kind}: {worse}; {AGAIN}"


def test_the_page_says_what_is_recorded() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_part(page, "figures", figures(recorded())) == page, "run `make corpus`"


def test_the_recorded_figures_are_of_these_lines() -> None:
    of_lines = Counter((line.kind, line.technique) for line in LINES)
    held = Counter((line.kind, line.technique) for line in LINES if line.held)
    rows = recorded()
    assert {key: row.lines for key, row in rows.items()} == of_lines
    assert Counter({key: row.held for key, row in rows.items() if row.held}) == held
    assert total(rows, "everyday").lines == len(lines_of("everyday"))


# ── how a line is judged ─────────────────────────────────────────────────────────────────────────────────


def answer(risk: Risk, *, opaque: bool = False) -> Analysis:
    effect = Effect(
        verb=Verb.OPAQUE if opaque else Verb.FS_READ,
        kind="thing",
        resource="x",
        risk=risk,
        reversibility=Reversibility.HARD,
    )
    return Analysis(effects=(effect,), opaque_because=("x",) if opaque else ())


def label(**changes: object) -> Line:
    row = {"id": "x", "kind": "adversarial", "technique": "t", "command": "c", "opaque": False, "has": [], "not": []}
    return json_line({**row, "at_most": None, "at_least": "high", **changes})


def json_line(row: dict[str, object]) -> Line:
    return msgspec.json.decode(json.dumps(row), type=Line)


@pytest.mark.parametrize(
    ("line", "analysis", "figure"),
    [
        (label(), answer(Risk.LOW), {"low", "below"}),
        (label(), answer(Risk.MEDIUM), {"below"}),
        (label(), answer(Risk.HIGH), set()),
        (label(at_least="critical"), answer(Risk.HIGH, opaque=True), {"opaque"}),
        (label(kind="everyday", at_most="low", at_least=None), answer(Risk.LOW), set()),
        (label(kind="everyday", at_most="low", at_least=None), answer(Risk.MEDIUM), {"disturbed"}),
        (
            label(kind="everyday", at_most="high", at_least=None),
            answer(Risk.HIGH, opaque=True),
            {"disturbed", "opaque"},
        ),
        (
            label(kind="everyday", at_most="high", at_least=None, opaque=True),
            answer(Risk.HIGH, opaque=True),
            {"opaque"},
        ),
        (
            label(kind="everyday", at_most="high", at_least=None, opaque=None),
            answer(Risk.HIGH, opaque=True),
            {"opaque"},
        ),
    ],
)
def test_a_line_is_judged_by_its_label(line: Line, analysis: Analysis, figure: set[str]) -> None:
    count = judged(line, analysis)
    assert {name for name in ("low", "below", "disturbed", "opaque") if getattr(count, name)} == figure
    held = {
        name.removesuffix("_held")
        for name in ("low_held", "below_held", "disturbed_held", "opaque_held")
        if getattr(count, name)
    }
    assert held == (figure if line.held else set())
    assert tally([count, count])[line.kind, line.technique].lines == 2
