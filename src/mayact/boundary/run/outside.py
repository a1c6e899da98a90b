"""Marks set up outside for the time of a probe: a service on loopback and an abstract socket.

Law: whoever reaches one of them is not inside. Nobody answers there, and they end with the probe.
"""

import contextlib
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outside:
    port: int
    abstract: str


@contextlib.contextmanager
def marks() -> Iterator[Outside]:
    """Both accept until the context ends. Nobody answers there."""
    name = f"mayact-probe-{os.getpid()}-{os.urandom(8).hex()}"
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as service,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as abstract,
    ):
        service.bind(("127.0.0.1", 0))
        service.listen(1)
        abstract.bind("\0" + name)
        abstract.listen(1)
        yield Outside(service.getsockname()[1], name)
