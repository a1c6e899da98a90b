"""Putting the Claude Code hook into its settings file: the exact change first, then the change, nothing else.

Law: `plan_*` only read and return what would be written; `apply` writes exactly that and refuses when the file is no
longer the one that was looked at. A settings file that cannot be understood is never overwritten.
It refuses to know whether anybody agreed: the command line asks.
"""

import difflib
import json
import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from typing import Any, Final

from mayact.core.canonical import parse_json, thaw
from mayact.core.errors import Forbidden, InvalidInput, MayactError, shown
from mayact.core.wire.hooks.claude_settings import (
    SCRIPT_NAME,
    HookSetup,
    managed_fragment,
    merge_settings,
    remove_settings,
    settings_fragment,
)

MANAGED_SETTINGS: Final = "/etc/claude-code/managed-settings.json"
"""Where Claude Code on Linux reads what an administrator decides; nothing a user or an agent sets overrides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`before` is None when there is no such file. Nothing has to be done when `before == after`."""

    path: str
    before: str | None
    after: str

    @property
    def needed(self) -> bool:
        return self.before != self.after

    def shown(self) -> str:
        """The change as a unified diff, for a person to agree to."""
        before = (self.before or "").splitlines(keepends=True)
        lines = difflib.unified_diff(before, self.after.splitlines(keepends=True), self.path, self.path)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def hook_script() -> str:
    """Absolute path of the script that is installed with mayact."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), SCRIPT_NAME)


def hook_setup(*, socket: str, owner: int, keep: tuple[str, ...] = (), wait_s: int) -> HookSetup:
    """The setup for this installation: the interpreter itself (not a virtual environment's link to it)."""
    python = os.path.realpath(sys.executable)
    return HookSetup(python=python, script=hook_script(), socket=socket, owner=owner, keep=keep, wait_s=wait_s)


def user_settings(home: str) -> str:
    return os.path.join(home, ".claude", "settings.json")


def plan_user(setup: HookSetup, *, path: str) -> Change:
    """The hook in a user's own settings. Raises `InvalidInput`, `Forbidden` when the file is not understood."""
    return _plan(path, lambda found: merge_settings(found, settings_fragment(setup)))


def plan_managed(setup: HookSetup, *, path: str = MANAGED_SETTINGS) -> Change:
    """The hook in managed settings, where an agent that edits its user's settings does not reach it."""
    return _plan(path, lambda found: merge_settings(found, managed_fragment(settings_fragment(setup))))


def plan_removal(*, path: str) -> Change:
    """The same file without our hooks."""
    return _plan(path, remove_settings)


def apply(change: Change) -> None:
    """Write it, whole or not at all. Raises `Forbidden` when the file changed meanwhile or cannot be written."""
    if not change.needed:
        return
    directory = os.path.dirname(change.path)
    try:
        os.makedirs(directory, exist_ok=True)
        if _read(change.path) != change.before:
            raise Forbidden(f"{shown(change.path)} changed meanwhile", hint="look at the change again")
        _replace(change.path, change.after)
    except OSError as error:
        raise Forbidden(f"{shown(change.path)} cannot be written: {error.strerror}", hint="nothing changed") from None


def _plan(path: str, edit: Any) -> Change:
    try:
        before = _read(path)
    except OSError as error:
        raise Forbidden(f"{shown(path)} cannot be read: {error.strerror}", hint="check its permissions") from None
    try:
        found = thaw(parse_json(before, what="settings")) if before and before.strip() else {}
    except MayactError as error:
        raise InvalidInput(f"{shown(path)} is not understood: {error.message}", hint="repair it first") from None
    if not isinstance(found, dict):
        raise InvalidInput(f"{shown(path)} is not an object", hint="repair it first")
    wanted = edit(found)
    if wanted == found:
        return Change(path=path, before=before, after=before if before is not None else "{}\n")
    return Change(path=path, before=before, after=json.dumps(wanted, indent=2, ensure_ascii=False) + "\n")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise InvalidInput(f"{shown(path)} is not utf-8", hint="repair it first") from None


def _replace(path: str, text: str) -> None:
    # Through a link, so that a settings file that is kept elsewhere stays a link.
    target = os.path.realpath(path)
    mode = stat.S_IMODE(os.stat(target).st_mode) if os.path.exists(target) else 0o644
    descriptor, made = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".mayact-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(made, mode)
        os.replace(made, target)
    except OSError:
        os.unlink(made)
        raise
