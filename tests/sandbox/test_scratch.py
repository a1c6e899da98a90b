"""Directories of a launch: gone when it ends, and those of a killed launcher when the next one starts."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mayact.boundary.run import scratch

pytestmark = pytest.mark.requirement("BOUND-2")

_HOLDS = """
import sys, time, tempfile
tempfile.tempdir = sys.argv[1]
from mayact.boundary.run import scratch
with scratch.directory("place") as made:
    open(made + "/left", "w").close()
    print(made, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def launcher(where: Path) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen([sys.executable, "-c", _HOLDS, str(where)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_it_is_gone_afterwards_whatever_was_put_there(where: Path) -> None:
    with scratch.directory("place") as made:
        assert os.stat(made).st_mode & 0o777 == 0o700
        os.mkdir(f"{made}/closed", 0)
        os.symlink("/", f"{made}/closed-not")
    assert os.listdir(where) == []


def test_what_a_killed_launcher_left_goes_with_the_next_and_what_is_held_stays(where: Path) -> None:
    (killed, left), (lives, held) = launcher(where), launcher(where)
    with killed, lives:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        with scratch.directory("place") as made:
            assert sorted(os.listdir(where)) == sorted(map(os.path.basename, (held, made)))
        assert not os.path.lexists(left)
        assert os.path.exists(f"{held}/left")
        lives.kill()


def test_a_link_of_that_name_leads_nowhere(where: Path) -> None:
    (where / "kept").mkdir()
    (where / "kept" / "file").touch()
    (where / "mayact-place-x").symlink_to(where / "kept")
    with scratch.directory("place"):
        pass
    assert (where / "kept" / "file").exists()
