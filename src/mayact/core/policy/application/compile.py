"""The application part of a bundle, compiled: checked whole, once, like the rest of it.

Law: it loads whole or not at all. Each rule becomes a permit of the *match set*, its id kept, sliced by action and
types: one evaluation reports every rule that matched, of every class. Cedar's own decision over the rules as they are
written is the oracle of the tests: no approval and no enforced obligation comes with an AuthZEN request.

Wire format, may never change: {"schema": Cedar schema text, "entities": [Cedar entity JSON], "policies": {file: Cedar
text}}.
1. shape      exactly these members, of these types
2. schema     parses; every name resolves
3. rules      parse, annotations; no templates; ids unique
4. validate   every file, strictly, against the schema
5. entities   conform to the schema
6. slices     per action and types, the rules that could match
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mayact.core.canonical import Json
from mayact.core.errors import PolicyInvalid, shown
from mayact.core.policy import cedar
from mayact.core.policy.application.directory import Directory, read_directory
from mayact.core.policy.application.schema import ApplicationSchema, read_application_schema
from mayact.core.policy.application.visible import literals
from mayact.core.policy.cedar import RuleJson, RuleSet, Uid
from mayact.core.policy.rules import Rule, check_context, read_rule_of
from mayact.core.policy.tiers import Tier

_MEMBERS: Final = frozenset({"schema", "entities", "policies"})

CaseKey = tuple[str, str, str]
"""Action name, subject type, resource type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSlice:
    """The rules that could match a case. `literals`: the entities that they name."""

    rules: RuleSet
    members: tuple[Rule, ...]
    literals: frozenset[Uid]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    schema: ApplicationSchema
    directory: Directory
    rules: Mapping[str, Rule]
    slices: Mapping[CaseKey, ApplicationSlice]


def load_application(value: Json, *, tiers: Mapping[str, Tier]) -> Application:
    """Raises `PolicyInvalid`, naming file and rule."""
    if not isinstance(value, Mapping) or value.keys() != _MEMBERS:  # 1
        raise PolicyInvalid(
            "the application is not schema, entities and policies", hint="see docs/authzen.md", field="application"
        )
    schema = read_application_schema(_text(value["schema"], "application/schema.cedarschema"))  # 2
    policies = value["policies"]
    if not isinstance(policies, Mapping):
        raise PolicyInvalid("the application has no policies", hint="add a .cedar file", field="application")
    files = {name: _text(text, f"application/{name}") for name, text in sorted(policies.items())}
    rules = _rules(files, schema, tiers)  # 3
    _validate(files, schema)  # 4
    return Application(
        schema=schema,
        directory=read_directory(value["entities"], schema),  # 5
        rules=MappingProxyType(rules),
        slices=_slices(rules, schema),  # 6
    )


def _text(value: Json, file: str) -> str:
    if not isinstance(value, str):
        raise PolicyInvalid(f"{shown(file)} is not text", hint="store Cedar text", field=file)
    return value


def _rules(files: Mapping[str, str], schema: ApplicationSchema, tiers: Mapping[str, Tier]) -> dict[str, Rule]:
    def verbs(body: RuleJson) -> frozenset[str]:
        return _actions(body, schema)

    found: dict[str, Rule] = {}
    for name, text in files.items():
        file = f"application/{name}"
        for body in cedar.parse(text, file=file):
            rule = read_rule_of(body, file=file, tiers=tiers, check=check_context, verbs=verbs)
            if rule.id in found:
                first = shown(found[rule.id].file)
                raise PolicyInvalid(
                    f"rule id `{rule.id}` is used in {first} and in {shown(file)}", hint="ids are unique", field=file
                )
            found[rule.id] = rule
    return dict(sorted(found.items()))


def _actions(body: RuleJson, schema: ApplicationSchema) -> frozenset[str]:
    """The actions that its action clause can match; groups are expanded."""
    match body["action"]:
        case {"op": "==" | "in", "entity": {"type": str(kind), "id": str(name)}}:
            wanted = {(kind, name)}
        case {"op": "in", "entities": list(listed)}:
            wanted = {(entity["type"], entity["id"]) for entity in listed}
        case _:
            return frozenset(schema.actions)  # every action, or a clause this version does not know: a candidate
    return frozenset(name for name, action in schema.actions.items() if action.groups & wanted)


def _validate(files: Mapping[str, str], schema: ApplicationSchema) -> None:
    for name, text in files.items():
        for rule, message in cedar.check(text, schema=schema.handle):
            file = f"application/{name}"
            raise PolicyInvalid(
                f"rule `{rule}` in {shown(file)} does not fit the schema: {shown(message, limit=400)}",
                hint="read only what application/schema.cedarschema declares",
                field=f"{file}#{rule}",
            )


def _slices(rules: Mapping[str, Rule], schema: ApplicationSchema) -> Mapping[CaseKey, ApplicationSlice]:
    made: dict[tuple[str, ...], ApplicationSlice] = {}
    slices: dict[CaseKey, ApplicationSlice] = {}
    for name, action in schema.actions.items():
        acting = [rule for rule in rules.values() if name in rule.verbs]
        for subject in action.principals:
            asking = [rule for rule in acting if _could_be(rule, "principal", subject)]
            for resource in action.resources:
                members = tuple(rule for rule in asking if _could_be(rule, "resource", resource))
                ids = tuple(rule.id for rule in members)
                if ids not in made:
                    made[ids] = _slice(members)
                slices[name, subject, resource] = made[ids]
    return MappingProxyType(slices)


def _slice(members: tuple[Rule, ...]) -> ApplicationSlice:
    return ApplicationSlice(
        rules=cedar.prepare({rule.id: {**rule.body, "effect": "permit"} for rule in members}),
        members=members,
        literals=literals(members),
    )


def _could_be(rule: Rule, variable: str, kind: str) -> bool:
    match rule.body[variable]:
        case {"op": "is", "entity_type": str(named)} | {"op": "==", "entity": {"type": str(named)}}:
            return named == kind
        case _:
            return True
