"""What an agent can say to the gate and what it gets back, over the real socket."""

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.server import FakeGate, Running, serving

from mayact import client
from mayact.core.errors import GateUnreachable, NoPolicy, StoreUnavailable
from mayact.core.model import Hop, HopKind, Source, Strength
from mayact.core.wire import frame
from mayact.server.peer import strength_of
from mayact.server.serve import AGENT_THREADS

SHELL: dict[str, Any] = {"tool": "shell", "arguments": {"command": "ls"}, "cwd": "/w", "environment": {"PATH": "/bin"}}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate()) as served:
        yield served


def ask(path: str, **message: Any) -> Any:
    return json.loads(client.call(path, json.dumps(message).encode(), timeout=100))


def shell(command: str, **more: Any) -> dict[str, Any]:
    return {**SHELL, "arguments": {"command": command}, **more}


def approve(running: Running, request: str, answer: str = "approve", reason: str = "") -> Any:
    return ask(
        running.control,
        op="answer",
        request=request,
        answer=answer,
        approver="key-1",
        reason=reason,
        signature="c2lnbmVk",
    )


@pytest.mark.requirement("AUTHZ-5", "AUTHZ-8")
def test_every_answer_has_its_word_and_its_reason(running: Running) -> None:
    allowed = ask(running.agent, op="authorize", call=shell("ls"))
    assert (allowed["outcome"], allowed["strength"]) == ("allow", "advisory")
    assert allowed["token"].startswith("tok.")
    denied = ask(running.agent, op="authorize", call=shell("never"))
    assert denied["outcome"] == "deny"
    assert denied["reasons"][0]["rule"] == "test-rule"
    assert "token" not in denied
    stepped = ask(running.agent, op="authorize", call=shell("ask"))
    assert (stepped["outcome"], stepped["missing"][0]["tier"]) == ("step-up", "owner")
    deferred = ask(running.agent, op="authorize", call=shell("ask"), wait_ms=30)
    assert (deferred["outcome"], deferred["request"]) == ("defer", stepped["request"])
    running.gate.obligations = ("redact:pii",)
    modified = ask(running.agent, op="authorize", call=shell("ls"))
    assert (modified["outcome"], modified["obligations"]) == ("modify", ["redact:pii"])


@pytest.mark.requirement("AUTHZ-2")
def test_the_gate_says_who_is_asking(running: Running) -> None:
    ask(running.agent, op="authorize", call=shell("ls"))
    ask(running.agent, op="authorize", call=shell("ls", agent="claude-code", subagent="reviewer"))
    person = Hop(HopKind.PERSON, "dev", Source.OBSERVED)
    plain, claimed = (call.chain for call in running.gate.calls)
    assert plain == (person, Hop(HopKind.PROCESS, "unattributed process of user dev", Source.OBSERVED))
    assert claimed == (
        person,
        Hop(HopKind.AGENT, "claude-code", Source.CLAIMED),
        Hop(HopKind.SUBAGENT, "reviewer", Source.CLAIMED),
    )
    call = running.gate.calls[0]
    assert (call.user, call.home, call.boundary) == ("dev", "/home/dev", "exec")
    assert dict(call.environment) == {
        "HOME": "/home/dev",
        "USER": "dev",
        "LOGNAME": "dev",
        "PWD": "/w",
        "PATH": "/bin",
    }


@pytest.mark.requirement("AUTHZ-10")
@pytest.mark.parametrize(("own_uid", "expected"), [(None, Strength.ADVISORY), (54321, Strength.SEPARATE)])
def test_strength_follows_from_the_peer(tmp_path: Path, own_uid: int | None, expected: Strength) -> None:
    if own_uid is not None and os.geteuid() == 0:
        # Root can do what it likes to any gate: held separately is what root never is.
        expected = Strength.ADVISORY
    uids = frozenset({os.geteuid()})
    with serving(tmp_path, FakeGate(), own_uid=own_uid, agent_uids=uids) as running:
        ask(running.agent, op="authorize", call=SHELL)
        assert running.gate.strengths == [expected]


@pytest.mark.requirement("AUTHZ-10")
def test_root_and_the_gates_own_user_are_advisory_everyone_else_is_separate() -> None:
    assert strength_of(1000, own_uid=1000) is Strength.ADVISORY
    assert strength_of(0, own_uid=1000) is Strength.ADVISORY
    assert strength_of(1001, own_uid=1000) is Strength.SEPARATE


