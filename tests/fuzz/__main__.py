"""`python -m tests.fuzz`: hostile input for the analyser until the time is over.

FUZZ_SECONDS (default 3600) is the time in total, FUZZ_SEED where to begin (default: the day, so that each day looks
elsewhere). What breaks a law is printed, written to `.fuzz/`, and makes the end 1; once mended it belongs into
`tests/vectors/fuzz/`.
"""

import json
import os
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzz.calls import call, tree
from tests.fuzz.laws import NAMES, told, unkept, unkept_call, unkept_tree
from tests.fuzz.material import body, line

from mayact.core.errors import ShellUnreadable
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser

_WORST_S: Final = 0.5
_MEMORY: Final = 2 << 30
_FOUND: Final = Path(".fuzz")


def _lines(rng: Random, parser: AgreedParser) -> tuple[object, str | None]:
    text = line(rng)
    return text, unkept(text, parser, around=rng.sample(NAMES, 2))


def _bodies(rng: Random, parser: AgreedParser) -> tuple[object, str | None]:
    text = body(rng)
    return text, unkept(text, parser, around=rng.sample(NAMES, 2))


def _calls(rng: Random, parser: AgreedParser) -> tuple[object, str | None]:
    tool, arguments = call(rng)
    if len(repr(arguments)) > MAX_FRAME_BYTES:
        return None, None  # no boundary takes it
    return {"tool": tool, "arguments": arguments}, unkept_call(tool, arguments, parser)


def _trees(rng: Random, parser: AgreedParser) -> tuple[object, str | None]:
    text = line(rng)
    try:
        whole = parser.parse(text)
    except ShellUnreadable:
        return text, None
    broken = tree(whole, rng)
    return {"text": text, "tree": broken}, unkept_tree(text, broken)


KINDS: Final[dict[str, tuple[int, Callable[[Random, AgreedParser], tuple[object, str | None]]]]] = {
    "lines": (10, _lines),
    "bodies": (5, _bodies),
    "calls": (6, _calls),
    "trees": (5, _trees),
}
"""Each with how many of a round are of its kind."""


def _turns() -> Iterator[str]:
    while True:
        for kind, (share, _) in KINDS.items():
            yield from [kind] * share


def main() -> int:
    seconds = float(os.environ.get("FUZZ_SECONDS", "3600"))
    seed = os.environ.get("FUZZ_SEED") or time.strftime("%Y-%m-%d")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    begun = said = time.monotonic()
    done: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    broken = 0
    print(f"fuzz: {seconds:.0f} s from seed {seed}", flush=True)
    # A machine that is too busy to give the parsers a turn breaks no law.
    with AgreedParser(ShfmtParser(spares=2, timeout_s=5), timeout_s=2) as parser:
        for kind in _turns():
            now = time.monotonic()
            if now - begun >= seconds:
                break
            if now - said >= 60:
                said = now
                print(f"fuzz: {now - begun:5.0f} s {_summary(done, slowest)}, {broken} found", flush=True)
            done[kind] += 1
            broken += _one(kind, f"{seed}/{kind}/{done[kind]}", parser, slowest)
    print(f"fuzz: {_summary(done, slowest)}, {broken} found")
    return 1 if broken else 0


def _summary(done: Counter[str], slowest: dict[str, float]) -> str:
    kinds = ", ".join(f"{count} {kind} (worst {slowest.get(kind, 0) * 1000:.0f} ms)" for kind, count in done.items())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{kinds}, {memory} MB"


def _one(kind: str, name: str, parser: AgreedParser, slowest: dict[str, float]) -> int:
    try:
        case, because = KINDS[kind][1](Random(name), parser)
    except Exception as error:  # noqa: BLE001 — whatever is raised is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        case, because = None, f"raises {type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
    if because is None and isinstance(case, str):
        spent = _seconds_of(case, parser)
        slowest[kind] = max(slowest.get(kind, 0), spent)
        if spent > _WORST_S and (again := _seconds_of(case, parser)) > _WORST_S:
            because = f"it takes {again:.2f} s"
    if because is None:
        return 0
    _FOUND.mkdir(exist_ok=True)
    row = {"kind": kind, "name": name, "case": case, "because": because}
    with (_FOUND / "found.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(row, default=str) + "\n")
    print(f"fuzz: {name}: {because}\n      {str(case)[:300]!r}", flush=True)
    return 1


def _seconds_of(text: str, parser: AgreedParser) -> float:
    """Computing time of one answer, the parser's processes included; the machine may be busy."""
    before = _computed()
    told(text, parser)
    return _computed() - before


def _computed() -> float:
    found = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in found)


if __name__ == "__main__":
    sys.exit(main())
