"""Claude Code's command hooks: from what it sends to a call, from an answer to the bytes it obeys.

Law: pure and total. What is not understood is a call of its own kind (`other`), never nothing; what is malformed
raises and the gate refuses. The only deny is the portable one (exit 2, reason on standard error, nothing on standard
output); `ask` is never said, because headless it means something else in every client.

Source: observed payloads of Claude Code 2.1.329 (`tests/clients/observed`); there an unreadable standard output
*runs* the tool even under `onFailure: block`, so the bytes here are made in one piece or not at all.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mayact.core.canonical import parse_json, thaw
from mayact.core.errors import InvalidInput, shown
from mayact.core.wire.hooks.envelope import HookReply
from mayact.core.wire.messages import CallFields

CLIENT: Final = "claude-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeTool:
    """The client is about to run a tool. `rewritable` is the tool's input when its command may be replaced."""

    call: CallFields
    rewritable: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterTool:
    """The client says that the tool ended; `failed` is its word for it, `detail` its error text."""

    session: str
    call_id: str
    failed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """An event that decides nothing."""

    name: str


HookEvent: TypeAlias = BeforeTool | AfterTool | OtherEvent


def parse_event(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The event in `payload`. `environment`: what the command would keep. Raises `InvalidInput`, `LimitExceeded`."""
    value = thaw(parse_json(payload, what="hook payload"))
    if not isinstance(value, dict):
        raise InvalidInput("the hook payload is not an object", hint="is this Claude Code?")
    match value.get("hook_event_name"):
        case "PreToolUse":
            return _before(value, environment)
        case "PostToolUse" | "PostToolUseFailure" as name:
            return AfterTool(
                session=_text(value, "session_id"),
                call_id=_text(value, "tool_use_id"),
                failed=name == "PostToolUseFailure",
                detail=str(value.get("error", "")),
            )
        case str(name):
            return OtherEvent(name)
        case _:
            raise InvalidInput("the hook payload names no event", hint="is this Claude Code?", field="hook_event_name")


def _before(value: Mapping[str, Any], environment: Mapping[str, str]) -> BeforeTool:
    tool = _text(value, "tool_name")
    given = value.get("tool_input")
    if not isinstance(given, dict):
        raise InvalidInput("the tool's input is not an object", hint="is this Claude Code?", field="tool_input")
    kind, arguments = _arguments(tool, given, value)
    call = CallFields(
        tool=kind,  # type: ignore[arg-type]
        arguments=arguments,
        cwd=_text(value, "cwd"),
        environment=dict(environment) if kind == "shell" else {},
        agent=CLIENT,
        subagent=str(value.get("agent_type", "")),
        session=_text(value, "session_id"),
        call_id=_text(value, "tool_use_id"),
        claims={"agent_instance": str(value.get("agent_id", "")), "client_tool": tool},
    )
    return BeforeTool(call=call, rewritable=given if kind == "shell" else None)


# ── tool name -> kind of call ────────────────────────────────────────────────────────────────────────────


def _arguments(tool: str, given: Mapping[str, Any], value: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if tool in _TOOLS:
        kind, read = _TOOLS[tool]
        return kind, read(given, _text(value, "cwd"))
    if tool in _INTERNAL:
        return "other", _internal(tool, given)
    if tool.startswith("mcp__"):
        return "mcp", _mcp(tool, given, value)
    return "other", {"name": tool, "arguments": dict(given)}


def _bash(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"command": _text(given, "command")}


def _read(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": _text(given, "file_path")}


def _write(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": _text(given, "file_path"), "content": _text(given, "content")}


def _edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": _text(given, "file_path"), "edits": [_one_edit(given)]}


def _multi_edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    edits = given.get("edits")
    if not isinstance(edits, list) or not all(isinstance(edit, dict) for edit in edits):
        raise InvalidInput("the edits are not a list of objects", hint="is this Claude Code?", field="edits")
    return {"path": _text(given, "file_path"), "edits": [_one_edit(edit) for edit in edits]}


def _one_edit(edit: Mapping[str, Any]) -> dict[str, Any]:
    every = {"all": True} if edit.get("replace_all") else {}
    return {"old": _text(edit, "old_string"), "new": _text(edit, "new_string"), **every}


def _notebook_edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    edit = {"old": str(given.get("cell_id", "")), "new": _text(given, "new_source")}
    return {"path": _text(given, "notebook_path"), "edits": [edit]}


def _search(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    # A pattern that climbs or starts at the root searches elsewhere than `path` says: the whole tree is the answer
    # that is never too small.
    pattern = str(given.get("pattern", "")) if "glob" not in given else str(given["glob"])
    climbs = pattern.startswith(("/", "~")) or ".." in pattern
    return {"path": "/" if climbs else str(given.get("path") or cwd), "recursive": True}


def _grep(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    # Here `pattern` is the expression searched for; which files are searched is `path` and `glob`.
    return _search({"path": given.get("path"), "glob": given.get("glob") or ""}, cwd)


def _fetch(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"method": "GET", "url": _text(given, "url")}


def _web_search(_given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    # The client's search runs at the model's provider: the query leaves the machine to there.
    return {"method": "POST", "url": "https://api.anthropic.com/v1/messages"}


def _spawn(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"name": "agent.spawn", "arguments": dict(given)}


def _internal(tool: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": "client.internal", "arguments": {"tool": tool, "input": dict(given)}}


def _mcp(tool: str, given: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    said = value.get("mcp_server")
    server = said.get("name") if isinstance(said, dict) else None
    rest = tool.removeprefix("mcp__")
    if isinstance(server, str) and rest.startswith(f"{server}__"):
        name = rest.removeprefix(f"{server}__")
    else:
        server, _, name = rest.partition("__")
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


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise InvalidInput(f"{shown(name)} is missing or not text", hint="is this Claude Code?", field=name)
    return found


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def allow(*, rewritten: Mapping[str, Any] | None = None) -> HookReply:
    """It may run; with `rewritten`, this input instead of the one it asked with."""
    said: dict[str, Any] = {"hookEventName": "PreToolUse", "permissionDecision": "allow"}
    if rewritten is not None:
        said["updatedInput"] = dict(rewritten)
    return HookReply(0, stdout=json.dumps({"hookSpecificOutput": said}, ensure_ascii=True).encode("ascii"))


def deny(reason: str) -> HookReply:
    """It may not run. Exit 2 with nothing on standard output: the one deny that every version obeys."""
    return HookReply(2, stderr=(reason.rstrip("\n") + "\n").encode("utf-8", "backslashreplace"))


def nothing() -> HookReply:
    """No opinion: for events that decide nothing."""
    return HookReply(0)
