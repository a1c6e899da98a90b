"""What holds a work tree's guarded places while agents run: directories to mount on, and an eye on the mounts.

Law: a directory that was made for a mount stands as long as any launch of this user runs in that tree: taking it away
outside takes the mount away in every sandbox (mount_namespaces(7)). The last launch takes away what is empty and still
as it was made, also what launches that were killed left behind.
A mount does not survive that somebody outside renames another file over the one it lies on, and a guarded file that is
not there cannot be mounted over. Both are seen when they happen, not at the next probe.
"""

import contextlib
import fcntl
import hashlib
import os
import select
import stat
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mayact.core.errors import Forbidden, shown
from mayact.core.sandbox import tables
from mayact.core.sandbox.model import Plan, ReadOnly, Sealed, within

_MADE_AT_NS: Final = 1_000_000_000
"""The time of a directory that was made here, one second after the epoch: whatever is done in it changes that."""

_LOOK_MS: Final = 100


# ── directories ──────────────────────────────────────────────────────────────────────────────────────────


def make(directories: Sequence[str]) -> None:
    """Make what mounts stand on, the outer before the inner."""
    made = []
    for path in directories:
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o755)
            made.append(path)
    for path in reversed(made):  # what is made in a directory changes its time
        os.utime(path, ns=(_MADE_AT_NS, _MADE_AT_NS))


@dataclass
class Trees:
    """The writable places of one launch, each held by a lock that other launches of this user share."""

    works: Sequence[str]
    repositories: Sequence[str]
    """Every `.git` directory within them."""
    held: list[int] = field(default_factory=list)

    def leave(self, plan: Plan | None = None) -> None:
        """Take away what was made, unless another launch stands on it. Lets go of the locks."""
        if not all(_alone(lock) for lock in self.held):
            return
        named = [f"{work}/{name}" for work in self.works for name in tables.GUARDED_DIRECTORIES]
        named += [path + name.removeprefix(".git") for path in self.repositories for name in tables.GIT_DIRECTORIES]
        if plan is not None:
            named += [*plan.made, *(mount.at for mount in plan.mounts if isinstance(mount, ReadOnly | Sealed))]
        _take_away({place for path in named for place in (path, os.path.dirname(path)) if self._is_within(place)})

    def _is_within(self, path: str) -> bool:
        return any(within(path, work) and path != work for work in self.works)


@contextlib.contextmanager
def trees(works: Sequence[str], repositories: Iterable[str]) -> Iterator[Trees]:
    """Hold the trees. What killed launches left in them is gone when this begins. Raises `Forbidden`."""
    with contextlib.ExitStack() as stack:
        found = Trees(tuple(works), tuple(path for path in repositories if path.endswith("/.git")))
        for work in sorted(set(works)):
            lock = os.open(f"{_locks()}/{hashlib.sha256(os.fsencode(work)).hexdigest()}", _LOCK_FLAGS, 0o600)
            stack.callback(os.close, lock)
            found.held.append(lock)
        found.leave()
        for lock in found.held:
            fcntl.flock(lock, fcntl.LOCK_SH)  # whoever holds it alone does so for the time of some removals
        yield found


_LOCK_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def _locks() -> str:
    """Where the locks are: outside every sandbox, this user's alone."""
    place = f"{os.path.realpath(tempfile.gettempdir())}/mayact-trees-{os.geteuid()}"
    with contextlib.suppress(FileExistsError):
        os.mkdir(place, 0o700)
    there = os.lstat(place)
    if not stat.S_ISDIR(there.st_mode) or there.st_uid != os.geteuid() or there.st_mode & 0o077:
        raise Forbidden(f"{shown(place)} is not this user's alone", hint="look at it, and remove it")
    return place


def _alone(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _take_away(places: Iterable[str]) -> None:
    # Judged before anything is taken away: that changes the time of the directory around it.
    ours = [place for place in places if _is_as_made(place)]
    for place in sorted(ours, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(place)  # not empty: somebody put something there


def _is_as_made(path: str) -> bool:
    try:
        there = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(there.st_mode) and there.st_mtime_ns == _MADE_AT_NS


# ── an eye on them ───────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Eye:
    """`lost`: told when what guards these places is gone; `appeared`: told of a guarded file that was not there."""

    works: Sequence[str]
    watched: Sequence[str]
    lost: Callable[[Sequence[str]], None]
    appeared: Callable[[str], None]
    over: threading.Event = field(default_factory=threading.Event)

    def guard(self, table: int, standing: frozenset[str]) -> None:
        """`look`, whose failing is told as a loss: an eye that is shut would let everything pass."""
        try:
            self.look(table, standing)
        except BaseException:
            self.lost(sorted(standing))
            raise

    def look(self, table: int, standing: frozenset[str]) -> None:
        """Until it is over, or the process is. The kernel wakes whoever polls the table of mounts (proc(5))."""
        changes = select.poll()
        changes.register(table, select.POLLPRI | select.POLLERR)
        seen: set[str] = set()
        while not self.over.is_set():
            for path in self.watched:
                if path not in seen and os.path.lexists(path):
                    seen.add(path)
                    self.appeared(path)
            changes.poll(_LOOK_MS)
            try:
                now = self.mounts(table)
            except OSError:
                return  # the process has ended
            if not now:
                return
            if standing - now:
                self.lost(sorted(standing - now))
                return

    def mounts(self, table: int) -> frozenset[str]:
        """Mount points within the trees, as the process sees them."""
        os.lseek(table, 0, os.SEEK_SET)
        raw = b""
        while chunk := os.read(table, 65_536):
            raw += chunk
        places = (os.fsdecode(_plain(line.split(b" ")[4])) for line in raw.splitlines())
        return frozenset(place for place in places if any(within(place, work) for work in self.works))


def _plain(place: bytes) -> bytes:
    """Undo the octal escapes of blanks and backslashes (proc(5))."""
    for escape, byte in ((b"\\040", b" "), (b"\\011", b"\t"), (b"\\012", b"\n"), (b"\\134", b"\\")):
        place = place.replace(escape, byte)
    return place


@contextlib.contextmanager
def watching(eye: Eye, process: int) -> Iterator[None]:
    """From before the agent runs: what is lost before the first look would never be missed."""
    with open(f"/proc/{process}/mountinfo", "rb", buffering=0) as table:
        standing = eye.mounts(table.fileno())
        thread = threading.Thread(target=eye.guard, args=(table.fileno(), standing), name="mayact-guards", daemon=True)
        thread.start()
        try:
            yield
        finally:
            eye.over.set()
            thread.join()
