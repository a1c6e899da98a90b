"""Directories of one launch outside: temporary places and the home directory that its sandboxes share, and sockets.

Law: they are this user's alone, and gone when the launch ends, whatever was put into them. Of a launcher that was
killed they stay until the next launch of this user, which takes them away.
"""

import contextlib
import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator

from mayact.core.sandbox.model import Plan, Shared


@contextlib.contextmanager
def directory(name: str) -> Iterator[str]:
    """A new one, called after `name`. What launchers that were killed left behind under that name goes first."""
    prefix = f"mayact-{name}-"
    where = os.path.realpath(tempfile.gettempdir())
    _sweep(where, prefix)
    # Under another name until it is held: what nobody holds is swept.
    made = tempfile.mkdtemp(prefix=f"new-{prefix}", dir=where)  # 0700
    held = os.open(made, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        made, unheld = f"{where}/{os.path.basename(made).removeprefix('new-')}", made
        os.rename(unheld, made)
        yield made
    finally:
        _remove(made)
        os.close(held)


def _sweep(where: str, prefix: str) -> None:
    """Take away what is this user's and what no launcher holds any more: the kernel lets go when it ends (flock(2))."""
    for name in os.listdir(where):
        if not name.startswith(prefix):
            continue
        path = f"{where}/{name}"
        try:
            found = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            continue  # somebody else's, or gone meanwhile
        try:
            if os.fstat(found).st_uid == os.geteuid():
                fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(path)
        except BlockingIOError:
            pass  # it is held: a launch of this user that runs
        finally:
            os.close(found)


def _remove(path: str) -> None:
    # Not `shutil.rmtree`: what an agent leaves behind may be deeper than a recursion, and closed to its owner.
    for words in (["chmod", "-R", "u+rwX"], ["rm", "-rf", "--one-file-system"]):
        subprocess.run(
            [*words, "--", path], check=False, env={"PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def furnish(plan: Plan) -> None:
    """Make what the plan's shared places stand on, before anything of the agent's runs."""
    for mount in plan.mounts:
        if isinstance(mount, Shared):
            os.makedirs(mount.source, mode=0o700, exist_ok=True)
