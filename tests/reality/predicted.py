"""What the analysis says of one command: with and without a look at the world, and which programs it saw start.

Law: it is the product's own analysis (`study`), parser and observer; only a recorder stands in front of the program
table, because a program whose row has no effect would otherwise leave no trace of having been expected.
"""

from dataclasses import dataclass, field

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.command import Context, Finding, Known, SimpleCommand
from mayact.core.analysis.plan import Answer, Question
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.study import study
from mayact.core.limits import MAX_OBSERVATION_ROUNDS
from mayact.core.model import Effect, Hop, HopKind, Source, ToolCall
from mayact.ports import Observer, ShellParser


@dataclass(frozen=True, slots=True)
class Expected:
    """One effect, as much of it as what happens can be held against."""

    verb: str
    kind: str
    resource: str
    facts: dict[str, object] = field(default_factory=dict)
    risk: str = "critical"


@dataclass(frozen=True, slots=True)
class Prediction:
    effects: tuple[Expected, ...]
    programs: tuple[str, ...]
    """Names and paths of the programs that the analysis saw start."""
    opaque: tuple[str, ...]
    """Why some of it cannot be known; empty: it can."""


def predict(
    command: str, *, cwd: str, home: str, path: str, parser: ShellParser, observer: Observer | None
) -> Prediction:
    """`observer` None: from the text alone, as `mayact analyse` does. `path`: the search path, looked at with it."""
    programs: dict[str, None] = {}

    def recorded(simple: SimpleCommand, context: Context) -> tuple[Finding, ...]:
        if simple.argv and isinstance(simple.argv[0], Known):
            programs[simple.argv[0].text] = None
        return findings_of(simple, context)

    call = ToolCall(
        tool="shell",
        arguments={"command": command},
        cwd=cwd,
        home=home,
        user=home.rsplit("/", 1)[-1],
        chain=(Hop(HopKind.PERSON, "dev", Source.ASSERTED),),
        environment=() if observer is None else (("PATH", path),),
    )
    seen: dict[Question, Answer] = {}
    result = study(call, parser=parser, seen=seen, catalogue=DEFAULT_CATALOGUE, programs=recorded)
    for _ in range(MAX_OBSERVATION_ROUNDS if observer is not None else 0):
        asked = [question for question in result.questions if question not in seen]
        if not asked or observer is None:
            break
        seen.update((question, observer.answer(question)) for question in asked)
        result = study(call, parser=parser, seen=seen, catalogue=DEFAULT_CATALOGUE, programs=recorded)
    effects = tuple(_expected(effect) for effect in result.analysis.effects)
    return Prediction(effects, tuple(programs), result.analysis.opaque_because)


def _expected(effect: Effect) -> Expected:
    return Expected(effect.verb.value, effect.kind, effect.resource, dict(effect.facts), effect.risk.value)
