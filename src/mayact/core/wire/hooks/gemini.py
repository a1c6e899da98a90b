"""Gemini CLI's command hooks: from what it sends to a call, from an answer to the bytes it obeys.

Law: as `events`. An allow says nothing but the input that is to run instead, if any.

Source: observed payloads of Gemini CLI 0.61.0 (`tests/vectors/hooks/gemini.jsonl`). It sends no call id, so the
arguments stand for one, and no mark on the calls of a sub-agent. `cwd` is the directory of the session; a command may
name another one in `dir_path`. Tools of MCP servers come with `mcp_context`.
"""

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
    BeforeTool,
    HookEvent,
    OtherEvent,
    by_arguments,
    decoded,
    member,
    said,
    searched,
    spelled,
)
from mayact.core.wire.messages import CallFields

CLIENT: Final = "gemini"

_Kind: TypeAlias = Literal["shell", "file.read", "file.write", "file.edit", "http", "mcp", "other"]
_URL: Final = re.compile(r"https?://[^\s<>\"'`]+")


def parse_event(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The event in `payload`. `environment`: what the command would keep. Raises `InvalidInput`, `LimitExceeded`."""
    value = decoded(payload)
    match value.get("hook_event_name"):
        case "BeforeTool":
            return _before(value, environment)
        case "AfterTool":
            tool, given = spelled(value, "tool_name"), member(value, "tool_input")
            return AfterTool(
                session=spelled(value, "session_id"),
                call_id=by_arguments(tool, given),
                status=_ended(tool, value.get("tool_response")),
            )
        case str(name):
            return OtherEvent(name)
        case _:
            raise InvalidInput("the hook payload names no event", hint="is this Gemini CLI?", field="hook_event_name")


def _before(value: Mapping[str, Any], environment: Mapping[str, str]) -> BeforeTool:
    tool, given, cwd = spelled(value, "tool_name"), member(value, "tool_input"), spelled(value, "cwd")
    kind, arguments = _arguments(tool, given, cwd, value.get("mcp_context"))
    call = CallFields(
        tool=kind,
        arguments=arguments,
        cwd=_directory(given, cwd) if kind == "shell" else cwd,
        environment=dict(environment) if kind == "shell" else {},
        agent=CLIENT,
        session=spelled(value, "session_id"),
        call_id=by_arguments(tool, given),
        claims={"client_tool": tool},
    )
    return BeforeTool(call=call, rewritable=given if kind == "shell" else None)


def _arguments(tool: str, given: Mapping[str, Any], cwd: str, context: object) -> tuple[_Kind, dict[str, Any]]:
    if isinstance(context, dict):
        server, name = spelled(context, "server_name"), spelled(context, "tool_name")
        return "mcp", {"server": server, "tool": name, "arguments": dict(given)}
    if tool in _TOOLS:
        kind, read = _TOOLS[tool]
        return kind, read(given, cwd)
    if tool == "web_fetch" and (url := _only_url(given)) is not None:
        return "http", {"method": "GET", "url": url}
    if tool in _INTERNAL or tool.startswith("tracker_"):
        return "other", {"name": INTERNAL, "arguments": {"tool": tool, "input": dict(given)}}
    return "other", {"name": tool, "arguments": dict(given)}


def _directory(given: Mapping[str, Any], cwd: str) -> str:
    """Where a tool works: what it names, as the client resolves it (against the session's directory, as text)."""
    return normpath(join(cwd, spelled(given, "dir_path"))) if given.get("dir_path") else cwd


def _shell(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"command": spelled(given, "command")}


def _read(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "file_path")}


def _write(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "file_path"), "content": spelled(given, "content")}


def _replace(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    every = {"all": True} if given.get("allow_multiple") else {}
    edit = {"old": spelled(given, "old_string"), "new": spelled(given, "new_string"), **every}
    return {"path": spelled(given, "file_path"), "edits": [edit]}


def _glob(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    return searched(_directory(given, cwd), given.get("pattern"))


def _grep(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    # Here `pattern` is the expression searched for.
    return searched(_directory(given, cwd), given.get("include_pattern"))


def _read_many(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    include = given.get("include")
    patterns = include if isinstance(include, list) else [include]
    return searched(cwd, *patterns)


def _web_search(_given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    # The client's search runs at the model's provider: the query leaves the machine to there.
    return {"method": "POST", "url": "https://generativelanguage.googleapis.com/"}


def _spawn(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"name": SPAWN, "arguments": dict(given)}


def _only_url(given: Mapping[str, Any]) -> str | None:
    """The one address that is fetched; None: none or several, and what that does is not known."""
    if isinstance(url := given.get("url"), str) and set(given) == {"url"}:
        return url
    prompt = given.get("prompt")
    found = _URL.findall(prompt) if isinstance(prompt, str) and set(given) == {"prompt"} else []
    return found[0] if len(found) == 1 else None


_Reader: TypeAlias = Callable[[Mapping[str, Any], str], dict[str, Any]]

_TOOLS: Final[Mapping[str, tuple[_Kind, _Reader]]] = {
    "run_shell_command": ("shell", _shell),
    "read_file": ("file.read", _read),
    "read_many_files": ("file.read", _read_many),
    "list_directory": ("file.read", _glob),
    "glob": ("file.read", _glob),
    "grep_search": ("file.read", _grep),
    "search_file_content": ("file.read", _grep),
    "write_file": ("file.write", _write),
    "replace": ("file.edit", _replace),
    "google_web_search": ("http", _web_search),
    "invoke_agent": ("other", _spawn),
}
"""Tools of Gemini CLI that reach beyond the client. What is not here is `other`, by its own name."""

_INTERNAL: Final = frozenset(
    {
        "write_todos", "update_topic", "complete_task", "ask_user", "enter_plan_mode", "exit_plan_mode",
        "get_internal_docs", "list_background_processes", "read_background_output",
    }
)  # fmt: skip
"""Tools that change nothing but the client's own lists, questions and background tasks that it started itself."""


def _ended(tool: str, response: object) -> Literal["succeeded", "failed", "unknown"]:
    if not isinstance(response, dict):
        return "unknown"
    if response.get("error"):
        return "failed"
    # A command's exit code is somewhere in the text for the model, among what the command itself printed.
    return "unknown" if tool == "run_shell_command" else "succeeded"


def allow(event: BeforeTool, rewritten: Mapping[str, Any] | None) -> HookReply:
    """It may run; with `rewritten`, this input instead of the one it asked with."""
    del event
    if rewritten is None:
        return said({})
    return said({"hookSpecificOutput": {"hookEventName": "BeforeTool", "tool_input": dict(rewritten)}})
