"""The listener: a thread with an event loop of its own beside the two unix sockets.

Law: its own loop, so that no number of HTTP callers keeps an agent's or a person's socket waiting; its own threads for
what blocks, for the same reason. A listener that cannot be had (address taken, certificate unreadable, key not the
gate's own) is an error before the gate says that it is ready.

1. bind       the address or the socket file, and the TLS context
2. accept     up to the limit of connections, handshakes included; one more is closed at once
3. tick       time limits are looked at a few times a second, for all connections together
4. stop       nothing new; what is under way is answered, who waits for a person is told "pending"; then it ends
"""

import asyncio
import contextlib
import os
import socket
import ssl
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from typing import Any, Final, TypeAlias

import uvloop

from mayact.core.errors import ConfigInvalid, Forbidden, MayactError, StoreUnavailable, shown
from mayact.server.http.protocol import Connection, Floor
from mayact.server.http.settings import HttpSettings
from mayact.server.sockets import listen as listen_unix

TICK_S: Final = 0.25
_BACKLOG: Final = 512
_START_S: Final = 30.0


@dataclass(slots=True)
class Listener:
    """A listener that runs. `address`: the base URL, with the port that was really bound, or `unix:/path`."""

    address: str
    _stop: Callable[[], None]
    _thread: threading.Thread

    def stop(self) -> None:
        """Returns when nothing of it runs any more. Safe to call twice."""
        self._stop()
        self._thread.join()


@contextlib.contextmanager
def listening(
    settings: HttpSettings,
    serve: "Serve",
    *,
    failed: Callable[[str], None],
) -> Iterator[Listener]:
    """Serve until the block ends. `serve` is entered in the loop's thread; `failed` is told when the loop ends by
    itself, which is a bug: nobody is served after it.

    Raises `ConfigInvalid`, `Forbidden`.
    """
    context = tls_context(settings) if settings.tls_key else None  # 1
    with _bound(settings.listen) as (bound, address):
        if not address.startswith("unix:"):
            address = f"{'https' if context else 'http'}://{address}"
        started = _Started()
        thread = threading.Thread(
            target=_run,
            args=(bound, address, context, settings, serve, started, failed),
            name="mayact-http",
            daemon=True,
        )
        thread.start()
        if not started.ready.wait(_START_S) or started.error is not None:
            raise started.error or StoreUnavailable("the http listener did not start", hint="look at its log")
        listener = Listener(address=address, _stop=started.stop, _thread=thread)
        try:
            yield listener
        finally:
            listener.stop()


