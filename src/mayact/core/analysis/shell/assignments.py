"""Assignments: the state after `name=value`, `name[index]=value`, `name=(…)`.

Law: a value that is not certain is kept as a possibility; elements are known in order or not at all. Subscripts are
arithmetic, which can run code, and are checked as such.
"""

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.shell import tree, words
from mayact.core.analysis.shell.parameters import Evaluation
from mayact.core.analysis.shell.state import State
from mayact.core.analysis.shell.variables import evaluated


def apply(assignment: tree.Assignment, state: State, run: Evaluation) -> State:
    """The state after `name=value`; reports what evaluating the value or a subscript does."""
    name = assignment.name
    run.spend(20 + len(state.variables) // 4)  # each state has its own table of variables
    if assignment.elements is not None:
        check(name, Unknown("it is a list"), run)
        return _array(assignment, state, run)
    values = words.scalar(assignment.value, state, run)
    for value in values:
        check(name, value, run)
    if assignment.index is not None:
        current = state.variables.get(name)
        (run.check_key if current is not None and current.keyed else run.check_subscript)(assignment.index, state)
        return state.setting(name, *state.values(name), *values)
    if assignment.append:
        joined = [_concatenated(left, right) for left in state.values(name) for right in values]
        return state.setting(name, *joined)
    return state.setting(name, *values)


def check(name: str, value: Word, run: Evaluation) -> None:
    """Report what giving `name` the value `value` evaluates."""
    because = evaluated(name, value)
    if because is not None:
        run.report_opaque(because)


def _array(assignment: tree.Assignment, state: State, run: Evaluation) -> State:
    current = state.variables.get(assignment.name)
    elements: list[Word] | None = []
    for index, node in assignment.elements or ():
        if index is not None:
            _key(index, state, run)
            elements = None
        ways = words.fields(node, state, run) if node is not None else ((Known(""),),)
        if elements is not None:
            elements = [*elements, *ways[0]] if len(ways) == 1 else None
    if assignment.append and elements is not None:
        before = current.elements if current else None
        elements = [*before, *elements] if before is not None else None
    if elements is None:
        return state.setting(assignment.name, Unknown("the elements are not known"))
    known = tuple(elements)
    return state.setting(assignment.name, known[0] if known else Known(""), elements=known)


def _key(index: tree.Expression, state: State, run: Evaluation) -> None:
    """A key of `declare -A` is text; of a plain array it is arithmetic. Plain names are harmless either way."""
    parts = index.parts if isinstance(index, tree.WordNode) else ()
    if parts and all(
        isinstance(part, tree.Literal | tree.Single) and not set(part.text) & set("$`[") for part in parts
    ):
        return
    run.check_subscript(index, state)


def _concatenated(left: Word, right: Word) -> Word:
    if isinstance(left, Known) and isinstance(right, Known):
        return Known(left.text + right.text)
    if isinstance(left, Known) and isinstance(right, Unknown):
        return Unknown(right.because, prefix=left.text + right.prefix)
    if isinstance(left, Pattern):
        return Unknown("text is appended", prefix="")
    return Unknown("text is appended", prefix=left.text if isinstance(left, Known) else left.prefix)
