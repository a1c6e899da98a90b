"""One line of JSON for a request, for whoever runs the gate.

Law: a line has the operation, the status, the time it took, the token's name, the caller's address and its request id;
never a body, a token, an argument or a path as sent. What a caller chose (the request id) was checked to be printable
ASCII. Decisions that were given are not repeated here: each is an entry in the log of the gate, with all of this and
more, and is counted in the metrics; nor are refusals by rate, whose number the caller chooses.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

import structlog

QUIET = frozenset({"health", "ready", "metrics"})
"""Asked every few seconds by machines; only their failures are worth a line."""


def now() -> str:
    """The time, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class RequestLog:
    """`request` writes one line. `now`: UTC in ISO form."""

    def __init__(self, stream: TextIO, *, now: Callable[[], str]) -> None:
        self._now = now
        # Of its own: the library's global configuration belongs to nobody here.
        self._logger = structlog.wrap_logger(
            structlog.PrintLogger(stream), processors=[structlog.processors.JSONRenderer(sort_keys=False)]
        )

    def request(
        self, *, operation: str, status: int, seconds: float, token: str, address: str, request_id: str, code: str
    ) -> None:
        self._logger.info(
            "http.request",
            at=self._now(),
            operation=operation,
            status=status,
            ms=round(seconds * 1000, 3),
            token=token,
            address=address,
            request_id=request_id,
            code=code,
        )

    def line(self, text: str) -> None:
        """A line for the operator."""
        self._logger.info("gate", at=self._now(), text=text)
