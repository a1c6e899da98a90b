"""Processes of the gate: a call that speaks of them and ends a process that it does not name.

Law: pure; adds findings, never removes one. A number that comes from a file, from another command or from standard
input could be anyone's; where the same call names the gate, by its name, its socket or the file that holds its number,
it counts as the gate's. It refuses to know which process has which number.
"""

import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.model import Verb

_SPOKEN_OF: Final = re.compile(
    r"(?i)(?<![\w/.@~-])/?\^?\[?m\]?ayact(?![\w-]*/(?!\{| |'|\"))"  # a word, also as the pattern of awk and of pgrep
    r"|(?:state|share|config|run|user/\d+|cache|lib|opt|bin)/mayact\b"
    r"|mayact[\w.-]*\.(?:pid|sock(?:et)?|service|lock)\b"
)
_EXAMPLE: Final = "mayact"
_SIMPLE_PATTERN: Final = re.compile(r"(?:[\w/ ^$-]|\[\w+\]|\.\*?|\\\.)+")
_LONGEST: Final = 48
_STARS: Final = 2  # more of them, and a hostile pattern would take its time


def matches_gate(pattern: str, *, whole: bool) -> bool:
    """Whether `pkill PATTERN` finds the gate; `whole`: the pattern has to be all of the name. A pattern that is not
    simple counts as one that does only when it says the gate's name."""
    if len(pattern) > _LONGEST or not _SIMPLE_PATTERN.fullmatch(pattern) or pattern.count(".*") > _STARS:
        return _EXAMPLE in pattern.lower()
    match = re.fullmatch if whole else re.search
    return match(pattern, _EXAMPLE) is not None


def with_gate_ended(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """`findings` of the call `text`, and that the gate is ended where it may be."""
    found = tuple(findings)
    kills = [item for item in found if item.verb is Verb.PROC_CONTROL and item.facts.get("_unnamed") is True]
    if not kills or any(item.verb is Verb.GUARD_TAMPER for item in found) or not _SPOKEN_OF.search(text):
        return found
    tampers = Finding(
        verb=Verb.GUARD_TAMPER, kind=kills[0].kind, resource="process", because=kills[0].because, span=kills[0].span
    )
    return (*found, tampers)
