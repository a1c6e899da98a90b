"""What is said again, and what never is."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sdk import Driven, Scripted, Slept, json_reply, problem, shell_call

from mayact.boundary.sdk import Action, Resource, Subject
from mayact.boundary.sdk.exchange import Ask, Reply
from mayact.boundary.sdk.retry import (
    ATTEMPTS,
    Again,
    Broken,
    CutOff,
    GivenUp,
    NotConnected,
    Settled,
    TooSlow,
    next_step,
)
from mayact.core import errors
from mayact.core.errors import GateUnreachable

Make = Callable[..., Driven]
ASK = (Subject("user", "ana"), Action("read"), Resource("doc", "1"))


def failing(error: type[httpx.HTTPError]) -> Any:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("x", request=request)  # type: ignore[call-arg]

    return answer


def busy(status: int = 503, after: str = "2") -> Any:
    return lambda request: problem(request, errors.Overloaded("full"), status, retry_after=after)


def yes(request: httpx.Request) -> httpx.Response:
    return json_reply(request, {"decision": True})


def recorded(request: httpx.Request) -> httpx.Response:
    return json_reply(request, {"recorded": True})


@pytest.mark.requirement("OPS-2")
def test_what_was_cut_off_is_said_again_with_the_same_key_and_only_where_there_is_one(client_of: Make) -> None:
    gate = Scripted([failing(httpx.ReadError), failing(httpx.RemoteProtocolError), recorded])
    client_of(gate).call("report", "prm-1", "succeeded")
    assert len(gate.asked) == 3
    assert len({request.headers["idempotency-key"] for request in gate.asked}) == 1
    assert len({request.content for request in gate.asked}) == 1

    evaluation = Scripted([failing(httpx.ReadError), yes])
    with pytest.raises(GateUnreachable):
        client_of(evaluation).call("evaluate", *ASK)
    assert len(evaluation.asked) == 1

    status = Scripted([failing(httpx.ReadError), lambda request: json_reply(request, {"a": 1})])
    assert client_of(status).call("status") == {"a": 1}


def test_what_was_never_connected_is_said_again(client_of: Make, slept: Slept) -> None:
    gate = Scripted([failing(httpx.ConnectError), failing(httpx.ConnectError), yes])
    assert client_of(gate).call("evaluate", *ASK)
    assert slept.pauses == [0.1, 0.2]


def test_what_is_slow_is_not_said_again(client_of: Make) -> None:
    gate = Scripted([failing(httpx.ReadTimeout), recorded])
    with pytest.raises(GateUnreachable):
        client_of(gate).call("report", "prm-1", "succeeded")
    assert len(gate.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_gate_that_says_when_is_asked_then(client_of: Make, slept: Slept, status: int) -> None:
    gate = Scripted([busy(status), yes])
    assert client_of(gate).call("evaluate", *ASK)
    assert slept.pauses == [2.5]


@pytest.mark.parametrize("after", ["", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "1.5", "9" * 9, "3600"])
def test_a_wait_that_is_none_or_too_long_ends_with_the_gates_own_error(
    client_of: Make, slept: Slept, after: str
) -> None:
    gate = Scripted([busy(after=after), yes])
    with pytest.raises((errors.Overloaded, GateUnreachable)) as caught:
        client_of(gate).call("evaluate", *ASK)
    assert isinstance(caught.value, errors.Overloaded)
    assert (len(gate.asked), slept.pauses) == (1, [])


def test_the_first_one_under_way_is_waited_for_only_with_a_key(client_of: Make) -> None:
    under_way = lambda request: problem(  # noqa: E731
        request, errors.IllegalTransition("under way"), 409, retry_after="1"
    )
    keyed = Scripted([under_way, recorded])
    client_of(keyed).call("report", "prm-1", "succeeded")
    assert len(keyed.asked) == 2
    with pytest.raises(errors.IllegalTransition):
        client_of(Scripted([under_way, yes])).call("evaluate", *ASK)


def test_it_ends(client_of: Make, slept: Slept) -> None:
    for answer in (failing(httpx.ConnectError), busy(after="0"), failing(httpx.ReadError)):
        gate = Scripted([answer])
        with pytest.raises(errors.MayactError):
            client_of(gate).call("redeem", "t", shell_call())
        assert len(gate.asked) == ATTEMPTS


def test_the_whole_takes_no_longer_than_the_time_out(client_of: Make, slept: Slept) -> None:
    gate = Scripted([busy(after="2"), busy(after="2"), yes])
    start = slept.now
    with pytest.raises(errors.Overloaded):
        client_of(gate, timeout=4.0).call("evaluate", *ASK)
    assert slept.now - start <= 4.0


def test_waiting_for_people_has_its_own_time(client_of: Make, slept: Slept) -> None:
    gate = Scripted([busy(after="20"), lambda request: problem(request, errors.Forbidden("no"), 403)])
    with pytest.raises(errors.Forbidden):
        client_of(gate, timeout=10.0).call("authorize", shell_call(), wait=60.0)
    assert slept.pauses == [25.0]


# ── the table itself ─────────────────────────────────────────────────────────────────────────────────────


def ask_of(*, post: bool, keyed: bool) -> Ask[None]:
    return Ask(method="POST" if post else "GET", path="/", read=lambda raw: None, keyed=keyed)


TRIED = st.one_of(
    st.builds(NotConnected, st.just("x")),
    st.builds(CutOff, st.just("x")),
    st.builds(TooSlow, st.just(1.0)),
    st.builds(Broken, st.just("x")),
    st.builds(
        Reply,
        status=st.sampled_from([200, 400, 401, 403, 409, 429, 500, 502, 503]),
        headers=st.fixed_dictionaries({}, optional={"retry-after": st.sampled_from(["0", "1", "3", "x"])}),
        body=st.just(b""),
    ),
)


@pytest.mark.requirement("OPS-2")
@settings(max_examples=200, deadline=None)
@given(
    tried=TRIED,
    post=st.booleans(),
    keyed=st.booleans(),
    attempt=st.integers(1, 9),
    left=st.floats(-1, 10),
    jitter=st.floats(0, 1),
)
def test_nothing_is_repeated_that_could_act_twice_or_last_for_ever(
    tried: Any, post: bool, keyed: bool, attempt: int, left: float, jitter: float
) -> None:
    step = next_step(ask_of(post=post, keyed=keyed and post), tried, attempt=attempt, left_s=left, jitter=jitter)
    if isinstance(step, Again):
        assert attempt < ATTEMPTS
        assert 0 <= step.after_s < left
        if isinstance(tried, CutOff):
            assert keyed or not post
        if isinstance(tried, Reply):
            assert tried.status in (429, 503) or (tried.status == 409 and post and keyed)
        assert not isinstance(tried, TooSlow | Broken)
    elif isinstance(tried, Reply):
        assert step == Settled(tried)
    else:
        assert isinstance(step, GivenUp)
