"""Whose systems these are: hosts, repositories, databases, clusters and accounts with owner, environment, boundary
and data class.

Law: what is not listed is a third party without an owner; a listing can be incomplete, never contradictory. Matching
is by name only and ignores case, because a host or a branch that differs only in case is the same one somewhere. The
nearest listing decides: what a repository's does not state is its host's; a database is not somebody's by lying on a
listed host.
It refuses to know where the file came from and what a policy makes of it.

The JSON form (in a policy bundle under `systems`; `systems.toml` for people), every member optional, is described in
docs/systems.md. Every error names the field as a JSON pointer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from mayact.core.analysis.content.data_classes import NO_RULES, DataRules
from mayact.core.analysis.mcp.catalogue import EMPTY, McpCatalogue
from mayact.core.canonical import Json, JsonObject
from mayact.core.errors import ConfigInvalid, shown

BOUNDARIES: Final = frozenset({"own", "partner", "third-party"})
ENVIRONMENTS: Final = frozenset({"prod", "staging", "test", "dev", "local"})
APIS: Final = frozenset({"github", "gitlab", "gitea", "bitbucket-server", "jira", "jenkins", "vault", "kubernetes",
                         "docker-registry", "npm", "pypi"})  # fmt: skip
"""APIs that a host of one's own can speak (`hosts.SERVICES`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is known of one system. Empty text: not stated."""

    owner: str = ""
    environment: str = ""
    boundary: str = ""
    """Empty: third-party."""
    data_class: str = ""
    protected_branches: tuple[str, ...] = ()
    """Of a repository, in addition to the general ones: a listing can protect more, never less."""
    api: str = ""
    """Of a host: which API it speaks."""

    def over(self, wider: "Listing | None") -> "Listing":
        """This listing, with what it does not state taken from a wider one."""
        if wider is None:
            return self
        return replace(
            self,
            owner=self.owner or wider.owner,
            environment=self.environment or wider.environment,
            boundary=self.boundary or wider.boundary,
            data_class=self.data_class or wider.data_class,
        )


