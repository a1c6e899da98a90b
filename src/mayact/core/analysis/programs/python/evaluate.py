"""What the expressions of a Python text can be.

Law: every part of an expression is looked at, also where its value does not matter. A kind of expression that is not
here is not understood.
"""

import ast
from typing import assert_never

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.programs.python import libraries
from mayact.core.analysis.programs.python.calls import apply, method, special_attribute
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch, argument_word
from mayact.core.analysis.programs.python.path_methods import joined, path_attribute
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import (
    DUNDERS,
    EFFECTS,
    HOLDING_BUILTINS,
    PLAIN_ATTRIBUTES,
    PURE,
    PURE_BUILTINS,
    THING_METHODS,
)
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    PLAIN,
    Atom,
    Begins,
    Box,
    Data,
    Defined,
    Foreign,
    Function,
    Inert,
    Library,
    Matches,
    Method,
    Module,
    PathTo,
    Plain,
    Row,
    Text,
    Thing,
    Value,
    as_text,
    concatenated,
    depth,
    powers,
    text,
)
from mayact.core.analysis.programs.table import names

_MAX_DEPTH = 4
_SPECIAL_BUILTINS = frozenset({"open", "str", "help"})
_STORING = names(
        "append appendleft extend extendleft insert add update setdefault pop remove intersection_update "
        "difference_update"
    )  # fmt: skip


def value(node: ast.expr, scope: Scope) -> Value:
    """What `node` can be. Raises `StrangeError`."""
    match node:
        case ast.Constant(value=str(content)):
            return text(content)
        case ast.Constant(value=bytes(raw)):
            return text(raw.decode("latin-1"))
        case ast.Constant():
            return PLAIN
        case ast.Name(id=name):
            return _name(name, scope)
        case ast.JoinedStr(values=parts):
            return _formatted(parts, scope)
        case ast.BinOp():
            return _operated(node, scope)
        case ast.UnaryOp(operand=operand):
            inner = value(operand, scope)
            return PLAIN if inner <= PLAIN or isinstance(node.op, ast.Not) else INERT | powers(inner)
        case ast.BoolOp(values=parts):
            return NOTHING.union(*(value(part, scope) for part in parts))
        case ast.Compare(left=left, comparators=others):
            seen = NOTHING.union(*(value(part, scope) for part in (left, *others)))
            return PLAIN | frozenset(atom for atom in seen if isinstance(atom, (Foreign, Data)))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            value(test, scope)
            return value(body, scope) | value(orelse, scope)
        case ast.NamedExpr(target=target, value=inner_node):
            inner = value(inner_node, scope)
            bind(target, inner, scope)
            return inner
        case ast.Lambda(args=args, body=body):
            return _lambda(node, args, body, scope)
        case ast.Tuple(elts=parts) if not any(isinstance(part, ast.Starred) for part in parts):
            found = tuple(value(part, scope) for part in parts)
            row = frozenset({Row(found)})
            return row if depth(row) <= _MAX_DEPTH else scope.made(node, NOTHING.union(*found))
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return scope.made(node, NOTHING.union(*(_spread(part, scope) for part in parts)))
        case ast.Dict(keys=keys, values=values):
            return _dictionary(node, keys, values, scope)
        case ast.ListComp(elt=elt, generators=loops) | ast.SetComp(elt=elt, generators=loops):
            _loops(loops, scope)
            return scope.made(node, value(elt, scope))
        case ast.GeneratorExp(elt=elt, generators=loops):
            _loops(loops, scope)
            return scope.made(node, value(elt, scope))
        case ast.DictComp(key=key, value=inner_node, generators=loops):
            _loops(loops, scope)
            return scope.made(node, value(key, scope) | value(inner_node, scope))
        case ast.Subscript():
            return _subscript(node, scope)
        case ast.Slice(lower=lower, upper=upper, step=step):
            for part in (lower, upper, step):
                if part is not None:
                    value(part, scope)
            return PLAIN
        case ast.Attribute(value=inner_node, attr=attr):
            owner = value(inner_node, scope)
            return NOTHING.union(*(attribute(atom, attr, node, scope) for atom in owner))
        case ast.Call():
            return _call(node, scope)
        case ast.Await(value=inner_node):
            return value(inner_node, scope)
        case _:
            raise StrangeError(f"`{type(node).__name__}` is not analysed")


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


