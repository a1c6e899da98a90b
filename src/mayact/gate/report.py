"""What became of it: outcomes, and closing what nobody reported.

Law: attempted, approved, executed and outcome are separate facts (AUDIT-3). Whatever was redeemed and never reported
is `unknown`, and unknown counts as executed: it is never run again on the same approval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.canonical import JsonObject
from mayact.core.errors import IllegalTransition, InvalidInput, NotFound, shown
from mayact.core.limits import MAX_REASON_CHARS, MAX_RUN_MS
from mayact.core.log.entry import Draft, Kind
from mayact.core.log.state import PermitRow, PermitStatus, RequestRow, RequestStatus, Table
from mayact.gate.instruments import Instruments
from mayact.ports import CrashPoint, Outcome

_PAGE = 500

WITNESSED: Final = frozenset(
    {
        *(Kind.AGENT_LAUNCHED, Kind.AGENT_PROVED, Kind.AGENT_CONTACTED, Kind.AGENT_REFUSED, Kind.AGENT_ENDED),
        *(Kind.AGENT_RESUMED, Kind.ACTION_DIFFERED),
        *(Kind.CALL_OBSERVED, Kind.CALL_PROMPTED, Kind.CALL_FINISHED),
    }
)
"""Kinds that tell what became of a launched agent, or what an agent did that was only observed. They change no row."""


@dataclass(frozen=True, slots=True)
class Reporter:
    tools: Instruments

    def user_of(self, permit: str) -> str:
        row = self.tools.store.row(Table.PERMITS, permit)
        if not isinstance(row, PermitRow):
            raise NotFound(f"no permit {shown(permit)}", hint="report what `redeem` answered")
        return str(row.subject["call"]["user"])

    def outcome(self, permit: str, outcome: Outcome) -> None:
        body: JsonObject = {
            "permit": permit,
            "outcome": {
                "status": outcome.status,
                "exit_code": outcome.exit_code,
                "detail": outcome.detail[:MAX_REASON_CHARS],
            },
        }
        # COMMIT POINT. A crash before: the sweep closes it as `unknown`.
        self.tools.store.append([Draft(Kind.OUTCOME_REPORTED, body, self.tools.clock.now_ms())])
        self.tools.trace.at(CrashPoint.REPORTED)

    def witness(self, kind: Kind, body: JsonObject) -> None:
        """An entry about an agent. Raises `StoreUnavailable`, `InvalidInput` for a kind that changes rows."""
        if kind not in WITNESSED:
            raise InvalidInput(f"{kind.value} is not witnessed", hint="it has an operation of its own")
        self.tools.store.append([Draft(kind, body, self.tools.clock.now_ms())])

    def sweep(self) -> int:
        """Each row in a transaction of its own: one that somebody else closed meanwhile stops none of the others."""
        now = self.tools.clock.now_ms()
        closed = 0
        for draft in [*self._requests(now), *self._permits(now)]:
            try:
                self.tools.store.append([draft])
                closed += 1
            except IllegalTransition:
                continue  # answered, spent or reported between the look and the write: nothing is left to close
        return closed

    def _requests(self, now: int) -> Sequence[Draft]:
        rows = [
            row for status in (RequestStatus.OPEN, RequestStatus.APPROVED) for row in self._all(Table.REQUESTS, status)
        ]
        return [
            Draft(Kind.REQUEST_EXPIRED, {"request": row.id}, now)
            for row in rows
            if isinstance(row, RequestRow) and now >= row.expires_at
        ]

    def _permits(self, now: int) -> Sequence[Draft]:
        expired = [
            Draft(Kind.PERMIT_EXPIRED, {"permit": row.id}, now)
            for row in self._all(Table.PERMITS, PermitStatus.ISSUED)
            if isinstance(row, PermitRow) and now >= row.expires_at
        ]
        silent = [
            Draft(
                Kind.OUTCOME_REPORTED,
                {"permit": row.id, "outcome": {"status": "unknown", "exit_code": None, "detail": "never reported"}},
                now,
            )
            for row in self._all(Table.PERMITS, PermitStatus.REDEEMED)
            if isinstance(row, PermitRow) and now >= (row.redeemed_at or 0) + MAX_RUN_MS
        ]
        return [*expired, *silent]

    def _all(self, table: Table, status: RequestStatus | PermitStatus) -> Sequence[object]:
        found: list[object] = []
        after = ""
        while page := self.tools.store.rows(table, status=status.value, limit=_PAGE, after=after):
            found.extend(page)
            after = page[-1].id
        return found
