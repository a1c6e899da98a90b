"""Where mayact keeps things, and what may be configured.

Law: a setting is listed in `_FIELDS` or it is refused; a file or directory that somebody else could have written is
not read; no setting switches a check off. Nothing here decides anything: policy is not configuration, and editing
this file approves nothing.
It refuses to know what the settings are used for. Standard library only and imported lazily, because every
`mayact exec` starts here.
"""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mayact.core.errors import ConfigInvalid, shown

Environ: TypeAlias = Mapping[str, str]

SYSTEM_CONFIG: Final = "/etc/mayact"
MAX_SETTINGS_BYTES: Final = 65_536
"""A settings file has a dozen lines; anything larger is not one."""

MAX_SOCKET_PATH_BYTES: Final = 107
"""`sockaddr_un.sun_path` holds 108 bytes with its final NUL (unix(7))."""

PRIVATE: Final = 0o700
PASSABLE: Final = 0o711
"""Others may pass to a socket below that is meant for them, and list nothing."""

READABLE: Final = 0o755
"""Others may read the settings, which hold nothing secret."""


# ── where ────────────────────────────────────────────────────────────────────────────────────────────────


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
    def database(self) -> str:
        return f"{self.state}/mayact.db"

    @property
    def gate_key_file(self) -> str:
        return f"{self.state}/gate.key"

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


# ── what ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings file, checked. The defaults hold for one person's machine."""

    origin: str = "mayact.local/gate"
    """Names this installation in permits and in the log's checkpoints. Never change it: the log is bound to it."""
    agents: frozenset[int] = frozenset()
    """Other users (uid) whose agents may ask this gate."""
    approvers: frozenset[int] = frozenset()
    """Other users (uid) who may connect to the control socket. Approving still takes an approver's key."""
    sweep_seconds: int = 5
    keep_environment: tuple[str, ...] = ()
    """Variables that `mayact exec` keeps besides its own list."""
    exec_wait_seconds: int = 0
    hook_wait_seconds: int = 50
    """How long a hook waits for a person; well below the 120 s after which the client would stop waiting."""

    @property
    def shared(self) -> bool:
        """Whether anybody else than the gate's own user may connect."""
        return bool(self.agents or self.approvers)


SETTINGS_TEMPLATE: Final = """\
# Settings of this mayact gate. Policy is not here: see `mayact policy`. Editing this file approves nothing.

[gate]
# Names this installation in permits and in the log. Never change it: the log is bound to it.
origin = "{origin}"
# Other users whose agents may ask, and who may connect to the control socket (names or numbers).
agents = []
approvers = []
# How often what expired or crashed is closed.
sweep_seconds = 5

[exec]
# Variables that `mayact exec` keeps besides its own list.
keep_environment = []
# How long `mayact exec` waits for an approval before it answers 75.
wait_seconds = 0

[hook]
# How long a coding agent's hook waits for an approval before it denies with a handle.
wait_seconds = 50
"""

