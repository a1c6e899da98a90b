"""Every command against a gate that runs: what it says, what it changes, how it ends."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.support.cli_agent import at_a_terminal
from tests.support.cli_gate import MAYACT, PASSPHRASE, Machine

from mayact import __version__

pytestmark = pytest.mark.e2e

RUNS_CODE = "python3 -c \"exec('open(*%r).write(%r)' % (('ran', 'a'), 'x'))\""
"""Code from the command line: nothing knows what it does, so a person is asked. It leaves a mark when it runs."""


def runs(machine: Machine) -> int:
    mark = machine.work / "ran"
    return len(mark.read_text()) if mark.exists() else 0


@pytest.fixture(autouse=True)
def nothing_ran_yet(running: Machine) -> None:
    (running.work / "ran").unlink(missing_ok=True)


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-5")
def test_what_is_harmless_runs_without_asking(running: Machine) -> None:
    done = running.ask("echo hello")
    assert (done.returncode, done.stdout) == (0, "hello\n")
    assert running.json("requests", "--json") == []


@pytest.mark.requirement("APPR-1", "APPR-6", "APPR-7")
def test_one_signed_approval_runs_the_action_once(running: Machine) -> None:
    request = running.pending(RUNS_CODE)
    assert running.pending(RUNS_CODE) == request, "asking again is the same request"
    assert runs(running) == 0
    listed = running.json("requests", "--json")
    assert [row["id"] for row in listed] == [request]

    done = running.run("approve", request, "--reason", "looks right", passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert f"  | {RUNS_CODE}" in done.stdout
    assert runs(running) == 0, "an approval runs nothing by itself"

    changed = running.ask(RUNS_CODE.replace("'x'", "'y'"))
    assert (changed.returncode, runs(running)) == (75, 0)
    assert running.ask(RUNS_CODE).returncode == 0
    assert runs(running) == 1
    again = running.pending(RUNS_CODE)
    assert again != request
    assert runs(running) == 1
    running.run("deny", again, passphrase=PASSPHRASE)
    other = running.json("requests", "--json")[0]["id"]
    running.run("deny", other, passphrase=PASSPHRASE)


@pytest.mark.requirement("APPR-1", "APPR-10")
def test_at_a_terminal_the_passphrase_is_the_confirmation(running: Machine) -> None:
    request = running.pending(RUNS_CODE + " # terminal")
    typed = PASSPHRASE.encode() + b"\n"
    code, shown = at_a_terminal(
        [MAYACT, "approve", request], running.environment, script=[(b"passphrase of operator", typed)]
    )
    assert code == 0, shown
    assert shown.index(RUNS_CODE) < shown.index("passphrase of operator"), "shown first, signed after"
    assert PASSPHRASE not in shown
    assert running.ask(RUNS_CODE + " # terminal").returncode == 0
    assert runs(running) == 1


@pytest.mark.requirement("APPR-6")
def test_a_denial_stands_and_its_reason_reaches_the_agent(running: Machine) -> None:
    command = RUNS_CODE + " # denied"
    request = running.pending(command)
    done = running.run("deny", request, "--reason", "use the make target", passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    asked = running.ask(command)
    assert asked.returncode == 77
    assert "use the make target" in asked.stderr
    assert runs(running) == 0


@pytest.mark.requirement("APPR-10")
@pytest.mark.parametrize("passphrase", ["wrong horse battery staple", "", PASSPHRASE.upper()])
def test_without_the_passphrase_nothing_is_signed(running: Machine, passphrase: str) -> None:
    request = running.pending(RUNS_CODE + " # unsigned")
    done = running.run("approve", request, passphrase=passphrase)
    assert (done.returncode, "does not unlock" in done.stderr) == (77, True)
    assert running.json("requests", request, "--json")["answers"] == []
    assert running.ask(RUNS_CODE + " # unsigned").returncode == 75
    assert runs(running) == 0


def test_a_request_is_shown_whole_and_unknown_ones_are_said_to_be(running: Machine) -> None:
    request = running.pending(RUNS_CODE + " # shown")
    shown = running.run("requests", request)
    assert RUNS_CODE in shown.stdout
    assert f"action\n  {running.json('requests', request, '--json')['action']}" in shown.stdout
    for words in (("requests", "req-none"), ("approve", "req-none"), ("deny", "req-none")):
        done = running.run(*words, passphrase=PASSPHRASE if words[0] != "requests" else None)
        assert (done.returncode, "no request" in done.stderr) == (1, True), done.stderr


@pytest.mark.requirement("AUTHZ-8")
def test_explain_says_why_and_writes_nothing(running: Machine) -> None:
    before = running.json("status", "--json")["entries"]
    asked = running.json("explain", "--json", "-c", RUNS_CODE)
    assert asked["outcome"] == "step-up"
    assert asked["missing"]
    assert asked["reasons"][0]["rule"]
    allowed = running.json("explain", "--json", "--", "echo", "hello")
    assert allowed["outcome"] == "allow"
    said = running.run("explain", "-c", RUNS_CODE).stdout
    assert "missing: one approval of tier operator" in said
    assert running.json("status", "--json")["entries"] == before
    assert runs(running) == 0


@pytest.mark.requirement("AUTHZ-10")
def test_status_says_the_strength_and_what_it_does_not_stop(running: Machine) -> None:
    whole = running.json("status", "--json")
    assert (whole["reachable"], whole["strength"]) == (True, "advisory")
    assert whole["policy"].startswith("sha256:")
    assert [approver["name"] for approver in whole["approvers"]] == ["operator"]
    assert whole["anchor"]["size"] == whole["entries"]
    said = running.run("status").stdout
    assert "stop the gate" in said
    assert "rollback" in said


@pytest.mark.requirement("AUDIT-1")
def test_the_log_is_shown_verified_and_proven(running: Machine, tmp_path: Path) -> None:
    running.ask("echo logged")
    entries = running.json("log", "show", "--json", "--last", "4")
    assert [entry["kind"] for entry in entries] == [
        "decision.made",
        "permit.issued",
        "permit.redeemed",
        "outcome.reported",
    ]
    assert running.run("log", "show", "--last", "1").stdout.count("\n") == 1
    verified = running.run("log", "verify")
    assert (verified.returncode, "consistent" in verified.stdout) == (0, True)
    proof = tmp_path / "proof.json"
    proof.write_text(running.run("log", "prove", str(entries[0]["seq"])).stdout)
    checked = running.run("log", "check", str(proof))
    assert "proven" in checked.stdout, checked.stderr
    forged = json.loads(proof.read_text())
    forged["leaf"] = json.loads(running.run("log", "prove", str(entries[1]["seq"])).stdout)["leaf"]
    proof.write_text(json.dumps(forged))
    assert running.run("log", "check", str(proof)).returncode == 1


@pytest.mark.requirement("AUDIT-1")
def test_a_checkpoint_kept_elsewhere_is_compared(running: Machine, tmp_path: Path) -> None:
    kept = tmp_path / "head"
    kept.write_text(running.run("log", "head").stdout)
    running.ask("echo later")
    done = running.run("log", "verify", "--checkpoint", str(kept))
    assert (done.returncode, "pinned head" in done.stdout) == (0, True), done.stderr
    other = running.run("log", "verify", "--key", "other+00000000+AAAA")
    assert other.returncode != 0


@pytest.mark.requirement("POLICY-1")
def test_a_policy_is_written_changed_signed_and_then_holds(machine: Machine) -> None:
    folder = machine.root / "policy"
    with machine.up():
        assert machine.run("policy", "show", "--to", str(folder)).returncode == 0
        rule = '@id("test.no-code")\nforbid (principal, action == Action::"opaque", resource);\n'
        (folder / "more.cedar").write_text(rule)
        request = machine.pending(RUNS_CODE)
        assert machine.run("policy", "check", str(folder)).returncode == 0
        assert machine.run("policy", "activate", str(folder)).returncode == 77, "nobody signed"
        assert machine.ask(RUNS_CODE).returncode == 75, "the files do nothing"
        wrong = machine.run("policy", "activate", str(folder), passphrase="wrong horse battery staple")
        assert wrong.returncode == 77
        done = machine.run("policy", "activate", str(folder), passphrase=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        assert "adds 1 rules: test.no-code" in done.stdout
        assert machine.ask(RUNS_CODE).returncode == 77
        assert machine.json("requests", request, "--json")["status"] == "void"
        late = machine.run("approve", request, passphrase=PASSPHRASE)
        assert (late.returncode, "void" in late.stderr) == (1, True)
        again = machine.run("policy", "activate", str(folder), passphrase=PASSPHRASE)
        assert (again.returncode, "already" in again.stderr) == (1, True)
        assert machine.run("log", "verify").returncode == 0


def test_a_policy_that_does_not_load_is_refused_with_its_place(running: Machine) -> None:
    folder = running.root / "broken"
    assert running.run("policy", "show", "--to", str(folder)).returncode == 0
    (folder / "bad.cedar").write_text("forbid (principal, action, resource)\n")
    for words in (("policy", "check", str(folder)), ("policy", "activate", str(folder))):
        done = running.run(*words)
        assert (done.returncode, "bad.cedar" in done.stderr) == (1, True), done.stderr


COMMANDS = (
    "init",
    "up",
    "status",
    "exec",
    "explain",
    "analyse",
    "requests",
    "approve",
    "deny",
    "log",
    "policy",
    "hook",
)

USAGE = [
    ("approve",),
    ("bogus",),
    ("requests", "--no-such-option"),
    ("explain",),
    ("explain", "-c", "ls", "ls"),
    ("log", "show", "--last", "0"),
    ("log", "prove", "minus-one"),
    ("policy",  "activate"),
    ("token", "add", "no-role"),
    ("init", "--claude-code", "somebody"),
]  # fmt: skip


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_wrong_usage_is_one_line_and_a_hint(running: Machine, words: tuple[str, ...]) -> None:
    done = running.run(*words)
    assert done.returncode == 2, done.stderr
    lines = done.stderr.strip().split("\n")
    assert [line.split(":")[0] for line in lines] == ["mayact", "hint"]
    assert "\\n" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [(), *[(name,) for name in COMMANDS]],
    ids=str,
)
def test_every_command_has_a_help_page(running: Machine, words: tuple[str, ...]) -> None:
    done = running.run(*words, "--help")
    assert done.returncode == 0, done.stderr
    assert "sage" in done.stdout
    assert len(done.stdout) > 200


@pytest.mark.parametrize(
    "words",
    [("requests",), ("approve", "req-x"), ("deny", "req-x"), ("explain", "--", "ls"), ("policy", "show"), ("status",)],
    ids=" ".join,
)
def test_without_a_gate_every_command_says_so(machine: Machine, words: tuple[str, ...]) -> None:
    done = machine.run(*words)
    assert done.returncode == 69
    assert "no gate answers" in done.stderr
    assert "mayact up" in done.stderr


@pytest.mark.requirement("AUTHZ-6")
def test_without_a_gate_nothing_runs(machine: Machine) -> None:
    done = machine.ask(RUNS_CODE)
    assert (done.returncode, done.stderr.startswith("mayact: ")) == (77, True)
    assert machine.ask("echo hello").returncode == 77
    assert runs(machine) == 0
    status = machine.run("status", "--json")
    assert (status.returncode, json.loads(status.stdout)["reachable"]) == (69, False)


def test_a_fault_is_one_line_too(machine: Machine) -> None:
    (machine.home / "config" / "log.vkey").write_text("no key at all")
    done = machine.run("log", "verify")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    broken = subprocess.run(
        [MAYACT, "log", "show"],
        env={**machine.environment, "MAYACT_HOME": "/proc/self/mem"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (broken.returncode != 0, "Traceback" in broken.stderr) == (True, False)


def test_the_version_is_said(blank: Machine) -> None:
    assert blank.run("--version").stdout == f"mayact {__version__}\n"


def test_a_closed_pipe_is_not_an_error_page(running: Machine) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{MAYACT} --help | true"],
        env=running.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
