"""Requests of the OpenID AuthZEN Authorization API 1.0: from bytes to what is asked.

Law: one reading or none. Duplicate keys, lone surrogates, numbers that are not exact, too deep and too long refuse the
whole request; so do a required member that is missing and one of the wrong type (status 400). Unknown members are
ignored (section 10.1.1 of the specification). A malformed item of a batch is that item's failure alone. It refuses to
know policy.

What may never change: the members of the specification; a page token is opaque to callers and dies with the request it
belongs to.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import msgspec

from mayact.core.canonical import canonical_bytes, parse_json, thaw
from mayact.core.errors import InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_BATCH_BYTES, MAX_BATCH_ITEMS, MAX_FRAME_BYTES, MAX_JSON_DEPTH

MAX_REQUEST_DEPTH: Final = MAX_JSON_DEPTH - 8
"""Nesting of a request. It is logged inside an entry, and an entry must be readable again."""

MAX_REQUEST_BYTES: Final = MAX_FRAME_BYTES // 2
"""Canonical bytes of a request. With its answer it is one entry of the log, and an entry is read back as one frame."""

MAX_REQUEST_VALUES: Final = 32_768
"""Values of a request: objects, arrays and what is in them. Whatever is not plain is read with care, at some ten
microseconds a value (measured), in the one thread that answers everybody; a full batch has a few thousand."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Body(msgspec.Struct, frozen=True):
    """A request as parsed, and its canonical bytes (RFC 8785)."""

    members: dict[str, Any]
    canonical: bytes


class Ask(msgspec.Struct, frozen=True):
    """One evaluation. The mappings are what the caller says: hostile."""

    subject_type: str
    subject_id: str
    subject_properties: Mapping[str, Any]
    action: str
    action_properties: Mapping[str, Any]
    resource_type: str
    resource_id: str
    resource_properties: Mapping[str, Any]
    context: Mapping[str, Any]


class Malformed(msgspec.Struct, frozen=True):
    """An item of a batch that asks nothing that could be decided."""

    message: str


class Semantic(StrEnum):
    """When a batch ends (`options.evaluations_semantic`)."""

    EXECUTE_ALL = "execute_all"
    DENY_ON_FIRST_DENY = "deny_on_first_deny"
    PERMIT_ON_FIRST_PERMIT = "permit_on_first_permit"


class Batch(msgspec.Struct, frozen=True):
    items: tuple[Ask | Malformed, ...]
    semantic: Semantic


class Sought(StrEnum):
    SUBJECT = "subject"
    RESOURCE = "resource"
    ACTION = "action"


class Search(msgspec.Struct, frozen=True):
    """Whoever or whatever `ask` would permit. The member that is sought is empty in `ask`, but for its type."""

    sought: Sought
    ask: Ask
    limit: int
    """At most so many results."""
    looks: int
    """One page looks at no more candidates than this."""
    after: str
    """Results behind this id or name; "" from the start."""
    digest: bytes
    """Of the request without its page: what a page token belongs to."""


Asked: TypeAlias = Ask | Batch


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────

_DECODER: Final = msgspec.json.Decoder()
_SORTED: Final = msgspec.json.Encoder(order="sorted")


def read_body(raw: bytes) -> Body:
    """The JSON object of `raw`. Raises `InvalidInput`, `LimitExceeded`."""
    if len(raw) > MAX_REQUEST_BYTES:
        raise LimitExceeded(f"the request is {len(raw)} bytes", hint=f"at most {MAX_REQUEST_BYTES} are read")
    _check_number(raw)
    return _quick(raw) or _careful(raw)


def _check_number(raw: bytes) -> None:
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") < MAX_REQUEST_VALUES:
        return  # each value stands behind one of these; in strings they may be any number
    try:
        number = _number_of(_DECODER.decode(raw))
    except (msgspec.DecodeError, RecursionError, ValueError):
        number = MAX_REQUEST_VALUES + 1  # what the fast reader cannot count is not given to the slow one
    if number > MAX_REQUEST_VALUES:
        raise LimitExceeded("the request has too many values", hint=f"at most {MAX_REQUEST_VALUES} are read")


def _number_of(value: Any) -> int:
    number = 0
    waiting = [value]
    while waiting:
        one = waiting.pop()
        number += 1
        if type(one) is dict:
            waiting.extend(one.values())
        elif type(one) is list:
            waiting.extend(one)
    return number


def _quick(raw: bytes) -> Body | None:
    """The body where a faster reader provably reads the same; else None.

    Without a backslash every quotation mark begins or ends a string, so a key that was dropped as a duplicate is missed
    in the count. Without escapes, with keys in ASCII and no number but small integers it has the canonical form that
    sorting gives.
    """
    if b"\\" in raw or raw.count(b"{") + raw.count(b"[") > MAX_REQUEST_DEPTH:
        return None
    try:
        members = _DECODER.decode(raw)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None  # the careful reader says what is wrong
    if type(members) is not dict or not _is_plain(members) or not (raw.isascii() or _has_plain_keys(members)):
        return None
    canonical = _SORTED.encode(members)
    if canonical.count(b'"') != raw.count(b'"'):
        return None
    return Body(members, canonical)


