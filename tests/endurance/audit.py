"""The other side: what the log says, and whether it agrees with every answer that was given.

1. verified     the whole log verifies, as a stranger would
2. kept         everything acknowledged is in the log, under the id that was acknowledged
3. bounded      everything else in the log is explained by a call that got no clean answer
4. once         no permit was redeemed twice, no approval spent twice, nothing ran twice or without its permit
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.endurance.ledger import Ledger

from mayact.core.log.entry import Entry, Kind, parse_leaf
from mayact.core.log.stored import Recorded

DECIDED, PERMITTED, REDEEMED, REPORTED, ANSWERED, EVALUATED = (
    "decided",
    "permitted",
    "redeemed",
    "reported",
    "answered",
    "evaluated",
)
FACTS = (DECIDED, PERMITTED, REDEEMED, REPORTED, ANSWERED, EVALUATED)

_KINDS = {
    Kind.DECISION_MADE: DECIDED,
    Kind.PERMIT_ISSUED: PERMITTED,
    Kind.PERMIT_REDEEMED: REDEEMED,
    Kind.OUTCOME_REPORTED: REPORTED,
    Kind.REQUEST_ANSWERED: ANSWERED,
    Kind.EVALUATION_MADE: EVALUATED,
}


@dataclass(frozen=True)
class Logged:
    """The ids of each fact in the log, and the permits that each approved request was spent on."""

    names: dict[str, Counter[str]]
    spent: dict[str, list[str]]
    entries: int

    def count(self, fact: str) -> int:
        return self.names[fact].total()


def entries_of(recorded: Recorded) -> Iterable[Entry]:
    return (parse_leaf(stored.leaf) for stored in recorded.entries)


def read(entries: Iterable[Entry]) -> Logged:
    names: dict[str, Counter[str]] = {fact: Counter() for fact in FACTS}
    spent: dict[str, list[str]] = {}
    total = 0
    for entry in entries:
        total += 1
        fact = _KINDS.get(entry.kind)
        if fact is None or _closed_by_sweep(entry):
            continue
        names[fact][_name(entry)] += 1
        if entry.kind is Kind.PERMIT_ISSUED:
            for request in entry.body["requests"]:  # type: ignore[union-attr]
                spent.setdefault(str(request), []).append(str(entry.body["id"]))
    return Logged(names, spent, total)


def _closed_by_sweep(entry: Entry) -> bool:
    if entry.kind is not Kind.OUTCOME_REPORTED:
        return False
    outcome = entry.body["outcome"]
    return outcome["status"] == "unknown"  # type: ignore[index,call-overload]


def _name(entry: Entry) -> str:
    body = entry.body
    match entry.kind:
        case Kind.DECISION_MADE:
            return str(body["decision"]["action"])  # type: ignore[index,call-overload]
        case Kind.PERMIT_REDEEMED | Kind.OUTCOME_REPORTED:
            return str(body["permit"])
        case Kind.REQUEST_ANSWERED:
            return str(body["request"])
        case _:
            return str(body["id"])


def disagreements(logged: Logged, ledger: Ledger) -> list[str]:
    """One line for each thing that is not as it must be; empty when log and callers agree."""
    found: list[str] = []
    for fact in FACTS:
        told, kept = Counter(ledger.names(fact)), logged.names[fact]
        lost = told - kept
        found.extend(f"{fact}: {name} was acknowledged and is not in the log" for name in sorted(lost))
        extra = (kept - told).total()
        # Whoever does not know what was decided does not know either whether it was permitted.
        unclear = ledger.unclear[DECIDED if fact == PERMITTED else fact]
        if extra > unclear:
            found.append(f"{fact}: {extra} in the log that nobody was told of, {unclear} calls unclear")
    for fact in (PERMITTED, REDEEMED, REPORTED):
        found.extend(f"{fact}: {name} {times} times" for name, times in logged.names[fact].items() if times > 1)
    found.extend(f"approval {request} spent on {permits}" for request, permits in logged.spent.items() if permits[1:])
    ran = Counter(ledger.executed)
    found.extend(f"permit {permit} ran {times} times" for permit, times in ran.items() if times > 1)
    found.extend(f"permit {permit} ran and is not redeemed" for permit in ran if permit not in logged.names[REDEEMED])
    return found
