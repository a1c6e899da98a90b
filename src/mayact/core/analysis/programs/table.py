"""How a program entry is written down and read: options, operands and what each makes the program do.

Law: an entry is data. What the entry does not name is not harmless: an unknown option makes the command opaque unless
the entry says that no option of the program can write, run or contact anything (`open=True`). A word that is not
known and could turn out to be an option counts as the worst option the program has.

Options are written as text, names of one option joined by `|`:
    `-v|--verbose`      takes nothing            `-o|--output=write`  takes a value, which is written to
    `-n|--lines=`       takes a value            `--color?`           may take an attached value
    `-#`                numbers, as in `-20`      `-D*`               takes a value, mostly joined to it (`-DNAME=TEXT`)
Operands are written as roles, the last repeated by `*`: `read*`, `none read*`; `read* write`: all but the last.
A client with subcommands has a row for each (`sub`); see `subcommands`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, TypeAlias

from mayact.core.analysis.command import Context, Finding, Known, Pattern, SimpleCommand, Unknown, Word, opaque
from mayact.core.analysis.words import drop, known, lead, may_be_option
from mayact.core.errors import shown

Role: TypeAlias = str
"""What a value or operand is to the program; `roles.ROLES` says what each makes it do."""

ROLES: Final = frozenset(
    {
        "none",  # text
        "read",
        "tree",  # read, with everything below
        "write",
        "writetree",
        "sources",  # read; a directory means the files in it
        "edit",  # as `sources`, and written back where `edits_if` and `edits_unless` say so
        "beside",  # read; what is made of it lies beside it, under its name with another ending
        "input",  # a file that is read, or an address that is fetched
        "delete",
        "deltree",
        "dir",  # a directory that is created or walked, without reading content
        "list",  # a file with names or patterns: read
        "shell",  # shell text that runs
        "program",  # a program that runs, no arguments
        "script",  # a file whose content runs
        "config",  # a file of settings that can bring code: the repository's own is part of it, any other runs
        "command",  # operands only: from here on, a command of its own
        "code",  # text in a language that is not analysed: opaque
        "url",
        "host",
        "opaque",  # makes the command do something that is not analysed
        "rest",  # text; everything behind it are operands (`python -c CODE …`)
    }
)
RUNNING: Final = frozenset({"shell", "program", "script", "config", "command", "code", "opaque"})
CHANGING: Final = frozenset({"write", "writetree", "edit", "beside", "delete", "deltree"})

Style: TypeAlias = Literal["gnu", "posix", "long"]
"""gnu: options anywhere, short ones may be joined; posix: options end at the first operand; long: `-name` is one
option and options are not joined (find, terraform, go)."""


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    """The first of its names: how handlers ask for it."""
    takes: Literal["nothing", "value", "attached", "joined"]
    role: Role


@dataclass(frozen=True, slots=True)
class Use:
    """One command read by its entry."""

    command: SimpleCommand
    context: Context
    name: str
    options: tuple[tuple[Option, Word | None], ...]
    operands: tuple[Word, ...]
    unknown: tuple[str, ...]
    doubtful: tuple[Word, ...]
    """Operands that could turn out to be options."""

    def has(self, *names: str) -> bool:
        return any(option.name in names for option, _ in self.options)

    def values(self, *names: str) -> tuple[Word, ...]:
        return tuple(value for option, value in self.options if option.name in names and value is not None)

    def value(self, name: str) -> Word | None:
        """The last value given: later ones win."""
        found = self.values(name)
        return found[-1] if found else None

    def plainly(self, *names: str) -> bool:
        """Whether one of the options (or `OPTION=VALUE`) is given so that every program reads it as that: `--check`,
        but neither `--check=false` nor beside `--no-check` or a word `false`, which some take as its value."""
        if any(text_of(word).lower() in _UNSETS for word in self.operands):
            return False
        if any(name.startswith("--no-") for name in self.unknown):
            return False
        given: dict[str, list[str | None]] = {}
        for option, value in self.options:
            given.setdefault(option.name, []).append(None if value is None else text_of(value) or "?")
        wanted = (name.partition("=") for name in names)
        return any(set(given.get(name, ("?",))) == {value if equals else None} for name, equals, value in wanted)


_UNSETS: Final = frozenset({"false", "0", "no", "off", "null", "none"})

Act: TypeAlias = Callable[[Use], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One row of the table."""

    names: str
    """Separated by blanks; of a subcommand, which may be several words: separated by `|`."""
    style: Style = "gnu"
    options: str = ""
    operands: str = "none*"
    open: bool = False
    """No option of it writes, runs or contacts anything, so unknown ones are let be."""
    does: str = ""
    """Effects it always has, in the notation of `roles.constant`."""
    act: Act | None = None
    """What the table cannot say. Runs after options and operands were."""
    handles_doubt: bool = False
    """`act` itself judges unknown options and doubtful words."""
    bare: str = ""
    """The operand that counts when none is given (`.` for a program that then looks at where it stands)."""
    edits_if: str = ""
    """Options of which one must be there for `edit` operands to be written; empty: they are."""
    edits_unless: str = ""
    """Options of which one, plainly given, keeps `edit` operands as they are."""
    looks_if: str = ""
    """Options (or `OPTION=VALUE`) of which one, plainly given, keeps `does` and `act` from happening: a dry run."""
    subs: tuple["Program", ...] = field(default=(), hash=False)
    """Rows of subcommands. The row's own options hold for each of them, its `does` and `act` beside theirs."""
    looks: bool = False
    """Of a subcommand: it only looks, so a word that changes something behind it names another subcommand."""
    otherwise: str = "opaque"
    """What a subcommand that no row names does, in the notation of `does`."""


