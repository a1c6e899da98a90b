"""`mayact init`: once, whole, and never over something that is there."""

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_agent import at_a_terminal
from tests.support.cli_gate import MAYACT, PASSPHRASE, Machine

from mayact.cli import init as command
from mayact.config import paths_in
from mayact.gate.gate import ThePath

pytestmark = pytest.mark.e2e


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.requirement("OPS-1")
def test_one_command_makes_everything_private_and_says_where(blank: Machine) -> None:
    said = blank.init().stdout
    for folder in ("state", "anchor", "keys"):
        assert stat.S_IMODE((blank.home / folder).stat().st_mode) == 0o700
    for secret in ("state/gate.key", "keys/operator.key", "state/mayact.db", "anchor/head"):
        assert stat.S_IMODE((blank.home / secret).stat().st_mode) == 0o600
    assert (blank.home / "config" / "log.vkey").read_text().strip() in said
    assert f"store      {blank.database}, head anchored in" in said
    assert "developer" in said
    assert PASSPHRASE not in said
    assert blank.run("log", "verify").returncode == 0


def test_a_second_init_refuses_and_changes_nothing(machine: Machine) -> None:
    before = fingerprint(machine.home)
    for words in (("init", "--no-hook"), ("init", "--no-hook", "--name", "other"), ("init", "--yes")):
        done = machine.run(*words, passphrase="an agent's own passphrase")
        assert done.returncode == 1
        assert "already" in done.stderr
        assert "hint: " in done.stderr
    assert fingerprint(machine.home) == before


@pytest.mark.parametrize("passphrase", ["short", ""])
def test_a_weak_passphrase_makes_no_approver(blank: Machine, passphrase: str) -> None:
    done = blank.run("init", "--no-hook", passphrase=passphrase)
    assert (done.returncode, "too short" in done.stderr) == (2, True)
    assert not list((blank.home / "keys").iterdir())
    blank.init()


def test_without_a_terminal_and_a_descriptor_there_is_nobody_to_ask(blank: Machine) -> None:
    done = blank.run("init", "--no-hook")
    assert done.returncode == 77
    assert "no terminal" in done.stderr
    assert not (blank.home / "config" / "log.vkey").exists()


def test_at_a_terminal_the_passphrase_is_asked_twice(blank: Machine) -> None:
    typed = PASSPHRASE.encode() + b"\n"
    words = [MAYACT, "init", "--no-hook"]
    code, shown = at_a_terminal(
        words, blank.environment, script=[(b"new passphrase", typed), (b"once more", b"other\n")]
    )
    assert (code, "differ" in shown) == (2, True), shown
    assert not list((blank.home / "keys").iterdir())
    code, shown = at_a_terminal(words, blank.environment, script=[(b"new passphrase", typed), (b"once more", typed)])
    assert (code, PASSPHRASE in shown) == (0, False), shown
    assert blank.run("log", "verify").returncode == 0


class Crash(BaseException):
    """The process ends here."""


def crash(*_: object, **__: object) -> Any:
    raise Crash


@pytest.fixture
def in_this_process(blank: Machine, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    monkeypatch.setenv("MAYACT_HOME", str(blank.home))
    monkeypatch.setenv("HOME", str(blank.root))

    def run(passphrase: str) -> None:
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode())
        os.close(writing)
        try:
            command.init(passphrase_fd=reading, no_hook=True)
        finally:
            os.close(reading)

    return run


CRASHES: dict[str, tuple[object, str]] = {
    "before the settings": (command, "settings_of"),
    "before the gate's key": (command, "create_gate_key"),
    "before the approver's key": (command.keys, "create"),
    "before the store": (command, "_govern"),
    "before the enrolment": (ThePath, "enrol"),
    "before the policy": (ThePath, "activate"),
    "before the pin": (command, "digest_of"),
}


