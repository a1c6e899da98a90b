"""An agent that runs as the gate's own user (strength advisory) and goes behind the gate's back.

What it cannot do: make an approval, use one twice, change what was approved, change the policy, or hide that it tried.
What advisory does not stop is stated by tests too, at the end: refusing everybody service, starting over, and not
asking at all.
"""

import json
import os
import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_agent import at_a_terminal, say, shell_call
from tests.support.cli_gate import MAYACT, PASSPHRASE, Machine
from tests.support.cli_rows import a_decision, a_request, as_json, with_text

from mayact.core.approval import Answer, approval_statement, b64, enrolment_statement
from mayact.core.canonical import canonical_bytes, digest_of, thaw
from mayact.core.log.statements import binding_of
from mayact.core.wire import frame
from mayact.identity import keys
from mayact.packs import read_pack

pytestmark = pytest.mark.e2e

RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""


def runs(machine: Machine) -> int:
    mark = machine.work / "ran"
    return len(mark.read_text()) if mark.exists() else 0


def own_key(machine: Machine) -> keys.ApproverKey:
    """A key that the agent makes for itself."""
    return keys.create(str(machine.root / "mine.json"), name="operator", passphrase="an agent's own passphrase")


def whole(machine: Machine, request: str) -> Any:
    return machine.json("requests", request, "--json")


def signed_by(machine: Machine, request: str, key: keys.ApproverKey, *, signer: str | None = None) -> dict[str, Any]:
    from mayact.core.review import request_row

    binding = binding_of(request_row(whole(machine, request)))
    statement = approval_statement(binding, answer=Answer.APPROVE, approver=signer or key.id, reason="")
    return {
        "op": "answer",
        "request": request,
        "answer": "approve",
        "approver": signer or key.id,
        "reason": "",
        "signature": key.sign(statement),
    }


def sql(machine: Machine, statement: str, *values: object) -> None:
    with sqlite3.connect(machine.database, timeout=20) as database:
        database.execute(statement, values)
    database.close()


def is_not_run(machine: Machine, command: str = RUNS_CODE) -> None:
    before = runs(machine)
    asked = machine.ask(command)
    assert asked.returncode in (75, 77), asked.stdout
    assert runs(machine) == before


# ── approving ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("APPR-4", "APPR-10")
@pytest.mark.parametrize("typed", [b"y\n", b"yes\n", b"\n", b"\x04", b"\x03"], ids=repr)
def test_saying_yes_at_a_terminal_is_not_a_signature(running: Machine, typed: bytes) -> None:
    request = running.pending(RUNS_CODE + " # typed")
    code, shown = at_a_terminal([MAYACT, "approve", request], running.environment, script=[(b"passphrase of", typed)])
    assert code != 0, shown
    assert "Traceback" not in shown
    assert whole(running, request)["answers"] == []
    is_not_run(running, RUNS_CODE + " # typed")


@pytest.mark.requirement("APPR-4", "APPR-10")
def test_a_key_that_nobody_enrolled_approves_nothing(running: Machine, tmp_path: Path) -> None:
    request = running.pending(RUNS_CODE)
    mine = keys.create(str(tmp_path / "mine.json"), name="operator", passphrase="an agent's own passphrase")
    real = running.json("status", "--json")["approvers"][0]["id"]
    for message in (signed_by(running, request, mine), signed_by(running, request, mine, signer=real)):
        assert say(running.control_socket, message)["error"]["code"] == "identity.unauthenticated"
    assert whole(running, request)["answers"] == []
    is_not_run(running)


@pytest.mark.requirement("APPR-1", "APPR-10")
def test_a_signature_for_one_action_is_none_for_another(running: Machine) -> None:
    first, second = running.pending(RUNS_CODE + " # first"), running.pending(RUNS_CODE + " # second")
    assert running.run("deny", first, "--reason", "no", passphrase=PASSPHRASE).returncode == 0
    given = whole(running, first)["answers"][0]
    for request, answer in ((second, "deny"), (second, "approve"), (first, "approve")):
        message = {
            "op": "answer",
            "request": request,
            "answer": answer,
            "approver": given["approver"],
            "reason": "no",
            "signature": given["signature"],
        }
        assert "error" in say(running.control_socket, message)
    is_not_run(running, RUNS_CODE + " # first")
    is_not_run(running, RUNS_CODE + " # second")


