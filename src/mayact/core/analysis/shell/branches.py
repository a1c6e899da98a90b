"""The branch that a text has certainly made and checked out before it pushes.

Law: known is only what `git switch -c NAME` or `git checkout -b NAME` did where the push stands, in every run that
reaches the push; whether something between them checked out another is told by `risk`, which sees them in order. It
refuses to know what was checked out before.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding, SimpleCommand
from mayact.core.analysis.words import known

MARK: Final = "_branch"

Branch = tuple[str, str]
"""Directory and name."""

_QUIET: Final = frozenset({"-q", "--quiet"})
_MAKES: Final = frozenset({("switch", "-c"), ("switch", "--create"), ("checkout", "-b")})
_NAME: Final = re.compile(r"(?!HEAD\Z|refs/|heads/)[A-Za-z0-9_](?:[\w/-]|\.(?![./]))*", re.ASCII)


def made(command: SimpleCommand) -> Branch | None:
    """What is checked out once `command` has succeeded, where it is a new branch."""
    words = [word for word in map(known, command.argv) if word not in _QUIET]
    match words:
        case ["git", str(verb), str(option), str(name)] if (verb, option) in _MAKES and _NAME.fullmatch(name):
            return None if command.cwd is None or _other_repository(command) else (command.cwd, name)
        case _:
            return None


def _other_repository(command: SimpleCommand) -> bool:
    return any(name.startswith("GIT_") for name in command.environment)


def moves(did: tuple[Finding, ...]) -> bool:
    """Whether another branch may be checked out afterwards."""
    return any("_head" in item.facts for item in did)


def marked(command: SimpleCommand, did: tuple[Finding, ...], branch: Branch | None) -> tuple[Finding, ...]:
    """What `command` did, its pushes of what is checked out marked where `branch` certainly is."""
    direct = [known(word) for word in command.argv[:2]] == ["git", "push"]  # what wraps it may stand elsewhere
    if branch is None or not direct or _other_repository(command):
        return did
    return tuple(replace(item, facts={**item.facts, MARK: branch[1]}) if _pushes(item, branch[0]) else item
                 for item in did)  # fmt: skip


def _pushes(item: Finding, at: str) -> bool:
    return item.facts.get("_source") == "HEAD" and item.facts.get("_at") == at
