"""The schema, its tables, its page and the model say the same."""

import re
from pathlib import Path
from typing import get_args

import pytest
from tests.support.policy import CHAIN, READ, tool_call

from mayact.core.model import Analysis, HopKind, ResourceKind, Reversibility, Risk, Strength, Verb
from mayact.core.policy import cedar, entities
from mayact.core.policy.obligations import OBLIGATIONS
from mayact.core.policy.schema import (
    ACTIONS,
    CONTEXT,
    FACTS,
    GROUPS,
    NATIVE_ONLY,
    PRINCIPAL_TYPES,
    RESOURCE_TYPES,
    SCHEMA,
    render,
)

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"


def test_every_verb_kind_and_hop_has_its_place() -> None:
    assert set(ACTIONS) == set(Verb)
    assert set(FACTS) == set(RESOURCE_TYPES) == set(get_args(ResourceKind))
    assert set(PRINCIPAL_TYPES) == set(HopKind)


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_is_in_one_lane_and_known_groups(verb: Verb) -> None:
    action = ACTIONS[verb]
    assert len({"read", "write", "deploy"} & set(action.groups)) == 1
    assert set(action.groups) <= set(GROUPS)
    assert action.kinds


def test_no_default_can_loosen() -> None:
    """Every Bool and every closed word list has a default, so that rules never depend on an absent fact."""
    for facts in FACTS.values():
        for fact in facts:
            assert fact.type != "Bool" or isinstance(fact.default, bool)
            assert not fact.words or fact.default == fact.words or fact.default in fact.words
    worst = {fact.name: fact.default for facts in FACTS.values() for fact in facts if fact.type == "Bool"}
    assert worst == {
        "recursive": True,
        "many": True,
        "protected": True,
        "force": True,
        "delete": True,
        "sends_data": True,
        "idn": True,
        "credential": True,
        "redirects": True,
        "proxy": True,
        "where": False,
        "configured": False,
        "listed": False,
        "local": False,
        "pinned": False,
        "mapped": False,
        "hashed": False,
        "install_scripts": True,
    }


def test_the_context_that_is_built_is_the_one_that_is_declared() -> None:
    record = entities.context(
        READ, call=tool_call(), analysis=Analysis(effects=(READ,)), strength=Strength.ADVISORY, at=1
    )
    assert list(record) == [field.name for field in CONTEXT]
    assert not set(record) & set(NATIVE_ONLY)


@pytest.mark.parametrize("kind", list(FACTS))
def test_an_effect_without_facts_is_a_whole_entity(kind: ResourceKind) -> None:
    verb = next(verb for verb, action in ACTIONS.items() if kind in action.kinds)
    bare = type(READ)(verb=verb, kind=kind, resource="/x", risk=Risk.LOW, reversibility=Reversibility.REVERSIBLE)
    entity, person = entities.resource(bare), entities.principal(CHAIN[0])
    assert isinstance(entity, dict)
    assert isinstance(person, dict)
    assert isinstance(cedar.entities([entity, person, entities.call({"a": 1})]), cedar.EntitySet)


def test_only_the_native_schema_knows_approvals() -> None:
    assert "approvals" not in SCHEMA
    native = render(tiers=("operator", "owner"))
    assert "approvals: { operator: Long, owner: Long }" in native
    assert cedar.read_schema(native) != cedar.AGENT_SCHEMA


@pytest.mark.requirement("POLICY-1")
def test_the_page_documents_exactly_this_schema() -> None:
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```cedarschema\n(.*?)```", page, re.DOTALL)
    assert "".join(blocks) == SCHEMA
    table_words = set(re.findall(r"`([^`\s]+)`", page))
    facts = {fact.name for known in FACTS.values() for fact in known}
    words = {word for known in FACTS.values() for fact in known for word in fact.words}
    assert facts | words | {field.name for field in CONTEXT} | set(GROUPS) | set(OBLIGATIONS) <= table_words
    assert {str(word) for field in CONTEXT if field.name != "verbs" for word in field.words} <= table_words
