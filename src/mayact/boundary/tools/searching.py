"""Searching files: every line that a pattern finds, within bounds.

Law: RE2, which takes time in proportion to what it reads, whatever the pattern. Links are not followed, files that are
secrets by their name are not opened, and what was left out is said.
"""

import os
import stat
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

import re2  # type: ignore[import-untyped]

from mayact.boundary.tools.files import as_text
from mayact.boundary.tools.places import content, opened
from mayact.boundary.tools.result import Result, cut
from mayact.core.analysis.places.secrets import secret_class
from mayact.core.errors import InvalidInput, MayactError, escaped
from mayact.core.wire.tools import Search

MAX_FILE_BYTES: Final = 2_097_152
MAX_FILES: Final = 20_000
MAX_MATCHES: Final = 500
MAX_LINE_CHARS: Final = 400
MAX_SECONDS: Final = 30.0

NOT_ENTERED: Final = frozenset({".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".nox"})
"""Directories whose files came from a registry or a build, and git's own. Named themselves, they are searched."""

_MEMORY: Final = 8_388_608  # bytes for one compiled pattern: RE2's own default


@dataclass(slots=True)
class _Hunt:
    """What was found, and what was not looked at."""

    end: float
    lines: list[str] = field(default_factory=list)
    files: int = 0
    secrets: list[str] = field(default_factory=list)
    left_out: int = 0
    binary: int = 0
    why: str = ""

    def over(self) -> bool:
        if len(self.lines) >= MAX_MATCHES:
            self.why = f"the first {MAX_MATCHES} lines are shown"
        elif self.files >= MAX_FILES:
            self.why = f"only {MAX_FILES} files were searched"
        elif time.monotonic() > self.end:
            self.why = f"it was ended after {MAX_SECONDS:.0f} seconds"
        return bool(self.why)


def pattern_of(use: Search) -> Any:
    """Raises `InvalidInput`."""
    options = re2.Options()
    options.literal = use.literal
    options.case_sensitive = not use.ignore_case
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        return re2.compile(use.pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise InvalidInput(
            f"the pattern is none of RE2's: {escaped(text)[:200]}", hint="`literal` searches for it as it stands"
        ) from None


def found(use: Search, pattern: Any, place: str, *, home: str) -> Result:
    """Raises `MayactError`."""
    hunt = _Hunt(time.monotonic() + MAX_SECONDS)
    with opened(place) as descriptor:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            _below(use, pattern, place, descriptor, hunt, home)
        else:
            _in_file(pattern, descriptor, place, place, hunt)
    text, notes = cut("".join(f"{line}\n" for line in hunt.lines))
    return Result(text=text, notes=(*notes, *_said(hunt)))


def _below(use: Search, pattern: Any, place: str, root: int, hunt: _Hunt, home: str) -> None:
    for way, directories, names, at in os.fwalk(".", dir_fd=root, follow_symlinks=False):
        directories[:] = sorted(name for name in directories if name not in NOT_ENTERED)
        below = "" if way == "." else way.removeprefix("./") + "/"
        for name in sorted(names):
            if hunt.over():
                return
            if use.names and not fnmatchcase(name, use.names):
                continue
            if secret_class(f"{place.rstrip('/')}/{below}{name}", home=home) is not None:
                hunt.secrets.append(below + name)
                continue
            _named(pattern, at, name, below + name, hunt)


def _named(pattern: Any, at: int, name: str, label: str, hunt: _Hunt) -> None:
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC, dir_fd=at)
    except OSError:
        hunt.left_out += 1  # a link, or not to be read
        return
    try:
        _in_file(pattern, descriptor, label, name, hunt)
    finally:
        os.close(descriptor)


def _in_file(pattern: Any, descriptor: int, label: str, name: str, hunt: _Hunt) -> None:
    try:
        raw = content(descriptor, name, limit=MAX_FILE_BYTES)
    except (MayactError, OSError):
        hunt.left_out += 1
        return
    hunt.files += 1
    text = as_text(raw)
    if text is None:
        hunt.binary += 1
        return
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            if len(hunt.lines) >= MAX_MATCHES:
                return
            clipped = line if len(line) <= MAX_LINE_CHARS else line[:MAX_LINE_CHARS] + "…"
            hunt.lines.append(f"{escaped(label)}:{number}:{clipped}")


def _said(hunt: _Hunt) -> list[str]:
    said = [f"mayact: {len(hunt.lines)} lines in {hunt.files} files"]
    if hunt.why:
        said.append(f"mayact: {hunt.why}")
    if hunt.secrets:
        names = ", ".join(escaped(name) for name in hunt.secrets[:10])
        said.append(f"mayact: {len(hunt.secrets)} not opened, secrets by their name: {names}")
    if hunt.left_out or hunt.binary:
        said.append(f"mayact: not searched: {hunt.binary} binary, {hunt.left_out} links, unreadable or too large")
    return said
