"""A child that is measured from within: one line asks, one line of JSON answers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Ask = Callable[[object], dict[str, Any]]


@contextmanager
def worker(
    module: str, arguments: Sequence[str], *, environment: Mapping[str, str] | None = None, pinned: Sequence[str] = ()
) -> Iterator[Ask]:
    """`python -m MODULE ARGUMENTS` until the block ends. Raises `RuntimeError` with what it said when it ends early."""
    process = subprocess.Popen(
        [*pinned, sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asked, answers = process.stdin, process.stdout
    assert asked is not None
    assert answers is not None

    def ask(question: object) -> dict[str, Any]:
        asked.write(f"{json.dumps(question)}\n")
        asked.flush()
        line = answers.readline()
        if not line:
            raise RuntimeError(f"{module} ended with {process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found

    try:
        yield ask
    finally:
        asked.close()
        process.wait(timeout=60)
        answers.close()


def answering(answer: Callable[[Any], Mapping[str, Any]]) -> None:
    """The child's side, until the parent closes its input."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
