"""People's answers: verified before they are written, and again whenever they are counted.

1. request    it exists and is still open to this answer
2. person     the key is enrolled, active, and holds a tier that this request asks for
3. signature  over the statement rebuilt here from the request's own binding, never one that was sent
4. record     one durable transaction; it issues no credential and widens no policy (APPR-7)
"""

from dataclasses import dataclass

from mayact.core.approval import Answer, approval_statement, check_signature, unb64
from mayact.core.canonical import JsonObject
from mayact.core.errors import Expired, Forbidden, IllegalTransition, LimitExceeded, NotFound, Unauthenticated, shown
from mayact.core.limits import MAX_REASON_CHARS
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.replay import REQUEST_TRANSITIONS
from mayact.core.log.state import ApproverRow, RequestRow, Table
from mayact.core.log.statements import binding_of
from mayact.gate.evidence import active_approver
from mayact.gate.instruments import Instruments
from mayact.ports import SignedAnswer


@dataclass(frozen=True, slots=True)
class Reviewer:
    tools: Instruments

    def request(self, request_id: str) -> RequestRow:
        row = self.tools.store.row(Table.REQUESTS, request_id)
        if not isinstance(row, RequestRow):
            raise NotFound(f"no request {shown(request_id)}", hint="list them with `mayact requests`")
        return row

    def answer(self, request_id: str, signed: SignedAnswer) -> RequestRow:
        row = self._open(request_id, signed)  # 1
        approver = self._person(row, signed)  # 2
        statement = approval_statement(  # 3
            binding_of(row), answer=signed.answer, approver=approver.id, reason=signed.reason
        )
        check_signature(public_key=unb64(approver.public_key), statement=statement, signature=signed.signature)
        body: JsonObject = {
            "request": row.id,
            "answer": {
                "answer": signed.answer.value,
                "approver": approver.id,
                "statement": statement,
                "signature": signed.signature,
            },
        }
        # COMMIT POINT. Before: nobody answered. After: the answer stands and is spent at most once.
        self.tools.store.append([Draft(Kind.REQUEST_ANSWERED, body, self.tools.clock.now_ms())])  # 4
        return self.request(row.id)

    def _open(self, request_id: str, signed: SignedAnswer) -> RequestRow:
        row = self.request(request_id)
        if len(signed.reason) > MAX_REASON_CHARS:
            raise LimitExceeded("the reason is too long", hint=f"at most {MAX_REASON_CHARS} characters", field="reason")
        if (row.status, signed.answer.value) not in REQUEST_TRANSITIONS:
            raise IllegalTransition(f"request `{row.id}` is {row.status.value}", hint="nothing waits for this answer")
        if self.tools.clock.now_ms() >= row.expires_at:
            raise Expired(f"request `{row.id}` has expired", hint="the agent must ask again")
        return row

    def _person(self, row: RequestRow, signed: SignedAnswer) -> ApproverRow:
        approver = active_approver(self.tools.store, signed.approver)
        if approver is None:
            raise Unauthenticated(f"{shown(signed.approver)} is no enrolled approver", hint="see `mayact status`")
        if signed.answer is Answer.APPROVE and not any(need.tier in approver.tiers for need in row.needs):
            asked = ", ".join(need.tier for need in row.needs)
            raise Forbidden(f"this request needs {asked}", hint="somebody who holds that tier must answer")
        return approver
