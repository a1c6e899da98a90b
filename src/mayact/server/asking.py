"""Asking the gate from an event loop: blocking calls in a few threads, and waiting for a person without holding one.

Law: a caller that waits holds a connection, never a thread and never the gate. A permit is only minted for a caller
that is still there, because minting spends the approval. Past its deadline a wait ends with "pending", never with
silence.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, ParamSpec, TypeVar

from mayact.core.errors import Forbidden, StoreUnavailable
from mayact.core.log.state import RequestStatus
from mayact.core.model import Strength, ToolCall
from mayact.ports import Gate, GateAnswer, Pending

_P = ParamSpec("_P")
_T = TypeVar("_T")

_LOOK_AGAIN_S: Final = 5.0
"""A waiting caller looks at its request this often even if no bell rang: an answer that came by another way than this
process's control socket (a restart, a sweep) is then late, not lost."""


_TURNS: Final = 4
"""Turns of the loop until a caller that left before is seen to have left: the kernel is asked, the end of the stream is
read, whoever reads it wakes up and ends. Each takes microseconds."""


class CallerGone(Exception):
    """The caller hung up, or spoke out of turn, while it waited. There is nobody to answer."""


@dataclass
class Bell:
    """Rung whenever a request may have changed."""

    _event: asyncio.Event = field(default_factory=asyncio.Event)
    heard_by: Callable[[], None] | None = None
    """Rings every bell of the process, this one too (`server.bells`); None: there is no other."""

    def next(self) -> asyncio.Event:
        """What the next `ring` sets. Take it before looking at the state that is waited for."""
        return self._event

    def ring(self) -> None:
        if self.heard_by is None:
            self.sound()
        else:
            self.heard_by()

    def sound(self) -> None:
        """This bell alone, in its loop's thread."""
        self._event.set()
        self._event = asyncio.Event()


def _always() -> None:
    """Nothing refuses."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The other end while it waits. `left` ends when it hangs up or sends more than its one message."""

    left: "asyncio.Future[Any]"
    still_may: Callable[[], None] = _always
    """Looked at before each decision, in the loop's thread: raises what refuses a caller that may not ask any more."""

    @property
    def gone(self) -> bool:
        return self.left.done()


@dataclass(frozen=True, slots=True)
class Asker:
    """`stopping` is set when the server shuts down: whoever waits then gets "pending" at once."""

    gate: Gate
    threads: Executor
    bell: Bell
    stopping: asyncio.Event
    limit_s: float

    async def ask(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """`function` in a thread. Raises what it raises, and `StoreUnavailable` past the limit: it may or may not
        have been written, and what nobody holds is closed by the sweep. What had not begun by then never does."""
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self.threads, partial(function, *args, **kwargs))
        try:
            # Not `wait_for`, which in Python 3.11 can swallow the cancellation of its own task.
            async with asyncio.timeout(self.limit_s):
                return await running
        except TimeoutError:
            raise StoreUnavailable("the gate did not answer in time", hint="nothing ran; ask again") from None

    async def decide(self, call: ToolCall, *, strength: Strength, wait_s: float, caller: Caller) -> GateAnswer:
        """`Gate.authorize`, asked again whenever the request that it waits for changes. Raises `CallerGone`."""
        deadline = asyncio.get_running_loop().time() + wait_s
        while True:
            answer = await self._authorized(call, strength, caller)
            if not isinstance(answer, Pending) or not await self._changed(answer.request, deadline, caller):
                return answer

    async def _authorized(self, call: ToolCall, strength: Strength, caller: Caller) -> GateAnswer:
        """One decision, for a caller that is still there, and still may, when it begins. Raises `CallerGone`, and what
        refuses the caller."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        if caller.gone:
            raise CallerGone
        caller.still_may()

        def wanted() -> bool:
            return not (caller.gone or asked.done())  # gone, or told that it took too long

        asked = asyncio.ensure_future(self.ask(self.gate.authorize, call, strength=strength, wanted=wanted))
        try:
            await asyncio.wait([asked, caller.left], return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise CallerGone
            return asked.result()
        finally:
            asked.cancel()  # still waiting for a thread: it never begins, and no approval is spent

    async def _changed(self, request: str, deadline: float, caller: Caller) -> bool:
        """Wait until `request` is no longer open. False: the deadline, or the server stops. Raises `CallerGone`."""
        loop = asyncio.get_running_loop()
        while (left := deadline - loop.time()) > 0 and not self.stopping.is_set():
            rung = self.bell.next()
            row = await self.ask(self.gate.request, request)
            if row.status is not RequestStatus.OPEN:
                return True
            await self._first(rung, caller, min(left, _LOOK_AGAIN_S))
            if caller.gone:
                raise CallerGone
        return False

    async def _first(self, rung: asyncio.Event, caller: Caller, limit_s: float) -> None:
        waits: list[asyncio.Task[Any]] = [
            asyncio.ensure_future(rung.wait()),
            asyncio.ensure_future(self.stopping.wait()),
        ]
        try:
            await asyncio.wait([*waits, caller.left], timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def refuse_obligations(obligations: tuple[str, ...]) -> None:
    """Raise `Forbidden` for an obligation: a boundary that cannot enforce one must not run the call."""
    if obligations:
        raise Forbidden(
            f"this boundary cannot enforce {', '.join(obligations)}", hint="nothing ran; see the policy's obligations"
        )
