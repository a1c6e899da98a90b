"""The environment that makes a process's flushes slower, or do nothing: the program under test stays the same."""

import shutil
import subprocess
from pathlib import Path

from bench.peers.installed import Missing

SOURCE = Path(__file__).with_name("fsync.c")


def flushes(folder: Path, how: str) -> dict[str, str]:
    """Variables for a child: `how` is empty (the disk as it is), `skip`, or microseconds to add to each flush. Raises
    `Missing` when there is no C compiler."""
    if not how:
        return {}
    compiler = shutil.which("cc")
    if compiler is None:
        raise Missing("no C compiler to inject a slow flush with (Debian: apt-get install gcc libc6-dev)")
    library = folder / "fsync.so"
    if not library.exists():
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "BENCH_FSYNC": how}
