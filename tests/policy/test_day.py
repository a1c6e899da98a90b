"""A developer's day under the unedited starter pack: what is quiet, what asks, what is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.policy import CHAIN, ToolCall, decision, starter
from tests.support.shell import PARSE_SECONDS

from mayact.core.analysis.study import study
from mayact.core.model import Allow
from mayact.core.policy.explain import outcome
from mayact.observe.shfmt import ShfmtParser

VECTORS = Path(__file__).parents[1] / "vectors" / "policy" / "commands.jsonl"
ROWS = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
STARTER = starter()


@pytest.fixture(scope="module")
def parser() -> Iterator[ShfmtParser]:
    with ShfmtParser(timeout_s=PARSE_SECONDS) as found:
        yield found


@pytest.mark.requirement("AUTHZ-1", "POLICY-1")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["command"])
def test_a_command_gets_the_answer_of_the_vector(row: dict[str, Any], parser: ShfmtParser) -> None:
    """Nothing is observed: what depends on the machine has its worst case."""
    call = ToolCall(
        tool="shell",
        arguments={"command": row["command"]},
        cwd="/home/ada/app",
        home="/home/ada",
        user="ada",
        chain=CHAIN,
    )
    found = study(call, parser=parser, seen={}, catalogue=STARTER.catalogue)
    verdict = decision(STARTER, found.analysis.effects, call=call).verdict
    rules = () if isinstance(verdict, Allow) else tuple(dict.fromkeys(reason.rule for reason in verdict.reasons))
    assert (outcome(verdict), sorted(rules)) == (row["outcome"], sorted(row["rules"]))
