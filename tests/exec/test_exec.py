"""`mayact exec` as a process: what runs, what does not, and what is recorded."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import command, environment, execute

from mayact import client
from mayact.core.errors import StoreUnavailable
from mayact.core.model import Hop, HopKind, Source, Strength, ToolCall, action_digest
from mayact.core.wire.environment import completed

pytestmark = pytest.mark.e2e


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "run", FakeGate()) as served:
        yield served


@pytest.mark.requirement("AUTHZ-1", "AUDIT-3")
def test_allowed_runs_once_streams_and_keeps_its_exit_code(running: Running, tmp_path: Path) -> None:
    done = execute(running.agent, "-c", "cat; echo err >&2; echo ran >>log; exit 7", cwd=tmp_path, input="in\n")
    assert (done.returncode, done.stdout, done.stderr) == (7, "in\n", "err\n")
    assert (tmp_path / "log").read_text() == "ran\n"
    assert [permit for permit, _ in running.gate.redeemed] == ["prm-1"]
    outcome = running.gate.outcomes["prm-1"]
    assert (outcome.status, outcome.exit_code) == ("failed", 7)


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8")
def test_denied_runs_nothing_and_says_why(running: Running, tmp_path: Path) -> None:
    done = execute(running.agent, "-c", "echo never > made", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (77, "")
    assert "[test-rule]" in done.stderr
    assert "hint: do something else" in done.stderr
    assert not (tmp_path / "made").exists()
    assert running.gate.redeemed == []


@pytest.mark.requirement("AUTHZ-1", "APPR-6")
def test_pending_runs_nothing_and_names_the_handle(running: Running, tmp_path: Path) -> None:
    done = execute(running.agent, "-c", "echo ask > made", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (75, "")
    assert "mayact approve req-1" in done.stderr
    assert not (tmp_path / "made").exists()


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("where", ["nowhere", "closed"])
def test_without_a_gate_nothing_runs(running: Running, tmp_path: Path, where: str) -> None:
    if where == "closed":
        running.stop()
    socket = running.agent if where == "closed" else str(tmp_path / "no.sock")
    done = execute(socket, "-c", "echo x > made", cwd=tmp_path)
    assert done.returncode == 77
    assert done.stderr.count("\n") == 2
    assert "no gate answers" in done.stderr
    assert not (tmp_path / "made").exists()


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("method", ["authorize", "redeem"])
def test_a_gate_that_fails_on_the_way_runs_nothing(running: Running, tmp_path: Path, method: str) -> None:
    def fail(called: str) -> None:
        if called == method:
            raise StoreUnavailable("the disk is full", hint="make room")

    running.gate.fail = fail
    done = execute(running.agent, "-c", "echo x > made", cwd=tmp_path)
    assert done.returncode == 77
    assert "the disk is full" in done.stderr
    assert not (tmp_path / "made").exists()


def test_an_outcome_that_cannot_be_reported_keeps_the_exit_code(running: Running) -> None:
    def fail(called: str) -> None:
        if called == "outcome":
            raise StoreUnavailable("the disk is full", hint="make room")

    running.gate.fail = fail
    done = execute(running.agent, "-c", "echo out; exit 3")
    assert (done.returncode, done.stdout) == (3, "out\n")
    assert "could not be recorded" in done.stderr


@pytest.mark.requirement("BOUND-3")
def test_one_argument_with_spaces_is_one_argument(running: Running) -> None:
    done = execute(running.agent, "--", "printf", "<%s>", "a b", "", "$HOME;x")
    assert done.stdout == "<a b><><$HOME;x>"
    assert running.gate.calls[0].tool == "exec"
    assert running.gate.calls[0].arguments["argv"] == ("printf", "<%s>", "a b", "", "$HOME;x")


@pytest.mark.requirement("BOUND-3")
def test_the_environment_is_the_one_that_was_hashed(running: Running, tmp_path: Path) -> None:
    (tmp_path / "evil.sh").write_text("echo EVIL\n")
    hostile = environment(
        BASH_ENV=str(tmp_path / "evil.sh"),
        GIT_SSH_COMMAND="touch /nowhere",
        SECRET_TOKEN="s3cret",
        HOME="/root/.ssh",
        NO_COLOR="1",
        **{"BASH_FUNC_env%%": "() { echo EVIL; }"},
    )
    done = execute(running.agent, "-c", "env", cwd=tmp_path, env=hostile)
    seen = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert "EVIL" not in done.stdout
    for name in ("SHLVL", "_"):  # bash sets these itself
        seen.pop(name, None)
    hashed = dict(running.gate.calls[0].environment)
    assert seen == hashed
    assert hashed["HOME"] == "/home/dev"
    assert hashed["NO_COLOR"] == "1"
    assert not {"BASH_ENV", "GIT_SSH_COMMAND", "SECRET_TOKEN"} & set(hashed)


@pytest.mark.requirement("BOUND-3")
def test_a_pinned_program_runs_by_its_pinned_path(running: Running, tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\necho impostor\n")
    (tmp_path / "tool").chmod(0o755)
    running.gate.pins = {"program:tool": "/bin/echo"}
    done = execute(running.agent, "--", "tool", "real", env=environment(PATH=f"{tmp_path}:{os.environ['PATH']}"))
    assert done.stdout == "real\n"


def test_a_program_pinned_on_its_search_path_runs_by_that_pin(running: Running, tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\necho impostor\n")
    (tmp_path / "tool").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    running.gate.pins = {f"program:tool:{path}": "/bin/echo", "program:tool": "/bin/false"}
    assert execute(running.agent, "--", "tool", "real", env=environment(PATH=path)).stdout == "real\n"


@pytest.mark.requirement("BOUND-3")
def test_what_was_missing_when_it_was_decided_does_not_run(running: Running, tmp_path: Path) -> None:
    running.gate.pins = {"program:true": "missing"}
    assert execute(running.agent, "--", "true").returncode == 127
    running.gate.pins = {f"file:{tmp_path}/s.sh": "missing"}
    assert execute(running.agent, "--", "true").returncode == 0
    (tmp_path / "s.sh").write_text("echo appeared\n")
    assert execute(running.agent, "--", "true").returncode == 77
    running.gate.pins = {f"file:{tmp_path}/s.sh": "unavailable"}
    assert execute(running.agent, "--", "true").returncode == 0


@pytest.mark.requirement("BOUND-3")
def test_a_pinned_file_that_changed_does_not_run(running: Running, tmp_path: Path) -> None:
    script = tmp_path / "s.sh"
    script.write_text("echo other > made\n")
    running.gate.pins = {f"file:{script}": "sha256:" + "0" * 64}
    done = execute(running.agent, "--", "sh", str(script), cwd=tmp_path)
    assert done.returncode == 77
    assert "changed since it was decided" in done.stderr
    assert running.gate.redeemed == []
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--", "no-such-program-anywhere"), 127),
        (("--", "/etc/passwd"), 126),
        (("-c", "kill -9 $$"), 137),
        (("-c", "kill -TERM $$"), 143),
        (("--", "true"), 0),
        (("--", "false"), 1),
    ],
)
def test_exit_codes_are_a_shells(running: Running, words: tuple[str, ...], code: int) -> None:
    assert execute(running.agent, *words).returncode == code


@pytest.mark.parametrize("name", ["ask-no-such-program", "./ask-missing"])
def test_a_slip_of_the_keyboard_asks_nobody(running: Running, tmp_path: Path, name: str) -> None:
    done = execute(running.agent, "--", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (127, "")
    assert f"{name} was not found" in done.stderr
    assert running.gate.calls == []


def test_the_command_ends_with_whoever_waits_for_it(running: Running, tmp_path: Path) -> None:
    script = "echo $$ >pid; mv pid up; exec sleep 600"
    process = subprocess.Popen(command("--socket", running.agent, "-c", script), cwd=tmp_path, env=environment())
    wait_for(tmp_path / "up")
    child = os.pidfd_open(int((tmp_path / "up").read_text()))
    process.kill()
    process.wait(60)
    try:
        assert select.select([child], [], [], 60)[0], "the command runs on"
    finally:
        os.close(child)


KILLED_AT_ONCE = """
import os, signal, sys
from mayact.boundary.exec import run
fork = os.fork
def forked():
    child = fork()
    if child:  # the moment at which nobody has been told yet who the child is
        os.kill(os.getpid(), signal.SIGTERM)
    return child