def _name(name: str, scope: Scope) -> Value:
    found = scope.names.get(name, NOTHING)
    if name in PURE_BUILTINS | HOLDING_BUILTINS | _SPECIAL_BUILTINS:
        return found | {Function(name)}
    if name == "__name__":
        return found | text("__main__")
    if name not in scope.names:
        raise StrangeError("a name is used that is not known")
    return found


def bind(target: ast.expr, given: Value, scope: Scope) -> None:
    """`target` takes `given`."""
    match target:
        case ast.Name(id=name):
            scope.bind(name, given)
        case ast.Starred(value=inner):
            bind(inner, scope.made(target, scope.elements(given)), scope)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            rows = [atom for atom in given if isinstance(atom, Row) and len(atom.places) == len(parts)]
            starred = any(isinstance(part, ast.Starred) for part in parts)
            others = given if starred else given - frozenset(rows)
            rest = scope.elements(others)
            for at, part in enumerate(parts):
                bind(part, rest.union(*(() if starred else (row.places[at] for row in rows))), scope)
        case ast.Subscript(value=inner, slice=index):
            kept = given | value(index, scope)
            for atom in value(inner, scope):
                _stored(atom, kept, scope)
        case ast.Attribute(value=inner, attr=attr):
            owner = value(inner, scope)
            plain = all(isinstance(atom, (Inert, Data)) for atom in owner)
            harmless = all(isinstance(atom, (Data, Box, Row)) for atom in scope.deep(given))
            if not plain or attr.startswith("_") or not (harmless or owner <= INERT):
                raise StrangeError("an attribute of something is replaced")
            scope.leak(given)
        case _:
            raise StrangeError("a target is not analysed")


def _stored(atom: Atom, given: Value, scope: Scope) -> None:
    match atom:
        case Box():
            scope.hold(atom, given)
        case Inert() | Data():
            scope.leak(given)
        case Text() | Begins() | Matches() | Plain() | Row() | PathTo():
            pass  # they refuse it
        case _:
            raise StrangeError("something is stored where it changes what runs")


def _dictionary(node: ast.Dict, keys: list[ast.expr | None], values: list[ast.expr], scope: Scope) -> Value:
    found = NOTHING
    for key, item in zip(keys, values, strict=True):
        inner = value(item, scope)
        found |= scope.elements(inner) if key is None else value(key, scope) | inner
    return scope.made(node, found)


def _spread(node: ast.expr, scope: Scope) -> Value:
    if isinstance(node, ast.Starred):
        return scope.elements(value(node.value, scope))
    return value(node, scope)


def _loops(loops: list[ast.comprehension], scope: Scope) -> None:
    for loop in loops:
        if loop.is_async:
            raise StrangeError("`async` is not analysed")
        bind(loop.target, scope.elements(value(loop.iter, scope)), scope)
        for test in loop.ifs:
            value(test, scope)


def _lambda(node: ast.Lambda, args: ast.arguments, body: ast.expr, scope: Scope) -> Value:
    number = scope.number_of(node)
    defaults(args, scope)
    scope.result(number, value(body, scope))
    return frozenset({Defined(number)})


def defaults(args: ast.arguments, scope: Scope) -> None:
    """Parameters take their defaults; all of them are bound from now on."""
    plain = [*args.posonlyargs, *args.args]
    for parameter in (*plain, *args.kwonlyargs, args.vararg, args.kwarg):
        if parameter is not None:
            scope.bind(parameter.arg, NOTHING)
            if parameter.annotation is not None:
                value(parameter.annotation, scope)
    for parameter, given in zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True):
        scope.bind(parameter.arg, value(given, scope))
    for parameter, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if default is not None:
            scope.bind(parameter.arg, value(default, scope))


# ── operators and texts ──────────────────────────────────────────────────────────────────────────────────


def _formatted(parts: list[ast.expr], scope: Scope) -> Value:
    found = text("")
    for part in parts:
        match part:
            case ast.FormattedValue(value=inner_node, conversion=conversion, format_spec=spec):
                inner = as_text(value(inner_node, scope))
                if spec is not None:
                    value(spec, scope)
                if (spec is not None or conversion not in (-1, 115)) and not inner <= PLAIN:
                    inner = INERT
                found = concatenated(found, inner)
            case _:
                found = concatenated(found, value(part, scope))
    return found


