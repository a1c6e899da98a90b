"""Spending a permit: the last look before something runs.

1. token      this gate signed it, for this target
2. permit     it exists, is unspent and in time
3. decide     the call is observed, analysed and decided again, under the policy of now
4. digest     what is about to run is what was permitted, pins included
5. spend      in one durable transaction; of two racing redemptions one is an illegal transition
Only after 5 may the boundary execute. A crash after 5 leaves `redeemed`: it counts as executed and never runs again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mayact.core.canonical import Digest
from mayact.core.errors import DigestMismatch, Expired, Forbidden, IllegalTransition, NotFound, Unauthenticated, shown
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import PermitRow, PermitStatus, Table
from mayact.core.model import Allow, Decision, Strength, ToolCall
from mayact.core.record import decision_from_json
from mayact.gate.instruments import Instruments
from mayact.ports import Claimed, CrashPoint


@dataclass(frozen=True, slots=True)
class Redeemer:
    """`decide_again(call, strength=, permit=)` is `Authorizer.again`."""

    tools: Instruments
    decide_again: Callable[..., Decision]

    def claim(self, token: str) -> Claimed:
        permit = self._unspent(token)
        decided = decision_from_json(permit.subject)
        return Claimed(
            call=decided.call,
            pins=decided.pins,
            action=Digest(permit.action),
            effects=decided.analysis.effects,
            obligations=tuple(permit.obligations),
        )

    def redeem(self, token: str, call: ToolCall, *, strength: Strength) -> str:
        permit = self._unspent(token)  # 1, 2
        decision = self.decide_again(call, strength=strength, permit=permit.id)  # 3
        try:
            self._same(permit, decision)  # 4
        except (DigestMismatch, Forbidden):
            # A permit that was shown with another action is void: whoever holds it is not doing what was decided.
            self._void(permit, decision)
            raise
        body = {"permit": permit.id, "action": decision.action, "strength": strength.value}
        # COMMIT POINT. Before: nothing ran and the permit is unspent. After: it is spent, whatever happens.
        self.tools.store.append([Draft(Kind.PERMIT_REDEEMED, body, decision.at)])  # 5
        self.tools.trace.at(CrashPoint.REDEEMED)
        return permit.id

    def _unspent(self, token: str) -> PermitRow:
        claims = self.tools.signer.permit_claims(token)  # 1
        name = claims.get("txn")
        if claims.get("iss") != self.tools.origin or not isinstance(name, str):
            raise Unauthenticated("the permit is from another gate", hint="ask this gate")
        row = self.tools.store.row(Table.PERMITS, name)  # 2
        if not isinstance(row, PermitRow):
            raise NotFound(f"no permit {shown(name)}", hint="ask again")
        if claims.get("aud") != row.audience or claims.get("act") != row.action:
            raise Unauthenticated("the permit's claims are not the recorded ones", hint="ask again")
        if row.status is not PermitStatus.ISSUED:
            raise IllegalTransition(f"permit `{row.id}` is {row.status.value}", hint="a permit runs once; ask again")
        if self.tools.clock.now_ms() >= row.expires_at:
            raise Expired(f"permit `{row.id}` has expired", hint="ask again")
        return row

    def _same(self, permit: PermitRow, decision: Decision) -> None:
        if decision.call.target != permit.audience or decision.action != permit.action:
            raise DigestMismatch(
                "what would run is not what was permitted",
                hint="an argument, the directory, the environment or something it depends on changed; ask again",
            )
        if decision.effects != permit.effects:
            raise DigestMismatch("it would now do something else than was permitted", hint="ask again")
        if decision.policy != permit.policy or not isinstance(decision.verdict, Allow):
            raise Forbidden("what was permitted is not permitted any more", hint="ask again")
        if decision.verdict.obligations != permit.obligations:
            raise Forbidden("the obligations changed", hint="ask again")

    def _void(self, permit: PermitRow, decision: Decision) -> None:
        body = {"permit": permit.id, "because": "presented with another action", "action": decision.action}
        self.tools.store.append([Draft(Kind.PERMIT_VOIDED, body, decision.at)])
