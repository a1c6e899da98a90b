"""MCP servers as every client's settings write them, cut down to what may be shown.

Law: of a command its program and the package it fetches, of an address its scheme, host and port, of what it is given
the names. Arguments, values, paths and query strings hold secrets as often as not, and are dropped here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.doctor.model import Level, Server

_RUNNERS: Final = frozenset({"npx", "bunx", "pnpx", "uvx", "pipx", "yarn", "pnpm", "npm", "bun", "deno", "uv"})
_PLAIN: Final = frozenset({"dlx", "exec", "x", "run", "tool", "-y", "--yes", "-q", "--quiet", "--silent", "--bun"})
"""Words before the package that take no value."""
_PACKAGE: Final = re.compile(r"(?:@[a-z0-9][\w.-]{0,40}/)?[a-z0-9][\w.-]{0,60}(?:(?:@|==)[\w.^~*-]{1,24})?", re.A)
_EXACT: Final = re.compile(r"[^@]+(?:@|==)v?\d+\.\d+\.\d+[\w.-]*\Z|@[^@]+@v?\d+\.\d+\.\d+[\w.-]*\Z")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}\Z", re.A)
_HEADERS: Final = frozenset({"authorization", "cookie", "x-api-key", "api-key", "proxy-authorization"})
MAX_SERVERS: Final = 200


def servers_in(table: object, *, client: str, level: Level, path: str) -> Iterator[Server]:
    """Those of a table name → server."""
    if not isinstance(table, Mapping):
        return
    for name, value in list(table.items())[:MAX_SERVERS]:
        if isinstance(value, Mapping):
            yield _server(str(name), value, client=client, level=level, path=path)


def _server(name: str, value: Mapping[str, Any], *, client: str, level: Level, path: str) -> Server:
    url = next((text for key in ("url", "httpUrl", "serverUrl") if isinstance(text := value.get(key), str)), None)
    secrets = _secrets(value)
    if url is not None:
        target, inside = _host(url)
        return Server(
            client=client, level=level, path=path, name=name, transport="http", target=target,
            secrets=tuple(sorted({*secrets, *inside})),
        )  # fmt: skip
    words = _words(value)
    target, pinned = _program(words)
    ours = bool(words) and words[0].rpartition("/")[2] == "mayact" and "tools" in words[1:]
    return Server(
        client=client, level=level, path=path, name=name, transport="stdio", target=target, pinned=pinned,
        secrets=secrets, ours=ours,
    )  # fmt: skip


def _words(value: Mapping[str, Any]) -> list[str]:
    command, args = value.get("command"), value.get("args")
    if isinstance(command, Mapping):  # Zed
        args, command = command.get("args", args), command.get("path")
    first = [str(word) for word in command] if isinstance(command, list) else [str(command)] if command else []
    return first + ([str(word) for word in args] if isinstance(args, list) else [])


def _program(words: list[str]) -> tuple[str, bool | None]:
    """What starts, and whether it is always the same."""
    if not words:
        return "nothing", None
    program = words[0].rpartition("/")[2]
    if not _PACKAGE.fullmatch(program.lower()):
        return "a command", None
    if program not in _RUNNERS:
        return program, None
    package = _package(words[1:])
    if not _PACKAGE.fullmatch(package.lower()):
        return program, False
    return f"{program} {package}", _EXACT.match(package) is not None


def _package(words: list[str]) -> str:
    """What a runner fetches. Behind an option that is not known the next word may be its value, and a secret."""
    for at, word in enumerate(words):
        if word in _PLAIN:
            continue
        if word in ("-p", "--package", "--from"):
            return words[at + 1] if at + 1 < len(words) else ""
        return word
    return ""


def _host(url: str) -> tuple[str, tuple[str, ...]]:
    """Scheme, host and port; and where else in the address something secret stands."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        held = ("(in the address)",) if parts.password or parts.username or parts.query else ()
        return f"{parts.scheme}://{parts.hostname or '?'}{port}", held
    except ValueError:
        return "an address that is none", ()


def _secrets(value: Mapping[str, Any]) -> tuple[str, ...]:
    found: set[str] = set()
    for key in ("env", "environment", "headers", "http_headers", "env_http_headers", "requestInit"):
        table = value.get(key)
        if isinstance(table, Mapping):
            found |= {_shown_name(str(name)) for name in table if _is_secret(str(name))}
    for key in ("bearer_token_env_var", "api_key_env_var"):
        if isinstance(name := value.get(key), str):
            found.add(_shown_name(name))
    if any(isinstance(value.get(key), str) for key in ("bearer_token", "token", "apiKey", "api_key")):
        found.add("(in the file)")
    names = value.get("env_vars")
    if isinstance(names, list):
        found |= {_shown_name(str(name)) for name in names if is_secret_variable(str(name))}
    return tuple(sorted(found))


def _is_secret(name: str) -> bool:
    return name.lower() in _HEADERS or is_secret_variable(name.replace("-", "_"))


def _shown_name(name: str) -> str:
    return name if _NAME.match(name) else "(a name that is none)"
