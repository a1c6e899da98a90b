"""What the pieces of the abstract shell need of the one that walks: `evaluate.Evaluator` is it.

Law: declarations, loops and redirections know this and not the evaluator, which knows them.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from mayact.core.analysis.command import Context, Finding, Listing, Word
from mayact.core.analysis.shell import tree
from mayact.core.analysis.shell.flow import After, Streams
from mayact.core.analysis.shell.parameters import Evaluation
from mayact.core.analysis.shell.state import State
from mayact.core.analysis.shell.written.fresh import Fresh
from mayact.core.analysis.shell.written.planted import Planted
from mayact.core.model import Span


class Walk(Evaluation, Protocol):
    context: Context
    fresh: Fresh
    planted: Planted
    fed: Listing | None
    """What the last `<(…)` prints."""
    depth: int
    loops: int
    """How many loops over items are being walked, one within the other."""
    locals: list[set[str]]
    """Names that are `local`, for each function that runs."""
    numbers: set[str]
    """Variables that the present statement's arithmetic gave a value."""

    def assigned_number(self, name: str) -> None: ...

    def report(self, findings: Iterable[Finding]) -> None: ...

    def absolute(self, span: Span | None) -> Span | None:
        """`span` of the text that is being walked, in the command of the call; None: it is not written there."""
        ...

    def at(self, span: Span | None) -> AbstractContextManager[None]:
        """What is found meanwhile is caused by `span` of the text that is being walked."""
        ...

    def argvs(self, nodes: tuple[tree.WordNode, ...], state: State) -> list[tuple[Word, ...]]: ...

    def assign(self, assignment: tree.Assignment, state: State) -> State: ...

    def statements(self, body: tuple[tree.Statement, ...], state: State, streams: Streams) -> After: ...

    def condition(self, body: tuple[tree.Statement, ...], state: State, streams: Streams) -> After:
        """As `statements`, where failure does not end a `set -e` shell."""
        ...
