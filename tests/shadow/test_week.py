"""A week in the small: `init --observe`, the hook lines of all five clients run as they stand, `report`, `init`."""

import json
import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_gate import PASSPHRASE, Machine

from mayact.core.wire.hooks.forms import FORMS, Place

pytestmark = pytest.mark.e2e

CLIENTS = ("claude-code", "codex", "gemini", "copilot", "opencode")
USER_FILES = {form.client: form.path for form in FORMS if form.place is Place.USER}
ALL_USERS = [word for client in CLIENTS for word in (f"--{client}", "user")]


@pytest.fixture
def watching() -> Iterator[Machine]:
    machine = Machine()
    settings = machine.root / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"model": "x",\n "hooks": {}}')
    done = machine.run("init", "--observe", "--yes", *ALL_USERS, passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert f"observing only: nothing is stopped ({', '.join(CLIENTS)})" in done.stdout
    yield machine
    machine.remove()


def lines_of(machine: Machine, client: str) -> list[str]:
    """The lines of the client's configuration that start our script, as the client would run them."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            found.extend(value[key] for key in ("command", "bash") if isinstance(value.get(key), str))
            if isinstance(value.get("command"), list):
                found.append(shlex.join(value["command"]))
            for held in value.values():
                walk(held)
        elif isinstance(value, list):
            for held in value:
                walk(held)

    walk(json.loads((machine.root / USER_FILES[client]).read_text()))
    return found


def tell(machine: Machine, client: str, payload: dict[str, Any]) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", lines_of(machine, client)[0]],
        input=json.dumps(payload).encode(),
        capture_output=True,
        env=machine.environment,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


VECTORS = Path(__file__).parents[1] / "vectors" / "hooks"
OBSERVED = Path(__file__).parents[1] / "clients" / "observed"


def recorded(client: str, folder: Path) -> list[dict[str, Any]]:
    """What the client sent when it was recorded, in a directory of this machine."""
    if client == "claude-code":
        files = sorted(OBSERVED.glob("claude-code.PreToolUse.*.json"))
        found = [json.loads(file.read_text())["stdin"] for file in files]
    else:
        rows = [json.loads(line) for line in (VECTORS / f"{client}.jsonl").read_text().splitlines()]
        found = [row["payload"] for row in rows if "call" in row]
    return [
        payload | ({"directory": str(folder)} if "directory" in payload else {"cwd": str(folder)}) for payload in found
    ]


@pytest.mark.requirement("POLICY-2", "AUDIT-1")
def test_a_week_of_five_clients_is_recorded_and_summed_up(watching: Machine) -> None:
    sent = {client: recorded(client, watching.work)[:12] for client in CLIENTS}
    with watching.up():
        for client, payloads in sent.items():
            for payload in payloads:
                tell(watching, client, payload)
        status = watching.run("status").stdout
    assert f"observing only: nothing is stopped ({', '.join(CLIENTS)})" in status
    found = watching.json("report", "--json")
    assert {row["client"]: row["calls"] for row in found["days"]} == {name: len(sent[name]) for name in CLIENTS}
    assert found["calls"] == sum(map(len, sent.values()))
    assert found["calls"] == found["allowed"] + found["asked"] + found["stopped"]
    entries = watching.json("log", "show", "--json", "--count", "1000")
    kinds = [entry["kind"] for entry in entries]
    assert kinds.count("call.observed") == found["calls"]
    assert not {"permit.issued", "request.opened", "decision.made"} & set(kinds)
    assert watching.run("log", "verify").returncode == 0


def call(command: str, machine: Machine, **changed: Any) -> dict[str, Any]:
    return {
        "session_id": "s1", "cwd": str(machine.work), "permission_mode": "default", "hook_event_name": "PreToolUse",
        "tool_name": "Bash", "tool_input": {"command": command}, "tool_use_id": f"t-{command}", **changed,
    }  # fmt: skip


@pytest.mark.requirement("POLICY-2")
def test_the_report_says_what_would_have_been_stopped_and_that_it_ran(watching: Machine) -> None:
    with watching.up():
        for _ in range(3):
            tell(watching, "claude-code", call("ls", watching))
        tell(watching, "claude-code", call("sudo rm -rf /etc \x1b[2J", watching))
        tell(watching, "claude-code", call("sudo rm -rf /etc \x1b[2J", watching, hook_event_name="PostToolUse"))
        tell(watching, "claude-code", call("git push --force origin main", watching))
        tell(watching, "codex", call("git push origin main", watching))
        tell(watching, "codex", call("git push origin main", watching, hook_event_name="PermissionRequest"))
    said = watching.run("report").stdout
    assert "7 calls" not in said
    assert "6 calls, none of them stopped by mayact" in said
    assert "sudo rm -rf /etc" in said
    assert "\x1b" not in said
    assert "(ran 1 x)" in said
    (codex,) = [row for row in watching.json("report", "--json")["prompts"] if row["client"] == "codex"]
    assert codex["shown"] == 1
    assert codex["own"] == 1


@pytest.mark.requirement("POLICY-2")
def test_a_gate_that_is_away_stops_nothing_and_the_report_says_what_is_not_known(watching: Machine) -> None:
    with watching.up():
        tell(watching, "codex", call("ls", watching))
    tell(watching, "codex", call("ls -l", watching))
    with watching.up():
        tell(watching, "codex", call("ls -a", watching))
    assert "observing only" in watching.run("status").stdout
    found = watching.json("report", "--json")
    assert found["calls"] == 2
    assert [gap["stopped"] for gap in found["gaps"]] == [True]
    assert "not recorded: no gate ran from" in watching.run("report").stdout


@pytest.mark.requirement("AUTHZ-6", "POLICY-2")
def test_init_afterwards_enforces_and_then_nothing_goes_back_to_watching(watching: Machine) -> None:
    refused = watching.run("init", "--no-hook", "--observe")
    assert (refused.returncode, "already" in refused.stderr) == (1, True)
    done = watching.run("init", "--yes")
    assert done.returncode == 0, done.stderr
    assert "observe" in done.stdout  # the exact change: what goes, and what comes
    assert "observing only" not in done.stdout
    for client in CLIENTS:
        text = (watching.root / USER_FILES[client]).read_text()
        assert "observe" not in text
        assert "agent_hook.py" in text or "opencode_plugin.mjs" in text
    before = {client: (watching.root / USER_FILES[client]).read_bytes() for client in CLIENTS}
    for words in (("init", "--observe", "--yes"), ("init", "--observe", "--yes", *ALL_USERS)):
        again = watching.run(*words)
        assert (again.returncode, "guarded" in again.stderr) == (77, True), again.stderr
    assert before == {client: (watching.root / USER_FILES[client]).read_bytes() for client in CLIENTS}
    assert watching.run("init", "--yes").returncode == 1


@pytest.mark.requirement("BOUND-1")
@pytest.mark.parametrize("moved_on", [False, True])
def test_uninstall_puts_back_what_was_there(watching: Machine, moved_on: bool) -> None:
    if moved_on:
        assert watching.run("init", "--yes").returncode == 0
    assert watching.run("uninstall", "--yes").returncode == 0
    assert (watching.root / USER_FILES["claude-code"]).read_text() == '{"model": "x",\n "hooks": {}}'
    for client in CLIENTS[1:]:
        assert not os.path.lexists(watching.root / USER_FILES[client])
    assert "observing only" not in watching.run("status").stdout


def test_a_gate_that_is_there_gets_the_hooks_alone_and_keeps_everything_else() -> None:
    machine = Machine()
    try:
        machine.init()
        kept = {path: path.read_bytes() for path in machine.home.rglob("*") if path.is_file()}
        done = machine.run("init", "--observe", "--yes", "--claude-code", "none", "--codex", "user")
        assert (done.returncode, "observing only: nothing is stopped (codex)" in done.stdout) == (0, True), done.stderr
        assert {path: path.read_bytes() for path in machine.home.rglob("*") if path.is_file()} == kept
        assert "codex observe" in (machine.root / USER_FILES["codex"]).read_text()
        other = machine.run("hook", "--yes", "--claude-code", "none", "--codex", "user")
        assert (other.returncode, "observe" in (machine.root / USER_FILES["codex"]).read_text()) == (0, False)
    finally:
        machine.remove()


def test_without_a_record_the_report_says_so(watching: Machine) -> None:
    assert "nothing was recorded" in watching.run("report").stdout
    assert watching.run("report", "--since", "yesterday").returncode == 2
    assert watching.run("report", "--since", "2026-01-02").returncode == 0
