"""How strongly an agent is guarded, and what is found: tables."""

from dataclasses import replace
from typing import Any

import pytest
from tests.doctor.homes import setup

from mayact.core.doctor.drill import MARK, UNREACHED, command, is_drill, judged
from mayact.core.doctor.gaps import Outage, Record, Session, Undecided
from mayact.core.doctor.judge import at_or_above, report
from mayact.core.doctor.model import (
    Agent,
    Credential,
    Drill,
    Facts,
    File,
    Gate,
    Hook,
    Level,
    Line,
    Plugin,
    Reading,
    Result,
    Script,
    Seen,
    Server,
    Severity,
    Switch,
    Trial,
)
from mayact.core.doctor.strength import Guarding, guarding_of

GATE = Gate(
    answers=True, initialised=True, strength="advisory", policy="sha256:1", anchored=True, socket="/run/x/agent.sock"
)
FINE = Record(read=True)
CLAUDE = Agent(name="claude", title="Claude Code", client="claude-code", path="/usr/bin/claude")
AIDER = Agent(name="aider", title="Aider", client="", path="/usr/bin/aider")
BY_CLIENT = {
    "claude-code": "PreToolUse",
    "codex": "PreToolUse",
    "copilot": "preToolUse",
    "opencode": "tool.execute.before",
}


def hook(client: str = "claude-code", level: Level = Level.USER, **changed: Any) -> Hook:
    given: dict[str, Any] = {
        "client": client, "level": level, "path": f"/{level.value}", "event": BY_CLIENT[client], "command": "c",
        "program": "python3", "ours": True, "line": Line(setup=setup(), codec=client, moment="before"),
        "script": Script.PACKAGED,
    }  # fmt: skip
    return Hook(**{**given, **changed})


def switch(off: frozenset[Level], **changed: Any) -> Switch:
    given: dict[str, Any] = {
        "client": "claude-code", "level": Level.USER, "path": "/s", "name": "disableAllHooks", "text": "off",
        "severity": Severity.CRITICAL, "off": off,
    }  # fmt: skip
    return Switch(**{**given, **changed})


def failed(path: str = "/user") -> Drill:
    return Drill(guard="PreToolUse", client="claude-code", path=path, trial=Trial.FORBIDDEN, result=Result.LET_THROUGH)


