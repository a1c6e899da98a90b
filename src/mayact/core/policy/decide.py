"""THE decision: every effect against every hop, the strictest answer wins.

Law: pure; the same inputs give the same answer for ever, which is what `log verify` and replay stand on. Whatever is
not cleanly answered refuses. It refuses to know who approved, where policy came from and what time it is.

1. bound      effects x hops within MAX_EVALUATIONS, or deny
2. describe   principals, resources and arguments as entities; what does not fit the schema denies
3. evaluate   each effect as each hop, against the match set of its verb and kind
4. combine    error → deny; never → deny; no permit → deny; obligation nobody enforces → deny;
              unmet gates → step-up, naming exactly what is missing; else allow, with its obligations
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, assert_never

from mayact.core.canonical import JsonObject
from mayact.core.limits import MAX_EFFECTS, MAX_EVALUATIONS
from mayact.core.model import (
    Allow,
    Analysis,
    Decision,
    Deny,
    Effect,
    Need,
    Pins,
    Reason,
    Reversibility,
    Risk,
    StepUp,
    Strength,
    ToolCall,
    Verb,
    Verdict,
    action_digest,
    effect_fingerprint,
)
from mayact.core.policy import cedar, entities, reasons
from mayact.core.policy.bundle import CompiledBundle, Slice
from mayact.core.policy.cedar import Broken, EntitySet, Matched, Request, Uid
from mayact.core.policy.rules import Duty, Gate, May, Never, Rule

NOTHING: Final = Effect(
    verb=Verb.EXEC_RUN,
    kind="program",
    resource="nothing",
    facts={"name": "nothing", "trust": "well-known"},
    risk=Risk.LOW,
    reversibility=Reversibility.REVERSIBLE,
    because="the call has no effect that policy names",
)
"""What a call without effects is decided as: it needs a permit like any other, so nothing passes by being empty."""


def decide(
    bundle: CompiledBundle,
    *,
    call: ToolCall,
    pins: Pins,
    analysis: Analysis,
    strength: Strength,
    approvals: Mapping[str, int],
    enforced: frozenset[str],
    at: int,
) -> Decision:
    """Decide `call`. `approvals`: distinct verified approvers by tier, for exactly this action under this policy;
    `enforced`: obligations that the boundary enforces; `at`: milliseconds since 1970.

    Raises `InvalidInput` or `LimitExceeded` only for a call that has no digest (lone surrogates, no chain); policy
    and hostile facts never raise, they deny.
    """
    effects = analysis.effects or (NOTHING,)
    answers = _answers(bundle, effects, call=call, analysis=analysis, strength=strength, at=at)
    return Decision(
        verdict=_verdict(bundle, effects, answers, approvals=approvals, enforced=enforced),
        call=call,
        pins=pins,
        analysis=analysis,
        action=action_digest(call, pins),
        effects=effect_fingerprint(analysis),
        policy=bundle.digest,
        strength=strength,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class _Answers:
    """One tuple of answers per effect, one for each hop that could matter; or why there are none at all."""

    by_effect: tuple[tuple[Matched | Broken, ...], ...] = ()
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """One effect, ready to be evaluated."""

    index: int
    verb: Verb
    entity: Mapping[str, Any]
    slice: Slice
    context: str


def _answers(
    bundle: CompiledBundle,
    effects: Sequence[Effect],
    *,
    call: ToolCall,
    analysis: Analysis,
    strength: Strength,
    at: int,
) -> _Answers:
    chain = entities.hops(call)
    hops = len(chain)
    if len(effects) > MAX_EFFECTS or len(effects) * hops > MAX_EVALUATIONS:  # 1
        return _Answers(refused=reasons.limit(len(effects), hops))
    principals = entities.principals(chain)  # 2
    if isinstance(principals, Broken):
        return _Answers(refused=reasons.error(principals.because, None))
    found: dict[int, tuple[Matched | Broken, ...]] = {}
    described: list[_Described] = []
    for index, effect in enumerate(effects):
        row = _describe(bundle, effect, index, call=call, analysis=analysis, strength=strength, at=at)
        if isinstance(row, Broken):
            found[index] = (row,)
        else:
            described.append(row)
    for group in _groups(described):  # 3
        found.update(_evaluate(group, principals, call.arguments))
    missing = (Broken("it was not evaluated"),)
    return _Answers(tuple(found.get(index) or missing for index in range(len(effects))))


def _describe(
    bundle: CompiledBundle,
    effect: Effect,
    index: int,
    *,
    call: ToolCall,
    analysis: Analysis,
    strength: Strength,
    at: int,
) -> _Described | Broken:
    entity = entities.resource(effect)
    if isinstance(entity, Broken):
        return entity
    chosen = bundle.slices.get((effect.verb, effect.kind))
    if chosen is None:
        return Broken(f"policy does not know {effect.verb} on a {effect.kind}")
    record = entities.context(effect, call=call, analysis=analysis, strength=strength, at=at)
    return _Described(index=index, verb=effect.verb, entity=entity, slice=chosen, context=json.dumps(record))


def _groups(rows: Iterable[_Described]) -> list[list[_Described]]:
    """Rows that can share one entity set: the same resource with other facts needs a set of its own."""
    groups: list[tuple[dict[Uid, Mapping[str, Any]], list[_Described]]] = []
    for row in rows:
        uid = entities.uid_of(row.entity)
        for known, members in groups:
            if known.setdefault(uid, row.entity) == row.entity:
                members.append(row)
                break
        else:
            groups.append(({uid: row.entity}, [row]))
    return [members for _, members in groups]


def _evaluate(
    rows: Sequence[_Described], principals: Sequence[Mapping[str, Any]], arguments: JsonObject
) -> dict[int, tuple[Matched | Broken, ...]]:
    reads_call = any(row.slice.reads_call for row in rows)
    unique = {entities.uid_of(entity): entity for entity in (*principals, *(row.entity for row in rows))}
    known = cedar.entities([*unique.values(), entities.call(arguments if reads_call else None)])
    if isinstance(known, Broken):
        return {row.index: (known,) for row in rows}
    found: dict[int, tuple[Matched | Broken, ...]] = {}
    by_slice: dict[int, list[_Described]] = {}
    for row in rows:
        by_slice.setdefault(id(row.slice), []).append(row)
    for members in by_slice.values():
        # Where no rule looks at the principal, every hop gets the same answer.
        asked = principals if members[0].slice.reads_principal else principals[:1]
        found.update(_evaluate_slice(members, asked, known))
    return found


def _evaluate_slice(
    rows: Sequence[_Described], principals: Sequence[Mapping[str, Any]], known: EntitySet
) -> dict[int, tuple[Matched | Broken, ...]]:
    requests = [
        Request(
            principal=entities.uid_of(principal),
            action=row.verb.value,
            resource=entities.uid_of(row.entity),
            context=row.context,
        )
        for row in rows
        for principal in principals
    ]
    answers = cedar.evaluate(requests, rules=rows[0].slice.rules, known=known)
    hops = len(principals)
    return {row.index: tuple(answers[at * hops : (at + 1) * hops]) for at, row in enumerate(rows)}


# ── combine ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Tally:
    """What matched, by class; each rule once per effect, whichever hops it matched for."""

    broken: dict[int, str] = field(default_factory=dict)
    nevers: dict[tuple[int, str], Rule] = field(default_factory=dict)
    unpermitted: dict[int, None] = field(default_factory=dict)
    gates: dict[tuple[int, str], tuple[Rule, Gate]] = field(default_factory=dict)
    duties: dict[tuple[int, str], tuple[Rule, Duty]] = field(default_factory=dict)
    matched: set[str] = field(default_factory=set)

    def add(self, index: int, answer: Matched | Broken, rules: Mapping[str, Rule]) -> None:
        if isinstance(answer, Broken):
            self.broken.setdefault(index, answer.because)
            return
        permitted = False
        for name in sorted(answer.ids):
            rule = rules.get(name)
            if rule is None:
                self.broken.setdefault(index, "a rule matched that the bundle does not have")
                return
            self.matched.add(name)
            match rule.force:
                case May():
                    permitted = True
                case Never():
                    self.nevers[index, name] = rule
                case Gate():
                    self.gates[index, name] = (rule, rule.force)
                case Duty():
                    self.duties[index, name] = (rule, rule.force)
                case _:
                    assert_never(rule.force)
        if not permitted:
            self.unpermitted[index] = None


def _verdict(
    bundle: CompiledBundle,
    effects: Sequence[Effect],
    answers: _Answers,
    *,
    approvals: Mapping[str, int],
    enforced: frozenset[str],
) -> Verdict:
    if answers.refused is not None:
        return Deny(reasons=(answers.refused,))
    tally = _Tally()
    for index, by_hop in enumerate(answers.by_effect):
        for answer in by_hop:
            tally.add(index, answer, bundle.rules)
    matched = tuple(sorted(tally.matched))
    refusals = _refusals(tally, effects, enforced)
    if refusals:
        return Deny(reasons=refusals, matched=matched)
    obligations = tuple(sorted({duty.obligation for _, duty in tally.duties.values()}))
    unmet = {key: pair for key, pair in tally.gates.items() if approvals.get(pair[1].tier, 0) < pair[1].quorum}
    if not unmet:
        return Allow(obligations=obligations, matched=matched)
    asked = tuple(
        reasons.asks(rule, gate, index, effects[index])
        for (index, _), (rule, gate) in sorted(unmet.items(), key=lambda item: _closest(item[0][0], item[1][0]))
    )
    return StepUp(missing=_needs(unmet.values()), reasons=asked, obligations=obligations, matched=matched)


def _refusals(tally: _Tally, effects: Sequence[Effect], enforced: frozenset[str]) -> tuple[Reason, ...]:
    """Nevers first: they are what a person must read; then what went wrong, then what nobody permitted."""
    nevers = sorted(tally.nevers.items(), key=lambda item: _closest(item[0][0], item[1]))
    found = [reasons.forbids(rule, index, effects[index]) for (index, _), rule in nevers]
    found.extend(reasons.error(because, index) for index, because in tally.broken.items())
    explained = {index for index, _ in tally.nevers} | tally.broken.keys()
    found.extend(reasons.no_permit(index, effects[index]) for index in tally.unpermitted if index not in explained)
    found.extend(
        reasons.unenforced(rule, duty, index, effects[index])
        for (index, _), (rule, duty) in tally.duties.items()
        if duty.obligation not in enforced
    )
    return tuple(found)


def _closest(index: int, rule: Rule) -> tuple[int, int, str]:
    """Effects in their order; for each, the rule about the fewest verbs first: it says best what is wrong."""
    return index, len(rule.verbs), rule.id


def _needs(unmet: Iterable[tuple[Rule, Gate]]) -> tuple[Need, ...]:
    """Union of tiers, maximum of quorums: one set of approvals may satisfy gates of several effects and hops."""
    quorums: dict[str, int] = {}
    rules: dict[str, set[str]] = {}
    for rule, gate in unmet:
        quorums[gate.tier] = max(gate.quorum, quorums.get(gate.tier, 0))
        rules.setdefault(gate.tier, set()).add(rule.id)
    return tuple(Need(tier=tier, quorum=quorums[tier], rules=tuple(sorted(rules[tier]))) for tier in sorted(quorums))
