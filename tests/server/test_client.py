"""The client speaks only where nobody else could stand in for the gate, and hands on only whole replies."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mayact import client
from mayact.core.errors import GateUnreachable
from mayact.core.wire import frame

GOOD = frame.encode(b'{"fine":true}')


@contextmanager
def answering(folder: Path, reply: bytes, *, hang: bool = False, trickle: bool = False) -> Iterator[str]:
    """A listener that answers every connection with `reply`."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = str(folder / "gate.sock")
    done = threading.Event()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()

        def work() -> None:
            while not done.is_set():
                connection, _ = listener.accept()
                with connection:
                    serve_one(connection)

        def serve_one(connection: socket.socket) -> None:
            try:
                connection.recv(65_536)
                for byte in reply if trickle else ():
                    connection.sendall(bytes([byte]))
                    done.wait(0.05)
                if not trickle:
                    connection.sendall(reply)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client gave up, as it should
            if hang:
                done.wait()

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield path
        finally:
            done.set()
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(path)  # wakes the listener, which then sees that it is done
            thread.join(10)


def test_a_whole_reply_comes_back(tmp_path: Path) -> None:
    with answering(tmp_path / "g", GOOD) as path:
        assert client.call(path, b"{}", timeout=5) == b'{"fine":true}'


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "reply",
    [b"", GOOD[:-1], GOOD[:30], GOOD + b"x", GOOD.replace(b"true", b"TRUE"), b"garbage\n" * 50, GOOD + GOOD],
    ids=["empty", "cut", "cut in the header", "more", "altered", "garbage", "twice"],
)
def test_anything_else_is_no_gate(tmp_path: Path, reply: bytes) -> None:
    with answering(tmp_path / "g", reply) as path, pytest.raises(GateUnreachable):
        client.call(path, b"{}", timeout=5)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("trickle", [False, True])
def test_a_gate_that_hangs_is_no_gate(tmp_path: Path, trickle: bool) -> None:
    # Left to itself the one never ends, and the other would be a good reply in the end.
    reply = GOOD if trickle else b""
    with (
        answering(tmp_path / "g", reply, hang=True, trickle=trickle) as path,
        pytest.raises(GateUnreachable, match=r"too long|timed out"),
    ):
        client.call(path, b"{}", timeout=0.5)


def test_nothing_there_is_no_gate(tmp_path: Path) -> None:
    for path in (tmp_path / "gate.sock", tmp_path / "no" / "gate.sock"):
        with pytest.raises(GateUnreachable):
            client.call(str(path), b"{}", timeout=1)


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_directory_that_others_may_write_is_not_spoken_into(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "g"
    with answering(folder, GOOD) as path:
        os.chmod(folder, mode)
        with pytest.raises(GateUnreachable, match="not the gate's own"):
            client.call(path, b"{}", timeout=2)
        os.chmod(folder, 0o700)
        assert client.call(path, b"{}", timeout=2)


@pytest.mark.requirement("BOUND-3")
def test_only_the_gates_user_is_spoken_to(tmp_path: Path) -> None:
    with answering(tmp_path / "g", GOOD) as path:
        with pytest.raises(GateUnreachable):
            client.call(path, b"{}", timeout=2, owners={54321})
        assert client.call(path, b"{}", timeout=2, owners={os.geteuid()})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_another_users_directory_is_not_spoken_into(tmp_path: Path) -> None:
    with answering(tmp_path / "g", GOOD) as path:
        os.chown(tmp_path / "g", 65534, 65534)
        with pytest.raises(GateUnreachable, match="not the gate's own"):
            client.call(path, b"{}", timeout=2)
        with pytest.raises(GateUnreachable, match="that is no gate"):
            # The directory is trusted here, but whoever listens is root while only `nobody` is the gate.
            client.call(path, b"{}", timeout=2, owners={65534})
        os.chown(tmp_path / "g", 0, 0)
        assert client.call(path, b"{}", timeout=2)
