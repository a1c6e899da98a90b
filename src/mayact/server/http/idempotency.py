"""Idempotency keys: the same request again gets the same answer, and acts once.

As draft-ietf-httpapi-idempotency-key-header says: the key belongs to whoever sent it (here: a token, an operation and
a path); the same key with another body is an error; a request that is still under way is a conflict. Law: bounded
memory for each token, so that no caller can push out another's answers; what was an error is not kept, because asking
again is how a caller gets past it, except errors that say what became of the request.

Answers are kept in this process only: after a restart a repeated request is judged anew, by the state tables, which
never let it act twice.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from mayact.core.errors import IdempotencyKeyReused, InFlight, InvalidInput

KEEP_S: Final = 600.0
MAX_KEPT: Final = 1_000
"""Answers for each token. The oldest goes first."""

MAX_KEPT_BYTES: Final = 8_388_608
"""All answers of one token together."""

MAX_KEY_CHARS: Final = 255


@dataclass(slots=True)
class _Kept:
    digest: bytes
    until: float
    reply: "tuple[int, bytes, bytes] | None" = None
    """Status, media type and body; None while it is under way."""


class Memory:
    """One thread. Times are seconds of a steady clock."""

    def __init__(self) -> None:
        self._of: dict[str, OrderedDict[str, _Kept]] = {}
        self._bytes: dict[str, int] = {}

    def begin(self, *, token: str, key: str, request: bytes, now: float) -> "tuple[int, bytes, bytes] | None":
        """The kept answer to `request`; None: it is new, and `finish` or `forget` must follow.

        Raises `IdempotencyKeyReused`, `InFlight`.
        """
        kept = self._of.setdefault(token, OrderedDict())
        self._expire(token, kept, now)
        digest = hashlib.sha256(request).digest()
        found = kept.get(key)
        if found is None:
            kept[key] = _Kept(digest, now + KEEP_S)
            self._bound(token, kept)
            return None
        if found.digest != digest:
            raise IdempotencyKeyReused(
                "the idempotency key was used for another request", hint="make a new one for each request"
            )
        if found.reply is None:
            raise InFlight("the request with this idempotency key is under way", hint="wait for its answer")
        return found.reply

    def finish(self, *, token: str, key: str, reply: "tuple[int, bytes, bytes]") -> None:
        kept = self._of.get(token, OrderedDict())
        found = kept.get(key)
        if found is not None:
            found.reply = reply
            self._bytes[token] = self._bytes.get(token, 0) + len(reply[2])
            self._bound(token, kept)

    def forget(self, *, token: str, key: str) -> None:
        """The request came to nothing; it may be sent again."""
        kept = self._of.get(token)
        if kept is not None:
            self._drop(token, kept, key)

    def _expire(self, token: str, kept: "OrderedDict[str, _Kept]", now: float) -> None:
        while kept:
            key, oldest = next(iter(kept.items()))
            if oldest.until > now or oldest.reply is None:
                return
            self._drop(token, kept, key)

    def _bound(self, token: str, kept: "OrderedDict[str, _Kept]") -> None:
        while len(kept) > MAX_KEPT or self._bytes.get(token, 0) > MAX_KEPT_BYTES:
            done = next((key for key, one in kept.items() if one.reply is not None), None)
            if done is None:
                return  # all are under way; their number is bounded by the connections
            self._drop(token, kept, done)

    def _drop(self, token: str, kept: "OrderedDict[str, _Kept]", key: str) -> None:
        gone = kept.pop(key, None)
        if gone is not None and gone.reply is not None:
            self._bytes[token] = self._bytes.get(token, 0) - len(gone.reply[2])


def read_key(raw: bytes | None) -> str | None:
    """The key in the header: a structured-field string, or the bare token that most clients send.

    Raises `InvalidInput`.
    """
    if raw is None:
        return None
    text = raw.decode("latin-1").strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if not 0 < len(text) <= MAX_KEY_CHARS or not all("!" <= ch <= "~" and ch not in '"\\' for ch in text):
        raise InvalidInput(
            "the idempotency key is not usable",
            hint=f"1 to {MAX_KEY_CHARS} printable characters, a random UUID for example",
            field="idempotency-key",
        )
    return text
