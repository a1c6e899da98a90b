"""Every way out of `mayact run` that is known, tried from inside one sandbox: none leads anywhere.

One run of the real command against a real gate, with marks set up outside; then each attempt is looked at by itself,
and outside is looked at for what none of them may have done.
"""

import json
import os
import secrets
import shlex
import shutil
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.escape.attempts import ATTEMPTS, Attempt
from tests.support.cli_gate import Machine

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]

DRIVER = """
import json, os, shlex, subprocess, sys
asked = sys.argv[1] == "asked"
found = {}
rows = json.load(open("attempts.json"))
os.unlink("attempts.json")
for name, kind, text in rows:
    if asked:
        words = ["/bin/sh", "-c", text if kind == "sh" else "python3 -c " + shlex.quote(text)]
    else:
        words = ["/run/shells/sh", "-c", text] if kind == "sh" else ["/usr/bin/env", "python3", "-c", text]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, errors="replace", timeout=40)
        found[name] = done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        found[name] = "LATE " + str(late.stdout) + str(late.stderr)
    json.dump(found, open("found.json", "w"))
"""
"""Past the shells that ask, or through them."""


@dataclass
class Tried:
    """One run that goes past the shells, and one that goes through them."""

    machine: Machine
    secret: str
    found: dict[str, str]
    asked: dict[str, str]
    texts: dict[str, str]
    """What the shells were given, by attempt."""
    done: Any
    reached: list[str]
    victim: "subprocess.Popen[bytes]"
    left: str
    outside: Path
    rows: list[dict[str, Any]]
    """The log after the first run."""
    decided: list[dict[str, Any]]
    """What the second run added."""


@pytest.fixture(scope="module")
def tried(initialised: Machine) -> Iterator[Tried]:
    """Both runs."""
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
            (machine.work / "driver.py").write_text(DRIVER)

            def drive(how: str) -> tuple[Any, dict[str, str]]:
                (machine.work / "attempts.json").write_text(json.dumps(rows))
                done = machine.run(
                    "run", "--host", "allowed.test:1=127.0.0.1", "--", "/usr/bin/env", "python3", "driver.py", how,
                    environment={"GITHUB_TOKEN": secret, "SSH_AUTH_SOCK": str(machine.root / "other.sock"),
                                 "AWS_SECRET_ACCESS_KEY": secret, "LD_LIBRARY_PATH": "/tmp/none"}, seconds=600,
                )  # fmt: skip
                assert done.returncode == 0, done.stderr
                return done, json.loads((machine.work / "found.json").read_text())

            done, found = drive("past")
            logged = machine.json("log", "show", "--json", "--last", "5000")
            _, asked = drive("asked")
            decided = machine.json("log", "show", "--json", "--last", "5000")[len(logged) :]
            texts = {name: text if kind == "sh" else f"python3 -c {shlex.quote(text)}" for name, kind, text in rows}
            yield Tried(machine, secret, found, asked, texts, done, reached, victim, left, outside, logged, decided)
    finally:
        victim.kill()
        victim.wait()
        machine.remove()


class listening:  # noqa: N801  used as a word
    """A loopback service, an abstract socket and a socket file. Whoever connects is written down."""

    def __init__(self, reached: list[str], path: Path) -> None:
        self.reached = reached
        self.abstract = f"mayact-escape-{secrets.token_hex(6)}"
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


@pytest.mark.requirement("BOUND-2", "AUTHZ-1")
@pytest.mark.parametrize("name", [attempt.name for attempt in ATTEMPTS])
def test_through_a_shell_each_is_a_decision_and_leads_nowhere(tried: Tried, name: str) -> None:
    assert tried.secret not in tried.asked[name]
    assert "ESCAPED" not in tried.asked[name], tried.asked[name]
    calls = [row["body"]["decision"]["call"] for row in tried.decided if row["kind"] == "decision.made"]
    assert any(json.dumps(tried.texts[name])[1:-1] in json.dumps(call["arguments"]) for call in calls)


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


