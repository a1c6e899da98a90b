"""Directories of one launch outside: temporary places and the home directory that its sandboxes share, and sockets.

Law: they are this user's alone, and gone when the launch ends, whatever was put into them.
"""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator

from mayact.core.sandbox.model import Plan, Shared


@contextlib.contextmanager
def directory(name: str) -> Iterator[str]:
    made = os.path.realpath(tempfile.mkdtemp(prefix=f"mayact-{name}-"))  # 0700
    try:
        yield made
    finally:
        # Not `shutil.rmtree`: what an agent leaves behind may be deeper than a recursion, and closed to its owner.
        for words in (["chmod", "-R", "u+rwX"], ["rm", "-rf", "--one-file-system"]):
            subprocess.run(
                [*words, "--", made], check=False, env={"PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip


def furnish(plan: Plan) -> None:
    """Make what the plan's shared places stand on, before anything of the agent's runs."""
    for mount in plan.mounts:
        if isinstance(mount, Shared):
            os.makedirs(mount.source, mode=0o700, exist_ok=True)
