"""What the expressions of a Python text can be.

Law: every part of an expression is looked at, also where its value does not matter. A kind of expression that is not
here is not understood.
"""

import ast
from typing import assert_never

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.programs.python import edits, frameworks, libraries, objects, told
from mayact.core.analysis.programs.python.calls import apply, method
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch, argument_word
from mayact.core.analysis.programs.python.handing import handing
from mayact.core.analysis.programs.python.members import foreign_member, library_member, member
from mayact.core.analysis.programs.python.path_methods import joined, path_attribute
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import (
    DUNDERS,
    EFFECTS,
    HOLDING_BUILTINS,
    PLAIN_ATTRIBUTES,
    PURE_BUILTINS,
    THING_METHODS,
)
from mayact.core.analysis.programs.python.things import environment_set, replaced, special_attribute
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
    Plain,
    Row,
    Text,
    Thing,
    Value,
    as_text,
    concatenated,
    depth,
    only_text,
    powers,
    text,
)
from mayact.core.analysis.programs.table import names

_MAX_DEPTH = 4
_SPECIAL_BUILTINS = names("open str help type super object getattr hasattr vars")
_BUILTINS = PURE_BUILTINS | HOLDING_BUILTINS | _SPECIAL_BUILTINS
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
            objects.mixed((seen,), scope)
            made = objects.parts(scope) if any(isinstance(atom, Object) for atom in seen) else NOTHING
            return PLAIN | made | frozenset(atom for atom in seen if isinstance(atom, (Foreign, Data)))
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
            if attr in ("__name__", "__qualname__") and isinstance(inner_node, ast.Attribute):
                inner_node = inner_node.value if inner_node.attr == "__class__" else inner_node
                owner = value(inner_node, scope)
                return INERT if inner_node is not node.value else _parts(owner, attr, node, scope)
            owner = value(inner_node, scope)
            return NOTHING.union(*(attribute(atom, attr, node, scope) for atom in owner))
        case ast.Call():
            return _call(node, scope)
        case ast.Await(value=inner_node):
            return value(inner_node, scope)
        case _:
            raise StrangeError(f"`{type(node).__name__}` is not analysed")


def _parts(owner: Value, attr: str, node: ast.expr, scope: Scope) -> Value:
    return NOTHING.union(*(attribute(atom, attr, node, scope) for atom in owner))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


def _name(name: str, scope: Scope) -> Value:
    found = scope.names.get(name, NOTHING)
    if name in _BUILTINS:
        return found | {Function(name)}
    if name == "__doc__":
        return found | INERT
    if name == "__name__":
        return found | text("__main__")
    if name not in scope.names:
        raise StrangeError("a name is used that is not known")
    return found


def bind(target: ast.expr, given: Value, scope: Scope) -> None:
    """`target` takes `given`."""
    match target:
        case ast.Name(id="pytest_plugins"):
            raise StrangeError("a test names modules to load")
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
            edits.kept((given, scope.elements(given)), scope)
            for atom in value(inner, scope):
                _stored(atom, kept, scope, index=value(index, scope))
        case ast.Attribute(value=inner, attr=attr):
            owner = value(inner, scope)
            own = frozenset(atom for atom in owner if isinstance(atom, (Object, Kind)))
            outside = [atom for atom in owner if isinstance(atom, Foreign)]
            if own:
                objects.store(attr, given, scope)
            if outside:
                ours = any(not frameworks.is_framework(one.module) and one.module[0] != "~" for one in outside)
                if attr.startswith("__") or (ours and any(isinstance(atom, (Function, Library)) for atom in given)):
                    raise StrangeError("an attribute of something is replaced")
                handing((given,), frozenset(outside), scope)
            owner -= own | frozenset(outside)
            if not owner or _is_setting(owner, attr):
                return
            plain = all(isinstance(atom, (Inert, Data)) for atom in owner)
            harmless = all(isinstance(atom, (Data, Box, Row)) for atom in scope.deep(given))
            if not plain or attr.startswith("_") or not (harmless or owner <= INERT):
                raise StrangeError("an attribute of something is replaced")
            scope.leak(given)
        case _:
            raise StrangeError("a target is not analysed")


