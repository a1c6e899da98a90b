"""How a command ends: one line, a hint, an exit code. No traceback ever reaches the user.

0   done                                  75  pending: a person has not answered yet
1   refused by the state of things         77  denied: not permitted, or not signed by who must sign
2   wrong usage                            78  not configured, or configured wrongly
69  the gate does not answer              130  interrupted
70  a fault in mayact itself
"""

import sys
from typing import Final

from mayact.core.errors import (
    ConfigInvalid,
    Forbidden,
    GateUnreachable,
    InvalidInput,
    MayactError,
    Unauthenticated,
    shown,
)

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNREACHABLE: Final = 69  # EX_UNAVAILABLE of sysexits.h, like those below
FAULT: Final = 70
PENDING: Final = 75
DENIED: Final = 77
CONFIGURATION: Final = 78
INTERRUPTED: Final = 130

_CODES: Final[tuple[tuple[type[MayactError], int], ...]] = (
    (GateUnreachable, UNREACHABLE),
    (Unauthenticated, DENIED),
    (Forbidden, DENIED),
    (ConfigInvalid, CONFIGURATION),
    (InvalidInput, USAGE),
)


def exit_code(error: MayactError) -> int:
    return next((code for kind, code in _CODES if isinstance(error, kind)), REFUSED)


def tell(message: str, hint: str = "") -> None:
    """The one line and its hint, on standard error."""
    print(f"mayact: {_line(message)}", file=sys.stderr)
    if hint:
        print(f"hint: {_line(hint)}", file=sys.stderr)


def tell_error(error: MayactError) -> int:
    """Show `error`; the exit code that belongs to it."""
    tell(error.message, error.hint)
    return exit_code(error)


def tell_fault(error: BaseException) -> int:
    """A fault of ours: what and where in one line, never the values that were being handled."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
    tell(f"internal fault {type(error).__name__}{where}: {shown(str(error))}", "nothing was allowed by it; report it")
    return FAULT


def _line(text: str) -> str:
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode("ascii") for ch in text)
