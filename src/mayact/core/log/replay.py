"""From entries to state: the only place where state changes are defined.

Law: a transition is a row of a table; what is not in the table cannot happen (`IllegalTransition`), which is how
an approval is never spent twice and a permit never redeemed twice, on every store and in every verifier alike.
`apply` is a pure function of the entry and the rows it touches; signatures are checked by the gate before and by
`log verify` after, not here.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import msgspec

from mayact.core.approval import Answer, count_by_tier, unmet
from mayact.core.canonical import thaw
from mayact.core.errors import IllegalTransition
from mayact.core.log.entry import Entry, Kind
from mayact.core.log.state import (
    AnswerRow,
    ApproverRow,
    ApproverStatus,
    PermitRow,
    PermitStatus,
    PolicyRow,
    PolicyStatus,
    RequestRow,
    RequestStatus,
    Row,
    Table,
)
from mayact.core.model import Need

R = RequestStatus
P = PermitStatus


def _ending(transitions: Mapping[tuple[Any, str], Any]) -> frozenset[str]:
    live = {status for status, _ in transitions}
    events = {event for _, event in transitions}
    return frozenset(events - {event for (_, event), after in transitions.items() if after in live})


REQUEST_TRANSITIONS: Final[Mapping[tuple[R, str], R]] = {
    (R.OPEN, "approve"): R.OPEN,  # becomes APPROVED when no need is left: see `_answered`
    (R.OPEN, "suffice"): R.APPROVED,
    (R.OPEN, "deny"): R.DENIED,
    (R.OPEN, "expire"): R.EXPIRED,
    (R.OPEN, "void"): R.VOID,
    (R.APPROVED, "deny"): R.DENIED,
    (R.APPROVED, "spend"): R.SPENT,
    (R.APPROVED, "expire"): R.EXPIRED,
    (R.APPROVED, "void"): R.VOID,
}

PERMIT_TRANSITIONS: Final[Mapping[tuple[P, str], P]] = {
    (P.ISSUED, "redeem"): P.REDEEMED,
    (P.ISSUED, "expire"): P.EXPIRED,
    (P.ISSUED, "void"): P.VOID,
    (P.REDEEMED, "succeeded"): P.SUCCEEDED,
    (P.REDEEMED, "failed"): P.FAILED,
    (P.REDEEMED, "unknown"): P.UNKNOWN,
    (P.UNKNOWN, "succeeded"): P.SUCCEEDED,  # a late report of something that counted as executed already
    (P.UNKNOWN, "failed"): P.FAILED,
}

LIVE: Final[Mapping[Table, frozenset[str]]] = {
    Table.REQUESTS: frozenset(status.value for status, _ in REQUEST_TRANSITIONS),
    Table.PERMITS: frozenset(status.value for status, _ in PERMIT_TRANSITIONS),
}
"""The statuses that something can still follow. A row in any other status has no power left."""

ENDING: Final[Mapping[Table, frozenset[str]]] = {
    Table.REQUESTS: _ending(REQUEST_TRANSITIONS),
    Table.PERMITS: _ending(PERMIT_TRANSITIONS),
}
"""The events after which a row is not live, whatever it was before."""


def is_live(row: Row) -> bool:
    return row.status.value in LIVE.get(row.table, frozenset())


class Rows(Protocol):
    """The rows as they are just before an entry. A store answers from its transaction, a verifier from memory."""

    def get(self, table: Table, key: str) -> Row | None: ...

    def active_policy(self) -> PolicyRow | None: ...

    def no_approvers(self) -> bool:
        """True while no approver was ever enrolled: only then may a key enrol itself."""
        ...


def apply(entry: Entry, rows: Rows) -> tuple[Row, ...]:
    """The rows that `entry` changes or creates. Raises `IllegalTransition`; then nothing of it may be kept."""
    handler = _HANDLERS.get(entry.kind)
    if handler is None:
        return ()
    return _handled(handler, entry.kind, thaw(entry.body), seq=entry.seq, at=entry.at, rows=rows)


def apply_bytes(kind: Kind, canonical: bytes, *, seq: int, at: int, rows: Rows) -> tuple[Row, ...]:
    """`apply` of the entry whose body has the canonical form `canonical`: what is applied is what the bytes say, as a
    verifier will read them. Raises `IllegalTransition`."""
    handler = _HANDLERS.get(kind)
    if handler is None:
        return ()
    try:
        body = msgspec.json.decode(canonical)
    except (msgspec.DecodeError, RecursionError) as error:
        raise IllegalTransition(f"entry {seq} ({kind}) cannot be read: {error}", hint="it cannot be recorded") from None
    return _handled(handler, kind, body, seq=seq, at=at, rows=rows)


def _handled(handler: "Handler", kind: Kind, body: Any, *, seq: int, at: int, rows: Rows) -> tuple[Row, ...]:
    try:
        return handler(at, body, rows)
    except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
        # A verifier applies entries that somebody may have altered: the wrong shape is refused like a missing member.
        raise IllegalTransition(
            f"entry {seq} ({kind}) lacks what it must say: {error}", hint="it cannot be recorded"
        ) from None


Handler: TypeAlias = "Callable[[int, dict[str, Any], Rows], tuple[Row, ...]]"

_T = TypeVar("_T", RequestRow, PermitRow, ApproverRow, PolicyRow)


def _existing(rows: Rows, kind: type[_T], key: str) -> _T:
    row = rows.get(kind.table, key)
    if not isinstance(row, kind):
        raise IllegalTransition(f"no {kind.table.value[:-1]} `{key}`", hint="list what there is first")
    return row


def _absent(rows: Rows, table: Table, key: str) -> None:
    if rows.get(table, key) is not None:
        raise IllegalTransition(f"{table.value[:-1]} `{key}` exists already", hint="ids are never reused")


def _request_to(row: RequestRow, event: str) -> RequestStatus:
    after = REQUEST_TRANSITIONS.get((row.status, event))
    if after is None:
        raise IllegalTransition(f"request `{row.id}` is {row.status.value}: cannot {event}", hint="ask again")
    return after


def _permit_to(row: PermitRow, event: str) -> PermitStatus:
    after = PERMIT_TRANSITIONS.get((row.status, event))
    if after is None:
        raise IllegalTransition(f"permit `{row.id}` is {row.status.value}: cannot {event}", hint="ask again")
    return after


def _opened(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    _absent(rows, Table.REQUESTS, body["id"])
    row = msgspec.convert({**body, "status": "open", "opened_at": at, "answers": []}, type=RequestRow)
    if not row.needs or row.expires_at <= at:
        raise IllegalTransition(f"request `{row.id}` asks for nothing or is already over", hint="decide again")
    return (row,)


def _answered(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    row = _existing(rows, RequestRow, body["request"])
    answer = msgspec.convert({**body["answer"], "at": at}, type=AnswerRow)
    _request_to(row, answer.answer)
    if at >= row.expires_at:
        raise IllegalTransition(f"request `{row.id}` has expired", hint="ask again")
    if any(given.approver == answer.approver and given.answer == answer.answer for given in row.answers):
        raise IllegalTransition(f"`{answer.approver}` has answered request `{row.id}` already", hint="another person")
    if _existing(rows, ApproverRow, answer.approver).status is not ApproverStatus.ACTIVE:
        raise IllegalTransition(f"approver `{answer.approver}` was revoked", hint="another person must answer")
    row = replace(row, answers=(*row.answers, answer))
    if answer.answer == Answer.DENY:
        return (replace(row, status=_request_to(row, "deny")),)
    if not unmet(needs_of(row), approvals_by_tier(row, rows)):
        row = replace(row, status=_request_to(row, "suffice"))
    return (row,)


def needs_of(row: RequestRow) -> tuple[Need, ...]:
    return tuple(Need(tier=need.tier, quorum=need.quorum, rules=need.rules) for need in row.needs)


def approvals_by_tier(row: RequestRow, rows: Rows) -> Mapping[str, int]:
    """Distinct, still enrolled approvers of this request, counted for every tier they hold."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for answer in row.answers:
        approver = rows.get(Table.APPROVERS, answer.approver)
        if (
            answer.answer == Answer.APPROVE
            and isinstance(approver, ApproverRow)
            and approver.status is ApproverStatus.ACTIVE
        ):
            found.append((approver.id, approver.tiers))
    return count_by_tier(found)


