"""Parameters: what `$name` and `${name…}` may stand for.

Law: a value is computed only where bash's result follows from the text; everything else is a hole. What evaluates text
as code (`${x@P}`, `${!x}` of something unknown, subscripts that run commands) is reported. A secret variable whose
value leaves the shell is reported, whatever is done to it on the way.
"""

import re
from typing import Final, Protocol

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.shell import tree
from mayact.core.analysis.shell.answers import LOCAL
from mayact.core.analysis.shell.arithmetic import SHELL_NUMBERS
from mayact.core.analysis.shell.pieces import Break, Hole, Names, Pieces, Text, pieces_of
from mayact.core.analysis.shell.state import INHERITED, NUMBER, TOO_LONG, UNPLACED, State, bounded
from mayact.core.analysis.shell.variables import evaluated, rule_for
from mayact.core.analysis.shell.words import Expansions as WordExpansions
from mayact.core.analysis.shell.words import scalar
from mayact.core.analysis.words import drop, lead
from mayact.core.limits import MAX_COMMAND_CHARS

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_NUMERIC: Final = SHELL_NUMBERS | {"?", "#", "$"}
_MAYBE_NUMERIC: Final = frozenset({"!", "COLUMNS", "LINES"})
_HARMLESS_TRANSFORMS: Final = frozenset("QEULuAaKk")
_DEFAULTS: Final = frozenset({":-", "-", ":=", "=", ":+", "+", ":?", "?"})
_REMOVALS: Final = frozenset({"#", "##", "%", "%%"})
_CASES: Final = frozenset({"^", "^^", ",", ",,"})
_LITERAL_PATTERN: Final = re.compile(r"[^*?\[\\]*\Z")


class Evaluation(WordExpansions, Protocol):
    """What parameters need from the evaluator."""

    def report_opaque(self, because: str) -> None: ...

    def report_secret(self, name: str, *, local: bool = False) -> None:
        """`name` holds a secret that the text itself did not write, and its value is used. `local`: a service of this
        machine gave it to the call."""
        ...

    def check_subscript(self, index: tree.Expression, state: State) -> None:
        """Report an arithmetic subscript that could run code."""
        ...

    def defaulted(self, name: str, values: tuple[Word, ...]) -> None:
        """From the next statement on `name` may hold any of `values` (`${name:=…}`)."""
        ...

    def check_key(self, index: tree.Expression, state: State) -> None:
        """Walk the key of an associative array, which is text."""
        ...


def expand(node: tree.Parameter, state: State, run: Evaluation, *, quoted: bool) -> tuple[Pieces, ...]:
    """The alternatives for one parameter expansion."""
    if node.index is not None and not node.everything:
        variable = state.variables.get(node.name)
        if variable is not None and variable.keyed:
            run.check_key(node.index, state)
        else:
            run.check_subscript(node.index, state)
    if node.slice is not None:
        for bound in (node.slice.offset, node.slice.length):
            if bound is not None:
                run.check_subscript(bound, state)
    if node.names or (node.indirect and node.index is not None):
        return _hole("names of variables are listed", quoted)
    if node.length:
        return (pieces_of(NUMBER, quoted=quoted),)
    if node.indirect:
        return _indirect(node, state, run, quoted=quoted)
    if node.everything:
        return _listed(node, state, run, quoted=quoted)
    values = _values(node, state)
    if not (node.operation is not None and node.operation.op in (":+", "+")) and _not_written(node.name, state):
        run.report_secret(node.name, local=values == (LOCAL,))
    found = _operated(node, values, state, run)
    run.spend(sum(len(word.text) for word in found if isinstance(word, Known)))
    return tuple(pieces_of(word, quoted=quoted) for word in found)


def _not_written(name: str, state: State) -> bool:
    """Whether `name` may hold something that this text does not spell out itself."""
    return name not in state.variables or any(isinstance(word, Unknown) for word in state.values(name))


def _hole(because: str, quoted: bool) -> tuple[Pieces, ...]:
    return ((Hole(because, quoted=quoted),),)


