"""What a process beside the gate can try by hand: raw messages, other accounts, other people's terminals."""

import json
import os
import pty
import pwd
import select
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mayact import client
from mayact.core.canonical import canonical_bytes
from mayact.core.errors import MayactError
from mayact.core.wire.messages import parse_reply

canonical_bytes({"loads": "what canonical form needs, before an account without access to it does"})


def say(socket: Path, message: dict[str, Any]) -> dict[str, Any]:
    """One message to a socket; the reply, or `{"error": …}` also for what did not get there."""
    try:
        return parse_reply(client.call(str(socket), json.dumps(message).encode(), timeout=30))
    except MayactError as error:
        return {"error": {"code": error.code, "message": error.message}}


def shell_call(command: str, cwd: Path) -> dict[str, Any]:
    return {
        "tool": "shell",
        "arguments": {"command": command},
        "cwd": str(cwd),
        "environment": {"PATH": "/usr/bin:/bin"},
    }


def as_user(account: str | None, act: Callable[[], Any]) -> Any:
    """What `act` returns (JSON) when it runs as `account`; in this process's own name for None.

    A fork, not a new interpreter: the account may not be able to read this one's files. Whatever `act` raises comes
    back as `{"raised": name, "said": text}`.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            if account is not None:
                found = pwd.getpwnam(account)
                os.setgroups([])
                os.setgid(found.pw_gid)
                os.setuid(found.pw_uid)
            try:
                said = act()
            except BaseException as error:  # noqa: BLE001
                said = {"raised": type(error).__name__, "said": str(error)}
            os.write(writing, json.dumps(said).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        raw = answer.read()
    os.waitpid(child, 0)
    return json.loads(raw)


def at_a_terminal(
    words: list[str], environment: dict[str, str], *, script: list[tuple[bytes, bytes]], seconds: float = 120
) -> tuple[int, str]:
    """Run `words` with a terminal of its own; exit code and everything shown.

    `script`: what to wait for and what to type then, in this order. What is typed for the last prompt is typed again
    whenever it comes back.
    """
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.execve(words[0], words, environment)
        finally:
            os._exit(127)
    shown, seen, step = b"", 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end and (chunk := _shown(terminal)) is not None:
        shown += chunk
        prompt, typed = script[min(step, len(script) - 1)]
        if prompt in shown[seen:]:
            seen, step = len(shown), step + 1
            os.write(terminal, typed)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")


def _shown(terminal: int) -> bytes | None:
    """What came within half a second; None when nobody is left on the other side."""
    readable, _, _ = select.select([terminal], [], [], 0.5)
    if not readable:
        return b""
    try:
        return os.read(terminal, 65_536) or None
    except OSError:
        return None  # Linux says EIO when the other side of a terminal is closed
