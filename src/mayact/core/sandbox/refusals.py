"""What was refused to a launched agent, counted so that every attempt is an entry and no number of them floods the log.

Law: the first of each kind is written at once, and nothing is ever dropped uncounted: what comes after it is written
together, once in `TOGETHER_MS` and at the end. Kinds are words of closed lists; past `MAX_KINDS` they share one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mayact.core.canonical import JsonObject

TOGETHER_MS: Final = 60_000
MAX_KINDS: Final = 128
MAX_COUNT: Final = 1 << 48
OTHERS: Final = "others"
MAX_DETAIL_CHARS: Final = 200


@dataclass(kw_only=True)
class Refusals:
    """Of one launch, or of one user on the common socket."""

    known: set[str] = field(default_factory=set)
    waiting: dict[str, int] = field(default_factory=dict)
    detail: str = ""
    """Of the first that waits. It may hold what the agent said, escaped."""
    written_at: int = 0

    def add(self, counts: Mapping[str, int], detail: str) -> bool:
        """Count these; whether they are to be written now, because one of them is the first of its kind."""
        new = False
        for kind, count in counts.items():
            named = kind if kind in self.known or len(self.known) < MAX_KINDS else OTHERS
            new = new or named not in self.known
            self.known.add(named)
            if not self.waiting:
                self.detail = detail[:MAX_DETAIL_CHARS]
            self.waiting[named] = min(self.waiting.get(named, 0) + max(count, 0), MAX_COUNT)
        return new

    def due(self, now: int) -> bool:
        return bool(self.waiting) and now - self.written_at >= TOGETHER_MS

    def taken(self, now: int) -> JsonObject | None:
        """What is to be written, which then counts as written; None: nothing."""
        if not self.waiting:
            return None
        body: JsonObject = {"refused": dict(sorted(self.waiting.items())), "detail": self.detail}
        self.waiting, self.detail, self.written_at = {}, "", now
        return body

    def back(self, body: JsonObject) -> None:
        """What could not be written waits again."""
        counts = body["refused"]
        if isinstance(counts, Mapping):
            self.add({str(kind): count for kind, count in counts.items() if isinstance(count, int)}, "")
