"""Time during which nothing was guarding, and tool calls that were never decided.

Law: it says what the record shows and no more. When a gate was killed, the last entry before is the last moment at
which it is known to have stood: the time from there is *unproven*, not down. A call in a client's own transcript that
the log has no decision for was not asked about; whether it ran is said only where the transcript says so.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.log.entry import Kind

LEAST_MS: Final = 5_000
"""A restart is no gap."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the log, as far as time goes."""

    at: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """`proven`: the gate is known to have been down all that time. `ongoing`: it is down now."""

    start: int
    end: int
    proven: bool
    ongoing: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call in a transcript. `ran`: None where the transcript does not say."""

    id: str
    at: int
    ran: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a client kept of a session. `at`: when its file last changed. `names`: how its hooks may call the session;
    empty: its call ids are unique among all sessions."""

    client: str
    name: str
    path: str
    at: int
    names: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Calls of one session that the log has no decision for."""

    client: str
    session: str
    path: str
    ran: int
    unknown: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What log and transcripts say. `read`: whether the log could be read; `why`, when not."""

    read: bool
    why: str = ""
    outages: tuple[Outage, ...] = ()
    sessions: tuple[Session, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    launched: tuple[str, ...] = ()
    """Programs that run in a proven sandbox now."""


def outages(marks: Iterable[Mark], *, now: int, running: bool) -> tuple[Outage, ...]:
    """Oldest first. `marks` are in the order of the log; before the first there was no gate to speak of."""
    found: list[Outage] = []
    up, since = False, None
    for mark in marks:
        match mark.kind:
            case Kind.GATE_STARTED:
                if since is not None and mark.at - since >= LEAST_MS:
                    found.append(Outage(start=since, end=mark.at, proven=not up))
                up, since = True, mark.at
            case Kind.GATE_STOPPED:
                up, since = False, mark.at
            case _ if up or since is None:
                since = mark.at
            case _:
                pass  # written while nothing served: `init`, `policy activate`, a restore
    if not running and since is not None and now - since >= LEAST_MS:
        found.append(Outage(start=since, end=now, proven=not up, ongoing=True))
    return tuple(found)


def active_in(outage: Outage, sessions: Iterable[Session]) -> tuple[str, ...]:
    """Clients that worked meanwhile, as far as their transcripts say."""
    return tuple(sorted({one.client for one in sessions if _worked(one, outage)}))


def _worked(session: Session, outage: Outage) -> bool:
    moments = [session.at, *(call.at for call in session.calls)]
    return any(outage.start < at < outage.end for at in moments)


def undecided(
    sessions: Sequence[Session], decided: Collection[tuple[str, str]], *, since: int
) -> tuple[Undecided, ...]:
    """Sessions with calls from `since` on (the log's first entry that was read) that nobody decided. `decided`: session
    and call id of each decision."""
    found = []
    ids = {call for _, call in decided}

    def known(session: Session, call: Call) -> bool:
        return any((name, call.id) in decided for name in session.names) if session.names else call.id in ids

    for session in sessions:
        missing = [
            call for call in session.calls if call.at >= since and call.ran is not False and not known(session, call)
        ]
        if missing:
            found.append(
                Undecided(
                    client=session.client,
                    session=session.name,
                    path=session.path,
                    ran=sum(call.ran is True for call in missing),
                    unknown=sum(call.ran is None for call in missing),
                    first=min(call.at for call in missing),
                    last=max(call.at for call in missing),
                )
            )
    return tuple(found)
