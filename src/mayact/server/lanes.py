"""Commands of a launched agent that its launcher runs in lanes: claimed, redeemed and reported over the control socket.

Law: the launcher acts for exactly the agents that it launched. The call is redeemed with that agent's chain and
strength, so that its digest is the one that the agent's own socket was answered with; a permit of anybody else is
refused, and neither voided nor closed. Which lane it is follows from the recorded decision, not from who asks.
"""

from dataclasses import dataclass

from mayact.core.canonical import JsonObject
from mayact.core.errors import Forbidden
from mayact.core.model import ToolCall
from mayact.core.record import effect_json
from mayact.core.wire.messages import LaneClaim, LaneRedeem, LaneReport
from mayact.ports import Claimed, Outcome
from mayact.server.asking import Asker
from mayact.server.peer import Peer, call_of
from mayact.server.replies import claimed_json
from mayact.server.settings import ServerSettings

BOUNDARY = "exec"


@dataclass(frozen=True, slots=True)
class LaneDesk:
    """`agent` of each method: the launched agent, as its own socket knows it (`Launches.as_agent`)."""

    asker: Asker
    settings: ServerSettings

    async def claim(self, message: LaneClaim, agent: Peer) -> JsonObject:
        """Raises `Forbidden` for a permit of another launch."""
        claimed = await self.asker.ask(self._claimed, message.token, agent)
        # Whoever runs it holds what it did against what it was permitted to do (`core.sandbox.observed`).
        return {**claimed_json(claimed), "effects": tuple(effect_json(effect) for effect in claimed.effects)}

    async def redeem(self, message: LaneRedeem, agent: Peer) -> JsonObject:
        call = call_of(message.call, peer=agent, boundary=BOUNDARY, keep=self.settings.keep_environment)
        return {"permit": await self.asker.ask(self._redeem, message.token, call, agent)}

    async def report(self, message: LaneReport, agent: Peer) -> JsonObject:
        outcome = Outcome(status=message.status, exit_code=message.exit_code, detail=message.detail)
        await self.asker.ask(self._report, message.permit, outcome, agent)
        return {"recorded": True}

    def _claimed(self, token: str, agent: Peer) -> Claimed:
        claimed = self.asker.gate.claim(token)
        if claimed.call.user != agent.user or not claimed.call.session.startswith(f"{agent.launch}/"):
            raise Forbidden("this permit is another agent's", hint="ask for your own")
        return claimed

    def _redeem(self, token: str, call: ToolCall, agent: Peer) -> str:
        self._claimed(token, agent)  # before it is shown with another action: that would void it
        return self.asker.gate.redeem(token, call, strength=agent.strength)

    def _report(self, permit: str, outcome: Outcome, agent: Peer) -> None:
        if self.asker.gate.user_of(permit) != agent.user:
            raise Forbidden("this permit is another user's", hint="report your own")
        self.asker.gate.outcome(permit, outcome)