@pytest.mark.requirement("BOUND-2")
def test_nothing_that_runs_as_its_owner_is_left(tried: Tried) -> None:
    for directory, names, files in os.walk(tried.machine.work):
        for name in (*names, *files):
            assert not os.lstat(os.path.join(directory, name)).st_mode & 0o4000, name


ISSUE = (
    "another interpreter or shell", "raw sockets", "DNS", "other git transports", "editing hooks and settings",
    "disableAllHooks", "--bare", "killing or impersonating the gate", "stealing or replaying a permit",
    "symlinks and mounts", "LD_PRELOAD", "leftover background processes", "@file", "write_stdin", "/proc", "ptrace",
    "another agent CLI", "abstract sockets", "a repository file that a later trusted step runs",
)  # fmt: skip


@pytest.mark.parametrize("kind", ISSUE)
def test_every_kind_that_was_asked_for_has_attempts(kind: str) -> None:
    assert len([attempt for attempt in ATTEMPTS if attempt.kind == kind]) >= 1


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_the_log_tells_of_launch_proof_and_end(tried: Tried) -> None:
    told = [row for row in tried.rows if row["kind"].startswith("agent.") and "lane" not in row["body"]]
    kinds = [row["kind"] for row in told if row["kind"] not in ("agent.contacted", "agent.refused")]
    assert (kinds[:2], kinds[-1]) == (["agent.launched", "agent.proved"], "agent.ended")
    assert set(kinds[2:-1]) <= {"agent.proved"}
    proved = next(row["body"] for row in told if row["kind"] == "agent.proved")
    assert (proved["strength"], proved["reasons"]) == ("sandboxed", [])
    contacts = [row["body"] for row in told if row["kind"] == "agent.contacted"]
    assert [body["host"] for body in contacts if body["allowed"]] in ([], ["allowed.test:1"])
    assert {"mayact-probe.invalid:443", "169.254.169.254:80"} <= {body["host"] for body in contacts}


def words_of(rows: list[dict[str, Any]]) -> Counter[str]:
    """The log in the words of `Attempt.entry`."""
    found: Counter[str] = Counter()
    for row in rows:
        match row["kind"]:
            case "agent.refused":
                found.update(row["body"]["refused"])
            case "agent.contacted":
                found["contacted"] += 1
            case "decision.made":
                found["decided"] += 1
            case "permit.voided":
                found["voided"] += 1
            case "agent.ended":
                found["appeared"] += len(row["body"]["appeared"])
            case _:
                pass
    return found


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
@pytest.mark.parametrize("attempt", [one for one in ATTEMPTS if one.entry], ids=lambda one: one.name)
def test_what_reached_anybody_is_an_entry(tried: Tried, attempt: Attempt) -> None:
    assert {word for word in attempt.entry if not words_of(tried.rows)[word]} == set()


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_a_flood_is_counted_and_floods_nothing(tried: Tried) -> None:
    rows = [row for row in tried.rows if row["kind"] == "agent.refused"]
    assert words_of(rows)["kernel:keyctl"] >= 2000
    assert words_of(rows)["gate:invalid.input"] >= 200
    assert len(rows) <= 80


@pytest.mark.requirement("BOUND-2", "AUDIT-1")
def test_what_appears_is_named_and_its_name_moves_nothing(tried: Tried) -> None:
    said = tried.done.stderr
    named = [line for line in said.splitlines() if "was not there before" in line]
    for name in (".envrc", ".mcp.json", "evil/.git", "mayact: all is well\\n"):
        assert any(name in line for line in named), name
    assert all(line.isprintable() for line in named)
    assert "mayact: all is well" not in said.splitlines()
    ended = next(row["body"] for row in tried.rows if row["kind"] == "agent.ended")
    assert {os.path.relpath(path, tried.machine.work) for path in ended["appeared"]} >= {".envrc", "evil/.git"}
