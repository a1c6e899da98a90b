"""Every way out of `mayact run` that is known, tried from inside one sandbox: none leads anywhere.

One run of the real command against a real gate, with marks set up outside; then each attempt is looked at by itself,
and outside is looked at for what none of them may have done.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.escape.attempts import ATTEMPTS
from tests.support.cli_gate import Machine

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]

DRIVER = """
import json, os, subprocess
found = {}
rows = json.load(open("attempts.json"))
os.unlink("attempts.json")
for name, kind, text in rows:
    words = ["sh", "-c", text] if kind == "sh" else ["/usr/bin/env", "python3", "-c", text]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, errors="replace", timeout=40)
        found[name] = done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        found[name] = "LATE " + str(late.stdout) + str(late.stderr)
    json.dump(found, open("found.json", "w"))
"""


@dataclass
class Tried:
    machine: Machine
    secret: str
    found: dict[str, str]
    done: Any
    reached: list[str]
    victim: "subprocess.Popen[bytes]"
    left: str
    outside: Path


@pytest.fixture(scope="module")
def tried(initialised: Machine) -> Iterator[Tried]:
    """The one run."""
    machine = initialised.copy()
    secret, left, mark = secrets.token_hex(16), f"7{secrets.randbelow(10**8)}", f"6{secrets.randbelow(10**8)}"
    outside = machine.root / "outside"
    for path, text in (
        (machine.root / "private.txt", secret),
        (machine.root / ".ssh" / "id_ed25519", secret),
        (machine.root / ".aws" / "credentials", secret),
        (machine.work / ".env", f"TOKEN={secret}\n"),
        (machine.work / ".claude" / "settings.json", "{}"),
        (outside / "readme", "nothing is planted here"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (machine.work / "tools" / "hooks").mkdir(parents=True)
    for repository in (machine.work, machine.work / "lib"):
        subprocess.run(["git", "init", "-q", str(repository)], check=True)
    subprocess.run(["git", "-C", str(machine.work), "config", "core.hooksPath", "tools/hooks"], check=True)
    reached: list[str] = []
    victim = subprocess.Popen(["sleep", mark])
    try:
        with listening(reached, machine.root / "other.sock") as (port, abstract), machine.up():
            words = {
                "home": machine.root, "gate": machine.home, "work": machine.work, "outside": outside, "port": port,
                "abstract": abstract, "socket": machine.root / "other.sock", "pid": victim.pid, "secret": secret[:16],
                "left": left, "mark": mark,
            }  # fmt: skip
            rows = [(a.name, "sh" if a.sh else "python", (a.sh or a.python).format(**words)) for a in ATTEMPTS]
            (machine.work / "attempts.json").write_text(json.dumps(rows))
            (machine.work / "driver.py").write_text(DRIVER)
            done = machine.run(
                "run", "--host", "allowed.test:1=127.0.0.1", "--", "/usr/bin/env", "python3", "driver.py",
                environment={"GITHUB_TOKEN": secret, "SSH_AUTH_SOCK": str(machine.root / "other.sock"),
                             "AWS_SECRET_ACCESS_KEY": secret, "LD_LIBRARY_PATH": "/tmp/none"},
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            found = json.loads((machine.work / "found.json").read_text())
            yield Tried(machine, secret, found, done, reached, victim, left, outside)
    finally:
        victim.kill()
        victim.wait()
        machine.remove()


class listening:  # noqa: N801  used as a word
    """A loopback service, an abstract socket and a socket file. Whoever connects is written down."""

    def __init__(self, reached: list[str], path: Path) -> None:
        self.reached = reached
        self.abstract = f"mayact-escape-{os.getpid()}"
        made = [
            ("loopback", socket.socket(socket.AF_INET), ("127.0.0.1", 0)),
            ("abstract", socket.socket(socket.AF_UNIX), f"\0{self.abstract}"),
            ("file", socket.socket(socket.AF_UNIX), str(path)),
        ]
        self.sockets = []
        for name, one, address in made:
            one.bind(address)
            one.listen(8)
            self.sockets.append((name, one))

    def __enter__(self) -> tuple[int, str]:
        for name, one in self.sockets:
            threading.Thread(target=self.accept, args=(name, one), daemon=True).start()
        return self.sockets[0][1].getsockname()[1], self.abstract

    def accept(self, name: str, one: socket.socket) -> None:
        while True:
            try:
                connection, _ = one.accept()
            except OSError:
                return
            self.reached.append(name)
            connection.close()

    def __exit__(self, *_: object) -> None:
        for _, one in self.sockets:
            one.close()


def test_there_are_at_least_sixty() -> None:
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS) >= 60


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("name", [attempt.name for attempt in ATTEMPTS])
def test_no_way_leads_out(tried: Tried, name: str) -> None:
    said = tried.found[name]
    assert tried.secret not in said
    assert "ESCAPED" not in said, said
    assert not said.startswith("LATE"), said


@pytest.mark.requirement("BOUND-2")
def test_nothing_outside_was_reached(tried: Tried) -> None:
    assert tried.reached == []
    assert tried.victim.poll() is None
    assert tried.secret not in tried.done.stdout + tried.done.stderr


@pytest.mark.requirement("BOUND-2")
def test_nothing_outside_was_changed(tried: Tried) -> None:
    root, work = tried.machine.root, tried.machine.work
    assert sorted(os.listdir(tried.outside)) == ["readme"]
    assert (root / "private.txt").read_text() == tried.secret
    assert not (root / "planted").exists()
    assert not (root / ".bashrc").exists()
    assert (work / ".claude" / "settings.json").read_text() == "{}"
    assert sorted(os.listdir(work / ".claude")) == ["settings.json"]
    config = (work / ".git" / "config").read_text()
    assert "fsmonitor" not in config
    assert config.count("hooksPath") == 1
    assert os.listdir(work / "tools" / "hooks") == []
    hooks = os.listdir(work / ".git" / "hooks") if (work / ".git" / "hooks").exists() else []
    assert not [name for name in hooks if not name.endswith(".sample")]


@pytest.mark.requirement("BOUND-2")
def test_nothing_is_left_running(tried: Tried) -> None:
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"sleep {tried.left}" not in found


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_the_log_tells_of_launch_proof_and_end(tried: Tried) -> None:
    told = [
        row for row in tried.machine.json("log", "show", "--json", "--last", "500") if row["kind"].startswith("agent.")
    ]
    kinds = [row["kind"] for row in told if row["kind"] not in ("agent.contacted", "agent.refused")]
    assert kinds == ["agent.launched", "agent.proved", "agent.ended"]
    proved = next(row["body"] for row in told if row["kind"] == "agent.proved")
    assert (proved["strength"], proved["reasons"]) == ("sandboxed", [])
    contacts = [row["body"] for row in told if row["kind"] == "agent.contacted"]
    assert [body["host"] for body in contacts if body["allowed"]] in ([], ["allowed.test:1"])
    assert {"mayact-probe.invalid:443", "169.254.169.254:80"} <= {body["host"] for body in contacts}
