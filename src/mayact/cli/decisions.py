"""A decision back from its JSON, so that this process can look at it with its own eyes.

Law: what lacks a member, or has another type of it, is refused; a decision whose digests do not follow from its own
call and effects is refused. Only then are its words shown or signed.
"""

from collections.abc import Mapping
from typing import Any

from mayact.core.canonical import Digest, freeze
from mayact.core.errors import MayactError, StoreCorrupt
from mayact.core.model import (
    Allow,
    Analysis,
    Decision,
    Deny,
    Effect,
    Need,
    Reason,
    Reversibility,
    Risk,
    StepUp,
    Strength,
    Verb,
    Verdict,
    action_digest,
    effect_fingerprint,
)
from mayact.gate.record import call_from_json


def decision_from_json(value: Mapping[str, Any]) -> Decision:
    """The reverse of `gate.record.decision_json`. Raises `StoreCorrupt`."""
    try:
        decision = Decision(
            verdict=_verdict(value["verdict"]),
            call=call_from_json(value["call"]),
            pins={str(name): str(pin) for name, pin in value["pins"].items()},
            analysis=Analysis(
                effects=tuple(_effect(effect) for effect in value["analysis"]["effects"]),
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


def _effect(value: Mapping[str, Any]) -> Effect:
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
