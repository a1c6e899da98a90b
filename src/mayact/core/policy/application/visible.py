"""What the rules of one case can see of its subject, resource and context.

Law: whatever is not proven invisible is visible. Two requests that agree in everything visible get the same answer,
which is what a memo may stand on. A rule sees an entity *whole* when it compares it, looks for it in a group, or walks
through it to others; otherwise it sees the attributes that it names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mayact.core.policy.application.shapes import Record, Shape, checked_by_engine
from mayact.core.policy.cedar import Uid
from mayact.core.policy.rules import Rule


@dataclass(frozen=True, slots=True)
class Seen:
    """`attributes`: those that the answer can depend on, in the order of the schema."""

    whole: bool
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    principal: Seen
    resource: Seen
    context: Seen


@dataclass(slots=True)
class _Notes:
    records: Mapping[str, Record]
    """Variable → what the schema declares of it."""
    whole: set[str] = field(default_factory=set)
    attributes: set[tuple[str, str]] = field(default_factory=set)


_VARIABLES: Final = ("principal", "resource", "context")
_OPERANDS: Final = ("left", "right", "arg", "if", "then", "else", "in")


def visible(rules: Iterable[Rule], *, principal: Record, resource: Record, context: Record) -> Visible:
    """What `rules` can see when subject, resource and context are of these shapes."""
    notes = _Notes({"principal": principal, "resource": resource, "context": context})
    for rule in rules:
        for name in ("principal", "resource"):
            if rule.body[name].keys() & {"entity", "entities", "in", "slot"} or rule.body[name]["op"] not in (
                "All",
                "is",
            ):
                notes.whole.add(name)
        for condition in rule.body.get("conditions", ()):
            _walk(condition["body"], notes)
    found = {name: _seen(name, notes) for name in _VARIABLES}
    return Visible(principal=found["principal"], resource=found["resource"], context=found["context"])


def _seen(name: str, notes: _Notes) -> Seen:
    whole = name in notes.whole
    declared = notes.records[name].attributes
    return Seen(
        whole,
        tuple(
            attribute
            for attribute, of in declared.items()
            # What the engine itself may refuse decides the answer, whether a rule reads it or not.
            if whole or (name, attribute) in notes.attributes or checked_by_engine(of.shape)
        ),
    )


def _walk(node: Any, notes: _Notes) -> None:
    match node:
        case {"Var": str(name)}:
            notes.whole.add(name)
        case {"Value": _}:
            return
        case {".": {"left": left, "attr": str(attribute)}} | {"has": {"left": left, "attr": str(attribute)}}:
            _path(left, attribute, notes)
        case {"is": {"left": {"Var": _}, "entity_type": _, **rest}} if not rest:
            return  # the type is the case's own
        case {"Record": dict(members)}:
            for member in members.values():
                _walk(member, notes)
        case dict() if len(node) == 1:
            _operands(next(iter(node.values())), notes)
        case _:
            _everything(notes)


def _operands(payload: Any, notes: _Notes) -> None:
    if isinstance(payload, list):
        for item in payload:
            _walk(item, notes)
    elif isinstance(payload, dict) and any(name in payload for name in _OPERANDS):
        for name in _OPERANDS:
            if name in payload:
                _walk(payload[name], notes)
    else:
        _everything(notes)  # a form this version does not know


def _path(left: Any, attribute: str, notes: _Notes) -> None:
    match left:
        case {"Var": str(name)} if name in notes.records:
            notes.attributes.add((name, attribute))
        case _:
            if not isinstance(_shape(left, notes), Record):
                # It walks through an entity, which may be the request's own.
                _everything(notes)
            _walk(left, notes)


def _shape(node: Any, notes: _Notes) -> Shape | None:
    match node:
        case {"Var": str(name)}:
            return notes.records.get(name)
        case {".": {"left": left, "attr": str(attribute)}}:
            inside = _shape(left, notes)
            # The shape of a variable is that of its attributes; what an attribute refers to is another matter.
            found = inside.attributes.get(attribute) if isinstance(inside, Record) else None
            return found.shape if found is not None else None
    return None


def _everything(notes: _Notes) -> None:
    notes.whole.update(_VARIABLES)


def literals(rules: Iterable[Rule]) -> frozenset[Uid]:
    """The entities that rules name."""
    return frozenset(uid for rule in rules for uid in _named(rule.body))


def _named(value: Any) -> set[Uid]:
    if isinstance(value, list):
        return {uid for item in value for uid in _named(item)}
    if not isinstance(value, dict):
        return set()
    found = {uid for item in value.values() for uid in _named(item)}
    kind, name = value.get("type"), value.get("id")
    if isinstance(kind, str) and isinstance(name, str):
        found.add((kind, name))
    return found
