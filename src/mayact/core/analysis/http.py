"""Hosts: which one an address reaches, and what contact with it amounts to.

Law: an address is read strictly; what two programs could read differently (backslashes, several `@`, number-coded
addresses, curl's own globs) names no host, and an unknown host is unlisted. Only exact loopback names are local.
It refuses to know who owns a host (`catalogue`) and what its paths mean (`hosts`).
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.addresses import canonical_v6, is_dotted, is_idn, is_local, is_number, network_of
from mayact.core.analysis.command import Finding, Known, Pattern, Word
from mayact.core.analysis.words import lead
from mayact.core.canonical import Json
from mayact.core.model import Verb

DEFAULT_PORTS: Final = {"http": "80", "https": "443", "ssh": "22", "git": "9418", "ftp": "21", "ws": "80", "wss": "443"}

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, section 9.2.1

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
    search: str = ""
    """What follows `?`, up to `#`."""
    userinfo: bool = False
    whole: bool = True
    """All of the address is known."""
    written: str = ""
    """The host as written, where `host` is empty because programs read it differently."""

    @property
    def resource(self) -> str:
        if not self.host:
            return "*"
        plain = not self.port or DEFAULT_PORTS.get(self.scheme) == self.port
        return self.host if plain else f"{self.host}:{self.port}"

    @property
    def local(self) -> bool:
        return is_local(self.host)


BodyKind: TypeAlias = Literal["none", "json", "form", "text", "file", "stdin", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one request brings along, as far as its text tells. The defaults are the worst case."""

    body: BodyKind = "unknown"
    text: str | None = None
    """The body itself; None: not known. With `body` "none": empty."""
    credential: bool = True
    headers: tuple[tuple[str, str | None], ...] | None = None
    """Names and values (None: not known); None: not known at all."""
    redirects: bool = True
    proxy: bool = True

    @property
    def size(self) -> int | None:
        """Bytes of the body; None: not known."""
        if self.body == "none":
            return 0
        return None if self.text is None else len(self.text.encode("utf-8", "surrogatepass"))


_MAX_HOST: Final = 253  # RFC 1035, section 2.3.4, as text

