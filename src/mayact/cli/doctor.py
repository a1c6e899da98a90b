"""`mayact doctor`: what could act here without asking, how strongly each agent is guarded, and whether the guards hold.

1. look       at agents, settings, servers, plugins, credentials, sockets; nothing is started
2. ask        the gate how it is, and whether its policy denies the forbidden call
3. drive      that call through every guard that is installed
4. compare    the log with the clients' own transcripts
5. judge      pure, and printed worst first
"""

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from mayact.boundary.doctor import activity, drive
from mayact.boundary.doctor.look import World, look
from mayact.boundary.hooks.install import hook_script
from mayact.cli.link import ask_agent, ask_control
from mayact.cli.output import emit, safe, say, table
from mayact.cli.where import here, settings_of
from mayact.config import Paths
from mayact.core.doctor import draw, drill, gaps, judge
from mayact.core.doctor.model import Drill, Gate, Result, Seen, Severity, Trial
from mayact.core.errors import ConfigInvalid, MayactError
from mayact.core.log.checkpoint import peek
from mayact.core.log.entry import Kind
from mayact.core.model import Deny
from mayact.core.record import decision_from_json
from mayact.core.wire.hooks.opencode_settings import PLUGIN_NAME
from mayact.core.wire.messages import AgentStatus, CallFields, ControlStatus, Explain

MAX_ENTRIES: Final = 100_000
_PAGE: Final = 2_000
_DAY_MS: Final = 86_400_000


class Least(StrEnum):
    """From which severity on doctor exits 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(
    no_drive: Annotated[bool, typer.Option("--no-drive", help="Only look: put no guard to the test.")] = False,
    fail_on: Annotated[
        Least, typer.Option("--fail-on", help="Exit 1 when something at least as bad is found.")
    ] = Least.CRITICAL,
    days: Annotated[int, typer.Option(min=1, max=365, help="How far back log and transcripts are compared.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what could act here without asking: agents, hooks, MCP servers, plugins, credentials, and how strongly each
    agent is guarded. Puts a forbidden call, harmless in itself, through every guard, and says when nothing guarded.

    Reads settings of you, of the directory that you stand in and of the machine; starts no agent and no MCP server.
    Exits 1 when something at or above --fail-on was found.
    """
    paths = here()
    home = _home()
    seen = look(  # 1
        World(
            environ=dict(os.environ),
            home=home,
            cwd=os.getcwd(),
            packaged=(hook_script(), os.path.join(os.path.dirname(hook_script()), PLUGIN_NAME)),
            python=sys.executable,
        )
    )
    gate = _gate(paths)  # 2
    drills = () if no_drive else _drills(paths, gate, seen)  # 3
    record = _record(paths, gate, home, days)  # 4
    found = judge.report(gate, seen, drills, record)  # 5
    if as_json:
        emit(draw.as_json(found))
    else:
        _print(found)
    raise typer.Exit(1 if judge.at_or_above(found.findings, Severity(fail_on.value)) else 0)


def _home() -> str:
    home = os.environ.get("HOME", "")
    if not home.startswith("/"):
        raise ConfigInvalid("HOME is not set, so your agents' settings are not known", hint="set HOME", field="HOME")
    return os.path.normpath(home)


def _print(found: judge.Report) -> None:
    for line in draw.head(found):
        say(safe(line))
    for line in draw.findings(found):
        say(safe(line))
    for title, header, rows in draw.sections(found):
        say()
        say(title)
        table(header, rows)
    lines = list(draw.gaps(found))
    if lines:
        say()
        say("time without a gate")
        for line in lines:
            say(safe(line))


# ── 2 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _gate(paths: Paths) -> Gate:
    initialised = os.path.exists(paths.log_key_file)
    owner = os.lstat(paths.config).st_uid if os.path.lexists(paths.config) else os.geteuid()
    try:
        said = ask_agent(paths, AgentStatus())
    except MayactError as error:
        return Gate(answers=False, initialised=initialised, said=error.message, socket=paths.agent_socket, owner=owner)
    anchored = None
    with contextlib.suppress(MayactError):  # the control socket is not for this user
        anchored = ask_control(paths, ControlStatus()).get("anchor") is not None
    return Gate(
        answers=True,
        initialised=initialised,
        strength=str(said.get("strength", "")),
        policy=str(said.get("policy") or ""),
        anchored=anchored,
        socket=paths.agent_socket,
        owner=owner,
    )


