"""Packages whose origin the same call tells: a registry, an index or a script of installing that it writes down and
then installs with.

Law: pure; raises what an installation is worth, never lowers it. An installation of what the project's own files name
is trusted as those files are; where the call itself writes to a file and its text names another origin, it counts as
one from there. It refuses to know which file the text goes to: whoever writes an origin and installs means it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mayact.core.analysis.command import Finding
from mayact.core.model import Verb

_USUAL: Final = (
    r"registry\.npmjs\.org|registry\.yarnpkg\.com|pypi\.org|files\.pythonhosted\.org|rubygems\.org|"
    r"(?:index\.|static\.)?crates\.io|proxy\.golang\.org|repo\.packagist\.org|repo1\.maven\.org|npm\.pkg\.github\.com"
)
_ORIGIN: Final = re.compile(
    rf"(?i)(?:(?:\b|\\n)registry|registry[-_]?server|index[-_]?url|default[-_]?index|find[-_]links|(?:\b|\\n)source|replace-with)"
    rf"[\"']?\s{{0,8}}[=:\s][\s\"'\[{{]{{0,12}}(?:https?|ftp|git|ssh|file)://(?!(?:{_USUAL})[/\"'\s])"
)
_TOLD: Final = re.compile(
    r"(?<!url\": \")(?<!url\":\")(?:git|hg|svn|bzr)\+(?:https?|ssh|git|file)://"
    r"|[\w\]]\s{0,4}@\s{0,4}(?:https?|file)://|https?://[^\s\"']{1,300}\.(?:whl|tgz|gem)\b"
    r"|\bgit[\"']?\s{0,4}(?:=>|[:=])\s{0,4}[\"'](?:https?|ssh|git)(?:://|@)"
    r"|[\"']:\s{0,4}[\"'](?:(?:github|gitlab|gist|bitbucket):|git@|git://|ssh://|"
    r"https?://[^\s\"']{1,300}\.(?:tar\.gz|zip|git)[\"'#])"
    r"|[\"']type[\"']\s{0,4}:\s{0,4}[\"'](?:vcs|composer|package)[\"']"
)
"""A package whose own place is written down: PEP 508, pip's requirements files, package.json, Gemfile, Cargo.toml."""
_SCRIPT: Final = re.compile(
    r"[\"'.\[](?:pre|post)install[\"'\]]{0,3}\s{0,8}[:=]|post-(?:install|update|autoload)[\w-]{0,40}[\"']?\s{0,8}[:=]"
)
"""What package managers run while they install (npm-scripts(7), getcomposer.org/doc/articles/scripts.md)."""


def with_told_sources(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """`findings` of the call `text`, with installations from an origin that the call writes down as such."""
    found = tuple(findings)
    installs = any(item.verb is Verb.PKG_INSTALL and item.facts.get("source") == "registry" for item in found)
    writes = any(item.verb is Verb.FS_WRITE and item.kind == "file" for item in found)
    if not (installs and writes and any(told.search(text) for told in (_ORIGIN, _TOLD, _SCRIPT))):
        return found
    return tuple(_from_elsewhere(item) for item in found)


def _from_elsewhere(item: Finding) -> Finding:
    if item.verb is not Verb.PKG_INSTALL or item.facts.get("index", "usual") != "usual":
        return item
    return replace(item, facts={**item.facts, "index": "other"})
