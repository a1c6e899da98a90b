"""What the kernel refuses inside a sandbox, made known outside (seccomp_unotify(2)).

1. receive    one refused call, by its number and arguments; the caller stands still meanwhile
2. answer     the same no that the filter would have given; COMMIT POINT of nothing: no answer is ever yes
3. count      by the name of the call; the first of each at once, more of it together
4. tell       the gate, in another thread: no call inside waits for the log
Law: it refuses and counts. It never lets a call continue and acts on nothing that it reads of the caller, which may be
another process by then. When this ends, the kernel refuses by itself.
"""

import contextlib
import fcntl
import os
import select
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mayact.core.errors import MayactError, escaped
from mayact.core.sandbox.syscalls import refusal

_NOTICE: Final = struct.Struct("=QIIiIQ6Q")  # struct seccomp_notif
_ANSWER: Final = struct.Struct("=QqiI")  # struct seccomp_notif_resp
_RECEIVE: Final = 0xC050_2100  # SECCOMP_IOCTL_NOTIF_RECV
_SEND: Final = 0xC018_2101  # SECCOMP_IOCTL_NOTIF_SEND

FREE: Final = 1_000
"""Refusals before each further one is answered late: who asks in a loop slows itself down, not the machine."""
LATE_S: Final = 0.001
TOGETHER_S: Final = 1.0
"""Between two messages to the gate."""
_LOOK_S: Final = 0.2

Tell = Callable[[Mapping[str, int], str], None]
"""How often what was refused, and the name of the program that came first. Raises `MayactError`."""


@dataclass
class Refused:
    """What was refused and is not told yet. Each `what` is from a closed list."""

    tell: Tell
    counts: Counter[str] = field(default_factory=Counter)
    program: str = ""
    some: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, program: str) -> None:
        with self._lock:
            self.program = self.program if self.counts else program
            self.counts[what] += 1
        self.some.set()

    def work(self) -> None:
        while not self.over.is_set():
            self.some.wait()
            self.flush()
            self.over.wait(TOGETHER_S)

    def flush(self) -> None:
        """Tell what there is. What cannot be told stays, and is told with the next."""
        with self._lock:
            counts, program = self.counts, self.program
            self.counts = Counter()
            self.some.clear()
        if not counts:
            return
        try:
            self.tell(counts, program)
        except MayactError:
            with self._lock:
                self.counts.update(counts)


@contextlib.contextmanager
def telling(tell: Tell) -> Iterator[Refused]:
    """Tells of refusals while the context lasts, and of the last ones at its end."""
    made = Refused(tell)
    thread = threading.Thread(target=made.work, name="mayact-refused", daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        made.some.set()
        thread.join(TOGETHER_S)
        made.flush()


@contextlib.contextmanager
def answering(listener: int, *, quiet: set[int], refused: Refused) -> Iterator[None]:
    """Answer on `listener`, which is closed at the end. `quiet`: processes whose attempts are ours, the probe's."""
    over = threading.Event()
    thread = threading.Thread(target=_answer, args=(listener, over, quiet, refused), name="mayact-calls", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        os.close(listener)


def _answer(listener: int, over: threading.Event, quiet: set[int], refused: Refused) -> None:
    machine = os.uname().machine
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    seen = 0
    while not over.is_set():
        events = poll.poll(_LOOK_S * 1000)
        if not events:
            continue
        if not events[0][1] & select.POLLIN:
            return  # nobody is left whom the filter holds
        notice = bytearray(_NOTICE.size)
        try:
            fcntl.ioctl(listener, _RECEIVE, notice)  # 1
        except OSError:
            continue  # the caller ended meanwhile
        name, process, _, number, _, _, *arguments = _NOTICE.unpack(notice)
        said = refusal(machine, number, arguments)
        program = "" if process in quiet else _program(process)
        with contextlib.suppress(OSError):  # the caller ended meanwhile
            fcntl.ioctl(listener, _SEND, bytearray(_ANSWER.pack(name, 0, -said.errno, 0)))  # 2
        if process in quiet:
            continue
        refused.count(said.what, program)  # 3
        seen += 1
        if seen > FREE:
            time.sleep(LATE_S)


def _program(process: int) -> str:
    """What the caller calls itself, for people. It says what it likes."""
    try:
        with open(f"/proc/{process}/comm", "rb") as file:
            return escaped(file.read(64).decode(errors="replace").strip())
    except OSError:
        return ""
