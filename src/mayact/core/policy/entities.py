"""Effects, chains and arguments as Cedar entities and contexts.

Law: every attribute of the schema is written, a fact that is not known as its worst case; a fact that the schema does
not know, or of another type, is `Broken`, because policy would decide without it. Arguments become text tags: nothing
in them can be read as an entity or a function by the engine.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mayact.core.canonical import Json, JsonObject
from mayact.core.model import Analysis, Chain, Effect, Hop, HopKind, Source, Strength, ToolCall, Verb
from mayact.core.policy.cedar import Broken, Uid
from mayact.core.policy.schema import ACTIONS, FACTS, PRINCIPAL_TYPES, RESOURCE_TYPES, UNKNOWN, Fact

CALL_UID: Final[Uid] = ("Call", "call")

_PYTHON_TYPES: Final[Mapping[str, type]] = {"String": str, "Bool": bool, "Long": int}


def hops(call: ToolCall) -> Chain:
    """Whom a call is judged as. Whoever is only claimed is judged as the unattributed process that claims it as well:
    otherwise a claim could loosen a decision."""
    claimed = any(hop.source is Source.CLAIMED for hop in call.chain)
    if not claimed or any(hop.kind is HopKind.PROCESS for hop in call.chain):
        return call.chain
    return (*call.chain, Hop(HopKind.PROCESS, f"unattributed process of user {call.user}", Source.OBSERVED))


def principals(chain: Chain) -> list[dict[str, Any]] | Broken:
    """The entities of every hop."""
    found: list[dict[str, Any]] = []
    for hop in chain:
        made = principal(hop)
        if isinstance(made, Broken):
            return made
        found.append(made)
    return found or Broken("nobody asks")  # an empty chain gives authority to nobody


def principal(hop: Hop) -> dict[str, Any] | Broken:
    """The entity of one hop. An unknown kind or an empty id is nobody, and nobody may do anything."""
    if hop.kind not in HopKind.__members__.values() or not hop.id:
        return Broken("a principal of the chain is not known")
    return _entity((PRINCIPAL_TYPES[hop.kind], hop.id), {"id": hop.id, "source": str(hop.source)})


def resource(effect: Effect) -> dict[str, Any] | Broken:
    """The entity of what `effect` acts on."""
    action = ACTIONS.get(effect.verb)
    if action is None or effect.kind not in action.kinds:
        return Broken(f"{effect.verb} cannot act on a {effect.kind}")
    if effect.kind == "file" and not _is_normal(effect.resource):
        # `like "/repo/src/*"` would match `/repo/src/../../etc/passwd`.
        return Broken("a path is not absolute and normalised")
    attributes: dict[str, Any] = {"id": effect.resource}
    known = FACTS[effect.kind]
    unknown = effect.facts.keys() - {fact.name for fact in known}
    if unknown:
        return Broken(f"the schema does not know the fact {min(unknown)} of a {effect.kind}")
    for fact in known:
        value = _value(fact, effect.facts)
        if isinstance(value, Broken):
            return value
        if value is not None:
            attributes[fact.name] = value
    return _entity((RESOURCE_TYPES[effect.kind], effect.resource), attributes)


def _value(fact: Fact, facts: JsonObject) -> str | bool | int | list[str] | Broken | None:
    value = facts.get(fact.name)
    if value is None:
        return list(fact.default) if isinstance(fact.default, tuple) else fact.default
    if fact.type == "Set<String>":
        return _set(fact, value)
    # `type`, not isinstance: True is an int in Python and would read as the Long 1.
    if type(value) is not _PYTHON_TYPES[fact.type] and not (fact.type == "String" and isinstance(value, str)):
        return Broken(f"the fact {fact.name} is not a {fact.type}")
    if fact.words and value not in fact.words:
        return Broken(f"the fact {fact.name} has a value outside its list")
    assert isinstance(value, str | bool | int)  # noqa: S101
    return value


def _set(fact: Fact, value: Json) -> list[str] | Broken:
    if not isinstance(value, tuple | list):
        return Broken(f"the fact {fact.name} is not a {fact.type}")
    words = [word for word in value if isinstance(word, str) and (not fact.words or word in fact.words)]
    if len(words) != len(value):
        return Broken(f"the fact {fact.name} has a value outside its list")
    return words


def _is_normal(path: str) -> bool:
    if not path.startswith("/"):
        return path == "*"  # an unknown place: it matches no prefix that a rule could name
    return path == "/" or not any(part in ("", ".", "..") for part in path[1:].split("/"))


def call(arguments: JsonObject | None) -> dict[str, Any]:
    """The `Call` entity; None when no rule of the slice reads arguments."""
    tags = dict(flatten(arguments)) if arguments is not None else {}
    return {**_entity(CALL_UID, {}), "tags": tags}


def flatten(value: Json, pointer: str = "") -> Iterator[tuple[str, str]]:
    """JSON pointers (RFC 6901) and texts: texts as they are, other leaves and empty containers as JSON."""
    match value:
        case Mapping() if value:
            for key, item in value.items():
                yield from flatten(item, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
        case tuple() | list() if value:
            for index, item in enumerate(value):
                yield from flatten(item, f"{pointer}/{index}")
        case str():
            yield pointer, value
        case _:
            yield pointer, json.dumps(value if not isinstance(value, Mapping | tuple | list) else type_of(value))


def type_of(value: Mapping[str, Json] | Sequence[Json]) -> dict[str, Json] | list[Json]:
    """An empty container as the plain one of its kind."""
    return {} if isinstance(value, Mapping) else []


def context(effect: Effect, *, call: ToolCall, analysis: Analysis, strength: Strength, at: int) -> dict[str, Any]:
    """The context record of one effect. Claims, session, call id and task stay out: the caller alone says them, and a
    permit that read them would be loosened by a claim."""
    verbs = sorted({found.verb.value for found in analysis.effects} | {effect.verb.value})
    return {
        "risk": effect.risk.value,
        "risk_rank": effect.risk.rank,
        "reversibility": effect.reversibility.value,
        "strength": strength.value,
        "boundary": call.boundary,
        "tool": call.tool,
        "target": call.target,
        "at": at,
        "verbs": verbs,
        "opaque": Verb.OPAQUE.value in verbs or bool(analysis.opaque_because),
        "data": sorted(data_of(analysis, effect)),
        "labels": sorted(call.labels),
        "call": {"__entity": {"type": CALL_UID[0], "id": CALL_UID[1]}},
    }


_ASKING: Final = frozenset({Verb.DB_QUERY, Verb.NET_DOWNLOAD, Verb.HTTP_REQUEST})


def data_of(analysis: Analysis, effect: Effect) -> set[str]:
    """Every class of data that a call touches or carries. What is not known of a file is a class, too: `unknown`."""
    found: set[str] = set()
    for one in (*analysis.effects, effect):
        facts = one.facts
        if one.verb is Verb.SECRET_READ or facts.get("scan") == "found":
            found.add("secret")
        known = facts.get("data_class", UNKNOWN if one.kind == "file" else "")
        if one.kind == "file" or one.verb in _ASKING:
            found.add(str(known))
        found.add(str(facts.get("carries", "")))
    return found - {""}


def uid_of(entity: Mapping[str, Any]) -> Uid:
    return entity["uid"]["type"], entity["uid"]["id"]


def _entity(uid: Uid, attributes: dict[str, Any]) -> dict[str, Any]:
    return {"uid": {"type": uid[0], "id": uid[1]}, "attrs": attributes, "parents": []}
