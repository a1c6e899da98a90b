"""Calls of every tool with arguments of any shape, and syntax trees of any shape."""

from random import Random
from typing import Final

from tests.fuzz.material import commands, mutated

from mayact.core.canonical import Json, JsonObject

_TOOLS: Final = (
    "exec",
    "file.read",
    "file.write",
    "file.edit",
    "file.patch",
    "http",
    "mcp",
    "other",
    "shell",
    "unknown",
)
_KEYS: Final = ("argv", "path", "method", "url", "body", "headers", "server", "tool", "name", "command", "arguments",
                "recursive", "content", "edits", "query")  # fmt: skip
_TEXTS: Final = (
    "", "a", "/etc/passwd", "../../x", "~/.ssh/id_rsa", "https://user@example.org:99/a?b#c", "http://[::1]/",
    "http://169.254.169.254", "//h", "file:///etc/shadow", "GET", "DELETE", "\0", "\ud800", "é",
    "agent.spawn", "client.internal", "rm", "-rf", "/", "bash", "-c",
    "select 1; drop table a", "a" * 5_000, "../" * 3_000, "[" * 3_000, "*" * 3_000, "http://" + "a." * 3_000,
    "%2e%2e/" * 900,
)  # fmt: skip


def call(rng: Random) -> tuple[str, JsonObject]:
    """A tool and its arguments, most of them nearly right."""
    arguments = {rng.choice(_KEYS): value(rng, 3) for _ in range(rng.randint(0, 6))}
    tool = rng.choice(_TOOLS)
    if tool == "exec" and rng.random() < 0.7:
        arguments["argv"] = [text(rng) for _ in range(rng.choice((1, 3, 9, 900)))]
    elif tool == "http" and rng.random() < 0.7:
        arguments |= {"url": text(rng), "method": rng.choice(("GET", "PUT", "get", text(rng)))}
    elif tool.startswith("file") and rng.random() < 0.7:
        arguments["path"] = text(rng)
    elif tool == "mcp" and rng.random() < 0.7:
        arguments |= {"server": text(rng), "tool": text(rng), "arguments": value(rng, 5)}
    return tool, arguments


def text(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(_TEXTS)
    return mutated(rng.choice(_TEXTS if kind < 0.75 else commands()), rng.choice(commands()), rng)


def value(rng: Random, depth: int) -> Json:
    kind = rng.random()
    if depth == 0 or kind < 0.5:
        return rng.choice((text(rng), rng.randint(-(2**63), 2**63), True, None, 1.5))
    if kind < 0.75:
        return [value(rng, depth - 1) for _ in range(rng.choice((0, 1, 3, 60)))]
    return {text(rng): value(rng, depth - 1) for _ in range(rng.choice((0, 1, 3, 60)))}


def tree(whole: JsonObject, rng: Random) -> JsonObject:
    """`whole` with a few of its values lost, exchanged, or of another shape."""
    copied = _copy(whole)
    places: list[tuple[dict[str, Json] | list[Json], str | int]] = []
    pending: list[Json] = [copied]
    while pending:
        node = pending.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            places.append((node, key))  # type: ignore[arg-type]
            pending.append(node[key])  # type: ignore[index,call-overload]
    for _ in range(rng.randint(1, 3) if places else 0):
        holder, key = rng.choice(places)
        other, their = rng.choice(places)
        choices: tuple[Json, ...] = (None, 0, -1, 10**9, "", "Lit", "x", [], {}, True, _at(other, their))
        if isinstance(holder, list) or rng.random() < 0.7:
            holder[key] = _copy(rng.choice(choices))  # type: ignore[call-overload,index]
        else:
            holder.pop(key, None)  # type: ignore[arg-type]
    return copied


def _at(holder: object, key: object) -> Json:
    """What was there before it was exchanged, too."""
    try:
        return holder[key]  # type: ignore[index,no-any-return]
    except (LookupError, TypeError):
        return 1


def _copy(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value
