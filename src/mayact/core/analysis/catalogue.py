"""Whose systems these are: hosts, repositories and other systems with owner, environment, boundary and data class.

Law: what is not listed is a third party without an owner; a listing can be incomplete, never contradictory. Matching
is by name only and ignores case, because a host or a branch that differs only in case is the same one somewhere.
It refuses to know where the file came from and what a policy makes of it.

The JSON form (in a policy bundle under `systems`; `systems.toml` for people), every member optional:

    {"include": ["well-known"],                      lists that ship with mayact
     "protected_branches": ["main", "release/*"],    replaces the built-in list; empty is refused
     "hosts": {"git.example.com": {"owner": …, "environment": …, "boundary": …, "data_class": …}},
     "repositories": {"git.example.com/team/app": {… , "protected_branches": ["deploy"]}},
     "systems": {"postgres:orders": {…}},
     "data": {"customer": {…}}}                      classes of data (`data_classes`; `data.toml` for people)

A host name may start with `*.`, which stands for every name below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from mayact.core.analysis.data_classes import NO_RULES, DataRules
from mayact.core.analysis.mcp_catalogue import EMPTY, McpCatalogue
from mayact.core.canonical import Json, JsonObject
from mayact.core.errors import ConfigInvalid, shown

BOUNDARIES: Final = frozenset({"own", "partner", "third-party"})
ENVIRONMENTS: Final = frozenset({"prod", "staging", "test", "dev", "local"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is known of one system. Empty text: not stated."""

    owner: str = ""
    environment: str = ""
    boundary: str = "third-party"
    data_class: str = ""
    protected_branches: tuple[str, ...] = ()
    """Of a repository, in addition to the general ones: a listing can protect more, never less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The listed systems. Keys are lower case."""

    protected_branches: tuple[str, ...]
    hosts: Mapping[str, Listing] = field(default_factory=lambda: MappingProxyType({}))
    repositories: Mapping[str, Listing] = field(default_factory=lambda: MappingProxyType({}))
    systems: Mapping[str, Listing] = field(default_factory=lambda: MappingProxyType({}))
    mcp: McpCatalogue = EMPTY
    """What the tools of MCP servers do; a file of its own (`mcp.toml`)."""
    data: DataRules = NO_RULES

    def host(self, name: str) -> Listing | None:
        """The listing of host `name` (with or without port), the nearest `*.` listing, or None: unlisted."""
        plain = name.lower().rstrip(".")
        if not plain.startswith("["):  # an IPv6 literal keeps its colons
            plain = plain.split(":", 1)[0]
        if plain in self.hosts:
            return self.hosts[plain]
        while "." in plain:
            plain = plain.split(".", 1)[1]
            if f"*.{plain}" in self.hosts:
                return self.hosts[f"*.{plain}"]
        return None

    def repository(self, name: str) -> Listing | None:
        """The listing of `HOST/PATH`, or None."""
        return self.repositories.get(name.lower().removesuffix(".git").strip("/"))

    def system(self, name: str) -> Listing | None:
        """The listing of a `system` resource, or None."""
        return self.systems.get(name.lower())

    def is_protected(self, branch: str, *, repository: str = "") -> bool:
        """Whether pushing to `branch` (short name) touches a shared branch. An unknown name ("") is."""
        if not branch:
            return True
        listing = self.repository(repository) if repository else None
        patterns = (*self.protected_branches, *(listing.protected_branches if listing else ()))
        return any(_matches(pattern.lower(), branch.lower()) for pattern in patterns)

    @staticmethod
    def from_json(obj: JsonObject) -> "Catalogue":
        """The catalogue that `obj` describes. Raises `ConfigInvalid` for anything unknown or mistyped."""
        _closed(obj, "systems", {"include", "protected_branches", "hosts", "repositories", "systems", "data"})
        hosts: dict[str, Listing] = {}
        for name in _texts(obj.get("include", ()), "include"):
            if name != "well-known":
                raise ConfigInvalid(
                    f"systems include {shown(name)} is not known", hint="use `well-known`", field="/include"
                )
            hosts.update(_WELL_KNOWN)
        hosts.update(_listings(obj.get("hosts", {}), "hosts"))
        patterns = _texts(obj.get("protected_branches", DEFAULT_PROTECTED), "protected_branches")
        if not patterns or not all(patterns):
            # An empty list would unprotect every branch by omission.
            raise ConfigInvalid(
                "protected_branches is empty",
                hint="leave it out to protect the usual ones",
                field="/protected_branches",
            )
        return Catalogue(
            protected_branches=patterns,
            hosts=MappingProxyType(hosts),
            repositories=MappingProxyType(_listings(obj.get("repositories", {}), "repositories")),
            systems=MappingProxyType(_listings(obj.get("systems", {}), "systems")),
            data=DataRules.from_json(obj["data"]) if "data" in obj else NO_RULES,
        )


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


def _closed(value: Json, where: str, allowed: set[str]) -> JsonObject:
    if not isinstance(value, Mapping):
        raise ConfigInvalid(f"{where} is not a table", hint="write it as a table of names", field=where)
    for key in value:
        if key not in allowed:
            known = ", ".join(sorted(allowed))
            raise ConfigInvalid(f"{where} has an unknown key {shown(key)}", hint=f"known: {known}", field=where)
    return value


def _texts(value: Json, where: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ConfigInvalid(f"{where} is not a list", hint="write a list of texts", field=where)
    found = []
    for item in value:
        if not isinstance(item, str):
            raise ConfigInvalid(f"{where} holds something that is not text", hint="write a list of texts", field=where)
        found.append(item)
    return tuple(found)


def _listings(value: Json, where: str) -> dict[str, Listing]:
    if not isinstance(value, Mapping):
        raise ConfigInvalid(f"{where} is not a table", hint="write it as a table of names", field=where)
    found: dict[str, Listing] = {}
    for name, entry in value.items():
        key = name.lower().rstrip(".").removesuffix(".git").strip("/")
        if not key or key in found:
            raise ConfigInvalid(f"{where} names {shown(name)} twice or not at all", hint="name each once", field=where)
        found[key] = _listing(entry, where=f"{where}.{name}", repository=where == "repositories")
    return found


def _listing(value: Json, *, where: str, repository: bool) -> Listing:
    keys = {"owner", "environment", "boundary", "data_class"} | ({"protected_branches"} if repository else set())
    entry = _closed(value, where, keys)
    texts: dict[str, str] = {}
    for key in ("owner", "environment", "boundary", "data_class"):
        text = entry.get(key, "third-party" if key == "boundary" else "")
        if not isinstance(text, str):
            raise ConfigInvalid(f"{where}.{key} is not text", hint="write a text", field=where)
        texts[key] = text
    if texts["boundary"] not in BOUNDARIES:
        hint = "use one of " + ", ".join(sorted(BOUNDARIES))
        raise ConfigInvalid(f"{where}.boundary {shown(texts['boundary'])} is not known", hint=hint, field=where)
    if texts["environment"] and texts["environment"] not in ENVIRONMENTS:
        hint = "use one of " + ", ".join(sorted(ENVIRONMENTS))
        raise ConfigInvalid(f"{where}.environment {shown(texts['environment'])} is not known", hint=hint, field=where)
    return Listing(
        owner=texts["owner"],
        environment=texts["environment"],
        boundary=texts["boundary"],
        data_class=texts["data_class"],
        protected_branches=_texts(entry.get("protected_branches", ()), f"{where}.protected_branches"),
    )


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
