"""What calling something does, and what comes back.

Law: a function that is handed to another is called by it, with everything the other has. What is not known to be
callable without effect is not called.
"""

import ast
import re

from mayact.core.analysis.command import Known
from mayact.core.analysis.programs.python import edits, effects, libraries, objects, path_methods
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError
from mayact.core.analysis.programs.python.handing import PATHS, PURE_NAMES, callbacks, handing, named
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.special import special
from mayact.core.analysis.programs.python.tables import (
    EFFECTS,
    HOLDING,
    HOLDING_ATTRIBUTES,
    HOLDING_BUILTINS,
    PLAIN_ATTRIBUTES,
)
from mayact.core.analysis.programs.python.things import thing_called
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
    Kind,
    Library,
    Matches,
    Method,
    Module,
    Object,
    PathTo,
    Row,
    Text,
    Thing,
    Value,
    as_path,
    as_text,
    only_text,
    text,
)
from mayact.core.analysis.programs.table import names

_NUMBERS = names("len int float abs ord hash id bool round isinstance issubclass any all callable os.getpid")
_CALLING = names(
    "sorted min max map filter re.sub re.subn functools.reduce sum any all itertools.groupby "
    "itertools.takewhile itertools.dropwhile itertools.starmap itertools.accumulate itertools.filterfalse "
    "collections.defaultdict json.loads json.load json.dump json.dumps functools.cmp_to_key iter"
)
"""They call a function that they are handed and keep no hold of it."""
_CALLING_WORDS = frozenset({"key", "object_hook", "object_pairs_hook", "default", "parse_float"})


def apply(
    callees: Value, node: ast.Call, given: Arguments, scope: Scope, *, only: bool, shifts: tuple[int, ...] = (0,)
) -> Value:
    """The result of calling whatever of `callees` can be called; with `only`, something of it must be."""
    found = NOTHING
    called = False
    for atom in callees:
        match atom:
            case Function(name):
                found |= _function(name, node, given, scope)
            case Defined(number):
                places = shifts if number in scope.bound else (0,)
                if number in scope.bound and shifts == (0,):
                    places = (0, 1)  # a method that was taken off its object
                for shift in places:
                    found |= _defined(number, given, scope, shift=shift)
            case Kind(number):
                found |= objects.made(number, given, scope, _made)
            case Object(number):
                for method in objects.methods_of(number, "__call__", scope):
                    found |= _defined(method, given, scope, shift=1)
                if scope.outside.get(number):
                    handing(given.all(), scope.outside[number], scope)
                    found |= scope.outside[number]
            case Method(PathTo() as path, attr):
                found |= path_methods.call(path, attr, node, given, scope)
            case Method(Thing() as thing, attr):
                found |= thing_called(thing, attr, given, scope)
            case Foreign(module):
                if not scope.trusted(module):
                    raise StrangeError(f"module {module} is not known to be this repository's")
                handing(given.all(), frozenset({atom}), scope)
                named(given, scope)
                found |= {Foreign(module)}
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
    results = callbacks(full, given, scope)
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
    results = callbacks("method", given, scope, owner=frozenset({Data()}))
    _kept(given, scope)
    return frozenset({Data()}) | results | scope.leaked


def _made(number: int, given: Arguments, scope: Scope) -> Value:
    return _defined(number, given, scope, shift=1)


def _defined(number: int, given: Arguments, scope: Scope, *, shift: int = 0) -> Value:
    node = scope.functions[number]
    args = node.args
    plain = [*args.posonlyargs, *args.args][shift:]
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
    further = NOTHING.union(*given.values[len(plain) :], *(value for key, value in given.keywords if key not in named))
    for rest in (args.vararg, args.kwarg):
        if rest is not None:
            scope.bind(rest.arg, scope.made(rest, everything if given.spread else further))
    return scope.results.get(number, NOTHING)


# ── functions of the table ───────────────────────────────────────────────────────────────────────────────


