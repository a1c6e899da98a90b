"""Speaking to a gate: one message, one reply, nothing but the interpreter's sockets.

Law: before it speaks it makes sure that it speaks to a gate that its user can trust, and it hands on a reply only when
the whole of it arrived. Everything else is `GateUnreachable`, and without a reachable gate nothing runs (AUTHZ-6).

1. place      the socket's directory belongs to somebody trusted and nobody else may write in it
2. connect    through the directory that was looked at, not through its path again
3. process    the kernel says who listens, and that is somebody trusted too
4. exchange   one frame each way, whole, within the time

`_socket` and not `socket`, whose import costs more than an exchange and whose additions nothing here uses.
"""

import _socket
import contextlib
import os
import stat
import struct
import time
from collections.abc import Collection
from typing import Final

from mayact.core.errors import GateUnreachable, InvalidInput
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.wire import frame

_UCRED: Final = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)
_MAX_REPLY: Final = MAX_FRAME_BYTES + frame.MAX_HEADER_BYTES


def call(
    path: str, body: bytes, *, timeout: float, owners: Collection[int] | None = None, start: str = "mayact up"
) -> bytes:
    """The body of the gate's reply to `body`, from the socket at `path` (absolute), within `timeout` seconds.

    `owners`: the uids that a gate may run as; root and this process's own user when not given. `start`: the command
    that a caller without a gate is pointed to. Raises `GateUnreachable`, `LimitExceeded` (too large to send).
    """
    sent = frame.encode(body)
    trusted = frozenset(owners) if owners is not None else frozenset({0, os.geteuid()})
    end = time.monotonic() + timeout
    try:
        kind = _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC
        with contextlib.closing(_socket.socket(_socket.AF_UNIX, kind)) as connection:
            connection.settimeout(timeout)
            _connect(connection, path, trusted)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(sent)  # a gate that refuses before it reads has said why, and closed
            return frame.decode(_rest(connection, end))
    except OSError as error:
        said = error.strerror or str(error)
        raise GateUnreachable(f"no gate answers at `{path}`: {said}", hint=f"start it with `{start}`") from None
    except InvalidInput as error:
        raise GateUnreachable(f"the gate's reply is not whole: {error.message}", hint="look at the gate") from None


def _connect(connection: _socket.socket, path: str, trusted: frozenset[int]) -> None:
    directory = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _trust_directory(os.fstat(directory), path, trusted)  # 1
        # 2: whoever moves another directory to this path meanwhile changes nothing, the descriptor is the one checked
        connection.connect(f"/proc/self/fd/{directory}/{os.path.basename(path)}")
    finally:
        os.close(directory)
    uid = _UCRED.unpack(connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, _UCRED.size))[1]
    if uid not in trusted:  # 3
        raise GateUnreachable(f"uid {uid} listens at `{path}`, and that is no gate", hint="see `mayact status`")


def _trust_directory(found: os.stat_result, path: str, trusted: frozenset[int]) -> None:
    if found.st_uid not in trusted or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise GateUnreachable(
            f"the directory of `{path}` is not the gate's own", hint="others could stand in for the gate; remove it"
        )


def _rest(connection: _socket.socket, end: float) -> bytes:
    """Everything until the gate closes: a frame that is followed by anything is no frame."""
    chunks: list[bytes] = []
    size = 0
    while size <= _MAX_REPLY:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        connection.settimeout(left)
        try:
            chunk = connection.recv(65_536)
        except ConnectionResetError:
            # Closed with bytes of ours unread. What it said before is a whole frame or nothing, as with any other end.
            chunk = b""
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)
