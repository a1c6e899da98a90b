"""A decision in words: for the agent that must do something else, for the person who asks why, and as JSON.

Law: pure; one line per fact; the deciding rule first, then what is missing, then what would make it pass. Everything
an agent chose is escaped (`core.errors.shown`). It adds nothing that the decision does not hold.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from mayact.core.canonical import JsonObject
from mayact.core.errors import shown
from mayact.core.model import Allow, Decision, Deny, Effect, Need, Reason, StepUp, Verdict
from mayact.core.policy.reasons import what

MAX_REASONS_FOR_AGENT = 5
"""An agent acts on the first reasons; the rest is in the log and in `mayact explain`."""


def for_agent(decision: Decision) -> tuple[str, ...]:
    """What the agent is told: short, and saying what to do next."""
    match decision.verdict:
        case Allow(obligations=obligations):
            return (f"allowed, and it will run with: {', '.join(obligations)}",) if obligations else ("allowed",)
        case Deny(reasons=reasons):
            return ("denied: " + _headline(reasons), *_hints(reasons), *_others(reasons))
        case StepUp(reasons=reasons, missing=missing):
            return ("waiting for approval: " + _headline(reasons), *_missing(missing), *_others(reasons))
        case _:
            assert_never(decision.verdict)


def for_person(decision: Decision, *, numbers: Sequence[str] = ()) -> tuple[str, ...]:
    """Every effect with what decides it, what is missing, what would make it pass. `numbers`: of the effects, where
    their causes are drawn beside it."""
    verdict = decision.verdict
    lines = [f"{outcome(verdict)}   risk {decision.analysis.risk.value}   {decision.strength.value}"]
    by_effect: dict[int | None, list[Reason]] = {}
    for reason in _reasons(verdict):
        by_effect.setdefault(reason.effect, []).append(reason)
    for index, effect in enumerate(decision.analysis.effects):
        number = f"  {numbers[index]:>3}" if numbers else ""
        lines.append(number + _effect_line(verdict, effect, bool(by_effect.get(index))))
        lines.extend(f"      {reason.rule}: {_why(reason, effect)}" for reason in by_effect.get(index, ()))
    if not decision.analysis.effects:
        lines.append("  no effect that policy names")
        lines.extend(f"      {reason.rule}: {reason.text}" for reason in by_effect.get(0, ()))
    lines.extend(f"  {reason.rule}: {reason.text}" for reason in by_effect.get(None, ()))
    lines.extend(f"  cannot be known: {shown(because)}" for because in decision.analysis.opaque_because)
    lines.extend(_passing(verdict))
    lines.append(f"rules that matched: {', '.join(verdict.matched) or 'none'}")
    lines.append(f"policy {decision.policy}")
    return tuple(lines)


def decision_summary(decision: Decision) -> JsonObject:
    """The same for programs. Members may be added, never change their meaning."""
    verdict = decision.verdict
    reasons = _reasons(verdict)
    named = {reason.effect for reason in reasons}
    return {
        "outcome": outcome(verdict),
        "action": decision.action,
        "policy": decision.policy,
        "strength": decision.strength.value,
        "risk": decision.analysis.risk.value,
        "opaque_because": decision.analysis.opaque_because,
        "effects": tuple(
            {
                "verb": effect.verb.value,
                "kind": effect.kind,
                "resource": effect.resource,
                "facts": effect.facts,
                "risk": effect.risk.value,
                "reversibility": effect.reversibility.value,
                "because": effect.because,
                "span": effect.span,
                "outcome": _mark(verdict, index in named),
                "rules": tuple(reason.rule for reason in reasons if reason.effect == index),
            }
            for index, effect in enumerate(decision.analysis.effects)
        ),
        "reasons": tuple(
            {"rule": reason.rule, "text": reason.text, "hint": reason.hint, "effect": reason.effect}
            for reason in reasons
        ),
        "missing": tuple(
            {"tier": need.tier, "quorum": need.quorum, "rules": need.rules} for need in _missing_needs(verdict)
        ),
        "obligations": () if isinstance(verdict, Deny) else verdict.obligations,
        "matched": verdict.matched,
    }


def outcome(verdict: Verdict) -> str:
    """The word of AUTHZ-5: `allow`, `modify`, `deny` or `step-up`."""
    match verdict:
        case Allow(obligations=obligations):
            return "modify" if obligations else "allow"
        case Deny():
            return "deny"
        case StepUp():
            return "step-up"
        case _:
            assert_never(verdict)


def _reasons(verdict: Verdict) -> tuple[Reason, ...]:
    return () if isinstance(verdict, Allow) else verdict.reasons


def _missing_needs(verdict: Verdict) -> tuple[Need, ...]:
    return verdict.missing if isinstance(verdict, StepUp) else ()


def _headline(reasons: tuple[Reason, ...]) -> str:
    return f"{reasons[0].text} [{reasons[0].rule}]" if reasons else "no reason was recorded"


def _hints(reasons: Iterable[Reason]) -> Iterator[str]:
    # Several effects often fall to one rule; its hint once is enough.
    for hint in dict.fromkeys(reason.hint for reason in reasons if reason.hint):
        yield f"hint: {hint}"


def _others(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons[1:MAX_REASONS_FOR_AGENT]:
        yield f"also: {reason.text} [{reason.rule}]"
    if len(reasons) > MAX_REASONS_FOR_AGENT:
        yield f"and {len(reasons) - MAX_REASONS_FOR_AGENT} more reasons"


def _missing(missing: Iterable[Need]) -> Iterator[str]:
    for need in missing:
        people = "one approval" if need.quorum == 1 else f"approvals of {need.quorum} people"
        yield f"missing: {people} of tier {need.tier} ({', '.join(need.rules)})"


def _mark(verdict: Verdict, named: bool) -> str:
    match verdict:
        case Allow():
            return "ok"
        case Deny():
            return "denied" if named else "not denied"
        case StepUp():
            return "asks" if named else "ok"
        case _:
            assert_never(verdict)


def _effect_line(verdict: Verdict, effect: Effect, named: bool) -> str:
    line = f"  {_mark(verdict, named):10} {effect.verb.value} {shown(effect.resource)} ({effect.risk.value})"
    return f"{line} because {shown(effect.because)}" if effect.because else line


def _why(reason: Reason, effect: Effect) -> str:
    """The rule's own words: the effect's line has named verb and resource already."""
    return reason.text.removeprefix(f"{what(effect)}: ")


def _passing(verdict: Verdict) -> Iterator[str]:
    match verdict:
        case Allow(obligations=obligations):
            for obligation in obligations:
                yield f"  runs with: {obligation}"
        case Deny(reasons=reasons):
            yield from (f"  {line}" for line in _hints(reasons))
        case StepUp(missing=missing, reasons=reasons):
            yield from (f"  {line}" for line in _missing(missing))
            yield from (f"  {line}" for line in _hints(reasons))
        case _:
            assert_never(verdict)