def _function(name: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    if name in EFFECTS:
        return effects.touching(name, given)
    if name in PATHS:
        return _path(given)
    if name in PURE_NAMES or name in HOLDING_BUILTINS or name == "str":
        return _pure(name, node, given, scope)
    return special(name, node, given, scope)


def _pure(name: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    scope.decodes = scope.decodes or name in _DECODING
    if name in ("re.sub", "re.subn"):
        _substituted(given, scope)
    elif name in _DIVIDING:
        edits.looked(NOTHING.union(*given.values), scope)
    results = callbacks(name, given, scope)
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
            return scope.made(node, parts | (results if name not in ("sorted", "filter") else NOTHING))
        case _ if name in HOLDING:
            inner = parts | results
            return scope.made(node, inner | scope.made(node, inner | scope.elements(inner), part=1)) | parts
        case _:
            return INERT | results | NOTHING.union(*(scope.deep(value) for value in data))


_DECODING = names(
    "chr base64.b64decode base64.urlsafe_b64decode base64.standard_b64decode base64.b32decode base64.b16decode "
    "base64.b85decode binascii.unhexlify binascii.a2b_hex zlib.decompress"
)
_DIVIDING = names("re.split re.findall re.search re.match re.finditer re.fullmatch reversed sorted list tuple set zip")
"""What they give of a text may be its letters."""


def _substituted(given: Arguments, scope: Scope) -> None:
    """`re.sub(PATTERN, NEW, TEXT)`; a function gives `NEW` from what is found."""
    values: dict[str | None, Value] = dict(given.keywords)
    values.update(zip(("pattern", "repl", "string"), given.values, strict=False))
    new = values.get("repl", INERT)
    made = NOTHING.union(*(scope.results.get(atom.number, NOTHING) for atom in new if isinstance(atom, Defined)))
    new = frozenset(atom for atom in new if not isinstance(atom, Defined)) | made
    edits.replaced(values.get("pattern", INERT), new, scope, pattern=True)
    if any(isinstance(atom, Text) for atom in values.get("string", NOTHING)):
        edits.looked(values["string"], scope)


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
        if attr in scope.fields and not isinstance(owner, Inert):
            return NOTHING  # texts, numbers and containers have no such method
        raise StrangeError("a method is not in the list")
    if attr in ("format", "format_map") and any(scope.deep(value) - _boxes(value) for value in given.all()):
        raise StrangeError("`format` reaches into what it is given")
    computed = _computed(owner, attr, given)
    if computed is not None:
        edits.grown(frozenset({owner}), computed, scope)
        return computed
    _edited(owner, attr, given, scope)
    results = callbacks("method", given, scope, owner=frozenset({owner}))
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


_MAKING = names(
    "split rsplit splitlines partition rpartition join replace format format_map translate upper lower title swapcase "
    "capitalize casefold center ljust rjust zfill expandtabs encode decode strip rstrip lstrip hex fromhex maketrans "
    "removeprefix removesuffix sub subn expand"
)


def _edited(owner: Atom, attr: str, given: Arguments, scope: Scope) -> None:
    """What a method does to texts that may be written; see `edits`."""
    if attr in ("write", "writelines"):
        edits.joined(given.values, scope)
        edits.joined((scope.elements(value) for value in given.values), scope)
        scope.glues = scope.glues or attr == "writelines"
    elif attr in ("append", "appendleft", "insert", "extend", "add", "setdefault", "update"):
        put = given.values[1:] if attr == "insert" else given.all()
        edits.kept((*put, *map(scope.elements, put)), scope)
    elif attr == "join":
        parts = NOTHING.union(*(scope.elements(value) for value in given.values))
        scope.glues = scope.glues or not isinstance(owner, Text) or not re.match(r"\W", owner.text)
        edits.kept((parts,), scope)
    elif attr == "replace" and not isinstance(owner, Text) and len(given.values) >= 2:
        edits.replaced(given.values[0], given.values[1], scope, pattern=False)
    elif attr in ("sub", "subn") and isinstance(owner, Inert) and len(given.values) >= 2:
        edits.replaced(INERT, given.values[0], scope, pattern=True)  # of a compiled pattern: which is not known
    elif attr in _MAKING and isinstance(owner, (Text, Begins)):
        edits.looked(frozenset({owner}), scope)


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