_NEVER_KEPT: Final = frozenset(
    (
        *("BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "IFS", "CDPATH", "GLOBIGNORE"),
        *("NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "GCONV_PATH", "LOCPATH"),
        *("TERMINFO", "PAGER", "EDITOR", "VISUAL", "LESSOPEN", "LESSCLOSE", "BROWSER"),
    )
)
_NEVER_KEPT_PREFIXES: Final = ("LD_", "DYLD_", "GIT_", "PYTHON", "PERL", "RUBY", "BASH_FUNC", "MAYACT_", "_MAYACT")
# Each of these makes an ordinary program run other code than the command line says (bash(1), ld.so(8), git(1),
# python(1)), so that what was decided would not be what runs.


def load_settings(path: str, *, owners: frozenset[int] | None = None) -> Settings:
    """The settings in `path`; the defaults when there is no such file.

    `owners`: whose file is believed (default: this user's and root's). Raises `ConfigInvalid` naming the field.
    """
    try:
        require_own(path, owners=owners if owners is not None else frozenset({0, os.geteuid()}))
        with open(path, "rb") as file:
            raw = file.read(MAX_SETTINGS_BYTES + 1)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigInvalid(f"{shown(path)} cannot be read: {error.strerror}", hint="check its permissions") from None
    if len(raw) > MAX_SETTINGS_BYTES:
        raise ConfigInvalid(f"{shown(path)} is too large", hint=f"at most {MAX_SETTINGS_BYTES} bytes are read")
    return parse_settings(raw, name=path)


def parse_settings(raw: bytes, *, name: str = "mayact.toml") -> Settings:
    """TOML to `Settings`. Unknown sections and keys are refused: a misspelt setting would silently not hold."""
    import tomllib

    try:
        document = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigInvalid(f"{shown(name)} is not toml: {error}", hint="correct the line") from None
    found: dict[str, Any] = {}
    for section, members in document.items():
        if not isinstance(members, dict):
            raise _unknown(section)
        for key, value in members.items():
            field = f"{section}.{key}"
            if field not in _FIELDS:
                raise _unknown(field)
            target, read = _FIELDS[field]
            found[target] = read(value, field)
    return Settings(**found)


def _unknown(field: str) -> ConfigInvalid:
    return ConfigInvalid(f"unknown setting {shown(field)}", hint=f"known are {', '.join(sorted(_FIELDS))}", field=field)


def _wrong(field: str, wanted: str) -> ConfigInvalid:
    return ConfigInvalid(f"setting `{field}` is not {wanted}", hint="correct it in mayact.toml", field=field)


def _between(low: int, high: int) -> Callable[[Any, str], int]:
    def read(value: Any, field: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise _wrong(field, f"a whole number from {low} to {high}")
        return value

    return read


def _origin(value: Any, field: str) -> str:
    # C2SP signed-note: a key name is not empty and has neither spaces nor a plus sign.
    if not isinstance(value, str) or not 0 < len(value) <= 200 or "+" in value or not value.isascii():
        raise _wrong(field, "a short name without spaces or plus signs")
    if not all(ch.isprintable() and ch != " " for ch in value):
        raise _wrong(field, "a short name without spaces or plus signs")
    return value


def _users(value: Any, field: str) -> frozenset[int]:
    if not isinstance(value, list):
        raise _wrong(field, "a list of users")
    return frozenset(_uid(user, field) for user in value)


def _uid(user: Any, field: str) -> int:
    if type(user) is int and 0 <= user < 2**32 - 1:
        return user
    if not isinstance(user, str):
        raise _wrong(field, "a list of user names or numbers")
    import pwd

    try:
        return pwd.getpwnam(user).pw_uid
    except (KeyError, ValueError):
        raise ConfigInvalid(
            f"setting `{field}` names {shown(user)}, who is not a user here", hint="correct the name", field=field
        ) from None


def _variables(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _wrong(field, "a list of variable names")
    for name in value:
        if not name.isidentifier() or not name.isascii():
            raise ConfigInvalid(f"{shown(name)} is not a variable name", hint="correct the name", field=field)
        if name in _NEVER_KEPT or name.startswith(_NEVER_KEPT_PREFIXES):
            raise ConfigInvalid(
                f"variable `{name}` is never kept",
                hint="it makes programs run other code than the command says: remove it",
                field=field,
            )
    return tuple(sorted(set(value)))


_FIELDS: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "gate.origin": ("origin", _origin),
    "gate.agents": ("agents", _users),
    "gate.approvers": ("approvers", _users),
    "gate.sweep_seconds": ("sweep_seconds", _between(1, 3600)),
    "exec.keep_environment": ("keep_environment", _variables),
    "exec.wait_seconds": ("exec_wait_seconds", _between(0, 3600)),
    "hook.wait_seconds": ("hook_wait_seconds", _between(0, 100)),
}
"""Field in the file → attribute of `Settings`, and how it is read. The closed list."""
