"""`mayact init`: everything a gate needs, once.

1. look       an initialised gate is left alone; every step below completes what a crash left undone
2. places     directories and settings
3. keys       the gate's, and an approver's under a passphrase that only a person knows
4. govern     the approver enrols (signing itself, which only the first can) and signs the starter policy
5. pin        the log's public key: COMMIT POINT of the whole. Before: run `init` again. After: it is initialised
6. hooks      the coding agents' settings, each change shown first

With `--observe` the hooks only watch. Afterwards `mayact init` puts hooks that enforce in their place, and nothing puts
a watching one in the place of one that enforces.
"""

import os
from typing import Annotated

import typer

from mayact.cli.hooks import (
    ClaudeCode,
    Codex,
    Copilot,
    Gemini,
    OpenCode,
    Wanted,
    nobody,
    offer,
    plan_enforcing,
    plan_hooks,
    plan_watching,
    tell_watched,
    watched,
)
from mayact.cli.keyring import key_path
from mayact.cli.output import safe, say
from mayact.cli.passphrase import passphrase
from mayact.cli.where import here, settings_of
from mayact.config import Paths, Settings, make_directory, prepare, settings_template
from mayact.core.approval import activation_statement, b64, enrolment_statement
from mayact.core.canonical import Digest, JsonObject, digest_of
from mayact.core.errors import IllegalTransition, Unauthenticated
from mayact.core.policy.bundle import load_bundle
from mayact.gate.govern import POLICY_TIER
from mayact.identity import keys
from mayact.identity.files import write_new
from mayact.identity.instruments import SystemIds
from mayact.identity.signer import create_gate_key
from mayact.packs import STARTER, read_pack

_ALL_MAY_READ = 0o644


def register(app: typer.Typer) -> None:
    app.command("init")(init)


def init(
    name: Annotated[str, typer.Option(help="Name of the approver's key.")] = "operator",
    passphrase_fd: Annotated[
        int | None, typer.Option("--passphrase-fd", help="Read the passphrase from this file descriptor.")
    ] = None,
    claude_code: ClaudeCode = None,
    codex: Codex = None,
    gemini: Gemini = None,
    copilot: Copilot = None,
    opencode: OpenCode = None,
    no_hook: Annotated[bool, typer.Option("--no-hook", help="Do not touch any agent's settings.")] = False,
    observe: Annotated[bool, typer.Option("--observe", help="Hooks that only watch: nothing is stopped.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Install the hooks without asking.")] = False,
) -> None:
    """Make a gate for this machine: directories, settings, keys, store, and the starter policy, signed by you.

    Asks for a new passphrase twice. Shows exactly what would change in your coding agents' settings before it
    changes it. Refuses when there is a gate already. After a crash, run it again: it goes on where it stopped.

    With --observe the hooks record what would have been decided and stop nothing; `mayact report` sums it up, and
    `mayact init` once more puts hooks that enforce in their place.
    """
    paths = here()
    wanted = {
        "claude-code": claude_code,
        "codex": codex,
        "gemini": gemini,
        "copilot": copilot,
        "opencode": opencode,
    }
    if os.path.lexists(paths.log_key_file) and not no_hook and _hooks_alone(paths, wanted, observe, yes):
        return
    _refuse_second(paths)  # 1
    keys.check_name(name)
    settings = _places(paths)  # 2
    plan = plan_watching if observe else plan_hooks
    hooks = plan(paths, settings, nobody() if no_hook else wanted)
    approver = _keys(paths, name, passphrase_fd)  # 3
    bundle = read_pack(STARTER)
    pinned = _govern(paths, settings, approver, bundle)  # 4
    write_new(paths.log_key_file, f"{pinned}\n".encode(), mode=_ALL_MAY_READ)  # 5
    _tell(paths, settings, approver, digest_of(bundle), pinned)
    for form, change in hooks:
        say()
        offer(form, change, yes=yes, later="mayact init --observe" if observe else "mayact hook")  # 6
    say()
    say(f"next       `{paths.start}` runs the gate; `mayact exec -- CMD` asks it")
    if observe:
        tell_watched(paths)
    elif hooks:
        say("           until it runs, the agents that were given hooks run nothing")


