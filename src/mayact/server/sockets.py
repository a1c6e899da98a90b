"""Making a socket that is certainly ours, and taking it away again.

Law: the directory is the gate's own and nobody else may write in it, so nobody can put another socket in its place;
what is already there is removed only when it is a socket of ours that nobody listens on. Everything else refuses.

1. directory  ours, no symbolic link, not writable by others; made with mode 0700 when absent
2. lock       one gate per socket; held until the process ends, so a crash frees it
3. old file   a socket, ours, and dead; otherwise refuse
4. bind       under a mask that lets nobody in, then the mode that is wanted
"""

import fcntl
import os
import socket
import stat
from dataclasses import dataclass
from typing import Final

from mayact.core.errors import ConfigInvalid, Forbidden, MayactError

MAX_PATH_BYTES: Final = 107
"""`sun_path` is 108 bytes with its end (unix(7))."""

_BACKLOG: Final = 128


@dataclass(frozen=True, slots=True)
class BoundSocket:
    """A listening socket and the lock that keeps a second gate away."""

    path: str
    socket: socket.socket
    lock: int
    inode: int

    def close(self) -> None:
        """Stop listening and remove the file, unless something else stands at its path by now."""
        self.socket.close()
        try:
            if os.lstat(self.path).st_ino == self.inode:
                os.unlink(self.path)
        except FileNotFoundError:
            pass  # somebody removed it already; there is nothing left to take away
        finally:
            os.close(self.lock)


def listen(path: str, *, shared: bool) -> BoundSocket:
    """Listen on `path`. `shared`: users other than the gate's may connect (each is still checked by its uid).

    Raises `ConfigInvalid` (path), `Forbidden` (the place is not safe, or taken).
    """
    if not path.startswith("/") or len(os.fsencode(path)) > MAX_PATH_BYTES:
        raise ConfigInvalid(f"socket path `{path}` is not absolute or too long", hint=f"at most {MAX_PATH_BYTES} bytes")
    directory = os.path.dirname(path)
    _own_directory(directory, 0o711 if shared else 0o700)  # 1
    lock = _lock(f"{path}.lock")  # 2
    try:
        _clear(path)  # 3
        bound = _bind(path, 0o666 if shared else 0o600)  # 4
    except (OSError, MayactError) as error:
        os.close(lock)
        if isinstance(error, MayactError):
            raise
        raise Forbidden(f"cannot listen on `{path}`: {error.strerror}", hint="choose another directory") from error
    return BoundSocket(path=path, socket=bound, lock=lock, inode=os.lstat(path).st_ino)


def _own_directory(directory: str, mode: int) -> None:
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        found = os.lstat(directory)
    except OSError as error:
        raise Forbidden(f"no directory `{directory}`: {error.strerror}", hint="choose another directory") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Forbidden(f"`{directory}` is not a directory of this user", hint="remove it or choose another")
    if found.st_mode & 0o022:
        raise Forbidden(f"others may write in `{directory}`", hint=f"run `chmod go-w {directory}`")
    os.chmod(directory, mode)


def _lock(path: str) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        raise Forbidden(f"cannot lock `{path}`: {error.strerror}", hint="remove it") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise Forbidden(f"another gate holds `{path}`", hint="stop it first, see `mayact status`") from None
    return descriptor


def _clear(path: str) -> None:
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.geteuid():
        raise Forbidden(f"`{path}` is taken by something that is not ours", hint="look at it, then remove it")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)  # left by a gate that crashed: nobody listens
            return
        except OSError as error:
            raise Forbidden(f"`{path}` does not answer clearly: {error.strerror}", hint="look at it") from error
    raise Forbidden(f"something listens on `{path}` already", hint="stop it first, see `mayact status`")


def _bind(path: str, mode: int) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        made.bind(path)
        os.chmod(path, mode)
        made.listen(_BACKLOG)
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    made.setblocking(False)
    return made
