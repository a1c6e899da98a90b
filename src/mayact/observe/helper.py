"""The helper process: `python -I -m mayact.observe.helper UID GID GROUPS`, answering questions as that user.

Law: it becomes the user before it reads the first question, for good, and makes sure of it. It is started as root, or
with the capabilities of `observe.capabilities`, and gives that up itself, for two reasons: the installation may lie
where the user cannot read; and a process that changed its user is not dumpable, so that programs of the same user
cannot trace it and answer in its place (ptrace(2), "Ptrace access mode checking").
"""

import os
import resource
import sys
from typing import Final

from mayact.observe.capabilities import none_left
from mayact.observe.observer import LocalObserver
from mayact.observe.questions import answer_line, question_of

READY: Final = b"ready\n"

_MAX_MEMORY_BYTES: Final = (
    1 << 30
)  # what is read at once is a few packed refs; a parser of them is somebody else's code


def main(arguments: list[str]) -> int:
    """0 at the end of the questions. Whatever else happens ends the process, and no answer is the worst one."""
    uid, gid, *groups = (int(word) for word in arguments)
    become(uid, gid, groups)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    observer = LocalObserver()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(answer_line(observer.answer(question_of(line))))
        sys.stdout.buffer.flush()
    return 0


def become(uid: int, gid: int, groups: list[int]) -> None:
    """Take on the user's identity, none of it the old one. Raises `OSError`, `PermissionError`.

    1. groups, 2. root, 3. the user: the kernel takes every capability away from a process whose last user id that is 0
    becomes another (capabilities(7)), which it would not do on the way from one plain user to another. 4. made sure of
    """
    if uid == 0:
        raise PermissionError(1, "root needs no helper")
    os.setgroups(groups)  # 1
    os.setresgid(gid, gid, gid)
    os.setresuid(0, 0, 0)  # 2
    os.setresuid(uid, uid, uid)  # 3
    if not none_left():  # 4
        raise PermissionError(1, "capabilities were not given up")
    if os.getresuid() != (uid, uid, uid) or os.getresgid() != (gid, gid, gid) or sorted(os.getgroups()) != groups:
        raise PermissionError(1, "the identity was not taken on")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