def _operated(node: ast.BinOp, scope: Scope) -> Value:
    left, right = value(node.left, scope), value(node.right, scope)
    either = powers(left) | powers(right)
    match node.op:
        case ast.Add():
            return concatenated(left, right)
        case ast.Div() if any(isinstance(atom, PathTo) for atom in left | right):
            others = frozenset(atom for atom in either if not isinstance(atom, PathTo))
            return joined(left, right) | others
        case _ if left <= PLAIN and right <= PLAIN:
            return PLAIN
        case _:
            return INERT | either


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────


def _subscript(node: ast.Subscript, scope: Scope) -> Value:
    owner, index = value(node.value, scope), value(node.slice, scope)
    place = node.slice.value if isinstance(node.slice, ast.Constant) else None
    found = NOTHING
    for atom in owner:
        match atom:
            case Thing("argv"):
                found |= _argument(place, scope) if isinstance(place, int) else arguments_of(scope)
            case Thing("environ"):
                found |= special_attribute("environ", index, scope)
            case Thing("rows"):
                found |= INERT
            case Row(places) if isinstance(place, int) and -len(places) <= place < len(places):
                found |= places[place]
            case Box() | Row() | Inert() if isinstance(node.slice, ast.Slice):
                found |= {atom} | (INERT if isinstance(atom, Inert) else NOTHING)
            case Method() | Thing() | Module():
                raise StrangeError("a part of something is not analysed")
            case _:
                found |= scope.elements(frozenset({atom}))
    return found


def _argument(place: int, scope: Scope) -> Value:
    given = scope.where.arguments
    fixed = [word for word in given[: place if place > 0 else len(given)] if not isinstance(word, Pattern)]
    if 0 < place <= len(given) and len(fixed) == min(place, len(given)):
        return _word(given[place - 1])
    return INERT


def arguments_of(scope: Scope) -> Value:
    """`sys.argv`, any part of it."""
    return INERT.union(*(_word(word) for word in scope.where.arguments))


def _word(word: Word) -> Value:
    match word:
        case Known(content):
            return text(content)
        case Pattern(glob):
            return frozenset({Matches(glob)})
        case Unknown(_, prefix):
            return frozenset({Begins(prefix)})
        case _:
            assert_never(word)


def attribute(atom: Atom, attr: str, node: ast.expr, scope: Scope) -> Value:
    """What `.attr` of `atom` is, when it is not called at once."""
    if attr.startswith("_") and attr not in DUNDERS:
        raise StrangeError("an attribute is internal")
    match atom:
        case Module(name):
            return member(name, attr, node, scope)
        case Foreign():
            return foreign_member(atom, attr)
        case Library(name):
            return library_member(name, attr)
        case Data():
            if not libraries.plain_attribute(attr):
                raise StrangeError("a method that has effects is handed on")
            return frozenset({atom}) | scope.leaked
        case PathTo():
            return path_attribute(atom, attr, node, scope)
        case Thing(kind):
            if (kind, attr) in THING_METHODS or kind in ("argv", "environ", "syspath"):
                return frozenset({Method(atom, attr)})
            raise StrangeError("an attribute of an object is not analysed")
        case Function("pathlib.Path" | "pathlib.PosixPath"):
            if attr in ("home", "cwd"):
                return frozenset({Function(f"pathlib.Path.{attr}")})
            raise StrangeError("a method of a class is not analysed")
        case Function(name):
            if attr in DUNDERS or (name not in EFFECTS and attr in PLAIN_ATTRIBUTES):
                return frozenset({Function("~inert")})
            raise StrangeError("an attribute of a function is not analysed")
        case Defined() | Method():
            if attr in DUNDERS:
                return INERT
            raise StrangeError("an attribute of a function is not analysed")
        case Text() | Begins() | Matches() | Plain() | Inert() | Box() | Row():
            if attr not in PLAIN_ATTRIBUTES and attr not in DUNDERS:
                raise StrangeError("an attribute is not in the list")
            if isinstance(atom, Box) and attr in _STORING:
                raise StrangeError("a method of a container is handed on")
            return INERT | scope.elements(frozenset({atom}))
        case _:
            assert_never(atom)


_NEVER = names(
    "os sys subprocess sp shutil builtins importlib ctypes posix socket pickle marshal shelve code codeop "
    "runpy pty multiprocessing asyncio threading signal tempfile pathlib io inspect types functools "
    "operator warnings linecache requests httpx urllib urllib3 http ftplib smtplib telnetlib webbrowser "
    "system popen Popen exec eval compile check_call check_output getoutput rmtree unlink modules "
    "meta_path path_hooks sh paramiko fabric"
)


