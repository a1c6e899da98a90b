"""`mayact log adopt`, from a restored database to a gate that runs again; and verifying a copy."""

import json
import shutil
from pathlib import Path

import pytest
from tests.support.cli_gate import PASSPHRASE, Machine

pytestmark = pytest.mark.e2e

RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""


@pytest.fixture
def restored(machine: Machine) -> tuple[Machine, str]:
    """A gate, stopped, whose database was put back to when an approval was unspent that has been spent since."""
    with machine.up():
        request = machine.pending(RUNS_CODE)
        assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
    shutil.copytree(machine.database.parent, machine.root / "backup")
    with machine.up():
        assert machine.ask(RUNS_CODE).returncode == 0
    shutil.rmtree(machine.database.parent)
    shutil.copytree(machine.root / "backup", machine.database.parent)
    return machine, request


@pytest.mark.requirement("OPS-1", "APPR-1")
def test_a_restored_store_goes_on_only_after_adopting_and_its_approvals_are_void(
    restored: tuple[Machine, str],
) -> None:
    machine, request = restored
    refused = machine.run("up")
    assert (refused.returncode, "put back" in refused.stderr, "mayact log adopt" in refused.stderr) == (1, True, True)

    wrong = machine.run("log", "adopt", "--reason", "backup", passphrase="not the passphrase")
    assert wrong.returncode == 77, wrong.stderr
    assert machine.run("up").returncode == 1

    done = machine.run("log", "adopt", "--reason", "disk replaced", passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert "becomes void: 1 requests and 0 permits" in done.stdout
    assert "speaks of" in done.stdout
    head = done.stdout[done.stdout.index("the head is now\n") + len("the head is now\n") :]
    assert head == machine.run("log", "head").stdout
    assert machine.run("log", "verify").returncode == 0

    with machine.up():
        assert machine.json("requests", request, "--json")["status"] == "void"
        assert machine.ask(RUNS_CODE).returncode == 75
        assert (machine.work / "ran").read_text() == "x"


@pytest.mark.requirement("APPR-10")
def test_nothing_is_adopted_without_a_person_a_reason_or_a_need(restored: tuple[Machine, str]) -> None:
    machine, _ = restored
    anchor = (machine.home / "anchor").rglob("*")
    before = {path: path.read_bytes() for path in anchor if path.is_file()}
    for done in (
        machine.run("log", "adopt", "--reason", "nobody is at the terminal"),
        machine.run("log", "adopt", "--reason", " ", passphrase=PASSPHRASE),
        machine.run("log", "adopt", passphrase=PASSPHRASE),
    ):
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in before} == before
    assert machine.run("up").returncode == 1


def test_a_gate_that_runs_or_needs_nothing_is_left_alone(machine: Machine) -> None:
    with machine.up():
        running = machine.run("log", "adopt", "--reason", "why not", passphrase=PASSPHRASE)
        assert (running.returncode, "another gate holds" in running.stderr) == (1, True), running.stderr
    needless = machine.run("log", "adopt", "--reason", "why not", passphrase=PASSPHRASE)
    assert (needless.returncode, "nothing to adopt" in needless.stderr) == (1, True), needless.stderr
    assert len(needless.stderr.splitlines()) == 2


def test_a_lost_anchor_is_said_to_be_missing(machine: Machine) -> None:
    for path in list((machine.home / "anchor").rglob("*")):
        if path.is_file():
            path.unlink()
    assert machine.run("up").returncode == 1
    done = machine.run("log", "adopt", "--reason", "lost", passphrase=PASSPHRASE)
    assert (done.returncode, "is missing" in done.stdout) == (0, True), done.stderr
    with machine.up():
        pass


@pytest.mark.requirement("AUDIT-1", "OPS-1")
def test_a_copy_is_verified_where_there_is_no_anchor_and_that_is_said(machine: Machine, blank: Machine) -> None:
    copy = Path(blank.root) / "copy.db"
    shutil.copy(machine.database, copy)
    key = (machine.home / "config" / "log.vkey").read_text().strip()
    told = blank.run("log", "verify", "--store", str(copy), "--key", key)
    assert (told.returncode, "no anchor was compared" in told.stdout) == (0, True), told.stdout + told.stderr
    as_json = blank.run("log", "verify", "--store", str(copy), "--key", key, "--json")
    assert json.loads(as_json.stdout)["anchor_compared"] is False
    here = machine.run("log", "verify", "--store", str(copy))
    assert (here.returncode, "no anchor was compared" in here.stdout) == (0, False)
    assert json.loads(machine.run("log", "verify", "--json").stdout)["anchor_compared"] is True
