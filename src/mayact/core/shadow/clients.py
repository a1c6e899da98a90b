"""The rules of five clients, each read in its own grammar, and what the client does by them.

Source: the clients' documentation of permissions (Claude Code `permissions`, OpenCode `permission`, Gemini CLI
`tools.allowed`, Codex `prefix_rule`, Copilot CLI `--allow-tool`) and what was observed of their hooks.

What is known of whether a client asks:
    Claude Code   its rules, its mode (in every payload) and the question it reports itself
    Codex         the question it reports itself: what it does not report it did not ask
    OpenCode      its rules alone decide
    Gemini CLI    only what its rules allow: `--yolo` is not in the payload
    Copilot CLI   only that it reads without asking: what a command line allowed is not in the payload
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mayact.core.shadow.observed import Observed, Own
from mayact.core.shadow.own import OwnRule, Says, Shape, Tool, last, settle, table_of, texts_of, tool_of

_SPECIFIED: Final = re.compile(r"([A-Za-z_][\w-]*)\((.*)\)", re.DOTALL)


def judge(client: str, rules: Sequence[OwnRule], call: Observed) -> Own:
    """What the client does with `call` by its own rules."""
    match client:
        case "claude-code":
            return _claude(rules, call)
        case "codex":
            return Own.RUNS
        case "opencode":
            return last(rules, call, otherwise=Own.RUNS)
        case "gemini":
            reads = Own.RUNS if tool_of(call) is Tool.READ else Own.UNKNOWN
            return settle(rules, call, otherwise=reads)
        case "copilot":
            return Own.RUNS if tool_of(call) is Tool.READ else Own.UNKNOWN
        case _:
            return Own.UNKNOWN


# ── Claude Code ──────────────────────────────────────────────────────────────────────────────────────────

_CLAUDE_TOOLS: Final = {
    "Bash": Tool.SHELL, "Read": Tool.READ, "Glob": Tool.READ, "Grep": Tool.READ, "LS": Tool.READ,
    "Edit": Tool.CHANGE, "Write": Tool.CHANGE, "MultiEdit": Tool.CHANGE, "NotebookEdit": Tool.CHANGE,
    "WebFetch": Tool.FETCH,
}  # fmt: skip

_QUIET: Final = frozenset(
    {"ls", "cat", "echo", "pwd", "head", "tail", "grep", "wc", "which", "diff", "stat", "du", "cd"}
)
_QUIET_GIT: Final = frozenset({"status", "log", "diff", "show", "blame"})
"""Commands that Claude Code runs without asking in every mode."""


def claude_rules(settings: object) -> tuple[OwnRule, ...]:
    permissions = table_of(settings, "permissions")
    return tuple(
        rule
        for says in Says
        for text in texts_of(permissions, says.value)
        for rule in [claude_rule(says, text)]
        if rule
    )


def claude_rule(says: Says, text: str) -> OwnRule | None:
    """One entry; None: a tool whose calls are not decided (`Agent`, `TodoWrite` …)."""
    if text.startswith("mcp__"):
        server, _, tool = text.removeprefix("mcp__").partition("__")
        shape = Shape.GLOB if not tool or "*" in tool else Shape.EXACT
        return OwnRule(says=says, text=text, tool=Tool.MCP, shape=shape, pattern=f"{server}/{tool or '*'}")
    found = _SPECIFIED.fullmatch(text)
    name, pattern = (found[1], found[2]) if found else (text, "")
    tool_kind = _CLAUDE_TOOLS.get(name)
    if tool_kind is None:
        return None
    shape, pattern = _claude_shape(tool_kind, pattern)
    return OwnRule(says=says, text=text, tool=tool_kind, shape=shape, pattern=pattern)


def _claude_shape(tool: Tool, pattern: str) -> tuple[Shape, str]:
    if pattern in ("", "*", ":*"):
        return Shape.ANY, ""
    match tool:
        case Tool.SHELL if pattern.endswith(":*") and "*" not in pattern[:-2]:
            return Shape.PREFIX, pattern[:-2]
        case Tool.SHELL if pattern.endswith(" *") and "*" not in pattern[:-2]:
            return Shape.PREFIX, pattern[:-2]
        case Tool.SHELL:
            return _shape(pattern)
        case Tool.FETCH if pattern.startswith("domain:"):
            return _shape(pattern.removeprefix("domain:"))
        case Tool.READ | Tool.CHANGE if pattern.startswith("//"):
            return _shape(pattern[1:].replace("**", "*"))
        case _:
            return Shape.UNKNOWN, pattern  # paths relative to settings, projects and homes


def _claude(rules: Sequence[OwnRule], call: Observed) -> Own:
    tool = tool_of(call)
    if tool is Tool.OTHER:
        return Own.RUNS  # its own lists, questions and sub-agents
    inside = bool(call.cwd) and f"{call.arguments.get('path', '')}/".startswith(f"{call.cwd.rstrip('/')}/")
    match call.mode:
        case "bypassPermissions":
            held = [rule for rule in rules if rule.says is not Says.ALLOW and rule.tool is tool]
            return settle(held, call, otherwise=Own.RUNS) if held else Own.RUNS
        case "default" | "acceptEdits" | "dontAsk":
            free = tool is Tool.READ or (call.mode == "acceptEdits" and tool is Tool.CHANGE)
            asked = Own.REFUSES if call.mode == "dontAsk" else Own.ASKS
            otherwise = (Own.RUNS if inside else Own.UNKNOWN) if free else asked
            return settle(rules, call, otherwise=otherwise, quiet=_is_quiet)
        case _:
            return Own.UNKNOWN  # `plan`, `auto` and what a later release brings


def _is_quiet(command: str) -> bool:
    words = command.split()
    match words:
        case ["git", subcommand, *_]:
            return subcommand in _QUIET_GIT
        case [name, *_]:
            return name in _QUIET
        case _:
            return False


# ── OpenCode ─────────────────────────────────────────────────────────────────────────────────────────────

_OPENCODE_TOOLS: Final = {
    "bash": Tool.SHELL, "read": Tool.READ, "glob": Tool.READ, "grep": Tool.READ, "list": Tool.READ,
    "edit": Tool.CHANGE, "webfetch": Tool.FETCH,
}  # fmt: skip


def opencode_rules(settings: object) -> tuple[OwnRule, ...]:
    given = settings.get("permission") if isinstance(settings, Mapping) else None
    if isinstance(given, str):
        given = {"*": given}
    found: list[OwnRule] = []
    for name, said in given.items() if isinstance(given, Mapping) else ():
        rows = {"*": said} if isinstance(said, str) else said if isinstance(said, Mapping) else {}
        tools = tuple(Tool) if name == "*" else (_OPENCODE_TOOLS.get(str(name), Tool.MCP),)
        for pattern, word in rows.items():
            if isinstance(word, str) and word in set(Says):
                found.extend(_opencode_rule(Says(word), str(name), str(pattern), tool) for tool in tools)
    return tuple(found)


def _opencode_rule(says: Says, name: str, pattern: str, tool: Tool) -> OwnRule:
    text = f"{name}: {pattern}" if pattern != "*" else name
    if tool is Tool.MCP and name != "*":
        server, _, called = name.partition("_")
        shape = Shape.GLOB if "*" in name else Shape.EXACT
        return OwnRule(says=says, text=text, tool=tool, shape=shape, pattern=f"{server}/{called}")
    shape, pattern = (Shape.ANY, "") if pattern == "*" else _shape(pattern)
    if tool in (Tool.READ, Tool.CHANGE, Tool.FETCH) and shape is not Shape.ANY:
        shape = Shape.UNKNOWN  # patterns of paths and addresses are relative to the project
    return OwnRule(says=says, text=text, tool=tool, shape=shape, pattern=pattern)


# ── Gemini CLI, Codex, Copilot CLI ───────────────────────────────────────────────────────────────────────

_GEMINI_TOOLS: Final = {
    "run_shell_command": Tool.SHELL, "ShellTool": Tool.SHELL, "read_file": Tool.READ, "write_file": Tool.CHANGE,
    "replace": Tool.CHANGE, "web_fetch": Tool.FETCH,
}  # fmt: skip

_COPILOT_TOOLS: Final = {"shell": Tool.SHELL, "write": Tool.CHANGE}


def gemini_rules(settings: object) -> tuple[OwnRule, ...]:
    found: list[OwnRule] = []
    for says, name in ((Says.ALLOW, "allowed"), (Says.DENY, "exclude")):
        for text in texts_of(table_of(settings, "tools"), name):
            match = _SPECIFIED.fullmatch(text)
            tool = _GEMINI_TOOLS.get(match[1] if match else text)
            if tool is not None:
                shape, pattern = (Shape.PREFIX, match[2]) if match else (Shape.ANY, "")
                found.append(OwnRule(says=says, text=text, tool=tool, shape=shape, pattern=pattern))
    return tuple(found)


_PREFIX_RULE: Final = re.compile(r"prefix_rule\(([^()]*)\)", re.DOTALL)
_WORDS: Final = re.compile(r"pattern\s*=\s*\[((?:\s*\"[^\"\\]*\"\s*,?)*)\]")
_DECISION: Final = re.compile(r"decision\s*=\s*\"(allow|prompt|forbidden)\"")


def codex_rules(text: str) -> tuple[OwnRule, ...]:
    """Of a file of rules; what is not a plain `prefix_rule` is an unknown one."""
    found: list[OwnRule] = []
    for rule in _PREFIX_RULE.finditer(text):
        words, decision = _WORDS.search(rule[1]), _DECISION.search(rule[1])
        says = {"prompt": Says.ASK, "forbidden": Says.DENY}.get(decision[1] if decision else "", Says.ALLOW)
        shape = Shape.PREFIX if words else Shape.UNKNOWN
        pattern = " ".join(re.findall(r"\"([^\"]*)\"", words[1])) if words else ""
        found.append(OwnRule(says=says, text=" ".join(rule[0].split()), tool=Tool.SHELL, shape=shape, pattern=pattern))
    return tuple(found)


def copilot_rules(text: str) -> tuple[OwnRule, ...]:
    """Of lines, each what would stand behind `--allow-tool`."""
    found: list[OwnRule] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _SPECIFIED.fullmatch(line)
        name, pattern = (match[1], match[2]) if match else (line, "")
        tool = _COPILOT_TOOLS.get(name, Tool.MCP)
        shape, said = Shape.EXACT, pattern
        if tool is Tool.MCP:
            shape, said = (Shape.EXACT, f"{name}/{pattern}") if pattern else (Shape.GLOB, f"{name}/*")
        elif not pattern:
            shape = Shape.ANY
        elif pattern.endswith(":*"):
            shape, said = Shape.PREFIX, pattern[:-2]
        found.append(OwnRule(says=Says.ALLOW, text=line, tool=tool, shape=shape, pattern=said))
    return tuple(found)


def _shape(pattern: str) -> tuple[Shape, str]:
    return (Shape.GLOB if set(pattern) & set("*?[") else Shape.EXACT), pattern


RULES_OF_VALUES: Final[Mapping[str, Any]] = {
    "claude-code": claude_rules,
    "opencode": opencode_rules,
    "gemini": gemini_rules,
}
"""Readers of settings that are JSON."""

RULES_OF_TEXTS: Final[Mapping[str, Any]] = {"codex": codex_rules, "copilot": copilot_rules}
"""Readers of files that are not."""
