"""The engine's own rendering of a Cedar schema, read into declarations.

Law: only what the engine has parsed and printed again is read here, so there is one spelling of everything; a token or
a clause that this reader does not know refuses the schema, because a claim would be read without it. It refuses to
know what a name refers to (`schema.py`). Source: the Cedar schema grammar,
docs.cedarpolicy.com/schema/human-readable-schema-grammar.html.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.errors import PolicyInvalid, shown


@dataclass(frozen=True, slots=True)
class Named:
    """A type by its name, as it is written."""

    name: str


@dataclass(frozen=True, slots=True)
class SetOf:
    of: "Written"


@dataclass(frozen=True, slots=True)
class RecordOf:
    members: Mapping[str, tuple[bool, "Written"]]
    """Name → whether it is required, and its type."""


Written: TypeAlias = Named | SetOf | RecordOf


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDeclaration:
    namespace: str
    name: str
    members: RecordOf
    words: tuple[str, ...] | None
    """The ids of an enumerated type; None for any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDeclaration:
    """`groups`: pairs of the action type as written ("" for one of the same namespace) and the id."""

    namespace: str
    name: str
    groups: tuple[tuple[str, str], ...]
    principals: tuple[str, ...]
    resources: tuple[str, ...]
    context: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    types: Mapping[tuple[str, str], Written]
    """(namespace, name) → type."""
    entities: tuple[EntityDeclaration, ...]
    actions: tuple[ActionDeclaration, ...]


_TOKEN: Final = re.compile(
    r'\s*(?:("(?:\\.|[^"\\])*")|([A-Za-z_]\w*(?:::[A-Za-z_]\w*)*)|(::|[{}\[\]()<>,:;?=@]))', re.ASCII
)
_NOTHING: Final = RecordOf({})


def read_declarations(rendered: str) -> Declarations:
    """Raises `PolicyInvalid`."""
    reader = _Reader(_tokens(rendered))
    while reader.more():
        reader.declaration("")
    return Declarations(types=reader.types, entities=tuple(reader.entities), actions=tuple(reader.actions))


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None:
            raise _unknown(text[at : at + 40])
        found.append(token[0].strip())
        at = token.end()
    return found


def _unknown(near: str) -> PolicyInvalid:
    return PolicyInvalid(
        f"the schema has something this version does not know near {shown(near, limit=60)}",
        hint="write it with entity, action, type and namespace declarations",
        field="application/schema.cedarschema",
    )


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self.types: dict[tuple[str, str], Written] = {}
        self.entities: list[EntityDeclaration] = []
        self.actions: list[ActionDeclaration] = []

    def more(self) -> bool:
        return self._at < len(self._tokens)

    def _next(self) -> str:
        if not self.more():
            raise _unknown("its end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self, token: str) -> bool:
        return self.more() and self._tokens[self._at] == token

    def _take(self, token: str) -> bool:
        if self._peek(token):
            self._at += 1
            return True
        return False

    def _must(self, token: str) -> None:
        found = self._next()
        if found != token:
            raise _unknown(found)

    def declaration(self, namespace: str) -> None:
        word = self._next()
        match word:
            case "@":
                self._annotation()
            case "namespace" if not namespace:
                inner = self._next()
                self._must("{")
                while not self._take("}"):
                    self.declaration(inner)
            case "type":
                name = self._next()
                self._must("=")
                self.types[namespace, name] = self._type()
                self._must(";")
            case "entity":
                self._entity(namespace)
            case "action":
                self._action(namespace)
            case _:
                raise _unknown(word)

    def _annotation(self) -> None:
        self._next()
        if self._take("("):
            self._next()
            self._must(")")

    def _entity(self, namespace: str) -> None:
        name, members, words = self._next(), _NOTHING, None
        if self._take("enum"):
            words = tuple(_unquoted(word) for word in self._list())
        if self._take("in"):
            self._list()
        if self._take("=") or self._peek("{"):
            members = self._record()
        if self._take("tags"):
            self._type()
        self._must(";")
        self.entities.append(EntityDeclaration(namespace=namespace, name=name, members=members, words=words))

    def _action(self, namespace: str) -> None:
        name, groups = _unquoted(self._next()), []
        principals: tuple[str, ...] = ()
        resources: tuple[str, ...] = ()
        context: Written = _NOTHING
        if self._take("in"):
            self._must("[")
            while not self._take("]"):
                groups.append(self._group())
                self._take(",")
        if self._take("appliesTo"):
            self._must("{")
            while not self._take("}"):
                part = self._next()
                self._must(":")
                match part:
                    case "principal":
                        principals = self._list()
                    case "resource":
                        resources = self._list()
                    case "context":
                        context = self._type()
                    case _:
                        raise _unknown(part)
                self._take(",")
        self._must(";")
        self.actions.append(
            ActionDeclaration(
                namespace=namespace,
                name=name,
                groups=tuple(groups),
                principals=principals,
                resources=resources,
                context=context,
            )
        )

    def _group(self) -> tuple[str, str]:
        first = self._next()
        if first.startswith('"'):
            return "", _unquoted(first)
        self._must("::")
        return first, _unquoted(self._next())

    def _list(self) -> tuple[str, ...]:
        self._must("[")
        found: list[str] = []
        while not self._take("]"):
            found.append(self._next())
            self._take(",")
        return tuple(found)

    def _type(self) -> Written:
        if self._peek("{"):
            return self._record()
        name = self._next()
        if name == "Set":
            self._must("<")
            of = self._type()
            self._must(">")
            return SetOf(of)
        if not re.match(r"[A-Za-z_]", name):
            raise _unknown(name)
        return Named(name)

    def _record(self) -> RecordOf:
        self._must("{")
        members: dict[str, tuple[bool, Written]] = {}
        while not self._take("}"):
            while self._take("@"):
                self._annotation()
            name = _unquoted(self._next())
            required = not self._take("?")
            self._must(":")
            members[name] = (required, self._type())
            self._take(",")
        return RecordOf(members)


_ESCAPES: Final[Mapping[str, str]] = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", '"': '"', "'": "'"}
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|x([0-7][0-9a-fA-F])|(.))", re.DOTALL)


def _unquoted(token: str) -> str:
    """The name that `token` writes: a Cedar string literal, or an identifier as it stands."""
    return _ESCAPE.sub(_character, token[1:-1]) if token.startswith('"') else token


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    if escape[3] not in _ESCAPES:
        raise _unknown(escape[0])
    return _ESCAPES[escape[3]]
