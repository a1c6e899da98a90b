"""One ring, heard in every event loop of this process.

Law: a change of a request wakes whoever waits for it, on whichever socket or listener they wait. A loop that has
ended hears nothing and disturbs nobody.
"""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from mayact.server.asking import Bell


class Tower:
    """Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hearing: list[tuple[asyncio.AbstractEventLoop, Bell]] = []

    @contextlib.contextmanager
    def hearing(self, loop: asyncio.AbstractEventLoop, bell: Bell) -> Iterator[None]:
        """While the block runs, `bell` of `loop` rings with the others, and its own ring is heard by them."""
        member = (loop, bell)
        with self._lock:
            self._hearing.append(member)
        bell.heard_by = self.ring
        try:
            yield
        finally:
            bell.heard_by = None
            with self._lock:
                self._hearing.remove(member)

    def ring(self) -> None:
        with self._lock:
            members = tuple(self._hearing)
        for loop, bell in members:
            with contextlib.suppress(RuntimeError):  # that loop has ended
                loop.call_soon_threadsafe(bell.sound)
