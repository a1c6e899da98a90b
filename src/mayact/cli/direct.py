"""Help pages of the commands that start without typer (`exec`, `analyse`); running them happens in `cli.main`."""

import sys

import typer


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


def analyse() -> None:
    """Say what shell commands would do, without a gate.

    Reads one JSON object a line ({"id", "command", "cwd", "home", "user"}) and answers each with one line
    ({"id", "opaque", "opaque_because", "effects", "risk"}). Reads nothing else and runs nothing.
    """
    from mayact.cli.analyse import run

    raise typer.Exit(run(sys.stdin.buffer, sys.stdout.buffer))
