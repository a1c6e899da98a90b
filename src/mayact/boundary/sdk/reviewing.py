"""The reviewer's side of the API: what waits, an answer to it, the policy, the log. Pure.

Law: nothing that a gate hands over is signed. A statement is built here from a request that was checked and drawn again
(`core.review`), a policy is signed by the digest that is computed here, and of the log nothing is believed without a
verifier key that its reader had before.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

import msgspec

from mayact.boundary.sdk.exchange import TEXT, Ask, convert, frozen, json_body, not_a_gate, object_of, segment
from mayact.core.approval import Answer, activation_statement, approval_statement
from mayact.core.canonical import Digest, JsonObject, digest_of, freeze, parse_json
from mayact.core.errors import DigestMismatch, LimitExceeded, MayactError, ProofInvalid
from mayact.core.limits import MAX_PROOF_BYTES, MAX_REASON_CHARS
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from mayact.core.log.entry import Entry, parse_leaf
from mayact.core.log.proof import verify_proof
from mayact.core.log.state import NeedRow, RequestRow, RequestStatus
from mayact.core.review import request_row, reviewed

PAGE: Final = 100
"""Requests that one page is asked for."""

PAGE_OF_LOG: Final = 20
"""Entries that one page is asked for. Of large ones the gate sends fewer, and at least one."""


class Signer(Protocol):
    """An approver's key, wherever it is kept. `id` is its key id; `sign` returns base64 of the Ed25519 signature over
    `core.approval.signing_bytes(statement)`. It is called once for each answer, with the whole statement."""

    @property
    def id(self) -> str: ...

    def sign(self, statement: JsonObject) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSummary:
    """One line of what waits. Times are milliseconds since the epoch."""

    id: str
    status: RequestStatus
    action: str
    needs: tuple[NeedRow, ...]
    chain: tuple[dict[str, Any], ...]
    opened_at: int
    expires_at: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of what waits, and the cursor of the next ("" when there is none)."""

    items: tuple[RequestSummary, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivePolicy:
    """A bundle and its digest, which was computed here."""

    digest: Digest
    bundle: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """One page of the log, and where the next starts (None when this is the end)."""

    items: tuple[Entry, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenEntry:
    """An entry that is in the log, and the proof that shows it to anybody else (`mayact log prove`)."""

    entry: Entry
    proof: JsonObject


StatusName: TypeAlias = Literal["open", "approved", "denied", "spent", "expired", "void"]

# ── requests ─────────────────────────────────────────────────────────────────────────────────────────────


def requests(*, status: StatusName | None, cursor: str) -> Ask[Listed]:
    query = (("limit", str(PAGE)), ("status", status or "all"), *((("cursor", cursor),) if cursor else ()))
    return Ask(method="GET", path="/v1/requests", query=query, read=_listed)


def request(request_id: str) -> Ask[RequestRow]:
    return Ask(method="GET", path=f"/v1/requests/{segment(request_id)}", read=lambda raw: _row(raw, request_id))


def answer(row: RequestRow, choice: Answer, *, signer: Signer, reason: str) -> Ask[RequestRow]:
    """The signed answer to `row`, whose `text` was shown to the person who signs. Raises `StoreCorrupt` when the row
    is not what it says (then nothing was signed), `LimitExceeded`."""
    if len(reason) > MAX_REASON_CHARS:
        raise LimitExceeded("the reason is too long", hint=f"at most {MAX_REASON_CHARS} characters", field="reason")
    binding = reviewed(row, asked_for=row.id)
    statement = approval_statement(binding, answer=choice, approver=signer.id, reason=reason)
    body = {
        "answer": choice.value,
        "approver": signer.id,
        "reason": reason,
        "signature": signer.sign(statement),
    }
    return Ask(
        method="POST",
        path=f"/v1/requests/{segment(row.id)}/answers",
        body=json_body(freeze(body)),  # type: ignore[arg-type]
        read=lambda raw: _row(raw, row.id),
        keyed=True,
    )


class _Listed(msgspec.Struct, frozen=True):
    items: tuple[RequestSummary, ...]
    next: str | None


def _listed(raw: bytes) -> Listed:
    found = convert(raw, _Listed)
    return Listed(items=found.items, next=found.next or "")


def _row(raw: bytes, asked_for: str) -> RequestRow:
    row = request_row(object_of(raw))
    if row.id != asked_for:
        raise not_a_gate("it answered with another request")
    return row


# ── policy ───────────────────────────────────────────────────────────────────────────────────────────────


def policy() -> Ask[ActivePolicy]:
    return Ask(method="GET", path="/v1/policy", read=_policy)


def activate(bundle: JsonObject, *, previous: Digest | None, signer: Signer) -> Ask[Digest]:
    """`previous`: the digest of the policy that the person compared this bundle with (None: there was none)."""
    digest = digest_of(bundle)
    statement = activation_statement(policy=digest, previous=previous, approver=signer.id)
    body: dict[str, Any] = {"bundle": bundle, "approver": signer.id, "signature": signer.sign(statement)}
    return Ask(
        method="POST",
        path="/v1/policy",
        body=json_body(freeze(body)),  # type: ignore[arg-type]
        read=lambda raw: _activated(raw, digest),
        keyed=True,
    )


class _Policy(msgspec.Struct, frozen=True):
    digest: str
    bundle: dict[str, Any]


def _policy(raw: bytes) -> ActivePolicy:
    found = convert(raw, _Policy)
    bundle = frozen(found.bundle)
    if digest_of(bundle) != found.digest:
        raise DigestMismatch("the gate's policy is not the one it names", hint="run `mayact log verify`")
    return ActivePolicy(digest=Digest(found.digest), bundle=bundle)


class _Activated(msgspec.Struct, frozen=True):
    policy: str


def _activated(raw: bytes, digest: Digest) -> Digest:
    if convert(raw, _Activated).policy != digest:
        raise DigestMismatch("the gate activated another policy than was signed", hint="stop it; verify the log")
    return digest


# ── status and log ───────────────────────────────────────────────────────────────────────────────────────


def status() -> Ask[JsonObject]:
    return Ask(method="GET", path="/v1/status", read=lambda raw: frozen(object_of(raw)))


def checkpoint(key: VerifierKey) -> Ask[Checkpoint]:
    return Ask(method="GET", path="/v1/log/checkpoint", kind=TEXT, read=lambda raw: _checkpoint(raw, key))


def entries(*, start: int) -> Ask[Entries]:
    query = (("start", str(start)), ("limit", str(PAGE_OF_LOG)))
    return Ask(
        method="GET", path="/v1/log/entries", query=query, read=lambda raw: _entries(raw, start), most=MAX_PROOF_BYTES
    )


def proof(seq: int, *, key: VerifierKey) -> Ask[ProvenEntry]:
    return Ask(
        method="GET",
        path=f"/v1/log/entries/{int(seq)}/proof",
        read=lambda raw: _proven(raw, seq, key),
        most=MAX_PROOF_BYTES,
    )


def _checkpoint(raw: bytes, key: VerifierKey) -> Checkpoint:
    try:
        note = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ProofInvalid("a checkpoint is not text", hint="it was altered") from None
    return open_checkpoint(note, key=key)


class _Leaf(msgspec.Struct, frozen=True):
    seq: int
    leaf: str


class _Entries(msgspec.Struct, frozen=True):
    items: tuple[_Leaf, ...]
    next: int | None


def _entries(raw: bytes, start: int) -> Entries:
    found = convert(raw, _Entries)
    items = tuple(_entry(leaf, start + place) for place, leaf in enumerate(found.items))
    if found.next is not None and (not items or found.next != start + len(items)):
        raise not_a_gate("its entries do not follow one another")
    return Entries(items=items, next=found.next)


def _entry(leaf: _Leaf, seq: int) -> Entry:
    try:
        entry = parse_leaf(base64.b64decode(leaf.leaf.encode("ascii"), validate=True))
    except (ValueError, MayactError):
        raise ProofInvalid("what should be an entry is none", hint="the log was altered") from None
    if not entry.seq == leaf.seq == seq:
        raise ProofInvalid(f"entry {seq} is not where it should be", hint="the log was altered")
    return entry


def _proven(raw: bytes, seq: int, key: VerifierKey) -> ProvenEntry:
    value = parse_json(raw, what="the proof", limit=MAX_PROOF_BYTES)
    if not isinstance(value, Mapping):
        raise ProofInvalid("a proof is a json object", hint="ask again")
    entry = verify_proof(value, key=key)
    if entry.seq != seq:
        raise ProofInvalid(f"the proof is for entry {entry.seq}", hint="ask again")
    return ProvenEntry(entry=entry, proof=value)
