"""Files as they were decided on: found once, links resolved, and opened without following any.

Law: what the gate is asked about is the place itself, with no link on the way to it. It is opened name by name from the
root, and a link that stands there by then refuses: what is opened is what was decided, or nothing.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from typing import Final

from mayact.core.errors import DigestMismatch, InvalidInput, NotFound, shown

_NOT_FILES: Final = ("/proc", "/sys", "/dev")
"""The kernel's own: what stands there is about processes and devices, this one and its environment among them."""

_WAY: Final = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_LINKS: Final = (errno.ELOOP, errno.ENOTDIR)


def placed(path: str, *, base: str) -> str:
    """The absolute path without links that `path`, as seen from `base`, leads to. Raises `InvalidInput`."""
    if path.startswith("~"):
        raise InvalidInput(f"{shown(path)}: `~` is not expanded here", hint="give the full path", field="path")
    real = os.path.realpath(os.path.join(base, path))
    if any(real == place or real.startswith(place + "/") for place in _NOT_FILES):
        raise InvalidInput(f"{shown(real)} is the kernel's, not a file", hint="use the shell for it", field="path")
    return real


@contextlib.contextmanager
def directory_of(place: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
    """The directory that holds `place`, as a descriptor, and the name in it. `make`: what is missing on the way is
    made. Raises `NotFound`, `DigestMismatch` for a link on the way."""
    *way, name = place.strip("/").split("/")
    at = os.open("/", _WAY)
    try:
        for part in way:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(part, 0o777, dir_fd=at)
            try:
                following = os.open(part, _WAY, dir_fd=at)
            except OSError as error:
                raise _refusal(place, error) from None
            os.close(at)
            at = following
        yield at, name or "."
    finally:
        os.close(at)


@contextlib.contextmanager
def opened(place: str) -> Iterator[int]:
    """`place`, a regular file or a directory, open for reading. Raises `NotFound`, `DigestMismatch`, `InvalidInput`."""
    with directory_of(place) as (at, name):
        try:
            descriptor = os.open(name, _READ, dir_fd=at)
        except OSError as error:
            raise _refusal(place, error) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise InvalidInput(f"{shown(place)} is neither a file nor a directory", hint="use the shell for it")
        yield descriptor
    finally:
        os.close(descriptor)


def content(descriptor: int, place: str, *, limit: int) -> bytes:
    """The whole of a regular file. Raises `InvalidInput`."""
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise InvalidInput(f"{shown(place)} is a directory", hint="name a file")
    parts: list[bytes] = []
    left = limit + 1
    while left > 0 and (part := os.read(descriptor, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    if left == 0:
        raise InvalidInput(f"{shown(place)} is larger than {limit} bytes", hint="use the shell for a part of it")
    return b"".join(parts)


def _refusal(place: str, error: OSError) -> Exception:
    if isinstance(error, FileNotFoundError):
        return NotFound(f"{shown(place)} does not exist", hint="look with `search` or the shell")
    if error.errno in _LINKS:
        return DigestMismatch(f"{shown(place)} is not reached as it was decided", hint="a link or a file is in the way")
    return InvalidInput(f"{shown(place)} cannot be opened: {error.strerror}", hint="nothing was done")
