"""Code on the command line, written by someone who knows how it is read: what it does is named, or it is opaque."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from tests.support.programs import effects

from mayact.core.model import Risk, Verb

_FOLDER = Path(__file__).parent.parent / "vectors" / "bodies"
_LINES: Final = {
    "python": ("python3", "-c"),
    "javascript": ("node", "-e"),
    "ruby": ("ruby", "-e"),
    "perl": ("perl", "-e"),
    "php": ("php", "-r"),
    "lua": ("lua", "-e"),
    "r": ("Rscript", "-e"),
    "awk": ("awk",),
    "sed": ("sed",),
    "jq": ("jq",),
}
_AT_LEAST: Final = {name: 150 if name == "python" else 60 for name in _LINES}
_FILES = sorted(_FOLDER.glob("*.jsonl"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _through(path: Path, row: dict[str, Any]) -> str | None:
    """What is wrong with the answer to one row; None when it is opaque or names the effects and weighs enough."""
    found = effects([*_LINES[path.stem], row["code"], *row.get("words", [])])
    verbs = {effect.verb for effect in found}
    if Verb.OPAQUE in verbs:
        return None
    missing = {Verb(name) for name in row["has"]} - verbs
    heaviest = max((effect.risk.rank for effect in found), default=0)
    if not row["has"] or missing or heaviest < Risk(row["at_least"]).rank:
        return f"{row['code']} -> {sorted(verb.value for verb in verbs)}, {heaviest}"
    return None


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_no_hostile_body_is_taken_for_harmless(path: Path) -> None:
    assert [wrong for row in _rows(path) if (wrong := _through(path, row)) is not None] == []


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_there_are_enough_bodies(path: Path) -> None:
    assert len({row["code"] for row in _rows(path)}) >= _AT_LEAST[path.stem]
