"""A secret that one home keeps in a file, and marks with it what it left unfinished in a shared database.

Law: whoever finds the mark and has not the file is another home. The file is durable before the mark is made, so a
crash leaves no mark that nobody can answer for.
"""

import os
import re
import secrets
from typing import Final

from mayact.core.errors import StoreUnavailable, shown
from mayact.store.anchor import sync_directory

_SECRET: Final = re.compile(r"[0-9a-f]{32}")


def make_secret(path: str) -> str:
    """A new secret, kept in the file `path` before it is used anywhere. Raises `StoreUnavailable`."""
    secret = secrets.token_hex(16)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        sync_directory(os.path.dirname(path))
    except OSError as error:
        raise StoreUnavailable(f"{shown(path)}: {error.strerror}", hint="check the disk; nothing was moved") from None
    return secret


def read_secret(path: str) -> str:
    """The secret kept in the file `path`; empty when there is none, or none of ours."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            found = file.read(1_024)
    except FileNotFoundError:
        return ""
    return found if _SECRET.fullmatch(found) else ""


def drop_secret(path: str) -> None:
    """Nobody answers for that mark any more. Raises `StoreUnavailable`."""
    try:
        os.unlink(path)
        sync_directory(os.path.dirname(path))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreUnavailable(f"{shown(path)}: {error.strerror}", hint="remove it yourself") from None
