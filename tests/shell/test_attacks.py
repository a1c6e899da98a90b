"""Ways around the analyser that were found by attacking it, and the harmless neighbour of each: none comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.shell import HOME, WORKSPACE, parser

from mayact.cli.analyse import answer

VECTORS = Path(__file__).parent.parent / "vectors" / "shell"
ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for name in ("attacks", "idioms")
    for line in (VECTORS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
RANK = ["low", "medium", "high", "critical"]


def label(row: dict[str, Any]) -> str:
    return f"{row['id']} {row['command'][:50]}".encode("ascii", "backslashreplace").decode()


@pytest.mark.parametrize("row", ROWS, ids=label)
@pytest.mark.requirement("AUTHZ-6")
def test_an_attack_is_never_rated_below_its_floor_and_its_neighbour_stays_quiet(row: dict[str, Any]) -> None:
    request = {"id": row["id"], "command": row["command"], "cwd": WORKSPACE, "home": HOME, "user": "dev"}
    found = json.loads(answer(json.dumps(request).encode(), parser()))
    rank = RANK.index(found["risk"] or "low")
    if "at_least" in row:
        assert found["opaque"] or rank >= RANK.index(row["at_least"]), found["effects"]
    else:
        assert not found["opaque"], found["opaque_because"]
        assert rank <= RANK.index(row["at_most"]), found["effects"]


def test_every_attack_names_its_technique_and_has_a_floor_or_a_ceiling() -> None:
    assert all(row["technique"] and (("at_least" in row) != ("at_most" in row)) for row in ROWS)
    assert sum("at_least" in row for row in ROWS) >= 250
