"""Words: from the tree to what the program is given, as bash would.

Law: expansions happen in bash's order (braces, tilde, parameters and substitutions, splitting, globs, quotes). Text
that is not known becomes a hole, and a word with a hole is `Unknown` with what it certainly starts with. Nothing that
is not known is ever left out. It refuses to know which word is a program, an option or a file.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final, Protocol

from mayact.core.analysis.command import Known, Unknown, Word
from mayact.core.analysis.shell import braces, quoting, tree
from mayact.core.analysis.shell.pieces import Fields, Hole, Names, Piece, Pieces, Text, cost, pieces_of, split
from mayact.core.analysis.shell.state import (
    State,
    bounded,
    merged,
)
from mayact.core.limits import MAX_COMMAND_CHARS

MAX_COMBINATIONS: Final = 16
"""Ways in which the alternatives of one command's words are combined; beyond it they are not known."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./,@%^+:=-]+\Z")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=\Z")
_WORD: Final = 50  # what one more word costs, in units of `limits.MAX_ANALYSIS_WORK`


@dataclass(frozen=True, slots=True)
class _Part(braces.Solid):
    """Everything one expansion or quoted part may stand for."""

    alternatives: tuple[Pieces, ...]
    bare: bool = False
    """A `$name` whose end is only where the next character is no part of a name."""


@dataclass(frozen=True, slots=True)
class _Escaped(braces.Solid):
    ch: str


class Expansions(Protocol):
    """What the evaluator does for words: it runs substitutions (and collects their effects)."""

    def spend(self, work: int) -> None:
        """Account for work before it is done. Raises `LimitExceeded`."""
        ...

    def parameter(self, node: tree.Parameter, state: State, *, quoted: bool) -> tuple[Pieces, ...]: ...

    def substitution(self, node: tree.CommandSubstitution, state: State) -> tuple[Word, ...]: ...

    def process(self, node: tree.ProcessSubstitution, state: State) -> Word: ...

    def arithmetic(self, node: tree.ArithmeticExpansion, state: State) -> Word: ...


def fields(node: tree.WordNode, state: State, run: Expansions) -> tuple[Fields, ...]:
    """The words that `node` becomes, for each way it may come out."""
    first = node.parts[0] if len(node.parts) == 1 else None
    if isinstance(first, tree.Literal) and _PLAIN.match(first.text):
        run.spend(_WORD)
        return ((Known(first.text),),)
    items = _items(node, state, run)
    run.spend(_WORD + len(items) * (1 + items.count("{")))  # braces are searched for their ends level by level
    expanded: list[list[braces.Item]] | None = braces.expand(items)
    if expanded is None:
        return ((Unknown("its braces are not plain"),),)
    if len(expanded) > 1:
        run.spend(sum(_WORD + 5 * len(word) for word in expanded))
    if len(expanded) > 1 and any(_renames(items) for items in expanded):
        return ((Unknown("its braces join the name of a variable"),),)
    words = [_ways(_tilde(items, state, braced=len(expanded) > 1), state, run) for items in expanded]
    found = combined(words)
    return tuple(tuple(word for part in way for word in part) for way in found)


def _renames(items: Sequence[braces.Item]) -> bool:
    """Braces are expanded as text: `$v{x,y}` is `$vx $vy`."""
    return any(
        isinstance(left, _Part) and left.bare and isinstance(right, str) and (right.isalnum() or right == "_")
        for left, right in pairwise(items)
    )


def scalar(node: tree.WordNode | None, state: State, run: Expansions, *, assigned: bool = True) -> tuple[Word, ...]:
    """`node` where words are not split: the right side of an assignment, a subject of `case` or `[[`."""
    if node is None:
        return (Known(""),)
    items = _items(node, state, run)
    run.spend(_WORD + len(items) * (1 + items.count("~")))  # each tilde makes the list anew
    if assigned:
        items = _assigned_tilde(items, state)
    if items[:1] == ["~"]:
        items = _with_home(items, 0, state)
    ways = _ways(items, replace(state, options=state.options | {"scalar"}), run)
    return bounded(merged(way) if len(way) > 1 else (way[0] if way else Known("")) for way in ways)


