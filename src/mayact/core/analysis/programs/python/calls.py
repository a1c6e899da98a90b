"""What calling something does, and what comes back.

Law: a function that is handed to another is called by it, with everything the other has. What is not known to be
callable without effect is not called.
"""

import ast
import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Known
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.python import effects, libraries, path_methods
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import (
    EFFECTS,
    HOLDING,
    HOLDING_ATTRIBUTES,
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
    as_path,
    as_text,
    below,
    only_text,
    paths,
    spelled,
    text,
    words,
)
from mayact.core.analysis.programs.table import names
from mayact.core.analysis.words import known

_PURE = PURE_BUILTINS | {f"{module}.{name}" for module, found in PURE.items() for name in found} | {"~inert"}
_NUMBERS = names("len int float abs ord hash id bool round isinstance issubclass any all callable os.getpid")
_CALLING = names(
    "sorted min max map filter re.sub re.subn functools.reduce sum any all itertools.groupby "
    "itertools.takewhile itertools.dropwhile itertools.starmap itertools.accumulate itertools.filterfalse "
    "collections.defaultdict json.loads json.load json.dump json.dumps functools.cmp_to_key iter"
)
"""They call a function that they are handed and keep no hold of it."""
_CALLING_WORDS = frozenset({"key", "object_hook", "object_pairs_hook", "default", "parse_float"})
_ELEMENTWISE = names("map filter sorted itertools.filterfalse itertools.takewhile itertools.dropwhile")


def apply(callees: Value, node: ast.Call, given: Arguments, scope: Scope, *, only: bool) -> Value:
    """The result of calling whatever of `callees` can be called; with `only`, something of it must be."""
    found = NOTHING
    called = False
    for atom in callees:
        match atom:
            case Function(name):
                found |= _function(name, node, given, scope)
            case Defined(number):
                found |= _defined(number, given, scope)
            case Method(PathTo() as path, attr):
                found |= path_methods.call(path, attr, node, given, scope)
            case Method(Thing() as thing, attr):
                found |= _thing(thing, attr, given, scope)
            case Foreign(module):
                if not scope.where.ours(module):
                    raise StrangeError(f"module {module} is not known to be this repository's")
                for value in given.all():
                    _handed(value, (INERT,), scope)
                found |= {atom}
            case Library(full):
                found |= _library(full, given, scope)
            case Data():
                raise StrangeError("something is called that is not known")
            case Module():
                raise StrangeError("a module is called")
            case _:
                continue
        called = True
    if only and callees and not called:
        raise StrangeError("something is called that is not known")
    return found


def _library(full: str, given: Arguments, scope: Scope) -> Value:
    """A function of a library: what it is handed, it may call and keep."""
    if libraries.is_module(full):
        raise StrangeError("a module is called")
    libraries.called(full, given)
    results = _callbacks(full, given, scope)
    _kept(given, scope)
    return frozenset({Data()}) | results | scope.leaked


def _kept(given: Arguments, scope: Scope) -> None:
    """What a table or figure is given may be found in it again; numbers, texts and containers of them are data."""
    for value in given.all():
        scope.leak(frozenset(atom for atom in scope.deep(value) if not isinstance(atom, (Box, Row, Data))))


_NESTED = 4
"""`agg({'a': ['min', 'max']})`: a list in a dictionary, and one to spare."""


def _data_method(attr: str, given: Arguments, scope: Scope) -> Value:
    inner = NOTHING.union(*given.all())
    for _ in range(_NESTED):
        held = frozenset(atom for atom in inner if isinstance(atom, (Box, Row)))
        inner |= scope.elements(held)
    texts = frozenset(atom.text for atom in inner if isinstance(atom, Text))
    libraries.method(attr, given, texts, unknown=any(isinstance(atom, (Inert, Begins, Matches)) for atom in inner))
    results = _callbacks("method", given, scope, owner=frozenset({Data()}))
    _kept(given, scope)
    return frozenset({Data()}) | results | scope.leaked


