"""Every real client inside a real `mayact run`, as a person starts it: the same cases as with hooks alone, and what
only a sandbox holds."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from tests.support.agents.boxed import CLIENTS, KEY, MAYACT, Box, Client, box
from tests.support.agents.model import prompt_of
from tests.support.agents.tools_only import step
from tests.support.people import approve_first
from tests.support.server import FakeGate, Running, serving
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.core.canonical import JsonObject
from mayact.core.log.entry import Kind
from mayact.core.model import Hop, HopKind, Source, Strength

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.requirement("BOUND-1", "BOUND-2"),
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]
every_client = pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)


@pytest.fixture
def place() -> Iterator[Box]:
    with box() as made:
        yield made


@contextmanager
def before(place: Box, gate: FakeGate, *, wait_ms: int = 20_000) -> Iterator[Running]:
    with serving(place.gate / "run", gate, mayact=MAYACT, hook_wait_ms=wait_ms) as served:
        yield served


@pytest.fixture
def running(place: Box) -> Iterator[Running]:
    with before(place, FakeGate()) as served:
        yield served


@every_client
@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8", "AUTHZ-10", "AUDIT-3", "CRED-1", "IDENT-2")
def test_what_is_allowed_runs_once_and_what_is_denied_has_no_effect(
    place: Box, running: Running, client: Client
) -> None:
    steps = place.steps(client)
    run = place.play(
        client,
        [
            steps.shell("echo out; echo line >> made.txt; exit 3"),
            steps.write("written.txt", "text\n"),
            steps.shell("echo never > never.txt"),
            steps.write("never-written.txt", "x\n"),
        ],
    )
    assert place.made == ["made.txt", "written.txt"], run.output
    assert "out" in run.told[0]
    assert (place.project / "made.txt").read_text() == "line\n"
    assert (place.project / "written.txt").read_text() == "text\n"
    for result in run.told[2:]:
        assert "mayact: denied" in result
        assert "[test-rule]" in result
    command, change = (call for _, call in running.gate.redeemed)
    assert command.arguments == {"command": "echo out; echo line >> made.txt; exit 3"}
    assert change.tool in ("file.write", "file.patch")
    assert {call.boundary for call in running.gate.calls} == {f"hook:{client.name}"}
    assert set(running.gate.strengths) == {Strength.SANDBOXED}
    assert [(hop.kind, hop.source) for hop in command.chain] == [
        (HopKind.PERSON, Source.OBSERVED),
        (HopKind.AGENT, Source.ASSERTED),
    ]
    first, second = (running.gate.outcomes[permit] for permit, _ in running.gate.redeemed)
    assert (first.exit_code, second.status) == (3, "succeeded")
    assert place.heads
    assert all(KEY in head for head in place.heads)
    assert KEY not in run.output


@every_client
@pytest.mark.requirement("APPR-1", "APPR-6")
def test_a_pending_call_waits_for_a_person_and_runs_once(place: Box, running: Running, client: Client) -> None:
    person = threading.Thread(target=lambda: approve_first(running))
    person.start()
    run = place.play(client, [place.steps(client).shell("echo ask >> once.txt")])
    person.join()
    assert (place.project / "once.txt").read_text() == "ask\n", run.output
    assert [permit for permit, _ in running.gate.redeemed] == [running.gate.requests_["req-1"].permit]


@every_client
@pytest.mark.requirement("APPR-6")
def test_an_unanswered_call_ends_with_its_handle(place: Box, client: Client) -> None:
    with before(place, FakeGate(), wait_ms=300):
        run = place.play(client, [place.steps(client).shell("echo ask > f")])
    assert "mayact approve req-" in run.told[0]
    assert place.made == []


# ── held to the gate's tools ─────────────────────────────────────────────────────────────────────────────


@every_client
@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8", "AUTHZ-10", "AUDIT-3")
def test_with_tools_only_every_use_is_one_call_and_nothing_else_is_left(
    place: Box, running: Running, client: Client
) -> None:
    steps = place.steps(client)
    name = client.name
    run = place.play(
        client,
        [
            steps.shell("echo own > by-command.txt"),
            step(name, "shell", command="echo out; echo line >> made.txt"),
            step(name, "write", path="written.txt", content="text\n"),
            step(name, "write", path="never.txt", content="never"),
            steps.write("by-write.txt", "x\n"),
        ],
        options=("--tools-only",),
    )
    assert place.made == ["made.txt", "written.txt"], run.output
    assert (place.project / "made.txt").read_text() == "line\n"
    assert "out" in run.told[1]
    assert "mayact: denied" in run.told[3]
    # Some ask their hook about a tool that they then do not have.
    uses = [call.tool for call in running.gate.calls if call.boundary == "exec"]
    assert uses == ["shell", "file.write", "file.write"]
    assert "mcp" not in {call.tool for call in running.gate.calls}
    assert set(running.gate.strengths) == {Strength.SANDBOXED}


# ── gates that fail once the agent runs ──────────────────────────────────────────────────────────────────


class Failing(FakeGate):
    """From the moment at which the sandbox is proven, another one answers at the agent's socket, or none."""

    def __init__(self, place: Box, other: str) -> None:
        super().__init__()
        self.place, self.other = place, other

    def witness(self, kind: Kind, body: JsonObject) -> None:
        super().witness(kind, body)
        if kind is Kind.AGENT_PROVED:
            (socket,) = (self.place.gate / "run" / "launched").glob("*/run/agent/agent.sock")
            socket.unlink()
            if os.path.exists(self.other):
                os.link(self.other, socket)


