"""Where a file really lies: symbolic links, and names that no link tells of (hard links, bind mounts).

Law: the answer is another name of the same file, or that it cannot be known; a name that means something to whoever
asks (a secret, a startup file, the guard) wins over one that does not. A link that every process reads differently
(`/proc/self/cwd`) leads nowhere that could be told. It refuses to know what the names mean.
"""

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mayact.core.analysis.places.path_tables import GUARD_ROOTS, SCHEDULED, STARTUP
from mayact.core.analysis.places.secrets import ANCHORED

_MAX_LINKS: Final = 40  # as the kernel: path_resolution(7)
_MAX_NAMES: Final = 512  # of one look for the other name of a file
_PERSONAL: Final = re.compile(
    r"/proc/(?:self|thread-self|\d+)(?:/task/\d+)?/(?:cwd|root|exe|fd/[^/]+|map_files/[^/]+)\Z"
)
_Identity = tuple[int, int]


class Unknowable(OSError):
    """It leads somewhere else for each who follows it."""


def resolved(path: str) -> str:
    """`path` (absolute) with every link followed; what is missing stays as it is named. Raises `OSError` (also
    `Unknowable`), `ValueError`."""
    at = ""
    pending = [part for part in path.split("/") if part][::-1]
    links = 0
    while pending:
        name = pending.pop()
        if name in ("", "."):
            continue
        if name == "..":
            at = at.rpartition("/")[0]
            continue
        here = f"{at}/{name}"
        target: str | None
        try:
            target = os.readlink(here)
        except FileNotFoundError:
            return os.path.normpath("/".join((here, *pending[::-1])))
        except OSError:  # it is there and no link, or may not be looked at: then neither may what is below it
            target = None
        if _PERSONAL.fullmatch(here):
            raise Unknowable(0, "it leads somewhere else for each process")
        if target is None:
            at = here
            continue
        links += 1
        if links > _MAX_LINKS:
            raise Unknowable(0, "its links lead round in a circle")
        at = "" if target.startswith("/") else at
        pending.extend(target.split("/")[::-1])
    return at or "/"


def other_name(path: str, *, home: str) -> str | None:
    """The meaningful name that the file at `path` (links resolved) has beside this one, or None."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        found = None
    if found is not None and stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
        for name in _files(home):
            if name != path and _identity(name) == (found.st_dev, found.st_ino):
                return name
    return _behind_mount(path, home)


def _behind_mount(path: str, home: str) -> str | None:
    """A directory that is mounted at a second place is the same directory (mount(8), bind)."""
    # A directory that comes or goes changes the one above it: only then are all of them looked at again.
    known = _known(home, tuple(_changed(f"{home}{name}") for name in ("", "/.config", "/.local")))
    at, below = path, ""
    while at not in ("", "/"):
        name = known.get(_identity(at) or (-1, -1))
        if name is not None and path != name + below:
            return name + below
        at, _, last = at.rpartition("/")
        below = f"/{last}{below}"
    return None


@lru_cache(maxsize=8)
def _known(home: str, changed: tuple[int, ...]) -> dict[_Identity, str]:
    return {identity: name for name in _directories(home) if (identity := _identity(name)) is not None}


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except (OSError, ValueError):
        return 0


def _identity(path: str) -> _Identity | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _names(home: str) -> Iterator[str]:
    for name in (*(name for name, _ in ANCHORED), *STARTUP, *SCHEDULED, *GUARD_ROOTS):
        yield home + name[1:] if name.startswith("~") else name


def _files(home: str) -> Iterator[str]:
    """Names of files that mean something, and what lies in the directories whose files do; bounded."""
    left = _MAX_NAMES
    listed: set[str] = set()
    for name in _names(home):
        directory = name.split("*", 1)[0].rpartition("/")[0]
        if "*" not in name:
            yield name
        elif directory not in listed and directory not in ("", "/proc", "/home", home):
            listed.add(directory)
            try:
                with os.scandir(directory) as entries:
                    for entry in entries:
                        left -= 1
                        if left < 0:
                            return
                        yield entry.path
            except OSError:
                continue


def _directories(home: str) -> Iterator[str]:
    """Few, because each is looked at for every path: what is mounted elsewhere for a purpose is one of these."""
    yield from (home, "/etc", *(f"{home}/{name}" for name in _PRIVATE))
    yield from (home + root[1:] if root.startswith("~") else root for root in GUARD_ROOTS)


_PRIVATE: Final = (
    ".ssh",
    ".aws",
    ".gnupg",
    ".kube",
    ".docker",
    ".config",
    ".config/git",
    ".claude",
    ".local/bin",
    "bin",
)