def _indirect(node: tree.Parameter, state: State, run: Evaluation, *, quoted: bool) -> tuple[Pieces, ...]:
    found: list[Pieces] = []
    for word in state.values(node.name):
        if not (isinstance(word, Known) and _NAME.match(word.text)):
            # The value is read as a parameter name, and a subscript in it runs its command substitutions.
            run.report_opaque(f"`${{!{node.name}}}` reads a variable whose name is not known")
            return _hole("the variable is not known", quoted)
        if _not_written(word.text, state):
            run.report_secret(word.text)
        found.extend(pieces_of(value, quoted=quoted) for value in state.values(word.text))
    return tuple(found)


def _listed(node: tree.Parameter, state: State, run: Evaluation, *, quoted: bool) -> tuple[Pieces, ...]:
    """`$@`, `$*`, `${a[@]}`, `${a[*]}`: all words of a list."""
    if node.name in ("@", "*"):
        elements = state.positional
    else:
        variable = state.variables.get(node.name)
        elements = variable.elements if variable else None
    if elements is None or node.slice or node.replacement or node.operation:
        if node.operation is not None:
            _operated(node, (Unknown("a list is changed"),), state, run)
        if node.name not in ("@", "*"):
            run.report_secret(node.name)
        members = variable.members if node.name not in ("@", "*") and variable is not None else ()
        plain = not (node.slice or node.replacement or node.operation) and node.everything == "@"
        if plain and members and all(isinstance(word, Known | Pattern) for word in members):
            # Any number of them, none included.
            return (*(pieces_of(word, quoted=quoted) for word in members), ())
        return _hole("a list of words is not known", quoted)
    run.spend(50 * len(elements))
    found: list[Text | Names | Hole | Break] = []
    joined = quoted and node.everything == "*"
    if joined and "IFS" in state.variables:
        return _hole("`IFS` is set", True)
    for at, element in enumerate(elements):
        if at:
            found.append(Text(" ") if joined else Break())
        found.extend(pieces_of(element, quoted=quoted))
    return (tuple(found),)


def _values(node: tree.Parameter, state: State) -> tuple[Word, ...]:
    name = node.name
    if name in _NUMERIC and name not in state.variables:
        return (NUMBER,)
    if name in _MAYBE_NUMERIC and name not in state.variables:
        return (NUMBER, Known(""))
    if name == "PWD" and name not in state.variables:
        return tuple(Known(cwd) if cwd else Unknown("the directory is not known") for cwd in state.cwds)
    if name.isdigit() and name != "0":
        if state.positional is None:
            return (UNPLACED,)
        at = int(name) - 1
        return (state.positional[at] if at < len(state.positional) else Known(""),)
    variable = state.variables.get(name)
    if node.index is not None:
        return _element(node.index, variable.elements if variable else None)
    return state.values(name)


def _element(index: tree.Expression, elements: tuple[Word, ...] | None) -> tuple[Word, ...]:
    parts = index.parts if isinstance(index, tree.WordNode) else ()
    if elements is not None and len(parts) == 1 and isinstance(parts[0], tree.Literal) and parts[0].text.isdigit():
        at = int(parts[0].text)
        return (elements[at] if at < len(elements) else Known(""),)
    if elements is not None:
        return bounded((*elements, Known("")))  # whichever it is, it is one of them, or there is none
    return (Unknown("the element is not known"),)


# ── operations ───────────────────────────────────────────────────────────────────────────────────────────


