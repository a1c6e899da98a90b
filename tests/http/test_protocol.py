"""Bytes that mean no good: framing that two readers read in two ways, sizes without end, clients that do not finish."""

import asyncio
import json
import re
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.http_api import EVALUATION, Api, HeldStore, live, request, todo_world, until

from mayact.core.limits import MAX_HTTP_BODY_BYTES
from mayact.server.http.protocol import (
    MAX_HEAD_BYTES,
    MAX_HEADERS,
    MAX_PIPELINED,
    MAX_TARGET_BYTES,
    Connection,
    Exchange,
    Floor,
)

BODY = json.dumps(EVALUATION).encode()
PATH = "/access/v1/evaluation"


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with live(tmp_path_factory.mktemp("api"), read_s=30) as running:
        yield running


def raw(api: Api, head: str, body: bytes = b"") -> bytes:
    lines = head.strip("\n").split("\n")
    filled = [line.replace("TOKEN", api.tokens["pep"]) for line in lines]
    return "\r\n".join(filled).encode("latin-1") + b"\r\n\r\n" + body


AMBIGUOUS = {
    "length and chunks": (
        "POST /access/v1/evaluation HTTP/1.1\nHost: g\nAuthorization: Bearer TOKEN\nContent-Type: application/json\n"
        "Content-Length: 4\nTransfer-Encoding: chunked",
        b"0\r\n\r\n",
    ),
    "chunks and length": (
        "POST /access/v1/evaluation HTTP/1.1\nHost: g\nTransfer-Encoding: chunked\nContent-Length: 4",
        b"0\r\n\r\n",
    ),
    "two lengths": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: 4\nContent-Length: 5", b"aaaaa"),
    "the same length twice": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: 4\nContent-Length: 4", b"aaaa"),
    "a list of lengths": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: 4, 4", b"aaaa"),
    "a signed length": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: +4", b"aaaa"),
    "a hexadecimal length": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: 0x4", b"aaaa"),
    "a negative length": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: -1", b""),
    "an empty length": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length: ", b"aaaa"),
    "another coding": ("POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: gzip, chunked", b"0\r\n\r\n"),
    "chunked twice": ("POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: chunked, chunked", b"0\r\n\r\n"),
    "an unknown coding": ("POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: xchunked", b"0\r\n\r\n"),
    "two codings": (
        "POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked",
        b"0\r\n\r\n",
    ),
    "a space before the colon": ("POST /healthz HTTP/1.1\nHost: g\nContent-Length : 4", b"aaaa"),
    "a folded header": ("POST /healthz HTTP/1.1\nHost: g\nX-A: b\n Content-Length: 4", b"aaaa"),
    "a chunk size that is no number": ("POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: chunked", b"zz\r\n"),
    "a chunk size beyond every number": (
        "POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: chunked",
        b"f" * 40 + b"\r\n",
    ),
    "a chunk without its end": ("POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: chunked", b"1\r\naa\r\n"),
    "a trailer": ("POST /healthz HTTP/1.1\nHost: g\nTransfer-Encoding: chunked", b"0\r\nContent-Length: 4\r\n\r\n"),
    "a bare line feed": ("GET /healthz HTTP/1.1\nHost: g", b""),
    "no host": ("GET /healthz HTTP/1.1\nX-A: b", b""),
    "two hosts": ("GET /healthz HTTP/1.1\nHost: a\nHost: b", b""),
    "two tokens": ("POST /access/v1/evaluation HTTP/1.1\nHost: g\nAuthorization: a\nAuthorization: Bearer TOKEN", b""),
    "an upgrade": ("GET /healthz HTTP/1.1\nHost: g\nConnection: upgrade\nUpgrade: h2c", b""),
    "a websocket": ("GET /healthz HTTP/1.1\nHost: g\nConnection: Upgrade\nUpgrade: websocket", b""),
    "a tunnel": ("CONNECT example.org:443 HTTP/1.1\nHost: example.org", b""),
    "a zero byte": ("GET /healthz HTTP/1.1\nHost: g\nX-A: a\0b", b""),
    "no version": ("GET /healthz", b""),
    "no http": ("hello", b""),
    "tls": ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b""),
}


