"""Every row of `tests/vectors/programs`: what a command does, in verbs, resources and risk."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.programs import WORKSPACE, effects, rows

from mayact.core.analysis.programs import table
from mayact.core.model import Verb
from mayact.core.policy.schema import ACTIONS, FACTS

_FOLDER = Path(__file__).parent.parent / "vectors" / "programs"
_FILES = sorted(_FOLDER.glob("*.jsonl"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _effects(row: dict[str, Any]) -> Any:
    return effects(row["argv"], cwd=row.get("cwd", WORKSPACE), given=row.get("stdin"))


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_each_command_has_exactly_these_effects(path: Path) -> None:
    wrong = {
        json.dumps(row["argv"]): (found, row["effects"])
        for row in _rows(path)
        if (found := rows(_effects(row))) != row["effects"]
    }
    assert wrong == {}


def test_there_are_enough_rows() -> None:
    assert sum(len(_rows(path)) for path in _FILES) >= 1400


def test_every_row_of_the_table_has_a_vector() -> None:
    first = (row["argv"][0] for path in _FILES for row in _rows(path))
    named = {word.rsplit("/", 1)[-1] for word in first if isinstance(word, str)}
    entries = {id(entry): entry for entry in table().values()}.values()
    assert [entry.names for entry in entries if not named & set(entry.names.split())] == []


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_every_effect_is_one_that_policy_can_read(path: Path) -> None:
    strange = []
    for row in _rows(path):
        for effect in _effects(row):
            facts = {fact.name: fact for fact in FACTS[effect.kind]}
            fits = effect.kind in ACTIONS[effect.verb].kinds and effect.facts.keys() <= facts.keys()
            words = all(
                not facts[key].words or value in facts[key].words for key, value in effect.facts.items() if fits
            )
            if not (fits and words):
                strange.append((row["argv"], effect.verb, effect.kind, dict(effect.facts)))
    assert strange == []


def test_an_opaque_effect_says_why() -> None:
    silent = [
        row["argv"]
        for path in _FILES
        for row in _rows(path)
        for effect in _effects(row)
        if effect.verb is Verb.OPAQUE and not effect.facts.get("because")
    ]
    assert silent == []


@pytest.mark.requirement("CRED-5")
def test_no_password_of_an_address_reaches_an_effect() -> None:
    found = effects(["git", "push", "https://dev:hunter2@github.com/user/repo.git", "topic"])
    assert found
    assert not any("hunter2" in effect.resource or "hunter2" in str(dict(effect.facts)) for effect in found)