def _operated(node: tree.Parameter, values: tuple[Word, ...], state: State, run: Evaluation) -> tuple[Word, ...]:
    if node.slice is not None:
        return tuple(_sliced(word, node.slice) for word in values)
    if node.replacement is not None:
        return _replaced(values, node.replacement, state, run)
    operation = node.operation
    if operation is None:
        return values
    operands = scalar(operation.word, state, run, assigned=False)  # always: it may hold substitutions
    if operation.op in _DEFAULTS:
        found = _defaulted(operation.op, values, operands)
        if operation.op in (":=", "="):
            if (node.name in state.variables and INHERITED not in values) or not _inert(node.name):
                # It changes the variable in the middle of a word, after this word's neighbours may have used it.
                run.report_opaque(f"`${{{node.name}{operation.op}…}}` changes a variable while words are expanded")
            run.defaulted(node.name, found)
        return found
    if operation.op in _REMOVALS:
        pattern = _pattern(operation.word, operands)
        return bounded(_removed(operation.op, word, pattern) for word in values)
    if operation.op in _CASES:
        plain = operation.word is None
        return tuple(_cased(operation.op, word) if plain else _unknown(word) for word in values)
    if (
        operation.op == "@"
        and operands
        and all(isinstance(operand, Known) and operand.text in _HARMLESS_TRANSFORMS for operand in operands)
    ):
        return (Unknown("the variable is transformed"),)
    run.report_opaque(f"`${{{node.name}{operation.op}…}}` may evaluate its value as code")
    return (Unknown("the variable is transformed"),)


def _inert(name: str) -> bool:
    """Whether no value of `name` means anything to the shell or to programs."""
    return rule_for(name) is None and evaluated(name, TOO_LONG) is None


def _unknown(word: Word) -> Word:
    return Unknown("the variable is transformed")


def _defaulted(op: str, values: tuple[Word, ...], operands: tuple[Word, ...]) -> tuple[Word, ...]:
    found: list[Word] = []
    for word in values:
        certain = isinstance(word, Known | Pattern) and word != Known("")
        if op == ":+" and word == Known(""):
            found.append(word)
        elif op in (":+", "+"):
            found.extend(operands if certain else (*operands, Known("")))
        elif op in (":?", "?") or certain:
            found.append(word)
        elif word == Known(""):
            # `-` and `=` without colon use the default only when unset, which is not told apart from empty here.
            found.extend(operands if op.startswith(":") else (*operands, word))
        else:
            found.extend((*operands, word))
    return bounded(found)


def _sliced(word: Word, cut: tree.Slice) -> Word:
    offset, length = _literal_number(cut.offset), _literal_number(cut.length)
    if not isinstance(word, Known) or offset is None or (cut.length is not None and length is None):
        return Unknown("part of a variable is not known")
    if offset < 0 or (length is not None and length < 0):
        return Unknown("part of a variable is not known")
    return Known(word.text[offset:] if length is None else word.text[offset : offset + length])


def _literal_number(bound: tree.Expression | None) -> int | None:
    if isinstance(bound, tree.WordNode) and len(bound.parts) == 1:
        part = bound.parts[0]
        # `010` is octal to bash.
        if isinstance(part, tree.Literal) and re.fullmatch(r"0|[1-9]\d{0,5}", part.text):
            return int(part.text)
    return None


def _replaced(values: tuple[Word, ...], change: tree.Replacement, state: State, run: Evaluation) -> tuple[Word, ...]:
    olds = scalar(change.old, state, run, assigned=False)
    news = scalar(change.new, state, run, assigned=False)
    old, new = olds[0], news[0]
    if (
        len(olds) == len(news) == 1
        and isinstance(old, Known)
        and isinstance(new, Known)
        and old.text
        and old.text[0] not in "#%"
        and _LITERAL_PATTERN.match(old.text)
        and "&" not in new.text
        and "\\" not in new.text
    ):
        count = -1 if change.every else 1
        return bounded(
            _exchanged(word.text, old.text, new.text, count) if isinstance(word, Known) else _unknown(word)
            for word in values
        )
    return (Unknown("the variable is transformed"),)


def _exchanged(text: str, old: str, new: str, count: int) -> Word:
    """`text` with `new` for `old`; the result may be the product of their lengths, so it is measured first."""
    if len(text) + text.count(old) * len(new) > 2 * MAX_COMMAND_CHARS:
        return TOO_LONG
    return Known(text.replace(old, new, count))


