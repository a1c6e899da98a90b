"""The report as lines for people and as JSON for programs.

Law: pure. JSON members are only ever added. Neither has a place for what a credential holds, since the nouns have none.
Every line may carry names that an agent chose: whoever prints it escapes it.
"""

from collections.abc import Iterator, Sequence

from mayact.core.canonical import JsonObject
from mayact.core.doctor.judge import Report, utc
from mayact.core.doctor.model import ORDER, Drill, Gate, Result

Rows = Sequence[Sequence[str]]


def sections(report: Report) -> Iterator[tuple[str, Sequence[str], Rows]]:
    """Title, header and rows of each table that is not empty."""
    guarded = [
        (one.guarding.value, one.agent.title, one.agent.version or "-", one.agent.path, one.because)
        for one in report.guarded
    ]
    seen = report.seen
    tables: list[tuple[str, Sequence[str], Rows]] = [
        ("agents", ("guarded", "agent", "version", "where", "because"), guarded),
        ("guards put to the test", ("result", "guard", "trial", "ms", "why"), [_drill(one) for one in report.drills]),
        (
            "MCP servers",
            ("client", "name", "how", "what", "given", "where"),
            [
                (one.client, one.name, one.transport, one.target, " ".join(one.secrets) or "-", one.path)
                for one in seen.servers
            ],
        ),
        ("plugins", ("client", "name", "where"), [(one.client, one.name, one.path) for one in seen.plugins]),
        (
            "hooks",
            ("client", "event", "whose", "where"),
            [(one.client, one.event, "mayact" if one.ours else one.program, one.path) for one in seen.hooks],
        ),
        (
            "credentials",
            ("kind", "files", "others may read", "where"),
            [(one.kind, str(one.count), str(one.wide or "-"), one.where) for one in seen.credentials],
        ),
        (
            "settings",
            ("client", "level", "", "where"),
            [(one.client, one.level.value, one.reading.value, one.path) for one in seen.files],
        ),
    ]
    for title, header, rows in tables:
        if rows:
            yield title, header, rows


def _drill(one: Drill) -> tuple[str, ...]:
    took = str(one.took_ms) if one.result is not Result.UNTRIED else "-"
    return one.result.value, f"{one.client} {one.guard}".strip(), one.trial.value, took, one.why or "-"


def head(report: Report) -> Iterator[str]:
    yield f"gate       {_gate(report.gate)}"
    counts = [(level, sum(one.severity is level for one in report.findings)) for level in ORDER]
    yield "findings   " + (", ".join(f"{count} {level.value}" for level, count in counts if count) or "none")
    if not report.guarded:
        yield "agents     none was found"


def _gate(gate: Gate) -> str:
    if gate.answers:
        return f"answers; an agent of yours is held {gate.strength}"
    return "does not answer" if gate.initialised else "there is none"


def findings(report: Report) -> Iterator[str]:
    for one in report.findings:
        yield f"{one.severity.value:<9} {one.text}"
        yield f"{'':<9}   {one.todo}"


def gaps(report: Report) -> Iterator[str]:
    """What the record shows, and what it cannot."""
    record = report.record
    if not record.read:
        return
    if not record.outages:
        yield "no time without a gate since its first entry, as far as the log shows"
    for outage in record.outages:
        end = "now" if outage.ongoing else utc(outage.end)
        yield f"{utc(outage.start)} to {end}: " + ("no gate" if outage.proven else "not known: it was killed")
    read = sum(len(one.calls) for one in record.sessions)
    yield f"{len(record.sessions)} sessions were looked at, {read} of their tool calls compared with the log"
    yield "not seen: sessions whose files are gone, clients that keep none, and calls that ended in an error"


def as_json(report: Report) -> JsonObject:
    seen = report.seen
    return {
        "type": "mayact/doctor/v1",
        "gate": {
            "answers": report.gate.answers,
            "initialised": report.gate.initialised,
            "strength": report.gate.strength,
            "policy": report.gate.policy,
        },
        "findings": tuple(
            {"severity": one.severity.value, "code": one.code, "text": one.text, "todo": one.todo}
            for one in report.findings
        ),
        "agents": tuple(
            {
                "name": one.agent.name,
                "title": one.agent.title,
                "client": one.agent.client,
                "path": one.agent.path,
                "version": one.agent.version,
                "guarded": one.guarding.value,
                "because": one.because,
            }
            for one in report.guarded
        ),
        "drills": tuple(
            {
                "guard": one.guard,
                "client": one.client,
                "path": one.path,
                "trial": one.trial.value,
                "result": one.result.value,
                "why": one.why,
                "took_ms": one.took_ms,
            }
            for one in report.drills
        ),
        "servers": tuple(
            {
                "client": one.client,
                "level": one.level.value,
                "path": one.path,
                "name": one.name,
                "transport": one.transport,
                "target": one.target,
                "pinned": one.pinned,
                "secrets": one.secrets,
            }
            for one in seen.servers
        ),
        "plugins": tuple({"client": one.client, "path": one.path, "name": one.name} for one in seen.plugins),
        "hooks": tuple(
            {
                "client": one.client,
                "level": one.level.value,
                "path": one.path,
                "event": one.event,
                "ours": one.ours,
                "program": one.program,
                "script": one.script.value if one.script is not None else None,
            }
            for one in seen.hooks
        ),
        "credentials": tuple(
            {"where": one.where, "kind": one.kind, "count": one.count, "wide": one.wide} for one in seen.credentials
        ),
        "variables": seen.variables,
        "sockets": seen.sockets,
        "settings": tuple(
            {"client": one.client, "level": one.level.value, "path": one.path, "reading": one.reading.value}
            for one in seen.files
        ),
        "record": {
            "read": report.record.read,
            "outages": tuple(
                {"start": one.start, "end": one.end, "proven": one.proven, "ongoing": one.ongoing}
                for one in report.record.outages
            ),
            "undecided": tuple(
                {"client": one.client, "session": one.session, "ran": one.ran, "unknown": one.unknown}
                for one in report.record.undecided
            ),
            "sessions": len(report.record.sessions),
        },
    }