def _defined(number: int, given: Arguments, scope: Scope) -> Value:
    node = scope.functions[number]
    args = node.args
    plain = [*args.posonlyargs, *args.args]
    everything = NOTHING.union(*given.all()) | NOTHING.union(*(scope.elements(value) for value in given.all()))
    if given.spread:
        for parameter in (*plain, *args.kwonlyargs):
            scope.bind(parameter.arg, everything)
    for at, value in enumerate(given.values):
        if at < len(plain):
            scope.bind(plain[at].arg, value)
    named = {parameter.arg for parameter in (*plain, *args.kwonlyargs)}
    for key, value in given.keywords:
        if key in named:
            scope.bind(key or "", value)
    for rest in (args.vararg, args.kwarg):
        if rest is not None:
            scope.bind(rest.arg, scope.made(rest, everything))
    return scope.results.get(number, NOTHING)


def _handed(value: Value, arguments: tuple[Value, ...], scope: Scope) -> Value:
    """Functions in `value` may be called with any of `arguments`; what that can give."""
    found = NOTHING
    everything = NOTHING.union(*arguments)
    for atom in scope.deep(value):
        match atom:
            case Defined(number):
                args = scope.functions[number].args
                for parameter in (*args.posonlyargs, *args.args, *args.kwonlyargs):
                    scope.bind(parameter.arg, everything)
                for rest in (args.vararg, args.kwarg):
                    if rest is not None:
                        scope.bind(rest.arg, scope.made(rest, everything))
                found |= scope.results.get(number, NOTHING)
            case Function(name) if name in _PURE:
                found |= INERT
            case Function(name) if name == "str":
                found |= as_text(everything)
            case Function(name) if name in _PATHS:
                found |= as_path(everything)
            case Function(name) if name in HOLDING_BUILTINS:
                found |= INERT | everything | scope.elements(everything)
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


# ── functions of the table ───────────────────────────────────────────────────────────────────────────────

_PATHS = names("pathlib.Path pathlib.PosixPath pathlib.PurePath pathlib.PurePosixPath")


