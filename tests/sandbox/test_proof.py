"""What a probe's report proves: everything refused, once each, or nothing."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.snippets import PROJECT

from mayact.core.errors import MayactError
from mayact.core.model import Strength
from mayact.core.sandbox.proof import (
    ATTEMPTS,
    Attempt,
    AttemptOutcome,
    Held,
    NotHeld,
    judge,
    parse_report,
    report_json,
    strength,
)

ALL = tuple(Attempt(name, AttemptOutcome.REFUSED) for name in ATTEMPTS)


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
def test_everything_refused_is_sandboxed() -> None:
    assert judge(ALL) == Held()
    assert strength(judge(ALL)) is Strength.SANDBOXED


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
@pytest.mark.parametrize("name", ATTEMPTS)
@pytest.mark.parametrize("outcome", [AttemptOutcome.SUCCEEDED, AttemptOutcome.UNTRIED, None])
def test_one_attempt_that_was_not_refused_is_advisory(name: str, outcome: AttemptOutcome | None) -> None:
    others = tuple(attempt for attempt in ALL if attempt.name != name)
    given_ = others if outcome is None else (*others, Attempt(name, outcome, "`\x1b[2J"))
    found = judge(given_)
    assert isinstance(found, NotHeld)
    assert name in " ".join(found.reasons)
    assert all(reason.isprintable() for reason in found.reasons)
    assert strength(found) is Strength.ADVISORY


@pytest.mark.requirement("BOUND-2")
@given(
    st.lists(
        st.builds(Attempt, st.sampled_from([*ATTEMPTS, "net.other", ""]), st.sampled_from(AttemptOutcome)), max_size=40
    )
)
def test_a_report_proves_only_when_it_is_the_whole_list_refused(attempts: list[Attempt]) -> None:
    whole = sorted(attempt.name for attempt in attempts) == sorted(ATTEMPTS)
    refused = all(attempt.outcome is AttemptOutcome.REFUSED for attempt in attempts)
    assert (judge(tuple(attempts)) == Held()) == (whole and refused)


@given(st.permutations(ALL))
def test_the_order_means_nothing(attempts: list[Attempt]) -> None:
    assert judge(tuple(attempts)) == Held()


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("twice", [ALL[0], Attempt(ALL[0].name, AttemptOutcome.SUCCEEDED)])
def test_an_attempt_told_twice_proves_nothing(twice: Attempt) -> None:
    assert isinstance(judge((*ALL, twice)), NotHeld)


def test_a_report_survives_its_wire_form() -> None:
    raw = json.dumps({"v": 1, "attempts": [dict(row) for row in report_json(ALL)["attempts"]]}).encode()  # type: ignore[union-attr,arg-type,call-overload]
    assert parse_report(raw) == ALL


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"v":2,"attempts":[]}',
        b'{"v":1,"attempts":[],"strength":"sandboxed"}',
        b'{"v":1,"attempts":[{"name":"net.dns","outcome":"refused"}]}',
        b'{"v":1,"attempts":[{"name":"net.dns","outcome":"fine","detail":""}]}',
        b'{"v":1,"attempts":[{"name":"net.dns","outcome":"refused","detail":"","also":1}]}',
        b'{"v":1,"attempts":[{"name":1,"outcome":"refused","detail":""}]}',
        b'{"v":1,"v":1,"attempts":[]}',
    ],
)
def test_what_is_no_report_is_refused(raw: bytes) -> None:
    with pytest.raises(MayactError):
        parse_report(raw)


def test_the_page_names_every_attempt_and_what_it_would_mean() -> None:
    page = (PROJECT / "docs" / "run.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z0-9_.]+)` \| (.*) \|$", page, re.MULTILINE))
    assert {name: told.get(name) for name in ATTEMPTS} == dict(ATTEMPTS)
