"""What calling a function of the table touches.

Law: an argument in the wrong place, by an unexpected keyword or spread from a container is not understood. Every way a
file, host or program is reached ends in one `Touch`.
"""

import ast
import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.command import Known, Unknown, Word
from mayact.core.analysis.programs.python.tables import EFFECTS
from mayact.core.analysis.programs.python.values import (
    INERT,
    PLAIN,
    Inert,
    Plain,
    Thing,
    Value,
    only_text,
    paths,
    words,
)
from mayact.core.analysis.programs.table import names
from mayact.core.analysis.words import known, lead

Way: TypeAlias = Literal[
    "read", "tree", "write", "writetree", "delete", "deltree", "contact", "send", "download", "shell", "argv",
    "import", "beside", "environment", "token", "path", "sql", "handed",
]  # fmt: skip
"""`beside`: a standard module that a file in the working directory may stand in for; `path`: a directory of modules;
`sql`: a statement, behind the database's file where that is known; `handed`: a place that code not followed is told."""


@dataclass(frozen=True, slots=True)
class Touch:
    way: Way
    words: tuple[Word, ...]


class StrangeError(Exception):
    """Something of the text is not understood; the message says what, for people."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Of one call, evaluated."""

    node: ast.Call
    values: tuple[Value, ...]
    keywords: tuple[tuple[str | None, Value], ...]
    spread: bool
    """Some come from a container (`*x`, `**x`): which is which is not known."""
    touches: list[Touch] = field(default_factory=list)

    def all(self) -> tuple[Value, ...]:
        return (*self.values, *(value for _, value in self.keywords))

    def constant(self, name: str) -> object:
        """The literal that keyword `name` is given, `...` when it is not a literal, None when it is not given."""
        for word in self.node.keywords:
            if word.arg == name:
                return word.value.value if isinstance(word.value, ast.Constant) else ...
        return None


def touching(name: str, given: Arguments) -> Value:
    """What calling the listed function `name` touches (added to `given.touches`), and its result."""
    if name in ("requests.get", "httpx.get", "requests.head") and any(key in _CARRYING for key, _ in given.keywords):
        name = "requests.post"  # what goes with it may be anything
    plan, _, result = EFFECTS[name].partition(" -> ")
    steps, _, allowed = plan.partition(";")
    if given.spread:
        raise StrangeError(f"the arguments of {name} are not known")
    command = "command:" in steps
    kept = _COMMAND_WORDS if command else frozenset(allowed.split())
    last = max((int(number) for number in re.findall(r":(\d)", steps)), default=0)
    if not steps.startswith("open:") and any(not value <= PLAIN for value in given.values[last + 1 :]):
        raise StrangeError(f"an argument of {name} is not analysed")  # it may be called, or name another file
    for keyword, _value in given.keywords:
        if keyword not in kept:
            raise StrangeError(f"an argument of {name} is not analysed")
    if command:
        _command(name, given)
    elif steps.startswith("open:"):
        _opened(name, given)
    else:
        for step in steps.split():
            way, _, number = step.partition(":")
            _step(way, int(number), given)
    return _result(result, given)


_CARRYING: Final = frozenset({"headers", "params", "auth"})


def _result(notation: str, given: Arguments) -> Value:
    if notation == "plain":
        return PLAIN
    if notation.startswith("thing:"):
        kind = notation.partition(":")[2]
        return frozenset(Thing(kind, word) for word in (paths(given.values[0]) if given.values else ()))
    return INERT


def _step(way: str, number: int, given: Arguments) -> None:
    if number >= len(given.values):
        if way == "sends" or (way == "write" and number):
            return  # `urlretrieve` without a name writes a temporary file
        raise StrangeError("an argument that matters is missing")
    value = given.values[number]
    match way:
        case "sends":
            pass
        case "contact" | "send" | "download":
            data = way == "contact" and (len(given.values) > 1 or given.constant("data") not in (None,))
            reached(value, "send" if data else way, given.touches)
        case "shell":
            given.touches.append(Touch("shell", words(value) or (Unknown("it is computed"),)))
        case "database":
            _database(value, given)
        case _:
            given.touches.append(Touch(way, paths(value)))  # type: ignore[arg-type]


_HTTP: Final = re.compile(r"https?://", re.IGNORECASE)


