"""A command with its effects underneath, for a terminal.

Law: pure. Everything of the command is written as `core.rendering.cells` writes it: one column a character, nothing
that could move, hide or reorder; so an underline always stands under what it belongs to. No line is wider than
`width`. A line of the command starts with `  | `, its continuation with `  + `; no line of ours does. Colour says
nothing that the words do not. It refuses to know where the effects come from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from mayact.core.model import Analysis, Effect, Risk, Span, Verb
from mayact.core.rendering import cells, visible

MIN_WIDTH: Final = 32
"""Columns; on a narrower terminal the terminal folds."""

_GUTTER: Final = "  | "
_GOES_ON: Final = "  + "
_UNDER: Final = "    "
_INDENT: Final = " " * 7
_COLOURS: Final[Mapping[Risk, str]] = {
    Risk.LOW: "32",
    Risk.MEDIUM: "33",
    Risk.HIGH: "31",
    Risk.CRITICAL: "1;31",
}
"""SGR parameters (ECMA-48, 8.3.117): green, yellow, red, bold red."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One underlined part of the command; several effects may have the same."""

    number: int
    span: Span
    risk: Risk


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands on one line of the terminal: code points from `start`, and the column of each, and of the end."""

    text: str
    start: int
    columns: tuple[int, ...]
    first: bool


def marks_of(effects: Iterable[Effect]) -> tuple[Mark, ...]:
    """The parts that cause `effects`, numbered from 1 as they stand in the command, the wider one first."""
    worst: dict[Span, Risk] = {}
    for effect in effects:
        if effect.span is not None:
            worst[effect.span] = max(worst.get(effect.span, Risk.LOW), effect.risk, key=lambda risk: risk.rank)
    ordered = sorted(worst, key=lambda span: (span[0], -span[1]))
    return tuple(Mark(number, span, worst[span]) for number, span in enumerate(ordered, 1))


def numbered(effect: Effect, marks: Sequence[Mark]) -> str:
    """The number of the effect's part, `-` when it has none."""
    return next((str(mark.number) for mark in marks if mark.span == effect.span), "-")


def drawn_command(command: str, marks: Sequence[Mark], *, width: int, colour: bool) -> Iterator[str]:
    """The command with its parts underlined: `1^^^` stands under part 1."""
    room = max(width, MIN_WIDTH) - len(_GUTTER)
    for piece in _pieces(command, room):
        yield (_GUTTER if piece.first else _GOES_ON) + piece.text
        for row in _rows(piece, marks, room):
            yield (_UNDER + _painted(row, colour=colour)).rstrip()


def drawn(command: str | None, analysis: Analysis, *, width: int, colour: bool) -> Iterator[str]:
    """The command and, part by part, what each would do, how bad that is and why."""
    marks = marks_of(analysis.effects) if command is not None else ()
    if command is not None:
        yield from drawn_command(command, marks, width=width, colour=colour)
    keyed = sorted(analysis.effects, key=lambda effect: (effect.span is None, _place(effect)))
    told = (tuple(_told(effect, numbered(effect, marks), width=width, colour=colour)) for effect in keyed)
    for lines in dict.fromkeys(told):  # facts that are not drawn may tell two effects apart
        yield from lines
    if not analysis.effects:
        yield from _folded("  nothing that is known to change or contact anything", max(width, MIN_WIDTH))
    yield f"  risk {_coloured(analysis.risk.value, analysis.risk, colour=colour)}"


def _place(effect: Effect) -> tuple[int, int]:
    return (effect.span[0], -effect.span[1]) if effect.span is not None else (0, 0)


def _told(effect: Effect, number: str, *, width: int, colour: bool) -> Iterator[str]:
    what = effect.verb.value if effect.verb is Verb.OPAQUE else f"{effect.verb.value} {visible(effect.resource)}"
    why = effect.why
    if effect.verb is Verb.OPAQUE:
        why = f"{why}: {visible(str(effect.facts.get('because', '')))}"
    room = max(width, MIN_WIDTH)
    first, *more = wrap(
        f"{effect.risk.value}, {effect.reversibility.value}: {why}",
        room,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT + "  ",
    )
    yield from _folded(f"{number:>3}  {what}", room)
    yield first.replace(effect.risk.value, _coloured(effect.risk.value, effect.risk, colour=colour), 1)
    yield from more


def _folded(line: str, room: int) -> Iterator[str]:
    yield line[:room]
    for start in range(room, len(line), room - len(_INDENT)):
        yield _INDENT + line[start : start + room - len(_INDENT)]


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────


def _pieces(command: str, room: int) -> Iterator[_Piece]:
    start = 0
    for line in command.split("\n"):
        yield from _pieces_of_line(cells(line), start, room)
        start += len(line) + 1


def _pieces_of_line(written: Sequence[str], start: int, room: int) -> Iterator[_Piece]:
    text, columns, first, at = "", [0], True, start
    for cell in written:
        if len(text) + len(cell) > room:
            yield _Piece(text, at, tuple(columns), first)
            at, text, columns, first = at + len(columns) - 1, "", [0], False
        text += cell
        columns.append(len(text))
    yield _Piece(text, at, tuple(columns), first)


def _rows(piece: _Piece, marks: Sequence[Mark], room: int) -> list[list[tuple[int, str, Risk]]]:
    """The underlines of one piece, as few rows as they need without touching one another."""
    rows: list[list[tuple[int, str, Risk]]] = []
    end = piece.start + len(piece.columns) - 1
    for mark in marks:
        low, high = max(mark.span[0], piece.start), min(mark.span[1], end)
        if low > high or (low == high and mark.span != (low, low)):
            continue
        left, right = piece.columns[low - piece.start], piece.columns[high - piece.start]
        label = str(mark.number)
        left = max(0, min(left, room - len(label)))
        line = label + "^" * (right - left - len(label))
        row = next((row for row in rows if row[-1][0] + len(row[-1][1]) < left), None)
        if row is None:
            rows.append([(left, line, mark.risk)])
        else:
            row.append((left, line, mark.risk))
    return rows


def _painted(row: list[tuple[int, str, Risk]], *, colour: bool) -> str:
    text, column = "", 0
    for left, line, risk in row:
        text += " " * (left - column) + _coloured(line, risk, colour=colour)
        column = left + len(line)
    return text


def _coloured(text: str, risk: Risk, *, colour: bool) -> str:
    return f"\x1b[{_COLOURS[risk]}m{text}\x1b[0m" if colour else text
