"""What an awk program reads, writes and runs (POSIX awk with gawk's and mawk's own words).

Law: the program is split from left to right as awk does it; where a slash could divide or begin a pattern, or a
redirection is more than one quoted name, it is not understood (None), and the caller treats it as running anything. So
are programs that run something: `system`, pipes, indirect calls, extensions.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.asked import SECRET_NAME
from mayact.core.analysis.programs.table import names

_TOKEN: Final = re.compile(
    r"""(?P<blank>[ \t]+|\#[^\n]*)|(?P<line>\n)|(?P<text>"(?:[^"\\\n]|\\[^\n])*")|(?P<word>[A-Za-z_]\w*)
    |(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<sign>\|\||&&|\|&|>>|[=!<>+*/%^-]=|\+\+|--|\*\*=?|[-+*%^!<>=?:,;.(){}\[\]$~|])""",
    re.VERBOSE,
)
_PATTERN: Final = re.compile(r"/(?:[^/\\\n\[]|\\[^\n]|\[\^?\]?(?:[^\]\\\n/]|\\[^\n])*\])+/")
"""A bare slash between brackets ends the pattern in some awks and not in others, and is refused."""
_RUNS: Final = names("system extension ARGV ARGC PROCINFO SYMTAB FUNCTAB")
_BEFORE_PATTERN: Final = names("print printf return in case BEGIN END else do")
_NOT_FILES: Final = frozenset({"/dev/stdout", "/dev/stderr", "/dev/stdin", "-"})
_ENDS: Final = frozenset({";", "}", ")", "\n", ""})


@dataclass(slots=True)
class Touched:
    """Files that a program names."""

    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    environment: bool = False
    token: bool = False
    """Of the environment, a variable that is named as one that holds a secret."""


class _NotUnderstood(Exception):
    pass


def read(program: str) -> Touched | None:
    """The files that `program` touches; None when it runs something or is not understood."""
    try:
        return _walked(_split(program))
    except _NotUnderstood:
        return None


def _split(program: str) -> list[tuple[str, str]]:
    """Kind and text of each token. Raises `_NotUnderstood`."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(program):
        if program[at] == "/" and _pattern_begins(found):
            match = _PATTERN.match(program, at)
            kind = "pattern"
        elif program[at] == "/":
            found.append(("sign", "/"))
            at += 1
            continue
        else:
            match = _TOKEN.match(program, at)
            kind = match.lastgroup or "" if match is not None else ""
        if match is None:
            raise _NotUnderstood
        at = match.end()
        if kind != "blank":
            found.append((kind, match[0]))
    return found


def _pattern_begins(found: list[tuple[str, str]]) -> bool:
    if not found:
        return True
    kind, text = found[-1]
    match kind:
        case "word":
            if text == "getline":
                raise _NotUnderstood
            return text in _BEFORE_PATTERN
        case "sign" if text in ("++", "--"):
            raise _NotUnderstood
        case "sign" if text == ")":
            # Behind `if (…)` a slash begins a pattern, behind `(a + b)` it divides.
            if any(word in ("if", "while", "for", "switch") for _, word in found):
                raise _NotUnderstood
            return False
        case "sign":
            return text not in ("]", "$")
        case "line":
            return True
        case _:
            return False


def _walked(tokens: list[tuple[str, str]]) -> Touched:
    touched = Touched()
    printing, depth = False, 0
    for at, (kind, text) in enumerate(tokens):
        if kind == "word":
            if text in _RUNS:
                raise _NotUnderstood
            if text == "ENVIRON":
                touched.environment = True
                touched.token = touched.token or is_secret_variable(_text(tokens, at + 2).strip('"'))
            if text == "getline":
                _got(tokens, at, touched)
            if text in ("print", "printf"):
                printing, depth = True, 0
        elif kind == "line":
            printing = printing and tokens[at - 1][1] in (",", "&&", "||", "{", "do", "else")
        elif kind == "sign":
            if text in ("|", "|&"):
                raise _NotUnderstood
            if text in (";", "}", "{"):
                printing = False
            depth += (text in ("(", "[")) - (text in (")", "]"))
            if printing and depth <= 0 and text in (">", ">>"):
                _file(tokens, at + 1, touched.writes)
    if touched.environment and any(kind in ("text", "pattern") and SECRET_NAME.search(text) for kind, text in tokens):
        touched.token = True  # a walk over all of them, for those that hold secrets
    return touched


def _got(tokens: list[tuple[str, str]], at: int, touched: Touched) -> None:
    """`getline`, `getline x`, `getline x < "file"`."""
    place = at + 1
    if _text(tokens, place) == "$":
        place += 1
    if place < len(tokens) and tokens[place][0] in ("word", "number"):
        place += 1
    if _text(tokens, place) == "<":
        _file(tokens, place + 1, touched.reads)
    elif _text(tokens, place) not in (*_ENDS, ">", "=="):
        raise _NotUnderstood


def _text(tokens: list[tuple[str, str]], at: int) -> str:
    return tokens[at][1] if at < len(tokens) else ""


def _file(tokens: list[tuple[str, str]], at: int, files: list[str]) -> None:
    """One quoted name and nothing joined to it."""
    if at >= len(tokens) or tokens[at][0] != "text" or _text(tokens, at + 1) not in _ENDS:
        raise _NotUnderstood
    name = tokens[at][1][1:-1]
    if "\\" in name or name.startswith(("/inet", "/dev/tcp", "/dev/udp", "/dev/fd")):
        raise _NotUnderstood
    if name not in _NOT_FILES:
        files.append(name)
