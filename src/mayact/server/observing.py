"""The agent socket's third language: an event that is only told. It is decided, written down, and answered by silence.

1. read     the client's payload, as a guarding hook's is read
2. decide   as `explain` does: no request is opened, no permit minted, no approval counted or spent
3. write    one entry
4. silence  the same bytes whatever was decided and whatever failed

Law: nothing here lets anything run or stops it, and nothing of the decision is told: whoever sends an observation
instead of a question gets no permit, and learns nothing. Enforcing is another message and another desk.
"""

import contextlib
from dataclasses import dataclass
from typing import Final, assert_never

from mayact.core.canonical import JsonObject
from mayact.core.errors import MayactError
from mayact.core.log.entry import Kind
from mayact.core.shadow.record import (
    Told,
    ToldCall,
    ToldEnd,
    ToldPrompt,
    finished_body,
    observed_body,
    prompted_body,
    told,
    undecided_body,
)
from mayact.core.wire.environment import kept
from mayact.core.wire.hooks.clients import codec_of
from mayact.core.wire.hooks.envelope import HookReply, HookRequest, encode_hook_reply, parse_told
from mayact.server.asking import Asker, Caller
from mayact.server.peer import Peer, call_of
from mayact.server.settings import ServerSettings

SILENCE: Final = encode_hook_reply(HookReply(0))


@dataclass(frozen=True, slots=True)
class ObserveDesk:
    asker: Asker
    settings: ServerSettings

    async def answer(self, body: bytes, peer: Peer, caller: Caller) -> bytes:
        """`SILENCE`. Raises nothing that is foreseen."""
        del caller  # it is gone as soon as it was heard, and the entry is written all the same
        with contextlib.suppress(MayactError):  # what cannot be written down is missed; the call was never ours to stop
            await self._written(parse_told(body), peer)
        return SILENCE  # 4

    async def _written(self, request: HookRequest, peer: Peer) -> None:
        codec = codec_of(request.client)
        try:
            seen: Told = told(codec, request.payload, kept(request.environment, extra=self.settings.keep_environment))
        except MayactError as error:
            await self._witness(Kind.CALL_OBSERVED, undecided_body(codec.client, error.message))
            return
        match seen:  # 1
            case ToldCall():
                await self._witness(Kind.CALL_OBSERVED, await self._decided(codec.client, seen, peer))
            case ToldPrompt():
                await self._witness(Kind.CALL_PROMPTED, prompted_body(codec.client, seen))
            case ToldEnd():
                await self._witness(Kind.CALL_FINISHED, finished_body(codec.client, seen))
            case None:
                return
            case _:
                assert_never(seen)

    async def _decided(self, client: str, seen: ToldCall, peer: Peer) -> JsonObject:
        try:
            keep = self.settings.keep_environment
            call = call_of(seen.event.call, peer=peer, boundary=f"hook:{client}", keep=keep)
            decision = await self.asker.ask(self.asker.gate.explain, call, strength=peer.strength)  # 2
        except MayactError as error:
            return undecided_body(client, error.message)
        return observed_body(client, seen, decision)

    async def _witness(self, kind: Kind, body: JsonObject) -> None:
        await self.asker.ask(self.asker.gate.witness, kind, body)  # 3
