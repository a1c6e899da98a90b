"""A gate in one process for tests: real core, real policy pack, real shell parser; store, clock and ids to choose."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.shell import PARSE_SECONDS

from mayact.core.approval import (
    Answer,
    activation_statement,
    approval_statement,
    b64,
    enrolment_statement,
    key_id,
    signing_bytes,
)
from mayact.core.canonical import Digest, JsonObject, canonical_bytes, digest_bytes, parse_json
from mayact.core.errors import Unauthenticated
from mayact.core.log.state import RequestRow
from mayact.core.log.statements import binding_of
from mayact.core.model import Hop, HopKind, Source, Strength, ToolCall
from mayact.gate.gate import ThePath
from mayact.gate.instruments import Instruments
from mayact.observe.observer import LocalObserver
from mayact.observe.shfmt import ShfmtParser
from mayact.packs import read_pack
from mayact.ports import CrashPoint, Ids, SignedAnswer, Store, Trace


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    ms: int = 1_800_000_000_000

    def now_ms(self) -> int:
        return self.ms


class CountedIds:
    def __init__(self) -> None:
        self._count = itertools.count(1)

    def new(self, prefix: str) -> str:
        return f"{prefix}-{next(self._count):06d}"

    def nonce(self) -> str:
        return f"{next(self._count):032x}"


class DigestSigner:
    """Tokens that carry their claims and a keyed digest: enough to tell a forged one."""

    def __init__(self, secret: bytes = b"gate") -> None:
        self._secret = secret

    def permit_token(self, claims: JsonObject) -> str:
        body = canonical_bytes(claims)
        return b64(body) + "." + digest_bytes(self._secret + body)

    def permit_claims(self, token: str) -> JsonObject:
        import base64

        try:
            encoded, _, mac = token.partition(".")
            body = base64.b64decode(encoded, validate=True)
        except ValueError:
            raise Unauthenticated("not a permit") from None
        if mac != digest_bytes(self._secret + body):
            raise Unauthenticated("not signed by this gate")
        return parse_json(body)  # type: ignore[return-value]


@dataclass
class Passed:
    """The crash points that were passed, in order."""

    points: list[CrashPoint] = field(default_factory=list)

    def at(self, point: CrashPoint) -> None:
        self.points.append(point)


class Person:
    """An approver with a key of their own."""

    def __init__(self, name: str = "owner", tiers: tuple[str, ...] = ("operator", "owner", "policy")) -> None:
        self.name = name
        self.tiers = tiers
        self._key = Ed25519PrivateKey.generate()
        self.public = self._key.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def sign(self, statement: JsonObject) -> str:
        return b64(self._key.sign(signing_bytes(statement)))

    def answer(self, row: RequestRow, answer: Answer = Answer.APPROVE, reason: str = "") -> SignedAnswer:
        statement = approval_statement(binding_of(row), answer=answer, approver=self.id, reason=reason)
        return SignedAnswer(answer=answer, approver=self.id, reason=reason, signature=self.sign(statement))

    def activate(self, gate: ThePath, bundle: JsonObject, previous: Digest | None) -> Digest:
        from mayact.core.policy.bundle import load_bundle

        statement = activation_statement(policy=load_bundle(bundle).digest, previous=previous, approver=self.id)
        return gate.activate(bundle, approver=self.id, signature=self.sign(statement))

    def enrol_in(self, gate: ThePath, sponsor: "Person | None" = None) -> None:
        sponsor = sponsor or self
        statement = enrolment_statement(
            public_key=b64(self.public), name=self.name, tiers=self.tiers, approver=sponsor.id
        )
        gate.enrol(
            name=self.name,
            public_key=b64(self.public),
            tiers=self.tiers,
            enrolled_by=sponsor.id,
            signature=sponsor.sign(statement),
        )


@dataclass
class World:
    """`gate` with `person` enrolled and the starter pack active; `home` and `project` exist on disk."""

    store: Store
    home: Path
    project: Path
    clock: SetClock = field(default_factory=SetClock)
    trace: Trace = field(default_factory=Passed)
    ids: Ids = field(default_factory=CountedIds)
    person: Person = field(default_factory=Person)
    pack: JsonObject = field(default_factory=lambda: read_pack("developer"))
    gate: ThePath = field(init=False)
    tools: Instruments = field(init=False)

    def __post_init__(self) -> None:
        self.tools = Instruments(
            store=self.store,
            clock=self.clock,
            ids=self.ids,
            signer=DigestSigner(),
            parser=ShfmtParser(timeout_s=PARSE_SECONDS),
            observer=LocalObserver(),
            trace=self.trace,
            origin="mayact/test",
            guarded=(str(self.home / ".mayact"),),
        )
        self.gate = ThePath(self.tools, utc=lambda ms: f"{ms} ms")
        if self.store.size() == 0:
            self.person.enrol_in(self.gate)
            self.person.activate(self.gate, self.pack, None)

    def call(self, command: str, **changed: Any) -> ToolCall:
        fields: dict[str, Any] = {
            "tool": "shell",
            "arguments": {"command": command},
            "cwd": str(self.project),
            "home": str(self.home),
            "user": "dev",
            "chain": (
                Hop(HopKind.PERSON, "dev", Source.OBSERVED),
                Hop(HopKind.PROCESS, "unattributed process of user dev", Source.OBSERVED),
            ),
            "environment": (("HOME", str(self.home)), ("PATH", "/usr/bin:/bin")),
        }
        return ToolCall(**{**fields, **changed})

    def ask(self, command: str, **changed: Any) -> Any:
        return self.gate.authorize(self.call(command, **changed), strength=Strength.ADVISORY)

    def close(self) -> None:
        self.tools.parser.close()  # type: ignore[attr-defined]
