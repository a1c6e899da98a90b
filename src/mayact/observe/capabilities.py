"""The capabilities that a gate under a user of its own may be given, so that its helpers can become other users.

Law: they are handed on to the helper that becomes a user and to no other program. A service manager gives them as
ambient capabilities, which every program that is started would inherit (capabilities(7)); so they are laid down before
the first program is started, and taken up again only around the start of a helper, by the one thread that starts it.
Without all of them the gate becomes nobody and says less. It refuses to know what is observed.
"""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_KILL: Final = 5
_SETGID: Final = 6
_SETUID: Final = 7
BECOMING: Final = (_KILL, _SETGID, _SETUID)
"""CAP_SETUID and CAP_SETGID to become the user, CAP_KILL to end a helper that has (linux/capability.h)."""

_PR_CAP_AMBIENT: Final = 47  # linux/prctl.h
_RAISE: Final = 2
_CLEAR_ALL: Final = 4

_SETS: Final = (b"CapPrm", b"CapEff", b"CapAmb")


def held() -> bool:
    """Whether this process may become other users without being root. Root needs no permission and is not asked."""
    have = _sets()[b"CapEff"]
    return all(have >> number & 1 for number in BECOMING)


def none_left() -> bool:
    """Whether this process has no capability that it could use, or hand on."""
    return not any(_sets().values())


def lay_down() -> None:
    """From here on no program that this thread, or one that it starts, runs inherits a capability. Raises `OSError`."""
    _prctl(_CLEAR_ALL, 0)


@contextmanager
def handed_on() -> Iterator[None]:
    """What this thread starts inside inherits `BECOMING`, where this process is not root. Raises `OSError`."""
    if os.geteuid() == 0:
        yield  # a child of root has them anyway
        return
    try:
        for number in BECOMING:
            _prctl(_RAISE, number)
        yield
    finally:
        lay_down()


def _sets() -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    # Bytes: decoding may import, and a helper that became the user may not be able to read the installation.
    with open("/proc/thread-self/status", "rb") as file:
        for line in file:
            name, _, value = line.partition(b":")
            if name in _SETS:
                found[name] = int(value, 16)
    if len(found) != len(_SETS):
        raise OSError(0, "the kernel does not say which capabilities are held")  # then it is not known: refuse
    return found


def _prctl(what: int, number: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_CAP_AMBIENT, what, number, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
