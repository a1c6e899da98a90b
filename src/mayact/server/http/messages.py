"""The bodies of the API, as structs: requests are parsed by them, responses are documented by them.

Law: a native request has the known members of the right types or it is refused with the member named, as on the
sockets; AuthZEN bodies are only described here, their reader is the decider's. Wire format version 1: optional members
may be added, the meaning of an existing one never changes.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from mayact.core.wire.messages import CallFields

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Digest = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Responses may gain members."""


class AnyObject(msgspec.Struct, frozen=True):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A query parameter: its JSON schema and what it means."""

    name: str
    schema: dict[str, Any]
    says: str


MAX_PAGE: Final = 500
DEFAULT_PAGE: Final = 100

STATUSES: Final = ("open", "approved", "denied", "spent", "expired", "void")
STATUS: Final = Parameter(
    name="status",
    schema={"type": "string", "enum": [*STATUSES, "all"], "default": "open"},
    says="Only requests in this state; `all`: every one.",
)
LIMIT: Final = Parameter(
    name="limit",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_PAGE},
    says="How many at most.",
)
CURSOR: Final = Parameter(
    name="cursor",
    schema={"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9-]+$"},
    says="Where to go on: `next` of the page before.",
)
START: Final = Parameter(
    name="start",
    schema={"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999, "default": 0},
    says="The first entry, counted from 0.",
)


# ── boundaries ───────────────────────────────────────────────────────────────────────────────────────────


class AuthorizeRequest(_Body, frozen=True, kw_only=True):
    """`user`: one of the token's; `home`: that user's home directory on the boundary's machine."""

    user: str
    home: str
    call: CallFields
    wait_ms: Annotated[int, Meta(ge=0, le=600_000)] = 0


class ExplainRequest(_Body, frozen=True, kw_only=True):
    user: str
    home: str
    call: CallFields


class ClaimRequest(_Body, frozen=True, kw_only=True):
    token: str


class RedeemRequest(_Body, frozen=True, kw_only=True):
    token: str
    user: str
    home: str
    call: CallFields


class OutcomeRequest(_Body, frozen=True, kw_only=True):
    status: Literal["succeeded", "failed", "unknown"]
    exit_code: Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)] | None = None
    detail: str = ""


class ReasonOut(_Answer, frozen=True, kw_only=True):
    rule: str
    text: str
    hint: str
    effect: int | None


class NeedOut(_Answer, frozen=True, kw_only=True):
    tier: str
    quorum: int
    rules: list[str]


class Answer(_Answer, frozen=True, kw_only=True):
    """`permit`, `token`, `pins` and `call` stand under allow and modify; `request` and `missing` under step-up and
    defer; `reasons` wherever it is not permitted."""

    outcome: Literal["allow", "modify", "deny", "step-up", "defer"]
    action: Digest
    policy: Digest | None
    strength: Literal["advisory", "sandboxed", "separate"] | None
    risk: Literal["low", "medium", "high", "critical"] | None
    opaque: bool
    permit: Id | msgspec.UnsetType = msgspec.UNSET
    token: str | msgspec.UnsetType = msgspec.UNSET
    obligations: list[str] | msgspec.UnsetType = msgspec.UNSET
    expires_at: int | msgspec.UnsetType = msgspec.UNSET
    pins: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    call: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    request: Id | msgspec.UnsetType = msgspec.UNSET
    missing: list[NeedOut] | msgspec.UnsetType = msgspec.UNSET
    reasons: list[ReasonOut] | msgspec.UnsetType = msgspec.UNSET


class Explained(_Answer, frozen=True, kw_only=True):
    """The decision as the log would have it; `verdict.outcome` says which."""

    verdict: dict[str, Any]
    action: Digest


class ClaimResponse(_Answer, frozen=True, kw_only=True):
    action: Digest
    pins: dict[str, str]
    call: dict[str, Any]


class RedeemResponse(_Answer, frozen=True, kw_only=True):
    permit: Id


class OutcomeResponse(_Answer, frozen=True, kw_only=True):
    recorded: Literal[True]


# ── reviewers ────────────────────────────────────────────────────────────────────────────────────────────


class RequestLine(_Answer, frozen=True, kw_only=True):
    id: Id
    status: Literal["open", "approved", "denied", "spent", "expired", "void"]
    action: Digest
    needs: list[NeedOut]
    chain: list[dict[str, Any]]
    opened_at: int
    expires_at: int
    answers: int


class RequestPage(_Answer, frozen=True, kw_only=True):
    items: list[RequestLine]
    next: str | None


class RequestWhole(_Answer, frozen=True, kw_only=True):
    """`text` is exactly what an approver reads; `rendering` its digest; both are in the statement that is signed."""

    id: Id
    status: Literal["open", "approved", "denied", "spent", "expired", "void"]
    action: Digest
    effects: Digest
    policy: Digest
    needs: list[NeedOut]
    chain: list[dict[str, Any]]
    task: str | None
    rendering: Digest
    text: str
    nonce: str
    opened_at: int
    expires_at: int
    subject: dict[str, Any]
    answers: list[dict[str, Any]]
    permit: str | None


