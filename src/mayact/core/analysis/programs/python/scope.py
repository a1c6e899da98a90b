"""What the names, containers and functions of one Python text can be, while the text is read.

Law: it only grows. One name is one set of things in the whole text, whatever scope it is bound in; what a text stores
is found again through every name of the container.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mayact.core.analysis.command import Unknown, Word
from mayact.core.analysis.programs.python.effects import StrangeError, Touch
from mayact.core.analysis.programs.python.frameworks import is_framework
from mayact.core.analysis.programs.python.values import (
    INERT,
    MAX_ATOMS,
    NOTHING,
    Begins,
    Box,
    Data,
    Defined,
    Function,
    Inert,
    Kind,
    Matches,
    Object,
    PathTo,
    Plain,
    Row,
    Text,
    Thing,
    Value,
    merged,
    powers,
)

_MAX_HELD: Final = 200
_MAX_BEGINNINGS: Final = 6
"""Beginnings of one text: more grow in a loop."""
_SOME_PATH: Final = PathTo(Unknown("it is one of many"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where the text runs."""

    home: str
    cwd: str | None
    arguments: tuple[Word, ...]
    """The words behind the text: `sys.argv[1:]`."""
    ours: Callable[[str], bool]
    """Whether a module, by its first name, is known to be the repository's own."""


Slot: TypeAlias = tuple[str, object]