def _function(name: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    if name in EFFECTS:
        return effects.touching(name, given)
    if name in _PATHS:
        return _path(given)
    if name in _PURE or name in HOLDING_BUILTINS or name == "str":
        return _pure(name, node, given, scope)
    return _special(name, node, given, scope)


def _pure(name: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    results = _callbacks(name, given, scope)
    if name == "str" and len(given.values) == 1 and not given.keywords:
        return as_text(given.values[0])
    if name in _NUMBERS:
        return PLAIN
    data = [
        frozenset(atom for atom in value if not isinstance(atom, (Function, Defined))) if name in _CALLING else value
        for value in given.values
    ]
    data += [value for key, value in given.keywords if key not in _CALLING_WORDS]
    parts = NOTHING.union(*(scope.elements(value) for value in data))
    match name:
        case "map":
            return scope.made(node, results)
        case "next":
            return parts | NOTHING.union(*data)
        case "enumerate":
            return scope.made(node, frozenset({Row((PLAIN, parts))}))
        case "zip":
            if given.spread:
                return scope.made(node, scope.made(node, parts | scope.elements(parts), part=1))
            return scope.made(node, frozenset({Row(tuple(scope.elements(value) for value in data))}))
        case "dict":
            inner = parts | NOTHING.union(*(value for _, value in given.keywords))
            return scope.made(node, inner | scope.elements(inner))
        case "range":
            return scope.made(node, PLAIN)
        case "max" | "min":
            return parts | NOTHING.union(*data)
        case _ if name in HOLDING_BUILTINS:
            return scope.made(node, parts | results)
        case _ if name in HOLDING:
            inner = parts | results
            return scope.made(node, inner | scope.made(node, inner | scope.elements(inner), part=1)) | parts
        case _:
            return INERT | results | NOTHING.union(*(scope.deep(value) for value in data))


def _callbacks(name: str, given: Arguments, scope: Scope, *, owner: Value = NOTHING) -> Value:
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
    if name not in _ONLY_SHOWING and any(_unknown_power(value, scope) for value in values):
        raise StrangeError("something that is not known is handed on")
    return NOTHING.union(*(_handed(value, arguments, scope) for value in values))


_ONLY_SHOWING = names("print len repr str bool isinstance id pprint.pprint pprint.pp list tuple enumerate zip")


def _unknown_power(value: Value, scope: Scope) -> bool:
    """Whether it holds something of a module that nobody vouches for."""
    return any(isinstance(atom, Foreign) and not scope.where.ours(atom.module) for atom in scope.deep(value))


def _path(given: Arguments) -> Value:
    if given.spread or given.keywords:
        raise StrangeError("the parts of a path are not known")
    if not given.values:
        return frozenset({PathTo(Known("."))})
    found = given.values[0]
    first = frozenset(atom for atom in found if isinstance(atom, PathTo)) | as_path(
        frozenset(atom for atom in found if not isinstance(atom, PathTo))
    )
    for value in given.values[1:]:
        first = path_methods.joined(first, value)
    return first


def _special(name: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    if given.spread:
        raise StrangeError(f"the arguments of {name} are not known")
    first = given.values[0] if given.values else text(".")
    match name:
        case "open":
            if not {key for key, _ in given.keywords} <= {"mode", "encoding", "errors", "newline", "buffering"}:
                raise StrangeError("an argument of open is not analysed")
            if not given.values:
                raise StrangeError("what is opened is not known")
            effects.opened(first, given, at=1)
            return INERT
        case "help":
            if not given.values or not given.values[0] <= frozenset(_functions(given.values[0])):
                raise StrangeError("`help` imports what it is asked for")
            scope.touches.append(Touch("beside", (Known("pydoc"),)))
            return PLAIN
        case "pathlib.Path.home":
            return frozenset({PathTo(Known(scope.where.home))})
        case "pathlib.Path.cwd":
            return frozenset({PathTo(Known("."), spelled=False)})
        case "os.getcwd":
            return text(scope.where.cwd) if scope.where.cwd else INERT
        case "os.getenv":
            return special_attribute("environ", first, scope)
        case "os.path.join":
            found = _text_like(first)
            for value in given.values[1:]:
                found = below(found, _text_like(value))
            return found
        case "os.path.expanduser":
            return frozenset(atom for one in as_text(first) for atom in _home(one, scope))
        case "os.fspath" | "glob.escape":
            return as_text(first) if name == "os.fspath" else INERT
        case "os.path.abspath" | "os.path.realpath" | "os.path.normpath":
            return frozenset(_absolute(atom, name, scope) for atom in as_text(first))
        case "os.path.relpath":
            return INERT
        case "os.listdir":
            return scope.made(node, frozenset({Matches("*")}))
        case "os.walk":
            return _walk(node, first, scope)
        case "os.scandir":
            return INERT
        case "glob.glob" | "glob.iglob":
            return _glob(node, first, given, scope)
        case "urllib.request.Request":
            return _request(given)
        case "tempfile.mkdtemp" | "tempfile.TemporaryDirectory" | "tempfile.NamedTemporaryFile":
            if given.values or not {key for key, _ in given.keywords} <= _TEMPORARY:
                raise StrangeError("where something temporary lies is not known")
            prefix = next((only_text(value) for key, value in given.keywords if key == "prefix"), "tmp")
            if name.endswith("File"):
                return INERT
            if prefix is None or not re.fullmatch(r"[\w-]+", prefix):
                raise StrangeError("how something temporary is called is not known")
            return frozenset({Matches(f"/tmp/{prefix}[0-9a-z_]*")})  # noqa: S108 — the name Python makes, not one we open
        case "timeit.timeit" | "timeit.repeat":
            if not all(
                isinstance(atom, (Defined, Plain)) or _computes(atom) for value in given.all() for atom in value
            ):
                raise StrangeError("what is timed is not known")
            _callbacks(name, given, scope)
            return INERT
        case "concurrent.futures.ThreadPoolExecutor":
            if not {key for key, _ in given.keywords} <= {"max_workers"} or any(
                value - PLAIN for value in given.values
            ):
                raise StrangeError("an argument of an executor is not analysed")
            return frozenset({Thing("executor")})
        case "xml.etree.ElementTree.ElementTree":
            if given.keywords:
                raise StrangeError("what a tree is read from is not analysed")
            return frozenset({Thing("etree")})
        case _:
            raise StrangeError("a function is not in the list")


_TEMPORARY: Final = frozenset({"prefix", "suffix", "mode", "encoding", "delete", "ignore_cleanup_errors"})


def _computes(atom: Atom) -> bool:
    """Whether a text that `timeit` runs does nothing but reckon with builtins."""
    if not isinstance(atom, Text) or not re.fullmatch(r"[\w \[\](),.+*/%<>=-]*", atom.text):
        return False
    used = set(re.findall(r"[A-Za-z_]\w*", atom.text))
    return "." not in re.sub(r"\d\.\d", "", atom.text) and used <= _RECKONING


_RECKONING: Final = names("range sum len sorted list tuple set dict min max abs pow round reversed zip str int "
"float for in "
                          "if else x y i j n not and or True False None any all")  # fmt: skip


def _functions(value: Value) -> Iterable[Atom]:
    return (atom for atom in value if isinstance(atom, Function))


def _text_like(value: Value) -> Value:
    """Paths as text for joining; a resolved path keeps its name, for what is below it is below it."""
    return path_methods.names_of(value)


def _home(atom: Atom, scope: Scope) -> Value:
    match atom:
        case Text(name) if name == "~" or name.startswith("~/"):
            return text(scope.where.home + name[1:])
        case Begins(prefix) if prefix.startswith("~/"):
            return frozenset({Begins(scope.where.home + prefix[1:])})
        case Text(name) if not name.startswith("~"):
            return frozenset({atom})
        case Begins(prefix) if prefix and not prefix.startswith("~"):
            return frozenset({atom})
        case _:
            return INERT


def _absolute(atom: Atom, name: str, scope: Scope) -> Atom:
    """`abspath` and `normpath` of a known text; `realpath` follows links, which the text does not tell."""
    cwd = scope.where.cwd
    if not isinstance(atom, Text) or name == "os.path.realpath":
        return Inert()
    whole = atom.text if atom.text.startswith("/") or name == "os.path.normpath" else f"{cwd}/{atom.text}"
    if ".." in whole or whole.startswith("//") or (cwd is None and not whole.startswith("/")):
        return Inert()
    return Text(spelled(whole))


def _walk(node: ast.Call, first: Value, scope: Scope) -> Value:
    roots = _text_like(first)
    inner = frozenset(
        Matches(escape(atom.text.rstrip("/")) + "/**") if isinstance(atom, Text) else Inert() for atom in roots
    )
    named = scope.made(node, frozenset({Matches("*")}), part=1)
    return scope.made(node, frozenset({Row((roots | inner, named, named))}))


def _glob(node: ast.Call, first: Value, given: Arguments, scope: Scope) -> Value:
    if not {key for key, _ in given.keywords} <= {"recursive", "include_hidden"}:
        raise StrangeError("an argument of glob is not analysed")
    found: set[Atom] = set()
    for atom in as_text(first):
        match atom:
            case Text(pattern):
                found.add(Matches(path_methods.glob_text(pattern)))
            case Matches(glob):
                found.add(Matches(glob))
            case _:
                found.add(Inert())
    return scope.made(node, frozenset(found))


def _request(given: Arguments) -> Value:
    if not given.values or not {key for key, _ in given.keywords} <= {"data", "headers", "method"}:
        raise StrangeError("an argument of a request is not analysed")
    method = given.constant("method")
    plain = len(given.values) == 1 and given.constant("data") is None and method in (None, "GET", "HEAD")
    if given.constant("headers") is not None:
        plain = False  # a header may carry anything
    return frozenset(Thing("request" if plain else "sending", word) for word in words(given.values[0]))


# ── methods ──────────────────────────────────────────────────────────────────────────────────────────────

_TEXT_METHODS = names("replace lower upper strip lstrip rstrip removeprefix removesuffix")


def method(owner: Atom, attr: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    """`owner.attr(…)` of something without power, or of a path."""
    if isinstance(owner, PathTo):
        found = path_methods.call(owner, attr, node, given, scope)
        if found or attr in PLAIN_ATTRIBUTES:
            return found
        if attr not in path_methods.METHODS:
            raise StrangeError("a method is not in the list")
        return found
    if isinstance(owner, Data):
        return _data_method(attr, given, scope)
    if attr not in PLAIN_ATTRIBUTES:
        raise StrangeError("a method is not in the list")
    if attr in ("format", "format_map") and any(scope.deep(value) - _boxes(value) for value in given.all()):
        raise StrangeError("`format` reaches into what it is given")
    computed = _computed(owner, attr, given)
    if computed is not None:
        return computed
    results = _callbacks("method", given, scope, owner=frozenset({owner}))
    everything = NOTHING.union(*given.all())
    own: Value = frozenset({owner})
    if isinstance(owner, Box):
        scope.hold(owner, everything | (scope.elements(everything) if attr in _SPREADING else NOTHING))
    elif isinstance(owner, Inert):
        scope.leak(everything | scope.elements(everything))
    parts = scope.elements(own)
    if isinstance(owner, (Box, Row)) and attr == "items":
        return scope.made(node, frozenset({Row((parts, parts))}))
    if isinstance(owner, Box) and attr in HOLDING_ATTRIBUTES:
        kept = parts | everything
        if attr in (
            "values",
            "keys",
            "copy",
            "elements",
            "union",
            "difference",
            "intersection",
            "symmetric_difference",
        ):
            return scope.made(node, kept | scope.elements(everything))
        return kept | (scope.made(node, frozenset({Row((parts, PLAIN))})) if attr == "most_common" else NOTHING)
    return INERT | results | scope.deep(own) | scope.deep(everything)


_SPREADING = frozenset(["extend", "update", "extendleft", "setdefault"])


def _boxes(value: Value) -> Value:
    return frozenset(atom for atom in value if isinstance(atom, (Box, Row)))


def _computed(owner: Atom, attr: str, given: Arguments) -> Value | None:
    """A method of a constant text, where every argument is constant."""
    if not isinstance(owner, Text) or given.spread or given.keywords:
        return None
    if attr in ("encode", "decode") and owner.text.isascii():
        plain = not given.values or only_text(given.values[0]) in ("utf-8", "utf8", "ascii")
        return frozenset({owner}) if plain else None
    arguments = [only_text(value) for value in given.values]
    if attr not in _TEXT_METHODS or None in arguments:
        return None
    try:
        result = getattr(owner.text, attr)(*arguments)
    except (TypeError, ValueError):
        return NOTHING  # Python refuses it too
    return text(result) if isinstance(result, str) else INERT


def _thing(thing: Thing, attr: str, given: Arguments, scope: Scope) -> Value:
    match thing.kind, attr:
        case "environ", "get":
            return special_attribute("environ", given.values[0] if given.values else INERT, scope)
        case "environ", _:
            scope.touches.append(Touch("environment", ()))
            if attr not in ("items", "keys", "values", "copy"):
                raise StrangeError("the environment is changed")
            return INERT
        case "syspath", "insert" | "append":
            scope.touches.append(Touch("path", paths(given.values[-1]) if given.values else ()))
            return PLAIN
        case "executor", "map" | "submit":
            return INERT | _callbacks("executor", given, scope)
        case (("argv" | "syspath"), _):
            raise StrangeError("a list of the interpreter is changed")
        case _:
            pass
    match THING_METHODS[thing.kind, attr]:
        case "":
            return INERT | NOTHING.union(*(scope.deep(value) for value in given.all()))
        case "same":
            return frozenset({thing})
        case "query":
            _query(given)
            return frozenset({Thing("rows")})
        case way:
            if given.spread or (way == "write" and not given.values):
                raise StrangeError("where something is written is not known")
            where = given.values[0] if given.values else text(".")
            scope.touches.append(Touch(way, paths(where)))  # type: ignore[arg-type]
            return INERT


def _query(given: Arguments) -> None:
    """Only what certainly reads: one statement, and no function of SQLite's own writes (lang_corefunc)."""
    if not given.values:
        raise StrangeError("what a database is asked is not known")
    for atom in given.values[0]:
        asked = atom.text if isinstance(atom, Text) else atom.prefix if isinstance(atom, Begins) else ""
        if not effects.READING_SQL.match(asked):
            raise StrangeError("what a database is asked is not known to only read")


def special_attribute(kind: str, names: Value, scope: Scope) -> Value:
    """Variables of the environment, by name."""
    del kind
    found = NOTHING
    for word in words(names):
        name = known(word)
        if name is None:
            scope.touches.append(Touch("environment", ()))
            found |= INERT
        elif name == "HOME":
            found |= text(scope.where.home)
        else:
            if is_secret_variable(name):
                scope.touches.append(Touch("token", (Known(name),)))
            found |= INERT
    return found or INERT
