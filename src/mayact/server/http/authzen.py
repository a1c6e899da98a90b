"""The decision path of AuthZEN requests: decide in the loop, write, answer when it is durable.

Law: an answer leaves only after the entry of its decision is durable; if the policy changed in between it is decided
again under the new one, a bounded number of times. No answer in time is 503, and whatever is written later, the
caller was never told yes.
"""

import asyncio
from typing import Final, TypeAlias

from mayact.core.errors import Forbidden, IllegalTransition, MayactError, TooSlow
from mayact.ports import AuthzenApi, AuthzenDecider, Prepared, Receipt, Store
from mayact.server.http.door import Asked, Door
from mayact.server.http.mailbox import Mailbox

MAX_AGAIN: Final = 3
"""How often a decision is made again because the policy changed before it was written. People change policies; nobody
does it three times in the time of a write."""


class Evaluations:
    """`Door.quick`. One thread: the loop's; `_Waiting.done` alone is called from the store's."""

    def __init__(
        self,
        *,
        door: Door,
        decider: AuthzenDecider,
        store: Store,
        loop: asyncio.AbstractEventLoop,
        decide_s: float,
    ) -> None:
        self._door = door
        self._decider = decider
        self._store = store
        self._mailbox: Mailbox[_Written] = Mailbox(loop, self._written)
        self._decide_s = decide_s
        self._loop = loop

    def evaluate(self, asked: Asked) -> None:
        """Begin. Raises what refuses at once."""
        api, bearer = asked.route.api, asked.bearer
        if api is None or bearer is None:
            raise Forbidden("nobody asks for a decision here", hint="send a token of role pep")
        waiting = _Waiting(self, asked, api, bearer.name)
        asked.exchange.deadline = self._loop.time() + self._decide_s
        asked.exchange.when_late = waiting.late
        self._submit(waiting)

    def _submit(self, waiting: "_Waiting") -> None:
        exchange = waiting.asked.exchange
        waiting.tries += 1
        prepared = self._decider.prepare(waiting.api, exchange.body, pep=waiting.pep, request_id=exchange.request_id)
        waiting.prepared = prepared
        self._store.submit((prepared.draft,), waiting.done)

    def post(self, waiting: "_Waiting", result: Receipt | MayactError) -> None:
        """From the store's thread."""
        self._mailbox.put((waiting, result))

    def _written(self, message: "_Written") -> None:
        waiting, result = message
        exchange = waiting.asked.exchange
        if exchange.answered or waiting.prepared is None:
            return  # it was too late
        try:
            match result:
                case Receipt():
                    self._door.give(exchange, waiting.prepared.body)
                    self._door.meter.decided(waiting.asked.route.name, outcome_of(waiting.api, waiting.prepared.body))
                case IllegalTransition() if waiting.tries <= MAX_AGAIN:
                    self._submit(waiting)
                case _:
                    self._door.refuse(exchange, result)
        except MayactError as error:
            self._door.refuse(exchange, error)
        except Exception:  # noqa: BLE001  a bug must refuse and be seen, not leave its caller waiting
            self._door.broken(exchange)

    def refuse_late(self, asked: Asked) -> None:
        self._door.refuse(asked.exchange, TooSlow("the decision was not written in time", hint="nothing may run on it"))


class _Waiting:
    """One decision on its way to the disk."""

    __slots__ = ("api", "asked", "evaluations", "pep", "prepared", "tries")

    def __init__(self, evaluations: Evaluations, asked: Asked, api: AuthzenApi, pep: str) -> None:
        self.evaluations = evaluations
        self.asked = asked
        self.api = api
        self.pep = pep
        self.tries = 0
        self.prepared: Prepared | None = None

    def done(self, result: Receipt | MayactError) -> None:
        self.evaluations.post(self, result)

    def late(self) -> None:
        self.evaluations.refuse_late(self.asked)


_Written: TypeAlias = tuple[_Waiting, Receipt | MayactError]


def outcome_of(api: AuthzenApi, body: bytes) -> str:
    """For the metrics: what a single evaluation said. Of the others the number is enough."""
    if api is not AuthzenApi.EVALUATION:
        return "several"
    return "true" if body.startswith(b'{"decision":true') else "false"
