"""Whose data a file holds: classes by kind, by the owner's paths and repositories, and by the owner's patterns.

Law: an owner's rule only adds a class, and a set of files has every class that one of them could have; only names that
may lie anywhere (`**/…`) count for a set where it names them, as in `secrets`: otherwise every search of a repository
would touch every class. Names are compared without case. Every expression goes through an engine that is linear in the
text. It refuses to know what a policy makes of a class.

The JSON form (in a policy bundle under `systems.data`; `data.toml` for people), a table for each class, every member
optional:

    {"customer": {"level": "high",                            how loud reading it is: high (default), medium, low
                  "paths": ["exports/**", "~/crm/**"],        below any repository, below home, or absolute
                  "repositories": ["git.example.com/a/crm"],  everything in a work tree of it
                  "patterns": ["\\\\bCUST-[0-9]{8}\\\\b"]}}       RE2 syntax, looked for in what is written or sent
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2  # type: ignore[import-untyped]

from mayact.core.analysis.content.scan import Patterns, check_pattern
from mayact.core.analysis.places.folding import folded
from mayact.core.analysis.places.paths import escape, within
from mayact.core.analysis.places.secrets import MAX_GLOB, intersects
from mayact.core.canonical import Json
from mayact.core.errors import ConfigInvalid, shown

LEVELS: Final = ("high", "medium", "low")
SECRET: Final = "secret"  # noqa: S105
_BY_KIND: Final[Mapping[Json, str]] = {
    "secret": SECRET,
    "log": "build-log",
    "trace": "error-trace",
    "prod-config": "production-config",
}
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_MAX_CLASSES: Final = 64
_MAX_ENTRIES: Final = 64  # of one list
_MAX_GLOB_CHARS: Final = 128
_MAX_COMPARED: Final = 100_000
"""Steps of comparing one set of files with every path of the rules: a hundredth of a second. Beyond, it has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataClass:
    name: str
    level: str = "high"
    paths: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataRules:
    """What an owner has said. Hashable, and the same text for the same rules."""

    classes: tuple[DataClass, ...] = ()

    @property
    def patterns(self) -> Patterns:
        return tuple((row.name, pattern) for row in self.classes for pattern in row.patterns)

    @property
    def repositories(self) -> bool:
        """Whether some rule asks which repository a work tree is of."""
        return any(row.repositories for row in self.classes)

    def level(self, name: str) -> str | None:
        """How loud a class is; None: no owner named it."""
        return next((row.level for row in self.classes if row.name == name), None)

    def of_repository(self, names: Iterable[str] | None) -> tuple[str, ...]:
        """The classes of a work tree whose remotes are `names` (`HOST/PATH`). None: not known, so any of them."""
        known = None if names is None else {_plain(name) for name in names}
        return tuple(
            row.name for row in self.classes if row.repositories and (known is None or known & set(row.repositories))
        )

    def of_path(self, resource: str, *, whole_tree: bool, home: str, workspace: str) -> tuple[str, ...]:
        """The classes that a `file` resource has, or, of a set or a tree, could have."""
        rows = _globs(self, folded(home), folded(workspace))
        if not rows:
            return ()
        low = folded(resource)
        if not low.endswith("*") and not whole_tree:
            met = _set(rows).Match(low.encode("utf-8", "surrogatepass")) or ()
            return tuple(sorted({rows[at][0] for at in met}))
        wanted = escape(low.rstrip("*")) + "**"
        trees = (wanted,) if low.endswith("*") else (escape(low), escape(low.rstrip("/")) + "/**")
        if len(wanted) > MAX_GLOB or sum(len(wanted) * len(glob) for _, glob in rows) > _MAX_COMPARED:
            return tuple(sorted({name for name, _ in rows}))
        return tuple(sorted({name for name, glob in rows if _could_hold(trees, glob)}))

    @staticmethod
    def from_json(value: Json) -> "DataRules":
        """The rules that `value` describes. Raises `ConfigInvalid`, naming the field."""
        if not isinstance(value, Mapping):
            raise ConfigInvalid("data is not a table", hint="write a table for each class", field="/data")
        if len(value) > _MAX_CLASSES:
            raise ConfigInvalid(f"data names {len(value)} classes", hint=f"at most {_MAX_CLASSES}", field="/data")
        return DataRules(tuple(_class(name, value[name]) for name in sorted(value)))


NO_RULES: Final = DataRules()


