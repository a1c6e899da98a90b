"""Every use of a tool on its way to the gate and back.

1. state      the one call that this use is, in the spelling in which it is then done
2. ask        denied: the reasons; an approval is missing: wait for it, then the handle. Nothing has run
3. rehash     the digest over what is about to be done must be the one that was decided
4. prepare    everything that can fail without an effect
5. redeem     the permit is spent, once, durably; a failure here means nothing is done
6. do         exactly that
7. report     what became of it; failing to report changes no result
A crash after 5 leaves it `unknown`, and it is never done again on the same approval.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final

from mayact.boundary.exec import session
from mayact.boundary.exec.main import Place
from mayact.boundary.exec.session import Ready, Stated
from mayact.boundary.tools.result import Refused, Result
from mayact.core.errors import GateUnreachable, InvalidInput, MayactError
from mayact.core.wire import words

_PATIENCE_S: Final = 40.0
"""How long the gate may take beside any waiting: a little more than its own limit for a decision."""

_OVER: Final = "mayact: cancelled; nothing has run"


@dataclass(slots=True, eq=False)
class Turn:
    """One use while it lasts. `waits_for` is what a client that wants to know about progress is told."""

    stop: Event = field(default_factory=Event)
    waits_for: str = ""


Doing = Callable[[], Result]


def permitted(stated: Stated, place: Place, turn: Turn) -> Ready:
    """Steps 2 and 3. Raises `Refused`, `MayactError`."""
    reply = answer(place, session.authorize_message(stated, wait_ms=0), _PATIENCE_S)
    if reply.get("outcome") in ("step-up", "defer") and place.wait_s > 0:
        # Asked twice, so that a client hears the handle while it waits: the gate gives it only with its answer.
        turn.waits_for = f"waiting for a person, request {words.plain(reply.get('request', ''))}"
        message = session.authorize_message(stated, wait_ms=int(place.wait_s * 1000))
        reply = answer(place, message, place.wait_s + _PATIENCE_S)
        turn.waits_for = ""
    match reply.get("outcome"):
        case "allow" | "modify":
            return session.permitted(stated, reply, keep=place.keep)
        case "step-up" | "defer":
            raise Refused(words.waiting(reply))
        case "deny":
            raise Refused(words.refusal(reply))
        case _:
            # A word this version does not know is not permission.
            raise InvalidInput("the gate's answer has no outcome that is known", hint="nothing ran")


def done(ready: Ready, doing: Doing, place: Place, turn: Turn) -> Result:
    """Steps 5 to 7. Raises `Refused`, `MayactError`: then nothing was done."""
    if turn.stop.is_set():
        raise Refused(_OVER)
    # COMMIT POINT. Before: nothing was done and the permit is unspent. After: it is spent, whatever happens to us.
    reply = answer(place, session.redeem_message(ready), _PATIENCE_S)  # 5
    permit = reply.get("permit")
    if not isinstance(permit, str):
        raise GateUnreachable("the gate did not name the permit it spent", hint="nothing ran; ask again")
    result = _tried(doing)  # 6
    try:
        answer(place, session.outcome_message(permit, exit_code=1 if result.failed else 0), _PATIENCE_S)  # 7
    except (MayactError, Refused) as error:
        said = words.plain(error.text if isinstance(error, Refused) else error.message)
        return Result(
            text=result.text,
            notes=(*result.notes, f"mayact: it was done, but its outcome could not be recorded: {said}"),
            failed=result.failed,
        )
    return result


def _tried(doing: Doing) -> Result:
    try:
        return doing()
    except MayactError as error:
        return Result(notes=(words.failure({"message": error.message, "hint": error.hint}),), failed=True)
    except OSError as error:
        return Result(notes=(f"mayact: it failed: {words.plain(error.strerror or error)}",), failed=True)


def answer(place: Place, message: bytes, seconds: float) -> dict[str, Any]:
    """The reply to `message`. Raises `Refused` for an error of the gate's, `MayactError`."""
    reply = session.parse_answer(place.ask(message, seconds))
    error = reply.get("error")
    if error is not None:
        raise Refused(words.failure(error if isinstance(error, dict) else {}))
    return reply