def _none() -> Mapping[str, Listing]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The listed systems. Keys are lower case."""

    protected_branches: tuple[str, ...]
    hosts: Mapping[str, Listing] = field(default_factory=_none)
    repositories: Mapping[str, Listing] = field(default_factory=_none)
    systems: Mapping[str, Listing] = field(default_factory=_none)
    """Databases, clusters, accounts and everything else that is administered, by the resource that effects name."""
    mcp: McpCatalogue = EMPTY
    """What the tools of MCP servers do; a file of its own (`mcp.toml`)."""
    data: DataRules = NO_RULES
    """Classes of data; a file of its own (`data.toml`)."""

    def host(self, name: str, port: str = "") -> Listing | None:
        """The listing of host `name` (with or without port), the nearest `*.` listing, or None: unlisted. A listing
        that names a port holds for that port alone, before one without."""
        plain, given = split_port(name.lower().rstrip("."))
        port = given or port
        for end in (f":{port}", "") if port else ("",):
            found = _nearest(self.hosts, plain.rstrip("."), end)
            if found is not None:
                return found
        return None

    def repository(self, name: str) -> Listing | None:
        """The listing of `HOST/PATH`, else the nearest `HOST/…/*`, else its host's; None: unlisted."""
        host = self.host(name.partition("/")[0])
        nearest = next(self._repositories(name), None)
        return host if nearest is None else nearest.over(host)

    def _repositories(self, name: str) -> Iterator[Listing]:
        plain = name.lower().removesuffix(".git").strip("/")
        if plain in self.repositories:
            yield self.repositories[plain]
        while "/" in plain:
            plain = plain.rsplit("/", 1)[0]
            if f"{plain}/*" in self.repositories:
                yield self.repositories[f"{plain}/*"]

    def system(self, name: str) -> Listing | None:
        """The listing of a `system` resource: a database `KIND:HOST[:PORT]/NAME`, a cluster `kubernetes:CONTEXT` or
        `…/NAMESPACE`, an account `aws:NAME`, a repository or host of an API; None: unlisted."""
        plain = name.lower().rstrip("/")
        for candidate in _candidates(plain):
            if candidate in self.systems:
                return self.systems[candidate]
        if ":" in plain.split("/", 1)[0]:
            return None
        return self.repository(plain) if "." in plain.split("/", 1)[0] else None

    def is_protected(self, branch: str, *, repository: str = "") -> bool:
        """Whether pushing to `branch` (short name) touches a shared branch. An unknown name ("") is."""
        if not branch:
            return True
        more = (pattern for listing in self._repositories(repository) for pattern in listing.protected_branches)
        return any(_matches(pattern.lower(), branch.lower()) for pattern in (*self.protected_branches, *more))

    @staticmethod
    def from_json(obj: JsonObject) -> "Catalogue":
        """The catalogue that `obj` describes. Raises `ConfigInvalid` for anything unknown or mistyped."""
        _closed(obj, "", {"include", "protected_branches", "data", *_TABLES})
        hosts: dict[str, Listing] = {}
        for at, name in enumerate(_texts(obj.get("include", ()), "/include")):
            if name != "well-known":
                raise ConfigInvalid(
                    f"systems include {shown(name)} is not known", hint="use `well-known`", field=f"/include/{at}"
                )
            hosts.update(_WELL_KNOWN)
        hosts.update(_listings(obj.get("hosts", {}), "hosts"))
        patterns = _texts(obj.get("protected_branches", DEFAULT_PROTECTED), "/protected_branches")
        if not patterns or not all(patterns):
            # An empty list would unprotect every branch by omission.
            raise ConfigInvalid(
                "protected_branches is empty",
                hint="leave it out to protect the usual ones",
                field="/protected_branches",
            )
        for at, pattern in enumerate(patterns):
            if not _BRANCHES.fullmatch(pattern) or pattern.startswith("refs/"):
                # It would replace the usual list and match nothing.
                raise ConfigInvalid(
                    f"protected_branches holds {shown(pattern)}, which is no name of a branch",
                    hint="write short names such as `main` or `release/*`",
                    field=f"/protected_branches/{at}",
                )
        systems: dict[str, Listing] = {}
        for table in ("databases", "clusters", "accounts", "systems"):
            for key, listing in _listings(obj.get(table, {}), table).items():
                if key in systems:
                    raise _twice(f"/{table}/{key}", key)
                systems[key] = listing
        return Catalogue(
            protected_branches=patterns,
            hosts=MappingProxyType(hosts),
            repositories=MappingProxyType(_listings(obj.get("repositories", {}), "repositories")),
            systems=MappingProxyType(systems),
            data=DataRules.from_json(obj["data"]) if "data" in obj else NO_RULES,
        )


_BRANCHES: Final = re.compile(r"[^\s\x00-\x1f\x7f~^:\\]+")  # git-check-ref-format; `*`, `?` and `[` make patterns

# ── finding the nearest listing ──────────────────────────────────────────────────────────────────────────


def split_port(name: str) -> tuple[str, str]:
    """`HOST:PORT` as host and port; an IPv6 literal keeps its colons."""
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d+))?", name)
    return (match[1], match[2] or "") if match is not None else (name, "")


def _nearest(hosts: Mapping[str, Listing], plain: str, end: str) -> Listing | None:
    if plain + end in hosts:
        return hosts[plain + end]
    while "." in plain:
        plain = plain.split(".", 1)[1]
        if f"*.{plain}{end}" in hosts:
            return hosts[f"*.{plain}{end}"]
    return None


def _candidates(name: str) -> Iterator[str]:
    """The names under which a system may be listed, nearest first. `*` stands for every name at its place."""
    yield name
    kind, colon, rest = name.partition(":")
    if not colon:
        return
    place, slash, inner = rest.partition("/")
    host, port = split_port(place)
    places = [place, *([host] if port else [])]
    labels = host
    while "." in labels:
        labels = labels.split(".", 1)[1]
        places.append(f"*.{labels}")
    for each in (*places, "*"):
        yield from (f"{kind}:{each}/{inner}",) if slash else (f"{kind}:{each}",)
        if slash:
            yield f"{kind}:{each}/*"
            if kind in _WHOLE:
                yield f"{kind}:{each}"


