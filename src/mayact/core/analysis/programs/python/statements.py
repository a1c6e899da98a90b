"""The statements of a Python text.

Law: order and branches do not matter: every statement is taken to run, with everything that its names can be. A kind
of statement that is not here (`import *`, `type`, `except*`) is not understood.
"""

import ast

from mayact.core.analysis.command import Known
from mayact.core.analysis.programs.python import edits, libraries, objects
from mayact.core.analysis.programs.python.effects import StrangeError, Touch
from mayact.core.analysis.programs.python.evaluate import bind, decorated, defaults, value
from mayact.core.analysis.programs.python.frameworks import ONLY, allows, is_framework
from mayact.core.analysis.programs.python.handing import handing
from mayact.core.analysis.programs.python.members import MODULES, foreign_member, library_member, member
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import STARTED
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    Box,
    Defined,
    Foreign,
    Function,
    Kind,
    Library,
    Module,
    Object,
    Text,
    Value,
    concatenated,
    powers,
)

_ACTING = frozenset({"antigravity", "idlelib", "turtledemo", "__main__", "sitecustomize", "usercustomize"})
_NOT_STANDARD = frozenset({"requests", "httpx", "yaml", "packaging", "django"})


def run(body: list[ast.stmt], scope: Scope) -> None:
    """Look at every statement once."""
    for statement in body:
        _statement(statement, scope)


def _statement(node: ast.stmt, scope: Scope) -> None:
    match node:
        case ast.Expr(value=inner):
            _expression(inner, scope)
        case ast.Assign(targets=targets, value=inner):
            given = _expression(inner, scope)
            for target in targets:
                bind(target, given, scope)
                if scope.inside is not None:
                    _declared(target, given, scope)
        case ast.AnnAssign(target=target, annotation=annotation, value=inner):
            if not isinstance(annotation, ast.Constant):
                value(annotation, scope)
            if scope.inside is not None and isinstance(target, ast.Name):
                scope.keep(target.id, value(inner, scope) if inner is not None else NOTHING)
            if inner is not None:
                bind(target, _expression(inner, scope), scope)
        case ast.AugAssign():
            _augmented(node, scope)
        case ast.If(test=test, body=body, orelse=orelse) | ast.While(test=test, body=body, orelse=orelse):
            value(test, scope)
            run(body, scope)
            run(orelse, scope)
        case (
            ast.For(target=target, iter=iterated, body=body, orelse=orelse)
            | ast.AsyncFor(target=target, iter=iterated, body=body, orelse=orelse)
        ):
            bind(target, scope.elements(value(iterated, scope)), scope)
            run(body, scope)
            run(orelse, scope)
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
            for item in items:
                given = value(item.context_expr, scope)
                if item.optional_vars is not None:
                    bind(item.optional_vars, given | _entered(given, scope), scope)
            run(body, scope)
        case ast.ClassDef():
            _class(node, scope)
        case ast.Try():
            _try(node, scope)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _function(node, scope)
        case ast.Match(subject=subject, cases=cases):
            given = value(subject, scope)
            for case in cases:
                _pattern(case.pattern, given, scope)
                if case.guard is not None:
                    value(case.guard, scope)
                run(case.body, scope)
        case ast.Return(value=inner):
            _returned(inner, scope)
        case ast.Raise(exc=exc, cause=cause):
            outer, scope.showing = scope.showing, True
            for part in (exc, cause):
                if part is not None:
                    scope.leak(value(part, scope))
            scope.showing = outer
        case ast.Assert(test=test, msg=msg):
            value(test, scope)
            if msg is not None:
                outer, scope.showing = scope.showing, True
                value(msg, scope)
                scope.showing = outer
        case ast.Delete(targets=targets):
            for target in targets:
                if not isinstance(target, (ast.Name, ast.Subscript)):
                    raise StrangeError("an attribute is deleted")
                if isinstance(target, ast.Subscript):
                    bind(target, NOTHING, scope)
        case ast.Import(names=aliases):
            for alias in aliases:
                _import(alias, scope)
        case ast.ImportFrom():
            _import_from(node, scope)
        case ast.Pass() | ast.Break() | ast.Continue() | ast.Global() | ast.Nonlocal():
            pass
        case _:
            raise StrangeError(f"`{type(node).__name__}` is not analysed")


