"""The system call filter of a sandbox, as the kernel's classic BPF (seccomp(2), struct sock_filter of linux/filter.h).

Law: what namespaces do not separate is refused: kernel keyrings, kinds of sockets that reach around the network
namespace (vsock to the host of a virtual machine, kernel crypto, bluetooth), typing into a terminal, and interfaces of
the kernel that no build or test needs and that escapes have been made of. A call of another architecture is refused
whole: its numbers mean something else. A machine whose numbers are not in the table has no filter, and so no sandbox.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayact.core.errors import NotFound, shown

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K

_ALLOW: Final = 0x7FFF_0000
_ERRNO: Final = 0x0005_0000
_EPERM: Final = 1
_ENOSYS: Final = 38
_EAFNOSUPPORT: Final = 97

_NUMBER_AT: Final = 0  # struct seccomp_data
_ARCHITECTURE_AT: Final = 4
_FIRST_AT: Final = 16
_SECOND_AT: Final = 24

FAMILIES: Final = (1, 2, 10, 16)
"""AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: all of them end in the sandbox's own network namespace."""

TERMINAL_REQUESTS: Final = (0x5412, 0x541C)
"""TIOCSTI types into a terminal, TIOCLINUX pastes into a console."""

_X32: Final = 0x4000_0000


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Numbers of one architecture. `audit`: AUDIT_ARCH_… of linux/audit.h."""

    audit: int
    socket: int
    ioctl: int
    refused: Mapping[str, int]
    x32: bool = False


_SHARED: Final = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "mount_setattr": 442, "quotactl_fd": 443,
}  # fmt: skip
"""Numbers since Linux 5.1 are the same everywhere."""

MACHINES: Final[Mapping[str, Machine]] = {
    "x86_64": Machine(
        audit=0xC000_003E,
        socket=41,
        ioctl=16,
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
        socket=198,
        ioctl=29,
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


def filter_of(machine: str) -> bytes:
    """The filter for `machine` (`uname -m`), as bubblewrap reads it. Raises `NotFound`."""
    numbers = MACHINES.get(machine)
    if numbers is None:
        raise NotFound(f"no system call filter for {shown(machine)}", hint=f"there is one for {', '.join(MACHINES)}")
    rows = [(_LOAD, 0, 0, _ARCHITECTURE_AT), (_EQUAL, 1, 0, numbers.audit), _refuse(_ENOSYS)]
    rows.append((_LOAD, 0, 0, _NUMBER_AT))
    if numbers.x32:
        rows += [(_AT_LEAST, 0, 1, _X32), _refuse(_ENOSYS)]
    for number in sorted(numbers.refused.values()):
        rows += [(_EQUAL, 0, 1, number), _refuse(_EPERM)]
    # Each block below ends in a return of its own, so what stands behind it is for other calls only.
    rows += [
        (_EQUAL, 0, len(FAMILIES) + 3, numbers.socket),
        (_LOAD, 0, 0, _FIRST_AT),
        *((_EQUAL, len(FAMILIES) - at, 0, family) for at, family in enumerate(FAMILIES)),
        _refuse(_EAFNOSUPPORT),
        (_RETURN, 0, 0, _ALLOW),
    ]
    rows += [
        (_EQUAL, 0, len(TERMINAL_REQUESTS) + 1, numbers.ioctl),
        (_LOAD, 0, 0, _SECOND_AT),
        *((_EQUAL, len(TERMINAL_REQUESTS) - at, 0, request) for at, request in enumerate(TERMINAL_REQUESTS)),
        (_RETURN, 0, 0, _ALLOW),
        _refuse(_EPERM),
    ]
    return b"".join(struct.pack("<HBBI", *row) for row in rows)


def _refuse(errno: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERRNO | errno)
