"""What coding agents, settings, servers, plugins, credentials and sockets there are for one person in one directory.

Law: it only looks. No program is started (a version is read from files beside it), no socket is spoken to, nothing is
written; what cannot be understood is reported as such. The content of a credential is never read at all.
"""

import hashlib
import json
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from mayact.boundary.doctor import files
from mayact.core.analysis.places.secrets import is_secret_variable, secret_class
from mayact.core.canonical import parse_json, thaw
from mayact.core.doctor import settings
from mayact.core.doctor.model import (
    Agent,
    Credential,
    Facts,
    File,
    Hook,
    Level,
    Plugin,
    Reading,
    Script,
    Seen,
)
from mayact.core.doctor.places import (
    DEFAULTS,
    EXTENSION_PLACES,
    EXTENSIONS,
    OTHERS,
    PLUGIN_PLACES,
    PROGRAM_PLACES,
    PROGRAMS,
    SETTINGS,
    VERSIONED_PLACES,
    Place,
    Program,
    servers_of,
)
from mayact.core.errors import InvalidInput, MayactError
from mayact.core.sandbox.tables import HOME_SECRETS, SOCKET_PLACES, SOCKETS_BY_VARIABLE
from mayact.core.wire.hooks.json_text import value_of
from mayact.core.wire.hooks.setup import HookSetup

MAX_PROJECT_DEPTH: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Whose machine this is. `root`: put before every absolute place, for tests. `packaged`: path → of the scripts
    that mayact installs; `python`: the interpreter that our hooks are started with."""

    environ: Mapping[str, str]
    home: str
    cwd: str
    packaged: tuple[str, ...]
    python: str
    root: str = ""
    uid: int = field(default_factory=os.geteuid)


def look(world: World) -> Seen:
    found: list[tuple[File, Facts]] = []
    for place in SETTINGS:
        found += _settings(place, world)
    for place, members in OTHERS:
        found += _others(place, members, world)
    facts = [facts for _, facts in found]
    facts.append(settings.variables(world.environ))
    facts.append(Facts(plugins=tuple(_plugins(world))))
    return Seen(
        agents=tuple(_agents(world)),
        files=tuple(file for file, _ in found),
        facts=tuple(_with_scripts(one, world) for one in facts),
        credentials=tuple(_credentials(world)),
        variables=tuple(sorted(name for name, value in world.environ.items() if value and is_secret_variable(name))),
        sockets=tuple(_sockets(world)),
    )


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────


def projects(world: World) -> list[str]:
    """The directory that one stands in and those above it, up to the repository's."""
    found, path = [], os.path.normpath(world.cwd)
    for _ in range(MAX_PROJECT_DEPTH):
        if path in ("/", world.home):
            break
        found.append(path)
        if os.path.lexists(f"{path}/.git"):
            return found
        path = os.path.dirname(path)
    return found[:1]


def _expanded(place: str, level: Level, world: World) -> Iterator[tuple[str, str]]:
    """Paths, each with the place that it must not lead out of."""
    if place.startswith("./"):
        for project in projects(world):
            yield f"{project}{place[1:]}", project
        return
    if place.startswith("$"):
        name, slash, rest = place[1:].partition("/")
        held = world.environ.get(name, "") or DEFAULTS.get(name, "")
        if not held:
            return
        place = f"{held}{slash}{rest}"
    if place.startswith("~"):
        yield f"{world.home}{place[1:]}", world.home
    elif place.startswith("/"):
        # What a variable points to is a place of its own choice: it is read there and nowhere else.
        path = f"{world.root}{place}" if level is Level.MANAGED else place
        yield path, os.path.dirname(path.partition("*")[0])


def _globbed(path: str) -> list[str]:
    """`path` with its one `*` filled in from what is there."""
    if "*" not in path:
        return [path]
    before, _, after = path.partition("*")
    directory = os.path.dirname(before)
    return (
        [f"{directory}/{name}{after}" for name in files.names_in(directory)]
        if after.startswith("/")
        else [f"{directory}/{name}" for name in files.names_in(directory) if name.endswith(after)]
    )


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────


def _settings(place: Place, world: World) -> Iterator[tuple[File, Facts]]:
    for file, value in _values(place, world):
        at = settings.At(place.client, place.level, file.path)
        if value is None:
            yield file, Facts()
        elif file.path.endswith("/.claude.json"):
            yield file, settings.claude_projects(value, at, folders=tuple(projects(world)))
        else:
            yield file, settings.READERS[place.client](value, at)