def _is_setting(owner: Value, attr: str) -> bool:
    """`connection.row_factory = sqlite3.Row`."""
    return attr in ("row_factory", "isolation_level") and all(
        isinstance(atom, Thing) and atom.kind == "sqlite" for atom in owner
    )


def _stored(atom: Atom, given: Value, scope: Scope, *, index: Value) -> None:
    match atom:
        case Box():
            scope.hold(atom, given)
        case Data():
            scope.leak(frozenset(inner for inner in scope.deep(given) if not isinstance(inner, (Box, Row, Data))))
        case Inert():
            scope.leak(given)
        case Text() | Begins() | Matches() | Plain() | Row() | PathTo():
            pass  # they refuse it
        case Object():
            objects.held(given, scope)
        case Thing("environ"):
            environment_set(index, scope)
        case Foreign():
            handing((given,), frozenset({atom}), scope)
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
            if parameter.annotation is not None and not isinstance(parameter.annotation, ast.Constant):
                value(parameter.annotation, scope)
    for parameter, given in zip(plain[len(plain) - len(args.defaults) :], args.defaults, strict=True):
        scope.bind(parameter.arg, value(given, scope))
    for parameter, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if default is not None:
            scope.bind(parameter.arg, value(default, scope))


# ── operators and texts ──────────────────────────────────────────────────────────────────────────────────


def _formatted(parts: list[ast.expr], scope: Scope) -> Value:
    shown = [_shown(part, scope) for part in parts]
    theirs = any(isinstance(atom, Foreign) for whole, _ in shown for atom in whole)
    found = text("")
    for _, inner in shown:
        if not all(isinstance(atom, Text) for atom in found | inner):
            edits.joined((found, inner), scope)
        if theirs and not scope.showing:
            told.checked(inner, scope)
        whole = concatenated(found, inner)
        edits.grown(found | inner, whole, scope)
        found = whole
    return found


def _shown(part: ast.expr, scope: Scope) -> tuple[Value, Value]:
    """What a part of an f-string is, and the text that is made of it."""
    if not isinstance(part, ast.FormattedValue):
        plain = value(part, scope)
        return plain, plain
    whole = value(part.value, scope)
    inner = as_text(whole)
    if part.format_spec is not None:
        value(part.format_spec, scope)
    if (part.format_spec is not None or part.conversion not in (-1, 115)) and not inner <= PLAIN:
        inner = INERT
    return whole, inner


def _operated(node: ast.BinOp, scope: Scope) -> Value:
    left, right = value(node.left, scope), value(node.right, scope)
    _put_together(node.op, left, right, scope)
    either = powers(left) | powers(right)
    objects.mixed((left, right), scope)
    if any(isinstance(atom, Foreign) for atom in either):
        handing((left, right), frozenset(atom for atom in either if isinstance(atom, Foreign)), scope)
    if any(isinstance(atom, Object) for atom in either):
        either |= objects.parts(scope)
    match node.op:
        case ast.Add():
            whole = concatenated(left, right)
            edits.grown(left | right, whole, scope)
            return whole
        case ast.Div() if any(isinstance(atom, PathTo) for atom in left | right):
            others = frozenset(atom for atom in either if not isinstance(atom, PathTo))
            return joined(left, right) | others
        case _ if left <= PLAIN and right <= PLAIN:
            return PLAIN
        case _ if any(side and all(isinstance(atom, Foreign) for atom in side) for side in (left, right)):
            return either
        case _:
            return INERT | either


def _put_together(op: ast.operator, left: Value, right: Value, scope: Scope) -> None:
    """Texts become one in a way that is not followed."""
    sure = (Text, PathTo, Foreign, Object)
    if isinstance(op, ast.Add):
        if not all(isinstance(atom, sure) for atom in left | right):
            edits.joined((left, right), scope)
    elif isinstance(op, (ast.Mod, ast.Mult)):
        edits.looked(left | right, scope)


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────


