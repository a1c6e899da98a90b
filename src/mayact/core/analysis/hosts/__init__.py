"""What a request to a host API does: one catalogue for `gh`, `curl`, the `http` tool, MCP tools and code.

Law: the same operation has the same effects and resource by every route. Effects are added to those of the contact,
never taken from them; an operation that could be one of several has the effects of each, and one that cannot be told on
a service of the catalogue is opaque where it could change something.
It refuses to know how a request came about.

    effects_of_request("PUT", "https://api.github.com/repos/a/b/pulls/1/merge")   → pr.merge on github.com/a/b
    effects_of_operation("github", "PUT", "/repos/a/b/pulls/1/merge")             the same, for clients of one service
    requested(finding, catalogue)                                                 what `http.contacting` left to be told
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, assert_never
from urllib.parse import parse_qsl, unquote

from mayact.core.analysis.addresses import is_local
from mayact.core.analysis.catalogue import Catalogue
from mayact.core.analysis.command import Finding, opaque
from mayact.core.analysis.hosts import amazon, code_hosts, graphql, platforms, trackers
from mayact.core.analysis.hosts.table import (
    NAMING,
    SAFE,
    Operation,
    Outcome,
    Service,
    matching,
    read_effects,
    read_operations,
)
from mayact.core.analysis.http import parse_url
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

SERVICES: Final[Mapping[str, Service]] = {
    service.name: service for service in (*code_hosts.SERVICES, *trackers.SERVICES, *platforms.SERVICES)
}

_OVERRIDES: Final = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})
"""Headers that frameworks read as the real method of a POST (Rack::MethodOverride, Spring, ASP.NET)."""

_MAX_BODY: Final = 65_536
"""Longer bodies are not looked into: their members count as not known."""

_MAX_PATH: Final = 8_192
"""Longer than what servers take: most stop at 8 KiB for the whole first line."""

Fields = Mapping[str, str] | None
"""Members of a query or body as text; None: not known."""


@cache
def _public() -> tuple[Mapping[str, Service], tuple[tuple[str, Service], ...]]:
    """The services by exact host, and those of `*.` names, longest first."""
    exact = {host: service for service in SERVICES.values() for host in service.hosts if not host.startswith("*.")}
    stars = [(host[1:], service) for service in SERVICES.values() for host in service.hosts if host.startswith("*.")]
    return exact, tuple(sorted(stars, key=lambda item: -len(item[0])))


def services_of(host: str, path: str, catalogue: Catalogue | None = None) -> tuple[Service, ...]:
    """Whose API `path` on `host` is. Several: a listing names one and the path looks like another."""
    exact, stars = _public()
    if host in exact:
        return (exact[host],)
    found: list[Service] = [next(service for end, service in stars if host.endswith(end))] if any(
        host.endswith(end) for end, _ in stars
    ) else []  # fmt: skip
    listing = catalogue.host(host) if catalogue is not None and host else None
    if listing is not None and listing.api in SERVICES:
        found.append(SERVICES[listing.api])
    if not found:
        readings = ["/" + "/".join(reading).lower() for reading in _paths(path[:_MAX_PATH])]
        for service in SERVICES.values():
            if service.marks and any(f"{text}/".startswith(service.marks) for text in readings):
                found.append(service)
    return tuple({service.name: service for service in found}.values())


def effects_of_request(
    method: str,
    url: str,
    headers: Iterable[tuple[str, str | None]] = (),
    body: str | None = "",
    *,
    catalogue: Catalogue | None = None,
    because: str = "",
) -> tuple[Finding, ...]:
    """What the request does beyond contacting its host. `method` "": not known, one that changes; `body` None: not
    known, "": none; a header's value None: not known."""
    target = parse_url(url, scheme="https")
    if not target.host:
        return ()
    pairs = tuple((name.strip().lower().replace("_", "-"), value) for name, value in headers)
    given = dict(pairs)
    query = _form(target.search)
    fields = _fields(body, query)
    found: list[Finding] = []
    for asked in _methods(method, pairs, fields):
        if amazon.is_amazon(target.host) and "eks" not in target.host.split("."):
            notation = amazon.effects(asked, target.host, target.search, fields, given.get("x-amz-target"))
            outcomes = read_effects(notation)
            found.extend(_findings(outcomes, {}, fields, _Where("amazonaws.com", target.local, asked, because)))
            continue
        for service in services_of(target.host, target.path, catalogue):
            where = _Where(service.home if target.host in service.hosts else "", target.local, asked, because)
            where = where if where.home else _Where(target.resource, target.local, asked, because)
            found.extend(_operations(service, asked, target.path, fields, where))
    return _distinct(found)


