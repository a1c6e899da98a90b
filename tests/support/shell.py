"""The shell front end with a recorder in place of the program table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mayact.core.analysis.command import Context, Finding, Known, Pattern, SimpleCommand, Word
from mayact.core.analysis.plan import Answer, Question
from mayact.core.analysis.shell.builtins import BUILTINS
from mayact.core.analysis.shell.evaluate import Evaluator, Streams, Surroundings
from mayact.core.analysis.shell.state import State
from mayact.core.model import Verb
from mayact.observe.shfmt import ShfmtParser

HOME = "/home/dev"
WORKSPACE = "/home/dev/app"

PARSE_SECONDS = 60.0
"""The product gives a text two: enough to parse it, and not always to get a turn on a machine that is this busy."""


@cache
def parser() -> ShfmtParser:
    return ShfmtParser(spares=2, timeout_s=PARSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Walked:
    """What the front end made of one text."""

    commands: tuple[SimpleCommand, ...]
    findings: tuple[Finding, ...]
    end: State

    @property
    def lines(self) -> list[list[str]]:
        """The command lines, with what is not known marked."""
        return [[shown_word(word) for word in command.argv] for command in self.commands]

    @property
    def opaque(self) -> list[str]:
        return [str(found.facts["because"]) for found in self.findings if found.verb is Verb.OPAQUE]


def shown_word(word: Word) -> str:
    match word:
        case Known(text):
            return text
        case Pattern(glob):
            return f"«{glob}»"
        case _:
            return f"‹{word.prefix}?›"


def walk(
    text: str,
    *,
    cwd: str = WORKSPACE,
    environment: Mapping[str, str] | None = None,
    seen: Mapping[Question, Answer] | None = None,
) -> Walked:
    """Evaluate `text`; every program is recorded; `bash -c TEXT` and `sudo CMD…` pass through as wrappers do."""
    recorded: list[SimpleCommand] = []

    def programs(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
        recorded.append(command)
        first = command.argv[0]
        if first in (Known("bash"), Known("sh")) and len(command.argv) > 2 and command.argv[1] == Known("-c"):
            body = command.argv[2]
            return context.run_shell(body.text, command) if isinstance(body, Known) else ()
        return ()

    answers = dict(seen or {})
    evaluator = Evaluator(
        Surroundings(home=HOME, user="dev", workspace=WORKSPACE, environment=dict(environment or {}), ask=answers.get),
        parser=parser(),
        programs=programs,
        builtins=BUILTINS,
    )
    findings, end = evaluator.top(text, evaluator.start((cwd,)), Streams())
    return Walked(tuple(recorded), findings, end)
