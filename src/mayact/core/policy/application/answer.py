"""What the policy says of one evaluation.

Law: an answer is a pure function of the rules that matched, or of the one thing that kept them from being asked. It
says nothing that only this request has, so that equal cases share one answer. The built-in rule ids are stable:
`mayact.no-policy`, `mayact.no-application`, `mayact.unknown-action`, `mayact.unknown-type`, `mayact.not-applicable`,
`mayact.mistyped`, `mayact.no-permit`, `mayact.error`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from mayact.core.errors import shown
from mayact.core.model import Need, Reason
from mayact.core.policy.application.shapes import Mistyped
from mayact.core.policy.rules import Duty, Gate, May, Never, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`matched`: ids of the rules that matched, sorted; `reasons`: why not, empty when `allowed`; `missing`: approvals
    that would lift it, when nothing else stands against it."""

    allowed: bool
    matched: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Need, ...] = ()


def refused(rule: str, text: str, hint: str) -> Answer:
    """A refusal by a built-in rule."""
    return Answer(allowed=False, reasons=(Reason(rule=rule, text=text, hint=hint),))


NO_POLICY: Final = refused("mayact.no-policy", "no policy is active", "activate one with `mayact policy activate`")

NO_APPLICATION: Final = refused(
    "mayact.no-application",
    "the active policy says nothing about applications",
    "add an application folder to the policy (docs/authzen.md)",
)

_NO_PERMIT: Final = Reason(rule="mayact.no-permit", text="no rule permits it", hint="have a permit added to the policy")


def unknown(what: str, name: str) -> Answer:
    """`what`: `action` or `type`."""
    text = f"the policy knows no {what} {shown(name, limit=100)}"
    return refused(f"mayact.unknown-{what}", text, "ask for one that its schema declares")


def not_applicable(action: str, subject: str, resource: str) -> Answer:
    text = f"{shown(action)} is not for a {shown(subject)} and a {shown(resource)}"
    return refused("mayact.not-applicable", text, "the policy's schema says what it applies to")


def mistyped(error: Mistyped) -> Answer:
    """A claim that the schema declares otherwise. Deciding without it could pass a forbid that reads it."""
    text = f"{shown(error.where)} is not {error.wanted}"
    return refused("mayact.mistyped", text, "send it as the policy's schema declares it")


def broken(because: str) -> Answer:
    text = f"it could not be decided: {shown(because, limit=400)}"
    return refused("mayact.error", text, "an error refuses; have the policy's author look at it")


def combined(matched: Iterable[str], rules: Mapping[str, Rule]) -> Answer:
    """The answer when exactly the rules `matched` match. Approvals and enforced obligations do not come with an AuthZEN
    request, so a gate and an obligation stand."""
    ids = tuple(sorted(matched))
    may, nevers, gates, duties = False, list[Rule](), list[tuple[Rule, Gate]](), list[tuple[Rule, Duty]]()
    for name in ids:
        rule = rules.get(name)
        if rule is None:
            return broken("a rule matched that the bundle does not have")
        match rule.force:
            case May():
                may = True
            case Never():
                nevers.append(rule)
            case Gate():
                gates.append((rule, rule.force))
            case Duty():
                duties.append((rule, rule.force))
            case _:
                assert_never(rule.force)
    refusals = [_forbids(rule) for rule in nevers]
    if not may and not nevers:
        refusals.append(_NO_PERMIT)
    refusals.extend(_obliges(rule, duty) for rule, duty in duties)
    if refusals:
        return Answer(allowed=False, matched=ids, reasons=tuple(refusals))
    if gates:
        asked = tuple(_asks(rule, gate) for rule, gate in gates)
        return Answer(allowed=False, matched=ids, reasons=asked, missing=_needs(gates))
    return Answer(allowed=True, matched=ids)


def _forbids(rule: Rule) -> Reason:
    hint = rule.hint or "no approval lifts this; do it another way, or have the policy changed"
    return Reason(rule=rule.id, text=rule.description or f"rule {rule.id} forbids it", hint=hint)


def _obliges(rule: Rule, duty: Duty) -> Reason:
    hint = f"no AuthZEN caller can enforce `{duty.obligation}`; do it another way"
    return Reason(rule=rule.id, text=rule.description or f"rule {rule.id} obliges", hint=hint)


def _asks(rule: Rule, gate: Gate) -> Reason:
    people = "one approval" if gate.quorum == 1 else f"approvals of {gate.quorum} people"
    hint = f"{people} of tier {gate.tier} would let it pass" + (f"; {rule.hint}" if rule.hint else "")
    return Reason(rule=rule.id, text=rule.description or f"rule {rule.id} asks first", hint=hint)


def _needs(gates: Iterable[tuple[Rule, Gate]]) -> tuple[Need, ...]:
    """Union of tiers, maximum of quorums: one set of approvals may satisfy several gates."""
    quorums: dict[str, int] = {}
    rules: dict[str, list[str]] = {}
    for rule, gate in gates:
        quorums[gate.tier] = max(gate.quorum, quorums.get(gate.tier, 0))
        rules.setdefault(gate.tier, []).append(rule.id)
    return tuple(Need(tier=tier, quorum=quorums[tier], rules=tuple(sorted(rules[tier]))) for tier in sorted(quorums))
