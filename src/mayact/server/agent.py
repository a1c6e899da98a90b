"""The agent socket's operations: decide, claim, redeem, report, explain, status. It can approve and change nothing."""

from dataclasses import dataclass
from typing import assert_never

from mayact.core.canonical import JsonObject
from mayact.core.errors import Forbidden
from mayact.core.model import ToolCall
from mayact.core.wire.messages import (
    AgentStatus,
    Authorize,
    CallFields,
    Claim,
    Explain,
    Redeem,
    Report,
    encode_reply,
    parse_agent,
)
from mayact.ports import Outcome
from mayact.server.asking import Asker, Caller
from mayact.server.peer import Peer, call_of
from mayact.server.replies import answer_json, claimed_json
from mayact.server.settings import ServerSettings, Views

BOUNDARY = "exec"
"""The route of calls that arrive as JSON. The route is not the caller's to say."""


@dataclass(frozen=True, slots=True)
class AgentDesk:
    asker: Asker
    settings: ServerSettings
    views: Views

    async def answer(self, body: bytes, peer: Peer, caller: Caller) -> bytes:
        """The reply to one message. Raises `MayactError`, `CallerGone`."""
        return encode_reply(await self._reply(body, peer, caller))

    async def _reply(self, body: bytes, peer: Peer, caller: Caller) -> JsonObject:
        message = parse_agent(body)
        gate = self.asker.gate
        match message:
            case Authorize():
                return await self._authorize(message, peer, caller)
            case Claim(token=token):
                claimed = await self.asker.ask(gate.claim, token)
                _refuse_others(claimed.call.user, peer)
                return claimed_json(claimed)
            case Redeem(token=token, call=fields):
                return {"permit": await self.asker.ask(self._redeem, token, self._call(fields, peer), peer)}
            case Report():
                outcome = Outcome(status=message.status, exit_code=message.exit_code, detail=message.detail)
                await self.asker.ask(self._report, message.permit, outcome, peer)
                return {"recorded": True}
            case Explain(call=fields):
                decision = await self.asker.ask(gate.explain, self._call(fields, peer), strength=peer.strength)
                return self.views.decision(decision)
            case AgentStatus():
                return await self._status(peer)
            case _:
                assert_never(message)

    def _redeem(self, token: str, call: ToolCall, peer: Peer) -> str:
        if peer.lanes and call.tool in ("shell", "exec"):
            raise Forbidden("commands of this agent run in lanes", hint="nothing ran; use `mayact exec`")
        # Looked at before it is shown with another action: that would void it, and it is not this user's to void.
        _refuse_others(self.asker.gate.claim(token).call.user, peer)
        return self.asker.gate.redeem(token, call, strength=peer.strength)

    def _report(self, permit: str, outcome: Outcome, peer: Peer) -> None:
        _refuse_others(self.asker.gate.user_of(permit), peer)
        self.asker.gate.outcome(permit, outcome)

    async def _authorize(self, message: Authorize, peer: Peer, caller: Caller) -> JsonObject:
        wait_ms = min(max(message.wait_ms, 0), self.settings.max_wait_ms)
        answer = await self.asker.decide(
            self._call(message.call, peer), strength=peer.strength, wait_s=wait_ms / 1000, caller=caller
        )
        return answer_json(answer, waited=wait_ms > 0)

    async def _status(self, peer: Peer) -> JsonObject:
        # What anyone on this socket may know: an agent learns nothing here about requests or approvers.
        whole = await self.asker.ask(self.views.status)
        return {"strength": peer.strength.value, "user": peer.user, "policy": whole.get("policy")}

    def _call(self, fields: CallFields, peer: Peer) -> ToolCall:
        return call_of(fields, peer=peer, boundary=BOUNDARY, keep=self.settings.keep_environment)


def _refuse_others(user: str, peer: Peer) -> None:
    # A token that leaked to another user tells that user nothing, runs nothing, and neither voids nor closes it.
    if user != peer.user:
        raise Forbidden("this permit is another user's", hint="ask for your own")
