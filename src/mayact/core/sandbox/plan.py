"""From what a person wants and what was seen to one sandbox, or a refusal.

Law: what is not named is not inside. The home directory is an empty place of the sandbox's own; of it only what was
named, or is known client configuration without a secret, is seen, read-only. Where the gate and the approvers' keys
live is in no mount, nor is any socket but the agent's own. Nothing is writable but the work tree, places named for it
and places in memory. A name that could lead elsewhere (a link at a guarded place) refuses.

1. check      the places that were named, against what must never be inside
2. ground     programs, libraries, empty temporary places, an empty home
3. named      tools, the work tree, other writable places: the deeper over the shallower
4. guard      within writable places: what starts programs outside is read-only, secrets cannot be opened
5. surround   environment, and the agent's program must be reachable
"""

from collections.abc import Iterator
from typing import Final

from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.egress.models import variables
from mayact.core.errors import Forbidden, InvalidInput, NotFound, shown
from mayact.core.sandbox import shells, tables
from mayact.core.sandbox.model import (
    DOOR_DIRECTORY,
    GATE_HOME,
    Access,
    Blind,
    Devices,
    Found,
    Limits,
    Link,
    Mount,
    Plan,
    Processes,
    ReadOnly,
    Scratch,
    Sealed,
    Shared,
    Shut,
    Surroundings,
    Text,
    Wanted,
    Writable,
    access,
    overlaps,
    within,
)
from mayact.core.sandbox.within import LANES_DIRECTORY

DOOR_PORT: Final = 3128
"""Where the way out listens on the sandbox's own loopback, which nothing else shares."""

_HOSTS: Final = "127.0.0.1 localhost\n::1 localhost ip6-localhost\n"
_SYSTEM_PATH: Final = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


def plan(wanted: Wanted, seen: Surroundings) -> Plan:
    """The sandbox for `wanted`. Raises `Forbidden` (a place or variable that must not be inside), `InvalidInput`,
    `NotFound` (the agent's program is not inside)."""
    _check(wanted, seen)  # 1
    limits = wanted.limits if wanted.limits is not None else Limits()
    guarded, made, watched = _guarded(wanted, seen)  # 4
    configured, left_out = _clients(seen)
    mounts = _held_in_place(
        (
            *_ground(seen, limits),  # 2
            *_hooks_at_home(seen, limits),
            *configured,
            *_gate(seen),
            *_named(wanted, seen),  # 3
            *guarded,
            *shells.mounts(wanted, seen),
        )
    )
    made_plan = Plan(
        mounts=mounts,
        environment=(),
        command=wanted.command,
        cwd=wanted.cwd,
        limits=limits,
        hosts=wanted.hosts,
        models=wanted.models,
        made=made,
        watched=watched,
        said=(*left_out, *_keys_said(wanted), *_unset(wanted, seen)),
    )
    _reachable(made_plan, wanted, seen)  # 5
    return Plan(
        mounts=mounts,
        environment=_environment(made_plan, wanted, seen),
        command=wanted.command,
        cwd=wanted.cwd,
        limits=limits,
        hosts=wanted.hosts,
        models=wanted.models,
        made=made,
        watched=watched,
        said=made_plan.said,
    )


# ── 1 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _check(wanted: Wanted, seen: Surroundings) -> None:
    if not wanted.command:
        raise InvalidInput("no agent is named", hint="`mayact run -- AGENT ARG…`")
    for path in (wanted.work, *wanted.writable):
        _check_place(path, seen, writes=True)
    for path in (*wanted.tools, *seen.own):
        _check_place(path, seen, writes=False)
    for path in (*wanted.tools, *wanted.writable):
        if path == wanted.work:
            raise InvalidInput(f"{shown(path)} is the work tree already", hint="name it once")
    if not any(within(wanted.cwd, place) for place in (wanted.work, *wanted.writable)):
        raise InvalidInput(f"{shown(wanted.cwd)} is not in the work tree", hint="start it from within")
    for name in wanted.passed:
        _check_variable(name)
        if name in variables(wanted.models):
            raise InvalidInput(f"{name} stays outside: its model is reached with it", hint="leave it out")


