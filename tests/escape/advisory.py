"""The same attempts where nothing but hooks holds an agent (*advisory*), each recorded as it went.

    python -m tests.escape.advisory            (writes JSON on standard output)

Law: nothing real is harmed: the machine is a container of its own (bubblewrap: own network, processes and users, the
system's places and `/proc` read-only, everything else in memory), in which a person has a home, a gate runs, and the
agent is the same user. Each attempt starts from the same state. It is made twice: *asked*, as a client does that has a
hook, and *past it*, as a program does that an allowed command starts.
"""

import json
import os
import secrets
import shlex
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from tests.escape.attempts import ATTEMPTS, Attempt, Kind

ROOT: Final = Path(__file__).resolve().parents[2]
INSIDE: Final = "MAYACT_ESCAPE_INSIDE"
ATTEMPT_S: Final = 20
HOME: Final = "/tmp/home"
"""Of the person, in the container."""


def contained() -> dict[str, Any]:
    """Run all of it in a container; what was found, by attempt."""
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise SystemExit("bubblewrap is not installed")
    prefix = Path(sys.prefix).resolve()
    shown = dict.fromkeys(str(path) for path in (ROOT, prefix, Path(sys.base_prefix).resolve()))
    words = [
        bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", "1000",
        "--gid", "1000", "--hostname", "laptop", "--tmpfs", "/",
    ]  # fmt: skip
    for path in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            words += ["--ro-bind", path, path]
    words += ["--ro-bind", "/etc", "/etc", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"]
    # Started by root, the settings of the kernel belong to whom it is mapped to: they are the real machine's.
    words += ["--remount-ro", "/proc"]
    for path in shown:
        words += ["--ro-bind", path, path]
    accounts = f"root:x:0:0::/root:/bin/sh\nann:x:1000:1000::{HOME}:/bin/bash\n"
    with ExitStack() as held:
        users = os.memfd_create("passwd")
        held.callback(os.close, users)
        os.write(users, accounts.encode())
        os.lseek(users, 0, os.SEEK_SET)
        words += ["--ro-bind-data", str(users), "/etc/passwd", "--chdir", str(ROOT), "--clearenv"]
        for name, value in {"PATH": f"{prefix}/bin:/usr/local/bin:/usr/bin:/bin", INSIDE: "1", "LANG": "C.UTF-8",
                            "HOME": HOME, "PYTHONDONTWRITEBYTECODE": "1"}.items():  # fmt: skip
            words += ["--setenv", name, value]
        done = subprocess.run(
            [*words, "--", sys.executable, "-m", "tests.escape.advisory", *sys.argv[1:]],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True, pass_fds=(users,), timeout=3600,
        )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class Laptop:
    """A person's machine with a gate, and what an agent should not get at."""

    def __init__(self, template: Any) -> None:
        from tests.escape.test_escape import listening

        self.secret, self.left, self.mark = secrets.token_hex(16), f"7{os.urandom(4).hex()}", f"61{os.getpid()}"
        self.held = ExitStack()
        self.machine = template.copy()
        self.held.callback(self.machine.remove)
        root = Path(HOME)
        shutil.rmtree(root, ignore_errors=True)
        self.machine.work = work = root / "work"
        self.machine.environment["HOME"] = HOME
        self.outside = root / "outside"
        for path, text in (
            (root / "private.txt", self.secret), (root / ".ssh" / "id_ed25519", self.secret),
            (root / ".aws" / "credentials", self.secret), (work / ".env", f"TOKEN={self.secret}\n"),
            (work / ".claude" / "settings.json", "{}"), (self.outside / "readme", "nothing is planted here"),
        ):  # fmt: skip
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (work / "tools" / "hooks").mkdir(parents=True)
        for repository in (work, work / "lib"):
            subprocess.run(["git", "init", "-q", str(repository)], check=True)
        subprocess.run(["git", "-C", str(work), "config", "core.hooksPath", "tools/hooks"], check=True)
        self.reached: list[str] = []
        self.port, self.abstract = self.held.enter_context(listening(self.reached, root / "other.sock"))
        self.victim = subprocess.Popen(["sleep", "86399"])
        self.held.callback(self.victim.wait)
        self.held.callback(self.victim.kill)
        self.gate = self.machine.start()
        self.held.callback(self._stop)
        self.before = self.state()

    def _stop(self) -> None:
        self.gate.kill()
        self.gate.communicate()

    def words(self) -> dict[str, Any]:
        return {
            "home": HOME, "gate": self.machine.home, "work": self.machine.work, "outside": self.outside,
            "port": self.port, "abstract": self.abstract, "socket": f"{HOME}/other.sock",
            "pid": self.victim.pid, "secret": self.secret[:16], "left": "71717", "mark": "86399",
        }  # fmt: skip

    def state(self) -> dict[str, tuple[int, int, int]]:
        """What stands outside the gate's own places, and in those of the work tree that are guarded."""
        found = {}
        for directory, _, files in os.walk(HOME):
            for name in files:
                path = os.path.join(directory, name)
                stat = os.lstat(path)
                found[path] = (stat.st_mode, stat.st_size, stat.st_mtime_ns)
        return found

    def changed(self) -> list[str]:
        """What an attempt did that `mayact run` would not have let it do, in words."""
        work = str(self.machine.work)
        now = self.state()
        paths = [path for path in {*now, *self.before} if now.get(path) != self.before.get(path)]
        found = []
        for path in paths:
            inside = path.removeprefix(work + "/")
            first = inside.split("/")[0]
            if inside == path:
                found.append("wrote in the home directory")
            elif first.startswith(".") or "hooks/" in inside or "/.git/" in inside:
                if "index" not in inside and "COMMIT" not in inside:
                    found.append("wrote what starts outside")
            elif path in now and now[path][0] & 0o4000:
                found.append("made a set-user-id program")
        if self.victim.poll() is not None:
            found.append("killed a process")
        if self.gate.poll() is not None:
            found.append("killed the gate")
        found += [f"reached a socket ({name})" for name in self.reached]
        return list(dict.fromkeys(found))

    def close(self) -> None:
        self.held.close()


def made_by(attempt: Attempt, laptop: Laptop, *, asked: bool) -> dict[str, Any]:
    text = (attempt.sh or attempt.python).format(**laptop.words())
    shell = text if attempt.sh else f"python3 -c {shlex.quote(text)}"
    words = ["mayact", "exec", "-c", shell] if asked else ["/bin/sh", "-c", shell]
    environment = {
        **laptop.machine.environment, "GITHUB_TOKEN": laptop.secret, "AWS_SECRET_ACCESS_KEY": laptop.secret,
        "SSH_AUTH_SOCK": f"{HOME}/other.sock",
    }  # fmt: skip
    try:
        done = subprocess.run(
            words, cwd=laptop.machine.work, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            errors="replace", timeout=ATTEMPT_S, start_new_session=True, check=False,
        )  # fmt: skip
        said, code = done.stdout + done.stderr, done.returncode
    except subprocess.TimeoutExpired as late:
        said, code = str(late.stdout) + str(late.stderr), -1
    left = subprocess.run(["pkill", "-9", "-f", "71717"], check=False).returncode == 0
    effects = laptop.changed()
    if asked and code in (75, 77):
        said = ""  # nothing ran: what is said is the gate's, and may show the text
    if laptop.secret in said or laptop.secret[:16] in said.replace(shell, ""):
        effects.insert(0, "read the secret")
    elif "ESCAPED" in said:
        effects.insert(0, "reached what it should not")
    if left and attempt.kind is Kind.LEFT:
        effects.append("left a process running")
    return {"code": code, "effects": effects}


def main() -> None:
    from tests.support.cli_gate import Machine

    template = Machine()
    template.init()
    found: dict[str, Any] = {}
    laptop = Laptop(template)
    for attempt in ATTEMPTS:
        if sys.argv[1:] and attempt.name not in sys.argv[1:]:
            continue
        row = {}
        for how in (True, False):
            row["asked" if how else "past"] = one = made_by(attempt, laptop, asked=how)
            if one["effects"] or laptop.state() != laptop.before:
                laptop.close()
                laptop = Laptop(template)
        found[attempt.name] = row
        sys.stderr.write(f"{attempt.name}: {row}\n")
    laptop.close()
    template.remove()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main() if INSIDE in os.environ else json.dump(contained(), sys.stdout)
