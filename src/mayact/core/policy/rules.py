"""One rule: what it may carry, and what it does when it matches.

Law: only forbids carry an effect in their annotations, so that losing one is a plain never or a load error, never
wider. Annotation keys and values are a closed list; a rule that reads approvals, or a word that the schema does not
know, does not load: a `never` with a misspelt word would never match.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mayact.core.errors import PolicyInvalid, shown
from mayact.core.model import Source
from mayact.core.policy.cedar import RuleJson
from mayact.core.policy.obligations import OBLIGATIONS
from mayact.core.policy.schema import ACTIONS, CONTEXT, FACTS, NATIVE_ONLY, Fact
from mayact.core.policy.tiers import MAX_QUORUM, Tier


@dataclass(frozen=True, slots=True)
class May:
    """It permits."""


@dataclass(frozen=True, slots=True)
class Gate:
    """`quorum` verified approvals of `tier` lift it."""

    tier: str
    quorum: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A boundary that enforces `obligation` lifts it."""

    obligation: str


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing lifts it."""


Force: TypeAlias = May | Gate | Duty | Never


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`body` is Cedar's JSON form. `description` and `hint` are the policy author's words."""

    id: str
    file: str
    force: Force
    description: str
    hint: str
    verbs: frozenset[str]
    """The verbs it can match. Where several rules match, the most specific one explains best."""
    body: RuleJson


_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")
RESERVED_PREFIX: Final = "mayact."
"""Ids of built-in reasons; a rule with such an id could pass for one."""

_WORDS_OF_A_PERMIT: Final = frozenset({"id", "description", "hint"})
_WORDS_OF_A_FORBID: Final = _WORDS_OF_A_PERMIT | {"approval", "obligation"}


def read_rule(body: RuleJson, *, file: str, tiers: Mapping[str, Tier]) -> Rule:
    """A rule about agents. Raises `PolicyInvalid`, naming file and rule."""
    return read_rule_of(body, file=file, tiers=tiers, check=_check_body, verbs=_verbs)


def read_rule_of(
    body: RuleJson,
    *,
    file: str,
    tiers: Mapping[str, Tier],
    check: Callable[[RuleJson, str, str], None],
    verbs: Callable[[RuleJson], frozenset[str]],
) -> Rule:
    """A rule of any vocabulary: `check` (body, file, rule id) refuses what it may not read; `verbs` names the actions
    it can match. Raises `PolicyInvalid`, naming file and rule."""
    notes = body.get("annotations", {})
    name = notes.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name) or name.startswith(RESERVED_PREFIX):
        given = shown(str(name)) if name else "none"
        raise PolicyInvalid(
            f"a rule in {shown(file)} has no usable @id ({given})",
            hint='give each rule an @id of a-z, 0-9, `-` and `.`, such as @id("fs.read-workspace")',
            field=file,
        )
    permits = body["effect"] == "permit"
    _check_notes(notes, permits=permits, file=file, name=name)
    check(body, file, name)
    return Rule(
        id=name,
        file=file,
        force=May() if permits else _force(notes, file=file, name=name, tiers=tiers),
        description=notes.get("description", ""),
        hint=notes.get("hint", ""),
        verbs=verbs(body),
        body=body,
    )


def _check_notes(notes: Mapping[str, str], *, permits: bool, file: str, name: str) -> None:
    allowed = _WORDS_OF_A_PERMIT if permits else _WORDS_OF_A_FORBID
    for key, value in notes.items():
        if key not in allowed:
            kind = "permit" if permits else "forbid"
            raise _wrong(file, name, f"@{key} is not known on a {kind}", "known: " + ", ".join(sorted(allowed)))
        if not isinstance(value, str) or not value:
            raise _wrong(file, name, f"@{key} has no value", f'write @{key}("…")')
        if not value.isprintable():
            raise _wrong(file, name, f"@{key} holds characters that do not print", "write one plain line")


def _wrong(file: str, name: str, message: str, hint: str) -> PolicyInvalid:
    return PolicyInvalid(f"rule `{name}` in {shown(file)}: {message}", hint=hint, field=f"{file}#{name}")