class _Started:
    """Passed to the thread and back."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.error: MayactError | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.stopping: asyncio.Event | None = None

    def stop(self) -> None:
        if self.loop is None or self.stopping is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            self.loop.call_soon_threadsafe(self.stopping.set)


@dataclass(frozen=True, slots=True)
class Loop:
    """What serves in the loop is given: the loop itself, and the event that is set when it is to stop."""

    loop: asyncio.AbstractEventLoop
    stopping: asyncio.Event
    address: str


Serve: TypeAlias = Callable[[Loop], contextlib.AbstractContextManager[Floor]]


def _run(
    bound: socket.socket,
    address: str,
    context: ssl.SSLContext | None,
    settings: HttpSettings,
    serve: "Serve",
    started: _Started,
    failed: Callable[[str], None],
) -> None:
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(bound, address, context, settings, serve, started))
    except MayactError as error:
        started.error = error
        started.ready.set()
    except Exception as error:  # noqa: BLE001  a thread that ends unseen would leave callers without an answer
        if started.ready.is_set():
            failed(f"the http listener failed: {type(error).__name__}: {error}")
        started.error = StoreUnavailable(f"the http listener failed: {error}", hint="this is a bug: report it")
        started.ready.set()


async def _serve(
    bound: socket.socket,
    address: str,
    context: ssl.SSLContext | None,
    settings: HttpSettings,
    serve: "Serve",
    started: _Started,
) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    with serve(Loop(loop, stopping, address)) as floor:
        _tick(loop, floor)
        ticking = loop.create_task(_ticking(loop, floor))
        accepting = loop.create_task(_accepting(bound, context, settings, floor))
        started.loop, started.stopping = loop, stopping
        started.ready.set()
        try:
            waiting = loop.create_task(stopping.wait())
            await asyncio.wait([waiting, ticking, accepting], return_when=asyncio.FIRST_COMPLETED)
            for task in (ticking, accepting):
                if task.done():
                    task.result()  # neither ends but by an error
        finally:
            accepting.cancel()  # 4
            await _end(floor, settings.grace_s)
            ticking.cancel()


def _tick(loop: asyncio.AbstractEventLoop, floor: Floor) -> None:
    floor.now = loop.time()
    floor.date = b"date: " + formatdate(usegmt=True).encode("ascii") + b"\r\n"


async def _ticking(loop: asyncio.AbstractEventLoop, floor: Floor) -> None:
    while True:  # 3
        await asyncio.sleep(TICK_S)
        _tick(loop, floor)
        floor.look_at_clocks()


async def _accepting(
    bound: socket.socket, context: ssl.SSLContext | None, settings: HttpSettings, floor: Floor
) -> None:
    loop = asyncio.get_running_loop()
    opening: set[asyncio.Task[Any]] = set()
    while True:
        try:
            await _somebody(loop, bound)
            accepted, address = bound.accept()
        except BlockingIOError:
            continue  # left again
        except OSError:
            # Out of descriptors or memory: those who are here are served on; the rest wait in the kernel's queue.
            await asyncio.sleep(TICK_S)
            continue
        accepted.setblocking(False)
        if floor.sockets >= settings.connections:  # 2
            accepted.close()
            continue
        connection = Connection(floor, str(address[0]) if address else "unix")
        task = loop.create_task(_open(accepted, connection, context, settings))
        opening.add(task)
        task.add_done_callback(opening.discard)
        task.add_done_callback(partial(_left_out, accepted, connection))


async def _somebody(loop: asyncio.AbstractEventLoop, bound: socket.socket) -> None:
    # Not `sock_accept`: when that is cancelled, whoever it had just accepted is neither served nor sent away.
    came = asyncio.Event()
    loop.add_reader(bound, came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(bound)


def _left_out(accepted: socket.socket, connection: Connection, opening: "asyncio.Task[None]") -> None:
    if opening.cancelled():  # the listener ended, perhaps before this one had begun
        accepted.close()
        connection.release()


async def _open(
    accepted: socket.socket, connection: Connection, context: ssl.SSLContext | None, settings: HttpSettings
) -> None:
    loop = asyncio.get_running_loop()
    if accepted.family != socket.AF_UNIX:
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        await loop.connect_accepted_socket(
            lambda: connection,
            accepted,
            ssl=context,
            ssl_handshake_timeout=settings.read_s if context else None,
            ssl_shutdown_timeout=1 if context else None,
        )
    except (TimeoutError, OSError, ssl.SSLError):
        accepted.close()  # no handshake, no conversation; nothing was asked
        connection.release()


async def _end(floor: Floor, grace_s: float) -> None:
    floor.stopping = True
    for connection in tuple(floor.connections):
        connection.end_when_idle()
    until = floor.now + grace_s
    while floor.connections and floor.now < until:
        await asyncio.sleep(0.05)
        floor.now = asyncio.get_running_loop().time()
    for connection in tuple(floor.connections):
        connection.abort()  # its caller sees a cut answer and refuses
    await asyncio.sleep(0)


def tls_context(settings: HttpSettings) -> ssl.SSLContext:
    """TLS 1.2 or newer, HTTP/1.1 only. Raises `ConfigInvalid`."""
    _require_private(settings.tls_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    # RFC 9325 section 3.4: renegotiation and compression have both been attacked.
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigInvalid(
            f"the TLS certificate or its key cannot be used: {error.strerror or error}",
            hint="both in PEM form, the chain with the server's certificate first, the key without a passphrase",
            field="http.tls_certificate",
        ) from None
    return context


def _require_private(path: str) -> None:
    try:
        found = os.stat(path)
    except OSError as error:
        raise ConfigInvalid(
            f"key {shown(path)} cannot be read: {error.strerror}", hint="check the path", field="http.tls_key"
        ) from None
    if not stat.S_ISREG(found.st_mode) or found.st_uid not in (0, os.geteuid()) or found.st_mode & 0o027:
        # Root's key may be lent to the gate's group; a key that everybody reads is everybody's.
        raise ConfigInvalid(
            f"key {shown(path)} is not private",
            hint=f"chown it to the gate's user and chmod 600 {path}; consider it known",
            field="http.tls_key",
        )


@contextlib.contextmanager
def _bound(where: str) -> Iterator[tuple[socket.socket, str]]:
    if where.startswith("unix:"):
        path = where.removeprefix("unix:")
        # Who may connect is said by the directory; who may ask, by the token.
        file = listen_unix(path, shared=True)
        try:
            yield file.socket, where
        finally:
            file.close()
        return
    host, _, port = where.rpartition(":")
    host = host.strip("[]")
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        bound = socket.create_server(found[0][4][:2], family=found[0][0], backlog=_BACKLOG)
    except OSError as error:
        raise Forbidden(f"cannot listen on {shown(where)}: {error.strerror}", hint="choose another address") from None
    try:
        bound.setblocking(False)
        name, number = bound.getsockname()[:2]
        yield bound, f"[{name}]:{number}" if ":" in name else f"{name}:{number}"
    finally:
        bound.close()
