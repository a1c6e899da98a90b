"""Reading files that an agent may have prepared: bounded, regular, and never waiting.

Law: only regular files are read, without blocking on a pipe or device, up to a limit; a file that is larger is not
half read. Errors are values, because an observation that fails is an answer (the worst one), not an exception.
"""

import os
import pwd
import stat
from functools import lru_cache
from hashlib import sha256
from typing import Final

from mayact.core.analysis.plan import Answer, Found, Missing, Unavailable
from mayact.core.limits import MAX_MANIFEST_BYTES, MAX_PIN_BYTES
from mayact.observe import places

_FLAGS: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_CHUNK: Final = 1 << 20


class NotRegular(OSError):
    """A directory, pipe, socket or device where a file was expected."""


class TooLarge(OSError):
    """More than the reader may take in."""


def read_bounded(path: str, *, limit: int) -> bytes:
    """The whole regular file, at most `limit` bytes. Raises `OSError` (also `NotRegular`, `TooLarge`)."""
    raw = read_start(path, limit=limit)
    if len(raw) > limit:
        raise TooLarge(0, f"it is larger than {limit} bytes")
    return raw


def read_start(path: str, *, limit: int) -> bytes:
    """The first `limit` bytes of a regular file, and one more if there is one. Raises `OSError`, also `NotRegular`."""
    descriptor = os.open(path, _FLAGS)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise NotRegular(0, "it is not a regular file")
        parts: list[bytes] = []
        left = limit + 1
        while left > 0 and (part := os.read(descriptor, min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def why(error: OSError) -> str:
    """The reason in words, without the path (which the question names)."""
    return error.strerror or type(error).__name__


def file_digest(path: str) -> Answer:
    """`sha256:…` of the content."""
    try:
        return Found("sha256:" + sha256(read_bounded(path, limit=MAX_PIN_BYTES)).hexdigest())
    except (FileNotFoundError, NotADirectoryError):
        return Missing()
    except (OSError, ValueError) as error:
        return Unavailable(why(error) if isinstance(error, OSError) else "its name holds a NUL")


def file_text(path: str) -> Answer:
    """The content, which must be UTF-8."""
    try:
        return Found(read_bounded(path, limit=MAX_MANIFEST_BYTES).decode())
    except (FileNotFoundError, NotADirectoryError):
        return Missing()
    except UnicodeDecodeError:
        return Unavailable("it is not utf-8")
    except (OSError, ValueError) as error:
        return Unavailable(why(error) if isinstance(error, OSError) else "its name holds a NUL")


def real_path(path: str) -> Answer:
    """Every link resolved; of what is missing, the part that exists. A loop of links is `Unavailable`."""
    try:
        real = places.resolved(path)
        return Found(places.other_name(real, home=_home()) or real)
    except (OSError, ValueError) as error:
        return Unavailable(why(error) if isinstance(error, OSError) else "its name holds a NUL")


@lru_cache(maxsize=1)
def _home() -> str:
    """Of whoever this process looks for."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_dir.rstrip("/") or "/nonexistent"
    except KeyError:
        return "/nonexistent"


def program_path(name: str, *, path_variable: str, cwd: str) -> Answer:
    """Where execvp would find `name`: a name with a slash is a path, an empty or relative entry is `cwd`-relative."""
    if "\0" in name or "\0" in path_variable:
        return Unavailable("its name holds a NUL")
    if "/" in name:
        return _executable(os.path.join(cwd, name)) or Missing()
    for entry in path_variable.split(":"):
        found = _executable(os.path.join(cwd, entry, name))
        if found is not None:
            return found
    return Missing()


def _executable(path: str) -> Answer | None:
    try:
        if os.path.isfile(path) and os.stat(path).st_mode & 0o111:
            return Found(os.path.realpath(path))
    except OSError as error:
        return Unavailable(why(error))
    return None