def effects_of_operation(
    service: str, method: str, path: str, *, fields: Fields = None, host: str = "", because: str = ""
) -> tuple[Finding, ...]:
    """The same for a client that knows its service. `path` comes without the service's base; `host` is a self-hosted
    one; a segment `*` is not known."""
    entry = SERVICES[service]
    home = entry.home if not host or host in entry.hosts or host == entry.home else host
    where = _Where(home, is_local(home), method, because)
    return _distinct(_operations(entry, method, path, fields, where, stripped=True))


def effects_of_graphql(service: str, document: str | None, *, host: str = "", because: str = "") -> tuple[Finding, ...]:
    """What a GraphQL document does on `service`; None: not known."""
    entry = SERVICES[service]
    home = entry.home if not host or host in entry.hosts else host
    return _mutations(entry, document, None, _Where(home, is_local(home), "POST", because))


def requested(finding: Finding, catalogue: Catalogue) -> Iterator[Finding]:
    """The finding of a contact without what was kept of its request, and the effects of that request, which the same
    part of the command causes."""
    request = finding.facts.get("_request")
    if not isinstance(request, Mapping):
        yield finding
        return
    yield replace(finding, facts={key: value for key, value in finding.facts.items() if key != "_request"})
    for item in _told(request, finding, catalogue):
        yield replace(item, span=finding.span)


def _told(request: Mapping[str, Json], finding: Finding, catalogue: Catalogue) -> Iterator[Finding]:
    method, url, body = str(request["method"]), request["url"], request["body"]
    host = str(finding.facts.get("host", ""))
    if not isinstance(url, str):
        path = str(request.get("path", ""))
        if method not in SAFE and host and (services_of(host, path, catalogue) or amazon.is_amazon(host)):
            yield opaque(f"which operation of {shown(host)} is asked for is not known", text=finding.because)
        return
    pairs = [(str(name), None if value is None else str(value)) for name, value in _pairs(request["headers"])]
    text = body if isinstance(body, str) else None
    yield from effects_of_request(method, url, pairs, text, catalogue=catalogue, because=finding.because)


def _pairs(headers: Json) -> Iterator[tuple[Json, Json]]:
    if isinstance(headers, list | tuple):
        for item in headers:
            if isinstance(item, list | tuple) and len(item) == 2:
                yield item[0], item[1]


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    found: dict[str, Finding] = {}
    for item in findings:
        found.setdefault(repr((item.verb, item.kind, item.resource, sorted(item.facts.items()))), item)
    return tuple(found.values())


# ── reading the request ──────────────────────────────────────────────────────────────────────────────────


def _methods(method: str, headers: Iterable[tuple[str, str | None]], fields: Fields) -> tuple[str, ...]:
    """The method, and what a server may take it for: of a header that comes twice, either."""
    given = method.upper()
    found = [given]
    for name, value in headers:
        if name in _OVERRIDES:
            found.append((value or "").strip().upper())
    if given not in SAFE and fields is not None and "_method" in fields:
        found.append(fields["_method"].upper())
    return tuple(dict.fromkeys(found))


def _form(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text[:_MAX_BODY], keep_blank_values=True, max_num_fields=1_000))
    except ValueError:
        return {}


def _fields(body: str | None, query: Mapping[str, str]) -> Fields:
    """Members of the body (JSON or a form) joined by those of the query, which many servers read as the same. Not known
    where one stands there twice, in any case: which of them counts differs from server to server."""
    if body is None or len(body) > _MAX_BODY:
        return None
    text = body.strip()
    if not text:
        return query
    try:
        value = json.loads(text, object_pairs_hook=_Members)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, _Members):
        pairs = [(key, item if isinstance(item, str) else json.dumps(item)) for key, item in value.pairs]
        return _joined(query, pairs)
    if not re.fullmatch(r"[^\s{}\[\]<>]+", text) or "=" not in text:
        return None
    try:
        return _joined(query, parse_qsl(text, keep_blank_values=True, max_num_fields=1_000)) or None
    except ValueError:
        return None


