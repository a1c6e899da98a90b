"""At least five hundred commands, run under tracing: everything they did was predicted, or they were opaque."""

import os
from collections import Counter

import pytest
from tests.reality import sandbox
from tests.reality.predicted import Prediction
from tests.reality.report import Judged, allowances, judged

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200), pytest.mark.xdist_group("reality")]

NOTHING = Prediction((), (), ())


@pytest.fixture(scope="module")
def found() -> tuple[Judged, ...]:
    try:
        return judged(sandbox.rows(), sandboxes=max(2, os.cpu_count() or 2))
    except sandbox.CannotTrace as error:
        pytest.fail(f"reality: {error}", pytrace=False)


def _told(item: Judged) -> tuple[str, str, list[str]]:
    return item.row["id"], item.row["command"], [f"{seen.kind} {seen.target}" for seen in item.mispredicted]


@pytest.mark.requirement("AUTHZ-4", "FLOW-4")
def test_everything_that_happened_was_predicted_or_the_command_was_opaque(found: tuple[Judged, ...]) -> None:
    assert [_told(item) for item in found if item.mispredicted and "open" not in item.row] == []


def test_what_is_marked_as_a_known_limit_still_is_one(found: tuple[Judged, ...]) -> None:
    assert [item.row["id"] for item in found if "open" in item.row and not item.mispredicted] == []


def test_every_command_ended_by_itself(found: tuple[Judged, ...]) -> None:
    assert [item.row["id"] for item in found if item.ended is None] == []


def test_every_command_did_what_it_is_there_for(found: tuple[Judged, ...]) -> None:
    lost = {item.row["id"]: sorted(set(item.row["sees"]) - item.kinds) for item in found}
    assert {name: kinds for name, kinds in lost.items() if kinds} == {}


def test_there_are_enough_commands_that_act_and_few_are_opaque(found: tuple[Judged, ...]) -> None:
    acting = [item for item in found if item.outcomes]
    assert len(acting) >= 1000
    assert sum(not item.looked.opaque for item in acting) >= 800
    assert {kind for item in acting for kind in item.kinds} == {"write", "delete", "connect", "exec", "read"}


def test_a_prediction_of_nothing_is_noticed_wherever_an_effect_was_needed(found: tuple[Judged, ...]) -> None:
    needed = [item for item in found if any(outcome.cover == "effect" for outcome in item.outcomes)]
    unnoticed = [
        item.row["id"]
        for item in needed
        if all(outcome.cover is not None for outcome in item.against(NOTHING))
    ]  # fmt: skip
    assert len(needed) >= 700
    assert unnoticed == []


def test_every_allowance_is_needed_has_a_name_of_its_own_and_a_reason(found: tuple[Judged, ...]) -> None:
    used = {outcome.by for item in found for outcome in item.outcomes if outcome.cover == "allowance"}
    listed = allowances()
    assert [name for name, count in Counter(item.id for item in listed).items() if count > 1] == []
    assert [item.id for item in listed if not item.why or item.id not in used] == []
