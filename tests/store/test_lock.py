"""The lock of a store: held by one gate, and free as soon as that gate is gone with what it was starting."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mayact.core.errors import StoreUnavailable
from mayact.store.place import ExclusiveLock

# It holds a copy of the lock, as a process does between fork and exec, and lets go when its input ends.
_COPY = "import os, sys; print('up', flush=True); sys.stdin.read(1); os.close(int(sys.argv[1])); sys.stdin.read()"


@pytest.fixture
def lock(tmp_path: Path) -> str:
    return str(tmp_path / "mayact.db.lock")


@pytest.mark.requirement("OPS-1")
def test_one_gate_holds_it(lock: str) -> None:
    with ExclusiveLock(lock), pytest.raises(StoreUnavailable, match="another gate holds"):
        ExclusiveLock(lock)
    with ExclusiveLock(lock):
        pass


def test_what_a_killed_gate_was_starting_does_not_keep_it(lock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayact.store.place._LETTING_GO_S", 60.0)  # a busy machine takes long to let go
    held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with subprocess.Popen(
        [sys.executable, "-c", _COPY, str(held)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(held,)
    ) as copy:
        assert copy.stdin is not None
        assert copy.stdout is not None
        assert copy.stdout.readline() == b"up\n"
        fcntl.flock(held, fcntl.LOCK_EX)
        os.close(held)  # the gate is gone, its copy is not
        monkeypatch.setattr("mayact.store.place.time.sleep", lambda _: (copy.stdin.write(b"x"), copy.stdin.flush()))
        with ExclusiveLock(lock):
            assert copy.poll() is None
        copy.stdin.close()
