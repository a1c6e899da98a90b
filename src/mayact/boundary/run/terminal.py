"""A terminal of the agent's own: what it does to it does not reach the person's.

Law: no terminal of outside is open inside, so nothing can be typed into it, read from it or kept of it. Bytes go both
ways until the agent ends; the person's terminal is put back as it was.
"""

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import tty
from dataclasses import dataclass
from typing import Any, Final

_CHUNK: Final = 65_536
_LOOK_S: Final = 0.2


@dataclass(kw_only=True)
class Terminal:
    """`master` and `slave` of the new one; `replaces`: which of our standard streams are terminals."""

    master: int
    slave: int
    replaces: tuple[int, ...]
    before: Any = None

    @classmethod
    def if_any(cls) -> "Terminal | None":
        """One, when any standard stream is a terminal."""
        replaces = tuple(number for number in (0, 1, 2) if os.isatty(number))
        if not replaces:
            return None
        master, slave = os.openpty()
        made = cls(master=master, slave=slave, replaces=replaces)
        made.resize()
        return made

    def streams(self) -> dict[str, Any]:
        """For `subprocess`: the new terminal in the place of each old one."""
        return {
            name: self.slave for number, name in enumerate(("stdin", "stdout", "stderr")) if number in self.replaces
        }

    def opened(self) -> None:
        """The child has it: let go of its end, and take what is typed as it is."""
        os.close(self.slave)
        if 0 in self.replaces:
            self.before = termios.tcgetattr(0)
            tty.setraw(0)

    def restore(self) -> None:
        if self.before is not None:
            # What the terminal answered to the agent's last words, unread, is not the next program's to run.
            termios.tcsetattr(0, termios.TCSAFLUSH, self.before)
            self.before = None
        with contextlib.suppress(OSError):
            os.close(self.master)

    def resize(self, *_: object) -> None:
        """As large as the person's."""
        size = fcntl.ioctl(self.replaces[0], termios.TIOCGWINSZ, struct.pack("4H", 0, 0, 0, 0))
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    @property
    def shown_on(self) -> int:
        return next((number for number in (1, 2) if number in self.replaces), 1)


def carried(terminal: Terminal, child: "subprocess.Popen[bytes]") -> int:
    """Bytes both ways until `child` ends; how it ended."""
    before = signal.signal(signal.SIGWINCH, terminal.resize)
    typed = [0] if 0 in terminal.replaces else []
    try:
        while child.poll() is None:
            readable, _, _ = select.select([terminal.master, *typed], [], [], _LOOK_S)
            if 0 in readable:
                keys = os.read(0, _CHUNK)
                typed = typed if keys else []
                _put(terminal.master, keys)
            if terminal.master in readable and not _shown(terminal):
                break
        status = child.wait()
        while select.select([terminal.master], [], [], 0)[0] and _shown(terminal):
            pass  # what it said last
        return status
    finally:
        signal.signal(signal.SIGWINCH, before)


def _shown(terminal: Terminal) -> bool:
    try:
        said = os.read(terminal.master, _CHUNK)
    except OSError:
        return False  # EIO: nobody has the other end any more
    _put(terminal.shown_on, said)
    return bool(said)


def _put(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
