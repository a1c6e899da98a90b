"""What mounts stand on outside, and what is seen of them: launches in one tree, and files replaced under a mount."""

import os
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from tests.support.sandbox_real import place

from mayact.boundary.run import guards
from mayact.core.errors import Forbidden
from mayact.core.model import Strength

pytestmark = pytest.mark.requirement("BOUND-2")
real = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "app").mkdir()
    return tmp_path / "app"


def make(work: Path) -> list[Path]:
    made = [work / ".vscode", work / ".github", work / ".github" / "hooks"]
    guards.make([str(path) for path in made])
    return made


def test_what_another_launch_stands_on_is_not_taken_away(work: Path) -> None:
    with guards.trees([str(work)], []) as first:
        made = make(work)
        with guards.trees([str(work)], []) as second:
            assert all(path.is_dir() for path in made), "it began while another one ran"
            first.leave()
            assert all(path.is_dir() for path in made)
            os.close(first.held.pop())  # the first is gone
            first.held.append(os.open(os.devnull, os.O_RDONLY))
            second.leave()
    assert os.listdir(work) == []


def test_what_a_killed_launch_left_goes_when_the_next_begins(work: Path) -> None:
    make(work)
    with guards.trees([str(work)], []):
        assert os.listdir(work) == []


def test_what_somebody_used_or_made_stays(work: Path) -> None:
    vscode, github, hooks = make(work)
    (vscode / "tasks.json").touch()
    (work / ".idea").mkdir()
    with guards.trees([str(work)], []):
        assert sorted(os.listdir(work)) == [".idea", ".vscode"]
    assert not hooks.exists()
    assert not github.exists()


def test_a_place_for_locks_that_others_may_write_is_refused(work: Path) -> None:
    (work.parent / f"mayact-trees-{os.geteuid()}").mkdir(mode=0o777)
    (work.parent / f"mayact-trees-{os.geteuid()}").chmod(0o777)
    with pytest.raises(Forbidden), guards.trees([str(work)], []):
        pass


REPLACED = {".git/config": "echo x >> .git/config && echo WROTE", ".env": "cat .env"}


@real
@pytest.mark.e2e
@pytest.mark.parametrize("name", REPLACED)
def test_a_file_that_is_replaced_outside_ends_the_agent(name: str) -> None:
    with place(None) as box:

        def replace() -> None:
            while not (box.work / "started").exists() and not over.wait(0.01):
                pass
            (box.work / "new").write_text("[user]\n")
            os.replace(box.work / "new", box.work / name)

        over = threading.Event()
        person = threading.Thread(target=replace)
        person.start()
        told, _ = box.shell(f"touch started; for n in $(seq 200); do {REPLACED[name]}; sleep 0.3; done")
        over.set()
        person.join()
        assert told["code"] == 137, told
        assert str(box.work / name) in told["end"]["appeared"]


@real
@pytest.mark.e2e
def test_a_file_from_which_git_starts_programs_ends_the_agent_that_makes_it() -> None:
    with place(None) as box:
        told, said = box.shell("echo ../ev > .git/commondir; sleep 60; rm .git/commondir; echo NEVER")
        assert (told["code"], "NEVER" in said) == (137, False), told
        assert told["end"]["appeared"] == [str(box.work / ".git/commondir")]


@real
@pytest.mark.e2e
def test_what_was_made_and_removed_again_is_named_all_the_same() -> None:
    with place(None) as box:
        told, said = box.shell("echo x > .envrc; sleep 1; rm .envrc; echo done")
        assert (told["code"], said) == (0, "done\n"), told
        assert told["end"]["appeared"] == [str(box.work / ".envrc")]


@real
@pytest.mark.e2e
def test_with_advisory_strength_it_is_only_said() -> None:
    with place(None) as box:
        told, said = box.shell("echo x > .git/commondir; sleep 1; echo done", least=Strength.ADVISORY)
        assert (told["code"], said) == (0, "done\n"), told
        assert str(box.work / ".git/commondir") in told["end"]["appeared"]


def test_an_eye_that_fails_counts_as_a_loss() -> None:
    lost: list[str] = []

    def fails(_path: str) -> None:
        raise RuntimeError("broken")

    eye = guards.Eye(["/w"], ["/"], lambda places: lost.extend(places), fails)
    with open("/proc/self/mountinfo", "rb", buffering=0) as table, pytest.raises(RuntimeError):
        eye.guard(table.fileno(), frozenset({"/w/.git/config"}))
    assert lost == ["/w/.git/config"]
