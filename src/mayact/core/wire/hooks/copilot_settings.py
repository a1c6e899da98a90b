"""What mayact puts into a hooks file of Copilot CLI's, one of its own beside any others.

Source: observed behaviour of Copilot CLI 1.0.102: every file of the folder is read, every hook runs; a `preToolUse`
that crashes denies, one that takes too long or prints something else does not; `permissionRequest` then denies on
garbage.
"""

from typing import Any

from mayact.core.wire.hooks.copilot import CLIENT
from mayact.core.wire.hooks.setup import HOOK_TIMEOUT_S, HookSetup, Moment, hook_command

_EVENTS: tuple[tuple[str, Moment], ...] = (
    ("preToolUse", "before"),
    ("permissionRequest", "before"),
    ("postToolUse", "after"),
    ("postToolUseFailure", "after"),
)


def hooks_fragment(setup: HookSetup) -> dict[str, Any]:
    """The whole file. Raises `InvalidInput`."""
    hooks = {
        event: [{"type": "command", "bash": hook_command(setup, CLIENT, moment), "timeoutSec": HOOK_TIMEOUT_S}]
        for event, moment in _EVENTS
    }
    return {"version": 1, "hooks": hooks}
