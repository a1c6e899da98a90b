"""What a Python text given to `python -c` or on standard input would do.

Law: the text is parsed, never compiled or run. Every expression is given the set of things it can be, without regard to
order or branches, until nothing changes; what is called then says what is touched. Whatever is not in `tables`, or is
reached in a way that is not followed (reflection, metaclasses, monkeypatching with what has effects, `import *`), makes
the whole text not understood, and the caller makes it opaque.
"""

import ast
from dataclasses import dataclass
from typing import Final

from mayact.core.analysis.programs.asked import SECRET_NAME
from mayact.core.analysis.programs.python import edits, statements
from mayact.core.analysis.programs.python.effects import StrangeError, Touch
from mayact.core.analysis.programs.python.scope import Scope, Where

MAX_TEXT: Final = 16_384
"""Longer bodies are programs; reading them is not attempted."""
_ROUNDS: Final = 24
_MAX_NODES: Final = 4_000


@dataclass(frozen=True, slots=True)
class Body:
    """What an understood text touches."""

    touches: tuple[Touch, ...]
    pieces: tuple[str, ...] | None
    """What it puts into the files that it writes; None: not known."""


@dataclass(frozen=True, slots=True)
class Strange:
    """The text is not understood."""

    because: str


def read(text: str, where: Where) -> Body | Strange:
    """What `text` touches when it runs at `where`."""
    if len(text) > MAX_TEXT:
        return Strange("the text is too long")
    try:
        tree = ast.parse(text)
        if sum(1 for _ in ast.walk(tree)) > _MAX_NODES:
            return Strange("the text is too long")
        return _settled(tree, where)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Strange("it does not parse")
    except StrangeError as error:
        return Strange(str(error))


def _settled(tree: ast.Module, where: Where) -> Body | Strange:
    scope = Scope(where, quiet_environment=_single_variables(tree), fixtures=statements.fixtures(tree))
    for _ in range(_ROUNDS):
        scope.changed = False
        scope.touches.clear()
        statements.run(tree.body, scope)
        if not scope.changed:
            pieces = edits.pieces(tree, scope) if edits.shape(tree) else None
            return Body(_asked(tree, tuple(dict.fromkeys(scope.touches))), pieces)
    return Strange("it is too involved")


def _asked(tree: ast.Module, touches: tuple[Touch, ...]) -> tuple[Touch, ...]:
    """A walk over all variables, by a text that names secret ones or writes a file, is for those."""
    if not any(touch.way == "environment" for touch in touches):
        return touches
    kept = any(touch.way in ("write", "writetree") for touch in touches)
    handed = any(isinstance(node, ast.keyword) and node.arg == "env" for node in ast.walk(tree))
    if kept and not handed:
        return (*touches, Touch("token", ()))  # what is written may be all of them
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return (*touches, Touch("token", ())) if any(map(SECRET_NAME.search, texts)) else touches


def _single_variables(tree: ast.Module) -> frozenset[int]:
    """Where an attribute is only subscripted, asked with `.get`, or tested with `in`."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Attribute() as inner):
                found.add(id(inner))
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute() as inner, attr="get" | "setdefault" | "update" | "pop")
            ):
                found.add(id(inner))
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Attribute() as inner]):
                found.add(id(inner))
    return frozenset(found)
