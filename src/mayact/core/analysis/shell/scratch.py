"""Repositories that the call makes in a directory of its own.

Law: what git runs in a repository where everybody writes is not known; in a directory that `mktemp -d` made for this
call it is what the call put there. Where that was only git itself, plain text and files of the work tree (no `.git` is
part of one), git has no hooks and settings but its own. Anything else that writes there keeps it unknown. What is
written to hooks and settings by name is told as such where it happens.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding, Known, SimpleCommand
from mayact.core.analysis.places import scratch
from mayact.core.analysis.places.paths import within
from mayact.core.model import Verb

_TEXT: Final = frozenset(
    {"git", "mkdir", "touch", "mktemp", "tee", "sed", "echo", "printf", "cat", "rm", "rmdir", "seq"}
)
_COPIES: Final = frozenset({"cp", "rsync"})
_BRINGS: Final = frozenset({"apply", "am", "fast-import", "unpack-file", "bundle", "archive", "submodule", "p4", "svn"})

Made = Iterable[tuple[SimpleCommand, tuple[Finding, ...]]]


def settled(findings: tuple[Finding, ...], made: Made) -> tuple[Finding, ...]:
    """The findings, with git's own runs in such a directory as those of a well-known program."""
    marked = [item for item in findings if item.facts.get("_scratch")]
    if not marked:
        return findings
    foreign = [place for command, did in made for place in _brought(command, did)]
    return tuple(_settled(item, foreign) if item.facts.get("_scratch") else item for item in findings)


def _settled(item: Finding, foreign: list[str]) -> Finding:
    at = str(item.facts["_scratch"])
    if any(within(at, place or "/") or within(place, at) for place in foreign):
        return item
    return replace(item, facts={**item.facts, "trust": "well-known"})


def _brought(command: SimpleCommand, did: tuple[Finding, ...]) -> list[str]:
    """Where `command` puts what nobody here knows."""
    name = command.argv[0].text.rsplit("/", 1)[-1] if command.argv and isinstance(command.argv[0], Known) else ""
    brings = any(isinstance(word, Known) and word.text in _BRINGS for word in command.argv[1:])
    if name in _TEXT and not brings:
        return []
    if name in _COPIES and all(item.facts.get("area") == "workspace" for item in did if item.verb is Verb.FS_READ):
        return []
    writes = [item for item in did if item.verb is Verb.FS_WRITE and item.kind == "file"]
    return [item.resource.rstrip("*").rstrip("/") if scratch.root(item.resource) == "" else scratch.root(item.resource)
            for item in writes]  # fmt: skip
