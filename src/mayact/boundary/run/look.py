"""Looking around before an agent is launched: what the plan is made from, and what the probe has to try.

Law: it reads names and kinds, follows no link of the work tree, runs nothing, and decides nothing. A tree too large to
look through refuses: what was not looked at could be a secret.
"""

import contextlib
import errno
import io
import os
import pwd
import re
import shlex
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dulwich.config import ConfigFile

from mayact.boundary.run.outside import Outside
from mayact.config import Paths
from mayact.core.analysis.content.scan import Scan, scan
from mayact.core.analysis.places.secrets import is_secret_variable, secret_class
from mayact.core.errors import ConfigInvalid, InvalidInput, LimitExceeded, NotFound, shown
from mayact.core.sandbox import tables
from mayact.core.sandbox.model import (
    DOOR_DIRECTORY,
    Blind,
    Found,
    Plan,
    ReadOnly,
    Sealed,
    Shut,
    Surroundings,
    Wanted,
    within,
)
from mayact.core.sandbox.shells import NAMES
from mayact.core.sandbox.syscalls import MACHINES

MAX_ENTRIES: Final = 500_000
"""Names in a work tree. Larger ones are made of what is built or downloaded, which is not looked into below."""

MAX_NAMES: Final = 2_000_000
"""The same with everything that was built or downloaded."""

NOT_ENTERED: Final = frozenset({"node_modules", ".venv", "venv", "target", "__pycache__", ".tox", ".nox", "objects"})
"""Directories whose files came from a registry or a build, and git's own store: mounted, not looked through."""

MAX_CONFIG_BYTES: Final = 262_144

MAX_INCLUDES: Final = 10
"""How deep settings of git may name more settings. Beyond it git itself ends (git-config(1))."""

_SETTINGS: Final = ("config", "config.worktree")

_APART: Final = re.compile(r"[\s'\"`;&|()<>=]+")
"""What stands between the words of a command, also of one within quotes or behind an assignment."""

_DEVICES: Final = (
    "/dev/kmsg", "/dev/mem", "/dev/kvm", "/dev/fuse", "/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/loop0",
    "/dev/vsock", "/dev/vhost-vsock", "/dev/net/tun", "/dev/uinput",
)  # fmt: skip


Written = Callable[[str, Mapping[str, str]], Mapping[str, str]]
"""What clients find inside (`core.sandbox.clients`), given the home directory and what stands in the settings there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command line, as it was typed. Paths may be relative and may lead through links."""

    command: tuple[str, ...]
    work: str | None = None
    tools: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    """`NAME` or `NAME=URL` (`core.egress.models`)."""


def wanted_of(asked: Asked, *, cwd: str) -> Wanted:
    """Links resolved, names made whole. Raises `NotFound` for a place that is not there."""
    work = _real(asked.work, cwd) if asked.work is not None else project_of(cwd)
    inside = os.path.realpath(cwd)
    return Wanted(
        command=asked.command,
        work=work,
        cwd=inside if inside == work or inside.startswith(work + "/") else work,
        tools=tuple(dict.fromkeys(_real(path, cwd) for path in asked.tools)),
        writable=tuple(dict.fromkeys(_real(path, cwd) for path in asked.writable)),
        passed=asked.passed,
        hosts=asked.hosts,
        models=tuple(text.partition("=")[0] for text in asked.models),
    )


def project_of(cwd: str) -> str:
    """The nearest directory from `cwd` upwards that holds `.git`, else `cwd` itself; links resolved. A place of the
    whole machine's is nobody's project, whatever somebody put there."""
    here = os.path.realpath(cwd)
    at = here
    while at not in tables.NEVER_PLACES:
        if os.path.lexists(f"{at}/.git"):
            return at
        at = os.path.dirname(at)
    return here


def _real(path: str, cwd: str) -> str:
    whole = os.path.realpath(os.path.join(cwd, path))
    if not os.path.isdir(whole):
        raise NotFound(f"{shown(path)} is no directory", hint="name one that exists")
    return whole


