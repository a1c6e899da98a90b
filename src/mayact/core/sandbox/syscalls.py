"""The system call filters of a sandbox, as the kernel's classic BPF (seccomp(2), struct sock_filter of linux/filter.h).

Law: what namespaces do not separate is refused: kernel keyrings, kinds of sockets that reach around the network
namespace (vsock to the host of a virtual machine, kernel crypto, bluetooth), typing into a terminal, making devices,
set-user-id programs and more namespaces, and interfaces of the kernel that no build or test needs and that escapes
have been made of. A call of another architecture is refused whole: its numbers mean something else. So is one whose
arguments lie in memory, where no filter sees them, and which has an older form that is seen (`clone3`, `openat2`). A
machine whose numbers are not in the table has no filter, and so no sandbox.

The same table is compiled three times. `filter_of` refuses by itself; `base_of` and `watching` together refuse the
same, but who holds the second one's listener is told of each refusal, and answers it (`refusal`): never with yes.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.errors import NotFound, shown

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_AND: Final = 0x54  # BPF_ALU | BPF_AND | BPF_K
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K

_ALLOW: Final = 0x7FFF_0000
_ERRNO: Final = 0x0005_0000
_TELL: Final = 0x7FC0_0000  # SECCOMP_RET_USER_NOTIF: who listens answers; nobody does: ENOSYS
_EPERM: Final = 1
_ENOSYS: Final = 38
_EAFNOSUPPORT: Final = 97

_NUMBER_AT: Final = 0  # struct seccomp_data
_ARCHITECTURE_AT: Final = 4
_ARGUMENTS_AT: Final = 16

FAMILIES: Final = (1, 2, 10, 16)
"""AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: all of them end in the sandbox's own network namespace."""

TERMINAL_REQUESTS: Final = (0x5412, 0x541C)
"""TIOCSTI types into a terminal, TIOCLINUX pastes into a console."""

NAMESPACES: Final = 0x7E02_0000
"""CLONE_NEW… of clone(2); unshare(2) has CLONE_NEWTIME beside them."""

_NEW_TIME: Final = 0x80
_CREATES: Final = 0x40 | 0x40_0000  # O_CREAT, __O_TMPFILE: only then open(2) looks at the mode
_SET_USER: Final = 0o4000
_KIND: Final = 0o170000
_DEVICES: Final = (0o060000, 0o020000)
_WHOLE: Final = 0xFFFF_FFFF
_X32: Final = 0x4000_0000


@dataclass(frozen=True, slots=True)
class Test:
    """Whether the argument at this place, masked, is one of `values` (or, `among` false, is none of them)."""

    argument: int
    mask: int
    values: tuple[int, ...]
    among: bool = True


Case: TypeAlias = tuple[Test, ...]
"""All of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Numbers of one architecture. `audit`: AUDIT_ARCH_… of linux/audit.h; `looked_at`: names of `LOOKED_AT`."""

    audit: int
    seccomp: int
    """The call by which a process adds a filter to itself."""
    looked_at: Mapping[str, int]
    hidden: Mapping[str, int]
    """Refused as if the kernel did not have them: programs then take the older call."""
    refused: Mapping[str, int]
    x32: bool = False


def _sets_user(mode: int) -> Test:
    return Test(mode, _SET_USER, (_SET_USER,))


def _creates(flags: int, mode: int) -> Case:
    return (Test(flags, _CREATES, (0,), among=False), _sets_user(mode))