USERS = frozenset({Level.USER, Level.PROJECT})
LAUNCHED = replace(FINE, launched=("claude",))
STRENGTHS: dict[str, tuple[Guarding, Agent, tuple[Hook, ...], tuple[Switch, ...], tuple[Drill, ...], Record]] = {
    "no hook of ours at all": (Guarding.UNGUARDED, CLAUDE, (), (), (), FINE),
    "an agent that has none": (Guarding.UNGUARDED, AIDER, (), (), (), FINE),
    "a user's hook": (Guarding.ADVISORY, CLAUDE, (hook(),), (), (), FINE),
    "a managed one": (Guarding.MANAGED, CLAUDE, (hook(level=Level.MANAGED),), (), (), FINE),
    "both": (Guarding.MANAGED, CLAUDE, (hook(), hook(level=Level.MANAGED)), (), (), FINE),
    "a user's, switched off": (Guarding.UNGUARDED, CLAUDE, (hook(),), (switch(USERS),), (), FINE),
    "a managed one outlives a user's switch": (
        Guarding.MANAGED, CLAUDE, (hook(level=Level.MANAGED),), (switch(USERS),), (), FINE,
    ),
    "another client's switch": (
        Guarding.ADVISORY, CLAUDE, (hook(),), (switch(USERS, client="codex"),), (), FINE,
    ),
    "a drill that was let through": (Guarding.UNGUARDED, CLAUDE, (hook(),), (), (failed(),), FINE),
    "a drill of another file": (Guarding.ADVISORY, CLAUDE, (hook(),), (), (failed("/other"),), FINE),
    "another script": (Guarding.UNGUARDED, CLAUDE, (hook(script=Script.DIFFERS),), (), (), FINE),
    "a line that is not ours": (Guarding.UNGUARDED, CLAUDE, (hook(line=None),), (), (), FINE),
    "a line for afterwards": (
        Guarding.UNGUARDED, CLAUDE, (hook(line=Line(setup=setup(), codec="codex", moment="after")),), (), (), FINE,
    ),
    "asked about some tools": (Guarding.UNGUARDED, CLAUDE, (hook(weak=("some",)),), (), (), FINE),
    "somebody else's hook": (Guarding.UNGUARDED, CLAUDE, (hook(ours=False),), (), (), FINE),
    "one that only watches": (Guarding.UNGUARDED, CLAUDE, (hook(watches=True, line=None),), (), (), FINE),
    "after the call only": (Guarding.UNGUARDED, CLAUDE, (hook(event="PostToolUse"),), (), (), FINE),
    "half of copilot's pair": (
        Guarding.UNGUARDED, replace(CLAUDE, client="copilot"), (hook("copilot"),), (), (), FINE,
    ),
    "copilot's pair": (
        Guarding.ADVISORY, replace(CLAUDE, client="copilot"),
        (hook("copilot"), hook("copilot", event="permissionRequest")), (), (), FINE,
    ),
    "no tools but ours": (
        Guarding.TOOLS_ONLY, replace(CLAUDE, client="opencode"), (hook("opencode"),),
        (switch(frozenset(), client="opencode", name="permission.*", severity=Severity.NOTE),), (), FINE,
    ),
    "in a sandbox now": (Guarding.SANDBOXED, CLAUDE, (), (), (), LAUNCHED),
    "another one is": (Guarding.UNGUARDED, AIDER, (), (), (), LAUNCHED),
}  # fmt: skip


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize("name", STRENGTHS)
def test_strength(name: str) -> None:
    expected, agent, hooks, switches, drills, record = STRENGTHS[name]
    seen = Seen(agents=(agent,), facts=(Facts(hooks=hooks, switches=switches),))
    assert guarding_of(agent, seen, drills, record).guarding is expected


NOTHING = Seen()


def codes(
    seen: Seen = NOTHING, gate: Gate = GATE, drills: tuple[Drill, ...] = (), record: Record = FINE
) -> dict[str, str]:
    found = report(gate, seen, drills, record).findings
    order = list(Severity)
    assert [order.index(one.severity) for one in found] == sorted(order.index(one.severity) for one in found)
    assert all(one.text and one.todo and "\n" not in one.text for one in found)
    return {one.code: one.severity.value for one in found}


def facts(**given: Any) -> Seen:
    return Seen(facts=(Facts(**given),))


