"""Guards put to the test: real hooks before a gate that denies, one that does not, none, and broken ones."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.doctor.homes import Place, setup
from tests.support.agents.place import node
from tests.support.server import FakeGate, Running, serving
from tests.support.server_faults import FAULTS, Fault, faulty_gate

from mayact.boundary.doctor.drive import Ground, drive_exec, drive_hooks, drive_sandbox, run
from mayact.core.doctor.drill import UNREACHED, is_drill
from mayact.core.doctor.model import Drill, Result, Trial
from mayact.core.wire.hooks.forms import FORMS, form_of
from mayact.core.wire.hooks.forms import Place as Whose

pytestmark = pytest.mark.e2e

KEY = "/g/never.key"
"""The fake gate denies what has `never` in it."""
FORBIDDEN, SILENCE, ABSENT = Trial.FORBIDDEN, Trial.SILENCE, Trial.ABSENT


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, FakeGate(), mayact="/opt/mayact") as served:
        yield served


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "p")


def ground(**changed: object) -> Ground:
    given: dict[str, object] = {"environ": {"PATH": "/usr/bin:/bin"}, "key": KEY, "answers": True, "node": str(node())}
    return Ground(**{**given, **changed})  # type: ignore[arg-type]


def drive(place: Place, **changed: object) -> list[Drill]:
    return list(drive_hooks(place.look().hooks, ground(**changed)))


def of(drills: list[Drill], trial: Trial) -> set[tuple[Result, str]]:
    return {(one.result, one.why) for one in drills if one.trial is trial}


@pytest.mark.requirement("BOUND-4", "AUTHZ-6")
def test_every_form_of_every_client_holds(place: Place, running: Running) -> None:
    place.install_all(setup(str(running.agent)))
    drills = drive(place)
    assert {(one.result, one.why) for one in drills} == {(Result.HELD, "")}
    assert {one.client for one in drills} == {form.client for form in FORMS}
    assert {one.trial for one in drills} == {FORBIDDEN, SILENCE, ABSENT}
    assert len([one for one in drills if one.trial is ABSENT]) == len(FORMS) + 1  # Copilot has a pair of hooks
    for call in running.gate.calls:
        assert is_drill(call.session, str(call.arguments["command"]))
    assert running.gate.permits == {}
    assert running.gate.requests_ == {}


@pytest.mark.requirement("BOUND-4")
def test_a_gate_that_lets_it_through_is_found(place: Place, running: Running) -> None:
    for form in FORMS:
        if form.place is Whose.USER:
            place.install(form, setup(str(running.agent)))
    drills = drive(place, key="/g/other.key")
    let = {one.client for one in drills if one.trial is FORBIDDEN and one.result is Result.LET_THROUGH}
    assert let == {form.client for form in FORMS}
    assert of(drills, ABSENT) == {(Result.HELD, "")}


@pytest.mark.requirement("BOUND-4", "AUTHZ-6")
def test_without_a_gate_each_denies_and_it_is_said_why(place: Place, tmp_path: Path) -> None:
    place.install_all(setup(str(tmp_path / "none" / "agent.sock")))
    assert of(drive(place), FORBIDDEN) == {(Result.HELD, UNREACHED)}
    drills = drive(place, answers=False)
    assert {one.trial for one in drills} == {ABSENT}
    assert of(drills, ABSENT) == {(Result.HELD, "")}


@pytest.mark.requirement("BOUND-4", "AUTHZ-6")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_gate_that_answers_garbage_lets_nothing_through(place: Place, tmp_path: Path, fault: Fault) -> None:
    for client in ("claude-code", "codex"):
        form = form_of(client, Whose.USER)
        assert form is not None
        with faulty_gate(tmp_path / client, fault) as socket:
            place.install(form, setup(str(socket), wait_s=-13))
            drills = [one for one in drive(place) if one.client == client]
        assert Result.LET_THROUGH not in {one.result for one in drills}, drills


@pytest.mark.requirement("BOUND-4")
def test_a_line_for_afterwards_in_the_place_before_lets_through(place: Place, running: Running) -> None:
    file = place.install(FORMS[0], setup(str(running.agent)))
    file.write_text(file.read_text().replace(" before ", " after "))
    drills = drive(place)
    assert of(drills, FORBIDDEN) == {(Result.HELD, "")}  # while the gate is there
    assert of(drills, SILENCE) == {(Result.LET_THROUGH, "it ended with 0 instead of 2")}
    assert of(drills, ABSENT) == {(Result.LET_THROUGH, "it ended with 1 instead of 2")}


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize("kind", ["replaced", "missing", "another line", "another interpreter", "a word more"])
def test_what_mayact_did_not_write_is_never_run(place: Place, running: Running, tmp_path: Path, kind: str) -> None:
    ran = tmp_path / "it-ran"
    script = tmp_path / "agent_hook.py"
    script.write_text(f"open({str(ran)!r}, 'w')\nraise SystemExit(2)\n")
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\ntouch {ran}\nexit 2\n")
    python.chmod(0o777)
    made = setup(str(running.agent))
    match kind:
        case "replaced":
            made = setup(str(running.agent), script=str(script))
        case "missing":
            script.unlink()
            made = setup(str(running.agent), script=str(script))
        case "another interpreter":
            made = setup(str(running.agent), python=str(python))
        case _:
            pass
    for form in FORMS:
        if form.place is Whose.USER and form.client != "opencode":
            file = place.install(form, made)
            more = {"another line": f"touch {ran}; ", "a word more": ""}.get(kind, "")
            if kind in ("another line", "a word more"):
                tail = "" if more else f"; touch {ran}"
                text = file.read_text()
                head = f"{os.path.realpath(sys.executable)} -I"
                file.write_text(
                    text.replace(head, f"{more}{head}").replace(f" {os.geteuid()} 65", f" {os.geteuid()} 65{tail}")
                )
    drills = drive(place)
    assert drills
    assert {one.result for one in drills} == {Result.UNTRIED}
    assert not ran.exists()


def test_a_plugin_without_node_is_not_tried(place: Place, running: Running) -> None:
    form = form_of("opencode", Whose.USER)
    assert form is not None
    place.install(form, setup(str(running.agent)))
    assert of(drive(place, node=""), FORBIDDEN) == {(Result.UNTRIED, "there is no Node.js here to load it with")}


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("exit 77", Result.HELD),
        ("exit 0", Result.UNTRIED),
        ("exit 69", Result.UNTRIED),
        ('eval "${3##*&&}"; exit 77', Result.LET_THROUGH),
        ("sleep 600", Result.UNTRIED),
    ],
)
def test_exec_holds_only_when_it_denies_and_nothing_ran(tmp_path: Path, text: str, result: Result) -> None:
    program = tmp_path / "mayact"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    assert drive_exec(str(program), ground(patience_s=2.0 if "sleep" in text else 30.0)).result is result


@pytest.mark.parametrize(
    ("text", "result", "why"),
    [
        ("exit 0", Result.HELD, ""),
        (
            "echo 'mayact: this sandbox does not hold: x' >&2; exit 77",
            Result.LET_THROUGH,
            "this sandbox does not hold: x",
        ),
        ("echo 'mayact: bubblewrap is not installed' >&2; exit 78", Result.UNTRIED, "bubblewrap is not installed"),
    ],
)
def test_a_sandbox_that_does_not_hold_is_said(tmp_path: Path, text: str, result: Result, why: str) -> None:
    program = tmp_path / "mayact"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    found = drive_sandbox(str(program), ground())
    assert (found.result, found.why) == (result, why)


def test_what_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    left = tmp_path / "left"
    assert run(["/bin/sh", "-c", f"(sleep 3; touch {left}) & sleep 600"], b"", ground(patience_s=0.5)) is None
    assert run(["/no/such/program"], b"", ground()) is None
    assert not left.exists()