@pytest.mark.requirement("AUTHZ-3", "APPR-10")
@pytest.mark.parametrize("op", ["requests", "request", "answer", "activate", "policy", "sweep", "stop", "enrol"])
def test_the_agent_socket_has_no_operation_that_approves(running: Machine, op: str) -> None:
    request = running.pending(RUNS_CODE)
    messages = [{"op": op}, {"op": op, "request": request, "answer": "approve", "approver": "key-x", "signature": ""}]
    for message in messages:
        assert say(running.agent_socket, message)["error"]["code"].startswith("invalid.")
    is_not_run(running)


# ── the database ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("APPR-10", "AUDIT-1")
def test_a_row_that_says_approved_is_no_approval(machine: Machine) -> None:
    with machine.up():
        request = machine.pending(RUNS_CODE)
        row = whole(machine, request)
        real = machine.json("status", "--json")["approvers"][0]["id"]
        forged = {
            "answer": "approve",
            "approver": real,
            "statement": {"reason": ""},
            "signature": b64(b"0" * 64),
            "at": 1,
        }
        body = canonical_bytes({**row, "status": "approved", "answers": [forged]})
        sql(machine, "UPDATE requests SET status = 'approved', body = ? WHERE id = ?", body, request)
        is_not_run(machine)
    found = machine.run("log", "verify")
    assert (found.returncode, request in found.stdout) == (1, True)


@pytest.mark.requirement("APPR-1", "APPR-10")
def test_a_signed_row_moved_to_another_action_is_no_approval(machine: Machine) -> None:
    """A real signature, on a request whose action was exchanged in the database."""
    with machine.up():
        harmless = machine.pending(RUNS_CODE + " # harmless")
        harmful = machine.pending(RUNS_CODE)
        assert machine.run("approve", harmless, passphrase=PASSPHRASE).returncode == 0
        row, other = whole(machine, harmless), whole(machine, harmful)
        for moved in (
            {**row, "action": other["action"], "effects": other["effects"], "subject": other["subject"]},
            {**other, "status": "approved", "answers": row["answers"]},
        ):
            sql(
                machine,
                "UPDATE requests SET status = 'approved', action = ?, body = ? WHERE id = ?",
                other["action"],
                canonical_bytes(moved),
                moved["id"],
            )
            is_not_run(machine)
    assert machine.run("log", "verify").returncode == 1


@pytest.mark.requirement("APPR-10")
def test_an_approver_or_a_policy_written_into_the_database_counts_for_nothing(machine: Machine) -> None:
    with machine.up():
        request = machine.pending(RUNS_CODE)
        mine = own_key(machine)
        public = b64(mine.public_key)
        tiers = ("operator", "owner", "policy")
        statement = enrolment_statement(public_key=public, name="operator", tiers=tiers, approver=mine.id)
        row = {
            "id": mine.id, "status": "active", "name": "operator", "public_key": public, "tiers": tiers,
            "enrolled_by": mine.id, "signature": mine.sign(statement),
        }  # fmt: skip
        bundle: Any = thaw(read_pack("developer"))
        bundle["policies"] = {"all.cedar": '@id("all")\npermit (principal, action, resource);\n'}
        sql(
            machine,
            "INSERT INTO approvers (id, status, body) VALUES (?, 'active', ?)",
            mine.id,
            canonical_bytes(row),
        )
        policy = {**policy_row(machine), "id": digest_of(bundle), "bundle": bundle}
        sql(machine, "DELETE FROM policies")
        sql(
            machine,
            "INSERT INTO policies (id, status, body) VALUES (?, 'active', ?)",
            policy["id"],
            canonical_bytes(policy),
        )
        assert "error" in say(machine.control_socket, signed_by(machine, request, mine))
        assert "error" in say(
            machine.control_socket,
            {"op": "activate", "bundle": bundle, "approver": mine.id, "signature": b64(b"0" * 64)},
        )
        is_not_run(machine)
    refused = machine.run("up")
    assert (refused.returncode, "log" in refused.stderr) == (1, True)
    assert machine.run("log", "verify").returncode == 1


