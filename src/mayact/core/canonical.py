"""THE bytes: what is hashed, shown, approved and executed are the same bytes.

Law: a value has exactly one canonical form (RFC 8785), and text that could be read two ways has none: duplicate
keys, NaN and infinities, lone surrogates, integers beyond 2**53-1, too deep and too long are refused.
It refuses to know what the value means.

Wire format, may never change for version 1: digests are written `sha256:` + 64 lower-case hex digits; every
hashed record carries its own `type` member, so that no two kinds of record can share a digest.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NewType, TypeAlias, cast

import msgspec
import rfc8785

from mayact.core.errors import InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_FRAME_BYTES, MAX_JSON_DEPTH

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]

Digest = NewType("Digest", str)
"""`sha256:` and 64 hex digits."""

_MAX_SAFE = 2**53 - 1  # RFC 8785 section 3.2.2.3: numbers are IEEE 754 doubles
_FIRST_EXPONENT = 1e21  # below it the canonical form of a whole number has no exponent (ECMA-262, Number::toString)


def parse_json(raw: bytes | str, *, what: str = "json", limit: int = MAX_FRAME_BYTES) -> Json:
    """Parse JSON text of at most `limit` bytes that has exactly one reading, or refuse. The result is deeply immutable.

    Raises `InvalidInput` (malformed, duplicate key, NaN/Infinity, lone surrogate, unsafe integer) and
    `LimitExceeded` (bytes, depth).
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise LimitExceeded(f"{what} is {size} bytes", hint=f"at most {limit} are read")
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{what} is not utf-8", hint=f"byte {error.start} is wrong") from None
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_safe_int)
    except RecursionError:
        raise LimitExceeded(f"{what} is nested too deep", hint=f"at most {MAX_JSON_DEPTH} levels") from None
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{what} is not json", hint=f"{error.msg} at character {error.pos}") from None
    return freeze(value, what=what)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Two readers of {"a":1,"a":2} may see two different actions (RFC 8259 section 4), so neither is right.
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise InvalidInput(f"duplicate key {shown(key)}", hint="send each key once", field=key)
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise InvalidInput(f"{name} is not json", hint="send a finite number or null")


def _safe_int(digits: str) -> int:
    # Checked on the text: int() of a long digit string is itself slow.
    if len(digits) > 17 or abs(value := int(digits)) > _MAX_SAFE:
        raise InvalidInput(f"integer {shown(digits, limit=24)} is not exact", hint="send it as a string")
    return value


def freeze(value: object, *, what: str = "value", depth: int = 0) -> Json:
    """A deeply immutable copy: mappings become read-only, sequences tuples. Refuses what JSON cannot hold."""
    if depth > MAX_JSON_DEPTH:
        raise LimitExceeded(f"{what} is nested too deep", hint=f"at most {MAX_JSON_DEPTH} levels")
    # By exact type first: what the parser makes is nothing else, and asking for abstract types costs five times more.
    kind = type(value)
    if kind is str:
        return _whole_text(value, what)  # type: ignore[arg-type]
    if kind is dict or kind is MappingProxyType:
        return _frozen_members(value, what, depth)  # type: ignore[arg-type]
    if kind is list or kind is tuple:
        return tuple([freeze(item, what=what, depth=depth + 1) for item in value])  # type: ignore[attr-defined]
    return _freeze_other(value, what, depth)


def _frozen_members(value: Mapping[object, object], what: str, depth: int) -> Json:
    return MappingProxyType(
        {_whole_text(_key(key, what), what): freeze(item, what=what, depth=depth + 1) for key, item in value.items()}
    )


def _freeze_other(value: object, what: str, depth: int) -> Json:
    match value:
        case None | bool():
            return value
        case int():
            if abs(value) > _MAX_SAFE:
                raise InvalidInput(f"an integer in {what} is not exact", hint="send it as a string")
            return int(value)
        case float():
            if not math.isfinite(value):
                raise InvalidInput(f"a number in {what} is not finite", hint="send a finite number or null")
            if _MAX_SAFE < abs(value) < _FIRST_EXPONENT:
                # Its canonical form would be an integer that no reader here accepts back.
                raise InvalidInput(f"a number in {what} is not exact", hint="send it as a string")
            return value
        case str():
            return _whole_text(value, what)
        case Mapping():
            return _frozen_members(value, what, depth)
        case list() | tuple():
            return tuple(freeze(item, what=what, depth=depth + 1) for item in value)
        case _:
            raise InvalidInput(f"{what} holds a {type(value).__name__}", hint="only json values are accepted")


