"""The shells of a sandbox: what stands at their names inside, and where the real ones are.

Law: pure. An agent that no hook speaks for is held by its shells: `/bin/bash` and `/bin/sh` are `mayact-shell` to it,
and the real ones stand at another place, for what a permit runs. An agent whose own hooks ask for each command keeps
the real ones: a second boundary around the same command would ask about the client's wrapping, or twice (`HOOKED`).
"""

import shlex
from collections.abc import Iterable, Mapping
from typing import Final

from mayact.core.errors import InvalidInput, shown
from mayact.core.sandbox.model import Mount, ReadOnly, Surroundings, Text, Wanted, within
from mayact.core.wire.hooks.clients import CODECS
from mayact.core.wire.hooks.setup import HookSetup, closing_command, hook_command

REAL: Final = "/run/shells"
"""Where the real shells stand inside, by name."""

NAMES: Final = ("bash", "sh")
"""As they are looked for in `/bin`."""

HOOKED: Final[Mapping[str, str]] = {
    "claude": "it wraps each command in a snapshot of the shell's state, and a `cd` has to hold for the next one",
    "codex": "it runs commands in a sandbox of its own, from a snapshot of the shell's state",
    "gemini": "its hook asks for each command, and its shells start only what that rewrote",
    "copilot": "its hook asks for each command; it reads the environment from a login shell first",
    "opencode": "its plugin asks for each command, and its shells start only what that rewrote",
}
"""Programs whose shells stay real, each with the reason (observed: docs/run.md, "Shells")."""

_SHELLS: Final = frozenset({"sh", "bash", "dash", "zsh", "ksh", "busybox"})
_MAX_LINE: Final = 200
"""The kernel reads 255 bytes of a script's first line (execve(2))."""


def mounts(wanted: Wanted, seen: Surroundings) -> tuple[Mount, ...]:
    """The shim over each shell's name, and the real ones beside; nothing where they stay real."""
    if left_real(wanted, seen) is not None:
        return ()
    standing = {seen.shells[name] for name in NAMES}
    return (
        *(ReadOnly(seen.shells[name], f"{REAL}/{name}") for name in NAMES),
        *(Text(seen.shim, path, executable=True) for path in sorted(standing)),
    )


def of_a_command(mounts: Iterable[Mount]) -> tuple[Mount, ...]:
    """The same without the shim, for what a permit runs apart from its agent: there the names are the real ones."""
    given = tuple(mounts)
    over = {mount.source for mount in given if isinstance(mount, ReadOnly) and within(mount.at, REAL)}
    return tuple(
        mount for mount in given if not within(mount.at, REAL) and not (isinstance(mount, Text) and mount.at in over)
    )


def left_real(wanted: Wanted, seen: Surroundings) -> str | None:
    """Why this agent's shells are the real ones; None: they are not."""
    if not seen.shim or any(name not in seen.shells for name in NAMES):
        return "there is no shim for this sandbox"
    if _stem(seen.program) in _SHELLS or _stem(seen.interpreter) in _SHELLS:
        return "what was started is a shell's script, and its text is yours"
    hooked = [HOOKED[name] for name in map(_stem, (*wanted.command[:2], seen.program)) if name in HOOKED]
    return hooked[0] if hooked else None


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def hook_lines(setup: HookSetup) -> tuple[str, ...]:
    """Every text by which a client has a shell start one of this sandbox's hooks."""
    lines: list[str] = []
    for codec in CODECS:
        for moment in ("before", "after"):
            closing = closing_command(setup, codec, moment)
            lines += [hook_command(setup, codec, moment), closing, shlex.split(closing)[2]]
    return tuple(dict.fromkeys(lines))


def shim(*, python: str, mayact: str, setup: HookSetup) -> str:
    """The program that stands at the shells' names. `python`: the interpreter that imports mayact; `mayact`: the
    command by its path. Raises `InvalidInput` for a path that a script's first line cannot name."""
    if len(python) > _MAX_LINE or any(ch.isspace() for ch in python):
        raise InvalidInput(f"{shown(python)} cannot start a script", hint="install mayact below a shorter path")
    itself = sorted({mayact, *(f"{place}/{name}" for place in ("/bin", "/usr/bin") for name in ("bash", "sh", "dash"))})
    return "\n".join(
        [
            f"#!{python} -I",
            "import sys",
            "from mayact.boundary.exec.shell import Setting, main",
            "sys.exit(main(sys.argv, Setting(",
            f"    known=frozenset({sorted(hook_lines(setup))!r}),",
            f"    real={ {name: f'{REAL}/{name}' for name in NAMES}!r},",
            f"    itself=frozenset({itself!r}),",
            ")))",
            "",
        ]
    )
