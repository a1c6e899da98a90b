"""One simple command as the shell would start it: the seam between the shell front end and the program table.

Law: the front end resolves words, directories, variables and streams; the program table knows what programs do
with them. Neither knows the other. A word that cannot be resolved stays `Unknown` and the program table decides
whether it matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from mayact.core.analysis.plan import Answer, Question
from mayact.core.canonical import JsonObject
from mayact.core.model import ResourceKind, Span, Verb


@dataclass(frozen=True, slots=True)
class Known:
    """Exactly this text reaches the program. `span`, here and below: where it is written, no part of what it is."""

    text: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One or several words that match this glob (`*`, `?`, `[…]`), or braces not worth expanding."""

    glob: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known but, perhaps, how it begins (`prefix`, literal text, may be empty)."""

    because: str
    prefix: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


Word: TypeAlias = Known | Pattern | Unknown


def placed(word: Word, span: Span | None) -> Word:
    """The same word, written at `span`."""
    match word:
        case Known(text):
            return Known(text, span)
        case Pattern(glob):
            return Pattern(glob, span)
        case Unknown(because, prefix):
            return Unknown(because, prefix, span)
        case _:
            assert_never(word)


@dataclass(frozen=True, slots=True)
class Columns:
    """How every line begins that a command prints. `between`: `tab`, `blank` (exactly one), `blanks`, or
    `status` (the two letters of `git status --short` before a name)."""

    words: tuple[Word, ...]
    between: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a command prints, as far as it is certain: see `Piped`."""

    names: tuple[Word, ...] = ()
    environment: bool = False
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Inherited:
    """Standard input is the caller's."""


@dataclass(frozen=True, slots=True)
class Piped:
    """Standard input is what another command of the same line prints. `names`: what it prints are file names, and
    each of them is one of these words; empty: nothing is known. `environment`: it lists variables and their values."""

    names: tuple["Word", ...] = ()
    environment: bool = False
    number: bool = False
    """It is one number."""
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class FromFile:
    path: Word


@dataclass(frozen=True, slots=True)
class FromText:
    """A here-document or here-string. `text` None: it contains expansions that are not known."""

    text: str | None
    span: Span | None = field(default=None, compare=False, repr=False)
    """Where the text of a here-document is written."""


Stdin: TypeAlias = Inherited | Piped | FromFile | FromText


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleCommand:
    """`argv[0]` is the program. `cwd` None: not known (a `cd` into something unknown came before)."""

    argv: tuple[Word, ...]
    cwd: str | None
    environment: Mapping[str, Word] = field(default_factory=dict)
    """Variables that this line sets for it (assignments and earlier exports), not the inherited ones."""
    stdin: Stdin = field(default_factory=Inherited)
    stdout_piped: bool = False
    text: str = ""
    """Its source text, for people."""
    depth: int = 0
    single: bool = False
    """Each word is one word when it runs, a `Pattern` too."""
    positional: tuple[Word, ...] | None = None
    """Of a shell: `$1` … of its text, as one of these each; None: not known."""
    span: Span | None = field(default=None, compare=False, repr=False)
    """Where it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An effect before its risk is judged (`risk.py`), or an `opaque` one."""

    verb: Verb
    kind: ResourceKind
    resource: str
    facts: JsonObject = field(default_factory=dict)
    because: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)
    """See `model.Effect`; None: the front end says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a program entry may use beside the command. `run_argv` and `run_shell` are how wrappers (`sudo`,
    `env`, `xargs`, `bash -c`, `find -exec`) pass the effects of what they run through."""

    home: str
    user: str
    workspace: str
    """The task's repository, or the directory it runs in when that is not known."""
    run_argv: Callable[[SimpleCommand], tuple[Finding, ...]]
    run_shell: Callable[[str, SimpleCommand], tuple[Finding, ...]]
    """Analyse a shell text as the body of the given command (its cwd, environment, depth + 1)."""
    ask: Callable[[Question], Answer | None]
    """Record a question about the world and return the answer if there is one; None counts as the worst case."""


def opaque(because: str, *, text: str = "", span: Span | None = None) -> Finding:
    """The finding for code or meaning that cannot be known from the text."""
    return Finding(verb=Verb.OPAQUE, kind="thing", resource="code", facts={"because": because}, because=text, span=span)
