"""What hooks and settings of a repository and of a person would make git run.

Law: read from files alone; nothing is run. A setting behind a condition counts beside the one that it might replace,
since whether the condition holds is git's to say. What does not parse, leads to a place that is not plain, or is too
much is `Unavailable`. Sources: githooks(5), git-config(1).
"""

import json
import os
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.plan import Answer, Found, Missing, Unavailable
from mayact.core.analysis.programs.git import runs as git_runs
from mayact.observe.files import file_digest, why
from mayact.observe.gitconfig import MAX_DEPTH, Uncertain, included, parse_config
from mayact.observe.repository import git_dirs

_Origin: TypeAlias = Literal["person", "repository"]
_Key: TypeAlias = tuple[tuple[bytes, ...], bytes]

_MAX_PROGRAMS: Final = 128
_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_SWITCHES: Final = frozenset({"", "false", "no", "off", "0"}) | _TRUE
_SIGNS: Final = frozenset({"commit.gpgsign", "tag.gpgsign"})
_HUSKY: Final = "/.husky/_"
"""husky's hooks there source the one of the same name beside that directory, if it is there."""


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    origin: _Origin
    certain: bool
    """Not behind a condition."""


@dataclass(slots=True)
class _Settings:
    values: dict[_Key, list[_Value]] = field(default_factory=dict)

    def add(self, key: _Key, value: _Value) -> None:
        held = self.values.setdefault(key, [])
        many = key[1] == b"helper"  # all of them are asked, an empty one forgets those before it
        if value.certain and (not many or not value.text):
            held.clear()
        held.append(value)


def git_programs(repo: str, subcommand: str, *, home: str) -> Answer:
    """The rows `["hook", NAME, PATH, DIGEST]` and `["setting", KEY, "person" | "repository", VALUE]`, as JSON; `KEY`
    as in `git_runs`. `repo` "": none."""
    try:
        if not home:
            raise Uncertain("whose configuration holds is not known")
        settings, common = _settings(repo, home)
        rows = [*_hooks(subcommand, settings, repo, common, home), *_named(subcommand, settings)]
        if len(rows) > _MAX_PROGRAMS:
            raise Uncertain("its settings name too many programs")
    except Uncertain as error:
        return Unavailable(str(error))
    except OSError as error:
        return Unavailable(why(error))
    except ValueError:
        return Unavailable("its name holds a NUL or is not text")
    return Found(json.dumps(rows)) if rows else Missing()


def _settings(repo: str, home: str) -> tuple[_Settings, str]:
    """All that could hold there, and the directory of the hooks' default place ("": no repository)."""
    settings, common = _Settings(), ""
    for path in ("/etc/gitconfig", f"{home}/.config/git/config", f"{home}/.gitconfig"):
        _merge(path, settings, "person", home=home)
    try:
        dirs = git_dirs(repo) if repo else None
    except (FileNotFoundError, NotADirectoryError):
        dirs = None  # no repository: git would say so, or work without
    if dirs is not None:
        common = dirs.common
        _merge(f"{common}/config", settings, "repository", home=home)
        # Whether `extensions.worktreeConfig` holds or not: what it could replace counts beside it.
        _merge(f"{dirs.private}/config.worktree", settings, "repository", home=home, certain=False)
    return settings, common


def _merge(path: str, into: _Settings, origin: _Origin, *, home: str, certain: bool = True, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise Uncertain("includes are nested too deep")
    parsed = parse_config(path)
    if parsed is None:
        return
    for section in parsed.sections():
        name = (section[0].lower(), *section[1:])
        for key, value in parsed.items(section):
            if key.lower() == b"path" and name[0] in (b"include", b"includeif"):
                plain = certain and name[0] == b"include"
                _merge(included(value, path, home), into, origin, home=home, certain=plain, depth=depth + 1)
            else:
                into.add((name, key.lower()), _Value(os.fsdecode(value), origin, certain))


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────


def _named(subcommand: str, settings: _Settings) -> list[list[str]]:
    wanted = git_runs.SETTINGS.get(subcommand, git_runs.OTHERWISE)
    rows: list[list[str]] = []
    for (section, key), values in settings.values.items():
        name = _name(section, key, subcommand)
        if name in wanted:
            rows.extend(["setting", name, value.origin, text] for value in values if (text := _run(name, value.text)))
    return rows


def _name(section: tuple[bytes, ...], key: bytes, subcommand: str) -> str:
    """As the table writes it: the subsection, which may hold an address with a password, is `*`."""
    head = os.fsdecode(section[0])
    if len(section) > 1:
        return f"{head}.*.{os.fsdecode(key)}" if (head, section[1]) != ("gpg", b"ssh") else f"gpg.{_ssh(key)}"
    return "pager.*" if head == "pager" and key == subcommand.encode() else f"{head}.{os.fsdecode(key)}"


def _ssh(key: bytes) -> str:
    return "ssh.defaultkeycommand" if key == b"defaultkeycommand" else f"*.{os.fsdecode(key)}"


def _run(name: str, text: str) -> str:
    """The command that a value stands for; "": none."""
    if name in _SIGNS:
        return "gpg" if text.lower() in _TRUE else ""
    if name == "submodule.*.update":
        return text if text.startswith("!") else ""
    return "" if text.lower() in _SWITCHES else text


# ── hooks ────────────────────────────────────────────────────────────────────────────────────────────────


def _hooks(subcommand: str, settings: _Settings, repo: str, common: str, home: str) -> list[list[str]]:
    names = dict.fromkeys((*git_runs.HOOKS.get(subcommand, ()), *git_runs.ALWAYS))
    rows: dict[str, list[str]] = {}
    for place in _places(settings, repo, common, home):
        for name in names:
            for path in _files(place, name):
                digest = file_digest(path)
                rows[path] = ["hook", name, path, digest.value if isinstance(digest, Found) else ""]
    return list(rows.values())


def _places(settings: _Settings, repo: str, common: str, home: str) -> list[str]:
    """Directories of hooks; of a repository that is still to be made, those of its template."""
    chosen = settings.values.get(((b"core",), b"hookspath"), [])
    places = [os.path.join(repo or "/", _expanded(value.text, home)) for value in chosen if value.text]
    if any(value.certain for value in chosen):
        return places
    if common:
        return [*places, f"{common}/hooks"]
    templates = settings.values.get(((b"init",), b"templatedir"), [])
    return [*places, *(os.path.join("/", _expanded(value.text, home), "hooks") for value in templates if value.text)]


def _expanded(text: str, home: str) -> str:
    if text.startswith("~/"):
        return f"{home}/{text[2:]}"
    if text.startswith(("~", "%(")) or "\0" in text:
        raise Uncertain("its hooks lie in a place that is not plain")
    return text


def _files(place: str, name: str) -> list[str]:
    """git runs a hook only if it may be executed."""
    path = os.path.realpath(os.path.join(place, name))
    if not (os.path.isfile(path) and os.access(path, os.X_OK)):
        return []
    beside = os.path.join(os.path.realpath(place)[: -len("/_")], name) if place.rstrip("/").endswith(_HUSKY) else ""
    return [path, os.path.realpath(beside)] if beside and os.path.isfile(beside) else [path]