class AnswerBody(_Body, frozen=True, kw_only=True):
    answer: Literal["approve", "deny"]
    approver: Annotated[str, Meta(max_length=256)]
    signature: Annotated[str, Meta(max_length=256)]
    reason: str = ""


class PolicyResponse(_Answer, frozen=True, kw_only=True):
    digest: Digest
    bundle: dict[str, Any]


class ActivateRequest(_Body, frozen=True, kw_only=True):
    bundle: dict[str, Any]
    approver: Annotated[str, Meta(max_length=256)]
    signature: Annotated[str, Meta(max_length=256)]


class ActivateResponse(_Answer, frozen=True, kw_only=True):
    policy: Digest


class Status(_Answer, frozen=True, kw_only=True):
    """To boundaries and decision callers less is shown: they learn nothing of requests and approvers."""

    policy: Digest | None
    version: str
    origin: str
    role: Literal["pep", "boundary", "reviewer", "metrics"]
    token: str


class EntryOut(_Answer, frozen=True, kw_only=True):
    seq: int
    leaf: Annotated[str, Meta(extra_json_schema={"contentEncoding": "base64"})]


class EntryPage(_Answer, frozen=True, kw_only=True):
    items: list[EntryOut]
    next: int | None


class Proof(_Answer, frozen=True, kw_only=True):
    type: Literal["mayact/inclusion/v1"]
    leaf: str
    index: int
    size: int
    hashes: list[str]
    checkpoint: str


class Health(_Answer, frozen=True, kw_only=True):
    status: Literal["ok"]


# ── AuthZEN 1.0, as described; the reader is `ports.AuthzenDecider` ──────────────────────────────────────


class Metadata(_Answer, frozen=True, kw_only=True):
    policy_decision_point: str
    access_evaluation_endpoint: str
    access_evaluations_endpoint: str
    search_subject_endpoint: str
    search_resource_endpoint: str
    search_action_endpoint: str


class Subject(_Answer, frozen=True, kw_only=True):
    type: str
    id: str
    properties: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class Resource(_Answer, frozen=True, kw_only=True):
    type: str
    id: str
    properties: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class Action(_Answer, frozen=True, kw_only=True):
    name: str
    properties: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class AnySubject(_Answer, frozen=True, kw_only=True):
    type: str


class AnyResource(_Answer, frozen=True, kw_only=True):
    type: str


class EvaluationRequest(_Answer, frozen=True, kw_only=True):
    subject: Subject
    action: Action
    resource: Resource
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class EvaluationResponse(_Answer, frozen=True, kw_only=True):
    decision: bool
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class EvaluationItem(_Answer, frozen=True, kw_only=True):
    subject: Subject | msgspec.UnsetType = msgspec.UNSET
    action: Action | msgspec.UnsetType = msgspec.UNSET
    resource: Resource | msgspec.UnsetType = msgspec.UNSET
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class EvaluationsOptions(_Answer, frozen=True, kw_only=True):
    evaluations_semantic: Literal["execute_all", "deny_on_first_deny", "permit_on_first_permit"] | msgspec.UnsetType = (
        msgspec.UNSET
    )


class EvaluationsRequest(EvaluationItem, frozen=True, kw_only=True):
    evaluations: list[EvaluationItem] | msgspec.UnsetType = msgspec.UNSET
    options: EvaluationsOptions | msgspec.UnsetType = msgspec.UNSET


class EvaluationsResponse(_Answer, frozen=True, kw_only=True):
    """Without `evaluations` in the request it is that of a single evaluation."""

    evaluations: list[EvaluationResponse] | msgspec.UnsetType = msgspec.UNSET
    decision: bool | msgspec.UnsetType = msgspec.UNSET
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class Page(_Answer, frozen=True, kw_only=True):
    token: str | msgspec.UnsetType = msgspec.UNSET
    limit: Annotated[int, Meta(ge=0)] | msgspec.UnsetType = msgspec.UNSET


class PageOut(_Answer, frozen=True, kw_only=True):
    next_token: str
    count: int | msgspec.UnsetType = msgspec.UNSET
    total: int | msgspec.UnsetType = msgspec.UNSET


class SearchSubjectRequest(_Answer, frozen=True, kw_only=True):
    subject: AnySubject
    action: Action
    resource: Resource
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    page: Page | msgspec.UnsetType = msgspec.UNSET


class SearchResourceRequest(_Answer, frozen=True, kw_only=True):
    subject: Subject
    action: Action
    resource: AnyResource
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    page: Page | msgspec.UnsetType = msgspec.UNSET


class SearchActionRequest(_Answer, frozen=True, kw_only=True):
    subject: Subject
    resource: Resource
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    page: Page | msgspec.UnsetType = msgspec.UNSET


class ResultOut(_Answer, frozen=True, kw_only=True):
    type: str
    id: str


class ActionOut(_Answer, frozen=True, kw_only=True):
    name: str


class SearchResponse(_Answer, frozen=True, kw_only=True):
    results: list[ResultOut]
    page: PageOut | msgspec.UnsetType = msgspec.UNSET
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class ActionSearchResponse(_Answer, frozen=True, kw_only=True):
    results: list[ActionOut]
    page: PageOut | msgspec.UnsetType = msgspec.UNSET
    context: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
