"""Copilot CLI's command hooks: from what it sends to a call, from an answer to the bytes it obeys.

Law: as `events`. An allow is never said: in Copilot it would lift the client's own `--deny-tool`. A deny says its
reason twice, because the model is not told what stands on standard error; the exit code denies whatever becomes of the
rest.

Source: observed payloads of Copilot CLI 1.0.102 (`tests/vectors/hooks/copilot.jsonl`). The events have no name in their
payload, so their members tell them apart. There is no call id: the arguments stand for one. Before it runs a command,
an edit or an MCP tool Copilot asks a second hook, `permissionRequest`, which blocks on much that the first lets
through; there the question is only whether the first was answered (`AskedAgain`). A patch is text in the place
of arguments, and is asked about again file by file.
"""

import json
import re
from collections.abc import Callable, Mapping
from posixpath import join, normpath
from typing import Any, Final, Literal, TypeAlias

from mayact.core.errors import InvalidInput
from mayact.core.wire.hooks.envelope import HookReply
from mayact.core.wire.hooks.events import (
    INTERNAL,
    SPAWN,
    AfterTool,
    AskedAgain,
    BeforeTool,
    HookEvent,
    OtherEvent,
    by_arguments,
    decoded,
    deny_on_error,
    member,
    said,
    searched,
    spelled,
)
from mayact.core.wire.hooks.patch import files_of
from mayact.core.wire.messages import CallFields

CLIENT: Final = "copilot"

_Kind: TypeAlias = Literal["shell", "file.read", "file.write", "file.edit", "file.patch", "http", "mcp", "other"]
_ENDED: Final = re.compile(r"<shellId: \d+ completed with exit code (\d{1,3})>\Z")


