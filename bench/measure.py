"""Timing that survives a noisy machine: cases take turns, and what is reported is the median and a ratio.

Law: two figures are compared only when their repetitions were interleaved in one run.
"""

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Samples = dict[str, list[float]]


def interleaved(cases: Mapping[str, Callable[[], float]], *, rounds: int, warm: int = 2) -> Samples:
    """Each case once per round, in turn. A case returns the seconds of one repetition."""
    samples: Samples = {name: [] for name in cases}
    for number in range(warm + rounds):
        for name, case in cases.items():
            seconds = case()
            if number >= warm:
                samples[name].append(seconds)
    return samples


def medians(samples: Samples) -> dict[str, float]:
    return {name: statistics.median(values) for name, values in samples.items()}


def repeated(work: Callable[[], object], *, times: int) -> Callable[[], float]:
    """A case: the seconds of one call of `work`, averaged over `times`."""

    def case() -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - started) / times

    return case


def process(
    argv: Sequence[str], *, environment: Mapping[str, str], stdin: bytes = b"", expect: int = 0, cwd: Path | None = None
) -> Callable[[], float]:
    """A case: the wall time of one whole process, from spawn to its collected exit.

    Its input stands in a file, so that nothing of ours runs meanwhile. Raises `RuntimeError` for another exit code
    than `expect`: a refusal is fast and must not pass for a measurement.
    """
    source = os.memfd_create("stdin")
    os.write(source, stdin)
    quiet = os.open(os.devnull, os.O_WRONLY)
    program = argv[0]

    def case() -> float:
        os.lseek(source, 0, os.SEEK_SET)
        here = os.getcwd()
        os.chdir(cwd or here)
        actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
        started = time.perf_counter()
        child = os.posix_spawn(program, list(argv), dict(environment), file_actions=actions)
        _, status, _ = os.wait4(child, 0)
        seconds = time.perf_counter() - started
        os.chdir(here)
        if os.waitstatus_to_exitcode(status) != expect:
            raise RuntimeError(f"{' '.join(argv)} ended with {os.waitstatus_to_exitcode(status)}, not {expect}")
        return seconds

    return case
