"""A store's world for tests: keys, signed statements, drafts as the gate writes them, and a scenario.

Everything is deterministic: keys come from fixed seeds, times are small integers.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mayact.core.approval import (
    Answer,
    Binding,
    activation_statement,
    approval_statement,
    b64,
    enrolment_statement,
    key_id,
    signing_bytes,
)
from mayact.core.canonical import Digest, JsonObject, digest_bytes, digest_of
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.verify import Outside, verify
from mayact.ports import Store, Trace
from mayact.store.anchor import Anchor
from mayact.store.reader import snapshot
from mayact.store.sqlite import SqliteStore
from mayact.store.sqlite_backend import SqliteBackend

ORIGIN = "mayact.example/log"
TIERS = ("operator", "owner", "policy")


def signing_key(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


LOG_KEY = signing_key(1)
LOG_VERIFIER = VerifierKey(ORIGIN, LOG_KEY.public_key().public_bytes_raw())


@dataclass(frozen=True)
class Place:
    """A store's files under one temporary directory: the database and the anchor in two directories."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "state" / "mayact.db"

    @property
    def anchor_file(self) -> Path:
        return self.root / "anchor" / "head.json"

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.anchor_file)

    def open(self, *, trace: Trace | None = None, anchor: Anchor | None = None, group: int = 128) -> SqliteStore:
        return SqliteStore.open(
            self.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=anchor or self.anchor, trace=trace, group=group
        )


def consistent(place: Place) -> bool:
    """Whether `log verify` finds nothing, the anchor counted in."""
    note = place.anchor.read(key=LOG_VERIFIER)
    outside = [Outside("anchored head", note.checkpoint)] if note and note.size else []
    with snapshot(place.database) as recorded:
        return not verify(recorded, key=LOG_VERIFIER, outside=outside).findings


def writer_of(store: SqliteStore) -> sqlite3.Connection:
    """The writer's own connection; nothing else uses it while no append is under way."""
    backend = store._backend
    assert isinstance(backend, SqliteBackend)
    return backend._connected()


@dataclass
class Approver:
    seed: int
    name: str
    tiers: Sequence[str] = TIERS

    @property
    def private(self) -> Ed25519PrivateKey:
        return signing_key(self.seed)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        return key_id(self.public)

    def sign(self, statement: JsonObject) -> str:
        return b64(self.private.sign(signing_bytes(statement)))


ALICE = Approver(11, "alice")
BOB = Approver(12, "bob", ("operator",))
BUNDLE: dict[str, Any] = {"type": "mayact/bundle/v1", "policies": {"a.cedar": "permit (principal, action, resource);"}}


def action(number: int) -> Digest:
    return digest_of({"type": "test/action", "number": number})


