"""Paths of `pathlib`: how they are put together, and what their methods touch.

Law: every name that a path has is in one of the lists of `tables` or here; a name that no path has cannot do anything
to one.
"""

import ast

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs.python import edits, effects
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import PATH_METHODS, PATH_QUIET, PATH_STRANGE, PATH_TEXTS
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    PLAIN,
    Atom,
    Begins,
    Inert,
    Matches,
    Method,
    PathTo,
    Text,
    Value,
    as_path,
    as_text,
    below,
    merged,
    only_text,
    paths,
    spelled,
    text,
)
from mayact.core.analysis.programs.table import names

_OPENING = frozenset({"encoding", "errors", "newline", "mode", "buffering"})


def names_of(value: Value) -> Value:
    """Paths and texts as the names they were made of."""
    return frozenset(_name(atom) for atom in value)


def _name(atom: Atom) -> Atom:
    match atom:
        case PathTo(Known(name)):
            return Text(name)
        case PathTo(Pattern(glob)):
            return Matches(glob)
        case PathTo(Unknown(_, prefix)) if prefix:
            return Begins(prefix)
        case Text() | Begins() | Matches():
            return atom
        case _:
            return Inert()


def joined(base: Value, part: Value) -> Value:
    """`base / part`."""
    sure = all(atom.spelled for atom in base | part if isinstance(atom, PathTo))
    found = as_path(below(names_of(base), names_of(part)))
    if sure:
        return found
    return frozenset(PathTo(atom.word, spelled=False) for atom in found if isinstance(atom, PathTo))


def parent(word: Word) -> Word:
    """The directory that `word` is in, by its text."""
    match word:
        case Known(name):
            head, slash, _ = spelled(name).rpartition("/")
            above = head or slash or "."
            return Known("./" + above if above.startswith("~") else above)
        case Pattern(glob) if "**" not in glob.rpartition("/")[2]:
            head = glob.rpartition("/")[0]
            return Pattern(head) if head else Known("/" if glob.startswith("/") else ".")
        case _:
            return Unknown("the directory of something that is not known")


def path_attribute(path: PathTo, attr: str, node: ast.AST, scope: Scope) -> Value:
    """`path.attr`, not called at once."""
    word = path.word
    if attr in PATH_STRANGE:
        raise StrangeError("an attribute of a path is not analysed")
    if attr == "parent":
        return frozenset({PathTo(parent(word), spelled=path.spelled)})
    if attr == "parents":
        return scope.made(node, frozenset({PathTo(Unknown("a directory above")), PathTo(parent(word))}))
    if attr in ("name", "stem") and path.spelled:
        return _last(word, attr)
    if attr in PATH_TEXTS:
        return INERT
    if attr in METHODS:
        return frozenset({Method(path, attr)})
    return NOTHING


def _last(word: Word, attr: str) -> Value:
    match word:
        case Known(name):
            last = spelled(name).rpartition("/")[2]
            dot = last.rfind(".")
            return text(last[:dot] if attr == "stem" and 0 < dot < len(last) - 1 else last)
        case Pattern(glob):
            last = glob.rpartition("/")[2]
            if attr == "stem" or "**" in last or "{" in last:
                return frozenset({Matches("*")})
            return frozenset({Matches(last)})
        case _:
            return INERT


METHODS = (
    frozenset(PATH_METHODS)
    | PATH_QUIET
    | names(
        "open rename replace copy symlink_to hardlink_to glob rglob iterdir joinpath with_name with_suffix "
        "with_stem relative_to expanduser absolute resolve as_posix"
    )
)


