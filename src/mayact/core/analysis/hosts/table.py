"""How an operation of a host API is written down and found: one line from method and path to effects.

Law: a table is data. The first line that fits decides; a path that two servers could read differently fits every line
that any reading of it fits. What no line fits and changes something is what the service's `otherwise` says.

    POST      /repos/{owner}/{repo}/pulls                 pr.open
    PUT|PATCH /repos/{owner}/{repo}/contents/{path+}      git.push
    *         /chat.postMessage                           message.send

A line that ends in a comma goes on in the next. A method `*` is any, `+` any that changes (all but GET, HEAD, OPTIONS).
`{name}` is one segment, `{name+}` one or more.
Effects are verbs: `cloud.admin!` destroys; `secret.read`; `iam.change?visibility,private` only where the body has one
of these members, or is not known; `-` nothing beyond the contact itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from mayact.core.model import Verb

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, section 9.2.1

NAMING: Final = ("owner", "repo", "project", "workspace", "org", "group", "namespace", "package")
"""Variables of a path that say whose the thing is, in the order in which they appear in it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One effect of an operation."""

    verb: Verb
    destroys: bool = False
    members: frozenset[str] = frozenset()
    """Members of the body of which one must be there, or not be known to be absent. Empty: always."""


@dataclass(frozen=True, slots=True)
class Operation:
    methods: frozenset[str]
    segments: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    template: str
    """`METHOD /path/{name}`, for people and policy."""

    def allows(self, method: str) -> bool:
        """Whether `method` (upper case; empty: not known, but one that changes) is one of this line's."""
        if "*" in self.methods:
            return True
        if not method:
            return bool(self.methods - SAFE)
        return method in self.methods or ("+" in self.methods and method not in SAFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One API. `hosts` are its public ones; a name may begin with `*.`."""

    name: str
    """How systems.toml names it (`api = "github"`)."""
    home: str
    """The host that its resources are named after; empty: the host that was asked."""
    hosts: tuple[str, ...] = ()
    bases: tuple[str, ...] = ("",)
    """What its paths begin with; the longest that fits is dropped."""
    marks: tuple[str, ...] = ()
    """Beginnings of paths that tell this API on any host."""
    operations: str = ""
    mutations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Effects of GraphQL mutations by name; `*`: of every other one. Empty: it has no GraphQL."""
    graphql: tuple[str, ...] = ()
    """Paths, after the base, that take GraphQL."""
    otherwise: str = "-"
    """Of an operation that changes and has no line."""
    deleting: str = "-"
    """Of a DELETE that has no line."""


_EFFECT: Final = re.compile(r"(?P<verb>[a-z]+(?:\.[a-z_]+)?)(?P<destroys>!)?(?:\?(?P<members>[\w,]+))?")


@cache
def read_effects(text: str) -> tuple[Outcome, ...]:
    """The effects that `text` names. Raises `ValueError` for what is not in the notation."""
    found = []
    for token in text.split():
        if token == "-":  # noqa: S105  # the notation's own word for nothing
            continue
        match = _EFFECT.fullmatch(token)
        if match is None:
            raise ValueError(f"effect `{token}` is not in the notation")
        members = frozenset((match["members"] or "").split(",")) - {""}
        found.append(Outcome(Verb(match["verb"]), bool(match["destroys"]), members))
    if not text.split():
        raise ValueError("an operation names no effect; write `-` for none")
    return tuple(found)


@cache
def read_operations(text: str) -> tuple[Operation, ...]:
    """The lines of a table. Raises `ValueError` for what is not in the notation or named twice."""
    found: list[Operation] = []
    seen: set[tuple[str, str]] = set()
    for line in filter(None, (line.strip() for line in re.sub(r",\s*\n\s*", ",", text).splitlines())):
        methods, path, effects = line.split(maxsplit=2)
        if not path.startswith("/") or not re.fullmatch(r"[A-Z|*+]+", methods):
            raise ValueError(f"operation `{line}` is not in the notation")
        for method in methods.split("|"):
            if (method, path) in seen:
                raise ValueError(f"operation `{method} {path}` is named twice")
            seen.add((method, path))
        segments = tuple(path.strip("/").split("/")) if path != "/" else ()
        if sum("+}" in segment for segment in segments) > 1:
            raise ValueError(f"operation `{line}` has two open ends")
        found.append(Operation(frozenset(methods.split("|")), segments, read_effects(effects), f"{methods} {path}"))
    return tuple(found)


_VARIABLE: Final = re.compile(r"(?P<head>[^{]*)\{(?P<name>\w+)(?P<open>\+)?\}(?P<tail>.*)")


def fits(operation: Operation, path: tuple[str, ...]) -> dict[str, str] | None:
    """The variables of `path` (its segments, decoded) where the operation's path fits it; None: it does not."""
    pattern = operation.segments
    at = next((place for place, segment in enumerate(pattern) if "+}" in segment), None)
    if at is not None:
        after = len(pattern) - at - 1
        if len(path) < len(pattern):
            return None
        middle = "/".join(path[at : len(path) - after])
        path = (*path[:at], middle, *path[len(path) - after :])
    if len(path) != len(pattern):
        return None
    found: dict[str, str] = {}
    for wanted, given in zip(pattern, path, strict=True):
        match = _VARIABLE.fullmatch(wanted)
        if match is None:
            if wanted.lower() != given.lower():
                return None
            continue
        head, tail = match["head"].lower(), match["tail"].lower()  # `bot{token}`, `{name+}:setIamPolicy`
        if not given.lower().startswith(head) or not given.lower().endswith(tail):
            return None
        if len(given) <= len(head) + len(tail):
            return None
        found[match["name"]] = given[len(head) : len(given) - len(tail)]
    return found


def matching(
    operations: tuple[Operation, ...], method: str, path: tuple[str, ...]
) -> Iterator[tuple[Operation, dict[str, str]]]:
    """The line that decides; every line that fits, where the method is not known."""
    for operation in operations:
        if operation.allows(method):
            found = fits(operation, path)
            if found is not None:
                yield operation, found
                if method:
                    return
