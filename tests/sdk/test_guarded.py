"""A guarded tool runs once with a permit that was spent for it, or it does not run."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sdk import DENY, WAIT, Driven, Scripted, Slept, allow_reply, driven, json_reply, problem, shell_call

from mayact.boundary.sdk import (
    ActionDenied,
    ActionPending,
    AsyncClient,
    Call,
    Client,
    OutcomeUnreported,
    Running,
    arunning,
    guarded,
    running,
)
from mayact.core import errors
from mayact.core.errors import DigestMismatch, Forbidden, GateUnreachable, InvalidInput, MayactError

Make = Callable[..., Driven]


class Happened(list[str]):
    """The order in which the gate was asked and the tool ran."""


def gate_for(call: Call, happened: Happened, **replies: Any) -> Scripted:
    """A gate that allows `call`; `replies` stand in for an answer, by the last word of the path."""
    usual = {"authorize": allow_reply(call), "redeem": {"permit": "prm-1"}, "outcome": {"recorded": True}, **replies}

    def answer(request: httpx.Request) -> httpx.Response:
        step = request.url.path.rpartition("/")[2]
        said = json.loads(request.content).get("status", "") if step == "outcome" else ""
        happened.append(f"{step} {said}".strip())
        reply = usual[step]
        if isinstance(reply, MayactError):
            return problem(request, reply, 409)
        if isinstance(reply, type):
            raise reply("cut", request=request)
        return json_reply(request, reply)

    return Scripted([answer])


def run_guarded(client: Driven, call: Call, happened: Happened, **options: Any) -> Any:
    """One run of a guarded tool; `raises` is what it raises."""
    raises = options.pop("raises", None)

    def work() -> str:
        happened.append("run")
        if raises is not None:
            raise raises
        return "done"

    if isinstance(client.client, Client):

        @guarded(client.client, lambda: call, **options)
        def tool() -> str:
            return work()

        return tool()

    @guarded(client.client, lambda: call, **options)
    async def atool() -> str:
        await asyncio.sleep(0)
        return work()

    return client.runner.run(atool())  # type: ignore[arg-type]


@pytest.mark.requirement("BOUND-3", "AUTHZ-1")
def test_ask_spend_run_report(client_of: Make) -> None:
    happened, call = Happened(), shell_call()
    gate = gate_for(call, happened)
    assert run_guarded(client_of(gate), call, happened) == "done"
    assert happened == ["authorize", "redeem", "run", "outcome succeeded"]
    assert gate.bodies[1]["token"] == "aaa.bbb.ccc"
    assert gate.bodies[1]["call"] == gate.bodies[0]["call"]


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-6")
@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ({"authorize": DENY}, ActionDenied),
        ({"authorize": WAIT}, ActionPending),
        ({"authorize": {**WAIT, "outcome": "defer"}}, ActionPending),
        ({"authorize": {"outcome": "allow"}}, GateUnreachable),
        ({"authorize": httpx.ConnectError}, GateUnreachable),
        ({"authorize": errors.NoPolicy("none")}, errors.NoPolicy),
        ({"authorize": allow_reply(shell_call("make deploy"))}, DigestMismatch),
        ({"authorize": allow_reply(shell_call(), outcome="modify", obligations=["redact"])}, Forbidden),
        ({"redeem": errors.DigestMismatch("changed")}, DigestMismatch),
        ({"redeem": errors.IllegalTransition("spent")}, errors.IllegalTransition),
        ({"redeem": httpx.ReadError}, GateUnreachable),
        ({"redeem": {}}, GateUnreachable),
    ],
    ids=str,
)
def test_without_a_spent_permit_nothing_runs(client_of: Make, replies: dict[str, Any], error: type[Exception]) -> None:
    happened, call = Happened(), shell_call()
    with pytest.raises(error):
        run_guarded(client_of(gate_for(call, happened, **replies)), call, happened)
    assert "run" not in happened
    assert not any(step.startswith("outcome") for step in happened)


def test_an_obligation_that_the_tool_enforces_lets_it_run(client_of: Make) -> None:
    happened, call = Happened(), shell_call()
    reply = allow_reply(call, outcome="modify", obligations=["redact"])
    gate = gate_for(call, happened, authorize=reply)
    assert run_guarded(client_of(gate), call, happened, enforces={"redact"}) == "done"


def test_why_it_did_not_run_can_be_read(client_of: Make) -> None:
    call = shell_call()
    with pytest.raises(ActionDenied) as denied:
        run_guarded(client_of(gate_for(call, Happened(), authorize=DENY)), call, Happened())
    assert denied.value.verdict.reasons[0].rule == "never.secrets"
    assert "it would send a secret out" in str(denied.value)
    with pytest.raises(ActionPending) as pending:
        run_guarded(client_of(gate_for(call, Happened(), authorize=WAIT)), call, Happened())
    assert pending.value.verdict.request == "req-1"


def test_a_tool_that_raises_has_failed_and_its_error_goes_on(client_of: Make) -> None:
    happened, call = Happened(), shell_call()
    gate = gate_for(call, happened)
    with pytest.raises(ValueError, match="a secret word"):
        run_guarded(client_of(gate), call, happened, raises=ValueError("a secret word"))
    assert happened == ["authorize", "redeem", "run", "outcome failed"]
    assert gate.bodies[2]["detail"] == "ValueError"


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(3)], ids=repr)
def test_a_tool_that_was_stopped_is_unknown(stop: BaseException) -> None:
    happened, call = Happened(), shell_call()
    client = driven("sync", gate_for(call, happened), Slept())
    with pytest.raises(type(stop)):
        run_guarded(client, call, happened, raises=stop)
    assert happened[-1] == "outcome unknown"
    client.close()


def test_a_cancelled_tool_is_reported_unknown() -> None:
    happened, call = Happened(), shell_call()
    client = driven("async", gate_for(call, happened), Slept())

    async def cancelled() -> None:
        assert isinstance(client.client, AsyncClient)
        started = asyncio.Event()

        async def work() -> None:
            assert isinstance(client.client, AsyncClient)
            async with arunning(client.client, call):
                started.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(work())
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    client.runner.run(cancelled())
    assert happened == ["authorize", "redeem", "outcome unknown"]
    client.close()


def test_an_outcome_that_is_not_recorded_says_that_it_ran(client_of: Make) -> None:
    for reply in (httpx.ReadError, errors.IllegalTransition("twice"), {"recorded": False}):
        happened, call = Happened(), shell_call()
        with pytest.raises(OutcomeUnreported, match="the action ran"):
            run_guarded(client_of(gate_for(call, happened, outcome=reply)), call, happened)
        assert happened.count("run") == 1


def test_the_tools_own_error_is_not_hidden_by_the_report(client_of: Make) -> None:
    happened, call = Happened(), shell_call()
    with pytest.raises(ValueError) as caught:
        run_guarded(client_of(gate_for(call, happened, outcome=httpx.ReadError)), call, happened, raises=ValueError())
    assert "was not reported" in caught.value.__notes__[0]


def test_the_arguments_that_are_described_are_those_that_run() -> None:
    happened = Happened()
    call = shell_call("make test")
    client = driven("sync", gate_for(call, happened), Slept())
    assert isinstance(client.client, Client)

    @guarded(client.client, lambda target: shell_call(f"make {target}"))
    def make(target: str) -> str:
        """Builds it."""
        return target

    assert (make("test"), make.__name__, make.__doc__) == ("test", "make", "Builds it.")
    with pytest.raises(DigestMismatch):
        make("deploy")  # the gate's permission is for `make test`
    client.close()


def test_a_block_knows_its_permit() -> None:
    happened, call = Happened(), shell_call()
    client = driven("sync", gate_for(call, happened), Slept())
    assert isinstance(client.client, Client)
    with running(client.client, call) as permit:
        assert isinstance(permit, Running)
        assert permit.permit == "prm-1"
        assert permit.allowed.call.cwd == call.cwd
    client.close()


def test_what_runs_after_it_returned_cannot_be_guarded() -> None:
    happened, call = Happened(), shell_call()
    sync = driven("sync", gate_for(call, happened), Slept())
    later = driven("async", gate_for(call, happened), Slept())
    assert isinstance(sync.client, Client)
    assert isinstance(later.client, AsyncClient)

    def generator() -> Any:
        yield 1

    async def coroutine() -> None: ...

    async def agenerator() -> Any:
        yield 1

    def plain() -> None: ...

    for client, tool in (
        (sync.client, generator),
        (sync.client, coroutine),
        (sync.client, agenerator),
        (later.client, agenerator),
        (later.client, plain),
    ):
        with pytest.raises(InvalidInput):
            guarded(client, lambda: call)(tool)  # type: ignore[call-overload]
    with pytest.raises(InvalidInput, match="before it ran"):
        guarded(sync.client, lambda: call)(lambda: coroutine())()
    assert happened[-1] == "outcome failed"
    sync.close()
    later.close()


REPLIES = st.sampled_from(
    [None, DENY, WAIT, {}, httpx.ConnectError, httpx.ReadError, errors.Forbidden("no"), {"recorded": False}]
)


@pytest.mark.requirement("AUTHZ-1", "BOUND-3")
@settings(max_examples=100, deadline=None)
@given(
    authorize=REPLIES, redeem=REPLIES, outcome=REPLIES, raises=st.booleans(), kind=st.sampled_from(["sync", "async"])
)
def test_it_runs_at_most_once_and_only_between_spending_and_reporting(
    authorize: Any, redeem: Any, outcome: Any, raises: bool, kind: str
) -> None:
    happened, call = Happened(), shell_call()
    given_replies = {"authorize": authorize, "redeem": redeem, "outcome": outcome}
    gate = gate_for(call, happened, **{step: reply for step, reply in given_replies.items() if reply is not None})
    client = driven(kind, gate, Slept())
    try:
        run_guarded(client, call, happened, raises=ValueError() if raises else None)
        finished = True
    except (MayactError, ValueError):
        finished = False
    client.close()
    assert happened.count("run") == int(authorize is None and redeem is None)
    if "run" in happened:
        assert happened[: happened.index("run")] == ["authorize", "redeem"]
        assert all(step.startswith("outcome") for step in happened[happened.index("run") + 1 :])
    assert finished == (authorize is None and redeem is None and outcome is None and not raises)
