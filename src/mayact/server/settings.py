"""What the sockets need to be told. Plain values and three views; nothing here does anything."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mayact.core.canonical import JsonObject
from mayact.core.model import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Times are milliseconds. `agent_uids` and `control_uids` are admitted beside the gate's own uid."""

    agent_socket: str
    """Absolute path. Its directory is the gate's own and holds nothing else."""
    control_socket: str
    """Absolute path in another directory, which is never mounted where an agent runs."""
    mayact: str
    """Absolute path of the command that a hook rewrites to."""
    launched: str = ""
    """Absolute path of the directory in which launched agents get a place of their own; empty: beside the sockets."""
    exec_wait_s: int = 0
    """What `mayact exec` of a launched agent is told of `exec.wait_seconds`."""
    agent_uids: frozenset[int] = frozenset()
    control_uids: frozenset[int] = frozenset()
    keep_environment: frozenset[str] = frozenset()
    """Variables kept beside `core.wire.environment.KEPT`."""
    hook_wait_ms: int = 50_000
    """How long a hook waits for a person. Below the hook script's own deadline, which is below the client's."""
    max_wait_ms: int = 600_000
    """The longest a caller may ask to wait."""
    read_ms: int = 10_000
    """A message is complete in this time or its sender is dropped."""
    gate_ms: int = 30_000
    """A decision that takes longer is refused; whatever it still writes is closed by the sweep."""
    grace_ms: int = 5_000
    """On stop, how long exchanges that are under way may take to end."""
    sweep_ms: int = 10_000
    max_connections: int = 64
    """Per socket and user. More are refused, so that no user can hold the gate's memory or keep another one out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What the sockets show but do not know: composed in `app`."""

    status: Callable[[], JsonObject]
    """Everything `mayact status` shows. May raise `MayactError`."""
    policy: Callable[[], JsonObject]
    """`{"digest", "bundle"}` of the active policy. Raises `NoPolicy`."""
    decision: Callable[[Decision], JsonObject]
    """A decision as JSON, for `explain`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a uid belongs to. `home` is absolute."""

    user: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The world around the sockets, replaceable in tests. `log` takes one line for the person who runs the gate."""

    people: Callable[[int], Person]
    """Raises `Unauthenticated` for a uid that nobody has."""
    log: Callable[[str], None]
    own_uid: int
    ready: Callable[[], None] = field(default=lambda: None)
    """Called once, when both sockets accept."""
