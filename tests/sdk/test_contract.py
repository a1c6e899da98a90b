"""What each method asks and how it reads the answer, the same for both clients."""

import base64
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.sdk import (
    BASE,
    DENY,
    TOKEN,
    WAIT,
    Driven,
    Scripted,
    allow_reply,
    always,
    call_members,
    json_reply,
    pages,
    seen_by_gate,
    shell_call,
)

from mayact.boundary.sdk import (
    Action,
    Allowed,
    AsyncClient,
    Client,
    Decision,
    Denied,
    Item,
    Pending,
    Resource,
    Semantic,
    Subject,
)
from mayact.core.canonical import digest_of
from mayact.core.errors import DigestMismatch, GateUnreachable, InvalidInput, LimitExceeded, ProofInvalid
from mayact.core.log.entry import Entry, Kind, leaf_bytes
from mayact.core.model import action_digest

Make = Callable[..., Driven]
ANA, READ, DOC = Subject("user", "ana"), Action("read"), Resource("doc", "1")


def test_both_clients_have_the_same_methods() -> None:
    def methods(kind: type) -> dict[str, list[str]]:
        return {
            name: list(inspect.signature(member).parameters)
            for name, member in vars(kind).items()
            if callable(member) and not name.startswith("_")
        }

    assert methods(Client) == methods(AsyncClient)
    assert len(methods(Client)) >= 20


# ── AuthZEN ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("OPS-3")
def test_an_evaluation_is_asked_as_the_specification_says(client_of: Make) -> None:
    gate = always({"decision": True, "context": {"why": "owner"}})
    found = client_of(gate).call("evaluate", ANA, Action("read", {"soft": True}), DOC, {"time": "now"})
    assert found == Decision(True, {"why": "owner"})
    assert found
    asked = gate.asked[0]
    assert (asked.method, str(asked.url)) == ("POST", BASE + "/access/v1/evaluation")
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["content-type"] == "application/json"
    assert "idempotency-key" not in asked.headers
    assert gate.bodies == [
        {
            "subject": {"type": "user", "id": "ana"},
            "action": {"name": "read", "properties": {"soft": True}},
            "resource": {"type": "doc", "id": "1"},
            "context": {"time": "now"},
        }
    ]


def test_a_denial_is_an_answer_and_no_error(client_of: Make) -> None:
    found = client_of(always({"decision": False})).call("evaluate", ANA, READ, DOC)
    assert not found
    assert found.allowed is False


@pytest.mark.parametrize(
    ("semantic", "said", "fits"),
    [
        (Semantic.EXECUTE_ALL, [True, False, True], True),
        (Semantic.EXECUTE_ALL, [True, False], False),
        (Semantic.EXECUTE_ALL, [True, True, True, True], False),
        (Semantic.EXECUTE_ALL, [], False),
        (Semantic.DENY_ON_FIRST_DENY, [True, False], True),
        (Semantic.DENY_ON_FIRST_DENY, [True, True, True], True),
        (Semantic.DENY_ON_FIRST_DENY, [True, True], False),
        (Semantic.DENY_ON_FIRST_DENY, [False, True, True], False),
        (Semantic.PERMIT_ON_FIRST_PERMIT, [False, True], True),
        (Semantic.PERMIT_ON_FIRST_PERMIT, [False], False),
        (Semantic.PERMIT_ON_FIRST_PERMIT, [True, False], False),
        (Semantic.PERMIT_ON_FIRST_PERMIT, [], False),
    ],
)
def test_a_batch_has_the_decisions_that_its_semantic_asks_for(
    client_of: Make, semantic: Semantic, said: list[bool], fits: bool
) -> None:
    gate = always({"evaluations": [{"decision": one} for one in said]})
    client = client_of(gate)
    items = [Item(resource=Resource("doc", str(number))) for number in range(3)]
    if fits:
        found = client.call("evaluate_many", items, subject=ANA, action=READ, semantic=semantic)
        assert [one.allowed for one in found] == said
    else:
        with pytest.raises(GateUnreachable):
            client.call("evaluate_many", items, subject=ANA, action=READ, semantic=semantic)
    assert gate.bodies[0]["options"] == {"evaluations_semantic": semantic.value}
    assert gate.bodies[0]["evaluations"][2] == {"resource": {"type": "doc", "id": "2"}}


