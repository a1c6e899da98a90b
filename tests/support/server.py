"""A gate that decides by the words of a command, and the real sockets in front of it in a thread of this process.

The fake keeps the contract of `ports.Gate` as far as boundaries can see it: permits are single-use and bound to the
action digest, a request changes what the same call gets next, every method may raise what the port names.
"""

import asyncio
import itertools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mayact.core.approval import Answer
from mayact.core.canonical import Digest, JsonObject, canonical_bytes, digest_bytes
from mayact.core.errors import CallerLeft, DigestMismatch, IllegalTransition, NotFound, Unauthenticated
from mayact.core.log.entry import Kind
from mayact.core.log.state import AnswerRow, NeedRow, RequestRow, RequestStatus
from mayact.core.model import (
    Allow,
    Analysis,
    Decision,
    Deny,
    Effect,
    Need,
    Reason,
    ResourceKind,
    Reversibility,
    Risk,
    StepUp,
    Strength,
    ToolCall,
    Verb,
    Verdict,
    action_digest,
    effect_fingerprint,
)
from mayact.ports import Claimed, GateAnswer, Outcome, Pending, Permitted, Refused, SignedAnswer, Wanted, always_wanted
from mayact.server.serve import run
from mayact.server.settings import Person, ServerSettings, Surroundings, Views

FAR = 4_000_000_000_000
NEED = Need(tier="owner", quorum=1, rules=("ask-first",))


UNKNOWN = Effect(verb=Verb.OPAQUE, kind="thing", resource="x", risk=Risk.LOW, reversibility=Reversibility.REVERSIBLE)
"""What this gate thinks of every permit: it runs in the write lane."""


