"""Where mayact keeps things.

Law: a file or directory that somebody else could have written is not read. It refuses to know what is in them.
Standard library only, and imported lazily where it can be, because every `mayact exec` starts here.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.errors import ConfigInvalid, shown

Environ: TypeAlias = Mapping[str, str]

SYSTEM_CONFIG: Final = "/etc/mayact"

SYSTEM_UNIT: Final = "/etc/systemd/system/mayact.service"
"""Where `make install` puts the unit of the machine's own gate."""

MAX_SOCKET_PATH_BYTES: Final = 107
"""`sockaddr_un.sun_path` holds 108 bytes with its final NUL (unix(7))."""

PRIVATE: Final = 0o700
PASSABLE: Final = 0o711
"""Others may pass to a socket below that is meant for them, and list nothing."""

READABLE: Final = 0o755
"""Others may read the settings, which hold nothing secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Absolute directories. `anchor` is never inside `state`: putting an old `state` back must not take the
    anchor with it (design, "Rollback"). `keys` belongs to a person, everything else to the gate."""

    config: str
    state: str
    anchor: str
    runtime: str
    keys: str
    home: str | None = None
    """The one directory that holds everything, when there is one (`MAYACT_HOME`, `--home`)."""

    @property
    def settings_file(self) -> str:
        return f"{self.config}/mayact.toml"

    @property
    def log_key_file(self) -> str:
        """The gate's public key in the log's text form (C2SP vkey). Its presence means: `init` was finished."""
        return f"{self.config}/log.vkey"

    @property
    def start(self) -> str:
        """The command that somebody without a running gate needs next."""
        if not os.path.exists(self.log_key_file):
            return "mayact init"
        # The machine's gate runs as a user of its own: `mayact up` by anybody else could not read its key.
        by_systemd = self.config == SYSTEM_CONFIG and os.path.exists(SYSTEM_UNIT)
        return "systemctl start mayact" if by_systemd else "mayact up"

    @property
    def database(self) -> str:
        return f"{self.state}/mayact.db"

    @property
    def gate_key_file(self) -> str:
        return f"{self.state}/gate.key"

    @property
    def tokens_file(self) -> str:
        """Digests of the tokens that HTTP callers carry. Private: it says who may ask, and for whom."""
        return f"{self.state}/tokens.toml"

    @property
    def anchor_file(self) -> str:
        return f"{self.anchor}/head"

    @property
    def agent_socket(self) -> str:
        return f"{self.runtime}/agent/agent.sock"

    @property
    def control_socket(self) -> str:
        return f"{self.runtime}/control/control.sock"


def paths_in(home: str) -> Paths:
    """Everything below one directory: tests, demonstrations, several gates on one machine."""
    base = os.path.abspath(home)
    return Paths(
        config=f"{base}/config",
        state=f"{base}/state",
        anchor=f"{base}/anchor",
        runtime=f"{base}/run",
        keys=f"{base}/keys",
        home=base,
    )


def find_paths(environ: Environ, *, uid: int) -> Paths:
    """The paths that hold for this process.

    `MAYACT_HOME`, else the machine's own gate when there is one or `uid` is 0, else the user's (XDG base
    directories). The machine's comes first because whoever administers it chose it; a user's would be an agent's
    too. Raises `ConfigInvalid` for a relative directory (the XDG specification has those ignored; here that would
    quietly be another gate).
    """
    if home := environ.get("MAYACT_HOME"):
        return paths_in(_absolute("MAYACT_HOME", home))
    own_home = _absolute("HOME", environ.get("HOME") or _home_of(uid))
    own_config = _xdg(environ, "XDG_CONFIG_HOME", f"{own_home}/.config")
    if uid == 0 or os.path.exists(f"{SYSTEM_CONFIG}/mayact.toml"):
        return Paths(
            config=SYSTEM_CONFIG,
            state="/var/lib/mayact",
            anchor="/var/lib/mayact-anchor",
            runtime="/run/mayact",
            keys=f"{own_config}/keys",
        )
    state = _xdg(environ, "XDG_STATE_HOME", f"{own_home}/.local/state")
    runtime = environ.get("XDG_RUNTIME_DIR")
    return Paths(
        config=own_config,
        state=state,
        anchor=_xdg(environ, "XDG_DATA_HOME", f"{own_home}/.local/share") + "/anchor",
        runtime=f"{_absolute('XDG_RUNTIME_DIR', runtime)}/mayact" if runtime else f"{state}/run",
        keys=f"{own_config}/keys",
    )


