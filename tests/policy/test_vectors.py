"""The starter pack, row by row."""

import pytest
from tests.support.policy import starter, verdict
from tests.support.policy_vectors import Row, rows

from mayact.core.model import Allow
from mayact.core.policy.explain import outcome
from mayact.core.policy.rules import Gate, Never

STARTER = starter()


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-3", "AUTHZ-5", "POLICY-1")
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_the_starter_pack_answers_as_the_vector_says(row: Row) -> None:
    found = verdict(STARTER, *row.effects, approvals=row.approvals)
    reasons = () if isinstance(found, Allow) else found.reasons
    assert (outcome(found), tuple(dict.fromkeys(reason.rule for reason in reasons))) == (row.outcome, row.rules)


def test_every_gate_and_never_of_the_pack_decides_some_vector() -> None:
    decided = {rule for row in rows() for rule in row.rules}
    stopping = {name for name, rule in STARTER.rules.items() if isinstance(rule.force, Gate | Never)}
    assert stopping - decided == set()


def test_there_are_enough_vectors_of_each_outcome() -> None:
    found = [row.outcome for row in rows()]
    assert len(found) >= 60
    assert all(found.count(word) >= 20 for word in ("allow", "step-up", "deny"))
