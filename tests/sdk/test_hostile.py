"""Whatever a gate, or something in its place, answers: only the exact permission permits."""

import copy
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sdk import (
    TOKEN,
    Driven,
    Scripted,
    Slept,
    Streamed,
    allow_reply,
    always,
    driven,
    json_reply,
    problem,
    shell_call,
)

from mayact.boundary.sdk import Action, Allowed, Denied, Pending, Resource, Subject
from mayact.boundary.sdk.exchange import MAX_REPLY_BYTES, Reply, answer_of
from mayact.boundary.sdk.native import authorize
from mayact.core import errors
from mayact.core.errors import DigestMismatch, GateUnreachable, MayactError

Make = Callable[..., Driven]
ASK = (Subject("user", "ana"), Action("read"), Resource("doc", "1"))

NOT_TRUE: list[Any] = [
    {"decision": "true"},
    {"decision": 1},
    {"decision": None},
    {"decision": [True]},
    {"decision": {"decision": True}},
    {"Decision": True},
    {},
    [],
    [{"decision": True}],
    True,
    "true",
    None,
    {"decision": True, "context": "x"},
    b"",
    b"{",
    b"true",
    b'{"decision": true',
    b'{"decision": false, "decision": true}',
    b'{"decision": true} {"decision": true}',
    b'{"decision": true, "context": {"x": NaN}}',
    b'{"decision": true, "context": {"x": "\xff"}}',
    b'\xef\xbb\xbf{"decision": true}',
    b'{"decision": true, "context": ' + b"[" * 100 + b"]" * 100 + b"}",
]


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("said", NOT_TRUE, ids=lambda said: str(said)[:40])
def test_what_is_not_literally_true_is_no_permission(client_of: Make, said: Any) -> None:
    with pytest.raises(GateUnreachable):
        client_of(always(said)).call("evaluate", *ASK)


@pytest.mark.parametrize("status", [201, 202, 204, 206, 301, 302, 307, 308, 400, 404, 418, 500, 502, 504])
def test_only_200_answers(client_of: Make, status: int) -> None:
    def redirecting(request: httpx.Request) -> httpx.Response:
        reply = json_reply(request, {"decision": True}, status, location="http://127.0.0.1:9/elsewhere")
        reply.headers["content-type"] = "application/json"
        return reply

    gate = Scripted([redirecting])
    with pytest.raises(GateUnreachable):
        client_of(gate).call("evaluate", *ASK)
    assert len(gate.asked) == 1


@pytest.mark.parametrize("kind", ["text/html", "", "application/jsonp", "application/problem+json", "text/plain"])
def test_another_content_type_is_another_thing(client_of: Make, kind: str) -> None:
    gate = Scripted([lambda request: json_reply(request, {"decision": True}, content_type=kind)])
    with pytest.raises(GateUnreachable):
        client_of(gate).call("evaluate", *ASK)


@pytest.mark.parametrize("named", ["", "another"])
def test_an_answer_to_another_request_is_none(client_of: Make, named: str) -> None:
    gate = Scripted([lambda request: json_reply(request, {"decision": True}, x_request_id=named)])
    with pytest.raises(GateUnreachable, match="the request it is for"):
        client_of(gate).call("evaluate", *ASK)


def test_a_large_answer_is_not_read_to_its_end(client_of: Make) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        yield b'{"decision": true, "context": {"x": "'
        while sent < 64 * MAX_REPLY_BYTES:
            sent += 65_536
            yield b"x" * 65_536

    def answer(request: httpx.Request) -> httpx.Response:
        reply = json_reply(request, b"")
        return httpx.Response(200, headers=reply.headers, stream=Streamed(endless()))

    gate = Scripted([answer])
    with pytest.raises(GateUnreachable, match="longer"):
        client_of(gate).call("evaluate", *ASK)
    assert sent <= 2 * MAX_REPLY_BYTES
    assert len(gate.asked) == 1


def test_an_encoded_answer_is_refused_and_not_unpacked(client_of: Make) -> None:
    gate = Scripted([lambda request: json_reply(request, {"decision": True}, content_encoding="gzip")])
    with pytest.raises(GateUnreachable, match="encoded"):
        client_of(gate).call("evaluate", *ASK)
    assert gate.asked[0].headers["accept-encoding"] == "identity"


# ── errors ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidInput("wrong", hint="right it", field="call.cwd"), 400),
        (errors.LimitExceeded("much"), 413),
        (errors.Unauthenticated("who"), 401),
        (errors.Forbidden("no"), 403),
        (errors.NotFound("where"), 404),
        (errors.IllegalTransition("twice"), 409),
        (errors.DigestMismatch("other"), 409),
        (errors.Expired("late"), 410),
        (errors.PolicyInvalid("bad"), 422),
        (errors.NoPolicy("none"), 503),
        (errors.StoreUnavailable("disk"), 503),
        (errors.Overloaded("full"), 503),
        (errors.StoreCorrupt("torn"), 503),
        (errors.MayactError("bug"), 500),
    ],
    ids=lambda value: getattr(value, "code", str(value)),
)
def test_the_gates_own_errors_come_back_as_what_they_are(client_of: Make, error: MayactError, status: int) -> None:
    gate = Scripted([lambda request: problem(request, error, status)])
    with pytest.raises(MayactError) as caught:
        client_of(gate).call("authorize", shell_call())
    assert type(caught.value) is type(error)
    assert (caught.value.message, caught.value.hint, caught.value.field) == (error.message, error.hint, error.field)
    assert len(gate.asked) == 1


