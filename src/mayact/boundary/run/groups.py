"""Control groups, where this user may make them: one bound for everything beneath together.

Law: a bound that cannot be had is said, never pretended. `Group.places` is empty then.
"""

import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.sandbox.model import Limits

_ROOT: Final = "/sys/fs/cgroup"


@dataclass(frozen=True, slots=True)
class Group:
    """Directories that were made for one sandbox."""

    places: tuple[str, ...]

    @property
    def bounds(self) -> bool:
        return bool(self.places)

    def take(self, process: int) -> None:
        """Bound `process`, and what it starts, together with the others. Raises `OSError`."""
        for place in self.places:
            _write(f"{place}/cgroup.procs", process)

    def remove(self) -> None:
        """Once nothing is in it. The kernel lets go of it a moment after the last process."""
        for place in self.places:
            for _ in range(50):
                try:
                    os.rmdir(place)
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.02)


def bounded(limits: Limits, processes: Sequence[int]) -> Group:
    """Put `processes`, and so whatever they start, under `limits`."""
    lines = _own()
    name = f"mayact-{os.getpid()}-{os.urandom(4).hex()}"
    if (unified := lines.get("")) is not None and os.path.exists(f"{_ROOT}/cgroup.controllers"):
        parent = f"{_ROOT}{os.path.dirname(unified) if unified != '/' else ''}".rstrip("/")
        place = _made(f"{parent}/{name}", {"pids.max": limits.processes, "memory.max": limits.memory}, processes)
        return Group(place)
    first = _made(f"{_ROOT}/pids{lines.get('pids', '/')}/{name}", {"pids.max": limits.processes}, processes)
    second = _made(
        f"{_ROOT}/memory{lines.get('memory', '/')}/{name}", {"memory.limit_in_bytes": limits.memory}, processes
    )
    return Group((*first, *second) if first and second else _undone((*first, *second)))


def _own() -> dict[str, str]:
    """Controller → this process's group (cgroups(7)); the unified hierarchy has no name."""
    with open("/proc/self/cgroup", encoding="ascii", errors="replace") as file:
        rows = [line.rstrip("\n").split(":", 2) for line in file]
    return {name: row[2] for row in rows if len(row) == 3 for name in row[1].split(",")}


def _made(place: str, bounds: dict[str, int], processes: Sequence[int]) -> tuple[str, ...]:
    try:
        os.mkdir(place)
    except OSError:
        return ()  # not this user's to make
    try:
        for file, value in bounds.items():
            _write(f"{place}/{file}", value)
        for process in processes:
            _write(f"{place}/cgroup.procs", process)
    except OSError:
        return _undone((place,))
    return (place,)


def _undone(places: Sequence[str]) -> tuple[str, ...]:
    for place in places:
        with contextlib.suppress(OSError):
            os.rmdir(place)  # with a process in it, it stays until that ends; it bounds no other
    return ()


def _write(path: str, value: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, f"{value}\n".encode())
    finally:
        os.close(descriptor)
