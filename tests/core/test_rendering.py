"""What an approver is shown is printable, whole, and never the same for two different texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.rendering import visible


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
    assert visible(text) == text
