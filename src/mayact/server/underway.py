"""What hooks have begun and not ended: permits behind calls that clients run, and questions that will be asked twice.

Law: only in memory, bounded, and forgetting is safe: a permit that is forgotten is closed by the sweep as `unknown`, a
question that is forgotten is answered with no.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from mayact.core.wire.hooks.events import AfterTool, AskedAgain
from mayact.core.wire.messages import CallFields
from mayact.server.peer import Peer

MAX_RUNNING: Final = 4_096
"""Calls that clients run themselves and have not reported. The oldest is forgotten."""

AGAIN_S: Final = 30.0
"""How long after a yes a client may ask its second hook about the same call. It does so within milliseconds."""


@dataclass
class Running:
    """Which permit stands behind a client's own call id.

    Where a client sends no id its arguments stand for it, so one key may have several permits: first begun, first
    ended. They are for the same action, so nothing but the order in the log depends on it.
    """

    _permits: "OrderedDict[str, tuple[int, str, str]]" = field(default_factory=OrderedDict)

    def began(self, peer: Peer, fields: CallFields, permit: str) -> None:
        self._permits[permit] = (peer.uid, fields.session, fields.call_id)
        while len(self._permits) > MAX_RUNNING:
            self._permits.popitem(last=False)

    def ended(self, peer: Peer, event: AfterTool) -> str | None:
        wanted = (peer.uid, event.session, event.call_id)
        permit = next((permit for permit, key in self._permits.items() if key == wanted), None)
        if permit is not None:
            del self._permits[permit]
        return permit


@dataclass
class Foreseen:
    """Calls that were just permitted and that their client is about to ask a second hook about."""

    now: Callable[[], float] = time.monotonic
    _until: "OrderedDict[tuple[int, str, str], list[float]]" = field(default_factory=OrderedDict)

    def foresee(self, peer: Peer, session: str, key: str) -> None:
        self._until.setdefault((peer.uid, session, key), []).append(self.now() + AGAIN_S)
        while len(self._until) > MAX_RUNNING:
            self._until.popitem(last=False)

    def take(self, peer: Peer, event: AskedAgain) -> bool:
        """Whether that call was permitted; each yes answers one question."""
        key = (peer.uid, event.session, event.key)
        left = [until for until in self._until.pop(key, []) if until > self.now()]
        if len(left) > 1:
            self._until[key] = left[1:]
        return bool(left)
