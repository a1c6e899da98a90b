"""Files that one call both writes and runs.

Law: what a script will hold is pinned before the call starts, so a script that the call itself writes is code that
nobody has seen: opaque. Programs that build or install the repository's own code are trusted as far as it is.
"""

from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Context, Finding, Known, SimpleCommand, opaque
from mayact.core.analysis.paths import within
from mayact.core.errors import shown
from mayact.core.model import Verb

_BUILDERS: Final = frozenset(
    {
        "npm", "npx", "pnpm", "yarn", "bun", "pip", "pip3", "uv", "poetry", "pipenv", "cargo", "go", "make", "cmake",
        "ninja", "python", "python3", "virtualenv", "node", "tsc", "gcc", "g++", "cc", "clang", "clang++", "rustc",
        "javac", "mvn", "gradle", "bundle", "composer", "dotnet", "swift", "meson",
    }
)  # fmt: skip
_KEEPS_CONTENT: Final = frozenset({"chmod", "chown", "chgrp", "touch", "mkdir"})
_MAX_LINKS: Final = 16  # each is compared with every finding
_BRINGS_CODE: Final = (Known("clone"), Known("submodule"))


class Fresh:
    """What was written and what was run so far."""

    def __init__(self) -> None:
        self._written: dict[str, None] = {}
        self._covered: dict[str, None] = {}
        self._ran: dict[str, str] = {}
        self._seen: dict[int, Finding] = {}
        self._links: dict[str, str] = {}

    def note(self, command: SimpleCommand | None, findings: tuple[Finding, ...]) -> None:
        """`findings` of `command`; None: of a redirection. What a wrapper passes on was noted with what it wraps."""
        counts = command is None or _writes_content(command)
        for finding in findings:
            if id(finding) in self._seen:
                continue
            self._seen[id(finding)] = finding  # kept, so that its id stays its own
            path = finding.facts.get("path")
            link, leads = finding.facts.get("_link"), finding.facts.get("_leads")
            if isinstance(link, str) and isinstance(leads, str):
                self._links[link] = leads
            if finding.verb is Verb.EXEC_RUN and isinstance(path, str):
                self._ran.setdefault(path, finding.because)
            elif finding.verb is Verb.FS_WRITE and counts:
                many = finding.facts.get("recursive") is True or finding.facts.get("many") is True
                if many:
                    self._covered[finding.resource.rstrip("*").rstrip("/")] = None
                else:
                    self._written[finding.resource] = None

    def behind(self, findings: tuple[Finding, ...], context: Context) -> tuple[Finding, ...]:
        """What the call does through links that it makes itself: nobody could look where they lead."""
        if len(self._links) > _MAX_LINKS:
            return (opaque(f"it makes more than {_MAX_LINKS} links"),)
        return tuple(
            item
            for link, target in self._links.items()
            for finding in findings
            for item in files.behind(finding, link, target, context)
        )

    def opaque(self) -> tuple[Finding, ...]:
        """One finding for each program that the call writes before, or while, it runs it."""
        return tuple(
            opaque(f"{shown(path)} is written by the same command that runs it", text=because)
            for path, because in self._ran.items()
            if path in self._written or any(path == tree or within(path, tree) for tree in self._covered)
        )


def _writes_content(command: SimpleCommand) -> bool:
    name = command.argv[0].text.rsplit("/", 1)[-1] if command.argv and isinstance(command.argv[0], Known) else ""
    if name == "git":
        return any(word in _BRINGS_CODE for word in command.argv[1:])
    return name not in _BUILDERS | _KEEPS_CONTENT
