"""Real names of files: links, hard links, mounts at a second place, and links that each process reads differently."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mayact.core.analysis.plan import Found, RealPath, Unavailable
from mayact.observe import files, places
from mayact.observe.observer import LocalObserver

SEE = LocalObserver().answer


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "home"
    (found / ".ssh").mkdir(parents=True)
    (found / ".ssh" / "id_ed25519").write_text("key")
    (found / ".bashrc").write_text("")
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(files, "_home", lambda: str(found))
    return found


@pytest.mark.requirement("AUTHZ-4", "FLOW-4")
@pytest.mark.parametrize("name", [".ssh/id_ed25519", ".bashrc"])
def test_another_name_of_a_file_that_means_something_is_that_file(home: Path, tmp_path: Path, name: str) -> None:
    other = tmp_path / "work" / "notes.txt"
    other.hardlink_to(home / name)
    assert SEE(RealPath(str(other))) == Found(str(home / name))
    (tmp_path / "work" / "link").symlink_to(other)
    assert SEE(RealPath(str(tmp_path / "work" / "link"))) == Found(str(home / name))


def test_two_names_that_mean_nothing_stay_as_they_are(home: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "work" / "a", tmp_path / "work" / "b"
    one.write_text("x")
    two.hardlink_to(one)
    assert SEE(RealPath(str(two))) == Found(str(two))
    assert SEE(RealPath(str(home / ".bashrc"))) == Found(str(home / ".bashrc"))


_BOUND = """
import os, subprocess, sys
home, place = sys.argv[1:]
subprocess.run(["mount", "--bind", home, place], check=True)
from mayact.observe import files
from mayact.core.analysis.plan import RealPath
files._home = lambda: home
from mayact.observe.observer import LocalObserver
print(LocalObserver().answer(RealPath(place + "/.ssh/id_ed25519")).value)
print(LocalObserver().answer(RealPath(place + "/new/file")).value)
"""


def test_a_directory_that_is_mounted_elsewhere_is_that_directory(home: Path, tmp_path: Path) -> None:
    place = tmp_path / "work"
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare")
    command = ["unshare", "-rm", sys.executable, "-c", _BOUND, str(home), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr or "permission denied" in done.stderr:
        pytest.skip("no mounts may be made here")
    assert done.stdout.splitlines() == [str(home / ".ssh" / "id_ed25519"), str(home / "new" / "file")], done.stderr


@pytest.mark.requirement("AUTHZ-6")
def test_what_each_process_reads_differently_cannot_be_known(home: Path, tmp_path: Path) -> None:
    (tmp_path / "work" / "x").symlink_to("/proc/self/cwd/../.bashrc")
    for path in ("/proc/self/cwd/x", "/proc/self/root/etc/passwd", "/proc/1/cwd", str(tmp_path / "work" / "x")):
        if os.path.lexists("/proc/self/cwd"):
            assert isinstance(SEE(RealPath(path)), Unavailable), path


@pytest.mark.parametrize("tail", ["", "/a", "/missing/b", "/missing/deeper/c"])
def test_links_are_followed_as_the_system_does(home: Path, tmp_path: Path, tail: str) -> None:
    work = tmp_path / "work"
    (work / "real" / "a").mkdir(parents=True)
    (work / "one").symlink_to("real")
    (work / "two").symlink_to(work / "one")
    (work / "three").symlink_to("../work/two/../two")
    for start in ("one", "two", "three"):
        path = f"{work}/{start}{tail}"
        assert places.resolved(path) == os.path.realpath(path)


def test_a_circle_has_no_end(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert isinstance(SEE(RealPath(str(tmp_path / "a"))), Unavailable)