KINDS = {"absent", "killed in the middle", "hung", "garbage"}


@every_client
@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.name in KINDS], ids=lambda fault: fault.name)
def test_a_bad_gate_runs_nothing(place: Box, client: Client, fault: Fault) -> None:
    steps = place.steps(client)
    with ExitStack() as held:
        other = held.enter_context(faulty_gate(place.root / "f", fault))
        held.enter_context(before(place, Failing(place, other)))
        run = place.play(client, [steps.shell("echo x > by-command.txt"), steps.write("by-write.txt", "x\n")])
    assert place.made == [], run.output
    assert all(("no answer from the gate, so nothing runs" in result) == steps.hears_errors for result in run.told)


# ── sub-agents ───────────────────────────────────────────────────────────────────────────────────────────

SUBAGENTS = {
    "claude-code": "general-purpose",
    "codex": "default",
    "copilot": "general-purpose",
    "opencode": "general",
}
"""What each client calls the sub-agent that the script starts. Gemini does not say whose call it is."""


@every_client
@pytest.mark.requirement("AUTHZ-2", "IDENT-2")
def test_a_subagents_call_carries_its_chain(place: Box, running: Running, client: Client) -> None:
    steps = place.steps(client)
    inner = [steps.shell("echo from-subagent > sub.txt; echo never")]
    run = place.run(client, [*client.words(prompt_of(steps.spawn(inner))), *client.spawning])
    asked = [call for call in running.gate.calls if "from-subagent" in str(call.arguments.get("command", ""))]
    assert asked, run.output
    assert running.gate.calls[0].arguments["name"] == "agent.spawn"
    hops = [(hop.kind, hop.source) for hop in asked[0].chain]
    assert hops[:2] == [(HopKind.PERSON, Source.OBSERVED), (HopKind.AGENT, Source.ASSERTED)]
    named = SUBAGENTS.get(client.name)
    assert asked[0].chain[2:] == ((Hop(HopKind.SUBAGENT, named, Source.CLAIMED),) if named else ())
    assert place.made == []


@every_client
@pytest.mark.requirement("APPR-6")
def test_where_no_model_can_be_reached_a_session_ends(place: Box, running: Running, client: Client) -> None:
    run = place.play(replace(client, model=""), [place.steps(client).shell("echo never > never.txt")])
    assert run.results is None
    assert place.made == []


# ── the key, and what somebody inside could change ───────────────────────────────────────────────────────

SEARCH = """
import os, sys
key, found, looked = sys.argv[1][::-1].encode(), [], 0
for top in ("/proc", "/etc", "/run", "/tmp", "/var/tmp", os.environ["HOME"]):
    for folder, _, files in os.walk(top):
        for name in files:
            path = os.path.join(folder, name)
            if name in ("kmsg", "kcore", "mem") or name.startswith("kpage"):
                continue
            try:
                with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
                    looked += 1
                    if key in (file.read(1 << 22) or b""):
                        found.append(path)
            except (OSError, ValueError):
                pass
print(looked > 100, sum(1 for name in os.listdir("/proc") if name.isdigit()) > 2, found)
print(os.environ["ANTHROPIC_API_KEY"], os.environ["OPENAI_API_KEY"], os.environ["GEMINI_API_KEY"])
"""


@pytest.mark.requirement("CRED-1")
def test_the_key_is_nowhere_inside(place: Box, running: Running) -> None:
    """Environments, command lines and memory maps of every process that is visible, and every file that is."""
    (place.project / "search.py").write_text(SEARCH)
    anthropic = CLIENTS["claude-code"]
    words = ["/usr/bin/env", "python3", "search.py", KEY[::-1]]
    done = place.run(anthropic, words, models=("openai", "gemini"))
    assert done.output.splitlines()[:2] == ["True True []", "held-outside held-outside held-outside"], done.output