def _is_plain(value: Any) -> bool:
    """Whether an object or array holds no number that needs care. The caller has bounded the depth."""
    for item in value.values() if type(value) is dict else value:
        kind = type(item)
        if kind is str or kind is bool or item is None:
            continue
        if kind is dict or kind is list:
            if not _is_plain(item):
                return False
        elif kind is not int or not -(2**53) < item < 2**53:
            return False
    return True


def _has_plain_keys(value: object) -> bool:
    """RFC 8785 sorts keys by UTF-16 code units, which ASCII keys have in every order of sorting."""
    if isinstance(value, dict):
        return all(key.isascii() and _has_plain_keys(item) for key, item in value.items())
    return not isinstance(value, list) or all(_has_plain_keys(item) for item in value)


def _careful(raw: bytes) -> Body:
    value = parse_json(raw, what="request")
    if not isinstance(value, Mapping):
        raise InvalidInput("the request is not an object", hint="send a json object")
    _check_depth(value, 1)
    canonical = canonical_bytes(value)
    if len(canonical) > MAX_REQUEST_BYTES:
        # Numbers such as 1e20 grow when they are written out.
        raise LimitExceeded(f"the request is {len(canonical)} bytes", hint=f"at most {MAX_REQUEST_BYTES} are read")
    members = thaw(value)
    assert isinstance(members, dict)  # noqa: S101
    return Body(members, canonical)


def _check_depth(value: Any, depth: int) -> None:
    if depth > MAX_REQUEST_DEPTH:
        raise LimitExceeded("the request is nested too deep", hint=f"at most {MAX_REQUEST_DEPTH} levels")
    children = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    for child in children:
        _check_depth(child, depth + 1)


# ── members ──────────────────────────────────────────────────────────────────────────────────────────────


def read_evaluation(members: Mapping[str, Any]) -> Ask:
    """An Access Evaluation request (section 6.1). Raises `InvalidInput`."""
    subject, action, resource = _object(members, "subject"), _object(members, "action"), _object(members, "resource")
    return Ask(
        _text(subject, "type", "subject.type"),
        _text(subject, "id", "subject.id"),
        _optional(subject, "properties", "subject.properties"),
        _text(action, "name", "action.name"),
        _optional(action, "properties", "action.properties"),
        _text(resource, "type", "resource.type"),
        _text(resource, "id", "resource.id"),
        _optional(resource, "properties", "resource.properties"),
        _optional(members, "context", "context"),
    )


_FOUR: Final = ("subject", "action", "resource", "context")


def read_evaluations(members: Mapping[str, Any]) -> Asked:
    """An Access Evaluations request (section 7.1); without evaluations it is a single one. Raises `InvalidInput`,
    `LimitExceeded`."""
    items = members.get("evaluations", [])
    semantic = _semantic(members)
    if not isinstance(items, list):
        raise _wrong("evaluations", "an array")
    if not items:
        return read_evaluation(members)
    if len(items) > MAX_BATCH_ITEMS:
        raise LimitExceeded(
            f"{len(items)} evaluations in one request", hint=f"at most {MAX_BATCH_ITEMS}", field="evaluations"
        )
    defaults = {name: members[name] for name in _FOUR if name in members}
    _check_defaults(defaults)
    _check_inherited(items, defaults)
    return Batch(tuple(_item(item, defaults) for item in items), semantic)


def _item(item: Any, defaults: Mapping[str, Any]) -> Ask | Malformed:
    if not isinstance(item, dict):
        return Malformed("the evaluation is not an object")
    try:
        return read_evaluation({**defaults, **item})
    except InvalidInput as error:
        return Malformed(error.message)


def _semantic(members: Mapping[str, Any]) -> Semantic:
    options = _optional(members, "options", "options")
    value = options.get("evaluations_semantic", Semantic.EXECUTE_ALL.value)
    if value not in Semantic.__members__.values():
        # A semantic that is not known could mean to stop at a denial: nothing is decided.
        raise InvalidInput(
            "options.evaluations_semantic is not known",
            hint="use " + ", ".join(Semantic),
            field="options.evaluations_semantic",
        )
    return Semantic(value)


def _check_defaults(defaults: Mapping[str, Any]) -> None:
    """What every item would inherit is an error of the whole request."""
    for name in ("subject", "resource"):
        if name in defaults:
            _check_party(name, defaults)
    if "action" in defaults:
        _check_action(defaults)
    _optional(defaults, "context", "context")


