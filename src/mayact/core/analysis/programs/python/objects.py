"""Classes that a text defines, and what they make.

Law: an attribute's name is one set of things, whichever object it belongs to. What Python calls by itself (operators,
`with`, iteration) is called with anything but what has effects. A class whose making or whose attributes are computed
(metaclasses, descriptors, `__getattr__`) is not understood.
"""

import ast
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from mayact.core.analysis.command import Known
from mayact.core.analysis.programs.python import frameworks
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import EFFECTS, PLAIN_ATTRIBUTES
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    Atom,
    Data,
    Defined,
    Foreign,
    Function,
    Kind,
    Library,
    Method,
    Module,
    Object,
    PathTo,
    Thing,
    Value,
    powers,
)
from mayact.core.analysis.programs.table import names

IMPLICIT: Final = names(
    "__repr__ __str__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __len__ __iter__ __next__ __contains__ "
    "__getitem__ __setitem__ __delitem__ __bool__ __enter__ __exit__ __aenter__ __aexit__ __aiter__ __anext__ "
    "__await__ __add__ __radd__ __iadd__ __sub__ __mul__ __rmul__ __truediv__ __floordiv__ __mod__ __neg__ __abs__ "
    "__and__ __or__ __xor__ __int__ __float__ __index__ __missing__"
)
"""Methods that Python calls by itself."""
_MAKING: Final = names("__init__ __post_init__")
CALLED: Final = IMPLICIT | _MAKING | {"__call__"}
_SETTINGS: Final = names(
    "__slots__ __tablename__ __table_args__ __test__ __match_args__ __hash__ __annotations__ __mapper_args__ __doc__"
)
_KEYWORDS: Final = names("total frozen slots kw_only table")
_RUN: Final = names(
    "setUp tearDown setUpClass tearDownClass asyncSetUp asyncTearDown setup_method teardown_method "
    "setup_class teardown_class setup teardown"
)
GIVEN_VALUE: Final[Value] = frozenset({Foreign(frameworks.GIVEN)})

Call: TypeAlias = Callable[[int, Arguments, Scope], Value]


def is_run(name: str) -> bool:
    """Whether a runner of tests calls a function by this name."""
    return name.startswith(("test", "pytest_")) or name in _RUN


def checked(node: ast.ClassDef, bases: Iterable[Value], keywords: Iterable[tuple[str | None, Value]]) -> None:
    """Raises `StrangeError` where making the class runs more than its body."""
    for base in bases:
        if not base or not all(_is_base(atom) for atom in base):
            raise StrangeError("a class is made from something that is not analysed")
    for key, value in keywords:
        if key == "metaclass" and value and all(atom == Foreign("abc") for atom in value):
            continue
        if key not in _KEYWORDS:
            raise StrangeError("how a class is made is not analysed")
    for statement in node.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if _special(name) and name not in CALLED:
                    raise StrangeError("a method that Python calls by itself is not analysed")
            case ast.Assign(targets=targets):
                found = [inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)]
                if any(_special(name) and name not in _SETTINGS for name in found):
                    raise StrangeError("a method that Python calls by itself is not analysed")
            case ast.Expr(value=ast.Constant()) | ast.AnnAssign() | ast.Pass():
                pass
            case _:
                raise StrangeError("a statement of a class is not analysed")


def _special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _is_base(atom: Atom) -> bool:
    match atom:
        case Function(name):
            return name in frameworks.BASES or name.endswith(("Error", "Exception"))
        case Kind() | Foreign():
            return True
        case _:
            return False


def attribute(atom: Kind | Object, attr: str, scope: Scope) -> Value:
    """What `atom.attr` is."""
    if _special(attr) and attr not in (
        "__name__",
        "__doc__",
        "__class__",
        "__qualname__",
        "__annotations__",
        "__init__",
    ):
        raise StrangeError("an attribute is internal")
    if attr == "__class__":
        return frozenset({Kind(atom.number)})
    found = scope.fields.get(attr, NOTHING) | scope.outside.get(atom.number, NOTHING)
    builtin = atom.number in scope.builtin or attr not in scope.fields
    if (attr in PLAIN_ATTRIBUTES and builtin) or _special(attr):
        found |= INERT | scope.fields.get(HELD, NOTHING)
    return found


HELD: Final = "~held"
"""What objects hold otherwise than by an attribute's name."""


def store(attr: str, value: Value, scope: Scope) -> None:
    """`object.attr = value`."""
    if _special(attr):
        raise StrangeError("an attribute is internal")
    scope.keep(attr, value)
    for number in scope.setters.get(attr, ()):
        _bind_all(number, value, scope)