def policy_row(machine: Machine) -> dict[str, Any]:
    with sqlite3.connect(machine.database) as database:
        (body,) = database.execute("SELECT body FROM policies WHERE status = 'active'").fetchone()
    database.close()
    found: dict[str, Any] = json.loads(body)
    return found


def rows_of(machine: Machine, table: str) -> dict[str, tuple[str, bytes]]:
    with sqlite3.connect(machine.database) as database:
        found = {key: (status, body) for key, status, body in database.execute(f"SELECT id, status, body FROM {table}")}
    database.close()
    return found


@pytest.mark.requirement("AUDIT-1")
def test_an_entry_written_into_the_database_stops_the_gate_and_is_found(machine: Machine) -> None:
    with machine.up():
        machine.ask("echo hello")
        sql(
            machine,
            "INSERT INTO entries (seq, at, kind, action, leaf, leaf_hash) "
            "SELECT seq + 1, at, kind, action, leaf, leaf_hash FROM entries ORDER BY seq DESC LIMIT 1",
        )
        assert machine.ask("echo hello").returncode == 77
    assert machine.run("up").returncode == 1
    assert machine.run("log", "verify").returncode == 1


@pytest.mark.requirement("APPR-1", "APPR-10", "OPS-1", "AUDIT-1")
@pytest.mark.parametrize("table", ["requests", "permits"])
def test_a_spent_row_that_is_put_back_in_the_database_is_found_and_not_used_again(machine: Machine, table: str) -> None:
    """Who can write the database can put a row back to before it was spent. The gate and the log still know."""
    with machine.up():
        request = machine.pending(RUNS_CODE)
        assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
        approved = rows_of(machine, "requests")
        call = shell_call("echo kept", machine.work)
        token = say(machine.agent_socket, {"op": "authorize", "call": call})["token"]
        issued = rows_of(machine, "permits")
        assert machine.ask(RUNS_CODE).returncode == 0
        redeem = {"op": "redeem", "token": token, "call": call}
        assert "permit" in say(machine.agent_socket, redeem)
        for key, (status, body) in (issued if table == "permits" else approved).items():
            sql(machine, f"UPDATE {table} SET status = ?, body = ? WHERE id = ?", status, body, key)
        if table == "requests":
            is_not_run(machine)
            assert runs(machine) == 1
        else:
            # The gate answers from what it wrote, not from what the table says now.
            assert say(machine.agent_socket, redeem)["error"]["code"] == "state.illegal_transition"
            assert machine.run("exec", "--permit", token).returncode == 77
    refused = machine.run("up")
    assert (refused.returncode, "is not what the log makes of it" in refused.stderr) == (1, True), refused.stderr
    is_not_run(machine)
    assert runs(machine) == 1
    found = machine.run("log", "verify")
    assert (found.returncode, table[:-1] in found.stdout) == (1, True), found.stdout


# ── permits ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("BOUND-3", "APPR-1")
def test_a_permit_runs_once_and_only_what_it_names(running: Machine) -> None:
    call = shell_call("echo hello", running.work)
    answer = say(running.agent_socket, {"op": "authorize", "call": call})
    assert answer["outcome"] == "allow"
    redeem = {"op": "redeem", "token": answer["token"], "call": call}
    assert "permit" in say(running.agent_socket, redeem)
    assert say(running.agent_socket, redeem)["error"]["code"] == "state.illegal_transition"
    replayed = running.run("exec", "--permit", answer["token"])
    assert (replayed.returncode, replayed.stdout) == (77, "")

    other = say(running.agent_socket, {"op": "authorize", "call": call})
    changed = {"op": "redeem", "token": other["token"], "call": shell_call("echo hullo", running.work)}
    assert say(running.agent_socket, changed)["error"]["code"] == "permit.digest_mismatch"
    assert "error" in say(running.agent_socket, {"op": "redeem", "token": other["token"], "call": call}), "it is void"


@pytest.mark.requirement("BOUND-3")
def test_a_permit_that_the_agent_made_is_none(running: Machine) -> None:
    token = say(running.agent_socket, {"op": "authorize", "call": shell_call("echo hello", running.work)})["token"]
    header, claims, signature = token.split(".")
    for forged in (f"{header}.{claims}.", f"{header}.{claims}.{signature[::-1]}", "x.y.z", ""):
        assert "error" in say(running.agent_socket, {"op": "claim", "token": forged})


