"""HTTP/1.1 on one connection: bytes in, whole requests out, one answer each, in order.

Law: a request is whole, within every bound and readable in one way only, or it is refused and the connection ends;
nothing is decided on half a request. The parser is llhttp in its strict mode (httptools); what it would still accept
and another reader might read otherwise (trailers, codings, upgrades, absent or repeated singular headers) is refused
here. It refuses to know what a request means.

1. bound      bytes, header count, address length, body length: while they arrive, before they are kept; the body of
              a caller nobody knows is read to its end and not kept
2. one way    version, Host, one framing, no upgrade, no trailer
3. in order   the next request of the connection begins when the one before it is answered
4. in time    a request that is not complete, or an answer that is not taken, ends the connection
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import httptools

from mayact.core.errors import (
    AddressTooLong,
    BodyTooLarge,
    HeadersTooLarge,
    MalformedHttp,
    MayactError,
    WrongHttpVersion,
)
from mayact.core.limits import MAX_HTTP_BODY_BYTES
from mayact.server.http.problems import CONTENT_TYPE, problem_bytes, status_of

MAX_HEAD_BYTES: Final = 16_384
"""Request line and headers. Real ones stay below 4 kB, tokens included."""

MAX_HEADERS: Final = 64
MAX_TARGET_BYTES: Final = 4_096
MAX_PIPELINED: Final = 16
"""Requests sent ahead of their answers; clients that do it send a handful."""

_KEPT_OF_ANYBODY: Final = 16_384
"""A body that is announced to be no longer is kept before its token is looked at: few requests are larger, and as many
as there may be connections cost a few MB. Larger ones would let callers without a token hold the gate's memory."""

MAX_WIRE_BYTES: Final = 2 * MAX_HTTP_BODY_BYTES + MAX_HEAD_BYTES
"""A request with its framing: chunk sizes and extensions may not cost more than the largest body itself."""

IDLE_S: Final = 75.0
"""A kept connection without a request is closed after this; above the pools' usual 60 s, so that they close first."""

LINGER_S: Final = 2.0
"""After a refusal what still comes is read and dropped for so long, because closing on unread bytes resets the
connection and may take the answer with it (RFC 9112 section 9.6)."""

_SINGULAR: Final = frozenset(
    {
        b"authorization",
        b"content-length",
        b"content-type",
        b"content-encoding",
        b"expect",
        b"host",
        b"idempotency-key",
        b"transfer-encoding",
        b"x-request-id",
    }
)
"""The headers that are read. Twice is refused: two readers may choose two of them."""

JSON: Final = b"application/json"

_PLAIN_200: Final = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"

_STATUS: Final = {
    status.value: b"HTTP/1.1 %d %s\r\n" % (status.value, status.phrase.encode("ascii")) for status in HTTPStatus
}

# No answer is for a shared cache, and none is ever a page.
_ALWAYS: Final = b"cache-control: no-store\r\nx-content-type-options: nosniff\r\n"


class _Refused(Exception):
    """Ends the parser's run; why stands in the connection."""


class Exchange:
    """One request and the place for its answer. `answered` is true once there is one; a second is dropped."""

    __slots__ = (
        "_connection",
        "answered",
        "body",
        "deadline",
        "head",
        "headers",
        "keep",
        "method",
        "note",
        "path",
        "query",
        "request_id",
        "started",
        "when_late",
        "when_left",
    )  # fmt: skip

    def __init__(self, connection: "Connection", method: bytes, target: bytes, headers: dict[bytes, bytes]) -> None:
        path, _, query = target.partition(b"?")
        self._connection = connection
        self.head = method == b"HEAD"
        self.method = "GET" if self.head else method.decode("ascii")
        self.path = path.decode("latin-1")
        self.query = query.decode("latin-1")
        self.headers = headers
        self.body = b""
        self.keep = True
        self.answered = False
        self.request_id = ""
        self.started = 0.0
        self.deadline = float("inf")
        self.when_late: Callable[[], None] | None = None
        """Called once when `deadline` (seconds of the loop's clock) has passed without an answer."""
        self.when_left: Callable[[], None] | None = None
        """Called once when the caller hangs up before its answer."""
        self.note: Any = None
        """Whatever the one who answers wants to keep with it."""

    @property
    def address(self) -> str:
        return self._connection.address

    @property
    def gone(self) -> bool:
        return self._connection.lost

    def reply(self, status: int, body: bytes, *, content_type: bytes = JSON, extra: bytes = b"") -> None:
        """The answer. `extra`: whole header lines. From the loop's thread only."""
        if self.answered:
            return
        self.answered = True
        self._connection.answer(self, status, body, content_type, extra)


Handler: TypeAlias = Callable[[Exchange], None]
"""Answers an exchange, now or later, in the loop's thread. Never raises."""


