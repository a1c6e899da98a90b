"""A bearer token in memory, and how it is read from a file.

Law: the token is in no representation, message, log line or pickle. `Secret.reveal` is called in one place, where the
request's header is made. A token file that others may read is refused: it is no secret any more.
"""

import os
import re
import stat
from typing import Final, NoReturn

from mayact.core.errors import ConfigInvalid, shown

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)  # b64token, RFC 6750 section 2.1
_MAX_CHARS: Final = 4_096


class Secret:
    """Text that shows itself to nobody who does not ask by name."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


def token_from(*, token: str | None, token_file: str | os.PathLike[str] | None) -> Secret | None:
    """The token a client was given, in memory or in a file; None when neither. Raises `ConfigInvalid`."""
    match token, token_file:
        case None, None:
            return None
        case str(), None:
            return _checked(token, "token")
        case None, _ if token_file is not None:
            return _checked(_read(os.fspath(token_file)).strip(), "token_file")
        case _:
            raise ConfigInvalid("a token and a token file are given", hint="give one of them", field="token")


def _checked(text: str, field: str) -> Secret:
    # Never shown, not even when it is wrong: most wrong tokens are a right one with a line feed.
    if len(text) > _MAX_CHARS or _TOKEN.fullmatch(text) is None:
        raise ConfigInvalid("the token is not one", hint="give what `mayact token add` printed, whole", field=field)
    return Secret(text)


def _read(path: str) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        raise ConfigInvalid(
            f"token file {shown(path)} cannot be read: {error.strerror}", hint="name the file", field="token_file"
        ) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid not in (0, os.geteuid()) or found.st_mode & 0o077:
            raise ConfigInvalid(
                f"token file {shown(path)} is not private", hint="make it yours: chmod 600", field="token_file"
            )
        raw = os.read(descriptor, _MAX_CHARS + 2)
    finally:
        os.close(descriptor)
    return raw.decode("ascii", "replace")
