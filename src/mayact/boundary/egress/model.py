"""A model's door: plain HTTP on a unix socket of one sandbox goes on to the model, over TLS, with the key added.

1. read       one head, within bounds; what would carry a second request or another key is refused or left out
2. resolve    as for any listed host, every address judged
3. witness    the gate writes the contact down, or it does not happen
4. connect    TLS to the name that was listed, its certificate checked
5. carry      the head with the key, then bytes both ways until one end is done
Law: the key stands in this process alone, in no message, no log and no file. Nothing is decided here.
"""

import asyncio
import contextlib
import ssl
from dataclasses import dataclass, field

from mayact.boundary.egress.door import CONNECT_S, READ_S, Resolve, Witness, addresses_of, pump
from mayact.core.egress.models import MAX_HEAD_BYTES, Model, with_key
from mayact.core.egress.request import END, refusal
from mayact.core.egress.rules import Refused
from mayact.core.errors import InvalidInput, MayactError, shown


@dataclass
class ModelDoor:
    """`tls`: how certificates are checked; the system's own authorities unless a test says otherwise."""

    model: Model
    key: str = field(repr=False)
    witness: Witness
    resolve: Resolve
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    limit: int = MAX_HEAD_BYTES
    """Of a request's head, in bytes."""
    ends: set[asyncio.StreamWriter] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The callback of `asyncio.start_unix_server`."""
        self.ends.add(writer)
        try:
            await self._pass(reader, writer)
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass  # whoever asked is gone, or too slow
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
                head = with_key(await reader.readuntil(END), self.model, self.key)  # 1
        except asyncio.LimitOverrunError:
            writer.write(refusal(400, f"the request's head is larger than {MAX_HEAD_BYTES} bytes"))
            return
        except InvalidInput as error:
            writer.write(refusal(400, str(error)))
            return
        target = self.model.rule.target
        addresses = await addresses_of(self.model.rule, self.resolve)  # 2
        why = addresses.why if isinstance(addresses, Refused) else ""
        try:
            async with self.turn:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(None, self.witness, target, not why, why)  # 3
        except MayactError as error:
            writer.write(refusal(503, f"the gate did not write it down: {error.message}"))
            return
        if isinstance(addresses, Refused):
            writer.write(refusal(403, f"{shown(str(target))} is not reached: {addresses.why}"))
            return
        for address in addresses:
            try:
                async with asyncio.timeout(CONNECT_S):
                    far_reader, far_writer = await asyncio.open_connection(
                        str(address),
                        target.port,
                        ssl=None if self.model.plain else self.tls,
                        server_hostname=None if self.model.plain else target.host,
                    )  # 4
                break
            except (OSError, TimeoutError):
                continue
        else:
            writer.write(refusal(502, f"{shown(str(target))} does not answer, or is not who it says"))
            return
        self.ends.add(far_writer)
        try:
            far_writer.write(head)  # 5
            sending = asyncio.ensure_future(pump(reader, far_writer))
            try:
                await pump(far_reader, writer)  # one answer, whatever else is sent
            finally:
                sending.cancel()
                await asyncio.wait([sending])
        finally:
            self.ends.discard(far_writer)
            far_writer.close()
