"""Figures out of entries: every one is a count, and what is not known is in no difference."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.log.entry import Entry, Kind
from mayact.core.shadow.observed import Fate, Observed, Own
from mayact.core.shadow.tally import DAY_MS, Tally, tally

WORDS = {"allow": Fate.ALLOWED, "step-up": Fate.ASKED, "deny": Fate.STOPPED, "modify": Fate.STOPPED, "?": Fate.STOPPED}


def body(outcome: str, *, client: str = "claude-code", key: str = "k", call_id: str = "c", mode: str = "") -> Any:
    reason = {"rule": f"r.{outcome}", "text": "because", "hint": "", "effect": None}
    call = {"tool": "shell", "arguments": {"command": key}, "cwd": "/w"}
    verdict = {"outcome": outcome, "reasons": [] if outcome == "allow" else [reason]}
    told = {"client": client, "session": "s", "call_id": call_id, "key": key, "mode": mode}
    return {**told, "decision": {"call": call, "verdict": verdict}}


def of(*rows: tuple[Kind, Any], step: int = 1) -> list[Entry]:
    return [Entry(seq=seq, at=seq * step, kind=kind, body=held) for seq, (kind, held) in enumerate(rows)]


def by_mode(call: Observed) -> Own:
    return Own(call.mode) if call.mode else Own.UNKNOWN


C, P, F, G = Kind.CALL_OBSERVED, Kind.CALL_PROMPTED, Kind.CALL_FINISHED, Kind.GATE_STARTED


@pytest.mark.requirement("POLICY-2")
def test_prompts_saved_are_those_of_the_client_minus_ours_over_what_is_known() -> None:
    found = tally(
        of(
            (C, body("allow", mode="asks")),
            (C, body("allow", mode="asks")),
            (C, body("step-up", mode="runs")),
            (C, body("deny", mode="asks")),
            (C, body("step-up")),
            (C, body("allow")),
        ),
        by_mode,
    )
    (prompts,) = found.prompts
    assert (prompts.own, prompts.asked, prompts.saved) == (3, 1, 2)
    assert (prompts.unknown, prompts.unknown_asked) == (2, 1)


@pytest.mark.requirement("POLICY-2")
def test_a_question_that_was_seen_beats_any_reckoning_and_counts_for_one_call() -> None:
    asked = {"client": "codex", "session": "s", "key": "k"}
    calls = ((C, body("allow", client="codex")), (P, asked), (C, body("allow", client="codex", mode="asks")))
    (prompts,) = tally(of(*calls), by_mode).prompts
    assert (prompts.shown, prompts.own, prompts.unknown) == (1, 1, 0)
    # Another client that has reported nothing is reckoned.
    _, other = tally(of(*calls, (C, body("allow", client="other", mode="asks"))), by_mode).prompts
    assert (other.shown, other.own) == (0, 1)


def test_the_same_call_is_one_line_and_says_how_often_it_ran() -> None:
    ended = {"client": "claude-code", "session": "s", "call_id": "b", "status": "succeeded"}
    found = tally(of((C, body("deny", call_id="a")), (C, body("deny", call_id="b")), (F, ended)), by_mode)
    (group,) = found.stopped
    assert (group.times, group.ran, group.rules) == (2, 1, ("r.deny",))


def test_every_start_but_the_first_is_a_time_of_which_nothing_is_known() -> None:
    stopped, set_up = (Kind.GATE_STOPPED, {}), (Kind.POLICY_ACTIVATED, {})
    found = tally(of(set_up, (G, {}), (C, body("allow")), (G, {}), (C, body("allow")), stopped, (G, {})), by_mode)
    assert [(gap.since, gap.until, gap.stopped) for gap in found.gaps] == [(2, 3, False), (5, 6, True)]


rows = st.lists(
    st.one_of(
        st.tuples(
            st.just(C),
            st.builds(
                body,
                st.sampled_from(sorted(WORDS)),
                client=st.sampled_from(["a", "b"]),
                key=st.sampled_from(["x", "y"]),
                mode=st.sampled_from(["", *Own]),
            ),
        ),
        st.tuples(st.sampled_from([P, F, G, Kind.DECISION_MADE]), st.just({"client": "a", "session": "s", "key": "x"})),
    ),
    max_size=30,
)


@given(rows)
def test_every_call_is_counted_once_everywhere(made: list[tuple[Kind, Any]]) -> None:
    found: Tally = tally(of(*made, step=DAY_MS // 3), by_mode)
    calls = [held for kind, held in made if kind is C]
    assert found.total() == len(calls) == sum(found.total(fate) for fate in Fate)
    assert found.total(Fate.STOPPED) == sum(
        WORDS[held["decision"]["verdict"]["outcome"]] is Fate.STOPPED for held in calls
    )
    assert sum(group.times for group in found.stopped) == found.total(Fate.STOPPED)
    assert sum(group.times for group in found.asked) == found.total(Fate.ASKED)
    for prompts in found.prompts:
        assert 0 <= prompts.own <= found.total()
        assert prompts.saved == prompts.own - prompts.asked
        assert prompts.unknown_asked <= prompts.unknown
