"""A CONNECT proxy on a unix socket that is mounted in one sandbox: its only way out.

1. read       the head of one request, within bounds of size, time and number
2. admit      its host and port are listed, or 403
3. resolve    once; every address is judged
4. witness    the gate writes the contact down; what cannot be written does not happen
5. connect    to the address that was judged, and to no other
6. carry      bytes both ways until one end is done
Law: decisions are `core.egress`; here nothing is decided. Whatever fails refuses, with one line that says why.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mayact.core.egress.request import ALLOWED, END, MAX_HEAD_BYTES, parse_connect, refusal
from mayact.core.egress.rules import Address, Refused, Rule, Target, admit, choose
from mayact.core.errors import InvalidInput, MayactError, shown

MAX_CONNECTIONS: Final = 128
"""Ends of connections at once, two for each. A package manager opens dozens."""
READ_S: Final = 10.0
RESOLVE_S: Final = 10.0
CONNECT_S: Final = 15.0
BETWEEN_CONTACTS_S: Final = 0.02
"""Each is an entry of the log: an agent that asks in a loop is slowed down, not let loose on the log."""

_CHUNK: Final = 65_536

Resolve = Callable[[Target], Sequence[str]]
Witness = Callable[[Target, bool, str], None]
"""Write a contact down: where to, whether it is let through, why not. Raises `MayactError` when it cannot."""


Passed = Callable[[Target, int], None]
"""Told of what is let through, and which process asked for it, by its number here; 0: not visible."""


def nobody(_target: Target, _process: int) -> None:
    """Nobody is told."""


_UCRED: Final = struct.Struct("3i")  # struct ucred of unix(7)


def resolve(target: Target) -> Sequence[str]:
    """What the system's resolver says, in its order. Raises `OSError`."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in found))


@dataclass
class Door:
    """`rules` is fixed for the life of the door."""

    rules: tuple[Rule, ...]
    witness: Witness
    resolve: Resolve = resolve
    passed: Passed = nobody
    limit: int = MAX_HEAD_BYTES
    """Of a request's head, in bytes."""
    ends: set[asyncio.StreamWriter] = field(default_factory=set)
    """Of every connection, this end and the far one."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The callback of `asyncio.start_unix_server`."""
        self.ends.add(writer)
        try:
            await self._pass(reader, writer)
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass  # whoever asked is gone, or too slow: nothing was connected
        finally:
            self.ends.discard(writer)
            with contextlib.suppress(ConnectionError, OSError):
                await writer.drain()
            writer.close()

    def shut(self) -> None:
        """Cut every connection, both ends of it."""
        for writer in tuple(self.ends):
            writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(READ_S):
                head = await reader.readuntil(END)  # 1
            target = parse_connect(head)
        except asyncio.LimitOverrunError:
            writer.write(refusal(400, "the request's head is too large"))
            return
        except InvalidInput as error:
            writer.write(refusal(400, str(error)))
            return
        if len(self.ends) > MAX_CONNECTIONS:
            writer.write(refusal(503, "too many connections at once"))
            return
        answer = await self._addresses(target)  # 2, 3
        why = answer.why if isinstance(answer, Refused) else ""
        try:
            await self._witness(target, not why, why)  # 4
        except MayactError as error:
            writer.write(refusal(503, f"the gate did not write it down: {error.message}"))
            return
        if isinstance(answer, Refused):
            writer.write(refusal(403, f"{shown(str(target))} is not reached: {answer.why}"))
            return
        connected = await _connect(answer, target.port)  # 5
        if connected is None:
            writer.write(refusal(502, f"{shown(str(target))} does not answer"))
            return
        far_reader, far_writer = connected
        self.ends.add(far_writer)
        try:
            self.passed(target, _process_of(writer))
            writer.write(ALLOWED)
            await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))  # 6
        finally:
            self.ends.discard(far_writer)
            far_writer.close()

    async def _addresses(self, target: Target) -> Sequence[Address] | Refused:
        rule = admit(self.rules, target)
        return rule if isinstance(rule, Refused) else await addresses_of(rule, self.resolve)

    async def _witness(self, target: Target, allowed: bool, why: str) -> None:
        async with self.turn:
            await asyncio.get_running_loop().run_in_executor(None, self.witness, target, allowed, why)
            await asyncio.sleep(BETWEEN_CONTACTS_S)


def _process_of(writer: asyncio.StreamWriter) -> int:
    try:
        raw = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    except (AttributeError, OSError):
        return 0
    return int(_UCRED.unpack(raw)[0])


async def addresses_of(rule: Rule, resolve: Resolve) -> Sequence[Address] | Refused:
    """The addresses of `rule`, resolved once where none is written, and judged."""
    if rule.address is not None:
        return choose(rule, ())
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_S):
            resolved = await loop.run_in_executor(None, resolve, rule.target)
    except (OSError, UnicodeError, TimeoutError):
        return Refused("its name does not resolve")
    return choose(rule, resolved)


async def _connect(
    addresses: Sequence[Address], port: int
) -> "tuple[asyncio.StreamReader, asyncio.StreamWriter] | None":
    for address in addresses:
        try:
            async with asyncio.timeout(CONNECT_S):
                # A numeric address: nothing is resolved a second time.
                return await asyncio.open_connection(str(address), port)
        except (OSError, TimeoutError):
            continue
    return None


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
