"""GraphQL documents: whether one changes something, and through which mutations.

Law: names only. A document that is not understood, or that holds a mutation whose name no table knows, is said to be
so; nothing is taken as a query unless no operation of the document can be anything else.
It refuses to know any schema. Grammar: spec.graphql.org (October 2021), section 2.
"""

import re
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r'(?P<skip>[\s,\ufeff]+|#[^\n\r]*)|(?P<text>"""(?:[^"\\]|\\(?:"""|(?!"""))|"(?!""))*"""|"(?:[^"\\\n\r]|\\.)*")'
    r"|(?P<name>[_A-Za-z]\w*)|(?P<number>-?\d[\w.+-]*)|(?P<sign>\.\.\.|[!$&()\[\]{}:=@|])",
    re.ASCII | re.DOTALL,
)
# In a block text `\"""` is the only escape (section 2.9.4): a backslash before another one is just that.
_MAX_CHARS: Final = 65_536
_OPEN: Final = frozenset("({[")
_CLOSE: Final = frozenset(")}]")


@dataclass(frozen=True, slots=True)
class Asks:
    """Only queries (or subscriptions)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Mutations, by the names of their fields (not their aliases)."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The worst case."""


Meaning = Asks | Changes | NotUnderstood


def meaning(document: str) -> Meaning:
    """What the document does, whichever of its operations is asked for."""
    tokens = _tokens(document)
    if tokens is None:
        return NotUnderstood()
    names: list[str] = []
    changes, at = False, 0
    while at < len(tokens):
        word = tokens[at]
        if word == "{":
            kind, start = "query", at
        elif word in ("query", "subscription", "mutation", "fragment"):
            kind, start = word, _next_open(tokens, at)
        else:
            return NotUnderstood()
        end = _closing(tokens, start)
        if end is None:
            return NotUnderstood()
        if kind == "mutation":
            changes = True
            found = _fields(tokens[start + 1 : end])
            if found is None:
                return NotUnderstood()  # a fragment at the top names fields that stand elsewhere
            names.extend(found)
        at = end + 1
    if changes:
        return Changes(tuple(dict.fromkeys(names)))
    return Asks() if tokens else NotUnderstood()


def _tokens(document: str) -> list[str] | None:
    if len(document) > _MAX_CHARS:
        return None
    found: list[str] = []
    at = 0
    while at < len(document):
        match = _TOKEN.match(document, at)
        if match is None:
            return None
        if match.lastgroup != "skip":
            # A text may hold anything, braces too: it stands for itself as one word that is no name.
            found.append('"' if match.lastgroup == "text" else match[0])
        at = match.end()
    return found


def _next_open(tokens: list[str], at: int) -> int:
    """Where the selection begins: the first brace that is not inside the variables."""
    depth = 0
    for place in range(at, len(tokens)):
        if tokens[place] in "([" and tokens[place]:
            depth += 1
        elif tokens[place] in ")]" and tokens[place]:
            depth -= 1
        elif tokens[place] == "{" and depth == 0:
            return place
    return len(tokens)


def _closing(tokens: list[str], start: int) -> int | None:
    if start >= len(tokens):
        return None
    depth = 0
    for place in range(start, len(tokens)):
        if tokens[place] in _OPEN:
            depth += 1
        elif tokens[place] in _CLOSE:
            depth -= 1
            if depth == 0:
                return place
    return None


def _fields(tokens: list[str]) -> list[str] | None:
    """The names of the fields at the top of one selection; None: a fragment stands there."""
    found: list[str] = []
    depth, at = 0, 0
    while at < len(tokens):
        word = tokens[at]
        if word in _OPEN:
            depth += 1
        elif word in _CLOSE:
            depth -= 1
        elif depth == 0 and word == "...":
            return None
        elif depth == 0 and word == "@":
            at += 1  # the name of a directive
        elif depth == 0 and re.fullmatch(r"[_A-Za-z]\w*", word):
            if tokens[at + 1 : at + 2] == [":"]:
                at += 1  # an alias; the field follows
            else:
                found.append(word)
        at += 1
    return found
