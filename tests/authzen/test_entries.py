"""What AuthZEN answers leave in the log, and when they may not leave."""

import json
from typing import Any

import pytest
from tests.support.authzen import World, bundle, library, todo

from mayact.core.canonical import canonical_bytes, freeze, parse_json
from mayact.core.errors import IllegalTransition, InvalidInput, LimitExceeded
from mayact.core.limits import MAX_BATCH_BYTES, MAX_BATCH_ITEMS, MAX_FRAME_BYTES
from mayact.core.log.entry import Entry, Kind, leaf_bytes, parse_leaf
from mayact.core.log.replay import apply
from mayact.core.log.state import PolicyRow, PolicyStatus, Row, Table
from mayact.core.wire.authzen import MAX_REQUEST_BYTES, MAX_REQUEST_DEPTH, MAX_REQUEST_VALUES
from mayact.ports import AuthzenApi, Prepared

REQUEST: dict[str, Any] = {
    "subject": {"type": "Person", "id": "ada"},
    "action": {"name": "read"},
    "resource": {"type": "Lib::Book", "id": "atlas"},
    "note": "an unknown member",
}


@pytest.fixture
def world() -> World:
    return World(bundle(library()))


def entry_of(prepared: Prepared) -> Entry:
    body = freeze(prepared.draft.body)
    return Entry(seq=7, at=prepared.draft.at, kind=prepared.draft.kind, body=body)  # type: ignore[arg-type]


@pytest.mark.requirement("AUDIT-1", "OPS-3")
def test_the_entry_says_who_asked_what_and_what_was_answered(world: World) -> None:
    prepared = world.prepare(AuthzenApi.EVALUATION, json.dumps(REQUEST).encode(), pep="shop", request_id="x-1")
    assert prepared.draft.kind is Kind.EVALUATION_MADE
    assert world.policy is not None
    assert prepared.draft.body == {
        "type": "mayact/evaluation/v1",
        "id": json.loads(prepared.body)["context"]["id"],
        "api": "evaluation",
        "pep": "shop",
        "request_id": "x-1",
        "policy": world.policy.digest,
        "request": REQUEST,
        "answer": {"decision": True, "matched": ["lib.members-read", "lib.visitors-read"]},
    }


@pytest.mark.requirement("AUDIT-1")
def test_a_batch_and_a_search_are_one_entry_each(world: World) -> None:
    batch = {**REQUEST, "evaluations": [{}, {"action": {"name": "burn"}}, {"action": 1}]}
    answer: Any = world.prepare(AuthzenApi.EVALUATIONS, json.dumps(batch).encode()).draft.body["answer"]
    assert [one["decision"] for one in answer["evaluations"]] == [True, False, False]
    assert answer["evaluations"][1]["reasons"] == [{"rule": "lib.never-burn", "text": "books are not burnt"}]
    assert answer["evaluations"][2]["reasons"][0]["rule"] == "mayact.malformed"
    search = {**REQUEST, "resource": {"type": "Lib::Book"}}
    answer = world.prepare(AuthzenApi.SEARCH_RESOURCE, json.dumps(search).encode()).draft.body["answer"]
    assert answer == {"results": ["atlas", "codex"]}


class Rows:
    """The rows just before an entry: the active policy, and nothing else."""

    def __init__(self, active: str | None) -> None:
        self.active = active

    def get(self, table: Table, key: str) -> Row | None:
        return None

    def no_approvers(self) -> bool:
        return False

    def active_policy(self) -> PolicyRow | None:
        if self.active is None:
            return None
        return PolicyRow(
            id=self.active,
            bundle={},
            approver="a",
            statement={},
            signature="",
            status=PolicyStatus.ACTIVE,
            activated_at=1,
        )


@pytest.mark.requirement("AUTHZ-2", "OPS-2")
def test_no_answer_outlives_its_policy(world: World) -> None:
    assert world.policy is not None
    entry = entry_of(world.prepare(AuthzenApi.EVALUATION, json.dumps(REQUEST).encode()))
    assert apply(entry, Rows(world.policy.digest)) == ()
    for other in ("sha256:" + "0" * 64, None):
        with pytest.raises(IllegalTransition, match="policy changed"):
            apply(entry, Rows(other))