def _check_place(path: str, seen: Surroundings, *, writes: bool) -> None:
    if not path.startswith("/") or "\0" in path or (path != "/" and (path.endswith("/") or "//" in path)):
        raise InvalidInput(f"{shown(path)} is not a whole path", hint="give the full path")
    if any(part in (".", "..") for part in path.split("/")):
        raise InvalidInput(f"{shown(path)} is not a whole path", hint="give the full path")
    never = path in tables.NEVER_PLACES or any(within(path, place) for place in tables.NEVER_BELOW)
    if never or (writes and any(within(path, place) for place in tables.NEVER_WRITABLE)):
        raise Forbidden(
            f"{shown(path)} belongs to the whole machine", hint="name a directory of the project: `--work DIR`"
        )
    if any(within(home, path) for home in seen.homes):
        raise Forbidden(f"{shown(path)} holds your home directory", hint="name a directory within it: `--work DIR`")
    for place in seen.gate:
        if overlaps(path, place):
            raise Forbidden(f"{shown(path)} holds files of the gate", hint="keep the gate elsewhere than the project")
    for secret in (f"{home}/{name}" for home in seen.homes for name in tables.HOME_SECRETS):
        if overlaps(path, secret):
            raise Forbidden(f"{shown(path)} holds {shown(secret)}", hint="name a directory without credentials")
    for place in (GATE_HOME, DOOR_DIRECTORY, LANES_DIRECTORY, shells.REAL):
        if overlaps(path, place):
            raise Forbidden(f"{shown(path)} is where the gate stands inside", hint="name another directory")


def _check_variable(name: str) -> None:
    if not name.isascii() or not name.replace("_", "a").isalnum() or name[:1].isdigit():
        raise InvalidInput(f"{shown(name)} is not the name of a variable", hint="letters, digits and `_`")
    if name in tables.RESERVED or name in tables.FIXED:
        raise InvalidInput(f"{name} is set by the sandbox itself", hint="leave it out")
    if is_secret_variable(name) and name not in tables.MODEL_KEYS:
        raise Forbidden(f"{name} looks like a credential", hint="an agent holds none; let the gate use it")
    if name in tables.SOCKETS_BY_VARIABLE:
        raise Forbidden(f"{name} leads to a socket outside", hint="nothing of it would be inside")


# ── 2 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _ground(seen: Surroundings, limits: Limits) -> Iterator[Mount]:
    for path in tables.SYSTEM:
        if path in seen.system:
            target = seen.system[path]
            yield ReadOnly(path, path) if target is None else Link(target, path)
    for name in tables.ETC:
        if name in seen.etc:
            yield ReadOnly(f"/etc/{name}", f"/etc/{name}")
    yield Text(_HOSTS, "/etc/hosts")
    yield Processes("/proc")
    yield Devices("/dev")
    for path in ("/tmp", "/var/tmp", *seen.homes):  # noqa: S108  the sandbox's own
        source = f"{seen.scratch}/{path.strip('/').replace('/', '-')}"
        yield Shared(source, path) if seen.scratch else Scratch(path, limits.scratch)


def _clients(seen: Surroundings) -> tuple[list[Mount], list[str]]:
    mounts: list[Mount] = []
    left_out: list[str] = []
    for name in tables.CLIENT_CONFIG:
        if name not in seen.clients:
            continue
        path = f"{seen.home}/{name}"
        if path in seen.written and seen.clients[name]:
            mounts.append(Text(seen.written[path], path))
        elif seen.clients[name]:
            mounts.append(ReadOnly(path, path))
        else:
            left_out.append(
                f"{shown(path)} is left out: it holds what looks like a secret, or could not be looked through"
            )
    # Where an administrator's settings stand outside, and so can be written by nobody inside.
    mounts += [Text(text, path) for path, text in sorted(seen.written.items()) if within(path, "/etc")]
    return mounts, left_out


def _hooks_at_home(seen: Surroundings, limits: Limits) -> Iterator[Mount]:
    places = [f"{seen.home}/{name}" for name in tables.HOOKS_AT_HOME]
    ours = [Text(text, path) for path, text in sorted(seen.written.items()) if within(path, places[-1])]
    if ours:
        yield from (Scratch(place, limits.scratch) for place in places)
        yield from ours
        yield Shut(places[-1])


def _gate(seen: Surroundings) -> Iterator[Mount]:
    if seen.launched:
        yield ReadOnly(seen.launched, GATE_HOME)
    if seen.door:
        yield ReadOnly(seen.door, DOOR_DIRECTORY)
    if seen.lanes:
        yield ReadOnly(seen.lanes, LANES_DIRECTORY)


