"""The time in a text that is signed is written the same by the gate and by whoever draws the text again."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mayact.core.review import utc
from mayact.identity import instruments


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 250_000_000_000_000))
@example(0)
@example(951_782_400_000)
@example(4_107_542_400_000)
def test_a_time_is_written_as_the_gate_writes_it(at_ms: int) -> None:
    assert utc(at_ms) == instruments.utc(at_ms)