def _force(notes: Mapping[str, str], *, file: str, name: str, tiers: Mapping[str, Tier]) -> Force:
    approval, obligation = notes.get("approval"), notes.get("obligation")
    if approval is not None and obligation is not None:
        raise _wrong(file, name, "it has an @approval and an @obligation", "write two rules")
    if obligation is not None:
        if obligation not in OBLIGATIONS:
            known = ", ".join(OBLIGATIONS)
            raise _wrong(file, name, f"obligation {shown(obligation)} is not known", f"known: {known}")
        return Duty(obligation)
    if approval is not None:
        return _gate(approval, file=file, name=name, tiers=tiers)
    return Never()


def _gate(text: str, *, file: str, name: str, tiers: Mapping[str, Tier]) -> Gate:
    tier, _, digits = text.partition(":")
    if not re.fullmatch(r"[1-9][0-9]?", digits, re.ASCII) or int(digits) > MAX_QUORUM:
        raise _wrong(file, name, f"@approval {shown(text)} is not TIER:QUORUM", 'write @approval("operator:1")')
    if tier not in tiers:
        known = ", ".join(sorted(tiers))
        raise _wrong(file, name, f"tier {shown(tier)} is not in the table", f"tiers: {known}")
    if int(digits) < tiers[tier].quorum:
        floor = tiers[tier].quorum
        raise _wrong(file, name, f"the quorum is below the tier's floor of {floor}", "a rule may only raise it")
    return Gate(tier, int(digits))


# ── the body ─────────────────────────────────────────────────────────────────────────────────────────────

_FACTS_BY_NAME: Final[Mapping[str, tuple[Fact, ...]]] = {
    name: tuple(fact for facts in FACTS.values() for fact in facts if fact.name == name)
    for name in {fact.name for facts in FACTS.values() for fact in facts}
}
_FIELDS: Final = {field.name: field for field in CONTEXT}
_COMPARISONS: Final = ("==", "!=", "contains", "containsAll", "containsAny")


def _check_body(body: RuleJson, file: str, name: str) -> None:
    check_context(body, file, name)
    for condition in body.get("conditions", ()):
        for node in nodes(condition["body"]):
            _check_words(node, file=file, name=name)
        grows = body["effect"] == "forbid" and condition["kind"] == "when"
        _check_direction(condition["body"], grows=grows, file=file, name=name)


def check_context(body: RuleJson, file: str, name: str) -> None:
    """Refuse a rule that uses `context` as a whole: comparing it would read every field at once, also those that are
    checked one by one. Raises `PolicyInvalid`."""
    for condition in body.get("conditions", ()):
        try:
            found = list(nodes(condition["body"]))
        except RecursionError:
            raise _wrong(file, name, "its condition is nested too deep", "split it") from None
        if found.count({"Var": "context"}) - sum(_reads_field(node) for node in found):
            raise _wrong(file, name, "it uses `context` as a whole", "read one field, as in context.risk")


def nodes(node: Any) -> Iterator[Any]:
    """`node` and everything below it."""
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from nodes(child)


def _reads_field(node: Any) -> bool:
    match node:
        case {".": {"left": {"Var": "context"}}} | {"has": {"left": {"Var": "context"}}}:
            return True
    return False


def _check_words(node: Any, *, file: str, name: str) -> None:
    if not isinstance(node, dict):
        return
    for key in (".", "has"):
        if isinstance(node.get(key), dict) and node[key].get("attr") in NATIVE_ONLY:
            # A `never` that could see approvals could be lifted by one.
            raise _wrong(file, name, f"it reads `{node[key]['attr']}`", "use @approval or @obligation")
    for key in _COMPARISONS:
        if isinstance(node.get(key), dict):
            sides = (node[key]["left"], node[key]["right"])
            known = next((words for side in sides if (words := _vocabulary(side))), ())
            for literal in (text for side in sides if known for text in _literals(side)):
                if literal not in known:
                    hint = "words: " + ", ".join(known)
                    raise _wrong(file, name, f"{shown(literal)} can never be its value", hint)


