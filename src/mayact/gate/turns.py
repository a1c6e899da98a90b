"""Who decides now: calls for one action one after the other, calls for different actions together.

Law: a caller never waits for the disk on behalf of another action, so no number of them delays one that they do not
share. What is remembered is as much as there are callers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from mayact.core.canonical import Digest


@dataclass(slots=True)
class _Turn:
    lock: Lock = field(default_factory=Lock)
    callers: int = 0


class Turns:
    """Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns: dict[Digest, _Turn] = {}

    @contextmanager
    def taking(self, action: Digest) -> Iterator[None]:
        """From evidence to record of a decision about `action`."""
        with self._lock:
            turn = self._turns.setdefault(action, _Turn())
            turn.callers += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.callers -= 1
                if not turn.callers:
                    del self._turns[action]
