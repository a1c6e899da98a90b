"""A client's own rules in one shape: what it runs, asks about or refuses without any of ours.

    settings ──<client>_rules──► OwnRule …        rules + call ──settle | last──► Own

Law: pure, and honest before it is clever: a rule or a command whose reading is not known for certain makes the answer
`unknown`, never a guess. Nothing here decides anything: it counts questions, and shows what could be taken over.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import translate
from typing import Any, Final
from urllib.parse import urlsplit

from mayact.core.shadow.observed import Observed, Own
from mayact.core.shadow.record import text_of


class Says(StrEnum):
    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


class Shape(StrEnum):
    ANY = "any"
    EXACT = "exact"
    PREFIX = "prefix"
    GLOB = "glob"
    UNKNOWN = "unknown"


class Tool(StrEnum):
    """What a rule is about, whatever the client calls it."""

    SHELL = "shell"
    READ = "read"
    CHANGE = "change"
    FETCH = "fetch"
    MCP = "mcp"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """`text`: as it is written; `pattern`: what a command, path, host or `SERVER/TOOL` has to be."""

    says: Says
    text: str
    tool: Tool
    shape: Shape
    pattern: str = ""


_ANSWERS: Final = {Says.ALLOW: Own.RUNS, Says.ASK: Own.ASKS, Says.DENY: Own.REFUSES}

_TOOLS: Final = {
    "shell": Tool.SHELL,
    "exec": Tool.SHELL,
    "file.read": Tool.READ,
    "file.write": Tool.CHANGE,
    "file.edit": Tool.CHANGE,
    "file.patch": Tool.CHANGE,
    "http": Tool.FETCH,
    "mcp": Tool.MCP,
}

_HARMLESS: Final = re.compile(r"\s*(?:[12]?>/dev/null|2>&1)(?=\s|[;|&]|\Z)")
"""Redirections that no rule is about."""

_UNREAD: Final = re.compile(r"[`$()<>{}\\\n#]")


def tool_of(call: Observed) -> Tool:
    return _TOOLS.get(call.tool, Tool.OTHER)


def subject_of(call: Observed) -> str:
    """What a pattern is held against."""
    match tool_of(call):
        case Tool.FETCH:
            try:
                return urlsplit(text_of(call.arguments, "url")).hostname or ""
            except ValueError:
                return ""
        case Tool.MCP:
            return f"{text_of(call.arguments, 'server')}/{text_of(call.arguments, 'tool')}"
        case Tool.SHELL:
            return call.what
        case _:
            return text_of(call.arguments, "path")


def parts(command: str) -> tuple[str, ...] | None:
    """The commands of a line, where that can be read without a shell; None: it cannot."""
    text = _HARMLESS.sub("", command)
    if _UNREAD.search(text):
        return None
    lexer = shlex.shlex(text, posix=False, punctuation_chars="&|;")
    lexer.whitespace_split = True
    lexer.commenters = ""
    found: list[list[str]] = [[]]
    try:
        for word in lexer:
            if set(word) <= set("&|;"):
                found.append([])
            else:
                found[-1].append(word)
    except ValueError:
        return None
    return tuple(" ".join(words) for words in found if words)


def covers(rule: OwnRule, subject: str) -> bool | None:
    """Whether a rule is about `subject`; None: not known."""
    match rule.shape:
        case Shape.ANY:
            return True
        case Shape.EXACT:
            return subject == rule.pattern
        case Shape.PREFIX:
            return subject == rule.pattern or subject.startswith(f"{rule.pattern} ")
        case Shape.GLOB:
            return re.fullmatch(translate(rule.pattern), subject) is not None
        case Shape.UNKNOWN:
            return None


def settle(
    rules: Sequence[OwnRule], call: Observed, *, otherwise: Own, quiet: Callable[[str], bool] = lambda _command: False
) -> Own:
    """Deny before ask before allow, each command of a line by itself: Claude Code's order. `quiet`: commands that the
    client never asks about."""
    tool, subject = tool_of(call), subject_of(call)
    about = [rule for rule in rules if rule.tool is tool]
    units = parts(subject) if tool is Tool.SHELL else (subject,)
    if units is None:
        whole = {rule.says for rule in about if rule.shape is Shape.ANY}
        return Own.RUNS if whole == {Says.ALLOW} and len(about) == len(_of(about, Says.ALLOW)) else Own.UNKNOWN
    for says in (Says.DENY, Says.ASK):
        found = [covers(rule, unit) for rule in _of(about, says) for unit in units]
        if any(found):
            return _ANSWERS[says]
        if None in found:
            return Own.UNKNOWN
    allowed = [_allowed(_of(about, Says.ALLOW), unit, quiet) for unit in units]
    if all(allowed) and allowed:
        return Own.RUNS
    return Own.UNKNOWN if None in allowed and False not in allowed else otherwise


def last(rules: Sequence[OwnRule], call: Observed, *, otherwise: Own) -> Own:
    """The last rule that is about it decides, each command of a line by itself: OpenCode's order."""
    tool, subject = tool_of(call), subject_of(call)
    units = parts(subject) if tool is Tool.SHELL else (subject,)
    about = [rule for rule in rules if rule.tool is tool]
    if units is None:
        return _ANSWERS[about[-1].says] if about and about[-1].shape is Shape.ANY else Own.UNKNOWN
    answers: set[Own] = set()
    for unit in units:
        held = [(rule, covers(rule, unit)) for rule in about]
        if any(covered is None for _, covered in held):
            return Own.UNKNOWN
        matching = [rule for rule, covered in held if covered]
        answers.add(_ANSWERS[matching[-1].says] if matching else otherwise)
    strictest = (Own.REFUSES, Own.ASKS, Own.UNKNOWN, Own.RUNS)
    return next((own for own in strictest if own in answers), otherwise)


def _of(rules: Sequence[OwnRule], says: Says) -> list[OwnRule]:
    return [rule for rule in rules if rule.says is says]


def _allowed(rules: Sequence[OwnRule], unit: str, quiet: Callable[[str], bool]) -> bool | None:
    found = [covers(rule, unit) for rule in rules]
    return True if any(found) or quiet(unit) else None if None in found else False


def table_of(value: object, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def texts_of(value: object, name: str) -> tuple[str, ...]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list) else ()
