"""The syntax tree of a shell text, as typed values.

Law: a closed grammar. A node, field or operator of shfmt's tree that is not listed here is refused
(`ShellUnreadable`), because a part that is not understood could be the part that runs. It refuses to know what
any of it means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from mayact.core.model import Span

# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Literal:
    """Source text outside quotes (or inside double quotes), backslashes still in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Single:
    """`'…'`, or `$'…'` when `ansi`: the text between the quotes, escapes still in it."""

    text: str
    ansi: bool


@dataclass(frozen=True, slots=True)
class Double:
    """`"…"`, or `$"…"` when `translated`."""

    parts: tuple["Part", ...]
    translated: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """`${name OP word}`."""

    op: str
    word: "WordNode | None"


@dataclass(frozen=True, slots=True)
class Slice:
    offset: "Expression | None"
    length: "Expression | None"


@dataclass(frozen=True, slots=True)
class Replacement:
    every: bool
    old: "WordNode | None"
    new: "WordNode | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`$name` or `${…}`. At most one of `operation`, `slice`, `replacement`."""

    name: str
    bare: bool = False
    """Written `$name`: a name character that comes to stand after it belongs to the name."""
    length: bool = False
    indirect: bool = False
    names: bool = False
    index: "Expression | None" = None
    operation: Operation | None = None
    slice: Slice | None = None
    replacement: Replacement | None = None
    span: Span | None = field(default=None, compare=False)

    @property
    def everything(self) -> str:
        """`@` or `*` when it stands for all words of a list, else nothing."""
        if self.name in ("@", "*"):
            return self.name
        if isinstance(self.index, WordNode) and self.index.parts in ((Literal("@"),), (Literal("*"),)):
            return self.index.parts[0].text
        return ""

    @property
    def lists_words(self) -> bool:
        """Each word of the list stays a word of its own, also inside double quotes."""
        return self.everything == "@" and not self.length and not self.indirect


@dataclass(frozen=True, slots=True)
class CommandSubstitution:
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class ProcessSubstitution:
    """`<(…)` when `reads`: the command line reads what the body prints; `>(…)` otherwise."""

    body: tuple["Statement", ...]
    reads: bool


@dataclass(frozen=True, slots=True)
class ArithmeticExpansion:
    expression: "Expression"


@dataclass(frozen=True, slots=True)
class ExtendedGlob:
    text: str


Part: TypeAlias = (
    Literal
    | Single
    | Double
    | Parameter
    | CommandSubstitution
    | ProcessSubstitution
    | ArithmeticExpansion
    | ExtendedGlob
)


@dataclass(frozen=True, slots=True)
class WordNode:
    parts: tuple[Part, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """An arithmetic or `[[ ]]` operator. `post`: `x++` rather than `++x`."""

    op: str
    operands: tuple["Expression", ...]
    post: bool = False


Expression: TypeAlias = WordNode | Operator

# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """`name[index]+=value`, `name=(elements)`; of a declaration also a bare word (`naked`, then `value` or `name`)."""

    name: str = ""
    append: bool = False
    naked: bool = False
    index: Expression | None = None
    value: WordNode | None = None
    elements: tuple[tuple[Expression | None, WordNode | None], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirection:
    """`fd OP word`; `body` is the text of a here-document (no word parts are expanded when `quoted`)."""

    op: str
    fd: str
    word: WordNode
    body: WordNode | None = None
    quoted: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    assigns: tuple[Assignment, ...]
    words: tuple[WordNode, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`export`, `declare`, `local`, `readonly`, `typeset`, `nameref`."""

    variant: str
    args: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class If:
    condition: tuple["Statement", ...]
    then: tuple["Statement", ...]
    otherwise: "If | tuple[Statement, ...]"


@dataclass(frozen=True, slots=True)
class While:
    condition: tuple["Statement", ...]
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for name in items` (`items` None: over the positional parameters), also `select`."""

    name: str
    items: tuple[WordNode, ...] | None
    body: tuple["Statement", ...]
    select: bool


@dataclass(frozen=True, slots=True)
class ForArithmetic:
    expressions: tuple[Expression, ...]
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Case:
    word: WordNode
    items: tuple[tuple[tuple[WordNode, ...], tuple["Statement", ...]], ...]


@dataclass(frozen=True, slots=True)
class Group:
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Subshell:
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """`&&`, `||`, `|` or `|&`."""

    op: str
    left: "Statement"
    right: "Statement"


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    body: "Statement"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`((…))` and `let`."""

    expressions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """`[[ … ]]`."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Timed:
    statement: "Statement | None"


@dataclass(frozen=True, slots=True)
class Coprocess:
    statement: "Statement"


Command: TypeAlias = (
    Call
    | Declaration
    | If
    | While
    | ForEach
    | ForArithmetic
    | Case
    | Group
    | Subshell
    | Binary
    | Function
    | Arithmetic
    | Test
    | Timed
    | Coprocess
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One command with its redirections; `text` is its source, `span` (of every node: code points of the text that was
    parsed) that of the command alone."""

    command: Command | None
    redirections: tuple[Redirection, ...]
    background: bool
    negated: bool
    text: str
    span: Span = field(default=(0, 0), compare=False)
    origin: int | None = field(default=0, compare=False)
    """Of a function's body: where that text starts in the command of the call; None: it stands nowhere in it."""


Node: TypeAlias = Mapping[str, object]
Nodes: TypeAlias = Sequence[Node]
