"""A store on a file system that fills up and is freed again: a real one of two megabytes where this process may mount
one, else the kernel's own limit on the length of files, which fails a write as late and in the same places.

`python -m tests.support.full_disk ROOT WAY SCENARIO` plays one scenario and prints what was seen as one JSON object.
"""

import contextlib
import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.store import LOG_KEY, LOG_VERIFIER, Place, Scenario, action, governed
from tests.support.store_disk import said

from mayact.core.errors import MayactError, StoreUnavailable
from mayact.core.log.state import Table
from mayact.store.sqlite import SqliteStore

HERE = Path(__file__).parents[2]
FILE_SYSTEM, LIMIT = "file system", "limit"
_BALLAST = "ballast"
_MANY = 20_000
"""More appends than any space here can take."""

_IN_A_ROW = 5


@contextmanager
def mounted(folder: Path) -> Iterator[bool]:
    """A file system of two megabytes at `folder`, where that may be had."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


def ways(folder: Path) -> list[str]:
    """How a disk can be full here: always by the limit."""
    if os.geteuid() != 0:
        return [LIMIT]
    with mounted(folder) as there:
        return [FILE_SYSTEM, LIMIT] if there else [LIMIT]


class Space:
    """`fill` leaves no byte, `free` gives them back."""

    def __init__(self, root: Path, way: str) -> None:
        self._root, self._way = root, way

    def fill(self) -> None:
        if self._way == LIMIT:
            longest = max(path.stat().st_size for path in self._root.rglob("*") if path.is_file())
            resource.setrlimit(resource.RLIMIT_FSIZE, (longest, resource.RLIM_INFINITY))
            return
        with (self._root / _BALLAST).open("wb", buffering=0) as ballast:
            for part in (65_536, 4_096, 1):
                with contextlib.suppress(OSError):
                    while ballast.write(bytes(part)):
                        pass
        with contextlib.suppress(OSError), (self._root / "more").open("wb", buffering=0) as more:
            more.write(b"x")
            raise AssertionError("there is space left")

    def free(self) -> None:
        if self._way == LIMIT:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        (self._root / _BALLAST).unlink(missing_ok=True)


def play(root: Path, way: str, scenario: str, *, killed: bool = False) -> dict[str, Any]:
    """What the scenario saw, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.full_disk", str(root), way, scenario],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    assert run.returncode == (-signal.SIGKILL if killed else 0), run.stderr
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return seen


def _opened(root: Path) -> SqliteStore:
    place = Place(root)
    return SqliteStore.open(place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor)


def _until_full(store: SqliteStore, scenario: Scenario) -> tuple[list[str], str]:
    """The actions whose entries were acknowledged, and why the next ones were not.

    A failure makes the store bring its write-ahead log into the database and cut it, which gives space back; so it is
    full when several fail in a row.
    """
    acknowledged: list[str] = []
    failures = 0
    for number in range(10, _MANY):
        try:
            store.append([scenario.decided(number)])
        except StoreUnavailable as error:
            failures += 1
            if failures == _IN_A_ROW:
                return acknowledged, error.message
            continue
        failures = 0
        acknowledged.append(action(number))
    raise AssertionError("it never was full")


def _asked_again(attempt: Callable[[], object]) -> str:
    """The outcome, asked for again while it is a refusal that says so: a checkpoint may be under way."""
    outcome = said(attempt)
    for _ in range(200):
        if outcome != "StoreUnavailable":
            break
        time.sleep(0.05)
        outcome = said(attempt)
    return outcome


# ── scenarios ────────────────────────────────────────────────────────────────────────────────────────────


def recovers(root: Path, space: Space) -> dict[str, Any]:
    """Full while an approval is to be spent; then there is space again."""
    with _opened(root) as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        space.fill()
        acknowledged, why = _until_full(store, scenario)
        spend = [scenario.issued(1, requests=["req-1"])]
        spent = [said(lambda: store.append(spend)) for _ in range(3)]
        size, read = store.size(), store.row(Table.REQUESTS, "req-1")
        space.free()
        late = [scenario.issued(1, requests=["req-1"], permit="prm-again")]
        spent.append(_asked_again(lambda: store.append(late)))
        on = [_asked_again(lambda: store.append([scenario.started()])) for _ in range(30)]
        return {
            "acknowledged": acknowledged, "why": why, "spent": spent, "on": sorted(set(on)),
            "read": getattr(read, "id", None), "while_full": size, "size": store.size(),
        }  # fmt: skip


def killed(root: Path, space: Space) -> dict[str, Any]:
    """Full, and then the process dies."""
    store = _opened(root)
    scenario = governed(store)
    store.append([scenario.opened(1), scenario.answered("req-1")])
    space.fill()
    acknowledged, why = _until_full(store, scenario)
    print(json.dumps({"acknowledged": acknowledged, "why": why}), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def opening(root: Path, space: Space) -> dict[str, Any]:
    """A gate starts where there is no space, and again where there is."""
    with _opened(root) as store:
        scenario = governed(store)
    space.fill()
    tries = []
    for _ in range(2):
        try:
            with _opened(root) as store:
                tries.append(said(lambda: store.append([scenario.decided(1)])))
        except MayactError as error:
            tries.append(type(error).__name__)
    space.free()
    with _opened(root) as store:
        on = _asked_again(lambda: store.append([scenario.decided(2)]))
        return {"tries": tries, "on": on, "size": store.size()}


SCENARIOS = {"recovers": recovers, "killed": killed, "opening": opening}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    assert errno.EFBIG  # Python ignores SIGXFSZ, so that the limit is an error and no death
    print(json.dumps(SCENARIOS[sys.argv[3]](place, Space(place, sys.argv[2]))))