def _hooks_alone(paths: Paths, wanted: Wanted, observe: bool, yes: bool) -> bool:
    """Of a gate that is there only the hooks change: to watching where there is none, from watching to enforcing.
    False: there is nothing of that to do."""
    if not observe and not watched(paths):
        return False
    settings = settings_of(paths)
    for form, change in (plan_watching if observe else plan_enforcing)(paths, settings, wanted):
        offer(form, change, yes=yes, later="mayact init --observe" if observe else "mayact init")
    tell_watched(paths)
    return True


def _refuse_second(paths: Paths) -> None:
    if os.path.lexists(paths.log_key_file):
        raise IllegalTransition(
            f"there is a gate in {paths.config} already; nothing was changed",
            hint="see `mayact status`; hooks are put in by `mayact hook`; another gate: `mayact --home DIR init`",
        )


def _places(paths: Paths) -> Settings:
    # A settings file that is there, from before a crash or written by the administrator, is used as it is.
    shared = settings_of(paths).shared
    prepare(paths, shared=shared)
    make_directory(paths.keys)
    if not os.path.lexists(paths.settings_file):
        origin = f"mayact.local/{SystemIds().new('gate')}"
        write_new(paths.settings_file, settings_template(origin).encode(), mode=_ALL_MAY_READ)
    return settings_of(paths)


def _keys(paths: Paths, name: str, descriptor: int | None) -> keys.ApproverKey:
    if not os.path.lexists(paths.gate_key_file):
        create_gate_key(paths.gate_key_file)
    path = key_path(paths, name)
    if os.path.lexists(path):
        locked = keys.read(path)
        say(f"using the key {safe(path)} that is there already")
        return keys.unlock(locked, passphrase(f"passphrase of {locked.name}: ", descriptor=descriptor))
    say("Choose the passphrase that approves. Only you know it; without it nothing is approved, by anybody.")
    asked = f"new passphrase ({keys.MIN_PASSPHRASE} characters or more): "
    return keys.create(path, name=name, passphrase=passphrase(asked, descriptor=descriptor, twice=True))


def _govern(paths: Paths, settings: Settings, approver: keys.ApproverKey, bundle: JsonObject) -> str:
    from mayact.app import open_gate

    compiled = load_bundle(bundle)
    with open_gate(paths, settings) as opened:
        if not opened.gate.status()["approvers"]:
            tiers = tuple(sorted({*compiled.tiers, POLICY_TIER}))
            public = b64(approver.public_key)
            statement = enrolment_statement(public_key=public, name=approver.name, tiers=tiers, approver=approver.id)
            opened.gate.enrol(
                name=approver.name,
                public_key=public,
                tiers=tiers,
                enrolled_by=approver.id,
                signature=approver.sign(statement),
            )
        if not _is_approver(opened.gate.status()["approvers"], approver.id):
            raise Unauthenticated(
                "another key is enrolled here", hint="finish with that key (--name), or choose another --home"
            )
        if opened.gate.policy() is None:
            signed = activation_statement(policy=compiled.digest, previous=None, approver=approver.id)
            opened.gate.activate(bundle, approver=approver.id, signature=approver.sign(signed))
        return opened.key.text()


def _is_approver(approvers: object, key: str) -> bool:
    return isinstance(approvers, tuple) and any(approver["id"] == key for approver in approvers)


def _tell(paths: Paths, settings: Settings, approver: keys.ApproverKey, policy: Digest, pinned: str) -> None:
    from mayact.app import configured_store

    say(f"approver   {approver.name} ({approver.id}), key in {safe(key_path(paths, approver.name))}")
    say(f"policy     {STARTER} ({policy}), signed and active")
    say(f"store      {safe(str(configured_store(paths, settings)))}, head anchored in {safe(paths.anchor)}")
    say(f"log key    {safe(pinned)}")
    say("           keep a copy elsewhere: with it the log can be verified without trusting this machine")
