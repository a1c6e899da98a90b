"""What is handed to a function, and what that function may do with it.

Law: whoever is handed a function may call it with everything else that it is handed. What has effects is handed to
nobody, and what is not known to nobody who keeps it.
"""

from collections.abc import Iterable

from mayact.core.analysis.programs.environment import is_dangerous
from mayact.core.analysis.programs.python import libraries, objects, told
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import (
    HOLDING_BUILTINS,
    PURE,
    PURE_BUILTINS,
)
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    Box,
    Data,
    Defined,
    Foreign,
    Function,
    Kind,
    Library,
    Method,
    Module,
    Object,
    Value,
    as_path,
    as_text,
)
from mayact.core.analysis.programs.table import names

PURE_NAMES = PURE_BUILTINS | {f"{module}.{name}" for module, found in PURE.items() for name in found} | {"~inert"}

_ELEMENTWISE = names("map filter sorted itertools.filterfalse itertools.takewhile itertools.dropwhile")


def handing(values: Iterable[Value], owners: Value, scope: Scope) -> None:
    """`values` are handed to code of the repository, or to a library that only calls what it is handed."""
    for owner in owners:
        if isinstance(owner, Foreign) and not scope.trusted(owner.module):
            raise StrangeError(f"module {owner.module} is not known to be this repository's")
    for value in values:
        if any(isinstance(atom, Module) for atom in scope.deep(value)):
            raise StrangeError("a module is handed on")
        handed(value, (objects.GIVEN_VALUE,), scope)
        told.checked(value, scope)


def named(given: Arguments, scope: Scope) -> None:
    """Variables of the environment are named by keywords, too."""
    for key, _ in given.keywords:
        if key is not None and is_dangerous(key):
            raise StrangeError("a variable that changes what programs do is set")
    del scope


def handed(value: Value, arguments: tuple[Value, ...], scope: Scope, *, showing: bool = False) -> Value:
    """Functions in `value` may be called with any of `arguments`; what that can give."""
    found = NOTHING
    everything = NOTHING.union(*arguments)
    for atom in scope.deep(value):
        match atom:
            case Defined(number):
                args = scope.functions[number].args
                taken = [*args.posonlyargs, *args.args][int(number in scope.bound) :]
                for parameter in (*taken, *args.kwonlyargs):
                    scope.bind(parameter.arg, everything)
                for rest in (args.vararg, args.kwarg):
                    if rest is not None:
                        scope.bind(rest.arg, scope.made(rest, everything))
                found |= scope.results.get(number, NOTHING)
            case Function(name) if name in PURE_NAMES:
                found |= INERT
            case Function(name) if name == "str":
                found |= as_text(everything)
            case Function(name) if name in PATHS:
                found |= as_path(everything)
            case Function(name) if name in HOLDING_BUILTINS:
                found |= INERT | everything | scope.elements(everything)
            case Kind(number) | Object(number) if not showing:
                objects.handed(number, objects.GIVEN_VALUE, scope)
                if isinstance(atom, Kind):
                    found |= {Object(number)}
            case Library(full):
                if libraries.is_module(full) or libraries.is_effect(full):
                    raise StrangeError("a function that has effects is handed on")
                found |= {Data()}
            case Function():
                raise StrangeError("a function that has effects is handed on")
            case Method():
                raise StrangeError("a method that has effects is handed on")
            case _:
                pass
    return found


PATHS = names("pathlib.Path pathlib.PosixPath pathlib.PurePath pathlib.PurePosixPath")


def callbacks(name: str, given: Arguments, scope: Scope, *, owner: Value = NOTHING) -> Value:
    """What functions among the arguments give when they are called with whatever the callee has."""
    values = given.all()
    parts = tuple(scope.elements(value) for value in values)
    arguments = (
        parts
        if name in _ELEMENTWISE
        else (
            *values,
            *parts,
            *(scope.deep(value) for value in values),
            owner,
            scope.elements(owner),
            scope.deep(owner),
            INERT,
        )
    )
    if name not in _ONLY_SHOWING and any(unknown_power(value, scope) for value in values):
        raise StrangeError("something that is not known is handed on")
    showing = name in _ONLY_SHOWING or (name == "method" and all(isinstance(atom, Box) for atom in owner))
    return NOTHING.union(*(handed(value, arguments, scope, showing=showing) for value in values))


_ONLY_SHOWING = names("print len repr str bool isinstance id pprint.pprint pprint.pp list tuple enumerate zip")


def unknown_power(value: Value, scope: Scope) -> bool:
    """Whether it holds something of a module that nobody vouches for."""
    return any(isinstance(atom, Foreign) and not scope.trusted(atom.module) for atom in scope.deep(value))