def _declared(target: ast.expr, given: Value, scope: Scope) -> None:
    """A name that the body of a class gives a value is an attribute."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            scope.keep(node.id, given | scope.elements(given))


def _expression(node: ast.expr, scope: Scope) -> Value:
    """A value, or a `yield`, which gives what it is sent: nothing of power."""
    match node:
        case ast.Yield(value=inner):
            if inner is not None:
                _current(scope, value(inner, scope), many=True)
            return INERT
        case ast.YieldFrom(value=inner):
            _current(scope, scope.elements(value(inner, scope)), many=True)
            return INERT
        case _:
            return value(node, scope)


def _augmented(node: ast.AugAssign, scope: Scope) -> None:
    right = value(node.value, scope)
    if isinstance(node.target, ast.Attribute):
        bind(node.target, right, scope)  # which refuses all but objects that the text knows
        return
    load = ast.Name(id=node.target.id, ctx=ast.Load()) if isinstance(node.target, ast.Name) else None
    old = value(load, scope) if load is not None else INERT
    for atom in old:
        if isinstance(atom, Box):
            scope.hold(atom, right | scope.elements(right))
    objects.mixed((old, right), scope)
    owners = frozenset(atom for atom in old if isinstance(atom, Foreign))
    if owners:
        handing((right,), owners, scope)
    if any(isinstance(atom, Object) for atom in old):
        right |= objects.parts(scope)
    if not all(isinstance(atom, Text) for atom in old | right):
        edits.joined((old, right), scope)
    edits.grown(old | right, concatenated(old, right), scope)
    new = concatenated(old, right) if isinstance(node.op, ast.Add) else INERT | powers(old) | powers(right)
    bind(node.target, new, scope)


def _pattern(pattern: ast.pattern, given: Value, scope: Scope) -> None:
    """Names of a pattern take any part of what is matched."""
    inner = given | scope.elements(given)
    inner |= scope.elements(inner)
    for node in ast.walk(pattern):
        match node:
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                scope.bind(name, inner | scope.made(node, inner))
            case ast.MatchClass():
                raise StrangeError("a pattern of a class is not analysed")
            case _:
                pass
        if isinstance(node, ast.MatchValue):
            value(node.value, scope)
        if isinstance(node, ast.MatchMapping):
            for key in node.keys:
                value(key, scope)


def _try(node: ast.Try, scope: Scope) -> None:
    run(node.body, scope)
    for handler in node.handlers:
        if handler.type is not None:
            value(handler.type, scope)
        if handler.name is not None:
            scope.bind(handler.name, INERT)
        run(handler.body, scope)
    run(node.orelse, scope)
    run(node.finalbody, scope)


# ── functions ────────────────────────────────────────────────────────────────────────────────────────────


def _entered(given: Value, scope: Scope) -> Value:
    """What `with … as` gives beside the thing itself: what a generator yields, or a method of the text's returns."""
    found = scope.elements(frozenset(atom for atom in given if isinstance(atom, Box)))
    return found | (objects.parts(scope) if any(isinstance(atom, Object) for atom in given) else NOTHING)


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    if getattr(node, "type_params", None):
        raise StrangeError("type parameters are not analysed")
    number = scope.number_of(node)
    defaults(node.args, scope)
    kind, scope.inside = scope.inside, None
    ways = [way for decorator in node.decorator_list if (way := _way(decorator)) is not None]
    if kind is not None:
        _method(node, number, kind, ways, scope)
    runs = objects.is_run(node.name) or "fixture" in map(_last_name, node.decorator_list)
    if runs:
        objects.given_to(node, objects.GIVEN_VALUE, scope, skip=int(kind is not None and "static" not in ways))
        # A fixture may have another name than its function, and then nobody follows what it gives.
        handing((scope.results.get(number, NOTHING),), NOTHING, scope)
    found: Value = scope.results.get(number, NOTHING) if "property" in ways else frozenset({Defined(number)})
    for decorator in reversed(node.decorator_list):
        if _way(decorator) is None:
            found |= decorated(decorator, node.name, number, scope, runs=runs)
    if kind is None and node.name in scope.fixtures:
        _checked_fixture(node, scope)
    if kind is not None:
        scope.keep(node.name, found)
    elif node.name not in scope.fixtures:
        scope.bind(node.name, found)
    if node.returns is not None:
        value(node.returns, scope)
    outer, scope.current = scope.current, node
    run(node.body, scope)
    scope.current, scope.inside = outer, kind
    if kind is None and node.name in scope.fixtures:
        yielded = frozenset(atom for atom in scope.results.get(number, NOTHING) if atom == Box((id(node), 0)))
        given = (scope.results.get(number, NOTHING) - yielded) | scope.elements(yielded)
        scope.bind(node.name, given)


