"""The process dies at every commit point of the one path: nothing runs twice, is spent twice, or is lost."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from tests.gate.conftest import git
from tests.support.crashing_gate import COMMAND, PINNED, world_in
from tests.support.gate_world import Passed, World

from mayact.cli import log as records
from mayact.core.limits import MAX_RUN_MS
from mayact.core.log.state import PermitRow, PermitStatus, RequestRow, RequestStatus, Table
from mayact.ports import CrashPoint, Pending, Permitted

ROOT = Path(__file__).parent.parent.parent

PASSES = {
    CrashPoint.DECIDED: 2,
    CrashPoint.BEFORE_COMMIT: 5,
    CrashPoint.COMMITTED: 5,
    CrashPoint.ANCHORED: 5,
    CrashPoint.REDEEMED: 1,
    CrashPoint.EXECUTED: 1,
    CrashPoint.REPORTED: 1,
}
"""How often one session passes each point."""

KILLS = [(point, n) for point, passes in PASSES.items() for n in range(1, passes + 1)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    project = tmp_path / "home" / "project"
    project.mkdir(parents=True)
    git("init", "-q", "--bare", "-b", "main", str(tmp_path / "home" / "remote.git"), cwd=tmp_path)
    git("init", "-q", "-b", "main", cwd=project)
    git("remote", "add", "origin", str(tmp_path / "home" / "remote.git"), cwd=project)
    (project / "README").write_text("hello\n")
    git("add", ".", cwd=project)
    git("commit", "-qm", "first", cwd=project)
    return tmp_path


def run_until_killed(place: Path, point: CrashPoint, n: int) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.crashing_gate", str(place), point.value, str(n)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}/src:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == -9, done.stderr
    return dict(line.split() for line in done.stdout.splitlines())


def runs(place: Path) -> list[str]:
    ran = place / "ran"
    return ran.read_text().split() if ran.exists() else []


def nothing_acknowledged_is_lost(world: World, acknowledged: dict[str, str]) -> None:
    if "asked" in acknowledged:
        assert isinstance(world.store.row(Table.REQUESTS, acknowledged["asked"]), RequestRow)
    if "approved" in acknowledged:
        assert world.gate.request(acknowledged["approved"]).status in (RequestStatus.APPROVED, RequestStatus.SPENT)
    if "permitted" in acknowledged:
        assert isinstance(world.store.row(Table.PERMITS, acknowledged["permitted"]), PermitRow)
    if "ran" in acknowledged:
        row = world.store.row(Table.PERMITS, acknowledged["ran"])
        assert isinstance(row, PermitRow)
        assert row.status in (PermitStatus.REDEEMED, PermitStatus.SUCCEEDED)
    if "reported" in acknowledged:
        row = world.store.row(Table.PERMITS, acknowledged["reported"])
        assert isinstance(row, PermitRow)
        assert row.status is PermitStatus.SUCCEEDED


@pytest.mark.e2e
@pytest.mark.requirement("OPS-1", "APPR-1", "APPR-6", "AUDIT-1", "AUTHZ-6")
@pytest.mark.parametrize(("point", "n"), KILLS, ids=[f"{point.value}-{n}" for point, n in KILLS])
def test_killed_here(place: Path, point: CrashPoint, n: int) -> None:
    acknowledged = run_until_killed(place, point, n)
    world = world_in(place, Passed())
    try:
        nothing_acknowledged_is_lost(world, acknowledged)
        assert len(runs(place)) <= 1
        permits = [row for row in world.store.rows(Table.PERMITS) if isinstance(row, PermitRow)]
        requests = [row for row in world.store.rows(Table.REQUESTS) if isinstance(row, RequestRow)]
        spent = [name for permit in permits for name in permit.requests]
        assert len(spent) == len(set(spent))
        assert {row.id for row in requests if row.status is RequestStatus.SPENT} == set(spent)
        again = world.ask(COMMAND)
        approval_is_left = any(row.status is RequestStatus.APPROVED for row in requests)
        assert isinstance(again, Permitted if approval_is_left else Pending)
        assert not (approval_is_left and runs(place)), "an approval is left although it ran"
        if any(row.status is PermitStatus.REDEEMED for row in permits):
            world.clock.ms += MAX_RUN_MS
            assert world.gate.sweep() >= 1
            assert {
                row.status for row in world.store.rows(Table.PERMITS) if isinstance(row, PermitRow) and row.redeemed_at
            } == {PermitStatus.UNKNOWN}
    finally:
        world.close()
        world.store.close()  # type: ignore[attr-defined]
    said = io.StringIO()
    database, anchor = place / "state" / "mayact.db", str(place / "anchor" / "head")
    assert records.verify(database, key=PINNED, out=said, anchor=anchor, pins=(), as_json=False) == 0, said.getvalue()
