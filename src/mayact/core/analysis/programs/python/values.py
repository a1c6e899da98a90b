"""What an expression of a Python text can be: sets of atoms, each a kind of thing with or without power.

Law: an atom without power can do nothing whatever is called on it; everything that can (modules, functions, paths,
requests, connections) is an atom of its own and never hidden in another. Containers are named by the place in the text
that makes them, so that what is put in through one name is found through every other.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.places.paths import escape

MAX_TEXT: Final = 4_096
"""Longer constants are computed no further: a path or command of that length is not everyday's."""
MAX_ATOMS: Final = 24
"""Constants beyond that count as one unknown text."""


@dataclass(frozen=True, slots=True)
class Text:
    """Exactly this text (or these bytes)."""

    text: str


@dataclass(frozen=True, slots=True)
class Begins:
    """Text of which the beginning is known."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The name of a file that this glob finds."""

    glob: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A number, truth value or None."""


@dataclass(frozen=True, slots=True)
class Inert:
    """Anything else without power: text that is not known, parsed data, open files, results."""


@dataclass(frozen=True, slots=True)
class Box:
    """A container that the text makes at this place; `Heap` says what is in it."""

    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple: what stands at each place."""

    places: "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class PathTo:
    """A `pathlib` path."""

    word: Word
    spelled: bool = True
    """Its text is known too; not after `resolve`, which follows links."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or class of the table, by its full name."""

    name: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of something with power."""

    owner: "PathTo | Thing"
    name: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A function or lambda of the text."""

    number: int


@dataclass(frozen=True, slots=True)
class Module:
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An object whose methods have a table of their own; `word` is what it was made for."""

    kind: str
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something of a module that is not in the table."""

    module: str
    whole: bool = False
    """It is that module itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of the text."""

    number: int


@dataclass(frozen=True, slots=True)
class Object:
    """What a class of the text makes."""

    number: int


@dataclass(frozen=True, slots=True)
class Library:
    """A module, function or class of `libraries`, by its full name."""

    name: str


@dataclass(frozen=True, slots=True)
class Data:
    """What a library gives: tables, arrays, figures, models."""


Atom: TypeAlias = (
    Text
    | Begins
    | Matches
    | Plain
    | Inert
    | Box
    | Row
    | PathTo
    | Function
    | Method
    | Defined
    | Module
    | Thing
    | Foreign
    | Kind
    | Object
    | Library
    | Data
)
Value: TypeAlias = frozenset[Atom]

NOTHING: Final[Value] = frozenset()
INERT: Final[Value] = frozenset({Inert()})
PLAIN: Final[Value] = frozenset({Plain()})

_TEXTS: Final = (Text, Begins, Matches)


def text(value: str) -> Value:
    return frozenset({Text(value)}) if len(value) <= MAX_TEXT else INERT


def merged(*values: Value) -> Value:
    """All of them, with too many constants widened to one unknown text."""
    found = frozenset[Atom]().union(*values)
    if len(found) <= MAX_ATOMS:
        return found
    return frozenset(atom for atom in found if not isinstance(atom, (*_TEXTS, PathTo))) | INERT | _widened(found)


def _widened(found: Value) -> Value:
    lost = any(isinstance(atom, PathTo) for atom in found)
    return frozenset({PathTo(Unknown("it is one of many"))}) if lost else NOTHING


def powers(value: Value) -> Value:
    """What of `value` can do something, or may hold what can."""
    return frozenset(atom for atom in value if not isinstance(atom, (*_TEXTS, Plain, Inert)))


def only_text(value: Value) -> str | None:
    """The text that `value` certainly is."""
    if len(value) == 1:
        for atom in value:
            if isinstance(atom, Text):
                return atom.text
    return None


def words(value: Value) -> tuple[Word, ...]:
    """`value` as words: what a file, program or address may be called."""
    found: dict[Word, None] = {}
    for atom in value:
        match atom:
            case Text(content):
                found[Known(content)] = None
            case Begins(prefix):
                found[Unknown("part of it is not known", prefix)] = None
            case Matches(glob):
                found[Pattern(glob)] = None
            case PathTo(word, _):
                found[word] = None
            case Plain():
                continue  # a file by its number was opened before
            case _:
                found[Unknown("it is computed")] = None
    return tuple(sorted(found, key=repr))