# ── 3 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _drills(paths: Paths, gate: Gate, seen: Seen) -> tuple[Drill, ...]:
    denied, why = _denies(paths) if gate.answers else (False, "")
    ground = drive.Ground(
        environ=dict(os.environ),
        key=paths.gate_key_file,
        answers=denied,
        node=shutil.which("node") or "",
    )
    found = list(drive.drive_hooks(seen.hooks, ground))
    if not gate.answers:
        return tuple(found)
    if not denied:
        # It would wait for a person, or be let through by whoever wrote the policy: either way there is nothing to try.
        found.append(
            Drill(guard="the policy", client="", path="", trial=Trial.FORBIDDEN, result=Result.LET_THROUGH, why=why)
        )
        return tuple(found)
    try:
        mayact = _mayact()
    except MayactError as error:
        why = error.message
        found.append(
            Drill(guard="mayact exec", client="", path="", trial=Trial.FORBIDDEN, result=Result.UNTRIED, why=why)
        )
        return tuple(found)
    return (*found, drive.drive_exec(mayact, ground), drive.drive_sandbox(mayact, ground))


def _denies(paths: Paths) -> tuple[bool, str]:
    """Whether the active policy denies the forbidden call outright; nothing is written."""
    call = CallFields(
        tool="shell",
        arguments={"command": drill.command(f"{drill.MARK}0", paths.gate_key_file)},
        cwd="/",
        environment={},
    )
    try:
        verdict = decision_from_json(ask_agent(paths, Explain(call=call))).verdict
    except MayactError as error:
        return False, error.message
    if isinstance(verdict, Deny):
        return True, ""
    return False, "it does not deny changing the gate's own key"


def _mayact() -> str:
    from mayact.app import command_path

    return command_path()


# ── 4 ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Logged:
    marks: list[gaps.Mark] = field(default_factory=list)
    decided: set[tuple[str, str]] = field(default_factory=set)
    launched: dict[str, str] = field(default_factory=dict)


def _record(paths: Paths, gate: Gate, home: str, days: int) -> gaps.Record:
    now = time.time_ns() // 1_000_000
    since = now - days * _DAY_MS
    kept = activity.sessions(dict(os.environ), home, since=since)
    if not gate.initialised:
        return gaps.Record(read=False, why="there is no gate", sessions=kept)
    try:
        logged = _logged(paths)
    except (MayactError, OSError) as error:
        why = error.message if isinstance(error, MayactError) else "the store cannot be read"
        return gaps.Record(read=False, why=why, sessions=kept)
    first = logged.marks[0].at if logged.marks else now
    return gaps.Record(
        read=True,
        outages=tuple(
            outage for outage in gaps.outages(logged.marks, now=now, running=gate.answers) if outage.end >= since
        ),
        sessions=kept,
        undecided=gaps.undecided(kept, logged.decided, since=max(first, since)),
        launched=tuple(sorted(logged.launched.values())) if gate.answers else (),
    )


def _logged(paths: Paths) -> _Logged:
    """Times, call ids and launches of the newest entries. Raises `NotFound`, `StoreUnavailable`."""
    from mayact.app import configured_store
    from mayact.store.reader import newest_checkpoint, read_entries

    store = configured_store(paths, settings_of(paths))
    size = peek(newest_checkpoint(store)).size
    found = _Logged()
    for start in range(max(size - MAX_ENTRIES, 0), size, _PAGE):
        for entry in read_entries(store, start=start, count=_PAGE):
            found.marks.append(gaps.Mark(entry.at, entry.kind))
            _note(entry.kind, entry.leaf, found)
    return found


def _note(kind: str, leaf: bytes, found: _Logged) -> None:
    # Doctor is no verifier: `mayact log verify` says whether an entry is what it says.
    match kind:
        case Kind.DECISION_MADE | Kind.CALL_OBSERVED:
            call = _member(_member(_body(leaf), "decision"), "call")
            found.decided.add((str(call.get("session", "")), str(call.get("call_id", ""))))
        case Kind.GATE_STARTED:
            found.launched.clear()
        case Kind.AGENT_PROVED:
            body = _body(leaf)
            name = str(body.get("launch"))
            if body.get("strength") == "sandboxed":
                found.launched[name] = str(body.get("agent", ""))
            else:
                found.launched.pop(name, None)
        case Kind.AGENT_ENDED:
            found.launched.pop(str(_body(leaf).get("launch")), None)
        case _:
            pass


def _body(leaf: bytes) -> Mapping[str, Any]:
    try:
        return _member(json.loads(leaf), "body")
    except (ValueError, RecursionError):
        return {}


def _member(value: Any, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}