def look(
    wanted: Wanted, *, environ: Mapping[str, str], paths: Paths, own: Sequence[str], own_path: Sequence[str],
    launched: str, door: str, lanes: str, scratch: str, repositories: Collection[str], written: Written,
    shim: str = "",
) -> Surroundings:  # fmt: skip
    """Raises `LimitExceeded`, `InvalidInput`, `ConfigInvalid`."""
    person = pwd.getpwuid(os.geteuid())
    homes = homes_of(environ)
    works = (wanted.work, *wanted.writable)
    named = (*bare_names(repositories), *named_by_git(sorted(repositories), works=works, home=homes[0]))
    program = find_program(wanted.command[0] if wanted.command else "", environ, wanted.cwd)
    return Surroundings(
        user=person.pw_name,
        home=homes[0],
        homes=homes,
        environ=environ,
        system={path: (os.readlink(path) if os.path.islink(path) else None) for path in tables.SYSTEM
                if os.path.isdir(path)},
        etc=frozenset(name for name in tables.ETC if os.path.exists(f"/etc/{name}")),
        gate=gate_places(paths),
        launched=launched,
        door=door,
        lanes=lanes,
        scratch=scratch,
        own=_beside_the_system(own),
        own_path=tuple(own_path),
        program=program,
        interpreter=interpreter_of(program),
        shells={name: os.path.realpath(f"/bin/{name}") for name in NAMES if os.path.isfile(f"/bin/{name}")},
        shim=shim,
        tree=dict(_tree(wanted, homes[0], repositories, named)),
        named=named,
        written=written(homes[0], {path: _text(path) for path in _settings_files(homes[0])}),
        clients=dict(_clients(homes[0])),
    )  # fmt: skip


def _beside_the_system(own: Sequence[str]) -> tuple[str, ...]:
    """What does not lie in the system's places, where everything is inside anyway."""
    found = dict.fromkeys(os.path.realpath(path) for path in own)
    return tuple(path for path in found if not any(within(path, system) for system in tables.SYSTEM))


