"""The words that make a plan real with bubblewrap (bwrap(1), 0.8 or later).

Law: every mount of the plan has exactly one translation, in the plan's order; nothing else is mounted. Every namespace
is the sandbox's own, no capability is left, no new user namespace can be made inside, and it all ends with whoever
started it. Texts are handed over as open files, by number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from mayact.core.sandbox.model import (
    Blind,
    Devices,
    Link,
    Mount,
    Plan,
    Processes,
    ReadOnly,
    Scratch,
    Sealed,
    Shared,
    Shut,
    Text,
    Writable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Descriptors that bubblewrap inherits. `texts`: one for each `Text` of the plan, in order."""

    texts: tuple[int, ...]
    filter: int
    """The system call filter (`syscalls.py`)."""


def options(plan: Plan, handed: Handed) -> tuple[str, ...]:
    """Every option. They go through a descriptor (`--args`): a command line can be read by everybody on the machine,
    and a variable may hold a key."""
    texts = iter(handed.texts)
    words = [
        "--unshare-all",
        "--unshare-user",  # also for root, whose rights over the machine end there
        "--disable-userns",
        "--new-session",
        "--die-with-parent",
        "--cap-drop",
        "ALL",
        "--hostname",
        "sandbox",
        "--clearenv",
    ]
    for mount in plan.mounts:
        words += _mount(mount, texts)
    words += ["--remount-ro", "/"]
    for name, value in plan.environment:
        words += ["--setenv", name, value]
    words += ["--chdir", plan.cwd, "--seccomp", str(handed.filter)]
    return tuple(words)


def _mount(mount: Mount, texts: Iterator[int]) -> list[str]:
    match mount:
        case ReadOnly(source=source, at=at):
            return ["--ro-bind", source, at]
        case Writable(source=source, at=at):
            return ["--bind", source, at]
        case Scratch(at=at, size=size):
            return ["--size", str(size), "--perms", "0700", "--tmpfs", at]
        case Shared(source=source, at=at):
            return ["--bind", source, at]
        case Sealed(at=at):
            return ["--perms", "0555", "--tmpfs", at, "--remount-ro", at]
        case Shut(at=at):
            return ["--remount-ro", at]
        case Blind(at=at):
            # A device on a mount that allows none: it is there and cannot be opened, by its owner neither.
            return ["--ro-bind", "/dev/null", at]
        case Link(target=target, at=at):
            return ["--symlink", target, at]
        case Text(at=at, executable=executable):
            return ["--perms", "0555" if executable else "0444", "--ro-bind-data", str(next(texts)), at]
        case Processes(at=at):
            # bubblewrap covers `/proc/sys` only where the directory may be written; root owns the files in it.
            return ["--proc", at, "--remount-ro", at]
        case Devices(at=at):
            return ["--dev", at]
        case _:
            assert_never(mount)
