"""Texts that a Python text hands to code that is not followed.

Law: a place outside the repository, a secret's file, a command or a variable that changes what programs do is said
for what it is, as if that code did the most with it. A text that is none of these says nothing.
"""

import re
from typing import Final

from mayact.core.analysis.command import Known, Word
from mayact.core.analysis.programs.environment import is_dangerous
from mayact.core.analysis.programs.python.effects import StrangeError, Touch
from mayact.core.analysis.programs.python.scope import Scope
from mayact.core.analysis.programs.python.values import (
    Atom,
    Begins,
    Box,
    Inert,
    Matches,
    PathTo,
    Row,
    Text,
    Value,
)
from mayact.core.analysis.words import lead

_PLACE: Final = re.compile(
    r"~|/(?:etc|home|root|usr|var|proc|sys|boot|opt|Users|dev|mnt|bin|sbin|lib|lib64|tmp|srv|run|private)(?:/|\Z)"
    r"|(?:.*/)?\.\.(?:/|\Z)|(?:.*/)?\.(?!\.?/|\Z)[A-Za-z]",
    re.DOTALL,
)
"""Names of places; a dot begins names of files that hide."""
_COMMAND: Final = re.compile(
    r"\s*(?:sudo|rm|curl|wget|nc|ncat|ssh|scp|dd|mkfs\S*|chmod|chown|bash|sh|zsh|perl|eval|exec|base64|git|kill|pkill|"
    r"systemctl|crontab|docker|kubectl|aws|gcloud|gh|npm|pip3?|python3?|node|shutdown|reboot|mkfifo|openssl|rsync|mv|cp"
    r"|cat|tee|echo|printf|find|xargs|env|terraform|helm|psql|mysql)\s+[-./~$\w|<>\"'*{:@]"
    r"|.*(?:\$\(|`[a-z]|\|\s*(?:ba|z)?sh\b|(?:;|&&|\|\|)\s*(?:rm|curl|wget|nc|sudo|sh|bash|git|dd|mv|cp|python3?)\s|>\s*[~/])",
    re.DOTALL,
)
_PROGRAMS: Final = frozenset({"rm", "curl", "wget", "sudo", "bash", "sh", "zsh", "nc", "ncat", "dd", "ssh", "scp"})
_SQL: Final = re.compile(
    r"\s*(?:drop\s+\w|delete\s+from\b|truncate\s+\w|alter\s+\w|grant\s|revoke\s|insert\s+into\b|update\s+\S+\s+set\b"
    r"|create\s+(?:table|or|user|role|function|trigger|extension|index|view|unique|temp)|copy\s+\S+\s+(?:from|to)\b"
    r"|attach\s|vacuum\b|pragma\s|replace\s+into\b|merge\s+into\b|load\s|call\s+\w|do\s+\$|set\s+(?:role|session))",
    re.IGNORECASE,
)
_STRANGE_ADDRESS: Final = re.compile(r"(?!https?:|sqlite[\w+]*:)[a-z][\w+.-]*://(?!localhost\b|127\.|\[::1\]|test\b|/)")
_MAX: Final = 400


def names_a_place(text: str) -> bool:
    """Whether a text is the name of a place outside the repository, or of one that hides."""
    return len(text) <= _MAX and _PLACE.match(text) is not None


def runs_something(text: str) -> bool:
    """Whether a text is a command, a statement that changes a database, or an address that is not of the web."""
    return (
        text in _PROGRAMS
        or _COMMAND.match(text) is not None
        or _SQL.match(text) is not None
        or _STRANGE_ADDRESS.match(text) is not None
    )


def checked(value: Value, scope: Scope) -> None:
    """Say what the texts and paths in `value` are for. Raises `StrangeError`."""
    for atom in _texts(value, scope):
        match atom:
            case Text(text):
                _text(text, scope)
            case Begins(prefix):
                _text(prefix, scope)
            case Matches(glob) if _PLACE.match(glob) and not glob.startswith("/tmp/"):  # noqa: S108
                raise StrangeError("which files are handed on is not known")
            case PathTo(word):
                _place(word, scope)
            case Inert() if scope.decodes:
                raise StrangeError("a text that does not show is handed on")
            case _:
                pass


def _text(text: str, scope: Scope) -> None:
    if text.isupper() and is_dangerous(text):
        raise StrangeError("a variable that changes what programs do is set")
    if text in _PROGRAMS or _COMMAND.match(text):
        raise StrangeError("a command is handed on")
    if _STRANGE_ADDRESS.match(text):
        raise StrangeError("an address is handed on")
    if _SQL.match(text):
        scope.touches.append(Touch("sql", (Known(text),)))
    elif "\n" not in text and len(text) <= _MAX and _PLACE.match(text):
        _place(Known(text), scope)


def _place(word: Word, scope: Scope) -> None:
    if lead(word).startswith("/tmp/pytest-of-") or not lead(word):  # noqa: S108 — the name that pytest makes
        return  # of a computed name as little is known as of a computed text
    scope.touches.append(Touch("handed", (word,)))


def _texts(value: Value, scope: Scope) -> frozenset[Atom]:
    found: set[Atom] = set()
    waiting = list(value)
    while waiting:
        atom = waiting.pop()
        if atom in found:
            continue
        found.add(atom)
        match atom:
            case Box(place):
                waiting.extend(scope.held.get(place, ()))
            case Row(places):
                for part in places:
                    waiting.extend(part)
            case _:
                pass
    return frozenset(found)
