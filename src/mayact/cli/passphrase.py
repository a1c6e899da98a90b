"""Where a passphrase comes from: a file descriptor, or a person at a terminal. Never an argument or a variable.

Law: arguments and environments can be read by other processes of the same user; standard input is somebody's pipe.
Without a terminal and without a descriptor there is no person, so nothing is signed.
"""

import os
from typing import Final

from mayact.core.errors import InvalidInput, Unauthenticated
from mayact.identity.keys import MAX_PASSPHRASE

_MAX_BYTES: Final = MAX_PASSPHRASE * 4


def passphrase(prompt: str, *, descriptor: int | None, twice: bool = False) -> str:
    """The passphrase. `descriptor`: read it from there to its end or first line end. `twice`: a new one.

    Raises `InvalidInput`, and `Unauthenticated` when nobody can be asked.
    """
    if descriptor is not None:
        return _from_descriptor(descriptor)
    first = _ask(prompt)
    if twice and _ask("once more: ") != first:
        raise InvalidInput(
            "the two passphrases differ", hint="try again: `mayact init` goes on where it stopped", field="passphrase"
        )
    return first


def _from_descriptor(descriptor: int) -> str:
    raw = b""
    try:
        while len(raw) <= _MAX_BYTES and b"\n" not in raw and (chunk := os.read(descriptor, 4096)):
            raw += chunk
    except OSError as error:
        raise InvalidInput(
            f"descriptor {descriptor} cannot be read: {error.strerror}",
            hint="open it for reading, for example `--passphrase-fd 3 3<file`",
            field="passphrase-fd",
        ) from None
    if len(raw) > _MAX_BYTES:
        raise InvalidInput("the passphrase is too long", hint=f"at most {MAX_PASSPHRASE} characters")
    try:
        return raw.split(b"\n", 1)[0].removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput("the passphrase is not utf-8", hint="write it as utf-8", field="passphrase-fd") from None


def at_terminal() -> bool:
    """Whether a person could be asked: this process has a controlling terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def _ask(prompt: str) -> str:
    if not at_terminal():
        # getpass would fall back to reading standard input, which may be the agent's.
        raise Unauthenticated(
            "there is no terminal to ask for the passphrase", hint="run it at a terminal, or give --passphrase-fd"
        )
    import getpass

    return getpass.getpass(prompt)


def confirm(question: str) -> bool:
    """A person's yes at the terminal; no when there is none."""
    if not at_terminal():
        return False
    with open("/dev/tty", "r+b", buffering=0) as terminal:
        terminal.write(f"{question} [y/N] ".encode())
        return terminal.readline(64).strip().lower() in (b"y", b"yes")
