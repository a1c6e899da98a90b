"""A store on a disk that misbehaves on command (`tests/store/faulty_disk.c`, preloaded into a process of its own).

`python -m tests.support.store_disk ROOT SCENARIO` plays one scenario and prints what was seen as one JSON object.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.store import LOG_KEY, LOG_VERIFIER, Place, Scenario, governed

from mayact.core.errors import MayactError
from mayact.core.log.entry import Draft
from mayact.ports import Receipt
from mayact.store import sqlite_wal
from mayact.store.sqlite import SqliteStore

HERE = Path(__file__).parents[2]


def compiled(folder: Path) -> Path:
    """The preloadable disk. Skips where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("a disk that fails on command needs a C compiler (Debian: gcc libc6-dev)")
    made = folder / "faulty_disk.so"
    source = HERE / "tests" / "store" / "faulty_disk.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", made, source, "-ldl"], check=True, timeout=60
    )
    return made


def play(disk: Path, root: Path, scenario: str, *, killed: bool = False) -> dict[str, Any]:
    """What the scenario saw, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.store_disk", str(root), scenario],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=HERE,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(["src", "."]),
            "LD_PRELOAD": str(disk),
            "MAYACT_DISK": str(root / "disk"),
        },
    )
    assert run.returncode == (-signal.SIGKILL if killed else 0), run.stderr
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return seen


class Disk:
    def __init__(self, root: Path) -> None:
        self._control = root / "disk"
        self._counted = root / "disk.flushes"
        self.now("ok")

    def now(self, mode: str) -> None:
        # Replaced whole: the other threads read it at every call.
        draft = self._control.with_suffix(".new")
        draft.write_text(f"{mode}\n")
        draft.replace(self._control)

    def flushes(self) -> int:
        return self._counted.stat().st_size if self._counted.exists() else 0


class Answers:
    """Collects what `submit` answers."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.given: list[Receipt | MayactError] = []

    def put(self, outcome: Receipt | MayactError) -> None:
        with self._changed:
            self.given.append(outcome)
            self._changed.notify_all()

    def wait(self, count: int, *, seconds: float = 60) -> list[str]:
        """The names of the first `count` outcomes."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.given) >= count, seconds), len(self.given)
            return [type(outcome).__name__ for outcome in self.given]


def said(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except MayactError as error:
        return type(error).__name__
    return "done"


def opened(root: Path, **limits: Any) -> SqliteStore:
    place = Place(root)
    return SqliteStore.open(place.database, key=LOG_VERIFIER, sign=LOG_KEY.sign, anchor=place.anchor, **limits)


def drafts(scenario: Scenario, count: int) -> list[list[Draft]]:
    return [[scenario.decided(number, "allow")] for number in range(count)]


# ── scenarios ────────────────────────────────────────────────────────────────────────────────────────────


def grouped(root: Path, disk: Disk) -> dict[str, Any]:
    """64 appends wait while one flush hangs."""
    sqlite_wal.EVERY_S = 600.0  # type: ignore[misc]  # no checkpoint in the background flushes anything meanwhile
    with opened(root) as store:
        scenario, answers = governed(store), Answers()
        before = disk.flushes()
        disk.now("hang")
        store.submit([scenario.started()], answers.put)
        while store.figures().waiting:
            time.sleep(0.001)
        for draft in drafts(scenario, 64):
            store.submit(draft, answers.put)
        disk.now("ok")
        answers.wait(65)
        notes = {outcome.checkpoint for outcome in answers.given[1:] if isinstance(outcome, Receipt)}
        return {"flushes": disk.flushes() - before, "heads": len(notes), "size": store.size()}


def hanging(root: Path, disk: Disk) -> dict[str, Any]:
    """A flush hangs; callers stop waiting; it comes back."""
    with opened(root) as store:
        scenario = governed(store)
    with opened(root, queue=3, wait_s=0.2) as store:
        answers = Answers()
        disk.now("hang")
        flying = said(lambda: store.append([scenario.decided(1)]))
        withdrawn = said(lambda: store.append([scenario.decided(2)]))
        for number in (3, 4, 5):
            store.submit([scenario.decided(number)], answers.put)
        full = said(lambda: store.submit([scenario.decided(6)], answers.put))
        disk.now("ok")
        answers.wait(3)
        numbers = [entry.seq for entry in store.entries(start=4, count=100)]
        actions = [str(entry.body["decision"]["action"]) for entry in store.entries(start=4, count=100)]  # type: ignore[index,call-overload]
        return {
            "flying": flying,
            "withdrawn": withdrawn,
            "full": full,
            "entries": numbers,
            "actions": actions,
            "answers": [type(outcome).__name__ for outcome in answers.given],
        }


def failing(root: Path, disk: Disk, mode: str = "fail") -> dict[str, Any]:
    """The disk fails while an approval is being spent, then works again."""
    with opened(root) as store:
        scenario = governed(store)
        store.append([scenario.opened(1), scenario.answered("req-1")])
        acknowledged = store.size()
        spend = [scenario.issued(1, requests=["req-1"])]
        disk.now(mode)
        failed = [said(lambda: store.append(spend)) for _ in range(3)]
        disk.now("ok")
        again = said(lambda: store.append([scenario.issued(1, requests=["req-1"], permit="prm-again")]))
        on = said(lambda: store.append([scenario.started()]))
        return {"failed": failed, "again": again, "on": on, "acknowledged": acknowledged, "size": store.size()}


def full(root: Path, disk: Disk) -> dict[str, Any]:
    return failing(root, disk, "full")


def lying(root: Path, disk: Disk) -> dict[str, Any]:
    """Acknowledged on a disk that lies; what it truly kept is set aside, and the power goes."""
    store = opened(root)
    scenario = governed(store)
    store.append([scenario.opened(1), scenario.answered("req-1")])
    shutil.copytree(root / "state", root / "kept")
    disk.now("lie")
    store.append([scenario.issued(1, requests=["req-1"])])
    print(json.dumps({"size": store.size()}), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


SCENARIOS = {"grouped": grouped, "hanging": hanging, "failing": failing, "full": full, "lying": lying}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(json.dumps(SCENARIOS[sys.argv[2]](place, Disk(place))))
