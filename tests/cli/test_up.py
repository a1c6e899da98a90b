"""`mayact up`: starts on what verifies, refuses everything else in one line, stops cleanly."""

import os
import shutil
import signal
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.cli_gate import PASSPHRASE, Machine, stop

from mayact import app
from mayact.cli import init as init_command
from mayact.config import Settings, load_settings, paths_in
from mayact.core.errors import InvalidInput
from mayact.gate.gate import ThePath

pytestmark = pytest.mark.e2e


@pytest.mark.requirement("OPS-1")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_starts_again(machine: Machine, number: signal.Signals) -> None:
    gate = machine.start()
    assert machine.ask("echo one").returncode == 0
    gate.send_signal(number)
    gate.communicate(timeout=60)
    assert gate.returncode == 0
    assert not machine.agent_socket.exists()
    assert not machine.control_socket.exists()
    with machine.up():
        assert machine.ask("echo two").returncode == 0
    assert machine.run("log", "verify").returncode == 0


@pytest.mark.requirement("APPR-6", "OPS-1")
def test_a_killed_gate_loses_nothing(machine: Machine) -> None:
    command = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""
    gate = machine.start()
    request = machine.pending(command)
    gate.kill()
    gate.communicate()
    assert machine.ask("echo hello").returncode == 77
    gate = machine.start()
    assert [row["id"] for row in machine.json("requests", "--json")] == [request]
    assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
    gate.kill()
    gate.communicate()
    with machine.up():
        assert machine.ask(command).returncode == 0
        assert machine.ask(command).returncode == 75
    assert (machine.work / "ran").read_text() == "x"
    assert machine.run("log", "verify").returncode == 0


def test_it_is_not_started_twice(machine: Machine) -> None:
    with machine.up():
        done = machine.run("up")
        assert done.returncode == 1
        assert "another gate" in done.stderr
        assert machine.ask("echo hello").returncode == 0


def never_initialised(machine: Machine) -> None:
    shutil.rmtree(machine.home)


def older_store(machine: Machine) -> None:
    """The database as it was before something was approved and spent."""
    kept = machine.root / "kept.db"
    shutil.copy(machine.database, kept)
    with machine.up():
        machine.ask("echo hello")
    for file in machine.database.parent.glob("mayact.db*"):
        file.unlink()
    shutil.copy(kept, machine.database)
    machine.database.chmod(0o600)


def sql(statement: str) -> Callable[[Machine], None]:
    def alter(machine: Machine) -> None:
        with sqlite3.connect(machine.database) as database:
            database.execute(statement)
        database.close()

    return alter


def no_anchor(machine: Machine) -> None:
    for file in (machine.home / "anchor").iterdir():
        file.unlink()


def torn_anchor(machine: Machine) -> None:
    head = machine.home / "anchor" / "head"
    head.write_bytes(head.read_bytes()[:-10])


def another_key(machine: Machine) -> None:
    (machine.home / "state" / "gate.key").write_bytes(os.urandom(32))


def known_key(machine: Machine) -> None:
    (machine.home / "state" / "gate.key").chmod(0o644)


def another_origin(machine: Machine) -> None:
    path = machine.home / "config" / "mayact.toml"
    path.write_text('[gate]\norigin = "somebody.else/gate"\n')


def wrong_settings(machine: Machine) -> None:
    path = machine.home / "config" / "mayact.toml"
    path.write_text(path.read_text() + "\n[gate2]\nadvisory = false\n")


def open_directory(machine: Machine) -> None:
    (machine.home / "state").chmod(0o777)


def a_file_for_a_socket(machine: Machine) -> None:
    machine.agent_socket.parent.mkdir(mode=0o700)
    machine.agent_socket.write_text("mine")


def an_open_socket_directory(machine: Machine) -> None:
    machine.agent_socket.parent.mkdir()
    machine.agent_socket.parent.chmod(0o777)


def a_link_for_a_socket_directory(machine: Machine) -> None:
    (machine.root / "elsewhere").mkdir(mode=0o700)
    machine.agent_socket.parent.symlink_to(machine.root / "elsewhere")


