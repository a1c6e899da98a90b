"""Connections on which a time-out is a moment, not a pause: no peer can make a call last by sending a byte at a time.

Law: whoever uses this gives the moment (monotonic seconds) at which the whole exchange is over, in place of each of
httpx's time-outs; every wait on a socket ends then. httpx itself counts its time-outs anew for every piece that
arrives. The pool's own wait for a connection stays a number of seconds.
"""

import select
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any, Final

import httpcore
import httpx

MAX_CONNECTIONS: Final = 64

IDLE_S: Final = 2.0
"""An idle connection is kept this long: less than gates keep theirs, so that no question meets one that is closing."""


def _left(moment: float | None, over: type[httpcore.TimeoutException]) -> float:
    """Seconds until `moment`. Raises `over` behind it: a peer that always has something ready would never be waited
    for, and a client that only bounds its waits would read on for as long as there is something."""
    # Never None: a wait without an end would be one that a peer decides about.
    left = moment - time.monotonic() if moment is not None else 0.0
    if left <= 0:
        raise over("the time is over")
    return left


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=_left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=_left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, timeout=_left(timeout, httpcore.ConnectTimeout))
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _UnixStream(httpcore.NetworkStream):
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._connection.settimeout(_left(timeout, httpcore.ReadTimeout))
            return self._connection.recv(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout("no answer") from None
        except OSError as error:
            raise httpcore.ReadError(str(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._connection.settimeout(_left(timeout, httpcore.WriteTimeout))
            self._connection.sendall(buffer)  # its time-out counts for all of it
        except TimeoutError:
            raise httpcore.WriteTimeout("not taken") from None
        except OSError as error:
            raise httpcore.WriteError(str(error)) from None

    def close(self) -> None:
        self._connection.close()

    def get_extra_info(self, info: str) -> Any:
        match info:
            case "is_readable":  # the pool asks of an idle connection: something to read there means that it ended
                return bool(select.select([self._connection], [], [], 0)[0])
            case "socket":
                return self._connection
            case _:
                return None


class _Backend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.connect_tcp(host, port, _left(timeout, httpcore.ConnectTimeout), local_address, socket_options)
        )

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        del socket_options
        # Not httpcore's own, which leaves the socket open when nobody listens at `path`.
        left = _left(timeout, httpcore.ConnectTimeout)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(left)
            connection.connect(path)
        except OSError as error:
            connection.close()
            raise httpcore.ConnectError(error.strerror or str(error)) from None
        return _UnixStream(connection)


class DeadlineTransport(httpx.BaseTransport):
    """`httpx.HTTPTransport`, HTTP/1.1 only, with moments for time-outs. `path`: of a unix socket, or empty."""

    def __init__(self, *, context: SSLContext, path: str = "", proxy: str | None = None) -> None:
        common: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": MAX_CONNECTIONS,
            "keepalive_expiry": IDLE_S,
            "network_backend": _Backend(),
        }
        self._pool = (
            httpcore.HTTPProxy(proxy_url=proxy, **common)
            if proxy is not None
            else httpcore.ConnectionPool(uds=path or None, **common)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = httpcore.Request(
            method=request.method,
            url=str(request.url),
            headers=request.headers.raw,
            content=request.read(),
            extensions=request.extensions,
        )
        with _translated():
            got = self._pool.handle_request(sent)
        return httpx.Response(got.status, headers=got.headers, stream=_Body(got), extensions=got.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _translated():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _translated() -> Iterator[None]:
    """httpcore's errors as those of httpx that say the same to this client."""
    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.ProxyError, httpcore.PoolTimeout) as error:
        raise httpx.ConnectError(str(error)) from None
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error)) from None
    except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
        raise httpx.ReadError(str(error)) from None
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.LocalProtocolError(str(error)) from None