@pytest.mark.requirement("AUTHZ-2")
def test_a_new_policy_is_asked_at_once(world: World) -> None:
    request = {
        "subject": {"type": "user", "id": "beth@the-smiths.com"},
        "action": {"name": "can_read_todos"},
        "resource": {"type": "todo", "id": "1"},
    }
    first = world.ask(AuthzenApi.EVALUATION, request)
    world.policy = todo()
    second = world.ask(AuthzenApi.EVALUATION, request)
    assert first["context"]["reasons"][0]["rule"] == "mayact.unknown-action"
    assert second["context"]["reasons"][0]["rule"] == "todo.strangers"
    assert first["context"]["policy"] != second["context"]["policy"] == world.policy.digest


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize(
    "extra",
    [
        {"context": {"n": json.loads("[" * (MAX_REQUEST_DEPTH - 2) + "]" * (MAX_REQUEST_DEPTH - 2))}},
        {"context": {"n": "x" * (MAX_REQUEST_BYTES - 400)}},
        {"evaluations": [{"action": {"name": "x" * 100}}] * MAX_BATCH_ITEMS},
        {"context": {"n": [0] * (MAX_REQUEST_VALUES - 20)}},
        {"context": {"n": ",[{" * MAX_REQUEST_VALUES}},
    ],
    ids=["deepest", "longest", "most", "the most values", "the most commas"],
)
def test_the_largest_request_is_an_entry_that_can_be_read_again(world: World, extra: dict[str, Any]) -> None:
    entry = entry_of(world.prepare(AuthzenApi.EVALUATIONS, json.dumps({**REQUEST, **extra}).encode()))
    leaf = leaf_bytes(entry)
    assert len(leaf) < MAX_FRAME_BYTES
    assert parse_leaf(leaf) == entry


@pytest.mark.requirement("OPS-2", "AUTHZ-6")
@pytest.mark.parametrize(
    "extra",
    [
        {"context": {"n": json.loads("[" * (MAX_REQUEST_DEPTH - 1) + "]" * (MAX_REQUEST_DEPTH - 1))}},
        {"context": {"n": "x" * MAX_REQUEST_BYTES}},
        {"context": {"n": [1e20] * 25_000}},
        {"context": {"n": [[]] * MAX_REQUEST_VALUES}},
        {"context": {"n": [0] * MAX_REQUEST_VALUES}},
        {"context": {"n": [*([0] * MAX_REQUEST_VALUES), "\ud800"]}},
        {"evaluations": [{}] * (MAX_BATCH_ITEMS + 1)},
        {"context": {"n": "x" * (MAX_BATCH_BYTES // 64)}, "evaluations": [{}] * 64},
    ],
    ids=[
        "deeper",
        "longer",
        "longer when written out",
        "arrays",
        "numbers",
        "unreadable",
        "more",
        "much for each of them",
    ],
)
def test_more_is_refused_and_nothing_of_it_is_decided(world: World, extra: dict[str, Any]) -> None:
    with pytest.raises((LimitExceeded, InvalidInput)):
        world.prepare(AuthzenApi.EVALUATIONS, json.dumps({**REQUEST, **extra}).encode())


@pytest.mark.requirement("OPS-2", "OPS-3")
def test_a_default_counts_for_the_items_that_take_it(world: World) -> None:
    large = {**REQUEST, "context": {"n": "x" * (MAX_BATCH_BYTES // 64)}}
    for items in ([{}] * 60, [{"context": {}}] * 64, [None] * 64):
        answer = world.ask(AuthzenApi.EVALUATIONS, {**large, "evaluations": items})
        assert len(answer["evaluations"]) == len(items)


@pytest.mark.parametrize("name", ["plain", "", "tab\there", 'quo"te\\', "ünïcödé \u202e", "\x7f\x00"])
def test_names_of_callers_are_written_canonically(world: World, name: str) -> None:
    prepared = world.prepare(AuthzenApi.EVALUATION, json.dumps(REQUEST).encode(), pep=name, request_id=name)
    assert parse_json(prepared.draft.canonical) == freeze(prepared.draft.body)
    assert prepared.draft.canonical == canonical_bytes(prepared.draft.body)
    assert prepared.draft.body["request_id"] == name
