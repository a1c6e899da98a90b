"""SQL text cut into statements and commands of the client, without understanding either.

Law: linear in the text. Where two dialects or two clients could cut a text differently, it is `Unclear`: an end of a
string that a backslash may escape, a comment that MySQL runs, a delimiter that is changed. What is inside strings,
quoted names and comments is never code.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Dialect: TypeAlias = Literal["postgres", "mysql", "sqlite", "duckdb", "clickhouse", "tsql"]

MAX_CHARS: Final = 262_144
"""A longer text is not cut at all. Cutting takes about a second a megabyte in the worst case measured."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: Literal["word", "text", "name", "number", "sign"]
    text: str
    """Upper case of a word; the content of a text or quoted name, escapes as they are."""


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    tokens: tuple[Token, ...]
    depth: int
    """How deep its brackets nest."""


@dataclass(frozen=True, slots=True)
class Meta:
    """A command of the client: `.read`, `system`. `name` without its mark; `rest` up to the end of the line."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class Unclear:
    because: str


Piece: TypeAlias = Statement | Meta

_STRING: Final = r"'(?:[^']|'')*'"
_ESCAPED: Final = r"'(?:[^'\\]|\\.|'')*'"
_COMMON: Final = (
    r"(?P<space>\s+)|(?P<line>--[^\n]*)|(?P<text>{string})|(?P<quoted>\"(?:[^\"]|\"\")*\")"
    r"|(?P<number>\d[\w.]*)|(?P<word>[^\W\d]\w*(?:\$\w*)*)|(?P<sign>.)"
)
_DOLLAR: Final = r"(?P<dollar>\$(?P<tag>[^\W\d]\w*|)\$.*?\$(?P=tag)\$)|"
_ESCAPES: Final = rf"(?P<escaped>[eE]{_ESCAPED})|"

_LEXERS: Final[dict[Dialect, re.Pattern[str]]] = {
    "postgres": re.compile(_DOLLAR + _ESCAPES + _COMMON.format(string=_STRING), re.DOTALL),
    "duckdb": re.compile(_DOLLAR + _ESCAPES + _COMMON.format(string=_STRING), re.DOTALL),
    "mysql": re.compile(rf"(?P<hash>#[^\n]*)|(?P<tick>`(?:[^`]|``)*`)|{_COMMON.format(string=_ESCAPED)}", re.DOTALL),
    "clickhouse": re.compile(
        rf"(?P<hash>#[ !][^\n]*)|(?P<tick>`(?:[^`\\]|\\.|``)*`)|{_DOLLAR}{_COMMON.format(string=_ESCAPED)}", re.DOTALL
    ),
    "sqlite": re.compile(
        rf"(?P<tick>`(?:[^`]|``)*`)|(?P<bracket>\[[^\]]*\])|{_COMMON.format(string=_STRING)}", re.DOTALL
    ),
    "tsql": re.compile(rf"(?P<bracket>\[(?:[^\]]|\]\])*\])|{_COMMON.format(string=_STRING)}", re.DOTALL),
}
_NESTS: Final = frozenset({"postgres", "tsql", "clickhouse"})
"""Dialects in which a comment may stand in a comment."""
_MYSQL_COMMANDS: Final = frozenset(
    {"SYSTEM", "SOURCE", "TEE", "NOTEE", "PAGER", "NOPAGER", "EDIT", "CONNECT", "DELIMITER"}
)
_BACKSLASH: Final = frozenset({"postgres", "mysql"})


class _Cutter:
    def __init__(self, text: str, dialect: Dialect, *, client: bool) -> None:
        self.text, self.dialect, self.client = text, dialect, client
        self.at = self.start = self.depth = self.deepest = 0
        self.tokens: list[Token] = []
        self.pieces: list[Piece] = []

    def cut(self) -> tuple[Piece, ...] | Unclear:
        lexer = _LEXERS[self.dialect]
        while self.at < len(self.text):
            if self._is_command():
                continue
            if self.text.startswith("/*", self.at):
                end = self._comment()
                if end is None:
                    return Unclear("a comment does not end, or is run by some servers")
                self.at = end
                continue
            match = lexer.match(self.text, self.at)
            if match is None or match.lastgroup is None:
                return Unclear("a part of it is in no dialect")
            problem = self._token(match)
            if problem:
                return Unclear(problem)
        self._end(self.at)
        return tuple(self.pieces)

    def _token(self, match: re.Match[str]) -> str:
        """One token is taken; text: why it cannot be."""
        kind, text = match.lastgroup, match[0]
        if kind == "tag":
            kind = "dollar"
        begins, self.at = self.at, match.end()
        match kind:
            case "space" | "hash":
                pass
            case "line":
                if self.dialect == "mysql" and text[2:3] and not text[2].isspace():
                    return "MySQL reads `--` without a blank as two minus signs"
            case "text" | "escaped" | "dollar":
                if kind == "text" and self.dialect in _BACKSLASH and "\\'" in text:
                    # Whether a backslash escapes the quote behind it is a setting of the server.
                    return "whether a backslash ends a text depends on the server's settings"
                self.tokens.append(Token("text", _inside(text)))
            case "quoted":
                # A text to MySQL and SQLite, a name to others; either way no code.
                self.tokens.append(Token("name", text[1:-1]))
                if self.dialect == "mysql" and "\\" in text:
                    return "whether a backslash ends a text depends on the server's settings"
            case "tick" | "bracket":
                self.tokens.append(Token("name", text[1:-1]))
            case "number":
                self.tokens.append(Token("number", text))
            case "word":
                self.tokens.append(Token("word", text.upper()))
            case _:
                return self._sign(text, begins)
        return ""

    def _sign(self, text: str, begins: int) -> str:
        if text in "'\"`":
            return "a text does not end"
        if text == ";":
            self._end(begins)
            return ""
        if not text.isprintable():
            return "it holds control characters"
        if text == "$" and self.dialect in ("postgres", "duckdb") and not self.text[self.at : self.at + 1].isdigit():
            return "a text does not end"
        if text == "\\" and self.client and self.dialect == "mysql":
            return self._short_command()
        self.depth += (text == "(") - (text == ")")
        self.deepest = max(self.deepest, self.depth)
        self.tokens.append(Token("sign", text))
        return ""

    def _short_command(self) -> str:
        """`\\\\! id`, `\\\\G`: of the mysql client, at any place."""
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        if letter in ("G", "g"):
            self._end(self.at - 2)
        elif letter in ("!", ".", "P", "T", "e", "d", "r", "u", "R", "C"):
            self._command(letter)
        return ""

    def _is_command(self) -> bool:
        """Whether a command of the client stands here; it is taken."""
        if not self.client:
            return False
        match self.dialect:
            case "postgres":
                if self.text[self.at] != "\\":
                    return False
                if self.text.startswith("\\;", self.at):
                    self.at += 2
                    self._end(self.at - 2)
                    return True
                self.at += 1
                name = re.match(r"\S*", self.text[self.at : self.at + 64])
                self.at += len(name[0]) if name is not None else 0
                # What stands before it is sent by `\g` and the like, and kept by others: it counts as run.
                self._command(name[0] if name is not None else "")
                return True
            case "sqlite" | "duckdb":
                if self.tokens or self.text[self.at] != ".":
                    return False
                self.at += 1
                name = re.match(r"\w*", self.text[self.at : self.at + 64])
                self.at += len(name[0]) if name is not None else 0
                self._command(name[0] if name is not None else "")
                return True
            case "mysql" | "tsql" if not self.tokens:
                name = re.match(r"[:!A-Za-z]\w*", self.text[self.at : self.at + 64])
                if name is None:
                    return False
                word = name[0].upper()
                if self.dialect == "mysql" and word in _MYSQL_COMMANDS:
                    self.at += len(word)
                    self._command(word)
                    return True
                if self.dialect == "tsql" and (word[0] in ":!" or word == "GO"):
                    self.at += len(word)
                    self._command(word)
                    return True
                return False
            case _:
                return False

    def _command(self, name: str) -> None:
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        before = self.at - len(name) - 1
        rest = self.text[self.at : end]
        self._end(max(before, self.start))
        self.pieces.append(Meta(name, rest.strip()))
        self.at = self.start = end

    def _comment(self) -> int | None:
        """Where the comment ends that begins here; None: it does not, or some server runs what is in it."""
        if self.text.startswith(("/*!", "/*M!"), self.at):
            return None
        depth, at = 1, self.at + 2
        while depth:
            opens, closes = self.text.find("/*", at), self.text.find("*/", at)
            if closes < 0:
                return None
            if 0 <= opens < closes:
                if self.dialect in _NESTS:
                    depth += 1
                at = opens + 2
            else:
                depth -= 1
                at = closes + 2
        return at

    def _end(self, end: int) -> None:
        if self.tokens:
            text = self.text[self.start : end].strip()
            self.pieces.append(Statement(text, tuple(self.tokens), self.deepest))
        self.tokens, self.start, self.depth, self.deepest = [], self.at, 0, 0


def _inside(text: str) -> str:
    if text.startswith("$"):
        tag = text.index("$", 1) + 1
        return text[tag:-tag]
    return text[text.index("'") + 1 : -1]


def pieces(text: str, dialect: Dialect, *, client: bool = True) -> tuple[Piece, ...] | Unclear:
    """The statements and client commands of `text` in order. `client`: it is read by the command line client, which
    has commands of its own, not sent as it is."""
    if len(text) > MAX_CHARS:
        return Unclear("it is too long to be looked at")
    if "\0" in text:
        return Unclear("it holds control characters")
    return _Cutter(text, dialect, client=client).cut()