class _Members(dict[str, Any]):
    """A JSON object, with its members as they stand there."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _joined(query: Mapping[str, str], pairs: list[tuple[str, str]]) -> Fields:
    names = [name.casefold() for name, _ in pairs]
    differing = any(name in query and query[name] != value for name, value in pairs)
    if len(names) != len(set(names)) or differing:
        return None
    return {**query, **dict(pairs)}


def members(text: str) -> Fields:
    """The members of a body; None: not known."""
    return _fields(text, {})


def _paths(path: str) -> tuple[tuple[str, ...], ...]:
    """The segments of a path by each reading that a server may have, the usual one first: escapes undone after it is
    cut or before; an ending such as `.json` as part of the name or as the format that is wanted."""
    found = []
    for text, escaped in ((path, True), (unquote(path), False)):
        segments: list[str] = []
        for segment in text.split("/"):
            plain = unquote(segment) if escaped else segment
            if plain == "..":
                segments = segments[:-1]
            elif plain not in ("", "."):
                segments.append(plain)
        found.append(tuple(segments))
        if segments and segments[-1].lower().endswith((".json", ".xml", ".txt")):
            found.append((*segments[:-1], segments[-1].rpartition(".")[0]))
    return tuple(dict.fromkeys(found))


# ── from operation to findings ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Where:
    """Where an operation takes place."""

    home: str
    local: bool
    method: str
    because: str


_WITH_SLASH: Final = frozenset({"project", "group", "package", "path", "ref", "branch", "tag", "key", "token", "rest"})
"""Variables whose value may hold an escaped `/`: paths of projects and files, names of refs."""


def _operations(
    service: Service, method: str, path: str, fields: Fields, where: _Where, *, stripped: bool = False
) -> Iterator[Finding]:
    """The findings by every reading of the path, up to one that leaves nothing to read otherwise."""
    if len(path) > _MAX_PATH:
        yield opaque(f"an address of {shown(where.home)} is too long to be looked at", text=where.because)
        return
    any_line, settled = False, False
    last: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    for reading in _paths(path):
        if settled and reading[:-1] != before[:-1]:
            return
        before = reading
        inner = reading if stripped else _below(service, reading)
        if inner is None:
            continue
        last = inner
        if "/" + "/".join(inner).lower() in service.graphql:
            yield from _mutations(service, None if fields is None else fields.get("query"), fields, where)
            return
        for operation, variables in matching(read_operations(service.operations), method, inner):
            any_line = True
            yield from _findings(operation.outcomes, variables, fields, where, operation=operation)
            slashed = {name for name, value in variables.items() if "/" in value}
            settled = bool(method) and slashed <= _WITH_SLASH
    if last and not any_line and method not in SAFE:
        rest = service.deleting if method == "DELETE" else service.otherwise
        yield from _findings(read_effects(rest), _named(last), fields, where)


def _named(path: tuple[str, ...]) -> dict[str, str]:
    """Whose thing an operation without a line is about, where its path begins as usual."""
    return {"owner": path[1], "repo": path[2]} if len(path) > 2 and path[0] == "repos" else {}


def _below(service: Service, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """`path` without the service's base; None: it lies elsewhere."""
    for base in sorted(service.bases, key=len, reverse=True):
        parts = tuple(base.strip("/").split("/")) if base else ()
        if tuple(segment.lower() for segment in path[: len(parts)]) == parts:
            return _by_name(service, path[len(parts) :])
    return None


def _by_name(service: Service, path: tuple[str, ...]) -> tuple[str, ...]:
    """GitHub takes `/repositories/{id}/…` for `/repos/{owner}/{repo}/…`; whose it is, the number does not tell."""
    if service.name == "github" and len(path) > 1 and path[0].lower() == "repositories":
        return ("repos", "*", "*", *path[2:])
    return path