def by_kind(facts: Mapping[str, Json]) -> str | None:
    """The class that the place and kind of a file say by themselves; None: not known."""
    kind = facts.get("kind")
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    return "source" if facts.get("area") == "workspace" and kind is not None else None


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def _class(name: str, value: Json) -> DataClass:
    where = f"/data/{name}"
    if not _NAME.fullmatch(name) or name == "unknown":
        hint = "a-z, 0-9 and -, starting with a letter; `unknown` is taken"
        raise ConfigInvalid(f"{shown(name)} is no name for a class", hint=hint, field=where)
    if not isinstance(value, Mapping):
        raise ConfigInvalid(f"data class {shown(name)} is not a table", hint="write paths, patterns …", field=where)
    for key in value:
        if key not in ("level", "paths", "repositories", "patterns"):
            hint = "known: level, paths, patterns, repositories"
            raise ConfigInvalid(f"data class {shown(name)} has an unknown key {shown(key)}", hint=hint, field=where)
    level = value.get("level", "high")
    if level not in LEVELS:
        raise ConfigInvalid(
            f"{where}/level {shown(str(level))} is not known", hint="high, medium or low", field=f"{where}/level"
        )
    paths, patterns = _texts(value, "paths", where), _texts(value, "patterns", where)
    for at, path in enumerate(paths):
        _check_path(path, field=f"{where}/paths/{at}")
    for at, pattern in enumerate(patterns):
        check_pattern(pattern, field=f"{where}/patterns/{at}")
    repositories = tuple(_plain(text) for text in _texts(value, "repositories", where))
    if not (paths or patterns or repositories):
        raise ConfigInvalid(f"data class {shown(name)} names nothing", hint="give paths, patterns or repositories",
                            field=where)  # fmt: skip
    return DataClass(name=name, level=str(level), paths=paths, repositories=repositories, patterns=patterns)


def _texts(value: Mapping[str, Json], key: str, where: str) -> tuple[str, ...]:
    listed = value.get(key, ())
    if isinstance(listed, str) or not isinstance(listed, list | tuple) or len(listed) > _MAX_ENTRIES:
        hint = f"write a list of at most {_MAX_ENTRIES} texts"
        raise ConfigInvalid(f"{where}/{key} is not a list", hint=hint, field=f"{where}/{key}")
    found = []
    for at, item in enumerate(listed):
        if not isinstance(item, str) or not item.strip():
            field = f"{where}/{key}/{at}"
            raise ConfigInvalid(f"{field} is not text", hint="write a text", field=field)
        found.append(item)
    return tuple(found)


def _check_path(path: str, *, field: str) -> None:
    segments = path.removeprefix("~").removeprefix("/").removesuffix("/").split("/")
    if len(path) > _MAX_GLOB_CHARS or any(segment in ("", ".", "..") for segment in segments):
        hint = f"at most {_MAX_GLOB_CHARS} characters, without `.`, `..` and doubled slashes"
        raise ConfigInvalid(f"{field} {shown(path)} is not a path", hint=hint, field=field)
    if set(path) & set("[]{}\\?"):
        raise ConfigInvalid(f"{field} {shown(path)} uses a character that means nothing here",
                            hint="`*` stays within a directory, `**` crosses directories", field=field)  # fmt: skip
    if not path.strip("*/~"):
        raise ConfigInvalid(
            f"{field} {shown(path)} names everything", hint="name a directory or an ending", field=field
        )


def _plain(name: str) -> str:
    """`HOST/PATH` of a repository in any of its spellings."""
    text = name.lower().split("://", 1)[-1].rsplit("@", 1)[-1].strip("/").removesuffix(".git")
    host, slash, path = text.partition("/")
    if ":" in host:
        host, _, first = host.partition(":")
        path, slash = (f"{first}{slash}{path}" if not first.isdigit() else path), "/"
    return f"{host}{slash}{path}"


# ── matching ─────────────────────────────────────────────────────────────────────────────────────────────

_Globs = tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _globs(rules: DataRules, home: str, workspace: str) -> _Globs:
    """`(class, absolute glob)` of every path of the rules."""
    found: list[tuple[str, str]] = []
    for row in rules.classes:
        for path in row.paths:
            glob = path.lower().removesuffix("/")
            below = workspace if not within(home, workspace) else ""
            if glob.startswith("~/"):
                full = [escape(home) + glob[1:]]
            elif glob.startswith("/"):
                full = [glob]
            elif glob.startswith("**/"):
                full = ["/" + glob]
            else:
                full = [f"{escape(below)}/{glob}"] if below else []
            # A directory that is named stands for what is in it.
            found.extend((row.name, one) for text in full for one in (text, f"{text}/**") if not one.endswith("**/**"))
    return tuple(found)


def _could_hold(trees: tuple[str, ...], glob: str) -> bool:
    if glob.startswith("/**/"):
        # Of a set, its beginning: `customers*` is asked for, `src` and `*` are not.
        start = trees[0].rsplit("/", 1)[-1].removesuffix("**")
        return bool(start) and glob[4:].startswith(start[:3]) and any(intersects(tree, glob) for tree in trees)
    return any(intersects(tree, glob) for tree in trees)


@lru_cache(maxsize=64)
def _set(rows: _Globs) -> Any:
    options = re2.Options()
    options.log_errors, options.never_capture, options.dot_nl = False, True, True
    made = re2.Set.FullMatchSet(options)
    for _, glob in rows:
        made.Add(_expression(glob))
    made.Compile()
    return made


def _expression(glob: str) -> str:
    text = re.sub(r"\\(.)", lambda match: f"\0{ord(match[1])}\0", glob)  # quoted by `escape`
    out = re.escape(text).replace(r"/\*\*/", "/(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.sub("(?:\\\\)?\0(\\d+)(?:\\\\)?\0", lambda match: re.escape(chr(int(match[1]))), out)