def test_a_batch_of_nothing_or_of_too_much_is_not_sent(client_of: Make) -> None:
    gate = always({"evaluations": []})
    with pytest.raises(InvalidInput):
        client_of(gate).call("evaluate_many", [], subject=ANA)
    with pytest.raises(LimitExceeded):
        client_of(gate).call("evaluate_many", [Item(resource=DOC)] * 257, subject=ANA)
    assert gate.asked == []


def test_searches_page_until_the_token_is_empty(client_of: Make) -> None:
    gate = pages(
        {"results": [{"type": "doc", "id": "1"}], "page": {"next_token": "more", "count": 1}},
        {"results": [{"type": "doc", "id": "2", "properties": {"a": 1}}], "page": {"next_token": ""}},
    )
    found = client_of(gate).listed("search_resources", ANA, READ, "doc", limit=1)
    assert found == [Resource("doc", "1"), Resource("doc", "2", {"a": 1})]
    assert [body["page"] for body in gate.bodies] == [{"limit": 1}, {"token": "more", "limit": 1}]
    assert gate.bodies[0]["resource"] == {"type": "doc"}
    assert gate.asked[0].url.path == "/access/v1/search/resource"


def test_subjects_and_actions_are_searched_too(client_of: Make) -> None:
    subjects = always({"results": [{"type": "user", "id": "ana"}]})
    assert client_of(subjects).listed("search_subjects", "user", READ, DOC) == [ANA]
    assert subjects.bodies[0]["subject"] == {"type": "user"}
    actions = always({"results": [{"name": "read"}], "page": {"next_token": ""}})
    assert client_of(actions).listed("search_actions", ANA, DOC) == [READ]
    assert "action" not in actions.bodies[0]


def test_a_search_that_finds_something_else_or_goes_in_circles_ends(client_of: Make) -> None:
    with pytest.raises(GateUnreachable):
        client_of(always({"results": [{"type": "user", "id": "1"}]})).listed("search_resources", ANA, READ, "doc")
    circle = always({"results": [], "page": {"next_token": "again"}})
    with pytest.raises(GateUnreachable, match="circle"):
        client_of(circle).listed("search_actions", ANA, DOC)
    assert len(circle.asked) == 2


def test_metadata_is_asked_without_the_token_and_must_be_about_this_gate(client_of: Make) -> None:
    document = {
        "policy_decision_point": "https://pdp.example",
        "access_evaluation_endpoint": "https://pdp.example/access/v1/evaluation",
    }
    gate = always(document)
    found = client_of(gate, base_url="https://pdp.example").call("metadata")
    assert found.endpoints == {"access_evaluation_endpoint": "https://pdp.example/access/v1/evaluation"}
    assert "authorization" not in gate.asked[0].headers
    with pytest.raises(GateUnreachable, match="another decision point"):
        client_of(gate, base_url="https://other.example").call("metadata")


# ── boundaries ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("BOUND-3", "AUTHZ-5")
def test_authorize_reads_the_three_answers(client_of: Make) -> None:
    call = shell_call()
    gate = pages(allow_reply(call), DENY, WAIT, {**WAIT, "outcome": "defer"})
    client = client_of(gate)
    yes = client.call("authorize", call)
    assert isinstance(yes, Allowed)
    assert yes.action == action_digest(yes.call, yes.pins)
    assert yes.token not in repr(yes)
    no = client.call("authorize", call)
    assert isinstance(no, Denied)
    assert no.reasons[0].rule == "never.secrets"
    for _ in range(2):
        wait = client.call("authorize", call, wait=1.5)
        assert isinstance(wait, Pending)
        assert (wait.request, wait.missing[0].tier) == ("req-1", "operator")
    assert gate.bodies[2]["wait_ms"] == 1500
    assert {key for key in gate.bodies[0] if key != "call"} == {"user", "home", "wait_ms"}
    assert "user" not in gate.bodies[0]["call"]


