"""Claude Code's command hooks: from what it sends to a call, from an answer to the bytes it obeys.

Law: pure and total. What is not understood is a call of its own kind (`other`), never nothing; what is malformed
raises and the gate refuses. The only deny is the portable one (exit 2, reason on standard error, nothing on standard
output); `ask` is never said, because headless it means something else in every client.

Source: observed payloads of Claude Code 2.1.329 (`tests/clients/observed`); there an unreadable standard output
*runs* the tool even under `onFailure: block`, so the bytes here are made in one piece or not at all.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

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
    said,
    searched,
    spelled,
)
from mayact.core.wire.messages import CallFields

CLIENT: Final = "claude-code"


def parse_event(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The event in `payload`. `environment`: what the command would keep. Raises `InvalidInput`, `LimitExceeded`."""
    value = decoded(payload)
    match value.get("hook_event_name"):
        case "PreToolUse":
            return _before(value, environment)
        case "PostToolUse" | "PostToolUseFailure" as name:
            return AfterTool(
                session=spelled(value, "session_id"),
                call_id=spelled(value, "tool_use_id"),
                status="failed" if name == "PostToolUseFailure" else "succeeded",
                detail=str(value.get("error", "")),
            )
        case str(name):
            return OtherEvent(name)
        case _:
            raise InvalidInput("the hook payload names no event", hint="is this Claude Code?", field="hook_event_name")


def _before(value: Mapping[str, Any], environment: Mapping[str, str]) -> BeforeTool:
    tool = spelled(value, "tool_name")
    given = value.get("tool_input")
    if not isinstance(given, dict):
        raise InvalidInput("the tool's input is not an object", hint="is this Claude Code?", field="tool_input")
    kind, arguments = _arguments(tool, given, value)
    call = CallFields(
        tool=kind,  # type: ignore[arg-type]
        arguments=arguments,
        cwd=spelled(value, "cwd"),
        environment=dict(environment) if kind == "shell" else {},
        agent=CLIENT,
        subagent=str(value.get("agent_type", "")),
        session=spelled(value, "session_id"),
        call_id=spelled(value, "tool_use_id"),
        claims={"agent_instance": str(value.get("agent_id", "")), "client_tool": tool},
    )
    return BeforeTool(call=call, rewritable=given if kind == "shell" else None)


# ── tool name -> kind of call ────────────────────────────────────────────────────────────────────────────


def _arguments(tool: str, given: Mapping[str, Any], value: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if tool in _TOOLS:
        kind, read = _TOOLS[tool]
        return kind, read(given, spelled(value, "cwd"))
    if tool in _INTERNAL:
        return "other", _internal(tool, given)
    if tool.startswith("mcp__"):
        return "mcp", _mcp(tool, given, value)
    return "other", {"name": tool, "arguments": dict(given)}


def _bash(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"command": spelled(given, "command")}


def _read(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "file_path")}


def _write(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "file_path"), "content": spelled(given, "content")}


def _edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "file_path"), "edits": [_one_edit(given)]}


def _multi_edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    edits = given.get("edits")
    if not isinstance(edits, list) or not all(isinstance(edit, dict) for edit in edits):
        raise InvalidInput("the edits are not a list of objects", hint="is this Claude Code?", field="edits")
    return {"path": spelled(given, "file_path"), "edits": [_one_edit(edit) for edit in edits]}


def _one_edit(edit: Mapping[str, Any]) -> dict[str, Any]:
    every = {"all": True} if edit.get("replace_all") else {}
    return {"old": spelled(edit, "old_string"), "new": spelled(edit, "new_string"), **every}


def _notebook_edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    edit = {"old": str(given.get("cell_id", "")), "new": spelled(given, "new_source")}
    return {"path": spelled(given, "notebook_path"), "edits": [edit]}


def _search(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    return searched(str(given.get("path") or cwd), given.get("pattern"))


def _grep(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    # Here `pattern` is the expression searched for; which files are searched is `path` and `glob`.
    return searched(str(given.get("path") or cwd), given.get("glob"))


def _fetch(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"method": "GET", "url": spelled(given, "url")}


def _web_search(_given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    # The client's search runs at the model's provider: the query leaves the machine to there.
    return {"method": "POST", "url": "https://api.anthropic.com/v1/messages"}


def _spawn(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"name": SPAWN, "arguments": dict(given)}


def _internal(tool: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": INTERNAL, "arguments": {"tool": tool, "input": dict(given)}}


def _mcp(tool: str, given: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    named = value.get("mcp_server")
    server, name = mcp_name(tool, named.get("name") if isinstance(named, dict) else None)
    return {"server": server, "tool": name, "arguments": dict(given)}


_Reader: TypeAlias = Callable[[Mapping[str, Any], str], dict[str, Any]]

_TOOLS: Final[Mapping[str, tuple[str, _Reader]]] = {
    "Bash": ("shell", _bash),
    "Read": ("file.read", _read),
    "Write": ("file.write", _write),
    "Edit": ("file.edit", _edit),
    "MultiEdit": ("file.edit", _multi_edit),
    "NotebookEdit": ("file.edit", _notebook_edit),
    "Glob": ("file.read", _search),
    "Grep": ("file.read", _grep),
    "LS": ("file.read", _search),
    "WebFetch": ("http", _fetch),
    "WebSearch": ("http", _web_search),
    "Agent": ("other", _spawn),
    "Task": ("other", _spawn),
}
"""Every tool of Claude Code that reaches beyond the client. What is not here is `other`, by its own name."""


_INTERNAL: Final = frozenset(
    {
        "TodoWrite", "TaskCreate", "TaskGet", "TaskList", "TaskUpdate", "TaskOutput", "TaskStop", "BashOutput",
        "KillShell", "AskUserQuestion", "EnterPlanMode", "ExitPlanMode", "ToolSearch",
    }
)  # fmt: skip
"""Tools that change nothing but the client's own lists, questions and background tasks that it started itself."""


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def allow(event: BeforeTool, rewritten: Mapping[str, Any] | None) -> HookReply:
    """It may run; with `rewritten`, this input instead of the one it asked with. The client's own deny and ask rules
    still hold (observed)."""
    del event
    output: dict[str, Any] = {"hookEventName": "PreToolUse", "permissionDecision": "allow"}
    if rewritten is not None:
        output["updatedInput"] = dict(rewritten)
    return said({"hookSpecificOutput": output})
