"""Everything the log says about one action, as separate facts (AUDIT-3).

Law: attempted, approved, permitted, executed and outcome are different entries and never stand in for one another.
An entry belongs to the action it names, or to the action of the rows it changed; some belong to none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mayact.core.log.entry import Entry, Kind
from mayact.core.log.state import PermitRow, RequestRow, Row


class Fact(StrEnum):
    ATTEMPTED = "attempted"
    ASKED = "asked"
    ANSWERED = "answered"
    PERMITTED = "permitted"
    EXECUTED = "executed"  # the permit was spent: from here it counts as having run, whatever is reported
    OUTCOME = "outcome"
    ENDED = "ended"  # a request or permit that expired or was voided


FACTS: Final[Mapping[Kind, Fact]] = {
    Kind.DECISION_MADE: Fact.ATTEMPTED,
    Kind.REQUEST_OPENED: Fact.ASKED,
    Kind.REQUEST_ANSWERED: Fact.ANSWERED,
    Kind.REQUEST_EXPIRED: Fact.ENDED,
    Kind.REQUEST_VOIDED: Fact.ENDED,
    Kind.PERMIT_ISSUED: Fact.PERMITTED,
    Kind.PERMIT_REDEEMED: Fact.EXECUTED,
    Kind.PERMIT_EXPIRED: Fact.ENDED,
    Kind.PERMIT_VOIDED: Fact.ENDED,
    Kind.OUTCOME_REPORTED: Fact.OUTCOME,
}


def action_of(entry: Entry, changed: Iterable[Row]) -> str | None:
    """The digest of the action that `entry` is about; `changed` is what applying it changed."""
    if entry.kind is Kind.DECISION_MADE:
        decision = entry.body.get("decision")
        action = decision.get("action") if isinstance(decision, Mapping) else None
        return action if isinstance(action, str) else None
    for row in changed:
        if isinstance(row, RequestRow | PermitRow):
            return row.action
    return None


@dataclass(frozen=True, slots=True)
class History:
    """The entries about `action`, oldest first, by fact."""

    action: str
    facts: Mapping[Fact, tuple[Entry, ...]]

    def of(self, fact: Fact) -> tuple[Entry, ...]:
        return self.facts.get(fact, ())


def history_of(action: str, entries: Iterable[Entry]) -> History:
    """Sort `entries` (all about `action`) by what they say. Kinds that say nothing about an action are left out."""
    found: dict[Fact, list[Entry]] = {}
    for entry in entries:
        fact = FACTS.get(entry.kind)
        if fact is not None:
            found.setdefault(fact, []).append(entry)
    return History(action, {fact: tuple(items) for fact, items in found.items()})