# ── files and sockets ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("POLICY-1")
def test_settings_and_folders_of_rules_change_nothing_that_is_decided(machine: Machine) -> None:
    folder = machine.home / "config" / "policy"
    settings = machine.home / "config" / "mayact.toml"
    with machine.up():
        machine.pending(RUNS_CODE)
        folder.mkdir()
        (folder / "all.cedar").write_text('@id("all")\npermit (principal, action, resource);\n')
        settings.write_text(settings.read_text().replace("approvers = []", 'approvers = ["nobody"]'))
        is_not_run(machine)
        assert machine.run("policy", "activate", str(folder)).returncode != 0
    with machine.up():
        is_not_run(machine)
    kept = settings.read_text()
    for line in ('[exec]\nkeep_environment = ["LD_PRELOAD"]', "[policy]\noff = true", '[gate]\norigin = "mine/gate"'):
        settings.write_text(line + "\n")
        assert machine.run("up").returncode in (1, 78)
        assert machine.ask("echo hello").returncode == 77
    settings.write_text(kept)


def close(listening: socket.socket) -> None:
    listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept(2), which would keep it listening
    listening.close()


def serve_once(path: Path, reply: Callable[[dict[str, Any]], dict[str, Any]]) -> socket.socket:
    """A false gate: answers every message with `reply(message)`."""
    listening = socket.socket(socket.AF_UNIX)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    listening.bind(str(path))
    listening.listen()

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as sent:
                line = sent.readline(frame.MAX_HEADER_BYTES)
                if line:  # a gate that starts only looks whether somebody listens, and says nothing
                    body = sent.read(frame.parse_header(line).length)
                    connection.sendall(frame.encode(json.dumps(reply(json.loads(body))).encode()))

    threading.Thread(target=serve, daemon=True).start()
    return listening


@pytest.mark.requirement("APPR-1", "APPR-10")
def test_a_false_gate_gets_no_signature_for_what_it_did_not_show(machine: Machine) -> None:
    """The agent listens where the gate would, shows something harmless and would have something else signed."""
    row = a_request()
    lying = with_text(row, a_request(a_decision()).text.replace("git push origin main", "git status"))
    sent: list[dict[str, Any]] = []

    def reply(message: dict[str, Any]) -> dict[str, Any]:
        sent.append(message)
        return {"request": as_json(lying)}

    (machine.home / "run").mkdir(mode=0o700, exist_ok=True)
    false_gate = serve_once(machine.control_socket, reply)
    try:
        done = machine.run("approve", row.id, passphrase=PASSPHRASE)
    finally:
        close(false_gate)
    assert (done.returncode, "nothing was signed" in done.stderr) == (1, True), done.stderr
    assert [message["op"] for message in sent] == ["request"]


@pytest.mark.requirement("APPR-10")
def test_what_a_false_gate_gets_signed_honestly_is_worth_nothing_at_the_real_one(machine: Machine) -> None:
    """It shows a request of its own making, whole and true to itself; the person signs; the gate knows no such one."""
    row = a_request()
    sent: list[dict[str, Any]] = []

    def reply(message: dict[str, Any]) -> dict[str, Any]:
        sent.append(message)
        return {"request": as_json(row)}

    (machine.home / "run").mkdir(mode=0o700, exist_ok=True)
    false_gate = serve_once(machine.control_socket, reply)
    try:
        machine.run("approve", row.id, passphrase=PASSPHRASE)
    finally:
        close(false_gate)
    assert sent[-1]["op"] == "answer"
    with machine.up():
        request = machine.pending(RUNS_CODE)
        assert "error" in say(machine.control_socket, sent[-1])
        assert "error" in say(machine.control_socket, {**sent[-1], "request": request})
        is_not_run(machine)


def test_whoever_listens_first_keeps_the_gate_from_starting_and_nothing_else(machine: Machine) -> None:
    (machine.home / "run").mkdir(mode=0o700, exist_ok=True)
    thief = serve_once(machine.agent_socket, lambda message: {"outcome": "deny", "reasons": []})
    try:
        refused = machine.run("up")
        assert (refused.returncode, "agent.sock" in refused.stderr) == (77, True)
        assert machine.ask("echo hello").returncode == 77
    finally:
        close(thief)
    with machine.up():
        assert machine.ask("echo hello").returncode == 0


