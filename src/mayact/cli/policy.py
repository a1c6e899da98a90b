"""`mayact policy`: look at rules, check them, and make them the policy by signing them.

Law: files do nothing. What becomes active is the bundle whose difference was shown and whose digest was signed, in the
place of the policy that was active then.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from mayact.cli import policy_text
from mayact.cli.keyring import find_key, unlock
from mayact.cli.link import ask_control
from mayact.cli.output import emit, safe, safe_block, say
from mayact.cli.where import here
from mayact.config import Paths
from mayact.core.approval import activation_statement
from mayact.core.canonical import Digest, JsonObject, digest_of, freeze, thaw
from mayact.core.errors import IllegalTransition, InvalidInput, NoPolicy, StoreCorrupt, shown
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.core.wire.messages import Activate, ShowPolicy
from mayact.packs import APPLICATION, STARTER, read_folder, read_pack

Folder = Annotated[
    Path, typer.Argument(help="A folder of *.cedar, tiers.toml, systems.toml, data.toml, mcp.toml and application.")
]


def register(app: typer.Typer) -> None:
    policy = typer.Typer(
        help="Look at the policy, check a folder of rules, make it the policy.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    policy.command("check")(check)
    policy.command("show")(show)
    policy.command("activate")(activate)
    app.add_typer(policy, name="policy")


def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of rules; without it, the starter pack.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Check a folder of rules as activation would, and change nothing."""
    bundle = read_pack(STARTER) if folder is None else read_folder(folder)
    compiled = load_bundle(bundle)
    if as_json:
        emit({"digest": compiled.digest, "rules": sorted(_rules(compiled)), "tiers": sorted(compiled.tiers)})
        return
    tiers = ", ".join(sorted(compiled.tiers))
    say(f"{safe(folder or STARTER)} is a policy: {len(_rules(compiled))} rules, tiers {tiers}")
    say(f"digest {compiled.digest}")
    say("it does nothing until `mayact policy activate`")


def _rules(compiled: CompiledBundle) -> frozenset[str]:
    """Ids of every rule: about agents and, if there are any, of an application."""
    others = compiled.application.rules if compiled.application is not None else {}
    return frozenset({*compiled.rules, *others})


def show(
    to: Annotated[Path | None, typer.Option("--to", help="Write the active policy into this new folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the active policy, or write it into a folder to work on."""
    digest, bundle = active(ask_control(here(), ShowPolicy()))
    if to is not None:
        _write(bundle, to)
        say(f"wrote {digest} to {safe(to)}; editing it does nothing until `mayact policy activate {safe(to)}`")
    elif as_json:
        emit({"digest": digest, "bundle": bundle})
    else:
        say(f"active policy {digest}")
        for file, text in policy_text.files_of(bundle).items():
            say(f"── {safe(file)}")
            say(safe_block(text.rstrip("\n")))


def activate(
    folder: Folder,
    key: Annotated[str | None, typer.Option("--key", help="Your key file, when there are several.")] = None,
    passphrase_fd: Annotated[
        int | None, typer.Option("--passphrase-fd", help="Read the passphrase from this file descriptor.")
    ] = None,
) -> None:
    """Show what a folder of rules would change, then sign it: from then on it is the policy.

    Everything that was approved under the policy before it is void.
    """
    paths = here()
    bundle = read_folder(folder)
    compiled = load_bundle(bundle)
    previous, before = _before(paths)
    if previous == compiled.digest:
        raise IllegalTransition("this policy is active already", hint="there is nothing to sign")
    _show_change(before, bundle, compiled)
    locked = find_key(paths, key)
    say(f"to make {compiled.digest} the policy, sign as {locked.name}")
    signer = unlock(locked, passphrase_fd)
    statement = activation_statement(policy=compiled.digest, previous=previous, approver=signer.id)
    message: dict[str, Any] = thaw(bundle)  # type: ignore[assignment]
    sent = Activate(bundle=message, approver=signer.id, signature=signer.sign(statement))
    reply = ask_control(paths, sent)
    if reply.get("policy") != compiled.digest:
        raise StoreCorrupt("the gate activated another policy than was signed", hint="stop it; run `mayact log verify`")
    say(f"active policy {compiled.digest}")


def _before(paths: Paths) -> tuple[Digest | None, JsonObject]:
    try:
        return active(ask_control(paths, ShowPolicy()))
    except NoPolicy:
        return None, {}


def active(reply: dict[str, Any]) -> tuple[Digest, JsonObject]:
    """The active digest and bundle. Raises `StoreCorrupt` unless they belong together."""
    bundle = freeze(reply.get("bundle"), what="bundle")
    if not isinstance(bundle, Mapping) or digest_of(bundle) != reply.get("digest"):
        raise StoreCorrupt("the gate's policy is not the one it names", hint="run `mayact log verify`")
    return Digest(str(reply["digest"])), bundle


def _show_change(before: JsonObject, after: JsonObject, compiled: CompiledBundle) -> None:
    old = load_bundle(before) if before else None
    rules, now = _rules(old) if old else frozenset(), _rules(compiled)
    for word, ids in (("adds", now - rules), ("removes", rules - now)):
        if ids:
            say(f"{word} {len(ids)} rules: {', '.join(sorted(ids))}")
    for line in policy_text.difference(before, after):
        say(safe(line))


def _write(bundle: JsonObject, folder: Path) -> None:
    """Raises `InvalidInput` when `folder` is there already."""
    try:
        folder.mkdir(parents=True)
        for file, text in policy_text.files_of(bundle).items():
            name = file.removeprefix(f"{APPLICATION}/")
            if "/" in name or name.startswith("."):
                raise StoreCorrupt(f"the policy has a file named {shown(file)}", hint="it was not made by mayact")
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(
            f"{shown(str(folder))} cannot be written: {error.strerror}", hint="name a new folder", field="to"
        ) from None
    if digest_of(read_folder(folder)) != digest_of(bundle):
        raise StoreCorrupt("the written policy does not read back as it was", hint="use `mayact policy show --json`")
