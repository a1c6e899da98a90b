"""What a command changed where it may write, and whom it reached: looked at from outside, before and after.

Law: it reads names and what `lstat` says, follows no link, opens no file, and never leaves the mount that it starts on.
Where there is more than it may look at it says so; it never passes over anything in silence but what lies below
`NOT_ENTERED`. Two commands at a time see each other's changes, so their permits are held against what both did.
"""

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mayact.core.errors import shown
from mayact.core.model import Effect
from mayact.core.sandbox.model import Plan, Writable, within
from mayact.core.sandbox.observed import Change, Difference, FileChange, Observed, differences

MAX_LOOKED: Final = 100_000
"""Names in all places together. It takes one to two seconds."""

MAX_DEPTH: Final = 200

NOT_ENTERED: Final = frozenset({"node_modules", ".venv", "venv", "target", ".tox", ".nox", "objects", "__pycache__"})
"""Directories that builds and registries fill, and git's own store. That they are there is looked at, not what is in
them."""

Mark: TypeAlias = tuple[int, int, int, int, int, int]
"""Device, inode, mode, size, and both times in nanoseconds: a write that puts the one time back does not put back the
other (`ctime`, inode(7))."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    marks: Mapping[str, Mark]
    unseen: tuple[str, ...] = ()


def snapshot(places: Sequence[str], *, most: int = MAX_LOOKED) -> Snapshot:
    """What stands in `places` now."""
    marks: dict[str, Mark] = {}
    unseen: list[str] = []
    for place in places:
        for path, mark in _walk(place, unseen):
            if len(marks) >= most:
                return Snapshot(marks, (*unseen, f"{shown(place)} holds more than {most} names"))
            marks[path] = mark
    return Snapshot(marks, tuple(unseen))


def _walk(place: str, unseen: list[str]) -> Iterator[tuple[str, Mark]]:
    try:
        device = os.lstat(place).st_dev
    except OSError as error:
        unseen.append(f"{shown(place)}: {error.strerror}")
        return
    waiting = [(place, 0)]
    while waiting:
        directory, depth = waiting.pop()
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    found = _mark(entry)
                    if found is None:
                        continue  # it went meanwhile, which is a change that the other look shows
                    yield entry.path, found
                    if not entry.is_dir(follow_symlinks=False) or entry.name in NOT_ENTERED or found[0] != device:
                        continue
                    if depth >= MAX_DEPTH:
                        unseen.append(f"{shown(entry.path)} lies too deep")
                    else:
                        waiting.append((entry.path, depth + 1))
        except FileNotFoundError:
            continue
        except OSError as error:
            unseen.append(f"{shown(directory)}: {error.strerror}")


def _mark(entry: "os.DirEntry[str]") -> Mark | None:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    if entry.is_dir(follow_symlinks=False):
        # What is made in a directory changes its times and its size; what is in it is looked at by itself.
        return found.st_dev, found.st_ino, found.st_mode, 0, 0, 0
    return found.st_dev, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def changes(before: Snapshot, after: Snapshot) -> tuple[FileChange, ...]:
    """In the order of their paths."""
    found = []
    for path in sorted(before.marks.keys() | after.marks.keys()):
        one, other = before.marks.get(path), after.marks.get(path)
        if one is None:
            found.append(FileChange(path, Change.MADE))
        elif other is None:
            found.append(FileChange(path, Change.REMOVED))
        elif one != other:
            found.append(FileChange(path, Change.WRITTEN))
    return tuple(found)


def places_of(plan: Plan) -> tuple[str, ...]:
    """The places of outside that can be written inside, each once: what lies below another is looked at with it."""
    found = {mount.source for mount in plan.mounts if isinstance(mount, Writable)}
    return tuple(sorted(one for one in found if not any(one != other and within(one, other) for other in found)))


# ── from start to end of a command ───────────────────────────────────────────────────────────────────────


@dataclass(kw_only=True, eq=False)
class Watched:
    """One command that runs."""

    effects: tuple[Effect, ...]
    writes: bool = True
    before: Snapshot = field(default_factory=lambda: Snapshot({}))
    hosts: dict[str, None] = field(default_factory=dict)
    beside: list[Effect] = field(default_factory=list)
    """What commands may do that ran at the same time."""


@dataclass(kw_only=True)
class Watch:
    """All commands of one launch. `places`: what they may write; `work`: the work tree."""

    places: Sequence[str]
    work: str
    most: int = MAX_LOOKED
    _running: list[Watched] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def watching(self, effects: Iterable[Effect] | None, *, writes: bool) -> Iterator[Watched | None]:
        """While a command runs that may write, or reach others. `effects` None: it is not known what was permitted."""
        one = self.begin(effects, writes=writes) if effects is not None else None
        try:
            yield one
        finally:
            with self._lock:
                self._running = [other for other in self._running if other is not one]

    def begin(self, effects: Iterable[Effect], *, writes: bool = True) -> Watched:
        """Before anything of the command runs. `writes` false: it sees every place read-only."""
        one = Watched(effects=tuple(effects), writes=writes)
        with self._lock:
            for other in self._running:
                other.beside += one.effects
                one.beside += other.effects
            self._running.append(one)
        one.before = self._look(one)
        return one

    def _look(self, one: Watched) -> Snapshot:
        return snapshot(self.places, most=self.most) if one.writes else Snapshot({})

    def contacted(self, host: str) -> None:
        """The way out let this through. Which command it was is not known where several run."""
        with self._lock:
            for one in self._running:
                one.hosts[host] = None

    def end(self, one: Watched) -> tuple[Difference, ...]:
        """After everything beneath the command is gone: what it did that was not permitted."""
        after = self._look(one)
        with self._lock:
            self._running = [other for other in self._running if other is not one]
            permitted = (*one.effects, *one.beside)
            hosts = tuple(one.hosts)
        unseen = tuple(dict.fromkeys((*one.before.unseen, *after.unseen)))
        # Of places that were not looked at whole, what seems to have come or gone may only have been passed over.
        whole = not unseen
        files = tuple(it for it in changes(one.before, after) if whole or it.change is Change.WRITTEN)
        return differences(permitted, Observed(files=files, hosts=hosts, unseen=unseen), work=self.work)
