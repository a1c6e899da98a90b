"""Builders and the oracle for policy tests."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mayact.core.canonical import JsonObject
from mayact.core.model import (
    Allow,
    Analysis,
    Chain,
    Decision,
    Deny,
    Effect,
    Hop,
    HopKind,
    Reversibility,
    Risk,
    Source,
    StepUp,
    Strength,
    ToolCall,
    Verb,
    Verdict,
)
from mayact.core.policy import cedar, entities
from mayact.core.policy.bundle import BUNDLE_TYPE, CompiledBundle, load_bundle
from mayact.core.policy.cedar import Matched, Request, RuleSet, Schema
from mayact.core.policy.decide import NOTHING, decide
from mayact.core.policy.native import native_schema, native_set
from mayact.packs import read_pack

CHAIN: Chain = (
    Hop(HopKind.PERSON, "ada", Source.OBSERVED),
    Hop(HopKind.AGENT, "claude-code", Source.ASSERTED),
)
TIERS: JsonObject = {
    "operator": {"quorum": 1, "expiry_seconds": 3600},
    "owner": {"quorum": 1, "expiry_seconds": 3600},
    "security": {"quorum": 2, "expiry_seconds": 3600},
}


def starter() -> CompiledBundle:
    return load_bundle(read_pack("developer"))


def bundle_json(*rules: str, tiers: Any = TIERS, systems: Any = None) -> JsonObject:
    return {
        "type": BUNDLE_TYPE,
        "policies": {"rules.cedar": "\n".join(rules)},
        "tiers": tiers,
        "systems": systems if systems is not None else {},
    }


def compiled(*rules: str, **other: Any) -> CompiledBundle:
    return load_bundle(bundle_json(*rules, **other))


def effect(
    verb: str,
    kind: str,
    resource: str,
    facts: Mapping[str, Any] | None = None,
    *,
    risk: str = "low",
    reversibility: str = "reversible",
) -> Effect:
    return Effect(
        verb=Verb(verb),
        kind=kind,  # type: ignore[arg-type]
        resource=resource,
        facts=facts or {},
        risk=Risk(risk),
        reversibility=Reversibility(reversibility),
        because=f"{verb} {resource}",
    )


READ = effect(
    "fs.read",
    "file",
    "/w/src/a.py",
    {"area": "workspace", "kind": "source", "recursive": False, "many": False},
)


def tool_call(*, arguments: JsonObject | None = None, chain: Chain = CHAIN, **other: Any) -> ToolCall:
    return ToolCall(
        tool=other.pop("tool", "shell"),
        arguments=arguments if arguments is not None else {"command": "true"},
        cwd="/w",
        home="/home/ada",
        user="ada",
        chain=chain,
        **other,
    )


def decision(
    bundle: CompiledBundle,
    effects: Sequence[Effect],
    *,
    approvals: Mapping[str, int] | None = None,
    enforced: frozenset[str] = frozenset(),
    call: ToolCall | None = None,
) -> Decision:
    return decide(
        bundle,
        call=call or tool_call(),
        pins={},
        analysis=Analysis(effects=tuple(effects)),
        strength=Strength.ADVISORY,
        approvals=approvals or {},
        enforced=enforced,
        at=1_700_000_000_000,
    )


def verdict(bundle: CompiledBundle, *effects: Effect, **other: Any) -> Verdict:
    return decision(bundle, effects, **other).verdict


def strictness(found: Verdict) -> int:
    """Larger is stricter."""
    match found:
        case Allow():
            return 0
        case StepUp():
            return 1
        case Deny():
            return 2


class Oracle:
    """The native set, evaluated by Cedar alone: what the match set must agree with."""

    def __init__(self, bundle: CompiledBundle) -> None:
        self.rules: RuleSet = native_set(bundle)
        self.schema: Schema = native_schema(bundle)
        self.tiers = tuple(bundle.tiers)

    def allows(
        self,
        effects: Sequence[Effect],
        *,
        approvals: Mapping[str, int],
        enforced: frozenset[str] = frozenset(),
        call: ToolCall | None = None,
    ) -> bool:
        call = call or tool_call()
        analysis = Analysis(effects=tuple(effects))
        return all(
            self._allows(one, hop, call, analysis, approvals, enforced)
            for one in (effects or (NOTHING,))
            for hop in call.chain
        )

    def _allows(
        self,
        one: Effect,
        hop: Hop,
        call: ToolCall,
        analysis: Analysis,
        approvals: Mapping[str, int],
        enforced: frozenset[str],
    ) -> bool:
        principal, resource = entities.principal(hop), entities.resource(one)
        assert isinstance(principal, dict)
        assert isinstance(resource, dict)
        known = cedar.entities([principal, resource, entities.call(call.arguments)], schema=self.schema)
        assert isinstance(known, cedar.EntitySet), known
        record = entities.context(one, call=call, analysis=analysis, strength=Strength.ADVISORY, at=1_700_000_000_000)
        record["approvals"] = {tier: approvals.get(tier, 0) for tier in self.tiers}
        record["enforced"] = sorted(enforced)
        request = Request(
            principal=entities.uid_of(principal),
            action=one.verb.value,
            resource=entities.uid_of(resource),
            context=json.dumps(record),
        )
        (answer,) = cedar.evaluate([request], rules=self.rules, known=known, schema=self.schema)
        assert isinstance(answer, Matched), answer
        return answer.allowed
