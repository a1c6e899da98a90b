"""Whether a request is said again: a table, so that nothing is repeated that could act twice.

Law: what may have reached the gate is repeated only when saying it twice acts once. The number of attempts and the
whole time are bounded, and an attempt that would end too late is not begun.

| what happened                              | GET | POST with a key | other POST |
|--------------------------------------------|-----|-----------------|------------|
| not connected: nothing was sent            | yes | yes             | yes        |
| cut off before the answer was whole        | yes | yes, same key   | no         |
| too slow                                   | no  | no              | no         |
| 429 or 503 that says when (`Retry-After`)  | yes | yes, same key   | yes        |
| 409 that says when: the first is under way | no  | yes, same key   | no         |
| any other answer                           | no  | no              | no         |
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, assert_never

from mayact.boundary.sdk.exchange import Ask, Reply
from mayact.core.errors import GateUnreachable

ATTEMPTS: Final = 4
_FIRST_S: Final = 0.1
_LONGEST_S: Final = 5.0
_SAYS_WHEN: Final = frozenset({429, 503})
_MAX_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class NotConnected:
    """Nothing of the request left."""

    why: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """The request may have arrived; its answer did not."""

    why: str


@dataclass(frozen=True, slots=True)
class TooSlow:
    """The time was over. The request may have arrived."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Broken:
    """An answer came that is none, or is too large. Asking again would get another one like it."""

    why: str


Tried: TypeAlias = Reply | NotConnected | CutOff | TooSlow | Broken


@dataclass(frozen=True, slots=True)
class Settled:
    """This is the answer, whatever it says."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Again:
    """Wait, then say exactly the same once more."""

    after_s: float


@dataclass(frozen=True, slots=True)
class GivenUp:
    error: GateUnreachable


Next: TypeAlias = Settled | Again | GivenUp


def next_step(ask: Ask[Any], tried: Tried, *, attempt: int, left_s: float, jitter: float) -> Next:
    """What follows attempt number `attempt` (from 1), with `left_s` seconds left. `jitter` is between 0 and 1."""
    more = attempt < ATTEMPTS
    match tried:
        case Reply():
            wait = _told(ask, tried)
            if more and wait is not None and (delay := wait * (1 + jitter / 4)) < left_s:
                return Again(delay)
            return Settled(tried)
        case NotConnected(why=why):
            delay = _pause(attempt, jitter)
            return Again(delay) if more and delay < left_s else _given_up(why)
        case CutOff(why=why):
            delay = _pause(attempt, jitter)
            return Again(delay) if more and delay < left_s and _acts_once(ask) else _given_up(why)
        case TooSlow(seconds=seconds):
            return _given_up(f"no answer within {seconds:g} seconds")
        case Broken(why=why):
            return _given_up(why)
        case _:
            assert_never(tried)


def _acts_once(ask: Ask[Any]) -> bool:
    return ask.keyed or ask.method == "GET"


def _pause(attempt: int, jitter: float) -> float:
    # Between half and the whole of the step: many clients that lost one gate do not all return at once.
    return float(min(_LONGEST_S, _FIRST_S * 2 ** (attempt - 1)) * (0.5 + jitter / 2))


def _told(ask: Ask[Any], reply: Reply) -> float | None:
    """The seconds in `Retry-After`. A date is not looked at: it would trust a clock that is not ours."""
    said = reply.headers.get("retry-after", "")
    waits = reply.status in _SAYS_WHEN or (reply.status == 409 and ask.keyed)
    if not waits or not (said.isascii() and said.isdigit() and len(said) <= _MAX_DIGITS):
        return None
    return float(said)


def _given_up(why: str) -> GivenUp:
    return GivenUp(GateUnreachable(f"the gate does not answer: {why}", hint="nothing was allowed; ask again later"))
