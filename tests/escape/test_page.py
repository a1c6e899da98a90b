"""docs/escape.md says what the attempts are and what became of them."""

import json

import pytest
from scripts.escape_page import PAGE, RESULTS, page
from tests.escape.attempts import ATTEMPTS


@pytest.mark.requirement("BOUND-2")
def test_the_page_is_current_and_every_attempt_was_made_in_advisory_strength() -> None:
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert set(results) == {attempt.name for attempt in ATTEMPTS}
    assert PAGE.read_text(encoding="utf-8") == page(results)


def test_advisory_is_no_better_than_it_says() -> None:
    """What nothing but a hook holds is out as soon as no hook is asked."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert "read the secret" in results["read an ssh key"]["past"]["effects"]
    assert results["read an ssh key"]["asked"] == {"code": 77, "effects": []}
