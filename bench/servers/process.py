"""Starting a server, waiting until it answers, and ending it."""

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, port: int, probe: str, environment: Mapping[str, str], cwd: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The server, once `GET probe` answers on `port`; ended at the end. What it says goes to `server.log` in `cwd`.
    Raises `RuntimeError` when it does not answer."""
    log = cwd / "server.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            list(command), env=dict(environment), cwd=cwd, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        _await(server, port, probe, log)
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], port: int, probe: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", probe)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not answer: {log.read_text(errors='replace')[-800:]}")
