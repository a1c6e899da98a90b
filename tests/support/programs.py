"""Commands for the program table without a shell front end: words as the front end would hand them over."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE, Catalogue
from mayact.core.analysis.command import (
    Context,
    Finding,
    FromFile,
    FromText,
    Inherited,
    Known,
    Pattern,
    Piped,
    SimpleCommand,
    Stdin,
    Unknown,
    Word,
    opaque,
)
from mayact.core.analysis.plan import Answer, Question
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.risk import judge
from mayact.core.model import Effect

HOME = "/home/dev"
WORKSPACE = "/home/dev/project"


@dataclass
class World:
    """What the observer would answer, and what was asked."""

    answers: Mapping[Question, Answer] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Answer | None:
        self.asked.append(question)
        return self.answers.get(question)

    def context(self) -> Context:
        return Context(
            home=HOME,
            user="dev",
            workspace=WORKSPACE,
            run_argv=lambda command: findings_of(command, self.context()) if command.depth < 8 else (opaque("deep"),),
            run_shell=self._shell,
            ask=self.ask,
        )

    def _shell(self, text: str, command: SimpleCommand) -> tuple[Finding, ...]:
        """One plain command; whatever needs a real shell is opaque here."""
        if set(text) & set(";|&<>$`\n(){}*?["):
            return (opaque("needs a shell"),)
        words = tuple(Known(word.replace("~/", HOME + "/") if word != "~" else HOME) for word in shlex.split(text))
        inner = replace(command, argv=words, depth=command.depth + 1)
        return self.context().run_argv(inner) if words else ()


def word(item: str | Mapping[str, str]) -> Word:
    """A word as vectors write it: text, `{"glob": …}` or `{"unknown": PREFIX}`."""
    if isinstance(item, str):
        return Known(item)
    if "glob" in item:
        return Pattern(item["glob"])
    return Unknown("it is not known", item["unknown"])


def stdin(item: Any) -> Stdin:
    match item:
        case None:
            return Inherited()
        case "piped":
            return Piped()
        case {"file": path}:
            return FromFile(Known(path))
        case {"text": text}:
            return FromText(text)
        case _:
            raise AssertionError(f"no such standard input: {item}")


def command(
    argv: Sequence[str | Mapping[str, str]], *, cwd: str | None = WORKSPACE, given: Any = None
) -> SimpleCommand:
    text = " ".join(item if isinstance(item, str) else "…" for item in argv)
    return SimpleCommand(argv=tuple(word(item) for item in argv), cwd=cwd, stdin=stdin(given), text=text)


def effects(
    argv: Sequence[str | Mapping[str, str]],
    *,
    cwd: str | None = WORKSPACE,
    given: Any = None,
    world: World | None = None,
    catalogue: Catalogue = DEFAULT_CATALOGUE,
) -> tuple[Effect, ...]:
    """The judged effects of one command."""
    found = findings_of(command(argv, cwd=cwd, given=given), (world or World()).context())
    return judge(found, catalogue=catalogue)


def rows(found: Iterable[Effect]) -> list[list[str]]:
    """Effects as vectors write them, each once, sorted."""
    return [list(row) for row in sorted({(e.verb.value, e.resource, e.risk.value) for e in found})]