def row(names: str, options: str = "", operands: str = "none*", **more: object) -> Program:
    """A row, tersely."""
    return Program(names=names, options=options, operands=operands, **more)  # type: ignore[arg-type]


def sub(names: str, options: str = "", operands: str = "none*", **more: object) -> Program:
    """A row of one or several subcommands with the same meaning: `sub("list|state show", …)`."""
    return Program(names=names, options=options, operands=operands, **more)  # type: ignore[arg-type]


def effects(rows: Mapping[str, str]) -> tuple[Program, ...]:
    """Subcommands of which nothing but their effects matters, no option of them doing more: `{"a|b c": EFFECTS}`. One
    that only looks is taken at its word: `apps` is, `apps destroy` is not what its row says."""
    return tuple(
        Program(names=names, does=does, open=True, looks=set(does.split()) <= _LOOKS or does.startswith("net.connect@"))
        for names, does in rows.items()
    )


_LOOKS: Final = frozenset({"exec.run@repository", "exec.run@well-known", "container.run@look"})


_OPTION: Final = re.compile(r"(?P<names>[^=?*]+)(?:(?P<mark>[=?*])(?P<role>[a-z]*))?")


@cache
def read_options(text: str) -> Mapping[str, Option]:
    """The options an entry names, by every name. Raises `ValueError` for what is not in the notation."""
    found: dict[str, Option] = {}
    for token in text.split():
        match = _OPTION.fullmatch(token)
        if match is None:
            raise ValueError(f"option `{token}` is not in the notation")
        names = match["names"].split("|")
        role = match["role"] or "none"
        takes = {None: "nothing", "=": "value", "?": "attached", "*": "joined"}[match["mark"]]
        if role not in ROLES or not all(name.startswith(("-", "+")) for name in names):
            raise ValueError(f"option `{token}` is not in the notation")
        option = Option(names[0], takes, role)  # type: ignore[arg-type]
        for name in names:
            if name in found:
                raise ValueError(f"option `{name}` is named twice")
            found[name] = option
    return found


def use_of(program: Program, command: SimpleCommand, context: Context) -> Use:
    """`command` read by the entry `program`."""
    words = command.argv[1:]
    reader = _Reader(read_options(program.options), program.style)
    reader.read(words)
    return Use(
        command=command,
        context=context,
        name=lead(command.argv[0]).rsplit("/", 1)[-1],
        options=tuple(reader.options),
        operands=tuple(reader.operands),
        unknown=tuple(reader.unknown),
        doubtful=tuple(reader.doubtful),
    )


def named(table: Mapping[str, Option], style: Style, name: str) -> Option | None:
    """The option that a word `name`, without value, is to a program; None: none that is known."""
    if name in table:
        return table[name]
    if style == "long":
        return table.get(name[1:] if name.startswith("--") else "-" + name)
    # getopt_long accepts any unambiguous beginning; of several candidates the one that matters most is taken.
    found = [option for known_name, option in table.items() if known_name.startswith(name) and len(name) > 3]
    return max(found, key=lambda option: option.role != "none", default=None)


