"""Whether a hook's line is exactly what mayact writes: read, written again, and compared letter for letter.

Law: only a line for which this says so is ever run by `mayact doctor`. Anything else may be anything, and doctor may
run as another user than whoever wrote it.
"""

import shlex
from typing import Final

from mayact.core.doctor.model import Line
from mayact.core.errors import MayactError
from mayact.core.wire.hooks.clients import CODECS
from mayact.core.wire.hooks.observing import observing_command
from mayact.core.wire.hooks.setup import (
    SCRIPT_MARGIN_S,
    HookSetup,
    Moment,
    closing_command,
    hook_command,
)

_MOMENTS: Final[dict[str, Moment]] = {"before": "before", "after": "after"}
_MAX_CHARS: Final = 8_192


def read_line(text: str) -> Line | None:
    """None: it is not a line that mayact writes."""
    if len(text) > _MAX_CHARS:
        return None
    try:
        words = shlex.split(text)
        if len(words) == 3 and words[:2] == ["/bin/sh", "-c"]:
            words = shlex.split(words[2].partition(" || ")[0])
        line = _line(words)
        return line if line is not None and text in written(line) else None
    except (ValueError, MayactError):
        return None


def only_watches(text: str) -> bool:
    """Whether it is, letter for letter, a line of mayact's that observes and never denies."""
    if len(text) > _MAX_CHARS:
        return False
    try:
        match shlex.split(shlex.split(text)[2].partition(" >/dev/null")[0]):
            case [python, "-I", "-S", script, client, "observe", socket, owner, _, *keep] if owner.isdecimal():
                setup = HookSetup(python=python, script=script, socket=socket, owner=int(owner), keep=tuple(keep))
                return text == observing_command(setup, client)
            case _:
                return False
    except (ValueError, IndexError):
        return False


def written(line: Line) -> tuple[str, str]:
    """The two forms of the line. Raises `InvalidInput`."""
    return (
        hook_command(line.setup, line.codec, line.moment),
        closing_command(line.setup, line.codec, line.moment),
    )


def _line(words: list[str]) -> Line | None:
    match words:
        case [python, "-I", "-S", script, codec, moment, socket, owner, deadline, *keep] if (
            codec in CODECS and moment in _MOMENTS and owner.isdecimal() and deadline.isdecimal()
        ):
            setup = HookSetup(
                python=python,
                script=script,
                socket=socket,
                owner=int(owner),
                keep=tuple(keep),
                wait_s=int(deadline) - SCRIPT_MARGIN_S,
            )
            return Line(setup=setup, codec=codec, moment=_MOMENTS[moment])
        case _:
            return None


def first_word(command: str) -> str:
    """The program of somebody else's line, by its last name; nothing else of such a line is shown, since any word of it
    may be a secret."""
    try:
        words = shlex.split(command[:_MAX_CHARS])
    except ValueError:
        return "a line that no shell reads"
    for word in words:
        if "=" in word:
            continue
        name = word.rpartition("/")[2]
        return name if len(name) <= 40 and name.replace("-", "").replace("_", "").replace(".", "").isalnum() else "?"
    return "nothing"