@dataclass(slots=True)
class Scope:
    where: Where
    names: dict[str, Value] = field(default_factory=dict)
    held: dict[tuple[int, int], Value] = field(default_factory=dict)
    results: dict[int, Value] = field(default_factory=dict)
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda] = field(default_factory=list)
    leaked: Value = NOTHING
    """What was put into things that are not followed: found again in everything that is not followed."""
    touches: list[Touch] = field(default_factory=list)
    quiet_environment: frozenset[int] = frozenset()
    """Places where `os.environ` is only asked for one variable."""
    current: ast.FunctionDef | ast.AsyncFunctionDef | None = None
    changed: bool = False
    fields: dict[str, Value] = field(default_factory=dict)
    """What attributes of the text's own objects are, by name."""
    classes: list[ast.ClassDef] = field(default_factory=list)
    methods: dict[tuple[int, str], frozenset[int]] = field(default_factory=dict)
    """Functions by the number of their class and their name."""
    bound: dict[int, str] = field(default_factory=dict)
    """Functions that take their object first: how that is (`instance`, `class`)."""
    lineage: dict[int, tuple[int, ...]] = field(default_factory=dict)
    builtin: set[int] = field(default_factory=set)
    """Classes that take methods from a class of Python's own."""
    outside: dict[int, Value] = field(default_factory=dict)
    """What of classes is made elsewhere."""
    declared: dict[int, tuple[str, ...]] = field(default_factory=dict)
    implicit: set[int] = field(default_factory=set)
    """Methods that Python calls by itself."""
    setters: dict[str, frozenset[int]] = field(default_factory=dict)
    fixtures: frozenset[str] = frozenset()
    """Functions of the text whose results a runner of tests gives by their names."""
    pieces: set[str] = field(default_factory=set)
    """Texts that are put into what files hold; see `edits`."""
    open_ends: set[str] = field(default_factory=set)
    """Of them, those that end within a word and stand before something else."""
    olds: set[tuple[str, str]] = field(default_factory=set)
    patterns: set[tuple[str, str]] = field(default_factory=set)
    decodes: bool = False
    """Whether a text is made of what does not show it."""
    glues: bool = False
    """Whether texts of a container are put behind each other without anything between."""
    hides: bool = False
    """Whether texts are put together in a way that is not followed."""
    showing: bool = False
    """What is looked at is only printed."""
    inside: int | None = None
    """The class whose body is looked at."""
    _wide: set[Slot] = field(default_factory=set)

    def bind(self, name: str, value: Value) -> None:
        self.names[name] = self._grown(("name", name), self.names.get(name, NOTHING), value)

    def keep(self, attr: str, value: Value) -> None:
        """An attribute of the text's own objects takes `value`."""
        self.fields[attr] = self._grown(("field", attr), self.fields.get(attr, NOTHING), value)

    def class_of(self, node: ast.ClassDef) -> int:
        for number, known_node in enumerate(self.classes):
            if known_node is node:
                return number
        self.classes.append(node)
        self.changed = True
        return len(self.classes) - 1

    def trusted(self, module: str) -> bool:
        """Whether what is of `module` only computes, and calls what it is handed."""
        return module.startswith("~") or is_framework(module) or self.where.ours(module.split(".")[0])

    def hold(self, box: Box, value: Value) -> None:
        self.held[box.place] = self._grown(("box", box.place), self.held.get(box.place, NOTHING), value)

    def result(self, number: int, value: Value) -> None:
        self.results[number] = self._grown(("result", number), self.results.get(number, NOTHING), value)

    def leak(self, value: Value) -> None:
        self.leaked = self._grown(("leaked", 0), self.leaked, powers(value))

    def number_of(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> int:
        for number, known_node in enumerate(self.functions):
            if known_node is node:
                return number
        self.functions.append(node)
        self.changed = True
        return len(self.functions) - 1

    def _grown(self, slot: Slot, old: Value, new: Value) -> Value:
        together = old | new
        growing = sum(isinstance(atom, Begins) for atom in together) > _MAX_BEGINNINGS
        if slot in self._wide or len(together) > MAX_ATOMS or growing:
            self._wide.add(slot)
            self.hides = self.hides or any(isinstance(atom, Text) for atom in together)
            together = merged(_plainly(together), INERT)
        if len(together) > _MAX_HELD:
            raise StrangeError("it is too involved")
        self.changed = self.changed or together != old
        return together

    def made(self, node: ast.AST, value: Value, *, part: int = 0) -> Value:
        """A new container, made at `node`, that holds `value`."""
        box = Box((id(node), part))
        self.hold(box, value)
        return frozenset({box})

    def elements(self, value: Value) -> Value:
        """What iterating over `value`, or asking it for one of its parts, can give."""
        found = NOTHING
        for atom in value:
            match atom:
                case Box(place):
                    found |= self.held.get(place, NOTHING)
                case Row(places):
                    found = found.union(*places)
                case Plain():
                    pass
                case Text() | Begins() | Matches():
                    found |= INERT
                case Inert():
                    found |= INERT | self.leaked
                case Data():
                    found |= {atom} | self.leaked
                case Function() | Thing("rows" | "argv" | "syspath"):
                    found |= INERT
                case Kind() | Object():
                    found |= {atom} | INERT | self.fields.get("~held", NOTHING) | self.outside.get(atom.number, NOTHING)
                    if isinstance(atom, Kind):
                        found |= {Object(atom.number)}
                    for number in self.implicit:
                        made = self.results.get(number, NOTHING)
                        found |= made.union(
                            *(self.held.get(box.place, NOTHING) for box in made if isinstance(box, Box))
                        )
                case _:
                    found |= {atom}
        return found

    def deep(self, value: Value) -> Value:
        """Everything with power that `value` is or holds."""
        found: set[object] = set()
        waiting = list(powers(value))
        while waiting:
            atom = waiting.pop()
            if atom in found:
                continue
            found.add(atom)
            match atom:
                case Box(place):
                    waiting.extend(powers(self.held.get(place, NOTHING)))
                case Row(places):
                    for part in places:
                        waiting.extend(powers(part))
                case Kind() | Object():
                    for kept in self.fields.values():
                        waiting.extend(
                            part
                            for part in powers(kept)
                            if not (isinstance(part, Defined) and part.number in self.bound)
                        )
                case _:
                    pass
        return frozenset(found)  # type: ignore[arg-type]


def _plainly(value: Value) -> Value:
    """`value` without what is known of texts and paths."""
    found = frozenset(atom for atom in value if not isinstance(atom, (Text, Begins, Matches, PathTo)))
    if any(isinstance(atom, PathTo) for atom in value):
        return found | merged(frozenset({_SOME_PATH}))
    return found
