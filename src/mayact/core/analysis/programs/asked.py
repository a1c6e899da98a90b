"""Variables asked for by name: a filter that reads a listing of the environment and picks those that hold secrets.

Law: a name in the filter's own words is enough; whether a variable of that name is set cannot be seen. What only counts
lines, or takes the named ones away, asks for nothing. It refuses to know what the listing holds.
"""

import re
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
