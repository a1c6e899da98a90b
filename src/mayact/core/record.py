"""Decisions and calls as JSON: what entries, requests and permits carry, and back again.

Law: pure translation. Wire format `mayact/decision/v1` may only gain members. A call that comes back from its JSON has
the digest it went in with; what lacks a member, or has another type of it, is refused, and so is a decision whose
digests do not follow from its own call and effects. Only then are its words shown or signed.
"""

from collections.abc import Mapping
from typing import Any, assert_never

from mayact.core.canonical import Digest, Json, JsonObject, freeze
from mayact.core.errors import MayactError, StoreCorrupt
from mayact.core.model import (
    Allow,
    Analysis,
    Chain,
    Decision,
    Deny,
    Effect,
    Hop,
    HopKind,
    Need,
    Reason,
    Reversibility,
    Risk,
    Source,
    StepUp,
    Strength,
    ToolCall,
    Verb,
    Verdict,
    action_digest,
    chain_json,
    effect_fingerprint,
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
        **({"labels": call.labels} if call.labels else {}),
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
            labels=tuple(value.get("labels", ())),
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


# ── and back ─────────────────────────────────────────────────────────────────────────────────────────────


def decision_from_json(value: Mapping[str, Any]) -> Decision:
    """The reverse of `decision_json`. Raises `StoreCorrupt`."""
    try:
        decision = Decision(
            verdict=_verdict(value["verdict"]),
            call=call_from_json(value["call"]),
            pins={str(name): str(pin) for name, pin in value["pins"].items()},
            analysis=Analysis(
                effects=tuple(effect_from_json(effect) for effect in value["analysis"]["effects"]),
                opaque_because=tuple(str(because) for because in value["analysis"]["opaque_because"]),
                changes_directory=bool(value["analysis"]["changes_directory"]),
            ),
            action=Digest(value["action"]),
            effects=Digest(value["effects"]),
            policy=Digest(value["policy"]),
            strength=Strength(value["strength"]),
            at=int(value["at"]),
        )
        whole = action_digest(decision.call, decision.pins) == decision.action
        same = effect_fingerprint(decision.analysis) == decision.effects
    except MayactError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreCorrupt(f"a decision is not whole: {error!r}", hint="run `mayact log verify`") from None
    if not (whole and same):
        raise StoreCorrupt("a decision is not about the action it names", hint="run `mayact log verify`")
    return decision


def effect_from_json(value: Mapping[str, Any]) -> Effect:
    """The reverse of `effect_json`. Raises what a value of another shape raises."""
    return Effect(
        verb=Verb(value["verb"]),
        kind=value["kind"],
        resource=str(value["resource"]),
        facts=freeze(value["facts"]),  # type: ignore[arg-type]
        risk=Risk(value["risk"]),
        reversibility=Reversibility(value["reversibility"]),
        because=str(value["because"]),
    )


def _verdict(value: Mapping[str, Any]) -> Verdict:
    matched = tuple(str(rule) for rule in value["matched"])
    match value["outcome"]:
        case "allow" | "modify":
            return Allow(obligations=tuple(value["obligations"]), matched=matched)
        case "deny":
            return Deny(reasons=_reasons(value), matched=matched)
        case "step-up":
            return StepUp(
                missing=tuple(
                    Need(tier=str(need["tier"]), quorum=int(need["quorum"]), rules=tuple(need["rules"]))
                    for need in value["missing"]
                ),
                reasons=_reasons(value),
                obligations=tuple(value["obligations"]),
                matched=matched,
            )
        case other:
            raise ValueError(f"unknown outcome {other!r}")


def _reasons(value: Mapping[str, Any]) -> tuple[Reason, ...]:
    return tuple(
        Reason(rule=str(r["rule"]), text=str(r["text"]), hint=str(r["hint"]), effect=r["effect"])
        for r in value["reasons"]
    )
