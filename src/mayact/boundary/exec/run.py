"""Running exactly one command: streams, signals and the exit code as if it had been started directly.

Law: the words, the environment and the directory are the ones that were hashed; the program is the file that was
looked at; of what its starter had open it gets the three standard streams and nothing else. The command runs in its
own process group, so that a signal for it reaches all of it.
"""

import contextlib
import hashlib
import os
import signal
import sys

# `ctypes` takes ten times as long to import as what it stands on, and everybody's command waits for it.
from _ctypes import call_function, dlopen, dlsym
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.errors import DigestMismatch, InvalidInput, shown
from mayact.core.limits import MAX_PIN_BYTES

NOT_FOUND: Final = 127
NOT_EXECUTABLE: Final = 126
_MISSING: Final = "missing"
_UNAVAILABLE: Final = "unavailable"
FORWARDED: Final = (
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGWINCH,
)
_PR_SET_PDEATHSIG: Final = 1  # prctl(2)
_MOST_DESCRIPTORS: Final = 1_048_576  # the kernel's own bound, fs.nr_open in proc(5)
_IGNORED_BY_PYTHON: Final = (signal.SIGPIPE, signal.SIGXFSZ)


def program_file(words: Sequence[str], *, pins: Mapping[str, str], environment: Mapping[str, str]) -> str | None:
    """The file that runs: the pinned one, else found on the kept `PATH`. None: there is no such program."""
    name, search = words[0], environment.get("PATH", os.defpath)
    pinned = pins.get(f"program:{name}:{search}", pins.get(f"program:{name}"))
    if pinned is not None and pinned.startswith("/"):
        return pinned
    if pinned == _MISSING:
        return None
    if "/" in name:
        return name if os.path.exists(name) else None
    for directory in search.split(":"):
        candidate = os.path.join(directory or ".", name)
        if os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    return None


def check_pinned_files(pins: Mapping[str, str]) -> None:
    """Raise `DigestMismatch` unless every pinned file still has the content that was decided on.

    The gate looks again when the permit is spent; this is the last look before the program is started. Between the
    two and the program's own reading a hostile process of the same user can still write: that is the advisory
    strength, and it is said in `mayact status`.
    """
    for name, expected in pins.items():
        if name.startswith("file:") and _content(name.removeprefix("file:"), expected) != expected:
            raise DigestMismatch(f"{shown(name)} changed since it was decided", hint="nothing ran; ask again")


def _content(path: str, expected: str) -> str:
    """The pin of `path` as it is now, in the gate's own words (`core.model.Pins`)."""
    if expected == _UNAVAILABLE:
        return _UNAVAILABLE  # it was decided on knowing that nobody could look; the gate asks the same again
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_PIN_BYTES + 1)
    except FileNotFoundError:
        return _MISSING
    except OSError:
        return _UNAVAILABLE
    return "sha256:" + hashlib.sha256(content).hexdigest()


def enter(directory: str) -> None:
    """Go where it runs. Raises `InvalidInput`."""
    try:
        os.chdir(directory)
    except OSError as error:
        raise InvalidInput(f"cannot enter {shown(directory)}: {error.strerror}", hint="nothing ran") from None


def occupy_standard_streams() -> None:
    """Put `/dev/null` where a standard stream is closed: else the next file opened here would become the command's."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number, which is this one


def run(file: str, words: Sequence[str], environment: Mapping[str, str], *, stdin: int) -> int:
    """Start it, wait for it, return its exit code (128+N when signal N ended it). `stdin`: a descriptor."""
    terminal, parent = _terminal(), os.getpid()
    child = 0

    def forward(number: int, _frame: object) -> None:
        if child:
            try:
                os.killpg(child, number)
            except ProcessLookupError:
                return  # it has ended; its exit code is about to be collected

    # What our starter ignores (`nohup`), we and the command ignore too.
    heard = [number for number in FORWARDED if signal.getsignal(number) is not signal.SIG_IGN]
    # Held back until there is somebody to forward to: a signal between the two would reach nobody.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, heard)
    before = {number: signal.signal(number, forward) for number in heard}
    try:
        child = os.fork()
        if child == 0:
            _become(file, words, environment, stdin, terminal, _Start(parent, heard, mask))
        with contextlib.suppress(OSError):
            os.setpgid(child, child)  # whoever of the two comes first; later it has started, or ended
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return _wait(child, terminal)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in before.items():
            signal.signal(number, handler)
        _take(terminal, os.getpgrp())


@dataclass(frozen=True, slots=True)
class _Start:
    """What the child undoes and whom it belongs to: `mask` is the signal mask of before."""

    parent: int
    heard: Sequence[signal.Signals]
    mask: Collection[int]


def _become(
    file: str,
    words: Sequence[str],
    environment: Mapping[str, str],
    stdin: int,
    terminal: int | None,
    start: _Start,
) -> None:
    """In the child: never returns."""
    code = NOT_EXECUTABLE
    try:
        os.setpgid(0, 0)
        _take(terminal, os.getpid())
        for number in (*start.heard, *_IGNORED_BY_PYTHON, signal.SIGTTOU):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, start.mask)
        _die_with(start.parent)
        os.dup2(stdin, 0)
        os.set_inheritable(0, True)
        _close_the_rest()
        os.execve(file, list(words), dict(environment))  # noqa: S606  no shell is the point
    except FileNotFoundError:
        code = NOT_FOUND
        os.write(2, f"mayact: {shown(words[0])} was not found\n".encode())
    except OSError as error:
        os.write(2, f"mayact: cannot run {shown(words[0])}: {error.strerror}\n".encode())
    finally:
        os._exit(code)


def _die_with(parent: int) -> None:
    """End the command when whoever waits for it is killed: without a supervisor nobody reports what became of it.

    It holds for the command itself, not for processes it starts, and a set-user-id program is let off (prctl(2)).
    """
    this_process = dlopen(None, os.RTLD_NOW)  # type: ignore[arg-type]  # dlopen(3) takes no name; its stub does not
    call_function(dlsym(this_process, "prctl"), (_PR_SET_PDEATHSIG, int(signal.SIGKILL)))
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)  # it was killed before the kernel had been told


def _close_the_rest() -> None:
    # Inherited descriptors would be input that nobody hashed. Raises OSError without /proc: then nothing starts.
    try:
        numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    except PermissionError:  # of a process that changed its user and started nothing since (proc(5), "dumpable")
        os.closerange(3, _MOST_DESCRIPTORS)
        return
    for number in numbers:
        if number > 2:
            with contextlib.suppress(OSError):  # the one that the listing itself used is closed already
                os.close(number)


def _wait(child: int, terminal: int | None) -> int:
    while True:
        _, status = os.waitpid(child, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
        # The command was stopped (Ctrl-Z): stop with it, and go on with it when the shell says so.
        _take(terminal, os.getpgrp())
        os.kill(os.getpid(), signal.SIGSTOP)
        _take(terminal, child)
        os.killpg(child, signal.SIGCONT)


def _terminal() -> int | None:
    """Standard input when it is a terminal that we are in front of: then the command must be, or it cannot read."""
    try:
        return 0 if os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp() else None
    except OSError:
        return None


def _take(terminal: int | None, group: int) -> None:
    if terminal is None:
        return
    # A process that is not in front gets SIGTTOU for this, whose default is to stop it.
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        os.tcsetpgrp(terminal, group)
    except OSError as error:
        print(f"mayact: the terminal cannot be handed over: {error.strerror}", file=sys.stderr)  # noqa: T201
    finally:
        signal.signal(signal.SIGTTOU, before)
