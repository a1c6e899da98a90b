"""Arithmetic: its value where that follows from the text, and whether evaluating it could run code.

Law: bash evaluates the *values* of variables in arithmetic again, and runs command substitutions in their subscripts
(`x='a[$(id)]'; echo $((x))`). So every operand that is not certainly a number is reported as opaque.
"""

import re
from typing import Final, Protocol

from mayact.core.analysis.command import Known, Pattern, Word
from mayact.core.analysis.shell import tree
from mayact.core.analysis.shell.state import NUMBER, SIGNED, State
from mayact.core.analysis.shell.words import Expansions, scalar

_INTEGER: Final = re.compile(r"[+-]?(0|[1-9][0-9]{0,15})\Z")
_NUMBER: Final = re.compile(r"[+-]?(0[xX][0-9A-Fa-f]+|[0-9]+#[0-9A-Za-z@_]+|[0-9]+)\Z")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ASSIGNING: Final = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "++", "--"})
SHELL_NUMBERS: Final = frozenset(
    {"RANDOM", "SRANDOM", "SECONDS", "LINENO", "UID", "EUID", "PPID", "BASHPID", "EPOCHSECONDS", "OPTIND", "SHLVL"}
)
_MAX_VALUE: Final = 2**53


class Evaluation(Expansions, Protocol):
    numbers: set[str]
    """Variables that the present statement's arithmetic gave a value."""

    def report_opaque(self, because: str) -> None: ...

    def assigned_number(self, name: str) -> None:
        """An expression gives `name` a numeric value."""
        ...


def value(expression: tree.Expression, state: State, run: Evaluation) -> Word:
    """What `expression` evaluates to; reports operands that could run code."""
    if isinstance(expression, tree.WordNode):
        return _operand(expression, state, run)
    if expression.op in _ASSIGNING and expression.operands:
        # A plain `=` does not read what it assigns to.
        read = expression.operands[1:] if expression.op == "=" else expression.operands
        results = [value(operand, state, run) for operand in read]
        _assigns(expression.operands[0], run)
        return results[-1] if expression.op == "=" else SIGNED
    return _computed(expression, [value(operand, state, run) for operand in expression.operands])


def _assigns(target: tree.Expression, run: Evaluation) -> None:
    if isinstance(target, tree.WordNode) and len(target.parts) == 1:
        part = target.parts[0]
        if isinstance(part, tree.Literal) and _NAME.match(part.text):
            run.assigned_number(part.text)
            return
        if isinstance(part, tree.Parameter) and part.index is not None:
            return  # an array element; its subscript is checked where it is read
    run.report_opaque("arithmetic assigns to something that is not a plain variable")


def _operand(word: tree.WordNode, state: State, run: Evaluation) -> Word:
    part = word.parts[0] if len(word.parts) == 1 else None
    if isinstance(part, tree.Literal):
        if _NUMBER.match(part.text):
            return _decimal(Known(part.text))
        if _NAME.match(part.text):
            return _named(part.text, state, run)
    if isinstance(part, tree.Parameter) and part.index is not None and not part.operation:
        value(part.index, state, run)
    ways = scalar(word, state, run, assigned=False)
    if all(_certain(way) for way in ways):
        return _decimal(ways[0]) if len(ways) == 1 else SIGNED
    run.report_opaque("arithmetic on text that is not known to be a number can run code")
    return SIGNED


def _named(name: str, state: State, run: Evaluation) -> Word:
    """A variable by its bare name: its value is evaluated as an expression of its own."""
    if name in SHELL_NUMBERS and name not in state.variables:
        return NUMBER
    if name in run.numbers:
        return SIGNED
    values = state.values(name)
    if all(_certain(word) for word in values):
        return _decimal(values[0]) if len(values) == 1 else SIGNED
    run.report_opaque(f"arithmetic on `{name}`, which is not known to be a number, can run code")
    return SIGNED


def _decimal(word: Word) -> Word:
    """A certain operand as bash prints it: `0x10` is 16 and `010` is 8; nothing is 0."""
    if not isinstance(word, Known):
        return word
    text = word.text.strip() or "0"
    if _INTEGER.match(text):
        return Known(text.removeprefix("+"))
    try:
        return Known(str(int(text, 16 if text.lower().startswith("0x") else 8)))
    except ValueError:
        return SIGNED  # signs and other bases


def _certain(word: Word) -> bool:
    match word:
        case Known(text):
            return text.strip() == "" or _NUMBER.match(text.strip()) is not None
        case Pattern():
            return word in (NUMBER, SIGNED)
        case _:
            return False


def _computed(expression: tree.Operator, operands: list[Word]) -> Word:
    numbers: list[int] = []
    for operand in operands:
        if not isinstance(operand, Known) or not _INTEGER.match(operand.text):
            return SIGNED
        numbers.append(int(operand.text))
    result: int | None = None
    match expression.op, numbers:
        case "(", [only]:
            result = only
        case "-", [only]:
            result = -only
        case "+", [left, right]:
            result = left + right
        case "-", [left, right]:
            result = left - right
        case "*", [left, right]:
            result = left * right
        case _:
            result = None
    return SIGNED if result is None or abs(result) > _MAX_VALUE else Known(str(result))
