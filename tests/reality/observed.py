"""System calls as what they did: files written, deleted and read, hosts contacted, programs started.

Law: pure. An attempt that only the sandbox kept from succeeding (a read-only file system, a missing right, no route)
counts as if it had succeeded. A file that a descriptor merely could write counts only once something is written.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tests.reality.trace import Program, Syscall, absolute, fd_path, text

Kind: TypeAlias = Literal["write", "delete", "read", "connect", "exec"]


@dataclass(frozen=True, slots=True)
class Observation:
    kind: Kind
    target: str
    """A path; `HOST:PORT`, or `unix:PATH`, of a connection."""
    chain: tuple[tuple[str, tuple[str, ...]], ...]
    """Path and words of the program that did it, then of whoever started that one, up to the shell."""

    @property
    def programs(self) -> tuple[str, ...]:
        """Names of the chain."""
        return tuple(name_of(path) for path, _ in self.chain)


def name_of(path: str) -> str:
    return path.rsplit("/", 1)[-1]


_WOULD_WORK: Final = frozenset({"", "EROFS", "EACCES", "EPERM", "EXDEV", "?"})
_NO_FILES: Final = ("/dev/", "/proc/")
_DESCRIPTORS: Final = frozenset(
    {"write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "fallocate", "fchmod", "fchown", "fsetxattr",
     "fremovexattr"}
)  # fmt: skip
_PLAIN: Final[dict[str, tuple[tuple[Kind, int], ...]]] = {
    "unlink": (("delete", 0),), "rmdir": (("delete", 0),), "rename": (("delete", 0), ("write", 1)),
    "mkdir": (("write", 0),), "mknod": (("write", 0),), "link": (("write", 1),), "symlink": (("write", 1),),
    "truncate": (("write", 0),), "chmod": (("write", 0),), "chown": (("write", 0),), "lchown": (("write", 0),),
    "utime": (("write", 0),), "utimes": (("write", 0),), "setxattr": (("write", 0),), "lsetxattr": (("write", 0),),
    "removexattr": (("write", 0),), "lremovexattr": (("write", 0),), "mount": (("write", 1),),
    "umount2": (("write", 0),),
}  # fmt: skip
"""Calls with paths: what happens to which argument."""
_BESIDE: Final[dict[str, tuple[tuple[Kind, int], ...]]] = {
    "unlinkat": (("delete", 0),), "renameat": (("delete", 0), ("write", 2)),
    "renameat2": (("delete", 0), ("write", 2)), "mkdirat": (("write", 0),), "mknodat": (("write", 0),),
    "linkat": (("write", 2),), "symlinkat": (("write", 1),), "fchmodat": (("write", 0),), "fchownat": (("write", 0),),
    "utimensat": (("write", 0),), "futimesat": (("write", 0),),
}  # fmt: skip
"""Calls with a directory's descriptor before each path."""


def observations(
    calls: Iterable[Syscall], *, existed: Callable[[str], bool], hosts: dict[str, str]
) -> tuple[Observation, ...]:
    """What the calls did, each once. `existed`: whether a path was there before; `hosts`: names by address."""
    found: dict[Observation, None] = {}
    gone: set[str] = set()
    for call in calls:
        for kind, target in _of(call, lambda path: existed(path) and path not in gone, hosts):
            if kind in ("write", "delete") and _is_no_file(target):
                continue
            if kind == "delete":
                gone.add(target)
            chain = call.program.chain()
            if kind == "exec":
                chain = Program(target, _words(call), call.program).chain()
            found[Observation(kind, target, tuple((item.path, item.argv) for item in chain if item.path))] = None
    return tuple(found)


def _words(call: Syscall) -> tuple[str, ...]:
    words = call.arguments[1 if call.name == "execve" else 2]
    return tuple(text(item) for item in re.findall(r'"(?:[^"\\]|\\.)*"', words))


def _is_no_file(path: str) -> bool:
    """Terminals, pipes and the null device are not files that can be changed; disks and shared memory are."""
    if re.match(r"/dev/(?:sd|nvme|vd|loop|mem|shm/|disk|dm-)", path):
        return False
    return not path.startswith("/") or path.startswith(_NO_FILES)


def _of(call: Syscall, existed: Callable[[str], bool], hosts: dict[str, str]) -> Iterator[tuple[Kind, str]]:
    name, words = call.name, call.arguments
    if name in ("execve", "execveat"):
        if not call.error:
            at = 0 if name == "execve" else 1
            yield "exec", absolute(text(words[at]), call.cwd if at == 0 else fd_path(words[0]) or call.cwd)
    elif name in ("connect", "sendto", "sendmsg", "sendmmsg"):
        yield from (("connect", where) for where in _addresses(call, hosts))
    elif call.error not in _WOULD_WORK:
        return
    elif name in ("open", "creat", "openat", "openat2"):
        yield from _opened(call, existed)
    elif name in _DESCRIPTORS:
        if path := fd_path(words[0]):
            yield "write", path
    elif name in ("copy_file_range", "sendfile"):
        if path := fd_path(words[2 if name == "copy_file_range" else 0]):
            yield "write", path
    elif name in _PLAIN:
        for kind, at in _PLAIN[name]:
            yield kind, absolute(text(words[at]), call.cwd)
    elif name in _BESIDE:
        for kind, at in _BESIDE[name]:
            yield kind, _beside(call, at)


def _beside(call: Syscall, at: int) -> str:
    # symlinkat(TARGET, dirfd, NAME) and mkdirat(dirfd, NAME) alike: the descriptor stands before its path.
    base = fd_path(call.arguments[at]) or call.cwd
    word = call.arguments[at + 1]
    return base if word == "NULL" else absolute(text(word), base)


def _opened(call: Syscall, existed: Callable[[str], bool]) -> Iterator[tuple[Kind, str]]:
    words = call.arguments
    if call.name in ("open", "creat"):
        path, flags = absolute(text(words[0]), call.cwd), words[1]
    else:
        path, flags = _beside(call, 0), words[2]
    writes = call.name == "creat" or "O_WRONLY" in flags or "O_TRUNC" in flags or "O_TMPFILE" in flags
    if writes or ("O_CREAT" in flags and not existed(path)):
        yield "write", path
    elif not call.error and "O_PATH" not in flags and "O_DIRECTORY" not in flags:
        yield "read", path


_INET: Final = re.compile(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)')
_INET6: Final = re.compile(r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"')
_UNIX: Final = re.compile(r'sun_path=(@?"(?:[^"\\]|\\.)*")')


def _addresses(call: Syscall, hosts: dict[str, str]) -> Iterator[str]:
    written = ", ".join(call.arguments)
    for pattern in (_INET, _INET6):
        for port, address in pattern.findall(written):
            yield f"{hosts.get(address, address)}:{port}"
    for path in _UNIX.findall(written):
        yield f"unix:{text(path)}"
