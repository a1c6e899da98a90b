"""One side of a request (subject, resource or context) as the engine gets it, and what a memo may know it by.

Law: an entity of the bundle is known by its id and nothing that the caller says of it counts. Any other entity is what
the caller claims, written as the schema declares; two of them are known as one only where no rule of the case can tell
them apart (`visible.py`).
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import msgspec

from mayact.core.policy.application.directory import Directory
from mayact.core.policy.application.schema import EntityType
from mayact.core.policy.application.shapes import Mistyped, Record, record
from mayact.core.policy.application.visible import Seen

Key: TypeAlias = str | tuple[str | None, bytes] | bytes
"""An id of the bundle; or the id, where it is seen, and the visible claims; or a context's visible claims."""

_ENCODER: Final = msgspec.json.Encoder()
_EMPTY: Final = b"{}"


class Party(msgspec.Struct, frozen=True):
    """`claims` is None for an entity of the bundle."""

    key: Key
    claims: dict[str, Any] | None


def party(
    uid: tuple[str, str],
    properties: Mapping[str, Any],
    *,
    kind: EntityType,
    seen: Seen,
    directory: Directory,
    where: str,
) -> Party:
    """Raises `Mistyped`."""
    if uid in directory.rows:
        return Party(uid[1], None)
    name = uid[1]
    if not name or (kind.words is not None and name not in kind.words):
        raise Mistyped(f"{where}.id", "an id that the schema has")
    claims = record(properties, kind.attributes, f"{where}.properties")
    return Party((name if seen.whole or kind.words is not None else None, visible_bytes(claims, seen)), claims)


def context(given: Mapping[str, Any], properties: Mapping[str, Any], shape: Record) -> dict[str, Any]:
    """The context record: members of the request's context and properties of its action. Raises `Mistyped`."""
    if not shape.attributes:
        return {}
    for name in shape.attributes:
        if name in given and name in properties and given[name] != properties[name]:
            raise Mistyped(f"context.{name}", "the same as action.properties has it")
    return record({**properties, **given} if properties else given, shape, "context")


def visible_bytes(claims: dict[str, Any], seen: Seen) -> bytes:
    """The visible claims, as bytes that only equal ones have."""
    if not claims:
        return _EMPTY
    if not seen.whole:
        claims = {name: claims[name] for name in seen.attributes if name in claims}
    return _ENCODER.encode(claims)
