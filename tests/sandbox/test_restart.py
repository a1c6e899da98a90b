"""A gate that is started anew while an agent runs: the agent is known again after another proof, or ended."""

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_gate import MAYACT, Machine, stop

from mayact.server import launch_records
from mayact.server.launch_records import LaunchRecord

real = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
pytestmark = [pytest.mark.e2e]

WAITS = """
import os, subprocess, time
def asked():
    return subprocess.run(["mayact", "exec", "--", "echo", "decided"], capture_output=True, text=True).stdout.strip()
def tell(name, said):
    open(name + ".new", "w").write(said)
    os.rename(name + ".new", name)
tell("first", asked())
while not os.path.exists("again"):
    time.sleep(0.05)
for _ in range(200):
    said = asked()
    if said:
        break
    time.sleep(0.2)
tell("second", said)
"""


def until(path: Path, child: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 90
    while not path.exists() and time.monotonic() < end and child.poll() is None:
        time.sleep(0.05)
    assert path.exists(), child.communicate(timeout=30) if child.poll() is not None else "it takes too long"


def agent(machine: Machine) -> "subprocess.Popen[str]":
    (machine.work / "waits.py").write_text(WAITS)
    return subprocess.Popen(
        [MAYACT, "run", "--", "python3", "waits.py"], env=machine.environment, cwd=machine.work, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def kinds(machine: Machine) -> list[str]:
    rows: list[dict[str, Any]] = machine.json("log", "show", "--json", "--last", "200")
    return [row["kind"] for row in rows if row["kind"].startswith("agent.") or row["kind"] == "decision.made"]


@real
@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_an_agent_is_known_again_to_the_next_gate(machine: Machine, how: signal.Signals) -> None:
    gate = machine.start()
    child = agent(machine)
    try:
        until(machine.work / "first", child)
        gate.send_signal(how)
        gate.communicate(timeout=60)
        gate = machine.start()
        (machine.work / "again").write_text("")
        until(machine.work / "second", child)
        _, complained = child.communicate(timeout=60)
        assert child.returncode == 0, complained
        assert (machine.work / "first").read_text() == "decided"
        assert (machine.work / "second").read_text() == "decided"
        found = kinds(machine)
        assert found[:3] == ["agent.launched", "agent.proved", "decision.made"]
        resumed = found.index("agent.resumed")
        assert found[resumed + 1] == "agent.proved"  # and nothing was decided for it before
        assert "decision.made" in found[resumed + 2 :]
        assert found[-1] == "agent.ended"
        rows = machine.json("log", "show", "--json", "--last", "200")
        decided = [row["body"]["decision"]["strength"] for row in rows if row["kind"] == "decision.made"]
        assert set(decided) == {"sandboxed"}
    finally:
        child.kill()
        child.communicate()
        stop(gate)


@real
@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_an_agent_that_the_next_gate_does_not_know_is_ended(machine: Machine) -> None:
    gate = machine.start()
    child = agent(machine)
    try:
        until(machine.work / "first", child)
        stop(gate)
        for record in (machine.home / "run" / "launched" / ".records").iterdir():
            record.unlink()
        gate = machine.start()
        _, complained = child.communicate(timeout=90)
        assert child.returncode == 137
        assert "does not know this agent any more" in complained
        assert not (machine.work / "second").exists()
    finally:
        child.kill()
        child.communicate()
        stop(gate)


@real
@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_what_ended_while_no_gate_ran_is_written_when_one_does(machine: Machine) -> None:
    gate = machine.start()
    child = agent(machine)
    try:
        until(machine.work / "first", child)
        stop(gate)
        child.kill()
        child.communicate()
        gate = machine.start()
        rows = machine.json("log", "show", "--json", "--last", "200")
        assert [row["body"]["lost"] for row in rows if row["kind"] == "agent.ended"] == [True]
        assert [path.name for path in (machine.home / "run" / "launched").iterdir()] == [".records"]
        assert list((machine.home / "run" / "launched" / ".records").iterdir()) == []
    finally:
        child.kill()
        child.communicate()
        stop(gate)


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────


def record(**changed: Any) -> LaunchRecord:
    import os

    began = launch_records.began_at(os.getpid())
    assert began is not None
    given = {"id": "agt-1", "agent": "x", "uid": 0, "launcher": os.getpid(), "began": began, "lanes": True, **changed}
    return LaunchRecord(**given)


@pytest.mark.requirement("BOUND-2")
def test_a_record_comes_back_as_it_was_and_another_process_is_not_its_launcher(tmp_path: Path) -> None:
    one = record(namespaces=("a", "b"))
    launch_records.write(str(tmp_path), one)
    assert list(launch_records.read_all(str(tmp_path))) == [one]
    assert launch_records.lives(one)
    assert not launch_records.lives(record(began=one.began + 1))
    launch_records.remove(str(tmp_path), "agt-1")
    assert list(launch_records.read_all(str(tmp_path))) == []


def test_what_cannot_be_read_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "agt-2.json").write_text("{")
    (tmp_path / "agt-3.json").write_text(json.dumps({"id": "agt-3"}))
    (tmp_path / "agt-4.json").symlink_to("/etc/passwd")
    launch_records.write(str(tmp_path), record(id="agt-1"))
    (tmp_path / "agt-1.json").rename(tmp_path / "agt-5.json")
    assert list(launch_records.read_all(str(tmp_path))) == []
