"""Commands through the whole path under the starter pack: what they would do, and what is answered."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.gate_world import World

from mayact.core.model import StepUp, Strength
from mayact.core.record import verdict_json

ROWS = [
    json.loads(line) for line in (Path(__file__).parent.parent / "vectors" / "decisions.jsonl").read_text().splitlines()
]


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-3", "POLICY-1")
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row(world: World, row: dict[str, Any]) -> None:
    decision = world.gate.explain(world.call(row["command"]), strength=Strength.ADVISORY)
    found = {effect.verb.value for effect in decision.analysis.effects}
    assert set(row["verbs"]) <= found
    verdict = verdict_json(decision.verdict)
    assert verdict["outcome"] == row["outcome"], verdict
    if row.get("rule"):
        reasons = (
            decision.verdict.reasons
            if not hasattr(decision.verdict, "obligations") or isinstance(decision.verdict, StepUp)
            else ()
        )
        assert row["rule"] in {reason.rule for reason in reasons} | set(decision.verdict.matched)
