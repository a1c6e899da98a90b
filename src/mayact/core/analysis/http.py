"""Hosts: which one an address reaches, and what contact with it amounts to.

Law: an address is read strictly; what two programs could read differently (backslashes, several `@`, number-coded
addresses, curl's own globs) names no host, and an unknown host is unlisted. Only exact loopback names are local.
It refuses to know who owns a host (`catalogue`).
"""

import re
from dataclasses import dataclass
from typing import Final

from mayact.core.analysis.command import Finding, Known, Pattern, Word
from mayact.core.analysis.words import lead
from mayact.core.canonical import Json
from mayact.core.model import Verb

METADATA_HOSTS: Final = frozenset(
    {"169.254.169.254", "metadata.google.internal", "metadata", "100.100.100.200", "[fd00:ec2::254]", "169.254.170.2"}
)
"""Where clouds hand credentials to whoever asks from inside a machine."""

DEFAULT_PORTS: Final = {"http": "80", "https": "443", "ssh": "22", "git": "9418", "ftp": "21", "ws": "80", "wss": "443"}


_MAX_PLAIN: Final = 400
"""An address that is longer carries more than a question."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a connection goes. `host` empty: not known."""

    scheme: str
    host: str
    port: str = ""
    path: str = ""
    query: bool = False
    """The address itself carries data: credentials, a long text, or text that is not known."""

    @property
    def resource(self) -> str:
        if not self.host:
            return "*"
        plain = not self.port or DEFAULT_PORTS.get(self.scheme) == self.port
        return self.host if plain else f"{self.host}:{self.port}"

    @property
    def local(self) -> bool:
        return is_local(self.host)


def is_local(host: str) -> bool:
    """Exactly this machine: `localhost`, names below it, dotted 127/8, `[::1]`, `0.0.0.0`."""
    if host in ("localhost", "[::1]", "::1", "0.0.0.0", "ip6-localhost"):  # noqa: S104
        return True
    return host.endswith(".localhost") or bool(re.fullmatch(r"127(\.(0|[1-9]\d{0,2})){3}", host))


_MAX_HOST: Final = 253  # RFC 1035, section 2.3.4, as text

_URL: Final = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?:(?P<userinfo>[^@/?#\s\\]*)@)?"
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+)(?::(?P<port>\d{1,5}))?(?P<rest>[/?#][^\s\\]*)?"
)


def parse_url(text: str, *, scheme: str = "http") -> Target:
    """The target of an address; without `SCHEME://` it is `scheme`. An address with two readings has no host."""
    match = _URL.fullmatch(text)
    if match is None:
        return Target(scheme="", host="", query=True)
    host = match["host"].lower().rstrip(".")
    numeric = re.fullmatch(r"(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+))*", host)
    if len(host) > _MAX_HOST or (numeric and not re.fullmatch(r"((0|[1-9]\d{0,2})\.){3}(0|[1-9]\d{0,2})", host)):
        # `127.1`, `0x7f.1` and `2130706433` are addresses to some programs and names to others (CVE-2021-29921).
        host = ""
    rest = match["rest"] or ""
    return Target(
        scheme=(match["scheme"] or scheme).lower(),
        host=host,
        port=match["port"] or "",
        path=re.split(r"[?#]", rest, maxsplit=1)[0],
        query=bool(match["userinfo"]) or len(rest) > _MAX_PLAIN,
    )


def target_of(url: Word, *, scheme: str = "http") -> Target:
    """The target of an address word. A word known in part keeps its host when that is complete."""
    if isinstance(url, Known):
        return parse_url(url.text, scheme=scheme)
    head = lead(url)
    match = re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#\s\\]+[/?#]", head)
    if match is None:
        return Target(scheme="", host="", query=True)
    known = parse_url(head if not isinstance(url, Pattern) else match[0], scheme=scheme)
    return Target(known.scheme, known.host, known.port, known.path, query=True)


def contacting(
    target: Target, *, sends_data: bool = False, method: str = "", saves: bool = False, because: str
) -> tuple[Finding, ...]:
    """The findings of one contact: `net.connect`; `net.download` where what comes back is `saves`d; `net.upload`
    where data goes out; `secret.read` from a metadata service."""
    sends = sends_data or (target.query and not target.local)
    facts: dict[str, Json] = {"host": target.host, "local": target.local, "sends_data": sends}
    if target.port or target.scheme in DEFAULT_PORTS:
        facts["port"] = target.port or DEFAULT_PORTS[target.scheme]
    if target.scheme:
        facts["scheme"] = target.scheme
    if method:
        facts["method"] = method.upper()
    # A service of this machine does what it is asked to, too: logins, resets, debug pages.
    facts["_changes"] = sends_data and method.upper() not in ("", "GET", "HEAD", "OPTIONS")
    verbs = [Verb.NET_CONNECT]
    if saves:
        verbs = [Verb.NET_DOWNLOAD]
    if sends_data:
        verbs = [Verb.NET_UPLOAD, *([Verb.NET_DOWNLOAD] if saves else [])]
    found = [Finding(verb=v, kind="host", resource=target.resource, facts=facts, because=because) for v in verbs]
    if target.host in METADATA_HOSTS:
        secret: dict[str, Json] = {"class": "token"}
        found.append(
            Finding(verb=Verb.SECRET_READ, kind="thing", resource=target.resource, facts=secret, because=because)
        )
    return tuple(found)


_SCP: Final = re.compile(r"(?:[A-Za-z0-9_.-]+@)?(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+):(?P<path>.*)", re.DOTALL)


def remote_file(word: Word) -> Target | None:
    """The host of an `scp`-like `[user@]host:path` or `ssh://…` word; None: a local path."""
    head = lead(word)
    if "://" in head:
        return target_of(word, scheme="ssh")
    match = _SCP.fullmatch(head)
    if match is None or "/" in head.split(":", 1)[0]:
        if isinstance(word, Known | Pattern) or "/" in head:
            return None
        return Target(scheme="ssh", host="", query=True)  # an unknown word may name a host
    return Target(scheme="ssh", host=match["host"].lower(), path=match["path"])
