"""Processes of the gate: a call that speaks of them and ends a process that it does not name, or that stops, replaces
or takes away something that is called like the gate.

Law: pure; adds findings, never removes one. A number that comes from a file, from another command or from standard
input could be anyone's; where the same call names the gate, by its name, its socket or the file that holds its number,
it counts as the gate's. A service, container, process or package with the gate's name counts as the gate, whoever runs
it. It refuses to know which process has which number.
"""

import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.model import Verb

NAME: Final = "mayact"
SETTINGS: Final = "MAYACT_"
"""How the variables begin that say where the gate is."""

_SPOKEN_OF: Final = re.compile(
    r"(?i)(?<![\w/.@~-])/?\^?\[?m\]?ayact(?![\w-]*/(?!\{| |'|\"))"  # a word, also as the pattern of awk and of pgrep
    r"|(?:state|share|config|run|user/\d+|cache|lib|opt|bin)/mayact\b"
    r"|mayact[\w.-]*\.(?:pid|sock(?:et)?|service|lock)\b"
)
_SIMPLE_PATTERN: Final = re.compile(r"(?:[\w/ ^$-]|\[\w+\]|\.\*?|\\\.)+")
_LONGEST: Final = 48
_STARS: Final = 2  # more of them, and a hostile pattern would take its time


def matches_gate(pattern: str, *, whole: bool) -> bool:
    """Whether `pkill PATTERN` finds the gate; `whole`: the pattern has to be all of the name. A pattern that is not
    simple counts as one that does only when it says the gate's name."""
    if len(pattern) > _LONGEST or not _SIMPLE_PATTERN.fullmatch(pattern) or pattern.count(".*") > _STARS:
        return NAME in pattern.lower()
    match = re.fullmatch if whole else re.search
    return match(pattern, NAME) is not None


def tampering(because: str) -> Finding:
    """What keeps later calls from the gate: its name or its settings come to mean something else."""
    return Finding(verb=Verb.GUARD_TAMPER, kind="thing", resource=NAME, because=because)


def with_gate_ended(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """`findings` of the call `text`, and that the gate is ended where it may be."""
    found = tuple(findings)
    if "ayact" not in text.lower() or any(item.verb is Verb.GUARD_TAMPER for item in found):
        return found
    ends = [item for item in found if item.verb is Verb.PROC_CONTROL and item.facts.get("_unnamed") is True]
    ends = ends if _SPOKEN_OF.search(text) else []
    ends.extend(item for item in found if _is_about_gate(item))
    if not ends:
        return found
    kind = ends[0].kind if ends[0].verb is Verb.PROC_CONTROL else "thing"
    tampers = Finding(verb=Verb.GUARD_TAMPER, kind=kind, resource="process", because=ends[0].because, span=ends[0].span)
    return (*found, tampers)


_NAMED: Final = re.compile(r"(?i)(?<![\w/.@-])(?:[\w.-]+[-_.])?mayact(?![\w-]*/)")
"""A word that is the gate's name or ends in it, and no path."""
_STOPS: Final = frozenset({"stop", "remove"})
_TAKES_AWAY: Final = re.compile(r"\b(?:un-?install|remove|purge|autoremove|unlink|erase)\b")


def _is_about_gate(item: Finding) -> bool:
    """Whether `item` stops, replaces or takes away what is called like the gate."""
    match item.verb:
        case Verb.PROC_CONTROL | Verb.SYS_CONFIGURE | Verb.SYS_PERSIST if item.kind != "file":
            return NAME in item.because.lower()  # also in a path: a service goes by the file that describes it
        case Verb.CONTAINER_RUN if item.resource in _STOPS:
            return _NAMED.search(item.because) is not None
        case Verb.PKG_INSTALL:
            taken = _TAKES_AWAY.search(item.because) is not None and _NAMED.search(item.because) is not None
            return taken or item.facts.get("name") == NAME  # installed anew, it is replaced
        case _:
            return False
