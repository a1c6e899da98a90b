"""Reading what others wrote: bounded, never waiting, never led out of the place where it was looked for.

Law: a file is read only when what was opened is a regular file below the place, wherever links lead; whatever else is
there is said, not skipped. Nothing is written, and no program is started.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mayact.core.doctor.model import Reading

MAX_BYTES: Final = 8 * 1_048_576
"""`~/.claude.json` keeps prompts of every project; it is some megabytes for people who work with it all day."""

MAX_ENTRIES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Content:
    """`raw`: None unless it was read. `mode`, `owner`: of what was opened."""

    reading: Reading
    raw: bytes | None = None
    mode: int = 0
    owner: int = 0


def read(path: str, *, within: str, limit: int = MAX_BYTES) -> Content | None:
    """None: there is nothing of that name."""
    try:
        # Not blocking, so that a pipe with no writer is only a thing that is no file.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError):
        return Content(Reading.ELSEWHERE) if os.path.islink(path) else None
    except (OSError, ValueError):
        return Content(Reading.UNREADABLE)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return Content(Reading.NO_FILE)
        if not _below(_opened(descriptor, path), within):
            return Content(Reading.ELSEWHERE)
        if found.st_size > limit:
            return Content(Reading.TOO_LARGE)
        raw = _whole(descriptor, limit)
        if raw is None:
            return Content(Reading.TOO_LARGE)
        return Content(Reading.READ, raw, stat.S_IMODE(found.st_mode), found.st_uid)
    except OSError:
        return Content(Reading.UNREADABLE)
    finally:
        os.close(descriptor)


def _opened(descriptor: int, path: str) -> str:
    """Where it really is; of what is open, so that nobody can change it meanwhile."""
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return os.path.realpath(path)  # no Linux


def _below(path: str, place: str) -> bool:
    real = os.path.realpath(place)
    return path == real or path.startswith(real.rstrip("/") + "/")


def _whole(descriptor: int, limit: int) -> bytes | None:
    chunks: list[bytes] = []
    left = limit + 1
    while left > 0 and (chunk := os.read(descriptor, min(left, 262_144))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks) if left > 0 else None


def names_in(directory: str) -> list[str]:
    """At most `MAX_ENTRIES` names, sorted; none where it cannot be listed."""
    try:
        with os.scandir(directory) as found:
            return sorted(entry.name for _, entry in zip(range(MAX_ENTRIES), found, strict=False))
    except (OSError, ValueError):
        return []


def below(directory: str, *, depth: int, limit: int = MAX_ENTRIES) -> Iterator[tuple[str, os.stat_result]]:
    """Regular files below `directory`, at most `limit`, links not followed."""
    waiting = [(directory, depth)]
    while waiting and limit > 0:
        place, left = waiting.pop()
        for name in names_in(place):
            path = f"{place}/{name}"
            try:
                found = os.lstat(path)
            except OSError:
                continue
            if stat.S_ISDIR(found.st_mode) and left > 0:
                waiting.append((path, left - 1))
            elif stat.S_ISREG(found.st_mode):
                limit -= 1
                yield path, found
            if limit <= 0:
                return
