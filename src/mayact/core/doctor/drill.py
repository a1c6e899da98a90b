"""The forbidden call that every guard is put to, in each client's own words, and what counts as having held.

Law: the call is one that harms nothing even if somebody ran it: it appends no bytes to the gate's own key. It says what
it is in its session and in its text, and only both together make it a drill (`is_drill`): a session's name is a claim,
and an agent that called its own session so must not disappear from reports by it.
"""

import json
import shlex
from collections.abc import Mapping
from typing import Any, Final

from mayact.core.doctor.model import Result, Trial
from mayact.core.wire.hooks import copilot

MARK: Final = "doctor-"
_NO_ANSWER: Final = b"no answer from the gate"
UNREACHED: Final = "it denies, because it reaches no gate"


def command(mark: str, key: str) -> str:
    """A shell text that changes the guard in law and not in fact."""
    return f": mayact {mark} >>{shlex.quote(key)}"


def is_drill(session: str, text: str) -> bool:
    """Whether an attempt in the log is one of doctor's."""
    head = f": mayact {session} >>"
    if not session.startswith(MARK) or not text.startswith(head):
        return False
    try:
        words = shlex.split(text.removeprefix(head))
    except ValueError:
        return False
    return len(words) == 1 and command(session, words[0]) == text


def forbidden(codec: str, event: str, *, mark: str, text: str, cwd: str) -> bytes:
    """What the client would write to its hook before it runs `text`."""
    given = {"command": text, "description": "a drill of mayact doctor"}
    match codec:
        case "copilot" if event == "permissionRequest":
            value: dict[str, Any] = {
                "hookName": event, "sessionId": mark, "cwd": cwd, "toolName": "bash", "toolInput": given,
            }  # fmt: skip
        case "copilot":
            value = {"sessionId": mark, "timestamp": 0, "cwd": cwd, "toolName": "bash", "toolArgs": given}
        case "gemini":
            value = {
                "session_id": mark, "transcript_path": "", "cwd": cwd, "hook_event_name": event,
                "tool_name": "run_shell_command", "tool_input": given,
            }  # fmt: skip
        case _:
            value = {
                "session_id": mark, "transcript_path": "", "cwd": cwd, "hook_event_name": event, "tool_name": "Bash",
                "tool_input": given, "tool_use_id": mark,
            }  # fmt: skip
    return json.dumps(value).encode()


def silent(codec: str, *, mark: str, cwd: str) -> bytes:
    """An event on which no opinion is given: a hook that is asked about it before a tool must not let that pass for a
    yes."""
    if codec == "copilot":
        return json.dumps({"sessionId": mark, "cwd": cwd}).encode()
    return json.dumps({"session_id": mark, "cwd": cwd, "hook_event_name": "SessionStart"}).encode()


def judged(trial: Trial, codec: str, *, code: int, stdout: bytes, stderr: bytes) -> tuple[Result, str]:
    """Whether what a hook said stops the call in its client."""
    if code != 2:
        return Result.LET_THROUGH, f"it ended with {code} instead of 2"
    if stdout and not (codec == copilot.CLIENT and _denies(stdout)):
        return Result.LET_THROUGH, "it denies by its exit code and says something else on standard output"
    if trial is Trial.FORBIDDEN and _NO_ANSWER in stderr:
        return Result.HELD, UNREACHED
    return Result.HELD, ""


def _denies(stdout: bytes) -> bool:
    try:
        value = json.loads(stdout)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, Mapping) and value.get("permissionDecision") == "deny" and value.get("behavior") == "deny"
