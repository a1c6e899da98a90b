"""Where a store lives: a directory and files that nobody but the gate's user can write, one gate at a time.

Law: a place that others could have written to holds no evidence, so it is refused, never repaired silently. Checks
are made on open descriptors, not on names.
"""

import fcntl
import os
import stat
import time
from types import TracebackType
from typing import Final

from mayact.core.errors import StoreCorrupt, StoreUnavailable, shown

_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def prepare_directory(path: str) -> None:
    """Make `path` (mode 0700) or check that it is ours alone to write. Raises `StoreUnavailable`, `StoreCorrupt`."""
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        _refuse_foreign(path, os.stat(path))
    except OSError as error:
        raise StoreUnavailable(f"{shown(path)}: {error.strerror}", hint="the gate's user must own it") from None


def prepare_file(path: str) -> None:
    """Make `path` (mode 0600, empty) or check that it is a regular file, ours alone to write. Raises as above."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"{shown(path)}: {error.strerror}", hint="the gate's user must own it") from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise StoreCorrupt(f"{shown(path)} is not a regular file", hint="move it away")
        _refuse_foreign(path, found)
    finally:
        os.close(descriptor)


def _refuse_foreign(path: str, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        raise StoreCorrupt(f"{shown(path)} belongs to user {found.st_uid}", hint="run the gate as its owner")
    if found.st_mode & _WRITABLE_BY_OTHERS:
        raise StoreCorrupt(
            f"{shown(path)} can be written by others",
            hint="verify the log, then take that permission away (chmod go-w)",
        )


def identity(path: str) -> tuple[int, int] | None:
    """Which file stands at `path` now (device, inode), or None."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return found.st_dev, found.st_ino


_LETTING_GO_S: Final = 0.25
"""A gate that was killed while it started a process left it a copy of the lock, until that process has become another
program: milliseconds later, or some more on a busy machine."""

_LOOKING_S: Final = 0.01


def _locked(descriptor: int) -> bool:
    until = time.monotonic() + _LETTING_GO_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOKING_S)
        else:
            return True


class ExclusiveLock:
    """One gate per store: an advisory lock that the kernel drops when the process ends, however it ends."""

    def __init__(self, path: str) -> None:
        prepare_file(path)
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise StoreUnavailable(f"{shown(path)}: {error.strerror}", hint="the gate's user must own it") from None
        if not _locked(self._descriptor):
            os.close(self._descriptor)
            raise StoreUnavailable(f"another gate holds {shown(path)}", hint="stop it first; see `mayact status`")

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> "ExclusiveLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
