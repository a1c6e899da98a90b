"""Questions that the client of a code host asks its own host: of which of them the text tells that they only read.

Law: a question is one whose words are all known and short, that names neither another repository nor a header or a
body, prints no credential, and stands in an environment that the line changes in nothing but looks. Anything else is a
contact like any other. It refuses to know whose host it is: the public ones are known by name, others have to be listed
(`risk`).
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding, Known, SimpleCommand
from mayact.core.analysis.programs.roles import finding
from mayact.core.analysis.programs.table import Use, names
from mayact.core.analysis.words import known, lead
from mayact.core.model import Verb

QUESTIONS: Final = frozenset(
    {
        *(f"{noun} {verb}" for noun in ("pr", "issue", "release", "mr") for verb in ("view", "list", "status", "diff")),
        *(f"{noun} {verb}" for noun in ("run", "workflow", "ci", "pipeline") for verb in ("view", "list", "status")),
        "pr checks", "run watch", "ci trace", "label list", "milestone list", "mr issues", "mr approvers", "repo view",
    }
)  # fmt: skip
"""Subcommands that only look at what all who work on a repository see."""
_API: Final = re.compile(
    r"/?(?:repos/[\w.*{}-]+/[\w.*{}-]+|projects/(?:\d+|:\w+|\*|[\w.-]+(?:%2[Ff][\w.-]+)+))"
    r"(?:/(?:pulls|issues|commits|compare|releases|branches|tags|labels|milestones|check-runs|check-suites|statuses"
    r"|actions/(?:runs|jobs|workflows)|merge_requests|pipelines|jobs)(?:/[\w.*{}:-]+)*)?(?:\?[\w=&.,:+-]*)?"
)
"""What lies there of a repository is read by all that work on it; its settings, keys, hooks and variables lie
elsewhere, and so do files, secrets among them."""
_MAX_WORD: Final = 256
"""A word that is longer carries more than a question."""
_HARMLESS: Final = names(
    "NO_COLOR CLICOLOR CLICOLOR_FORCE TERM COLUMNS LINES LC_ALL LANG LANGUAGE TZ CI GH_FORCE_TTY GH_SPINNER_DISABLED "
    "GH_NO_UPDATE_NOTIFIER GH_PROMPT_DISABLED GH_PAGER GLAB_PAGER PAGER GIT_PAGER GIT_TERMINAL_PROMPT "
    "GH_HOST GITLAB_HOST GL_HOST"
)
"""Pagers are judged where variables are (`environment`), hosts by whose they are."""
_ENVIRONMENT: Final = re.compile(r"\benv\b|\$ENV\b|\$__loc__|\bgetpath\b|\binput_filename\b")


def asked(found: tuple[Finding, ...], use: Use, *, host: str, named: bool) -> tuple[Finding, ...]:
    """`found` of one of `QUESTIONS`, marked where it is one, with the variables that a filter prints. `named`: a
    repository is named."""
    texts = {lead(word) for word in use.command.argv[1:]}
    printed = _filtered(use)
    plain = not named and not printed and not texts & _MORE and _is_short(use.command)
    return (*_marked(found, host, plain=plain), *printed)


_MORE: Final = frozenset({"--web", "--with-variables"})
"""A browser is opened, or variables of a pipeline are printed."""


def asked_of_api(found: tuple[Finding, ...], use: Use, *, host: str, reads: bool) -> tuple[Finding, ...]:
    """The same of `gh api PATH`."""
    path = known(use.operands[0]) if len(use.operands) == 1 else None
    plain = (
        reads
        and path is not None
        and _API.fullmatch(path) is not None
        and ".." not in path
        and not use.has("-H", "-f", "-F", "--input", "--hostname", "--verbose", "-p")
        and _is_short(use.command)
    )
    printed = _filtered(use)
    return (*_marked(found, host, plain=plain and not printed), *printed)


def of_remote(found: tuple[Finding, ...], use: Use) -> tuple[Finding, ...]:
    """`git ls-remote [NAME]`: which refs there are where the work came from."""
    name = known(use.operands[0]) if use.operands else "origin"
    options = [lead(word) for word in use.command.argv[1:] if lead(word).startswith("-")]
    here = all(_REFS.fullmatch(text) for text in options)  # `-C` and `-c` lead elsewhere
    plain = name in ("origin", "upstream") and here and _is_short(use.command)
    hosts = {item.facts.get("host") for item in found}
    return _marked(found, "" if hosts <= _PUBLIC else "own", plain=plain)


_REFS: Final = re.compile(
    r"-[htq]+|--(?:heads|branches|tags|refs|quiet|exit-code|symref|get-url|no-pager|sort=[\w:-]+)"
)
_PUBLIC: Final = frozenset({"", "github.com", "ssh.github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
"""`""`: nobody looked where the clone's own remote leads."""


def _marked(found: tuple[Finding, ...], host: str, *, plain: bool) -> tuple[Finding, ...]:
    if not plain:
        return found
    asks = "own" if host else "public"
    return tuple(
        replace(item, facts={**item.facts, "_asks": asks}) if item.verb is Verb.NET_CONNECT else item for item in found
    )


def _is_short(command: SimpleCommand) -> bool:
    return set(command.environment) <= _HARMLESS and all(
        isinstance(word, Known) and len(word.text) <= _MAX_WORD for word in command.argv
    )


def _filtered(use: Use) -> tuple[Finding, ...]:
    """`--jq env` prints what the environment holds, tokens among it."""
    if any(_ENVIRONMENT.search(lead(word)) for word in use.values("-q")):
        return (finding(Verb.SECRET_READ, "environment", use, **{"class": "token"}),)
    return ()
