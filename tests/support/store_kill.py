"""A process that opens a store, appends, and kills itself when the path passes a given commit point.

Run as `python -m tests.support.store_kill ROOT POINT`. It prints one line for every append that was acknowledged.
"""

import os
import signal
import sys
from pathlib import Path

from tests.support.store import Place, governed, run_once

from mayact.ports import CrashPoint


class KillAt:
    """SIGKILL at the `after`-th passage of `point`: no handler, no flush, no rollback runs."""

    def __init__(self, point: CrashPoint, *, after: int) -> None:
        self._point, self._left = point, after

    def at(self, point: CrashPoint) -> None:
        if point is self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main(root: str, point: str) -> None:
    # Governance takes two appends and each action five: the tenth is the permit that spends the second approval.
    store = Place(Path(root)).open(trace=KillAt(CrashPoint(point), after=10))
    scenario = governed(store)
    for number in (1, 2):
        run_once(store, scenario, number)
        print(f"acknowledged {store.size()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
