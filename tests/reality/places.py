"""The files of a sandbox that commands can change: seen, and put back as they were.

Law: whatever a command did to them (content, rights, links, attributes: all move the change time), the next command
finds what `world.sh` made.
"""

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHANGING: Final = ("/home/dev", "/srv", "/tmp", "/var/tmp", "/dev/shm")
TEMPLATE: Final = Path("/template")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a path was touched."""

    mode: int
    changed: int
    inode: int

    @property
    def is_directory(self) -> bool:
        return stat.S_ISDIR(self.mode)


def stamps() -> dict[str, Stamp]:
    """By path, everything below the places that commands can change."""
    found: dict[str, Stamp] = {}
    waiting = list(CHANGING)
    while waiting:
        for entry in os.scandir(waiting.pop()):
            seen = entry.stat(follow_symlinks=False)
            found[entry.path] = Stamp(seen.st_mode, seen.st_ctime_ns, seen.st_ino)
            if found[entry.path].is_directory and os.access(entry.path, os.R_OK | os.X_OK):
                waiting.append(entry.path)
    return found


def put_back(pristine: dict[str, Stamp]) -> dict[str, Stamp]:
    """Restore from the template what differs from `pristine` (empty: all of it); the world as it is then."""
    for path, now in sorted(stamps().items(), reverse=True):
        then = pristine.get(path)
        if then is not None and (now == then or (now.is_directory and then.is_directory)):
            continue
        if not now.is_directory:
            Path(path).unlink()
        elif os.path.lexists(path):
            Path(path).chmod(0o700)
            shutil.rmtree(path)
    wanted = pristine or (f"/{stored.relative_to(TEMPLATE)}" for stored in TEMPLATE.rglob("*"))
    for path in map(Path, sorted(wanted)):
        stored = TEMPLATE / path.relative_to("/")
        if stored.is_dir() and not stored.is_symlink():
            path.mkdir(exist_ok=True)
            if stat.S_IMODE(path.stat().st_mode) != stat.S_IMODE(stored.stat().st_mode):
                path.chmod(stat.S_IMODE(stored.stat().st_mode))
        elif not os.path.lexists(path):
            shutil.copy2(stored, path, follow_symlinks=False)
    return stamps()
