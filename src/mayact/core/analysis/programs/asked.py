"""Variables asked for by name: a filter that reads a listing of the environment and picks those that hold secrets.

Law: a name in the filter's own words is enough; whether a variable of that name is set cannot be seen. What only counts
lines, or takes the named ones away, asks for nothing. It refuses to know what the listing holds.
"""

import re
from itertools import pairwise
from typing import Final

from mayact.core.analysis.command import Finding, Piped, SimpleCommand
from mayact.core.analysis.words import known
from mayact.core.model import Verb

SECRET_NAME: Final = re.compile(
    r"(?i)tok|secr|pass|pwd|cred|auth|(?:api|access|private|_|\b)key|aws|gh[opsu]?_|github|npm_|jwt|cookie|_url\b"
    r"|akia|\bsk-|xox|database"
)
_PICKS: Final = {
    "sed": re.compile(r"-n|--quiet|--silent|-[a-zA-Z]*n[a-zA-Z]*"),
    "gsed": re.compile(r"-n|--quiet|--silent|-[a-zA-Z]*n[a-zA-Z]*"),
}
"""Filters that print everything but what they are told to take away, unless one of these says otherwise."""
_NAMES_ONLY: Final = frozenset({"grep", "egrep", "fgrep", "rg", "ag", "ack", "ugrep", "wc", "md5sum", "sha256sum"})
"""grep has its own rule, with its options; the others print no value."""


_FILTER: Final = re.compile(r"\b(?:[ef]?grep|rg|case)\b([^|;\n]{0,200})")
_ONLY_TOLD: Final = re.compile(r"\s-[a-zA-Z]*[cvq]|--(?:count|quiet|invert-match)")


def picks_secrets(text: str) -> bool:
    """Whether a filter of the text of a call names secret variables, and prints what it finds."""
    filters = (match[1] for match in _FILTER.finditer(text))
    return any(SECRET_NAME.search(words) and not _ONLY_TOLD.search(words) for words in filters)


_SETTINGS: Final = re.compile(
    r"\bgit\b[^;&\n]{0,80}\bconfig\b[^;&\n]{0,80}(?:\s-l\b|--list\b)|\b(?:npm|pnpm|yarn|pip3?|bundle|composer|poetry)\s+config\b"
    r"|\b(?:docker|podman)\b[^;&\n]{0,80}\b(?:inspect|history|config)\b|\bkubectl\b[^;&\n]{0,80}\bconfig\s+view"
    r"|\bhelm\s+get\b|\bterraform\s+(?:show|state\s+show|output)\b|\bansible-inventory\b|\bphp\s+-i\b"
)
_FILTERS: Final = re.compile(r"\s{0,20}(?:[ef]?grep|rg|awk|sed|jq)\b(?P<filter>[^;\n]{0,200})")
_NEAR: Final = 300
_MOST: Final = 64
_STRICT: Final = re.compile(
    r"(?i)token|secret|passw|\bpwd|credential|_auth|\bauth\b|api_?key|private_?key|extraheader|bearer"
)


def picks_from_settings(text: str) -> bool:
    """Whether a listing of settings (`git config -l`, `npm config ls -l`, `docker inspect`) is filtered for those that
    hold secrets, and what is found is printed. Their names are fewer than those of variables."""
    parts = text.split("|", _MOST)
    for listing, after in pairwise(parts):
        found = _FILTERS.match(after)
        asks = found is not None and _STRICT.search(found["filter"]) and not _ONLY_TOLD.search(found["filter"])
        if asks and _SETTINGS.search(listing[-_NEAR:]):
            return True
    return False


_KEPT: Final = re.compile(
    r"(?:^|[;&|({\n][ \t]{0,20})(?:env|printenv|set|export(?:[ \t]+-p)?|declare(?:[ \t]+-\w+)?)"
    r"(?:[ \t]{0,20}\|[^;&\n]{0,200})?[ \t]{0,20}"
    r"(?:(?<!\d)>>?\|?[ \t]{0,20}(?!&|/dev/(?:null|std)|[ \t])\S"
    r"|\|[ \t]{0,20}tee[ \t]{1,20}(?:-a[ \t]{1,20})?(?!/dev/|[ \t])\S)"
)


def keeps_environment(text: str) -> bool:
    """Whether a listing of the environment goes into a file, where it outlives the call: `env > build.env`."""
    return _KEPT.search(text) is not None


def asked(command: SimpleCommand) -> tuple[Finding, ...]:
    """`env | awk '/TOKEN/'`, `set | sed -n /SECRET/p`."""
    stdin = command.stdin
    if not isinstance(stdin, Piped) or not stdin.environment:
        return ()
    texts = [known(word) or "" for word in command.argv]
    name, rest = texts[0].rpartition("/")[2], texts[1:]
    picks = _PICKS.get(name)
    if name in _NAMES_ONLY or (picks is not None and not any(picks.fullmatch(text) for text in rest)):
        return ()
    if not any(SECRET_NAME.search(text) and "!/" not in text and "!~" not in text for text in rest):
        return ()
    return (
        Finding(
            verb=Verb.SECRET_READ,
            kind="thing",
            resource="environment",
            facts={"class": "token"},
            because=command.text or name,
        ),
    )
