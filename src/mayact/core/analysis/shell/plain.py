"""The syntax of a plain shell text, read here: words, quotes, simple parameters, lists, pipes and redirections.

Law: a small closed grammar in which every character of the text is accounted for and bash has one reading of it. What
is outside of it (substitutions, here-documents, compound commands, declarations, escapes in a name, characters that are
not listed) is `None`: no answer, never a guess; two parsers read it then. The answer is the very tree that
`decode` makes of shfmt's; it counts only where another parser sees the same commands (`desk`). It refuses to know what
any of it means.

Source: Shell Command Language (POSIX.1-2024, 2.3 token recognition, 2.10 grammar), bash 5.2 manual 3.1 and 3.6.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.analysis.shell import tree
from mayact.core.model import Span

_MAX_CHARS: Final = 2_048
_MAX_OPERATORS: Final = 64
"""Of one list: they nest the tree to the left, and what walks it recurses."""

Calls = frozenset[tuple[int, int, int]]
"""Commands of a text: where the name starts and ends, and how many words there are with it."""


@dataclass(frozen=True, slots=True)
class Plain:
    """`calls`: what another parser must see. `nodes`: as `decode` counts them."""

    statements: tuple[tree.Statement, ...]
    calls: Calls
    nodes: int


_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*"
_BLANKS: Final = re.compile(r"(?:[ \t]|\\\n)+")
_GAP: Final = re.compile(r"(?:[ \t\n]|\\\n|#[^\n]*)*")
"""Between commands, and behind an operator: also lines' ends, and comments to them."""
_BARE: Final = re.compile(r"(?:[A-Za-z0-9_./:=,@%+\-~^*?\[\]{}!#]|\\[^\n])+")
_SINGLE: Final = re.compile(r"'([^']*)'")
_PARAMETER: Final = re.compile(rf"\$(?:({_NAME})(?![A-Za-z0-9_\[])|\{{({_NAME})\}}|(\?))")
_QUOTED: Final = re.compile(r"""(?:[^"$`\\]|\\[^\n]|\$(?=[" /|).,:;%=\t\n]))+""")
_REDIRECTION: Final = re.compile(r"(\d{0,3})(>>|>&|>|<&|<)(?![<>&|(])|()(&>>|&>)(?![<>&|(])")
_DESCRIPTOR: Final = re.compile(r"\d{1,3}(?=[ \t\n;|&]|\Z)")
_OPERATOR: Final = re.compile(r"&&|\|\||\|(?!&)")
_ASSIGNMENT: Final = re.compile(rf"({_NAME})=")
_COMMAND_NAME: Final = re.compile(r"[A-Za-z0-9_./~+@%:,^-]+\Z")
_ENDS: Final = frozenset(" \t\n;|&<>")

_NOT_A_NAME: Final = frozenset(
    {
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "select",
        "function", "time", "coproc", "export", "declare", "typeset", "local", "readonly", "let", "unset", "nameref",
    }
)  # fmt: skip
"""Reserved words, and what some parser reads as a declaration."""


class _NotPlain(Exception):
    """Outside of the grammar."""


