"""Repositories that the call makes in a directory of its own.

Law: what git runs in a repository where everybody writes is not known; in a directory that `mktemp -d` made for this
call it is what the call put there. Where that was only git itself and text under names that are no part of a
repository, git has no hooks and settings but its own. Anything else that writes there keeps it unknown. What is written
to hooks and settings by name is told as such where it happens.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding, Known, SimpleCommand
from mayact.core.model import Verb

_TEXT: Final = frozenset(
    {"git", "mkdir", "touch", "mktemp", "tee", "sed", "echo", "printf", "cat", "rm", "rmdir", "seq"}
)
_NAMED: Final = frozenset({"git", "mktemp", "mkdir", "rm", "touch"})
"""Of them, those that put no text of the call into a file whose name is not known."""
_PART: Final = re.compile(
    r"(?i)/\.git\Z|(?<!/\.git)/(?:config|config\.worktree|head|commondir|gitdir|objects|refs|hooks|worktrees|packed-refs)\Z"
)
"""What makes a directory a repository to git, put there by another: `.git` itself, or its parts outside of it."""
_BRINGS: Final = frozenset(
    {"apply", "am", "fast-import", "clone", "unpack-file", "bundle", "archive", "submodule", "p4", "svn", "pull"}
)

Made = Iterable[tuple[SimpleCommand, tuple[Finding, ...]]]


def settled(findings: tuple[Finding, ...], made: Made) -> tuple[Finding, ...]:
    """The findings, with git's own runs in such a directory as those of a well-known program."""
    marked = [item for item in findings if item.facts.get("_scratch")]
    if not marked:
        return findings
    foreign = [place for command, did in made for place in _brought(command, did)]
    plain = {(item.resource, item.because) for command, did in made for item in did if _program(command) in _NAMED}
    foreign += [
        item.resource.rstrip("*")
        for item in findings
        if item.verb is Verb.FS_WRITE
        and (
            _PART.search(item.resource) or (item.resource.endswith("*") and (item.resource, item.because) not in plain)
        )
    ]
    return tuple(_settled(item, foreign) if item.facts.get("_scratch") else item for item in findings)


def _settled(item: Finding, foreign: list[str]) -> Finding:
    head = str(item.facts["_scratch"]).partition("[")[0]  # what follows are letters that nobody knows
    if any(place.startswith(head) or head.startswith(place) for place in foreign):
        return item
    return replace(item, facts={**item.facts, "trust": "well-known"})


def _program(command: SimpleCommand) -> str:
    return command.argv[0].text if command.argv and isinstance(command.argv[0], Known) else ""


def _brought(command: SimpleCommand, did: tuple[Finding, ...]) -> list[str]:
    """Where `command` puts what nobody here knows."""
    name = _program(command)
    brings = any(isinstance(word, Known) and word.text in _BRINGS for word in command.argv[1:])
    reads = [item for item in did if item.verb is not Verb.FS_WRITE]
    if (
        name == "git"
        and brings
        and all(item.facts.get("area") == "workspace" or "_scratch" in item.facts for item in reads)
    ):
        brings = Known("clone") not in command.argv[1:]  # of the work tree
    if name in _TEXT and not brings:
        return []
    return [item.resource.rstrip("*") for item in did if item.verb is Verb.FS_WRITE and item.kind == "file"]
