"""One question to a gate and the only answers that count, as pure values: no socket, no clock, no randomness.

Law: an answer is believed when every step holds, and any other reply is an error that says no; none of them can be
read as "allowed".

1. size       not more than was agreed to read, and not encoded (a small reply can unpack to a large one)
2. redirect   never followed: the token is for one address
3. identity   a 200 carries this request's own `X-Request-ID`; another one is another request's answer
4. refusal    whatever is not 200 is an error: the gate's own when it is a problem document, else no gate's at all
5. kind       the content type is the one that was asked for
6. meaning    `Ask.read` takes the body apart and refuses what is not exactly as described
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar
from urllib.parse import quote

import msgspec

from mayact.core.canonical import JsonObject, canonical_bytes, freeze, parse_json, thaw
from mayact.core.errors import (
    Expired,
    Forbidden,
    GateUnreachable,
    IllegalTransition,
    InvalidInput,
    LimitExceeded,
    MayactError,
    NotFound,
    StoreUnavailable,
    TooManyRequests,
    Unauthenticated,
)
from mayact.core.limits import MAX_FRAME_BYTES, MAX_HTTP_BODY_BYTES, MAX_PROOF_BYTES
from mayact.core.wire.words import plain

T = TypeVar("T")

MAX_REPLY_BYTES: Final = MAX_FRAME_BYTES
"""Of one response, unless `Ask.most` says otherwise."""

JSON: Final = "application/json"
TEXT: Final = "text/plain"
PROBLEM: Final = "application/problem+json"

_MAX_SHOWN: Final = 2_000
"""Of the texts in a problem document; whoever wrote them chose their length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Generic[T]):
    """A request and how its answer is read. `read` raises `MayactError` for anything it does not expect."""

    method: Literal["GET", "POST"]
    path: str
    read: Callable[[bytes], T]
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    kind: str = JSON
    """The content type of the answer."""
    keyed: bool = False
    """It carries an `Idempotency-Key`: said twice, it acts once."""
    most: int = MAX_REPLY_BYTES
    """Bytes of the answer that are read; a longer one is none."""
    open_to_all: bool = False
    """It is sent without the token."""
    wait_s: float = 0.0
    """How long the gate itself may take beyond the client's time-out: a person is asked."""

    @property
    def target(self) -> str:
        if not self.query:
            return self.path
        return self.path + "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in self.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. Header names are lower case; `body` is whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def json_body(value: JsonObject) -> bytes:
    """Raises `InvalidInput` for what JSON cannot hold, `LimitExceeded`."""
    raw = canonical_bytes(value)
    if len(raw) > MAX_HTTP_BODY_BYTES:
        raise LimitExceeded(f"a request of {len(raw)} bytes", hint=f"at most {MAX_HTTP_BODY_BYTES} are sent")
    return raw


def segment(text: str) -> str:
    """`text` as one segment of a path, whatever is in it. Raises `LimitExceeded` for none (another path then)."""
    if not text or text in (".", ".."):
        raise LimitExceeded("an empty id", hint="give the id that the gate gave", field="id")
    return quote(text, safe="")


# ── the reply ────────────────────────────────────────────────────────────────────────────────────────────


def answer_of(ask: Ask[T], reply: Reply, *, request_id: str) -> T:
    """What `reply` says to `ask`. Raises the gate's own error, or `GateUnreachable` for what no gate would say."""
    if len(reply.body) > ask.most:  # 1
        raise not_a_gate(f"it answered more than {ask.most} bytes")
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise not_a_gate("its answer is encoded, and that was not asked for")
    if 300 <= reply.status < 400:  # 2
        raise not_a_gate(f"it answered {reply.status}, and redirects are not followed")
    if reply.status != 200:  # 4
        raise _refusal(reply)
    if reply.headers.get("x-request-id") != request_id:  # 3
        raise not_a_gate("its answer does not name the request it is for")
    if _kind(reply) != ask.kind:  # 5
        raise not_a_gate(f"it answered `{plain(_kind(reply))[:80]}` instead of `{ask.kind}`")
    try:
        return ask.read(reply.body)  # 6
    except msgspec.ValidationError as error:
        raise not_a_gate(f"its answer is not valid: {plain(error)[:300]}") from None


def not_a_gate(why: str) -> GateUnreachable:
    return GateUnreachable(f"no gate answers there: {why}", hint="is that a mayact gate? nothing was allowed")


def _kind(reply: Reply) -> str:
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object that `body` is. Raises `GateUnreachable` for anything that has another reading or none."""
    try:
        value = thaw(parse_json(body, what="the answer", limit=MAX_PROOF_BYTES))
    except MayactError as error:
        raise not_a_gate(plain(error.message)) from None
    if not isinstance(value, dict):
        raise not_a_gate("its answer is no object")
    return value


def frozen(value: object) -> JsonObject:
    """An object from an answer, never to change again. Raises `GateUnreachable`."""
    try:
        found = freeze(value, what="the answer")
    except MayactError as error:
        raise not_a_gate(plain(error.message)) from None
    if not isinstance(found, Mapping):
        raise not_a_gate("a member of its answer is no object")
    return found


def convert(body: bytes, kind: type[T]) -> T:
    """`body` as a `kind`. Members that are not known are left out: the API may gain some."""
    return msgspec.convert(object_of(body), type=kind, strict=True)


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────


class _Problem(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 9457, with the members of `MayactError`."""

    type: str
    status: int
    code: str
    title: str = ""
    detail: str = ""
    hint: str = ""
    field: str | None = ""


def _refusal(reply: Reply) -> MayactError:
    if _kind(reply) != PROBLEM:
        return not_a_gate(f"it answered {reply.status} without saying why")
    try:
        problem = convert(reply.body, _Problem)
    except (msgspec.ValidationError, MayactError):
        return not_a_gate(f"it answered {reply.status} with a problem document that is none")
    if problem.status != reply.status or problem.type != f"urn:mayact:error:{problem.code}":
        return not_a_gate(f"it answered {reply.status} with a problem document about something else")
    kind = _BY_CODE.get(problem.code) or _BY_STATUS.get(reply.status, MayactError)
    error = kind(
        _text(problem.detail or problem.title or "refused"), hint=_text(problem.hint), field=_text(problem.field or "")
    )
    error.code = _text(problem.code)
    return error


def _text(said: str) -> str:
    return plain(said[:_MAX_SHOWN])


def _errors(kind: type[MayactError]) -> dict[str, type[MayactError]]:
    found = {kind.code: kind}
    for below in kind.__subclasses__():
        if below.__module__ == MayactError.__module__:
            found |= _errors(below)
    return found


_BY_CODE: Final[Mapping[str, type[MayactError]]] = _errors(MayactError)

_BY_STATUS: Final[Mapping[int, type[MayactError]]] = {
    400: InvalidInput,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: IllegalTransition,
    410: Expired,
    413: LimitExceeded,
    415: InvalidInput,
    422: InvalidInput,
    429: TooManyRequests,
    503: StoreUnavailable,
}
"""For codes that this version does not know yet."""
