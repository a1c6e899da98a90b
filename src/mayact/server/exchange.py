"""One connection: one message in, one reply out, within bounds of size, time and number.

Law: whoever is not admitted, too slow, too big, too many or unreadable is refused and dropped; no caller can make
another wait, so connections are counted for each user, and those of users who are not admitted together. Bugs refuse
too: an exception that nobody expected is an error reply and a line for the operator.
"""

import asyncio
import contextlib
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mayact.core.errors import (
    DigestMismatch,
    Expired,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    LimitExceeded,
    MayactError,
    NotFound,
    Unauthenticated,
)
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.wire import frame
from mayact.core.wire.messages import encode_reply, error_reply
from mayact.server.asking import Caller, CallerGone
from mayact.server.peer import Peer, peer_process, peer_uid, strength_of
from mayact.server.settings import Surroundings

Desk: TypeAlias = Callable[[bytes, Peer, Caller], Awaitable[bytes]]

_BUSY: Final = LimitExceeded("too many calls of this user at once", hint="try again when one of them has ended")

_STRANGER: Final = -1
"""Stands for every uid that is not admitted: they share one count."""

_OF_THE_CALLER: Final = (
    InvalidInput, Unauthenticated, Forbidden, NotFound, IllegalTransition, Expired, DigestMismatch,
)  # fmt: skip
"""What a caller does; the rest is what happens to the gate."""

_WHO_MAY: Final = "the gate's own user may; others are named in its settings, `gate.agents` or `gate.approvers`"


@dataclass
class Exchanges:
    """The connections of one socket. `admitted`: the uids that may speak."""

    desk: Desk
    world: Surroundings
    admitted: frozenset[int]
    read_s: float
    max_connections: int
    running: set["asyncio.Task[None]"] = field(default_factory=set)
    held: Counter[int] = field(default_factory=Counter)
    """Connections for each uid."""
    known_as: Callable[[Peer], Peer] = field(default=lambda peer: peer)
    """Who that is on this socket. May raise what refuses it."""
    refused: Callable[[str, str], Awaitable[None]] | None = None
    """Told of each refusal that is the caller's own doing: its code, and what the caller was told."""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The callback of `asyncio.start_unix_server`."""
        task = asyncio.current_task()
        if task is None:
            raise InvalidInput("an exchange runs in a task", hint="start it with the server")
        user = self._counted_as(writer)
        full = self.held[user] >= self.max_connections
        self.running.add(task)
        self.held[user] += 1
        try:
            reply = encode_reply(error_reply(_BUSY)) if full else await self._reply(reader, writer)
            async with asyncio.timeout(self.read_s):
                writer.write(frame.encode(reply))
                await writer.drain()
        except (CallerGone, ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass  # there is nobody left to answer, and nothing runs without an answer
        finally:
            self.running.discard(task)
            self._released(user)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _reply(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        try:
            peer = self._peer(writer)
            body = await self._message(reader)
        except MayactError as error:
            return await self._no(error)
        except (TimeoutError, asyncio.IncompleteReadError):
            await self._no(InvalidInput("a message was begun and not ended"))
            raise
        left: asyncio.Task[bytes] = asyncio.ensure_future(reader.read(1))
        try:
            return _fitting(await self.desk(body, peer, Caller(left)))
        except MayactError as error:
            return await self._no(error)
        except (CallerGone, ConnectionError):
            raise
        except Exception:  # noqa: BLE001  a bug must refuse and be seen, not end the server
            self.world.log(f"an exchange failed: {traceback.format_exc()}")
            return encode_reply(error_reply(MayactError("the gate failed", hint="see its log; nothing ran")))
        finally:
            left.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await left

    async def _no(self, error: MayactError) -> bytes:
        if self.refused is not None and isinstance(error, _OF_THE_CALLER):
            await self.refused(error.code, str(error))
        return encode_reply(error_reply(error))

    def _counted_as(self, writer: asyncio.StreamWriter) -> int:
        try:
            uid = peer_uid(writer.get_extra_info("socket"))
        except MayactError:
            return _STRANGER  # refused below, with the reason
        return uid if uid in self.admitted else _STRANGER

    def _released(self, user: int) -> None:
        self.held[user] -= 1
        if not self.held[user]:
            del self.held[user]

    def _peer(self, writer: asyncio.StreamWriter) -> Peer:
        uid = peer_uid(writer.get_extra_info("socket"))
        if uid not in self.admitted:
            raise Forbidden(f"uid {uid} may not use this socket", hint=_WHO_MAY)
        person = self.world.people(uid)
        strength = strength_of(uid, own_uid=self.world.own_uid)
        process = peer_process(writer.get_extra_info("socket"))
        return self.known_as(Peer(uid=uid, user=person.user, home=person.home, strength=strength, process=process))

    async def _message(self, reader: asyncio.StreamReader) -> bytes:
        """The body of one frame. Raises `InvalidInput`, `LimitExceeded`, `TimeoutError`, `IncompleteReadError`."""
        async with asyncio.timeout(self.read_s):
            try:
                line = await reader.readuntil(b"\n")
            except asyncio.LimitOverrunError:
                raise InvalidInput("no frame starts here", hint="speak mayact/1") from None
            header = frame.parse_header(line)
            return frame.check_body(header, await reader.readexactly(header.length))


def _fitting(reply: bytes) -> bytes:
    if len(reply) > MAX_FRAME_BYTES:
        raise LimitExceeded("the reply does not fit into a message", hint="ask for less at once")
    return reply
