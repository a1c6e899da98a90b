"""Objects whose methods have a table: connections, sessions, the environment, what a test replaces.

Law: a statement, an address or a variable is said for what it is, or the text is not understood.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Known
from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.environment import is_dangerous
from mayact.core.analysis.programs.python import effects, objects
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch
from mayact.core.analysis.programs.python.handing import callbacks, handing, named
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.tables import (
    THING_METHODS,
)
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    PLAIN,
    Atom,
    Begins,
    Matches,
    Module,
    Row,
    Text,
    Thing,
    Value,
    only_text,
    paths,
    text,
    words,
)
from mayact.core.analysis.programs.table import names
from mayact.core.analysis.words import known


def replaced(attr: str, given: Arguments, scope: Scope) -> Value:
    """`monkeypatch.ATTR(…)`: a part of a module is replaced by what has no effects."""
    if attr not in _REPLACING or given.spread:
        raise StrangeError("a method of a test's helper is not analysed")
    values = given.values
    if attr in ("setattr", "delattr", "setitem", "delitem") and values:
        target = [atom for atom in values[0] if isinstance(atom, Module)]
        named = only_text(values[1]) if len(values) > 1 else None
        for module in target:
            if attr != "setattr" or module.name not in _REPLACED or named is None or named in _KEPT:
                raise StrangeError("what is replaced is not analysed")
        values = (values[0] - frozenset(target), *values[1:])
    if any(isinstance(atom, Text) and _RULES.search(atom.text) for atom in values[0] if values):
        raise StrangeError("what is replaced is not analysed")
    handing((*values[:1], *values[1:], *(value for _, value in given.keywords)), NOTHING, scope)
    return objects.GIVEN_VALUE


_REPLACING: Final = names("setattr delattr setitem delitem setenv delenv chdir undo context")

_REPLACED: Final = names(
    "time os os.path shutil sys random uuid datetime subprocess socket platform builtins json getpass requests httpx "
    "logging urllib.request pathlib tempfile locale secrets"
)

_KEPT: Final = names("path modules executable meta_path path_hooks prefix environ PATH defpath")

_RULES: Final = re.compile(r"\Asys\.(?!argv|std|platform|version|exit)|modules|path_hooks|meta_path|__")


def thing_called(thing: Thing, attr: str, given: Arguments, scope: Scope) -> Value:
    match thing.kind, attr:
        case "environ", "get":
            return special_attribute("environ", given.values[0] if given.values else INERT, scope)
        case "environ", "setdefault" | "update" | "pop" if not given.spread:
            for value in given.values[:1]:
                environment_set(value, scope)
            named(given, scope)
            return INERT
        case "environ", _:
            scope.touches.append(Touch("environment", ()))
            if attr not in ("items", "keys", "values", "copy"):
                raise StrangeError("the environment is changed")
            return INERT
        case "syspath", "insert" | "append":
            scope.touches.append(Touch("path", paths(given.values[-1]) if given.values else ()))
            return PLAIN
        case "executor", "map" | "submit":
            return INERT | callbacks("executor", given, scope)
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
            _query(thing, given)
            return frozenset({Thing("rows"), thing})
        case "request":
            return _requested(thing, attr, given)
        case "local":
            local(given.values[0] if given.values else NOTHING, scope)
            return INERT
        case way:
            if given.spread or (way == "write" and not given.values):
                raise StrangeError("where something is written is not known")
            where = given.values[0] if given.values else text(".")
            scope.touches.append(Touch(way, paths(where)))  # type: ignore[arg-type]
            return INERT


def _query(thing: Thing, given: Arguments) -> None:
    """Of a text that is known only in part: what certainly reads, as one statement, and no function of SQLite's own
    writes (lang_corefunc)."""
    if not given.values or thing.word is None:
        raise StrangeError("what a database is asked is not known")
    for atom in given.values[0]:
        asked = atom.text if isinstance(atom, Text) else atom.prefix if isinstance(atom, Begins) else ""
        if known(thing.word) in (":memory:", "") and "attach" in asked.lower():
            raise StrangeError("a database that only lives in memory takes another")
        if isinstance(atom, Text) and not (effects.READING_SQL.match(asked) and ";" not in asked.rstrip("; \n")):
            given.touches.append(Touch("sql", (Known(asked), thing.word)))
        elif not effects.READING_SQL.match(asked):
            raise StrangeError("what a database is asked is not known to only read")


def _requested(session: Thing, attr: str, given: Arguments) -> Value:
    """A method of a session of `requests` or `httpx`, as the function of the same name."""
    base = known(session.word) if session.word is not None else None
    if base is not None and given.values:
        given = replace(given, values=(below_address(base, given.values[0]), *given.values[1:]))
    return effects.touching(f"requests.{attr}", given)


def local(place: Value, scope: Scope) -> None:
    """A place `(host, port)` of a socket, which has to be this machine's."""
    for atom in place:
        host = only_text(atom.places[0]) if isinstance(atom, Row) and atom.places else None
        if host not in ("localhost", "127.0.0.1", "::1"):
            raise StrangeError("which machine is contacted is not known")
    if not place:
        raise StrangeError("which machine is contacted is not known")
    scope.touches.append(Touch("contact", (Known("http://localhost/"),)))


def below_address(base: str, part: Value) -> Value:
    """`part` where it is a path, behind the address that a session was made with."""
    found: set[Atom] = set()
    for atom in part:
        match atom:
            case Text(content) if content.startswith("/") and not content.startswith("//"):
                found.add(Text(base.rstrip("/") + content))
            case Begins(content) if content.startswith("/") and not content.startswith("//"):
                found.add(Begins(base.rstrip("/") + content))
            case Matches(glob) if re.match(r"/[\w.-]", glob):
                found.add(Begins(base.rstrip("/") + re.split(r"[*?\[{\\]", glob, maxsplit=1)[0]))
            case _:
                found.add(atom)
    return frozenset(found)


def environment_set(named: Value, scope: Scope) -> None:
    """A variable is set for whatever the text starts."""
    del scope
    for word in words(named):
        name = known(word)
        if name is None or is_dangerous(name):
            raise StrangeError("a variable that changes what programs do is set")


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
