"""Where a path points: text to absolute, normalised path, and what kind of place that is.

Law: a path is judged only after `..`, `.` and doubled slashes are gone, and never by its spelling: names are compared
folded (`folding`), because `.ENV` is `.env` on some file systems. Links are not known here (`RealPath` is asked
elsewhere). What cannot be placed has no area and no kind, which is the worst case.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

from mayact.core.analysis.command import Known, Pattern, SimpleCommand, Unknown, Word
from mayact.core.analysis.places.folding import folded
from mayact.core.analysis.places.path_tables import (
    AGENT_DIRECTORIES,
    AGENT_FILES,
    ANCHORED_KINDS,
    CODE_SUFFIXES,
    CONFIG_SUFFIXES,
    DATABASE_SUFFIXES,
    GUARD_ROOTS,
    HARMLESS_DEVICES,
    HOLDS_CI,
    LOG_NAMES,
    NAMED_KINDS,
    OUTPUT_DIRECTORIES,
    OUTPUT_SUFFIXES,
    PRODUCTION_WORDS,
    SECURITY_SUFFIXES,
    SECURITY_WORDS,
    SEGMENT_KINDS,
    SYSTEM_ROOTS,
    TEMP_ROOTS,
    TEST_NAMES,
    TEST_SEGMENTS,
    TRACE_NAMES,
)
from mayact.core.analysis.places.secrets import MAX_GLOB, secret_class
from mayact.core.analysis.words import literal_lead
from mayact.core.canonical import JsonObject

_MAX_PATH: Final = 4096
"""Longer names are refused by the kernel (PATH_MAX in linux/limits.h), so no such file is touched."""

ANYWHERE: Final = "/*"
"""The resource of a file that could be any file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path word points. `path` is absolute and normalised; a set ends in `*`."""

    path: str
    glob: str
    """What it can match: absolute; `*` stays within a segment, `**` crosses segments."""
    exact: bool
    """One path, not a set."""
    placed: bool
    """False: `..` in what is unknown could lead anywhere; `glob` is then only the likeliest."""


def normalise(path: str, *, cwd: str | None, home: str, user: str) -> str | None:
    """`path` as absolute path without `.`, `..`, `//` and trailing slash; None when it is relative to an unknown
    directory. `..` is resolved on the text, as `cd` does; links are the observer's business."""
    if path == "~" or path.startswith("~/"):
        path = home + path[1:]
    elif path.startswith("~"):
        name, slash, rest = path[1:].partition("/")
        base = home if name == user else "/root" if name == "root" else f"/home/{name}"
        path = base + slash + rest
    if not path.startswith("/"):
        if cwd is None:
            return None
        path = f"{cwd}/{path}"
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def locate(word: Word, command: SimpleCommand, *, home: str, user: str) -> Place:
    """Where `word`, a path that `command` was given, points."""
    match word:
        case Known(text) if len(text) > _MAX_PATH:
            return Place(ANYWHERE, "/**", exact=False, placed=False)
        case Known(text):
            path = normalise(text, cwd=command.cwd, home=home, user=user)
            if path is None:
                plain = text.removeprefix("./")
                return Place(ANYWHERE, f"/**/{escape(plain)}", exact=False, placed=False)
            return Place(path, escape(path), exact=True, placed=True)
        case Pattern(glob):
            return _locate_glob(glob, command, home=home, user=user)
        case Unknown(_, prefix):
            if not prefix or "/" not in prefix:
                return Place(ANYWHERE, "/**", exact=False, placed=False)
            return _locate_glob(escape(prefix) + "{", command, home=home, user=user)
        case _:
            assert_never(word)


def _locate_glob(glob: str, command: SimpleCommand, *, home: str, user: str) -> Place:
    if len(glob) > MAX_GLOB:
        return Place(ANYWHERE, "/" + glob, exact=False, placed=False)
    head, rest = literal_lead(glob)
    directory, slash, start = head.rpartition("/")
    base = normalise(directory + slash or ".", cwd=command.cwd, home=home, user=user)
    crosses = "{" in rest  # a brace alternative may itself hold slashes
    tail = "**" if crosses else rest
    wild = f"{escape(start)}{tail}"
    if base is None:
        return Place(ANYWHERE, f"/**/{wild}", exact=False, placed=False)
    inside = "" if base == "/" else base
    # A `..` behind the wildcard leaves the directory again; so may an unknown brace or variable.
    placed = not crosses and ".." not in rest.split("/")
    return Place(f"{inside}/{start}*", f"{escape(inside)}/{wild}", exact=False, placed=placed)


def escape(text: str) -> str:
    """`text` as a glob that matches only itself."""
    return re.sub(r"([\\*?\[{])", r"\\\1", text)


def within(path: str, root: str) -> bool:
    """Whether `path` is `root` or below it. Both normalised."""
    return path == root or root == "/" or path.startswith(root + "/")


@lru_cache(maxsize=4096)
def _facts(path: str, home: str, workspace: str) -> tuple[str, str]:
    return _area(path, home, workspace), _kind(path, home, workspace)