_URL: Final = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?:(?P<userinfo>[^@/?#\s\\]*)@)?"
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+)(?::(?P<port>\d{1,5}))?(?P<rest>[/?#][^\s\\]*)?"
)
_CREDENTIAL_NAMES: Final = re.compile(
    r"(?i)(?:^|[&;])(?:[\w.-]*(?:access_?token|api_?key|apikey|auth_?token|private_?token|secret|password|signature)"
    r"|token|key|sig|auth|jwt|x-amz-security-token|x-goog-credential)="
)


def parse_url(text: str, *, scheme: str = "http") -> Target:
    """The target of an address; without `SCHEME://` it is `scheme`. An address with two readings has no host."""
    match = _URL.fullmatch(text)
    if match is None:
        return Target(scheme="", host="", query=True)
    written = match["host"].lower().rstrip(".")
    host = canonical_v6(written)
    if len(host) > _MAX_HOST or (is_number(host) and not is_dotted(host)):
        # `127.1`, `0x7f.1` and `2130706433` are addresses to some programs and names to others (CVE-2021-29921).
        host = ""
    rest = match["rest"] or ""
    before, _, _ = rest.partition("#")
    path, _, search = before.partition("?")
    return Target(
        scheme=(match["scheme"] or scheme).lower(),
        host=host,
        port=match["port"] or "",
        path=path,
        query=bool(match["userinfo"]) or len(rest) > _MAX_PLAIN,
        search=search,
        userinfo=bool(match["userinfo"]),
        written="" if host else written[:_MAX_HOST],
    )


_OWN_ADDRESS: Final = re.compile(r"https?://\[::1\](?::\d{1,5})?(?P<rest>[/?#][\w./?&=%-]*)?")
"""`[::1]` without quotes is a glob of one character, which finds nothing below a directory called `http:`."""


def target_of(url: Word, *, scheme: str = "http") -> Target:
    """The target of an address word. A word known in part keeps its host when that is complete."""
    if isinstance(url, Known):
        return parse_url(url.text, scheme=scheme)
    head = lead(url)
    if isinstance(url, Pattern) and (own := _OWN_ADDRESS.fullmatch(url.glob)) is not None:
        return parse_url(url.glob if not own["rest"] else url.glob.partition(own["rest"])[0], scheme=scheme)
    match = re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?[^/?#\s\\]+[/?#]", head)
    if match is None:
        return Target(scheme="", host="", query=True, whole=False)
    known = parse_url(head if not isinstance(url, Pattern) else match[0], scheme=scheme)
    return replace(known, query=True, whole=False)


def contacting(
    target: Target,
    *,
    sends_data: bool = False,
    method: str = "",
    saves: bool = False,
    carried: Carried | None = None,
    because: str,
) -> tuple[Finding, ...]:
    """The findings of one contact: `net.connect`; `net.download` where what comes back is `saves`d; `net.upload`
    where data goes out; `secret.read` from a metadata service."""
    sends = sends_data or (target.query and not target.local)
    network = network_of(target.host or target.written)
    facts: dict[str, Json] = {
        "host": target.host,
        "local": target.local,
        "sends_data": sends,
        "network": network if target.host or network in _TELLING else "unknown",
        "idn": is_idn(target.host) if target.host else True,
    }
    if target.port or target.scheme in DEFAULT_PORTS:
        facts["port"] = target.port or DEFAULT_PORTS[target.scheme]
    if target.scheme:
        facts["scheme"] = target.scheme
    if method:
        facts["method"] = method.upper()
    facts |= _carried_facts(target, carried)
    # A service of this machine does what it is asked to, too: logins, resets, debug pages.
    facts["_changes"] = sends_data and method.upper() not in SAFE_METHODS | {""}
    verbs = [Verb.NET_CONNECT]
    if saves:
        verbs = [Verb.NET_DOWNLOAD]
    if sends_data:
        verbs = [Verb.NET_UPLOAD, *([Verb.NET_DOWNLOAD] if saves else [])]
    found = [Finding(verb=v, kind="host", resource=target.resource, facts=facts, because=because) for v in verbs]
    if target.scheme in ("http", "https") and target.host:
        asked = _asked(target, method, sends_data, carried)
        found[0] = replace(found[0], facts={**facts, "_request": asked})
    if network == "metadata":
        secret: dict[str, Json] = {"class": "token"}
        found.append(
            Finding(verb=Verb.SECRET_READ, kind="thing", resource=target.resource, facts=secret, because=because)
        )
    return tuple(found)


_TELLING: Final = frozenset({"metadata", "link-local"})
"""Of an address that programs read differently: what one of them would reach all the same."""


def _asked(target: Target, method: str, sends_data: bool, carried: Carried | None) -> dict[str, Json]:
    """What `hosts.requested` needs, to tell the operation of a host API."""
    url = f"{target.scheme}://{target.resource}{target.path}" + (f"?{target.search}" if target.search else "")
    headers = carried.headers if carried is not None and carried.headers is not None else ()
    return {
        "method": method.upper() or ("" if sends_data else "GET"),
        "url": url if target.whole else None,
        "path": target.path,
        "headers": tuple((name, value) for name, value in headers),
        "body": carried.text if carried is not None and carried.body != "none" else "" if carried is not None else None,
    }


def _carried_facts(target: Target, carried: Carried | None) -> dict[str, Json]:
    """The facts of a request whose whole text is known; absent ones are not known."""
    facts: dict[str, Json] = {}
    if target.whole and target.host and _is_plain(target.path):
        facts["path"] = target.path or "/"
    if carried is None:
        return facts
    named = target.userinfo or bool(_CREDENTIAL_NAMES.search(target.search))
    facts |= {
        "body": carried.body,
        "credential": carried.credential or named or not target.whole,
        "redirects": carried.redirects,
        "proxy": carried.proxy,
    }
    if carried.size is not None:
        facts["body_bytes"] = carried.size
    return facts


def _is_plain(path: str) -> bool:
    """Whether every server reads `path` the same (no escapes, no empty or dot segments) and no part can be a secret."""
    if not path:
        return True
    middle = path.rstrip("/").split("/")[1:]
    if re.fullmatch(r"[\w./~@:+,=!$&'()*-]*", path, re.ASCII) is None or {"", ".", ".."} & set(middle):
        return False
    return not any(_TOKEN.fullmatch(segment) for segment in path.split("/"))


_TOKEN: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w:.~+=-]{16,}|[\w:.~+=-]{40,}|bot\d+:.*", re.ASCII)
"""A segment that can be a secret of the address (a webhook's, a bot's, a signed link's) reaches no fact."""


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
