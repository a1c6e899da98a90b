"""Standard input as a part of the action: read to its end, hashed, and handed over as it was hashed.

Law: what a command reads is part of what it does, so an approval fits one input. A file, a pipe or a socket is copied
whole into memory that the kernel seals, before anybody is asked; the command reads the copy. What cannot be read to
its end within the bounds is refused, never cut. A terminal is a person who types: it has no digest, and is passed on
only to a command whose effects do not depend on what is typed.
"""

import fcntl
import hashlib
import os
import select
import stat
import time
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.canonical import Digest
from mayact.core.errors import DigestMismatch, InvalidInput, LimitExceeded
from mayact.core.limits import MAX_PIN_BYTES

PATIENCE_S: Final = 30.0
"""How long the end of the input may take. What takes longer is most likely a pipe that nobody ever closes."""

_CHUNK: Final = 65_536
_NULL: Final = os.makedev(1, 3)  # /dev/null: null(4)
_HINT: Final = "close it with </dev/null"
_SEALS: Final = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


@dataclass(frozen=True, slots=True)
class Nothing:
    """No input: closed, `/dev/null` or empty. The command reads `/dev/null`."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A person's terminal. Nothing of it is hashed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """The whole input in memory that nobody can write any more, and its digest."""

    descriptor: int
    digest: Digest


Input: TypeAlias = Nothing | Terminal | Spool


def take(descriptor: int = 0, *, patience_s: float = PATIENCE_S) -> Input:
    """What stands on `descriptor`, read to its end.

    Raises `LimitExceeded` (more bytes or seconds than are waited for), `InvalidInput` (it cannot be read).
    """
    try:
        found = os.fstat(descriptor)
    except OSError:
        return Nothing()  # closed: there is nothing to read
    if stat.S_ISCHR(found.st_mode):
        if found.st_rdev == _NULL:
            return Nothing()
        if os.isatty(descriptor):
            return Terminal()
    try:
        return _spool(descriptor, time.monotonic() + patience_s)
    except OSError as error:
        raise InvalidInput(f"standard input cannot be read: {error.strerror}", hint=_HINT) from None


def _spool(descriptor: int, end: float) -> Input:
    made = os.memfd_create("mayact-stdin", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        hashed, size = hashlib.sha256(), 0
        while chunk := _chunk(descriptor, end):
            size += len(chunk)
            if size > MAX_PIN_BYTES:
                raise LimitExceeded(f"standard input is longer than {MAX_PIN_BYTES} bytes", hint=_HINT, field="stdin")
            hashed.update(chunk)
            while chunk:
                chunk = chunk[os.write(made, chunk) :]
        if size:
            # Sealed, so that not even a process of the same user can change what was hashed (memfd_create(2)).
            fcntl.fcntl(made, fcntl.F_ADD_SEALS, _SEALS)
            return Spool(descriptor=made, digest=Digest("sha256:" + hashed.hexdigest()))
    except (OSError, LimitExceeded):
        os.close(made)
        raise
    os.close(made)
    return Nothing()


def _chunk(descriptor: int, end: float) -> bytes:
    """The next bytes; empty at the end."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while (left := end - time.monotonic()) > 0:
        if not waiting.poll(left * 1000):
            break
        try:
            return os.read(descriptor, _CHUNK)
        except BlockingIOError:
            continue  # somebody else who holds the same pipe read first
    raise LimitExceeded("standard input did not end in time", hint=_HINT, field="stdin")


def handed_over(held: Input) -> int:
    """The descriptor that the command gets as its standard input. The last look: raises `DigestMismatch`."""
    match held:
        case Terminal():
            return 0
        case Nothing():
            return os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
        case Spool(descriptor=descriptor, digest=digest):
            if _digest(descriptor) != digest:
                raise DigestMismatch("standard input is not what was decided", hint="nothing ran; ask again")
            os.lseek(descriptor, 0, os.SEEK_SET)
            return descriptor


def _digest(descriptor: int) -> str:
    hashed, at = hashlib.sha256(), 0
    while chunk := os.pread(descriptor, _CHUNK, at):
        hashed.update(chunk)
        at += len(chunk)
    return "sha256:" + hashed.hexdigest()
