"""`mayact run -- AGENT…`: a coding agent where the gate is the only way out."""

import os
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from mayact.cli.link import ask_control
from mayact.cli.where import here, require_initialised, settings_of
from mayact.core.errors import InvalidInput, shown
from mayact.core.model import Strength


class Least(StrEnum):
    """What must hold the agent, or it does not run."""

    SANDBOXED = "sandboxed"
    ADVISORY = "advisory"


def register(app: typer.Typer) -> None:
    app.command("run", context_settings={"ignore_unknown_options": True})(run)


def run(
    command: Annotated[
        list[str], typer.Argument(metavar="-- AGENT [ARG]…", help="The agent's program and its arguments.")
    ],
    work: Annotated[str | None, typer.Option(help="The work tree (default: the repository you stand in).")] = None,
    tool: Annotated[
        list[str] | None, typer.Option(help="A directory that the agent may read: its installation.")
    ] = None,
    write: Annotated[list[str] | None, typer.Option(help="Another directory that the agent may write.")] = None,
    host: Annotated[
        list[str] | None, typer.Option(help="HOST[:PORT][=ADDRESS] that the agent may reach. None: no network.")
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(help="anthropic, openai or gemini, or NAME=URL: reached with your key, which stays outside."),
    ] = None,
    env: Annotated[list[str] | None, typer.Option(help="A variable that goes inside, by name.")] = None,
    tools_only: Annotated[
        bool, typer.Option("--tools-only", help="Take the agent's own tools away; those of `mayact tools` are left.")
    ] = False,
    strength: Annotated[
        Least, typer.Option(help="`advisory`: run even where no sandbox can be had, and say so.")
    ] = Least.SANDBOXED,
) -> None:
    """Run a coding agent in a sandbox in which the gate is the only way out.

    The work tree is writable, what programs of yours start from it is read-only, secrets in it cannot be opened. Your
    home directory, your sockets and the network are not there. A probe proves it before the agent starts; anything
    that it finds open, and nothing runs. Needs bubblewrap and user namespaces. Exits as the agent does.
    """
    from mayact.boundary.egress.opened import opened
    from mayact.boundary.hooks.install import hook_setup
    from mayact.boundary.run.look import Asked
    from mayact.boundary.run.main import World
    from mayact.boundary.run.main import run as run_agent
    from mayact.core.sandbox.clients import client_files
    from mayact.core.sandbox.model import AGENT_SOCKET, OVERFLOW_UID
    from mayact.core.sandbox.plan import DOOR_PORT
    from mayact.core.sandbox.shells import shim
    from mayact.core.sandbox.tools_only import held_command, held_files, server_inside

    if command[0].startswith("-"):
        raise InvalidInput(f"no such option: {shown(command[0])}", hint="see `mayact run --help`", field=command[0])
    paths = here()
    require_initialised(paths)
    settings = settings_of(paths)
    gates_uid = os.stat(paths.config).st_uid
    setup = hook_setup(
        socket=AGENT_SOCKET,
        owner=gates_uid if gates_uid == os.geteuid() else OVERFLOW_UID,
        keep=settings.keep_environment,
        wait_s=settings.hook_wait_seconds,
    )
    server = server_inside(f"{sys.prefix}/bin/mayact", proxy=f"http://127.0.0.1:{DOOR_PORT}" if host or model else "")
    if tools_only and strength is Least.ADVISORY:
        raise InvalidInput(
            "without a sandbox nothing holds an agent to the gate's tools", hint="leave out `--strength`"
        )
    asked = Asked(
        command=held_command(command, server) if tools_only else tuple(command),
        work=work,
        tools=tuple(tool or ()),
        writable=tuple(write or ()),
        passed=tuple(env or ()),
        hosts=tuple(host or ()),
        models=tuple(model or ()),
    )

    def written(home: str, found: Mapping[str, str]) -> Mapping[str, str]:
        models = [text.partition("=")[0] for text in asked.models]
        files = client_files(setup, home=home, found=found, models=models, reaches=bool(asked.hosts))
        return held_files(command, files, server) if tools_only else files

    world = World(
        environ=dict(os.environ),
        cwd=os.getcwd(),
        paths=paths,
        ask=lambda message: ask_control(paths, message),
        door=opened,
        written=written,
        shim=shim(python=f"{sys.prefix}/bin/python", mayact=f"{sys.prefix}/bin/mayact", setup=setup),
    )
    raise typer.Exit(run_agent(asked, least=Strength(strength.value), world=world))
