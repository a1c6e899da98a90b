"""The control socket's operations: look at requests, answer them, change policy. Never mounted where an agent runs.

Law: nothing here approves. An answer or an activation carries a signature by a key that the gate does not hold, and
the gate checks it; being able to connect is worth nothing but the sight of what waits.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from mayact.core.approval import Answer
from mayact.core.canonical import JsonObject, freeze
from mayact.core.wire.messages import (
    Activate,
    AnswerRequest,
    Contact,
    ControlStatus,
    Differed,
    End,
    LaneClaim,
    LaneRedeem,
    LaneReport,
    Launch,
    ListRequests,
    Prove,
    Refused,
    Resume,
    ShowPolicy,
    ShowRequest,
    Sweep,
    encode_reply,
    parse_control,
)
from mayact.ports import SignedAnswer
from mayact.server.asking import Asker, Caller
from mayact.server.lanes import LaneDesk
from mayact.server.launches import Launches
from mayact.server.peer import Peer
from mayact.server.replies import request_summary, request_whole
from mayact.server.settings import Views

MAX_LISTED: Final = 500
"""Requests in one reply; the caller pages with `after`."""


@dataclass(frozen=True, slots=True)
class ControlDesk:
    asker: Asker
    views: Views
    launches: Launches
    lanes: LaneDesk

    async def answer(self, body: bytes, peer: Peer, caller: Caller) -> bytes:
        """The reply to one message. Raises `MayactError`."""
        del caller  # nothing here waits
        return encode_reply(await self._reply(body, peer))

    async def _reply(self, body: bytes, peer: Peer) -> JsonObject:
        message = parse_control(body)
        gate, ask = self.asker.gate, self.asker.ask
        match message:
            case ListRequests(status=status, limit=limit, after=after):
                rows = await ask(gate.requests, status=status, limit=min(max(limit, 1), MAX_LISTED), after=after)
                return {"requests": tuple(request_summary(row) for row in rows)}
            case ShowRequest(request=name):
                return {"request": request_whole(await ask(gate.request, name))}
            case AnswerRequest():
                return await self._answer(message)
            case Activate():
                return await self._activate(message)
            case ShowPolicy():
                return await ask(self.views.policy)
            case ControlStatus():
                # An agent of another user is held separately; one of the gate's own user is not. What the caller of
                # this socket is says nothing about agents, so the strength shown is the one its own user would get.
                seen = await ask(self.views.status)
                return {**seen, "strength": peer.strength.value, "launched": self.launches.shown(peer)}
            case Sweep():
                closed = await ask(gate.sweep)
                self.asker.bell.ring()
                return {"closed": closed}
            case Launch(agent=agent, lanes=lanes):
                return await self.launches.launch(agent, peer, lanes=lanes)
            case Resume(launch=launch):
                return await self.launches.resume(launch, peer)
            case LaneClaim(launch=launch):
                return await self.lanes.claim(message, self.launches.as_agent(launch, peer))
            case LaneRedeem(launch=launch):
                return await self.lanes.redeem(message, self.launches.as_agent(launch, peer))
            case LaneReport(launch=launch):
                return await self.lanes.report(message, self.launches.as_agent(launch, peer))
            case Prove(lane=lane) if lane:
                return await self.launches.prove_lane(message, peer)
            case Prove(launch=launch, process=process, plan=plan, probe=probe):
                return await self.launches.prove(launch, peer, process=process, plan=plan, probe=probe)
            case Contact():
                return await self.launches.contact(message, peer)
            case Refused():
                return await self.launches.refused(message, peer)
            case Differed():
                return await self.launches.differed(message, peer)
            case End(launch=launch, exit_code=code, appeared=appeared):
                return await self.launches.end(launch, peer, exit_code=code, appeared=tuple(appeared))
            case _:
                assert_never(message)

    async def _answer(self, message: AnswerRequest) -> JsonObject:
        signed = SignedAnswer(
            answer=Answer(message.answer),
            approver=message.approver,
            reason=message.reason,
            signature=message.signature,
        )
        row = await self.asker.ask(self.asker.gate.answer, message.request, signed)
        self.asker.bell.ring()
        return {"request": request_whole(row)}

    async def _activate(self, message: Activate) -> JsonObject:
        bundle: JsonObject = freeze(message.bundle, what="bundle")  # type: ignore[assignment]
        digest = await self.asker.ask(
            self.asker.gate.activate, bundle, approver=message.approver, signature=message.signature
        )
        self.asker.bell.ring()  # the requests of the policy before it are void
        return {"policy": digest}
