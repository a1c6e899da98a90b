"""The statements of a Python text.

Law: order and branches do not matter: every statement is taken to run, with everything that its names can be. A kind
of statement that is not here (classes, `async for`, `import *`) is not understood.
"""

import ast

from mayact.core.analysis.command import Known
from mayact.core.analysis.programs.python import libraries
from mayact.core.analysis.programs.python.effects import StrangeError, Touch
from mayact.core.analysis.programs.python.evaluate import (
    MODULES,
    bind,
    defaults,
    foreign_member,
    library_member,
    member,
    value,
)
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import STARTED
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    Box,
    Defined,
    Foreign,
    Function,
    Library,
    Module,
    Value,
    concatenated,
    powers,
)

_DECORATORS = frozenset({Function("functools.cache"), Function("functools.lru_cache")})
_ACTING = frozenset({"antigravity", "idlelib", "turtledemo", "__main__", "sitecustomize", "usercustomize"})
_NOT_STANDARD = frozenset({"requests", "httpx", "yaml", "packaging.version"})


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
        case ast.AnnAssign(target=target, annotation=annotation, value=inner):
            value(annotation, scope)
            if inner is not None:
                bind(target, _expression(inner, scope), scope)
        case ast.AugAssign():
            _augmented(node, scope)
        case ast.If(test=test, body=body, orelse=orelse) | ast.While(test=test, body=body, orelse=orelse):
            value(test, scope)
            run(body, scope)
            run(orelse, scope)
        case ast.For(target=target, iter=iterated, body=body, orelse=orelse):
            bind(target, scope.elements(value(iterated, scope)), scope)
            run(body, scope)
            run(orelse, scope)
        case ast.With(items=items, body=body):
            for item in items:
                given = value(item.context_expr, scope)
                if item.optional_vars is not None:
                    bind(item.optional_vars, given, scope)
            run(body, scope)
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
            for part in (exc, cause):
                if part is not None:
                    scope.leak(value(part, scope))
        case ast.Assert(test=test, msg=msg):
            value(test, scope)
            if msg is not None:
                value(msg, scope)
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


def _expression(node: ast.expr, scope: Scope) -> Value:
    """A value, or a `yield`, which gives what it is sent: nothing of power."""
    match node:
        case ast.Yield(value=inner):
            _returned(inner, scope)
            return INERT
        case ast.YieldFrom(value=inner):
            _current(scope, scope.elements(value(inner, scope)))
            return INERT
        case _:
            return value(node, scope)


def _augmented(node: ast.AugAssign, scope: Scope) -> None:
    right = value(node.value, scope)
    if isinstance(node.target, ast.Attribute):
        raise StrangeError("an attribute is replaced")
    load = ast.Name(id=node.target.id, ctx=ast.Load()) if isinstance(node.target, ast.Name) else None
    old = value(load, scope) if load is not None else INERT
    for atom in old:
        if isinstance(atom, Box):
            scope.hold(atom, right | scope.elements(right))
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


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    if getattr(node, "type_params", None):
        raise StrangeError("type parameters are not analysed")
    for decorator in node.decorator_list:
        inner = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not value(inner, scope) <= _DECORATORS:
            raise StrangeError("a decorator is not analysed")
    number = scope.number_of(node)
    scope.bind(node.name, frozenset({Defined(number)}))
    defaults(node.args, scope)
    if node.returns is not None:
        value(node.returns, scope)
    outer, scope.current = scope.current, node
    run(node.body, scope)
    scope.current = outer


def _returned(inner: ast.expr | None, scope: Scope) -> None:
    if inner is not None:
        _current(scope, value(inner, scope))


def _current(scope: Scope, given: Value) -> None:
    """What the function gives; a generator gives containers of it."""
    if scope.current is None:
        raise StrangeError("`return` outside a function")
    scope.result(scope.number_of(scope.current), given | scope.made(scope.current, given))


# ── imports ──────────────────────────────────────────────────────────────────────────────────────────────


def _import(alias: ast.alias, scope: Scope) -> None:
    _loaded(alias.name, scope)
    top = alias.name.split(".")[0]
    if libraries.is_module(alias.name):
        scope.bind(alias.asname or top, frozenset({Library(alias.name if alias.asname else top)}))
        return
    listed = alias.name in MODULES
    if alias.asname is not None:
        scope.bind(alias.asname, frozenset({Module(alias.name) if listed else Foreign(top)}))
    else:
        scope.bind(top, frozenset({Module(top) if listed else Foreign(top)}))


def _import_from(node: ast.ImportFrom, scope: Scope) -> None:
    module = node.module
    if node.level or module is None:
        raise StrangeError("an import is relative to what is not known")
    _loaded(module, scope)
    for alias in node.names:
        if alias.name == "*":
            raise StrangeError("everything of a module is imported")
        name = alias.asname or alias.name
        if libraries.is_module(module):
            scope.bind(name, library_member(module, alias.name))
        elif module in MODULES:
            scope.bind(name, member(module, alias.name, None, scope))
        else:
            scope.bind(name, foreign_member(Foreign(module.split(".")[0]), alias.name))


def _loaded(module: str, scope: Scope) -> None:
    """What importing runs: a file of the working directory may stand in for all but what is loaded already."""
    if module in STARTED:
        return
    if module.split(".")[0] in _ACTING:
        raise StrangeError("a module is imported that acts when it is imported")
    known_module = module in MODULES and module not in _NOT_STANDARD
    scope.touches.append(Touch("beside" if known_module else "import", (Known(module),)))
