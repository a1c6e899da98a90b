"""Programs that a call compiles from source.

Law: a program is known by its sources only where the compiler was told nothing else that puts code into it: no other
input, no library, plug-in, specification or linker option, no name that a macro renames, no variable of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mayact.core.analysis.command import Finding, Known, SimpleCommand
from mayact.core.model import Verb

_COMPILERS: Final = frozenset({"gcc", "cc", "g++", "c++", "clang", "clang++", "rustc"})
_OPTION: Final = re.compile(
    r"-O[0-3sgz]?|-Ofast|-g[0-3]?|-W(?!l,|a,|p,)[\w=+-]*|-w|-std=[\w+]+|-ansi|-pedantic(?:-errors)?|-pthread|-lm|-lpthread|-lstdc\+\+"
    r"|-fsanitize=[\w,]+|-fno-[\w-]+|-fwrapv|-m(?:64|32)|-march=[\w-]+|-mtune=[\w-]+|-D\w+(?:=\d+)?|-o|-v|-pipe|-static"
    r"|--edition(?:=\d+)?|20(?:15|18|21|24)|-C|opt-level=\w|-Copt-level=\w|debuginfo=\d|--test"
)
_SOURCE: Final = re.compile(r"(?:[\w./-]*/)?\w[\w.-]*\.(?:c|cc|cpp|cxx|rs)")


@dataclass(frozen=True, slots=True)
class Made:
    path: str
    """Absolute, as those of the sources."""
    sources: tuple[str, ...]


def made(command: SimpleCommand, findings: Iterable[Finding]) -> Made | None:
    """The program that `command`, which did `findings`, makes; None: not known, or it makes none."""
    words = [word.text if isinstance(word, Known) else "" for word in command.argv]
    if not words or words[0] not in _COMPILERS or command.environment:
        return None
    outputs = {item.resource for item in findings if item.verb is Verb.FS_WRITE}
    sources = tuple(dict.fromkeys(item.resource for item in findings if item.verb is Verb.FS_READ))
    named = [word for before, word in pairwise(words) if before != "-o" and _SOURCE.fullmatch(word)]
    others = [
        word for before, word in pairwise(words) if before != "-o" and word not in named and not _OPTION.fullmatch(word)
    ]
    if others or not named or len(outputs) != 1 or "*" in "".join(outputs) or len(sources) != len(named):
        return None
    return Made(path=outputs.pop(), sources=sources)