def here_text(node: tree.WordNode, state: State, run: Expansions, *, quoted: bool) -> str | None:
    """The text of a here-document, None when part of it is not known."""
    known: list[str] = []
    whole = True
    for part in node.parts:
        if isinstance(part, tree.Literal):
            known.append(part.text if quoted else quoting.here_document(part.text))
            continue
        ways = _part(part, state, run, quoted=True).alternatives
        if len(ways) == 1 and all(isinstance(piece, Text) for piece in ways[0]):
            known.extend(piece.text for piece in ways[0] if isinstance(piece, Text))
        else:
            whole = False
    length = sum(map(len, known))
    run.spend(_WORD + length)
    return "".join(known) if whole and length <= MAX_COMMAND_CHARS else None


def combined(parts: Sequence[tuple[Fields, ...]]) -> tuple[tuple[Fields, ...], ...]:
    """Each way to choose one alternative of every part; where there are too many, each part is merged first."""
    count = 1
    for part in parts:
        count *= len(part)
    if count > MAX_COMBINATIONS:
        parts = [part if len(part) == 1 else (_flattened(part),) for part in parts]
    return tuple(product(*parts))


def _flattened(ways: tuple[Fields, ...]) -> Fields:
    if all(len(way) == 1 for way in ways):
        return (merged(way[0] for way in ways),)
    return (Unknown("it can have several values"),)


# ── from parts to items ──────────────────────────────────────────────────────────────────────────────────


def _items(node: tree.WordNode, state: State, run: Expansions) -> list[braces.Item]:
    items: list[braces.Item] = []
    for part in node.parts:
        if isinstance(part, tree.Literal):
            _literal(part.text, items)
        else:
            items.append(_part(part, state, run, quoted=False))
    return items


def _literal(text: str, items: list[braces.Item]) -> None:
    at = 0
    while at < len(text):
        ch = text[at]
        if ch == "\\" and at + 1 < len(text):
            if text[at + 1] != "\n":
                items.append(_Escaped(text[at + 1]))
            at += 2
        else:
            items.append(_Escaped(ch) if ch == "\\" else ch)
            at += 1


def _part(part: tree.Part, state: State, run: Expansions, *, quoted: bool) -> _Part:
    match part:
        case tree.Literal(text):
            return _known(quoting.double_quoted(text))
        case tree.Single(text, ansi):
            value = quoting.ansi_c(text) if ansi else text
            return _known(value) if value is not None else _hole("its `$'…'` text is not plain", quoted=True)
        case tree.Double(parts, translated):
            if translated:
                return _hole("it is translated by the locale", quoted=True)
            inner = [_part(item, state, run, quoted=True).alternatives for item in parts]
            # `""` is an empty word, but `"$@"` of nothing is no word at all.
            lists = bool(parts) and all(isinstance(item, tree.Parameter) and item.lists_words for item in parts)
            return _Part(_chained(inner if lists else [((Text(""),),), *inner]))
        case tree.Parameter():
            return _Part(run.parameter(part, state, quoted=quoted), bare=part.bare and not quoted)
        case tree.CommandSubstitution():
            return _Part(tuple(pieces_of(word, quoted=quoted) for word in run.substitution(part, state)))
        case tree.ProcessSubstitution():
            return _Part((pieces_of(run.process(part, state), quoted=True),))
        case tree.ArithmeticExpansion():
            return _Part((pieces_of(run.arithmetic(part, state), quoted=quoted),))
        case tree.ExtendedGlob():
            return _Part(((Names("*"),),))


def _known(text: str) -> _Part:
    return _Part(((Text(text),),))


def _hole(because: str, *, quoted: bool) -> _Part:
    return _Part(((Hole(because, quoted=quoted),),))


def _chained(parts: Iterable[tuple[Pieces, ...]]) -> tuple[Pieces, ...]:
    """The alternatives of pieces that follow one another."""
    ways: list[list[Piece]] = [[]]
    for part in parts:
        if len(ways) * len(part) > MAX_COMBINATIONS:
            part = ((Hole("it can have several values", quoted=True),),)
        if len(part) == 1:
            for way in ways:
                way.extend(part[0])
        else:
            ways = [[*way, *more] for way in ways for more in part]
    return tuple(tuple(way) for way in ways)


