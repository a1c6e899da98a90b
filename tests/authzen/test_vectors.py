"""Decisions, batches, searches and malformed requests, as data that any language can read (tests/vectors/authzen)."""

import json
from typing import Any

import pytest
from tests.support.authzen import INTEROP, REQUEST_SCHEMA, World, bundle, library, todo, vectors

from mayact.core.errors import InvalidInput
from mayact.ports import AuthzenApi

INTEROP_DECISIONS = json.loads((INTEROP / "todo-decisions-1_0-02.json").read_text())

SEARCHES = {
    "subject": AuthzenApi.SEARCH_SUBJECT,
    "resource": AuthzenApi.SEARCH_RESOURCE,
    "action": AuthzenApi.SEARCH_ACTION,
}


@pytest.fixture(scope="module")
def world() -> World:
    return World(bundle(library()))


@pytest.fixture(scope="module")
def todo_world() -> World:
    return World(todo())


def named(name: str) -> Any:
    return pytest.mark.parametrize("vector", vectors(name), ids=lambda vector: vector["name"])


@pytest.mark.requirement("OPS-3")
@pytest.mark.parametrize("vector", INTEROP_DECISIONS["evaluation"])
def test_interop_evaluation(vector: dict[str, Any], todo_world: World) -> None:
    REQUEST_SCHEMA.validate(vector["request"])
    assert todo_world.decision(vector["request"]) is vector["expected"]


@pytest.mark.requirement("OPS-3")
@pytest.mark.parametrize("vector", INTEROP_DECISIONS["evaluations"])
def test_interop_evaluations(vector: dict[str, Any], todo_world: World) -> None:
    answer = todo_world.ask(AuthzenApi.EVALUATIONS, vector["request"])
    assert [{"decision": one["decision"]} for one in answer["evaluations"]] == vector["expected"]


@pytest.mark.requirement("OPS-3", "AUTHZ-2")
@named("decisions.jsonl")
def test_decision(vector: dict[str, Any], world: World) -> None:
    REQUEST_SCHEMA.validate(vector["request"])
    answer = world.ask(AuthzenApi.EVALUATION, vector["request"])
    assert answer["decision"] is vector["decision"]
    assert [why["rule"] for why in answer["context"].get("reasons", [])] == vector["rules"]
    assert all(
        why["text"] and why["hint"] and why["text"].isprintable() for why in answer["context"].get("reasons", [])
    )


@pytest.mark.requirement("OPS-3", "AUTHZ-6")
@named("malformed.jsonl")
def test_a_malformed_request_is_refused(vector: dict[str, Any], world: World) -> None:
    for api in (AuthzenApi.EVALUATION, AuthzenApi.EVALUATIONS):
        with pytest.raises(InvalidInput) as refused:
            world.prepare(api, vector["body"].encode("utf-8", "surrogatepass"))
        assert refused.value.field == vector["field"]


@pytest.mark.requirement("OPS-3")
@named("evaluations.jsonl")
def test_evaluations(vector: dict[str, Any], world: World) -> None:
    answer = world.ask(AuthzenApi.EVALUATIONS, vector["request"])
    if isinstance(vector["decisions"], bool):
        assert answer["decision"] is vector["decisions"]
    else:
        assert [one["decision"] for one in answer["evaluations"]] == vector["decisions"]
        assert "decision" not in answer


@pytest.mark.requirement("OPS-3", "AUTHZ-6")
@named("evaluations-malformed.jsonl")
def test_a_malformed_batch_is_refused(vector: dict[str, Any], world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.ask(AuthzenApi.EVALUATIONS, vector["request"])
    assert refused.value.field == vector["field"]


@pytest.mark.requirement("OPS-3")
@named("search.jsonl")
def test_search(vector: dict[str, Any], world: World) -> None:
    answer = world.ask(SEARCHES[vector["sought"]], vector["request"])
    assert answer["results"] == vector["results"]
    assert answer["page"] == {"next_token": "", "count": len(vector["results"])}
    assert next(iter(answer)) == "page"
