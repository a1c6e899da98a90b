"""The Claude Code hook, in and out of its settings: the exact change first, then a person's yes, then the change."""

import os
from enum import StrEnum
from typing import Annotated

import typer

from mayact.boundary.hooks.install import MANAGED_SETTINGS as MANAGED
from mayact.boundary.hooks.install import (
    Change,
    apply,
    hook_setup,
    plan_managed,
    plan_removal,
    plan_user,
    user_settings,
)
from mayact.cli.output import safe, safe_block, say
from mayact.cli.passphrase import confirm
from mayact.cli.where import here, require_initialised, settings_of
from mayact.config import Paths, Settings
from mayact.core.errors import ConfigInvalid


class ClaudeCode(StrEnum):
    """Whose settings. Only managed ones survive an agent that edits its user's settings."""

    USER = "user"
    MANAGED = "managed"
    NONE = "none"


def register(app: typer.Typer) -> None:
    app.command("hook")(hook)


def hook(
    claude_code: Annotated[
        ClaudeCode | None, typer.Option(help="Whose Claude Code (default: managed as root, else user).")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the hook out again.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
) -> None:
    """Put the hook into Claude Code's settings, or take it out. Shows the exact change first."""
    paths = here()
    require_initialised(paths)
    if remove:
        offer(plan_removal(path=_path(_chosen(paths, claude_code))), yes=yes)
    elif (change := plan_hook(paths, settings_of(paths), claude_code)) is not None:
        offer(change, yes=yes)


def plan_hook(paths: Paths, settings: Settings, wanted: ClaudeCode | None) -> Change | None:
    """What would change, None when nothing is wanted. Raises `InvalidInput`, `Forbidden`."""
    chosen = _chosen(paths, wanted)
    setup = hook_setup(
        socket=paths.agent_socket,
        owner=os.geteuid(),
        keep=settings.keep_environment,
        wait_s=settings.hook_wait_seconds,
    )
    match chosen:
        case ClaudeCode.NONE:
            return None
        case ClaudeCode.USER:
            return plan_user(setup, path=_path(chosen))
        case ClaudeCode.MANAGED:
            return plan_managed(setup, path=_path(chosen))


def _chosen(paths: Paths, wanted: ClaudeCode | None) -> ClaudeCode:
    if wanted is not None:
        return wanted
    # A gate in a directory of its own is one of several: it does not take over the whole machine unasked.
    return ClaudeCode.MANAGED if os.geteuid() == 0 and paths.home is None else ClaudeCode.USER


def _path(chosen: ClaudeCode) -> str:
    if chosen is ClaudeCode.MANAGED:
        return MANAGED
    home = os.environ.get("HOME", "")
    if not home.startswith("/"):
        raise ConfigInvalid(
            "HOME is not set, so your Claude Code settings are not known", hint="set HOME", field="HOME"
        )
    return user_settings(home)


def offer(change: Change, *, yes: bool) -> None:
    """Show it, ask, do it. Raises `Forbidden` when the file changed meanwhile."""
    if not change.needed:
        say(f"{safe(change.path)} is as it should be; nothing to change")
        return
    say(f"{safe(change.path)} would change:")
    say(safe_block(change.shown()).rstrip("\n"))
    if yes or confirm("write this?"):
        apply(change)
        say("written")
    else:
        say("not written; `mayact hook` does it later")
