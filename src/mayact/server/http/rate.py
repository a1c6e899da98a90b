"""How often somebody may ask: a rate with a burst of twice it, for each token and each address without one.

Law: bounded memory, whoever asks: past `MAX_KEPT` the ones that asked longest ago are forgotten, which lets them begin
again and nobody else. An IPv6 caller has a whole /64 to choose addresses from, so that counts as one.
It refuses to know what is asked.
"""

import ipaddress
import math
from collections import OrderedDict
from typing import Final

from mayact.server.http.problems import too_many

MAX_KEPT: Final = 8_192
_BURST_S: Final = 2.0


class Rate:
    """The generic cell rate algorithm: one number for each caller, the time at which it is back to nothing spent."""

    def __init__(self, per_second: int) -> None:
        self._step = 1.0 / per_second
        self._spent_until: OrderedDict[str, float] = OrderedDict()

    def take(self, who: str, now: float) -> None:
        """One request of `who` at `now` (seconds of a steady clock). Raises `TooManyRequests`."""
        until = self._spent_until.get(who)
        if until is None:
            if len(self._spent_until) >= MAX_KEPT:
                self._spent_until.popitem(last=False)
            until = now
        elif until < now:
            until = now
        if until - now > _BURST_S - self._step:
            raise too_many(max(1, math.ceil(until - now - _BURST_S + self._step)))
        self._spent_until[who] = until + self._step
        self._spent_until.move_to_end(who)


def counted_as(address: str) -> str:
    """The key of an address in a `Rate`."""
    if ":" in address:
        try:
            return str(ipaddress.ip_network((address.partition("%")[0], 64), strict=False))
        except ValueError:
            return address
    return address