def test_an_answer_has_no_truth_value(client_of: Make) -> None:
    call = shell_call()
    for reply in (allow_reply(call), DENY, WAIT):
        verdict = client_of(always(reply)).call("authorize", call)
        with pytest.raises(TypeError, match="neither true nor false"):
            bool(verdict)


def test_an_obligation_comes_with_modify_and_only_with_it(client_of: Make) -> None:
    call = shell_call()
    modified = allow_reply(call, outcome="modify", obligations=["redact"])
    assert client_of(always(modified)).call("authorize", call).obligations == ("redact",)
    for wrong in (
        allow_reply(call, outcome="modify"),
        allow_reply(call, obligations=["redact"]),
        allow_reply(call, token=""),
        allow_reply(call, permit=""),
    ):
        with pytest.raises(GateUnreachable):
            client_of(always(wrong)).call("authorize", call)


def altered(call: Any, **changes: Any) -> dict[str, Any]:
    """A permission for another call, complete with its own right digest."""
    seen = seen_by_gate(call)
    reply = allow_reply(call)
    members = {**call_members(seen), **changes}
    return {**reply, "call": members}


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize(
    "other",
    [
        {"command": "make deploy"},
        {"cwd": "/srv"},
        {"home": "/root"},
        {"user": "bob"},
        {"environment": {}},
        {"environment": {"LANG": "C", "CI": "1"}},
        {"task": "T-1"},
        {"tool": "exec", "arguments": {"argv": ["make", "test"]}},
        {"stdin": "sha256:" + "9" * 64},
    ],
    ids=str,
)
def test_a_permission_for_another_call_is_none(client_of: Make, other: dict[str, Any]) -> None:
    mine = shell_call()
    with pytest.raises(DigestMismatch):
        client_of(always(allow_reply(shell_call(**other)))).call("authorize", mine)


@pytest.mark.parametrize(
    "change",
    [
        {"target": "prod"},
        {"home": "/root"},
        {"user": "root@ci"},
        {"user": "ana"},
        {"chain": [{"kind": "person", "id": "bob@ci", "source": "asserted"}]},
        {"environment": {"LANG": "C", "LD_PRELOAD": "/x.so"}},
        {"environment": {"LANG": "C", "HOME": "/root"}},
    ],
    ids=str,
)
def test_an_answer_whose_call_was_altered_is_none(client_of: Make, change: dict[str, Any]) -> None:
    with pytest.raises(DigestMismatch):
        client_of(always(altered(shell_call(), **change))).call("authorize", shell_call())


def test_a_call_is_checked_and_frozen_where_it_is_made() -> None:
    words = ["make"]
    call = shell_call(tool="exec", arguments={"argv": words})
    words.append("deploy")
    assert call.arguments == {"argv": ("make",)}
    for wrong in ({"tool": "rm"}, {"arguments": {1: 2}}, {"task": 3}, {"arguments": {"x": object()}}):
        with pytest.raises(InvalidInput):
            shell_call(**wrong)


def test_permits_are_claimed_redeemed_and_reported(client_of: Make) -> None:
    call = shell_call()
    allow = allow_reply(call)
    claimed = {name: allow[name] for name in ("action", "pins", "call")}
    gate = pages(claimed, {"permit": "prm-1"}, {"recorded": True})
    client = client_of(gate)
    assert client.call("claim", "aaa.bbb.ccc").action == allow["action"]
    assert client.call("redeem", "aaa.bbb.ccc", call) == "prm-1"
    assert client.call("report", "prm-1", "failed", exit_code=2, detail="x") is None
    assert [request.url.path for request in gate.asked] == [
        "/v1/permits/claim",
        "/v1/permits/redeem",
        "/v1/permits/prm-1/outcome",
    ]
    assert gate.bodies[2] == {"status": "failed", "exit_code": 2, "detail": "x"}
    keys = [request.headers["idempotency-key"] for request in gate.asked]
    assert len(set(keys)) == 3
    wrong = {**claimed, "pins": {}}
    with pytest.raises(DigestMismatch):
        client_of(always(wrong)).call("claim", "aaa.bbb.ccc")


