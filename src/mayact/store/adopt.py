"""Going on deliberately from a head that is not the anchored one: after a restore, or when the anchor was lost.

1. examine   tree, newest checkpoint and governance must be in order; only the anchor is not asked
2. person    an active approver of tier `policy` signed exactly this head
3. void      every request and permit that is not spent, with the adoption itself, in one append: what was approved
             before may have been spent in the part that is gone
4. anchor    the new head replaces the old anchor, as after every append

Law: nothing but a signature over this very head moves an anchor backwards, and it moves the anchor of this home alone:
every other home on the same log has seen what it has seen, and its person decides there. Nobody appends meanwhile, so
what is void and what is anchored is one state. It cannot know whom the lost part revoked: whoever signs should look at
the approvers first.
"""

from collections import Counter
from dataclasses import dataclass

from mayact.core.approval import check_signature, unb64
from mayact.core.canonical import JsonObject
from mayact.core.errors import Forbidden, Unauthenticated, shown
from mayact.core.log.checkpoint import Checkpoint, SignBytes, VerifierKey, open_checkpoint
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import ApproverRow, ApproverStatus, PermitStatus, RequestStatus, Table
from mayact.core.log.statements import adoption_statement
from mayact.ports import Receipt, Store
from mayact.store.anchor import Anchor
from mayact.store.choose import Where, open_for_adoption

_PAGE = 500

_UNSPENT = (
    (Table.REQUESTS, RequestStatus.OPEN.value, Kind.REQUEST_VOIDED, "request"),
    (Table.REQUESTS, RequestStatus.APPROVED.value, Kind.REQUEST_VOIDED, "request"),
    (Table.PERMITS, PermitStatus.ISSUED.value, Kind.PERMIT_VOIDED, "permit"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoptable:
    """What a person would sign for. `requests`, `permits`: how many would become void. `approvers`: those enrolled
    and not revoked, as far as this store knows."""

    head: Checkpoint
    requests: int
    permits: int
    approvers: tuple[ApproverRow, ...]


def head_to_adopt(where: Where, *, beside: str, key: VerifierKey, sign: SignBytes, anchor: Anchor) -> Adoptable:
    """What there is to adopt. `beside`: where this home's own database file is, or would be.

    Raises `StoreCorrupt` when the store itself is not in order, `StoreUnavailable` while any gate has it open,
    `IllegalTransition` when there is a database and a file too.
    """
    with open_for_adoption(where, beside=beside, key=key, sign=sign, anchor=anchor) as store:
        kinds = Counter(draft.kind for draft in _voided(store, 0))
        active = store.rows(Table.APPROVERS, status=ApproverStatus.ACTIVE.value, limit=_PAGE)
        return Adoptable(
            head=open_checkpoint(store.checkpoint(), key=key),
            requests=kinds[Kind.REQUEST_VOIDED],
            permits=kinds[Kind.PERMIT_VOIDED],
            approvers=tuple(row for row in active if isinstance(row, ApproverRow)),
        )


def adopt(
    where: Where,
    *,
    beside: str,
    key: VerifierKey,
    sign: SignBytes,
    anchor: Anchor,
    approver: str,
    reason: str,
    signature: str,
    at: int,
) -> Receipt:
    """Adopt the head of the store at `where`. `signature` (base64) is `approver`'s over `adoption_statement` for
    exactly that head; `at` in milliseconds since the epoch; `beside` as in `head_to_adopt`.

    Raises as `head_to_adopt`, and `Unauthenticated`, `Forbidden`; the old anchor stands then.
    """
    with open_for_adoption(where, beside=beside, key=key, sign=sign, anchor=anchor) as store:  # 1
        head = open_checkpoint(store.checkpoint(), key=key)
        signer = _signer(store, approver)
        statement = adoption_statement(
            origin=head.origin, size=head.size, root=head.root.hex(), approver=signer.id, reason=reason
        )
        check_signature(public_key=unb64(signer.public_key), statement=statement, signature=signature)  # 2
        body: JsonObject = {
            "origin": head.origin,
            "size": head.size,
            "root": head.root.hex(),
            "approver": signer.id,
            "reason": reason,
            "signature": signature,
        }
        # COMMIT POINT. A crash before the anchor is replaced leaves a store that still refuses to open: adopt again.
        return store.append([Draft(Kind.HEAD_ADOPTED, body, at), *_voided(store, at)])  # 3, 4


def _signer(store: Store, approver: str) -> ApproverRow:
    row = store.row(Table.APPROVERS, approver)
    if not isinstance(row, ApproverRow) or row.status is not ApproverStatus.ACTIVE:
        raise Unauthenticated(f"{shown(approver)} is no enrolled approver of this log", hint="another must sign")
    if "policy" not in row.tiers:
        raise Forbidden(f"{shown(row.name)} may not adopt a head", hint="an approver of tier `policy` must sign")
    return row


def _voided(store: Store, at: int) -> list[Draft]:
    drafts: list[Draft] = []
    for table, status, kind, member in _UNSPENT:
        after = ""
        while page := store.rows(table, status=status, limit=_PAGE, after=after):
            drafts.extend(Draft(kind, {member: row.id, "because": "another head was adopted"}, at) for row in page)
            after = page[-1].id
    return drafts