def _xdg(environ: Environ, name: str, default: str) -> str:
    return f"{_absolute(name, environ.get(name) or default)}/mayact"


def _absolute(name: str, path: str) -> str:
    if not path.startswith("/"):
        raise ConfigInvalid(f"{name} {shown(path)} is not absolute", hint="give the full path", field=name)
    return os.path.normpath(path)


def _home_of(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_dir
    except KeyError:
        raise ConfigInvalid(f"user {uid} has no home directory", hint="set HOME or MAYACT_HOME", field="HOME") from None


def require_socket_length(path: str) -> str:
    """`path`, or `ConfigInvalid` when no socket could be bound there."""
    if len(os.fsencode(path)) > MAX_SOCKET_PATH_BYTES:
        raise ConfigInvalid(
            f"the socket path {shown(path)} is too long",
            hint=f"at most {MAX_SOCKET_PATH_BYTES} bytes: choose a shorter MAYACT_HOME or XDG_RUNTIME_DIR",
            field="runtime",
        )
    return path


def trusted_owners(paths: Paths) -> frozenset[int]:
    """The users whose gate, socket and settings this process believes: root, itself, and whoever owns the
    configuration directory: below /etc that is the administrator's choice, elsewhere the caller's own."""
    own = frozenset({0, os.geteuid()})
    try:
        return own | {os.lstat(paths.config).st_uid}
    except OSError:
        return own  # there is no such gate: it will be found unreachable


def prepare(paths: Paths, *, shared: bool) -> None:
    """Make or check every directory of the gate. `shared`: other users may pass to the sockets and read the settings.

    Raises `ConfigInvalid`. The socket directories below `runtime` are made by whoever binds there.
    """
    if paths.home is not None:
        make_directory(paths.home, mode=PASSABLE if shared else PRIVATE)
    make_directory(paths.config, mode=READABLE if shared else PRIVATE)
    make_directory(paths.runtime, mode=PASSABLE if shared else PRIVATE)
    for private in (paths.state, paths.anchor):
        make_directory(private)
    require_socket_length(paths.agent_socket)
    require_socket_length(paths.control_socket)


def make_directory(path: str, *, mode: int = PRIVATE) -> None:
    """Make `path` with `mode`, or check that it is ours and nobody else can write it.

    Raises `ConfigInvalid`: what somebody else owns or may write could be exchanged under the gate's feet.
    """
    try:
        os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
        try:
            os.mkdir(path, mode)
            os.chmod(path, mode)  # mkdir's mode is cut by the umask
        except FileExistsError:
            pass  # checked below, like one we made
        require_own(path, directory=True)
        if stat.S_IMODE(os.lstat(path).st_mode) != mode:
            os.chmod(path, mode)
    except OSError as error:
        raise ConfigInvalid(
            f"directory {shown(path)} cannot be used: {error.strerror}", hint="make it yours, or choose another"
        ) from None


def require_own(path: str, *, directory: bool = False, owners: frozenset[int] | None = None) -> os.stat_result:
    """The status of `path`, refusing a symbolic link, another kind, a foreign owner, or writing by others.

    `owners` defaults to this process's user. Raises `ConfigInvalid`, and `OSError` when it is not there.
    """
    found = os.lstat(path)
    wanted = stat.S_ISDIR if directory else stat.S_ISREG
    if not wanted(found.st_mode):
        kind = "a directory" if directory else "a regular file"
        raise ConfigInvalid(f"{shown(path)} is not {kind}", hint="move it away and try again")
    if found.st_uid not in (owners if owners is not None else frozenset({os.geteuid()})):
        raise ConfigInvalid(
            f"{shown(path)} belongs to user {found.st_uid}", hint="run as its owner, or move it away and try again"
        )
    if found.st_mode & 0o022:
        raise ConfigInvalid(f"{shown(path)} can be written by others", hint=f"chmod go-w {path}")
    return found
