"""`mayact tools`: the agent's tools through the gate, as an MCP server on standard input and output."""

import os
from typing import Annotated

import typer

from mayact.core.errors import InvalidInput, shown


def register(app: typer.Typer) -> None:
    app.command("tools")(tools)


def tools(
    work: Annotated[str | None, typer.Option(help="The work tree (default: where it is started).")] = None,
    wait: Annotated[int, typer.Option(min=0, max=600, help="Seconds that a call waits for a person.")] = 50,
    socket: Annotated[str | None, typer.Option(help="The gate's agent socket, instead of the configured one.")] = None,
    owner: Annotated[int | None, typer.Option(help="The user that the gate runs as, beside root.")] = None,
    agent: Annotated[str, typer.Option(help="Which agent uses them: a claim, for the log.")] = "",
) -> None:
    """Serve shell, read, write, edit, search, fetch and git to an MCP client; every use goes through the gate.

    For agents whose own tools are switched off: `mayact run --tools-only -- AGENT…` does both.
    """
    from mayact.boundary.exec.arguments import Wanted
    from mayact.boundary.exec.main import find_place
    from mayact.boundary.tools.main import serve
    from mayact.boundary.tools.workshop import Workshop

    tree = os.path.realpath(work or os.getcwd())
    if not os.path.isdir(tree):
        raise InvalidInput(f"{shown(tree)} is no directory", hint="name the work tree")
    place = find_place(Wanted(socket=socket, owner=owner, wait_s=float(wait)), os.environ)
    options = [
        *(["--socket", os.path.abspath(socket)] if socket else []),
        *(["--owner", str(owner)] if owner is not None else []),
    ]
    serve(Workshop(place=place, work=tree, environ=dict(os.environ), options=tuple(options), agent=agent))
