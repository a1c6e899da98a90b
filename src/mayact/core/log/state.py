"""The rows that entries imply: requests, permits, approvers, policies.

Law: a row is what folding the log says it is (`replay.apply`), nothing else; stores keep copies of rows so that
they can be looked up, and `log verify` recomputes and compares every one. Rows hold JSON values only.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

import msgspec

from mayact.core.canonical import JsonObject, freeze


class Table(StrEnum):
    REQUESTS = "requests"
    PERMITS = "permits"
    APPROVERS = "approvers"
    POLICIES = "policies"


class RequestStatus(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DENIED = "denied"
    SPENT = "spent"
    EXPIRED = "expired"
    VOID = "void"


class PermitStatus(StrEnum):
    ISSUED = "issued"
    REDEEMED = "redeemed"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    VOID = "void"


class ApproverStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"


class PolicyStatus(StrEnum):
    ACTIVE = "active"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    tier: str
    quorum: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One signed answer. `statement` is what was signed, `signature` base64, `approver` a key id."""

    answer: str
    approver: str
    statement: dict[str, Any]
    signature: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    table: ClassVar[Table] = Table.REQUESTS
    id: str
    status: RequestStatus
    action: str
    effects: str
    policy: str
    needs: tuple[NeedRow, ...]
    chain: tuple[dict[str, Any], ...]
    task: str | None
    rendering: str
    """Digest of `text`."""
    text: str
    """Exactly what approvers are shown, drawn by the gate from the action itself."""
    nonce: str
    opened_at: int
    expires_at: int
    subject: dict[str, Any]
    """The decision that opened it (`core.record.decision_json`)."""
    answers: tuple[AnswerRow, ...] = ()
    permit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitRow:
    table: ClassVar[Table] = Table.PERMITS
    id: str
    status: PermitStatus
    action: str
    effects: str
    policy: str
    requests: tuple[str, ...]
    audience: str
    obligations: tuple[str, ...]
    issued_at: int
    expires_at: int
    subject: dict[str, Any]
    redeemed_at: int | None = None
    outcome: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverRow:
    table: ClassVar[Table] = Table.APPROVERS
    id: str
    """The key id."""
    status: ApproverStatus
    name: str
    public_key: str
    """32 raw bytes, base64."""
    tiers: tuple[str, ...]
    enrolled_by: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    table: ClassVar[Table] = Table.POLICIES
    id: str
    """The bundle's digest."""
    status: PolicyStatus
    bundle: dict[str, Any]
    activated_at: int
    approver: str
    statement: dict[str, Any]
    signature: str


Row: TypeAlias = RequestRow | PermitRow | ApproverRow | PolicyRow

ROW_TYPES: dict[Table, type[RequestRow] | type[PermitRow] | type[ApproverRow] | type[PolicyRow]] = {
    Table.REQUESTS: RequestRow,
    Table.PERMITS: PermitRow,
    Table.APPROVERS: ApproverRow,
    Table.POLICIES: PolicyRow,
}


def row_json(row: Row) -> JsonObject:
    """The row as plain JSON, ready for `canonical_bytes`."""
    return freeze(msgspec.to_builtins(row, str_keys=True))  # type: ignore[return-value]


def row_from_json(table: Table, value: object) -> Row:
    """The reverse. Raises `msgspec.ValidationError` for anything that is not exactly such a row."""
    return msgspec.convert(value, type=ROW_TYPES[table])