class _Reader:
    """getopt, on words that may be known only in part."""

    def __init__(self, table: Mapping[str, Option], style: Style) -> None:
        self.table = table
        self.style = style
        self.options: list[tuple[Option, Word | None]] = []
        self.operands: list[Word] = []
        self.unknown: list[str] = []
        self.doubtful: list[Word] = []
        self._waiting: Option | None = None
        self._ended = False

    def read(self, words: tuple[Word, ...]) -> None:
        for at, word in enumerate(words):
            if self._ended:
                self.operands.extend(words[at:])
                return
            if self._waiting is not None:
                option, self._waiting = self._waiting, None
                self._set(option, word)
                continue
            text = lead(word)
            if isinstance(word, Known) and text == "--":
                self.operands.extend(words[at + 1 :])
                return
            if text.startswith("+") and text[:2] in self.table:
                self._short(word, text)
                continue
            if not text.startswith("-") or (text == "-" and isinstance(word, Known)):
                if may_be_option(word):
                    self.doubtful.append(word)
                self.operands.append(word)
                if self.style == "posix":
                    self.operands.extend(words[at + 1 :])
                    return
            elif text.startswith("--") or self.style == "long":
                self._long(word, text)
            else:
                self._short(word, text)

    def _set(self, option: Option, value: Word | None) -> None:
        self.options.append((option, value))
        self._ended = self._ended or option.role == "rest"

    def _long(self, word: Word, text: str) -> None:
        name, equals, _ = text.partition("=")
        option = named(self.table, self.style, name) if equals or isinstance(word, Known) else None
        joined = self.table.get(text[:2]) if option is None and not text.startswith("--") else None
        numbered = joined is not None and joined.takes == "attached" and _numbers(word, text)  # `-j8`
        if joined is not None and (joined.takes == "joined" or numbered):
            self._set(joined, drop(word, 2))
        elif option is None:
            self.unknown.append(name)
        elif equals:
            self._set(option, drop(word, len(name) + 1))
        else:
            self._given(option)

    def _given(self, option: Option) -> None:
        """The option stands alone in its word."""
        if option.takes in ("value", "joined"):
            self._waiting = option
        else:
            self._set(option, None)

    def _short(self, word: Word, text: str) -> None:
        if len(text) > 2 and isinstance(word, Known) and text in self.table:  # `wget -nc`, `zip -TT`
            self._given(self.table[text])
            return
        if "-#" in self.table and re.fullmatch(r"-\d+[a-zA-Z]?", text):
            self._set(self.table["-#"], Known(text[1:]))
            return
        for at in range(1, len(text)):
            option = self.table.get(text[0] + text[at])
            if option is None:
                self.unknown.append(text[0] + text[at:])
                return
            rest = drop(word, at + 1)
            empty = isinstance(rest, Known) and not rest.text
            if option.takes == "nothing":
                self._set(option, None)
            elif option.takes == "attached" or not empty:
                self._set(option, None if empty else rest)
                return
            else:
                self._waiting = option
                return
        if not isinstance(word, Known):
            self.unknown.append(text)


def _numbers(word: Word, text: str) -> bool:
    """Whether a number stands behind the two characters of an option."""
    if isinstance(word, Pattern):
        return word.glob == f"{text[:2]}[0-9]*"
    return isinstance(word, Known) and text[2:].isdigit()


def split_roles(operands: str, count: int) -> tuple[Role, ...]:
    """The role of each of `count` operands. Raises `ValueError` for what is not in the notation."""
    names = operands.split()
    stars = [at for at, name in enumerate(names) if name.endswith("*")]
    if len(stars) > 1 or not {name.rstrip("*") for name in names} <= ROLES:
        raise ValueError(f"operands `{operands}` are not in the notation")
    if not stars:
        return tuple(names[:count]) + ("none",) * (count - len(names))
    star = stars[0]
    before, repeated, after = names[:star], names[star].rstrip("*"), names[star + 1 :]
    tail = after[len(after) - count :] if count < len(after) else after
    room = max(0, count - len(tail))
    head = before[:room]
    return (*head, *([repeated] * (room - len(head))), *tail)


def doubts(program: Program, use: Use, *, files_count: bool = True) -> tuple[Finding, ...]:
    """What unknown options and words that could be options amount to; without `files_count`, names that a wildcard
    finds below where it stands amount to nothing."""
    roles = {option.role for option in read_options(program.options).values()}
    found = []
    if not program.open:
        found = [opaque(f"option {shown(name)} of {shown(use.name)} is not known") for name in use.unknown]
    for word in use.doubtful:
        # A file name that a wildcard finds can start a program only where an option can; an unknown word may be
        # several words and any of them.
        if isinstance(word, Pattern) and not files_count:
            continue
        worst = RUNNING if isinstance(word, Pattern) else RUNNING | CHANGING
        if roles & worst:
            why = word.because if isinstance(word, Unknown) else "a file may be named like an option"
            found.append(opaque(f"a word of {shown(use.name)} could be an option: {why}"))
    return tuple(found)


def names(text: str) -> frozenset[str]:
    """The blank-separated names of a table."""
    return frozenset(text.split())


def text_of(word: Word | None) -> str:
    """The exact text of a word, or empty."""
    return known(word) or ""