def held(value: Value, scope: Scope) -> None:
    """`object[…] = value`."""
    if any(acts(atom) for atom in scope.deep(value)):
        raise StrangeError("a function that has effects is handed on")
    scope.keep(HELD, value)


def parts(scope: Scope) -> Value:
    """What iterating over an object, entering it or reckoning with it can give."""
    found = INERT | scope.fields.get(HELD, NOTHING)
    for number in scope.implicit:
        found |= scope.results.get(number, NOTHING)
    return found


def mixed(values: Iterable[Value], scope: Scope) -> None:
    """Raises `StrangeError` where a method that Python calls by itself may be handed what has effects."""
    together = NOTHING.union(*values)
    if any(isinstance(atom, Object | Kind) for atom in together) and any(acts(atom) for atom in scope.deep(together)):
        raise StrangeError("a function that has effects is handed on")


def acts(atom: Atom) -> bool:
    """Whether it is a function with effects, or may lead to one."""
    match atom:
        case Function(name):
            return name in EFFECTS or name == "open" or name.startswith(("os.", "pathlib.", "glob.", "tempfile."))
        case Method() | Module() | Library():
            return True
        case Thing(kind):
            return kind not in ("argv", "rows", "etree")
        case _:
            return False


def methods_of(number: int, name: str, scope: Scope) -> frozenset[int]:
    """The functions that class `number` has by `name`, its own or those that it takes from other classes."""
    waiting, seen = [number], set[int]()
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        own = scope.methods.get((kind, name))
        if own:
            return own
        waiting.extend(scope.lineage.get(kind, ()))
    return frozenset()


def made(number: int, given: Arguments, scope: Scope, call: Call) -> Value:
    """A class is called."""
    found = [made for name in sorted(_MAKING) for made in sorted(methods_of(number, name, scope))]
    for method in found:
        call(method, given, scope)
    if not found or scope.outside.get(number):
        _fields(number, given, scope)
    scope.keep(HELD, frozenset(atom for value in given.all() for atom in value if not acts(atom)))
    return frozenset({Object(number)})


def _fields(number: int, given: Arguments, scope: Scope) -> None:
    """Without a method of its own it keeps what it is given by the names that it declares."""
    everything = NOTHING.union(*given.values)
    names_of_it = scope.declared.get(number, ())
    if not given.spread and not scope.lineage.get(number) and len(given.values) <= len(names_of_it):
        for name, value in zip(names_of_it, given.values, strict=False):
            scope.keep(name, value)
        everything = NOTHING
    if given.spread:
        everything |= NOTHING.union(*(scope.elements(value) for value in given.all()))
    waiting, seen = [number], set[int]()
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        waiting.extend(scope.lineage.get(kind, ()))
        for name in scope.declared.get(kind, ()):
            scope.keep(name, everything)
    for key, value in given.keywords:
        if key is not None:
            scope.keep(key, value)


def handed(number: int, given: Value, scope: Scope) -> None:
    """An object is handed to what is not followed: any of its methods may be called with `given`."""
    for (kind, _), found in scope.methods.items():
        if kind == number or kind in scope.lineage.get(number, ()):
            for method in found:
                _bind_all(method, given, scope)


def given_to(node: ast.FunctionDef | ast.AsyncFunctionDef, value: Value, scope: Scope, *, skip: int) -> None:
    """Who calls the function is not in the text: its parameters are what such a caller has."""
    args = node.args
    plain = [*args.posonlyargs, *args.args][skip:]
    for parameter in (*plain, *args.kwonlyargs):
        scope.bind(parameter.arg, fixture(parameter.arg, value, scope))
    for rest in (args.vararg, args.kwarg):
        if rest is not None:
            scope.bind(rest.arg, scope.made(rest, value))


def _bind_all(number: int, value: Value, scope: Scope) -> None:
    node = scope.functions[number]
    if not isinstance(node, ast.Lambda):
        given_to(node, value, scope, skip=1)


def fixture(name: str, otherwise: Value, scope: Scope) -> Value:
    """What a runner of tests gives by the name of a parameter."""
    if name in scope.fixtures:
        return NOTHING  # the name is bound to what the text's own function returns
    match name:
        case "monkeypatch":
            return frozenset({Foreign("~monkeypatch")})
        case "tmp_path":
            return frozenset({PathTo(Known("/tmp/pytest-of-user/pytest/test"))})  # noqa: S108 — as pytest makes it
        case _:
            return otherwise


def plain(value: Value) -> bool:
    """Whether it can be an object of the text, of a library, or nothing of power."""
    return not powers(value) - frozenset(atom for atom in value if isinstance(atom, Object | Kind | Defined | Data))
