"""The nouns of a sandbox: what was seen outside, what shall be inside.

Law: a plan is a closed grammar. Nothing is inside that no mount of the plan names, and `access` says of every path what
the mounts together make of it, by the kernel's own rule: the last mount that covers a path decides.
It refuses to know how a mount is made (`argv.py`) and who looked (`boundary.run.look`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from mayact.core.canonical import Digest, Json, JsonObject, digest_of

GATE_HOME: Final = "/run/gate"
"""Where the agent's own view of the gate stands inside (`MAYACT_HOME`): one socket, and settings of `mayact exec`."""

AGENT_SOCKET: Final = f"{GATE_HOME}/run/agent/agent.sock"
"""Where the agent finds its socket: as `config.paths_in(GATE_HOME)` says."""

OVERFLOW_UID: Final = 65_534
"""What a user of outside is called in a sandbox that does not know it (user_namespaces(7))."""

DOOR_DIRECTORY: Final = "/run/door"
"""Where the way out to listed hosts stands inside."""


# ── what is asked, and what was seen ─────────────────────────────────────────────────────────────────────


class Found(StrEnum):
    """What stands at a path, links not followed."""

    FILE = "file"
    DIRECTORY = "directory"
    LINK = "link"
    SOCKET = "socket"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person asked for on the command line. Paths are absolute, normalised and without links."""

    command: tuple[str, ...]
    work: str
    """The work tree: the agent may write below it."""
    cwd: str
    tools: tuple[str, ...] = ()
    """Read-only places beside the system's own, for the programs that the agent needs."""
    writable: tuple[str, ...] = ()
    """More places that the agent may write."""
    passed: tuple[str, ...] = ()
    """Variables handed over beside the allow-list, by name."""
    hosts: tuple[str, ...] = ()
    """`host` or `host:port` that the egress door lets through."""
    models: tuple[str, ...] = ()
    """Providers (`core.egress.models`) that are reached with a key that stays outside."""
    limits: "Limits | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was observed outside, before anything is decided. Paths as in `Wanted`."""

    user: str
    home: str
    homes: tuple[str, ...]
    """`home`, and the account's own where that is another."""
    environ: Mapping[str, str]
    system: Mapping[str, str | None]
    """Of `tables.SYSTEM`, what exists: None for a directory, else where the link leads."""
    etc: frozenset[str] = frozenset()
    """Of `tables.ETC`, what exists."""
    gate: tuple[str, ...] = ()
    """Where the gate keeps its files and sockets, and the approvers' keys."""
    launched: str = ""
    """The directory that the gate made for this agent. It becomes `GATE_HOME`."""
    door: str = ""
    """The directory of the egress door's socket; empty: there is no way out."""
    lanes: str = ""
    """The directory of the socket of whoever runs permitted commands; empty: they run beside the agent."""
    scratch: str = ""
    """An empty directory of this launch alone, for temporary places and the home directory inside; empty: they are in
    memory, and no other sandbox sees them."""
    own: tuple[str, ...] = ()
    """What mayact itself needs inside: its package, its interpreter."""
    own_path: tuple[str, ...] = ()
    """Directories that come first on the search path, so that `mayact` is this one."""
    program: str = ""
    """Where the agent's program is, links resolved; empty: it was not found."""
    interpreter: str = ""
    """What starts it, when it is a script: the first word of its first line."""
    shells: Mapping[str, str] = field(default_factory=dict)
    """`bash` and `sh` of `/bin`, as far as they exist → the file, links resolved."""
    shim: str = ""
    """The program for the shells' names (`shells.py`); empty: they stay real."""
    tree: Mapping[str, Found] = field(default_factory=dict)
    """What stands at the guarded places of the work tree (`tables.guarded_in`), and everything else of it that must not
    be read: secrets by name, sockets."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Files of the sandbox's own making, below `/etc` or in the place of client configuration: path → text."""
    named: tuple[tuple[str, str, bool], ...] = ()
    """What the settings of a repository name within its own work tree, as hooks or as more settings: the work tree, the
    name below it, whether it is a directory. Guarded as the known names are."""
    clients: Mapping[str, bool] = field(default_factory=dict)
    """Client configuration in the home directory that exists and is a plain file or directory → whether it was looked
    through and holds no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on everything beneath together where the kernel can count it so, else on each process."""

    processes: int = 1_024
    """A build starts a few hundred; a fork bomb wants them all."""
    memory: int = 8 << 30
    """Bytes. Where no control group can be had it is not enforced, and the launcher says so."""
    files: int = 16_384
    """Open files of one process. Watchers of large repositories need thousands."""
    file_size: int = 16 << 30
    """Bytes of one written file."""
    scratch: int = 2 << 30
    """Bytes of each temporary place that is in memory. Those that a launch's sandboxes share are bounded by their file
    system, and each file by `file_size`."""


# ── what is mounted ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """`source` of outside, at `at`; nobody inside can change it."""

    source: str
    at: str


@dataclass(frozen=True, slots=True)
class Writable:
    """`source` of outside, at `at`. What is written there stays."""

    source: str
    at: str


