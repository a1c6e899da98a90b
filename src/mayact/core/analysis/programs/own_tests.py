"""Tests of the repository behind a runner of its own: a framework's script told to test, a test program that was built.

Law: such a run is like `npm test`: code of the repository that whoever lets an agent work there lets run. It is one
only where the word that says so is known and stands where the runner looks for it, and where no word leads out of the
repository or to production; any other script stays a script. It refuses to know what the tests do, and whether the
same call wrote the program (`shell.fresh`).
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Context, Finding, SimpleCommand
from mayact.core.analysis.words import known
from mayact.core.model import Verb

_RUNNERS: Final = {"manage.py": "test", "artisan": "test"}
"""Scripts that frameworks put into every repository, with the word that runs its tests (docs.djangoproject.com,
laravel.com/docs/testing)."""
_PLAIN: Final = re.compile(r"-(?:[BuEsd]+|W[\w:]*|X\w+)")
"""Options of the interpreter that bring no code."""
_BUILT: Final = re.compile(
    r"/(?:build|builddir|_build|out|cmake-build-[\w-]+|bazel-bin)/(?:[\w.-]+/)*"
    r"(?:[\w-]*[_-])?(?:unit|integration)?[tT]ests?(?:[_-]\w+)*(?:\.exe)?"
    r"|/target/(?:[\w-]+/)?(?:debug|release)/deps/[\w-]+(?:\.exe)?"
)
"""Where builds leave test programs, by the names that they give them; a script says what it is by its ending."""
_LEADS_OUT: Final = re.compile(r"(?:\A|[=:,])(?:/|~)|(?:\A|[=:,/])\.\.(?:/|\Z)|://")
_PRODUCTION: Final = re.compile(r"(?i)(?:\A|[^a-z])(?:prod|production|live|staging)(?:[^a-z]|\Z)")


def of_framework(found: tuple[Finding, ...], command: SimpleCommand) -> tuple[Finding, ...]:
    """`python manage.py test`, `php artisan test`: the script's run is its tests'."""
    texts = _texts(command)
    if texts is None:
        return found
    at = next((at for at, text in enumerate(texts[1:], 1) if not _PLAIN.fullmatch(text)), len(texts))
    script = texts[at] if at < len(texts) else ""
    wanted = _RUNNERS.get(script.rpartition("/")[2])
    return _as_tests(found) if wanted is not None and texts[at + 1 : at + 2] == [wanted] else found


def of_program(found: tuple[Finding, ...], command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    """`build/tests/unit_tests`, `target/debug/deps/NAME`: what a build made of the repository's tests."""
    texts = _texts(command)
    inside = context.workspace.rstrip("/")
    built = texts is not None and all(
        item.resource.startswith(f"{inside}/") and _BUILT.fullmatch(item.resource.removeprefix(inside))
        for item in found
        if item.verb is Verb.EXEC_RUN
    )
    return _as_tests(found) if built else found


def _texts(command: SimpleCommand) -> list[str] | None:
    """All words behind which nothing but the repository stands; None: not that."""
    words = [known(word) for word in (*command.argv, *command.environment.values())]
    texts = [word for word in words if word is not None]
    if len(texts) < len(words) or any(_LEADS_OUT.search(text) or _PRODUCTION.search(text) for text in texts[1:]):
        return None
    return texts[: len(command.argv)]


def _as_tests(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(
        replace(item, facts={**item.facts, "_script": False}) if item.facts.get("trust") == "repository" else item
        for item in found
    )
