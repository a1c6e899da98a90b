"""The systemd unit: what systemd says of it, and the gate started as it says, attacked by another user."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.support.deploy_place import PROJECT, Place, possible
from tests.support.deploy_unit import service

from mayact.config import find_paths

UNITS = PROJECT / "deploy" / "systemd"
UNIT = UNITS / "mayact.service"
MOST_EXPOSED = 3.0
"""Of 10, by `systemd-analyze security`: what is left is what observing as other users needs."""

has_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
# One machine for all of them: installing takes longer than they do.
pytestmark = pytest.mark.xdist_group("place")
laid_over = pytest.mark.skipif(bool(possible()), reason=possible() or "it can")


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    made = Place()
    made.install()
    yield made
    made.remove()


@has_systemd
@laid_over
def test_systemd_accepts_every_file(place: Place) -> None:
    verified = place.run("systemd-analyze", "verify", "/etc/systemd/system/mayact.service")
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    assert place.run("systemd-sysusers", "--dry-run", "/etc/sysusers.d/mayact.conf").returncode == 0


@has_systemd
def test_it_is_hardly_exposed() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={int(MOST_EXPOSED * 10)}", "--no-pager", UNIT],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"exposure level for mayact.service: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout
    assert (done.returncode, float(found[1]) <= MOST_EXPOSED) == (0, True)


@pytest.mark.requirement("OPS-1")
def test_its_directories_are_those_of_a_machine_wide_gate() -> None:
    told, paths = service(UNIT), find_paths({"HOME": "/root"}, uid=0)
    assert {f"/var/lib/{name}" for name in told["StateDirectory"].split()} == {paths.state, paths.anchor}
    assert f"/run/{told['RuntimeDirectory']}" == paths.runtime
    assert set(told["ReadWritePaths"].split()) == {paths.state, paths.anchor, paths.runtime}
    rules = [line.split() for line in (UNITS / "mayact.tmpfiles").read_text().splitlines() if line.startswith("d ")]
    assert {rule[1] for rule in rules} == {paths.config, paths.state, paths.anchor, paths.runtime}
    modes = {rule[1]: rule[2] for rule in rules}
    assert (modes[paths.state], modes[paths.anchor], modes[paths.runtime]) == (
        "0700",
        "0700",
        told["RuntimeDirectoryMode"],
    )
    # What is done while the gate is stopped (restore, migrate) is done as its user, who may make nothing in /run.
    assert told["RuntimeDirectoryPreserve"] == "yes"
    assert {(rule[3], rule[4]) for rule in rules} == {(told["User"], told["Group"])}


@laid_over
@pytest.mark.e2e
@pytest.mark.requirement("AUTHZ-10", "OPS-1", "OPS-2")
def test_a_gate_that_runs_as_the_unit_says_withstands_another_user(place: Place) -> None:
    done = place.run(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--import-mode=importlib"),
        "tests/deploy/inside_unit.py",
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"(\d+) passed", done.stdout), done.stdout[-500:]
    assert "skipped" not in done.stdout.splitlines()[-1]