@pytest.mark.requirement("OPS-1")
@pytest.mark.parametrize("at", CRASHES.values(), ids=CRASHES.keys())
def test_a_crash_in_the_middle_is_completed_by_running_it_again(
    at: tuple[object, str], blank: Machine, in_this_process: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(*at, crash)
        with pytest.raises(Crash):
            in_this_process(PASSPHRASE)
    pinned = blank.home / "config" / "log.vkey"
    assert pinned.exists() == (at[1] == "digest_of")
    if pinned.exists():
        pinned.unlink()  # the last step itself is one link(2): there or not there
    assert blank.run("up").returncode == 78
    in_this_process(PASSPHRASE)
    assert pinned.exists()
    assert blank.run("log", "verify").returncode == 0
    assert len(list(Path(paths_in(str(blank.home)).keys).iterdir())) == 1


def test_only_the_same_key_completes_what_a_crash_left(blank: Machine) -> None:
    blank.init()
    (blank.home / "config" / "log.vkey").unlink()
    wrong = blank.run("init", "--no-hook", passphrase="some other passphrase")
    assert (wrong.returncode, "does not unlock" in wrong.stderr) == (77, True)
    other = blank.run("init", "--no-hook", "--name", "other", passphrase="some other passphrase")
    assert (other.returncode, "another key" in other.stderr) == (77, True)
    assert not (blank.home / "config" / "log.vkey").exists()
    blank.init()


def test_the_hook_is_shown_before_it_is_written(blank: Machine) -> None:
    settings = blank.root / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"model": "x"}\n')
    done = blank.run("init", "--claude-code", "user", passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert '+  "hooks"' in done.stdout
    assert settings.read_text() == '{"model": "x"}\n', "nobody sat there to say yes"
    assert blank.run("hook", "--claude-code", "user", "--yes").returncode == 0
    assert '"onFailure": "block"' in settings.read_text()
    assert '"model": "x"' in settings.read_text()
    assert blank.run("hook", "--claude-code", "user", "--remove", "--yes").returncode == 0
    assert "hooks" not in settings.read_text()


@pytest.mark.requirement("BOUND-1")
def test_uninstall_puts_every_file_back_as_it_was(machine: Machine) -> None:
    for name in (".claude", ".codex"):
        (machine.root / name).mkdir()
    claude, codex = machine.root / ".claude" / "settings.json", machine.root / ".codex" / "hooks.json"
    claude.write_bytes(b'{ "model":"x" }')
    assert machine.run("hook", "--codex", "user", "--claude-code", "user", "--yes").returncode == 0
    assert "agent_hook.py claude-code before" in claude.read_text()
    assert "agent_hook.py codex before" in codex.read_text()
    shown = machine.run("uninstall")
    assert "not written" in shown.stdout
    assert codex.exists()
    assert machine.run("uninstall", "--yes").returncode == 0
    assert claude.read_bytes() == b'{ "model":"x" }'
    assert [path.name for path in (*claude.parent.iterdir(), *codex.parent.iterdir())] == ["settings.json"]
    assert "holds anything" in machine.run("uninstall", "--yes").stdout


def test_directories_that_only_the_hook_needed_go_with_it(machine: Machine) -> None:
    """A client's directory is by what it counts as used here."""
    kept = machine.root / ".gemini"
    assert machine.run("hook", "--codex", "user", "--gemini", "user", "--yes").returncode == 0
    (kept / "own.md").touch()
    assert machine.run("uninstall", "--yes").returncode == 0
    assert not (machine.root / ".codex").exists()
    assert os.listdir(kept) == ["own.md"]


def test_taking_out_one_clients_hook_leaves_the_others_in(machine: Machine) -> None:
    hook = ("hook", "--codex", "user", "--claude-code", "user", "--yes")
    assert machine.run(*hook).returncode == 0
    assert machine.run("hook", "--remove", "--codex", "user", "--yes").returncode == 0
    assert not (machine.root / ".codex" / "hooks.json").exists()
    assert "agent_hook.py" in (machine.root / ".claude" / "settings.json").read_text()


def test_a_client_that_is_not_used_here_is_left_alone(machine: Machine) -> None:
    assert machine.run("hook", "--yes", environment={"PATH": "/usr/bin:/bin"}).returncode == 0
    assert not (machine.root / ".codex").exists()


def test_a_form_that_a_client_does_not_have_is_said(machine: Machine) -> None:
    done = machine.run("hook", "--copilot", "managed", "--yes")
    assert done.returncode == 2
    assert "--copilot user" in done.stderr
