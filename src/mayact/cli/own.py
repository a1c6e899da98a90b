"""A client's own settings, read for its rules: the user's, the project's, the machine's.

Law: it reads and never writes; what is no regular file of a sensible size, or is not understood, holds no rules, and is
named. It runs as the person, not as the gate.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mayact.core.errors import InvalidInput, MayactError, NotFound, shown
from mayact.core.shadow.clients import RULES_OF_TEXTS, RULES_OF_VALUES, judge
from mayact.core.shadow.observed import Observed, Own
from mayact.core.shadow.own import OwnRule
from mayact.core.wire.hooks import json_text

_MOST: Final = 1_048_576

_USER: Final = {
    "claude-code": (".claude/settings.json",),
    "codex": (".codex/rules/default.rules",),
    "gemini": (".gemini/settings.json",),
    "copilot": (),
    "opencode": (".config/opencode/opencode.json", ".config/opencode/opencode.jsonc"),
}
_PROJECT: Final = {
    "claude-code": (".claude/settings.json", ".claude/settings.local.json"),
    "gemini": (".gemini/settings.json",),
    "opencode": ("opencode.json", "opencode.jsonc"),
}
_MACHINE: Final = {
    "claude-code": ("/etc/claude-code/managed-settings.json",),
    "gemini": ("/etc/gemini-cli/settings.json",),
    "opencode": ("/etc/opencode/opencode.json",),
}

CLIENTS: Final = tuple(_USER)


@dataclass
class OwnRules:
    """The rules that hold in a directory, each file read once. `unread`: files that were not understood."""

    home: str
    unread: dict[str, str] = field(default_factory=dict)
    _files: dict[tuple[str, str], tuple[OwnRule, ...]] = field(default_factory=dict)

    def judge(self, call: Observed) -> Own:
        """What the client does with the call by the rules that stand in its files now."""
        rules: list[OwnRule] = []
        for path in files_of(call.client, self.home, call.cwd):
            rules.extend(self._of(call.client, path))
            if path in self.unread:
                return Own.UNKNOWN
        return judge(call.client, rules, call)

    def _of(self, client: str, path: str) -> tuple[OwnRule, ...]:
        if (client, path) not in self._files:
            try:
                self._files[(client, path)] = rules_in(client, path)
            except NotFound:
                self._files[(client, path)] = ()
            except MayactError as error:
                self.unread[path] = error.message
                self._files[(client, path)] = ()
        return self._files[(client, path)]


def files_of(client: str, home: str, cwd: str) -> Iterator[str]:
    """Where rules that hold in `cwd` may stand: the user's, then the project's, then the machine's."""
    yield from (f"{home}/{name}" for name in _USER.get(client, ()))
    yield from (f"{folder}/{name}" for folder in _upwards(home, cwd) for name in _PROJECT.get(client, ()))
    yield from _MACHINE.get(client, ())


def _upwards(home: str, cwd: str) -> Iterator[str]:
    folder = os.path.normpath(cwd) if cwd.startswith("/") else ""
    while folder and folder not in (home, "/"):
        yield folder
        folder = os.path.dirname(folder)


def rules_in(client: str, path: str) -> tuple[OwnRule, ...]:
    """Raises `NotFound`, `InvalidInput`."""
    text = _text(path)
    if client in RULES_OF_TEXTS:
        found: tuple[OwnRule, ...] = RULES_OF_TEXTS[client](text)
    else:
        found = RULES_OF_VALUES[client](json_text.value_of(text, comments=client != "claude-code"))
    return found


def _text(path: str) -> str:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            # Before it is opened: the directory may be one that an agent named, and opening some devices does things.
            raise InvalidInput(f"{shown(path)} is no settings file", hint="name another with --file")
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST:
                raise InvalidInput(f"{shown(path)} is no settings file", hint="name another with --file")
            return file.read(_MOST).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"no file {shown(path)}", hint="name another with --file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{shown(path)} cannot be read: {error}", hint="name another with --file") from None
