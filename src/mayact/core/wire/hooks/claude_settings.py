"""What mayact puts into Claude Code's settings, and how it gets in and out again without touching anything else.

Law: pure and idempotent: merging twice is merging once, removing undoes merging, and whatever else stands in the
settings stays as it was. Our hooks are told from others by the script they run.

Source: observed behaviour of Claude Code 2.1.329: only `onFailure: "block"` keeps a crashed, killed or hung hook
from running the tool, and only managed settings survive `--bare`, `disableAllHooks` and an agent that edits settings.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from mayact.core.errors import InvalidInput

HOOK_TIMEOUT_S: Final = 120
"""When the client gives up on the hook. The gate answers within its own, much shorter deadline."""

DEFAULT_WAIT_S: Final = 50
"""How long the gate lets a hook wait for a person."""

SCRIPT_MARGIN_S: Final = 15
"""How much longer than the gate the script holds out; `DEFAULT_WAIT_S` and this together stay below the time-out."""

SCRIPT_NAME: Final = "claude_code_hook.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSetup:
    """Absolute paths of the interpreter, the script and the agent socket; `owner`: the uid that the gate runs as;
    `keep`: variables kept beside the script's own list; `wait_s`: how long the gate lets a hook wait."""

    python: str
    script: str
    socket: str
    owner: int
    keep: Sequence[str] = ()
    wait_s: int = DEFAULT_WAIT_S


def hook_command(setup: HookSetup, moment: Literal["before", "after"]) -> str:
    """The shell line that starts the script. Raises `InvalidInput` when the client would give up first."""
    deadline = setup.wait_s + SCRIPT_MARGIN_S
    if not 0 < deadline < HOOK_TIMEOUT_S:
        raise InvalidInput(
            f"a hook cannot wait {setup.wait_s} seconds", hint=f"at most {HOOK_TIMEOUT_S - SCRIPT_MARGIN_S - 1}"
        )
    words = [setup.python, "-I", "-S", setup.script, moment, setup.socket, str(setup.owner), str(deadline)]
    return shlex.join([*words, *setup.keep])


def settings_fragment(setup: HookSetup) -> dict[str, Any]:
    """The `hooks` that send every tool call to the gate. Raises `InvalidInput`."""

    def entry(moment: Literal["before", "after"]) -> list[dict[str, Any]]:
        hook: dict[str, Any] = {"type": "command", "command": hook_command(setup, moment), "timeout": HOOK_TIMEOUT_S}
        return [{"matcher": "*", "hooks": [{**hook, "onFailure": "block"} if moment == "before" else hook]}]

    return {
        "hooks": {
            "PreToolUse": entry("before"),
            "PostToolUse": entry("after"),
            "PostToolUseFailure": entry("after"),
        }
    }


def managed_fragment(fragment: Mapping[str, Any]) -> dict[str, Any]:
    """The same for managed settings, where an agent's user can neither add hooks nor switch ours off."""
    return {
        **fragment,
        "allowManagedHooksOnly": True,
        "permissions": {"disableBypassPermissionsMode": "disable"},
    }


def merge_settings(existing: Mapping[str, Any], fragment: Mapping[str, Any]) -> dict[str, Any]:
    """`existing` with `fragment` in it, ours of an earlier time replaced. Raises `InvalidInput` when `existing` has
    another shape than settings have: then nothing may be written."""
    merged = remove_settings(existing)
    hooks = _object(merged.get("hooks", {}), "hooks")
    for event, entries in fragment["hooks"].items():
        hooks[event] = [*_list(hooks.get(event, []), event), *entries]
    merged["hooks"] = hooks
    for name, value in fragment.items():
        if name == "permissions":
            merged[name] = {**_object(merged.get(name, {}), name), **value}
        elif name != "hooks":
            merged[name] = value
    return merged


def remove_settings(existing: Mapping[str, Any]) -> dict[str, Any]:
    """`existing` without our hooks. Other members stay, also the managed switches: they weaken nothing."""
    merged = dict(existing)
    if "hooks" not in merged:
        return merged
    hooks: dict[str, Any] = {}
    for event, entries in _object(merged["hooks"], "hooks").items():
        kept = [left for entry in _list(entries, event) if (left := _without_ours(entry)) is not None]
        if kept:
            hooks[event] = kept
    if hooks:
        merged["hooks"] = hooks
    else:
        del merged["hooks"]
    return merged


def _without_ours(entry: Any) -> Any | None:
    """The entry without our hooks; None when nothing else was in it."""
    hooks = entry.get("hooks") if isinstance(entry, Mapping) else None
    if not isinstance(hooks, list) or not any(_is_ours(hook) for hook in hooks):
        return entry
    others = [hook for hook in hooks if not _is_ours(hook)]
    return {**entry, "hooks": others} if others else None


def _is_ours(hook: Any) -> bool:
    return isinstance(hook, Mapping) and SCRIPT_NAME in str(hook.get("command", ""))


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInput(f"`{name}` in the settings is not an object", hint="repair the settings file", field=name)
    return dict(value)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidInput(f"`{name}` in the settings is not a list", hint="repair the settings file", field=name)
    return value
