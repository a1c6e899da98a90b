"""What a shell is known to be at one point of a text: directory, variables, functions, options.

Law: a state describes every run that can reach the point. Where runs differ the alternatives are kept, and beyond a
few of them the thing is not known. `join` never forgets a possibility. It refuses to know how a state comes about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.shell import tree
from mayact.core.limits import MAX_COMMAND_CHARS, MAX_PATH_CHARS

MAX_ALTERNATIVES: Final = 8
MAX_DIRECTORIES: Final = 4

NUMBER: Final = Pattern("[0-9]*")
"""A number that is not known; it cannot start with a dash."""

SIGNED: Final = Pattern("[-0-9]*")

WIDE_GLOBS: Final = frozenset({"nullglob", "dotglob"})
"""Options of `shopt` with which a glob may be no word at all, or also what starts with a dot."""

_EITHER: Final = frozenset({"allexport", "xtrace"}) | WIDE_GLOBS
"""Options that count when one of two runs has set them."""

Values: TypeAlias = tuple[Word, ...]
"""What one word may be, at least one, at most `MAX_ALTERNATIVES`."""

TOO_LONG: Final = Unknown("it is too long to be followed")

INHERITED: Final = Unknown("it is not set in this command")

UNPLACED: Final = Unknown("positional parameters are not known")


@dataclass(frozen=True, slots=True)
class Variable:
    """`values`: what the variable (or element 0) may hold. `elements`: of an array, in order, when it is known.
    `keyed`: an associative array, whose subscripts are text and not arithmetic."""

    values: Values
    elements: tuple[Word, ...] | None = None
    keyed: bool = False
    members: Values = ()
    """Of an array whose length is not known: each element is one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    cwds: tuple[str | None, ...]
    """Where it may stand; None: anywhere."""
    previous: tuple[str | None, ...] = (None,)
    """Where `cd -` leads."""
    stack: tuple[str | None, ...] | None = ()
    """Directories `popd` returns to, innermost last; None: not known."""
    variables: Mapping[str, Variable] = field(default_factory=dict)
    """Those that this text sets."""
    inherited: Mapping[str, Word] = field(default_factory=dict)
    """Those that the call hands over; any other is not known."""
    exported: frozenset[str] = frozenset()
    """Names that this text exports."""
    fixed: frozenset[str] = frozenset()
    """Names that are `readonly`: assigning to them fails."""
    functions: Mapping[str, tuple[tree.Statement | None, ...]] = field(default_factory=dict)
    """Bodies a name may run; None: it may still be a program."""
    positional: tuple[Word, ...] | None = None
    """`$1` …; None: not known."""
    built: frozenset[str] = frozenset()
    """Absolute paths that compilers of this text have certainly written (`built`)."""
    branch: tuple[str, str] | None = None
    """Where a branch was certainly made and checked out, and its name (`branches`)."""
    options: frozenset[str] = frozenset()
    """Of `set` and `shopt`: `errexit`, `noglob`; those that change more make the text opaque."""
    ended: bool = False
    """`exit` or `exec` came before: no run reaches this point. What stands here is still analysed."""

    def values(self, name: str) -> Values:
        found = self.variables.get(name)
        return found.values if found else (self.inherited.get(name, INHERITED),)

    def setting(self, name: str, *values: Word, elements: tuple[Word, ...] | None = None) -> "State":
        current = self.variables.get(name)
        keyed = current is not None and current.keyed
        if elements is not None and sum(_length(word) + 1 for word in elements) > MAX_COMMAND_CHARS:
            values, elements = (TOO_LONG,), None
        if name in self.fixed:
            values, elements = (*self.values(name), *values), None
        return replace(self, variables={**self.variables, name: Variable(bounded(values), elements, keyed)})

    def without(self, name: str) -> "State":
        values = (Known(""), *self.values(name)) if name in self.fixed else (Known(""),)
        return replace(self, variables={**self.variables, name: Variable(bounded(values))})


def bounded(values: Iterable[Word], *, limit: int = MAX_ALTERNATIVES) -> Values:
    """The distinct `values`, none of them too long; one `Unknown` when there are too many."""
    found = tuple(dict.fromkeys(fitting(word) for word in values))
    return found if 0 < len(found) <= limit else (merged(found),)


