"""The boundary's side of the API: may this call run, spend the permit, say what became of it. Pure.

Law: the answers are a union. `Allowed` is made from an answer that says `allow` or `modify`, holds a permit, and is
about the very call that was asked for, to the digest; whatever else arrives is `Denied`, `Pending` or an error. None of
the three has a truth value, so that `if client.authorize(…)` cannot mean what it does not say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NoReturn, TypeAlias, TypeVar

import msgspec

from mayact.boundary.sdk.calls import Call, SeenCall, as_tool_call, call_members, check_digest, confirmed
from mayact.boundary.sdk.exchange import Ask, convert, frozen, json_body, not_a_gate, object_of, segment
from mayact.core.canonical import Digest, JsonObject, freeze
from mayact.core.errors import InvalidInput, LimitExceeded
from mayact.core.model import Need, Reason, ToolCall

T = TypeVar("T")

MAX_WAIT_S: Final = 600.0
"""The API takes no more. Whoever wants to wait longer asks again."""


class _Verdict:
    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is neither true nor false: match on Allowed, Denied and Pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed(_Verdict):
    """It may run once, exactly as `call` says, by whoever redeems `token` before `expires_at` (ms since the epoch).

    Every obligation must be enforced by whoever runs it; who cannot enforce one does not run it.
    """

    permit: str
    token: str
    action: Digest
    obligations: tuple[str, ...]
    expires_at: int
    pins: Mapping[str, str]
    call: ToolCall
    policy: str

    def __repr__(self) -> str:
        # The token is a key to one run; it does not belong into logs.
        return f"Allowed(permit={self.permit!r}, action={self.action!r}, obligations={self.obligations!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied(_Verdict):
    """It may not run, and no approval changes that."""

    action: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending(_Verdict):
    """Approvals are missing. Ask again with the same call once a person has answered `request`."""

    request: str
    action: str
    missing: tuple[Need, ...]
    reasons: tuple[Reason, ...]
    expires_at: int


Verdict: TypeAlias = Allowed | Denied | Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What `authorize` would say now. Nothing was written, no approval was counted, nothing may run on it."""

    outcome: Literal["allow", "modify", "deny", "step-up"]
    reasons: tuple[Reason, ...]
    missing: tuple[Need, ...]
    decision: JsonObject
    """The whole decision (`mayact/decision/v1`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPermit:
    """What an unspent permit is for; `action` follows from `call` and `pins`."""

    action: Digest
    pins: Mapping[str, str]
    call: ToolCall


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────


def authorize(call: Call, *, wait: float) -> Ask[Verdict]:
    """`wait`: seconds the gate may wait for people. Raises `LimitExceeded`."""
    if not 0 <= wait <= MAX_WAIT_S:
        raise LimitExceeded(f"a wait of {wait} seconds", hint=f"between 0 and {MAX_WAIT_S:g}", field="wait")
    body = {**call_members(call), "wait_ms": int(wait * 1000)}
    return _post("/v1/authorize", body, lambda raw: _verdict(raw, call), wait_s=wait)


def explain(call: Call) -> Ask[Explained]:
    return _post("/v1/explain", call_members(call), _explained)


def claim(token: str) -> Ask[ClaimedPermit]:
    return _post("/v1/permits/claim", {"token": token}, _claimed)


def redeem(token: str, call: Call) -> Ask[str]:
    return _post("/v1/permits/redeem", {"token": token, **call_members(call)}, _redeemed)


Status: TypeAlias = Literal["succeeded", "failed", "unknown"]


def report(permit: str, status: Status, *, exit_code: int | None, detail: str) -> Ask[None]:
    if status not in ("succeeded", "failed", "unknown"):
        raise InvalidInput("that is no outcome", hint="succeeded, failed or unknown", field="status")
    body: dict[str, Any] = {"status": status, "detail": detail}
    if exit_code is not None:
        body["exit_code"] = exit_code
    return _post(f"/v1/permits/{segment(permit)}/outcome", body, _recorded)


def _post(path: str, body: Mapping[str, Any], read: Callable[[bytes], T], *, wait_s: float = 0.0) -> Ask[T]:
    sent: JsonObject = freeze(body, what="the request")  # type: ignore[assignment]
    return Ask(method="POST", path=path, body=json_body(sent), read=read, keyed=True, wait_s=wait_s)


# ── how answers are read ─────────────────────────────────────────────────────────────────────────────────


class _Allow(msgspec.Struct, frozen=True, kw_only=True):
    outcome: Literal["allow", "modify"]
    permit: str
    token: str
    action: str
    obligations: tuple[str, ...]
    expires_at: int
    pins: dict[str, str]
    call: SeenCall
    policy: str


class _Deny(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    reasons: tuple[Reason, ...]


class _Wait(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    request: str
    missing: tuple[Need, ...]
    reasons: tuple[Reason, ...]
    expires_at: int


def _verdict(raw: bytes, call: Call) -> Verdict:
    match object_of(raw).get("outcome"):
        case "allow" | "modify":
            return _allowed(convert(raw, _Allow), call)
        case "deny":
            no = convert(raw, _Deny)
            return Denied(action=no.action, reasons=no.reasons)
        case "step-up" | "defer":
            wait = convert(raw, _Wait)
            return Pending(
                request=wait.request,
                action=wait.action,
                missing=wait.missing,
                reasons=wait.reasons,
                expires_at=wait.expires_at,
            )
        case _:
            # An outcome that is not known here might oblige to something that is not known here either.
            raise not_a_gate("its answer has no outcome that is known here")


def _allowed(yes: _Allow, call: Call) -> Allowed:
    if not yes.permit or not yes.token or (yes.outcome == "modify") is not bool(yes.obligations):
        raise not_a_gate("its permission is not whole")
    return Allowed(
        permit=yes.permit,
        token=yes.token,
        action=Digest(yes.action),
        obligations=yes.obligations,
        expires_at=yes.expires_at,
        pins=dict(yes.pins),
        call=confirmed(call, yes.call, yes.pins, yes.action),
        policy=yes.policy,
    )


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    outcome: Literal["allow", "modify", "deny", "step-up"]
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Need, ...] = ()


class _Decided(msgspec.Struct, frozen=True, kw_only=True):
    type: Literal["mayact/decision/v1"]
    verdict: _Told


def _explained(raw: bytes) -> Explained:
    told = convert(raw, _Decided).verdict
    return Explained(outcome=told.outcome, reasons=told.reasons, missing=told.missing, decision=frozen(object_of(raw)))


class _Claimed(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    pins: dict[str, str]
    call: SeenCall


def _claimed(raw: bytes) -> ClaimedPermit:
    found = convert(raw, _Claimed)
    call = as_tool_call(found.call)
    check_digest(call, found.pins, found.action)
    return ClaimedPermit(action=Digest(found.action), pins=dict(found.pins), call=call)


class _Redeemed(msgspec.Struct, frozen=True):
    permit: str


def _redeemed(raw: bytes) -> str:
    permit = convert(raw, _Redeemed).permit
    if not permit:
        raise not_a_gate("it spent no permit that has a name")
    return permit


def _recorded(raw: bytes) -> None:
    if object_of(raw).get("recorded") is not True:
        raise not_a_gate("it does not say that it recorded the outcome")