def parse_event(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The event in `payload`. `environment`: what the command would keep. Raises `InvalidInput`, `LimitExceeded`."""
    value = decoded(payload)
    if value.get("hookName") == "permissionRequest":
        return AskedAgain(session=spelled(value, "sessionId"), key=_asked(value))
    if "toolArgs" not in value:
        if "toolName" in value:
            raise InvalidInput("the tool's arguments are missing", hint="is this Copilot CLI?", field="toolArgs")
        spelled(value, "sessionId")
        return OtherEvent("of a session")
    if "toolResult" in value or "error" in value:
        tool, given = spelled(value, "toolName"), _given(value)
        return AfterTool(
            session=spelled(value, "sessionId"),
            call_id=by_arguments(tool, given),
            status=_ended(tool, value),
            detail=str(value.get("error", "")),
        )
    return _before(value, environment)


def _before(value: Mapping[str, Any], environment: Mapping[str, str]) -> BeforeTool:
    tool, given, cwd = spelled(value, "toolName"), _given(value), spelled(value, "cwd")
    kind, arguments = _arguments(tool, given, cwd)
    call = CallFields(
        tool=kind,
        arguments=arguments,
        cwd=cwd,
        environment=dict(environment) if kind == "shell" else {},
        agent=CLIENT,
        subagent=str(value.get("agentType", "")),
        session=spelled(value, "sessionId"),
        call_id=by_arguments(tool, given),
        claims={"agent_instance": str(value.get("agentId", "")), "client_tool": tool},
    )
    return BeforeTool(call=call, rewritable=given if kind == "shell" else None)


def _given(value: Mapping[str, Any]) -> Mapping[str, Any]:
    text = value.get("toolArgs")
    return (
        {"patch": text}
        if value.get("toolName") == "apply_patch" and isinstance(text, str)
        else member(value, "toolArgs")
    )


def _arguments(tool: str, given: Mapping[str, Any], cwd: str) -> tuple[_Kind, dict[str, Any]]:
    if tool in _TOOLS:
        kind, read = _TOOLS[tool]
        return kind, read(given, cwd)
    if tool in _INTERNAL:
        return "other", {"name": INTERNAL, "arguments": {"tool": tool, "input": dict(given)}}
    if tool.count("-") == 1:
        # SERVER-TOOL; with more hyphens nobody can tell where the server's name ends.
        server, _, name = tool.partition("-")
        return "mcp", {"server": server, "tool": name, "arguments": dict(given)}
    return "other", {"name": tool, "arguments": dict(given)}


def _bash(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"command": spelled(given, "command")}


def _view(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "path")}


def _create(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "path"), "content": spelled(given, "file_text")}


def _edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    edit = {"old": spelled(given, "old_str"), "new": spelled(given, "new_str")}
    return {"path": spelled(given, "path"), "edits": [edit]}


def _patch(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"files": files_of(spelled(given, "patch"))}


def _glob(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    return searched(str(given.get("path") or cwd), given.get("pattern"))


def _grep(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    # Here `pattern` is the expression searched for.
    return searched(str(given.get("path") or cwd), given.get("glob"))


def _fetch(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"method": "GET", "url": spelled(given, "url")}


def _spawn(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"name": SPAWN, "arguments": dict(given)}


_Reader: TypeAlias = Callable[[Mapping[str, Any], str], dict[str, Any]]

_TOOLS: Final[Mapping[str, tuple[_Kind, _Reader]]] = {
    "bash": ("shell", _bash),
    "view": ("file.read", _view),
    "create": ("file.write", _create),
    "edit": ("file.edit", _edit),
    "apply_patch": ("file.patch", _patch),
    "glob": ("file.read", _glob),
    "grep": ("file.read", _grep),
    "web_fetch": ("http", _fetch),
    "task": ("other", _spawn),
    "write_agent": ("other", _spawn),
}
"""Tools of Copilot CLI that reach beyond the client. What is not here is `other`, by its own name."""

_INTERNAL: Final = frozenset(
    {
        "read_bash", "stop_bash", "list_bash", "read_agent", "list_agents", "sql", "session_store_sql", "report_intent",
        "update_todo", "ask_user", "fetch_copilot_cli_documentation",
    }
)  # fmt: skip
"""Tools that change nothing but the client's own lists, its session's notes and tasks that it started itself."""


def _ended(tool: str, value: Mapping[str, Any]) -> Literal["succeeded", "failed", "unknown"]:
    result = value.get("toolResult")
    if not isinstance(result, dict) or result.get("resultType") != "success":
        return "failed"
    if tool != "bash":
        return "succeeded"
    # What Copilot appends behind the command's own output.
    ended = _ENDED.search(str(result.get("textResultForLlm", "")))
    return "unknown" if ended is None else "succeeded" if ended[1] == "0" else "failed"


# ── the second hook ──────────────────────────────────────────────────────────────────────────────────────


def _asked(value: Mapping[str, Any]) -> str:
    """What `permissionRequest` is about, in the words that `again` finds for the call itself."""
    tool, given = spelled(value, "toolName"), member(value, "toolInput")
    match tool:
        case "bash":
            return f"bash {spelled(given, 'command')}"
        case "edit":
            return _edited(spelled(value, "cwd"), spelled(given, "file_path"))
        case _:
            return by_arguments(tool.replace("/", "-", 1), given)


def again(event: BeforeTool, rewritten: Mapping[str, Any] | None) -> tuple[str, ...]:
    """What `permissionRequest` will be about when it asks for this call: one question for each file."""
    call = event.call
    match call.tool:
        case "shell":
            return (f"bash {(rewritten or event.rewritable or {}).get('command', '')}",)
        case "file.write" | "file.edit":
            return (_edited(call.cwd, call.arguments["path"]),)
        case "file.patch":
            named = (file.get(name) for file in call.arguments["files"] for name in ("path", "to"))
            return tuple(_edited(call.cwd, path) for path in named if path)
        case _:
            return (call.call_id,)


def _edited(cwd: str, path: str) -> str:
    return f"edit {normpath(join(cwd, path))}"


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def allow(event: BeforeTool, rewritten: Mapping[str, Any] | None) -> HookReply:
    """No objection; with `rewritten`, this input instead of the one it asked with."""
    del event
    return said({} if rewritten is None else {"modifiedArgs": dict(rewritten)})


def deny(reason: str) -> HookReply:
    """It may not run, in the words of either hook."""
    spoken = reason.rstrip("\n")
    words = {
        "permissionDecision": "deny",
        "permissionDecisionReason": spoken,
        "behavior": "deny",
        "message": spoken,
    }
    plain = deny_on_error(reason)
    return HookReply(plain.exit_code, stdout=json.dumps(words, ensure_ascii=True).encode("ascii"), stderr=plain.stderr)
