"""What a person signs, and how many of whom suffice.

Law: an approval is a statement signed by a key that neither the agent nor the gate holds; it binds one exact
action under one policy, once, until a time. A database row without a valid signature is no approval (APPR-10).
It refuses to know where keys, requests or clocks live.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mayact.core.canonical import Digest, Json, JsonObject, canonical_bytes, digest_bytes
from mayact.core.errors import Unauthenticated
from mayact.core.model import Need

SIGNING_CONTEXT: Final = b"mayact-signed/v1\x00"
"""Prefixed to the canonical statement before signing, so that a signature made for mayact means nothing elsewhere
and the reverse. Wire format, may never change."""


class Answer(StrEnum):
    APPROVE = "approve"
    DENY = "deny"


def signing_bytes(statement: JsonObject) -> bytes:
    """The exact bytes an approver's key signs for any statement (approval, activation, enrolment)."""
    return SIGNING_CONTEXT + canonical_bytes(statement)


def key_id(public_key: bytes) -> str:
    """`key-` and the first 32 hex digits of SHA-256 over the 32 raw public bytes."""
    return "key-" + digest_bytes(public_key).removeprefix("sha256:")[:32]


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Unauthenticated("a signature or key is not base64", hint="sign again") from None


def check_signature(*, public_key: bytes, statement: JsonObject, signature: str) -> None:
    """Raise `Unauthenticated` unless `signature` (base64) is `public_key`'s over this statement (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(unb64(signature), signing_bytes(statement))
    except (InvalidSignature, ValueError):
        raise Unauthenticated("the signature does not verify", hint="sign again with the enrolled key") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What one request asks approvers to sign. `nonce` is the gate's, `rendering` digests the text shown."""

    request: str
    action: Digest
    effects: Digest
    policy: Digest
    chain: Json
    task: str | None
    rendering: Digest
    nonce: str
    expires_at: int


def approval_statement(binding: Binding, *, answer: Answer, approver: str, reason: str) -> JsonObject:
    """The statement `approver` (a key id) signs. Wire format `mayact/approval/v1`, may never change."""
    return {
        "type": "mayact/approval/v1",
        "answer": answer.value,
        "request": binding.request,
        "action": binding.action,
        "effects": binding.effects,
        "policy": binding.policy,
        "chain": binding.chain,
        "task": binding.task,
        "rendering": binding.rendering,
        "nonce": binding.nonce,
        "expires_at": binding.expires_at,
        "approver": approver,
        "reason": reason,
    }


def activation_statement(*, policy: Digest, previous: Digest | None, approver: str) -> JsonObject:
    """What an approver of tier `policy` signs to make a bundle the active one. `mayact/activation/v1`."""
    return {"type": "mayact/activation/v1", "policy": policy, "previous": previous, "approver": approver}


def enrolment_statement(*, public_key: str, name: str, tiers: Sequence[str], approver: str) -> JsonObject:
    """What an existing approver of tier `policy` signs to enrol a key (base64); the first signs itself."""
    return {
        "type": "mayact/enrolment/v1",
        "public_key": public_key,
        "name": name,
        "tiers": tuple(tiers),
        "approver": approver,
    }


def count_by_tier(approvers: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, int]:
    """How many *distinct* approvers (id, tiers they hold) stand behind each tier."""
    holders: dict[str, set[str]] = {}
    for approver, tiers in approvers:
        for tier in tiers:
            holders.setdefault(tier, set()).add(approver)
    return {tier: len(ids) for tier, ids in holders.items()}


def unmet(needs: Iterable[Need], counted: Mapping[str, int]) -> tuple[Need, ...]:
    """The needs that `counted` does not satisfy. An unknown tier counts zero and so is never met."""
    return tuple(need for need in needs if counted.get(need.tier, 0) < max(need.quorum, 1))
