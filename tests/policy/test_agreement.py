"""Analysis and policy speak one language: no effect that analysis reports is unknown to the schema."""

import json
from pathlib import Path

import pytest
from tests.support.policy import tool_call

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.study import study
from mayact.core.canonical import JsonObject
from mayact.core.errors import ShellUnreadable
from mayact.core.model import Effect
from mayact.core.policy import cedar, entities
from mayact.core.policy.schema import ACTIONS

VECTORS = sorted((Path(__file__).parents[1] / "vectors" / "programs").glob("*.jsonl"))


class NoParser:
    """Shell texts inside the vectors become opaque, which is an effect like any other."""

    def parse(self, text: str) -> JsonObject:
        raise ShellUnreadable("not parsed here", hint="use the shell vectors")

    def sees(self, text: str) -> None:
        return


def effects_of(path: Path) -> list[Effect]:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for line in lines if line.strip() and "argv" in (row := json.loads(line))]
    calls = [tool_call(tool="exec", arguments={"argv": tuple(row["argv"])}) for row in rows]
    return [
        effect
        for call in calls
        for effect in study(call, parser=NoParser(), seen={}, catalogue=DEFAULT_CATALOGUE).analysis.effects
    ]


@pytest.mark.requirement("AUTHZ-2")
@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_effect_of_the_program_vectors_fits_the_schema(path: Path) -> None:
    for effect in effects_of(path):
        entity = entities.resource(effect)
        assert isinstance(entity, dict), (effect.verb, effect.kind, effect.resource, dict(effect.facts), entity)
        assert isinstance(cedar.entities([entity]), cedar.EntitySet), effect


def test_the_vectors_show_most_verbs() -> None:
    seen = {effect.verb for path in VECTORS for effect in effects_of(path)}
    assert len(seen) >= len(ACTIONS) * 3 // 4
