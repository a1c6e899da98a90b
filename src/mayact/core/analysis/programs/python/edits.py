"""Which texts a Python text puts into the files that it changes.

Law: a piece counts whole, as it stands in the text. Where pieces may be put together to what none of them is (letters
of texts, decoding, formats, texts that end within a word), or where what is written may come from elsewhere than the
text and the files that it reads, nothing is known of what is written.
"""

import ast
import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.values import MAX_TEXT, Atom, Begins, Inert, Matches, Text, Value
from mayact.core.analysis.programs.table import names

_CALLED: Final = names(
    "print open len str int range sorted enumerate zip list set any all sum min max next reversed exit Path PurePath "
    "read_text write_text read readlines readline write writelines splitlines split rsplit replace strip rstrip lstrip "
    "join startswith endswith find rfind index rindex count partition rpartition lower upper "
    "sub subn search match fullmatch compile findall finditer escape group start end span "
    "append insert extend pop items keys values get exists is_file is_dir glob rglob iterdir relative_to resolve "
    "dirname basename walk with_suffix with_name as_posix removeprefix removesuffix isdigit add close dedent "
    "isinstance ValueError RuntimeError SystemExit AssertionError Counter defaultdict"
)
"""Names of functions and methods that a text which only edits files calls."""
_MODULES: Final = names("re pathlib sys os glob io textwrap collections __future__ os.path")
_ELSEWHERE: Final = names("environ environb getenv getenvb argv stdin __file__ __doc__ __builtins__")
"""What holds texts of others."""
_MAX_PARTS: Final = 8
"""Slices of what files hold: many of them can spell anything."""
_MAX_PIECES: Final = 64
_MAX_COMPARED: Final = 1_000


def shape(tree: ast.Module) -> bool:
    """Whether a text does nothing but read files, change their text and write it."""
    slices = 0
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                if name not in _CALLED and not _defines(tree, name):
                    return False
                if name == "print" and any(word.arg == "file" for word in node.keywords):
                    return False
            case ast.Call(func=ast.Attribute(attr=name)):
                if name not in _CALLED and name not in ("exit",):
                    return False
            case ast.Call() | ast.ClassDef() | ast.Lambda() | ast.AsyncFunctionDef():
                return False
            case ast.Import(names=found):
                if any(alias.name not in _MODULES for alias in found):
                    return False
            case ast.ImportFrom(module=module):
                if module not in _MODULES:
                    return False
            case ast.Subscript(slice=ast.Slice()):
                slices += 1
            case ast.Constant(value=bytes()):
                return False
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name) if name in _ELSEWHERE:
                return False
            case _:
                pass
    return slices <= _MAX_PARTS


def _defines(tree: ast.Module, name: str) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


def looked(owner: Value, scope: Scope) -> None:
    """A part of a text, or a form of it, is made in a way that is not followed."""
    if not scope.showing and any(isinstance(atom, (Text, Begins)) for atom in owner):
        scope.hides = True


def joined(parts: Iterable[Value], scope: Scope) -> None:
    """Texts are put behind each other; what comes out is not known."""
    if scope.showing:
        return
    for part in parts:
        for atom in part:
            match atom:
                case Text(text):
                    _piece(text, scope, ends=True)
                case Begins(prefix):
                    _piece(prefix, scope, ends=True)
                case Matches():
                    scope.hides = True
                case _:
                    pass


def replaced(old: Value, new: Value, scope: Scope, *, pattern: bool) -> None:
    """`old` gives way to `new` in what a file holds."""
    if scope.showing:
        return
    for atom in old:
        match atom:
            case Text(text) if not pattern:
                put = [other.text for other in new if isinstance(other, Text)]
                scope.olds.update((text, other) for other in put)
            case Text(text):
                put = [other.text for other in new if isinstance(other, Text)]
                made = [_BACK.sub(by, other) for other in put for by in ("", " x ")]
                scope.patterns.update((text, other) for other in (*put, *made))
            case _:
                scope.hides = True
    for atom in new:
        match atom:
            case Text(text):
                _piece(_BACK.sub("", text) if pattern else text, scope)
                if pattern and _BACK.search(text):
                    _piece(_BACK.sub(" x ", text), scope)
            case Begins(prefix):
                _piece(prefix, scope, ends=True)
            case Inert():
                pass  # made of pieces that are known already, or of what a file holds
            case _:
                scope.hides = True


