"""The tokens file: read by the gate while it runs, changed by `mayact token`.

Law: the file is the gate's own and private, or it counts as unreadable; while it cannot be read every token is
refused, the ones that were good a second ago included, because the change may have been a removal. A token is shown
once, when it is made; what is kept is its digest.
"""

import fcntl
import os
import secrets
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from mayact.core.bearer import (
    NOBODY,
    PREFIX,
    Bearer,
    Role,
    bearers_of,
    check_bearer,
    digest_of_token,
    parse_bearers,
    write_bearers,
)
from mayact.core.errors import ConfigInvalid, InvalidInput, MayactError, NotFound, StoreUnavailable, shown
from mayact.core.model import Strength
from mayact.identity.files import read_private

MAX_FILE_BYTES: Final = 1_048_576
"""A thousand tokens with their users; larger is not such a file."""

LOOK_AGAIN_S: Final = 1.0
"""How old the knowledge about the file may be: a removed token is refused at most this much later."""

_TOKEN_BYTES: Final = 32


class TokenBook:
    """The bearers in the file at `path` as it is now. One thread at a time.

    `log` is told when the file becomes unreadable, once for each state of it; `clock` counts seconds.
    """

    def __init__(self, path: str, *, clock: Callable[[], float], log: Callable[[str], None]) -> None:
        self._path = path
        self._clock = clock
        self._log = log
        self._looked = float("-inf")
        self._seen: tuple[int, ...] | None = ()
        """The state of the file that was read; () matches none."""
        self._failed: tuple[int, ...] | None = ()
        """The state of the file that could not be read, and was complained of."""
        self._bearers = NOBODY

    def find(self, token: bytes) -> Bearer:
        """Who holds `token`. Raises `Unauthenticated`."""
        now = self._clock()
        if now - self._looked >= LOOK_AGAIN_S:
            self._look()
            self._looked = now
        return self._bearers.find(token)

    def _look(self) -> None:
        seen = _state_of(self._path)
        if seen == self._seen:
            return
        try:
            self._bearers = bearers_of(read_bearers(self._path))
        except MayactError as error:
            self._bearers = NOBODY  # refused until it reads again
            if seen != self._failed:
                self._log(f"no token is accepted: {error}")
            # Not seen: what failed may have been the reading (no descriptors, a disk), and the file is good as it is.
            self._seen, self._failed = (), seen
        else:
            self._seen, self._failed = seen, ()


def _state_of(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size, found.st_mode, found.st_uid


def read_bearers(path: str) -> dict[str, Bearer]:
    """The bearers in the file at `path`, by name; none when there is no such file. Raises `ConfigInvalid`."""
    try:
        raw = read_private(path, limit=MAX_FILE_BYTES)
    except NotFound:
        return {}
    try:
        return parse_bearers(tomllib.loads(raw.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigInvalid(f"{shown(path)} is not toml: {error}", hint="correct it with `mayact token`") from None


def add_token(path: str, *, name: str, role: Role, users: tuple[str, ...], strength: Strength) -> str:
    """Make a token, write its digest, and return it: nobody can show it again.

    Raises `InvalidInput` (the name is taken), `ConfigInvalid`, `StoreUnavailable`.
    """
    token = PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    made = check_bearer(Bearer(name=name, role=role, sha256=digest_of_token(token), users=users, strength=strength))
    with _changing(path) as bearers:
        if name in bearers:
            raise InvalidInput(f"there is a token `{name}` already", hint="remove it first, or choose another name")
        bearers[name] = made
    return token


def remove_token(path: str, name: str) -> None:
    """Forget the token. Raises `NotFound`, `ConfigInvalid`, `StoreUnavailable`."""
    with _changing(path) as bearers:
        if bearers.pop(name, None) is None:
            raise NotFound(f"there is no token {shown(name)}", hint="see `mayact token list`")


@contextmanager
def _changing(path: str) -> Iterator[dict[str, Bearer]]:
    """The bearers to be changed; written when the block ends without an error. One change at a time."""
    try:
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StoreUnavailable(
            f"{shown(path)} cannot be locked: {error.strerror}", hint="run as the gate's user"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        bearers = read_bearers(path)
        yield bearers
        _replace(path, write_bearers(parse_bearers(_as_document(bearers))))
    finally:
        os.close(lock)


def _as_document(bearers: dict[str, Bearer]) -> dict[str, object]:
    # What is written is read back first: a file that the gate would refuse is never put in place.
    return dict(tomllib.loads(write_bearers(bearers)))


def _replace(path: str, text: str) -> None:
    draft = f"{path}.{os.getpid()}.new"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            # COMMIT POINT. A crash before: the old file stands and a draft that nothing reads lies beside it.
            os.rename(draft, path)
        except OSError:
            os.unlink(draft)
            raise
        directory = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    except OSError as error:
        raise StoreUnavailable(f"{shown(path)} cannot be written: {error.strerror}", hint="check the disk") from None
