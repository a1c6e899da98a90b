"""AuthZEN over real HTTP: the interop scenario, both schemas, statuses, and from the decision to the durable answer."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from tests.support.http_api import EVALUATION, Api, FakeDecider, HeldStore, live, request, todo_world, until

from mayact.core.errors import IllegalTransition, InvalidInput, Overloaded, StoreCorrupt, StoreUnavailable
from mayact.core.log.entry import Kind

VECTORS = Path(__file__).parents[1] / "vectors" / "third_party" / "authzen"
TODO = json.loads((VECTORS / "todo-decisions-1_0-02.json").read_text())
REQUEST = Draft202012Validator(json.loads((VECTORS / "evaluation-request.schema.json").read_text()))
RESPONSE = Draft202012Validator(json.loads((VECTORS / "evaluation-response.schema.json").read_text()))


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with live(tmp_path_factory.mktemp("api")) as running:
        yield running


def ask(api: Api, body: Any, path: str = "/access/v1/evaluation", **changed: Any) -> httpx.Response:
    return api.send("pep", "POST", path, json=body, **changed)


@pytest.mark.requirement("OPS-3", "AUTHZ-2")
@pytest.mark.parametrize("case", TODO["evaluation"], ids=lambda case: case["request"]["action"]["name"])
def test_the_interop_scenario_over_http(api: Api, case: dict[str, Any]) -> None:
    REQUEST.validate(case["request"])
    answer = ask(api, case["request"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    RESPONSE.validate(answer.json())
    assert answer.json()["decision"] is case["expected"]


@pytest.mark.requirement("OPS-3")
@pytest.mark.parametrize("case", TODO["evaluations"], ids=range(len(TODO["evaluations"])))
def test_the_batches_of_the_interop_scenario_over_http(api: Api, case: dict[str, Any]) -> None:
    defaults = {name: value for name, value in case["request"].items() if name != "evaluations"}
    for item in case["request"]["evaluations"]:
        REQUEST.validate({**defaults, **item})
    answer = ask(api, case["request"], "/access/v1/evaluations")
    assert answer.status_code == 200
    for item in answer.json()["evaluations"]:
        RESPONSE.validate(item)
    found = [item["decision"] for item in answer.json()["evaluations"]]
    assert found == [item["decision"] for item in case["expected"]]


@pytest.mark.requirement("AUTHZ-2", "AUDIT-1")
def test_every_answer_is_an_entry_with_its_caller_and_its_request_id(api: Api) -> None:
    before = api.world.store.size()
    answer = ask(api, EVALUATION, headers={"x-request-id": "bfe9eb29"})
    (entry,) = api.world.store.entries(start=before, count=10)
    assert entry.kind is Kind.EVALUATION_MADE
    assert (entry.body["pep"], entry.body["request_id"]) == ("a-pep", "bfe9eb29")
    assert entry.body["id"] == answer.json()["context"]["id"]
    assert answer.headers["x-request-id"] == "bfe9eb29"


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 405])
def test_the_request_id_comes_back_with_every_status(api: Api, status: int) -> None:
    role, method, path, body = {
        200: ("pep", "POST", "/access/v1/evaluation", EVALUATION),
        400: ("pep", "POST", "/access/v1/evaluation", {}),
        401: (None, "POST", "/access/v1/evaluation", EVALUATION),
        403: ("reviewer", "POST", "/access/v1/evaluation", EVALUATION),
        404: ("pep", "POST", "/access/v1/nothing", EVALUATION),
        405: ("pep", "PUT", "/access/v1/evaluation", EVALUATION),
    }[status]
    answer = api.send(role, method, path, json=body, headers={"x-request-id": "id-~!"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (status, "id-~!")


@pytest.mark.parametrize("named", ["", "x" * 129, "with space", "caf\xe9"])
def test_a_request_id_that_cannot_be_echoed_is_left_out(api: Api, named: str) -> None:
    answer = api.send("pep", "GET", "/healthz", headers=[(b"x-request-id", named.encode("latin-1"))])
    assert (answer.status_code, "x-request-id" in answer.headers) == (200, False)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"subject":1}', b'{"a":1,"a":2}', b"\xff", b"{}", b"[" * 10_000],
    ids=["none", "cut", "list", "null", "mistyped", "twice", "not utf-8", "empty", "deep"],
)
def test_what_is_malformed_is_400(api: Api, body: bytes) -> None:
    before = api.world.store.size()
    answer = api.send(
        "pep", "POST", "/access/v1/evaluation", content=body, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["code"].startswith("invalid.")
    assert api.world.store.size() == before


@pytest.mark.parametrize("kind", [None, "text/plain", "application/json; charset=latin-1", "application/jsonp", ""])
def test_another_content_type_is_400_here(api: Api, kind: str | None) -> None:
    """The specification's errors of a request are 400, 401 and 403."""
    headers = {} if kind is None else {"content-type": kind}
    answer = api.send("pep", "POST", "/access/v1/evaluation", content=json.dumps(EVALUATION), headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (400, "content-type")


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_json_in_its_spellings_is_read(api: Api, kind: str) -> None:
    answer = api.send(
        "pep", "POST", "/access/v1/evaluation", content=json.dumps(EVALUATION), headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["decision"]) == (200, True)


def test_unknown_members_are_ignored(api: Api) -> None:
    body = {**EVALUATION, "unknown": {"deep": [1]}, "subject": {**EVALUATION["subject"], "more": 1}}  # type: ignore[dict-item]
    answer = ask(api, body)
    assert (answer.status_code, answer.json()["decision"]) == (200, True)


def test_a_malformed_item_of_a_batch_is_false_and_the_others_stand(api: Api) -> None:
    answer = ask(api, {**EVALUATION, "evaluations": [{}, {"action": {"name": 7}}, {}]}, "/access/v1/evaluations")
    assert answer.status_code == 200
    assert [item["decision"] for item in answer.json()["evaluations"]] == [True, False, True]
    assert answer.json()["evaluations"][1]["context"]["error"]["status"] == 400


@pytest.mark.requirement("OPS-3")
def test_metadata_names_every_endpoint(api: Api) -> None:
    found = api.send(None, "GET", "/.well-known/authzen-configuration").json()
    assert found["policy_decision_point"] == api.url
    paths = {value.removeprefix(api.url) for name, value in found.items() if name != "policy_decision_point"}
    assert paths == {
        "/access/v1/evaluation",
        "/access/v1/evaluations",
        "/access/v1/search/subject",
        "/access/v1/search/resource",
        "/access/v1/search/action",
    }
    for path in paths:
        assert api.send(None, "POST", path).status_code == 401


def test_metadata_says_the_address_that_callers_use(tmp_path: Path) -> None:
    with live(tmp_path, public_url="https://gate.example.org") as api:
        found = api.send(None, "GET", "/.well-known/authzen-configuration").json()
    assert found["access_evaluation_endpoint"] == "https://gate.example.org/access/v1/evaluation"


# ── from the decision to the answer ──────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6", "OPS-2", "AUDIT-1")
def test_no_answer_leaves_before_its_entry_is_durable(tmp_path: Path) -> None:
    store = HeldStore()
    with live(tmp_path, world=todo_world(tmp_path, store=store)) as api, api.wire() as wire:
        wire.send(
            request("POST", "/access/v1/evaluation", token=api.tokens["pep"], body=json.dumps(EVALUATION).encode())
        )
        until(lambda: len(store.held) == 1)
        wire.connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            wire.connection.recv(1)
        wire.connection.settimeout(20)
        store.release()
        status, _, body = wire.answer()
        assert (status, json.loads(body)["decision"]) == (200, True)


@pytest.mark.requirement("AUTHZ-6", "OPS-2")
def test_a_decision_that_is_not_written_in_time_is_503_and_stays_so(tmp_path: Path) -> None:
    store = HeldStore()
    with live(tmp_path, world=todo_world(tmp_path, store=store), decide_s=3) as api, api.client("pep") as client:
        answer = client.post("/access/v1/evaluation", json=EVALUATION)
        assert (answer.status_code, answer.json()["code"]) == (503, "http.timeout")
        assert "decision" not in answer.json()
        store.release()
        store.holding = False
        assert client.post("/access/v1/evaluation", json=EVALUATION).json()["decision"] is True


@pytest.mark.requirement("AUTHZ-6", "OPS-2")
@pytest.mark.parametrize(
    ("error", "status", "again"),
    [
        (StoreUnavailable("the disk is full"), 503, "1"),
        (Overloaded("the queue is full"), 503, "1"),
        (StoreCorrupt("it does not verify"), 503, None),
    ],
)
@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_store_that_does_not_confirm_refuses(
    tmp_path: Path, error: Any, status: int, again: str | None, when: str
) -> None:
    store = HeldStore()
    with live(tmp_path, world=todo_world(tmp_path, store=store)) as api:
        if when == "at once":
            store.refuse = error
        else:
            threading.Thread(target=lambda: (until(lambda: len(store.held) == 1), store.release(error))).start()
        answer = ask(api, EVALUATION)
        assert (answer.status_code, answer.json()["code"]) == (status, error.code)
        assert answer.headers.get("retry-after") == again


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-6")
def test_a_policy_that_changed_meanwhile_decides_again_a_bounded_number_of_times(tmp_path: Path) -> None:
    store, decider = HeldStore(), FakeDecider()
    with live(tmp_path, world=todo_world(tmp_path, store=store), decider=decider) as api:

        def change(times: int) -> None:
            for number in range(times):
                until(lambda wanted=number: len(store.held) == 1 and len(decider.asked) > wanted)  # type: ignore[misc]
                store.release(IllegalTransition("the policy changed"))

        changing = threading.Thread(target=change, args=(4,))
        changing.start()
        answer = ask(api, EVALUATION)
        changing.join()
        assert (answer.status_code, len(decider.asked)) == (409, 4)
        decider.asked.clear()
        changing = threading.Thread(target=lambda: (change(1), until(lambda: len(store.held) == 1), store.release()))
        changing.start()
        assert (ask(api, EVALUATION).status_code, len(decider.asked)) == (200, 2)
        changing.join()


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("a bug"), 500), (StoreCorrupt("no"), 503), (InvalidInput("bad"), 400)]
)
def test_what_fails_while_deciding_refuses(tmp_path: Path, error: Exception, status: int) -> None:
    def fail(*_: object) -> Any:
        raise error

    with live(tmp_path, decider=FakeDecider(fail)) as api:
        answer = ask(api, EVALUATION)
        assert (answer.status_code, "decision" in answer.json()) == (status, False)
        assert "a bug" not in answer.text
        assert any("a bug" in line for line in api.lines) is (status == 500)
        assert api.send(None, "GET", "/healthz").status_code == 200


def test_many_decisions_on_many_connections_get_each_its_own(tmp_path: Path) -> None:
    store = HeldStore()
    with live(tmp_path, world=todo_world(tmp_path, store=store)) as api:
        wires = [api.wire() for _ in range(40)]
        for number, wire in enumerate(wires):
            body = json.dumps(EVALUATION).encode()
            wire.send(
                request("POST", "/access/v1/evaluation", token=api.tokens["pep"], body=body,
                        headers=[f"X-Request-ID: n{number}"])
            )  # fmt: skip
        until(lambda: len(store.held) == 40)
        store.held.reverse()
        store.release()
        for number, wire in enumerate(wires):
            status, headers, _ = wire.answer()
            assert (status, headers["x-request-id"]) == (200, f"n{number}")
            wire.connection.close()
