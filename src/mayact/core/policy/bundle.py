"""A policy bundle, compiled: everything is checked here once, so that a decision has nothing left to doubt.

Law: a bundle loads whole or not at all. Each rule becomes a permit of the *match set*, its id kept, sliced by verb
and kind: one evaluation then reports every rule that matched, of every class. The *native set* (`native.py`) is the
same policy as Cedar would decide it by itself. It refuses to know files, signatures and which bundle is active.

Wire format `mayact/bundle/v1`, may never change: {"type","policies":{file: Cedar text},"tiers":{…},"systems":{…}}.
Wire format `mayact/bundle/v2`, may never change: the same and, if it is for applications too, "application"
(`application/compile.py`).
Wire format `mayact/bundle/v3`, may never change: the same and, if there is one, "mcp", what the tools of MCP servers do
(`core/analysis/mcp/catalogue.py`).
1. shape      exactly these members, of these types
2. tiers      the table that rules refer to
3. rules      parse, annotations, words; no templates; ids unique over all files
4. schema     strict validation of every file
5. systems    the catalogue, with what the tools of MCP servers do
6. slices     per verb and kind, the rules that could match
7. application, if there is one: the same for subjects, actions and resources of its own
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from mayact.core.analysis.catalogue import Catalogue
from mayact.core.analysis.mcp.catalogue import McpCatalogue
from mayact.core.canonical import Digest, Json, JsonObject, digest_of
from mayact.core.errors import ConfigInvalid, PolicyInvalid, shown
from mayact.core.model import ResourceKind, Verb
from mayact.core.policy import cedar
from mayact.core.policy.application.compile import Application, load_application
from mayact.core.policy.cedar import RuleSet
from mayact.core.policy.rules import May, Rule, read_rule, reads_call, reads_principal
from mayact.core.policy.schema import ACTIONS, RESOURCE_TYPES
from mayact.core.policy.tiers import Tier, read_tiers

BUNDLE_TYPE: Final = "mayact/bundle/v1"
BUNDLE_TYPE_2: Final = "mayact/bundle/v2"
BUNDLE_TYPE_3: Final = "mayact/bundle/v3"
_MEMBERS: Final = frozenset({"type", "policies", "tiers", "systems"})
_MEMBERS_BY_TYPE: Final[Mapping[Json, frozenset[str]]] = MappingProxyType(
    {
        BUNDLE_TYPE: _MEMBERS,
        BUNDLE_TYPE_2: _MEMBERS | {"application"},
        BUNDLE_TYPE_3: _MEMBERS | {"application", "mcp"},
    }
)

SliceKey = tuple[Verb, ResourceKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The rules that could match one verb on one kind. `reads_call`: some of them read tool arguments;
    `reads_principal`: some of them tell principals apart."""

    rules: RuleSet
    reads_call: bool
    reads_principal: bool
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledBundle:
    digest: Digest
    rules: Mapping[str, Rule]
    tiers: Mapping[str, Tier]
    catalogue: Catalogue
    slices: Mapping[SliceKey, Slice]
    application: Application | None
    """What AuthZEN requests are decided by."""


def load_bundle(bundle: JsonObject) -> CompiledBundle:
    """Compile `bundle`. Raises `PolicyInvalid` (naming file and rule) for anything it cannot be sure of."""
    policies = _policies(bundle)  # 1
    tiers = read_tiers(bundle.get("tiers"))  # 2
    rules = _read_rules(policies, tiers)  # 3
    _validate(policies)  # 4
    catalogue = _catalogue(bundle.get("systems", {}), bundle.get("mcp", {}))  # 5
    application = load_application(bundle["application"], tiers=tiers) if "application" in bundle else None  # 7
    _check_whole(rules, application)
    return CompiledBundle(
        digest=digest_of(bundle),
        rules=MappingProxyType(rules),
        tiers=tiers,
        catalogue=catalogue,
        slices=_slices(rules),  # 6
        application=application,
    )