def _checked_fixture(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    """Only what the library of tests marks is called by nobody else."""
    for decorator in node.decorator_list:
        inner = decorator.func if isinstance(decorator, ast.Call) else decorator
        found = value(inner, scope)
        library = all(isinstance(atom, Foreign) and atom.module in ("pytest", "pytest_asyncio") for atom in found)
        if _last_name(decorator) == "fixture" and not (found and library):
            raise StrangeError("a decorator is not analysed")


def fixtures(tree: ast.Module) -> frozenset[str]:
    """Functions that only a runner of tests calls, by the names under which it gives what they return."""
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and "fixture" in map(_last_name, node.decorator_list)
    )


def _last_name(node: ast.expr) -> str:
    inner = node.func if isinstance(node, ast.Call) else node
    return inner.attr if isinstance(inner, ast.Attribute) else inner.id if isinstance(inner, ast.Name) else ""


def _way(decorator: ast.expr) -> str | None:
    """How a builtin decorator changes what a method is; None: it is none of these."""
    match decorator:
        case ast.Name(id="property") | ast.Name(id="cached_property"):
            return "property"
        case ast.Attribute(value=ast.Name(id="functools"), attr="cached_property"):
            return "property"
        case ast.Attribute(value=ast.Name(), attr="setter" | "deleter" | "getter"):
            return "setter"
        case ast.Name(id="staticmethod"):
            return "static"
        case ast.Name(id="classmethod"):
            return "class"
        case _:
            return None


def _method(
    node: ast.FunctionDef | ast.AsyncFunctionDef, number: int, kind: int, ways: list[str], scope: Scope
) -> None:
    scope.methods[kind, node.name] = scope.methods.get((kind, node.name), frozenset()) | {number}
    plain = [*node.args.posonlyargs, *node.args.args]
    if "static" not in ways:
        scope.bound[number] = "class" if "class" in ways else "instance"
        if plain:
            scope.bind(plain[0].arg, frozenset({Kind(kind)} if "class" in ways else {Object(kind), Kind(kind)}))
    if "setter" in ways:
        scope.setters[node.name] = scope.setters.get(node.name, frozenset()) | {number}
    if node.name in objects.IMPLICIT:
        scope.implicit.add(number)
        objects.given_to(node, objects.GIVEN_VALUE, scope, skip=1)
    elif scope.outside.get(kind) and not objects.is_run(node.name):
        objects.given_to(node, objects.GIVEN_VALUE, scope, skip=0 if "static" in ways else 1)


