"""What a gate keeps of launched agents beside itself, so that one that is started anew knows them again.

Law: a record is a file of the gate's own in a directory of its own, which is in no sandbox. It names the process that
launched by what the kernel says of it (its number and when it began), so that no other process can come in its place. A
record that cannot be read is none.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from mayact.server.namespaces import Namespaces

MAX_BYTES: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchRecord:
    id: str
    agent: str
    uid: int
    launcher: int
    began: int
    """Of the launcher, in the kernel's ticks since it started itself (proc(5), field 22)."""
    lanes: bool
    """Whether the launcher runs its commands: also after a new start none is redeemed beside."""
    namespaces: Namespaces | None = None


def began_at(process: int) -> int | None:
    """When `process` began; None: there is none."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return int(file.read().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return None


def lives(record: LaunchRecord) -> bool:
    return began_at(record.launcher) == record.began


def write(directory: str, record: LaunchRecord) -> None:
    """Raises `OSError`."""
    os.makedirs(directory, mode=0o700, exist_ok=True)
    path = f"{directory}/{record.id}.json"
    body = {name: getattr(record, name) for name in LaunchRecord.__slots__}
    with open(f"{path}.new", "w", encoding="utf-8", opener=_opener) as file:
        json.dump(body, file)
    os.replace(f"{path}.new", path)


def remove(directory: str, name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(f"{directory}/{name}.json")


def read_all(directory: str) -> Iterator[LaunchRecord]:
    """What is readable of what is there."""
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return
    for name in names:
        found = _read(f"{directory}/{name}")
        if found is not None and name == f"{found.id}.json":
            yield found


def _read(path: str) -> LaunchRecord | None:
    try:
        with open(path, encoding="utf-8", opener=_opener_to_read) as file:
            value: Any = json.loads(file.read(MAX_BYTES))
    except (OSError, ValueError):
        return None
    match value:
        case {"id": str(name), "agent": str(agent), "uid": int(uid), "launcher": int(launcher), "began": int(began),
              "lanes": bool(lanes), "namespaces": list() | None as spaces}:  # fmt: skip
            known = tuple(str(space) for space in spaces) if spaces is not None else None
            return LaunchRecord(
                id=name, agent=agent, uid=uid, launcher=launcher, began=began, lanes=lanes, namespaces=known
            )  # fmt: skip
        case _:
            return None


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _opener_to_read(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW)
