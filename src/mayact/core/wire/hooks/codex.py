"""Codex's command hooks: from what it sends to a call, from an answer to the bytes it obeys.

Law: as `events`. An allow says nothing that could ever widen what Codex itself permits: an empty object, and the
decision `allow` only where a rewritten input must come with it (without it Codex runs the original).

Source: observed payloads of Codex 0.169.0 (`tests/vectors/hooks/codex.jsonl`). `cwd` is the directory of this very
call, also when the model names one; a sub-agent's calls carry `agent_id` and `agent_type`. After a command it sends
the output and not the exit code, so how it ended stays unknown. `write_stdin` and the hosted web search fire no hook:
see docs/clients/codex.md.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from mayact.core.errors import InvalidInput
from mayact.core.wire.hooks.envelope import HookReply
from mayact.core.wire.hooks.events import (
    INTERNAL,
    SPAWN,
    AfterTool,
    BeforeTool,
    HookEvent,
    OtherEvent,
    decoded,
    mcp_name,
    member,
    said,
    spelled,
)
from mayact.core.wire.hooks.patch import files_of
from mayact.core.wire.messages import CallFields

CLIENT: Final = "codex"
UNCONFINED: Final = "codex-unconfined"
"""The name under which the hook is installed where Codex's own sandbox is off. Inside that sandbox no command reaches
the gate's socket (connect(2) is refused there), so a command rewritten to `mayact exec` would never run."""

_SPAWNING: Final = frozenset({"spawn_agent", "resume_agent", "send_input"})
_INTERNAL: Final = frozenset({"update_plan", "wait", "wait_agent", "close_agent", "request_user_input"})
"""Tools that change nothing but the client's own plan, questions and agents that it started."""

_PATCH_ENDED: Final = re.compile(r"Exit code: (\d{1,3})\n")


def parse_event(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The event in `payload`; the client runs the command itself. Raises `InvalidInput`, `LimitExceeded`."""
    return _event(payload, environment, rewrites=False)


def parse_unconfined(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The same where a command can be rewritten to `mayact exec`. Raises `InvalidInput`, `LimitExceeded`."""
    return _event(payload, environment, rewrites=True)


def _event(payload: bytes, environment: Mapping[str, str], *, rewrites: bool) -> HookEvent:
    value = decoded(payload)
    match value.get("hook_event_name"):
        case "PreToolUse":
            return _before(value, environment, rewrites=rewrites)
        case "PostToolUse":
            return AfterTool(
                session=spelled(value, "session_id"),
                call_id=spelled(value, "tool_use_id"),
                status=_ended(spelled(value, "tool_name"), value.get("tool_response")),
            )
        case str(name):
            return OtherEvent(name)
        case _:
            raise InvalidInput("the hook payload names no event", hint="is this Codex?", field="hook_event_name")


def _before(value: Mapping[str, Any], environment: Mapping[str, str], *, rewrites: bool) -> BeforeTool:
    tool, given = spelled(value, "tool_name"), member(value, "tool_input")
    kind, arguments = _arguments(tool, given)
    call = CallFields(
        tool=kind,
        arguments=arguments,
        cwd=spelled(value, "cwd"),
        environment=dict(environment) if kind == "shell" else {},
        agent=CLIENT,
        subagent=str(value.get("agent_type", "")),
        session=spelled(value, "session_id"),
        call_id=spelled(value, "tool_use_id"),
        claims={"agent_instance": str(value.get("agent_id", "")), "client_tool": tool},
    )
    return BeforeTool(call=call, rewritable=given if kind == "shell" and rewrites else None)


def _arguments(
    tool: str, given: Mapping[str, Any]
) -> tuple[Literal["shell", "file.patch", "file.read", "mcp", "other"], dict[str, Any]]:
    match tool:
        case "Bash":
            return "shell", {"command": spelled(given, "command")}
        case "apply_patch":
            return "file.patch", {"files": files_of(spelled(given, "command"))}
        case "view_image":
            return "file.read", {"path": spelled(given, "path")}
        case _ if tool.startswith("mcp__"):
            server, name = mcp_name(tool)
            return "mcp", {"server": server, "tool": name, "arguments": dict(given)}
        case _ if tool in _SPAWNING:
            return "other", {"name": SPAWN, "arguments": dict(given)}
        case _ if tool in _INTERNAL:
            return "other", {"name": INTERNAL, "arguments": {"tool": tool, "input": dict(given)}}
        case _:
            return "other", {"name": tool, "arguments": dict(given)}


def _ended(tool: str, response: object) -> Literal["succeeded", "failed", "unknown"]:
    if isinstance(response, dict) and tool.startswith("mcp__"):
        return "failed" if response.get("isError") is True else "succeeded"
    patched = _PATCH_ENDED.match(response) if tool == "apply_patch" and isinstance(response, str) else None
    if patched is None:
        return "unknown"
    return "succeeded" if patched[1] == "0" else "failed"


def allow(event: BeforeTool, rewritten: Mapping[str, Any] | None) -> HookReply:
    """It may run; with `rewritten`, this input instead of the one it asked with."""
    del event
    if rewritten is None:
        return said({})
    output = {"hookEventName": "PreToolUse", "permissionDecision": "allow", "updatedInput": dict(rewritten)}
    return said({"hookSpecificOutput": output})