def _subscript(node: ast.Subscript, scope: Scope) -> Value:
    owner, index = value(node.value, scope), value(node.slice, scope)
    place = node.slice.value if isinstance(node.slice, ast.Constant) else None
    objects.mixed((owner, index), scope)
    edits.looked(owner, scope)
    turned = isinstance(node.slice, ast.Slice) and node.slice.step is not None
    scope.decodes = scope.decodes or (turned and any(isinstance(atom, Text) for atom in owner))
    found = NOTHING
    for atom in owner:
        match atom:
            case Kind():
                found |= {atom}
            case Foreign() if node.value is not None:
                handing((index,), frozenset({atom}), scope)
                found |= {atom}
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
            case Thing("sqlite"):
                found |= INERT  # a row of what a cursor gave
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
    if isinstance(atom, (Object, Kind)):
        return objects.attribute(atom, attr, scope)
    if isinstance(atom, Foreign) and attr in objects.CALLED:
        return frozenset({Foreign(atom.module)})
    own = isinstance(atom, Foreign) and not frameworks.is_framework(atom.module) and not attr.startswith("__")
    if attr.startswith("_") and attr not in DUNDERS and not own:
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
            if attr in _TOLD and (kind, attr) in THING_METHODS:
                return INERT
            if (kind, attr) in THING_METHODS or kind in ("argv", "environ", "syspath"):
                return frozenset({Method(atom, attr)})
            raise StrangeError("an attribute of an object is not analysed")
        case Function("pathlib.Path" | "pathlib.PosixPath"):
            if attr in ("home", "cwd"):
                return frozenset({Function(f"pathlib.Path.{attr}")})
            raise StrangeError("a method of a class is not analysed")
        case Function(name):
            scope.decodes = scope.decodes or attr == "fromhex"
            if attr in DUNDERS or (name not in EFFECTS and attr in PLAIN_ATTRIBUTES):
                return frozenset({Function("~inert")})
            raise StrangeError("an attribute of a function is not analysed")
        case Defined() if not attr.startswith("__"):
            return NOTHING  # a function has no such part
        case Defined() | Method():
            if attr in DUNDERS:
                return INERT
            raise StrangeError("an attribute of a function is not analysed")
        case Kind() | Object():
            return objects.attribute(atom, attr, scope)
        case Text() | Begins() | Matches() | Plain() | Inert() | Box() | Row():
            if attr not in PLAIN_ATTRIBUTES and attr not in DUNDERS:
                if attr in scope.fields and not isinstance(atom, Inert):
                    return NOTHING  # texts, numbers and containers have no such part
                raise StrangeError("an attribute is not in the list")
            if isinstance(atom, Box) and attr in _STORING:
                raise StrangeError("a method of a container is handed on")
            return INERT | scope.elements(frozenset({atom}))
        case _:
            assert_never(atom)


# ── calls ────────────────────────────────────────────────────────────────────────────────────────────────


def _call(node: ast.Call, scope: Scope) -> Value:
    if _shows_code(node, scope):
        return INERT
    outer = scope.showing
    scope.showing = outer or (isinstance(node.func, ast.Name) and node.func.id in ("print", "len", "SystemExit"))
    given = _arguments(node, scope)
    scope.showing = outer
    if isinstance(node.func, ast.Attribute):
        owner = value(node.func.value, scope)
        attr = node.func.attr
        if attr.startswith("_") and not all(isinstance(atom, (Object, Kind, Foreign)) for atom in owner):
            raise StrangeError("an attribute is internal")
        found = NOTHING
        callees = NOTHING
        for atom in owner:
            if isinstance(atom, (Text, Begins, Matches, Plain, Inert, Box, Row, PathTo, Data)):
                found |= method(atom, attr, node, given, scope)
            elif isinstance(atom, (Object, Kind)):
                found |= _of_object(atom, attr, node, given, scope)
            elif isinstance(atom, Foreign) and atom.module == "~monkeypatch":
                found |= replaced(attr, given, scope)
            else:
                callees |= attribute(atom, attr, node.func, scope)
    elif isinstance(node.func, ast.Name) and node.func.id == "getattr" and "getattr" not in scope.names:
        return _asked(node, given, scope)
    else:
        found, callees = NOTHING, value(node.func, scope)
    _command_words(node, callees, given, scope)
    return found | apply(callees, node, given, scope, only=not isinstance(node.func, ast.Attribute))