def call(path: PathTo, attr: str, node: ast.AST, given: Arguments, scope: Scope) -> Value:
    """`path.attr(…)`."""
    if attr in PATH_STRANGE:
        raise StrangeError("a method of a path is not analysed")
    if attr not in METHODS:
        return NOTHING  # a path has no such method
    own = paths(frozenset({path}))
    if given.spread and attr not in PATH_QUIET:
        raise StrangeError("the arguments of a method of a path are not known")
    if attr in PATH_METHODS:
        if attr in ("write_text", "write_bytes"):
            edits.written(given.values[0] if given.values else NOTHING, scope)
        scope.touches.append(Touch(PATH_METHODS[attr], own))  # type: ignore[arg-type]
        return INERT
    match attr:
        case "open":
            if not {key for key, _ in given.keywords} <= _OPENING:
                raise StrangeError("an argument of open is not analysed")
            effects.opened(frozenset({path}), given, at=0)
            return INERT
        case "rename" | "replace" | "copy":
            return _moved(own, attr, given, scope)
        case "symlink_to" | "hardlink_to":
            where = paths(_one(given))  # what is written through the new name later is written there
            scope.touches.extend((Touch("read", where), Touch("write", where), Touch("write", own)))
            return PLAIN
        case "glob" | "rglob":
            return scope.made(node, _globbed(path, _one(given), deep=attr == "rglob"))
        case "iterdir":
            return scope.made(node, _globbed(path, text("*"), deep=False))
        case "joinpath":
            found: Value = frozenset({path})
            for value in given.values:
                found = joined(found, value)
            return found
        case "with_name" | "with_suffix" | "with_stem":
            return _renamed(path, attr, given)
        case "expanduser":
            return _expanded(path, scope)
        case "absolute" | "resolve":
            return frozenset({PathTo(path.word, spelled=False)})
        case "relative_to":
            return frozenset({PathTo(Unknown("part of a path"))})
        case "as_posix":
            return as_text(frozenset({path}))
        case _:
            return PLAIN | INERT


def _one(given: Arguments) -> Value:
    if not given.values:
        raise StrangeError("an argument of a method of a path is missing")
    return given.values[0]


def _moved(own: tuple[Word, ...], attr: str, given: Arguments, scope: Scope) -> Value:
    if len(given.values) != 1 and not given.keywords:
        return NOTHING  # of a text or container: a path takes exactly one target
    if given.keywords or len(given.values) != 1:
        raise StrangeError("where a file is moved is not known")
    scope.touches.append(Touch("read" if attr == "copy" else "delete", own))
    scope.touches.append(Touch("write", paths(given.values[0])))
    return as_path(given.values[0])


def glob_text(pattern: str) -> str:
    """A glob of Python, where braces and backslashes are letters, as a glob of ours."""
    return pattern.replace("\\", "\\\\").replace("{", "\\{")


def _globbed(path: PathTo, pattern: Value, *, deep: bool) -> Value:
    below_it = "**/" if deep else ""
    found: set[Atom] = set()
    for atom in pattern:
        word: Word = Unknown("which files it finds is not known")
        if isinstance(atom, Text) and not atom.text.startswith("/"):
            tail = below_it + glob_text(atom.text)
            match path.word:
                case Known(name):
                    word = Pattern(f"{escape(name.rstrip('/'))}/{tail}")
                case Pattern(glob):
                    word = Pattern(f"{glob}/{tail}")
                case _:
                    pass
        found.add(PathTo(word, spelled=path.spelled))
    return merged(frozenset(found))


def _renamed(path: PathTo, attr: str, given: Arguments) -> Value:
    new = only_text(_one(given))
    directory = parent(path.word)
    name = only_text(_last(path.word, "name" if attr == "with_name" else "stem"))
    if new is not None and "/" not in new and isinstance(directory, Known):
        if attr == "with_name":
            return joined(frozenset({PathTo(directory)}), text(new))
        if attr == "with_suffix" and name is not None:
            return joined(frozenset({PathTo(directory)}), text(name + new))
    if new is not None and "/" not in new and attr == "with_suffix" and isinstance(directory, Known | Pattern):
        head = escape(directory.text) if isinstance(directory, Known) else directory.glob
        return frozenset({PathTo(Pattern(f"{head}/*{escape(new)}"))})
    return frozenset({PathTo(Unknown("the new name of a path is not known"))})


def _expanded(path: PathTo, scope: Scope) -> Value:
    match path.word:
        case Known(name) if name == "./~" or name.startswith("./~/"):
            return frozenset({PathTo(Known(scope.where.home + name[3:]))})
        case Known(name) if not name.startswith("./~"):
            return frozenset({path})
        case Pattern(glob) if not glob.startswith(("~", "./~")):
            return frozenset({path})
        case _:
            return frozenset({PathTo(Unknown("whose home it is is not known"))})
