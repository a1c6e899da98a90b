"""What a tool gives back: bounded, and marked where it was cut.

Law: `text` is data, whoever wrote it; what mayact itself says stands apart from it, in `notes`.
"""

from dataclasses import dataclass
from typing import Final

from mayact.core.errors import MayactError
from mayact.core.wire import words

MAX_CHARS: Final = 60_000
"""Of one result. Clients cut what is longer than about as much by themselves, and do not say where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`failed`: the model is told that it did not work."""

    text: str = ""
    notes: tuple[str, ...] = ()
    failed: bool = False


class Refused(Exception):
    """Nothing ran: what the model is told."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def refused(error: MayactError) -> Result:
    return Result(notes=(words.failure({"message": error.message, "hint": error.hint}),), failed=True)


def cut(text: str, *, limit: int = MAX_CHARS) -> tuple[str, tuple[str, ...]]:
    """Beginning and end of `text` within `limit`, and what there is to say about it."""
    if len(text) <= limit:
        return text, ()
    half = limit // 2
    gone = len(text) - 2 * half
    return f"{text[:half]}\n[… {gone} characters left out …]\n{text[-half:]}", (
        f"mayact: cut, {gone} characters are not shown",
    )
