"""The labelled commands: what must stay quiet, and what must not get through, with the technique named."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.shell import HOME, WORKSPACE, parser

from mayact.cli.analyse import answer

VECTORS = Path(__file__).parent.parent / "vectors" / "shell" / "commands.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
RANK = ["low", "medium", "high", "critical"]


def label(row: dict[str, Any]) -> str:
    return f"{row['id']} {row['command'][:50]}".encode("ascii", "backslashreplace").decode()


@pytest.mark.parametrize("row", ROWS, ids=label)
@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6", "FLOW-4")
def test_a_labelled_command_is_read_as_labelled(row: dict[str, Any]) -> None:
    request = {"id": row["id"], "command": row["command"], "cwd": WORKSPACE, "home": HOME, "user": "dev"}
    found = json.loads(answer(json.dumps(request).encode(), parser()))
    verbs = {effect["verb"] for effect in found["effects"]}
    assert found["opaque"] is row["opaque"], found["opaque_because"]
    assert set(row["has"]) <= verbs
    if "exactly" in row:
        assert set(row["exactly"]) == verbs
    if "at_most" in row:
        assert RANK.index(found["risk"]) <= RANK.index(row["at_most"]), found["effects"]
    if "at_least" in row:
        assert RANK.index(found["risk"]) >= RANK.index(row["at_least"]), found["effects"]


def test_there_are_enough_of_both_kinds_and_every_attack_names_its_technique() -> None:
    kinds = [row["kind"] for row in ROWS]
    assert kinds.count("everyday") >= 125
    assert kinds.count("adversarial") >= 125
    assert all(row["technique"] for row in ROWS if row["kind"] == "adversarial")
