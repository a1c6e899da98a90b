"""Programs that the call builds from the repository's sources and runs from a temporary place.

Law: what a compiler of this call made there from files of the work tree alone is the repository's code, as the same
program in the work tree would be, where it only runs when the compiler succeeded. Nothing else may have written it,
what lies beside it or, in the same call, code of the repository; no word of the compiler's may lead elsewhere.
Otherwise it stays what nobody vouches for.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding, Known, SimpleCommand
from mayact.core.analysis.places.paths import within
from mayact.core.analysis.shell.written import compiled
from mayact.core.analysis.shell.written.planted import program_of
from mayact.core.analysis.shell.written.planted_tables import CODE
from mayact.core.model import Verb

_COMPILERS: Final = frozenset(
    {"gcc", "g++", "cc", "c++", "clang", "clang++", "go", "rustc", "javac", "kotlinc", "gfortran", "ghc", "swiftc"}
)
_EMPTY: Final = frozenset({"mkdir", "mktemp", "chmod", "strip", "rm"})
"""Programs that put no content where they write."""
_ELSEWHERE: Final = ("/tmp", "/var/tmp", "/dev/", "/proc/", "/home/", "/root", "~", "@", "..")  # noqa: S108 — words that are looked for

MARK: Final = "_built"

Made = Iterable[tuple[SimpleCommand, tuple[Finding, ...]]]
_Write = tuple[str, str]


def outputs(command: SimpleCommand, did: tuple[Finding, ...]) -> frozenset[str]:
    """What `command` has built when it succeeds."""
    if not _compiles(command, did):
        made = compiled.made(command, did)
        return frozenset({made.path}) if made is not None else _NONE
    # Beside what is built into a directory, other code may lie there already.
    files = (item for item in did if item.verb is Verb.FS_WRITE and item.facts.get("recursive") is not True)
    return frozenset(item.resource for item in files)


_NONE: Final[frozenset[str]] = frozenset()


def marked(did: tuple[Finding, ...], built: frozenset[str]) -> tuple[Finding, ...]:
    """Findings where `built` was certainly built before."""
    if not built:
        return did
    return tuple(replace(item, facts={**item.facts, MARK: True}) if item.facts.get("path") in built else item
                 for item in did)  # fmt: skip


def settled(findings: tuple[Finding, ...], made: Made) -> tuple[Finding, ...]:
    """The findings, with runs of such programs as those of scripts of the repository."""
    if not any(map(_is_candidate, findings)):
        return findings
    built: dict[_Write, None] = {}
    plain: dict[_Write, None] = {}
    for command, did in made:
        writes = {(item.resource, item.because): None for item in did if item.verb is Verb.FS_WRITE}
        if _compiles(command, did):
            built |= writes
        elif program_of(command) in _EMPTY:
            plain |= writes
    others = [item for item in findings if item.verb is Verb.FS_WRITE
              and (item.resource, item.because) not in built.keys() | plain.keys()]  # fmt: skip
    if any(map(_is_code, others)):
        return findings
    return tuple(_settled(item, built, others) if _is_candidate(item) else item for item in findings)


def _is_candidate(item: Finding) -> bool:
    return item.verb is Verb.EXEC_RUN and item.facts.get("trust") == "unknown" and item.facts.get(MARK) is True


def _is_code(item: Finding) -> bool:
    """Whether a write of the call may change what a compiler reads."""
    many = item.facts.get("many") is True or item.facts.get("recursive") is True
    return item.facts.get("area") == "workspace" and (many or CODE.fullmatch(item.resource) is not None)


def _settled(item: Finding, built: Iterable[_Write], others: list[Finding]) -> Finding:
    path = str(item.facts["path"])
    if path not in {resource for resource, _ in built}:
        return item
    places = (other.resource.rstrip("*").rstrip("/") for other in others)
    if any(within(path, place or "/") or within(place, path) for place in places):
        return item
    return replace(item, facts={**item.facts, "trust": "repository", "_script": True})


def _compiles(command: SimpleCommand, did: tuple[Finding, ...]) -> bool:
    """Whether `command` is a compiler that takes nothing but files of the work tree."""
    if program_of(command) not in _COMPILERS or (isinstance(command.argv[0], Known) and "/" in command.argv[0].text):
        return False
    written = {item.resource for item in did if item.verb is Verb.FS_WRITE}
    words = [word.text if isinstance(word, Known) else "~" for word in command.argv[1:]]
    if "-" in words or any(word not in written and any(mark in word for mark in _ELSEWHERE) for word in words):
        return False
    sources = [item for item in did if item.verb is not Verb.FS_WRITE]
    own = all(
        item.facts.get("area") == "workspace" if item.verb is Verb.FS_READ else item.facts.get("trust") == "repository"
        for item in sources
    )
    return own and bool(sources)
