"""`[[ … ]]`: its words are walked, and operators that evaluate their operands are found.

Law: `-eq` and its kin are arithmetic, `-v` and `-R` evaluate subscripts; both can run code that is hidden in text.
"""

from mayact.core.analysis.command import Known
from mayact.core.analysis.shell import arithmetic, tree, words
from mayact.core.analysis.shell.arithmetic import Evaluation
from mayact.core.analysis.shell.state import State


def check(expression: tree.Expression, state: State, run: Evaluation) -> None:
    """Walk the words of the condition; report operands that could run code."""
    if isinstance(expression, tree.WordNode):
        words.scalar(expression, state, run, assigned=False)
        return
    if expression.op in ("-eq", "-ne", "-lt", "-le", "-gt", "-ge"):
        for operand in expression.operands:
            arithmetic.value(operand, state, run)
        return
    if expression.op in ("-v", "-R"):
        for operand in expression.operands:
            ways = words.scalar(operand, state, run, assigned=False) if isinstance(operand, tree.WordNode) else ()
            if not all(isinstance(word, Known) and word.text.isidentifier() for word in ways) or not ways:
                run.report_opaque(f"`{expression.op}` evaluates a subscript")
        return
    for operand in expression.operands:
        check(operand, state, run)