def _check_inherited(items: list[Any], defaults: Mapping[str, Any]) -> None:
    """A default is decided on as often as it is inherited, whatever the request says once."""
    sizes = {name: len(canonical_bytes(value)) for name, value in defaults.items()}
    inherited = sum(
        size for item in items if isinstance(item, dict) for name, size in sizes.items() if name not in item
    )
    if inherited > MAX_BATCH_BYTES:
        raise LimitExceeded(
            f"the evaluations take {inherited} bytes from the defaults",
            hint=f"at most {MAX_BATCH_BYTES} together: send fewer at once, or smaller defaults",
            field="evaluations",
        )


def _check_party(name: str, members: Mapping[str, Any]) -> None:
    party = _object(members, name)
    _text(party, "type", f"{name}.type")
    _text(party, "id", f"{name}.id")
    _optional(party, "properties", f"{name}.properties")


def _check_action(members: Mapping[str, Any]) -> None:
    action = _object(members, "action")
    _text(action, "name", "action.name")
    _optional(action, "properties", "action.properties")


def _object(members: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = members.get(name)
    if type(value) is not dict:
        raise _wrong(name, "an object") if name in members else _missing(name)
    return value


def _text(members: Mapping[str, Any], name: str, field: str) -> str:
    value = members.get(name)
    if type(value) is not str:
        raise _wrong(field, "a string") if name in members else _missing(field)
    return value


def _optional(members: Mapping[str, Any], name: str, field: str) -> Mapping[str, Any]:
    value = members.get(name, NOTHING)
    if value is not NOTHING and type(value) is not dict:
        raise _wrong(field, "an object")
    return value


def _missing(field: str) -> InvalidInput:
    return InvalidInput(f"{field} is missing", hint="the AuthZEN specification requires it", field=field)


def _wrong(field: str, what: str) -> InvalidInput:
    return InvalidInput(f"{field} is not {what}", hint="send it as the AuthZEN specification says", field=field)


# ── search ───────────────────────────────────────────────────────────────────────────────────────────────


def read_search(sought: Sought, body: Body) -> Search:
    """A search request (section 8). The id of what is sought is ignored, and so are its properties: a result holds
    without them. Raises `InvalidInput`."""
    members = dict(body.members)
    match sought:
        case Sought.SUBJECT | Sought.RESOURCE:
            party = _object(members, sought.value)
            members[sought.value] = {"type": _text(party, "type", f"{sought.value}.type"), "id": ""}
        case Sought.ACTION:
            members["action"] = {"name": ""}
    ask = read_evaluation(members)
    digest = _request_digest(body)
    limit, after = _page(_optional(members, "page", "page"), digest)
    looks = max(1, min(MAX_BATCH_ITEMS, MAX_BATCH_BYTES // len(body.canonical)))
    return Search(sought, ask, limit, looks, after, digest)


def _request_digest(body: Body) -> bytes:
    without = {name: value for name, value in body.members.items() if name != "page"}
    canonical = body.canonical if len(without) == len(body.members) else canonical_bytes(without)
    return hashlib.sha256(canonical).digest()[:_DIGEST_BYTES]


_DIGEST_BYTES: Final = 16
_LIMIT_BYTES: Final = 2


def _page(page: Mapping[str, Any], digest: bytes) -> tuple[int, str]:
    limit = page.get("limit")
    if "limit" in page and (type(limit) is not int or limit < 0):
        raise _wrong("page.limit", "a whole number from 0")
    token = page.get("token", "")
    if not isinstance(token, str):
        raise _wrong("page.token", "a string")
    wanted = MAX_BATCH_ITEMS if limit is None else min(limit, MAX_BATCH_ITEMS)
    if not token:
        return wanted, ""
    of, first, after = _open_token(token)
    if of != digest or (limit is not None and wanted != first):
        # Section 8.2: everything but the token stays as it was.
        raise InvalidInput(
            "page.token belongs to another request", hint="send the same request with it", field="page.token"
        )
    return first, after


def page_token(search: Search, *, after: str) -> str:
    """The token for the results behind `after`."""
    raw = search.digest + search.limit.to_bytes(_LIMIT_BYTES, "big") + after.encode()
    return urlsafe_b64encode(raw).decode("ascii")


def _open_token(token: str) -> tuple[bytes, int, str]:
    head = _DIGEST_BYTES + _LIMIT_BYTES
    try:
        raw = urlsafe_b64decode(token.encode("ascii"))
        after = raw[head:].decode("utf-8")
    except (NotBase64, ValueError):
        raw, after = b"", ""
    if len(raw) < head:
        raise InvalidInput(
            f"page.token {shown(token, limit=40)} is not one of ours",
            hint="send next_token as it was",
            field="page.token",
        )
    return raw[:_DIGEST_BYTES], int.from_bytes(raw[_DIGEST_BYTES:head], "big"), after
