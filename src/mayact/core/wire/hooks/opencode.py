"""OpenCode's plugin: from what it sends to a call, from an answer to what it does.

Law: as `events`. The plugin is ours (`boundary/hooks/opencode_plugin.mjs`), so this is the other half of it: it throws
on every answer but a whole one that allows.

Source: observed events of OpenCode 1.18.33 (`tests/vectors/hooks/opencode.jsonl`). A sub-agent works in a session of
its own, whose parent and agent the plugin hears of in other events. Tools of MCP servers are called `SERVER_TOOL`.
"""

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
    decoded,
    member,
    said,
    searched,
    spelled,
)
from mayact.core.wire.hooks.patch import files_of
from mayact.core.wire.messages import CallFields

CLIENT: Final = "opencode"

_Kind: TypeAlias = Literal["shell", "file.read", "file.write", "file.edit", "file.patch", "http", "mcp", "other"]


def parse_event(payload: bytes, environment: Mapping[str, str]) -> HookEvent:
    """The event in `payload`. `environment`: what the command would keep. Raises `InvalidInput`, `LimitExceeded`."""
    value = decoded(payload)
    match value.get("event"):
        case "tool.execute.before":
            return _before(value, environment)
        case "tool.execute.after":
            return AfterTool(
                session=spelled(value, "sessionID"), call_id=spelled(value, "callID"), status=_ended(value)
            )
        case str(name):
            return OtherEvent(name)
        case _:
            raise InvalidInput("the payload names no event", hint="is this OpenCode?", field="event")


def _before(value: Mapping[str, Any], environment: Mapping[str, str]) -> BeforeTool:
    tool, given, cwd = spelled(value, "tool"), member(value, "args"), spelled(value, "directory")
    kind, arguments = _arguments(tool, given, cwd)
    nested = spelled(value, "parentID") != ""
    call = CallFields(
        tool=kind,
        arguments=arguments,
        cwd=normpath(join(cwd, spelled(given, "workdir"))) if kind == "shell" and given.get("workdir") else cwd,
        environment=dict(environment) if kind == "shell" else {},
        agent=CLIENT,
        subagent=(spelled(value, "agent") or "unnamed") if nested else "",
        session=spelled(value, "sessionID"),
        call_id=spelled(value, "callID"),
        claims={"agent_instance": spelled(value, "sessionID") if nested else "", "client_tool": tool},
    )
    return BeforeTool(call=call, rewritable=given if kind == "shell" else None)


def _arguments(tool: str, given: Mapping[str, Any], cwd: str) -> tuple[_Kind, dict[str, Any]]:
    if tool in _TOOLS:
        kind, read = _TOOLS[tool]
        return kind, read(given, cwd)
    if tool in _INTERNAL:
        return "other", {"name": INTERNAL, "arguments": {"tool": tool, "input": dict(given)}}
    if tool.count("_") == 1:
        # SERVER_TOOL; with more of them nobody can tell where the server's name ends.
        server, _, name = tool.partition("_")
        return "mcp", {"server": server, "tool": name, "arguments": dict(given)}
    return "other", {"name": tool, "arguments": dict(given)}


def _bash(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"command": spelled(given, "command")}


def _read(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "filePath")}


def _write(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "filePath"), "content": spelled(given, "content")}


def _edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"path": spelled(given, "filePath"), "edits": [_one_edit(given)]}


def _multi_edit(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    edits = given.get("edits")
    if not isinstance(edits, list) or not all(isinstance(edit, dict) for edit in edits):
        raise InvalidInput("the edits are not a list of objects", hint="is this OpenCode?", field="edits")
    return {"path": spelled(given, "filePath"), "edits": [_one_edit(edit) for edit in edits]}


def _one_edit(edit: Mapping[str, Any]) -> dict[str, Any]:
    every = {"all": True} if edit.get("replaceAll") else {}
    return {"old": spelled(edit, "oldString"), "new": spelled(edit, "newString"), **every}


def _patch(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"files": files_of(spelled(given, "patchText"))}


def _glob(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    return searched(str(given.get("path") or cwd), given.get("pattern"))


def _grep(given: Mapping[str, Any], cwd: str) -> dict[str, Any]:
    # Here `pattern` is the expression searched for.
    return searched(str(given.get("path") or cwd), given.get("include"))


def _fetch(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"method": "GET", "url": spelled(given, "url")}


def _spawn(given: Mapping[str, Any], _cwd: str) -> dict[str, Any]:
    return {"name": SPAWN, "arguments": dict(given)}


_Reader: TypeAlias = Callable[[Mapping[str, Any], str], dict[str, Any]]

_TOOLS: Final[Mapping[str, tuple[_Kind, _Reader]]] = {
    "bash": ("shell", _bash),
    "read": ("file.read", _read),
    "write": ("file.write", _write),
    "edit": ("file.edit", _edit),
    "multiedit": ("file.edit", _multi_edit),
    "apply_patch": ("file.patch", _patch),
    "glob": ("file.read", _glob),
    "grep": ("file.read", _grep),
    "list": ("file.read", _grep),
    "webfetch": ("http", _fetch),
    "task": ("other", _spawn),
}
"""Tools of OpenCode that reach beyond the client. What is not here is `other`, by its own name."""

_INTERNAL: Final = frozenset({"todowrite", "todoread", "question", "plan_enter", "plan_exit", "invalid"})
"""Tools that change nothing but the client's own lists, questions and modes."""


def _ended(value: Mapping[str, Any]) -> Literal["succeeded", "failed", "unknown"]:
    if spelled(value, "tool") != "bash":
        return "succeeded"  # OpenCode sends no such event of a tool that failed
    exit_code = value.get("exit")
    return "unknown" if not isinstance(exit_code, int) else "succeeded" if exit_code == 0 else "failed"


def allow(event: BeforeTool, rewritten: Mapping[str, Any] | None) -> HookReply:
    """It may run; with `rewritten`, this input instead of the one it asked with."""
    del event
    return said({} if rewritten is None else {"args": dict(rewritten)})
