"""Calls of MCP tools by the catalogue of the starter pack, and what no call can do to look smaller."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.mcp import STARTER, answered, beside, call_of, catalogue, itself, studied
from tests.support.programs import effects

from mayact.core.canonical import canonical_bytes, freeze
from mayact.core.model import Risk, Verb
from mayact.core.policy.schema import ACTIONS, FACTS
from mayact.observe.shfmt import ShfmtParser

_VECTORS = Path(__file__).parents[1] / "vectors" / "mcp" / "calls.jsonl"
_ROWS = [json.loads(line) for line in _VECTORS.read_text(encoding="utf-8").splitlines()]
_MAPPED = sorted((server, tool) for server, tools in STARTER.catalogue.mcp.servers.items() for tool in tools)
_VALUES = {
    "text": "/home/ada/app/x",
    "number": 1,
    "flag": False,
    "texts": ["/home/ada/app/x"],
    "list": [],
    "object": {},
    "any": None,
}


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['server']}/{row['tool']}")
def test_a_call_has_exactly_these_effects_and_this_answer(row: dict[str, Any]) -> None:
    call = call_of(row["server"], row["tool"], row["arguments"])
    found = studied(call)
    expected = (row["mapped"], row["effects"], row["outcome"])
    assert (itself(found).facts["mapped"], beside(found), answered(call, found)) == expected


def _plausible(server: str, tool: str) -> dict[str, Any]:
    mapping = STARTER.catalogue.mcp.servers[server][tool]
    return {
        argument.name: argument.words[0] if argument.words else _VALUES[argument.type]
        for argument in mapping.arguments.values()
        if argument.type != "any"
    }


def test_every_listed_tool_can_be_called_and_policy_can_read_what_it_does() -> None:
    strange = []
    for server, tool in _MAPPED:
        found = studied(call_of(server, tool, _plausible(server, tool)))
        if itself(found).facts["mapped"] is not True:
            strange.append((server, tool, "not mapped"))
        for effect in found.analysis.effects:
            facts = {fact.name: fact for fact in FACTS[effect.kind]}
            fits = effect.kind in ACTIONS[effect.verb].kinds and effect.facts.keys() <= facts.keys()
            if not fits or any(
                facts[key].words and value not in facts[key].words for key, value in effect.facts.items()
            ):
                strange.append((server, tool, effect.verb.value))
    assert strange == []


@pytest.mark.requirement("AUTHZ-6")
def test_an_argument_that_is_not_listed_takes_nothing_away_and_asks() -> None:
    wrong = []
    for server, tool in _MAPPED:
        arguments = _plausible(server, tool)
        plain, more = (studied(call_of(server, tool, given)) for given in (arguments, {**arguments, "x-more": 1}))
        if beside(plain) != beside(more) or itself(more).risk is not Risk.HIGH or itself(more).facts["mapped"]:
            wrong.append((server, tool))
    assert wrong == []


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["", "-x", "/", "/etc/shadow", "a\0b", "*", "{/p}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["p", "q", "-"]), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.requirement("AUTHZ-6")
@given(st.sampled_from(_MAPPED), st.data())
def test_hostile_arguments_never_raise_and_what_does_not_fit_is_never_mapped(
    tool: tuple[str, str], data: st.DataObject
) -> None:
    mapping = STARTER.catalogue.mcp.servers[tool[0]][tool[1]]
    names = st.sampled_from([*mapping.arguments, "another"])
    arguments = data.draw(st.dictionaries(names, _JSON, max_size=4) | _JSON)
    found = studied(call_of(*tool, arguments))
    effect = itself(found)
    required = {argument.name for argument in mapping.arguments.values() if argument.required}
    foreseen = isinstance(arguments, dict) and required <= arguments.keys() <= mapping.arguments.keys()
    assert effect.risk is Risk.HIGH if not foreseen else effect.facts["mapped"] in (True, False)
    assert canonical_bytes(freeze([dict(each.facts) for each in found.analysis.effects]))


@pytest.mark.requirement("AUTHZ-7")
@pytest.mark.parametrize(
    ("tool", "arguments", "line"),
    [
        ("merge_pull_request", {"owner": "o", "repo": "r", "pullNumber": 3}, ["gh", "pr", "merge", "3", "-R", "o/r"]),
        (
            "add_issue_comment",
            {"owner": "o", "repo": "r", "issue_number": 1, "body": "b"},
            ["gh", "issue", "comment", "-R", "o/r"],
        ),
        (
            "run_workflow",
            {"owner": "o", "repo": "r", "workflow_id": "w", "ref": "m"},
            ["gh", "workflow", "run", "w", "-R", "o/r"],
        ),
    ],
)
def test_the_same_operation_has_the_same_effects_as_a_command(tool: str, arguments: Any, line: list[str]) -> None:
    by_command = {(effect.verb.value, effect.resource) for effect in effects(line)}
    by_tool = {(verb, resource) for verb, resource, _ in beside(studied(call_of("github", tool, arguments)))}
    assert by_tool == by_command != set()


# ── what a mapping can say ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ({"a": {"b": ["x", "/t/1"]}}, "/t/1"),
        ({"a": {"b": ["x"]}}, "/*"),
        ({"a": {"b": "x"}}, "/*"),
        ({"a": {"b": {"1": "/t/2"}}}, "/t/2"),
        ({"a": {"b": {"01": "/t/2"}}}, "/*"),
    ],
)
def test_pointers_reach_into_objects_and_lists(arguments: Any, written: str) -> None:
    under = catalogue({"t": {"takes": "a:object", "effects": [{"write": "{/a/b/1}"}]}})
    assert beside(studied(call_of("s", "t", arguments), under=under))[0][1] == written


def test_pointers_are_unescaped_and_joined() -> None:
    tool = {"takes": "a/b m~n", "effects": [{"write": "/t/{/a~1b}.{/m~0n}"}]}
    found = studied(call_of("s", "t", {"a/b": "x", "m~n": "y"}), under=catalogue({"t": tool}))
    assert (itself(found).facts["mapped"], beside(found)[0][1]) == (True, "/t/x.y")


@pytest.mark.parametrize(
    ("arguments", "applies"),
    [
        ({"m": "drop"}, True),
        ({"m": "keep"}, False),
        ({"m": 1}, True),  # not of its type: it may be anything
        ({}, True),
        ({"m": "drop", "dry": True}, False),
        ({"m": "drop", "dry": 1}, True),
        ({"m": "drop", "dry": None}, True),
    ],
)
def test_a_condition_that_is_not_known_counts_against_the_call(arguments: Any, applies: bool) -> None:
    row = {"verb": "db.admin", "resource": "x", "when": {"/m": ["drop"]}, "unless": {"/dry": [True]}}
    under = catalogue({"t": {"takes": "m? dry?:flag", "effects": [row]}})
    assert bool(beside(studied(call_of("s", "t", arguments), under=under))) is applies


def test_a_shell_like_tool_is_read_as_shell() -> None:
    under = catalogue({"run": {"takes": "command cwd?", "effects": [{"shell": "{/command}", "in": "{/cwd}"}]}})
    call = call_of("s", "run", {"command": "git push --force origin main", "cwd": "/home/ada/app"})
    with ShfmtParser() as parser:
        verbs = {verb for verb, *_ in beside(studied(call, under=under, parser=parser))}
    assert {"git.push", "git.force_push"} <= verbs


@pytest.mark.parametrize("value", [None, 7, ["ls"], {"a": 1}, "a\0b"])
def test_a_shell_text_that_is_none_is_opaque(value: Any) -> None:
    under = catalogue({"run": {"takes": "command", "effects": [{"shell": "{/command}"}]}})
    assert ["opaque", "code", "high"] in beside(studied(call_of("s", "run", {"command": value}), under=under))


@pytest.mark.requirement("AUTHZ-6")
def test_more_values_than_effects_are_allowed_are_opaque() -> None:
    call = call_of("filesystem", "read_multiple_files", {"paths": ["/home/ada/app/a"] * 300})
    found = studied(call)
    assert [effect.verb for effect in found.analysis.effects] == [Verb.OPAQUE]
    assert answered(call, found) == "step-up"
