"""The gate's answers as replies on a socket. Pure translation; the outcome words are those of AUTHZ-5, exactly."""

from typing import assert_never

from mayact.core.canonical import Json, JsonObject
from mayact.core.errors import Forbidden
from mayact.core.log.state import RequestRow, row_json
from mayact.core.model import Decision, Effect, Need, Pins, Reason, ToolCall, Verb, chain_json
from mayact.core.sandbox.lanes import lane_of, opened
from mayact.ports import Claimed, GateAnswer, Pending, Permitted, Refused


def answer_json(answer: GateAnswer, *, waited: bool = False) -> JsonObject:
    """`waited`: the caller asked to wait and it was not enough, so the outcome is `defer` instead of `step-up`."""
    match answer:
        case Permitted():
            return {
                "outcome": "modify" if answer.obligations else "allow",
                "permit": answer.permit,
                "token": answer.token,
                "action": answer.action,
                "obligations": answer.obligations,
                "expires_at": answer.expires_at,
                "pins": dict(answer.decision.pins),
                "call": call_json(answer.decision.call),
                **lane_json(answer.decision.analysis.effects, answer.obligations, answer.decision.pins),
                **_basis(answer.decision),
            }
        case Refused():
            return {
                "outcome": "deny",
                "action": answer.action,
                "reasons": _reasons(answer.reasons),
                **_basis(answer.decision),
            }
        case Pending():
            return {
                "outcome": "defer" if waited else "step-up",
                "action": answer.action,
                "request": answer.request,
                "missing": _needs(answer.missing),
                "reasons": _reasons(answer.reasons),
                "expires_at": answer.expires_at,
                **_basis(answer.decision),
            }
        case _:
            assert_never(answer)


def claimed_json(claimed: Claimed) -> JsonObject:
    return {
        "action": claimed.action,
        "pins": dict(claimed.pins),
        "call": call_json(claimed.call),
        "opaque": any(effect.verb is Verb.OPAQUE for effect in claimed.effects),
        "obligations": claimed.obligations,
        **lane_json(claimed.effects, claimed.obligations, claimed.pins),
    }


def lane_json(effects: tuple[Effect, ...], obligations: tuple[str, ...], pins: Pins) -> JsonObject:
    """How it runs where commands run in lanes. `lane` null: no lane can enforce what the policy obliges."""
    try:
        chosen = lane_of(effects, obligations, pins=pins)
    except Forbidden:
        return {"lane": None, "network": False, "changes": False, "opens": ()}
    return {"lane": chosen.lane.value, "network": chosen.network, "changes": chosen.changes, "opens": opened(effects)}


def call_json(call: ToolCall) -> JsonObject:
    """The call as its boundary needs it to recompute the digest and to run it."""
    return {
        "tool": call.tool,
        "arguments": call.arguments,
        "cwd": call.cwd,
        "home": call.home,
        "user": call.user,
        "chain": chain_json(call.chain),
        "target": call.target,
        "environment": dict(call.environment),
        "stdin": call.stdin,
        "task": call.task,
    }


def request_summary(row: RequestRow) -> JsonObject:
    """One line of `mayact requests`; the whole is `request_whole`."""
    return {
        "id": row.id,
        "status": row.status.value,
        "action": row.action,
        "needs": tuple({"tier": need.tier, "quorum": need.quorum, "rules": need.rules} for need in row.needs),
        "chain": tuple(dict(hop) for hop in row.chain),
        "opened_at": row.opened_at,
        "expires_at": row.expires_at,
        "answers": len(row.answers),
    }


def request_whole(row: RequestRow) -> JsonObject:
    return row_json(row)


def _basis(decision: Decision | None) -> JsonObject:
    if decision is None:
        return {"policy": None, "strength": None, "risk": None, "opaque": True}
    return {
        "policy": decision.policy,
        "strength": decision.strength.value,
        "risk": decision.analysis.risk.value,
        "opaque": bool(decision.analysis.opaque_because),
    }


def _reasons(reasons: tuple[Reason, ...]) -> Json:
    return tuple({"rule": r.rule, "text": r.text, "hint": r.hint, "effect": r.effect} for r in reasons)


def _needs(needs: tuple[Need, ...]) -> Json:
    return tuple({"tier": need.tier, "quorum": need.quorum, "rules": need.rules} for need in needs)
