"""Bundles with an application part: what loads, what does not, and that older bundles stay as they were."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from tests.support.authzen import TIERS, TODO, World, application, bundle, library, todo

from mayact.cli import policy_text
from mayact.core.canonical import JsonObject, digest_of, freeze
from mayact.core.errors import PolicyInvalid
from mayact.core.policy.application.shapes import SCALARS, Attribute, Record, Reference
from mayact.core.policy.bundle import load_bundle
from mayact.packs import read_folder, read_pack
from mayact.ports import AuthzenApi

PERMIT = '@id("p") permit (principal, action, resource);'


def _set(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda part: part.update(values)


def _rules(text: str) -> Callable[[dict[str, Any]], None]:
    return _set(policies={"a.cedar": text})


def _entities(*rows: Any) -> Callable[[dict[str, Any]], None]:
    return _set(entities=list(rows))


def _schema(text: str) -> Callable[[dict[str, Any]], None]:
    return _set(schema=text, entities=[], policies={"a.cedar": PERMIT})


ADA = {"uid": {"type": "Person", "id": "ada"}}
MINIMAL = "entity A; action go appliesTo { principal: A, resource: A };"

BAD: dict[str, Callable[[dict[str, Any]], None]] = {
    "a member too many": _set(notes="x"),
    "no schema": lambda part: part.pop("schema"),
    "no entities": lambda part: part.pop("entities"),
    "no policies": lambda part: part.pop("policies"),
    "a schema that is no text": _set(schema={}),
    "a schema that does not parse": _schema("entity"),
    "a schema of unknown types": _schema(
        "entity A = { x: Nothing }; action go appliesTo { principal: A, resource: A };"
    ),
    "a schema nested too deep": _schema(f"entity A = {{ x: {'Set<' * 40}Long{'>' * 40} }};{MINIMAL}"),
    "a schema far too long": _schema(MINIMAL + "//" + "x" * 300_000),
    "an escape as an attribute": _schema(
        'entity A = { "__entity": { type: String, id: String } }; action go appliesTo { principal: A, resource: A };'
    ),
    "an escape as an attribute of a context": _schema(
        "entity A; action go appliesTo { principal: A, resource: A, context: { x: { __extn: String } } };"
    ),
    "the gate's own name in a context": _schema(
        "entity A; action go appliesTo { principal: A, resource: A, context: { approvals: Long } };"
    ),
    "two actions by one name": _schema(
        'entity A; action "N::go" appliesTo { principal: A, resource: A };'
        "namespace N { action go appliesTo { principal: A, resource: A }; }"
    ),
    "policies that are a list": _set(policies=[PERMIT]),
    "a policy that is no text": _set(policies={"a.cedar": 1}),
    "a policy that does not parse": _rules("permit"),
    "a rule without an id": _rules("permit (principal, action, resource);"),
    "an id twice": _rules(PERMIT * 2),
    "an id of an agents' rule": _rules('@id("agents.read") permit (principal, action, resource);'),
    "an id of the gate's own": _rules('@id("mayact.no-permit") permit (principal, action, resource);'),
    "a template": _rules('@id("p") permit (principal == ?principal, action, resource);'),
    "an annotated permit": _rules('@id("p") @approval("owner:1") permit (principal, action, resource);'),
    "an unknown annotation": _rules('@id("p") @lifted("yes") forbid (principal, action, resource);'),
    "an unknown tier": _rules('@id("p") @approval("king:1") forbid (principal, action, resource);'),
    "a quorum below the floor": _rules('@id("p") @approval("legal:1") forbid (principal, action, resource);'),
    "an unknown obligation": _rules('@id("p") @obligation("sing") forbid (principal, action, resource);'),
    "an attribute that is not declared": _rules(
        '@id("p") permit (principal, action == Action::"read", resource) when { resource.weight > 1 };'
    ),
    "an optional attribute that is not asked for": _rules(
        '@id("p") permit (principal, action == Action::"read", resource) when { resource.rating > 1 };'
    ),
    "an unknown action": _rules('@id("p") permit (principal, action == Action::"fly", resource);'),
    "the context as a whole": _rules(
        '@id("p") permit (principal, action == Action::"borrow it", resource) when { context == {days: 1} };'
    ),
    "a rule nested too deep": _rules(
        f'@id("p") permit (principal, action, resource) when {{ {"(" * 40}true{")" * 40} }};'
    ),
    "entities that are an object": _set(entities={}),
    "an entity that is text": _entities("ada"),
    "an entity with a member too many": _entities({**ADA, "note": 1}),
    "an entity without a uid": _entities({"attrs": {}}),
    "an entity without an id": _entities({"uid": {"type": "Person", "id": ""}}),
    "an entity twice": _entities(ADA, ADA),
    "an entity of an unknown type": _entities({"uid": {"type": "Robot", "id": "1"}}),
    "an entity that is an action": _entities({"uid": {"type": "Action", "id": "read"}}),
    "an attribute of the wrong type": _entities({**ADA, "attrs": {"age": "old"}}),
    "an attribute that the schema has not": _entities({**ADA, "attrs": {"shoe": 43}}),
    "a parent of a type that is no group": _entities({**ADA, "parents": [{"type": "Lib::Book", "id": "x"}]}),
    "a circle of parents": _set(
        schema="entity A in [A]; action go appliesTo { principal: A, resource: A };",
        policies={"a.cedar": PERMIT},
        entities=[
            {"uid": {"type": "A", "id": "1"}, "parents": [{"type": "A", "id": "2"}]},
            {"uid": {"type": "A", "id": "2"}, "parents": [{"type": "A", "id": "1"}]},
        ],
    ),
    "an id outside an enumerated type": _entities({"uid": {"type": "Lib::Color", "id": "green"}}),
}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("name", BAD)
def test_a_doubtful_application_does_not_load(name: str) -> None:
    part = library()
    BAD[name](part)
    with pytest.raises(PolicyInvalid) as refused:
        bundle(part)
    assert "\n" not in str(refused.value)


def test_the_whole_bundle_is_refused_by_a_version_that_has_no_application() -> None:
    value = {"type": "mayact/bundle/v1", "policies": {"a.cedar": PERMIT}, "tiers": TIERS, "systems": {}}
    assert load_bundle(cast("JsonObject", freeze(value))).application is None
    with pytest.raises(PolicyInvalid, match="unknown member"):
        load_bundle(cast("JsonObject", freeze({**value, "application": library()})))


def test_the_digest_of_a_bundle_without_an_application_stays() -> None:
    pack = read_pack("developer")
    assert pack["type"] == "mayact/bundle/v3"
    assert "application" not in pack
    assert load_bundle(pack).digest == digest_of(pack)


def test_an_application_alone_is_a_policy_and_an_empty_one_is_not() -> None:
    value: dict[str, Any] = {"type": "mayact/bundle/v2", "policies": {}, "tiers": TIERS, "systems": {}}
    assert load_bundle(cast("JsonObject", freeze({**value, "application": library()}))).application is not None
    for part in ({}, {"application": {**library(), "policies": {}}}):
        with pytest.raises(PolicyInvalid, match="permits nothing"):
            load_bundle(cast("JsonObject", freeze({**value, **part})))


@pytest.mark.requirement("OPS-3", "AUTHZ-6")
def test_without_an_application_every_answer_is_false() -> None:
    world = World(bundle(None))
    request = {"subject": {"type": "a", "id": "1"}, "action": {"name": "b"}, "resource": {"type": "c", "id": "2"}}
    answer = world.ask(AuthzenApi.EVALUATION, request)
    assert answer["decision"] is False
    assert answer["context"]["reasons"][0]["rule"] == "mayact.no-application"
    assert world.ask(AuthzenApi.SEARCH_ACTION, request)["results"] == []
    world.policy = None
    answer = world.ask(AuthzenApi.EVALUATION, request)
    assert answer["decision"] is False
    assert answer["context"]["policy"] is None
    assert answer["context"]["reasons"][0]["rule"] == "mayact.no-policy"


def test_names_are_resolved_as_cedar_does() -> None:
    schema = """
      type Name = { text: String };
      entity User = { name?: Name };
      namespace N {
        type Size = Long;
        entity Thing = { owner?: User, named?: Name, size?: Size, at?: __cedar::datetime };
        action go appliesTo { principal: User, resource: Thing };
      }
    """
    made = application(PERMIT, schema=schema, entities=[]).schema
    thing = made.types["N::Thing"].attributes.attributes
    assert thing["owner"].shape == Reference("User")
    assert thing["named"].shape == Record({"text": Attribute(True, SCALARS["String"])})
    assert (thing["size"].shape, thing["at"].shape) == (SCALARS["Long"], SCALARS["datetime"])
    assert made.actions["N::go"].resources == ("N::Thing",)


def test_a_folder_and_its_bundle_are_one_and_the_same(tmp_path: Path) -> None:
    value = read_folder(TODO)
    assert value["type"] == "mayact/bundle/v2"
    for name, text in policy_text.files_of(value).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert digest_of(read_folder(tmp_path)) == digest_of(value)
    changed = json.loads((tmp_path / "application/entities.json").read_text())
    changed[4]["parents"] = []
    (tmp_path / "application/entities.json").write_text(json.dumps(changed))
    shown = list(policy_text.difference(value, read_folder(tmp_path)))
    assert any(line.startswith("-") and "rick" in line for line in shown)


@pytest.mark.parametrize(
    ("name", "text"),
    [("rules.ceder", PERMIT), ("entities.json", "[1,"), ("entities.json", '[{"a":1,"a":2}]'), ("tiers.toml", "")],
)
def test_an_application_folder_holds_nothing_unknown(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "tiers.toml").write_text("[owner]\nquorum = 1\nexpiry_seconds = 60\n")
    (tmp_path / "application").mkdir()
    (tmp_path / "application/schema.cedarschema").write_text(MINIMAL)
    assert read_folder(tmp_path)["type"] == "mayact/bundle/v2"
    (tmp_path / "application" / name).write_text(text)
    with pytest.raises(Exception, match=r"entities.json|application|json|duplicate"):
        read_folder(tmp_path)


def test_an_application_folder_needs_a_schema(tmp_path: Path) -> None:
    (tmp_path / "tiers.toml").write_text("[owner]\nquorum = 1\nexpiry_seconds = 60\n")
    (tmp_path / "application").mkdir()
    with pytest.raises(PolicyInvalid, match=r"no `?schema\.cedarschema"):
        read_folder(tmp_path)


def test_the_example_permits_no_stranger_whatever_he_claims() -> None:
    world = World(todo())
    for action in ("can_read_todos", "can_update_todo", "can_create_todo", "can_delete_todo"):
        claims = {"email": "x@y", "roles": ["admin"], "parents": [{"type": "role", "id": "admin"}]}
        request = {
            "subject": {"type": "user", "id": "mallory", "properties": claims},
            "action": {"name": action},
            "resource": {"type": "todo", "id": "1", "properties": {"ownerID": "x@y"}},
        }
        answer = world.ask(AuthzenApi.EVALUATION, request)
        assert not answer["decision"]
        assert answer["context"]["reasons"][0]["rule"] == "todo.strangers"
