"""Inside a sandbox: a permitted command is not run here but handed to whoever started the agent.

Law: what is handed over is the permit and three streams. What runs, where and with what is the gate's word outside;
nothing that this process says changes it. No answer means that nothing ran.
"""

import _socket
import array
import contextlib
import json
import os
import signal
from collections.abc import Callable
from typing import Any, Final

from mayact.boundary.exec.run import FORWARDED
from mayact.core.errors import GateUnreachable
from mayact.core.sandbox.within import LANES_SOCKET

PATIENCE_S: Final = 180.0
"""Until it runs: three questions to the gate, and a sandbox that proves itself."""

KILLED: Final = 137
"""128 + SIGKILL: the launcher is gone, and the kernel ended what it ran."""

_MOST: Final = 65_536


def is_there() -> bool:
    """Whether commands run in lanes here. The place is below `/run`, which inside nobody can write."""
    return os.path.exists(LANES_SOCKET)


def run(token: str, source: int, say: Callable[[str], None]) -> int:
    """The exit code of the command that `token` permits. `source`: its standard input. Raises `GateUnreachable`."""
    with contextlib.closing(_socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET | _socket.SOCK_CLOEXEC)) as launcher:
        try:
            launcher.connect(LANES_SOCKET)
            streams = array.array("i", [source, 1, 2])
            launcher.sendmsg([token.encode("ascii")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
            with _passing_on(launcher):
                return _waited(launcher, say)
        except OSError as error:
            said = error.strerror or str(error)
            raise GateUnreachable(
                f"nobody runs commands here: {said}", hint="nothing ran; start the agent again"
            ) from None


def _waited(launcher: "_socket.socket", say: Callable[[str], None]) -> int:
    launcher.settimeout(PATIENCE_S)
    answer = _answer(launcher)
    if answer.get("running") is True:
        launcher.settimeout(None)
        try:
            answer = _answer(launcher)
        except (OSError, GateUnreachable):
            say("mayact: whoever ran it is gone, and it is ended")
            return KILLED
    match answer:
        case {"exit": int(code)}:
            if isinstance(said := answer.get("said"), str):
                say(f"mayact: {said}")
            return code
        case {"refused": str(message), "hint": str(hint), "code": int(code)}:
            say(f"mayact: {message}" + (f"\n  hint: {hint}" if hint else ""))
            return code
        case _:
            raise GateUnreachable("the launcher's answer is not one", hint="nothing ran")


def _answer(launcher: "_socket.socket") -> dict[str, Any]:
    data = launcher.recv(_MOST)
    if not data:
        raise GateUnreachable("the launcher does not answer", hint="nothing ran; start the agent again")
    value = json.loads(data)
    return value if isinstance(value, dict) else {}


@contextlib.contextmanager
def _passing_on(launcher: "_socket.socket") -> Any:
    def forward(number: int, _frame: object) -> None:
        with contextlib.suppress(OSError):
            launcher.send(b"s%d" % number)

    heard = [number for number in FORWARDED if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, forward) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
