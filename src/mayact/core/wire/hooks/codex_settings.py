"""What mayact puts into Codex's configuration: `hooks.json` of a user, `requirements.toml` of an administrator.

Source: observed behaviour of Codex 0.169.0. Hooks of a user run only once the user has trusted them, and `codex exec`
skips untrusted ones without a word; those of `requirements.toml` need no trust, and nothing a user sets removes them
as long as the feature is pinned there. Other hooks are shut out because all matching ones run at once and any of them
may replace the input that ours was asked about. A hook that crashes or is killed lets the call run, so a shell stands
around ours that denies then.
"""

import json
from typing import Any

from mayact.core.wire.hooks.codex import CLIENT
from mayact.core.wire.hooks.setup import HOOK_TIMEOUT_S, HookSetup, Moment, closing_command

_EVENTS: tuple[tuple[str, Moment], ...] = (("PreToolUse", "before"), ("PostToolUse", "after"))


def hooks_fragment(setup: HookSetup) -> dict[str, Any]:
    """For `hooks.json`. Raises `InvalidInput`."""
    return {
        "hooks": {
            event: [
                {
                    "matcher": "*",
                    "hooks": [
                        {
                            "type": "command",
                            "command": closing_command(setup, CLIENT, moment),
                            "timeout": HOOK_TIMEOUT_S,
                        }
                    ],
                }
            ]
            for event, moment in _EVENTS
        }
    }


def requirements(setup: HookSetup, *, codec: str = CLIENT) -> tuple[dict[str, Any], dict[str, dict[str, Any]], str]:
    """For `requirements.toml`: members of the top, members of tables, and text for the end. `codec`: by which name the
    hook asks. Raises `InvalidInput`."""
    rows = [
        f"[[hooks.{event}]]\n"
        f'matcher = "*"\n'
        f"[[hooks.{event}.hooks]]\n"
        f'type = "command"\n'
        # A TOML basic string escapes as JSON does (toml.io, "String").
        f"command = {json.dumps(closing_command(setup, codec, moment), ensure_ascii=False)}\n"
        f"timeout = {HOOK_TIMEOUT_S}\n"
        for event, moment in _EVENTS
    ]
    return {"allow_managed_hooks_only": True}, {"features": {"hooks": True}}, "".join(rows)