def test_the_socket_of_a_running_gate_cannot_be_bound_again(running: Machine) -> None:
    with socket.socket(socket.AF_UNIX) as thief, pytest.raises(OSError, match="in use"):
        thief.bind(str(running.agent_socket))


# ── through the gate ─────────────────────────────────────────────────────────────────────────────────────

TAMPERING = (
    "mayact approve req-x",
    "mayact deny req-x --reason no",
    "mayact policy activate folder",
    "mayact init",
    "mayact log adopt --reason mine",
    "mayact --home {home} approve req-x",
    "env mayact approve req-x",
    "bash -c 'mayact approve req-x'",
    "{mayact} approve req-x",
    "echo x >> {home}/config/mayact.toml",
    "sed -i s/a/b/ {home}/config/mayact.toml",
    "rm -rf {home}",
    "cd {home} && rm -r state",
    "mv {home} {home}.old",
    "rm -f {home}/run/agent/agent.sock",
    "ln -sf /dev/null {home}/anchor/head",
    "chmod 777 {home}/state",
    "sqlite3 {home}/state/mayact.db 'update requests set status = 1'",
    "cat {home}/keys/operator.key",
    "cp {home}/keys/operator.key copy",
    "cat {home}/state/gate.key",
    "pkill mayact",
)


@pytest.mark.requirement("AUTHZ-3")
@pytest.mark.parametrize("command", TAMPERING)
def test_tampering_that_asks_is_refused_and_nobody_can_approve_it(running: Machine, command: str) -> None:
    asked = running.ask(command.format(home=running.home, mayact=MAYACT))
    assert asked.returncode == 77, (asked.stdout, asked.stderr)
    # The sweep may have closed something meanwhile: the newest decision, not the newest entry.
    newest = [entry for entry in running.json("log", "show", "--json", "--last", "9") if "decision" in entry["body"]][
        -1
    ]
    assert newest["body"]["decision"]["verdict"]["outcome"] == "deny"
    assert running.database.exists()


# ── what advisory does not stop, exactly ─────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6", "AUTHZ-10")
def test_not_stopped_the_agent_can_end_the_gate_and_then_everything_refuses(machine: Machine) -> None:
    gate = machine.start()
    request = machine.pending(RUNS_CODE)
    assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
    os.kill(gate.pid, 9)
    gate.communicate()
    is_not_run(machine)
    assert machine.run("status").returncode == 69


@pytest.mark.requirement("AUTHZ-6", "AUTHZ-10", "APPR-10")
def test_not_stopped_the_agent_can_delete_the_store_and_then_every_approval_is_gone(machine: Machine) -> None:
    with machine.up():
        request = machine.pending(RUNS_CODE)
        assert machine.run("approve", request, passphrase=PASSPHRASE).returncode == 0
        for file in machine.database.parent.glob("mayact.db*"):
            file.unlink()
        is_not_run(machine)
    refused = machine.run("up")
    assert (refused.returncode, "is gone" in refused.stderr) == (1, True)
    is_not_run(machine)


@pytest.mark.requirement("AUTHZ-10", "AUDIT-1")
def test_not_stopped_the_agent_can_start_over_with_its_own_key_but_not_unnoticed(machine: Machine) -> None:
    """Whoever can delete every file can make a gate of its own. The key that the person kept tells them apart."""
    kept = (machine.home / "config" / "log.vkey").read_text().strip()
    with machine.up():
        machine.ask("echo hello")
        head = machine.root / "head"
        head.write_text(machine.run("log", "head").stdout)
    shutil.rmtree(machine.home)
    assert machine.run("init", "--no-hook", passphrase="an agent's own passphrase").returncode == 0
    assert machine.run("log", "verify").returncode == 0
    assert machine.run("log", "verify", "--key", kept).returncode == 1
    assert machine.run("log", "verify", "--key", kept, "--checkpoint", str(head)).returncode == 1


@pytest.mark.requirement("AUTHZ-10")
def test_not_stopped_and_said_the_agent_can_act_without_asking(running: Machine) -> None:
    said = running.json("status", "--json")
    assert said["strength"] == "advisory"
    assert "not ask it at all" in said["not_stopped"]
