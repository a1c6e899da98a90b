"""The gate as a whole: the parts of the one path behind `ports.Gate`.

Law: no logic of its own but the compiled policy it keeps; what a method does stands in the module it calls.
"""

from collections.abc import Callable, Sequence

from mayact.core.canonical import Digest, JsonObject
from mayact.core.errors import MayactError, StoreCorrupt
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import ApproverRow, PolicyRow, RequestRow, Table
from mayact.core.model import Decision, Strength, ToolCall
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.gate.authorize import Authorizer
from mayact.gate.evaluate import Evaluator
from mayact.gate.govern import Governor
from mayact.gate.instruments import Instruments
from mayact.gate.redeem import Redeemer
from mayact.gate.report import Reporter
from mayact.gate.review import Reviewer
from mayact.gate.turns import Turns
from mayact.ports import Claimed, GateAnswer, Outcome, SignedAnswer, Wanted, always_wanted


class ThePath:
    """`ports.Gate` over a store. Construct one per process."""

    def __init__(self, tools: Instruments, *, utc: Callable[[int], str]) -> None:
        self._tools = tools
        self._compiled: CompiledBundle | None = None
        self._authorizer = Authorizer(tools, self.policy, utc, Turns())
        self._redeemer = Redeemer(tools, self._authorizer.again)
        self._reviewer = Reviewer(tools)
        self._reporter = Reporter(tools)
        self._governor = Governor(tools)
        # What it decides is written under the digest of the policy, and refused when that is no longer active.
        self.authzen = Evaluator(tools, lambda: self._loaded(tools.store.known_policy()))
        """`ports.AuthzenDecider` under this gate's active policy."""

    def policy(self) -> CompiledBundle | None:
        """The active bundle, compiled once. Raises `StoreCorrupt` when what is stored does not load or is not what
        its digest says: then nothing is decided."""
        return self._loaded(self._tools.store.active_policy())

    def _loaded(self, row: PolicyRow | None) -> CompiledBundle | None:
        if row is None:
            return None
        compiled = self._compiled
        if compiled is None or compiled.digest != row.id:
            try:
                compiled = load_bundle(row.bundle)
            except MayactError as error:
                raise StoreCorrupt(f"the active policy does not load: {error}", hint="activate another") from error
            if compiled.digest != row.id:
                raise StoreCorrupt("the active policy is not the signed one", hint="run `mayact log verify`")
            self._compiled = compiled
        return compiled

    def start(self, facts: JsonObject) -> int:
        """Write that the gate started, then sweep; how many it closed. Call before any socket opens."""
        self._tools.store.append([Draft(Kind.GATE_STARTED, facts, self._tools.clock.now_ms())])
        return self.sweep()

    def stop(self, facts: JsonObject) -> None:
        """Write that the gate ends by itself. Call after every socket closed. Without it the time from the last entry
        to the next start is not known to have been guarded."""
        self._tools.store.append([Draft(Kind.GATE_STOPPED, facts, self._tools.clock.now_ms())])

    def authorize(self, call: ToolCall, *, strength: Strength, wanted: Wanted = always_wanted) -> GateAnswer:
        return self._authorizer.authorize(call, strength=strength, wanted=wanted)

    def explain(self, call: ToolCall, *, strength: Strength) -> Decision:
        return self._authorizer.explain(call, strength=strength)

    def claim(self, token: str) -> Claimed:
        return self._redeemer.claim(token)

    def redeem(self, token: str, call: ToolCall, *, strength: Strength) -> str:
        return self._redeemer.redeem(token, call, strength=strength)

    def user_of(self, permit: str) -> str:
        return self._reporter.user_of(permit)

    def witness(self, kind: Kind, body: JsonObject) -> None:
        self._reporter.witness(kind, body)

    def outcome(self, permit: str, outcome: Outcome) -> None:
        self._reporter.outcome(permit, outcome)

    def request(self, request_id: str) -> RequestRow:
        return self._reviewer.request(request_id)

    def requests(self, *, status: str | None = "open", limit: int = 100, after: str = "") -> Sequence[RequestRow]:
        rows = self._tools.store.rows(Table.REQUESTS, status=status, limit=limit, after=after)
        return [row for row in rows if isinstance(row, RequestRow)]

    def answer(self, request_id: str, signed: SignedAnswer) -> RequestRow:
        return self._reviewer.answer(request_id, signed)

    def activate(self, bundle: JsonObject, *, approver: str, signature: str) -> Digest:
        return self._governor.activate(bundle, approver=approver, signature=signature)

    def enrol(
        self, *, name: str, public_key: str, tiers: Sequence[str], enrolled_by: str, signature: str
    ) -> ApproverRow:
        return self._governor.enrol(
            name=name, public_key=public_key, tiers=tiers, enrolled_by=enrolled_by, signature=signature
        )

    def sweep(self) -> int:
        return self._reporter.sweep()

    def status(self) -> JsonObject:
        """What anyone may know: policy, size and head of the log, approvers, how many requests wait."""
        store = self._tools.store
        active = store.active_policy()
        approvers = [row for row in store.rows(Table.APPROVERS, limit=1000) if isinstance(row, ApproverRow)]
        return {
            "policy": active.id if active else None,
            "entries": store.size(),
            "checkpoint": store.checkpoint() if store.size() else None,
            "approvers": tuple(
                {"id": row.id, "name": row.name, "tiers": tuple(row.tiers), "status": row.status.value}
                for row in approvers
            ),
            "open_requests": len(store.rows(Table.REQUESTS, status="open", limit=1000)),
        }