def homes_of(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The directory that `HOME` names, if it is one, and the account's; links resolved. Raises `ConfigInvalid`."""
    named = [environ.get("HOME", ""), pwd.getpwuid(os.geteuid()).pw_dir]
    found = [os.path.realpath(path) for path in named if path.startswith("/") and os.path.isdir(path)]
    homes = tuple(dict.fromkeys(path for path in found if path != "/"))
    if not homes:
        raise ConfigInvalid("this user has no home directory", hint="set HOME", field="HOME")
    return homes


def gate_places(paths: Paths) -> tuple[str, ...]:
    """Where the gate and the approvers' keys live, as written and with links resolved."""
    named = {paths.config, paths.state, paths.anchor, paths.runtime, paths.keys}
    if paths.home is not None:
        named.add(paths.home)
    return tuple(sorted({*named, *(os.path.realpath(path) for path in named)}))


def interpreter_of(program: str) -> str:
    """What the first line of a script names, of `env` what that is given; empty: it is no script, or unreadable."""
    try:
        with open(program, "rb") as file:
            line = file.readline(256)
    except OSError:
        return ""
    words = line[2:].decode("utf-8", "replace").split() if line.startswith(b"#!") else []
    found = [word for word in words if not word.startswith("-") and "=" not in word]
    return (found[1] if found[0].endswith("/env") and found[1:] else found[0]) if found else ""


def find_program(name: str, environ: Mapping[str, str], cwd: str) -> str:
    """The file that `name` means, links resolved; empty: there is none."""
    if "/" in name:
        found = os.path.realpath(os.path.join(cwd, name))
        return found if os.access(found, os.X_OK) and os.path.isfile(found) else ""
    for entry in environ.get("PATH", os.defpath).split(":"):
        found = os.path.realpath(os.path.join(entry, name)) if entry.startswith("/") and name else ""
        if found and os.path.isfile(found) and os.access(found, os.X_OK):
            return found
    return ""


# ── the work tree ────────────────────────────────────────────────────────────────────────────────────────


def _tree(
    wanted: Wanted, home: str, repositories: Collection[str], named: Sequence[tuple[str, str, bool]]
) -> Iterator[tuple[str, Found]]:
    left = MAX_ENTRIES
    for work in (wanted.work, *wanted.writable):
        yield from _standing(work, (*tables.GUARDED_DIRECTORIES, *tables.GUARDED_FILES))
    for work, name, _ in named:
        yield from _standing(work, (name,))
    for path in sorted(path for path in repositories if not is_bare(path)):
        # One within: git looks at its settings too, when somebody looks at the outer one.
        yield from _standing(os.path.dirname(path), (*tables.GIT_DIRECTORIES, *tables.GIT_FILES))
    for place in (wanted.work, *wanted.writable, *wanted.tools):
        for entry in _walk(place):
            left -= 1
            if left < 0:
                raise LimitExceeded(
                    f"{shown(place)} holds more than {MAX_ENTRIES} names", hint="name a smaller directory"
                )
            yield from _hidden(entry, place, home)


def _standing(work: str, names: Sequence[str]) -> Iterator[tuple[str, Found]]:
    """What stands at `names` below `work`, and at what holds them."""
    for name in names:
        parts = name.split("/")
        for end in range(1, len(parts) + 1):
            path = f"{work}/{'/'.join(parts[:end])}"
            found = kind_of(path)
            if found is not None:
                yield path, found
            if found is not Found.DIRECTORY:
                break  # nothing is below it, and a link is not followed


def repositories_in(places: Sequence[str]) -> dict[str, int]:
    """Every `.git` in `places`, of whatever kind, and every bare repository, also where nothing else is looked at, with
    its inode: another one in its place is another repository. Raises `LimitExceeded`."""
    found: dict[str, int] = {}
    for place in places:
        for number, entry in enumerate(_walk(place, skip=frozenset())):
            if number >= MAX_NAMES:
                raise LimitExceeded(f"{shown(place)} holds more than {MAX_NAMES} names", hint="look for `.git` in it")
            if entry.name == ".git":
                found[entry.path] = entry.inode()
            elif entry.name == "HEAD" and _holds_a_repository(os.path.dirname(entry.path)):
                with contextlib.suppress(FileNotFoundError):  # gone in between: no repository any more
                    path = os.path.dirname(entry.path)
                    found[path] = os.lstat(path).st_ino
    return found


def _holds_a_repository(path: str) -> bool:
    """Whether git takes `path`, which holds `HEAD`, for a repository when it is run there. Kinds are not asked: git
    follows links. Those that a `.git` keeps of submodules and linked work trees are guarded with it."""
    if is_bare(path) and "/.git/modules/" not in path and "/.git/worktrees/" not in path:
        names = (f"{path}/{name}" for name in ("objects", "refs"))
        return os.path.lexists(f"{path}/commondir") or all(os.path.lexists(name) for name in names)
    return False


def is_bare(repository: str) -> bool:
    return os.path.basename(repository) != ".git"


def bare_names(repositories: Collection[str]) -> Iterator[tuple[str, str, bool]]:
    """What is guarded of each bare one, as of each `.git`."""
    for path in sorted(path for path in repositories if is_bare(path)):
        yield from ((path, name, True) for name in tables.BARE_DIRECTORIES)
        yield from ((path, name, False) for name in tables.BARE_FILES)


def named_by_git(
    repositories: Sequence[str], *, works: Sequence[str] = (), home: str = ""
) -> tuple[tuple[str, str, bool], ...]:
    """What the settings of each name within its work tree or `works`: hooks, more settings, and files that are words of
    a command. Raises `InvalidInput` for settings that cannot be read: they could name anything."""
    found: list[tuple[str, str, bool]] = []
    for repository in repositories:
        if kind_of(repository) is not Found.DIRECTORY:
            continue
        work = repository if is_bare(repository) else os.path.dirname(repository)
        for path, hooks in _named_in(repository, work, (work, *works)):
            # A secret cannot be opened inside: it stays what it is, and so does what holds it.
            top = next((top for top in (work, *works) if within(path, top) and path != top), None)
            if top is not None and not _is_secret(path, top, home):
                found.append((top, path.removeprefix(f"{top}/"), hooks))
    return tuple(dict.fromkeys(found))


def _named_in(repository: str, work: str, tops: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Whole paths, links resolved, and whether each is a directory of hooks."""
    waiting = [(f"{repository}/{name}", 0) for name in _SETTINGS if kind_of(f"{repository}/{name}") is not None]
    known = {path for path, _ in waiting}
    starts = [work, repository]  # where git runs what is named
    for file, depth in waiting:  # the nearest first: what is named twice is followed from where it is less deep
        for key, value in _settings(file):
            if key == "include.path":
                # Includes are found from the file that names them, hooks from the work tree (git-config(1)).
                path = _led(os.path.dirname(file), value)
                yield path, False
                inside = any(within(path, top) for top in tops)
                if inside and path not in known and depth < MAX_INCLUDES and kind_of(path) is Found.FILE:
                    known.add(path)
                    waiting.append((path, depth + 1))
            elif key == "core.hookspath":
                yield _led(work, value), True
            elif key == "core.worktree":
                starts.append(_led(repository, value))
            else:
                yield from ((path, False) for path in _files_of(value, starts))


def _led(start: str, name: str) -> str:
    return os.path.realpath(os.path.join(start, os.path.expanduser(name)))


def _files_of(command: str, starts: Sequence[str]) -> Iterator[str]:
    """Every file that a word of `command` names from one of `starts`. What a shell would make of it is not asked."""
    words = [word for word in _APART.split(command.removeprefix("!")) if word]
    with contextlib.suppress(ValueError):  # quotes that do not close
        words += shlex.split(command.removeprefix("!"))
    for word in dict.fromkeys(word for word in words if "\0" not in word):
        for path in dict.fromkeys(_led(start, word) for start in starts):
            if kind_of(path) is Found.FILE:
                yield path


def _is_secret(path: str, top: str, home: str) -> bool:
    while path != top:
        if secret_class(path, home=home) is not None:
            return True
        path = os.path.dirname(path)
    return False


def _settings(path: str) -> Iterator[tuple[str, str]]:
    """Those that name something, the subsection left out of their names."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            parsed = ConfigFile.from_file(io.BytesIO(file.read(MAX_CONFIG_BYTES)), expand_includes=False)
    except (OSError, ValueError, KeyError, IndexError, AssertionError) as error:
        raise InvalidInput(
            f"{shown(path)} cannot be read: {type(error).__name__}", hint="git's settings must be plain; repair them"
        ) from None
    # Where it says that the work tree is elsewhere comes first: words are looked for there too.
    for section in sorted(parsed.sections(), key=lambda section: section[0].lower() != b"core"):
        head = section[0].decode(errors="replace").lower()
        for name, value in sorted(parsed.items(section), key=lambda item: item[0].lower() != b"worktree"):
            key = f"{'include' if head == 'includeif' else head}.{name.decode(errors='replace').lower()}"
            if key in ("core.hookspath", "core.worktree", "include.path") or _is_program(key, value):
                yield key, os.fsdecode(value)


def _is_program(key: str, value: bytes) -> bool:
    head = key.partition(".")[0]
    return key in tables.GIT_PROGRAMS or head == "uploadpack" or (head == "alias" and value.startswith(b"!"))


def _walk(top: str, *, skip: frozenset[str] = NOT_ENTERED) -> Iterator["os.DirEntry[str]"]:
    waiting = [top]
    while waiting:
        at = waiting.pop()
        try:
            with os.scandir(at) as entries:
                for entry in entries:
                    yield entry
                    if entry.is_dir(follow_symlinks=False) and entry.name not in skip:
                        waiting.append(entry.path)
        except OSError as error:
            _require_reached(error, at)
            continue  # not readable for us, so not readable for the agent, which is the same user


def _require_reached(error: OSError, path: str) -> None:
    """Raises `LimitExceeded` where only the whole path is too long: who goes there step by step reads it."""
    if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        raise LimitExceeded(
            f"{shown(path)} is too deep to be looked at", hint="take away what is so deep, or name a smaller directory"
        ) from None


def _hidden(entry: "os.DirEntry[str]", place: str, home: str) -> Iterator[tuple[str, Found]]:
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError as error:
        _require_reached(error, entry.path)
        raise
    if stat.S_ISSOCK(mode):
        yield entry.path, Found.SOCKET
        return
    if secret_class(entry.path, home=home) is None:
        return
    if not stat.S_ISLNK(mode):
        yield entry.path, _kind(mode)
        return
    # The link itself says nothing; what it leads to, within the tree, is what must not be read.
    target = os.path.realpath(entry.path)
    found = kind_of(target)
    if found in (Found.FILE, Found.DIRECTORY) and target.startswith(place + "/"):
        yield target, found


def kind_of(path: str) -> Found | None:
    """What stands at `path`, links not followed; None: nothing."""
    try:
        return _kind(os.lstat(path).st_mode)
    except OSError:
        return None


def _kind(mode: int) -> Found:
    if stat.S_ISREG(mode):
        return Found.FILE
    if stat.S_ISDIR(mode):
        return Found.DIRECTORY
    if stat.S_ISLNK(mode):
        return Found.LINK
    return Found.SOCKET if stat.S_ISSOCK(mode) else Found.OTHER


def _clients(home: str) -> Iterator[tuple[str, bool]]:
    for name in tables.CLIENT_CONFIG:
        path = f"{home}/{name}"
        found = kind_of(path)
        if found is Found.FILE:
            yield name, _is_clean(path)
        elif found is Found.DIRECTORY:
            yield name, all(_is_clean(entry.path) for entry in _walk(path) if not entry.is_dir(follow_symlinks=False))
        elif found is not None:
            yield name, False  # a link may lead anywhere


def _settings_files(home: str) -> list[str]:
    return [f"{home}/{name}" for name in tables.CLIENT_CONFIG if kind_of(f"{home}/{name}") is Found.FILE]


def _text(path: str) -> str:
    """What stands in `path`; nothing where it cannot be read, which is then left out by its own rule."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), encoding="utf-8") as file:
            return file.read(MAX_CONFIG_BYTES)
    except (OSError, UnicodeDecodeError):
        return ""


def _is_clean(path: str) -> bool:
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), encoding="utf-8") as file:
            text = file.read(MAX_CONFIG_BYTES + 1)
    except (OSError, UnicodeDecodeError):
        return False
    return len(text) <= MAX_CONFIG_BYTES and scan(text).scan is Scan.CLEAN


# ── what the probe is told ───────────────────────────────────────────────────────────────────────────────


def to_probe(plan: Plan, seen: Surroundings, paths: Paths, outside: Outside) -> dict[str, Any]:
    """What stands outside, so that the probe knows what to look for inside. Holds names, no secrets."""
    numbers = MACHINES[os.uname().machine].refused
    home = os.stat(seen.home)
    environ = seen.environ
    named = [environ.get(name, "") for name in tables.SOCKETS_BY_VARIABLE]
    sockets = [name.removeprefix("unix://").removeprefix("unix:path=").split(",")[0] for name in named]
    places = [place.replace("~", seen.home, 1) if place.startswith("~") else place for place in tables.SOCKET_PLACES]
    return {
        "loopback": outside.port,
        "door": f"{DOOR_DIRECTORY}/door.sock" if any(mount.at == DOOR_DIRECTORY for mount in plan.mounts) else "",
        "abstract": outside.abstract,
        "process": os.getpid(),
        "resolvers": _resolvers(),
        "home": seen.home,
        "home_id": [home.st_dev, home.st_ino],
        "home_secrets": _identified(f"{one}/{name}" for one in seen.homes for name in tables.HOME_SECRETS),
        "gate_files": [path for path in seen.gate if os.path.exists(path)],
        "gate_sockets": [paths.control_socket, paths.agent_socket],
        "sockets": [path for path in [*sockets, *places] if path.startswith("/")],
        "hidden": [mount.at for mount in plan.mounts if isinstance(mount, Blind | Sealed)],
        "variables": [*(name for name, _ in plan.environment), "LC_CTYPE"],
        "secret_variables": sorted(name for name in environ if is_secret_variable(name)),
        "namespaces": {
            kind: os.readlink(f"/proc/self/ns/{kind}") for kind in ("mnt", "net", "pid", "user", "ipc", "uts")
        },
        "devices": list(_DEVICES),
        "keyctl": numbers["keyctl"],
        "refused_calls": dict(numbers),
        "read_only": [mount.at for mount in plan.mounts if isinstance(mount, ReadOnly | Shut)],
    }


def _identified(paths: Iterable[str]) -> list[tuple[str, int, int]]:
    """Those that are there, each with what it is: a client inside makes its own in the home directory inside."""
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            standing = os.stat(path)
            found.append((path, standing.st_dev, standing.st_ino))
    return found


def _resolvers() -> list[str]:
    try:
        with open("/etc/resolv.conf", encoding="ascii", errors="replace") as file:
            words = [line.split() for line in file]
    except OSError:
        return []
    return [line[1] for line in words if len(line) > 1 and line[0] == "nameserver"][:4]


def require_project(wanted: Wanted) -> None:
    """Raises `InvalidInput` where the work tree's `.git` is not in it: then git would not work inside, or more than the
    tree would have to be writable."""
    if kind_of(f"{wanted.work}/.git") is Found.FILE and not wanted.writable:
        raise InvalidInput(
            f"{shown(wanted.work)} is a linked work tree: its repository lies elsewhere",
            hint="start it in the main work tree, or name the repository with `--write DIR`",
        )
