"""`mayact` with the CPU of each stage counted: `staged.py OUT WORDS…` runs `mayact WORDS…` and writes, at its end, the
seconds of CPU by stage and how many decisions there were.

CPU of the thread that does it, not time: what waits for the disk or for another thread costs nothing here. What runs
inside another stage is subtracted from it.
"""

import functools
import importlib
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAGES = {
    "mayact.core.wire.authzen:read_body": "read the request",
    "mayact.core.wire.authzen:read_evaluation": "read the request",
    "mayact.core.policy.application.decide:Decider.decide": "decide, besides Cedar",
    "mayact.core.policy.application.decide:Decider._entities": "entities for Cedar",
    "mayact.core.policy.cedar:evaluate": "Cedar",
    "mayact.core.wire.authzen_answers:evaluation_body": "draw answer and entry, canonical bytes",
    "mayact.core.wire.authzen_answers:entry": "draw answer and entry, canonical bytes",
    "mayact.gate.evaluate:Evaluator.prepare": "ids, clock, policy look-up",
    "mayact.store.logstore:LogStore.submit": "queue",
    "mayact.store.writer:Committer._take": "queue",
    "mayact.store.logstore:compose": "leaf, hash, tree, apply",
    "mayact.store.logstore:LogStore._sealed": "sign the head",
    "mayact.store.sqlite_backend:SqliteBackend.begin": "SQL",
    "mayact.store.sqlite_backend:SqliteTransaction.write": "SQL",
    "mayact.store.sqlite_backend:SqliteTransaction.commit": "commit and flush",
    "mayact.store.logstore:LogStore._write_anchor": "anchor and flush",
    "mayact.store.writer:_answer": "tell the loop",
}
"""Where each stage is, `module:name`. A test looks all of them up."""

COUNTED = "mayact.gate.evaluate:Evaluator.prepare"


class Meter(threading.local):
    """Of one thread: a total per stage, and what ran inside the stages that are open."""

    def __init__(self) -> None:
        self.open: list[float] = []


class Watch:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys(STAGES.values(), 0.0)
        self.decisions = 0
        self._meter = Meter()
        self._inside = self._outside = 0.0
        self._inside, self._outside = self._own_cost()

    def wrapped(self, where: str, function: Callable[..., Any]) -> Callable[..., Any]:
        stage, meter, seconds = STAGES[where], self._meter, self.seconds
        counted = where == COUNTED
        clock = time.thread_time

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            inner = meter.open
            inner.append(0.0)
            started = clock()
            try:
                return function(*args, **kwargs)
            finally:
                whole = clock() - started
                # Two threads never share a stage, so that no total is added to by both.
                seconds[stage] += whole - inner.pop() - self._inside
                if inner:
                    inner[-1] += whole + self._outside
                if counted:
                    self.decisions += 1

        return timed

    def _own_cost(self, times: int = 20_000) -> tuple[float, float]:
        """What watching costs per call: counted to the stage itself, and to whoever called it."""
        timed = self.wrapped(COUNTED, _nothing)
        started = time.thread_time()
        for _ in range(times):
            timed()
        whole = (time.thread_time() - started) / times
        inside = self.seconds[STAGES[COUNTED]] / times
        self.seconds[STAGES[COUNTED]], self.decisions = 0.0, 0
        return inside, whole - inside


def _nothing() -> None:
    """What costs nothing itself."""


def place(where: str) -> tuple[Any, str]:
    """What holds the function, and its name there. Raises `AttributeError` when it moved."""
    module, _, path = where.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for step in outer:
        holder = getattr(holder, step)
    getattr(holder, name)
    return holder, name


def main() -> None:
    out, words = Path(sys.argv[1]), sys.argv[2:]
    watch = Watch()
    for where in STAGES:
        holder, name = place(where)
        setattr(holder, name, watch.wrapped(where, getattr(holder, name)))
    sys.argv = ["mayact", *words]
    try:
        importlib.import_module("mayact.cli.main").main()
    finally:
        found = {"decisions": watch.decisions, "seconds": watch.seconds}
        out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
