"""Functions of the table whose results or effects need more than a notation.

Law: as `calls`.
"""

import ast
import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Known
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs.python import effects, objects, path_methods
from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch
from mayact.core.analysis.programs.python.handing import callbacks, handing
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.things import local, special_attribute
from mayact.core.analysis.programs.python.values import (
    INERT,
    NOTHING,
    PLAIN,
    Atom,
    Begins,
    Defined,
    Foreign,
    Function,
    Inert,
    Kind,
    Matches,
    Module,
    Object,
    PathTo,
    Plain,
    Row,
    Text,
    Thing,
    Value,
    as_text,
    below,
    only_text,
    spelled,
    text,
    words,
)
from mayact.core.analysis.programs.table import names


def special(name: str, node: ast.Call, given: Arguments, scope: Scope) -> Value:
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
        case "socket.socket":
            return frozenset({Thing("socket")})
        case "socket.create_connection":
            local(first, scope)
            return frozenset({Thing("socket")})
        case "http.client.HTTPConnection":
            local(frozenset({Row((first,))}), scope)
            return frozenset({Thing("local")})
        case "requests.Session" | "requests.session":
            return frozenset({Thing("session")})
        case "httpx.Client" | "httpx.AsyncClient":
            return _client(given, scope)
        case "type":
            if len(given.values) != 1 or given.keywords:
                raise StrangeError("a class is made from something that is not analysed")
            kinds = frozenset(Kind(atom.number) for atom in given.values[0] if isinstance(atom, Object))
            return kinds | INERT
        case "super":
            return NOTHING.union(*scope.outside.values()) | frozenset(Object(at) for at in range(len(scope.classes)))
        case "object":
            return INERT
        case "hasattr":
            return PLAIN
        case "vars" if len(given.values) == 1 and not any(
            isinstance(atom, Module | Kind | Function | Foreign) and not _plain_owner(atom) for atom in given.values[0]
        ):
            return INERT | scope.deep(given.values[0])
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
            modes = given.values if name.endswith("File") else ()
            if given.values[len(modes) :] or any(only_text(value) not in _OPENED for value in modes):
                raise StrangeError("where something temporary lies is not known")
            if not {key for key, _ in given.keywords} <= _TEMPORARY:
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
            callbacks(name, given, scope)
            return INERT
        case "concurrent.futures.ThreadPoolExecutor" | "concurrent.futures.ProcessPoolExecutor":
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


_OPENED: Final = names("w wb w+ w+b r+ r+b wt")

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


def _client(given: Arguments, scope: Scope) -> Value:
    keywords = dict(given.keywords)
    if given.values or not keywords.keys() <= {"base_url", "timeout", "follow_redirects", "transport", "app"}:
        raise StrangeError("an argument of a client is not analysed")
    if "transport" in keywords or "app" in keywords:
        handing(keywords.values(), NOTHING, scope)  # the application is called, not the network
        return objects.GIVEN_VALUE
    base = only_text(keywords.get("base_url", NOTHING))
    if "base_url" in keywords and base is None:
        raise StrangeError("an address is not known, or not http")
    return frozenset({Thing("session", Known(base) if base is not None else None)})


def _plain_owner(atom: Atom) -> bool:
    return isinstance(atom, Foreign) and not atom.whole


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
