"""Clients with subcommands: which subcommand a command line names, and the row for it.

Law: the longest row that fits the words decides; words that no row names are what the client's `otherwise` says,
which is never harmless. Options before a subcommand must be known, because an unknown one may swallow it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, TypeAlias

from mayact.core.analysis.command import Known, SimpleCommand, Word
from mayact.core.analysis.programs.table import Option, Program, named, read_options
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown


@dataclass(frozen=True, slots=True)
class Chosen:
    """The row, its options joined by those of the client, and the command without the words of the subcommand."""

    row: Program
    command: SimpleCommand


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A subcommand that no row names."""


@dataclass(frozen=True, slots=True)
class Prints:
    """No subcommand, or a request for help: the client prints what it can do."""


@dataclass(frozen=True, slots=True)
class Unclear:
    because: str


Choice: TypeAlias = Chosen | Otherwise | Prints | Unclear


@dataclass(slots=True)
class Node:
    """The words so far: the row they name, if any, the options that hold here, and the words that may follow."""

    options: Mapping[str, Option]
    row: Program | None = None
    below: dict[str, "Node"] = field(default_factory=dict)


@cache
def tree(program: Program) -> Node:
    """The subcommands of `program` by their words. Raises `ValueError` when one is named twice."""
    root = Node(read_options(program.options))
    rows = ((name.split(), entry) for entry in program.subs for name in entry.names.split("|"))
    for words, entry in sorted(rows, key=lambda item: len(item[0])):  # what holds for `compose` holds for `compose up`
        node, outer = root, program.options
        for word in words:
            node = node.below.setdefault(word, Node(read_options(outer)))
            outer = node.row.options if node.row is not None else outer
        if node.row is not None:
            raise ValueError(f"subcommand `{' '.join(words)}` of `{program.names}` is named twice")
        node.row = replace(entry, options=_joined(outer, entry.options))
        node.options = read_options(node.row.options)
    return root


def _joined(outer: str, inner: str) -> str:
    """The options of both; where they share a name, the inner one."""
    own = read_options(inner)
    kept = [token for token in outer.split() if not read_options(token).keys() & own.keys()]
    return " ".join((*kept, inner))


def choose(program: Program, command: SimpleCommand) -> Choice:
    """The row of the subcommand that `command` names."""
    words = command.argv
    node, used, at = tree(program), [0], 1
    while at < len(words) and node.below:
        text = lead(words[at])
        if text.startswith("-"):
            step = _step(words[at], node.options, program)
            if step is None:
                asked = [known(word) for word in words[at:]] in (["--help"], ["-h"], ["--version"])
                return Prints() if asked else Unclear(f"{shown(text)} of {_name(command)} may take the next word")
            at += step
            continue
        exact = known(words[at])
        if exact is None and node.row is None:
            return Unclear(f"which subcommand of {_name(command)} runs is not known")
        if exact not in node.below:
            if exact is None and node.below:
                return Unclear(f"which subcommand of {_name(command)} runs is not known")
            break
        node = node.below[exact]
        used.append(at)
        at += 1
    if node.row is not None:
        if node.row.looks and at < len(words) and known(words[at]) in _CHANGES:
            return Otherwise()
        rest = tuple(word for place, word in enumerate(words) if place not in used)
        if [known(word) for word in rest] == ["--help"]:
            return Prints()
        return Chosen(node.row, replace(command, argv=(words[0], *rest)))
    if at < len(words):
        return Otherwise()
    return Prints() if len(used) == 1 else Otherwise()


_CHANGES: Final = frozenset(
    {
        "add", "apply", "cancel", "create", "delete", "destroy", "disable", "drop", "edit", "enable", "import",
        "kill", "new",
        "prune", "purge", "put", "remove", "reset", "restart", "revoke", "rm", "rollback", "set", "stop", "unset",
        "update",
        "upload", "write",
    }
)  # fmt: skip


def _name(command: SimpleCommand) -> str:
    return shown(lead(command.argv[0]).rsplit("/", 1)[-1])


_STOP: Final = Known("--")


def _step(word: Word, options: Mapping[str, Option], program: Program) -> int | None:
    """How many words the option takes that `word` is; None: not known."""
    text = lead(word)
    if word == _STOP:
        return None
    if text.startswith("--") or program.style == "long":
        name, equals, _ = text.partition("=")
        option = named(options, program.style, name) if equals or isinstance(word, Known) else None
        if option is None:
            return 1 if equals and program.open else None
        return 2 if option.takes == "value" and not equals else 1
    for at in range(1, len(text)):
        option = options.get(text[0] + text[at])
        if option is None:
            return None
        if option.takes != "nothing":
            return 2 if option.takes == "value" and at == len(text) - 1 and isinstance(word, Known) else 1
    return 1 if isinstance(word, Known) else None