def _mutations(service: Service, document: str | None, fields: Fields, where: _Where) -> tuple[Finding, ...]:
    if document is None:
        if fields is not None and not fields and where.method in SAFE:
            return ()
        return (
            opaque(f"which GraphQL operation of {shown(where.home)} is asked for is not known", text=where.because),
        )
    told = graphql.meaning(document)
    match told:
        case graphql.Asks():
            return ()
        case graphql.NotUnderstood():
            return (opaque("a GraphQL document is not understood", text=where.because),)
        case graphql.Changes(names):
            found: list[Finding] = []
            for name in names:
                effects = service.mutations.get(name, service.mutations.get("*", "opaque"))
                found.extend(_findings(read_effects(effects), {}, None, where, label=f"mutation {name}"))
            return _distinct(found)
        case _:
            assert_never(told)


def _findings(
    outcomes: tuple[Outcome, ...],
    variables: Mapping[str, str],
    fields: Fields,
    where: _Where,
    *,
    operation: Operation | None = None,
    label: str = "",
) -> tuple[Finding, ...]:
    found: list[Finding] = []
    resource = _resource(where.home, variables, anywhere=bool(label))
    for outcome in outcomes:
        if outcome.members and fields is not None and not outcome.members & fields.keys():
            continue
        match outcome.verb:
            case Verb.OPAQUE:
                found.append(opaque(f"an operation of {shown(where.home)} runs what is not known", text=where.because))
            case Verb.SECRET_READ:
                facts: dict[str, Json] = {"class": "token"}
                found.append(_finding(outcome.verb, "thing", resource, facts, where))
            case Verb.GIT_PUSH:
                found.extend(_pushes(resource, variables, fields, where, deletes=outcome.destroys))
            case Verb.GIT_FORCE_PUSH:
                found.append(_finding(outcome.verb, "ref", f"https://{resource}:*", {"host": where.home}, where))
            case _:
                facts = {
                    "operation": label or (operation.template if operation is not None else ""),
                    "local": where.local,
                }
                if outcome.destroys:
                    facts["_destroys"] = True
                found.append(_finding(outcome.verb, "system", resource, facts, where))
    return tuple(found)


def _finding(verb: Verb, kind: str, resource: str, facts: dict[str, Json], where: _Where) -> Finding:
    return Finding(verb=verb, kind=kind, resource=resource, facts=facts, because=where.because)  # type: ignore[arg-type]


_PLAIN_NAME: Final = re.compile(r"[\w.@~-]+(?:/[\w.@~-]+)*", re.ASCII)


def _resource(home: str, variables: Mapping[str, str], *, anywhere: bool) -> str:
    """`HOST/OWNER/REPO`, lower case; `*` where a part is not known; the host alone where nothing is named."""
    names = [value for name, value in variables.items() if name in NAMING]
    if anywhere or any(not _PLAIN_NAME.fullmatch(name) for name in names):
        return f"{home}/*"
    return "/".join((home, *names)).lower()


def _pushes(
    resource: str, variables: Mapping[str, str], fields: Fields, where: _Where, *, deletes: bool
) -> tuple[Finding, ...]:
    """A commit or a branch that is made, moved or removed through the API instead of by `git push`."""
    named = variables.get("ref") or variables.get("branch") or ""
    given = fields or {}
    for name in ("branch", "new_branch_name", "new_branch", "name", "ref", "branch_name", "tag_name"):
        named = named or given.get(name, "")
    ref = re.sub(r"^(refs/)?(heads|tags)/", "", named)
    ref = ref if _PLAIN_NAME.fullmatch(ref) else ""
    # Only a ref that is moved can lose commits; whether it may is in the body.
    moved = fields is None and "ref" in variables
    forced = deletes or moved or given.get("force", "false").lower() not in ("false", "0", "")
    url = f"https://{resource}"
    facts: dict[str, Json] = {
        "remote": url,
        "url": url,
        "host": where.home.split("/")[0],
        "configured": False,
        "ref": ref,
        "force": forced,
        "delete": deletes,
        "local": where.local,
    }
    verbs = (Verb.GIT_PUSH, Verb.GIT_FORCE_PUSH) if forced else (Verb.GIT_PUSH,)
    return tuple(_finding(verb, "ref", f"{url}:{ref or '*'}", facts, where) for verb in verbs)
