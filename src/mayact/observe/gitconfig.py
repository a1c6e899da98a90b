"""Git's configuration of one repository, as `git push` would read it; read, never run.

Law: the files that git merges (system, user's, repository's, work tree's) in git's order; plain includes are
followed, conditional ones are read to see whether they could matter. What is not understood makes the whole answer
uncertain, and uncertain is `Unavailable`. Source: git-config(1), "FILES" and "INCLUDES".
"""

import io
import os
from dataclasses import dataclass, field
from typing import Final

from dulwich.config import ConfigFile

from mayact.observe.files import read_bounded

_MAX_BYTES: Final = 1_048_576
MAX_DEPTH: Final = 10
_MATTERS: Final = frozenset({b"remote", b"url", b"branch", b"push", b"core", b"extensions", b"submodule"})


class Uncertain(Exception):
    """What git would do cannot be told from what was read."""


@dataclass(slots=True)
class Merged:
    """All values of every key, in the order in which git reads them; the last one wins where one is wanted."""

    values: dict[tuple[bytes, ...], dict[bytes, list[bytes]]] = field(default_factory=dict)

    def all(self, section: tuple[bytes, ...], key: bytes) -> list[bytes]:
        return self.values.get(section, {}).get(key, [])

    def last(self, section: tuple[bytes, ...], key: bytes) -> bytes | None:
        found = self.all(section, key)
        return found[-1] if found else None

    def subsections(self, name: bytes) -> list[bytes]:
        return [section[1] for section in self.values if len(section) == 2 and section[0] == name]

    def add(self, section: tuple[bytes, ...], key: bytes, value: bytes) -> None:
        self.values.setdefault(section, {}).setdefault(key, []).append(value)


def read_config(*, common: str, private: str, home: str) -> Merged:
    """The merged configuration of the repository whose shared directory is `common` and whose own (of a linked work
    tree) is `private`. Raises `Uncertain`, `OSError`."""
    merged = Merged()
    for path in ("/etc/gitconfig", f"{home}/.config/git/config", f"{home}/.gitconfig", f"{common}/config"):
        _merge(path, merged, home=home, depth=0)
    if merged.last((b"extensions",), b"worktreeconfig") in (b"true", b"yes", b"on", b"1", b""):
        _merge(f"{private}/config.worktree", merged, home=home, depth=0)
    return merged


def submodule_urls(repo: str) -> list[str]:
    """The addresses in `.gitmodules` of the work tree. Raises `Uncertain`, `OSError`."""
    parsed = parse_config(os.path.join(repo, ".gitmodules"))
    if parsed is None:
        return []
    sections = [section for section in parsed.sections() if section[0].lower() == b"submodule"]
    return [os.fsdecode(value) for name in sections for key, value in parsed.items(name) if key.lower() == b"url"]


def _merge(path: str, merged: Merged, *, home: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Uncertain("includes are nested too deep")
    parsed = parse_config(path)
    if parsed is None:
        return
    for section in parsed.sections():
        name = tuple(section)
        head = name[0].lower()
        for key, value in parsed.items(name):
            key = key.lower()
            if head == b"include" and key == b"path":
                _merge(included(value, path, home), merged, home=home, depth=depth + 1)
            elif head == b"includeif" and key == b"path":
                _refuse_what_matters(included(value, path, home), home=home, depth=depth + 1)
            else:
                merged.add((head, *name[1:]), key, value)


def _refuse_what_matters(path: str, *, home: str, depth: int) -> None:
    """Whether the condition holds is git's to say; that it would change nothing here is what can be checked."""
    probe = Merged()
    _merge(path, probe, home=home, depth=depth)
    if any(section[0] in _MATTERS for section in probe.values):
        raise Uncertain("a conditional include could redirect it")


def parse_config(path: str) -> ConfigFile | None:
    """One file; None when there is none. Raises `Uncertain`, `OSError`."""
    try:
        raw = read_bounded(path, limit=_MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        return ConfigFile.from_file(io.BytesIO(raw), expand_includes=False)
    except (ValueError, KeyError, IndexError, AssertionError) as error:
        raise Uncertain(f"git's configuration does not parse: {type(error).__name__}") from None


def included(value: bytes, including: str, home: str) -> str:
    """The file that an include names. Raises `Uncertain`."""
    text = os.fsdecode(value)
    if text.startswith("~/"):
        return f"{home}/{text[2:]}"
    if text.startswith(("~", "%(")) or "\0" in text:
        raise Uncertain("an include names a place that is not plain")
    return os.path.join(os.path.dirname(including), text)