def _class(node: ast.ClassDef, scope: Scope) -> None:
    if getattr(node, "type_params", None):
        raise StrangeError("type parameters are not analysed")
    bases = [value(base, scope) for base in node.bases]
    objects.checked(node, bases, [(word.arg, value(word.value, scope)) for word in node.keywords])
    number = scope.class_of(node)
    together = NOTHING.union(*bases)
    scope.lineage[number] = tuple(sorted(atom.number for atom in together if isinstance(atom, Kind)))
    if any(isinstance(atom, Function) for atom in together) or scope.builtin.intersection(scope.lineage[number]):
        scope.builtin.add(number)
    outside: Value = frozenset(atom for atom in together if isinstance(atom, Foreign))
    for above in scope.lineage[number]:
        outside |= scope.outside.get(above, NOTHING)
    if any(isinstance(atom, Foreign) and not scope.trusted(atom.module) for atom in outside):
        raise StrangeError("a class is made from something that is not analysed")
    scope.outside[number] = frozenset(Foreign(atom.module) for atom in outside if isinstance(atom, Foreign))
    scope.declared[number] = tuple(
        part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    )
    scope.bind(node.name, frozenset({Kind(number)}))
    outer, scope.inside = scope.inside, number
    run(node.body, scope)
    scope.inside = outer
    found: Value = frozenset({Kind(number)})
    for decorator in reversed(node.decorator_list):
        found |= decorated(decorator, node.name, None, scope) & objects.GIVEN_VALUE
    scope.bind(node.name, found)
    if node.name.startswith("Test") or outside:
        objects.handed(number, objects.GIVEN_VALUE, scope)


def _returned(inner: ast.expr | None, scope: Scope) -> None:
    if inner is not None:
        _current(scope, value(inner, scope), many=False)


def _current(scope: Scope, given: Value, *, many: bool) -> None:
    """What the function gives; a generator (`many`) gives a container of it."""
    if scope.current is None:
        raise StrangeError("`return` outside a function")
    scope.result(scope.number_of(scope.current), scope.made(scope.current, given) if many else given)


# ── imports ──────────────────────────────────────────────────────────────────────────────────────────────


def _import(alias: ast.alias, scope: Scope) -> None:
    _loaded(alias.name, scope)
    top = alias.name.split(".")[0]
    if libraries.is_module(alias.name):
        scope.bind(alias.asname or top, frozenset({Library(alias.name if alias.asname else top)}))
        return
    listed = alias.name in MODULES
    if is_framework(alias.name) and not listed:
        whole = alias.name if alias.asname else top
        if whole in MODULES:
            scope.bind(top, frozenset({Module(top)}))
            return
        scope.bind(alias.asname or top, frozenset({Foreign(whole, whole=True)}))
        return
    if alias.asname is not None:
        scope.bind(alias.asname, frozenset({Module(alias.name) if listed else Foreign(alias.name)}))
    else:
        scope.bind(top, frozenset({Module(top) if listed else Foreign(top, whole=is_framework(top))}))


def _import_from(node: ast.ImportFrom, scope: Scope) -> None:
    module = node.module
    if node.level:
        scope.touches.append(Touch("import", (Known(module or "the package"),)))
        for alias in node.names:
            if alias.name == "*":
                raise StrangeError("everything of a module is imported")
            scope.bind(alias.asname or alias.name, foreign_member(Foreign("~package"), alias.name))
        return
    if module is None:
        raise StrangeError("an import is relative to what is not known")
    _loaded(module, scope)
    for alias in node.names:
        if alias.name == "*":
            raise StrangeError("everything of a module is imported")
        name = alias.asname or alias.name
        if libraries.is_module(module):
            scope.bind(name, library_member(module, alias.name))
        elif module in MODULES and (module not in ONLY or not allows(module, alias.name)):
            scope.bind(name, member(module, alias.name, None, scope))
        elif is_framework(module):
            scope.bind(name, foreign_member(Foreign(module, whole=True), alias.name))
        else:
            scope.bind(name, foreign_member(Foreign(module), alias.name))


def _loaded(module: str, scope: Scope) -> None:
    """What importing runs: a file of the working directory may stand in for all but what is loaded already."""
    if module in STARTED:
        return
    if module.split(".")[0] in _ACTING:
        raise StrangeError("a module is imported that acts when it is imported")
    known_module = (module in MODULES or module in ONLY) and module.split(".")[0] not in _NOT_STANDARD
    scope.touches.append(Touch("beside" if known_module else "import", (Known(module),)))
