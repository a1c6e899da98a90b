"""What a person's tools can say to the gate. Connecting is worth a look, never an approval."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.server import FakeGate, Running, serving

from mayact import client

CALL: dict[str, Any] = {"tool": "shell", "arguments": {"command": "ask"}, "cwd": "/w"}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate()) as served:
        yield served


def ask(path: str, **message: Any) -> Any:
    return json.loads(client.call(path, json.dumps(message).encode(), timeout=10))


@pytest.fixture
def request_id(running: Running) -> str:
    return str(ask(running.agent, op="authorize", call=CALL)["request"])


def test_requests_are_listed_and_shown_whole(running: Running, request_id: str) -> None:
    listed = ask(running.control, op="requests")["requests"]
    assert [row["id"] for row in listed] == [request_id]
    assert "text" not in listed[0]
    whole = ask(running.control, op="request", request=request_id)["request"]
    assert whole["text"].startswith("run ")
    assert {"action", "effects", "policy", "chain", "rendering", "nonce", "expires_at"} <= set(whole)
    assert ask(running.control, op="requests", status="denied")["requests"] == []
    assert ask(running.control, op="requests", status=None, limit=1)["requests"] == listed


@pytest.mark.requirement("APPR-10")
def test_an_answer_without_a_valid_signature_changes_nothing(running: Running, request_id: str) -> None:
    reply = ask(
        running.control, op="answer", request=request_id, answer="approve", approver="key-1", signature="Zm9yZ2Vk"
    )
    assert reply["error"]["code"] == "identity.unauthenticated"
    assert running.gate.requests_[request_id].status.value == "open"
    assert ask(running.agent, op="authorize", call=CALL)["outcome"] == "step-up"


def test_an_answer_is_given_once(running: Running, request_id: str) -> None:
    answer = {"op": "answer", "request": request_id, "approver": "key-1", "signature": "c2lnbmVk"}
    assert ask(running.control, **answer, answer="deny", reason="no")["request"]["status"] == "denied"
    assert ask(running.control, **answer, answer="approve")["error"]["code"] == "state.illegal_transition"
    assert ask(running.agent, op="authorize", call=CALL)["outcome"] == "deny"


def test_unknown_requests_and_agent_operations_are_refused(running: Running) -> None:
    assert ask(running.control, op="request", request="req-9")["error"]["code"] == "state.not_found"
    assert ask(running.control, op="authorize", call=CALL)["error"]["code"] == "invalid.input"
    assert running.gate.calls == []


def test_activation_carries_a_signature(running: Running) -> None:
    bundle = {"type": "mayact/bundle/v1", "policies": {}}
    refused = ask(running.control, op="activate", bundle=bundle, approver="key-1", signature="Zm9yZ2Vk")
    assert refused["error"]["code"] == "identity.unauthenticated"
    done = ask(running.control, op="activate", bundle=bundle, approver="key-1", signature="c2lnbmVk")
    assert done["policy"].startswith("sha256:")


def test_status_policy_and_sweep(running: Running) -> None:
    status = ask(running.control, op="status")
    assert (status["strength"], status["open_requests"]) == ("advisory", 0)
    assert set(ask(running.control, op="policy")) == {"digest", "bundle"}
    assert ask(running.control, op="sweep") == {"closed": 0}
    assert running.gate.swept == 1


def test_the_sweep_runs_by_itself(tmp_path: Path) -> None:
    import threading

    swept = threading.Event()
    gate = FakeGate(fail=lambda method: swept.set() if method == "sweep" else None)
    with serving(tmp_path, gate, sweep_ms=20):
        assert swept.wait(5)
