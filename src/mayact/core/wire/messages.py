"""What may be said on the agent socket and on the control socket: two closed lists of operations.

Law: a message is one JSON object with a known `op` and known members of the right types, or it is refused with the
member named; nothing is coerced, nothing unknown is ignored, because a member that the gate overlooks is a member
that somebody else reads. No message carries a person, a home or a chain: the gate names those from the peer.

Wire format version 1. It may gain operations and optional members; the meaning of an existing one never changes.
A reply is a JSON object; one that has the member `error` (`code`, `message`, `hint`, `field`) means no.
"""

import re
from typing import Any, Final, Literal, TypeAlias, TypeVar

import msgspec

from mayact.core.canonical import Json, JsonObject, canonical_bytes, freeze, parse_json, thaw
from mayact.core.errors import InvalidInput, MayactError
from mayact.core.wire.words import plain


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="op"):
    pass


class CallFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A `ToolCall` as a caller may state it. `agent` and `subagent` are claims; empty: nobody claims anything."""

    tool: Literal["shell", "exec", "file.read", "file.write", "file.edit", "file.patch", "http", "mcp", "other"]
    arguments: dict[str, Any]
    cwd: str
    environment: dict[str, str] = {}
    """Only names that are kept (`core.wire.environment`), without those the gate observes itself."""
    stdin: str | None = None
    task: str | None = None
    agent: str = ""
    subagent: str = ""
    session: str = ""
    call_id: str = ""
    claims: dict[str, Any] = {}


# ── the agent socket ─────────────────────────────────────────────────────────────────────────────────────


class Authorize(_Message, tag="authorize", frozen=True, kw_only=True):
    """Decide. When approvals are missing, wait up to `wait_ms` for them before answering."""

    call: CallFields
    wait_ms: int = 0


class Claim(_Message, tag="claim", frozen=True, kw_only=True):
    """What exactly is this permit for?"""

    token: str


class Redeem(_Message, tag="redeem", frozen=True, kw_only=True):
    """Spend the permit for this call, now."""

    token: str
    call: CallFields


class Report(_Message, tag="outcome", frozen=True, kw_only=True):
    """What became of a redeemed permit."""

    permit: str
    status: Literal["succeeded", "failed", "unknown"]
    exit_code: int | None = None
    detail: str = ""


class Explain(_Message, tag="explain", frozen=True, kw_only=True):
    """What `authorize` would say; nothing is written."""

    call: CallFields


class AgentStatus(_Message, tag="status", frozen=True, kw_only=True):
    """Is the gate there, and how strongly am I held?"""


AgentMessage: TypeAlias = Authorize | Claim | Redeem | Report | Explain | AgentStatus


# ── the control socket ───────────────────────────────────────────────────────────────────────────────────


class ListRequests(_Message, tag="requests", frozen=True, kw_only=True):
    """Requests with this status (null: every one), in the order of their ids."""

    status: Literal["open", "approved", "denied", "spent", "expired", "void"] | None = "open"
    limit: int = 100
    after: str = ""


class ShowRequest(_Message, tag="request", frozen=True, kw_only=True):
    request: str


class AnswerRequest(_Message, tag="answer", frozen=True, kw_only=True):
    """A signed answer (`core.approval.approval_statement`)."""

    request: str
    answer: Literal["approve", "deny"]
    approver: str
    reason: str = ""
    signature: str


class Activate(_Message, tag="activate", frozen=True, kw_only=True):
    """Make this bundle the policy (`core.approval.activation_statement`)."""

    bundle: dict[str, Any]
    approver: str
    signature: str


class ShowPolicy(_Message, tag="policy", frozen=True, kw_only=True):
    """The active bundle and its digest."""


class ControlStatus(_Message, tag="status", frozen=True, kw_only=True):
    """Everything `mayact status` shows."""


class Sweep(_Message, tag="sweep", frozen=True, kw_only=True):
    """Expire what is over, close what crashed."""


class Launch(_Message, tag="launch", frozen=True, kw_only=True):
    """Make a socket of its own for an agent that is about to be started in a sandbox. `agent` names its program.
    `lanes`: the launcher runs its commands, so nothing is redeemed for a command on the agent's own socket."""

    agent: str
    lanes: bool = False


class Resume(_Message, tag="resume", frozen=True, kw_only=True):
    """This gate was started anew while the agent of `launch` ran: answer on its socket again, after `prove`."""

    launch: str


