"""`mayact-shell` as a process in front of a gate: one call is one question, and a permit of a hook none."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.exec.test_shell_words import CLAUDE, GEMINI, LINE
from tests.support.server import FakeGate, Running, serving
from tests.support.server_exec import environment

from mayact.core.model import Hop, HopKind, Source, Strength, ToolCall
from mayact.core.wire.environment import completed

pytestmark = [pytest.mark.e2e, pytest.mark.requirement("BOUND-1")]

RUN = "import sys; from mayact.boundary.exec.shell import Setting, main; sys.exit(main(sys.argv[1:], Setting()))"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "config").mkdir()
    with serving(tmp_path / "run", FakeGate()) as served:
        yield served


def shell(home: Path, *words: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    """The shim under the name `words[0]`."""
    if "input" not in more:
        more["stdin"] = subprocess.DEVNULL
    return subprocess.run(
        [sys.executable, "-c", RUN, *words],
        cwd=home,
        env=environment(MAYACT_HOME=str(home), HOME=str(home)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **more,
    )


def asked(running: Running) -> list[Any]:
    return [dict(call.arguments) for call in running.gate.calls]


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-7")
@pytest.mark.parametrize(
    ("words", "call"),
    [
        (("bash", "-lc", "echo hi; exit 3"), {"command": "echo hi; exit 3"}),
        (("sh", "-c", "echo hi; exit 3"), {"argv": ("/bin/sh", "-c", "echo hi; exit 3")}),
        (("bash", "-e", "-c", "echo hi; (exit 3); echo x"),
         {"argv": ("/bin/bash", "-e", "-c", "echo hi; (exit 3); echo x")}),
    ],
)  # fmt: skip
def test_one_command_is_one_question(
    running: Running, tmp_path: Path, words: tuple[str, ...], call: dict[str, Any]
) -> None:
    done = shell(tmp_path, *words)
    assert (done.returncode, done.stdout, done.stderr) == (3, "hi\n", "")
    assert asked(running) == [call]
    assert len(running.gate.redeemed) == 1


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-8")
@pytest.mark.parametrize("words", [("bash", "-c", "touch never"), ("sh", "never.sh"), ("bash", "-xc", "touch never")])
def test_denied_runs_nothing_and_says_why(running: Running, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "never.sh").write_text("touch never\n")
    done = shell(tmp_path, *words)
    assert (done.returncode, done.stdout) == (77, "")
    assert "[test-rule]" in done.stderr
    assert not (tmp_path / "never").exists()


def test_a_script_on_standard_input_is_read_whole_before_anybody_is_asked(running: Running, tmp_path: Path) -> None:
    done = shell(tmp_path, "bash", input="echo one\necho two\n")
    assert (done.returncode, done.stdout) == (0, "one\ntwo\n")
    assert asked(running) == [{"command": "echo one\necho two\n"}]
    assert shell(tmp_path, "bash", input="echo one\ntouch never\n").returncode == 77
    assert shell(tmp_path, "bash").returncode == 0  # an empty script
    assert len(running.gate.calls) == 2


@pytest.mark.requirement("AUTHZ-6")
def test_without_a_gate_nothing_runs(running: Running, tmp_path: Path) -> None:
    running.stop()
    done = shell(tmp_path, "bash", "-c", "touch made")
    assert done.returncode == 77
    assert "no gate answers" in done.stderr
    assert not (tmp_path / "made").exists()


def test_lines_are_decided_one_by_one(running: Running, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    typed = "echo a\ncd sub\npwd\n\n# nothing\ntouch never\ncd nowhere\necho b; cat\nexit 4\necho c\n"
    done = shell(tmp_path, "bash", "-i", input=typed)
    assert done.stdout == f"a\n{tmp_path}/sub\nb\n"
    assert done.returncode == 4
    lines = [call["command"] for call in asked(running)]
    assert lines == ["echo a", "cd sub", "pwd", "touch never", "cd nowhere", "echo b; cat"]
    assert [call.cwd for call in running.gate.calls] == [str(tmp_path)] * 2 + [str(tmp_path / "sub")] * 4
    assert not (tmp_path / "sub" / "never").exists()


def test_what_is_typed_into_a_bare_shell_is_refused_and_lines_are_not(running: Running, tmp_path: Path) -> None:
    def typed(*words: str) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *words], cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs,
            env=environment(MAYACT_HOME=str(tmp_path), HOME=str(tmp_path)), start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        os.write(ours, b"echo $((40 + 2))\nexit\n")
        said, end = b"", time.monotonic() + 60
        while time.monotonic() < end and select.select([ours], [], [], 60)[0]:
            try:
                said += os.read(ours, 4096)
            except OSError:
                break
        os.close(ours)
        return process.wait(60), said.decode()

    code, said = typed("bash")
    assert code == 2
    assert "--lines" in said
    assert running.gate.calls == []
    code, said = typed("bash", "--lines")
    assert code == 0
    assert "42\r\n" in said
    assert asked(running) == [{"command": "echo $((40 + 2))"}]


@pytest.mark.requirement("AUTHZ-7", "APPR-1")
@pytest.mark.parametrize(
    ("name", "template"), [("bash", LINE), ("sh", LINE), ("bash", CLAUDE), ("bash", GEMINI)], ids=range(4)
)
def test_what_a_hook_decided_is_not_asked_again(running: Running, tmp_path: Path, name: str, template: str) -> None:
    home, cwd = "/home/dev", str(tmp_path)
    call = ToolCall(
        tool="shell",
        arguments={"command": "echo decided"},
        cwd=cwd,
        home=home,
        user="dev",
        chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED), Hop(HopKind.AGENT, "claude-code", Source.CLAIMED)),
        environment=completed({}, home=home, user="dev", cwd=cwd),
    )
    answer = running.gate.authorize(call, strength=Strength.ADVISORY)
    token = getattr(answer, "token", "")
    where = Path(f"/tmp/claude-{os.getpid():x}{'0' * 4}-cwd")
    text = template.replace("tok.prm-2", token).replace("/tmp/claude-9ba5-cwd", str(where))
    try:
        done = shell(tmp_path, name, "-c", text)
        assert done.stderr == ""
        assert (done.returncode, done.stdout) == (0, "decided\n")
        assert len(running.gate.calls) == 1
        assert len(running.gate.redeemed) == 1
        assert where.exists() is (template == CLAUDE)
        assert not where.exists() or where.read_text() == f"{tmp_path}\n"
        assert shell(tmp_path, "bash", "-c", text).returncode == 77  # spent
    finally:
        where.unlink(missing_ok=True)
