"""Time without a gate, and calls without a decision."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.doctor.gaps import Call, Mark, Outage, Session, active_in, outages, undecided
from mayact.core.doctor.judge import utc

S, E, X = "gate.started", "gate.stopped", "decision.made"


def marks(*rows: tuple[int, str]) -> list[Mark]:
    return [Mark(at * 1000, kind) for at, kind in rows]


def spans(found: tuple[Outage, ...]) -> list[tuple[int, int, bool, bool]]:
    return [(one.start // 1000, one.end // 1000, one.proven, one.ongoing) for one in found]


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("rows", "running", "expected"),
    [
        ([], False, []),
        ([(0, S), (50, X)], True, []),
        ([(0, S), (50, E), (90, S)], True, [(50, 90, True, False)]),
        ([(0, S), (50, X), (90, S)], True, [(50, 90, False, False)]),
        ([(0, S), (50, E)], False, [(50, 100, True, True)]),
        ([(0, S), (50, X)], False, [(50, 100, False, True)]),
        ([(0, S), (50, E), (60, "policy.activated"), (90, S)], True, [(50, 90, True, False)]),
        ([(0, "approver.enrolled"), (1, "policy.activated"), (40, S)], True, [(0, 40, True, False)]),
        ([(0, S), (50, E), (52, S)], True, []),
        ([(0, S), (10, E), (20, S), (30, X), (60, S)], True, [(10, 20, True, False), (30, 60, False, False)]),
    ],
)
def test_outages(rows: list[tuple[int, str]], running: bool, expected: list[tuple[int, int, bool, bool]]) -> None:
    assert spans(outages(marks(*rows), now=100_000, running=running)) == expected


_MARKS = st.lists(st.tuples(st.integers(0, 10_000_000), st.sampled_from([S, E, X])), max_size=30).map(
    lambda rows: [Mark(at, kind) for at, kind in sorted(rows)]
)


@pytest.mark.requirement("BOUND-4")
@given(_MARKS, st.booleans())
def test_outages_are_in_order_apart_and_never_span_a_decision(rows: list[Mark], running: bool) -> None:
    found = outages(rows, now=10_000_001, running=running)
    for first, second in pairwise(found):
        assert first.end <= second.start
    served = False
    for row in rows:
        served = {S: True, E: False}.get(row.kind, served)
        if served and row.kind == X:
            assert not any(one.start < row.at < one.end for one in found)


def test_who_worked_meanwhile() -> None:
    gap = Outage(start=1000, end=2000, proven=True)
    kept = [
        Session(client="codex", name="a", path="/a", at=1500),
        Session(client="gemini", name="b", path="/b", at=2500),
        Session(client="claude-code", name="c", path="/c", at=9000, calls=(Call("x", 1999, None),)),
    ]
    assert active_in(gap, kept) == ("claude-code", "codex")


@pytest.mark.requirement("BOUND-4")
def test_calls_that_nobody_decided() -> None:
    calls = (
        Call("decided", 100, True), Call("ran", 110, True), Call("perhaps", 120, None), Call("failed", 130, False),
        Call("before", 5, True),
    )  # fmt: skip
    kept = [Session(client="claude-code", name="s", path="/s", at=200, calls=calls)]
    (found,) = undecided(kept, {("x", "decided")}, since=50)
    assert (found.ran, found.unknown, found.first, found.last) == (1, 1, 110, 120)
    assert undecided(kept, {("s", "decided"), ("s", "ran"), ("s", "perhaps")}, since=50) == ()


@pytest.mark.requirement("BOUND-4")
def test_ids_that_every_session_counts_anew_are_told_apart() -> None:
    kept = [Session(client="codex", name="f", path="/f", at=200, names=("f", "s2"), calls=(Call("call_0", 100, None),))]
    assert undecided(kept, {("s2", "call_0")}, since=0) == ()
    assert [one.unknown for one in undecided(kept, {("s1", "call_0")}, since=0)] == [1]


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (0, "1970-01-01 00:00:00Z"),
        (951_782_399_000, "2000-02-28 23:59:59Z"),
        (951_782_400_000, "2000-02-29 00:00:00Z"),
        (1_795_305_600_123, "2026-11-22 00:00:00Z"),
        (4_102_444_799_999, "2099-12-31 23:59:59Z"),
    ],
)
def test_a_moment_as_a_date(at: int, text: str) -> None:
    assert utc(at) == text