def _shows_code(node: ast.Call, scope: Scope) -> bool:
    """`dis.dis(compile("TEXT", …))`: the code is looked at, and held by nothing."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="dis"), attr="dis"),
            args=[ast.Call(func=ast.Name(id="compile"), args=parts, keywords=[])],
            keywords=[],
        ):
            known_parts = all(isinstance(part, ast.Constant) for part in parts)
            return (
                known_parts
                and "compile" not in scope.names
                and scope.names.get("dis") == frozenset[Atom]({Module("dis")})
            )
        case _:
            return False


def _asked(node: ast.Call, given: Arguments, scope: Scope) -> Value:
    """`getattr(thing, "name", otherwise)`."""
    attr = only_text(given.values[1]) if len(given.values) in (2, 3) and not given.spread else None
    if attr is None or not attr.isidentifier() or given.keywords:
        raise StrangeError("which part is asked for is not known")
    return (
        given.values[2]
        if len(given.values) > 2 and not given.values[0]
        else NOTHING.union(*given.values[2:], _parts(given.values[0], attr, node, scope))
    )


def _of_object(atom: Kind | Object, attr: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
    """A method of the text's own objects."""
    callees = objects.attribute(atom, attr, scope)
    inherited = objects.parts(scope) if atom.number in scope.builtin else NOTHING
    inherited |= scope.elements(inherited)
    if isinstance(atom, Kind):
        # By the class the object may be written first.
        return inherited | apply(callees, node, given, scope, only=False, shifts=(0, 1))
    if any(objects.acts(inner) for value in given.all() for inner in scope.deep(value)):
        own = all(isinstance(callee, Defined) for callee in callees)
        if not own:
            raise StrangeError("a function that has effects is handed on")
    if attr in PLAIN_ATTRIBUTES and attr not in scope.fields:
        scope.keep(objects.HELD, NOTHING.union(*given.all()) | NOTHING.union(*map(scope.elements, given.all())))
    return inherited | apply(callees, node, given, scope, only=False, shifts=(1,))


def decorated(decorator: ast.expr, name: str, number: int | None, scope: Scope, *, runs: bool = False) -> Value:
    """What a function (a class: `number` is None) is behind `decorator`, which is called with it. `runs`: a runner of
    tests calls it with what has its parameters' names."""
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    found = value(inner, scope)
    if found and found <= _KEEPING:
        if isinstance(decorator, ast.Call):
            value(decorator, scope)
        return NOTHING
    callee = value(decorator, scope)
    if number is None:
        if not callee or not all(isinstance(atom, Foreign) for atom in callee):
            raise StrangeError("a decorator is not analysed")
        apply(
            callee,
            _calling(decorator, name),
            Arguments(_calling(decorator, name), (), (), spread=False),
            scope,
            only=True,
        )
        return callee
    if any(isinstance(atom, Function) for atom in callee) or (not callee and not scope.changed):
        raise StrangeError("a decorator is not analysed")
    if runs and callee and all(isinstance(atom, Foreign) and scope.trusted(atom.module) for atom in callee):
        return callee
    call = _calling(decorator, name)
    return apply(
        callee,
        call,
        Arguments(call, (frozenset({Defined(number)}),), (), spread=False, touches=scope.touches),
        scope,
        only=True,
    )


_TOLD = names("lastrowid rowcount description total_changes")
_KEEPING = frozenset({Function("functools.cache"), Function("functools.lru_cache")})


def _calling(decorator: ast.expr, name: str) -> ast.Call:
    return ast.Call(func=decorator, args=[ast.Name(id=name, ctx=ast.Load())], keywords=[])


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
