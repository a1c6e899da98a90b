"""`mayact token`: who may speak to the HTTP API."""

import os
from typing import Annotated

import typer

from mayact.cli.output import emit, say, table
from mayact.cli.where import here, require_initialised
from mayact.core.bearer import Role
from mayact.core.errors import ConfigInvalid, shown
from mayact.core.model import Strength

_HELP = """Tokens of the HTTP API.

A token names a boundary, a reviewer, a decision caller or a metrics scraper; never an agent."""


def register(app: typer.Typer) -> None:
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode=None)
    group.command("add")(add)
    group.command("list")(list_them)
    group.command("remove")(remove)
    app.add_typer(group, name="token")


def add(
    name: Annotated[str, typer.Argument(help="What decisions and log lines call it.")],
    role: Annotated[Role, typer.Option(help="What it is for; one role for each token.")],
    user: Annotated[list[str] | None, typer.Option(help="A user it asks for; for boundaries, at least one.")] = None,
    strength: Annotated[
        Strength, typer.Option(help="How it holds its agents; `separate` is your statement, not the gate's finding.")
    ] = Strength.ADVISORY,
) -> None:
    """Make a token and print it, once. Hand it over through a file, not as an argument of a command."""
    from mayact.identity.tokens import add_token

    print(add_token(_file(), name=name, role=role, users=tuple(user or ()), strength=strength))


def list_them(
    as_json: Annotated[bool, typer.Option("--json", help="JSON, for programs.")] = False,
) -> None:
    """Who holds a token. The tokens themselves are known to nobody but their holders."""
    from mayact.identity.tokens import read_bearers

    bearers = [bearer for _, bearer in sorted(read_bearers(_file()).items())]
    if as_json:
        emit([{"name": b.name, "role": b.role.value, "users": b.users, "strength": b.strength.value} for b in bearers])
    elif not bearers:
        say("there are no tokens: `mayact token add`")
    else:
        rows = [
            (b.name, b.role.value, ", ".join(b.users), b.strength.value if b.role is Role.BOUNDARY else "")
            for b in bearers
        ]
        table(("NAME", "ROLE", "USERS", "STRENGTH"), rows)


def remove(name: Annotated[str, typer.Argument(help="As `mayact token list` shows it.")]) -> None:
    """Refuse a token from now on; a gate that runs notices within a second."""
    from mayact.identity.tokens import remove_token

    remove_token(_file(), name)
    say(f"removed {shown(name)}")


def _file() -> str:
    """The tokens file of this gate. Raises `ConfigInvalid` unless this is its user: the file would be unreadable."""
    paths = here()
    require_initialised(paths)
    try:
        owner = os.stat(paths.state).st_uid
    except OSError as error:
        raise ConfigInvalid(
            f"{shown(paths.state)} cannot be looked at: {error.strerror}", hint="run it as the gate's own user"
        ) from None
    if owner != os.geteuid():
        raise ConfigInvalid(
            "these tokens are another user's", hint=f"run it as the gate's own user: sudo -u '#{owner}' …"
        )
    return paths.tokens_file