_WHOLE: Final = frozenset({"kubernetes"})
"""Kinds whose listing holds for every part of it: a cluster's for its namespaces. A database is listed by itself, or
by `KIND:HOST/*`: another one on the same server may be another owner's."""


def _matches(pattern: str, text: str) -> bool:
    """Whether `text` matches `pattern`, in which only `*` is special and stands for any characters."""
    head, star, rest = pattern.partition("*")
    if not star:
        return pattern == text
    if not text.startswith(head):
        return False
    text = text[len(head) :]
    parts = rest.split("*")
    for part in parts[:-1]:
        at = text.find(part)
        if at < 0:
            return False
        text = text[at + len(part) :]
    return text.endswith(parts[-1])


# ── reading the file ─────────────────────────────────────────────────────────────────────────────────────

_HOST_NAME: Final = re.compile(r"(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_-]+(?::\d{1,5})?")
_LITERAL: Final = re.compile(r"\[[0-9a-f:.]+\](?::\d{1,5})?")
_DATABASE: Final = re.compile(r"[a-z][a-z0-9-]*:[^\s]+")
_ACCOUNT: Final = re.compile(r"(?:aws|gcloud|az|[a-z][a-z0-9-]*):[^\s/:]+")
_CLUSTER: Final = re.compile(r"[^\s/]+(?:/[^\s/]+)?|arn:[^\s]+")
_REPOSITORY: Final = re.compile(r"[^\s/:@]+\.[^\s/:@]+(?:/[^\s/*]+)*/(?:[^\s/*]+|\*)|[^\s/:@]+(?:/[^\s/*]+)+")

_TABLES: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "hosts": (_HOST_NAME, "write `git.example.com`, `git.example.com:8443` or `*.example.com`, without `https://`"),
    "repositories": (_REPOSITORY, "write `git.example.com/team/app` or `git.example.com/team/*`"),
    "databases": (_DATABASE, "write `postgres:db.example.com/orders`, `postgres:db.example.com/*` or `sqlite:/path`"),
    "clusters": (_CLUSTER, "write the name of the context, or `CONTEXT/NAMESPACE`"),
    "accounts": (_ACCOUNT, "write `aws:PROFILE`, `gcloud:PROJECT` or `az:SUBSCRIPTION`"),
    "systems": (re.compile(r"\S+"), "write the resource as effects name it, without blanks"),
}
"""What a name of each table looks like, and what to say of one that does not."""

_PREFIX: Final = {"clusters": "kubernetes:"}


def _closed(value: Json, where: str, allowed: set[str]) -> JsonObject:
    place = where or "systems"
    if not isinstance(value, Mapping):
        raise ConfigInvalid(f"{place} is not a table", hint="write it as a table of names", field=where)
    for key in value:
        if key not in allowed:
            known = ", ".join(sorted(allowed))
            raise ConfigInvalid(
                f"{place} has an unknown key {shown(key)}", hint=f"known: {known}", field=f"{where}/{_pointer(key)}"
            )
    return value


def _pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")  # RFC 6901, section 3


