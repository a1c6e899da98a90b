"""The words of every reason: the deciding rule's, or a built-in one (`mayact.…`).

Law: one line each; what an agent chose is escaped; the hint says what to do. The built-in ids are stable:
`mayact.no-permit`, `mayact.error`, `mayact.limit`.
"""

from mayact.core.errors import shown
from mayact.core.limits import MAX_EFFECTS, MAX_EVALUATIONS
from mayact.core.model import Effect, Reason
from mayact.core.policy.rules import Duty, Gate, Rule


def what(effect: Effect) -> str:
    """What an effect does, on one line; every reason about it begins with this."""
    what = f"{effect.verb} {shown(effect.resource)}"
    return f"{what} (from {shown(effect.because)})" if effect.because else what


def forbids(rule: Rule, index: int, effect: Effect) -> Reason:
    why = rule.description or f"rule {rule.id} forbids it"
    hint = rule.hint or "no approval lifts this; do it another way, or have the policy changed"
    return Reason(rule=rule.id, text=f"{what(effect)}: {why}", hint=hint, effect=index)


def asks(rule: Rule, gate: Gate, index: int, effect: Effect) -> Reason:
    why = rule.description or f"rule {rule.id} asks first"
    people = "one approval" if gate.quorum == 1 else f"approvals of {gate.quorum} people"
    hint = f"{people} of tier {gate.tier} would let it pass" + (f"; {rule.hint}" if rule.hint else "")
    return Reason(rule=rule.id, text=f"{what(effect)}: {why}", hint=hint, effect=index)


def unenforced(rule: Rule, duty: Duty, index: int, effect: Effect) -> Reason:
    text = f"{what(effect)}: {rule.description or f'rule {rule.id} obliges'}"
    hint = f"this route cannot enforce `{duty.obligation}`; use one that can"
    return Reason(rule=rule.id, text=text, hint=hint, effect=index)


def no_permit(index: int, effect: Effect) -> Reason:
    hint = "do it another way, or have a permit added to the policy"
    return Reason(rule="mayact.no-permit", text=f"{what(effect)}: no rule permits it", hint=hint, effect=index)


def error(because: str, index: int | None) -> Reason:
    text = f"it could not be decided: {shown(because, limit=400)}"
    return Reason(rule="mayact.error", text=text, hint="an error refuses; split the action or report it", effect=index)


def limit(effects: int, hops: int) -> Reason:
    text = f"{effects} effects for {hops} principals are too many to decide at once"
    hint = f"split the action: at most {MAX_EFFECTS} effects and {MAX_EVALUATIONS} evaluations"
    return Reason(rule="mayact.limit", text=text, hint=hint)