_BACK: Final = re.compile(r"\\(?:\d|g<\w+>)")


def kept(values: Iterable[Value], scope: Scope) -> None:
    """Texts are put into a container, whose parts may be written."""
    if not scope.showing:
        for atom in frozenset[Atom]().union(*values):
            if isinstance(atom, (Text, Begins)):
                _piece(atom.text if isinstance(atom, Text) else atom.prefix, scope)


def written(value: Value, scope: Scope) -> None:
    """What a file is written with."""
    for atom in value:
        match atom:
            case Text(text) | Begins(text):
                _piece(text, scope)
            case Inert():
                pass
            case _:
                scope.hides = True


def _piece(text: str, scope: Scope, *, ends: bool = False) -> None:
    if not text.strip():
        return
    if ends and (text[-1].isalnum() or text[-1] in "_.\\"):
        scope.open_ends.add(text)
    scope.pieces.add(text)


def grown(parts: Value, whole: Value, scope: Scope) -> None:
    """Texts that are known became one; where that is not known any more, neither is what is written."""
    sure = all(isinstance(atom, Text) for atom in parts)
    if sure and not scope.showing and not all(isinstance(atom, Text) for atom in whole):
        scope.hides = True


def _told(tree: ast.Module, scope: Scope) -> bool:
    """Count every text of the tree that does not give way to another as a piece: none is lost where many are one."""
    gone = {old for old, _ in scope.olds} | {pattern for pattern, _ in scope.patterns}
    named = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) for part in node.args if _names(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in named:
            if len(node.value) > MAX_TEXT:
                return False
            if node.value.strip() and node.value not in gone:
                scope.pieces.add(node.value)
    return True


def _names(node: ast.Call) -> bool:
    """Whether a call takes texts as names of files, or to look for them."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in _LOOKING
        case _:
            return False


_LOOKING: Final = names("Path open print glob rglob count index find rfind startswith endswith exists")


def pieces(tree: ast.Module, scope: Scope) -> tuple[str, ...] | None:
    """The texts that may stand in what is written; None: not known."""
    held = scope.pieces.copy()
    if not _told(tree, scope):
        return None
    shown, scope.pieces = scope.pieces - held, held
    found = _settled(scope)
    return None if found is None else tuple(sorted({*found, *(_BACK.sub(" x ", text) for text in shown)}))


def _settled(scope: Scope) -> tuple[str, ...] | None:
    changes = len(scope.olds) + len(scope.patterns)
    if scope.hides or len(scope.pieces) > _MAX_PIECES or changes * len(scope.pieces) > _MAX_COMPARED:
        return None
    ends = scope.pieces if scope.glues else scope.open_ends
    if any(_inner(text[-1]) for text in ends) and any(_inner(text[0]) for text in scope.pieces):
        return None  # the next piece may finish the word
    found = set(scope.pieces)
    waiting = list(found)
    while waiting:
        text = waiting.pop()
        if any((pattern, text) not in scope.patterns and _may_match(pattern, text) for pattern, _ in scope.patterns):
            return None  # it may be changed again
        for old, new in scope.olds:
            if not old:
                return None  # it is put between all letters
            other = text.replace(old, new)
            if other not in found and old not in new:
                found.add(other)
                waiting.append(other)
        if len(found) > _MAX_PIECES * 4:
            return None
    return tuple(sorted(found))


_ESCAPED: Final = re.compile(r"\\.[+*]?\??|\.[+*]\??|\[[^\]\\]*\][+*]?\??|\(\?P<\w+>")
"""Parts of a pattern that stand for letters that are not told."""
_RUN: Final = re.compile(r"[A-Za-z0-9_ ]+")


def _may_match(pattern: str, text: str) -> bool:
    """Whether a regular expression may match in `text`: it is not tried, but what it must contain is looked for."""
    plain = _ESCAPED.sub("\0", pattern)
    if re.search(r"\||\(\?(?!:)|[?*{\[]", plain):
        return True
    runs = _RUN.findall(plain)
    folded = text.casefold()
    return all(run.casefold() in folded for run in runs)


def _inner(letter: str) -> bool:
    """Whether a word goes on at this letter."""
    return letter.isalnum() or letter in "_.\\"
