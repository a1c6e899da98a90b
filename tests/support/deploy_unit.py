"""Starts what a systemd unit starts, the way the unit says, without systemd: `python deploy_unit.py UNIT`.

Read from the unit and kept here: ExecStart, User, Group, UMask, the directories with their modes, ambient and bounding
capabilities, NoNewPrivileges, MemoryDenyWriteExecute (where the kernel has prctl(PR_SET_MDWE)), ProtectSystem=strict
with ReadWritePaths, LimitCORE, and an environment like the manager's. A setting that is not known here is an error,
unless it stands in `ELSEWHERE`. Run as root, in a mount namespace of one's own.
"""

import ctypes
import os
import pwd
import resource
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ELSEWHERE: Final = frozenset(
    (
        *("Type", "Restart", "RestartSec", "TimeoutStopSec", "TimeoutStartSec", "ProtectHome", "DevicePolicy"),
        *("LockPersonality", "PrivateMounts", "ProtectClock", "ProtectControlGroups", "ProtectHostname"),
        *("ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "RemoveIPC", "RestrictNamespaces"),
        *("RestrictAddressFamilies", "RestrictRealtime", "RestrictSUIDSGID", "SystemCallArchitectures"),
        *("SystemCallFilter", "SystemCallErrorNumber", "KeyringMode", "LimitNOFILE"),
        "RuntimeDirectoryPreserve",
    )
)
"""What only a manager or a seccomp filter does; `systemd-analyze` looks at these."""

_PLACES: Final = ("/", "/etc", "/var/lib", "/usr/local", "/opt", "/home", "/run")
_PR_SET_MDWE: Final = 65


def service(path: Path) -> dict[str, str]:
    """The `[Service]` section; of settings given twice the values are joined."""
    found: dict[str, str] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#") and section == "[Service]":
            name, _, value = line.partition("=")
            found[name] = f"{found[name]} {value}" if name in found else value
    return found


def main(unit: Path) -> None:
    told = service(unit)

    def take(name: str) -> str:
        return told.pop(name)

    user = pwd.getpwnam(take("User"))
    for setting, above in (("StateDirectory", "/var/lib"), ("RuntimeDirectory", "/run")):
        mode = int(take(f"{setting}Mode"), 8)
        for name in take(setting).split():
            _directory(Path(above) / name, user, mode)
    assert take("ProtectSystem") == "strict"
    _only_writable(take("ReadWritePaths").split())
    os.umask(int(take("UMask"), 8))
    resource.setrlimit(resource.RLIMIT_CORE, (int(take("LimitCORE")),) * 2)
    assert take("MemoryDenyWriteExecute") == "yes"
    ctypes.CDLL(None).prctl(_PR_SET_MDWE, 1, 0, 0, 0)  # refused by kernels before 6.3, which do not have it
    ambient, bounding = (_capabilities(take(name)) for name in ("AmbientCapabilities", "CapabilityBoundingSet"))
    assert take("NoNewPrivileges") == "yes"
    command = shlex.split(take("ExecStart"))
    words = [
        *("setpriv", f"--reuid={user.pw_name}", f"--regid={take('Group')}", "--init-groups", "--no-new-privs"),
        *(f"--inh-caps={ambient}", f"--ambient-caps={ambient}", f"--bounding-set={bounding}", "--", *command),
    ]
    left = set(told) - ELSEWHERE
    assert not left, f"the unit has settings that this does not know: {left}"
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": user.pw_dir,
        "USER": user.pw_name,
        "LOGNAME": user.pw_name,
        "LANG": "C.UTF-8",
        "NOTIFY_SOCKET": os.environ["NOTIFY_SOCKET"],
    }
    os.chdir("/")
    os.execvpe(words[0], words, environment)


def _directory(path: Path, user: Any, mode: int) -> None:
    path.mkdir(exist_ok=True)
    os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(mode)


def _only_writable(places: list[str]) -> None:
    for place in places:
        subprocess.run(["mount", "--bind", place, place], check=True)
    for place in _PLACES:
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=False, stderr=subprocess.DEVNULL)
    try:
        Path("/etc/written").touch()
    except OSError:
        return
    raise AssertionError("/etc can be written")


def _capabilities(names: str) -> str:
    return ",".join(("-all", *(f"+{name.removeprefix('CAP_').lower()}" for name in names.split())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