def file_facts(path: str, *, home: str, workspace: str) -> JsonObject:
    """`area` and `kind` of one absolute, normalised path (values: docs/effects.md)."""
    area, kind = _facts(path, home, workspace)
    return {"area": area, "kind": kind}


def _area(path: str, home: str, workspace: str) -> str:
    low = folded(path)
    if path == "/" or within(folded(home), low):
        return "root"
    if workspace and workspace != "/" and not within(home, workspace) and within(path, workspace):
        return "workspace"
    if any(within(path, root) and path != root for root in TEMP_ROOTS):
        return "temp"
    if within(path, home):
        return "home"
    if any(within(low, root) for root in SYSTEM_ROOTS):
        return "system"
    return "other"


def _kind(path: str, home: str, workspace: str) -> str:
    low, root_of_user = folded(path), folded(home)
    if low.startswith("/dev/"):
        harmless = low in HARMLESS_DEVICES or any(within(low, root) for root in ("/dev/fd", *TEMP_ROOTS))
        return "other" if harmless else "device"
    short = "~" + low[len(root_of_user) :] if within(low, root_of_user) else low
    segments = low.strip("/").split("/")
    in_runtime_directory = segments[:2] == ["run", "user"] and segments[3:4] == ["mayact"]
    if in_runtime_directory or any(_below(short, root) for root in GUARD_ROOTS):
        return "guard"
    if secret_class(path, home=home):
        return "secret"
    for kind, roots in ANCHORED_KINDS.items():
        if any(_below(short, root) for root in roots):
            return kind
    inside = len(workspace) > 1 and within(path, workspace) and not within(home, workspace)
    below = path[len(workspace) + 1 :] if inside else ""
    return _kind_by_segments(segments, below=below, inside=inside, whole=path == workspace)


def _below(path: str, root: str) -> bool:
    return path.startswith(root[:-1]) if root.endswith("*") else within(path, root)


def _kind_by_segments(segments: list[str], *, below: str, inside: bool, whole: bool) -> str:
    name = segments[-1]
    for at, segment in enumerate(segments):
        rest = "/".join(segments[at:])
        if segment == ".git":
            return "hook" if len(segments) > at + 1 and segments[at + 1] == "hooks" else "git-internal"
        for kind, prefixes in SEGMENT_KINDS.items():
            if any(rest == prefix or rest.startswith(prefix + "/") for prefix in prefixes):
                return kind
        if rest in HOLDS_CI:
            return "ci"
        if segment in AGENT_DIRECTORIES or rest in AGENT_FILES:
            return "agent-config"
    if name.endswith(".pth") or name in ("sitecustomize.py", "usercustomize.py"):
        return "hook"  # Python runs it at every start (docs.python.org/3/library/site.html)
    if _TRACE.fullmatch(name):
        return "trace"
    if any(segment in OUTPUT_DIRECTORIES for segment in segments) or name.endswith(OUTPUT_SUFFIXES):
        return "build-output"
    if _LOG.fullmatch(name):
        return "log"
    if whole:
        return "git-internal"  # the work tree as a whole holds `.git`
    special = _kind_of_project_file(below) if inside else ""
    if special == "prod-config":
        return special
    for kind, expression in _NAMED.items():
        if expression.fullmatch(name):
            return kind
    return special or ("source" if inside else "other")


def _kind_of_project_file(below: str) -> str:
    """What the part of the path below the work tree says: `test`, `security`, `prod-config`, or nothing.

    Tests come first: a test of authorization decides nothing, and is written every day.
    """
    *above, name = below.split("/")
    folded = name.lower()
    if any(segment.lower() in TEST_SEGMENTS for segment in above) or _TEST.fullmatch(folded):
        return "test"
    words = {word for part in (*above, name) for word in _words(part)}
    if words & PRODUCTION_WORDS and folded.endswith(CONFIG_SUFFIXES):
        return "prod-config"
    if folded.endswith(SECURITY_SUFFIXES) or (words & SECURITY_WORDS and folded.endswith(CODE_SUFFIXES)):
        return "security"
    return ""


@lru_cache(maxsize=4096)
def is_production_data(path: str) -> bool:
    """Whether `path` is a database whose name, or the name of whose directory, says production."""
    *above, name = path.split("/")
    if not name.lower().rstrip("*").endswith(DATABASE_SUFFIXES):
        return False
    words = {word for part in (*above[-2:], name) for word in _words(part)}
    return not words.isdisjoint(PRODUCTION_WORDS) and words.isdisjoint(TEST_SEGMENTS)


_WORD: Final = re.compile(r"[A-Z]?[a-z]+[0-9]*|[A-Z]+(?![a-z])[0-9]*|[0-9]+")


def _words(segment: str) -> list[str]:
    """`userAuth_v2.test` as `user`, `auth`, `v2`, `test`."""
    return [word.lower() for word in _WORD.findall(segment)]


def _expression(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*").replace(r"\[0\-9\]", "[0-9]") for name in names))


_NAMED: Final[Mapping[str, re.Pattern[str]]] = {kind: _expression(names) for kind, names in NAMED_KINDS.items()}
_LOG: Final = _expression(LOG_NAMES)
_TRACE: Final = _expression(TRACE_NAMES)
_TEST: Final = _expression(TEST_NAMES)