def paths(value: Value) -> tuple[Word, ...]:
    """`value` as file names. Python does not expand `~`."""
    return tuple(_unexpanded(word) for word in words(value))


def _unexpanded(word: Word) -> Word:
    match word:
        case Known(name) if name.startswith("~"):
            return Known("./" + name)
        case Pattern(glob) if glob.startswith("~"):
            return Pattern("./" + glob)
        case Unknown(because, prefix) if prefix.startswith("~"):
            return Unknown(because, "./" + prefix)
        case _:
            return word


def depth(value: Value) -> int:
    """How deep tuples are nested in it."""
    return max((1 + max(map(depth, atom.places), default=0) for atom in value if isinstance(atom, Row)), default=0)


def concatenated(left: Value, right: Value) -> Value:
    """`left + right` of texts; whatever else they are keeps its power."""
    found: set[Atom] = set(powers(left) | powers(right))
    for one in left - found:
        for other in right - found:
            found.add(_joined(one, other))
    return merged(frozenset(found))


def _joined(one: Atom, other: Atom) -> Atom:
    match one, other:
        case Plain(), Plain():
            return Plain()
        case Text(left), Text(right) if len(left) + len(right) <= MAX_TEXT:
            return Text(left + right)
        case Text(left), Plain() if left[-1:] != ".":
            return Matches(escape(left) + "*")  # the text of a number holds no slash
        case Plain(), Text(right) if not right.startswith(("./", "..")):
            return Matches("*" + escape(right))
        case Text(left), Matches(glob) if left.endswith("."):
            return Begins(left)
        case Text(left), Matches(glob):
            return Matches(escape(left) + glob)
        case Matches(glob), Text(right) if not right.startswith(("./", "..")):
            # A stem may be a single dot, and then the next would make `..` of it.
            return Matches(glob + escape(right))
        case Text(left), Begins(right) if len(left) + len(right) <= MAX_TEXT:
            return Begins(left + right)
        case Text(left), _:
            return Begins(left)
        case Begins(), _:
            return one
        case _:
            return Inert()


def below(base: Value, part: Value) -> Value:
    """`part` as a path relative to `base`, as texts (`os.path.join`)."""
    return merged(frozenset(_under(one, other) for one in base for other in part))


def _under(one: Atom, other: Atom) -> Atom:
    match other:
        case Text(content) | Begins(content) | Matches(content) if content.startswith("/"):
            return other
        case Text() | Matches():
            pass
        case Begins(prefix) if prefix:
            pass
        case _:
            return Inert()  # it may be absolute, and then the base does not count
    match one:
        case Text(""):
            return other
        case Text(base):
            return _joined(Text(base if base.endswith("/") else base + "/"), other)
        case Matches(glob):
            tail = other.glob if isinstance(other, Matches) else escape(other.text) if isinstance(other, Text) else None
            return Matches(f"{glob}/{tail}") if tail is not None else Inert()
        case _:
            return Inert()


def as_path(value: Value) -> Value:
    """Texts as paths; whatever else is no path."""
    return merged(frozenset(PathTo(word) for word in paths(value)))


def as_text(value: Value) -> Value:
    """Paths as the texts they are; `str(path)`."""
    found: set[Atom] = set()
    for atom in value:
        match atom:
            case PathTo(Known(name), True) if _plain_name(name):
                found.add(Text(spelled(name)))
            case PathTo(Pattern(glob), True) if _plain_name(glob):
                found.add(Matches(spelled(glob)))
            case PathTo(Unknown(_, prefix), True) if prefix and _keeps(prefix):
                found.add(Begins(prefix))
            case Text() | Begins() | Matches() | Plain():
                found.add(atom)
            case _:
                found.add(Inert())
    return merged(frozenset(found))


def _plain_name(name: str) -> bool:
    """Two slashes in front are kept by `pathlib`, and `./~` stands for a `~` that is not expanded."""
    return not name.startswith(("//", "./~"))


def _keeps(prefix: str) -> bool:
    return _plain_name(prefix) and spelled(prefix + "x") == prefix + "x"


def spelled(name: str) -> str:
    """`name` as `pathlib` writes it: no `.`, no doubled or last slash."""
    inner = "/".join(part for part in name.split("/") if part not in ("", "."))
    return "/" + inner if name.startswith("/") else inner or "."