@pytest.mark.requirement("OPS-2", "AUTHZ-6")
@pytest.mark.parametrize(("head", "body"), AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_what_could_be_read_in_two_ways_is_refused_and_the_connection_ends(api: Api, head: str, body: bytes) -> None:
    before = api.world.store.size()
    sent = raw(api, head, body)
    if head == AMBIGUOUS["a bare line feed"][0]:
        sent = sent.replace(b"\r\n", b"\n")
    # A second request hides behind the first: whoever reads the framing in another way would answer it.
    with api.wire() as wire:
        wire.send(sent + request("POST", PATH, token=api.tokens["pep"], body=BODY))
        found = wire.rest()
    assert found.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 413 ", b"HTTP/1.1 505 ")), found[:200]
    assert len(re.findall(rb"HTTP/1\.1 [1-5][0-9][0-9] ", found)) == 1
    assert b"connection: close" in found
    assert api.world.store.size() == before


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.2"])
def test_other_versions_are_refused(api: Api, version: str) -> None:
    with api.wire() as wire:
        wire.send(f"GET /healthz {version}\r\nHost: g\r\n\r\n".encode())
        assert wire.rest()[:12] in (b"HTTP/1.1 505", b"HTTP/1.1 400")


def test_the_preface_of_http_2_is_refused(api: Api) -> None:
    with api.wire() as wire:
        wire.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        assert wire.rest().startswith(b"HTTP/1.1 ")


@pytest.mark.requirement("OPS-2")
def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(api: Api) -> None:
    with api.wire() as wire:
        head = request("POST", PATH, token=api.tokens["pep"], headers=[f"Content-Length: {MAX_HTTP_BODY_BYTES + 1}"])
        wire.send(head)
        status, headers, body = wire.answer()
        assert (status, headers["connection"], json.loads(body)["code"]) == (413, "close", "http.body_too_large")


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize("size", [1, 65_536, 1_000_000])
def test_a_body_that_grows_in_chunks_is_refused_when_it_is_too_large(api: Api, size: int) -> None:
    chunk = b"%x\r\n%b\r\n" % (size, b" " * size)
    head = request("POST", PATH, token=api.tokens["pep"], headers=["Transfer-Encoding: chunked"])
    with api.wire() as wire:
        wire.send(head)
        sending = threading.Thread(target=_pour, args=(wire.connection, chunk, 6 * MAX_HTTP_BODY_BYTES))
        sending.start()
        assert wire.rest().startswith(b"HTTP/1.1 413 ")
        sending.join()


@pytest.mark.requirement("OPS-2")
def test_one_byte_more_than_the_bound_is_too_large_however_it_comes(api: Api) -> None:
    """Far below what the framing alone may cost."""
    half = b" " * (MAX_HTTP_BODY_BYTES // 2)
    chunks = b"%x\r\n%b\r\n" % (len(half), half) * 2 + b"1\r\n \r\n0\r\n\r\n"
    with api.wire() as wire:
        wire.send(request("POST", PATH, token=api.tokens["pep"], headers=["Transfer-Encoding: chunked"]) + chunks)
        status, _, body = wire.answer()
    assert (status, json.loads(body)["code"]) == (413, "http.body_too_large")


def test_chunk_extensions_cost_no_more_than_a_body(api: Api) -> None:
    head = request("POST", PATH, token=api.tokens["pep"], headers=["Transfer-Encoding: chunked"])
    with api.wire() as wire:
        wire.send(head)
        sending = threading.Thread(target=_pour, args=(wire.connection, b"1;" + b"a" * 4000 + b"\r\n \r\n", 10_000_000))
        sending.start()
        assert wire.rest()[:12] in (b"HTTP/1.1 413", b"HTTP/1.1 400")
        sending.join()


def _pour(connection: socket.socket, part: bytes, most: int) -> None:
    many = part * (65_536 // len(part) + 1)  # a send of a few bytes costs as much as one of many
    try:
        for _ in range(most // len(many) + 1):
            connection.sendall(many)
    except OSError:
        return  # the other end has had enough


class _Pipe(asyncio.Transport):
    """The other end of a `Connection` without a socket."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        """Nothing is read here."""

    def resume_reading(self) -> None:
        """Nothing is read here."""


def _connection(*, known: bool) -> tuple[Connection, list[Exchange]]:
    found: list[Exchange] = []
    floor = Floor(found.append, read_s=10, refused=lambda error: pytest.fail(str(error)), known=lambda _headers: known)
    connection = Connection(floor, "somewhere")
    connection.connection_made(_Pipe())
    return connection, found


_IN_CHUNKS = b"POST /v1/authorize HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize("framing", ["chunks", "length"])
def test_the_body_of_a_stranger_is_read_to_its_end_and_not_kept(framing: str) -> None:
    body = b"x" * 100_000
    sent = {
        "chunks": _IN_CHUNKS + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
        "length": request("POST", "/v1/authorize", body=body),
    }[framing]
    for known, kept in ((False, b""), (True, body)):
        connection, found = _connection(known=known)
        connection.data_received(sent)
        assert [exchange.body for exchange in found] == [kept]


@pytest.mark.requirement("OPS-2")
def test_small_chunks_take_no_more_memory_than_what_is_in_them() -> None:
    connection, found = _connection(known=True)
    connection.data_received(_IN_CHUNKS)
    pieces = b"2\r\nxx\r\n" * 10_000
    tracemalloc.start()
    try:
        for _ in range(10):
            connection.data_received(pieces)
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 200_000 <= held < 400_000
    connection.data_received(b"0\r\n\r\n")
    assert found[0].body == b"x" * 200_000


@pytest.mark.requirement("OPS-2")
def test_a_stranger_with_a_large_body_is_told_that_it_is_one(api: Api) -> None:
    with api.wire() as wire:
        for token in ("", "mayact_" + "x" * 43):
            wire.send(request("POST", "/v1/authorize", token=token, body=b" " * 100_000))
            status, _, told = wire.answer()
            assert (status, json.loads(told)["code"]) == (401, "identity.unauthenticated")
        wire.send(request("POST", PATH, token=api.tokens["pep"], body=BODY + b" " * 100_000))
        assert wire.answer()[0] == 200


@pytest.mark.parametrize(
    "line",
    ["Authorization: Bearer TOKEN", "Content-Length: %d", "X-Request-ID: abc", "Content-Type: application/json"],
)
def test_blanks_behind_a_value_are_not_part_of_it(api: Api, line: str) -> None:
    lines = [
        f"POST {PATH} HTTP/1.1",
        "Host: g",
        "Authorization: Bearer TOKEN",
        "Content-Length: %d",
        "X-Request-ID: abc",
        "Content-Type: application/json",
    ]
    head = "\n".join(f"{one} \t" if one == line else one for one in lines)
    with api.wire() as wire:
        wire.send(raw(api, head.replace("%d", str(len(BODY))), BODY))
        status, headers, _ = wire.answer()
    assert (status, headers["x-request-id"]) == (200, "abc")


def test_a_body_of_exactly_the_bound_is_read(api: Api) -> None:
    body = b'{"a":"' + b"x" * (MAX_HTTP_BODY_BYTES - 8) + b'"}'
    assert len(body) == MAX_HTTP_BODY_BYTES
    with api.wire() as wire:
        wire.send(request("POST", PATH, token=api.tokens["pep"], body=body))
        assert wire.answer()[0] == 400  # read, and not an evaluation


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize(
    "lines",
    [
        [f"X-{n}: a" for n in range(MAX_HEADERS + 1)],
        ["X-A: " + "a" * MAX_HEAD_BYTES],
        ["X-" + "a" * MAX_HEAD_BYTES + ": a"],
        [f"X-{n}: " + "a" * 1000 for n in range(20)],
    ],
    ids=["many", "long", "long name", "together"],
)
def test_headers_are_bounded(api: Api, lines: list[str]) -> None:
    with api.wire() as wire:
        wire.send(request("GET", "/healthz", headers=lines))
        assert wire.rest().startswith(b"HTTP/1.1 431 ")


def test_headers_without_end_are_refused_while_they_come(api: Api) -> None:
    with api.wire() as wire:
        wire.send(b"GET /healthz HTTP/1.1\r\nHost: g\r\nX-A: ")
        sending = threading.Thread(target=_pour, args=(wire.connection, b"a" * 1000, 10_000_000))
        sending.start()
        assert wire.rest().startswith(b"HTTP/1.1 431 ")
        sending.join()


@pytest.mark.parametrize("path", ["/" + "a" * MAX_TARGET_BYTES, "/healthz?" + "a" * MAX_TARGET_BYTES])
def test_addresses_are_bounded(api: Api, path: str) -> None:
    with api.wire() as wire:
        wire.send(request("GET", path))
        assert wire.rest().startswith(b"HTTP/1.1 414 ")


@pytest.mark.parametrize(
    "path",
    [
        "/healthz/", "//healthz", "/./healthz", "/x/../healthz", "/%68ealthz", "/HEALTHZ", "/healthz%00", "/healthz;a",
        "/v1/requests/%2e%2e", "/v1/requests/..", "/v1/requests/a/b", "*", "/caf\xe9",
    ],
)  # fmt: skip
def test_a_path_is_what_it_says_byte_for_byte(api: Api, path: str) -> None:
    with api.wire() as wire:
        wire.send(
            f"GET {path} HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer {api.tokens['reviewer']}\r\n\r\n".encode(
                "latin-1"
            )
        )
        assert wire.answer()[0] in (400, 404)


def test_the_absolute_form_of_an_address_is_read(api: Api) -> None:
    with api.wire() as wire:
        wire.send(request("GET", "http://elsewhere.example.org/healthz"))
        assert wire.answer()[0] == 200


def test_head_is_get_without_the_body(api: Api) -> None:
    with api.wire() as wire:
        wire.send(request("HEAD", "/healthz") + request("GET", "/healthz"))
        found = b""
        while found.count(b"\r\n\r\n") < 2 or not found.endswith(b"}"):
            found += wire.connection.recv(65_536)
    first, _, second = found.partition(b"\r\n\r\n")
    assert b"content-length: 15" in first
    assert second.startswith(b"HTTP/1.1 200 OK")


# ── one connection, many requests ────────────────────────────────────────────────────────────────────────


def test_requests_ahead_of_their_answers_are_answered_in_order(api: Api) -> None:
    with api.wire() as wire:
        wire.send(b"".join(request("GET", "/healthz", headers=[f"X-Request-ID: r{n}"]) for n in range(10)))
        assert [wire.answer()[1]["x-request-id"] for _ in range(10)] == [f"r{n}" for n in range(10)]


def test_more_requests_ahead_than_are_kept_end_the_connection(api: Api) -> None:
    with api.wire() as wire:
        wire.send(b"".join(request("GET", "/readyz") for _ in range(MAX_PIPELINED + 40)))
        found = wire.rest()
    assert 1 <= found.count(b"HTTP/1.1 200") <= MAX_PIPELINED + 2
    assert found.count(b"HTTP/1.1 400") == 1


def test_a_refused_request_behind_good_ones_is_answered_after_them(api: Api) -> None:
    with api.wire() as wire:
        wire.send(request("GET", "/readyz") + request("GET", "/readyz") + b"nonsense\r\n\r\n")
        found = wire.rest()
    assert [part[:3] for part in found.split(b"HTTP/1.1 ")[1:]] == [b"200", b"200", b"400"]


def test_nothing_is_read_after_the_last_request(api: Api) -> None:
    with api.wire() as wire:
        wire.send(request("GET", "/healthz", headers=["Connection: close"]) + request("GET", "/healthz"))
        found = wire.rest()
    assert found.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in found


def test_a_large_body_is_asked_for_when_its_sender_waits(api: Api) -> None:
    with api.wire() as wire:
        head = request("POST", PATH, token=api.tokens["pep"], headers=[
            "Content-Type: application/json", f"Content-Length: {len(BODY)}", "Expect: 100-continue",
        ])  # fmt: skip
        wire.send(head)
        assert wire.connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        wire.send(BODY)
        assert wire.answer()[0] == 200


def test_a_request_byte_by_byte_is_a_request(api: Api) -> None:
    with api.wire() as wire:
        wire.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request("POST", PATH, token=api.tokens["pep"], body=BODY):
            wire.send(bytes([byte]))
        assert wire.answer()[0] == 200


@pytest.mark.requirement("OPS-2")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), cut=st.integers(0, 400))
def test_no_bytes_bring_it_down_or_make_it_say_yes(api: Api, data: bytes, cut: int) -> None:
    good = request("POST", PATH, token=api.tokens["pep"], body=BODY)
    with api.wire() as wire:
        wire.send(good[:cut] + data)
        wire.connection.shutdown(socket.SHUT_WR)
        found = wire.rest()
    if b'"decision":true' in found:
        assert (good[:cut] + data).startswith(good)
    assert api.send(None, "GET", "/healthz").status_code == 200


# ── time and number ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize(
    "sent", [b"", b"GET /hea", b"GET /healthz HTTP/1.1\r\nHost: g\r\n"], ids=["none", "line", "head"]
)
def test_a_request_that_does_not_come_ends_its_connection(tmp_path: Path, sent: bytes) -> None:
    with live(tmp_path, read_s=1) as api, api.wire() as wire:
        wire.send(sent)
        assert wire.rest() == b""


@pytest.mark.requirement("OPS-2")
def test_a_request_that_trickles_ends_its_connection(tmp_path: Path) -> None:
    with live(tmp_path, read_s=1) as api, api.wire() as wire:
        wire.send(request("POST", PATH, token=api.tokens["pep"], headers=["Content-Length: 1000"]))
        stop = threading.Event()

        def trickle() -> None:
            while not stop.wait(0.1):
                try:
                    wire.send(b"a")
                except OSError:
                    return

        trickling = threading.Thread(target=trickle)
        trickling.start()
        assert wire.rest() == b""
        stop.set()
        trickling.join()


@pytest.mark.requirement("OPS-2")
def test_an_answer_that_is_not_taken_ends_its_connection(tmp_path: Path) -> None:
    with live(tmp_path, read_s=1) as api:
        connection = socket.create_connection(api.address)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with connection:
            many = b"".join(request("GET", "/openapi.json") for _ in range(8))

            def ended() -> bool:
                try:
                    connection.sendall(many)
                except TimeoutError:
                    return False  # both ends are full, and this one goes on taking nothing
                except OSError:
                    return True
                return False

            connection.settimeout(0.2)
            until(ended, seconds=60)
        assert api.send(None, "GET", "/healthz").status_code == 200


@pytest.mark.requirement("OPS-2")
def test_no_more_connections_than_the_limit(tmp_path: Path) -> None:
    with live(tmp_path, connections=3) as api:
        wires = [api.wire() for _ in range(3)]
        for wire in wires:
            wire.send(request("GET", "/healthz"))
            assert wire.answer()[0] == 200
        assert not _served(api), "one that is only left alone would be closed for its silence some time"
        for wire in wires:
            wire.send(request("GET", "/healthz"))
            assert wire.answer()[0] == 200
        wires.pop().connection.close()
        until(lambda: _served(api))
        for wire in wires:
            wire.connection.close()


def _served(api: Api) -> bool:
    try:
        with api.wire() as wire:
            wire.send(request("GET", "/healthz"))
            return wire.answer()[0] == 200
    except (AssertionError, OSError):
        return False


def test_a_caller_that_leaves_harms_nobody(tmp_path: Path) -> None:
    store = HeldStore()
    with live(tmp_path, world=todo_world(tmp_path, store=store)) as api:
        for _ in range(5):
            with api.wire() as wire:
                wire.send(request("POST", PATH, token=api.tokens["pep"], body=BODY))
                until(lambda: len(store.held) > 0)
            store.release()
        store.holding = False
        assert api.send("pep", "POST", PATH, json=EVALUATION).json()["decision"] is True
        assert api.lines == []
