"""What is remembered under an idempotency key: whose it is, for how long, and how much of it."""

from pathlib import Path

import pytest
from tests.support.http_api import CALL, live, until

from mayact.core.bearer import Role
from mayact.core.errors import IdempotencyKeyReused, InFlight
from mayact.core.model import Strength
from mayact.identity.tokens import add_token, remove_token
from mayact.server.http.idempotency import KEEP_S, MAX_KEPT, MAX_KEPT_BYTES, Memory

pytestmark = pytest.mark.requirement("OPS-3")

KIND = b"application/json"


def answered(memory: Memory, key: str, body: bytes = b"{}", *, token: str = "ci", now: float = 0.0) -> None:
    assert memory.begin(token=token, key=key, request=b"r", now=now) is None
    memory.finish(token=token, key=key, reply=(200, KIND, body))


def kept(memory: Memory, key: str, *, token: str = "ci", now: float = 0.0) -> bool:
    """Whether the answer is still known; if not, asking made it a new request, which is taken back."""
    found = memory.begin(token=token, key=key, request=b"r", now=now)
    if found is None:
        memory.forget(token=token, key=key)
    return found is not None


def test_an_answer_is_for_the_request_it_was_given_to() -> None:
    memory = Memory()
    answered(memory, "a", b'{"n":1}')
    assert memory.begin(token="ci", key="a", request=b"r", now=1.0) == (200, KIND, b'{"n":1}')
    with pytest.raises(IdempotencyKeyReused):
        memory.begin(token="ci", key="a", request=b"other", now=1.0)


def test_a_request_that_is_under_way_is_not_begun_again() -> None:
    memory = Memory()
    assert memory.begin(token="ci", key="a", request=b"r", now=0.0) is None
    with pytest.raises(InFlight):
        memory.begin(token="ci", key="a", request=b"r", now=2 * KEEP_S)
    memory.forget(token="ci", key="a")
    assert memory.begin(token="ci", key="a", request=b"r", now=0.0) is None


def test_an_answer_is_kept_for_its_time_and_no_longer() -> None:
    memory = Memory()
    answered(memory, "a")
    assert kept(memory, "a", now=KEEP_S - 1)
    assert not kept(memory, "a", now=KEEP_S)


def test_no_more_answers_are_kept_than_the_bound_and_the_oldest_goes_first() -> None:
    memory = Memory()
    for number in range(MAX_KEPT + 1):
        answered(memory, f"k{number}")
    assert not kept(memory, "k0")
    assert kept(memory, "k2")
    assert kept(memory, f"k{MAX_KEPT}")


def test_no_more_bytes_are_kept_than_the_bound_and_nobody_elses_answer_makes_room() -> None:
    memory = Memory()
    answered(memory, "mine", token="other")
    large = bytes(MAX_KEPT_BYTES // 2)
    for key in ("a", "b", "c"):
        answered(memory, key, large)
    assert [kept(memory, key) for key in ("a", "b", "c")] == [False, True, True]
    assert kept(memory, "mine", token="other")


@pytest.mark.requirement("APPR-1")
def test_a_key_belongs_to_the_token_that_sent_it(tmp_path: Path) -> None:
    """A boundary that knows another's key and request gets an answer of its own, never the other's permit."""
    with live(tmp_path) as api:
        other = add_token(
            str(api.tokens_file), name="other", role=Role.BOUNDARY, users=("alice",), strength=Strength.ADVISORY
        )
        named = {"authorization": f"Bearer {other}", "idempotency-key": "one"}
        until(lambda: api.send(None, "GET", "/v1/status", headers=named).status_code == 200)
        body = {"user": "alice", "home": "/home/alice", "call": CALL}
        first = api.send("boundary", "POST", "/v1/authorize", json=body, headers={"idempotency-key": "one"})
        second = api.send(None, "POST", "/v1/authorize", json=body, headers=named)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["permit"] != second.json()["permit"]


@pytest.mark.requirement("APPR-1")
def test_a_key_ends_with_its_token_whoever_has_its_name_next(tmp_path: Path) -> None:
    with live(tmp_path) as api:
        body = {"user": "alice", "home": "/home/alice", "call": CALL}
        key = {"idempotency-key": "one"}
        first = api.send("boundary", "POST", "/v1/authorize", json=body, headers=key)
        remove_token(str(api.tokens_file), "a-boundary")
        again = add_token(
            str(api.tokens_file), name="a-boundary", role=Role.BOUNDARY, users=("alice",), strength=Strength.ADVISORY
        )
        named = {"authorization": f"Bearer {again}", **key}
        until(lambda: api.send(None, "GET", "/v1/status", headers=named).status_code == 200)
        second = api.send(None, "POST", "/v1/authorize", json=body, headers=named)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["permit"] != second.json()["permit"]


def test_an_answer_of_one_operation_is_none_to_another(tmp_path: Path) -> None:
    """What would be decided is no permit, although the same was asked under the same key."""
    with live(tmp_path) as api:
        body = {"user": "alice", "home": "/home/alice", "call": CALL}
        key = {"idempotency-key": "one"}
        assert api.send("boundary", "POST", "/v1/explain", json=body, headers=key).status_code == 200
        answer = api.send("boundary", "POST", "/v1/authorize", json=body, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "http.idempotency_key_reused")