@dataclass
class FakeGate:
    """`never` in the action denies, `ask` needs a person, `cd ` changes the directory; everything else may run."""

    pins: dict[str, str] = field(default_factory=dict)
    obligations: tuple[str, ...] = ()
    fail: Callable[[str], None] = lambda _method: None
    """Called at the start of every method with its name; may raise or block."""
    calls: list[ToolCall] = field(default_factory=list)
    strengths: list[Strength] = field(default_factory=list)
    redeemed: list[tuple[str, ToolCall]] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    requests_: dict[str, RequestRow] = field(default_factory=dict)
    permits: dict[str, tuple[ToolCall, Digest, str]] = field(default_factory=dict)
    witnessed: list[tuple[Kind, JsonObject]] = field(default_factory=list)
    swept: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _lock: threading.RLock = field(default_factory=threading.RLock)

    # ── deciding ──

    def decision(self, call: ToolCall, strength: Strength) -> Decision:
        text = canonical_bytes(call.arguments).decode()
        reason = Reason(rule="test-rule", text=f"because of `{text[:60]}`", hint="do something else")
        verdict: Verdict = Allow(obligations=self.obligations, matched=("test-allow",))
        if "never" in text:
            verdict = Deny(reasons=(reason,), matched=("test-rule",))
        elif "ask" in text and not self._approved(action_digest(call, self.pins)):
            verdict = StepUp(missing=(NEED,), reasons=(reason,), matched=("ask-first",))
        kind: ResourceKind = "program"
        effect = Effect(
            verb=Verb.EXEC_RUN, kind=kind, resource="x", risk=Risk.LOW, reversibility=Reversibility.REVERSIBLE
        )
        analysis = Analysis(effects=(effect,), changes_directory="cd " in text)
        return Decision(
            verdict=verdict,
            call=call,
            pins=self.pins,
            analysis=analysis,
            action=action_digest(call, self.pins),
            effects=effect_fingerprint(analysis),
            policy=Digest("sha256:" + "0" * 64),
            strength=strength,
            at=1_000,
        )

    def _approved(self, action: Digest) -> bool:
        return any(row.action == action and row.status is RequestStatus.APPROVED for row in self.requests_.values())

    def authorize(self, call: ToolCall, *, strength: Strength, wanted: Wanted = always_wanted) -> GateAnswer:
        self.fail("authorize")
        with self._lock:
            self.calls.append(call)
            self.strengths.append(strength)
            decision = self.decision(call, strength)
            for row in self.requests_.values():
                if row.action == decision.action and row.status is RequestStatus.DENIED:
                    said = Reason(rule="mayact.denied-by-person", text=str(row.answers[-1].statement["reason"]))
                    return Refused(action=decision.action, reasons=(said,), decision=decision)
            match decision.verdict:
                case Allow():
                    if not wanted():
                        raise CallerLeft("whoever asked is gone", hint="ask again")
                    return self._permit(decision)
                case Deny(reasons=reasons):
                    return Refused(action=decision.action, reasons=reasons, decision=decision)
                case StepUp(missing=missing, reasons=reasons):
                    request = self._request(decision)
                    return Pending(
                        request=request,
                        action=decision.action,
                        missing=missing,
                        reasons=reasons,
                        expires_at=FAR,
                        decision=decision,
                    )

    def _permit(self, decision: Decision) -> Permitted:
        permit = f"prm-{next(self._ids)}"
        token = f"tok.{permit}"
        self.permits[token] = (decision.call, decision.action, "issued")
        for name, row in list(self.requests_.items()):
            if row.action == decision.action and row.status is RequestStatus.APPROVED:
                self.requests_[name] = replace(row, status=RequestStatus.SPENT, permit=permit)
        return Permitted(
            permit=permit,
            token=token,
            action=decision.action,
            decision=decision,
            obligations=self.obligations,
            expires_at=FAR,
        )

    def _request(self, decision: Decision) -> str:
        for row in self.requests_.values():
            if row.action == decision.action and row.status is RequestStatus.OPEN:
                return row.id
        name = f"req-{next(self._ids)}"
        text = f"run {canonical_bytes(decision.call.arguments).decode()}\n"
        self.requests_[name] = RequestRow(
            id=name,
            status=RequestStatus.OPEN,
            action=decision.action,
            effects=decision.effects,
            policy=decision.policy,
            needs=(NeedRow(tier="owner", quorum=1, rules=("ask-first",)),),
            chain=({"kind": "person", "id": decision.call.user, "source": "observed"},),
            task=None,
            rendering=digest_bytes(text.encode()),
            text=text,
            nonce="00" * 16,
            opened_at=1_000,
            expires_at=FAR,
            subject={},
        )
        return name

    def explain(self, call: ToolCall, *, strength: Strength) -> Decision:
        self.fail("explain")
        return self.decision(call, strength)

    # ── permits ──

    def _issued(self, token: str) -> tuple[ToolCall, Digest]:
        if token not in self.permits:
            raise Unauthenticated("not a permit of this gate", hint="ask")
        call, action, status = self.permits[token]
        if status != "issued":
            raise IllegalTransition(f"permit is {status}", hint="ask again")
        return call, action

    def claim(self, token: str) -> Claimed:
        self.fail("claim")
        call, action = self._issued(token)
        return Claimed(call=call, pins=self.pins, action=action, effects=(UNKNOWN,), obligations=())

    def redeem(self, token: str, call: ToolCall, *, strength: Strength) -> str:
        self.fail("redeem")
        with self._lock:
            _, action = self._issued(token)
            if action_digest(call, self.pins) != action:
                raise DigestMismatch("what would run is not what was permitted", hint="ask again")
            self.permits[token] = (call, action, "redeemed")
            permit = token.removeprefix("tok.")
            self.redeemed.append((permit, call))
            return permit

    def user_of(self, permit: str) -> str:
        self.fail("user_of")
        if f"tok.{permit}" not in self.permits:
            raise NotFound("no such permit", hint="ask")
        return self.permits[f"tok.{permit}"][0].user

    def witness(self, kind: Kind, body: JsonObject) -> None:
        self.fail("witness")
        self.witnessed.append((kind, body))

    def outcome(self, permit: str, outcome: Outcome) -> None:
        self.fail("outcome")
        if permit in self.outcomes:
            raise IllegalTransition("reported already", hint="nothing to do")
        self.outcomes[permit] = outcome

    # ── people ──

    def request(self, request_id: str) -> RequestRow:
        self.fail("request")
        if request_id not in self.requests_:
            raise NotFound("no such request", hint="list them")
        return self.requests_[request_id]

    def requests(self, *, status: str | None = "open", limit: int = 100, after: str = "") -> Sequence[RequestRow]:
        self.fail("requests")
        rows = [row for row in self.requests_.values() if status in (None, row.status.value) and row.id > after]
        return rows[:limit]

    def answer(self, request_id: str, signed: SignedAnswer) -> RequestRow:
        self.fail("answer")
        with self._lock:
            row = self.request(request_id)
            if signed.signature != "c2lnbmVk":
                raise Unauthenticated("the signature does not verify", hint="sign again")
            if row.status is not RequestStatus.OPEN:
                raise IllegalTransition(f"request is {row.status.value}", hint="nothing waits")
            given = AnswerRow(
                answer=signed.answer.value,
                approver=signed.approver,
                statement={"reason": signed.reason},
                signature=signed.signature,
                at=2_000,
            )
            status = RequestStatus.APPROVED if signed.answer is Answer.APPROVE else RequestStatus.DENIED
            self.requests_[request_id] = replace(row, status=status, answers=(given,))
            return self.requests_[request_id]

    def activate(self, bundle: JsonObject, *, approver: str, signature: str) -> Digest:
        self.fail("activate")
        if signature != "c2lnbmVk":
            raise Unauthenticated("the signature does not verify", hint="sign again")
        return digest_bytes(canonical_bytes(bundle))

    def sweep(self) -> int:
        self.fail("sweep")
        self.swept += 1
        return 0


