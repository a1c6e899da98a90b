"""A machine of its own for a test: this one, with everything that installing writes to laid over it, gone at the end.

Mount namespace and overlays; root is needed. Other processes see nothing of it.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.support.cli_gate import Done

PROJECT: Final = Path(__file__).parents[2]
LAID_OVER: Final = ("etc", "var/lib", "usr/local", "opt", "home", "run")

_SETUP: Final = """
set -e
mount -t tmpfs -o mode=755 tmpfs "$PLACE"
for at in {places}; do
    mkdir -p "$PLACE/$at/upper" "$PLACE/$at/work"
    mount -t overlay -o "lowerdir=/$at,upperdir=$PLACE/$at/upper,workdir=$PLACE/$at/work" overlay "/$at"
done
echo laid
exec sleep infinity
"""


def possible() -> str:
    """Why there can be no such machine here; empty when there can."""
    if os.geteuid() != 0:
        return "only root can lay a machine over this one"
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "mount", "-t", "tmpfs", "tmpfs", folder],
            capture_output=True,
            check=False,
        )
    return "" if tried.returncode == 0 else "this machine does not let anybody mount"


class Place:
    """One such machine; nothing is installed in it yet."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="mayact-place-"))
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", _SETUP.format(places=" ".join(LAID_OVER))],
            env={"PATH": os.environ["PATH"], "PLACE": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "laid\n":
            _, said = self._holder.communicate()
            raise AssertionError(f"the machine could not be laid out: {said}")

    def inside(self, *words: str) -> list[str]:
        """The command that runs `words` in this machine."""
        return ["nsenter", f"--mount=/proc/{self._holder.pid}/ns/mnt", f"--wdns={PROJECT}", "--", *words]

    def run(self, *words: str, timeout: float = 300, **options: Any) -> Done:
        return subprocess.run(
            self.inside(*words), capture_output=True, text=True, check=False, timeout=timeout, **options
        )

    def install(self) -> Done:
        """As `make install` does it."""
        done = self.run("sh", "deploy/systemd/install.sh", env={**os.environ, "UV": uv()})
        assert done.returncode == 0, done.stderr
        return done

    def remove(self) -> None:
        self._holder.kill()
        self._holder.communicate()
        shutil.rmtree(self.root, ignore_errors=True)


def uv() -> str:
    """The uv that set-up brought, else the one on the search path."""
    own = PROJECT / ".venv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    assert found, "uv is not there; run `make setup`"
    return found
