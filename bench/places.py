"""Which core does what, and what a process has cost: the load never runs where the server runs.

Law: a figure of CPU is what the kernel charged to the server's process, all its threads, over counted requests.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Places:
    """Commands that pin a process: `server` to one core, `load` to another. Empty where pinning is not possible."""

    server: tuple[str, ...]
    load: tuple[str, ...]
    says: str


def places() -> Places:
    """The last two cores that this process may use."""
    cores = sorted(os.sched_getaffinity(0))
    if shutil.which("taskset") is None or len(cores) < 2:
        return Places((), (), "server and load share the cores: no taskset, or one core only")
    server, load = str(cores[0]), str(cores[1])
    return Places(("taskset", "-c", server), ("taskset", "-c", load), f"server on core {server}, load on core {load}")


def cpu_seconds(process: int) -> float:
    """User and system time of the process since its start, all threads (proc(5), fields 14 and 15). The clock ticks
    a hundred times a second: measure over seconds. Raises `FileNotFoundError` when it has ended."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def processes_below(process: int) -> tuple[int, ...]:
    """The process and its children, as they are now."""
    found = [process]
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found.extend(processes_below(int(child)))
    return tuple(found)