class Prove(_Message, tag="prove", frozen=True, kw_only=True):
    """What a probe inside the sandbox of `launch` tried (`core.sandbox.proof`); `process` is one of the
    sandbox's, by its number here, and `plan` what is mounted. Said again, it counts anew. `lane`: it is not the agent's
    own sandbox but one for a command."""

    launch: str
    process: int
    plan: dict[str, Any]
    probe: dict[str, Any]
    lane: Literal["", "read", "write", "deploy"] = ""


class LaneClaim(_Message, tag="lane-claim", frozen=True, kw_only=True):
    """What exactly is this permit of the agent of `launch` for, and in which lane does it run?"""

    launch: str
    token: str


class LaneRedeem(_Message, tag="lane-redeem", frozen=True, kw_only=True):
    """Spend the permit for this call, as the agent of `launch`, now."""

    launch: str
    token: str
    call: CallFields


class LaneReport(_Message, tag="lane-outcome", frozen=True, kw_only=True):
    """What became of a permit that `lane-redeem` spent."""

    launch: str
    permit: str
    status: Literal["succeeded", "failed", "unknown"]
    exit_code: int | None = None
    detail: str = ""


class Contact(_Message, tag="contact", frozen=True, kw_only=True):
    """The egress door of `launch` was asked for a host."""

    launch: str
    host: str
    allowed: bool
    why: str


class Refused(_Message, tag="refused", frozen=True, kw_only=True):
    """What the kernel refused inside `launch`, by the name of the call and how often since it was last told. `program`:
    what the first that tried calls itself."""

    launch: str
    counts: dict[str, int]
    program: str = ""


class Differed(_Message, tag="differed", frozen=True, kw_only=True):
    """What the command of `permit` did beside what it was permitted to do (`core.sandbox.observed`). `more`: how many
    differences are not listed."""

    launch: str
    permit: str
    differences: list[dict[str, Any]]
    more: int = 0


class End(_Message, tag="end", frozen=True, kw_only=True):
    """The agent of `launch` and everything beneath it ended. `appeared`: guarded files that were not there before."""

    launch: str
    exit_code: int | None = None
    appeared: list[str] = []


ControlMessage: TypeAlias = (
    ListRequests
    | ShowRequest
    | AnswerRequest
    | Activate
    | ShowPolicy
    | ControlStatus
    | Sweep
    | Launch
    | Resume
    | Prove
    | LaneClaim
    | LaneRedeem
    | LaneReport
    | Contact
    | Refused
    | Differed
    | End
)

_M = TypeVar("_M")

_PATH: Final = re.compile(r"at `\$\.?([^`]*)`")
_NAMED: Final = re.compile(r"field `([^`]*)`")


def parse_agent(body: bytes) -> AgentMessage:
    """Raises `InvalidInput`, `LimitExceeded`."""
    return parse_as(body, AgentMessage)


def parse_control(body: bytes) -> ControlMessage:
    """Raises `InvalidInput`, `LimitExceeded`."""
    return parse_as(body, ControlMessage)


def parse_as(body: bytes, kind: type[_M] | Any) -> _M:
    """`body` as exactly one `kind`. Raises `InvalidInput`, `LimitExceeded`, naming the member."""
    value = parse_json(body, what="message")  # duplicate keys, NaN, lone surrogates, depth
    try:
        return msgspec.convert(thaw(value), type=kind, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidInput(
            f"the message is not valid: {plain(error)[:300]}",
            hint="see core/wire/messages.py",
            field=_where(str(error)),
        ) from None


def _where(said: str) -> str:
    """The member that msgspec complains about, as a path with dots; "" when it is the message itself."""
    inside, named = _PATH.search(said), _NAMED.search(said)
    parts = [inside[1] if inside else "", named[1] if named else ""]
    return ".".join(part for part in parts if part)


def encode_message(message: AgentMessage | ControlMessage) -> bytes:
    """The bytes of a message, for callers inside mayact."""
    return canonical_bytes(freeze(msgspec.to_builtins(message)))


def encode_reply(reply: JsonObject) -> bytes:
    return canonical_bytes(reply)


def error_reply(error: MayactError) -> JsonObject:
    return {
        "error": {"code": error.code, "message": error.message, "hint": error.hint, "field": error.field},
    }


def parse_reply(body: bytes) -> dict[str, Json]:
    """A reply, thawed. Raises `InvalidInput` when it is no object; an `error` member is the caller's to look at."""
    value = thaw(parse_json(body, what="reply"))
    if not isinstance(value, dict):
        raise InvalidInput("the reply is not an object", hint="is that a mayact gate?")
    return value