def _others(place: Place, members: tuple[str, ...], world: World) -> Iterator[tuple[File, Facts]]:
    for file, value in _values(place, world):
        at = settings.At(place.client, place.level, file.path)
        tables = servers_of(value, members) if value is not None else []
        yield file, Facts(servers=tuple(server for table in tables for server in at.servers(table)))


def _values(place: Place, world: World) -> Iterator[tuple[File, Mapping[str, Any] | None]]:
    for pattern, within in _expanded(place.path, place.level, world):
        for path in _globbed(pattern):
            content = files.read(path, within=within)
            if content is None:
                continue
            value, reading = None, content.reading
            if content.raw is not None:
                value = _parsed(content.raw, place.syntax)
                reading = Reading.READ if value is not None else Reading.MALFORMED
            wide = bool(content.mode & 0o022) or (content.raw is not None and content.owner not in (0, world.uid))
            yield File(client=place.client, level=place.level, path=path, reading=reading, wide=wide), value


def _parsed(raw: bytes, syntax: str) -> Mapping[str, Any] | None:
    try:
        text = raw.decode("utf-8-sig")
        if not text.strip():
            return {}
        value: Any
        match syntax:
            case "toml":
                value = tomllib.loads(text)
            case "jsonc":
                value = value_of(text, comments=True)
            case _:
                value = thaw(parse_json(raw.removeprefix(b"\xef\xbb\xbf"), what="settings", limit=files.MAX_BYTES))
    except (UnicodeDecodeError, ValueError, RecursionError, InvalidInput, MayactError):
        return None
    return value if isinstance(value, dict) else None


def _plugins(world: World) -> Iterator[Plugin]:
    for client, level, place in PLUGIN_PLACES:
        for directory, _ in _expanded(place, level, world):
            for name in files.names_in(directory):
                if not name.startswith("."):
                    yield Plugin(client=client, level=level, path=directory, name=name[:120])


# ── our own hooks ────────────────────────────────────────────────────────────────────────────────────────


def _with_scripts(facts: Facts, world: World) -> Facts:
    if not any(hook.line is not None for hook in facts.hooks):
        return facts
    return replace(facts, hooks=tuple(_with_script(hook, world) for hook in facts.hooks))


def _with_script(hook: Hook, world: World) -> Hook:
    if hook.line is None:
        return hook
    return replace(hook, script=_script(hook.line.setup, world, plugin=hook.plugin))


def _script(setup: HookSetup, world: World, *, plugin: bool) -> Script:
    digest = _digest(setup.script)
    if digest is None:
        return Script.MISSING
    if digest not in {_digest(path) for path in world.packaged}:
        return Script.DIFFERS
    if setup.script not in world.packaged and not _settled(setup.script, world):
        return Script.UNTRUSTED
    if plugin or setup.python == os.path.realpath(world.python):
        return Script.PACKAGED
    if not os.path.exists(setup.python):
        return Script.MISSING
    return Script.PACKAGED if _settled(setup.python, world) else Script.UNTRUSTED


def _digest(path: str) -> str | None:
    content = files.read(path, within="/")
    return None if content is None or content.raw is None else hashlib.sha256(content.raw).hexdigest()


def _settled(path: str, world: World) -> bool:
    """Whether nobody but root and this user can put something else at `path` between looking and running: not by the
    file, not by a directory above it, not by a link on the way."""
    for way in {os.path.normpath(path), os.path.realpath(path)}:
        while True:
            found = _lstat(way)
            if found is None or found.st_uid not in (0, world.uid):
                return False
            kept = stat.S_ISLNK(found.st_mode) or not found.st_mode & 0o022
            sticky = stat.S_ISDIR(found.st_mode) and bool(found.st_mode & stat.S_ISVTX)
            if not kept and not sticky:
                return False
            if way == "/":
                break
            way = os.path.dirname(way)
    return True


# ── agents ───────────────────────────────────────────────────────────────────────────────────────────────


def _agents(world: World) -> Iterator[Agent]:
    seen: set[tuple[str, str]] = set()
    known = {program.name: program for program in PROGRAMS}
    for directory in _program_places(world):
        for name, program in known.items():
            path = f"{directory}/{name}"
            if not os.path.isfile(path) or not os.access(path, os.X_OK):
                continue
            real = os.path.realpath(path)
            if (name, real) not in seen:
                seen.add((name, real))
                yield Agent(
                    name=name, title=program.title, client=program.client, path=path, version=_version(real, program)
                )
    yield from _extensions(world)


