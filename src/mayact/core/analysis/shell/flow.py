"""What flows through the walk of a text: streams in, states out, and what stays the same for one call.

Law: values only, except that a trap gathers states while its shell lives.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from mayact.core.analysis.command import Inherited, Known, Listing, Stdin, Word
from mayact.core.analysis.plan import Answer, Question
from mayact.core.analysis.shell.state import State, join
from mayact.core.model import Span


@dataclass(frozen=True, slots=True)
class Streams:
    stdin: Stdin = field(default_factory=Inherited)
    stdout_piped: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What follows a command: the state if it succeeds, if it fails, and what it printed when that is certain."""

    success: State
    failure: State
    output: Word | None = None
    listing: Listing | None = None
    """What it printed, when that are names or variables."""

    @property
    def state(self) -> State:
        return join(self.success, self.failure)

    def mapped(self, change: Callable[[State], State]) -> "After":
        return After(change(self.success), change(self.failure), self.output, self.listing)


def always(state: State, output: Word | None = None, listing: Listing | None = None) -> After:
    return After(state, state, output, listing)


def together(ends: Iterable[After]) -> Listing | None:
    """The names that one of several commands printed; None: one of them may have printed something else."""
    names: dict[Word, None] = {}
    for end in ends:
        if isinstance(end.output, Known) and "\n" not in end.output.text:
            names |= {end.output: None} if end.output.text else {}
        elif end.output is None and end.listing is not None and end.listing.names:
            names |= dict.fromkeys(end.listing.names)
        else:
            return None
    return Listing(tuple(names)) if names else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stays the same for one call. `environment`: what the call hands over, by name."""

    home: str
    user: str
    workspace: str
    environment: Mapping[str, str]
    ask: Callable[[Question], Answer | None]


@dataclass(slots=True)
class Trap:
    """`trap body …`, and the states that the shell has been in since."""

    body: str
    state: State
    span: Span | None = None
    """Where the trap is set."""
    origin: int | None = None
    """Where its body starts; None: it is not written in the command."""
