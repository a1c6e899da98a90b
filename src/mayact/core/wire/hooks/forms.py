"""Where each client's hook is written, in which form, and how much that form holds: one table.

Law: pure; a form says what a file's text would be, `boundary/hooks` reads and writes. What a form cannot hold is said
in its `left`, in words that `mayact hook` prints and docs/clients explains.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from mayact.core.wire.hooks import (
    claude_settings,
    codex_settings,
    copilot_settings,
    gemini_settings,
    json_text,
    observing,
    opencode_settings,
    toml_text,
)
from mayact.core.wire.hooks.setup import HookSetup, is_ours


class Place(StrEnum):
    """Whose configuration. Only an administrator's survives an agent that edits its user's."""

    USER = "user"
    MANAGED = "managed"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`path`: absolute, or below the person's home. `written`: the text afterwards, of what is there ("": nothing).
    `observing`: the same with a hook that only watches. `removed`: the text without what is ours. All raise
    `InvalidInput` where the text is not understood."""

    client: str
    name: str
    place: Place
    path: str
    written: Callable[[str, HookSetup], str]
    observing: Callable[[str, HookSetup], str]
    removed: Callable[[str], str]
    left: str
    """What this form does not hold: the first sentence of "what is left" on the client's page."""

    def file(self, home: str) -> str:
        return self.path if self.path.startswith("/") else f"{home}/{self.path}"


_Written: TypeAlias = Callable[[str, HookSetup], str]
_Fragment: TypeAlias = Callable[[HookSetup], Mapping[str, Any]]


def _json(
    fragment: _Fragment,
    watching: _Fragment,
    *,
    comments: bool = False,
    below: str = "hooks",
    ours: Callable[[Any], bool] = is_ours,
) -> tuple[_Written, _Written, Callable[[str], str]]:
    def removed(text: str) -> str:
        return json_text.without(text, ours, below=below, comments=comments) if text.strip() else text

    def written(text: str, setup: HookSetup) -> str:
        return json_text.merged(removed(text), fragment(setup), comments=comments)

    def observed(text: str, setup: HookSetup) -> str:
        return json_text.merged(removed(text), watching(setup), comments=comments)

    return written, observed, removed


def _requirements(text: str, setup: HookSetup) -> str:
    top, tables, end = codex_settings.requirements(setup)
    return toml_text.merged(toml_text.without(text), top=top, tables=tables, end=end)


def _watching_requirements(text: str, setup: HookSetup) -> str:
    return toml_text.merged(toml_text.without(text), top={}, tables={}, end=observing.codex_requirements(setup))


_CLAUDE = _json(claude_settings.settings_fragment, observing.claude_fragment)
_CLAUDE_MANAGED = _json(claude_settings.managed_fragment, observing.claude_fragment)
_CODEX = _json(codex_settings.hooks_fragment, observing.codex_fragment)
_COPILOT = _json(copilot_settings.hooks_fragment, observing.copilot_fragment)
_OPENCODE = _json(
    opencode_settings.plugin_fragment,
    observing.opencode_fragment,
    comments=True,
    below="plugin",
    ours=opencode_settings.is_our_plugin,
)
_GEMINI = _json(gemini_settings.settings_fragment, observing.gemini_fragment, comments=True)
_GEMINI_SYSTEM = _json(gemini_settings.system_fragment, observing.gemini_fragment, comments=True)

FORMS: Final = (
    Form(
        client="claude-code",
        name="Claude Code",
        place=Place.USER,
        path=".claude/settings.json",
        written=_CLAUDE[0],
        observing=_CLAUDE[1],
        removed=_CLAUDE[2],
        left="an agent that edits this file, `--bare` and `disableAllHooks` switch it off",
    ),
    Form(
        client="claude-code",
        name="Claude Code",
        place=Place.MANAGED,
        path="/etc/claude-code/managed-settings.json",
        written=_CLAUDE_MANAGED[0],
        observing=_CLAUDE_MANAGED[1],
        removed=_CLAUDE_MANAGED[2],
        left="files that a prompt names with @ are read without a hook",
    ),
    Form(
        client="codex",
        name="Codex",
        place=Place.USER,
        path=".codex/hooks.json",
        written=_CODEX[0],
        observing=_CODEX[1],
        removed=_CODEX[2],
        left="it does nothing until you trust it (`/hooks` in Codex), and `codex exec` does not say so",
    ),
    Form(
        client="codex",
        name="Codex",
        place=Place.MANAGED,
        path="/etc/codex/requirements.toml",
        written=_requirements,
        observing=_watching_requirements,
        removed=toml_text.without,
        left="what is typed into a running command has no hook",
    ),
    Form(
        client="gemini",
        name="Gemini CLI",
        place=Place.USER,
        path=".gemini/settings.json",
        written=_GEMINI[0],
        observing=_GEMINI[1],
        removed=_GEMINI[2],
        left="an agent that edits this file switches it off, and in a folder that is not trusted no hook runs",
    ),
    Form(
        client="gemini",
        name="Gemini CLI",
        place=Place.MANAGED,
        path="/etc/gemini-cli/settings.json",
        written=_GEMINI_SYSTEM[0],
        observing=_GEMINI_SYSTEM[1],
        removed=_GEMINI_SYSTEM[2],
        left="a user's settings and variables still switch it off, and in a folder that is not trusted no hook runs",
    ),
    Form(
        client="copilot",
        name="Copilot CLI",
        place=Place.USER,
        path=".copilot/hooks/mayact.json",
        written=_COPILOT[0],
        observing=_COPILOT[1],
        removed=_COPILOT[2],
        left="an agent that removes this file, and COPILOT_HOME, switch it off; there is no form for an administrator",
    ),
    Form(
        client="opencode",
        name="OpenCode",
        place=Place.USER,
        path=".config/opencode/opencode.json",
        written=_OPENCODE[0],
        observing=_OPENCODE[1],
        removed=_OPENCODE[2],
        left="an agent that edits this file and `--pure` switch it off; a plugin that does not load blocks nothing",
    ),
    Form(
        client="opencode",
        name="OpenCode",
        place=Place.MANAGED,
        path="/etc/opencode/opencode.json",
        written=_OPENCODE[0],
        observing=_OPENCODE[1],
        removed=_OPENCODE[2],
        left="`--pure` switches it off; a plugin that does not load blocks nothing",
    ),
)


def form_of(client: str, place: Place) -> Form | None:
    """None: the client has no form for that place."""
    return next((form for form in FORMS if (form.client, form.place) == (client, place)), None)


CLIENTS: Final = tuple(dict.fromkeys(form.client for form in FORMS))
