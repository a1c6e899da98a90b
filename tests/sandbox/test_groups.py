"""Control groups on a hierarchy of files: what is bounded, and what is said when it cannot be."""

from pathlib import Path

import pytest

from mayact.boundary.run import groups
from mayact.core.sandbox.model import Limits

LIMITS = Limits(processes=7, memory=4096)


def write(path: str, value: int) -> None:
    """The kernel makes these files with the directory, and lets some be written."""
    if Path(path).parents[2].joinpath("refuses").exists():
        raise PermissionError(path)
    Path(path).write_text(str(value))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(groups, "_ROOT", str(tmp_path))
    monkeypatch.setattr(groups, "_write", write)
    return tmp_path


def test_the_unified_hierarchy_gets_a_group_beside_our_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "cgroup.controllers").write_text("pids memory")
    (root / "user" / "app").mkdir(parents=True)
    monkeypatch.setattr(groups, "_own", lambda: {"": "/user/app"})
    group = groups.bounded(LIMITS, (4711,))
    assert group.bounds
    (place,) = group.places
    assert Path(place).parent == root / "user"
    assert (Path(place) / "pids.max").read_text() == "7"
    assert (Path(place) / "memory.max").read_text() == "4096"
    assert (Path(place) / "cgroup.procs").read_text() == "4711"


def test_the_older_hierarchies_get_one_each(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for controller in ("pids", "memory"):
        (root / controller).mkdir()
    monkeypatch.setattr(groups, "_own", lambda: {"pids": "", "memory": "", "": "/"})
    group = groups.bounded(LIMITS, (4711,))
    assert [Path(place).parent.name for place in group.places] == ["pids", "memory"]
    assert (Path(group.places[1]) / "memory.limit_in_bytes").read_text() == "4096"


@pytest.mark.requirement("BOUND-2")
def test_what_cannot_be_had_is_not_pretended(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_own", lambda: {"pids": "/a", "memory": "/a", "": "/a"})
    assert not groups.bounded(LIMITS, (4711,)).bounds
    (root / "pids").mkdir()
    (root / "pids" / "refuses").write_text("")
    (root / "pids" / "a").mkdir()
    assert not groups.bounded(LIMITS, (4711,)).bounds
    assert list((root / "pids" / "a").iterdir()) == []