def _request_ended(event: str) -> Handler:
    def ended(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
        row = _existing(rows, RequestRow, body["request"])
        if event == "expire" and at < row.expires_at:
            raise IllegalTransition(f"request `{row.id}` has not expired yet", hint="void it instead")
        return (replace(row, status=_request_to(row, event)),)

    return ended


def _issued(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    _absent(rows, Table.PERMITS, body["id"])
    permit = msgspec.convert({**body, "status": "issued", "issued_at": at}, type=PermitRow)
    if permit.expires_at <= at:
        raise IllegalTransition(f"permit `{permit.id}` is already over", hint="decide again")
    spent: list[Row] = []
    for request_id in permit.requests:
        request = _existing(rows, RequestRow, request_id)
        if request.action != permit.action or request.policy != permit.policy:
            raise IllegalTransition(
                f"request `{request.id}` approved another action or policy",
                hint="the approval binds one action",
            )
        if at >= request.expires_at:
            raise IllegalTransition(f"request `{request.id}` has expired", hint="ask again")
        spent.append(replace(request, status=_request_to(request, "spend"), permit=permit.id))
    active = rows.active_policy()
    if active is None or active.id != permit.policy:
        raise IllegalTransition("the policy changed meanwhile", hint="decide again")
    return (*spent, permit)


def _redeemed(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    row = _existing(rows, PermitRow, body["permit"])
    after = _permit_to(row, "redeem")
    if at >= row.expires_at:
        raise IllegalTransition(f"permit `{row.id}` has expired", hint="ask again")
    if body["action"] != row.action:
        raise IllegalTransition(f"permit `{row.id}` names another action", hint="ask again")
    active = rows.active_policy()
    if active is None or active.id != row.policy:
        raise IllegalTransition("the policy changed meanwhile", hint="decide again")
    return (replace(row, status=after, redeemed_at=at),)


def _permit_ended(event: str) -> Handler:
    def ended(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
        row = _existing(rows, PermitRow, body["permit"])
        if event == "expire" and at < row.expires_at:
            raise IllegalTransition(f"permit `{row.id}` has not expired yet", hint="void it instead")
        return (replace(row, status=_permit_to(row, event)),)

    return ended


def _outcome(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    row = _existing(rows, PermitRow, body["permit"])
    after = _permit_to(row, body["outcome"]["status"])
    return (replace(row, status=after, outcome={**body["outcome"], "at": at}),)


def _enrolled(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    _absent(rows, Table.APPROVERS, body["id"])
    row = msgspec.convert({**body, "status": "active"}, type=ApproverRow)
    if row.enrolled_by == row.id:
        if not rows.no_approvers():
            raise IllegalTransition("only the first key enrols itself", hint="an approver of tier `policy` enrols it")
        return (row,)
    sponsor = _existing(rows, ApproverRow, row.enrolled_by)
    if sponsor.status is not ApproverStatus.ACTIVE or "policy" not in sponsor.tiers:
        raise IllegalTransition("the enrolling key may not enrol", hint="an approver of tier `policy` enrols it")
    return (row,)


def _revoked(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    row = _existing(rows, ApproverRow, body["approver"])
    if row.status is not ApproverStatus.ACTIVE:
        raise IllegalTransition(f"approver `{row.id}` is revoked already", hint="nothing to do")
    return (replace(row, status=ApproverStatus.REVOKED),)


def _activated(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    active = rows.active_policy()
    if body["previous"] != (active.id if active else None):
        raise IllegalTransition("another policy was activated meanwhile", hint="look at the active one and sign again")
    signer = _existing(rows, ApproverRow, body["approver"])
    if signer.status is not ApproverStatus.ACTIVE or "policy" not in signer.tiers:
        raise IllegalTransition("the signing key may not activate policy", hint="an approver of tier `policy` signs")
    stored = {key: value for key, value in body.items() if key != "previous"}
    row = msgspec.convert({**stored, "status": "active", "activated_at": at}, type=PolicyRow)
    before: tuple[Row, ...] = ()
    if active is not None and active.id != row.id:
        before = (replace(active, status=PolicyStatus.SUPERSEDED),)
    return (*before, row)


def _evaluated(at: int, body: dict[str, Any], rows: Rows) -> tuple[Row, ...]:
    # An answer under a policy that is no longer the active one must not leave: it is given again under that of now.
    active = rows.active_policy()
    if body["policy"] != (active.id if active is not None else None):
        raise IllegalTransition("the policy changed while this was decided", hint="decide again")
    return ()


_HANDLERS: Final[Mapping[Kind, Handler]] = {
    Kind.REQUEST_OPENED: _opened,
    Kind.REQUEST_ANSWERED: _answered,
    Kind.REQUEST_EXPIRED: _request_ended("expire"),
    Kind.REQUEST_VOIDED: _request_ended("void"),
    Kind.PERMIT_ISSUED: _issued,
    Kind.PERMIT_REDEEMED: _redeemed,
    Kind.PERMIT_EXPIRED: _permit_ended("expire"),
    Kind.PERMIT_VOIDED: _permit_ended("void"),
    Kind.OUTCOME_REPORTED: _outcome,
    Kind.APPROVER_ENROLLED: _enrolled,
    Kind.APPROVER_REVOKED: _revoked,
    Kind.POLICY_ACTIVATED: _activated,
    Kind.EVALUATION_MADE: _evaluated,
}
