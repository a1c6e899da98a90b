"""What may be configured, with its default and its reason; `docs/configuration.md` is written from this table.

Law: a setting is listed in `SETTINGS` or it is refused; no setting switches a check off. Nothing here decides
anything: policy is not configuration, and editing this file approves nothing.
It refuses to know what the settings are used for.
"""

import os
from dataclasses import dataclass, fields
from typing import Any, Final

from mayact.config.paths import require_own
from mayact.config.readers import Reader, between, file_name, listen, origin, postgres_url, public_url, users, variables
from mayact.core.errors import ConfigInvalid, shown

MAX_SETTINGS_BYTES: Final = 65_536
"""A settings file has a few dozen lines; anything larger is not one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings file, checked. The defaults hold for one person's machine; what each is for stands in `SETTINGS`."""

    origin: str = "mayact.local/gate"
    agents: frozenset[int] = frozenset()
    approvers: frozenset[int] = frozenset()
    sweep_seconds: int = 5
    keep_environment: tuple[str, ...] = ()
    exec_wait_seconds: int = 0
    hook_wait_seconds: int = 50
    store_url: str = ""
    store_password_file: str = ""
    store_queue: int = 1024
    store_group: int = 128
    store_wait_seconds: int = 10
    http_listen: str = ""
    http_public_url: str = ""
    http_tls_certificate: str = ""
    http_tls_key: str = ""
    http_connections: int = 512
    http_rate: int = 1000
    http_read_seconds: int = 10
    http_decide_seconds: int = 30

    @property
    def shared(self) -> bool:
        """Whether anybody else than the gate's own user may connect."""
        return bool(self.agents or self.approvers)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the reference: `name` in the file, `attribute` of `Settings`, what may be written, what it is for."""

    name: str
    attribute: str
    read: Reader
    accepts: str
    says: str

    @property
    def default(self) -> Any:
        return next(field.default for field in fields(Settings) if field.name == self.attribute)


SETTINGS: Final = (
    Setting(
        "gate.origin",
        "origin",
        origin,
        "a short name without spaces or plus signs",
        "Names this installation in permits and in the log. Never change it: the log is bound to it.",
    ),
    Setting(
        "gate.agents",
        "agents",
        users,
        "a list of user names or numbers",
        "Other users whose agents may ask on the agent socket.",
    ),
    Setting(
        "gate.approvers",
        "approvers",
        users,
        "a list of user names or numbers",
        "Other users who may connect to the control socket. Approving still takes an approver's key.",
    ),
    Setting(
        "gate.sweep_seconds",
        "sweep_seconds",
        between(1, 3600),
        "1 to 3600",
        "How often what expired or crashed is closed.",
    ),
    Setting(
        "exec.keep_environment",
        "keep_environment",
        variables,
        "a list of variable names",
        "Variables that `mayact exec` keeps besides its own list.",
    ),
    Setting(
        "exec.wait_seconds",
        "exec_wait_seconds",
        between(0, 3600),
        "0 to 3600",
        "How long `mayact exec` waits for an approval before it answers 75.",
    ),
    Setting(
        "hook.wait_seconds",
        "hook_wait_seconds",
        between(0, 100),
        "0 to 100",
        "How long a coding agent's hook waits for an approval before it denies with a handle; well below the 120 s "
        "after which the client would stop waiting.",
    ),
    Setting(
        "store.url",
        "store_url",
        postgres_url,
        "empty, or postgresql://USER@HOST:PORT/DATABASE without a password",
        "Where the log is kept. Empty: the embedded store, for one gate. Several gates may share one PostgreSQL "
        "database. Change it with `mayact migrate`, which moves what is there.",
    ),
    Setting(
        "store.password_file",
        "store_password_file",
        file_name,
        "empty, or an absolute path",
        "A password file in libpq's format (HOST:PORT:DATABASE:USER:PASSWORD), readable by the gate alone.",
    ),
    Setting(
        "store.queue",
        "store_queue",
        between(1, 65_536),
        "1 to 65536",
        "How many writes may wait for the log. One more is refused at once, so that no slow disk fills the memory; "
        "64 more places are only for hooks, boundaries and people.",
    ),
    Setting(
        "store.group",
        "store_group",
        between(1, 4_096),
        "1 to 4096",
        "How many waiting writes share one transaction and one flush to disk.",
    ),
    Setting(
        "store.wait_seconds",
        "store_wait_seconds",
        between(1, 600),
        "1 to 600",
        "How long a write may take before its caller is told that the store does not answer.",
    ),
    Setting(
        "http.listen",
        "http_listen",
        listen,
        "empty, HOST:PORT, or unix:/absolute/path",
        "Where the HTTP API answers; empty: nowhere. Anything but a loopback address or a socket file needs TLS.",
    ),
    Setting(
        "http.public_url",
        "http_public_url",
        public_url,
        "empty, or an https:// address",
        "How callers reach it from outside, for the metadata document. Empty: as it listens.",
    ),
    Setting(
        "http.tls_certificate",
        "http_tls_certificate",
        file_name,
        "empty, or an absolute path",
        "Certificate chain in PEM form. With `http.tls_key`: the API speaks TLS and nothing else.",
    ),
    Setting(
        "http.tls_key",
        "http_tls_key",
        file_name,
        "empty, or an absolute path",
        "Private key in PEM form, readable by the gate alone.",
    ),
    Setting(
        "http.connections",
        "http_connections",
        between(1, 16_384),
        "1 to 16384",
        "How many HTTP connections may be open at once. More are refused.",
    ),
    Setting(
        "http.rate",
        "http_rate",
        between(1, 1_000_000),
        "1 to 1000000",
        "How many requests a second each token may make, with a burst of twice that. More are answered 429.",
    ),
    Setting(
        "http.read_seconds",
        "http_read_seconds",
        between(1, 300),
        "1 to 300",
        "A request is complete in this time or its connection is closed.",
    ),
    Setting(
        "http.decide_seconds",
        "http_decide_seconds",
        between(1, 300),
        "1 to 300",
        "A decision that takes longer is answered 503; nothing may run on it.",
    ),
)
"""The closed list, in the order of the file that `mayact init` writes."""

_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


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
            if field not in _BY_NAME:
                raise _unknown(field)
            found[_BY_NAME[field].attribute] = _BY_NAME[field].read(value, field)
    return _consistent(Settings(**found))


def _consistent(settings: Settings) -> Settings:
    if bool(settings.http_tls_certificate) != bool(settings.http_tls_key):
        lacking = "http.tls_key" if settings.http_tls_certificate else "http.tls_certificate"
        raise ConfigInvalid(f"setting `{lacking}` is missing", hint="TLS needs both files", field=lacking)
    listening = settings.http_listen
    if listening and not settings.http_tls_key and not _stays_here(listening):
        # A token that crosses a network in the clear is anybody's.
        raise ConfigInvalid(
            f"setting `http.listen` is {shown(listening)} without TLS",
            hint="give http.tls_certificate and http.tls_key, or listen on 127.0.0.1 or unix:/path behind a proxy",
            field="http.listen",
        )
    return settings


def _stays_here(listening: str) -> bool:
    import ipaddress

    host = listening.rpartition(":")[0].strip("[]")
    if listening.startswith("unix:"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name resolves to whatever its server says


def _unknown(field: str) -> ConfigInvalid:
    return ConfigInvalid(
        f"unknown setting {shown(field)}", hint=f"known are {', '.join(sorted(_BY_NAME))}", field=field
    )


def settings_template(origin: str) -> str:
    """A settings file with every setting at its default, explained. `origin` names the installation."""
    from textwrap import wrap

    lines = [
        "# Settings of this mayact gate. Policy is not here: see `mayact policy`. Editing this file approves nothing."
    ]
    section = ""
    for setting in SETTINGS:
        of, key = setting.name.split(".")
        if of != section:
            section = of
            lines += ["", f"[{of}]"]
        lines += [f"# {line}" for line in wrap(setting.says, 110)]
        value = origin if setting.attribute == "origin" else setting.default
        lines.append(f"{key} = {toml_value(value)}")
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """`value` as TOML: text, whole numbers and empty lists are all that a default can be."""
    if isinstance(value, str):
        return f'"{value}"'
    return "[]" if isinstance(value, frozenset | tuple) else str(value)
