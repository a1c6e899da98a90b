"""Hooks of coding agents, in and out of their configuration: the exact change first, then a person's yes, then it."""

import os
import shutil
from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias

import typer

from mayact.boundary.hooks.install import (
    Change,
    apply,
    hook_setup,
    hooks_in,
    plan_install,
    plan_observing,
    plan_removal,
)
from mayact.cli.output import safe, safe_block, say
from mayact.cli.passphrase import confirm
from mayact.cli.where import here, require_initialised, settings_of
from mayact.config import Paths, Settings
from mayact.core.errors import ConfigInvalid, Forbidden, InvalidInput, MayactError, shown
from mayact.core.wire.hooks.forms import FORMS, Form, Place, form_of
from mayact.core.wire.hooks.observing import Standing
from mayact.core.wire.hooks.setup import HookSetup

_FOUND: Final = {
    "codex": ("codex", ".codex"),
    "gemini": ("gemini", ".gemini"),
    "copilot": ("copilot", ".copilot"),
    "opencode": ("opencode", ".config/opencode"),
}
"""By what a client is known to be used here: its program, its directory below the person's home. Claude Code needs
neither: its hook is put in ahead of it."""

_HELP: Final = "(default: managed as root, else user; none where it is not used)."
ClaudeCode: TypeAlias = Annotated[
    Place | None, typer.Option(help="Whose Claude Code to guard (default: managed as root, else user).")
]
Codex: TypeAlias = Annotated[Place | None, typer.Option(help=f"Whose Codex to guard {_HELP}")]
Gemini: TypeAlias = Annotated[Place | None, typer.Option(help=f"Whose Gemini CLI to guard {_HELP}")]
Copilot: TypeAlias = Annotated[Place | None, typer.Option(help=f"Whose Copilot CLI to guard {_HELP}")]
OpenCode: TypeAlias = Annotated[Place | None, typer.Option("--opencode", help=f"Whose OpenCode to guard {_HELP}")]

Wanted: TypeAlias = Mapping[str, Place | None]
"""Per client, where a person wants its hook; None: they did not say."""


def register(app: typer.Typer) -> None:
    app.command("hook")(hook)
    app.command("uninstall")(uninstall)


def hook(
    claude_code: ClaudeCode = None,
    codex: Codex = None,
    gemini: Gemini = None,
    copilot: Copilot = None,
    opencode: OpenCode = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the hooks out again: those of the clients that are named, else all.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
) -> None:
    """Put hooks into the configuration of coding agents, or take them out. Shows the exact change first."""
    paths = here()
    require_initialised(paths)
    wanted = {
        "claude-code": claude_code,
        "codex": codex,
        "gemini": gemini,
        "copilot": copilot,
        "opencode": opencode,
    }
    if remove:
        # Whoever names one client means that one: the others stay guarded.
        named = _said(wanted)
        for form in _chosen(paths, {**nobody(), **named} if named else wanted):
            offer(form, plan_removal(form, path=form.file(_home())), yes=yes)
        return
    for form, change in plan_hooks(paths, settings_of(paths), wanted):
        offer(form, change, yes=yes)


def uninstall(yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False) -> None:
    """Take mayact out of the configuration of every coding agent: each file is again, byte for byte, what it was.

    A file that was changed since keeps that change and loses what mayact put in. The gate, its log and its keys stay.
    """
    home = _home()
    found = [(form, plan_removal(form, path=form.file(home))) for form in FORMS]
    changes = [(form, change) for form, change in found if change.needed or change.note is not None]
    for form, change in changes:
        offer(form, change, yes=yes, later="mayact uninstall")
    if not changes:
        say("no coding agent's configuration holds anything of mayact")


def plan_hooks(paths: Paths, settings: Settings, wanted: Wanted) -> list[tuple[Form, Change]]:
    """What would change. Raises `InvalidInput`, `Forbidden`, `ConfigInvalid`."""
    setup = _setup(paths, settings)
    return [(form, plan_install(form, setup, path=form.file(_home()))) for form in _chosen(paths, wanted)]


def plan_watching(paths: Paths, settings: Settings, wanted: Wanted) -> list[tuple[Form, Change]]:
    """What would change for hooks that only watch. Raises as above, `Forbidden` also where a hook enforces."""
    setup = _setup(paths, settings)
    chosen = _chosen(paths, wanted)
    for client in {form.client for form in chosen}:
        _refuse_guarded(client)
    return [(form, plan_observing(form, setup, path=form.file(_home()))) for form in chosen]


