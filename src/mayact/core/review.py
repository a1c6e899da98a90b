"""The last look before a person's key signs: does this text really describe what the statement binds?

Law: nothing that the gate hands over is signed. The binding is rebuilt here from the request, and only after

1. text      its digest is the one that is bound
2. subject   the action's digest follows from the very call and pins in the request; so do effects, chain and task
3. redrawn   drawing that subject again, here, gives that text, to the last character

so that a false gate, a false socket or an altered row can show one thing and have another signed only by being
noticed.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from mayact.core.approval import Binding
from mayact.core.canonical import digest_bytes, freeze
from mayact.core.errors import StoreCorrupt
from mayact.core.log.state import RequestRow, Table, row_from_json
from mayact.core.log.statements import binding_of
from mayact.core.model import Decision, StepUp, chain_json
from mayact.core.record import decision_from_json
from mayact.core.rendering import request_text

_HINT = "nothing was signed; run `mayact log verify`, and restart the gate if mayact was upgraded"


def request_row(value: Mapping[str, Any]) -> RequestRow:
    """The request in a reply. Raises `StoreCorrupt`."""
    try:
        row = row_from_json(Table.REQUESTS, value)
    except msgspec.ValidationError as error:
        raise StoreCorrupt(f"the request is not whole: {error}", hint=_HINT) from None
    if not isinstance(row, RequestRow):
        raise StoreCorrupt("that is no request", hint=_HINT)
    return row


def reviewed(row: RequestRow, *, asked_for: str) -> Binding:
    """What may be signed for `row`, whose `text` was shown. Raises `StoreCorrupt`."""
    if row.id != asked_for:
        raise StoreCorrupt("the gate answered with another request", hint=_HINT)
    if digest_bytes(row.text.encode()) != row.rendering:  # 1
        raise StoreCorrupt("the text is not the one that would be signed", hint=_HINT)
    decision = decision_from_json(row.subject)  # 2
    same = (
        decision.action == row.action
        and decision.effects == row.effects
        and decision.policy == row.policy
        and chain_json(decision.call.chain) == freeze(row.chain)
        and decision.call.task == row.task
    )
    if not same:
        raise StoreCorrupt("the request is not about the action it names", hint=_HINT)
    if _redrawn(row, decision) != row.text:  # 3
        raise StoreCorrupt("the text does not describe the action", hint=_HINT)
    return binding_of(row)


def _redrawn(row: RequestRow, decision: Decision) -> str:
    verdict = decision.verdict
    if not isinstance(verdict, StepUp):
        raise StoreCorrupt("the request was opened by a decision that asks for nothing", hint=_HINT)
    return request_text(
        request=row.id,
        decision=decision,
        missing=verdict.missing,
        reasons=verdict.reasons,
        expires=utc(row.expires_at),
    )


def utc(at_ms: int) -> str:
    """A time for people, to the second, as `identity.instruments.utc` writes it: part of the text that is signed."""
    days, second = divmod(at_ms // 1000, 86_400)
    # Days to a date by eras of 400 years that begin in March (H. Hinnant, "chrono date algorithms").
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
    year = year_of_era + era * 400 + (month <= 2)
    return f"{year:04d}-{month:02d}-{day:02d} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d} UTC"