def test_what_is_not_recorded_is_an_error(client_of: Make) -> None:
    for said in ({"recorded": False}, {"recorded": 1}, {"recorded": "true"}, {}):
        with pytest.raises(GateUnreachable):
            client_of(always(said)).call("report", "prm-1", "succeeded")
    with pytest.raises(GateUnreachable):
        client_of(always({"permit": ""})).call("redeem", "t", shell_call())


def test_an_id_is_one_segment_of_a_path(client_of: Make) -> None:
    gate = always({"recorded": True})
    client_of(gate).call("report", "../../v1/policy?x#y", "succeeded")
    assert gate.asked[0].url.raw_path == b"/v1/permits/..%2F..%2Fv1%2Fpolicy%3Fx%23y/outcome"
    for none in ("", ".", ".."):
        with pytest.raises(LimitExceeded):
            client_of(gate).call("report", none, "succeeded")


def test_explain_says_what_would_be(client_of: Make) -> None:
    told = {
        "type": "mayact/decision/v1",
        "verdict": {"outcome": "step-up", "missing": WAIT["missing"], "reasons": WAIT["reasons"], "matched": []},
    }
    found = client_of(always(told)).call("explain", shell_call())
    assert (found.outcome, found.missing[0].quorum, found.decision["type"]) == ("step-up", 1, "mayact/decision/v1")


# ── reviewers ────────────────────────────────────────────────────────────────────────────────────────────


def summary(number: int) -> dict[str, Any]:
    return {
        "id": f"req-{number}",
        "status": "open",
        "action": "sha256:" + "0" * 64,
        "needs": [{"tier": "operator", "quorum": 1, "rules": []}],
        "chain": [{"kind": "person", "id": "ana", "source": "observed"}],
        "opened_at": 1,
        "expires_at": 2,
        "answers": 0,
    }


def test_requests_come_page_by_page(client_of: Make) -> None:
    gate = pages({"items": [summary(1)], "next": "a b/&="}, {"items": [summary(2)], "next": None})
    assert [row.id for row in client_of(gate).listed("requests")] == ["req-1", "req-2"]
    assert dict(gate.asked[1].url.params) == {"limit": "100", "status": "open", "cursor": "a b/&="}
    everything = always({"items": [], "next": None})
    assert client_of(everything).listed("requests", None) == []
    assert everything.asked[0].url.params["status"] == "all"
    with pytest.raises(GateUnreachable, match="circle"):
        client_of(always({"items": [], "next": "x"})).listed("requests")


def test_a_policy_is_the_one_that_its_digest_names(client_of: Make) -> None:
    bundle = {"type": "mayact/bundle/v1", "rules": {}}
    gate = always({"digest": digest_of(bundle), "bundle": bundle})
    assert client_of(gate).call("policy").digest == digest_of(bundle)
    with pytest.raises(DigestMismatch):
        client_of(always({"digest": digest_of({}), "bundle": bundle})).call("policy")


def test_entries_follow_one_another(client_of: Make) -> None:
    def item(seq: int, place: int | None = None) -> dict[str, Any]:
        raw = leaf_bytes(Entry(seq=seq, at=1, kind=Kind.GATE_STARTED, body={}))
        return {"seq": seq if place is None else place, "leaf": base64.b64encode(raw).decode()}

    gate = pages({"items": [item(3), item(4)], "next": 5}, {"items": [item(5)], "next": None})
    assert [entry.seq for entry in client_of(gate).listed("entries", 3)] == [3, 4, 5]
    assert gate.asked[1].url.params["start"] == "5"
    for wrong, error in (
        ({"items": [item(4)], "next": None}, ProofInvalid),
        ({"items": [item(3, 4)], "next": None}, ProofInvalid),
        ({"items": [{"seq": 3, "leaf": "e30="}], "next": None}, ProofInvalid),
        ({"items": [], "next": 3}, GateUnreachable),
        ({"items": [item(3)], "next": 3}, GateUnreachable),
    ):
        with pytest.raises(error):
            client_of(always(wrong)).listed("entries", 3)


def test_status_is_any_object(client_of: Make) -> None:
    gate = Scripted([lambda request: json_reply(request, {"version": "0.1.0"})])
    assert client_of(gate).call("status") == {"version": "0.1.0"}
