"""Every row of `tests/vectors/hosts`: what a request to a host API does; and the same by every route."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.programs import HOME, WORKSPACE, World, command, rows

from mayact.core.analysis import hosts
from mayact.core.analysis.catalogue import APIS, DEFAULT_CATALOGUE, Catalogue
from mayact.core.analysis.command import Finding
from mayact.core.analysis.hosts.table import read_effects, read_operations
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.risk import judge
from mayact.core.analysis.tools import findings_of_tool
from mayact.core.model import Effect, ToolCall, Verb
from mayact.core.policy.schema import ACTIONS, FACTS

_FOLDER = Path(__file__).parent.parent / "vectors" / "hosts"
_ROWS = [json.loads(line) for line in (_FOLDER / "requests.jsonl").read_text(encoding="utf-8").splitlines()]
_CONTACT = {Verb.NET_CONNECT, Verb.NET_UPLOAD, Verb.NET_DOWNLOAD, Verb.HTTP_REQUEST}


def _effects(row: dict[str, Any], catalogue: Catalogue = DEFAULT_CATALOGUE) -> tuple[Effect, ...]:
    headers = row.get("headers", {}).items()
    body = row.get("body", "")
    found = hosts.effects_of_request(row["method"], row["url"], headers, body, catalogue=catalogue)
    return judge(found, catalogue=catalogue)


@pytest.mark.requirement("AUTHZ-4", "FLOW-5")
def test_each_request_has_exactly_these_effects() -> None:
    wrong = {json.dumps(row): found for row in _ROWS if (found := rows(_effects(row))) != row["effects"]}
    assert wrong == {}
    assert len(_ROWS) > 150


def test_every_effect_is_one_that_policy_can_read() -> None:
    for row in _ROWS:
        for effect in _effects(row):
            assert effect.kind in ACTIONS[effect.verb].kinds, row
            assert effect.facts.keys() <= {fact.name for fact in FACTS[effect.kind]}, row


@pytest.mark.parametrize("service", hosts.SERVICES.values(), ids=lambda service: service.name)
def test_a_service_is_in_the_notation(service: hosts.Service) -> None:
    for operation in read_operations(service.operations):
        assert operation.methods
    for effects in (*service.mutations.values(), service.otherwise, service.deleting):
        assert isinstance(read_effects(effects), tuple)
    assert bool(service.graphql) == bool(service.mutations)


def test_what_a_host_of_ones_own_may_speak_is_in_the_catalogue() -> None:
    assert set(hosts.SERVICES) >= APIS


@pytest.mark.parametrize(
    "text", ["POST /a", "POST a pr.open", "post /a pr.open", "POST /a unheard", "POST /{a+}/{b+} pr.open",
             "POST /a -\nPOST /a pr.open"]
)  # fmt: skip
def test_an_operation_outside_the_notation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_operations(text)


# ── one operation by every route ─────────────────────────────────────────────────────────────────────────

_API = "https://api.github.com/repos/acme/app"
_ROUTES: list[tuple[str, str, str, list[list[str]]]] = [
    ("PUT", f"{_API}/pulls/7/merge", "", [
        ["gh", "pr", "merge", "7", "-R", "acme/app"],
        ["gh", "pr", "merge", "https://github.com/acme/app/pull/7"],
        ["gh", "api", "-X", "PUT", "repos/acme/app/pulls/7/merge"],
        ["gh", "api", "--method", "PUT", "/repos/acme/app/pulls/7/merge"],
        ["curl", "-X", "PUT", f"{_API}/pulls/7/merge"],
        ["curl", "-sSL", "-XPUT", f"{_API}/pulls/7/merge", "-H", "Authorization: Bearer x"],
        ["wget", "--method=PUT", "-O", "-", f"{_API}/pulls/7/merge"],
        ["http", "PUT", f"{_API}/pulls/7/merge"],
        ["xh", "put".upper(), f"{_API}/pulls/7/merge"],
    ]),
    ("POST", f"{_API}/pulls", '{"title":"t"}', [
        ["gh", "pr", "create", "-R", "acme/app", "--title", "t"],
        ["gh", "api", "repos/acme/app/pulls", "-f", "title=t"],
        ["curl", "-d", '{"title":"t"}', f"{_API}/pulls"],
        ["curl", "--json", '{"title":"t"}', f"{_API}/pulls"],
        ["http", f"{_API}/pulls", "title=t"],
        ["wget", "--post-data", '{"title":"t"}', "-O-", f"{_API}/pulls"],
        ["hub", "pull-request", "-R", "acme/app"],
    ]),
    ("PUT", f"{_API}/actions/secrets/KEY", "{}", [
        ["gh", "secret", "set", "KEY", "--repo", "acme/app"],
        ["curl", "-X", "PUT", "-d", "{}", f"{_API}/actions/secrets/KEY"],
    ]),
    ("POST", f"{_API}/actions/workflows/ci.yml/dispatches", '{"ref":"main"}', [
        ["gh", "workflow", "run", "ci.yml", "-R", "acme/app"],
        ["curl", "-d", '{"ref":"main"}', f"{_API}/actions/workflows/ci.yml/dispatches"],
    ]),
    ("DELETE", _API, "", [
        ["gh", "repo", "delete", "acme/app"],
        ["gh", "api", "-X", "DELETE", "repos/acme/app"],
        ["curl", "-X", "DELETE", _API],
    ]),
    ("PUT", "https://gitlab.com/api/v4/projects/acme%2Fapp/merge_requests/3/merge", "", [
        ["glab", "mr", "merge", "3", "-R", "acme/app"],
        ["glab", "api", "-X", "PUT", "projects/acme%2Fapp/merge_requests/3/merge"],
        ["curl", "-X", "PUT", "https://gitlab.com/api/v4/projects/acme%2Fapp/merge_requests/3/merge"],
    ]),
]  # fmt: skip


def _meant(found: tuple[Finding, ...], catalogue: Catalogue = DEFAULT_CATALOGUE) -> set[tuple[str, str, str]]:
    effects = judge(found, catalogue=catalogue)
    return {(effect.verb.value, effect.resource, effect.kind) for effect in effects if effect.verb not in _CONTACT}


def _tool(method: str, url: str, body: str) -> tuple[Finding, ...]:
    arguments = {"method": method, "url": url, **({"body": body} if body else {})}
    call = ToolCall(tool="http", arguments=arguments, cwd=WORKSPACE, home=HOME, user="dev", chain=())
    return findings_of_tool(call, World().context(), DEFAULT_CATALOGUE.mcp)


@pytest.mark.requirement("AUTHZ-7")
@pytest.mark.parametrize(("method", "url", "body", "lines"), _ROUTES, ids=[f"{row[0]} {row[1][8:]}" for row in _ROUTES])
def test_one_operation_has_the_same_effects_and_resource_by_every_route(
    method: str, url: str, body: str, lines: list[list[str]]
) -> None:
    expected = _meant(hosts.effects_of_request(method, url, (), body))
    assert expected
    assert _meant(_tool(method, url, body)) == expected
    for line in lines:
        assert _meant(findings_of(command(line), World().context())) == expected, line


_MERGE = "mutation { mergePullRequest(input: {pullRequestId: 1}) { clientMutationId } }"


@pytest.mark.requirement("AUTHZ-7")
def test_a_mutation_is_the_same_by_every_route() -> None:
    body = json.dumps({"query": _MERGE})
    expected = {("pr.merge", "github.com/*", "system")}
    assert _meant(_tool("POST", "https://api.github.com/graphql", body)) == expected
    for line in (
        ["gh", "api", "graphql", "-f", f"query={_MERGE}"],
        ["curl", "-d", body, "https://api.github.com/graphql"],
        ["gh", "pr", "merge", "7"],
    ):
        assert _meant(findings_of(command(line), World().context())) == expected, line


@pytest.mark.requirement("AUTHZ-7")
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (f"import requests; requests.post('{_API}/pulls', json={{}})", ("pr.open", "github.com/acme/app", "system")),
        (f"import requests; requests.put('{_API}/pulls/7/merge')", ("pr.merge", "github.com/acme/app", "system")),
        (f"import httpx; httpx.post('{_API}/issues', json={{}})", ("ticket.write", "github.com/acme/app", "system")),
    ],
)
def test_code_that_asks_is_told_by_the_same_table(line: str, meant: tuple[str, str, str]) -> None:
    assert meant in _meant(findings_of(command(["python3", "-c", line]), World().context()))


@pytest.mark.requirement("AUTHZ-4")
def test_a_host_of_ones_own_speaks_the_api_that_is_listed() -> None:
    own = {"owner": "platform", "boundary": "own", "environment": "prod", "api": "github"}
    listed = Catalogue.from_json({"hosts": {"code.example.com": own}})
    found = judge(_tool("PUT", "https://code.example.com/repos/a/b/pulls/1/merge", ""), catalogue=listed)
    (merged,) = [effect for effect in found if effect.verb is Verb.PR_MERGE]
    assert merged.resource == "code.example.com/a/b"
    assert (merged.facts["owner"], merged.facts["boundary"], merged.facts["environment"]) == ("platform", "own", "prod")
    line = command(["gh", "pr", "merge", "1", "-R", "code.example.com/a/b"])
    (same,) = [e for e in judge(findings_of(line, World().context()), catalogue=listed) if e.verb is Verb.PR_MERGE]
    assert (same.resource, dict(same.facts)) == (merged.resource, dict(merged.facts))


# ── what is not known ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6")
def test_a_request_whose_address_is_not_known_is_opaque_where_it_could_change_something() -> None:
    line = command(["curl", "-X", "POST", {"unknown": "https://api.github.com/repos/"}])
    verbs = {effect.verb for effect in judge(findings_of(line, World().context()), catalogue=DEFAULT_CATALOGUE)}
    assert Verb.OPAQUE in verbs


@pytest.mark.requirement("AUTHZ-6")
def test_a_method_that_is_not_known_counts_as_every_one_that_changes() -> None:
    line = command(["curl", "-X", {"unknown": ""}, f"{_API}/pulls/7/merge"])
    assert ("pr.merge", "github.com/acme/app", "system") in _meant(findings_of(line, World().context()))


@pytest.mark.requirement("AUTHZ-6")
@given(
    st.sampled_from([row for row in _ROWS if row["effects"] and "?" not in row["url"] and "%" not in row["url"]]),
    st.sampled_from(["/", "//", "/./", "/x/../"]),
)
def test_no_spelling_of_a_path_takes_an_effect_away(row: dict[str, Any], slash: str) -> None:
    scheme, _, rest = row["url"].partition("://")
    host, _, path = rest.partition("/")
    other = {**row, "url": f"{scheme}://{host}/" + path.replace("/", slash)}
    before = {(verb, resource) for verb, resource, _ in rows(_effects(row))}
    assert before <= {(verb, resource) for verb, resource, _ in rows(_effects(other))}


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=80))
def test_hostile_requests_end_in_findings(method: str, path: str, body: str) -> None:
    for host in ("api.github.com", "gitlab.com", "slack.com", "ec2.amazonaws.com"):
        found = hosts.effects_of_request(method, f"https://{host}/{path}", (("x", body),), body)
        assert all(isinstance(finding, Finding) for finding in found)


@given(st.text(alphabet='mutaionqery{}()"$:@.!#\\ \n', max_size=80))
def test_a_document_that_names_a_mutation_is_never_a_question(text: str) -> None:
    told = hosts.graphql.meaning(f"mutation {{ merge }} {text}")
    assert not isinstance(told, hosts.graphql.Asks)