def _vocabulary(side: Any) -> tuple[str, ...]:
    """The closed list of the attribute that `side` reads, or ()."""
    match side:
        case {".": {"left": {"Var": "context"}, "attr": str(attr)}} if attr in _FIELDS:
            return _FIELDS[attr].words
        case {".": {"left": {"Var": "principal"}, "attr": "source"}}:
            return tuple(Source)
        case {".": {"left": {"Var": "resource"}, "attr": str(attr)}} if attr in _FACTS_BY_NAME:
            facts = _FACTS_BY_NAME[attr]
            if all(fact.words for fact in facts):
                return tuple(word for fact in facts for word in fact.words)
    return ()


def _literals(side: Any) -> list[str]:
    match side:
        case {"Value": str(text)}:
            return [text]
        case {"Value": list(items)}:
            return [item for item in items if isinstance(item, str)]
        case {"Set": list(items)}:
            return [item["Value"] for item in items if isinstance(item, dict) and isinstance(item.get("Value"), str)]
    return []


def _check_direction(node: Any, *, grows: bool, file: str, name: str) -> None:
    """Refuse a read of a tightening field where one effect more could loosen the rule.

    `grows`: whether this expression becoming true makes the rule stricter. The three set operations below stay true
    when the set grows; every other use of such a field, `!` included, is refused.
    """
    match node:
        case {"&&": pair} | {"||": pair}:
            _check_direction(pair["left"], grows=grows, file=file, name=name)
            _check_direction(pair["right"], grows=grows, file=file, name=name)
        case {".": {"left": {"Var": "context"}}} if _reads_tightening(node):
            if not grows:
                raise _direction(file, name)
        case {"contains": pair} | {"containsAll": pair} | {"containsAny": pair} if _is_tightening(pair["left"]):
            if not grows or _reads_tightening(pair["right"]):
                raise _direction(file, name)
        case _ if _reads_tightening(node):
            raise _direction(file, name)


def _is_tightening(node: Any) -> bool:
    match node:
        case {".": {"left": {"Var": "context"}, "attr": str(attr)}}:
            return attr in _FIELDS and _FIELDS[attr].tightens
    return False


def _reads_tightening(node: Any) -> bool:
    return any(_is_tightening(inner) for inner in nodes(node))


def _direction(file: str, name: str) -> PolicyInvalid:
    fields = ", ".join(f"context.{field.name}" for field in CONTEXT if field.tightens)
    return _wrong(
        file,
        name,
        "it could let a call pass because the call does more",
        f"read {fields} only in the `when` of a forbid, not negated",
    )


def _verbs(body: RuleJson) -> frozenset[str]:
    """The verbs that its action clause can match, by name; groups are expanded."""
    every = {verb.value: set(action.groups) for verb, action in ACTIONS.items()}
    match body["action"]:
        case {"op": "All"}:
            return frozenset(every)
        case {"op": "==", "entity": {"id": str(only)}}:
            return frozenset({only})
        case {"op": "in", "entity": {"id": str(group)}}:
            wanted = {group}
        case {"op": "in", "entities": list(listed)}:
            wanted = {entity["id"] for entity in listed}
        case _:
            return frozenset(every)  # a clause this version does not know: a candidate everywhere
    return frozenset(verb for verb, groups in every.items() if verb in wanted or groups & wanted)


def reads_call(rule: Rule) -> bool:
    """Whether a condition reads the call's arguments."""
    return _mentions(rule, {".": {"left": {"Var": "context"}, "attr": "call"}})


def reads_principal(rule: Rule) -> bool:
    """Whether its answer can depend on who asks."""
    return rule.body["principal"] != {"op": "All"} or _mentions(rule, {"Var": "principal"})


def _mentions(rule: Rule, wanted: object) -> bool:
    return any(node == wanted for condition in rule.body.get("conditions", ()) for node in nodes(condition["body"]))
