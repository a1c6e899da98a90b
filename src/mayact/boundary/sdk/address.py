"""Where a gate answers, as its caller writes it: `https://host`, `http://127.0.0.1:PORT`, or `unix:/absolute/path`.

Law: a token never crosses a network in the clear. Plain `http` is accepted for a literal loopback address and nothing
else, because a name (`localhost` too) resolves to whatever its resolver says. There is no way to switch the checks of
TLS off.
"""

import ipaddress
import os
import stat
from dataclasses import dataclass
from urllib.parse import urlsplit

from mayact.core.errors import ConfigInvalid, GateUnreachable, shown

_HINT = "write https://HOST, http://127.0.0.1:PORT, or unix:/absolute/path"


@dataclass(frozen=True, slots=True)
class Address:
    """`origin` is what paths are put behind; `socket` the absolute path of a unix socket, or empty."""

    origin: str
    socket: str = ""

    @property
    def remote(self) -> bool:
        """Whether requests leave this machine (and so go through TLS)."""
        return self.origin.startswith("https://")

    @property
    def point(self) -> str | None:
        """How a decision point must name itself; None on this machine, where it is known by other names outside."""
        return self.origin if self.remote else None


def parse_address(text: str) -> Address:
    """The address in `text`. Raises `ConfigInvalid`."""
    if text.startswith("unix:"):
        return _socket(text.removeprefix("unix:"))
    if not text.isascii() or not text.isprintable() or any(ch in text for ch in " \\@?#"):
        # `@` would put a password into every log line; `\` is a slash to some readers (WHATWG URL) and not to others.
        raise _refused(text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(text) from None
    if not host or parts.path not in ("", "/"):
        raise _refused(text)
    match parts.scheme:
        case "https":
            pass
        case "http" if _is_loopback(host):
            pass
        case _:
            raise _refused(text)
    written = f"[{host}]" if ":" in host else host
    return Address(f"{parts.scheme}://{written}" + (f":{port}" if port is not None else ""))


def _socket(path: str) -> Address:
    if not path.startswith("/") or "\0" in path or os.path.normpath(path) != path:
        raise _refused(f"unix:{path}")
    # The host of a request over a unix socket names nobody; it only has to be well formed (RFC 9110 section 7.2).
    return Address("http://mayact", socket=path)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refused(text: str) -> ConfigInvalid:
    return ConfigInvalid(f"{shown(text)} is no address of a gate", hint=_HINT, field="base_url")


def check_socket_directory(path: str) -> None:
    """Raise `GateUnreachable` where somebody else could have put the socket at `path`.

    Whoever may write the directory may stand in for the gate. A sticky directory is no exception: the first to bind
    there wins.
    """
    directory = os.path.dirname(path)
    try:
        found = os.stat(directory)
    except OSError as error:
        raise GateUnreachable(
            f"no gate answers at {shown(path)}: {error.strerror}", hint="start it with `mayact up`"
        ) from None
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise GateUnreachable(
            f"the directory of {shown(path)} can be written by others", hint="others could stand in for the gate"
        )
