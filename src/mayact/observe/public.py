"""Observation for a user that the gate can neither be nor become: only what is open to everyone.

Law: nothing is told but names of files, and only where every directory on the way may be searched by owner, group and
others alike; every question about content is `Unavailable`, and so is all of `/proc`, which shows the gate itself. Each
directory is opened from the one before it, so that a name that is exchanged meanwhile leads nowhere else.
"""

import os
import stat
from dataclasses import dataclass
from typing import Final, assert_never

from mayact.core.analysis.plan import (
    Answer,
    ContentOf,
    FetchUrls,
    FileDigest,
    FileText,
    Found,
    GitPrograms,
    HeadBranch,
    Missing,
    ProgramPath,
    PushContents,
    PushDefault,
    PushUrls,
    Question,
    RealPath,
    RefId,
    RepoRoot,
    ToolDefinition,
    Unavailable,
)
from mayact.observe.files import why

_SEARCHABLE: Final = 0o111
_RUNNABLE: Final = 0o555
_MAX_LINKS: Final = 40  # as the kernel: path_resolution(7)
_CLOSED: Final = Unavailable("the gate may not look there for this user")


class NotPublic(OSError):
    """Not everyone may look there."""


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    mode: int | None
    """None: it does not exist; `path` is where it would be."""


class PublicObserver:
    """`ports.Observer` for users whose rights this process does not have."""

    def for_user(self, user: str) -> "PublicObserver":
        return self

    def answer(self, question: Question) -> Answer:
        try:
            match question:
                case RealPath(path=path):
                    return Found(_look(path).path)
                case RepoRoot(path=path):
                    return _root(path)
                case ProgramPath(name=name, path_variable=variable, cwd=cwd):
                    return _program(name, variable, cwd)
                case (
                    FileDigest()
                    | FileText()
                    | ContentOf()
                    | PushUrls()
                    | FetchUrls()
                    | GitPrograms()
                    | HeadBranch()
                    | PushDefault()
                    | RefId()
                    | PushContents()
                ):
                    return _CLOSED
                case ToolDefinition():
                    return Missing()  # no server is asked
                case _:
                    assert_never(question)
        except NotPublic:
            return _CLOSED
        except (OSError, ValueError) as error:
            return Unavailable(why(error) if isinstance(error, OSError) else "its name holds a NUL")


def _root(path: str) -> Answer:
    at = _look(path).path
    while True:
        if _look(os.path.join(at, ".git")).mode is not None:
            return Found(at)
        above = os.path.dirname(at)
        if above == at:
            return Missing()
        at = above


def _program(name: str, variable: str, cwd: str) -> Answer:
    for entry in ("",) if "/" in name else variable.split(":"):
        found = _look(os.path.join(cwd, entry, name))
        if found.mode is not None and stat.S_ISREG(found.mode) and found.mode & 0o111:
            return Found(found.path) if found.mode & _RUNNABLE == _RUNNABLE else _CLOSED
    return Missing()


def _look(path: str) -> _Place:
    """Where `path` leads. Raises `OSError` (`NotPublic`), `ValueError`."""
    if not path.startswith("/"):
        raise NotPublic(0, "it is not absolute")
    descriptors = [os.open("/", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)]
    try:
        return _walk(path, descriptors)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _walk(path: str, descriptors: list[int]) -> _Place:
    """`descriptors`: the directories from the root to where it stands; the caller closes them."""
    at: list[str] = []
    pending = path.split("/")[::-1]
    links = 0
    while pending:
        name = pending.pop()
        if name in ("", "."):
            continue
        if name == "..":
            if at:
                at.pop()
                os.close(descriptors.pop())
            continue
        here = os.fstat(descriptors[-1]).st_mode
        if not stat.S_ISDIR(here):
            return _Place(_joined([*at, name, *pending[::-1]]), None)
        if here & _SEARCHABLE != _SEARCHABLE or (not at and name == "proc"):
            raise NotPublic(0, "not everyone may look there")
        try:
            entry = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=descriptors[-1])
        except FileNotFoundError:
            return _Place(_joined([*at, name, *pending[::-1]]), None)
        descriptors.append(entry)
        at.append(name)
        if not stat.S_ISLNK(os.fstat(entry).st_mode):
            continue
        links += 1
        if links > _MAX_LINKS:
            raise NotPublic(0, "its links lead round in a circle")
        target = os.readlink("", dir_fd=entry)  # of the link that was opened, whatever has its name now
        at.pop()
        os.close(descriptors.pop())
        if target.startswith("/"):
            at.clear()
            while len(descriptors) > 1:
                os.close(descriptors.pop())
        pending.extend(target.split("/")[::-1])
    return _Place(_joined(at), os.fstat(descriptors[-1]).st_mode)


def _joined(names: list[str]) -> str:
    return os.path.normpath("/" + "/".join(names))
