"""`mayact explain`: what would be decided about a command, effect by effect."""

import os
from typing import Annotated

import typer

from mayact.cli.link import ask_agent
from mayact.cli.output import emit, safe, say
from mayact.cli.where import here, settings_of
from mayact.core.errors import InvalidInput
from mayact.core.policy.explain import decision_summary, for_person
from mayact.core.record import decision_from_json
from mayact.core.wire.environment import kept
from mayact.core.wire.messages import CallFields, Explain


def register(app: typer.Typer) -> None:
    app.command("explain")(explain)


def explain(
    command: Annotated[list[str] | None, typer.Argument(help="The program and its arguments, after `--`.")] = None,
    text: Annotated[str | None, typer.Option("-c", help="A shell text instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what would be decided now about a command here, which rules decide it, what is missing and what would make
    it pass. Nothing is run, nothing is written, and no approval is counted.
    """
    if (text is None) == (not command):
        raise InvalidInput("give one command", hint="`mayact explain -- CMD ARG…` or `mayact explain -c TEXT`")
    paths = here()
    environment = kept(os.environ, extra=settings_of(paths).keep_environment)
    call = CallFields(
        tool="exec" if text is None else "shell",
        arguments={"argv": list(command or ())} if text is None else {"command": text},
        cwd=os.getcwd(),
        environment=environment,
    )
    decision = decision_from_json(ask_agent(paths, Explain(call=call)))
    if as_json:
        emit(decision_summary(decision))
        return
    for line in for_person(decision):
        say(safe(line))
