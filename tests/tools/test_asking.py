"""What the tools make of a gate's answers: the order of the steps, and that nothing is done without all of them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mayact.boundary.exec.main import Place
from mayact.boundary.exec.session import Stated
from mayact.boundary.tools.asking import Turn, done, permitted
from mayact.boundary.tools.result import Refused, Result, cut
from mayact.core.errors import DigestMismatch, GateUnreachable, InvalidInput, MayactError
from mayact.core.model import Hop, HopKind, Source, ToolCall, action_digest

STATED = Stated(tool="file.read", arguments={"path": "/w/f"}, cwd="/w", environment={})
CHAIN = (Hop(HopKind.PERSON, "dev", Source.OBSERVED),)


def allowed(**changed: Any) -> dict[str, Any]:
    call = ToolCall(tool="file.read", arguments={"path": "/w/f"}, cwd="/w", home="/h", user="dev", chain=CHAIN)
    given = {
        "tool": "file.read",
        "arguments": {"path": "/w/f"},
        "cwd": "/w",
        "home": "/h",
        "user": "dev",
        "chain": [{"kind": "person", "id": "dev", "source": "observed"}],
        "target": "local",
        "environment": {},
        "stdin": None,
        "task": None,
    }
    whole = {"outcome": "allow", "token": "tok", "action": action_digest(call, {}), "obligations": [], "pins": {}}
    return {**whole, "call": given, **changed}


class Gate:
    """Answers by the operation, and keeps what it heard."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"authorize": allowed(), "redeem": {"permit": "prm-1"}, "outcome": {"recorded": True}, **answers}
        self.heard: list[dict[str, Any]] = []

    def place(self, wait_s: float = 0) -> Place:
        return Place(ask=self._ask, keep=(), wait_s=wait_s)

    def _ask(self, body: bytes, _seconds: float) -> bytes:
        message = json.loads(body)
        self.heard.append(message)
        answer = self.answers[message["op"]]
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, MayactError):
            raise answer
        return json.dumps(answer).encode()


def use(gate: Gate, doing: Callable[[], Result], turn: Turn | None = None, wait_s: float = 0) -> Result:
    turn = turn or Turn()
    return done(permitted(STATED, gate.place(wait_s), turn), doing, gate.place(), turn)


def never() -> Result:
    raise AssertionError("it was done")


@pytest.mark.requirement("BOUND-3", "AUDIT-3")
def test_it_is_done_after_the_permit_is_spent_and_then_reported() -> None:
    gate = Gate()
    ops: list[str] = []

    def doing() -> Result:
        ops.extend(message["op"] for message in gate.heard)
        return Result(text="x")

    assert use(gate, doing) == Result(text="x")
    assert ops == ["authorize", "redeem"]
    assert [message["op"] for message in gate.heard] == ["authorize", "redeem", "outcome"]
    assert gate.heard[1]["call"]["arguments"] == {"path": "/w/f"}


@pytest.mark.requirement("AUTHZ-6", "BOUND-3")
@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"authorize": allowed(action="sha256:" + "0" * 64)}, DigestMismatch),
        ({"authorize": allowed(obligations=["redact:pii"], outcome="modify")}, InvalidInput),
        ({"authorize": allowed(outcome="yes")}, InvalidInput),
        ({"authorize": {}}, InvalidInput),
        ({"authorize": []}, InvalidInput),
        ({"authorize": {"error": {"message": "no"}}}, Refused),
        ({"authorize": {"error": "no"}}, Refused),
        ({"authorize": GateUnreachable("away")}, GateUnreachable),
        ({"authorize": {"outcome": "deny", "reasons": []}}, Refused),
        ({"authorize": {"outcome": "step-up", "request": "req-1"}}, Refused),
        ({"redeem": {"error": {"message": "spent"}}}, Refused),
        ({"redeem": {}}, GateUnreachable),
        ({"redeem": {"permit": 1}}, GateUnreachable),
        ({"redeem": GateUnreachable("away")}, GateUnreachable),
    ],
)
def test_without_every_step_before_it_nothing_is_done(answers: dict[str, Any], kind: type[Exception]) -> None:
    if answers.get("authorize") == []:
        answers = {"authorize": [[]]}
    with pytest.raises(kind):
        use(Gate(**answers), never)


@pytest.mark.requirement("APPR-6")
def test_a_waiting_use_names_its_request_meanwhile_and_asks_twice() -> None:
    turn, said = Turn(), []
    gate = Gate(authorize=[{"outcome": "step-up", "request": "req-1\n"}, allowed()])
    ask = gate._ask
    gate._ask = lambda body, seconds: (said.append(turn.waits_for), ask(body, seconds))[1]  # type: ignore[method-assign]
    use(gate, Result, turn, wait_s=5)
    assert said == ["", "waiting for a person, request req-1\\n", "", ""]
    assert [message.get("wait_ms") for message in gate.heard[:2]] == [0, 5000]


def test_what_is_cancelled_before_it_is_spent_is_not_done() -> None:
    gate, turn = Gate(), Turn()
    turn.stop.set()
    with pytest.raises(Refused, match="cancelled"):
        use(gate, never, turn)
    assert [message["op"] for message in gate.heard] == ["authorize"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), InvalidInput("it changed")])
def test_what_fails_while_it_is_done_is_a_result_and_reported_as_failed(error: Exception) -> None:
    def doing() -> Result:
        raise error

    gate = Gate()
    result = use(gate, doing)
    assert result.failed
    assert gate.heard[-1]["status"] == "failed"


@pytest.mark.parametrize("answer", [{"error": {"message": "full"}}, GateUnreachable("away")])
def test_a_report_that_fails_changes_no_result(answer: Any) -> None:
    result = use(Gate(outcome=answer), lambda: Result(text="x"))
    assert (result.text, result.failed) == ("x", False)
    assert "could not be recorded" in result.notes[0]


def test_what_is_cut_keeps_both_ends_and_says_so() -> None:
    text, notes = cut("a" * 50 + "b" * 50, limit=20)
    assert text.startswith("a" * 10)
    assert text.endswith("b" * 10)
    assert notes == ("mayact: cut, 80 characters are not shown",)
    assert cut("a" * 20, limit=20) == ("a" * 20, ())
