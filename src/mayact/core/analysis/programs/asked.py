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


_SETTINGS: Final = re.compile(
    r"\b(?:git\b[^|;&\n]{0,80}\bconfig\b[^|;&\n]{0,80}(?:\s-l\b|--list\b)|(?:npm|pnpm|yarn|pip3?|bundle|composer|poetry)\s+config\b"
    r"|(?:docker|podman)\b[^|;&\n]{0,80}\b(?:inspect|history|config)\b|kubectl\b[^|;&\n]{0,80}\bconfig\s+view"
    r"|helm\s+get\b|terraform\s+(?:show|state\s+show|output)\b|ansible-inventory\b|php\s+-i\b)"
    r"[^|;\n]{0,200}\|\s*(?:[ef]?grep|rg|awk|sed|jq)\b(?P<filter>[^|;\n]{0,200})"
)
_STRICT: Final = re.compile(
    r"(?i)token|secret|passw|\bpwd|credential|_auth|\bauth\b|api_?key|private_?key|extraheader|bearer"
)


def picks_from_settings(text: str) -> bool:
    """Whether a listing of settings (`git config -l`, `npm config ls -l`, `docker inspect`) is filtered for those that
    hold secrets, and what is found is printed. Their names are fewer than those of variables."""
    filters = (match["filter"] for match in _SETTINGS.finditer(text))
    return any(_STRICT.search(words) and not _ONLY_TOLD.search(words) for words in filters)


_KEPT: Final = re.compile(
    r"(?:^|[;&|({\n]\s*)(?:env|printenv|set|export(?:\s+-p)?|declare(?:\s+-\w+)?)(?:\s*\|[^;&\n]{0,200})?\s*"
    r"(?:(?<!\d)>>?\|?\s*(?!&|/dev/(?:null|std))\S|\|\s*tee\s+(?:-a\s+)?(?!/dev/)\S)"
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