class Floor:
    """What the connections of one listener share. `now` and `date` are set by its clock, every `TICK_S`."""

    def __init__(
        self,
        handler: Handler,
        *,
        read_s: float,
        refused: Callable[[MayactError], None],
        known: Callable[[Mapping[bytes, bytes]], bool],
    ) -> None:
        self.handler = handler
        self.read_s = read_s
        self.refused = refused
        """Told of requests that were refused before they were whole."""
        self.known = known
        """Whether these headers have the token of somebody. Never raises."""
        self.connections: set[Connection] = set()
        self.sockets = 0
        """Accepted and not yet closed, those that have not finished their handshake included."""
        self.now = 0.0
        self.date = b""
        self.stopping = False

    def look_at_clocks(self) -> None:
        """End what is over its time."""
        for connection in tuple(self.connections):
            connection.look_at_clock(self.now)


class Connection(asyncio.Protocol):
    """`Floor` makes one for each accepted socket."""

    def __init__(self, floor: Floor, address: str) -> None:
        self.address = address
        self.lost = False
        self._floor = floor
        self._counted = True
        floor.sockets += 1
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._waiting: deque[Exchange | MayactError] = deque()
        self._current: Exchange | None = None
        self._refusal: MayactError | None = None
        self._last = False
        """Nothing more is read as a request."""
        self._until = floor.now + floor.read_s
        """When this connection is over, unless something is under way."""
        self._stuck_since: float | None = None
        self._paused = False
        self._in_head = False
        self._in_message = False
        self._received = 0
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._head_bytes = 0
        self._head_count = 0
        # One growing buffer: a list of pieces costs ten times what is in them when chunks are small.
        self._body = bytearray()
        self._body_bytes = 0
        self._kept = True

    # ── the transport ──

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._floor.connections.add(self)
        if self._floor.stopping:
            self.abort()  # accepted in the moment of the stop: nothing was asked yet, and nothing is any more

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        self._last = True
        self._waiting.clear()
        self._floor.connections.discard(self)
        self.release()
        if self._current is not None and self._current.when_left is not None:
            self._current.when_left()

    def release(self) -> None:
        """Its socket is closed, or never became a connection."""
        if self._counted:
            self._counted = False
            self._floor.sockets -= 1

    def eof_received(self) -> bool:
        return False  # whoever stops sending has left: nothing is spent for somebody who left

    def pause_writing(self) -> None:
        self._stuck_since = self._floor.now

    def resume_writing(self) -> None:
        self._stuck_since = None
        self._next()

    def look_at_clock(self, now: float) -> None:  # 4
        current = self._current
        if self._stuck_since is not None:
            if now > self._stuck_since + self._floor.read_s:
                self.abort()
        elif current is not None:
            if now > current.deadline and current.when_late is not None:
                late, current.when_late = current.when_late, None
                late()
        elif now > self._until:
            self.abort()

    def end_when_idle(self) -> None:
        """On stop: what is under way is answered, nothing more is read."""
        self._last = True
        self._waiting.clear()
        if self._current is None:
            self._close()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _close(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.close()

    # ── in ──

    def data_received(self, data: bytes) -> None:
        if self._last:
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._refuse(self._refusal or MalformedHttp("this is not http", hint="send HTTP/1.1"))
            return
        if self._in_head and self._received > MAX_HEAD_BYTES:  # 1
            self._refuse(_large_head())
        elif self._in_message and self._received > MAX_WIRE_BYTES:
            self._refuse(_large_body())

    def on_message_begin(self) -> None:
        if self._last:
            raise self._because(MalformedHttp("a request after the last one", hint="open another connection"))
        self._in_head = self._in_message = True
        self._target = b""
        self._headers = {}
        self._head_bytes = self._head_count = self._body_bytes = 0
        self._body = bytearray()
        if self._current is None:
            self._until = self._floor.now + self._floor.read_s

    def on_url(self, part: bytes) -> None:
        self._target += part
        if len(self._target) > MAX_TARGET_BYTES:
            raise self._because(AddressTooLong("the address is too long", hint=f"at most {MAX_TARGET_BYTES} bytes"))

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_head:
            # RFC 9112 section 7.1.2: a trailer that one reader merges into the headers and another drops.
            raise self._because(MalformedHttp("trailers are not read", hint="send headers before the body"))
        self._head_bytes += len(name) + len(value) + 4
        self._head_count += 1
        if self._head_bytes > MAX_HEAD_BYTES or self._head_count > MAX_HEADERS:  # 1
            raise self._because(_large_head())
        name = name.lower()
        if name in _SINGULAR:
            if name in self._headers:
                raise self._because(MalformedHttp(f"header {name.decode('ascii')} stands twice", hint="send it once"))
            self._headers[name] = value.rstrip(b" \t")  # not part of it (RFC 9110 section 5.5); llhttp leaves it there

    def on_headers_complete(self) -> None:
        self._in_head = False
        parser, headers = self._parser, self._headers
        if parser.get_http_version() != "1.1":  # 2
            raise self._because(WrongHttpVersion("only HTTP/1.1 is spoken here", hint="choose it in the client"))
        if b"host" not in headers:
            raise self._because(MalformedHttp("there is no Host header", hint="send one (RFC 9112 section 3.2)"))
        if parser.should_upgrade():
            raise self._because(MalformedHttp("there is nothing to upgrade to", hint="send plain HTTP/1.1"))
        coding = headers.get(b"transfer-encoding")
        if coding is not None and (coding.lower() != b"chunked" or b"content-length" in headers):
            raise self._because(MalformedHttp("the body is framed in two ways", hint="send Content-Length or chunks"))
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 12 or int(length) > MAX_HTTP_BODY_BYTES:  # 1
            raise self._because(_large_body())
        small = coding is None and int(length) <= _KEPT_OF_ANYBODY
        self._kept = small or self._floor.known(headers)
        if headers.get(b"expect", b"").lower() == b"100-continue" and self._current is None:
            self._write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, part: bytes) -> None:
        self._body_bytes += len(part)
        if self._body_bytes > MAX_HTTP_BODY_BYTES:  # 1
            raise self._because(_large_body())
        if self._kept:
            self._body += part

    def on_message_complete(self) -> None:
        self._in_message = False
        self._received = 0
        exchange = Exchange(self, self._parser.get_method(), _path_of(self._target), self._headers)
        exchange.body, self._body = bytes(self._body), bytearray()
        exchange.keep = self._parser.should_keep_alive()
        self._last = not exchange.keep
        if len(self._waiting) >= MAX_PIPELINED:
            raise self._because(MalformedHttp("too many requests ahead of their answers", hint="wait for answers"))
        self._waiting.append(exchange)
        self._next()

    def _because(self, refusal: MayactError) -> _Refused:
        self._refusal = refusal
        return _Refused()

    def _refuse(self, refusal: MayactError) -> None:
        self._last = True
        self._waiting.append(refusal)
        self._next()

    # ── out ──

    def _next(self) -> None:  # 3
        while self._waiting and self._current is None and self._stuck_since is None and not self.lost:
            first = self._waiting.popleft()
            if isinstance(first, Exchange):
                self._current = first
                self._floor.handler(first)
            else:
                self._floor.refused(first)
                self._tell_refusal(first)
        if bool(self._waiting) is not self._paused and self._transport is not None and not self._transport.is_closing():
            # While requests wait here no more are read: the sender's window fills instead of the memory.
            self._paused = bool(self._waiting)
            (self._transport.pause_reading if self._paused else self._transport.resume_reading)()

    def answer(self, exchange: Exchange, status: int, body: bytes, content_type: bytes, extra: bytes) -> None:
        """Write the answer of the exchange under way and begin the next."""
        if self.lost or exchange is not self._current:
            return
        keep = exchange.keep and not self._floor.stopping
        if status == 200 and content_type is JSON:
            start = _PLAIN_200
        else:
            start = _STATUS[status] + b"content-type: " + content_type + b"\r\n"
        closing = b"" if keep else b"connection: close\r\n"
        head = b"%b%b%b%b%bcontent-length: %d\r\n\r\n" % (
            start, self._floor.date, _ALWAYS, extra, closing, len(body),
        )  # fmt: skip
        self._current = None
        self._until = self._floor.now + IDLE_S
        self._write(head if exchange.head else head + body)
        if not keep:
            self._last = True
            self._waiting.clear()
            self._close()
        elif self._waiting:
            self._next()

    def _tell_refusal(self, refusal: MayactError) -> None:
        status = status_of(refusal)
        body = problem_bytes(refusal, status)
        self._write(
            b"%bcontent-type: %b\r\n%b%bconnection: close\r\ncontent-length: %d\r\n\r\n%b"
            % (_STATUS[status], CONTENT_TYPE, self._floor.date, _ALWAYS, len(body), body)
        )
        self._until = self._floor.now + LINGER_S
        transport = self._transport
        if transport is None or not transport.can_write_eof():
            self._close()
        elif not transport.is_closing():
            transport.write_eof()

    def _write(self, raw: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(raw)


def _path_of(target: bytes) -> bytes:
    """Path and query of a request target in origin form or absolute form (RFC 9112 section 3.2)."""
    if target.startswith(b"/"):
        return target
    scheme, separator, rest = target.partition(b"://")
    if separator and scheme.lower() in (b"http", b"https"):
        return b"/" + rest.partition(b"/")[2]
    return b"*"  # no path of ours


def _large_head() -> HeadersTooLarge:
    return HeadersTooLarge("the headers are too large", hint=f"at most {MAX_HEAD_BYTES} bytes, {MAX_HEADERS} lines")


def _large_body() -> BodyTooLarge:
    return BodyTooLarge("the body is too large", hint=f"at most {MAX_HTTP_BODY_BYTES} bytes are read")
