"""Words, numbers, texts and signs of a short program, with every text's content known.

Law: whoever wrote the text knows this reader, so that what two readers could split differently is refused: a slash that
could divide or begin a pattern, text that runs over several lines, signs that are not listed, letters outside ASCII
that are not inside a quoted text. Nothing is skipped but blanks and comments.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.command import Word
from mayact.core.analysis.programs.python.effects import Way

MAX_TEXT: Final = 8_192
"""Longer texts are programs; reading them is not attempted."""

Kind: TypeAlias = Literal["word", "number", "text", "pattern", "sign", "variable"]


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    """Of a quoted text: what it stands for."""
    sure: bool = True
    """Of a quoted text: it has no parts that are filled in."""
    line: bool = False
    """A line ends before it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one text touches."""

    way: Way
    words: tuple[Word, ...] = ()


class StrangeTextError(Exception):
    """Something of the text is not understood; the message says what, for people."""


WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?n?(?![A-Za-z_$])")
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


def unescaped(content: str, *, raw: bool = False) -> str | None:
    """`content` of a quoted text with its escapes resolved; None where an escape is not one that every language reads
    alike. In a `raw` text a backslash quotes only itself and the quote."""
    if raw:
        return None if "\\" in content else content
    found: list[str] = []
    at = 0
    while at < len(content):
        ch = content[at]
        at += 1
        if ch != "\\":
            found.append(ch)
            continue
        if at >= len(content):
            return None
        ch = content[at]
        at += 1
        if ch.isalnum():
            if ch not in _ESCAPES:
                return None
            found.append(_ESCAPES[ch])
        elif ch == "\n":
            return None
        else:
            found.append(ch)
    return "".join(found)


def quoted(text: str, at: int) -> tuple[str, int]:
    """The raw content of the quoted text that begins at `at`, and where it ends. Raises `StrangeTextError`."""
    quote = text[at]
    end = at + 1
    while end < len(text):
        if text[end] == "\\":
            end += 2
            continue
        if text[end] == quote:
            return text[at + 1 : end], end + 1
        end += 1
    raise StrangeTextError("a quoted text does not end")


def closing(tokens: list[Token], at: int) -> int:
    """Where the bracket that `tokens[at]` opens is closed. Raises `StrangeTextError`."""
    pairs = {"(": ")", "[": "]", "{": "}", "${": "}$"}
    waiting: list[str] = []
    for place in range(at, len(tokens)):
        token = tokens[place]
        if token.kind != "sign":
            continue
        if token.text in pairs:
            waiting.append(pairs[token.text])
        elif token.text in pairs.values():
            if not waiting or waiting.pop() != token.text:
                break
            if not waiting:
                return place
    raise StrangeTextError("a bracket is not closed")


def parts(tokens: list[Token], start: int, end: int) -> list[tuple[int, int]]:
    """The arguments between `start` and `end`, split at commas outside brackets, as ranges."""
    found: list[tuple[int, int]] = []
    at = first = start
    while at < end:
        token = tokens[at]
        if token.kind == "sign" and token.text in ("(", "[", "{", "${"):
            at = closing(tokens, at)
        elif token.kind == "sign" and token.text == ",":
            found.append((first, at))
            first = at + 1
        at += 1
    if first < end or found:
        found.append((first, end))
    return [part for part in found if part[0] < part[1]]
