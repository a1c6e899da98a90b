"""Every "never" of AuthZEN decisions, over random policies, entities and requests."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.authzen import World, application, ask, bundle, decider, library

from mayact.core.canonical import canonical_bytes, freeze, parse_json
from mayact.core.errors import MayactError
from mayact.core.policy import cedar
from mayact.core.policy.application.compile import Application
from mayact.core.policy.cedar import Matched, Request
from mayact.core.wire import authzen
from mayact.ports import AuthzenApi

# Rules of every form: each alone is valid under library.cedarschema.
POOL = (
    "permit (principal, action, resource);",
    'permit (principal in Group::"readers", action, resource);',
    'permit (principal == Person::"zed", action, resource);',
    'permit (principal, action == Action::"read", resource == Lib::Book::"atlas");',
    'permit (principal, action in Action::"reading", resource in Lib::Shelf::"closed");',
    'permit (principal, action == Action::"read", resource) when { principal has email };',
    'permit (principal, action == Action::"read", resource) when'
    " { resource has holder && resource.holder == principal };",
    'permit (principal, action == Action::"read", resource) when'
    " { resource has holder && resource.holder has email && principal has email"
    " && resource.holder.email == principal.email };",
    'permit (principal, action == Action::"read", resource) when'
    ' { principal has guardian && principal.guardian in Group::"staff" };',
    'permit (principal, action == Action::"read", resource) when'
    ' { principal has home && principal.home.city == "Bern" };',
    'permit (principal, action == Action::"read", resource) when'
    ' { if context has device then context.device == "kiosk" else principal has member && principal.member };',
    'permit (principal, action == Action::"read", resource) when'
    ' { principal has tags && principal.tags.contains("vip") && resource has title && resource.title like "A*" };',
    "forbid (principal, action, resource) when"
    " { principal has age && resource is Lib::Book && resource has rating && principal.age < resource.rating };",
    'forbid (principal, action == Action::"read", resource) when'
    ' { context has ip && context.ip.isInRange(ip("11.0.0.0/8")) };',
    'forbid (principal, action, resource) unless { principal in Group::"readers" || principal has email };',
    '@approval("owner:1") forbid (principal, action == Action::"read", resource in Lib::Shelf::"closed");',
    '@approval("legal:3") forbid (principal, action, resource) when { Person::"bob" == principal };',
    '@obligation("redact:pii") forbid (principal, action == Action::"read", resource) when'
    ' { resource has price && resource.price.greaterThan(decimal("9.0")) };',
    'forbid (principal, action == Action::"read", resource) when'
    " { principal has guardian && principal.guardian has age && principal.guardian.age > 30 };",
)


def policy(chosen: Mapping[int, None] | list[int]) -> str:
    return "\n".join(f'@id("rule-{at}") {POOL[at]}' for at in chosen)


rules = st.lists(st.integers(0, len(POOL) - 1), unique=True, max_size=8).map(
    # Whatever is drawn, something can be permitted.
    lambda drawn: sorted({0, *drawn}) if len(drawn) % 2 else sorted({1, *drawn})
)

people = st.sampled_from(["ada", "bob", "cyd", "zed", "yan"])
references = st.builds(lambda name: {"type": "Person", "id": name}, people)
person = st.fixed_dictionaries(
    {},
    optional={
        "email": st.sampled_from(["ada@example.org", "zed@example.org"]),
        "age": st.integers(0, 40),
        "member": st.booleans(),
        "home": st.fixed_dictionaries({"city": st.sampled_from(["Bern", "Basel"])}, optional={"zip": st.just("3000")}),
        "tags": st.lists(st.sampled_from(["vip", "x"]), max_size=2),
        "guardian": references,
        "undeclared": st.integers(0, 3),
    },
)
book = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Atlas", "Codex"]),
        "rating": st.integers(0, 20),
        "holder": references,
        "price": st.sampled_from(["1.0", "10.0", "much"]),
    },
)
situation = st.fixed_dictionaries(
    {},
    optional={
        "ip": st.sampled_from(["10.0.0.1", "11.0.0.1", "nowhere"]),
        "device": st.sampled_from(["kiosk", "phone"]),
        "hour": st.integers(0, 23),
    },
)
requests = st.builds(
    lambda subject, claims, action, resource, says, context: {
        "subject": {"type": "Person", "id": subject, "properties": claims},
        "action": {"name": action},
        "resource": {"type": "Lib::Book", "id": resource, "properties": says},
        "context": context,
    },
    people,
    person,
    st.sampled_from(["read", "copy", "burn"]),
    st.sampled_from(["atlas", "codex", "novel", "zed"]),
    book,
    situation,
)


def native(of: Application, text: str, request: Mapping[str, Any]) -> bool:
    """What Cedar itself decides over the rules as they are written, with every entity there is: the oracle."""
    directory = of.directory
    rows = list(directory.rows.values())
    for side, kind in (("subject", "Person"), ("resource", "Lib::Book")):
        uid = (kind, request[side]["id"])
        if uid not in directory.rows:
            rows.append(
                {"uid": {"type": kind, "id": uid[1]}, "attrs": _native(request[side]["properties"]), "parents": []}
            )
    handle = of.schema.handle
    known = cedar.entities(rows, schema=handle)
    declared = set(of.schema.actions[request["action"]["name"]].context.attributes)
    context = {name: value for name, value in _native(request["context"]).items() if name in declared}
    if not isinstance(known, cedar.EntitySet):
        return False
    written = cedar.prepare({f"r{at}": body for at, body in enumerate(cedar.parse(text, file="native"))})
    asked = Request(
        principal=("Person", request["subject"]["id"]),
        action=request["action"]["name"],
        resource=("Lib::Book", request["resource"]["id"]),
        context=json.dumps(context),
    )
    answer = cedar.evaluate([asked], rules=written, known=known, schema=handle)[0]
    return isinstance(answer, Matched) and answer.allowed


def _native(properties: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in properties.items() if name != "undeclared"}
    for name, constructor in (("price", "decimal"), ("ip", "ip")):
        if name in found:
            found[name] = {"__extn": {"fn": constructor, "arg": found[name]}}
    for name in ("guardian", "holder"):
        if name in found:
            found[name] = {"__entity": found[name]}
    return found


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-6")
@settings(max_examples=150, deadline=None)
@given(rules, st.lists(requests, min_size=1, max_size=6))
def test_the_match_set_allows_exactly_what_cedar_allows(chosen: list[int], asked: list[dict[str, Any]]) -> None:
    text = policy(chosen)
    compiled = application(text)
    deciding = decider(compiled)
    for request in asked:
        assert deciding.decide(ask(request)).allowed is native(compiled, text, request)


@pytest.mark.requirement("AUTHZ-2")
@settings(max_examples=150, deadline=None)
@given(rules, st.lists(requests, min_size=2, max_size=12))
def test_remembering_changes_no_answer(chosen: list[int], asked: list[dict[str, Any]]) -> None:
    compiled = application(policy(chosen))
    remembering, forgetful, tiny = decider(compiled), decider(compiled, remember=0), decider(compiled, remember=1)
    for request in asked:
        fresh = forgetful.decide(ask(request))
        assert remembering.decide(ask(request)) == fresh
        assert tiny.decide(ask(request)) == fresh


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-6")
@settings(max_examples=100, deadline=None)
@given(rules, requests, person)
def test_no_claim_changes_what_the_policy_says_of_somebody(
    chosen: list[int], request_: dict[str, Any], claims: dict[str, Any]
) -> None:
    compiled = application(policy(chosen))
    listed = json.loads(json.dumps(request_))
    listed["subject"]["id"] = "bob"
    listed["resource"]["id"] = "codex"
    claimed = json.loads(json.dumps(listed))
    claimed["subject"]["properties"] = {**claims, "parents": [{"type": "Group", "id": "staff"}]}
    claimed["resource"]["properties"] = {"rating": 0, "holder": {"type": "Person", "id": "bob"}}
    deciding = decider(compiled)
    assert deciding.decide(ask(claimed)) == deciding.decide(ask(listed))


_escapes = st.sampled_from(
    [
        {"__entity": {"type": "Person", "id": "ada"}},
        {"__entity": {"type": "Group", "id": "staff"}},
        {"__extn": {"fn": "ip", "arg": "10.0.0.1"}},
        {"__extn": {"fn": "decimal", "arg": "1.0"}},
        {"__expr": 'Person::"ada"'},
        {"fn": "ip", "arg": "10.0.0.1"},
    ]
)
_names = st.sampled_from(
    ["email", "age", "guardian", "home", "undeclared", "__entity", "uid", "parents", "ip", "price"]
)


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-6")
@settings(max_examples=150, deadline=None)
@given(rules, requests, st.sampled_from(["subject", "resource", "context"]), _names, _escapes)
def test_no_injected_escape_is_read_by_the_engine(
    chosen: list[int], request_: dict[str, Any], side: str, name: str, escape: dict[str, Any]
) -> None:
    compiled = application(policy(chosen))
    clean = json.loads(json.dumps(request_))
    target = clean["context"] if side == "context" else clean[side]["properties"]
    target.pop(name, None)
    dirty = json.loads(json.dumps(clean))
    (dirty["context"] if side == "context" else dirty[side]["properties"])[name] = escape
    forgetful = decider(compiled, remember=0)
    injected, without = forgetful.decide(ask(dirty)), forgetful.decide(ask(clean))
    assert injected == without or (not injected.allowed and injected.reasons[0].rule == "mayact.mistyped")


@pytest.mark.requirement("AUTHZ-6")
@settings(max_examples=100, deadline=None)
@given(rules, st.integers(0, len(POOL) - 1).filter(lambda at: POOL[at].startswith(("forbid", "@"))), requests)
def test_a_forbid_more_never_allows_more(chosen: list[int], more: int, request_: dict[str, Any]) -> None:
    before = decider(application(policy(chosen))).decide(ask(request_))
    after = decider(application(policy(sorted({*chosen, more})))).decide(ask(request_))
    assert before.allowed or not after.allowed


# ── requests as bytes ────────────────────────────────────────────────────────────────────────────────────

WORLD = World(bundle(library()))

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["Person", "ada"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "id", "name", "properties", "é", "ä\ud7ff", "𐀀", "ﬀ"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
_bodies = st.dictionaries(
    st.sampled_from(["subject", "action", "resource", "context", "evaluations", "options", "page", "x"]),
    _json,
    max_size=6,
)


@pytest.mark.requirement("AUTHZ-6", "OPS-3")
@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | _bodies.map(lambda body: json.dumps(body).encode()), st.sampled_from(AuthzenApi))
def test_any_bytes_are_answered_or_refused(raw: bytes, api: AuthzenApi) -> None:
    try:
        prepared = WORLD.prepare(api, raw)
    except MayactError as error:
        assert error.code.startswith("invalid.")  # noqa: PT017
        return
    assert prepared.draft.body["api"] == api.value


@st.composite
def _documents(draw: st.DrawFn) -> bytes:
    """JSON text that may repeat keys, escape needlessly and be spaced at will."""
    value = draw(_bodies)
    text = json.dumps(value, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    if draw(st.booleans()) and text.startswith("{") and len(value) > 0:
        name = draw(st.sampled_from(sorted(value)))
        again = json.dumps(draw(_json))
        text = text.rstrip()[:-1] + f', "{name}": {again}' + "}"
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.requirement("AUTHZ-6")
@settings(max_examples=200, deadline=None)
@given(_documents())
def test_the_quick_reader_reads_what_the_careful_one_reads(raw: bytes) -> None:
    quick = authzen._quick(raw)
    if quick is None:
        return
    careful = parse_json(raw)  # raises for duplicates: then the quick reader must not have answered
    assert freeze(quick.members) == careful
    assert quick.canonical == canonical_bytes(careful)


@pytest.mark.requirement("OPS-3")
@settings(max_examples=100, deadline=None)
@given(
    st.lists(requests | st.just({}) | st.just({"subject": 1}), min_size=1, max_size=6),
    st.sampled_from(["execute_all", "deny_on_first_deny", "permit_on_first_permit"]),
)
def test_a_batch_decides_as_one_by_one(items: list[dict[str, Any]], semantic: str) -> None:
    world = WORLD
    alone = []
    for item in items:
        try:
            alone.append(world.decision(item))
        except MayactError:
            alone.append(False)
    answer = world.ask(AuthzenApi.EVALUATIONS, {"evaluations": items, "options": {"evaluations_semantic": semantic}})
    stops = {"execute_all": None, "deny_on_first_deny": False, "permit_on_first_permit": True}[semantic]
    expected = alone if stops is None or stops not in alone else alone[: alone.index(stops) + 1]
    assert [one["decision"] for one in answer["evaluations"]] == expected


@pytest.mark.requirement("OPS-3")
@settings(max_examples=60, deadline=None)
@given(rules, requests, st.integers(1, 3))
def test_search_finds_exactly_what_evaluation_permits(chosen: list[int], request_: dict[str, Any], limit: int) -> None:
    world = World(bundle({**library(), "policies": {"test.cedar": policy(chosen)}}))
    for api, sought in ((AuthzenApi.SEARCH_SUBJECT, "subject"), (AuthzenApi.SEARCH_RESOURCE, "resource")):
        kind = request_[sought]["type"]
        names = [name for at, name in world.policy.application.directory.rows if at == kind]  # type: ignore[union-attr]
        wanted = {name for name in names if world.decision({**request_, sought: {"type": kind, "id": name}})}
        found: list[str] = []
        page: dict[str, Any] = {"limit": limit}
        while True:
            answer = world.ask(api, {**request_, sought: {"type": kind}, "page": page})
            assert len(answer["results"]) <= limit
            found.extend(one["id"] for one in answer["results"])
            if not answer["page"]["next_token"]:
                break
            page = {"token": answer["page"]["next_token"]}
        assert found == sorted(wanted)