def test_an_unknown_code_keeps_its_name_and_gets_the_class_of_its_status(client_of: Make) -> None:
    class Newer(MayactError):
        code = "http.newer"

    with pytest.raises(errors.TooManyRequests) as caught:
        client_of(Scripted([lambda request: problem(request, Newer("slower"), 429)])).call("evaluate", *ASK)
    assert caught.value.code == "http.newer"
    assert errors.TooManyRequests.code == "http.rate"


def test_a_problem_document_is_about_its_own_answer_and_shows_safely(client_of: Make) -> None:
    def lying(request: httpx.Request) -> httpx.Response:
        return json_reply(request, {"type": "urn:mayact:error:x", "status": 200, "code": "x", "detail": ""}, 503)

    with pytest.raises(GateUnreachable):
        client_of(Scripted([lying])).call("evaluate", *ASK)

    def hostile(request: httpx.Request) -> httpx.Response:
        return problem(request, errors.Forbidden("\x1b[2Jfine\u202e" + "x" * 9_000, hint="a\nb"), 403)

    with pytest.raises(errors.Forbidden) as caught:
        client_of(Scripted([hostile])).call("evaluate", *ASK)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 5_000


# ── properties ───────────────────────────────────────────────────────────────────────────────────────────

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ID = "r-1"


def read(body: bytes, status: int = 200) -> Any:
    call = shell_call()
    headers = {"content-type": "application/json", "x-request-id": ID}
    return answer_of(authorize(call, wait=0.0), Reply(status=status, headers=headers, body=body), request_id=ID)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at]
    if isinstance(value, dict):
        found += [place for key, item in value.items() for place in places(item, (*at, key))]
    if isinstance(value, list):
        found += [place for index, item in enumerate(value) for place in places(item, (*at, index))]
    return found


EXACT = allow_reply(shell_call())
PLACES = [place for place in places(EXACT) if place]


def test_the_exact_answer_allows() -> None:
    assert isinstance(read(json.dumps(EXACT).encode()), Allowed)


@pytest.mark.requirement("AUTHZ-6", "BOUND-3")
@settings(max_examples=200, deadline=None)
@given(place=st.sampled_from(PLACES), value=ANYTHING, remove=st.booleans())
def test_no_altered_permission_permits_another_call(place: tuple[Any, ...], value: Any, remove: bool) -> None:
    reply = copy.deepcopy(EXACT)
    holder: Any = reply
    for step in place[:-1]:
        holder = holder[step]
    if remove:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    try:
        found = read(json.dumps(reply).encode())
    except MayactError:
        return
    if isinstance(found, Allowed):
        # Whatever was altered, what may run is what was asked for, to the digest.
        assert (found.call.arguments, found.call.cwd) == ({"command": "make test"}, "/home/ana/repo")
        assert found.call.user == "ana@ci"
        assert found.action == EXACT["action"]
    else:
        assert isinstance(found, Denied | Pending)


@pytest.mark.requirement("AUTHZ-6")
@settings(max_examples=200, deadline=None)
@given(
    body=st.binary(max_size=200) | ANYTHING.map(lambda value: json.dumps(value).encode()), status=st.integers(100, 599)
)
def test_nothing_but_a_permission_permits(body: bytes, status: int) -> None:
    try:
        found = read(body, status)
    except MayactError:
        return
    assert not isinstance(found, Allowed)


@settings(max_examples=100, deadline=None)
@given(status=st.integers(100, 599).filter(lambda status: status != 200))
def test_a_permission_with_another_status_is_none(status: int) -> None:
    with pytest.raises(MayactError):
        read(json.dumps(EXACT).encode(), status)


@pytest.mark.parametrize(
    "member", ["permit", "token", "action", "obligations", "pins", "call", "outcome", "expires_at"]
)
def test_a_permission_that_lacks_a_member_is_none(member: str) -> None:
    with pytest.raises((GateUnreachable, DigestMismatch)):
        read(json.dumps({key: value for key, value in EXACT.items() if key != member}).encode())


@pytest.mark.parametrize("outcome", ["Allow", "ALLOW", "allow ", "permit", "", None, True, ["allow"], "allow-all"])
def test_an_outcome_that_is_not_known_is_none(outcome: Any) -> None:
    with pytest.raises(GateUnreachable):
        read(json.dumps({**EXACT, "outcome": outcome}).encode())


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("CRED-5")
def test_the_token_is_in_no_error_representation_or_log(
    kind: str, client_of: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)

    def explode(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"while sending {request.headers['authorization']}", request=request)

    client = client_of(Scripted([explode]))
    with pytest.raises(GateUnreachable) as caught:
        client.call("evaluate", *ASK)
    seen: set[int] = set()
    texts = [repr(client.client), str(vars(client.client)), caplog.text]
    todo: list[BaseException | None] = [caught.value]
    while todo:
        error = todo.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        texts += [repr(error), str(error), repr(vars(error))]
        todo += [error.__cause__, error.__context__]
    assert all(TOKEN not in text for text in texts)
    assert len(seen) == 1


def test_the_clients_log_nothing_secret_when_all_is_well(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    client = driven(kind, always({"decision": True}), Slept())
    assert client.call("evaluate", *ASK)
    client.close()
    assert TOKEN not in caplog.text
