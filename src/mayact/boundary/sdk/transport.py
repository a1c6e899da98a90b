"""What both clients have in common before a byte moves: settings, headers, bounds, and names for what went wrong.

Law: the same request for both, made here. Proxies, `.netrc` and other settings of the environment are not looked at.
The token stands in one header of one request and in nothing that is raised: errors of the HTTP library, which hold the
request, end here and are not chained.
"""

import os
import secrets
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from mayact.boundary.sdk.address import Address, check_socket_directory, parse_address
from mayact.boundary.sdk.exchange import JSON, PROBLEM, Ask, Reply
from mayact.boundary.sdk.retry import Broken, CutOff, NotConnected, Tried
from mayact.boundary.sdk.secret import Secret, token_from
from mayact.core.errors import ConfigInvalid, GateUnreachable, Unauthenticated, shown
from mayact.core.wire.words import plain

_MAX_TIMEOUT_S: Final = 3_600.0


@dataclass(frozen=True, slots=True)
class World:
    """What a client needs of the machine, replaceable in tests. `now` is monotonic seconds, `jitter` between 0 and 1,
    `new_id` at least 128 unpredictable bits in letters and digits."""

    now: Callable[[], float] = time.monotonic
    jitter: Callable[[], float] = field(default_factory=lambda: secrets.SystemRandom().random)
    new_id: Callable[[], str] = lambda: secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a gate is and who speaks to it."""

    address: Address
    token: Secret | None
    timeout_s: float
    context: ssl.SSLContext
    proxy: str | None


def open_line(
    base_url: str,
    *,
    token: str | None,
    token_file: str | os.PathLike[str] | None,
    timeout: float,
    ca_file: str | os.PathLike[str] | None,
    proxy: str | None,
) -> Line:
    """Raises `ConfigInvalid`."""
    if not 0 < timeout <= _MAX_TIMEOUT_S:
        raise ConfigInvalid(
            f"a time-out of {timeout} seconds", hint="give more than 0 and at most 3600", field="timeout"
        )
    address = parse_address(base_url)
    return Line(
        address=address,
        token=token_from(token=token, token_file=token_file),
        timeout_s=timeout,
        context=_context(ca_file),
        proxy=_proxy(proxy, address),
    )


def _context(ca_file: str | os.PathLike[str] | None) -> ssl.SSLContext:
    """Certificates are verified against `ca_file` alone, or against the system's."""
    try:
        context = ssl.create_default_context(cafile=None if ca_file is None else os.fspath(ca_file))
    except (OSError, ssl.SSLError) as error:
        raise ConfigInvalid(
            f"certificates {shown(str(ca_file))} cannot be read: {error.strerror or error}",
            hint="name a file in PEM form",
            field="ca_file",
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _proxy(proxy: str | None, address: Address) -> str | None:
    if proxy is None:
        return None
    try:
        usable = address.remote and urlsplit(proxy).scheme in ("http", "https") and bool(urlsplit(proxy).hostname)
    except ValueError:
        usable = False
    if not usable:
        # Without TLS to the gate itself the proxy would read the token.
        raise ConfigInvalid("that proxy cannot be used", hint="give http://HOST:PORT, for an https gate", field="proxy")
    return proxy


# ── one attempt ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Said:
    """The names of one question. The same for every attempt, so that it acts once."""

    request_id: str
    key: str


def names(world: World) -> Said:
    return Said(request_id=world.new_id(), key=world.new_id())


def headers(line: Line, ask: Ask[Any], said: Said) -> dict[str, str]:
    """Raises `Unauthenticated` when a token is needed and none was given."""
    found = {"Accept": f"{ask.kind}, {PROBLEM}", "Accept-Encoding": "identity", "X-Request-ID": said.request_id}
    if ask.method == "POST":
        found["Content-Type"] = JSON
    if ask.keyed:
        found["Idempotency-Key"] = f'"{said.key}"'  # a structured-field string (RFC 9651)
    if not ask.open_to_all:
        if line.token is None:
            raise Unauthenticated("this client has no token", hint="give token or token_file")
        found["Authorization"] = f"Bearer {line.token.reveal()}"
    return found


def check_place(line: Line) -> NotConnected | None:
    """Why the unix socket must not be spoken to, when it must not."""
    if line.address.socket:
        try:
            check_socket_directory(line.address.socket)
        except GateUnreachable as error:
            return NotConnected(error.message)
    return None


class TooMuch(Exception):
    """The body is longer than `most` bytes, which is what is read. Raised and caught within one attempt."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def add(chunks: list[bytes], chunk: bytes, size: int, *, most: int) -> int:
    """`chunks` with `chunk`, and the new size. Raises `TooMuch`."""
    size += len(chunk)
    if size > most:
        raise TooMuch(most)
    chunks.append(chunk)
    return size


def reply_of(status: int, heads: Mapping[str, str], chunks: list[bytes]) -> Reply:
    return Reply(status=status, headers={name.lower(): value for name, value in heads.items()}, body=b"".join(chunks))


def named(error: Exception) -> Tried:
    """What a failure of the HTTP library means for a retry. Its text may come from the peer."""
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout() | httpx.ProxyError():
            return NotConnected(plain(error)[:200] or "it cannot be connected to")
        case TooMuch(most=most):
            return Broken(f"its answer is longer than {most} bytes")
        case httpx.NetworkError() | httpx.RemoteProtocolError():
            return CutOff("the connection was cut, or what came is not HTTP")
        case _:
            return Broken(f"the exchange failed ({type(error).__name__})")
