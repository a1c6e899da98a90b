"""The Protocols the rest is built against. Each states its atomicity, its durability and its exact errors.

Law: adapters translate their own failures into the errors named here; the gate catches nothing else, and whatever
escapes makes the boundary refuse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol, TypeAlias

from mayact.core.analysis.plan import Answer, Question
from mayact.core.approval import Answer as ApproverAnswer
from mayact.core.canonical import Digest, JsonObject
from mayact.core.errors import MayactError
from mayact.core.log.entry import Draft, Entry, Kind
from mayact.core.log.state import PolicyRow, RequestRow, Row, Table
from mayact.core.model import Decision, Effect, Need, Pins, Reason, Strength, ToolCall


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


Done: TypeAlias = "Callable[[Receipt | MayactError], None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFigures:
    """How busy a store is. `waiting`: appends that wait for the log now. Since it was opened: `groups[i]` groups of
    more than `group_bounds[i - 1]` and at most `group_bounds[i]` entries (the last: of more), `entries` in all of them.
    Groups count as they are taken, also those that were refused."""

    waiting: int
    group_bounds: tuple[int, ...]
    groups: tuple[int, ...]
    entries: int


class Store(Protocol):
    """The log and the rows it implies.

    Atomicity: all drafts of one append with their row changes become visible together or not at all; appends are
    serialised, and `replay.apply` runs inside the transaction, so that two racing spends cannot both pass. Appends
    that wait at the same time share one transaction, one tree head, one signed checkpoint and one flush (group
    commit); one that is refused takes none of the others with it. Durability: when an append is acknowledged, a power
    cut loses nothing of it, and the head is anchored outside the store.

    Several gates may stand on one PostgreSQL database: whatever one has acknowledged, every other sees in its next
    read and applies before its next write.
    """

    def submit(self, drafts: Sequence[Draft], done: Done) -> None:
        """Queue one append and return. `done` is called exactly once, from the store's writer thread, with the
        receipt when it is durable and anchored, or with the error that `append` would raise; it returns at once and
        never raises. Raises `Overloaded` (the queue is full), `StoreUnavailable` (closed or refusing), `InvalidInput`
        (no drafts); then nothing was queued and `done` is never called. For callers that are many: what is kept free
        for `append` they cannot fill."""
        ...

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        """Queue one append and wait, in one of the gate's few threads. Raises `IllegalTransition` (nothing was
        written), `Overloaded` (nor then),
        `StoreUnavailable` (it may or may not have been written: refuse, and let the sweep find out)."""
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
        """Rows in the order of their ids, those after `after`. Raises as `row`, and `InvalidInput` for an `after`
        that no id can be."""
        ...

    def active_policy(self) -> PolicyRow | None:
        """The policy that is active now, whichever gate activated it. Raises as `row`."""
        ...

    def known_policy(self) -> PolicyRow | None:
        """The newest active policy that this process has seen, without asking the database: only for a caller whose
        entry names the policy, because `append` refuses an entry under one that is no longer active."""
        ...

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

    def sees(self, text: str) -> frozenset[tuple[int, int, int]] | None:
        """The commands of `text` as a parser in process sees them: where the name starts and ends (bytes), how many
        words there are with it. None: it cannot tell. Never raises."""
        ...


class Observer(Protocol):
    """Answers questions about files and repositories by reading, never by running anything found there.

    Bounded in time and size per question. Never raises: what fails is `Unavailable`.
    """

    def for_user(self, user: str) -> "Observer":
        """The observer for one call of `user` (account name). It tells nothing that `user` could not have read
        without the gate: an answer goes back to whoever asked. Never raises."""
        ...

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


# ── the gate, as boundaries and people see it ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """It may run once, exactly so, by whoever redeems `token` before `expires_at`. `outcome` is `allow`, or `modify`
    when `obligations` is not empty."""

    permit: str
    token: str
    action: Digest
    decision: Decision
    obligations: tuple[str, ...]
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """It may not run, and no approval changes that."""

    action: Digest
    reasons: tuple[Reason, ...]
    decision: Decision | None
    """None when the call could not even be analysed or decided (an error refuses)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Approvals are missing; `request` is the handle to come back with (the same call, again)."""

    request: str
    action: Digest
    missing: tuple[Need, ...]
    reasons: tuple[Reason, ...]
    expires_at: int
    decision: Decision


GateAnswer: TypeAlias = Permitted | Refused | Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What an unspent permit is for: its boundary recomputes `action` from `call` and `pins` before it redeems."""

    call: ToolCall
    pins: Pins
    action: Digest
    effects: tuple[Effect, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a redeemed permit. `detail` is free text from the boundary, hostile wherever shown."""

    status: Literal["succeeded", "failed", "unknown"]
    exit_code: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAnswer:
    """An approver's answer: `signature` (base64) over `core.approval.approval_statement`."""

    answer: ApproverAnswer
    approver: str
    reason: str
    signature: str


Wanted: TypeAlias = "Callable[[], bool]"
"""False once nobody waits for the answer any more. Called from another thread than the caller's; never raises."""


def always_wanted() -> bool:
    """For callers that cannot leave."""
    return True


class Gate(Protocol):
    """The one path. Every method is durable when it returns and raises only `MayactError`s; any raise means no."""

    def authorize(self, call: ToolCall, *, strength: Strength, wanted: Wanted = always_wanted) -> GateAnswer:
        """Decide; open a request when approvals are missing; mint a permit when nothing is and somebody waits for it:
        minting spends approvals.

        Raises `InvalidInput`, `LimitExceeded`, `NoPolicy`, `StoreUnavailable`, `CallerLeft`.
        """
        ...

    def explain(self, call: ToolCall, *, strength: Strength) -> Decision:
        """What `authorize` would decide now, writing nothing and without counting any approval."""
        ...

    def claim(self, token: str) -> Claimed:
        """The exact call that an unspent permit is for, with the pins and the digest it was minted for. Raises
        `Unauthenticated`, `NotFound`, `Expired`, `IllegalTransition`."""
        ...

    def redeem(self, token: str, call: ToolCall, *, strength: Strength) -> str:
        """Spend the permit for exactly this call, observed again now; returns the permit's id. After it returns the
        boundary must run it or report `unknown`. Raises `DigestMismatch`, `Expired`, `IllegalTransition`,
        `Unauthenticated`, `StoreUnavailable`."""
        ...

    def user_of(self, permit: str) -> str:
        """The user whose call the permit is for, whatever became of it. Raises `NotFound`, `StoreUnavailable`."""
        ...

    def witness(self, kind: Kind, body: JsonObject) -> None:
        """Write what became of a launched agent (`agent.…`) or what was only observed (`call.…`): kinds that change no
        row. Raises `StoreUnavailable`, `InvalidInput` (another kind)."""
        ...

    def outcome(self, permit: str, outcome: Outcome) -> None:
        """Record what happened. Raises `IllegalTransition` (reported already), `StoreUnavailable`."""
        ...

    def request(self, request_id: str) -> RequestRow:
        """Raises `NotFound`."""
        ...

    def requests(self, *, status: str | None = "open", limit: int = 100, after: str = "") -> Sequence[RequestRow]: ...

    def answer(self, request_id: str, signed: SignedAnswer) -> RequestRow:
        """Record a person's signed answer. Raises `Unauthenticated` (bad signature, unknown or revoked key),
        `Expired`, `IllegalTransition`, `NotFound`."""
        ...

    def activate(self, bundle: JsonObject, *, approver: str, signature: str) -> Digest:
        """Make `bundle` the policy. `signature` is over `core.approval.activation_statement`. Raises
        `PolicyInvalid`, `Unauthenticated`, `IllegalTransition`."""
        ...

    def sweep(self) -> int:
        """Expire requests and permits, close crashed runs as `unknown`; how many it closed."""
        ...


# ── decisions for anybody's subjects, actions and resources (OpenID AuthZEN) ──────────────────────────────


class AuthzenApi(StrEnum):
    """The endpoints of the AuthZEN Authorization API 1.0, by their path below `/access/v1/`."""

    EVALUATION = "evaluation"
    EVALUATIONS = "evaluations"
    SEARCH_SUBJECT = "search/subject"
    SEARCH_RESOURCE = "search/resource"
    SEARCH_ACTION = "search/action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An answer that may leave only when `draft` is durable. `body`: the exact bytes of the response."""

    body: bytes
    draft: Draft


class AuthzenDecider(Protocol):
    """Decides AuthZEN requests under the active policy. In memory only: it reads the policy and writes nothing."""

    def prepare(self, api: AuthzenApi, raw: bytes, *, pep: str, request_id: str) -> Prepared:
        """Parse, decide and draw the answer. `pep` names the authenticated caller, `request_id` is its own
        `X-Request-ID` ("" when it sent none); both go into the entry.

        When the append of `draft` raises `IllegalTransition` the policy changed meanwhile: prepare again. Raises
        `InvalidInput`, `LimitExceeded` (status 400), `StoreCorrupt` (no answer can be given).
        """
        ...
