"""The decision, from call to permit. This file is the product; the rest is how.

1. admit      the call can be read in one way only, and a person stands behind it
2. policy     the active bundle, or nothing may run
3. examine    what it would do, and what that depends on, as things are now
4. digest     the exact action, and what it would do
5. evidence   approvals for just these under this policy, signatures checked again
6. decide     pure: allow, deny, or what is missing
7. record     decision, and request or permit with its spent approvals, in one durable transaction
8. answer     only after 7: no log, no permit
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from mayact.core.analysis.plan import Study
from mayact.core.canonical import Digest, digest_bytes
from mayact.core.errors import CallerLeft, IllegalTransition, NoPolicy, shown
from mayact.core.limits import MAX_ALL_OPEN_REQUESTS, MAX_OPEN_REQUESTS, MAX_PERMIT_LIFE_MS, MAX_SPEND_RACES
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import RequestRow, RequestStatus, Table
from mayact.core.model import (
    Allow,
    Decision,
    Deny,
    Hop,
    Need,
    Reason,
    StepUp,
    Strength,
    ToolCall,
    action_digest,
    chain_json,
    effect_fingerprint,
)
from mayact.core.policy.bundle import CompiledBundle
from mayact.core.policy.decide import decide
from mayact.core.record import decision_json
from mayact.core.rendering import request_text
from mayact.gate.evidence import Evidence, Sought, gather, requests_of
from mayact.gate.examine import admit, examine
from mayact.gate.instruments import Instruments
from mayact.gate.turns import Turns
from mayact.ports import CrashPoint, GateAnswer, Pending, Permitted, Refused, Wanted

_PAGE = 500

NO_OBLIGATIONS_ENFORCED: frozenset[str] = frozenset()
"""No boundary of this release enforces an obligation, so a rule that obliges refuses."""


@dataclass(frozen=True, slots=True)
class Authorizer:
    """`policy` answers the compiled active bundle; `utc` writes a time for people."""

    tools: Instruments
    policy: Callable[[], CompiledBundle | None]
    utc: Callable[[int], str]
    turns: Turns
    """Taken from evidence to record, so that two calls for one action open one request. Spending twice is refused by
    the store's transaction whatever these do."""

    def authorize(self, call: ToolCall, *, strength: Strength, wanted: Wanted) -> GateAnswer:
        admit(call)  # 1
        bundle = self._bundle()  # 2
        found = self._examine(call, bundle)  # 3
        with self.turns.taking(action_digest(call, found.pins)):
            for _ in range(MAX_SPEND_RACES):
                now = self.tools.clock.now_ms()
                evidence = gather(self.tools.store, _sought(call, found, bundle, now))  # 5
                decision = self._decide(
                    bundle, call=call, found=found, strength=strength, evidence=evidence, at=now
                )  # 6
                try:
                    return self._record(decision, bundle, evidence, wanted)  # 7, 8
                except IllegalTransition:
                    continue  # its approval was spent, or the policy changed, since step 5: look again
        self._refuse_slow_clock()
        raise IllegalTransition("the approval was spent by another call", hint="ask again")

    def _refuse_slow_clock(self) -> None:
        """Raises `IllegalTransition` when whatever is given now is over by the log's time, which never goes back."""
        store = self.tools.store
        last = store.entries(start=max(store.size() - 1, 0), count=1)
        behind = last[-1].at - self.tools.clock.now_ms() if last else 0
        if behind >= MAX_PERMIT_LIFE_MS:
            raise IllegalTransition(
                f"this machine's clock is {behind // 1000} s behind the log: permits would be over before they begin",
                hint="set the clocks of all gates right; what one wrote ahead of time has to pass first",
            )

    def explain(self, call: ToolCall, *, strength: Strength) -> Decision:
        admit(call)
        bundle = self._bundle()
        found = self._examine(call, bundle)
        nothing = Evidence(by_tier={}, requests=())
        now = self.tools.clock.now_ms()
        return self._decide(bundle, call=call, found=found, strength=strength, evidence=nothing, at=now)

    def again(self, call: ToolCall, *, strength: Strength, permit: str) -> Decision:
        """The same call decided once more under the policy of now, counting what `permit` has spent."""
        admit(call)
        bundle = self._bundle()
        found = self._examine(call, bundle)
        now = self.tools.clock.now_ms()
        evidence = gather(self.tools.store, _sought(call, found, bundle, now), spent_by=permit)
        return self._decide(bundle, call=call, found=found, strength=strength, evidence=evidence, at=now)

    def _bundle(self) -> CompiledBundle:
        bundle = self.policy()
        if bundle is None:
            raise NoPolicy("no policy is active", hint="run `mayact policy activate` or `mayact init`")
        return bundle

    def _examine(self, call: ToolCall, bundle: CompiledBundle) -> Study:
        return examine(
            call,
            parser=self.tools.parser,
            observer=self.tools.observer,
            catalogue=bundle.catalogue,
            guarded=self.tools.guarded,
        )

    def _decide(
        self, bundle: CompiledBundle, *, call: ToolCall, found: Study, strength: Strength, evidence: Evidence, at: int
    ) -> Decision:
        return decide(
            bundle,
            call=call,
            pins=found.pins,
            analysis=found.analysis,
            strength=strength,
            approvals=evidence.by_tier,
            enforced=NO_OBLIGATIONS_ENFORCED,
            at=at,
        )

    def _record(self, decision: Decision, bundle: CompiledBundle, evidence: Evidence, wanted: Wanted) -> GateAnswer:
        self.tools.trace.at(CrashPoint.DECIDED)
        match decision.verdict:
            case Deny(reasons=reasons):
                return self._refuse(decision, reasons)
            case StepUp(missing=missing, reasons=reasons):
                return self._step_up(decision, bundle, missing, reasons)
            case Allow(obligations=obligations):
                if not wanted():
                    # A permit would spend the approval, and nobody is there to use it.
                    self.tools.store.append([self._attempt(decision)])
                    raise CallerLeft("whoever asked is gone", hint="nothing ran; ask again")
                return self._permit(decision, obligations, evidence)
            case _:
                assert_never(decision.verdict)

    def _attempt(self, decision: Decision, **joined: str) -> Draft:
        return Draft(Kind.DECISION_MADE, {"decision": decision_json(decision), **joined}, decision.at)

    def _refuse(self, decision: Decision, reasons: tuple[Reason, ...]) -> Refused:
        self.tools.store.append([self._attempt(decision)])
        return Refused(action=decision.action, reasons=reasons, decision=decision)

    def _step_up(
        self, decision: Decision, bundle: CompiledBundle, missing: tuple[Need, ...], reasons: tuple[Reason, ...]
    ) -> GateAnswer:
        said_no = self._denied_by_a_person(decision)
        if said_no is not None:
            # Recorded as what it is answered: a refusal, not a question that nobody will see.
            refused = replace(decision, verdict=Deny(reasons=(said_no,), matched=decision.verdict.matched))
            return self._refuse(refused, (said_no,))
        waiting, expired = self._waiting(decision, missing)
        if waiting is not None:
            self.tools.store.append([*expired, self._attempt(decision, request=waiting.id)])
            return _pending(waiting.id, decision, missing, reasons, waiting.expires_at)
        full = self._too_many_open(decision)
        if full is not None:
            return self._refuse(
                replace(decision, verdict=Deny(reasons=(full,), matched=decision.verdict.matched)), (full,)
            )
        request = self.tools.ids.new("req")
        expires_at = decision.at + min(bundle.tiers[need.tier].expiry_ms for need in missing)
        text = request_text(
            request=request, decision=decision, missing=missing, reasons=reasons, expires=self.utc(expires_at)
        )
        opened = Draft(
            Kind.REQUEST_OPENED,
            {
                "id": request,
                "action": decision.action,
                "effects": decision.effects,
                "policy": decision.policy,
                "needs": tuple({"tier": n.tier, "quorum": n.quorum, "rules": n.rules} for n in missing),
                "chain": chain_json(decision.call.chain),
                "task": decision.call.task,
                "rendering": digest_bytes(text.encode()),
                "text": text,
                "nonce": self.tools.ids.nonce(),
                "expires_at": expires_at,
                "subject": decision_json(decision),
            },
            decision.at,
        )
        # COMMIT POINT. A crash before: as if it had never been asked. After: the request waits; asking again finds it.
        self.tools.store.append([*expired, self._attempt(decision, request=request), opened])
        return _pending(request, decision, missing, reasons, expires_at)

    def _denied_by_a_person(self, decision: Decision) -> Reason | None:
        """A person's no stands until the request they answered would have expired: asking again is not asking."""
        for row in requests_of(self.tools.store, decision.action, RequestStatus.DENIED):
            if row.policy == decision.policy and decision.at < row.expires_at:
                said = str(row.answers[-1].statement.get("reason", "")) if row.answers else ""
                return Reason(
                    rule="mayact.denied-by-person",
                    text=f"a person denied exactly this: {shown(said)}" if said else "a person denied exactly this",
                    hint="do something else, or ask them",
                )
        return None

    def _waiting(self, decision: Decision, missing: tuple[Need, ...]) -> tuple[RequestRow | None, list[Draft]]:
        """An open request for this very action that asks for at least this, and the expiry of those that are over."""
        found: RequestRow | None = None
        over: list[Draft] = []
        for row in requests_of(self.tools.store, decision.action, RequestStatus.OPEN):
            if decision.at >= row.expires_at:
                over.append(Draft(Kind.REQUEST_EXPIRED, {"request": row.id}, decision.at))
            elif row.policy == decision.policy and row.effects == decision.effects and _covers(row, missing):
                found = row
        return found, over

    def _too_many_open(self, decision: Decision) -> Reason | None:
        """Why no further request may be opened, if so. Those that are over and not yet swept count: they are few."""
        store, person = self.tools.store, decision.call.chain[0]
        own = total = 0
        after = ""
        while page := store.rows(Table.REQUESTS, status=RequestStatus.OPEN.value, limit=_PAGE, after=after):
            total += len(page)
            own += sum(isinstance(row, RequestRow) and _stands_behind(person, row) for row in page)
            after = page[-1].id
        if own < MAX_OPEN_REQUESTS and total < MAX_ALL_OPEN_REQUESTS:
            return None
        return Reason(
            rule="mayact.too-many-open",
            text=f"{own} requests of this person wait for an answer already, {total} of all",
            hint="have them answered (`mayact requests`), or wait until they expire",
        )

    def _permit(self, decision: Decision, obligations: tuple[str, ...], evidence: Evidence) -> Permitted:
        permit = self.tools.ids.new("prm")
        expires_at = decision.at + MAX_PERMIT_LIFE_MS
        subject = decision_json(decision)
        issued = Draft(
            Kind.PERMIT_ISSUED,
            {
                "id": permit,
                "action": decision.action,
                "effects": decision.effects,
                "policy": decision.policy,
                "requests": evidence.requests,
                "audience": decision.call.target,
                "obligations": obligations,
                "expires_at": expires_at,
                "subject": subject,
            },
            decision.at,
        )
        # COMMIT POINT: decision, permit and the approvals it spends, together or not at all. A crash after it leaves a
        # permit that nobody holds: it expires, its approval stays spent, nothing runs.
        receipt = self.tools.store.append([self._attempt(decision, permit=permit), issued])
        issued_at = receipt.entries[-1].at
        token = self.tools.signer.permit_token(
            {
                "iss": self.tools.origin,
                "aud": decision.call.target,
                "iat": issued_at // 1000,
                "exp": -(-expires_at // 1000),
                "txn": permit,
                "act": decision.action,
                "pol": decision.policy,
                "obl": obligations,
            }
        )
        return Permitted(
            permit=permit,
            token=token,
            action=decision.action,
            decision=decision,
            obligations=obligations,
            expires_at=expires_at,
        )


def _sought(call: ToolCall, found: Study, bundle: CompiledBundle, now: int) -> Sought:
    return Sought(  # 4
        action=action_digest(call, found.pins),
        effects=effect_fingerprint(found.analysis),
        policy=bundle.digest,
        now=now,
    )


def _covers(row: RequestRow, missing: tuple[Need, ...]) -> bool:
    asked = {need.tier: need.quorum for need in row.needs}
    return all(asked.get(need.tier, 0) >= need.quorum for need in missing)


def _stands_behind(person: Hop, row: RequestRow) -> bool:
    return (row.chain[0]["kind"], row.chain[0]["id"]) == (person.kind.value, person.id)


def _pending(
    request: str, decision: Decision, missing: tuple[Need, ...], reasons: tuple[Reason, ...], expires_at: int
) -> Pending:
    return Pending(
        request=request,
        action=Digest(decision.action),
        missing=missing,
        reasons=reasons,
        expires_at=expires_at,
        decision=decision,
    )
