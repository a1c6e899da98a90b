"""What a client's configuration says about a hook that only watches: the same script, told to observe.

Law: whatever the line does, the client goes on as if it were not there. It prints nothing and ends with 0, also when
the script is gone, crashes or is killed: a shell around it sees to that, because one client (Copilot) refuses on every
other exit code. Nothing else of the client is configured: what only an enforcing hook needs (managed hooks alone, no
bypass mode) would change how the client behaves, and then what is observed is no normal week.
Observing is the *line*, not a switch: a file holds a line that enforces or one that observes, and no state of mayact
turns the one into the other.
"""

import json
import re
import shlex
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from mayact.core.wire.hooks import claude_code, codex, copilot, gemini, opencode
from mayact.core.wire.hooks.setup import HookSetup

OBSERVE_S: Final = 2
"""When the script gives up: a person waits for each call, and nothing is gained by the answer."""

OBSERVE_TIMEOUT_S: Final = 5
"""When a client gives up on the line; every client then runs the tool."""

OBSERVER_NAME: Final = "opencode_observer.mjs"

_CLAUDE_EVENTS: Final = ("PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure")
_CODEX_EVENTS: Final = ("PreToolUse", "PermissionRequest", "PostToolUse")
_GEMINI_EVENTS: Final = ("BeforeTool", "AfterTool")
_COPILOT_EVENTS: Final = ("preToolUse", "postToolUse", "postToolUseFailure")
"""Without `permissionRequest`: it is sent under `--allow-all-tools` too, so that it is no sign of a question."""


class Standing(StrEnum):
    """What the hooks of ours in a file do."""

    ENFORCING = "enforcing"
    OBSERVING = "observing"


def observing_words(setup: HookSetup, client: str) -> list[str]:
    """The script, told to observe."""
    words = [setup.python, "-I", "-S", setup.script, client, "observe", setup.socket, str(setup.owner)]
    return [*words, str(OBSERVE_S), *setup.keep]


def observing_command(setup: HookSetup, client: str) -> str:
    """The line for a client that runs lines."""
    return shlex.join(["/bin/sh", "-c", f"{shlex.join(observing_words(setup, client))} >/dev/null 2>&1; exit 0"])


def standing(text: str) -> Standing | None:
    """What the hooks of ours in a configuration's text do; None: there are none. Any that enforces counts."""
    if _ENFORCES.search(text):
        return Standing.ENFORCING
    return Standing.OBSERVING if _OBSERVES.search(text) else None


# Whatever quotes the shell, JSON and TOML put around a word stands between the words.
_OBSERVES: Final = re.compile(r"agent_hook\.py\W+[a-z-]+\W+observe\b")
_ENFORCES: Final = re.compile(
    r"agent_hook\.py(?!\W+[a-z-]+\W+(?:observe|after)\b)|claude_code_hook\.py|opencode_plugin\.mjs"
)


# ── the fragments ────────────────────────────────────────────────────────────────────────────────────────


def claude_fragment(setup: HookSetup) -> dict[str, Any]:
    return _matched(setup, claude_code.CLIENT, _CLAUDE_EVENTS, OBSERVE_TIMEOUT_S)


def codex_fragment(setup: HookSetup) -> dict[str, Any]:
    return _matched(setup, codex.CLIENT, _CODEX_EVENTS, OBSERVE_TIMEOUT_S)


def gemini_fragment(setup: HookSetup) -> dict[str, Any]:
    return _matched(setup, gemini.CLIENT, _GEMINI_EVENTS, OBSERVE_TIMEOUT_S * 1000)  # milliseconds


def copilot_fragment(setup: HookSetup) -> dict[str, Any]:
    hook = {
        "type": "command",
        "bash": observing_command(setup, copilot.CLIENT),
        "timeoutSec": OBSERVE_TIMEOUT_S,
    }
    return {"version": 1, "hooks": {event: [hook] for event in _COPILOT_EVENTS}}


def opencode_fragment(setup: HookSetup) -> dict[str, Any]:
    plugin = f"file://{quote(setup.script.rpartition('/')[0])}/{OBSERVER_NAME}"
    options = {"command": observing_words(setup, opencode.CLIENT), "seconds": OBSERVE_S}
    return {"plugin": [[plugin, options]]}


def codex_requirements(setup: HookSetup) -> str:
    """What stands at the end of `requirements.toml`."""
    command = json.dumps(observing_command(setup, codex.CLIENT), ensure_ascii=False)
    return "".join(
        f'[[hooks.{event}]]\nmatcher = "*"\n[[hooks.{event}.hooks]]\n'
        f'type = "command"\ncommand = {command}\ntimeout = {OBSERVE_TIMEOUT_S}\n'
        for event in _CODEX_EVENTS
    )


def _matched(setup: HookSetup, client: str, events: tuple[str, ...], timeout: int) -> dict[str, Any]:
    hook = {"type": "command", "command": observing_command(setup, client), "timeout": timeout}
    return {"hooks": {event: [{"matcher": "*", "hooks": [hook]}] for event in events}}
