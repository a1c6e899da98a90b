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


_STATUS: Final[dict[type[MayactError], int]] = {
    errors.BodyTooLarge: 413,
    errors.HeadersTooLarge: 431,
    errors.AddressTooLong: 414,
    errors.WrongHttpVersion: 505,
    errors.WrongMethod: 405,
    errors.WrongMediaType: 415,
    errors.TooManyRequests: 429,
    errors.IdempotencyKeyReused: 422,
    errors.InFlight: 409,
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


def too_many(after_s: int) -> errors.TooManyRequests:
    """`after_s`: whole seconds until the next request may pass."""
    error = errors.TooManyRequests("too many requests", hint=f"try again in {after_s} s")
    error.after_s = after_s
    return error


def wrong_method(allowed: str) -> errors.WrongMethod:
    """`allowed`: the methods of the path, as the Allow header has them."""
    error = errors.WrongMethod("this path does not take that method", hint=f"use {allowed}")
    error.allowed = allowed
    return error


RETRY_S: Final = 1
"""What Retry-After says when nothing better is known: what is overloaded or locked usually is so for less."""


def status_of(error: MayactError) -> int:
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def retry_after(error: MayactError) -> int | None:
    """Whole seconds after which asking again may help; None where it would not."""
    match error:
        case errors.TooManyRequests(after_s=after_s):
            return after_s
        case errors.StoreUnavailable() | errors.InFlight():
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
