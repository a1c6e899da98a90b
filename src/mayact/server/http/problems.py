"""Errors as HTTP says them: a status and a problem document (RFC 9457).

Law: every error has exactly one status, by its class, and no error has 200. What is not in the table is a bug: 500,
and nothing ran. The document repeats the caller's own input only as the error tree shows it: escaped and bounded.
Wire format: `type` is `urn:mayact:error:CODE` and `code` the code; neither changes for an error that exists.
"""

from http import HTTPStatus
from typing import Final

import msgspec

from mayact.core import errors
from mayact.core.errors import MayactError

CONTENT_TYPE: Final = b"application/problem+json"


class TooLarge(errors.LimitExceeded):
    """The body is larger than what is read."""

    code = "http.body_too_large"


class HeadersTooLarge(errors.LimitExceeded):
    code = "http.headers_too_large"


class AddressTooLong(errors.LimitExceeded):
    code = "http.address_too_long"


class Malformed(errors.InvalidInput):
    """Not HTTP/1.1, or HTTP that two readers could read in two ways."""

    code = "http.malformed"


class WrongVersion(errors.InvalidInput):
    code = "http.version"


class NoSuchPath(errors.NotFound):
    code = "http.not_found"


class WrongMethod(MayactError):
    """`allowed`: the methods of this path, for the Allow header."""

    code = "http.method"

    def __init__(self, allowed: str) -> None:
        super().__init__("this path does not take that method", hint=f"use {allowed}")
        self.allowed = allowed


class WrongMediaType(errors.InvalidInput):
    code = "http.media_type"


class TooMany(MayactError):
    """`after_s`: whole seconds until the next request may pass."""

    code = "http.rate"

    def __init__(self, after_s: int) -> None:
        super().__init__("too many requests", hint=f"try again in {after_s} s")
        self.after_s = after_s


class Busy(errors.Overloaded):
    """Every connection is taken."""

    code = "http.busy"


class TooSlow(errors.StoreUnavailable):
    """No answer in time. It may or may not have been written; nothing may run on it."""

    code = "http.timeout"


class KeyReused(errors.InvalidInput):
    """An idempotency key came with another request."""

    code = "http.idempotency_key_reused"


class InFlight(MayactError):
    """The request with this idempotency key is not answered yet."""

    code = "http.in_flight"


_STATUS: Final[dict[type[MayactError], int]] = {
    TooLarge: 413,
    HeadersTooLarge: 431,
    AddressTooLong: 414,
    WrongVersion: 505,
    WrongMethod: 405,
    WrongMediaType: 415,
    TooMany: 429,
    KeyReused: 422,
    InFlight: 409,
    errors.InvalidInput: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.IllegalTransition: 409,
    errors.DigestMismatch: 409,
    errors.Expired: 410,
    errors.PolicyInvalid: 422,
    errors.ProofInvalid: 404,
    errors.StoreUnavailable: 503,
    errors.StoreCorrupt: 503,
    errors.NoPolicy: 503,
    errors.GateUnreachable: 503,
    errors.CallerLeft: 503,
}
"""By the nearest class in the error's line of descent; `ProofInvalid` is only raised for entries that are not there."""

RETRY_S: Final = 1
"""What Retry-After says when nothing better is known: what is overloaded or locked usually is so for less."""


def status_of(error: MayactError) -> int:
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def retry_after(error: MayactError) -> int | None:
    """Whole seconds after which asking again may help; None where it would not."""
    match error:
        case TooMany(after_s=after_s):
            return after_s
        case errors.StoreUnavailable():
            return RETRY_S
        case InFlight():
            return RETRY_S
        case _:
            return None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 9457 problem details, with `code`, `hint` and `field` of the error tree."""

    type: str
    title: str
    status: int
    detail: str
    hint: str
    field: str
    code: str


_ENCODER: Final = msgspec.json.Encoder()


def problem_bytes(error: MayactError, status: int) -> bytes:
    """The document for `error`."""
    return _ENCODER.encode(
        Problem(
            type=f"urn:mayact:error:{error.code}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=error.message,
            hint=error.hint,
            field=error.field,
            code=error.code,
        )
    )


def fault() -> MayactError:
    """What a caller is told of a bug: that it was one, and that nothing ran."""
    return MayactError("the gate failed", hint="nothing ran; its log says more")
