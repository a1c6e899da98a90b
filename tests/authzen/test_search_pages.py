"""Pages of a search: what a token is good for, and how much work one request may cause."""

from typing import Any

import pytest
from tests.support.authzen import World, application, ask, bundle, decider

from mayact.core.errors import InvalidInput
from mayact.core.limits import MAX_BATCH_BYTES, MAX_BATCH_ITEMS
from mayact.core.policy.application import decide
from mayact.ports import AuthzenApi

SCHEMA = "entity A = { open?: Bool }; action go appliesTo { principal: A, resource: A };"
SOME = '@id("p") permit (principal, action, resource) when { resource has open && resource.open };'
PEOPLE = 700
OPEN = {f"a{at:04}" for at in range(PEOPLE) if at % 100 == 7}


@pytest.fixture(scope="module")
def world() -> World:
    rows = [{"uid": {"type": "A", "id": f"a{at:04}"}, "attrs": {"open": f"a{at:04}" in OPEN}} for at in range(PEOPLE)]
    return World(bundle({"schema": SCHEMA, "entities": rows, "policies": {"a.cedar": SOME}}))


def search(**page: Any) -> dict[str, Any]:
    request = {"subject": {"type": "A", "id": "x"}, "action": {"name": "go"}, "resource": {"type": "A"}}
    return {**request, "page": page} if page else request