# ── tilde ────────────────────────────────────────────────────────────────────────────────────────────────


def _tilde(items: list[braces.Item], state: State, *, braced: bool = False) -> list[braces.Item]:
    """`~`, `~/…`, `~name` at the start, and after `NAME=` (bash expands it there in arguments, too)."""
    if "~" not in items:
        return items
    if items[0] == "~":
        return _with_home(items, 0, state)
    at = items.index("~")
    head = items[:at]
    if not (all(isinstance(item, str) for item in head) and _ASSIGNMENT.match("".join(map(str, head)))):
        return items
    following = items[at + 1] if at + 1 < len(items) else "/"
    if braced or following not in ("/", ":") or items.count("~") > 1:
        # Whether bash takes such a word for an assignment depends on how it came about.
        return [*head, _hole("a tilde after `=` may be a home", quoted=False), *items[at + 1 :]]
    return _with_home(items, at, state)


def _assigned_tilde(items: list[braces.Item], state: State) -> list[braces.Item]:
    """In the value of an assignment a tilde counts after each colon, too."""
    for at in range(len(items) - 1, 0, -1):
        if items[at] == "~" and items[at - 1] == ":":
            items = _with_home(items, at, state)
    return items


def _with_home(items: list[braces.Item], at: int, state: State) -> list[braces.Item]:
    end = at + 1
    while end < len(items) and items[end] not in ("/", ":"):
        end += 1
    name = items[at + 1 : end]
    if not all(isinstance(item, str) for item in name):
        return items  # a quoted or expanded name is not a tilde-prefix
    return [*items[:at], _home("".join(map(str, name)), state), *items[end:]]


def _home(name: str, state: State) -> _Part:
    if name == "":
        return _Part(tuple(pieces_of(word, quoted=True) for word in state.values("HOME")))
    if name == "+":
        return _Part(
            tuple((Text(cwd) if cwd else Hole("the directory is not known", quoted=True),) for cwd in state.cwds)
        )
    if name == "-":
        before = (None,) if "OLDPWD" in state.variables else state.previous
        return _Part(tuple((Text(cwd) if cwd else Hole("the directory is not known", quoted=True),) for cwd in before))
    if name == "root":
        return _known("/root")
    known = [word.text for word in state.values("USER") if isinstance(word, Known)]
    if known == [name]:
        return _Part(tuple(pieces_of(word, quoted=True) for word in state.values("HOME")))
    return _hole(f"the home of `{name}` is not known", quoted=True)


# ── from items to words ──────────────────────────────────────────────────────────────────────────────────


def _ways(items: list[braces.Item], state: State, run: Expansions) -> tuple[Fields, ...]:
    parts: list[tuple[Pieces, ...]] = []
    literal: list[str] = []
    for item in items:
        if isinstance(item, str):
            literal.append(item)
            continue
        if literal:
            parts.append(((Text("".join(literal), quoted=False),),))
            literal = []
        if isinstance(item, _Escaped):
            parts.append(((Text(item.ch),),))
        elif isinstance(item, _Part):
            parts.append(item.alternatives)
    if literal:
        parts.append(((Text("".join(literal), quoted=False),),))
    ways = _rooted(_chained(parts))
    for pieces in ways:
        run.spend(sum(cost(piece) for piece in pieces))
    return tuple(dict.fromkeys(split(pieces, state) for pieces in ways))


def _rooted(ways: tuple[Pieces, ...]) -> tuple[Pieces, ...]:
    """The ways, and those in which `$nothing/path` is `/path`: who names the root so does not want it seen, or has not
    seen it."""
    more = tuple(
        tuple(piece for piece in pieces if not (isinstance(piece, Hole) and piece.unset))
        for pieces in ways
        if any(
            isinstance(left, Hole) and left.unset and isinstance(right, Text) and right.text.startswith("/")
            for left, right in pairwise(pieces)
        )
    )
    return (*ways, *more) if len(ways) + len(more) <= MAX_COMBINATIONS else ways
