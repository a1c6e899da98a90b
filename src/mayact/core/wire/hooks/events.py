"""What every coding agent's hook says and is told, whatever its words for it are.

    payload ──parse_event──► BeforeTool | AfterTool | …          decision ──allow | deny──► HookReply

Law: pure and total. What is not understood is a call of its own kind (`other`), never nothing; what is malformed
raises and the gate refuses. There is one deny for all: exit 2, the reason on standard error, nothing on standard
output. Of the six ways to say no that were tried, every client obeys that one and no other; a client may say more.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from mayact.core.canonical import digest_of, freeze, parse_json, thaw
from mayact.core.errors import InvalidInput, shown
from mayact.core.wire.hooks.envelope import HookReply
from mayact.core.wire.messages import CallFields

SPAWN: Final = "agent.spawn"
"""An `other` call of this name starts another agent; that agent's own calls are decided one by one."""

INTERNAL: Final = "client.internal"
"""An `other` call of this name changes nothing but what the client shows or remembers."""

_NAMED: Final = "mayact: "
_HINT: Final = "is the hook installed for another client? see `mayact hook`"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeTool:
    """The client is about to run a tool. `rewritable` is the tool's input when its command may be replaced."""

    call: CallFields
    rewritable: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterTool:
    """The client says that the tool ended. `status` is its word for it, `unknown` where it does not say; `detail` its
    error text. `call_id` is the one of the `BeforeTool`."""

    session: str
    call_id: str
    status: Literal["succeeded", "failed", "unknown"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """An event that decides nothing."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """The client asks a second hook about a call that it has just asked about. `key`: what it is about."""

    session: str
    key: str


HookEvent: TypeAlias = BeforeTool | AfterTool | AskedAgain | OtherEvent


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def decoded(payload: bytes) -> dict[str, Any]:
    """The payload's object. Raises `InvalidInput`, `LimitExceeded`."""
    value = thaw(parse_json(payload, what="hook payload"))
    if not isinstance(value, dict):
        raise InvalidInput("the hook payload is not an object", hint=_HINT)
    return value


def spelled(value: Mapping[str, Any], name: str) -> str:
    """The text member `name`. Raises `InvalidInput`."""
    found = value.get(name)
    if not isinstance(found, str):
        raise InvalidInput(f"{shown(name)} is missing or not text", hint=_HINT, field=name)
    return found


def member(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object member `name`. Raises `InvalidInput`."""
    found = value.get(name)
    if not isinstance(found, dict):
        raise InvalidInput(f"{shown(name)} is missing or no object", hint=_HINT, field=name)
    return found


def by_arguments(tool: str, given: Mapping[str, Any]) -> str:
    """What stands for the call id that a client does not send: the digest of tool and arguments. Two calls that are
    the same have the same one, and are then closed in the order in which they began."""
    return digest_of({"tool": tool, "arguments": freeze(dict(given), what="arguments")})


def searched(path: str, *patterns: object) -> dict[str, Any]:
    """The arguments of a search below `path` for what matches `patterns`. One that climbs or starts at the root
    searches elsewhere than `path` says: the whole tree is the answer that is never too small."""
    texts = [str(pattern or "") for pattern in patterns]
    climbs = any(text.startswith(("/", "~")) or ".." in text for text in texts)
    return {"path": "/" if climbs else path, "recursive": True}


def mcp_name(tool: str, server: object = None) -> tuple[str, str]:
    """Server and tool of `mcp__SERVER__TOOL`. `server`: the name where the client says it, which settles a name that
    has the separator in it."""
    rest = tool.removeprefix("mcp__")
    if isinstance(server, str) and rest.startswith(f"{server}__"):
        return server, rest.removeprefix(f"{server}__")
    name, _, left = rest.partition("__")
    return name, left


# ── answering ────────────────────────────────────────────────────────────────────────────────────────────


def said(value: Mapping[str, Any]) -> HookReply:
    """`value` as the one JSON object on standard output, in ASCII so that no locale changes it."""
    return HookReply(0, stdout=json.dumps(value, ensure_ascii=True).encode("ascii"))


def deny_on_error(reason: str) -> HookReply:
    """It may not run. The text never begins as JSON does: one client looks for an answer on standard error when there
    is none on standard output, and would obey what an approver or an agent wrote there."""
    text = reason if reason.startswith(_NAMED) else _NAMED + reason
    return HookReply(2, stderr=(text.rstrip("\n") + "\n").encode("utf-8", "backslashreplace"))


def nothing() -> HookReply:
    """No opinion: for events that decide nothing."""
    return HookReply(0)
