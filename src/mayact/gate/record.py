"""Decisions and calls as JSON, as the gate's own modules name them. Whoever reads what the gate wrote does it by
`core.record`, from one source."""

from mayact.core.record import (
    analysis_json,
    call_from_json,
    call_json,
    chain_from_json,
    decision_json,
    effect_json,
    reason_json,
    verdict_json,
)

__all__ = [
    "analysis_json",
    "call_from_json",
    "call_json",
    "chain_from_json",
    "decision_json",
    "effect_json",
    "reason_json",
    "verdict_json",
]