def _pattern(word: tree.WordNode | None, operands: tuple[Word, ...]) -> str | None:
    """The pattern of a removal when it is certain which of its characters are special, else None."""
    if word is not None and len(word.parts) == 1 and isinstance(word.parts[0], tree.Literal):
        text = word.parts[0].text
        if "\\" not in text and not text.startswith("~"):
            return text
    if len(operands) == 1 and isinstance(operands[0], Known) and _LITERAL_PATTERN.match(operands[0].text):
        return operands[0].text
    return None


def _removed(op: str, word: Word, pattern: str | None) -> Word:
    """`${x#pat}` and its kin: exact for literal patterns; for names that match a glob, a wider glob."""
    if pattern is None:
        return Unknown("part of a variable is not known")
    if isinstance(word, Known):
        if _LITERAL_PATTERN.match(pattern):
            return Known(word.text.removesuffix(pattern) if op[0] == "%" else word.text.removeprefix(pattern))
        if op == "##" and pattern == "*/":
            return Known(word.text.rsplit("/", 1)[-1])
        if op == "%" and pattern == "/*":
            return Known(word.text.rsplit("/", 1)[0])
        if (cut := _cut(op, word.text, pattern)) is not None:
            return Known(cut)
        bare = pattern.strip("*")
        if not bare or not _LITERAL_PATTERN.match(bare) or bare not in word.text:
            return Unknown("part of a variable is not known")
        if op[0] == "%" and pattern == f"{bare}*":
            return Known(word.text.split(bare, 1)[0] if op == "%%" else word.text.rsplit(bare, 1)[0])
        if op[0] == "#" and pattern == f"*{bare}":
            return Known(word.text.rsplit(bare, 1)[1] if op == "##" else word.text.split(bare, 1)[1])
        return Unknown("part of a variable is not known")
    if isinstance(word, Pattern) and "/" not in pattern and op[0] == "%":
        # A shorter name in the same directory.
        directory, slash, _ = word.glob.rpartition("/")
        return Pattern(f"{directory}{slash}*")
    if isinstance(word, Pattern) and op == "#" and _LITERAL_PATTERN.match(pattern) and lead(word).startswith(pattern):
        return drop(word, len(pattern))
    if isinstance(word, Pattern) and op == "%" and pattern == "/*" and "[" not in word.glob:
        head, slash, tail = word.glob.rpartition("/")
        if slash and head and "**" not in tail:
            return Pattern(head)
    if isinstance(word, Pattern) and op == "##" and pattern == "*/":
        return Pattern(word.glob.rsplit("/", 1)[-1]) if "/" in word.glob else word
    return Unknown("part of a variable is not known")


_CUTS: Final = re.compile(r"[\w./:@,+=-]*(?:[*?][\w./:@,+=-]*){1,2}")
"""Patterns that are matched exactly: plain characters, and one or two `*` or `?`."""
_LONGEST_CUT: Final = 160  # every end of the text is tried, and each may be gone through twice


def _cut(op: str, text: str, pattern: str) -> str | None:
    """What `${x#…}` and its kin leave of `text`; None where the pattern is not of the plain form. `*` crosses slashes
    here (bash manual, Shell Parameter Expansion)."""
    if len(text) > _LONGEST_CUT or not _CUTS.fullmatch(pattern):
        return None
    form = re.compile("".join(".*" if ch == "*" else "." if ch == "?" else re.escape(ch) for ch in pattern), re.DOTALL)
    sizes = range(len(text) + 1) if len(op) == 1 else range(len(text), -1, -1)
    for size in sizes:
        part = text[:size] if op[0] == "#" else text[len(text) - size :]
        if form.fullmatch(part):
            return text[size:] if op[0] == "#" else text[: len(text) - size]
    return text


def _cased(op: str, word: Word) -> Word:
    if not isinstance(word, Known) or not word.text.isascii():
        return Unknown("the variable is transformed")
    text = word.text
    if op == "^^":
        return Known(text.upper())
    if op == ",,":
        return Known(text.lower())
    return Known((text[:1].upper() if op == "^" else text[:1].lower()) + text[1:])