@dataclass(frozen=True, slots=True)
class Scratch:
    """An empty place in memory that ends with the sandbox. `size`: bytes."""

    at: str
    size: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A place outside that is this launch's alone and ends with it: its sandboxes see the same there. `source` is made
    by the launcher. `holds`: it lies within another one, so that nobody can put something else in the place of a
    directory that holds a mount."""

    source: str
    at: str
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Sealed:
    """An empty directory that nobody can write: there is nothing, and nothing can be put there."""

    at: str


@dataclass(frozen=True, slots=True)
class Shut:
    """The place of an earlier mount, read-only from here on with what was put into it."""

    at: str


@dataclass(frozen=True, slots=True)
class Blind:
    """A file that is there and that nobody can open."""

    at: str


@dataclass(frozen=True, slots=True)
class Link:
    target: str
    at: str


@dataclass(frozen=True, slots=True)
class Text:
    """A read-only file made for the sandbox. What is no text stands in it as `surrogateescape` writes it."""

    text: str
    at: str
    executable: bool = False


@dataclass(frozen=True, slots=True)
class Processes:
    """`/proc` of the sandbox's own process namespace."""

    at: str


@dataclass(frozen=True, slots=True)
class Devices:
    """`null`, `zero`, `full`, `random`, `urandom`, `tty`, terminals of its own, and no device of the machine."""

    at: str


Mount: TypeAlias = ReadOnly | Writable | Scratch | Shared | Sealed | Shut | Blind | Link | Text | Processes | Devices


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One sandbox. `mounts` in the order in which they are made: later ones lie over earlier ones."""

    mounts: tuple[Mount, ...]
    environment: tuple[tuple[str, str], ...]
    command: tuple[str, ...]
    cwd: str
    limits: Limits
    hosts: tuple[str, ...]
    models: tuple[str, ...]
    made: tuple[str, ...]
    """Directories of outside that have to be made for a mount to stand on, and are taken away afterwards if empty."""
    watched: tuple[str, ...]
    """Guarded files that do not exist: a mount cannot stand there, so their appearance is told afterwards."""
    said: tuple[str, ...]
    """One line each for the person: what was left out and why."""


# ── what the mounts together make of a path ──────────────────────────────────────────────────────────────


class Access(StrEnum):
    """What somebody inside has of one path of *outside*'s name space."""

    NOTHING = "nothing"  # no mount: it does not exist
    SCRATCH = "scratch"  # the sandbox's own; nothing of outside
    SEALED = "sealed"  # an own place that is empty or unreadable
    READS = "reads"
    WRITES = "writes"


@dataclass(frozen=True, slots=True)
class Seen:
    access: Access
    source: str = ""
    """The path of outside that is seen; empty when it is nothing of outside. Also of
    what is shared within the launch."""


def access(plan: Plan, path: str) -> Seen:
    """What `path` (absolute, normalised, as named inside) is. Links are not followed."""
    seen = Seen(Access.NOTHING)
    for mount in plan.mounts:
        if within(path, mount.at):
            seen = _of(mount, path)
    return seen


def _of(mount: Mount, path: str) -> Seen:
    match mount:
        case ReadOnly(source=source, at=at):
            return Seen(Access.READS, source + path[len(at) :])
        case Writable(source=source, at=at):
            return Seen(Access.WRITES, source + path[len(at) :])
        case Shared(source=source, at=at):
            return Seen(Access.SCRATCH, source + path[len(at) :])
        case Scratch() | Devices() | Processes():
            return Seen(Access.SCRATCH)
        case Sealed() | Shut() | Blind() | Text() | Link():
            return Seen(Access.SEALED)
        case _:
            assert_never(mount)


def within(path: str, root: str) -> bool:
    """Whether `path` is `root` or below it; both absolute and normalised."""
    return path == root or path.startswith(root if root.endswith("/") else root + "/")


def overlaps(one: str, other: str) -> bool:
    return within(one, other) or within(other, one)


# ── a plan as it is recorded ─────────────────────────────────────────────────────────────────────────────


def plan_json(plan: Plan) -> JsonObject:
    """What is recorded of a plan. Values of variables stay out: a person may have named one that holds a key."""
    return {
        "type": "mayact/sandbox/v1",
        "mounts": tuple(_mount_json(mount) for mount in plan.mounts),
        "environment": tuple(name for name, _ in plan.environment),
        "command": plan.command,
        "cwd": plan.cwd,
        "hosts": plan.hosts,
        "models": plan.models,
        "limits": {
            "processes": plan.limits.processes,
            "memory": plan.limits.memory,
            "files": plan.limits.files,
            "file_size": plan.limits.file_size,
            "scratch": plan.limits.scratch,
        },
    }


def plan_digest(plan: Plan) -> Digest:
    return digest_of(plan_json(plan))


def _mount_json(mount: Mount) -> Json:
    match mount:
        case ReadOnly(source=source, at=at):
            return ("read-only", at, source)
        case Writable(source=source, at=at):
            return ("writable", at, source)
        case Scratch(at=at):
            return ("scratch", at)
        case Shared(at=at, source=source):
            return ("shared", at, source)
        case Sealed(at=at):
            return ("sealed", at)
        case Shut(at=at):
            return ("shut", at)
        case Blind(at=at):
            return ("blind", at)
        case Link(target=target, at=at):
            return ("link", at, target)
        case Text(at=at):
            return ("text", at)
        case Processes(at=at):
            return ("processes", at)
        case Devices(at=at):
            return ("devices", at)
        case _:
            assert_never(mount)
