"""The clients on real sockets: what is cut, slow, dripping or not HTTP ends in time and permits nothing."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.support.sdk import TOKEN, Driven, Slept

from mayact.boundary.sdk import Action, Resource, Subject
from mayact.core.errors import GateUnreachable

ASK = (Subject("user", "ana"), Action("read"), Resource("doc", "1"))
Peer = Callable[[socket.socket, bytes], None]


@contextmanager
def served(listener: socket.socket, peer: Peer) -> Iterator[list[bytes]]:
    """`peer` answers every connection to `listener`, each with what was first read from it."""
    heard: list[bytes] = []
    stop = threading.Event()

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            heard.append(_request(connection))
            peer(connection, heard[-1])

    def loop() -> None:
        threads: list[threading.Thread] = []
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                break
            threads.append(threading.Thread(target=one, args=(connection,)))
            threads[-1].start()
        for thread in threads:
            thread.join(10)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield heard
    finally:
        stop.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def _request(connection: socket.socket) -> bytes:
    """A whole request: to close on half of one would reset the connection, and with it what was answered."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += _more(connection)
    head, _, body = found.partition(b"\r\n\r\n")
    (length,) = re.findall(rb"(?mi)^content-length: (\d+)", head)
    while len(body) < int(length):
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(65_536)
    if not part:
        raise ConnectionAbortedError
    return part


def tcp() -> tuple[socket.socket, str]:
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


def head(request: bytes, *, length: int) -> bytes:
    name = next(line for line in request.split(b"\r\n") if line.lower().startswith(b"x-request-id"))
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n%s\r\ncontent-length: %d\r\n\r\n" % (name, length)


YES = b'{"decision": true}'


def good(connection: socket.socket, request: bytes) -> None:
    connection.sendall(head(request, length=len(YES)) + YES)


def cut_in_the_body(connection: socket.socket, request: bytes) -> None:
    connection.sendall(head(request, length=len(YES) + 1) + YES)


def cut_in_the_head(connection: socket.socket, request: bytes) -> None:
    connection.sendall(head(request, length=len(YES))[:-3])


def silent(connection: socket.socket, request: bytes) -> None:
    del request
    while connection.recv(4_096):
        pass


def not_http(connection: socket.socket, request: bytes) -> None:
    del request
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" * 3)


def dripping_head(connection: socket.socket, request: bytes) -> None:
    for byte in head(request, length=len(YES)) * 50:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


def dripping_body(connection: socket.socket, request: bytes) -> None:
    connection.sendall(head(request, length=10_000))
    for _ in range(1_000):
        connection.sendall(b" ")
        time.sleep(0.02)


def never_at_the_answer(connection: socket.socket, request: bytes) -> None:
    del request
    for _ in range(2_000):
        connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 2_000)


def more_framing_than_body(connection: socket.socket, request: bytes) -> None:
    chunked = head(request, length=0).replace(b"content-length: 0", b"transfer-encoding: chunked")
    assert chunked.count(b"chunked") == 1
    connection.sendall(chunked)
    # Each far below what the parser takes for one line, so that nothing but the time-out can end it.
    piece = (b"1;" + b"a" * 1_000 + b"\r\n \r\n") * 16
    while True:  # until the client goes
        connection.sendall(piece)


def two_lengths(connection: socket.socket, request: bytes) -> None:
    raw = head(request, length=len(YES)).replace(b"\r\n\r\n", b"\r\ncontent-length: 5\r\n\r\n")
    connection.sendall(raw + YES)


def client_at(kind: str, url: str, timeout: float = 60.0) -> Driven:
    slept = Slept()
    return Driven(
        kind, base_url=url, token=TOKEN, timeout=timeout, sleep=slept.sleep if kind == "sync" else slept.asleep
    )


def test_over_tcp_and_over_a_unix_socket(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(f"{place}/s")
    unix.listen()
    for listener, url in (tcp(), (unix, f"unix:{place}/s")):
        with served(listener, good) as heard:
            client = client_at(kind, url)
            assert client.call("evaluate", *ASK)
            client.close()
        assert heard[0].startswith(b"POST /access/v1/evaluation HTTP/1.1\r\n")


@pytest.mark.requirement("AUTHZ-6", "OPS-2")
@pytest.mark.parametrize("peer", [cut_in_the_body, cut_in_the_head, not_http, two_lengths], ids=lambda p: p.__name__)
def test_half_an_answer_is_none(kind: str, peer: Peer) -> None:
    listener, url = tcp()
    with served(listener, peer) as heard:
        client = client_at(kind, url)
        with pytest.raises(GateUnreachable):
            client.call("evaluate", *ASK)
        client.close()
    assert len(heard) == 1


@pytest.mark.requirement("AUTHZ-6", "OPS-2")
@pytest.mark.parametrize(
    "peer",
    [silent, dripping_head, dripping_body, never_at_the_answer, more_framing_than_body],
    ids=lambda p: p.__name__,
)
def test_no_peer_makes_a_question_last(kind: str, peer: Peer) -> None:
    listener, url = tcp()
    with served(listener, peer):
        client = client_at(kind, url, timeout=0.5)
        start = time.monotonic()
        with pytest.raises(GateUnreachable, match=r"0\.5 seconds"):
            client.call("evaluate", *ASK)
        took = time.monotonic() - start
        client.close()
    assert took < 15  # far above the time-out, far below what the peer would take


def test_nobody_there(kind: str, tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound and not listening: nobody else can come to listen there meanwhile
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        for where in (url, f"unix:{tmp_path}/none", f"unix:{tmp_path}/no/such/place"):
            client = client_at(kind, where)
            with pytest.raises(GateUnreachable):
                client.call("evaluate", *ASK)
            client.close()
