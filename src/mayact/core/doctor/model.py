"""What `mayact doctor` sees and says, as nouns.

Law: nothing here holds the content of a credential, a command line of somebody else's or an address beyond its host:
what is not carried cannot be printed. Names that were read are hostile; whoever shows them escapes them.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mayact.core.wire.hooks.setup import HookSetup, Moment


class Severity(StrEnum):
    """Worst first."""

    CRITICAL = "critical"
    """A guard that is believed to stand does not."""
    HIGH = "high"
    """A way around the gate is open."""
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"


ORDER: Final = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`code` is stable, for programs; `text` says what is, `todo` what to do about it, each in one line."""

    severity: Severity
    code: str
    text: str
    todo: str


class Level(StrEnum):
    USER = "user"
    PROJECT = "project"
    MANAGED = "managed"


class Reading(StrEnum):
    READ = "read"
    MALFORMED = "not understood"
    UNREADABLE = "cannot be read"
    ELSEWHERE = "leads out of its place"
    TOO_LARGE = "too large"
    NO_FILE = "no regular file"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A settings file that is there. `wide`: somebody else than its owner and root may write it."""

    client: str
    level: Level
    path: str
    reading: Reading
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A hook line that is, letter for letter, what mayact writes for `setup`."""

    setup: HookSetup
    codec: str
    moment: Moment


class Script(StrEnum):
    """The file that a hook of ours starts."""

    PACKAGED = "as packaged"
    DIFFERS = "another file"
    MISSING = "missing"
    UNTRUSTED = "where somebody else could exchange it"
    """It, or the interpreter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One hook of one event. `command`: the exact line, to be run and never to be shown; `program`: its first word.

    `ours`: it names our script. `line`: None when it is not what mayact writes. `plugin`: OpenCode's form."""

    client: str
    level: Level
    path: str
    event: str
    command: str = field(repr=False)
    program: str = ""
    ours: bool = False
    line: Line | None = None
    script: Script | None = None
    plugin: bool = False
    watches: bool = False
    """It is ours and denies nothing (`mayact init --observe`)."""
    weak: tuple[str, ...] = ()
    """What lets calls past it although it is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A setting or a variable that opens something. `off`: the levels at which it takes our hooks away."""

    client: str
    level: Level
    path: str
    name: str
    text: str
    severity: Severity
    off: frozenset[Level] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """An MCP server. `target`: a program with its package, or a host; `pinned`: None where that cannot be said."""

    client: str
    level: Level
    path: str
    name: str
    transport: str
    target: str
    pinned: bool | None = None
    secrets: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    client: str
    level: Level
    path: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one settings file says."""

    hooks: tuple[Hook, ...] = ()
    switches: tuple[Switch, ...] = ()
    servers: tuple[Server, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    trusted: tuple[str, ...] = ()
    """Hooks that a person told Codex to run: `PATH:EVENT:GROUP:HOOK`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A coding agent that is installed. `client`: how its hooks are called; empty: mayact has none for it."""

    name: str
    title: str
    client: str
    path: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """Where a secret lies. `count`: files of it; `wide`: how many of them others may read."""

    where: str
    kind: str
    count: int = 1
    wide: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    agents: tuple[Agent, ...] = ()
    files: tuple[File, ...] = ()
    facts: tuple[Facts, ...] = ()
    credentials: tuple[Credential, ...] = ()
    variables: tuple[str, ...] = ()
    """Names of environment variables that hold secrets."""
    sockets: tuple[str, ...] = ()
    """Sockets of other programs that this user may connect to."""
    cut: tuple[str, ...] = ()
    """Where there was more than is looked at."""

    @property
    def hooks(self) -> tuple[Hook, ...]:
        return tuple(hook for facts in self.facts for hook in facts.hooks)

    def trusts(self, hook: Hook) -> bool:
        """Whether the client runs that hook at all. Codex passes over a user's until its person trusted it."""
        if hook.client != "codex" or hook.level is Level.MANAGED:
            return True
        return any(key.startswith(f"{hook.path}:pre_tool_use:") for facts in self.facts for key in facts.trusted)

    @property
    def switches(self) -> tuple[Switch, ...]:
        return tuple(switch for facts in self.facts for switch in facts.switches)

    @property
    def servers(self) -> tuple[Server, ...]:
        return tuple(server for facts in self.facts for server in facts.servers)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        return tuple(plugin for facts in self.facts for plugin in facts.plugins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`strength`: of an agent of this user, when it answers. `user`: the uid it runs as, by its configuration."""

    answers: bool
    initialised: bool
    strength: str = ""
    policy: str = ""
    anchored: bool | None = None
    said: str = ""
    socket: str = ""
    owner: int = 0


class Trial(StrEnum):
    """What a guard is put to."""

    FORBIDDEN = "a forbidden call"
    SILENCE = "an event that no answer belongs to"
    ABSENT = "a forbidden call while no gate is there"
    PROOF = "a probe inside"


class Result(StrEnum):
    HELD = "held"
    LET_THROUGH = "let through"
    UNTRIED = "not tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One trial of one guard. `guard` names it for people."""

    guard: str
    client: str
    path: str
    trial: Trial
    result: Result
    why: str = ""
    took_ms: int = 0