LOOKED_AT: Final[Mapping[str, tuple[Case, ...]]] = {
    "socket": ((Test(0, _WHOLE, FAMILIES, among=False),), (Test(0, _WHOLE, (2, 10)), Test(1, 0xF, (3,)))),  # SOCK_RAW
    "ioctl": ((Test(1, _WHOLE, TERMINAL_REQUESTS),),),
    "clone": ((Test(0, NAMESPACES, (0,), among=False),),),
    "unshare": ((Test(0, NAMESPACES | _NEW_TIME, (0,), among=False),),),
    "open": (_creates(1, 2),),
    "openat": (_creates(2, 3),),
    "creat": ((_sets_user(1),),),
    "chmod": ((_sets_user(1),),),
    "fchmod": ((_sets_user(1),),),
    "fchmodat": ((_sets_user(2),),),
    "fchmodat2": ((_sets_user(2),),),
    "mknod": ((Test(1, _KIND, _DEVICES),), (_sets_user(1),)),
    "mknodat": ((Test(2, _KIND, _DEVICES),), (_sets_user(2),)),
}
"""Refused when one of the cases fits. A set-user-id file that is made in the work tree would be one outside."""

_SHARED: Final = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "mount_setattr": 442, "quotactl_fd": 443,
    "pidfd_getfd": 438,
}  # fmt: skip
"""Numbers since Linux 5.1 are the same everywhere."""

MACHINES: Final[Mapping[str, Machine]] = {
    "x86_64": Machine(
        audit=0xC000_003E,
        seccomp=317,
        looked_at={
            "socket": 41, "ioctl": 16, "clone": 56, "unshare": 272, "open": 2, "openat": 257, "creat": 85, "chmod": 90,
            "fchmod": 91, "fchmodat": 268, "fchmodat2": 452, "mknod": 133, "mknodat": 259,
        },
        hidden={"clone3": 435, "openat2": 437},
        x32=True,
        refused={
            **_SHARED, "add_key": 248, "request_key": 249, "keyctl": 250, "bpf": 321, "perf_event_open": 298,
            "userfaultfd": 323, "kexec_load": 246, "kexec_file_load": 320, "init_module": 175, "finit_module": 313,
            "delete_module": 176, "mount": 165, "umount2": 166, "pivot_root": 155, "swapon": 167, "swapoff": 168,
            "reboot": 169, "settimeofday": 164, "clock_settime": 227, "acct": 163, "quotactl": 179, "setns": 308,
            "open_by_handle_at": 304, "syslog": 103, "lookup_dcookie": 212, "nfsservctl": 180, "vhangup": 153,
            "_sysctl": 156, "uselib": 134, "iopl": 172, "ioperm": 173, "modify_ldt": 154, "chroot": 161,
        },
    ),
    "aarch64": Machine(
        audit=0xC000_00B7,
        seccomp=277,
        looked_at={
            "socket": 198, "ioctl": 29, "clone": 220, "unshare": 97, "openat": 56, "fchmod": 52, "fchmodat": 53,
            "fchmodat2": 452, "mknodat": 33,
        },
        hidden={"clone3": 435, "openat2": 437},
        refused={
            **_SHARED, "add_key": 217, "request_key": 218, "keyctl": 219, "bpf": 280, "perf_event_open": 241,
            "userfaultfd": 282, "kexec_load": 104, "kexec_file_load": 294, "init_module": 105, "finit_module": 273,
            "delete_module": 106, "mount": 40, "umount2": 39, "pivot_root": 41, "swapon": 224, "swapoff": 225,
            "reboot": 142, "settimeofday": 170, "clock_settime": 112, "acct": 89, "quotactl": 60, "setns": 268,
            "open_by_handle_at": 265, "syslog": 116, "lookup_dcookie": 18, "nfsservctl": 42, "vhangup": 58,
            "chroot": 51,
        },
    ),
}  # fmt: skip
"""By `uname -m`. Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h."""


Row: TypeAlias = tuple[int, int, int, int]


def filter_of(machine: str) -> bytes:
    """Everything refused, for `machine` (`uname -m`), as bubblewrap reads it. Raises `NotFound`."""
    numbers = _numbers(machine)
    return _packed([*_base(numbers), *_refusing(numbers, tell=False)])