REFUSALS: dict[str, tuple[Callable[[Machine], None], int, str]] = {
    "not initialised": (never_initialised, 78, "mayact init"),
    "an older store": (older_store, 1, "put back"),
    "an entry removed": (sql("DELETE FROM entries WHERE seq = 1"), 1, "log verify"),
    "an entry altered": (sql("UPDATE entries SET leaf = replace(leaf, 'operator', 'operatos')"), 1, "log verify"),
    "an approver altered": (sql("UPDATE approvers SET body = replace(body, 'operator', 'operatos')"), 1, "log verify"),
    "no policy": (sql("DELETE FROM policies"), 1, "log verify"),
    "no anchor": (no_anchor, 1, "anchor is missing"),
    "a torn anchor": (torn_anchor, 1, "anchor"),
    "another gate's key": (another_key, 1, "init"),
    "a key that others read": (known_key, 78, "others"),
    "another origin": (another_origin, 1, "init"),
    "unknown settings": (wrong_settings, 78, "gate2"),
    "a state directory for everybody": (open_directory, 78, "others"),
    "a file in the socket's place": (a_file_for_a_socket, 77, "agent.sock"),
    "a socket directory for everybody": (an_open_socket_directory, 77, "others"),
    "a link in the socket directory's place": (a_link_for_a_socket_directory, 77, "not a directory"),
}


@pytest.mark.requirement("AUTHZ-6", "OPS-1")
@pytest.mark.parametrize(("spoil", "code", "said"), REFUSALS.values(), ids=REFUSALS.keys())
def test_it_refuses_to_start_on_what_it_cannot_trust(
    machine: Machine, spoil: Callable[[Machine], None], code: int, said: str
) -> None:
    spoil(machine)
    done = machine.run("up")
    lines = done.stderr.strip().split("\n")
    assert (done.returncode, len(lines)) == (code, 2), done.stderr
    assert said in done.stderr
    assert (lines[0].startswith("mayact: "), lines[1].startswith("hint: ")) == (True, True)
    assert done.stdout == ""


@pytest.mark.requirement("AUTHZ-6")
def test_a_gate_without_a_policy_does_not_start(blank: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise InvalidInput("stopped here")

    monkeypatch.setenv("MAYACT_HOME", str(blank.home))
    monkeypatch.setenv("HOME", str(blank.root))
    monkeypatch.setattr(ThePath, "activate", stopped)
    monkeypatch.setattr(init_command, "passphrase", lambda *_, **__: PASSPHRASE)
    with pytest.raises(InvalidInput):
        init_command.init(no_hook=True)
    paths = paths_in(str(blank.home))
    pinned = app.log_key(paths, load_settings(paths.settings_file)).text()
    Path(paths.log_key_file).write_text(pinned)
    done = blank.run("up")
    assert (done.returncode, "no policy is active" in done.stderr) == (1, True), done.stderr
    assert "mayact init" in done.stderr


def test_the_settings_reach_the_sockets(tmp_path: Path) -> None:
    settings = Settings(
        agents=frozenset({7}),
        approvers=frozenset({8}),
        sweep_seconds=9,
        keep_environment=("DISPLAY",),
        hook_wait_seconds=3,
    )
    made = app.server_settings(paths_in(str(tmp_path)), settings)
    assert (made.agent_uids, made.control_uids) == ({7}, {8})
    assert (made.sweep_ms, made.hook_wait_ms, made.keep_environment) == (9_000, 3_000, {"DISPLAY"})
    assert os.access(made.mayact, os.X_OK)


def test_a_dead_socket_file_of_ours_is_replaced(machine: Machine) -> None:
    machine.agent_socket.parent.mkdir(mode=0o700)
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(machine.agent_socket))
    left.close()
    gate = machine.start()
    assert machine.ask("echo hello").returncode == 0
    assert stop(gate) == 0
    assert not Path(machine.agent_socket).exists()
