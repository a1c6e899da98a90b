"""Which approvals really stand behind an action: signatures checked again, every time they are counted.

Law: a row in a table is no approval (APPR-10). What counts is a statement, rebuilt here from the request's own
binding, signed by a key that is enrolled and active now, for this action under this policy, not expired, in a
request that nobody denied and nothing has spent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mayact.core.approval import Answer, count_by_tier
from mayact.core.canonical import Digest
from mayact.core.errors import MayactError
from mayact.core.log.state import AnswerRow, ApproverRow, ApproverStatus, RequestRow, RequestStatus, Table
from mayact.core.log.statements import check_answer
from mayact.ports import Store


@dataclass(frozen=True, slots=True)
class Evidence:
    """`by_tier`: distinct verified approvers for each tier; `requests`: the requests they answered."""

    by_tier: Mapping[str, int]
    requests: tuple[str, ...]


def active_approver(store: Store, key: str) -> ApproverRow | None:
    row = store.row(Table.APPROVERS, key)
    if isinstance(row, ApproverRow) and row.status is ApproverStatus.ACTIVE:
        return row
    return None


def verified_approver(answer: AnswerRow, row: RequestRow, store: Store) -> ApproverRow | None:
    """The active approver whose signature over exactly this request verifies, or None."""
    approver = active_approver(store, answer.approver)
    if approver is None:
        return None
    try:
        check_answer(answer, row=row, approver=approver)
    except (MayactError, KeyError, ValueError, TypeError):
        # Malformed, not signed by that key, or the row was altered: it counts as nothing; `log verify` reports it.
        return None
    return approver


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What an approval must have been for. `effects` beside `action`: the action's digest holds what execution depends
    on, the effects are what the person was shown it would do; both must still be so."""

    action: Digest
    effects: Digest
    policy: Digest
    now: int


def gather(store: Store, sought: Sought, *, spent_by: str | None = None) -> Evidence:
    """The evidence that is left for `sought`; with `spent_by` instead what that permit has spent."""
    status = RequestStatus.APPROVED if spent_by is None else RequestStatus.SPENT
    approvers: list[tuple[str, tuple[str, ...]]] = []
    used: list[str] = []
    for row in requests_of(store, sought.action, status):
        usable = sought.now < row.expires_at if spent_by is None else row.permit == spent_by
        if not usable or row.effects != sought.effects or row.policy != sought.policy:
            continue
        found = [
            approver
            for answer in row.answers
            if answer.answer == Answer.APPROVE and (approver := verified_approver(answer, row, store)) is not None
        ]
        if found:
            used.append(row.id)
            approvers.extend((approver.id, approver.tiers) for approver in found)
    return Evidence(by_tier=count_by_tier(approvers), requests=tuple(used))


def requests_of(store: Store, action: Digest, *statuses: RequestStatus) -> tuple[RequestRow, ...]:
    """Every request of `action` in these statuses."""
    return tuple(
        row
        for status in statuses
        for row in store.rows(Table.REQUESTS, status=status.value, action=action, limit=1000)
        if isinstance(row, RequestRow)
    )
