"""The door itself: real sockets, a resolver that says what the test wants, a gate that writes down or cannot."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mayact.boundary.egress import door
from mayact.boundary.egress import opened as ways
from mayact.core.egress.rules import Target, parse_rules
from mayact.core.errors import StoreUnavailable

pytestmark = pytest.mark.requirement("BOUND-2")


@dataclass
class Far:
    """A service on loopback that says hello and echoes; `port` is where."""

    port: int
    reached: list[str] = field(default_factory=list)


@pytest.fixture
def far() -> Iterator[Far]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Far(listening.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                made.reached.append("connection")
                with connection:
                    connection.sendall(b"hello ")
                    while data := connection.recv(4096):
                        connection.sendall(data)

        threading.Thread(target=serve, daemon=True).start()
        yield made


@dataclass
class Told:
    contacts: list[tuple[str, bool, str]] = field(default_factory=list)
    fails: bool = False

    def __call__(self, target: Target, allowed: bool, why: str) -> None:
        if self.fails:
            raise StoreUnavailable("no disk", hint="free some")
        self.contacts.append((str(target), allowed, why))


@contextmanager
def opened(hosts: list[str], told: Told, answers: Sequence[str] | Exception = ()) -> Iterator[str]:
    def resolve(_target: Target) -> Sequence[str]:
        if isinstance(answers, Exception):
            raise answers
        return answers

    with ways.opened(parse_rules(hosts), (), told, resolve=resolve) as directory:
        assert Path(directory).stat().st_mode & 0o077 == 0
        yield f"{directory}/{ways.SOCKET}"
    assert not Path(directory).exists()


def ask(path: str, sent: bytes) -> bytes:
    """Everything that comes back, with nothing more sent."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(path)
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").read()


def connect(place: str) -> bytes:
    return f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode()


def test_a_listed_host_is_reached_at_the_address_that_was_written(far: Far) -> None:
    told = Told()
    with opened([f"model.test:{far.port}=127.0.0.1"], told) as path:
        said = ask(path, connect(f"model.test:{far.port}") + b"and back")
    assert said.endswith(b"\r\n\r\nhello and back")
    assert said.startswith(b"HTTP/1.1 200 ")
    assert told.contacts == [(f"model.test:{far.port}", True, "")]


@pytest.mark.parametrize("place", ["other.test", "sub.model.test", "model.test.evil.test", "127.0.0.1", "localhost"])
def test_what_is_not_listed_is_not_reached_and_is_written_down(far: Far, place: str) -> None:
    told = Told()
    with opened([f"model.test:{far.port}=127.0.0.1"], told, ["127.0.0.1"]) as path:
        assert ask(path, connect(f"{place}:{far.port}")).startswith(b"HTTP/1.1 403 ")
        assert ask(path, connect("model.test:1")).startswith(b"HTTP/1.1 403 ")
    assert far.reached == []
    assert [allowed for _, allowed, _ in told.contacts] == [False, False]


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["169.254.169.254"], [], OSError("no")])
def test_a_listed_name_that_leads_inwards_is_not_reached(far: Far, answers: Sequence[str] | Exception) -> None:
    told = Told()
    with opened([f"model.test:{far.port}"], told, answers) as path:
        assert ask(path, connect(f"model.test:{far.port}")).startswith(b"HTTP/1.1 403 ")
    assert far.reached == []
    assert told.contacts[0][1] is False


@pytest.mark.requirement("AUDIT-1", "AUTHZ-6")
def test_what_cannot_be_written_down_does_not_happen(far: Far) -> None:
    told = Told(fails=True)
    with opened([f"model.test:{far.port}=127.0.0.1"], told) as path:
        assert ask(path, connect(f"model.test:{far.port}")).startswith(b"HTTP/1.1 503 ")
    assert far.reached == []


@pytest.mark.parametrize(
    "sent",
    [b"GET http://model.test/ HTTP/1.1\r\n\r\n", b"\x16\x03\x01\r\n\r\n", b"CONNECT x HTTP/1.1\r\n\r\n", b"x" * 20000],
)
def test_what_is_no_request_is_refused(far: Far, sent: bytes) -> None:
    told = Told()
    with opened([f"model.test:{far.port}=127.0.0.1"], told) as path:
        try:
            said = ask(path, sent)
        except (BrokenPipeError, ConnectionResetError):
            said = b"HTTP/1.1 400 "  # it hung up before it took everything
        assert said.startswith(b"HTTP/1.1 400 ")
    assert far.reached == []
    assert told.contacts == []


def test_a_host_that_does_not_answer_is_said(far: Far) -> None:
    del far
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told = Told()
    with opened([f"gone.test:{port}=127.0.0.1"], told) as path:
        assert ask(path, connect(f"gone.test:{port}")).startswith(b"HTTP/1.1 502 ")


def test_more_connections_than_allowed_are_refused(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_CONNECTIONS", 2)
    told = Told()
    with opened([f"model.test:{far.port}=127.0.0.1"], told) as path, socket.socket(socket.AF_UNIX) as first:
        first.connect(path)
        first.sendall(connect(f"model.test:{far.port}"))
        assert first.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert ask(path, connect(f"model.test:{far.port}")).startswith(b"HTTP/1.1 503 ")


def test_a_shut_door_carries_nothing_on(far: Far) -> None:
    told = Told()
    with socket.socket(socket.AF_UNIX) as first:
        with opened([f"model.test:{far.port}=127.0.0.1"], told) as path:
            first.settimeout(20)
            first.connect(path)
            first.sendall(connect(f"model.test:{far.port}"))
            said = b""
            while not said.endswith(b"hello "):
                said += first.recv(4096)
        assert first.recv(4096) == b""
