"""The Protocols the rest is built against. Each states its atomicity, its durability and its exact errors.

Law: adapters translate their own failures into the errors named here; the gate catches nothing else, and whatever
escapes makes the boundary refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from mayact.core.analysis.plan import Answer, Question
from mayact.core.canonical import JsonObject
from mayact.core.log.entry import Draft, Entry
from mayact.core.log.state import PolicyRow, Row, Table


class Clock(Protocol):
    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, UTC. Never raises."""
        ...


class Ids(Protocol):
    def new(self, prefix: str) -> str:
        """`PREFIX-` and at least 80 unpredictable bits in lower-case letters and digits. Never repeats."""
        ...

    def nonce(self) -> str:
        """At least 128 unpredictable bits, hex."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What `append` made durable. `checkpoint` is the signed note over the tree that includes the entries."""

    entries: tuple[Entry, ...]
    checkpoint: str


class Store(Protocol):
    """The log and the rows it implies.

    Atomicity: all drafts of one `append` with their row changes, the Merkle frontier and the signed checkpoint
    become visible together or not at all; appends are serialised, and `replay.apply` runs inside the transaction, so
    that two racing spends cannot both pass. Durability: when `append` returns, a power cut loses nothing of it, and
    the head is anchored outside the store.
    """

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        """Raises `IllegalTransition` (nothing was written), `StoreUnavailable` (it may or may not have been
        written: refuse, and let the sweep find out)."""
        ...

    def row(self, table: Table, key: str) -> Row | None:
        """The committed row. Raises `StoreUnavailable`, `StoreCorrupt`."""
        ...

    def rows(
        self,
        table: Table,
        *,
        status: str | None = None,
        action: str | None = None,
        limit: int = 100,
        after: str = "",
    ) -> Sequence[Row]:
        """Rows in the order of their ids, those after `after`. Raises as `row`."""
        ...

    def active_policy(self) -> PolicyRow | None: ...

    def entries(self, *, start: int, count: int) -> Sequence[Entry]:
        """Entries `start` … in order. Raises as `row`."""
        ...

    def size(self) -> int:
        """How many entries there are."""
        ...

    def checkpoint(self) -> str:
        """The newest signed checkpoint (C2SP signed note). Raises `NotFound` when the log is empty."""
        ...


class ShellParser(Protocol):
    """The syntax of a shell text. The process behind it lives outside the core."""

    def parse(self, text: str) -> JsonObject:
        """shfmt's syntax tree of `text` as bash. Raises `ShellUnreadable` (syntax, time-out, crash)."""
        ...


class Observer(Protocol):
    """Answers questions about files and repositories by reading, never by running anything found there.

    Bounded in time and size per question. Never raises: what fails is `Unavailable`.
    """

    def answer(self, question: Question) -> Answer: ...


class PermitSigner(Protocol):
    """Signs permits and checkpoints with the gate's own key."""

    def permit_token(self, claims: JsonObject) -> str:
        """A compact JWS (`typ` `txntoken+jwt`, alg `Ed25519`)."""
        ...

    def permit_claims(self, token: str) -> JsonObject:
        """The claims of a token this gate signed. Raises `Unauthenticated`."""
        ...


class CrashPoint(StrEnum):
    """The commit points of the one path. Tests kill the process at each."""

    DECIDED = "decided"  # decision made, nothing written: a crash here loses an attempt that never ran
    BEFORE_COMMIT = "before-commit"  # inside the transaction, not committed: as if it had not been asked
    COMMITTED = "committed"  # durable, not anchored, not acknowledged: the permit exists but nobody holds it
    ANCHORED = "anchored"  # durable and anchored, not acknowledged
    REDEEMED = "redeemed"  # spent, not executed: the sweep closes it as `unknown`; it never runs twice
    EXECUTED = "executed"  # ran, outcome not written: the sweep closes it as `unknown`
    REPORTED = "reported"  # outcome durable, not acknowledged


class Trace(Protocol):
    def at(self, point: CrashPoint) -> None:
        """Called when the path passes `point`. In production it does nothing."""
        ...
