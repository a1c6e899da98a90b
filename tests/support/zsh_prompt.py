"""A zsh at a prompt of its own, on a terminal of its own: it completes nowhere else.

Law: what is offered is what a person would see after one Tab in a fresh shell.
"""

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from pathlib import Path
from typing import Final

_SECONDS: Final = 120.0
_LISTED: Final = re.compile(r"^(\S+) +-- ", re.MULTILINE)

# Tab completes; Ctrl-X then prints the line between marks, so that it is known when all was said.
_BEGIN: Final = (
    "PS1=; LISTMAX=500; unsetopt prompt_cr prompt_sp; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; "
    'said() {{ print -r -- "<<$BUFFER>>" }}; zle -N said; bindkey "^X" said; print be""gun\n'
)


def offered(folder: Path, line: str) -> set[str]:
    """What zsh offers for the last word of `line`, when `folder` (with `_mayact` in it) is in its `fpath`."""
    ours, its = os.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 250, 0, 0))
    shell = subprocess.Popen(
        ["setsid", "--ctty", "zsh", "-f", "-i"],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "TERM": "dumb", "HOME": str(folder)},
    )
    os.close(its)
    try:
        os.write(ours, _BEGIN.format(folder=folder).encode())
        _until(ours, "begun")
        os.write(ours, f"{line}\t\x18".encode())
        said = _until(ours, ">>").replace("\r", "")
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)
    now = said[said.rindex("<<") + 2 : said.rindex(">>")].rstrip()
    return {*_LISTED.findall(said), *({now.split()[-1]} if now != line.rstrip() else ())}


def _until(terminal: int, mark: str) -> str:
    found, end = b"", time.monotonic() + _SECONDS
    while mark.encode() not in found:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"no {mark!r} in {found!r}"
        found += os.read(terminal, 65_536)
    return found.decode("utf-8", "replace")
