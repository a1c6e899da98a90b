"""Which PostgreSQL database, and how to get in: the address, checked, without the driver.

Law: the address holds no secret and nothing that changes what our statements mean; what crosses a network is
encrypted and the server proves who it is. Whatever else an address might say is refused, never ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from mayact.core.errors import ConfigInvalid, shown

_PARAMETERS: Final = frozenset(
    ("user", "host", "hostaddr", "port", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl")
)
"""What an address may say (libpq's names). Others change what statements mean (`options`, `service`), or are secret."""

_PROVES_ITSELF: Final = frozenset(("verify-full", "verify-ca"))


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """A database. `password_file`: in libpq's format, empty for none. Raises `ConfigInvalid` for a wrong address."""

    url: str
    password_file: str = ""

    def __post_init__(self) -> None:
        self.parameters()

    def __str__(self) -> str:
        found = self.parameters()
        port = f":{found['port']}" if "port" in found else ""
        user = f"{found['user']}@" if "user" in found else ""
        return f"{user}{found.get('host', '')}{port}/{found['dbname']}"

    def parameters(self) -> Mapping[str, str]:
        """For the driver, by libpq's names."""
        found = _said(self.url)
        if unknown := sorted(set(found) - _PARAMETERS):
            raise _refused(f"says {shown(unknown[0])}", f"it may say {', '.join(sorted(_PARAMETERS))}")
        if not found.get("dbname"):
            raise _refused("names no database", "write postgresql://USER@HOST:PORT/DATABASE")
        if any("," in found.get(name, "") for name in ("host", "hostaddr", "port")):
            # Which of several answers would decide which log is the log.
            raise _refused("names several servers", "name the one address behind which the primary stands")
        if _stays_here(found):
            return found
        # What crosses a network in the clear, or comes from whoever answers, is anybody's.
        mode = found.setdefault("sslmode", "verify-full")
        if mode not in _PROVES_ITSELF:
            raise _refused(f"says sslmode {shown(mode)} to another machine", "use verify-full, with sslrootcert")
        return found


def is_url(text: str) -> bool:
    return text.startswith(("postgresql:", "postgres:"))


def _said(url: str) -> dict[str, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query), errors="strict")
    except ValueError:
        raise _refused("cannot be read", "write postgresql://USER@HOST:PORT/DATABASE") from None
    if parts.scheme not in ("postgresql", "postgres") or parts.fragment or "://" not in url:
        raise _refused("cannot be read", "write postgresql://USER@HOST:PORT/DATABASE")
    if parts.password is not None or any(name in ("password", "sslpassword") for name, _ in pairs):
        raise _refused("holds a password", "put it into a password file: `store.password_file`")
    found = {
        "user": unquote(parts.username or ""),
        "host": unquote(parts.hostname or ""),
        "port": str(port) if port is not None else "",
        "dbname": unquote(parts.path.removeprefix("/")),
    }
    found = {name: value for name, value in found.items() if value}
    if ":" in found.get("user", "") or any(mark in found.get("dbname", "") for mark in "@/"):
        # An address that was written wrong: what is a password in it would be shown as a name.
        raise _refused("cannot be read", "write postgresql://USER@HOST:PORT/DATABASE")
    for name, value in pairs:
        if name in found:
            raise _refused(f"says {shown(name)} twice", "say it once")
        found[name] = value
    return found


def _stays_here(found: Mapping[str, str]) -> bool:
    place = found.get("hostaddr") or found.get("host") or "/"
    try:
        return place.startswith("/") or ip_address(place).is_loopback
    except ValueError:
        return False  # a name resolves to whatever its server says


def _refused(what: str, hint: str) -> ConfigInvalid:
    return ConfigInvalid(f"the address of the database {what}", hint=hint, field="store.url")
