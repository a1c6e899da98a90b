"""The programs that hooks and settings make git run beside itself.

Law: only what was looked for and found is said. A hook of this clone, and a program that a setting names, are code that
a change of `.git` or of the person's settings put there (`sys.persist`, judged when it is made); a hook in the work
tree is the repository's code; one where everybody writes is nobody's. Which of them run is the table's to say
(`git_runs`), and an option only ever takes away what it is sure to take away.
"""

import json
import re
from collections.abc import Iterable
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.analysis.places.paths import file_facts, normalise
from mayact.core.analysis.plan import Answer, Found, GitPrograms, Unavailable
from mayact.core.analysis.programs.git import runs as git_runs
from mayact.core.analysis.programs.git.push import repository
from mayact.core.analysis.programs.table import Use
from mayact.core.analysis.words import known
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_PLAIN: Final = re.compile(r"[^|;&$`<>()\n]*")


def started(use: Use, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What runs beside the effects `found` of the subcommand `use`."""
    repo = "" if use.name == "clone" else repository(use)  # a clone has no hooks or settings of its own yet
    if repo is None:
        return ()
    own = _findings(use.context.ask(GitPrograms(repo, use.name, home=use.context.home)), use)
    return (*own, *_other_side(use, repo, found))


def _other_side(use: Use, repo: str, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A push into a directory of this machine runs the hooks that lie there."""
    urls = dict.fromkeys(
        url for item in found if item.verb is Verb.GIT_PUSH and isinstance(url := item.facts.get("url"), str)
    )
    paths = (normalise(url.removeprefix("file://"), cwd=repo or None, home=use.context.home, user=use.context.user)
             for url in urls if url.startswith(("/", "./", "../", "~", "file://")))  # fmt: skip
    return tuple(
        item
        for path in paths
        if path is not None
        for item in _findings(use.context.ask(GitPrograms(path, "receive-pack", home=use.context.home)), use)
    )


def _findings(answer: Answer | None, use: Use) -> tuple[Finding, ...]:
    """Nobody looked (`mayact analyse` without a machine): nothing is added, since every `git status` could run
    something by that measure, and whoever put it there was judged for it. It could not be looked at: something runs."""
    if isinstance(answer, Unavailable):
        return (_runs(use, "git", "configured", because="what hooks and settings make git run could not be read"),)
    if not isinstance(answer, Found):
        return ()
    return tuple(item for row in json.loads(answer.value) for item in _row(row, use))


def _row(row: list[str], use: Use) -> Iterable[Finding]:
    kind, name, first, second = row
    if kind == "hook":
        skips = use.has("--no-verify") or (use.name == "commit" and use.has("-n"))
        after_all = use.has("--verify") or "--verify" in use.unknown
        skipped = skips and not after_all and name in git_runs.SKIPPED
        return () if skipped else (_hook(name, first, second, use),)
    if name in git_runs.PAGERS and use.command.stdout_piped:
        return ()  # git pages only what goes to a terminal
    if name in git_runs.EDITORS and use.has(*git_runs.GIVES_TEXT.get(use.name, "").split()) and not use.has("-e", "-p"):
        return ()
    return (_setting(name, first, second, use),)


def _hook(name: str, path: str, digest: str, use: Use) -> Finding:
    area = file_facts(path, home=use.context.home, workspace=use.context.workspace)["area"]
    tracked = "/.git/" not in path and not path.endswith(f"/.husky/_/{name}")
    inside = area == "workspace" and tracked
    trust = "unknown" if area == "temp" else "repository" if inside else "configured"
    facts: dict[str, Json] = {"path": path, "pinned": bool(digest), "_script": True}
    because = f"git runs its hook {shown(name)}"
    return _runs(use, name, trust, resource=path, because=because, **facts)


def _setting(setting: str, origin: str, text: str, use: Use) -> Finding:
    """`text` may hold a password (a credential helper of one's own), so only the program's name is told."""
    name, place = _program(setting, text)
    because = f"git runs what its setting {shown(setting)} names"
    if git_runs.ORDINARY.fullmatch(text):
        return _runs(use, name, "well-known", because=because)
    path = normalise(place, cwd=repository(use), home=use.context.home, user=use.context.user) if "/" in place else None
    area = file_facts(path, home=use.context.home, workspace=use.context.workspace)["area"] if path else ""
    if area == "temp":
        return _runs(use, name, "unknown", because=because)
    if path and area == "workspace" and "/.git/" not in path:
        return _runs(use, name, "repository", because=because, _script=True)
    persons = origin == "person" and name in git_runs.PERSONS and _PLAIN.fullmatch(text.removeprefix("!"))
    return _runs(use, name, "well-known" if persons else "configured", because=because)


def _program(setting: str, text: str) -> tuple[str, str]:
    """The name of the program that the value starts with, and that word itself; `sh` of a text that needs a shell."""
    own = setting.endswith(".helper") and not text.startswith("!")
    text = text.removeprefix("!")
    if not _PLAIN.fullmatch(text):
        return "sh", ""
    words = text.replace('"', "").replace("'", "").split()
    name = words[0].rsplit("/", 1)[-1] if words else ""
    own = own and bool(name) and "/" not in words[0]  # `helper = store` is `git credential-store`
    return (f"git-credential-{name}" if own else name or "sh"), words[0] if words else ""


def _runs(use: Use, name: str, trust: str, *, because: str, resource: str = "", **facts: Json) -> Finding:
    text = known(use.command.argv[0]) or "git"
    told: dict[str, Json] = {"name": name, "trust": trust, **facts}
    return Finding(
        verb=Verb.EXEC_RUN, kind="program", resource=resource or name, facts=told, because=f"{because} (`git {text}`)"
    )
