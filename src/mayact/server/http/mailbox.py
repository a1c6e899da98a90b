"""From the store's thread to the loop: one wake-up for everything that is done by then.

Law: `put` never blocks, never raises and may be called from any thread; each message is delivered once, in the loop's
thread, in the order of arrival. After the loop has ended messages go nowhere: nobody is left to be answered.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    def __init__(self, loop: asyncio.AbstractEventLoop, deliver: Callable[[T], None]) -> None:
        self._loop = loop
        self._deliver = deliver
        self._items: deque[T] = deque()
        self._rung = False

    def put(self, item: T) -> None:
        # The item is in before the bell is looked at, and `_empty` takes the bell down before it looks at the items,
        # so that none is left behind.
        self._items.append(item)
        if not self._rung:
            self._rung = True
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._empty)

    def _empty(self) -> None:
        self._rung = False
        while self._items:
            self._deliver(self._items.popleft())