@dataclass
class Scenario:
    """Makes the drafts a gate would make, in memory of what it made before. `at` is the clock."""

    at: int = 1_000
    policy: Digest | None = None
    bindings: dict[str, Binding] = field(default_factory=dict)

    def started(self) -> Draft:
        return Draft(Kind.GATE_STARTED, {"strength": "advisory"}, self.at)

    def enrolled(self, who: Approver, *, by: Approver | None = None) -> Draft:
        sponsor = by or who
        statement = enrolment_statement(
            public_key=b64(who.public), name=who.name, tiers=tuple(who.tiers), approver=sponsor.id
        )
        body: JsonObject = {
            "id": who.id,
            "name": who.name,
            "public_key": b64(who.public),
            "tiers": tuple(who.tiers),
            "enrolled_by": sponsor.id,
            "signature": sponsor.sign(statement),
        }
        return Draft(Kind.APPROVER_ENROLLED, body, self.at)

    def activated(self, who: Approver = ALICE, bundle: Mapping[str, Any] = BUNDLE) -> Draft:
        digest = digest_of(bundle)
        statement = activation_statement(policy=digest, previous=self.policy, approver=who.id)
        body: JsonObject = {
            "id": digest,
            "bundle": bundle,
            "approver": who.id,
            "statement": statement,
            "signature": who.sign(statement),
            "previous": self.policy,
        }
        self.policy = digest
        return Draft(Kind.POLICY_ACTIVATED, body, self.at)

    def decided(self, number: int, outcome: str = "step-up") -> Draft:
        decision: JsonObject = {
            "type": "mayact/decision/v1",
            "action": action(number),
            "verdict": {"outcome": outcome},
            "at": self.at,
        }
        return Draft(Kind.DECISION_MADE, {"decision": decision}, self.at)

    def opened(self, number: int, *, life: int = 600_000, quorum: int = 1, request: str = "") -> Draft:
        name = request or f"req-{number}"
        text = f"action number {number} would push to the protected branch"
        binding = Binding(
            request=name,
            action=action(number),
            effects=digest_of({"effects": number}),
            policy=self.policy or Digest("sha256:none"),
            chain=({"kind": "person", "id": "p", "source": "observed"},),
            task=None,
            rendering=digest_bytes(text.encode()),
            nonce=f"{number:032x}",
            expires_at=self.at + life,
        )
        self.bindings[name] = binding
        body: JsonObject = {
            "id": name,
            "action": binding.action,
            "effects": binding.effects,
            "policy": binding.policy,
            "needs": ({"tier": "operator", "quorum": quorum, "rules": ("push",)},),
            "chain": binding.chain,
            "task": None,
            "rendering": binding.rendering,
            "text": text,
            "nonce": binding.nonce,
            "expires_at": binding.expires_at,
            "subject": {"action": binding.action},
        }
        return Draft(Kind.REQUEST_OPENED, body, self.at)

    def answered(self, request: str, who: Approver = ALICE, answer: Answer = Answer.APPROVE) -> Draft:
        statement = approval_statement(self.bindings[request], answer=answer, approver=who.id, reason="looked at it")
        given: JsonObject = {
            "answer": answer.value,
            "approver": who.id,
            "statement": statement,
            "signature": who.sign(statement),
        }
        return Draft(Kind.REQUEST_ANSWERED, {"request": request, "answer": given}, self.at)

    def issued(self, number: int, *, requests: Sequence[str] = (), permit: str = "", life: int = 60_000) -> Draft:
        body: JsonObject = {
            "id": permit or f"prm-{number}",
            "action": action(number),
            "effects": digest_of({"effects": number}),
            "policy": self.policy,
            "requests": tuple(requests),
            "audience": "local",
            "obligations": (),
            "expires_at": self.at + life,
            "subject": {"action": action(number)},
        }
        return Draft(Kind.PERMIT_ISSUED, body, self.at)

    def redeemed(self, number: int, *, permit: str = "") -> Draft:
        return Draft(Kind.PERMIT_REDEEMED, {"permit": permit or f"prm-{number}", "action": action(number)}, self.at)

    def outcome(self, number: int, status: str = "succeeded", *, permit: str = "") -> Draft:
        outcome: JsonObject = {"status": status, "exit_code": 0, "detail": ""}
        return Draft(Kind.OUTCOME_REPORTED, {"permit": permit or f"prm-{number}", "outcome": outcome}, self.at)


def governed(store: Store, scenario: Scenario | None = None) -> Scenario:
    """A started gate with Alice, Bob and an active policy."""
    made = scenario or Scenario()
    store.append([made.started(), made.enrolled(ALICE)])
    store.append([made.enrolled(BOB, by=ALICE), made.activated()])
    return made


def run_once(store: Store, scenario: Scenario, number: int) -> None:
    """One action, from the attempt over an approval to its outcome."""
    store.append([scenario.decided(number), scenario.opened(number)])
    store.append([scenario.answered(f"req-{number}")])
    store.append([scenario.decided(number, "allow"), scenario.issued(number, requests=[f"req-{number}"])])
    store.append([scenario.redeemed(number)])
    store.append([scenario.outcome(number)])