def reached(value: Value, way: Way, touches: list[Touch]) -> None:
    """An address (or a request) is contacted. Only HTTP: `urlopen` reads `file:` too."""
    for atom in value:
        if isinstance(atom, Thing) and atom.kind in ("request", "sending") and atom.word is not None:
            sends = atom.kind == "sending" and way == "contact"
            touches.append(Touch("send" if sends else way, (_address(atom.word),)))
        elif isinstance(atom, Plain):
            continue
        else:
            touches.extend(Touch(way, (_address(word),)) for word in words(frozenset({atom})))


def _address(word: Word) -> Word:
    if not _HTTP.match(lead(word)):
        raise StrangeError("an address is not known, or not http")
    return word


READING_SQL: Final = re.compile(
    r"\s*(?:select\b|explain\b|pragma\s+(?:table_info|table_xinfo|table_list|index_list|database_list|foreign_key_list"
    r"|user_version|schema_version|integrity_check)\s*(?:\(|;?\s*\Z))",
    re.IGNORECASE,
)
"""Statements that only read. `execute` takes one statement, so that nothing can follow it."""


_DATABASE: Final = re.compile(r"file:([\w./-]+)(\?(?:mode=(?:ro|rw|rwc)|immutable=1)(?:&(?:mode=ro|immutable=1))*)?")


def _database(value: Value, given: Arguments) -> None:
    uri = given.constant("uri")
    if uri not in (None, True, False):
        raise StrangeError("an argument of sqlite3.connect is not known")
    for word in paths(value):
        name = known(word)
        if name == ":memory:":
            continue
        if name is not None and name.startswith("file:") and uri:
            match = re.fullmatch(
                r"file:([\w./-]+)(\?(?:mode=(?:ro|rw|rwc)|immutable=1)(?:&(?:mode=ro|immutable=1))*)?", name
            )
            if match is None or match[1].startswith("//"):
                raise StrangeError("the address of a database is not understood")
            place = (Known(match[1]),)
            given.touches.append(Touch("read", place))
            if "mode=ro" not in (match[2] or ""):
                given.touches.append(Touch("write", place))
            continue
        if uri:
            raise StrangeError("the address of a database is not understood")
        given.touches.extend((Touch("read", (word,)), Touch("write", (word,))))


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────

_MODES: Final = re.compile(r"[rwaxbt+U:gzx2*|]{1,6}")


def _opened(name: str, given: Arguments) -> None:
    if not given.values:
        raise StrangeError(f"what {name} opens is not known")
    opened(given.values[0], given, at=1)


def opened(path: Value, given: Arguments, *, at: int) -> None:
    """A file is opened in the mode that argument `at` or keyword `mode` names; `buffering` and later ones by position
    have no effect but `opener` (the eighth), which is not understood."""
    if len(given.values) > at + 4:
        raise StrangeError("an argument of open is not analysed")
    modes = [*given.values[at : at + 1], *(value for key, value in given.keywords if key == "mode")]
    mode = only_text(modes[0]) if len(modes) == 1 else "r" if not modes else None
    if mode is not None and not _MODES.fullmatch(mode):
        raise StrangeError("the mode of a file is not understood")
    found = paths(path)
    if mode is None or set(mode) & set("wax+"):
        given.touches.append(Touch("write", found))
    if mode is None or set(mode) & set("r+") or not set(mode) & set("wax"):
        given.touches.append(Touch("read", found))


# ── programs ─────────────────────────────────────────────────────────────────────────────────────────────

_COMMAND_WORDS: Final = names(
        "capture_output text check timeout encoding universal_newlines shell stdout stderr stdin input errors"
    )  # fmt: skip


def _command(name: str, given: Arguments) -> None:
    shell = given.constant("shell")
    if shell not in (None, True, False) or len(given.values) != 1:
        raise StrangeError(f"how {name} runs its command is not known")
    first = given.node.args[0]
    if shell:
        if isinstance(first, (ast.List, ast.Tuple)) or any(not _is_text(atom) for atom in given.values[0]):
            raise StrangeError(f"the shell text of {name} is not known")
        given.touches.append(Touch("shell", words(given.values[0])))
        return
    if not isinstance(first, (ast.List, ast.Tuple)):
        raise StrangeError(f"the words of the command of {name} are not known")


def _is_text(atom: object) -> bool:
    return not isinstance(atom, (Inert, Plain))


def argument_word(value: Value) -> Word:
    """One word of a command."""
    found = words(value)
    if len(found) == 1:
        return found[0]
    return Unknown("it is computed")
