"""`mayact explain`: what would be decided about a command, effect by effect, each under the part that causes it."""

import os
from dataclasses import replace
from typing import Annotated, Any

import typer

from mayact.cli.drawing import drawn_command, marks_of, numbered
from mayact.cli.link import ask_agent
from mayact.cli.output import emit, safe, say, screen
from mayact.cli.where import here, settings_of
from mayact.core.analysis.tools import text_of
from mayact.core.errors import InvalidInput
from mayact.core.model import Decision, Span
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
    reply = ask_agent(paths, Explain(call=call))
    decision = _located(decision_from_json(reply), reply.get("spans"))
    if as_json:
        emit(decision_summary(decision))
        return
    effects = decision.analysis.effects
    marks = marks_of(effects)
    width, colour = screen()
    first, *rest = for_person(decision, numbers=[numbered(effect, marks) for effect in effects] if marks else ())
    say(safe(first))
    for line in drawn_command(text_of(decision.call) or "", marks, width=width, colour=colour) if marks else ():
        say(line)
    for line in rest:
        say(safe(line))


def _located(decision: Decision, spans: Any) -> Decision:
    """The decision with the parts that the reply names; without them where it names none that could be drawn."""
    effects, length = decision.analysis.effects, len(text_of(decision.call) or "")
    if not isinstance(spans, list) or len(spans) != len(effects):
        return decision  # a gate of an earlier release
    located = tuple(replace(effect, span=_span(span, length)) for effect, span in zip(effects, spans, strict=True))
    return replace(decision, analysis=replace(decision.analysis, effects=located))


def _span(span: Any, length: int) -> Span | None:
    match span:
        case [int(start), int(end)] if 0 <= start <= end <= length:
            return start, end
        case _:
            return None