def _key(key: object, what: str) -> str:
    if not isinstance(key, str):
        raise InvalidInput(f"{what} has a key that is not text", hint="object keys are strings")
    return key


def _whole_text(text: str, what: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InvalidInput(f"{what} holds a lone surrogate", hint="send well-formed unicode") from None
    return str(text)


def thaw(value: Json) -> object:
    """Plain dicts and lists, for libraries that ask for them."""
    kind = type(value)
    if kind is MappingProxyType or kind is dict:
        return {key: thaw(item) for key, item in value.items()}  # type: ignore[union-attr]
    match value:
        case Mapping():
            return {key: thaw(item) for key, item in value.items()}
        case tuple() | list():
            return [thaw(item) for item in value]
        case _:
            return value


def canonical_bytes(value: Json) -> bytes:
    """The RFC 8785 form of `value`. Raises `InvalidInput` or `LimitExceeded` for what has none."""
    if _is_simple(value, 0):
        try:
            return _SIMPLE.encode(value)
        except UnicodeEncodeError:
            pass  # a lone surrogate: refused below, in this module's words
    try:
        return rfc8785.dumps(cast("dict[str, object]", thaw(freeze(value))))  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError as error:
        raise InvalidInput(f"no canonical form: {error}", hint="send plain json values") from None


_SIMPLE: Final = msgspec.json.Encoder(order="sorted", enc_hook=dict)
"""Twenty times as fast as the general form and equal to it for what `_is_simple` admits: no floats, whose shortest form
is ECMAScript's own; keys in ASCII, whose order is the same in bytes as in UTF-16; strings escaped as RFC 8785 section
3.2.2.2 has it. The only other type it can meet is the read-only mapping, hence `dict`. A property test compares the
two forms."""


def _is_simple(value: object, depth: int) -> bool:
    """Whether `value` is of exactly these types all the way down. No says nothing: the general form decides then."""
    kind = type(value)
    if kind is dict or kind is MappingProxyType:
        for key in value:  # type: ignore[attr-defined]
            if type(key) is not str or not key.isascii():
                return False
        items = value.values()  # type: ignore[attr-defined]
    elif kind is list or kind is tuple:
        items = value
    else:
        return _is_simple_scalar(value)
    if depth >= MAX_JSON_DEPTH:
        return False
    for item in items:
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if kind is int:
            if not -_MAX_SAFE <= item <= _MAX_SAFE:
                return False
        elif not _is_simple(item, depth + 1):
            return False
    return True


def _is_simple_scalar(value: object) -> bool:
    kind = type(value)
    return kind is str or value is None or kind is bool or (kind is int and abs(value) <= _MAX_SAFE)  # type: ignore[arg-type]


def digest_bytes(raw: bytes) -> Digest:
    """SHA-256 of raw bytes as a `Digest`."""
    return Digest("sha256:" + hashlib.sha256(raw).hexdigest())


def digest_of(value: Json) -> Digest:
    """SHA-256 over the canonical form."""
    return digest_bytes(canonical_bytes(value))


def refuse_keys_alike(value: Json, *, what: str = "arguments", depth: int = 0) -> None:
    """Refuse keys that differ only in case: a tool that ignores case would read another argument than policy did."""
    if depth > MAX_JSON_DEPTH:
        raise LimitExceeded(f"{what} is nested too deep", hint=f"at most {MAX_JSON_DEPTH} levels")
    if isinstance(value, Mapping):
        seen: set[str] = set()
        for key, item in value.items():
            if key.casefold() in seen:
                raise InvalidInput(
                    f"key {shown(key)} in {what} differs from another only in case",
                    hint="send each key once",
                    field=key,
                )
            seen.add(key.casefold())
            refuse_keys_alike(item, what=what, depth=depth + 1)
    elif isinstance(value, tuple | list):
        for item in value:
            refuse_keys_alike(item, what=what, depth=depth + 1)
