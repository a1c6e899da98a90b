"""Models: where each kind of client expects its own, and how a key is added outside.

Law: the agent's side is plain HTTP to its own loopback and carries no key; the door adds it. Of what the agent sends,
nothing that names a key, a host or a connection goes on; a head that two readers could read differently is refused, and
one connection carries one request, so that nothing rides behind it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from mayact.core.egress.request import END
from mayact.core.egress.rules import Rule, Target, parse_rules, target_of
from mayact.core.errors import InvalidInput, LimitExceeded, NotFound, shown

MAX_HEAD_BYTES: Final = 65_536
PLACEHOLDER: Final = "held-outside"
"""What clients that insist on a key find in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`key` and `base` are variables that clients read; `port` is the sandbox's loopback port; `header` carries the
    key, after `prefix`; `copilot`: as what Copilot CLI speaks to it, if it can."""

    name: str
    host: str
    port: int
    key: str
    base: str
    path: str
    header: str
    prefix: str = ""
    copilot: str = ""


PROVIDERS: Final[Mapping[str, Provider]] = {
    provider.name: provider
    for provider in (
        Provider(
            name="anthropic",
            host="api.anthropic.com",
            port=3129,
            key="ANTHROPIC_API_KEY",
            base="ANTHROPIC_BASE_URL",
            path="",
            header="x-api-key",
            copilot="anthropic",
        ),
        Provider(
            name="openai",
            host="api.openai.com",
            port=3130,
            key="OPENAI_API_KEY",
            base="OPENAI_BASE_URL",
            path="/v1",
            header="authorization",
            prefix="Bearer ",
            copilot="openai",
        ),
        Provider(
            name="gemini",
            host="generativelanguage.googleapis.com",
            port=3131,
            key="GEMINI_API_KEY",
            base="GOOGLE_GEMINI_BASE_URL",
            path="",
            header="x-goog-api-key",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Model:
    """One that may be reached, at `rule`; `plain`: without TLS, which only this machine's own loopback may be."""

    provider: Provider
    rule: Rule
    plain: bool = False


def parse_models(texts: Sequence[str]) -> tuple[Model, ...]:
    """`NAME`, or `NAME=URL` for one that stands elsewhere. Raises `InvalidInput`, `NotFound`, `Forbidden`."""
    found = tuple(_model(text) for text in texts)
    if len({model.provider.name for model in found}) != len(found):
        raise InvalidInput("a model is named twice", hint="name it once")
    return found


def _model(text: str) -> Model:
    name, has_url, url = text.partition("=")
    provider = PROVIDERS.get(name)
    if provider is None:
        raise NotFound(f"no model is known as {shown(name)}", hint=f"one of {', '.join(PROVIDERS)}")
    if not has_url:
        return Model(provider, Rule(Target(provider.host, 443)))
    scheme, separator, place = url.partition("://")
    if not separator or scheme not in ("https", "http") or "/" in place:
        raise InvalidInput(f"{shown(url)} is not https://HOST[:PORT]", hint="without a path")
    host, _, address = place.partition("=")
    if re.search(r":\d+\Z", host) is None:
        host += ":443" if scheme == "https" else ":80"
    (rule,) = parse_rules([f"{host}={address}" if address else host])
    if scheme == "http" and (rule.address is None or not _stays_near(str(rule.address))):
        raise InvalidInput(f"{shown(url)} would carry a key in the clear", hint="use https")
    return Model(provider, rule, plain=scheme == "http")


def _stays_near(address: str) -> bool:
    return ip_address(address).is_loopback


def variables(models: Sequence[str]) -> dict[str, str]:
    """What the environment inside says of the named models: where they are, and no key."""
    found: dict[str, str] = {}
    for name in models:
        provider = PROVIDERS[name]
        found[provider.base] = base_of(name)
        found[provider.key] = PLACEHOLDER
        if provider.copilot and "COPILOT_PROVIDER_TYPE" not in found:
            # Copilot has one model: the first that was named and that it can speak to.
            found["COPILOT_PROVIDER_TYPE"] = provider.copilot
            found["COPILOT_PROVIDER_BASE_URL"] = base_of(name)
            found["COPILOT_PROVIDER_API_KEY"] = PLACEHOLDER
            found["COPILOT_OFFLINE"] = "true"
    return found


def base_of(name: str) -> str:
    """Where the named provider is, inside."""
    provider = PROVIDERS[name]
    return f"http://127.0.0.1:{provider.port}{provider.path}"


def check_key(key: str, provider: Provider) -> str:
    """`key`, when it can stand in a header. Raises `InvalidInput`; the key is in no message."""
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidInput(f"{provider.key} holds no key", hint="set it where you start `mayact run`")
    return key


# ── one request ──────────────────────────────────────────────────────────────────────────────────────────

_FIRST: Final = re.compile(rb"(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (/[\x21-\x7e]*) HTTP/1\.1")
_FIELD: Final = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*([\t \x21-\x7e\x80-\xff]*)")
_DROPPED: Final = frozenset(
    {
        b"host", b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"authorization",
        b"x-api-key", b"x-goog-api-key", b"api-key", b"upgrade", b"te", b"trailer", b"forwarded",
        b"x-forwarded-host", b"cookie",
    }
)  # fmt: skip


def with_key(head: bytes, model: Model, key: str) -> bytes:
    """The head as it goes on. Raises `InvalidInput`, `LimitExceeded`."""
    if len(head) > MAX_HEAD_BYTES:
        raise LimitExceeded("the request's head is too large", hint=f"at most {MAX_HEAD_BYTES} bytes")
    if not head.endswith(END) or END in head[:-1]:
        raise InvalidInput("the request's head is not whole", hint="end it with an empty line")
    first, *fields = head[: -len(END)].split(b"\r\n")
    if _FIRST.fullmatch(first) is None:
        raise InvalidInput("the first line is not one of HTTP/1.1 to a server", hint="do not use a proxy for it")
    kept: list[bytes] = []
    framing: list[tuple[bytes, bytes]] = []
    for field in fields:
        match = _FIELD.fullmatch(field)
        if match is None:
            raise InvalidInput("a header field is malformed", hint="speak HTTP/1.1")
        name, value = match[1].lower(), match[2].strip()
        if name in (b"content-length", b"transfer-encoding"):
            framing.append((name, value))
        elif name not in _DROPPED:
            kept.append(name + b": " + value)
    provider = model.provider
    kept += [_framed(framing), f"host: {_authority(model)}".encode(), b"connection: close"]
    kept.append(f"{provider.header}: {provider.prefix}{key}".encode())
    return first + b"\r\n" + b"\r\n".join(line for line in kept if line) + END


def _framed(framing: Sequence[tuple[bytes, bytes]]) -> bytes:
    """How long the body is, said once, or nothing. Two answers are two requests to somebody."""
    if not framing:
        return b""
    if len(framing) > 1:
        raise InvalidInput("the body has more than one length", hint="send Content-Length or Transfer-Encoding")
    ((name, value),) = framing
    valid = value.isdigit() and len(value) < 16 if name == b"content-length" else value.lower() == b"chunked"
    if not valid:
        raise InvalidInput("the body has no length that is understood", hint="send Content-Length")
    return name + b": " + value


def _authority(model: Model) -> str:
    target = model.rule.target
    usual = target.port == (80 if model.plain else 443)
    return target.host if usual and ":" not in target.host else str(target)


def target_text(model: Model) -> str:
    """As it is written down."""
    return str(target_of(str(model.rule.target)))
