"""The schema of an application: what its entity types and actions declare, and the engine's handle on it.

Law: names are resolved as Cedar does (the declaring namespace first, then the empty one); what does not resolve refuses
the bundle. Every action has one name by which AuthZEN requests call it: its id, behind its namespace if it has one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, assert_never

from mayact.core.errors import PolicyInvalid, shown
from mayact.core.limits import MAX_RULE_DEPTH
from mayact.core.policy import cedar
from mayact.core.policy.application.grammar import (
    ActionDeclaration,
    Declarations,
    Named,
    RecordOf,
    SetOf,
    Written,
    read_declarations,
)
from mayact.core.policy.application.shapes import SCALARS, Attribute, Record, Reference, Several, Shape
from mayact.core.policy.cedar import Schema, Uid
from mayact.core.policy.schema import NATIVE_ONLY

FILE: Final = "application/schema.cedarschema"

MAX_SCHEMA_CHARS: Final = 262_144
"""A schema with thousands of types; the engine's time to parse one stays below a second."""

MAX_CASES: Final = 20_000
"""Combinations of action, principal type and resource type. Each is compiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    attributes: Record
    words: tuple[str, ...] | None
    """Every id of an enumerated type; None for any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAction:
    uid: Uid
    groups: frozenset[Uid]
    """Every group it is in, however far up, and itself."""
    principals: tuple[str, ...]
    resources: tuple[str, ...]
    context: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSchema:
    handle: Schema
    types: Mapping[str, EntityType]
    actions: Mapping[str, ApplicationAction]


def read_application_schema(text: str) -> ApplicationSchema:
    """Raises `PolicyInvalid`."""
    _check_size(text)
    handle = cedar.read_schema(text)
    found = read_declarations(cedar.schema_text(handle))
    names = _Names(found)
    types = {
        _full(entity.namespace, entity.name): EntityType(
            attributes=names.record(entity.members, entity.namespace), words=entity.words
        )
        for entity in found.entities
    }
    schema = ApplicationSchema(
        handle=handle, types=MappingProxyType(types), actions=MappingProxyType(_actions(found, names))
    )
    cases = sum(len(action.principals) * len(action.resources) for action in schema.actions.values())
    if cases > MAX_CASES:
        raise _wrong(f"the schema has {cases} cases of action, principal and resource", f"at most {MAX_CASES}")
    return schema


def _wrong(message: str, hint: str) -> PolicyInvalid:
    return PolicyInvalid(message, hint=hint, field=FILE)


_NESTS: Final = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n\r]*|[(\[{<]|[)\]}>]')


def _check_size(text: str) -> None:
    """Refuse what the engine could not survive parsing: it recurses on the native stack."""
    if len(text) > MAX_SCHEMA_CHARS:
        raise _wrong(f"the schema is {len(text)} characters long", f"at most {MAX_SCHEMA_CHARS}")
    depth = 0
    for token in _NESTS.finditer(text):
        depth += {"(": 1, "[": 1, "{": 1, "<": 1, ")": -1, "]": -1, "}": -1, ">": -1}.get(token[0], 0)
        if depth > MAX_RULE_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            raise _wrong(f"the schema nests deeper than {MAX_RULE_DEPTH}", f"name a type of its own at line {line}")


def _full(namespace: str, name: str) -> str:
    return f"{namespace}::{name}" if namespace else name


_BUILT_IN: Final = "__cedar::"
_ESCAPES: Final = frozenset({"__entity", "__extn", "__expr"})
"""Names that the engine reads as escapes in JSON; as an attribute one could be written by a caller."""


class _Names:
    """What each name stands for."""

    def __init__(self, found: Declarations) -> None:
        self._types = found.types
        self._entities = frozenset(_full(entity.namespace, entity.name) for entity in found.entities)

    def record(self, written: Written, namespace: str) -> Record:
        shape = self.shape(written, namespace)
        if not isinstance(shape, Record):
            raise _wrong("a context is not a record", "write it as { name: Type }")
        return shape

    def shape(self, written: Written, namespace: str) -> Shape:
        match written:
            case Named(name):
                return self._named(name, namespace)
            case SetOf(of):
                return Several(self.shape(of, namespace))
            case RecordOf(members):
                reserved = _ESCAPES & members.keys()
                if reserved:
                    raise _wrong(f"an attribute is named {shown(min(reserved))}", "choose another name")
                return Record(
                    MappingProxyType(
                        {
                            name: Attribute(required, self.shape(of, namespace))
                            for name, (required, of) in members.items()
                        }
                    )
                )
            case _:
                assert_never(written)

    def _named(self, name: str, namespace: str) -> Shape:
        if name.startswith(_BUILT_IN):
            name = name.removeprefix(_BUILT_IN)
        else:
            for scope, local in self._places(name, namespace):
                if (scope, local) in self._types:
                    return self.shape(self._types[scope, local], scope)
                if _full(scope, local) in self._entities:
                    return Reference(_full(scope, local))
        if name not in SCALARS:
            raise _wrong(f"the type {shown(name)} is not known", "declare it")
        return SCALARS[name]

    @staticmethod
    def _places(name: str, namespace: str) -> list[tuple[str, str]]:
        scope, _, local = name.rpartition("::")
        return [(scope, local)] if scope else [(namespace, name), ("", name)]

    def entity(self, name: str, namespace: str) -> str:
        for scope, local in self._places(name, namespace):
            if _full(scope, local) in self._entities:
                return _full(scope, local)
        raise _wrong(f"the entity type {shown(name)} is not known", "declare it")


def _actions(found: Declarations, names: _Names) -> dict[str, ApplicationAction]:
    declared = {_action_uid(action.namespace, action.name): action for action in found.actions}
    actions: dict[str, ApplicationAction] = {}
    for uid, action in declared.items():
        name = _full(action.namespace, action.name)
        if name in actions:
            raise _wrong(f"two actions would be called {shown(name)}", "rename one of them")
        context = names.record(action.context, action.namespace)
        taken = context.attributes.keys() & set(NATIVE_ONLY)
        if taken:
            raise _wrong(
                f"the context of {shown(name)} has an attribute {shown(min(taken))}", "that name is the gate's own"
            )
        actions[name] = ApplicationAction(
            uid=uid,
            groups=_groups(uid, declared),
            principals=tuple(names.entity(of, action.namespace) for of in action.principals),
            resources=tuple(names.entity(of, action.namespace) for of in action.resources),
            context=context,
        )
    return actions


def _action_uid(namespace: str, name: str) -> Uid:
    return _full(namespace, "Action"), name


def _groups(uid: Uid, declared: Mapping[Uid, ActionDeclaration]) -> frozenset[Uid]:
    found: set[Uid] = set()
    waiting = [uid]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        action = declared.get(one)
        if action is not None:
            waiting.extend((kind or _full(action.namespace, "Action"), name) for kind, name in action.groups)
    return frozenset(found)
