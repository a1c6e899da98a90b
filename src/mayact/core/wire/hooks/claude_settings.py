"""What mayact puts into Claude Code's settings.

Source: observed behaviour of Claude Code 2.1.329: only `onFailure: "block"` keeps a crashed, killed or hung hook
from running the tool, and only managed settings survive `--bare`, `disableAllHooks` and an agent that edits settings.
"""

from typing import Any

from mayact.core.wire.hooks.claude_code import CLIENT
from mayact.core.wire.hooks.setup import HOOK_TIMEOUT_S, HookSetup, Moment, hook_command


def settings_fragment(setup: HookSetup) -> dict[str, Any]:
    """The `hooks` that send every tool call to the gate. Raises `InvalidInput`."""

    def entry(moment: Moment) -> list[dict[str, Any]]:
        command = hook_command(setup, CLIENT, moment)
        hook: dict[str, Any] = {"type": "command", "command": command, "timeout": HOOK_TIMEOUT_S}
        return [{"matcher": "*", "hooks": [{**hook, "onFailure": "block"} if moment == "before" else hook]}]

    return {
        "hooks": {
            "PreToolUse": entry("before"),
            "PostToolUse": entry("after"),
            "PostToolUseFailure": entry("after"),
        }
    }


def managed_fragment(setup: HookSetup) -> dict[str, Any]:
    """The same for managed settings, where an agent's user can neither add hooks nor switch ours off."""
    return {
        **settings_fragment(setup),
        "allowManagedHooksOnly": True,
        "permissions": {"disableBypassPermissionsMode": "disable"},
    }