os.fork = forked
sys.exit(run.run("/bin/sleep", ["sleep", "600"], {}, stdin=0))
"""


def test_a_signal_at_the_moment_of_the_start_reaches_the_command() -> None:
    words = [sys.executable, "-c", KILLED_AT_ONCE]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, env=environment(), timeout=60, check=False)
    assert done.returncode == 128 + signal.SIGTERM


def test_no_signal_stays_blocked_for_the_command(running: Running) -> None:
    done = execute(running.agent, "--", "grep", "SigBlk", "/proc/self/status")
    assert done.stdout.split() == ["SigBlk:", "0" * 16]


def test_words_that_are_not_text_are_refused(running: Running) -> None:
    done = subprocess.run(
        [*command("--socket", running.agent, "--", "printf"), b"\xff"],  # type: ignore[list-item]
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 77
    assert running.gate.calls == []


def test_a_signal_reaches_the_whole_command(running: Running, tmp_path: Path) -> None:
    script = "trap 'echo got >caught; exit 9' TERM; echo up >up; while :; do sleep 0.05; done"
    process = subprocess.Popen(command("--socket", running.agent, "-c", script), cwd=tmp_path, env=environment())
    wait_for(tmp_path / "up")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 9
    assert (tmp_path / "caught").exists()
    assert running.gate.outcomes["prm-1"].exit_code == 9


def test_what_the_starter_ignores_stays_ignored(running: Running, tmp_path: Path) -> None:
    script = "echo up >up; kill -HUP $$; echo survived"
    words = command("--socket", running.agent, "-c", script)
    done = subprocess.run(
        ["nohup", *words], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "survived\n")


IN_FRONT = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_at_a_terminal_the_command_is_in_front_and_can_read(running: Running) -> None:
    words = command("--socket", running.agent, "-c", "read x; echo got-$x; exit 4")
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", IN_FRONT, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment()
    )
    os.close(theirs)
    os.write(ours, b"hello\n")
    seen = b""
    try:
        while chunk := os.read(ours, 4_096):
            seen += chunk
    except OSError:
        pass  # Linux answers EIO once the other side of a terminal is closed
    os.close(ours)
    assert process.wait(60) == 4
    assert b"got-hello" in seen


def wait_for(path: Path) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not appear"
        time.sleep(0.02)


# ── permits ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def token(running: Running, tmp_path: Path) -> str:
    """A permit that a hook asked for: shell, in `tmp_path`, with an environment of its own."""
    call = ToolCall(
        tool="shell",
        arguments={"command": "echo $TZ >>made; pwd"},
        cwd=str(tmp_path),
        home="/home/dev",
        user="dev",
        chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED), Hop(HopKind.AGENT, "claude-code", Source.CLAIMED)),
        environment=completed({"PATH": "/usr/bin:/bin", "TZ": "UTC"}, home="/home/dev", user="dev", cwd=str(tmp_path)),
    )
    answer = running.gate.authorize(call, strength=Strength.ADVISORY)
    return str(answer.token)


@pytest.mark.requirement("BOUND-3", "APPR-1")
def test_a_permit_runs_exactly_its_call_once(running: Running, tmp_path: Path, token: str) -> None:
    done = execute(running.agent, "--permit", token, cwd=Path("/"), env=environment(TZ="Mars"))
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}\n")
    assert (tmp_path / "made").read_text() == "UTC\n"
    assert action_digest(running.gate.redeemed[0][1], {}) == action_digest(running.gate.calls[0], {})
    again = execute(running.agent, "--permit", token, cwd=Path("/"))
    assert again.returncode == 77
    assert (tmp_path / "made").read_text() == "UTC\n"


@pytest.mark.requirement("BOUND-3")
def test_a_permit_that_does_not_match_its_call_runs_nothing(running: Running, tmp_path: Path, token: str) -> None:
    call, action, status = running.gate.permits[token]
    running.gate.permits[token] = (replace(call, arguments={"command": "echo x > made"}), action, status)
    done = execute(running.agent, "--permit", token)
    assert done.returncode == 77
    assert "not what was decided" in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_permit_of_nobody_runs_nothing(running: Running) -> None:
    assert execute(running.agent, "--permit", "forged").returncode == 77


@pytest.mark.requirement("APPR-6")
def test_it_waits_when_told_to(running: Running, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("--socket", running.agent, "--wait", "60", "-c", "echo ask >made"), cwd=tmp_path, env=environment()
    )
    end = time.monotonic() + 60
    while not running.gate.requests_ and time.monotonic() < end:
        time.sleep(0.02)
    answer = {"op": "answer", "request": "req-1", "answer": "approve", "approver": "key-1", "signature": "c2lnbmVk"}
    client.call(running.control, json.dumps(answer).encode(), timeout=10)
    assert process.wait(60) == 0
    assert (tmp_path / "made").read_text() == "ask\n"
    assert execute(running.agent, "-c", "echo ask >made", cwd=tmp_path).returncode == 75