GAP = Outage(start=10_000, end=90_000, proven=True)
DOUBT = replace(GAP, proven=False)
PLUGIN = Plugin(client="opencode", level=Level.USER, path="/p", name="n")
SERVER = Server(client="codex", level=Level.USER, path="/p", name="n", transport="stdio", target="npx x", pinned=False)
TABLE: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "nothing": ({}, {}),
    "no gate": ({"gate": Gate(answers=False, initialised=False)}, {"gate.none": "high"}),
    "the gate is away": ({"gate": Gate(answers=False, initialised=True)}, {"gate.away": "high"}),
    "no anchor": ({"gate": replace(GATE, anchored=False)}, {"gate.anchor": "low"}),
    "no policy": ({"gate": replace(GATE, policy="")}, {"gate.policy": "high"}),
    "an unguarded agent": ({"seen": Seen(agents=(AIDER,))}, {"agent.unguarded": "high"}),
    "a guarded one": ({"seen": Seen(agents=(CLAUDE,), facts=(Facts(hooks=(hook(),)),))}, {}),
    "a file not understood": (
        {"seen": Seen(files=(File(client="codex", level=Level.USER, path="/f", reading=Reading.MALFORMED),))},
        {"settings.unread": "medium"},
    ),
    "a file for everybody": (
        {"seen": Seen(files=(File(client="codex", level=Level.USER, path="/f", reading=Reading.READ, wide=True),))},
        {"settings.wide": "high"},
    ),
    "a replaced script": ({"seen": facts(hooks=(hook(script=Script.DIFFERS),))}, {"hook.script": "critical"}),
    "no script": ({"seen": facts(hooks=(hook(script=Script.MISSING),))}, {"hook.script": "high"}),
    "another line": ({"seen": facts(hooks=(hook(line=None),))}, {"hook.line": "high"}),
    "one that only watches": ({"seen": facts(hooks=(hook(watches=True, line=None),))}, {"hook.watches": "note"}),
    "a weak hook": ({"seen": facts(hooks=(hook(weak=("w",)),))}, {"hook.weak": "high"}),
    "another hook": ({"seen": facts(hooks=(hook(ours=False),))}, {"hook.beside": "low"}),
    "another gate": ({"seen": facts(hooks=(hook(),)), "gate": replace(GATE, socket="/y")}, {"hook.gate": "medium"}),
    "a switch that turns ours off": (
        {"seen": facts(hooks=(hook(),), switches=(switch(USERS),))}, {"settings.open": "critical"},
    ),
    "a switch with nothing to turn off": ({"seen": facts(switches=(switch(USERS),))}, {"settings.open": "low"}),
    "let through": ({"drills": (failed(),)}, {"drill.let-through": "critical"}),
    "not tried": ({"drills": (replace(failed(), result=Result.UNTRIED),)}, {"drill.untried": "medium"}),
    "held": ({"drills": (replace(failed(), result=Result.HELD),)}, {}),
    "it reaches no gate": (
        {"drills": (replace(failed(), result=Result.HELD, why=UNREACHED),)}, {"drill.unreached": "medium"},
    ),
    "no sandbox": ({"drills": (replace(failed(), trial=Trial.PROOF),)}, {"sandbox.open": "medium"}),
    "the log cannot be read": ({"record": Record(read=False, why="no")}, {"record.unread": "medium"}),
    "a gap": ({"record": replace(FINE, outages=(GAP,))}, {"gap.idle": "low"}),
    "a gap that nobody can tell": ({"record": replace(FINE, outages=(DOUBT,))}, {"gap.idle": "note"}),
    "a gap in which an agent worked": (
        {"record": replace(FINE, outages=(GAP,), sessions=(Session(client="codex", name="s", path="/s", at=50_000),))},
        {"gap.worked": "high"},
    ),
    "calls without a decision": (
        {"record": replace(FINE, undecided=(Undecided(client="claude-code", session="s", path="/s", ran=2, unknown=1,
                                                      first=1, last=2),))},
        {"call.undecided": "high", "call.unknown": "medium"},
    ),
    "the same past a hook": (
        {"seen": facts(hooks=(hook(),)),
         "record": replace(FINE, undecided=(Undecided(client="claude-code", session="s", path="/s", ran=2, unknown=0,
                                                      first=1, last=2),))},
        {"call.undecided": "critical"},
    ),
    "an unpinned server": ({"seen": facts(servers=(SERVER,))}, {"server.unpinned": "medium"}),
    "a server with secrets": (
        {"seen": facts(servers=(replace(SERVER, pinned=True, secrets=("X_TOKEN",)),))}, {"server.secrets": "medium"},
    ),
    "a server nobody asks about": (
        {"seen": facts(servers=(replace(SERVER, pinned=True, client="zed"),))}, {"server.unmanaged": "medium"},
    ),
    "our own": ({"seen": facts(servers=(replace(SERVER, ours=True),))}, {}),
    "a plugin": ({"seen": facts(plugins=(PLUGIN,))}, {"plugin": "low"}),
    "a credential": ({"seen": Seen(credentials=(Credential(where="~/.netrc", kind="k"),))}, {"credential.here": "low"}),
    "one for everybody": (
        {"seen": Seen(credentials=(Credential(where="~/.netrc", kind="k", wide=1),))},
        {"credential.wide": "high", "credential.here": "low"},
    ),
    "a variable": ({"seen": Seen(variables=("GITHUB_TOKEN",))}, {"credential.variable": "medium"}),
    "a socket": ({"seen": Seen(sockets=("$SSH_AUTH_SOCK",))}, {"socket": "medium"}),
    "a socket that is root": ({"seen": Seen(sockets=("/run/docker.sock",))}, {"socket": "high"}),
}  # fmt: skip


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"watches": True, "line": None}, "its hook only watches, and stops nothing"),
        ({"weak": ("it is asked about some tools only",)}, "its hook does not hold: it is asked about some tools only"),
        ({"script": Script.DIFFERS}, "its hook starts another script than the one that mayact installs"),
        ({"line": None}, "its hook does not hold"),
        ({"ours": False}, "no hook of mayact is in its settings"),
    ],
)
def test_why_an_agent_with_a_hook_is_unguarded(changed: dict[str, Any], because: str) -> None:
    seen = Seen(agents=(CLAUDE,), facts=(Facts(hooks=(hook(**changed),)),))
    assert guarding_of(CLAUDE, seen, (), FINE).because == because