@pytest.mark.requirement("OPS-3", "OPS-2")
def test_one_page_looks_at_a_bounded_number_and_the_pages_together_at_all(world: World) -> None:
    found: list[str] = []
    page: dict[str, Any] = {}
    pages = 0
    while True:
        answer = world.ask(AuthzenApi.SEARCH_RESOURCE, search(**page))
        found.extend(one["id"] for one in answer["results"])
        pages += 1
        if not answer["page"]["next_token"]:
            break
        page = {"token": answer["page"]["next_token"]}
    assert found == sorted(OPEN)
    assert pages == -(-PEOPLE // MAX_BATCH_ITEMS)


@pytest.mark.requirement("OPS-3")
def test_a_limit_is_kept_and_goes_on_with_the_token(world: World) -> None:
    first = world.ask(AuthzenApi.SEARCH_RESOURCE, search(limit=2))
    assert first["page"]["count"] == len(first["results"]) == 2
    token = first["page"]["next_token"]
    again = world.ask(AuthzenApi.SEARCH_RESOURCE, search(token=token))
    assert again == {**world.ask(AuthzenApi.SEARCH_RESOURCE, search(token=token, limit=2)), "context": again["context"]}
    assert [one["id"] for one in (*first["results"], *again["results"])] == sorted(OPEN)[: len(again["results"]) + 2]


@pytest.mark.requirement("OPS-3")
def test_a_limit_of_nothing_finds_nothing_and_says_that_there_is_more(world: World) -> None:
    answer = world.ask(AuthzenApi.SEARCH_RESOURCE, search(limit=0))
    assert answer["results"] == []
    assert answer["page"]["next_token"] != ""
    assert world.ask(AuthzenApi.SEARCH_RESOURCE, search(token=answer["page"]["next_token"]))["results"] == []


@pytest.mark.requirement("OPS-3")
def test_a_limit_beyond_the_bound_is_the_bound(world: World) -> None:
    answer = world.ask(AuthzenApi.SEARCH_RESOURCE, search(limit=10**6))
    assert answer["page"]["next_token"] != ""


@pytest.mark.requirement("OPS-3")
@pytest.mark.parametrize(
    "change",
    [
        {"subject": {"type": "A", "id": "y"}},
        {"context": {"now": 1}},
        {"action": {"name": "stay"}},
    ],
)
def test_a_token_is_good_for_its_own_request_only(world: World, change: dict[str, Any]) -> None:
    token = world.ask(AuthzenApi.SEARCH_RESOURCE, search(limit=2))["page"]["next_token"]
    with pytest.raises(InvalidInput) as refused:
        world.ask(AuthzenApi.SEARCH_RESOURCE, {**search(token=token), **change})
    assert refused.value.field == "page.token"


@pytest.mark.requirement("OPS-3", "AUTHZ-6")
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ({"limit": -1}, "page.limit"),
        ({"limit": "2"}, "page.limit"),
        ({"limit": True}, "page.limit"),
        ({"limit": 1.5}, "page.limit"),
        ({"limit": None}, "page.limit"),
        ({"token": 5}, "page.token"),
        ({"token": "not one of ours"}, "page.token"),
        ({"token": "AAAA"}, "page.token"),
        ({"token": "é"}, "page.token"),
        ({"token": "____" * 8}, "page.token"),
    ],
)
def test_a_page_that_is_none_is_refused(world: World, page: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.ask(AuthzenApi.SEARCH_RESOURCE, search(**page))
    assert refused.value.field == field


@pytest.mark.requirement("OPS-3")
def test_another_limit_with_a_token_is_refused(world: World) -> None:
    token = world.ask(AuthzenApi.SEARCH_RESOURCE, search(limit=2))["page"]["next_token"]
    with pytest.raises(InvalidInput):
        world.ask(AuthzenApi.SEARCH_RESOURCE, search(token=token, limit=3))


@pytest.mark.requirement("OPS-3")
def test_unknown_members_of_a_page_and_an_empty_token_are_the_first_page(world: World) -> None:
    whole = world.ask(AuthzenApi.SEARCH_RESOURCE, search())
    other = world.ask(AuthzenApi.SEARCH_RESOURCE, search(token="", properties={"sort": "up"}, more=1))
    assert other["results"] == whole["results"]


@pytest.mark.requirement("OPS-2", "OPS-3")
def test_a_large_request_looks_at_fewer_candidates_on_a_page_and_at_all_of_them_in_the_end(world: World) -> None:
    large = {"context": {"n": "x" * (MAX_BATCH_BYTES // 100)}}
    found: list[str] = []
    page: dict[str, Any] = {}
    pages = 0
    while True:
        answer = world.ask(AuthzenApi.SEARCH_RESOURCE, {**search(**page), **large})
        found.extend(one["id"] for one in answer["results"])
        pages += 1
        assert len(answer["results"]) <= 1
        if not answer["page"]["next_token"]:
            break
        page = {"token": answer["page"]["next_token"]}
    assert found == sorted(OPEN)
    assert pages == -(-PEOPLE // 99)  # the request is a little more than its context


@pytest.mark.requirement("OPS-2")
def test_claims_that_refer_to_ever_other_entities_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "MEMO_ROWS", 100)
    schema = "entity A; action go appliesTo { principal: A, resource: A, context: { of?: Set<A> } };"
    rows = [{"uid": {"type": "A", "id": f"a{at}"}, "attrs": {}, "parents": []} for at in range(90)]
    rule = '@id("p") permit (principal, action, resource) when { context has of && context.of.contains(A::"a1") };'
    built: list[int] = []
    entities = decide.cedar.entities

    def counted(rows: Any, *, schema: Any) -> Any:
        built.append(len(rows))
        return entities(rows, schema=schema)

    monkeypatch.setattr(decide.cedar, "entities", counted)
    asked = decider(application(rule, schema=schema, entities=rows), remember=0)
    built.clear()

    def decided(*sizes: int) -> list[int]:
        """How large the sets were that had to be built for claims that name so many entities."""
        built.clear()
        for size in sizes:
            named = [{"type": "A", "id": f"a{at}"} for at in range(size)]
            request = {**search(), "resource": {"type": "A", "id": "y"}, "context": {"of": named}}
            assert asked.decide(ask(request)).allowed
        return built

    assert decided(40, 40, 50, 50, 40) == [40, 50]  # 90 are kept
    assert decided(60, 60) == [60]  # with these it would be 150: the others are forgotten
    assert decided(40) == [40]
