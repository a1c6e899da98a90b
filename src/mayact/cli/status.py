"""`mayact status`: who decides, under which policy, how strongly the agent is held, and what that does not stop."""

import os
from typing import Annotated, Any

import typer

from mayact.cli.failure import UNREACHABLE, tell_error
from mayact.cli.hooks import watched
from mayact.cli.link import ask_agent, ask_control
from mayact.cli.output import emit, safe, say
from mayact.cli.where import here
from mayact.config import Paths
from mayact.core.errors import GateUnreachable, MayactError
from mayact.core.model import Strength
from mayact.core.wire.messages import AgentStatus, ControlStatus

LIMITS = {
    Strength.ADVISORY: (
        "an agent that runs as this user can stop the gate, delete or replace its files (keys, store, anchor alike) or",
        "not ask it at all. It cannot sign an approval without the passphrase, but it could watch you type it or put",
        "another program in the place of `mayact`. To hold a hostile agent, run the gate under another user.",
    ),
    Strength.SANDBOXED: (
        "an agent writes in its work tree what somebody may start later, reads what was handed to it by name, and",
        "sends what it has to the hosts that were listed. A fault of the kernel is a way out.",
    ),
    Strength.SEPARATE: (
        "an agent that does not ask the gate still acts with its own user's rights: give that user no credentials.",
    ),
}
"""What each strength does not stop, said plainly."""

NO_ANCHOR = "the log's head is not anchored: a store that is put back to an earlier state cannot be noticed"


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Show whether the gate answers, how strongly an agent of this user is held and what that does not stop, the
    active policy, the approvers, the log's head, and how many requests wait. Exits 69 when no gate answers.
    """
    paths = here()
    try:
        seen = _seen(paths)
    except GateUnreachable as error:
        _unreachable(paths, error, as_json)
        raise typer.Exit(UNREACHABLE) from None
    if as_json:
        limits = " ".join(LIMITS[Strength(seen["strength"])])
        emit({"reachable": True, **seen, "not_stopped": limits, "observing": _observing(paths)})
    else:
        for line in lines(seen, paths):
            say(line)


def _seen(paths: Paths) -> dict[str, Any]:
    """What both sockets say; the agent socket alone where the control socket is not for this user."""
    agent = ask_agent(paths, AgentStatus())
    try:
        return {**ask_control(paths, ControlStatus()), **agent}
    except MayactError as error:
        return {**agent, "control": error.message}


def _unreachable(paths: Paths, error: MayactError, as_json: bool) -> None:
    initialised = os.path.exists(paths.log_key_file)
    if as_json:
        emit({
            "reachable": False, "initialised": initialised, "message": error.message, "observing": _observing(paths),
        })  # fmt: skip
        return
    tell_error(GateUnreachable(error.message, hint=f"start it with `{paths.start}`"))
    say("gate       does not answer: nothing that asks is allowed")
    for line in _watched(paths):
        say(line)


def lines(seen: dict[str, Any], paths: Paths) -> list[str]:
    strength = Strength(seen["strength"])
    found = [f"gate       answers at {safe(paths.agent_socket)}", f"held       {strength.value}"]
    found += [f"           {line}" for line in LIMITS[strength]]
    found += _watched(paths)
    found.append(f"policy     {safe(seen.get('policy') or 'none: everything is refused')}")
    if "control" in seen:
        return [*found, f"control    not for you: {safe(seen['control'])}"]
    for approver in seen["approvers"]:
        tiers = ", ".join(safe(tier) for tier in approver["tiers"])
        found.append(f"approver   {safe(approver['name'])} ({safe(approver['id'])}), {approver['status']}: {tiers}")
    for one in seen.get("launched", ()):
        labels = ", ".join(safe(label) for label in one["labels"])
        said = f"agent      {safe(one['agent'])} ({safe(one['launch'])}), {one['strength'] or 'not proven yet'}"
        found.append(f"{said}: {labels}" if labels else said)
    found.append(f"requests   {seen['open_requests']} open")
    found.append(f"log        {seen['entries']} entries, origin {safe(seen['origin'])}")
    found += _anchor(seen, strength)
    return found


def _observing(paths: Paths) -> list[str]:
    try:
        return list(dict.fromkeys(form.client for form in watched(paths)))
    except MayactError:
        return []  # without a home no agent's settings are known


def _watched(paths: Paths) -> list[str]:
    clients = _observing(paths)
    return [f"hooks      observing only: nothing is stopped ({', '.join(clients)})"] if clients else []


def _anchor(seen: dict[str, Any], strength: Strength) -> list[str]:
    anchor = seen.get("anchor")
    if anchor is None:
        return [f"anchor     none: {NO_ANCHOR}"]
    said = [f"anchor     {anchor['size']} entries in {safe(anchor['path'])}"]
    if strength is Strength.ADVISORY:
        said.append("           the agent's user can write it too: keep a checkpoint elsewhere to notice a rollback")
    return said
