"""What callers were told, and what they were not told: the one side of the comparison.

Law: only what a reply said counts as acknowledged; a call that got no clean answer is *unclear* and may or may not
stand in the log. Nothing here looks at the log.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Safe for threads. Ids by fact; how many calls of each fact stayed unclear; how many were refused."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    unclear: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    executed: list[str] = field(default_factory=list)
    """Permits that something really ran on, in order: a permit in here twice ran twice."""

    def told(self, fact: str, name: str) -> None:
        with self._lock:
            self.acknowledged.setdefault(fact, []).append(name)

    def not_told(self, fact: str) -> None:
        with self._lock:
            self.unclear[fact] += 1

    def was_refused(self, fact: str) -> None:
        with self._lock:
            self.refused[fact] += 1

    def ran(self, permit: str) -> None:
        with self._lock:
            self.executed.append(permit)

    def names(self, fact: str) -> list[str]:
        with self._lock:
            return list(self.acknowledged.get(fact, []))

    def calls(self) -> int:
        with self._lock:
            return sum(map(len, self.acknowledged.values())) + self.unclear.total() + self.refused.total()
