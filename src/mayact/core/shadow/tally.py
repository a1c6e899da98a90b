"""From entries to figures: what was observed, what would have been stopped, and how many questions that saves.

    saved = calls that the client asks about by its own rules − calls that mayact would have asked about

over the calls of which both are known; of the others nothing is claimed, and their number is said.

Law: pure; every figure is a count of entries; a figure that cannot be known is no figure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mayact.core.log.entry import Entry, Kind
from mayact.core.shadow.observed import Fate, Observed, Own, observed
from mayact.core.shadow.record import text_of

DAY_MS: Final = 86_400_000

_SET_UP: Final = (Kind.APPROVER_ENROLLED, Kind.POLICY_ACTIVATED)
"""What `mayact init` writes: before the first start there was no gate to miss."""

Rules: TypeAlias = Callable[[Observed], Own]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Of one client on one day (its number since the epoch, UTC)."""

    day: int
    client: str
    calls: int
    allowed: int
    asked: int
    stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """Of one client. `shown`: questions that the client itself reported; `own`: calls that it asks about by its own
    rules, those shown among them; `asked`: calls that mayact would have asked about; both of the calls whose own answer
    is known. `unknown`: the other calls, `unknown_asked` of which mayact would have asked about."""

    client: str
    shown: int
    own: int
    asked: int
    unknown: int
    unknown_asked: int

    @property
    def saved(self) -> int:
        return self.own - self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Calls of one client that the same rules stop or ask about, and that do the same thing. `ran`: of how many the
    client said that they ended; `example`: the newest."""

    client: str
    rules: tuple[str, ...]
    times: int
    ran: int
    example: Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The gate started at `until`; the entry before is from `since`. `stopped`: it says that the gate stopped, so that
    nothing was recorded between; otherwise the gate was killed, and nobody knows when."""

    since: int
    until: int
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    counts: tuple[Count, ...]
    prompts: tuple[Prompts, ...]
    stopped: tuple[Group, ...]
    asked: tuple[Group, ...]
    gaps: tuple[Gap, ...]

    def total(self, fate: Fate | None = None) -> int:
        return sum(count.calls if fate is None else getattr(count, fate.value) for count in self.counts)


@dataclass
class _Seen:
    calls: list[Observed] = field(default_factory=list)
    prompts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    ended: set[tuple[str, str, str]] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)


def tally(entries: Iterable[Entry], rules: Rules) -> Tally:
    """Of entries in the order of the log. `rules`: what the client does by its own, where it reported no question."""
    seen = _seen(entries)
    left = Counter(seen.prompts)
    reporting = {client for client, _, _ in seen.prompts}
    owned: list[tuple[Observed, Own]] = []
    for call in seen.calls:
        asked = (call.client, call.session, call.key)
        shown = left[asked] > 0
        left[asked] -= shown
        # What is seen needs no reckoning: a client that reports questions did not ask where it reported none, whatever
        # its files say; a person's "do not ask again" stands in none of them.
        own = Own.ASKS if shown else Own.RUNS if call.client in reporting else rules(call)
        owned.append((call, own))
    return Tally(
        counts=_counts(seen.calls),
        prompts=_prompts(owned, seen.prompts),
        stopped=_groups(seen, Fate.STOPPED),
        asked=_groups(seen, Fate.ASKED),
        gaps=tuple(seen.gaps),
    )


def _seen(entries: Iterable[Entry]) -> _Seen:
    seen = _Seen()
    before: Entry | None = None
    for entry in entries:
        body = entry.body
        match entry.kind:
            case Kind.CALL_OBSERVED:
                seen.calls.append(observed(entry))
            case Kind.CALL_PROMPTED:
                seen.prompts[(text_of(body, "client"), text_of(body, "session"), text_of(body, "key"))] += 1
            case Kind.CALL_FINISHED:
                seen.ended.add((text_of(body, "client"), text_of(body, "session"), text_of(body, "call_id")))
            case Kind.GATE_STARTED if before is not None and before.kind not in _SET_UP:
                stopped = before.kind is Kind.GATE_STOPPED
                seen.gaps.append(Gap(since=before.at, until=entry.at, stopped=stopped))
            case _:
                pass
        before = entry
    return seen


def _counts(calls: Sequence[Observed]) -> tuple[Count, ...]:
    fates: Counter[tuple[int, str, Fate]] = Counter((call.at // DAY_MS, call.client, call.fate) for call in calls)
    days = sorted({(day, client) for day, client, _ in fates})
    return tuple(
        Count(
            day=day,
            client=client,
            calls=sum(fates[(day, client, fate)] for fate in Fate),
            allowed=fates[(day, client, Fate.ALLOWED)],
            asked=fates[(day, client, Fate.ASKED)],
            stopped=fates[(day, client, Fate.STOPPED)],
        )
        for day, client in days
    )


def _prompts(owned: Sequence[tuple[Observed, Own]], shown: Counter[tuple[str, str, str]]) -> tuple[Prompts, ...]:
    def of(client: str) -> Prompts:
        calls = [(call, own) for call, own in owned if call.client == client]
        known = [(call, own) for call, own in calls if own is not Own.UNKNOWN]
        unknown = [call for call, own in calls if own is Own.UNKNOWN]
        return Prompts(
            client=client,
            shown=sum(count for (name, _, _), count in shown.items() if name == client),
            own=sum(own is Own.ASKS for _, own in known),
            asked=sum(call.fate is Fate.ASKED for call, _ in known),
            unknown=len(unknown),
            unknown_asked=sum(call.fate is Fate.ASKED for call in unknown),
        )

    return tuple(of(client) for client in sorted({call.client for call, _ in owned}))


def _groups(seen: _Seen, fate: Fate) -> tuple[Group, ...]:
    """The most frequent first; of those as frequent, the newest."""
    found: dict[tuple[str, tuple[str, ...], str], list[Observed]] = {}
    for call in seen.calls:
        if call.fate is fate:
            found.setdefault((call.client, call.rules, call.what), []).append(call)
    groups = [
        Group(
            client=client,
            rules=rules,
            times=len(calls),
            ran=sum((client, call.session, call.call_id) in seen.ended for call in calls),
            example=calls[-1],
        )
        for (client, rules, _), calls in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.times, -group.example.at, group.client)))
