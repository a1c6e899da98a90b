"""A process that opens a store, appends, and kills itself when the path passes a given commit point.

Run as `python -m tests.support.store_kill ROOT POINT`. It prints one line for every append that was acknowledged.
With `groups N` behind it: many appends are in flight at once, and the N-th group is the last.
"""

import os
import signal
import sys
from pathlib import Path

from tests.support.store import Place, governed, run_once

from mayact.core.errors import MayactError
from mayact.ports import CrashPoint, Receipt


class KillAt:
    """SIGKILL at the `after`-th passage of `point`: no handler, no flush, no rollback runs."""

    def __init__(self, point: CrashPoint, *, after: int) -> None:
        self._point, self._left = point, after
        self.armed = True

    def at(self, point: CrashPoint) -> None:
        if self.armed and point is self._point:
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


def groups(root: str, point: str, after: int) -> None:
    """Each approval is spent by two permits and each permit redeemed twice, all at once. One line per append that was
    acknowledged: its entries' numbers and what they were about."""
    trace = KillAt(CrashPoint(point), after=after)
    trace.armed = False
    store = Place(Path(root)).open(trace=trace, group=16)
    scenario = governed(store)
    for number in range(COUNT):
        store.append([scenario.opened(number), scenario.answered(f"req-{number}")])
    trace.armed = True

    def spend(number: int, copy: int) -> None:
        permit = f"prm-{number}-{copy}"
        store.submit(
            [scenario.decided(number, "allow"), scenario.issued(number, requests=[f"req-{number}"], permit=permit)],
            lambda outcome: follow(outcome, number, permit),
        )

    def follow(outcome: Receipt | MayactError, number: int, permit: str) -> None:
        if isinstance(outcome, Receipt):
            say(outcome, "spent", permit)
            for _ in range(2):
                store.submit([scenario.redeemed(number, permit=permit)], lambda outcome: say(outcome, "ran", permit))

    def say(outcome: Receipt | MayactError, what: str, permit: str) -> None:
        if isinstance(outcome, Receipt):
            print(what, permit, outcome.entries[-1].seq, flush=True)

    for number in range(COUNT):
        for copy in range(2):
            spend(number, copy)
    signal.pause()


COUNT = 40


if __name__ == "__main__":
    if sys.argv[3:4] == ["groups"]:
        groups(sys.argv[1], sys.argv[2], int(sys.argv[4]))
    else:
        main(sys.argv[1], sys.argv[2])
