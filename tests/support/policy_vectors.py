"""The rows of `tests/vectors/policy/developer.json`, as effects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.policy import effect

from mayact.core.model import Effect

VECTORS = Path(__file__).parents[1] / "vectors" / "policy" / "developer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    effects: tuple[Effect, ...]
    approvals: Mapping[str, int]
    outcome: str
    rules: tuple[str, ...]


@cache
def rows() -> tuple[Row, ...]:
    return tuple(_row(raw) for raw in json.loads(VECTORS.read_text(encoding="utf-8"))["rows"])


def _row(raw: dict[str, Any]) -> Row:
    return Row(
        name=raw["name"],
        effects=tuple(
            effect(
                one["verb"],
                one["kind"],
                one["resource"],
                one.get("facts"),
                risk=one["risk"],
                reversibility=one["reversibility"],
            )
            for one in raw["effects"]
        ),
        approvals=raw.get("approvals", {}),
        outcome=raw["outcome"],
        rules=tuple(raw["rules"]),
    )
