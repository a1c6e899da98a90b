"""Every request comes through here, and every answer leaves through here.

Law: nothing is done for a request before it is known who asks and that they may; an error of any kind is a problem
document, a bug is 500 with a line for the operator, and neither is ever an answer that permits.

1. identify   the request id that is echoed, if it can be
2. route      the operation, or 404, or 405
3. admit      who asks (401), how often (429), whether it is theirs to ask (403)
4. read       the media type of a body (415; 400 where the AuthZEN specification knows no 415)
5. do         the decision path in the loop; everything else in a task of its own
6. answer     counted, logged, sent
"""

import asyncio
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.bearer import Bearer, Role
from mayact.core.errors import (
    Forbidden,
    InvalidInput,
    MayactError,
    NoSuchPath,
    RolledBack,
    StoreCorrupt,
    StoreUnavailable,
    Unauthenticated,
    WrongMediaType,
    WrongMethod,
)
from mayact.server.asking import CallerGone
from mayact.server.http import routes
from mayact.server.http.logs import QUIET, RequestLog
from mayact.server.http.metrics import Meter
from mayact.server.http.problems import (
    CONTENT_TYPE,
    fault,
    problem_bytes,
    retry_after,
    status_of,
    wrong_method,
)
from mayact.server.http.protocol import JSON, Exchange
from mayact.server.http.rate import Rate, counted_as
from mayact.server.http.routes import Found, Route
from mayact.server.http.settings import Tokens

_REQUEST_ID: Final = re.compile(rb"[\x21-\x7e]{1,128}")
"""What is echoed. Anything else is not the caller's any more once it is cut or escaped, so it is left out."""

_JSON_TYPE: Final = re.compile(rb"application/json[ \t]*(;[ \t]*charset=\"?utf-8\"?[ \t]*)?", re.IGNORECASE)

_STORE_CODES: Final = frozenset({StoreUnavailable.code, StoreCorrupt.code, RolledBack.code})

_COMPLAIN_AGAIN_S: Final = 10.0

_NOBODY: Final = "-"


@dataclass(slots=True)
class Asked:
    """A request that was admitted. `bearer` is None only where no token is asked for.

    Not frozen, because building a frozen one costs three times as much, and one is built for every decision; nobody
    writes to it."""

    exchange: Exchange
    route: Route
    bearer: Bearer | None
    segments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes
    content_type: bytes = JSON
    status: int = 200


Slow: TypeAlias = Callable[[Asked], Awaitable[Reply]]
Quick: TypeAlias = Callable[[Asked], None]


