"""What is wrong with what was seen, worst first.

Law: pure. Every finding is one line about what is and one about what to do. Everything that could not be read is a
finding, because an agent may read it where doctor could not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mayact.core.doctor import drill
from mayact.core.doctor.gaps import Outage, Record, active_in
from mayact.core.doctor.model import (
    ORDER,
    Agent,
    Drill,
    File,
    Finding,
    Gate,
    Reading,
    Result,
    Script,
    Seen,
    Severity,
    Trial,
)
from mayact.core.doctor.settings import BEFORE
from mayact.core.doctor.strength import SCRIPTS, Guarded, Guarding, before, guarding_of, guards
from mayact.core.errors import shown
from mayact.core.wire.hooks.forms import Place, form_of

C, H, M, L, N = ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    gate: Gate
    seen: Seen
    guarded: tuple[Guarded, ...]
    drills: tuple[Drill, ...]
    record: Record
    findings: tuple[Finding, ...]


def report(gate: Gate, seen: Seen, drills: Sequence[Drill], record: Record) -> Report:
    """Everything, judged."""
    guarded = tuple(sorted((guarding_of(agent, seen, drills, record) for agent in seen.agents), key=_weakest))
    found = [
        *_of_gate(gate),
        *_of_agents(guarded),
        *_of_files(seen.files),
        *_of_hooks(seen, gate),
        *_of_switches(seen, guarded),
        *_of_drills(drills, gate),
        *_of_record(record, seen),
        *_of_servers(seen),
        *_of_plugins(seen),
        *_of_secrets(seen),
    ]
    found.sort(key=lambda one: ORDER.index(one.severity))
    return Report(
        gate=gate, seen=seen, guarded=guarded, drills=tuple(drills), record=record,
        findings=tuple(dict.fromkeys(found)),
    )  # fmt: skip


def at_or_above(findings: Sequence[Finding], least: Severity) -> bool:
    return any(ORDER.index(one.severity) <= ORDER.index(least) for one in findings)


def _weakest(one: Guarded) -> tuple[int, str, str]:
    return list(Guarding).index(one.guarding), one.agent.title, one.agent.path


# ── agents ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_agents(guarded: Sequence[Guarded]) -> Iterator[Finding]:
    for one in guarded:
        if one.guarding is Guarding.UNGUARDED:
            yield Finding(
                severity=H,
                code="agent.unguarded",
                text=f"{one.agent.title} ({shown(one.agent.path)}) is not guarded: {one.because}",
                todo=_guard(one.agent),
            )


def _guard(agent: Agent) -> str:
    by_hook = f"`mayact hook --{agent.client} managed` as root, `user` otherwise; or " if agent.client else ""
    if agent.client and form_of(agent.client, Place.MANAGED) is None:
        by_hook = f"`mayact hook --{agent.client} user`; or "
    return f"{by_hook}start it with `mayact run -- {agent.name}`"


# ── gate, files, hooks ───────────────────────────────────────────────────────────────────────────────────


def _of_gate(gate: Gate) -> Iterator[Finding]:
    if not gate.initialised:
        yield Finding(severity=H, code="gate.none", text="there is no gate here", todo="`mayact init`")
    elif not gate.answers:
        yield Finding(
            severity=H,
            code="gate.away",
            text="the gate does not answer: who asks is refused, who does not ask is not stopped",
            todo="start it, and let a service manager keep it up (docs/operations.md)",
        )
    elif not gate.policy:
        yield Finding(severity=H, code="gate.policy", text="no policy is active", todo="`mayact policy activate`")
    if gate.answers and gate.anchored is False:
        yield Finding(
            severity=L,
            code="gate.anchor",
            text="the log's head is not anchored: a store put back to an earlier state is not noticed",
            todo="keep `mayact log head` somewhere else",
        )


_READINGS: Final[Mapping[Reading, tuple[str, str]]] = {
    Reading.MALFORMED: ("is not understood, so what it allows is not known", "repair it"),
    Reading.UNREADABLE: ("cannot be read, so what it allows is not known", "run doctor as its owner"),
    Reading.ELSEWHERE: ("is a link that leads out of its place, and was not read", "look where it leads"),
    Reading.TOO_LARGE: ("is too large and was not read", "look at it"),
    Reading.NO_FILE: ("is no regular file and was not read", "look at it"),
}


def _of_files(files: Sequence[File]) -> Iterator[Finding]:
    for file in files:
        if file.reading is not Reading.READ:
            text, todo = _READINGS[file.reading]
            yield Finding(severity=M, code="settings.unread", text=f"{shown(file.path)} {text}", todo=todo)
        if file.wide:
            yield Finding(
                severity=H,
                code="settings.wide",
                text=f"others than you may write {shown(file.path)}, and with it what {file.client} starts",
                todo="chmod go-w, chown",
            )


def _of_hooks(seen: Seen, gate: Gate) -> Iterator[Finding]:
    for hook in seen.hooks:
        where = f"the hook at {shown(hook.event)} in {shown(hook.path)}"
        again = f"take it out and put it in again: `mayact hook --{hook.client} …`".replace("…", hook.level.value)
        if not hook.ours:
            if hook.event in BEFORE.get(hook.client, ()):
                yield Finding(
                    severity=L,
                    code="hook.beside",
                    text=f"{where} starts {shown(hook.program)} beside ours; it may change a call that was decided",
                    todo="managed hooks shut others out where the client can (docs/clients)",
                )
            continue
        if hook.watches:
            text = f"{where} only watches"
            todo = f"`mayact report` says what it would have stopped; `mayact hook --{hook.client} {hook.level.value}`"
            yield Finding(severity=N, code="hook.watches", text=text, todo=f"{todo} lets it")
            continue
        if hook.line is None:
            text = f"{where} names our script in a line that mayact does not write"
            yield Finding(severity=H, code="hook.line", text=text, todo=again)
            continue
        if hook.script is not None and hook.script in SCRIPTS:
            severity = C if hook.script is Script.DIFFERS else H
            yield Finding(severity=severity, code="hook.script", text=f"{where} {SCRIPTS[hook.script]}", todo=again)
        if guards(hook) and not seen.trusts(hook):
            yield Finding(
                severity=H,
                code="hook.untrusted",
                text=f"{where} is not trusted: Codex passes over it, and `codex exec` does not say so",
                todo="type `/hooks` in Codex, or install it managed: `mayact hook --codex managed` as root",
            )
        for weakness in hook.weak:
            yield Finding(severity=H, code="hook.weak", text=f"{where}: {weakness}", todo=again)
        if gate.socket and hook.line.setup.socket != gate.socket:
            yield Finding(
                severity=M,
                code="hook.gate",
                text=f"{where} asks another gate, at {shown(hook.line.setup.socket)}",
                todo="`mayact --home DIR doctor` for that one, or put the hook in again",
            )


def _of_switches(seen: Seen, guarded: Sequence[Guarded]) -> Iterator[Finding]:
    here = {one.agent.client for one in guarded}
    for switch in seen.switches:
        where = f" in {shown(switch.path)}" if switch.path else ""
        guards = bool(before(switch.client, seen))
        severity = switch.severity
        if severity is C and not guards:
            severity = M if switch.client in here else L  # there is nothing of ours that it could switch off
        yield Finding(
            severity=severity,
            code="settings.open",
            text=f"{switch.client}: {shown(switch.name)}{where}: {switch.text}",
            todo="take it out, or hold that agent in `mayact run`" if severity is not N else "nothing",
        )


# ── drills ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_drills(drills: Sequence[Drill], gate: Gate) -> Iterator[Finding]:
    for one in drills:
        guard = f"{one.client or ''} {shown(one.guard)}".strip()
        match one.result:
            case Result.LET_THROUGH if one.trial is Trial.PROOF:
                yield Finding(
                    severity=M,
                    code="sandbox.open",
                    text=f"no sandbox holds here: {shown(one.why)}",
                    todo="see docs/run.md; until then `mayact run` refuses",
                )
            case Result.LET_THROUGH:
                yield Finding(
                    severity=C,
                    code="drill.let-through",
                    text=f"{guard} let {one.trial.value} through: {shown(one.why)}",
                    todo="treat that agent as unguarded; `mayact hook` puts the hook in again",
                )
            case Result.UNTRIED:
                yield Finding(
                    severity=M,
                    code="drill.untried",
                    text=f"{guard} was not tried: {shown(one.why)}",
                    todo="see the findings about it",
                )
            case Result.HELD if one.why == drill.UNREACHED and gate.answers:
                yield Finding(
                    severity=M,
                    code="drill.unreached",
                    text=f"{guard} denies everything, because it reaches no gate",
                    todo="put the hook in again",
                )
            case _:
                pass


# ── the record ───────────────────────────────────────────────────────────────────────────────────────────


def _of_record(record: Record, seen: Seen) -> Iterator[Finding]:
    if not record.read:
        yield Finding(
            severity=M,
            code="record.unread",
            text=f"whether there was time without a gate is not known: {record.why}",
            todo="run doctor as somebody who may read the gate's store",
        )
    for outage in record.outages:
        clients = active_in(outage, record.sessions)
        how = "no gate ran" if outage.proven else "whether a gate ran is not known (it was killed)"
        if clients:
            yield Finding(
                severity=H,
                code="gap.worked",
                text=f"{_span(outage)} {how}, and {', '.join(clients)} worked",
                todo="look at what was done then; calls with a hook were refused, others were not",
            )
        else:
            yield Finding(
                severity=L if outage.proven else N,
                code="gap.idle",
                text=f"{_span(outage)} {how}; no transcript that was read says that an agent worked",
                todo="let a service manager keep the gate up",
            )
    for one in record.undecided:
        hooked = bool(before(one.client, seen)) if one.client in BEFORE else False
        if one.ran:
            yield Finding(
                severity=C if hooked else H,
                code="call.undecided",
                text=f"{one.client} ran {one.ran} tool calls in session {shown(one.session)} without a decision",
                todo=f"look at them in {shown(one.path)}, from {utc(one.first)} to {utc(one.last)}",
            )
        if one.unknown:
            yield Finding(
                severity=M,
                code="call.unknown",
                text=f"{one.client} made {one.unknown} tool calls in session {shown(one.session)} without a decision; "
                "whether they ran is not known",
                todo=f"look at them in {shown(one.path)}, from {utc(one.first)} to {utc(one.last)}",
            )


def _span(outage: Outage) -> str:
    return f"from {utc(outage.start)} " + ("until now" if outage.ongoing else f"to {utc(outage.end)}")


def utc(at: int) -> str:
    """Milliseconds since the epoch as a date; the core has no calendar but this (days to civil, Howard Hinnant,
    "chrono-Compatible Low-Level Date Algorithms")."""
    days, rest = divmod(at // 1000, 86_400)
    shifted = days + 719_468
    era, of_era = divmod(shifted, 146_097)
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    year += era * 400 + (month <= 2)
    return f"{year:04d}-{month:02d}-{day:02d} {rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}Z"


# ── servers, plugins, credentials ────────────────────────────────────────────────────────────────────────


def _of_servers(seen: Seen) -> Iterator[Finding]:
    for one in seen.servers:
        if one.ours:
            continue
        name = f"MCP server {shown(one.name)} of {one.client} ({shown(one.target)}, {shown(one.path)})"
        if one.pinned is False:
            yield Finding(
                severity=M,
                code="server.unpinned",
                text=f"{name} is whatever its registry has at each start",
                todo="name an exact version",
            )
        if one.secrets:
            yield Finding(
                severity=M,
                code="server.secrets",
                text=f"{name} is given {', '.join(one.secrets)}",
                todo="its tools act with that, whoever calls them: give it as little as it needs",
            )
        if one.client not in BEFORE:
            yield Finding(
                severity=M,
                code="server.unmanaged",
                text=f"{name} is called without the gate",
                todo="that client has no hook of mayact; run it where the gate is the only way out",
            )


def _of_plugins(seen: Seen) -> Iterator[Finding]:
    for one in seen.plugins:
        yield Finding(
            severity=L,
            code="plugin",
            text=f"{one.client} loads {shown(one.name)} ({shown(one.path)}); it runs beside or before our hook",
            todo="take out what you do not know",
        )


def _places(count: int) -> str:
    return "one place" if count == 1 else f"{count} places"


def _of_secrets(seen: Seen) -> Iterator[Finding]:
    for one in seen.credentials:
        if one.wide:
            yield Finding(
                severity=H,
                code="credential.wide",
                text=f"others on this machine may read {shown(one.where)} ({one.wide} of {one.count})",
                todo="chmod go-r",
            )
    if seen.credentials:
        yield Finding(
            severity=L,
            code="credential.here",
            text=f"credentials that whatever runs as you may read: in {_places(len(seen.credentials))}",
            todo="`mayact run` leaves them outside; a hook only refuses what it is asked about",
        )
    if seen.variables:
        yield Finding(
            severity=M,
            code="credential.variable",
            text=f"every program that starts from here has {', '.join(shown(name) for name in seen.variables[:12])}: "
            "hooks and MCP servers too",
            todo="unset them, or start agents with `mayact run`, which passes none on",
        )
    for place in seen.sockets:
        root = any(word in place.lower() for word in ("docker", "containerd", "podman", "libvirt", "systemd/private"))
        yield Finding(
            severity=H if root else M,
            code="socket",
            text=f"{shown(place)} answers whoever runs as you"
            + (", and its holder is as good as root" if root else ""),
            todo="hold agents in `mayact run`, where it is not",
        )