def base_of(machine: str) -> bytes:
    """What no listener needs to be told of. By itself it refuses too little: `watching` or `filter_of` comes on top
    before anything of an agent's runs. Raises `NotFound`."""
    return _packed([*_base(_numbers(machine)), (_RETURN, 0, 0, _ALLOW)])


def watching(machine: str) -> bytes:
    """The rest, each refusal told to the listener. Raises `NotFound`."""
    numbers = _numbers(machine)
    return _packed([(_LOAD, 0, 0, _NUMBER_AT), *_refusing(numbers, tell=True)])


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a call is answered. `what` is from a closed list, so that it can be counted."""

    what: str
    errno: int


def refusal(machine: str, number: int, arguments: Sequence[int]) -> Refusal:
    """What a listener answers to a call that it was told of. Raises `NotFound`."""
    numbers = _numbers(machine)
    for name, one in (*numbers.looked_at.items(), *numbers.refused.items()):
        if one == number and name == "socket":
            family = arguments[0] & _WHOLE
            known = family in FAMILIES
            return Refusal(f"socket({family if family < 64 else '?'})", _EPERM if known else _EAFNOSUPPORT)
        if one == number:
            return Refusal(name, _EPERM)
    return Refusal("?", _ENOSYS)


def _numbers(machine: str) -> Machine:
    numbers = MACHINES.get(machine)
    if numbers is None:
        raise NotFound(f"no system call filter for {shown(machine)}", hint=f"there is one for {', '.join(MACHINES)}")
    return numbers


def _base(numbers: Machine) -> list[Row]:
    rows = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_EQUAL, 1, 0, numbers.audit), _refuse(_ENOSYS)]
    rows.append((_LOAD, 0, 0, _NUMBER_AT))
    if numbers.x32:
        rows += [(_AT_LEAST, 0, 1, _X32), _refuse(_ENOSYS)]
    for number in sorted(numbers.hidden.values()):
        rows += [(_EQUAL, 0, 1, number), _refuse(_ENOSYS)]
    return rows


def _refusing(numbers: Machine, *, tell: bool) -> list[Row]:
    """Begins with the number loaded, ends in a return."""
    rows: list[Row] = []
    for name, number in numbers.looked_at.items():
        block = [row for case in LOOKED_AT[name] for row in _case(case, _answer(name, case, tell=tell))]
        # A block ends in a return of its own, so what stands behind it is for other calls only.
        rows += [(_EQUAL, 0, len(block) + 1, number), *block, (_RETURN, 0, 0, _ALLOW)]
    for number in sorted(numbers.refused.values()):
        rows += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _TELL) if tell else _refuse(_EPERM)]
    return [*rows, (_RETURN, 0, 0, _ALLOW)]


def _answer(name: str, case: Case, *, tell: bool) -> Row:
    if tell:
        return (_RETURN, 0, 0, _TELL)
    return _refuse(_EAFNOSUPPORT if name == "socket" and not case[0].among else _EPERM)


def _case(case: Case, answer: Row) -> list[Row]:
    """Rows that end in `answer` when all tests hold, and run on behind it when one does not."""
    rows: list[Row] = [answer]
    for test in reversed(case):
        behind = len(rows)
        count = len(test.values)
        if test.among:
            # From the last value backwards: any of them goes on, the last that is not it leaves.
            compared = [(_EQUAL, count - 1 - at, 0, value) for at, value in enumerate(test.values[:-1])]
            compared.append((_EQUAL, 0, behind, test.values[-1]))
        else:
            compared = [(_EQUAL, behind + count - 1 - at, 0, value) for at, value in enumerate(test.values)]
        masked = [] if test.mask == _WHOLE else [(_AND, 0, 0, test.mask)]
        rows = [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * test.argument), *masked, *compared, *rows]
    return rows


def _packed(rows: Sequence[Row]) -> bytes:
    return b"".join(struct.pack("<HBBI", *row) for row in rows)


def _refuse(errno: int) -> Row:
    return (_RETURN, 0, 0, _ERRNO | errno)
