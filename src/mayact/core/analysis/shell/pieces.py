"""Pieces of a word, and the words that they make: splitting and globs.

Law: text is split only where an unquoted expansion put a blank into it; a piece that is not known makes its word
unknown with what it certainly starts with; no word is longer than a command. It refuses to know where pieces come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.places import scratch
from mayact.core.analysis.shell.state import INHERITED, TOO_LONG, UNPLACED, WIDE_GLOBS, State, fitting, literal_start
from mayact.core.limits import MAX_COMMAND_CHARS


@dataclass(frozen=True, slots=True)
class Text:
    """Known text. `split`: it came from an unquoted expansion, so blanks in it separate words."""

    text: str
    quoted: bool = True
    split: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Text that matches `glob`."""

    glob: str


@dataclass(frozen=True, slots=True)
class Hole:
    """Text that is not known. Unquoted it may also be nothing, or several words."""

    because: str
    prefix: str = ""
    quoted: bool = False
    unset: bool = False
    """It is a parameter that nothing set, as far as is known: usually it is nothing."""


@dataclass(frozen=True, slots=True)
class Break:
    """The end of one word of `"$@"` and the start of the next."""


Piece: TypeAlias = Text | Names | Hole | Break
Pieces: TypeAlias = tuple[Piece, ...]

Fields: TypeAlias = tuple[Word, ...]


def pieces_of(word: Word, *, quoted: bool) -> Pieces:
    """The value of an expansion as pieces of the word it stands in."""
    match word:
        case Known(text):
            return (Text(text, quoted=quoted, split=not quoted),)
        case Pattern(glob):
            return (Names(glob),)
        case Unknown(because, prefix):
            return (Hole(because, prefix, quoted, unset=word in (INHERITED, UNPLACED)),)


def cost(piece: Piece) -> int:
    # Where blanks separate words, every second character may end one.
    dear = isinstance(piece, Break) or (isinstance(piece, Text) and piece.split)
    return 30 + (_characters(piece) + 4) * (10 if dear else 1)


def _characters(piece: Piece) -> int:
    match piece:
        case Text(text):
            return len(text)
        case Names(glob):
            return len(glob)
        case Hole():
            return len(piece.prefix)
        case Break():
            return 0


def split(pieces: Pieces, state: State) -> Fields:
    """Fields of one alternative: split where unquoted expansions hold blanks."""
    whole = "scalar" in state.options
    # A lone `$` in the word keeps bash 5.2 from splitting the rest of it; other shells split.
    unsure = "IFS" in state.variables or any(
        isinstance(piece, Text) and not piece.quoted and not piece.split and "$" in piece.text for piece in pieces
    )
    found: list[list[Piece]] = []
    current: list[Piece] | None = None
    for piece in pieces:
        if isinstance(piece, Break):
            if whole:
                current = _joined(current, Text(" "))
                continue
            found.append(current or [])
            current = []
        elif isinstance(piece, Text) and piece.split and not whole:
            if unsure and piece.text:
                current = _joined(current, Hole("where it is split is not known"))
                continue
            words = piece.text.split()
            if current is not None and piece.text[:1].isspace():
                found.append(current)
                current = None
            for at, word in enumerate(words):
                if at and current is not None:
                    found.append(current)
                    current = None
                current = _joined(current, replace(piece, text=word))
            if words and piece.text[-1:].isspace() and current is not None:
                found.append(current)
                current = None
        else:
            current = _joined(current, piece)
    if current is not None:
        found.append(current)
    globs = not whole and "noglob" not in state.options
    made = tuple(_word(field, globs=globs) for field in found)
    if "GLOBIGNORE" in state.variables or not WIDE_GLOBS.isdisjoint(state.options):
        return tuple(_widely(word) for word in made)
    return made


def _widely(word: Word) -> Word:
    """A glob that may be no word at all, or match what starts with a dot."""
    if isinstance(word, Pattern):
        return Unknown("an option or `GLOBIGNORE` changes what its glob matches", prefix=literal_start(word.glob))
    return word


def _joined(pieces: list[Piece] | None, piece: Piece) -> list[Piece]:
    """`pieces` and `piece`, in the same list: words of many pieces are made in linear time."""
    if pieces is None:
        return [piece]
    pieces.append(piece)
    return pieces


def _word(pieces: Sequence[Piece], *, globs: bool) -> Word:
    if sum(_characters(piece) for piece in pieces) > MAX_COMMAND_CHARS:
        return TOO_LONG
    text: list[str] = []
    glob: list[str] = []
    bare: list[str] = []  # as `glob`, with a plain letter for every character that is not special
    written: list[str] = []
    named = False
    for piece in pieces:
        match piece:
            case Text(value, quoted):
                text.append(value)
                plain = quoted or not globs
                glob.append(_escaped(value) if plain else value)
                bare.append("x" * len(value) if plain else value)
                written.append("" if plain else value)
            case Names(value):
                named = True
                glob.append(value)
                bare.append(value)
            case Hole(because, prefix):
                wild = named or _is_glob("".join(bare))
                start = literal_start("".join(glob)) if wild else "".join(text) + prefix
                return Unknown(because, prefix=start)
            case Break():
                raise AssertionError("breaks end fields before words are made")
    if named or _is_glob("".join(bare)):
        made = fitting(Pattern("".join(glob)))
        return scratch.respelled(made) if "[" in "".join(written) else made
    return Known("".join(text))


def _is_glob(bare: str) -> bool:
    """Whether it holds `*`, `?` or `[…]`; in linear time, whatever it holds."""
    opened = bare.find("[")
    return "*" in bare or "?" in bare or 0 <= opened < bare.rfind("]") - 1


def _escaped(text: str) -> str:
    return "".join("\\" + ch if ch in "*?[\\" else ch for ch in text)