def _texts(value: Json, where: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ConfigInvalid(f"{where} is not a list", hint="write a list of texts", field=where)
    found = []
    for item in value:
        if not isinstance(item, str):
            raise ConfigInvalid(f"{where} holds something that is not text", hint="write a list of texts", field=where)
        found.append(item)
    return tuple(found)


def _twice(where: str, name: str) -> ConfigInvalid:
    return ConfigInvalid(f"{where} names {shown(name)} twice or not at all", hint="name each once", field=where)


def _listings(value: Json, table: str) -> dict[str, Listing]:
    if not isinstance(value, Mapping):
        raise ConfigInvalid(f"/{table} is not a table", hint="write it as a table of names", field=f"/{table}")
    found: dict[str, Listing] = {}
    for name, entry in value.items():
        where = f"/{table}/{_pointer(name)}"
        listing, aliases = _listing(entry, where=where, table=table)
        for each in (name, *aliases):
            key = _key(each, table, where)
            if key in found:
                raise _twice(where, each)
            found[key] = listing
    return found


def _key(name: str, table: str, where: str) -> str:
    key = name.lower().rstrip(".").strip("/")
    key = key.removesuffix(".git") if table == "repositories" else key
    if not key:
        raise _twice(where, name)
    shape, hint = _TABLES[table]
    fits = shape.fullmatch(key) or (table == "hosts" and _LITERAL.fullmatch(key))
    if not fits or (table == "hosts" and _is_too_wide(key)):
        raise ConfigInvalid(f"{where} is not a name of this table: {shown(name)}", hint=hint, field=where)
    return _PREFIX.get(table, "") + key


_PRIVATE_ENDINGS: Final = frozenset(
    {"internal", "local", "lan", "corp", "home", "intranet", "localhost", "test", "svc"}
)


def _is_too_wide(name: str) -> bool:
    """`*.com` would list the hosts of everybody."""
    star, _, rest = name.partition(".")
    return star == "*" and "." not in rest and split_port(rest)[0] not in _PRIVATE_ENDINGS


def _listing(value: Json, *, where: str, table: str) -> tuple[Listing, tuple[str, ...]]:
    keys = {"owner", "environment", "boundary", "data_class", "aliases"}
    keys |= {"protected_branches"} if table == "repositories" else {"api"} if table == "hosts" else set()
    entry = _closed(value, where, keys)
    texts: dict[str, str] = {}
    for key in ("owner", "environment", "boundary", "data_class", "api"):
        text = entry.get(key, "")
        if not isinstance(text, str):
            raise ConfigInvalid(f"{where}/{key} is not text", hint="write a text", field=f"{where}/{key}")
        texts[key] = text
    for key, allowed in (("boundary", BOUNDARIES), ("environment", ENVIRONMENTS), ("api", APIS)):
        if texts[key] and texts[key] not in allowed:
            hint = "use one of " + ", ".join(sorted(allowed))
            raise ConfigInvalid(f"{where}/{key} {shown(texts[key])} is not known", hint=hint, field=f"{where}/{key}")
    listing = Listing(
        **texts, protected_branches=_texts(entry.get("protected_branches", ()), f"{where}/protected_branches")
    )
    return listing, _texts(entry.get("aliases", ()), f"{where}/aliases")


DEFAULT_PROTECTED: Final = ("main", "master", "trunk", "production", "prod", "release/*", "stable")
"""The branch names that hosts and teams commonly protect."""

_CODE_HOSTS: Final = (
    "github.com",
    "api.github.com",
    "codeload.github.com",
    "raw.githubusercontent.com",
    "objects.githubusercontent.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "git.sr.ht",
    "dev.azure.com",
)
_PACKAGE_REGISTRIES: Final = (
    "pypi.org",
    "files.pythonhosted.org",
    "registry.npmjs.org",
    "registry.yarnpkg.com",
    "crates.io",
    "index.crates.io",
    "static.crates.io",
    "proxy.golang.org",
    "sum.golang.org",
    "rubygems.org",
    "repo.maven.apache.org",
    "repo1.maven.org",
    "plugins.gradle.org",
    "deb.debian.org",
    "security.debian.org",
    "archive.ubuntu.com",
    "security.ubuntu.com",
    "formulae.brew.sh",
    "ghcr.io",
    "registry-1.docker.io",
    "docker.io",
    "auth.docker.io",
)

_WELL_KNOWN: Final[Mapping[str, Listing]] = MappingProxyType(
    {
        **{name: Listing(data_class="source") for name in _CODE_HOSTS},
        **{name: Listing(data_class="packages") for name in _PACKAGE_REGISTRIES},
    }
)

DEFAULT_CATALOGUE: Final = Catalogue(protected_branches=DEFAULT_PROTECTED, hosts=_WELL_KNOWN)
"""What holds where no policy lists anything: well-known code hosts and registries are listed third parties."""
