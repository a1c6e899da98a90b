"""Types of the schema, and how a caller's JSON value becomes a value of one.

Law: a claim is written anew, member by member, as what the schema declares: what it does not declare is left out, and
a value of another type is `Mistyped`, which refuses. So nothing that a caller sends (`__entity`, `__extn`) is ever read
as an escape by the engine. Claims name no parents and no tags.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, assert_never


@dataclass(frozen=True, slots=True)
class Scalar:
    """`String`, `Bool` or `Long`."""

    name: str
    python: type


@dataclass(frozen=True, slots=True)
class Extension:
    """A value with a constructor: the caller writes its text."""

    name: str
    constructor: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity of one type: the caller writes {"type": …, "id": …}."""

    type: str


@dataclass(frozen=True, slots=True)
class Several:
    of: "Shape"


@dataclass(frozen=True, slots=True)
class Attribute:
    required: bool
    shape: "Shape"


@dataclass(frozen=True, slots=True)
class Record:
    attributes: Mapping[str, Attribute]


Shape: TypeAlias = Scalar | Extension | Reference | Several | Record

SCALARS: Final[Mapping[str, Shape]] = {
    "String": Scalar("String", str),
    "Bool": Scalar("Bool", bool),
    "Long": Scalar("Long", int),
    "ipaddr": Extension("ipaddr", "ip"),
    "decimal": Extension("decimal", "decimal"),
    "datetime": Extension("datetime", "datetime"),
    "duration": Extension("duration", "duration"),
}

EMPTY: Final = Record({})


class Mistyped(Exception):
    """`where` is the attribute, `wanted` what the schema declares. Caught where a claim is read; it refuses."""

    def __init__(self, where: str, wanted: str) -> None:
        super().__init__(f"{where} is not {wanted}")
        self.where = where
        self.wanted = wanted


def written(value: Any, shape: Shape, where: str) -> Any:
    """`value` as the engine's JSON form of a `shape`. Raises `Mistyped`."""
    match shape:
        case Scalar():
            # `type`, not isinstance: True is an int in Python and would read as the Long 1.
            if type(value) is not shape.python:
                raise Mistyped(where, f"a {shape.name}")
            return value
        case Extension():
            if type(value) is not str:
                raise Mistyped(where, f"the text of a value of type {shape.name}")
            return {"__extn": {"fn": shape.constructor, "arg": value}}
        case Reference():
            return _reference(value, shape, where)
        case Several():
            if type(value) is not list:
                raise Mistyped(where, "an array")
            return [written(item, shape.of, where) for item in value]
        case Record():
            if type(value) is not dict:
                raise Mistyped(where, "an object")
            return record(value, shape, where)
        case _:
            assert_never(shape)


def record(values: Mapping[str, Any], shape: Record, where: str) -> dict[str, Any]:
    """The declared attributes that `values` has, in the order of the declaration. Raises `Mistyped`."""
    found: dict[str, Any] = {}
    for name, attribute in shape.attributes.items():
        if name in values:
            found[name] = written(values[name], attribute.shape, f"{where}.{name}")
        elif attribute.required:
            raise Mistyped(f"{where}.{name}", "given, and the schema requires it")
    return found


def _reference(value: Any, shape: Reference, where: str) -> dict[str, Any]:
    if type(value) is not dict or value.get("type") != shape.type or type(value.get("id")) is not str:
        raise Mistyped(where, f'an entity {{"type":"{shape.type}","id":…}}')
    return {"__entity": {"type": shape.type, "id": value["id"]}}


def checked_by_engine(shape: Shape) -> bool:
    """Whether the engine may refuse a value that `written` accepts: the text of an extension, an id of an enumerated
    type."""
    match shape:
        case Scalar():
            return False
        case Extension() | Reference():
            return True
        case Several():
            return checked_by_engine(shape.of)
        case Record():
            return any(checked_by_engine(attribute.shape) for attribute in shape.attributes.values())
        case _:
            assert_never(shape)


def references(value: Any) -> list[tuple[str, str]]:
    """The entities that a written value refers to."""
    match value:
        case {"__entity": {"type": str(kind), "id": str(name)}}:
            return [(kind, name)]
        case dict():
            return [found for item in value.values() for found in references(item)]
        case list():
            return [found for item in value for found in references(item)]
    return []
