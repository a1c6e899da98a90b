"""What an entry is. Every state change of mayact is one.

Law: `leaf_bytes(entry)` is the RFC 8785 form of exactly these members; the Merkle leaf is the hash of it
(RFC 6962 section 2.1). Wire format version 1, may never change: {"v","seq","at","kind","body"}. A new need is a
new kind or a new version, never a new meaning.
"""

from dataclasses import dataclass
from enum import StrEnum

from mayact.core.canonical import JsonObject, canonical_bytes, parse_json
from mayact.core.errors import StoreCorrupt


class Kind(StrEnum):
    """The closed list. An unknown kind does not replay."""

    GATE_STARTED = "gate.started"
    APPROVER_ENROLLED = "approver.enrolled"
    APPROVER_REVOKED = "approver.revoked"
    POLICY_ACTIVATED = "policy.activated"
    DECISION_MADE = "decision.made"
    REQUEST_OPENED = "request.opened"
    REQUEST_ANSWERED = "request.answered"
    REQUEST_EXPIRED = "request.expired"
    REQUEST_VOIDED = "request.voided"
    PERMIT_ISSUED = "permit.issued"
    PERMIT_REDEEMED = "permit.redeemed"
    PERMIT_EXPIRED = "permit.expired"
    PERMIT_VOIDED = "permit.voided"
    OUTCOME_REPORTED = "outcome.reported"
    HEAD_ADOPTED = "head.adopted"
    EVALUATION_MADE = "evaluation.made"
    AGENT_LAUNCHED = "agent.launched"
    AGENT_PROVED = "agent.proved"
    AGENT_CONTACTED = "agent.contacted"
    AGENT_RESUMED = "agent.resumed"
    AGENT_REFUSED = "agent.refused"
    AGENT_ENDED = "agent.ended"
    ACTION_DIFFERED = "action.differed"
    CALL_OBSERVED = "call.observed"
    CALL_PROMPTED = "call.prompted"
    CALL_FINISHED = "call.finished"
    GATE_STOPPED = "gate.stopped"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before the store gives it its place. `at`: milliseconds since the epoch by the gate's clock.

    `canonical`: the canonical bytes of `body`, from whoever has made them already; empty: the store makes them."""

    kind: Kind
    body: JsonObject
    at: int
    canonical: bytes = b""


@dataclass(frozen=True, slots=True)
class Entry:
    """`seq` counts from 0 without gaps; `at` never decreases (a clock put back does not un-expire anything)."""

    seq: int
    at: int
    kind: Kind
    body: JsonObject


def leaf_bytes(entry: Entry) -> bytes:
    return canonical_bytes({"v": 1, "seq": entry.seq, "at": entry.at, "kind": entry.kind.value, "body": entry.body})


def compose_leaf(*, seq: int, at: int, kind: Kind, canonical: bytes) -> bytes:
    """`leaf_bytes` of the entry whose body has the canonical form `canonical`. RFC 8785 sorts the members by name."""
    return b'{"at":%d,"body":%b,"kind":"%b","seq":%d,"v":1}' % (at, canonical, kind.value.encode(), seq)


def parse_leaf(raw: bytes) -> Entry:
    """The entry of `raw`. Raises `StoreCorrupt` unless `raw` is exactly the canonical bytes of an entry."""
    value = parse_json(raw, what="entry")
    match value:
        case {"v": 1, "seq": int(seq), "at": int(at), "kind": str(kind), "body": body, **rest} if not rest:
            if kind not in Kind.__members__.values() or not hasattr(body, "items"):
                raise StoreCorrupt(f"entry {seq} has an unknown kind", hint="verify with the version that wrote it")
            # `parse_json` gave it frozen.
            entry = Entry(seq=seq, at=at, kind=Kind(kind), body=body)  # type: ignore[arg-type]
        case _:
            raise StoreCorrupt("an entry has the wrong members", hint="the log was altered")
    if leaf_bytes(entry) != raw:
        raise StoreCorrupt(f"entry {entry.seq} is not in canonical form", hint="the log was altered")
    return entry
