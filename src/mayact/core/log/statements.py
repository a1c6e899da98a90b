"""The signed statements that entries carry, checked against the rows as they were before the entry.

Law: what counts is the statement rebuilt here from the rows, never the one that was sent along; a signature over
anything else is `Unauthenticated`. Used after the fact by `log verify`: it trusts no row that an entry did not make.
"""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from mayact.core.approval import (
    Answer,
    Binding,
    activation_statement,
    approval_statement,
    check_signature,
    enrolment_statement,
    key_id,
    unb64,
)
from mayact.core.canonical import Digest, JsonObject, canonical_bytes, digest_bytes, digest_of, freeze, thaw
from mayact.core.errors import MayactError, Unauthenticated
from mayact.core.log.entry import Entry, Kind
from mayact.core.log.replay import Rows
from mayact.core.log.state import AnswerRow, ApproverRow, ApproverStatus, RequestRow, Table


def check_statements(entry: Entry, rows: Rows) -> None:
    """Raise `Unauthenticated` unless every statement that `entry` carries is signed by whom it must be.

    Entries of other kinds carry none. Whether the signer was allowed to is `replay.apply`'s question.
    """
    check = _CHECKS.get(entry.kind)
    if check is None:
        return
    try:
        check(cast("dict[str, Any]", thaw(entry.body)), rows)
    except Unauthenticated:
        raise
    except (MayactError, KeyError, TypeError, ValueError, AttributeError) as error:
        # Malformed is unsigned: the shape of a statement is part of what is signed.
        said = type(error).__name__
        raise Unauthenticated(f"a signed statement is malformed ({said})", hint="it was altered") from None


def adoption_statement(*, origin: str, size: int, root: str, approver: str, reason: str) -> JsonObject:
    """What an approver of tier `policy` signs to go on from a head that is not the anchored one: exactly the first
    `size` entries under `root` (hex) of log `origin`. Wire format `mayact/adoption/v1`, may never change."""
    return {
        "type": "mayact/adoption/v1",
        "origin": origin,
        "size": size,
        "root": root,
        "approver": approver,
        "reason": reason,
    }


def binding_of(row: RequestRow) -> Binding:
    """What approvers of this request sign."""
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


def check_answer(answer: AnswerRow, *, row: RequestRow, approver: ApproverRow) -> None:
    """Raise `Unauthenticated` unless `answer` is `approver`'s signed answer to exactly this request."""
    if digest_bytes(row.text.encode()) != row.rendering:
        raise Unauthenticated("the text shown is not the one whose digest was signed", hint="the request was altered")
    rebuilt = approval_statement(
        binding_of(row), answer=Answer(answer.answer), approver=approver.id, reason=str(answer.statement["reason"])
    )
    _same(rebuilt, answer.statement)
    check_signature(public_key=unb64(approver.public_key), statement=rebuilt, signature=answer.signature)


def _same(rebuilt: JsonObject, carried: Mapping[str, Any]) -> None:
    if canonical_bytes(rebuilt) != canonical_bytes(freeze(carried)):
        raise Unauthenticated("the signed statement is about something else", hint="the approval binds one action")


def _approver(rows: Rows, key: str) -> ApproverRow:
    row = rows.get(Table.APPROVERS, key)
    if not isinstance(row, ApproverRow):
        raise Unauthenticated("the signer was never enrolled", hint="the approval counts as none")
    return row


def _answered(body: dict[str, Any], rows: Rows) -> None:
    row = rows.get(Table.REQUESTS, body["request"])
    if not isinstance(row, RequestRow):
        raise Unauthenticated("the answered request does not exist", hint="the approval counts as none")
    answer = msgspec.convert({**body["answer"], "at": 0}, type=AnswerRow)
    check_answer(answer, row=row, approver=_approver(rows, answer.approver))


def _opened(body: dict[str, Any], rows: Rows) -> None:
    if digest_bytes(body["text"].encode()) != body["rendering"]:
        raise Unauthenticated("the text to be shown is not what its digest says", hint="the request was altered")


def _enrolled(body: dict[str, Any], rows: Rows) -> None:
    public = unb64(body["public_key"])
    if body["id"] != key_id(public):
        raise Unauthenticated("the key's id is not the key's", hint="the enrolment was altered")
    first = body["enrolled_by"] == body["id"]
    sponsor = public if first else unb64(_approver(rows, body["enrolled_by"]).public_key)
    statement = enrolment_statement(
        public_key=body["public_key"], name=body["name"], tiers=body["tiers"], approver=body["enrolled_by"]
    )
    check_signature(public_key=sponsor, statement=statement, signature=body["signature"])


def _activated(body: dict[str, Any], rows: Rows) -> None:
    if digest_of(body["bundle"]) != body["id"]:
        raise Unauthenticated("the policy is not the one that was signed", hint="the bundle was altered")
    statement = activation_statement(policy=body["id"], previous=body["previous"], approver=body["approver"])
    _same(statement, body["statement"])
    signer = _approver(rows, body["approver"])
    check_signature(public_key=unb64(signer.public_key), statement=statement, signature=body["signature"])


def _adopted(body: dict[str, Any], rows: Rows) -> None:
    statement = adoption_statement(
        origin=body["origin"],
        size=body["size"],
        root=body["root"],
        approver=body["approver"],
        reason=body["reason"],
    )
    signer = _approver(rows, body["approver"])
    check_signature(public_key=unb64(signer.public_key), statement=statement, signature=body["signature"])
    if signer.status is not ApproverStatus.ACTIVE or "policy" not in signer.tiers:
        raise Unauthenticated("the signing key may not adopt a head", hint="an approver of tier `policy` signs")


_CHECKS = {
    Kind.APPROVER_ENROLLED: _enrolled,
    Kind.POLICY_ACTIVATED: _activated,
    Kind.REQUEST_OPENED: _opened,
    Kind.REQUEST_ANSWERED: _answered,
    Kind.HEAD_ADOPTED: _adopted,
}
