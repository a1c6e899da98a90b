"""Tool calls that are not shell text: files, HTTP, MCP and program lines without a shell.

Law: the same file or host gives the same findings as it would from a shell. Arguments of another shape than the
tool's are opaque, and so is a tool that is not known.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from mayact.core.analysis import files, http
from mayact.core.analysis.command import (
    Context,
    Finding,
    FromText,
    Inherited,
    Known,
    SimpleCommand,
    Unknown,
    Word,
    opaque,
)
from mayact.core.analysis.mcp.calls import findings_of_mcp
from mayact.core.analysis.mcp.catalogue import McpCatalogue
from mayact.core.analysis.packages.manifests import manifest_findings
from mayact.core.canonical import Json, thaw
from mayact.core.errors import shown
from mayact.core.model import ToolCall, Verb


def findings_of_tool(call: ToolCall, context: Context, mcp: McpCatalogue) -> tuple[Finding, ...]:
    """What a call of any tool but `shell` does. Never raises for hostile arguments."""
    command = SimpleCommand(argv=(Known(call.tool),), cwd=call.cwd, text=call.tool)
    match call.tool:
        case "exec":
            return _exec(call, command, context)
        case "file.read":
            return _file(call, command, context, _reading(call))
        case "file.write" | "file.edit":
            return (*_file(call, command, context, files.writing), *_manifest(call, command, context))
        case "file.patch":
            return _patch(call, context)
        case "http":
            return _http(call)
        case "mcp":
            return findings_of_mcp(call, command, context, mcp)
        case "other":
            return _other(call, command)
        case _:
            return (opaque(f"tool {shown(call.tool)} is not known"),)


def text_of(call: ToolCall) -> str | None:
    """The one text that the spans of the call's effects count in; None: it has none."""
    match call.tool, call.arguments:
        case "shell", {"command": str(text)}:
            return text
        case "exec", {"argv": list() | tuple() as argv} if all(isinstance(item, str) for item in argv):
            return " ".join(str(item) for item in argv)
        case _:
            return None


def _malformed(call: ToolCall) -> tuple[Finding, ...]:
    return (opaque(f"the arguments of tool {shown(call.tool)} are malformed"),)


def _exec(call: ToolCall, command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    argv = call.arguments.get("argv")
    if not isinstance(argv, list | tuple) or not argv:
        return _malformed(call)
    words: list[Word] = []
    at = 0
    for item in argv:
        if not isinstance(item, str) or "\0" in item:
            return _malformed(call)
        words.append(Known(item, (at, at + len(item))))
        at += len(item) + 1
    # The boundary holds a standard input whose content only its digest tells.
    stdin = Inherited() if call.stdin is None else FromText(None)
    text = " ".join(str(item) for item in argv)
    return context.run_argv(replace(command, argv=tuple(words), text=text, stdin=stdin, span=(0, len(text))))


def _file(
    call: ToolCall,
    command: SimpleCommand,
    context: Context,
    touches: Callable[[Word, SimpleCommand, Context], tuple[Finding, ...]],
) -> tuple[Finding, ...]:
    path = call.arguments.get("path")
    if not isinstance(path, str) or not path:
        return _malformed(call)
    word: Word = Known(path)
    if path.startswith("~") or not path.isprintable():
        # Some tools expand `~` and some do not; what is not printable is cut or changed on the way.
        word = Unknown("tools read this path differently")
    return touches(word, command, context)


def _patch(call: ToolCall, context: Context) -> tuple[Finding, ...]:
    """A patch is what it does to each of its files, as the tool for one file would do it."""
    rows = call.arguments.get("files")
    if not isinstance(rows, list | tuple) or not rows or not all(isinstance(row, Mapping) for row in rows):
        return _malformed(call)
    return tuple(finding for row in rows if isinstance(row, Mapping) for finding in _patched(call, row, context))


def _patched(call: ToolCall, row: Mapping[str, Json], context: Context) -> tuple[Finding, ...]:
    tool = {"add": "file.write", "update": "file.edit", "delete": "file.delete"}.get(str(row.get("change")))
    if tool is None:
        return _malformed(call)
    one = replace(call, tool=tool, arguments=row)
    command = SimpleCommand(argv=(Known(tool),), cwd=call.cwd, text=tool)
    if tool == "file.delete":
        return _file(one, command, context, files.deleting)
    touched = (*_file(one, command, context, files.writing), *_manifest(one, command, context))
    if "to" not in row:
        return touched
    # Moved: gone from here, and there is what nobody has read as a whole.
    there = replace(one, arguments={"path": row["to"]})
    gone = _file(one, command, context, files.deleting)
    return (*touched, *gone, *_file(there, command, context, files.writing), *_manifest(there, command, context))


def _manifest(call: ToolCall, command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    """What a written manifest would bring in."""
    path = call.arguments.get("path")
    place = files.absolute(Known(path), command, context) if isinstance(path, str) else None
    return manifest_findings(call, place, context) if place is not None else ()


def _reading(call: ToolCall) -> Callable[[Word, SimpleCommand, Context], tuple[Finding, ...]]:
    # A search reads everything below its path: `{"recursive": true}` beside the path, and whatever is not a plain
    # no counts as yes.
    return partial(files.reading, recursive=call.arguments.get("recursive", False) is not False)


def _http(call: ToolCall) -> tuple[Finding, ...]:
    method, url = call.arguments.get("method", "GET"), call.arguments.get("url")
    if not isinstance(method, str) or not isinstance(url, str):
        return _malformed(call)
    body = call.arguments.get("body")
    sends = method.upper() not in http.SAFE_METHODS or bool(body)
    target = http.target_of(Known(url))
    because = f"{method.upper()} {url}"
    found = http.contacting(
        target, sends_data=sends, method=method or "UNKNOWN", carried=_carried(call, body), because=because
    )
    requests = tuple(replace(finding, verb=Verb.HTTP_REQUEST) for finding in found if finding.kind == "host")
    return (*found, *requests)


def _carried(call: ToolCall, body: Json) -> http.Carried:
    """What the arguments say of the request. Of a client that is not known: it may follow redirects, and what it adds
    to the headers is not known."""
    given = call.arguments.get("headers")
    pairs = given.items() if isinstance(given, Mapping) else ()
    headers = tuple((name, value if isinstance(value, str) else None) for name, value in pairs)
    if body is None or body == "":
        return http.Carried(body="none", text="", headers=headers)
    if isinstance(body, str):
        return http.Carried(body="json" if body.lstrip()[:1] in ("{", "[") else "text", text=body, headers=headers)
    return http.Carried(body="json", text=json.dumps(thaw(body)), headers=headers)


def _other(call: ToolCall, command: SimpleCommand) -> tuple[Finding, ...]:
    """Tools that only a client knows. Its boundary names two kinds of them; every other name is opaque."""
    match call.arguments.get("name"):
        case "agent.spawn":
            # Its own calls are decided one by one; starting it is what is decided here.
            because = f"{command.text} starts another agent"
            return (Finding(verb=Verb.AGENT_SPAWN, kind="thing", resource="subagent", because=because),)
        case "client.internal":
            return ()  # changes nothing but what the client shows or remembers, such as a list of things to do
        case name:
            return (opaque(f"tool {shown(str(name))} is not known"),)
