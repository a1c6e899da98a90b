"""The place in which commands really run: no network but a loopback, nothing of the machine writable.

Law: bubblewrap gives every worker its own namespaces (network, mounts, processes, users) without capabilities; what
commands can write are file systems in memory; programs, libraries and this checkout are mounted read-only. A machine
that cannot give that, or cannot trace, gets one line that says what is missing, never a run without it.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

CHECKOUT: Final = Path(__file__).parent.parent.parent
VECTORS: Final = CHECKOUT / "tests" / "vectors" / "reality"
USER_ID: Final = "1000"
HOME: Final = "/home/dev"
PROJECT: Final = "/home/dev/project"
SEARCH_PATH: Final = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
PLACES: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS: Final = (
    "alternatives",
    "ssl",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "magic",
    "perl",
    "vim",
    "ca-certificates",
    "localtime",
    "mime.types",
    "protocols",
    "services",
    "debian_version",
    "os-release",
)
"""Of `/etc`: what programs need; everything personal is made up."""


class CannotTrace(Exception):
    """This machine cannot run a command under tracing without network. The message is one line."""


def rows() -> list[dict[str, Any]]:
    """Every command of the vectors."""
    return [
        {"file": path.stem, **json.loads(line)}
        for path in sorted((VECTORS / "commands").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


@cache
def hosts() -> dict[str, str]:
    """Address by name of every host the commands speak of; none of them can be reached."""
    found: dict[str, str] = json.loads((VECTORS / "hosts.json").read_text(encoding="utf-8"))
    return found


def needs() -> list[str]:
    """Programs that the commands need, as `scripts/packages.sh` names them: `PACKAGE:PROGRAM`."""
    return (VECTORS / "packages.txt").read_text(encoding="utf-8").split()


def _check(etc: Path) -> None:
    lost = [need.partition(":")[0] for need in needs() if shutil.which(need.partition(":")[2]) is None]
    if lost:
        raise CannotTrace(f"missing system packages: {' '.join(lost)}; `make setup-test` as root installs them")
    ended = subprocess.run(
        [*command_line(etc), "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=execve", "true"],
        input="", capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode != 0:
        why = (ended.stderr.strip().splitlines() or [f"exit {ended.returncode}"])[-1]
        raise CannotTrace(f"no sandbox with tracing here: {why}; user namespaces and ptrace must be permitted")


def _settings(etc: Path) -> None:
    """The `/etc` of the sandbox: a person of its own, and hosts of which none can be reached."""
    texts = {
        "passwd": "root:x:0:0:root:/root:/bin/bash\ndev:x:1000:1000:dev:/home/dev:/bin/bash\n",
        "group": "root:x:0:\ndev:x:1000:\n",
        "shadow": "root:*:19000:0:99999:7:::\ndev:$6$made$up:19000:0:99999:7:::\n",
        "hosts": "127.0.0.1 localhost sandbox\n" + "".join(f"{ip} {name}\n" for name, ip in hosts().items()),
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
        "resolv.conf": "nameserver 198.51.100.53\noptions attempts:1 timeout:1\n",
        "shells": "/bin/bash\n/bin/sh\n",
    }
    for name, text in texts.items():
        (etc / name).write_text(text, encoding="utf-8")
    for name in ("cron.d", "profile.d", "systemd"):
        (etc / name).mkdir()
    for name in _own():
        # Where the machine's own are mounted.
        (etc / name).mkdir() if (Path("/etc") / name).is_dir() else (etc / name).touch()


def _own() -> list[str]:
    return [name for name in SETTINGS if (Path("/etc") / name).exists()]


def command_line(etc: Path) -> list[str]:
    """bubblewrap up to the program that it runs. `etc`: what `_settings` made."""
    line = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--uid", USER_ID, "--gid", USER_ID]
    line += ["--cap-drop", "ALL", "--clearenv", "--hostname", "sandbox", "--tmpfs", "/"]
    for place in PLACES:
        if Path(place).is_symlink():
            line += ["--symlink", str(Path(place).readlink()), place]
        elif Path(place).exists():
            line += ["--ro-bind", place, place]
    line += ["--ro-bind", str(etc), "/etc"]
    for name in _own():
        line += ["--ro-bind", f"/etc/{name}", f"/etc/{name}"]
    line += ["--ro-bind", str(CHECKOUT), "/checkout"]
    if not sys.base_prefix.startswith("/usr"):
        line += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    for place in ("/proc", "/dev", "/home/dev", "/srv", "/tmp", "/var/tmp", "/run", "/template", "/trace", "/root"):
        kind = {"/proc": "--proc", "/dev": "--dev", "/root": "--dir"}.get(place, "--tmpfs")
        line += [kind, place]
    return [*line, "--remount-ro", "/", "--chdir", "/", "--setenv", "PATH", SEARCH_PATH]


def run(commands: Sequence[dict[str, Any]], *, sandboxes: int = 2) -> list[dict[str, Any]]:
    """What was predicted and what was seen, of each command, in order. Raises `CannotTrace`."""
    parts = [list(commands[at::sandboxes]) for at in range(sandboxes)]
    with TemporaryDirectory() as made, ThreadPoolExecutor(sandboxes) as pool:
        etc = Path(made)
        _settings(etc)
        _check(etc)
        ended = pool.map(lambda part: _run_part(part, etc), parts)
        answers = {answer["id"]: answer for part in ended for answer in part}
    return [answers[row["id"]] for row in commands]


def _run_part(part: Iterable[dict[str, Any]], etc: Path) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(row) + "\n" for row in part)
    ended = subprocess.run(
        [*command_line(etc), "--setenv", "PYTHONPATH", "/checkout/src:/checkout",
         "--setenv", "PYTHONDONTWRITEBYTECODE", "1", "--setenv", "LC_ALL", "C.UTF-8",
         "/checkout/.venv/bin/python", "-m", "tests.reality.worker"],
        input=lines, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode != 0:
        raise CannotTrace(f"a sandbox ended with {ended.returncode}: {ended.stderr.strip()[-2000:]}")
    return [json.loads(line) for line in ended.stdout.splitlines()]
