"""A request as the gate would open it, made from plain values."""

from dataclasses import replace
from typing import Any

import msgspec

from mayact.core.canonical import Digest, digest_bytes, thaw
from mayact.core.log.state import NeedRow, RequestRow, RequestStatus
from mayact.core.model import (
    Analysis,
    Decision,
    Effect,
    Hop,
    HopKind,
    Need,
    Reason,
    Reversibility,
    Risk,
    Source,
    StepUp,
    Strength,
    ToolCall,
    Verb,
    action_digest,
    chain_json,
    effect_fingerprint,
)
from mayact.core.record import decision_json
from mayact.core.rendering import request_text
from mayact.identity.instruments import utc

POLICY = Digest("sha256:" + "5" * 64)
EXPIRES = 2_000_000_000_000
REQUEST = "req-abcdefghijklmnopqrstuvwx"


def a_call(command: str = "git push origin main") -> ToolCall:
    return ToolCall(
        tool="shell",
        arguments={"command": command},
        cwd="/home/u/project",
        home="/home/u",
        user="u",
        chain=(Hop(HopKind.PERSON, "u", Source.OBSERVED), Hop(HopKind.AGENT, "claude-code", Source.CLAIMED)),
        environment=(("HOME", "/home/u"), ("PATH", "/usr/bin")),
    )


def a_decision(call: ToolCall | None = None) -> Decision:
    call = call or a_call()
    pins = {"git.push_url:/home/u/project:origin": "https://example.org/r.git"}
    effect = Effect(
        verb=Verb.GIT_PUSH,
        kind="ref",
        resource="origin:main",
        facts={"protected": True, "force": False},
        risk=Risk.HIGH,
        reversibility=Reversibility.HARD,
        because="git push",
    )
    analysis = Analysis(effects=(effect,))
    return Decision(
        verdict=StepUp(
            missing=(Need(tier="operator", quorum=1, rules=("ask.push",)),),
            reasons=(Reason(rule="ask.push", text="a protected branch", hint="ask", effect=0),),
            matched=("ask.push",),
        ),
        call=call,
        pins=pins,
        analysis=analysis,
        action=action_digest(call, pins),
        effects=effect_fingerprint(analysis),
        policy=POLICY,
        strength=Strength.ADVISORY,
        at=1_000,
    )


def a_request(decision: Decision | None = None) -> RequestRow:
    decision = decision or a_decision()
    assert isinstance(decision.verdict, StepUp)
    text = request_text(
        request=REQUEST,
        decision=decision,
        missing=decision.verdict.missing,
        reasons=decision.verdict.reasons,
        expires=utc(EXPIRES),
    )
    subject: Any = thaw(decision_json(decision))
    chain: Any = thaw(chain_json(decision.call.chain))
    return RequestRow(
        id=REQUEST,
        status=RequestStatus.OPEN,
        action=decision.action,
        effects=decision.effects,
        policy=decision.policy,
        needs=(NeedRow(tier="operator", quorum=1, rules=("ask.push",)),),
        chain=tuple(chain),
        task=None,
        rendering=digest_bytes(text.encode()),
        text=text,
        nonce="0" * 32,
        opened_at=1_000,
        expires_at=EXPIRES,
        subject=subject,
    )


def with_text(row: RequestRow, text: str) -> RequestRow:
    """The row with another text, and the digest that fits it: what a false gate would send."""
    return replace(row, text=text, rendering=digest_bytes(text.encode()))


def as_json(row: RequestRow) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(row)
    return found
