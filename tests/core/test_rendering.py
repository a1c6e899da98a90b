"""What an approver is shown is printable, whole, and never the same for two different texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.canonical import Digest
from mayact.core.model import (
    Allow,
    Analysis,
    Decision,
    Hop,
    HopKind,
    Source,
    Strength,
    ToolCall,
    action_digest,
    effect_fingerprint,
)
from mayact.core.rendering import WIDTH, request_text, visible

CALL = ToolCall(
    tool="shell",
    arguments={"command": "ls"},
    cwd="/home/dev/project",
    home="/home/dev",
    user="dev",
    chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED),),
)


@pytest.mark.requirement("APPR-1")
@given(st.text(), st.text())
def test_different_texts_never_look_the_same(one: str, other: str) -> None:
    assert (visible(one) == visible(other)) == (one == other)


@pytest.mark.requirement("APPR-1")
@given(st.text())
def test_nothing_that_is_shown_moves_a_cursor_or_turns_the_direction(text: str) -> None:
    assert visible(text).isprintable()


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text.strip(" ")) == text.strip(" ")


FILLERS = "\u00a0\u00ad\u034f\u115f\u17b4\u180b\u200b\u202e\u2066\u2800\u3164\ufe0f\uffa0\U000e0100"
ALIKE = "\u0430\u0435\u0131\u2024\u2215\u05d0\u0627\uff0f"


@pytest.mark.requirement("APPR-1", "APPR-2")
@pytest.mark.parametrize("ch", [*FILLERS, *ALIKE, "\x1b", "\r", "\t", "⟦"])
def test_what_hides_or_looks_like_another_is_written_out(ch: str) -> None:
    assert visible(f"a{ch}b") == f"a⟦U+{ord(ch):04X}⟧b"


@pytest.mark.requirement("APPR-1", "APPR-2")
def test_blanks_at_the_end_are_seen() -> None:
    assert visible("git push  ") == "git push⟦U+0020⟧⟦U+0020⟧"
    assert visible("naïve Straße") == "naïve Straße"


@pytest.mark.requirement("APPR-1", "APPR-2")
@given(st.text(min_size=1), st.integers(0, 200))
def test_no_part_of_an_action_can_start_a_line_that_looks_like_ours(command: str, pad: int) -> None:
    call = replace(CALL, arguments={"command": "x" + " " * pad + command})
    decision = Decision(
        verdict=Allow(),
        call=call,
        pins={"file:/a" + command: command},
        analysis=Analysis(effects=()),
        action=action_digest(CALL, {}),
        effects=effect_fingerprint(Analysis(effects=())),
        policy=Digest("sha256:" + "0" * 64),
        strength=Strength.ADVISORY,
        at=0,
    )
    lines = request_text(request="req-1", decision=decision, missing=(), reasons=(), expires="never").splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    ours = {"request", "will run", "in", "on", "for", "held", "risk", "would", "stopped by", "needs", "depends on"}
    starts = [line.split("  ")[0] for line in lines if not line.startswith("  ")]
    assert len([start for start in starts if start in ours]) == len({start for start in starts if start in ours})
    assert all(line.startswith(("  | ", "  + ")) for line in lines[2 : 2 + lines[2:].index(f"in         {CALL.cwd}")])