def _policies(bundle: JsonObject) -> Mapping[str, str]:
    kind = bundle.get("type")
    members = _MEMBERS_BY_TYPE.get(kind) if isinstance(kind, str) else None
    if members is None:
        raise PolicyInvalid(f"this is not a bundle of type {BUNDLE_TYPE}", hint="read it with `mayact policy check`")
    for key in bundle:
        if key not in members:
            raise PolicyInvalid(f"the bundle has an unknown member {shown(key)}", hint="remove it", field=key)
    policies = bundle.get("policies")
    if not isinstance(policies, Mapping):
        raise PolicyInvalid("the bundle has no policies", hint="add at least one .cedar file", field="policies")
    found: dict[str, str] = {}
    for file, text in policies.items():
        if not isinstance(text, str):
            raise PolicyInvalid(f"{shown(file)} is not text", hint="store Cedar text", field=file)
        found[file] = text
    return found


def _read_rules(policies: Mapping[str, str], tiers: Mapping[str, Tier]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for file in sorted(policies):
        for body in cedar.parse(policies[file], file=file):
            rule = read_rule(body, file=file, tiers=tiers)
            if rule.id in rules:
                first = shown(rules[rule.id].file)
                raise PolicyInvalid(
                    f"rule id `{rule.id}` is used in {first} and in {shown(file)}", hint="ids are unique", field=file
                )
            rules[rule.id] = rule
    return dict(sorted(rules.items()))


def _check_whole(rules: Mapping[str, Rule], application: Application | None) -> None:
    others = application.rules if application is not None else {}
    for name in others.keys() & rules.keys():
        first, second = shown(rules[name].file), shown(others[name].file)
        raise PolicyInvalid(f"rule id `{name}` is used in {first} and in {second}", hint="ids are unique")
    if not any(isinstance(rule.force, May) for rule in (*rules.values(), *others.values())):
        # Empty, or nothing but forbids: it would refuse everything, which nobody means who activates a policy.
        raise PolicyInvalid("the bundle permits nothing", hint="add a permit", field="policies")


def _validate(policies: Mapping[str, str]) -> None:
    for file, text in sorted(policies.items()):
        for rule, message in cedar.check(text):
            raise PolicyInvalid(
                f"rule `{rule}` in {shown(file)} does not fit the schema: {shown(message, limit=400)}",
                hint="docs/policy.md lists what each verb and resource has",
                field=f"{file}#{rule}",
            )


def _catalogue(systems: Json, mcp: Json) -> Catalogue:
    if not isinstance(systems, Mapping):
        raise PolicyInvalid("systems is not a table", hint="write it as in docs/policy.md", field="systems")
    try:
        catalogue = Catalogue.from_json(systems)
    except ConfigInvalid as error:
        raise PolicyInvalid(error.message, hint=error.hint, field=f"systems{error.field}") from None
    try:
        return replace(catalogue, mcp=McpCatalogue.from_json(mcp))
    except ConfigInvalid as error:
        raise PolicyInvalid(error.message, hint=error.hint, field=f"mcp{error.field}") from None


def _slices(rules: Mapping[str, Rule]) -> Mapping[SliceKey, Slice]:
    made: dict[tuple[str, ...], Slice] = {}
    slices: dict[SliceKey, Slice] = {}
    for verb, action in ACTIONS.items():
        for kind in action.kinds:
            ids = tuple(rule.id for rule in rules.values() if verb.value in rule.verbs and _could_be(rule, kind))
            if ids not in made:
                made[ids] = _slice([rules[id_] for id_ in ids])
            slices[verb, kind] = made[ids]
    return MappingProxyType(slices)


def _slice(rules: list[Rule]) -> Slice:
    return Slice(
        rules=cedar.prepare({rule.id: {**rule.body, "effect": "permit"} for rule in rules}),
        reads_call=any(reads_call(rule) for rule in rules),
        reads_principal=any(reads_principal(rule) for rule in rules),
        size=len(rules),
    )


def _could_be(rule: Rule, kind: ResourceKind) -> bool:
    match rule.body["resource"]:
        case {"op": "is", "entity_type": str(named)} | {"op": "==", "entity": {"type": str(named)}}:
            return named == RESOURCE_TYPES[kind]
        case _:
            return True
