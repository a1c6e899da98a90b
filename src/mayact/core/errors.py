"""The error tree. Every refusal that mayact raises is one of these.

Law: an error is one lower-case line, agent-controlled input in backticks (escaped), then a hint that says
what to do. Whoever catches `MayactError` at a boundary refuses the action; no subclass means "allowed".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def shown(text: str, *, limit: int = 200) -> str:
    """`text` made safe for one line of terminal, log or page: escapes, backticks, bounded length.

    Agent-controlled text is hostile wherever it is shown: control and direction-override characters could
    make an approver see another command than the one that runs, so everything not printable is escaped.
    """

    body = escaped(text[:limit])
    return f"`{body}…`" if len(text) > limit else f"`{body}`"


def escaped(text: str) -> str:
    """All of `text` with nothing in it that moves a cursor, reorders, hides or ends a quotation."""
    return "".join(_escape(ch) for ch in text)


def _escape(ch: str) -> str:
    if ch == "`":
        return "\\x60"
    return ch if ch.isprintable() else ch.encode("unicode_escape").decode("ascii")


class MayactError(Exception):
    """Root of the tree. `code` is stable and machine-readable; `message` is for people; `hint` says what to do."""

    code = "mayact.error"

    def __init__(self, message: str, *, hint: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class InvalidInput(MayactError):
    """What the caller sent is malformed. `field` names where (a JSON pointer or an option)."""

    code = "invalid.input"


class LimitExceeded(InvalidInput):
    """Too large, too deep, too many."""

    code = "invalid.limit"


class PolicyInvalid(MayactError):
    """A policy bundle does not load. Nothing of it is used."""

    code = "policy.invalid"


class NoPolicy(MayactError):
    """No policy is active: nothing can be decided, so nothing may run."""

    code = "policy.none"


class Unauthenticated(MayactError):
    """The peer could not be identified, or a signature does not verify."""

    code = "identity.unauthenticated"


class Forbidden(MayactError):
    """The peer is known and may not do this."""

    code = "identity.forbidden"


class NotFound(MayactError):
    """No such request, permit, entry or key."""

    code = "state.not_found"


class IllegalTransition(MayactError):
    """The state table has no row for this event: spent twice, answered twice, expired."""

    code = "state.illegal_transition"


class DigestMismatch(MayactError):
    """What is about to run is not what was approved."""

    code = "permit.digest_mismatch"


class Expired(MayactError):
    """A permit, request or approval is past its end."""

    code = "state.expired"


class StoreUnavailable(MayactError):
    """The store did not confirm. It may or may not have persisted; the caller must refuse."""

    code = "store.unavailable"


class Overloaded(StoreUnavailable):
    """More is waiting than may wait. Nothing was taken and nothing was written: ask again later."""

    code = "store.overloaded"


class StoreCorrupt(MayactError):
    """What is stored does not verify (entry, row, frontier, checkpoint or anchor). The gate does not start."""

    code = "store.corrupt"


class RolledBack(StoreCorrupt):
    """The store's head is older than, or not a continuation of, the anchored head."""

    code = "store.rolled_back"


class ProofInvalid(MayactError):
    """A proof, checkpoint or signed note is malformed or does not verify. What it claims counts as not shown."""

    code = "log.proof_invalid"


class GateUnreachable(MayactError):
    """No decision point answered. No reachable decision point, no action (AUTHZ-6)."""

    code = "gate.unreachable"


class ShellUnreadable(MayactError):
    """The shell parser refused, failed or timed out. The text is `opaque`."""

    code = "shell.unreadable"


class CallerLeft(MayactError):
    """Whoever asked is gone. Nothing was permitted and no approval was spent."""

    code = "caller.left"


class ConfigInvalid(MayactError):
    """The configuration file has a wrong field."""

    code = "config.invalid"


# ── what only HTTP says ──────────────────────────────────────────────────────────────────────────────────


class BodyTooLarge(LimitExceeded):
    """The body is larger than what is read."""

    code = "http.body_too_large"


class HeadersTooLarge(LimitExceeded):
    """The request line or the headers are larger than what is read."""

    code = "http.headers_too_large"


class AddressTooLong(LimitExceeded):
    """The request target is longer than what is read."""

    code = "http.address_too_long"


class MalformedHttp(InvalidInput):
    """Not HTTP/1.1, or HTTP that two readers could read in two ways."""

    code = "http.malformed"


class WrongHttpVersion(InvalidInput):
    """Another version than HTTP/1.1."""

    code = "http.version"


class NoSuchPath(NotFound):
    """There is no operation at this path."""

    code = "http.not_found"


class WrongMethod(MayactError):
    """The path does not take this method; `allowed` are those that it takes."""

    code = "http.method"
    allowed = ""


class WrongMediaType(InvalidInput):
    """The body is of a type, or in a coding, that is not read."""

    code = "http.media_type"


class TooManyRequests(MayactError):
    """Over the rate. `after_s`: whole seconds until the next may pass."""

    code = "http.rate"
    after_s = 1


class TooSlow(StoreUnavailable):
    """No answer in time. It may or may not have been written; nothing may run on it."""

    code = "http.timeout"


class IdempotencyKeyReused(InvalidInput):
    """An idempotency key came with another request."""

    code = "http.idempotency_key_reused"


class InFlight(MayactError):
    """The request with this idempotency key is not answered yet."""

    code = "http.in_flight"


BY_CODE: Final[Mapping[str, type[MayactError]]] = MappingProxyType(
    {kind.code: kind for kind in tuple(vars().values()) if isinstance(kind, type) and issubclass(kind, MayactError)}
)
"""Every error of this module by its code: what came over a wire becomes one of these and no other."""