@pytest.mark.parametrize(
    ("call", "field"),
    [
        ({**SHELL, "cwd": "w"}, "cwd"),
        ({**SHELL, "cwd": "/w\0"}, "cwd"),
        ({**SHELL, "stdin": "sha256:0"}, "stdin"),
        ({**SHELL, "agent": "a\nb"}, "agent"),
        ({**SHELL, "agent": "a" * 300}, "agent"),
        ({**SHELL, "environment": {"LD_PRELOAD": "/x"}}, "environment"),
        ({**SHELL, "environment": {"HOME": "/root/.ssh"}}, "environment"),
        ({"tool": "file.read", "arguments": {"path": "/x"}, "cwd": "/w", "environment": {"PATH": "/b"}}, "environment"),
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_a_call_that_may_not_be_stated_so_never_reaches_the_gate(
    running: Running, call: dict[str, Any], field: str
) -> None:
    reply = ask(running.agent, op="authorize", call=call)
    assert reply["error"]["field"] == field
    assert running.gate.calls == []


@pytest.mark.requirement("BOUND-3")
def test_a_permit_is_for_one_call_once(running: Running) -> None:
    call = shell("ls", agent="claude-code")
    token = ask(running.agent, op="authorize", call=call)["token"]
    claimed = ask(running.agent, op="claim", token=token)
    assert claimed["call"]["arguments"] == {"command": "ls"}
    assert claimed["call"]["chain"][1] == {"kind": "agent", "id": "claude-code", "source": "claimed"}
    other = ask(running.agent, op="redeem", token=token, call=shell("ls -a", agent="claude-code"))
    assert other["error"]["code"] == "permit.digest_mismatch"
    spent = ask(running.agent, op="redeem", token=token, call=call)
    assert spent["permit"] == "prm-1"
    again = ask(running.agent, op="redeem", token=token, call=call)
    assert again["error"]["code"] == "state.illegal_transition"
    assert ask(running.agent, op="outcome", permit="prm-1", status="succeeded", exit_code=0) == {"recorded": True}
    assert running.gate.outcomes["prm-1"].exit_code == 0


def test_another_users_permit_tells_nothing(running: Running) -> None:
    token = ask(running.agent, op="authorize", call=SHELL)["token"]
    call, action, status = running.gate.permits[token]
    running.gate.permits[token] = (replace(call, user="somebody"), action, status)
    reply = ask(running.agent, op="claim", token=token)
    assert reply["error"]["code"] == "identity.forbidden"
    assert "call" not in reply


@pytest.mark.requirement("BOUND-3", "AUDIT-3")
def test_another_users_permit_is_neither_voided_nor_closed(running: Running) -> None:
    token = ask(running.agent, op="authorize", call=SHELL)["token"]
    call, action, status = running.gate.permits[token]
    running.gate.permits[token] = (replace(call, user="somebody"), action, status)
    for presented in (SHELL, shell("another action")):
        assert ask(running.agent, op="redeem", token=token, call=presented)["error"]["code"] == "identity.forbidden"
    assert running.gate.redeemed == []
    assert running.gate.permits[token][2] == "issued"
    running.gate.permits[token] = (replace(call, user="somebody"), action, "redeemed")
    reply = ask(running.agent, op="outcome", permit="prm-1", status="succeeded", exit_code=0)
    assert reply["error"]["code"] == "identity.forbidden"
    assert running.gate.outcomes == {}
    assert ask(running.agent, op="outcome", permit="prm-9", status="failed")["error"]["code"] == "state.not_found"


@pytest.mark.requirement("APPR-6")
def test_a_waiting_caller_gets_the_permit_when_a_person_answers(running: Running) -> None:
    got: list[Any] = []
    waiter = threading.Thread(
        target=lambda: got.append(ask(running.agent, op="authorize", call=shell("ask"), wait_ms=90_000))
    )
    waiter.start()
    request = first_request(running)
    assert approve(running, request)["request"]["status"] == "approved"
    waiter.join(100)
    assert got[0]["outcome"] == "allow"
    assert running.gate.requests_[request].permit == got[0]["permit"]


@pytest.mark.requirement("APPR-6")
def test_a_waiting_caller_learns_the_denial_and_its_reason(running: Running) -> None:
    got: list[Any] = []
    waiter = threading.Thread(
        target=lambda: got.append(ask(running.agent, op="authorize", call=shell("ask"), wait_ms=90_000))
    )
    waiter.start()
    approve(running, first_request(running), "deny", "not on a friday")
    waiter.join(100)
    assert got[0]["outcome"] == "deny"
    assert got[0]["reasons"][0]["text"] == "not on a friday"


def first_request(running: Running) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if running.gate.requests_:
            return str(next(iter(running.gate.requests_)))
        time.sleep(0.01)
    raise AssertionError("no request was opened")


@pytest.mark.requirement("APPR-6")
def test_an_approval_is_not_spent_for_a_caller_that_left(running: Running) -> None:
    body = json.dumps({"op": "authorize", "call": shell("ask"), "wait_ms": 90_000}).encode()
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(running.agent)
        raw.sendall(frame.encode(body))
        request = first_request(running)
    approve(running, request)
    # Another exchange is a round through the same loop: the one that was abandoned has seen its caller leave.
    ask(running.agent, op="status")
    assert running.gate.requests_[request].status.value == "approved"
    assert ask(running.agent, op="authorize", call=shell("ask"))["outcome"] == "allow"


@pytest.mark.requirement("APPR-1", "APPR-6")
def test_no_approval_is_spent_for_a_caller_that_never_stayed(running: Running) -> None:
    request = ask(running.agent, op="authorize", call=shell("ask"))["request"]
    approve(running, request)
    body = json.dumps({"op": "authorize", "call": shell("ask")}).encode()
    with running.standing_still():  # so that every one has left before it is heard
        for _ in range(20):
            with socket.socket(socket.AF_UNIX) as raw:
                raw.connect(running.agent)
                raw.sendall(frame.encode(body))
    ask(running.agent, op="status")
    assert running.gate.requests_[request].status.value == "approved"
    assert len(running.gate.calls) == 1


@pytest.mark.requirement("APPR-1", "AUTHZ-6")
@pytest.mark.parametrize("gate_ms", [3_000, 200_000])
def test_what_waited_for_a_thread_never_begins_for_nobody(tmp_path: Path, gate_ms: int) -> None:
    """Every thread is busy; one more asks, and gives up or is timed out before its turn."""
    gate, release, begun = FakeGate(), threading.Event(), threading.Semaphore(0)

    def block(method: str) -> None:
        if method == "authorize":
            begun.release()
            release.wait(200)

    with serving(tmp_path, gate, gate_ms=gate_ms) as running:
        request = ask(running.agent, op="authorize", call=shell("ask"))["request"]
        approve(running, request)
        gate.fail = block
        busy = [
            threading.Thread(target=lambda: ask(running.agent, op="authorize", call=SHELL))
            for _ in range(AGENT_THREADS)
        ]
        for thread in busy:
            thread.start()
        for _ in busy:
            assert begun.acquire(timeout=60)
        body = json.dumps({"op": "authorize", "call": shell("ask")}).encode()
        if gate_ms < 10_000:
            assert json.loads(client.call(running.agent, body, timeout=100))["error"]["code"] == "store.unavailable"
        else:
            with pytest.raises(GateUnreachable):
                client.call(running.agent, body, timeout=0.3)
            assert client.call(running.control, b'{"op":"status"}', timeout=100)
        release.set()
        for thread in busy:
            thread.join(100)
        assert not begun.acquire(timeout=0.3)
        assert running.gate.requests_[request].status.value == "approved"


def test_stopping_ends_a_wait_with_pending(running: Running) -> None:
    got: list[Any] = []
    waiter = threading.Thread(
        target=lambda: got.append(ask(running.agent, op="authorize", call=shell("ask"), wait_ms=60_000))
    )
    waiter.start()
    first_request(running)
    running.stop()
    waiter.join(100)
    assert got[0]["outcome"] == "defer"
    assert not os.path.exists(running.agent)
    assert not os.path.exists(running.control)


def test_explain_writes_nothing(running: Running) -> None:
    reply = ask(running.agent, op="explain", call=shell("never"))
    assert reply["verdict"] == "Deny"
    assert (running.gate.calls, running.gate.requests_, running.gate.permits) == ([], {}, {})


def test_status_tells_an_agent_how_it_is_held_and_no_more(running: Running) -> None:
    reply = ask(running.agent, op="status")
    assert set(reply) == {"strength", "user", "policy"}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "error", [NoPolicy("no policy", hint="activate one"), StoreUnavailable("disk full"), KeyError("bug")]
)
def test_whatever_the_gate_raises_is_a_no(running: Running, error: Exception) -> None:
    def fail(method: str) -> None:
        if method == "authorize":
            raise error

    running.gate.fail = fail
    reply = ask(running.agent, op="authorize", call=SHELL)
    assert set(reply) == {"error"}
    assert "Traceback" not in json.dumps(reply)
    running.gate.fail = lambda method: None
    assert ask(running.agent, op="authorize", call=SHELL)["outcome"] == "allow"


@pytest.mark.requirement("AUTHZ-6")
def test_a_gate_that_hangs_is_a_no(tmp_path: Path) -> None:
    release = threading.Event()
    gate = FakeGate()

    def fail(method: str) -> None:
        if method == "authorize":
            release.wait(100)

    with serving(tmp_path, gate, gate_ms=200) as running:
        gate.fail = fail
        reply = ask(running.agent, op="authorize", call=SHELL)
        assert reply["error"]["code"] == "store.unavailable"
        release.set()


def test_control_operations_are_unknown_here(running: Running) -> None:
    ask(running.agent, op="authorize", call=shell("ask"))
    request = first_request(running)
    reply = ask(running.agent, op="answer", request=request, answer="approve", approver="key-1", signature="c2lnbmVk")
    assert reply["error"]["code"] == "invalid.input"
    assert running.gate.requests_[request].status.value == "open"
