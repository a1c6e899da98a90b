import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.gate_world import World
from tests.support.store_memory import MemoryStore


def git(*words: str, cwd: Path) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words],
        cwd=cwd,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A home with one project: a real repository with a real bare remote."""
    home = tmp_path / "home"
    project = home / "project"
    project.mkdir(parents=True)
    git("init", "-q", "--bare", "-b", "main", str(home / "remote.git"), cwd=home)
    git("init", "-q", "-b", "main", cwd=project)
    git("remote", "add", "origin", str(home / "remote.git"), cwd=project)
    (project / "README").write_text("hello\n")
    git("add", ".", cwd=project)
    git("commit", "-qm", "first", cwd=project)
    made = World(store=MemoryStore(), home=home, project=project)
    yield made
    made.close()