def describe(decision: Decision) -> JsonObject:
    return {"verdict": type(decision.verdict).__name__, "action": decision.action, "strength": decision.strength.value}


def views() -> Views:
    return Views(
        status=lambda: {"policy": "sha256:" + "0" * 64, "open_requests": 0, "approvers": ()},
        policy=lambda: {"digest": "sha256:" + "0" * 64, "bundle": {}},
        decision=describe,
    )


@dataclass
class Running:
    """Sockets that are served. `lines` is what the gate logged."""

    gate: Any
    settings: ServerSettings
    stop: Callable[[], None]
    lines: list[str]
    standing_still: Callable[[], AbstractContextManager[None]]
    """While the block runs, the sockets accept and hear nothing; what comes waits in the kernel."""

    @property
    def agent(self) -> str:
        return self.settings.agent_socket

    @property
    def control(self) -> str:
        return self.settings.control_socket


def settings_in(folder: Path, **changed: Any) -> ServerSettings:
    fields: dict[str, Any] = {
        "agent_socket": str(folder / "agent" / "agent.sock"),
        "control_socket": str(folder / "control" / "control.sock"),
        "mayact": "/nowhere/mayact",
        "sweep_ms": 60_000,
        "grace_ms": 10_000,
        "hook_wait_ms": 300,
    }
    return ServerSettings(**{**fields, **changed})


@contextmanager
def serving(
    folder: Path, gate: Any, *, person: Person | None = None, own_uid: int | None = None, **changed: Any
) -> Iterator[Running]:
    """The real sockets over `gate`, in a thread; stopped cleanly at the end. `own_uid`: whom the gate thinks it is."""
    settings = settings_in(folder, **changed)
    who = person or Person(user="dev", home="/home/dev")
    lines: list[str] = []
    ready = threading.Event()
    failed: list[BaseException] = []
    holder: dict[str, Any] = {}
    world = Surroundings(
        people=lambda _uid: who,
        log=lines.append,
        own_uid=os.geteuid() if own_uid is None else own_uid,
        ready=ready.set,
    )

    def work() -> None:
        async def serve() -> None:
            holder["loop"], holder["stop"] = asyncio.get_running_loop(), asyncio.Event()
            await run(settings, gate, views(), world, stop=holder["stop"])

        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001  handed to the test below
            failed.append(error)
            ready.set()

    thread = threading.Thread(target=work, name="gate")
    thread.start()
    assert ready.wait(60), "the sockets did not open"
    if failed:
        thread.join()
        raise failed[0]

    def stop() -> None:
        if thread.is_alive():
            holder["loop"].call_soon_threadsafe(holder["stop"].set)
            thread.join(60)
        assert not thread.is_alive(), "the server did not stop"

    @contextmanager
    def standing_still() -> Iterator[None]:
        stands, goes_on = threading.Event(), threading.Event()

        def stand() -> None:
            stands.set()
            goes_on.wait(60)

        holder["loop"].call_soon_threadsafe(stand)
        assert stands.wait(60), "the loop did not come to it"
        try:
            yield
        finally:
            goes_on.set()

    try:
        yield Running(gate=gate, settings=settings, stop=stop, lines=lines, standing_still=standing_still)
    finally:
        stop()
