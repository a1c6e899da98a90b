"""Inputs that once broke a law, and seeds of every kind, keep the laws.

`make fuzz` looks for more of them, apart from the tests.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.fuzz.calls import call, tree
from tests.fuzz.laws import smaller, told, unkept, unkept_call, unkept_tree, wrong_answer
from tests.fuzz.material import body, line
from tests.support.shell import PARSE_SECONDS

from mayact.core.errors import ShellUnreadable
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser

_KEPT = Path(__file__).parent.parent / "vectors" / "fuzz" / "kept.jsonl"
_PATIENT_S = 20.0


def kept() -> list[dict[str, Any]]:
    return [json.loads(row) for row in _KEPT.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def parser() -> Iterator[AgreedParser]:
    with AgreedParser(ShfmtParser(spares=2, timeout_s=PARSE_SECONDS), timeout_s=_PATIENT_S) as found:
        yield found


@pytest.mark.parametrize("row", kept(), ids=lambda row: str(row["name"]))
@pytest.mark.requirement("AUTHZ-6")
def test_what_once_broke_a_law_keeps_it(row: dict[str, Any], parser: AgreedParser) -> None:
    match row["kind"]:
        case "lines" | "bodies":
            assert unkept(row["case"], parser) is None
        case "calls":
            assert unkept_call(row["case"]["tool"], row["case"]["arguments"], parser) is None
        case "trees":
            assert unkept_tree(row["case"]["text"], row["case"]["tree"]) is None
        case kind:
            pytest.fail(f"nothing checks {kind}")


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.requirement("AUTHZ-6")
def test_seeds_keep_the_laws(seed: int, parser: AgreedParser) -> None:
    rng = Random(f"seed/{seed}")
    assert unkept(line(rng), parser, around=("followed", "bash -c")) is None
    assert unkept(body(rng), parser, around=("subshell",)) is None
    assert unkept_call(*call(rng), parser) is None
    text = line(rng)
    try:
        whole = parser.parse(text)
    except ShellUnreadable:
        return
    assert unkept_tree(text, tree(whole, rng)) is None


def test_the_laws_can_be_broken(parser: AgreedParser) -> None:
    found = told("rm -rf build", parser)
    assert wrong_answer({**found, "opaque": True})
    assert wrong_answer({**found, "risk": "low", "effects": [{"verb": "fs.delete", "risk": "high"}]})
    assert wrong_answer({**found, "opaque_because": ["analysis failed (KeyError)"], "opaque": True})
    assert smaller(found, told("ls", parser)) == "fs.delete is lost"
    assert smaller(told("rm -rf /etc", parser), {**told("rm -rf /etc", parser), "risk": "low"})
    assert smaller(told("$x", parser), found) == "it is no longer opaque"
    assert smaller(found, told("$x", parser)) is None
