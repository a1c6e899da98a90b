"""A store of a given size, measured from within: `FOLDER SIZE`, then one question per line.

`"alone"`: seconds of one append; `"group"`: per append with 32 in flight; `"row"`: of looking up a permit that ended;
`"open"`: of closing and opening; `"verify"`: of verifying everything, per entry; `"grown"`: how long making it took.
"""

import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.store import LOG_KEY, LOG_VERIFIER, Place, Scenario, governed

from bench.servers.appends import Drafts, pressed
from bench.servers.worker import answering
from mayact.core.log.state import Table
from mayact.core.log.verify import verify
from mayact.store.reader import snapshot
from mayact.store.sqlite import SqliteStore

IN_FLIGHT = 512
BETWEEN = 496
"""Evaluations between two runs of an action, each of which is four entries: decision, permit, redemption, outcome."""


class Growing:
    def __init__(self, folder: Path, size: int) -> None:
        self._place = Place(folder)
        self._size = size
        self._store = self._open()
        self._world = Scenario()
        governed(self._store, self._world)
        assert self._world.policy is not None
        self._drafts = Drafts(self._world.policy, text="")
        self._permits = 0
        started = time.perf_counter()
        self._grow()
        self._grown = time.perf_counter() - started
        self._rng = random.Random(7)

    def answer(self, asked: str) -> Mapping[str, Any]:
        return {"seconds": getattr(self, f"_{asked}_seconds")()}

    def _open(self) -> SqliteStore:
        return SqliteStore.open(
            self._place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=self._place.anchor, queue=4_096, group=512
        )

    def _grow(self) -> None:
        """Evaluations and, in between, runs of an action, until the size is reached."""
        while True:
            missing = self._size - self._store.size()
            if self._permits == 0 or missing > BETWEEN:
                self._run()
            elif missing <= 0:
                return
            pressed(self._store, self._drafts, seconds=3_600, in_flight=IN_FLIGHT, most=max(0, min(missing, BETWEEN)))

    def _run(self) -> None:
        number, world = self._permits, self._world
        self._permits += 1
        world.at = self._drafts.at  # a permit of long ago would be over in a log that has gone on
        self._store.append([world.decided(number, "allow"), world.issued(number)])
        self._store.append([world.redeemed(number), world.outcome(number)])

    def _grown_seconds(self) -> float:
        return self._grown

    def _alone_seconds(self) -> float:
        started = time.perf_counter()
        for _ in range(20):
            self._store.append((self._drafts.next(),))
        return (time.perf_counter() - started) / 20

    def _group_seconds(self) -> float:
        return 1 / float(pressed(self._store, self._drafts, seconds=0.3, in_flight=32)["rate"])

    def _row_seconds(self) -> float:
        names = [f"prm-{self._rng.randrange(self._permits)}" for _ in range(50)]
        started = time.perf_counter()
        for name in names:
            if self._store.row(Table.PERMITS, name) is None:
                raise RuntimeError(f"{name} is not there")
        return (time.perf_counter() - started) / len(names)

    def _open_seconds(self) -> float:
        self._store.close()
        started = time.perf_counter()
        self._store = self._open()
        return time.perf_counter() - started

    def _verify_seconds(self) -> float:
        started = time.perf_counter()
        with snapshot(self._place.database) as recorded:
            report = verify(recorded, key=LOG_VERIFIER)
        if report.findings:
            raise RuntimeError(f"the bench's own log does not verify: {report.findings[0]}")
        return (time.perf_counter() - started) / report.size


def main() -> None:
    growing = Growing(Path(sys.argv[1]), int(sys.argv[2]))
    answering(growing.answer)


if __name__ == "__main__":
    main()