def _program_places(world: World) -> list[str]:
    searched = [place for place in world.environ.get("PATH", "").split(":") if place.startswith("/")]
    places = [*searched, *(_home(place, world) for place in PROGRAM_PLACES)]
    for versioned in VERSIONED_PLACES:
        base = _home(versioned, world)
        places += [f"{base}/{name}/bin" for name in files.names_in(base)[:50]]
    return list(dict.fromkeys(os.path.normpath(place) for place in places))


def _home(place: str, world: World) -> str:
    return f"{world.home}{place[1:]}" if place.startswith("~") else f"{world.root}{place}"


def _extensions(world: World) -> Iterator[Agent]:
    for place in EXTENSION_PLACES:
        base = _home(place, world)
        for name in files.names_in(base):
            known, _, version = name.rpartition("-")
            while known and known.lower() not in EXTENSIONS and "-" in known:
                known, _, more = known.rpartition("-")  # `-linux-x64` behind the version
                version = f"{more}-{version}"
            if known.lower() in EXTENSIONS:
                title, client = EXTENSIONS[known.lower()]
                version = version.partition("-")[0]
                yield Agent(name=known, title=title, client=client, path=f"{base}/{name}", version=_plain(version))


def _version(real: str, program: Program) -> str:
    """From its package beside it, or from the name of its own directory or file."""
    place = os.path.dirname(real)
    for _ in range(4):
        content = files.read(f"{place}/package.json", within=place, limit=1_048_576)
        if content is not None and content.raw is not None:
            try:
                value = json.loads(content.raw)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict) and value.get("name") == program.package:
                return _plain(str(value.get("version", "")))
        place = os.path.dirname(place)
    for part in reversed(real.split("/")[-3:]):
        if part[:1].isdigit() and part.count(".") == 2:
            return _plain(part)
    return _python_version(real, program)


def _python_version(real: str, program: Program) -> str:
    """Of a program in a virtual environment: the metadata of its package."""
    library = f"{os.path.dirname(os.path.dirname(real))}/lib"
    wanted = program.package.replace("-", "_").lower()
    for python in files.names_in(library) if wanted else ():
        for name in files.names_in(f"{library}/{python}/site-packages"):
            if name.lower().startswith(f"{wanted}-") and name.endswith(".dist-info"):
                return _plain(name.removesuffix(".dist-info").rpartition("-")[2])
    return ""


def _plain(version: str) -> str:
    return version[:24] if version.replace(".", "").replace("-", "").replace("+", "").isalnum() else ""


# ── credentials, sockets ─────────────────────────────────────────────────────────────────────────────────


def _credentials(world: World) -> Iterator[Credential]:
    reachable = _reachable(world.home)
    for name in HOME_SECRETS:
        path = f"{world.home}/{name}"
        found = _lstat(path)
        if found is None:
            continue
        if not stat.S_ISDIR(found.st_mode):
            wide = int(reachable and bool(found.st_mode & 0o044))
            yield Credential(where=f"~/{name}", kind=secret_class(path, home=world.home) or "secret", wide=wide)
            continue
        held = [
            (kind, status)
            for file, status in files.below(path, depth=2, limit=500)
            if (kind := secret_class(file, home=world.home)) is not None
        ]
        if held:
            open_path = reachable and bool(found.st_mode & 0o011)
            wide = sum(open_path and bool(status.st_mode & 0o044) for _, status in held)
            kinds = ", ".join(sorted({kind for kind, _ in held}))
            yield Credential(where=f"~/{name}", kind=kinds, count=len(held), wide=wide)
    for project in projects(world)[:1]:
        for name in files.names_in(project):
            path = f"{project}/{name}"
            found, secret = _lstat(path), secret_class(path, home=world.home)
            if secret is not None and found is not None and stat.S_ISREG(found.st_mode):
                yield Credential(where=path, kind=secret, wide=int(bool(found.st_mode & 0o004)))


def _reachable(home: str) -> bool:
    """Whether somebody else may pass through the home directory."""
    found = _lstat(home)
    return found is not None and bool(found.st_mode & 0o011)


def _lstat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def _sockets(world: World) -> Iterator[str]:
    for name in SOCKETS_BY_VARIABLE:
        if world.environ.get(name):
            yield f"${name}"
    for place in SOCKET_PLACES:
        path = _home(place, world)
        try:
            if stat.S_ISSOCK(os.stat(path).st_mode) and os.access(path, os.W_OK):
                yield place
        except OSError:
            continue
