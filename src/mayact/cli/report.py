"""`mayact report`: what hooks that only watch have recorded, summed up. It needs no running gate.

Law: it counts entries and claims nothing else; whatever an agent chose is escaped and cut to one line.
"""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import typer

from mayact.cli.output import emit, safe, say, table
from mayact.cli.own import OwnRules
from mayact.cli.where import here, settings_of
from mayact.core.errors import InvalidInput, NotFound, shown
from mayact.core.log.checkpoint import peek
from mayact.core.log.entry import Entry, parse_leaf
from mayact.core.shadow.advice import clause_of
from mayact.core.shadow.observed import Fate
from mayact.core.shadow.tally import DAY_MS, Group, Prompts, Tally, tally
from mayact.store.choose import place_of
from mayact.store.reader import Where, newest_checkpoint, read_entries

_PAGE: Final = 500
_TOP: Final = 10
_CUT: Final = 90
"""Characters of a call in one line."""


def register(app: typer.Typer) -> None:
    app.command("report")(report)


def report(
    since: Annotated[str, typer.Option("--since", help="A number of days (7d) or a date (2026-11-16), UTC.")] = "7d",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what would have been decided about the calls that were only observed: how many would have run without a
    question, how many a person would have been asked about, what would have been stopped, and how that compares with
    what the clients ask by their own rules.
    """
    paths = here()
    settings = settings_of(paths)
    where = place_of(paths.database, url=settings.store_url, password_file=settings.store_password_file)
    start = _moment(since)
    rules = OwnRules(os.path.normpath(os.environ.get("HOME", "/")))
    found = tally(_entries(where, start), rules.judge)
    if as_json:
        emit(report_json(found, start))
        return
    show(found, start)
    for path, why in rules.unread.items():
        say(f"not understood: {safe(path)}: {safe(why)}")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def _moment(text: str) -> int:
    """Milliseconds since the epoch. Raises `InvalidInput`."""
    now = datetime.now(UTC)
    days = re.fullmatch(r"([0-9]{1,4})d", text)
    try:
        day = now - timedelta(days=int(days[1])) if days else datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise InvalidInput(f"{shown(text)} is no time", hint="a number of days (7d) or a date (2026-11-16)") from None
    return int(day.timestamp() * 1000)


def _entries(where: Where, start: int) -> Iterator[Entry]:
    """Those of `start` and later, and the one before. Raises `StoreUnavailable`, `NotFound`."""
    try:
        size = peek(newest_checkpoint(where)).size
    except NotFound:
        return
    position = max(_first(where, size, start) - 1, 0)
    while position < size:
        page = read_entries(where, start=position, count=min(_PAGE, size - position))
        if not page:
            return
        yield from (parse_leaf(stored.leaf) for stored in page)
        position += len(page)


def _first(where: Where, size: int, start: int) -> int:
    """The number of the first entry of `start` or later: times in the log never decrease."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        found = read_entries(where, start=middle, count=1)
        if found and parse_leaf(found[0].leaf).at < start:
            low = middle + 1
        else:
            high = middle
    return low


# ── showing ──────────────────────────────────────────────────────────────────────────────────────────────


def show(found: Tally, start: int) -> None:
    say(f"observed since {_day(start // DAY_MS)} (UTC): {found.total()} calls, none of them stopped by mayact")
    _show_gaps(found)
    if not found.counts:
        say("nothing was recorded; `mayact init --observe` puts hooks in that record, and the gate has to run")
        return
    say()
    rows = [(_day(row.day), row.client, row.calls, row.allowed, row.asked, row.stopped) for row in found.counts]
    fates = [found.total(fate) for fate in (Fate.ALLOWED, Fate.ASKED, Fate.STOPPED)]
    table(("DAY", "CLIENT", "CALLS", "UNASKED", "ASKED", "STOPPED"), [*rows, ("total", "", found.total(), *fates)])
    say()
    for prompts in found.prompts:
        say(_prompts_line(prompts))
    _show_groups("would have been stopped", found.stopped)
    _show_groups("a person would have been asked", found.asked)


def _show_gaps(found: Tally) -> None:
    for gap in found.gaps:
        since, until = (f"{datetime.fromtimestamp(at / 1000, tz=UTC):%Y-%m-%d %H:%M}" for at in (gap.since, gap.until))
        if gap.stopped:
            say(f"not recorded: no gate ran from {since} until {until}")
        else:
            say(f"not recorded: the gate was killed some time after {since} and started again at {until}")


def _prompts_line(prompts: Prompts) -> str:
    saved = f"{prompts.saved} saved" if prompts.saved >= 0 else f"{-prompts.saved} more"
    line = f"prompts    {safe(prompts.client)}: it asks about {prompts.own}, mayact about {prompts.asked}: {saved}"
    if prompts.unknown:
        line += f"; of {prompts.unknown} calls it is not known (mayact would have asked about {prompts.unknown_asked})"
    return line


def _show_groups(title: str, groups: Sequence[Group]) -> None:
    if not groups:
        return
    of = f"the first {_TOP} of {len(groups)}" if len(groups) > _TOP else f"{len(groups)}"
    say()
    say(f"{title} ({of}):")
    for group in groups[:_TOP]:
        call = group.example
        what = safe(call.what)
        say(f"  {group.times} x {safe(group.client)}  {what if len(what) <= _CUT else what[:_CUT] + '…'}")
        rules = ", ".join(safe(rule) for rule in group.rules) or "no rule"
        hint = f"; {safe(call.hint)}" if call.hint else ""
        say(f"      {rules}: {safe(call.why)}{hint}{_ran(group)}")
        if call.fate is Fate.ASKED:
            for rule, clause in _exemptions(group):
                say(f"      if that is always fine, in {safe(rule)}: {safe(clause)}")


def _exemptions(group: Group) -> list[tuple[str, str]]:
    """The clauses that would let the call through unasked; none where one of them is not known."""
    found = [(stop.rule, clause_of(stop)) for stop in group.example.stops]
    return [(rule, clause) for rule, clause in found if clause] if all(clause for _, clause in found) else []


def _ran(group: Group) -> str:
    return f" (ran {group.ran} x)" if group.ran else ""


def _day(day: int) -> str:
    return f"{datetime.fromtimestamp(day * DAY_MS / 1000, tz=UTC):%Y-%m-%d}"


def report_json(found: Tally, start: int) -> dict[str, Any]:
    """Members may be added, never change their meaning."""
    return {
        "type": "mayact/report/v1",
        "since": start,
        "calls": found.total(),
        **{fate.value: found.total(fate) for fate in Fate},
        "days": [
            {"day": _day(row.day), "client": row.client, "calls": row.calls}
            | {fate.value: getattr(row, fate.value) for fate in Fate}
            for row in found.counts
        ],
        "prompts": [
            {
                "client": prompts.client,
                "shown": prompts.shown,
                "own": prompts.own,
                "asked": prompts.asked,
                "saved": prompts.saved,
                "unknown": prompts.unknown,
                "unknown_asked": prompts.unknown_asked,
            }
            for prompts in found.prompts
        ],
        "would_have_stopped": [_group_json(group) for group in found.stopped],
        "would_have_asked": [_group_json(group) for group in found.asked],
        "gaps": [{"since": gap.since, "until": gap.until, "stopped": gap.stopped} for gap in found.gaps],
    }


def _group_json(group: Group) -> dict[str, Any]:
    call = group.example
    return {
        "client": group.client,
        "times": group.times,
        "ran": group.ran,
        "rules": list(group.rules),
        "risk": call.risk,
        "tool": call.tool,
        "what": call.what,
        "why": call.why,
        "hint": call.hint,
        "exemptions": [{"rule": rule, "clause": clause} for rule, clause in _exemptions(group)],
    }
