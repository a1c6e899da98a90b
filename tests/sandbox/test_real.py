"""Plans made real with bubblewrap, as root and as an unprivileged user, and looked at from inside."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.sandbox_real import ACCOUNTS, Place, place

from mayact.core.model import Strength

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]


@pytest.fixture(params=[pytest.param(name, id=name or "ourselves") for name in ACCOUNTS])
def box(request: pytest.FixtureRequest) -> Iterator[Place]:
    with place(request.param) as made:
        yield made


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
def test_the_probe_finds_nothing_open_and_the_agent_runs(box: Place) -> None:
    told, said = box.shell("echo ran; exit 7")
    assert told.get("reasons") == [], told
    assert (told["code"], said) == (7, "ran\n")
    assert told["op"] == ["Launch", "Prove", "End"]
    assert told["end"] == {"exit_code": 7, "appeared": []}


@pytest.mark.requirement("BOUND-2", "CRED-1")
def test_what_is_there_and_what_is_not(box: Place) -> None:
    told, said = box.shell(
        f"""
        cat main.py >/dev/null && echo work-reads
        echo x > new.txt && echo work-writes
        cat .env && echo LEAK-env
        ls -A {box.home} | grep -v '^app$' && echo LEAK-home
        cat {box.home}/.ssh/id_ed25519 && echo LEAK-key
        cat {box.gate}/keys/operator.json && echo LEAK-gate
        cat /etc/shadow && echo LEAK-shadow
        echo x > .git/config && echo LEAK-config
        mkdir .git/hooks/x && echo LEAK-hooks
        mv .git elsewhere && echo LEAK-git
        touch /usr/x /etc/x /x /run/x && echo LEAK-system
        touch /tmp/{box.root.name}-x && echo tmp-writes
        ls /sys /run/user && echo LEAK-sys
        env | grep -i secret_thing && echo LEAK-variable
        """,
        environ={"SECRET_THING": "secret_thing", "GITHUB_TOKEN": "secret_thing"},
    )
    assert told.get("code") is not None, told
    assert "LEAK" not in said, said
    assert {"work-reads", "work-writes", "tmp-writes"} <= set(said.split())
    assert not Path(f"/tmp/{box.root.name}-x").exists()
    assert (box.work / "new.txt").exists()


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
@pytest.mark.parametrize("outcome", ["succeeded", "untried"])
def test_one_thing_open_and_nothing_runs(outcome: str) -> None:
    def doctor(probe: dict[str, Any]) -> dict[str, Any]:
        first = {**probe["attempts"][0], "outcome": outcome}
        return {**probe, "attempts": [first, *probe["attempts"][1:]]}

    with place(None) as box:
        told, said = box.shell("echo ran", doctor=doctor)
        assert told["raised"] == "Forbidden"
        assert "net.route4" in told["said"]
        assert said == ""
        told, said = box.shell("echo ran", doctor=doctor, least=Strength.ADVISORY)
        assert (told["code"], said) == (0, "ran\n")


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
def test_it_is_proven_again_while_the_agent_runs(box: Place) -> None:
    told, _ = box.shell("sleep 1", again_s=0.2)
    assert told["code"] == 0
    assert len(told["strengths"]) >= 2
    assert set(told["strengths"]) == {"sandboxed"}


@pytest.mark.requirement("BOUND-2", "AUTHZ-10")
def test_who_ends_the_probe_is_held_for_advisory(box: Place) -> None:
    told, _ = box.shell("kill -9 $(ls /proc | grep '^[0-9]*$' | grep -v -e '^1$' -e \"^$$\\$\"); sleep 6", again_s=0.2)
    assert told["code"] == 0
    assert told["strengths"][-1] == "advisory"


@pytest.mark.requirement("BOUND-2")
def test_the_probes_process_gives_nothing_to_the_agent(box: Place) -> None:
    _, said = box.shell("for p in /proc/[0-9]*; do readlink $p/fd/* | grep socket: && echo TAKEN; done; true")
    assert "TAKEN" not in said


@pytest.mark.requirement("BOUND-2")
def test_what_the_agent_left_running_ends_with_it(box: Place) -> None:
    mark = f"31{os.getpid()}{time.monotonic_ns() % 1000}"
    told, _ = box.shell(f"setsid sleep {mark} & (trap '' TERM HUP INT; nohup sleep {mark}) & sleep 0.1; exit 0")
    assert told["code"] == 0
    assert running(mark) == []


@pytest.mark.requirement("BOUND-2")
def test_killed_launcher_ends_everything_beneath() -> None:
    mark = f"32{os.getpid()}{time.monotonic_ns() % 1000}"
    with place(None) as box:
        child = os.fork()
        if child == 0:
            try:
                box.run("/bin/sh", "-c", f"echo > started; setsid sleep {mark}")
            finally:
                os._exit(0)
        until(lambda: (box.work / "started").exists() and len(running(mark)) > 0)
        for process in processes_of(child):
            os.kill(process, signal.SIGKILL)
        os.waitpid(child, 0)
        until(lambda: running(mark) == [])
        assert running(mark) == []


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_signals_reach_the_agent_and_its_end_is_told(number: signal.Signals, code: int) -> None:
    with place(None) as box:
        child = os.fork()
        if child == 0:
            try:
                told = box.run("/bin/sh", "-c", "echo > started; exec sleep 60")
                (box.root / "told").write_text(str(told.get("code")))
            finally:
                os._exit(0)
        until(lambda: (box.work / "started").exists())
        for process in processes_of(child):
            os.kill(process, number)
        # Some of those above the launcher end by it at once: what counts is what it wrote.
        until(lambda: (box.root / "told").exists())
        os.waitpid(child, 0)
        assert (box.root / "told").read_text() == str(code)


@pytest.mark.requirement("BOUND-2")
def test_more_processes_than_allowed_are_not_to_be_had() -> None:
    with place(ACCOUNTS[-1]) as box:
        (box.work / "many.py").write_text(MANY)
        told, said = box.shell("/usr/bin/python3 many.py")
        assert "refused True" in said, (told, said)


@pytest.mark.requirement("BOUND-2")
def test_work_goes_on_inside(box: Place) -> None:
    """Editing, committing, branching, building: what a sandbox must not take away."""
    shutil.rmtree(box.work / ".git")
    subprocess.run(["git", "init", "-q", "-b", "main", str(box.work)], check=True)
    box.own()
    told, said = box.shell(
        """
        set -e
        git config --list >/dev/null
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
        git add main.py; git commit -qm first; git checkout -q -b topic; echo more >> main.py; git commit -qam second
        git log --oneline | wc -l; git status --short --untracked-files=no | wc -l
        mkdir -p build; cp main.py build/; mv build out; rm -r out
        python3 -c "import tempfile, subprocess, ssl, multiprocessing; print(subprocess.run(['true']).returncode)"
        """
    )
    assert (told.get("code"), said.split()) == (0, ["2", "0", "0"]), (told, said)


@pytest.mark.requirement("BOUND-2")
def test_a_guarded_file_that_appears_is_told(box: Place) -> None:
    told, _ = box.shell("echo '{}' > .mcp.json")
    assert told["end"]["appeared"] == [str(box.work / ".mcp.json")]
    told, _ = box.shell("mkdir -p deep/er/.git")
    assert told["end"]["appeared"] == [str(box.work / "deep" / "er" / ".git")]
    told, _ = box.shell("git init -q --bare node_modules/bare")
    assert told["end"]["appeared"] == [str(box.work / "node_modules" / "bare")]
    told, said = box.shell(
        "cd node_modules/bare; git config core.fsmonitor x; mkdir hooks/x; "
        "python3 -c \"import os; os.rename('../bare', '../other')\""
    )
    assert told["code"] != 0, said
    assert "fsmonitor" not in (box.work / "node_modules" / "bare" / "config").read_text()
    assert told["end"]["appeared"] == []


@pytest.mark.requirement("BOUND-2")
def test_placeholders_are_taken_away_again(box: Place) -> None:
    box.shell("true")
    assert sorted(path.name for path in box.work.iterdir()) == [".env", ".git", "main.py", "said.txt"]
    assert not (box.work / ".git" / "hooks").exists()


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_without_bubblewrap_nothing_runs_but_advisory_said_aloud(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from mayact.boundary.run import main

    monkeypatch.setattr(main.shutil, "which", lambda *_, **__: None)
    with place(None) as box:
        told, said = box.shell("echo ran")
        assert (told["raised"], said) == ("ConfigInvalid", "")
        assert "bubblewrap" in told["said"]
        assert "--strength advisory" in told["hint"]
        assert told["op"] == []
        told, said = box.shell("echo ran", least=Strength.ADVISORY)
        assert (told["code"], said) == (0, "ran\n")
    assert capfd.readouterr().err.count("ADVISORY") == 2


MANY = """
import os, signal
made = 0
try:
    while made < 5000:
        if os.fork() == 0:
            signal.pause()
        made += 1
except OSError:
    print("refused", made < 1100)
"""


def until(holds: Any) -> None:
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    assert holds()


def running(mark: str) -> list[str]:
    found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if f"sleep {mark}" in line and "sh -c" not in line]


def processes_of(parent: int) -> list[int]:
    """`parent` and its children that are this program's forks, not the sandbox's."""
    found = subprocess.run(["ps", "-eo", "pid,ppid,comm"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()[1:]]
    return [int(pid) for pid, above, name in rows if int(above) == parent and "bwrap" not in name] or [parent]