# ── 3 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _named(wanted: Wanted, seen: Surroundings) -> list[Mount]:
    writable = {wanted.work, *wanted.writable}
    read_only = {*wanted.tools, *seen.own} - writable
    # What is mounted cannot be renamed, so nothing else can take the place of a directory that holds guarded ones.
    points = (
        {path for path in _all_holders(wanted, seen) if seen.tree.get(path) is Found.DIRECTORY} - writable - read_only
    )
    found: list[Mount] = []
    # Parents first: within a work tree that holds a tool the tool stays read-only, and the other way round.
    for path in sorted(writable | read_only | points, key=lambda path: (path.count("/"), path)):
        nearest = max((place for place in writable | read_only if within(path, place)), key=len, default="")
        found.append(Writable(path, path) if nearest in writable else ReadOnly(path, path))
    return [mount for mount in found if not _already(mount, seen)]


def _held_in_place(mounts: tuple[Mount, ...]) -> tuple[Mount, ...]:
    """With each directory between a place that can be written and a mount within it as a mount of its own: what is
    mounted cannot be renamed, so the agent cannot lead a sandbox that is made later (`lanes.py`) elsewhere."""
    made: list[Mount] = []
    for mount in mounts:
        for holder in _between(made, mount.at):
            cover = next(one for one in reversed(made) if within(holder, one.at))
            if isinstance(cover, Shared):
                made.append(Shared(cover.source + holder[len(cover.at) :], holder, holds=True))
            elif isinstance(cover, Writable):
                made.append(Writable(cover.source + holder[len(cover.at) :], holder))
        made.append(mount)
    return tuple(made)


def _between(made: list[Mount], path: str) -> list[str]:
    """The directories above `path` and below what covers it, from the top, that are no mount yet."""
    cover = next((one for one in reversed(made) if within(path, one.at) and one.at != path), None)
    if cover is None:
        return []
    parts = path[len(cover.at.rstrip("/")) + 1 :].split("/")[:-1]
    return [f"{cover.at.rstrip('/')}/{'/'.join(parts[: end + 1])}" for end in range(len(parts))]


def _all_holders(wanted: Wanted, seen: Surroundings) -> Iterator[str]:
    for work, name, _ in _guarded_names(wanted, seen):
        yield from _holders(work, name)


def _already(mount: Mount, seen: Surroundings) -> bool:
    """A tool that lies in the system's own places is there, and a mount more would only be one more to hold."""
    if not isinstance(mount, ReadOnly):
        return False
    return any(target is None and within(mount.at, path) for path, target in seen.system.items())


# ── 4 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _guarded(wanted: Wanted, seen: Surroundings) -> tuple[list[Mount], tuple[str, ...], tuple[str, ...]]:
    """Mounts over guarded places, directories to make for them, and files to watch for."""
    mounts: list[Mount] = []
    made: list[str] = []
    watched: list[str] = []
    held: set[str] = set()
    guarded: set[str] = set()
    for work, name, directory in _guarded_names(wanted, seen):
        path = f"{work}/{name}"
        if path in guarded:
            continue
        guarded.add(path)
        holders = _holders(work, name)
        found = seen.tree.get(path)
        standing = [seen.tree.get(holder) for holder in holders]
        if directory and holders and set(standing) == {None} and not name.startswith(".git/"):
            # What holds it is made too, and is a mount: another one cannot take its place.
            mounts += [Writable(holder, holder) for holder in holders if holder not in made]
            made += [holder for holder in holders if holder not in made]
            mounts += _guard(path, None, directory, made, watched)
            continue
        if any(one is not Found.DIRECTORY for one in standing):
            # A holder that is a file or a link is judged as itself, below; what could come into being is watched.
            if found is not None:
                raise Forbidden(f"{shown(path)} changed while it was looked at", hint="start it again")
            watched += [path] if all(one in (None, Found.DIRECTORY) for one in standing) else []
            continue
        held.update(holders)
        mounts += _guard(path, found, directory, made, watched)
    for path, found in sorted(seen.tree.items()):
        if path not in held and path not in guarded:
            mounts.append(_closed(path, found))
    return mounts, tuple(made), tuple(watched)


