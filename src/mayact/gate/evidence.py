"""Which approvals really stand behind an action: signatures checked again, every time they are counted.

Law: a row in a table is no approval (APPR-10). What counts is a statement, rebuilt here from the request's own
binding, signed by a key that is enrolled and active now, for this action under this policy, not expired, in a
request that nobody denied and nothing has spent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mayact.core.approval import Answer, Binding, approval_statement, check_signature, count_by_tier, unb64
from mayact.core.canonical import Digest, digest_bytes, freeze
from mayact.core.errors import MayactError
from mayact.core.log.state import AnswerRow, ApproverRow, ApproverStatus, RequestRow, RequestStatus, Table
from mayact.ports import Store


@dataclass(frozen=True, slots=True)
class Evidence:
    """`by_tier`: distinct verified approvers for each tier; `requests`: the requests they answered."""

    by_tier: Mapping[str, int]
    requests: tuple[str, ...]


def binding_of(row: RequestRow) -> Binding:
    return Binding(
        request=row.id,
        action=Digest(row.action),
        effects=Digest(row.effects),
        policy=Digest(row.policy),
        chain=freeze(row.chain),
        task=row.task,
        rendering=Digest(row.rendering),
        nonce=row.nonce,
        expires_at=row.expires_at,
    )


def active_approver(store: Store, key: str) -> ApproverRow | None:
    row = store.row(Table.APPROVERS, key)
    if isinstance(row, ApproverRow) and row.status is ApproverStatus.ACTIVE:
        return row
    return None


def verified_approver(answer: AnswerRow, row: RequestRow, store: Store) -> ApproverRow | None:
    """The active approver whose signature over exactly this binding verifies, or None."""
    approver = active_approver(store, answer.approver)
    if approver is None or digest_bytes(row.text.encode()) != row.rendering:
        # A text that is not the one whose digest was signed means the request's row was altered.
        return None
    statement = approval_statement(
        binding_of(row),
        answer=Answer(answer.answer),
        approver=approver.id,
        reason=str(answer.statement.get("reason", "")),
    )
    try:
        check_signature(public_key=unb64(approver.public_key), statement=statement, signature=answer.signature)
    except MayactError:
        return None  # not signed by that key: it counts as nothing, and `log verify` reports it
    return approver


def gather(
    rows: Iterable[RequestRow], *, store: Store, policy: Digest, now: int, spent_by: str | None = None
) -> Evidence:
    """The evidence in `rows` (requests of one action). `spent_by`: also count what this permit has spent."""
    approvers: list[tuple[str, tuple[str, ...]]] = []
    used: list[str] = []
    for row in rows:
        usable = row.status is RequestStatus.APPROVED and now < row.expires_at
        mine = spent_by is not None and row.status is RequestStatus.SPENT and row.permit == spent_by
        if row.policy != policy or not (usable or mine):
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