class Door:
    """The handler of `protocol.Floor`. `quick` answers decisions in the loop, `slow` everything else."""

    def __init__(
        self,
        *,
        loop: asyncio.AbstractEventLoop,
        tokens: Tokens,
        rate: Rate,
        meter: Meter,
        requests: RequestLog | None,
        log: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self.quick: Quick | None = None
        self.slow: Slow | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.meter = meter
        self._loop = loop
        self._tokens = tokens
        self._rate = rate
        self._requests = requests
        self._log = log
        self._complained: dict[str, float] = {}
        """The last trouble of the store that was logged, and when."""
        self._clock = clock
        """Seconds, steady and fine: the loop's own is only as new as its last turn."""

    # ── in ──

    def handle(self, exchange: Exchange) -> None:
        exchange.started = self._clock()
        try:
            named = exchange.headers.get(b"x-request-id", b"")
            exchange.request_id = named.decode("ascii") if _REQUEST_ID.fullmatch(named) else ""  # 1
            asked = self._admit(exchange)
            if asked.route.takes is not None:
                _require_json(asked)  # 4
            if asked.route.api is not None:  # 5
                if self.quick is None:
                    raise Forbidden("nothing decides here", hint="see the gate's log")
                self.quick(asked)
            else:
                task = self._loop.create_task(self._do(asked))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
        except MayactError as error:
            self.refuse(exchange, error)
        except Exception:  # noqa: BLE001  a bug must refuse and be seen, not end the listener
            self.broken(exchange)

    def _admit(self, exchange: Exchange) -> Asked:
        found = routes.find(exchange.path)  # 2
        if found is None:
            self._count_stranger(exchange)
            raise NoSuchPath("there is nothing at this path", hint="see /openapi.json")
        route = found.by_method.get(exchange.method)
        if route is None:
            self._count_stranger(exchange)
            raise wrong_method(_allowed(found))
        asked = exchange.note = Asked(exchange, route, None, found.segments)  # for the log, should admission fail
        if not route.roles:
            self._count_stranger(exchange)
            return asked
        bearer = asked.bearer = self._bearer(exchange)  # 3
        self._rate.take(bearer.name, exchange.started)
        if bearer.role not in route.roles:
            raise Forbidden(f"a token of role {bearer.role.value} may not do this", hint="use a token made for it")
        return asked

    def knows(self, headers: Mapping[bytes, bytes]) -> bool:
        """Whether the caller is somebody, before its body is here. Who is not is refused when the request is whole."""
        try:
            self._holder(headers)
        except Unauthenticated:
            return False
        return True

    def _bearer(self, exchange: Exchange) -> Bearer:
        try:
            return self._holder(exchange.headers)
        except Unauthenticated:
            self._count_stranger(exchange)
            raise

    def _holder(self, headers: Mapping[bytes, bytes]) -> Bearer:
        return self._tokens.find(shown_token(headers))

    def _count_stranger(self, exchange: Exchange) -> None:
        # A name of a token has no colon, so no address can use up a token's rate.
        self._rate.take("address:" + counted_as(exchange.address), exchange.started)

    async def _do(self, asked: Asked) -> None:
        exchange = asked.exchange
        try:
            if self.slow is None:
                raise Forbidden("nothing answers here", hint="see the gate's log")
            reply = await self.slow(asked)
        except MayactError as error:
            self.refuse(exchange, error)
        except CallerGone:
            pass  # there is nobody to answer
        except Exception:  # noqa: BLE001  a bug must refuse and be seen, not end the listener
            self.broken(exchange)
        else:
            self.answer(exchange, reply)

    # ── out ──

    def answer(self, exchange: Exchange, reply: Reply) -> None:  # 6
        if not exchange.answered:
            exchange.reply(reply.status, reply.body, content_type=reply.content_type, extra=_echo(exchange))
            self._record(exchange, reply.status, "")

    def give(self, exchange: Exchange, body: bytes) -> None:
        """`answer` with 200 and JSON, for the decision path."""
        exchange.reply(200, body, extra=_echo(exchange))
        self._record(exchange, 200, "")

    def refuse(self, exchange: Exchange, error: MayactError) -> None:
        if exchange.answered:
            return
        error = self._told(exchange, error)
        status = self._status(exchange, error)
        extra = _echo(exchange)
        if status == 401:
            extra += b'www-authenticate: Bearer realm="mayact"\r\n'
        if isinstance(error, WrongMethod):
            extra += b"allow: %b\r\n" % error.allowed.encode("ascii")
        after = retry_after(error)
        if after is not None:
            extra += b"retry-after: %d\r\n" % after
        exchange.reply(status, problem_bytes(error, status), content_type=CONTENT_TYPE, extra=extra)
        self.meter.refused(error.code)
        self._record(exchange, status, error.code)

    def _told(self, exchange: Exchange, error: MayactError) -> MayactError:
        """`error` as this caller is told it. The store's own words name files, hosts and accounts: they are for the
        operator's log and for reviewers; the code says the rest."""
        if error.code not in _STORE_CODES:
            return error
        self._complain(error.message, exchange.started)
        asked = exchange.note
        if isinstance(asked, Asked) and asked.bearer is not None and asked.bearer.role is Role.REVIEWER:
            return error
        return type(error)("the store does not confirm", hint="nothing may run on it; the gate's log says why")

    def _complain(self, why: str, now: float) -> None:
        # Once for a while: who asks how often is not the operator's doing.
        if self._complained.get(why, float("-inf")) + _COMPLAIN_AGAIN_S <= now:
            self._complained = {why: now}
            self._log(f"the store refuses: {why}")

    def broken(self, exchange: Exchange) -> None:
        """A bug, in the handler of an exception."""
        self._log(f"a request failed: {traceback.format_exc()}")
        self.refuse(exchange, fault())

    def refused_early(self, error: MayactError) -> None:
        """A request that was never whole."""
        self.meter.refused(error.code)
        self.meter.answered("unread", status_of(error), 0.0)

    @staticmethod
    def _status(exchange: Exchange, error: MayactError) -> int:
        status = status_of(error)
        asked = exchange.note
        if status == 415 and isinstance(asked, Asked) and asked.route.api is not None:
            return 400  # the specification's errors of a request are 400, 401 and 403
        return status

    def _record(self, exchange: Exchange, status: int, code: str) -> None:
        seconds = self._clock() - exchange.started
        asked = exchange.note
        operation = asked.route.name if isinstance(asked, Asked) else "none"
        self.meter.answered(operation, status, seconds)
        if self._requests is None or status == 429:
            return
        if status == 200 and isinstance(asked, Asked) and (asked.route.api is not None or operation in QUIET):
            return
        bearer = asked.bearer if isinstance(asked, Asked) else None
        self._requests.request(
            operation=operation,
            status=status,
            seconds=seconds,
            token=bearer.name if bearer else _NOBODY,
            address=exchange.address,
            request_id=exchange.request_id,
            code=code,
        )


def shown_token(headers: Mapping[bytes, bytes]) -> bytes:
    """The bearer token that a request shows, whosever it is. Raises `Unauthenticated`."""
    shown = headers.get(b"authorization")
    if shown is None:
        raise Unauthenticated("there is no token", hint="send Authorization: Bearer TOKEN")
    scheme, _, token = shown.partition(b" ")
    if scheme.lower() != b"bearer":
        raise Unauthenticated("this is no bearer token", hint="send Authorization: Bearer TOKEN")
    return token


def _allowed(found: Found) -> str:
    methods = set(found.by_method)
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _echo(exchange: Exchange) -> bytes:
    return b"x-request-id: %b\r\n" % exchange.request_id.encode("ascii") if exchange.request_id else b""


def _require_json(asked: Asked) -> None:
    headers = asked.exchange.headers
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        # A body that grows when it is read is bounded by nothing that was counted on the way in.
        raise WrongMediaType("compressed bodies are not read", hint="send it as it is", field="content-encoding")
    if _JSON_TYPE.fullmatch(headers.get(b"content-type", b"")) is None:
        raise WrongMediaType(
            "the body is not application/json", hint="send Content-Type: application/json", field="content-type"
        )
    if not asked.exchange.body:
        raise InvalidInput("there is no body", hint="send a JSON object")
