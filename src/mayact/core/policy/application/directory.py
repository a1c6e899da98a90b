"""The entities of a bundle: what the policy's authors say of people, groups and things.

Law: an entity that the bundle has is as the bundle says, whole: no caller adds or changes an attribute or a parent of
it. The whole set is checked against the schema once; a decision takes the entities that it can reach, no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from mayact.core.canonical import Json, thaw
from mayact.core.errors import PolicyInvalid, shown
from mayact.core.policy import cedar
from mayact.core.policy.application.schema import ApplicationSchema
from mayact.core.policy.cedar import Broken, Uid

FILE: Final = "application/entities.json"

_MEMBERS: Final = frozenset({"uid", "attrs", "parents", "tags"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    rows: Mapping[Uid, Mapping[str, Any]]
    """Each entity in Cedar's JSON form."""
    names: Mapping[str, tuple[str, ...]]
    """Type → its ids, sorted: those of the rows and those of an enumerated type."""
    links: Mapping[Uid, frozenset[Uid]]
    """Entity → the entities of the bundle that it names as parent, attribute or tag."""

    def reached(self, roots: Iterable[Uid]) -> list[Mapping[str, Any]]:
        """The rows of `roots` and of every entity that they lead to."""
        found: dict[Uid, Mapping[str, Any]] = {}
        waiting = [uid for uid in roots if uid in self.rows]
        while waiting:
            uid = waiting.pop()
            if uid not in found:
                found[uid] = self.rows[uid]
                waiting.extend(self.links[uid])
        return list(found.values())


def read_directory(value: Json, schema: ApplicationSchema) -> Directory:
    """Raises `PolicyInvalid`."""
    if not isinstance(value, tuple | list):
        raise PolicyInvalid("the entities are not a list", hint="write a json array of Cedar entities", field=FILE)
    rows: dict[Uid, Mapping[str, Any]] = {}
    for at, item in enumerate(value):
        row = _row(thaw(item), at)
        uid = (row["uid"]["type"], row["uid"]["id"])
        if uid in rows:
            raise _wrong(at, f"{shown(f'{uid[0]}::{uid[1]}')} stands there twice", "keep one")
        if uid[0] not in schema.types:
            raise _wrong(at, f"the schema has no entity type {shown(uid[0])}", "declare it")
        rows[uid] = row
    checked = cedar.entities(list(rows.values()), schema=schema.handle)
    if isinstance(checked, Broken):
        raise PolicyInvalid(
            f"the entities do not fit the schema: {shown(checked.because, limit=400)}",
            hint="write each as the schema declares it",
            field=FILE,
        )
    return Directory(
        rows=MappingProxyType(rows),
        names=MappingProxyType({kind: _names(kind, rows, schema) for kind in schema.types}),
        links=MappingProxyType({uid: frozenset(_named(row)) & rows.keys() for uid, row in rows.items()}),
    )


def _wrong(at: int, message: str, hint: str) -> PolicyInvalid:
    return PolicyInvalid(f"entity {at} of the bundle: {message}", hint=hint, field=f"{FILE}[{at}]")


def _row(item: object, at: int) -> dict[str, Any]:
    if not isinstance(item, dict) or not item.keys() <= _MEMBERS:
        raise _wrong(at, "it is not an object of uid, attrs, parents and tags", "write it in Cedar's json form")
    uid = item.get("uid")
    if isinstance(uid, dict) and uid.keys() == {"__entity"}:
        uid = uid["__entity"]
    match uid:
        case {"type": str(kind), "id": str(name), **rest} if not rest and name:
            row = {
                "uid": {"type": kind, "id": name},
                "attrs": item.get("attrs", {}),
                "parents": item.get("parents", []),
            }
            return {**row, "tags": item["tags"]} if "tags" in item else row
        case _:
            raise _wrong(at, "its uid has no type and id", 'write "uid": {"type": …, "id": …}')


def _names(kind: str, rows: Mapping[Uid, Mapping[str, Any]], schema: ApplicationSchema) -> tuple[str, ...]:
    listed = {name for found, name in rows if found == kind}
    return tuple(sorted(listed | set(schema.types[kind].words or ())))


def _named(value: Any) -> set[Uid]:
    """Whatever looks like the name of an entity: one too many costs time, one too few would lose a fact."""
    if isinstance(value, list):
        return {uid for item in value for uid in _named(item)}
    if not isinstance(value, dict):
        return set()
    found = {uid for item in value.values() for uid in _named(item)}
    kind, name = value.get("type"), value.get("id")
    if isinstance(kind, str) and isinstance(name, str):
        found.add((kind, name))
    return found