def read(text: str) -> Plain | None:
    """`text`, which `lexical.refusal` lets through, where it is plain."""
    if len(text) > _MAX_CHARS or not text.isascii():
        return None
    reader = _Reader(text)
    try:
        statements = reader.statements()
    except _NotPlain:
        return None
    return Plain(statements, frozenset(reader.calls), reader.nodes)


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.calls: list[tuple[int, int, int]] = []
        self.nodes = 0

    def statements(self) -> tuple[tree.Statement, ...]:
        found: list[tree.Statement] = []
        self._skip(_GAP)
        while self._at < len(self._text):
            found.append(self._list())
            self._blanks()
            if self._at < len(self._text) and self._text[self._at] not in ";\n#":
                raise _NotPlain
            if self._text.startswith(";", self._at):
                self._at += 1
                if self._text.startswith((";", "&"), self._at):
                    raise _NotPlain
            self._skip(_GAP)
        return tuple(found)

    def _list(self) -> tree.Statement:
        """`a && b || c`, each a pipeline; both nest to the left."""
        left = self._pipeline()
        for _ in range(_MAX_OPERATORS):
            op = self._operator(("&&", "||"))
            if op is None:
                return left
            left = self._joined(op, left, self._pipeline())
        raise _NotPlain

    def _pipeline(self) -> tree.Statement:
        left = self._command()
        for _ in range(_MAX_OPERATORS):
            op = self._operator(("|",))
            if op is None:
                return left
            left = self._joined(op, left, self._command())
        raise _NotPlain

    def _operator(self, wanted: tuple[str, ...]) -> str | None:
        self._blanks()
        found = _OPERATOR.match(self._text, self._at)
        if found is None or found[0] not in wanted:
            return None
        self._at = found.end()
        self._skip(_GAP)
        return found[0]

    def _joined(self, op: str, left: tree.Statement, right: tree.Statement) -> tree.Statement:
        start, end = self._start_of(left), self._at
        self.nodes += 1
        span = (start, self._end_of(right, end))
        return _statement(tree.Binary(op, left, right), (), self._text[start:end], span)

    def _start_of(self, statement: tree.Statement) -> int:
        starts = [statement.span[0], *(found.span[0] for found in statement.redirections)]
        return min(starts)

    def _end_of(self, statement: tree.Statement, end: int) -> int:
        return max([statement.span[1], *(found.span[1] for found in statement.redirections)], default=end)

    # ── one command ──────────────────────────────────────────────────────────────────────────────────────

    def _command(self) -> tree.Statement:
        start = self._at
        assigns: list[tree.Assignment] = []
        spans: list[Span] = []
        words: list[tree.WordNode] = []
        redirections: list[tree.Redirection] = []
        end = start
        while True:
            redirection = self._redirection()
            if redirection is not None:
                redirections.append(redirection)
            elif not words and (assigned := _ASSIGNMENT.match(self._text, self._at)):
                begun, self._at = self._at, assigned.end()
                value = self._word(begun) if self._rest_of_word() else None
                assigns.append(tree.Assignment(name=assigned[1], value=value))
                spans.append((begun, self._at))
            elif self._in_word():
                words.append(self._word())
                spans.append(words[-1].span)
            else:
                break
            end = self._at
            self._blanks()
        if not spans:
            raise _NotPlain
        self._named(words)
        self.nodes += 1
        span = (spans[0][0], spans[-1][1])
        return _statement(tree.Call(tuple(assigns), tuple(words)), redirections, self._text[start:end], span)

    def _named(self, words: Sequence[tree.WordNode]) -> None:
        """A name is one bare word that nothing reads as syntax."""
        if not words:
            return
        match words[0].parts:
            case (tree.Literal(name),) if _COMMAND_NAME.match(name) and name not in _NOT_A_NAME:
                self.calls.append((*words[0].span, len(words)))
            case _:
                raise _NotPlain

    def _redirection(self) -> tree.Redirection | None:
        found = _REDIRECTION.match(self._text, self._at)
        if found is None:
            return None
        start, self._at = self._at, found.end()
        op = found[2] or found[4]
        if op in (">&", "<&"):
            word = self._descriptor()
        else:
            self._blanks()
            word = self._word()
        if not word.parts:
            raise _NotPlain
        return tree.Redirection(
            op=op,
            fd=found[1] or "",
            word=word,
            quoted=any(not isinstance(part, tree.Literal) or "\\" in part.text for part in word.parts),
            span=(start, self._at),
        )

    def _descriptor(self) -> tree.WordNode:
        """By number, or nothing (`lexical` tells why)."""
        found = _DESCRIPTOR.match(self._text, self._at)
        if found is None:
            raise _NotPlain
        self._at = found.end()
        self.nodes += 1
        return tree.WordNode((tree.Literal(found[0]),), found.span())

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────

    def _in_word(self) -> bool:
        """A comment's sign starts no word."""
        return self._rest_of_word() and self._text[self._at] != "#"

    def _rest_of_word(self) -> bool:
        return self._at < len(self._text) and self._text[self._at] not in _ENDS

    def _word(self, begun: int | None = None) -> tree.WordNode:
        """Up to a blank or an operator; `begun`: where the word begins that this is the rest of."""
        start = self._at
        parts: list[tree.Part] = []
        while self._at < len(self._text) and (ch := self._text[self._at]) not in _ENDS:
            if ch == '"':
                parts.append(self._double())
            elif ch == "'":
                parts.append(tree.Single(self._taken(_SINGLE)[1], False))
            elif ch == "$":
                parts.append(self._parameter())
            elif ch == "#" and self._at == start and begun is None:
                raise _NotPlain
            else:
                parts.append(tree.Literal(self._taken(_BARE)[0]))
        self.nodes += len(parts)
        if self._text.startswith(("<", ">"), self._at) and (
            self._text[start] == "{" or self._text[start : self._at].isdigit()
        ):
            raise _NotPlain  # `{name}>file` gives a descriptor a name
        return tree.WordNode(tuple(parts), (start, self._at))

    def _double(self) -> tree.Part:
        self._at += 1
        parts: list[tree.Part] = []
        while not self._text.startswith('"', self._at):
            if found := _QUOTED.match(self._text, self._at):
                self._at = found.end()
                parts.append(tree.Literal(found[0]))
            else:
                parts.append(self._parameter())
        self._at += 1
        self.nodes += len(parts)
        return tree.Double(tuple(parts), False)

    def _parameter(self) -> tree.Part:
        start = self._at
        found = self._taken(_PARAMETER)
        name = found[1] or found[2] or found[3]
        return tree.Parameter(name=name, bare=found[2] is None, span=(start, self._at))

    # ── characters ───────────────────────────────────────────────────────────────────────────────────────

    def _taken(self, form: re.Pattern[str]) -> re.Match[str]:
        found = form.match(self._text, self._at)
        if found is None:
            raise _NotPlain
        self._at = found.end()
        return found

    def _skip(self, form: re.Pattern[str]) -> None:
        found = form.match(self._text, self._at)
        self._at = self._at if found is None else found.end()

    def _blanks(self) -> None:
        self._skip(_BLANKS)


def _statement(
    command: tree.Command, redirections: Sequence[tree.Redirection], text: str, span: Span
) -> tree.Statement:
    return tree.Statement(
        command=command,
        redirections=tuple(redirections),
        background=False,
        negated=False,
        text=text.strip(),
        span=span,
    )