@pytest.mark.requirement("BOUND-4")
def test_a_hook_that_codex_was_not_told_to_trust_is_none() -> None:
    codex = Agent(name="codex", title="Codex", client="codex", path="/c")
    ours = hook("codex")

    def with_trust(*keys: str, level: Level = Level.USER) -> tuple[Guarding, bool]:
        seen = Seen(agents=(codex,), facts=(Facts(hooks=(replace(ours, level=level),), trusted=keys),))
        found = report(GATE, seen, (), FINE)
        return found.guarded[0].guarding, "hook.untrusted" in {one.code for one in found.findings}

    assert with_trust() == (Guarding.UNGUARDED, True)
    assert with_trust("/other:pre_tool_use:0:0", "/user:post_tool_use:0:0") == (Guarding.UNGUARDED, True)
    assert with_trust("/user:pre_tool_use:0:0") == (Guarding.ADVISORY, False)
    assert with_trust(level=Level.MANAGED) == (Guarding.MANAGED, False)


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize("name", TABLE)
def test_findings(name: str) -> None:
    given, expected = TABLE[name]
    assert codes(**given) == expected


def test_from_which_severity_on() -> None:
    found = report(replace(GATE, policy=""), Seen(), (), FINE).findings
    assert not at_or_above(found, Severity.CRITICAL)
    assert at_or_above(found, Severity.HIGH)
    assert at_or_above(found, Severity.NOTE)
    assert not at_or_above((), Severity.NOTE)


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("codec", "code", "stdout", "expected"),
    [
        ("claude-code", 2, b"", Result.HELD),
        ("claude-code", 0, b"", Result.LET_THROUGH),
        ("claude-code", 1, b"", Result.LET_THROUGH),
        ("claude-code", -9, b"", Result.LET_THROUGH),
        ("gemini", 2, b'{"decision":"allow"}', Result.LET_THROUGH),  # Gemini obeys what is printed, not the exit code
        ("copilot", 2, b'{"permissionDecision":"deny","behavior":"deny"}', Result.HELD),
        ("copilot", 2, b'{"permissionDecision":"allow","behavior":"deny"}', Result.LET_THROUGH),
        ("copilot", 2, b"{", Result.LET_THROUGH),
        ("codex", 2, b'{"permissionDecision":"deny","behavior":"deny"}', Result.LET_THROUGH),
    ],
)
def test_what_counts_as_having_held(codec: str, code: int, stdout: bytes, expected: Result) -> None:
    assert judged(Trial.FORBIDDEN, codec, code=code, stdout=stdout, stderr=b"mayact: denied")[0] is expected


@pytest.mark.requirement("BOUND-4")
def test_a_session_that_calls_itself_a_drill_is_none() -> None:
    mark = f"{MARK}abc"
    assert is_drill(mark, command(mark, "/g/gate.key"))
    assert not is_drill(mark, "rm -rf /")
    for more in ("\nrm -rf /", "; rm -rf /", " && rm -rf /", "$(id)", " x", "'"):
        assert not is_drill(mark, command(mark, "/g/gate.key") + more)
    assert is_drill(mark, command(mark, "/g; rm -rf /"))
    assert not is_drill(mark, command(f"{MARK}other", "/g/gate.key"))
    assert not is_drill("s1", command("s1", "/g/gate.key"))
