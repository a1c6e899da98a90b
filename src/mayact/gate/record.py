"""Decisions and calls as JSON: what entries, requests and permits carry, and back again.

Law: pure translation. Wire format `mayact/decision/v1` may only gain members; a call that comes back from its JSON
has the digest it went in with, or it is refused.
"""

from collections.abc import Mapping
from typing import Any, assert_never

from mayact.core.canonical import Digest, Json, JsonObject, freeze
from mayact.core.errors import StoreCorrupt
from mayact.core.model import (
    Allow,
    Analysis,
    Chain,
    Decision,
    Deny,
    Effect,
    Hop,
    HopKind,
    Reason,
    Source,
    StepUp,
    ToolCall,
    Verdict,
    chain_json,
)


def call_json(call: ToolCall) -> JsonObject:
    return {
        "tool": call.tool,
        "arguments": call.arguments,
        "cwd": call.cwd,
        "home": call.home,
        "user": call.user,
        "chain": chain_json(call.chain),
        "target": call.target,
        "environment": tuple((name, value) for name, value in call.environment),
        "stdin": call.stdin,
        "task": call.task,
        "boundary": call.boundary,
        "session": call.session,
        "call_id": call.call_id,
        "claims": call.claims,
    }


def chain_from_json(value: Any) -> Chain:
    return tuple(Hop(HopKind(hop["kind"]), str(hop["id"]), Source(hop["source"])) for hop in value)


def call_from_json(value: Mapping[str, Any]) -> ToolCall:
    """The reverse of `call_json`. Raises `StoreCorrupt` when the stored form lacks something."""
    try:
        return ToolCall(
            tool=value["tool"],
            arguments=freeze(value["arguments"]),  # type: ignore[arg-type]
            cwd=value["cwd"],
            home=value["home"],
            user=value["user"],
            chain=chain_from_json(value["chain"]),
            target=value["target"],
            environment=tuple((name, held) for name, held in value["environment"]),
            stdin=Digest(value["stdin"]) if value["stdin"] else None,
            task=value["task"],
            boundary=value["boundary"],
            session=value["session"],
            call_id=value["call_id"],
            claims=freeze(value["claims"]),  # type: ignore[arg-type]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise StoreCorrupt(f"a stored call is not whole: {error}", hint="run `mayact log verify`") from None


def effect_json(effect: Effect) -> JsonObject:
    return {
        "verb": effect.verb.value,
        "kind": effect.kind,
        "resource": effect.resource,
        "facts": effect.facts,
        "risk": effect.risk.value,
        "reversibility": effect.reversibility.value,
        "because": effect.because,
    }


def analysis_json(analysis: Analysis) -> JsonObject:
    return {
        "effects": tuple(effect_json(effect) for effect in analysis.effects),
        "opaque_because": analysis.opaque_because,
        "risk": analysis.risk.value,
        "changes_directory": analysis.changes_directory,
    }


def reason_json(reason: Reason) -> JsonObject:
    return {"rule": reason.rule, "text": reason.text, "hint": reason.hint, "effect": reason.effect}


def verdict_json(verdict: Verdict) -> JsonObject:
    """The outcome word is one of the five of AUTHZ-5 that a decision can have by itself."""
    match verdict:
        case Allow(obligations=obligations, matched=matched):
            return {
                "outcome": "modify" if obligations else "allow",
                "obligations": obligations,
                "matched": matched,
            }
        case Deny(reasons=reasons, matched=matched):
            return {"outcome": "deny", "reasons": tuple(reason_json(reason) for reason in reasons), "matched": matched}
        case StepUp(missing=missing, reasons=reasons, obligations=obligations, matched=matched):
            needs: Json = tuple({"tier": need.tier, "quorum": need.quorum, "rules": need.rules} for need in missing)
            return {
                "outcome": "step-up",
                "missing": needs,
                "reasons": tuple(reason_json(reason) for reason in reasons),
                "obligations": obligations,
                "matched": matched,
            }
        case _:
            assert_never(verdict)


def decision_json(decision: Decision) -> JsonObject:
    return {
        "type": "mayact/decision/v1",
        "call": call_json(decision.call),
        "pins": dict(decision.pins),
        "analysis": analysis_json(decision.analysis),
        "verdict": verdict_json(decision.verdict),
        "action": decision.action,
        "effects": decision.effects,
        "policy": decision.policy,
        "strength": decision.strength.value,
        "at": decision.at,
    }
