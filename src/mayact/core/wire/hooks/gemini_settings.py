"""What mayact puts into Gemini CLI's settings, of a user or of the system.

Source: observed behaviour of Gemini CLI 0.61.0: time-outs are milliseconds; a hook that crashes, is killed or takes
too long lets the call run, so a shell stands around ours that denies at least the first two. The system's settings
come last and decide `hooksConfig.enabled`, but a user's list of disabled hooks is added to theirs.
"""

from typing import Any

from mayact.core.wire.hooks.gemini import CLIENT
from mayact.core.wire.hooks.setup import HOOK_TIMEOUT_S, HookSetup, Moment, closing_command

_EVENTS: tuple[tuple[str, Moment], ...] = (("BeforeTool", "before"), ("AfterTool", "after"))


def settings_fragment(setup: HookSetup) -> dict[str, Any]:
    """The `hooks` that send every tool call to the gate. Raises `InvalidInput`."""
    return {
        "hooks": {
            event: [
                {
                    "matcher": "*",
                    "hooks": [
                        {
                            "type": "command",
                            "command": closing_command(setup, CLIENT, moment),
                            "timeout": HOOK_TIMEOUT_S * 1000,
                        }
                    ],
                }
            ]
            for event, moment in _EVENTS
        }
    }


def system_fragment(setup: HookSetup) -> dict[str, Any]:
    """The same for the system's settings, which also keep hooks on. Raises `InvalidInput`."""
    return {**settings_fragment(setup), "hooksConfig": {"enabled": True}}