def fitting(word: Word) -> Word:
    """`word`, or `TOO_LONG`: a value that feeds on itself doubles with every assignment, so nothing longer than a
    command is kept."""
    return word if _length(word) <= MAX_COMMAND_CHARS else TOO_LONG


def _length(word: Word) -> int:
    match word:
        case Known(text):
            return len(text)
        case Pattern(glob):
            return len(glob)
        case Unknown():
            return len(word.prefix)


def merged(values: Iterable[Word]) -> Word:
    """One word that stands for all of `values`."""
    found = tuple(dict.fromkeys(values))
    if len(found) == 1:
        return found[0]
    return Unknown("it can have several values", prefix=_common([_start(word) for word in found]))


def _start(word: Word) -> str:
    match word:
        case Known(text):
            return text
        case Pattern(glob):
            return literal_start(glob)
        case Unknown():
            return word.prefix


def literal_start(glob: str) -> str:
    """The characters that everything matching `glob` starts with (not beyond an escape)."""
    for at, ch in enumerate(glob):
        if ch in "*?[\\{":
            return glob[:at]
    return glob


def _common(texts: list[str]) -> str:
    if not texts:
        return ""
    low, high = min(texts), max(texts)
    same, other = 0, len(low) + 1  # the first `same` characters agree, the first `other` do not
    while other - same > 1:
        middle = (same + other) // 2
        same, other = (middle, other) if high.startswith(low[:middle]) else (same, middle)
    return low[:same]


def join(left: State, right: State) -> State:
    """The state after either of two runs."""
    if left is right or right.ended:
        return left
    if left.ended:
        return right
    names = left.variables.keys() | right.variables.keys()
    variables = {
        name: _either(left.variables.get(name), right.variables.get(name), left.inherited.get(name, INHERITED))
        for name in names
    }
    functions = {
        name: tuple(dict.fromkeys((*left.functions.get(name, (None,)), *right.functions.get(name, (None,)))))
        for name in left.functions.keys() | right.functions.keys()
    }
    return State(
        cwds=directories((*left.cwds, *right.cwds)),
        previous=directories((*left.previous, *right.previous)),
        stack=left.stack if left.stack == right.stack else None,
        variables=variables,
        inherited=left.inherited,
        exported=left.exported | right.exported,
        fixed=left.fixed | right.fixed,
        functions=functions,
        positional=left.positional if left.positional == right.positional else None,
        built=left.built & right.built,
        branch=left.branch if left.branch == right.branch else None,
        options=(left.options & right.options) | ((left.options | right.options) & _EITHER),
        ended=False,
    )


def directories(cwds: Iterable[str | None]) -> tuple[str | None, ...]:
    found = tuple(dict.fromkeys(cwd if cwd is None or len(cwd) < MAX_PATH_CHARS else None for cwd in cwds))
    return found if len(found) <= MAX_DIRECTORIES else (None,)


def _either(left: Variable | None, right: Variable | None, inherited: Word) -> Variable:
    if left == right and left is not None:
        return left
    values = (*(left.values if left else (inherited,)), *(right.values if right else (inherited,)))
    return Variable(bounded(values), None, left is not None and right is not None and left.keyed and right.keyed)


def widened(before: State, after: State) -> State:
    """A state that covers any number of further rounds of the loop that led from `before` to `after`."""
    variables = dict(after.variables)
    for name, value in after.variables.items():
        if before.variables.get(name) != value:
            number = all(_is_number(word) for word in value.values)
            variables[name] = Variable((SIGNED if number else Unknown("it changes in a loop"),), None)
    return replace(
        after,
        cwds=after.cwds if after.cwds == before.cwds else (None,),
        previous=after.previous if after.previous == before.previous else (None,),
        stack=after.stack if after.stack == before.stack else None,
        variables=variables,
    )


def _is_number(word: Word) -> bool:
    return word in (NUMBER, SIGNED) or (isinstance(word, Known) and word.text.removeprefix("-").isdigit())