def _holders(work: str, name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return [f"{work}/{'/'.join(parts[: at + 1])}" for at in range(len(parts))]


def _guard(path: str, found: Found | None, directory: bool, made: list[str], watched: list[str]) -> list[Mount]:
    match found:
        case Found.FILE | Found.DIRECTORY:
            return [ReadOnly(path, path)]
        case None:
            if not directory:
                watched.append(path)
                return []
            made.append(path)
            return [Sealed(path)]
        case _:
            raise Forbidden(
                f"{shown(path)} is a {found.value}, and programs outside are started from there",
                hint="put the real file or directory in its place, or remove it",
            )


def _guarded_names(wanted: Wanted, seen: Surroundings) -> Iterator[tuple[str, str, bool]]:
    """The place, the name below it, whether that is a directory: all guarded names of each writable place, what its
    settings of git name, and those of git alone for each repository within."""
    works = (wanted.work, *wanted.writable)
    for work in works:
        yield from ((work, name, True) for name in tables.GUARDED_DIRECTORIES)
        yield from ((work, name, False) for name in tables.GUARDED_FILES)
    for path, found in sorted(seen.tree.items()):
        inner = path.removesuffix("/.git")
        if inner != path and found is Found.DIRECTORY and inner not in works:
            yield from ((inner, name, True) for name in tables.GIT_DIRECTORIES)
            yield from ((inner, name, False) for name in tables.GIT_FILES)
    yield from seen.named


def _closed(path: str, found: Found) -> Mount:
    """A secret, a socket, or what stands where the holder of guarded places should."""
    match found:
        case Found.FILE | Found.SOCKET:
            return ReadOnly(path, path) if path.endswith("/.git") else Blind(path)
        case Found.DIRECTORY:
            return Sealed(path)
        case _:
            raise Forbidden(
                f"{shown(path)} is a {found.value}, where a secret or a guarded place may be behind it",
                hint="put the real file or directory in its place, or remove it",
            )


# ── 5 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _reachable(made: Plan, wanted: Wanted, seen: Surroundings) -> None:
    program = wanted.command[0]
    if not seen.program:
        raise NotFound(f"{shown(program)} was not found", hint="give the agent's program by its path")
    if access(made, seen.program).access not in (Access.READS, Access.WRITES):
        place = seen.program.rpartition("/")[0]
        raise NotFound(
            f"{shown(program)} is {shown(seen.program)}, which is not inside",
            hint=f"name the directory of its installation: `--tool {place}`, or one above it",
        )


def _environment(made: Plan, wanted: Wanted, seen: Surroundings) -> tuple[tuple[str, str], ...]:
    kept = {
        name: value
        for name, value in seen.environ.items()
        if (name in tables.KEPT or name.startswith(tables.KEPT_PREFIXES) or name in wanted.passed) and "\0" not in value
    }
    fixed = {
        **tables.FIXED,
        "HOME": seen.home,
        "USER": seen.user,
        "LOGNAME": seen.user,
        "PWD": wanted.cwd,
        "PATH": _search_path(made, seen),
    }
    if seen.launched:
        fixed["MAYACT_HOME"] = GATE_HOME
    if seen.door:
        url = f"http://127.0.0.1:{DOOR_PORT}"
        fixed |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), url)
        fixed |= variables(wanted.models)
        fixed |= dict.fromkeys(("NO_PROXY", "no_proxy"), "localhost,127.0.0.1,::1")
    alone = {} if wanted.hosts else tables.WITHOUT_HOSTS
    return tuple(sorted({**alone, **kept, **fixed}.items()))


def _search_path(made: Plan, seen: Surroundings) -> str:
    """The caller's own order, without what is not inside; the system's places always."""
    given = [entry for entry in seen.environ.get("PATH", "").split(":") if entry.startswith("/") and "\0" not in entry]
    inside = [entry for entry in given if access(made, entry).access in (Access.READS, Access.WRITES)]
    known = [entry for entry in _SYSTEM_PATH if f"/{entry.split('/')[1]}" in seen.system]
    return ":".join(dict.fromkeys([*seen.own_path, *inside, *known]))


def _unset(wanted: Wanted, seen: Surroundings) -> list[str]:
    return [f"{name} is not set, so it is not inside either" for name in wanted.passed if name not in seen.environ]


def _keys_said(wanted: Wanted) -> list[str]:
    named = sorted(tables.MODEL_KEYS.intersection(wanted.passed))
    return [f"{name} goes inside: everything beneath can read it and send it to the listed hosts" for name in named]