def plan_enforcing(paths: Paths, settings: Settings, wanted: Wanted) -> list[tuple[Form, Change]]:
    """What would change to put hooks that enforce in the place of those that watch. Raises as `plan_hooks`."""
    setup = _setup(paths, settings)
    there = watched(paths)
    moved = [form for form in there if wanted[form.client] in (None, form.place)]
    left = [form for form in there if form not in moved]
    asked = [form for form in _chosen(paths, {**nobody(), **_said(wanted)}) if form not in moved]
    return [
        *((form, plan_install(form, setup, path=form.file(_home()))) for form in (*moved, *asked)),
        *((form, plan_removal(form, path=form.file(_home()))) for form in left),
    ]


def watched(paths: Paths) -> list[Form]:
    """The forms whose hooks for this gate only watch. Raises `ConfigInvalid`."""
    home = _home()
    return [form for form in FORMS if _standing(form, home) is Standing.OBSERVING and _asks(paths, form.file(home))]


def tell_watched(paths: Paths) -> None:
    """Aloud, whose calls are only watched."""
    forms = watched(paths)
    if forms:
        say(f"observing only: nothing is stopped ({', '.join(form.client for form in forms)})")


def _said(wanted: Wanted) -> Wanted:
    return {client: place for client, place in wanted.items() if place is not None}


def _standing(form: Form, home: str) -> Standing | None:
    try:
        return hooks_in(form.file(home))
    except MayactError:
        return None  # what cannot be read is not known to watch


def _asks(paths: Paths, path: str) -> bool:
    """Whether the hooks in a file speak to this gate and not to another one."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return paths.agent_socket in file.read()
    except OSError:
        return False


def _refuse_guarded(client: str) -> None:
    # In whichever place: beside a hook that enforces, one that watches would make `status` say that nothing is stopped.
    for form in FORMS:
        if form.client == client and _standing(form, _home()) is Standing.ENFORCING:
            raise Forbidden(
                f"{client} is guarded by {shown(form.file(_home()))}; it is not made to be only watched",
                hint=f"take the hook out first: `mayact hook --remove --{client} {form.place.value}`",
            )


def _setup(paths: Paths, settings: Settings) -> HookSetup:
    return hook_setup(
        socket=paths.agent_socket,
        owner=_owner(paths),
        keep=settings.keep_environment,
        wait_s=settings.hook_wait_seconds,
    )


def _owner(paths: Paths) -> int:
    """The user that the gate runs as: its configuration is that user's, whoever installs the hook."""
    return os.lstat(paths.config).st_uid if os.path.lexists(paths.config) else os.geteuid()


def nobody() -> Wanted:
    """No client at all."""
    return {form.client: Place.NONE for form in FORMS}


def _chosen(paths: Paths, wanted: Wanted) -> list[Form]:
    # A gate in a directory of its own is one of several: it does not take over the whole machine unasked.
    usual = Place.MANAGED if os.geteuid() == 0 and paths.home is None else Place.USER
    places = {client: place or (usual if _is_used(client) else Place.NONE) for client, place in wanted.items()}
    return [_form(client, place, wanted) for client, place in places.items() if place is not Place.NONE]


def _form(client: str, place: Place, wanted: Wanted) -> Form:
    form = form_of(client, place)
    if form is None and wanted[client] is None:
        form = form_of(client, Place.USER)  # what a person did not ask for may be the form that there is
    if form is None:
        raise InvalidInput(f"{client} has no form for {place.value}", hint=f"--{client} {Place.USER.value}")
    return form


def _is_used(client: str) -> bool:
    if client not in _FOUND:
        return True
    program, directory = _FOUND[client]
    return shutil.which(program) is not None or os.path.isdir(os.path.join(_home(), directory))


def _home() -> str:
    home = os.environ.get("HOME", "")
    if not home.startswith("/"):
        raise ConfigInvalid("HOME is not set, so your agents' settings are not known", hint="set HOME", field="HOME")
    return os.path.normpath(home)


def offer(form: Form, change: Change, *, yes: bool, later: str = "mayact hook") -> None:
    """Show it, ask, do it. Raises `Forbidden` when the file changed meanwhile."""
    if not change.needed:
        apply(change)  # its note may still be missing, or be one too many
        say(f"{safe(change.path)} is as it should be; nothing to change")
        return
    say(f"{safe(change.path)} would change:")
    say(safe_block(change.shown()).rstrip("\n"))
    if yes or confirm("write this?"):
        apply(change)
        say("written")
        if change.noted is not None:
            say(f"{form.name} ({form.place.value}): {form.left}")
    else:
        say(f"not written; `{later}` does it later")
