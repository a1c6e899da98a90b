"""Help pages of the commands that start without typer (`exec`, `analyse`); running them happens in `cli.main`."""

import io
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mayact.cli.output import safe, screen
from mayact.core.canonical import thaw
from mayact.core.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from mayact.cli.analyse import Analysed


def register(app: typer.Typer) -> None:
    app.command("exec", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})(run_exec)
    app.command("analyse")(analyse)


def run_exec(context: typer.Context) -> None:
    """Run a command if the gate permits exactly it.

    \b
    mayact exec [--wait SECONDS] -- CMD ARG…    a program and its arguments
    mayact exec [--wait SECONDS] -c TEXT        a shell text, run by bash

    Streams, and exits as the command does. 77: denied, the reason is on standard error. 75: a person must answer
    first; the handle is on standard error, and the same command again runs once they approved.
    """
    from mayact.boundary.exec.main import main

    raise typer.Exit(main(context.args))


def analyse(
    command: Annotated[
        list[str] | None, typer.Argument(help="After `--`: a shell text as one word, or a program and its arguments.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Draw each command with its effects underneath.")] = False,
) -> None:
    """Say what shell commands would do, without a gate. Nothing is run, and no file is read.

    \b
    mayact analyse                       one JSON object a line in, one a line out
    mayact analyse --explain             the same in, drawn for people
    mayact analyse --explain -- CMD…     this command, as if it ran here

    A line holds {"id", "command", "cwd", "home", "user"}; an answer {"id", "opaque", "opaque_because", "effects",
    "risk"}. The part of the command that causes an effect is its `span`.
    """
    from mayact.cli.analyse import line_of, run
    from mayact.core.analysis.sql.tree import import_ahead

    if command is None and explain and sys.stdin.isatty():
        raise InvalidInput("no command is given", hint="`mayact analyse --explain -- CMD…`, or JSON lines on stdin")
    if command is None:
        import_ahead()  # before the first of many lines, so that none of them waits for it
    source = sys.stdin.buffer if command is None else io.BytesIO(line_of(command))
    raise typer.Exit(run(source, sys.stdout.buffer, write=_drawn(apart=command is None) if explain else None))


def _drawn(*, apart: bool) -> "Callable[[Analysed], bytes]":
    """Writes one answer for people; `apart`: others may follow, so an empty line ends it."""
    from mayact.cli.drawing import drawn

    width, colour = screen()

    def write(answered: "Analysed") -> bytes:
        lines = [] if answered.id is None else [f"id {safe(json.dumps(thaw(answered.id)))}"]
        lines += drawn(answered.command, answered.analysis, width=width, colour=colour)
        return "".join(f"{line}\n" for line in [*lines, *[""] * apart]).encode()

    return write
