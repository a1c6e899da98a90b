"""Inside a sandbox: loopback to the socket of the way out. It carries bytes and knows nothing of them.

Law: nothing depends on it: everybody inside may speak to the socket directly, and may end this. Standard library only;
read as a file by `inside.py`.
"""

import asyncio
import contextlib
import os
import signal
import socket

_CHUNK = 65_536
_MOST = 256


def start(path: str, port: int) -> None:
    """Listen on loopback `port`, and carry each connection to the socket at `path`, in a process that is nobody's
    child but the namespace's first. Returns when connections are accepted."""
    listening = socket.create_server(("127.0.0.1", port), backlog=_MOST)
    child = os.fork()
    if child != 0:
        listening.close()
        os.waitpid(child, 0)
        return
    try:
        if os.fork() != 0:
            return
        os.setsid()
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_IGN)
        _only(listening)
        asyncio.run(_carry(listening, path))
    finally:
        os._exit(0)


def _only(listening: socket.socket) -> None:
    """Let go of everything else: a pipe that this held open would never end for who reads it."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != listening.fileno():
            with contextlib.suppress(OSError):  # the one that the listing used
                os.close(int(name))


async def _carry(listening: socket.socket, path: str) -> None:
    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(path)
        except OSError:
            writer.close()  # the way out is shut
            return
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.close()
            writer.close()

    server = await asyncio.start_server(one, sock=listening)
    await server.serve_forever()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