def foreign_member(atom: Foreign, attr: str) -> Value:
    """`.attr` of something of a module that is not in the table."""
    if attr in _NEVER:
        raise StrangeError("a module is reached through another")
    return INERT if attr in DUNDERS else frozenset({atom})


def library_member(name: str, attr: str) -> Value:
    """`.attr` of a module or class of a library."""
    if attr in DUNDERS:
        return INERT
    full = libraries.part(name, attr)
    if full is None:
        raise StrangeError("something of a library is not in the list")
    return frozenset({Library(full)})


def member(module: str, attr: str, node: ast.AST | None, scope: Scope) -> Value:
    """What `module.attr` is."""
    full = f"{module}.{attr}"
    if full in PURE or full in _PARENTS:
        return frozenset({Module(full)})
    if full in EFFECTS or attr in PURE.get(module, frozenset()) or full in _SPECIAL:
        return frozenset({Function(full)})
    match full:
        case "sys.argv":
            return frozenset({Thing("argv")})
        case "sys.path":
            return frozenset({Thing("syspath")})
        case "os.environ":
            if node is None or id(node) not in scope.quiet_environment:
                scope.touches.append(Touch("environment", ()))
            return frozenset({Thing("environ")})
        case _ if attr in DUNDERS:
            return INERT
        case _:
            raise StrangeError("something of a module is not in the list")


_SPECIAL = names(
        "os.path.join os.path.expanduser os.path.abspath os.path.realpath os.path.normpath os.path.relpath "
        "os.fspath os.getcwd os.listdir os.scandir os.walk os.getenv glob.glob glob.iglob glob.escape "
        "pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.PurePosixPath urllib.request.Request "
        "xml.etree.ElementTree.ElementTree tempfile.mkdtemp tempfile.TemporaryDirectory tempfile.NamedTemporaryFile "
        "timeit.timeit timeit.repeat concurrent.futures.ThreadPoolExecutor"
    )  # fmt: skip
_PARENTS = names(
        "os.path urllib urllib.request urllib.parse urllib.error concurrent email xml xml.etree importlib "
        "importlib.metadata importlib.util concurrent.futures email.utils "
        "xml.etree.ElementTree"
    )  # fmt: skip
MODULES = frozenset(PURE) | _PARENTS | {name.rpartition(".")[0] for name in (*EFFECTS, *_SPECIAL)}
"""Modules of the table."""


# ── calls ────────────────────────────────────────────────────────────────────────────────────────────────


def _call(node: ast.Call, scope: Scope) -> Value:
    given = _arguments(node, scope)
    if isinstance(node.func, ast.Attribute):
        owner = value(node.func.value, scope)
        attr = node.func.attr
        if attr.startswith("_"):
            raise StrangeError("an attribute is internal")
        found = NOTHING
        callees = NOTHING
        for atom in owner:
            if isinstance(atom, (Text, Begins, Matches, Plain, Inert, Box, Row, PathTo, Data)):
                found |= method(atom, attr, node, given, scope)
            else:
                callees |= attribute(atom, attr, node.func, scope)
    else:
        found, callees = NOTHING, value(node.func, scope)
    _command_words(node, callees, given, scope)
    return found | apply(callees, node, given, scope, only=not isinstance(node.func, ast.Attribute))


def _arguments(node: ast.Call, scope: Scope) -> Arguments:
    spread = any(isinstance(part, ast.Starred) for part in node.args) or any(w.arg is None for w in node.keywords)
    values = tuple(_spread(part, scope) for part in node.args)
    keywords = tuple(
        (word.arg, value(word.value, scope) if word.arg else scope.elements(value(word.value, scope)))
        for word in node.keywords
    )
    return Arguments(node, values, keywords, spread, scope.touches)


def _command_words(node: ast.Call, callees: Value, given: Arguments, scope: Scope) -> None:
    """The words of a command that is given as a list; `effects` sees to the rest."""
    runs = any(isinstance(atom, Function) and EFFECTS.get(atom.name, "").startswith("command:") for atom in callees)
    if not runs or not node.args or given.constant("shell") is True:
        return
    first = node.args[0]
    if isinstance(first, (ast.List, ast.Tuple)):
        if not first.elts or any(isinstance(part, ast.Starred) for part in first.elts):
            raise StrangeError("the words of a command are not known")
        scope.touches.append(Touch("argv", tuple(argument_word(value(part, scope)) for part in first.elts)))
