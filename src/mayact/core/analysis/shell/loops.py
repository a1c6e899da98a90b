"""Loops: a body is walked until one more round would change nothing.

Law: any number of rounds is covered, none included; what still changes after the first two is widened until it is
not known.
"""

from collections.abc import Callable
from typing import Final

from mayact.core.analysis.command import Unknown, Word
from mayact.core.analysis.shell import arithmetic, tree
from mayact.core.analysis.shell.assignments import check
from mayact.core.analysis.shell.flow import After, Streams, always
from mayact.core.analysis.shell.state import MAX_ALTERNATIVES, NUMBER, State, bounded, join, widened
from mayact.core.analysis.shell.walk import Walk

_MAX_CHUNKS: Final = 8


def _looped(state: State, walk: Callable[[State], State], run: Walk) -> After:
    """Walk a body until its end state adds nothing; the second time what still changes is widened."""
    before, ran = state, run.planted.mark()
    for attempt in range(6):
        after = join(before, walk(before))
        if attempt:
            after = widened(before, after)
        if after == before:
            run.report(run.planted.again(ran))
            return always(after)
        before = after
    run.report_opaque("a loop keeps changing what it does")
    return always(before)


def waiting(loop: tree.While, state: State, streams: Streams, run: Walk) -> After:
    """`while` and `until`."""
    return _looped(state, lambda s: _round(loop, s, streams, run), run)


def _round(loop: tree.While, state: State, streams: Streams, run: Walk) -> State:
    checked = run.condition(loop.condition, state, streams).state
    return join(checked, run.statements(loop.body, checked, streams).state)


def counting(loop: tree.ForArithmetic, state: State, streams: Streams, run: Walk) -> After:
    """`for ((…; …; …))`."""
    return _looped(state, lambda s: _counted(loop, s, streams, run), run)


def _counted(loop: tree.ForArithmetic, state: State, streams: Streams, run: Walk) -> State:
    for expression in loop.expressions:
        # `for ((i=0; …))`: the first expression gives the counters their numbers before the others read them.
        arithmetic.value(expression, state, run)
        for name in run.numbers:
            state = state.setting(name, NUMBER)
        run.numbers = set()
    return run.statements(loop.body, state, streams).state


def over_items(loop: tree.ForEach, state: State, streams: Streams, run: Walk) -> After:
    """`for name in …` and `select`. Of few values each is walked by itself, so that a word in which the name stands
    twice holds one value; within another loop that would cost too much."""
    if loop.items is None:
        values: list[Word] = [Unknown("positional parameters are not known")]
        if state.positional is not None:
            values = list(state.positional)
    else:
        found = run.argvs(loop.items, state)
        values = list(dict.fromkeys(word for way in found for word in way))
    for value in values:
        check(loop.name, value, run)
    if loop.select:
        state = state.setting("REPLY", Unknown("it is typed in"))
    end = state
    few = run.loops == 0 and len(values) <= MAX_ALTERNATIVES
    run.loops += 1
    for chunk in [[value] for value in values] if few and values else _chunks(values):
        after = _looped(
            end.setting(loop.name, *chunk),
            lambda s, chunk=chunk: run.statements(loop.body, s.setting(loop.name, *chunk), streams).state,  # type: ignore[misc]
            run,
        )
        end = join(end, after.state)
    run.loops -= 1
    return always(end)


def _chunks(values: list[Word]) -> list[list[Word]]:
    """The values of a loop variable, a few at a time so that each is looked at as itself."""
    if len(values) > MAX_ALTERNATIVES * _MAX_CHUNKS:
        return [list(bounded(values))]
    return [values[at : at + MAX_ALTERNATIVES] for at in range(0, len(values), MAX_ALTERNATIVES)] or [
        [Unknown("the loop has no items")]
    ]
