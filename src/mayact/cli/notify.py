"""Telling the service manager what the gate is doing: the protocol of sd_notify(3), a datagram to `NOTIFY_SOCKET`.

Law: it only tells. A manager that cannot be told learns it by its own time-out; the gate goes on.
"""

import contextlib
import os
import socket
from typing import Final

READY: Final = b"READY=1"
STOPPING: Final = b"STOPPING=1"


def notify(state: bytes) -> None:
    """Send `state` to the manager that started this process, if one asked for it."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if not path.startswith(("/", "@")):
        return  # nobody asked, or by a way that sd_notify(3) has and a gate on the same machine does not need
    address = "\0" + path[1:] if path.startswith("@") else path
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as manager,
    ):
        manager.sendto(state, address)
