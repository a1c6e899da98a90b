"""Key files: made once, owned, private, never overwritten.

Law: a key file that others could have read or written is not a key (the same refusal as ssh's); a key file that
exists is never replaced, because nothing could bring the old key back.
"""

import os
import stat

from mayact.core.errors import ConfigInvalid, InvalidInput, NotFound, StoreUnavailable, shown


def write_new(path: str, raw: bytes, *, mode: int = 0o600) -> None:
    """Write `raw` to a new file, by default readable by its owner alone, durable when this returns.

    The content becomes visible whole or not at all. Raises `InvalidInput` when `path` exists, `StoreUnavailable`
    when the disk refuses.
    """
    draft = f"{path}.{os.getpid()}.new"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), mode)
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            # COMMIT POINT. link(2) fails when `path` exists, where rename(2) would replace it. A crash before leaves
            # a draft that nothing reads; a crash after leaves the whole key.
            os.link(draft, path, follow_symlinks=False)
        finally:
            os.unlink(draft)
        _sync_directory(os.path.dirname(path))
    except FileExistsError:
        raise InvalidInput(
            f"{shown(path)} exists already", hint="a key is never overwritten; choose another name"
        ) from None
    except OSError as error:
        raise StoreUnavailable(
            f"{shown(path)} cannot be written: {error.strerror}", hint="check the directory"
        ) from None


def _sync_directory(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_private(path: str, *, limit: int) -> bytes:
    """The content of an owner-only regular file of at most `limit` bytes. Raises `NotFound` or `ConfigInvalid`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NotFound(f"no key at {shown(path)}", hint="run `mayact init`, or name the key file") from None
    except OSError as error:
        raise ConfigInvalid(f"key {shown(path)} cannot be opened: {error.strerror}", hint="check the path") from None
    try:
        # Checked on the open file: checking the name first would leave time to exchange it.
        _check(path, os.fstat(descriptor))
        raw = os.read(descriptor, limit + 1)
    except OSError as error:
        raise ConfigInvalid(f"key {shown(path)} cannot be read: {error.strerror}", hint="check the disk") from None
    finally:
        os.close(descriptor)
    if len(raw) > limit:
        raise ConfigInvalid(f"{shown(path)} is too large to be a key", hint="check the path")
    return raw


def _check(path: str, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ConfigInvalid(f"key {shown(path)} is not a regular file", hint="check the path")
    if found.st_uid != os.geteuid():
        raise ConfigInvalid(f"key {shown(path)} belongs to user {found.st_uid}", hint="use your own key")
    if found.st_mode & 0o077:
        raise ConfigInvalid(
            f"key {shown(path)} can be read or written by others", hint=f"chmod 600 {path}; consider it known"
        )
