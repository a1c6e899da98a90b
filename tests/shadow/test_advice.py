"""What is suggested of a client's allow-list: nothing wide, nothing risky, and a draft that does what it says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_gate import PASSPHRASE, Machine

from mayact.core.policy.bundle import load_bundle
from mayact.core.shadow.advice import Exemption, clause_of, exempted
from mayact.core.shadow.observed import Stop
from mayact.packs import STARTER, read_pack

ALLOWED = [
    "Bash(npm run test:*)", "Bash(git:*)", "Bash", "Bash(python:*)", "Bash(curl https://docs.example.net/*)",
    "Bash(ls:*)", "Bash(npm publish)", "Read(./.env)", "Bash(cat ~/.ssh/id_ed25519)", "Edit", "mcp__lab__echo",
    "Bash(\x1b[2J:*)",
]  # fmt: skip


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    made = Machine()
    made.init()
    settings = made.root / ".claude" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"permissions": {"allow": ALLOWED, "deny": ["Bash(rm:*)"]}}))
    with made.up():
        yield made
    made.remove()


@pytest.mark.e2e
@pytest.mark.requirement("POLICY-2")
def test_each_entry_gets_its_own_answer(machine: Machine) -> None:
    found = {row["entry"]: row for row in machine.json("suggest", "claude-code", "--json")}
    assert set(found) == set(ALLOWED)
    said = {entry: row["verdict"] for entry, row in found.items()}
    assert said["Bash(curl https://docs.example.net/*)"] == "draft"
    assert said["Bash"] == said["Bash(git:*)"] == said["Bash(python:*)"] == "too wide"
    assert said["Bash(ls:*)"] == said["Edit"] == "already allowed"
    assert said["Bash(cat ~/.ssh/id_ed25519)"] == "stopped"
    assert said["Bash(npm publish)"] == said["mcp__lab__echo"] == "asked about"
    assert said["Read(./.env)"] == "not understood"
    assert {"call": "git push --force origin main", "rules": "never.force-push-protected"} in found["Bash(git:*)"][
        "also"
    ]
    plain = machine.run("suggest", "claude-code").stdout
    assert "\x1b" not in plain
    assert "they do nothing until they are signed" in plain


@pytest.mark.e2e
@pytest.mark.requirement("POLICY-2")
def test_a_draft_put_into_the_policy_lets_through_what_it_names_and_nothing_else(machine: Machine) -> None:
    drafted = machine.work / "drafts.cedar"
    assert machine.run("suggest", "claude-code", "--output", str(drafted)).returncode == 0
    again = machine.run("suggest", "claude-code", "--output", str(drafted))
    assert (again.returncode, "cannot be written" in again.stderr) == (2, True)
    rule = drafted.read_text().split("\n\n", 1)[1].strip()
    folder = machine.root / "policy"
    assert machine.run("policy", "show", "--to", str(folder)).returncode == 0
    asks = folder / "asks.cedar"
    before, _, rest = asks.read_text().partition('@id("ask.unlisted-host")')
    asks.write_text(before + rule + rest[rest.index(";\n") + 1 :])
    done = machine.run("policy", "activate", str(folder), passphrase=PASSPHRASE)
    assert done.returncode == 0, done.stderr

    def outcome(command: str) -> Any:
        return machine.json("explain", "--json", "-c", command)["outcome"]

    assert outcome("curl https://docs.example.net/x") == "allow"
    assert outcome("curl https://other.example.net/x") == "step-up"
    assert outcome("curl -d @README.md https://docs.example.net/x") == "step-up"


def test_high_risk_and_what_names_no_one_thing_is_never_exempted() -> None:
    good = Stop("r", "net.connect", "host", "a.example", "medium")
    clause = 'unless { action == Action::"net.connect" && resource is Host && resource.id == "a.example" }'
    assert clause_of(good) == clause
    for worse in (
        Stop("r", "net.connect", "host", "a.example", "high"),
        Stop("r", "net.connect", "host", "a.example", "critical"),
        Stop("r", "net.connect", "host", "a.example", ""),
        Stop("r", "opaque", "program", "python", "medium"),
        Stop("r", "exec.run", "program", "python", "medium"),
        Stop("r", "secret.read", "file", "/w/.env", "medium"),
        Stop("r", "guard.tamper", "file", "/w/x", "medium"),
        Stop("r", "fs.write", "file", "/w/*", "medium"),
        Stop("r", "fs.write", "file", "*", "medium"),
        Stop("r", "net.connect", "host", "a\x1b[2J", "medium"),
        Stop("r"),
    ):
        assert clause_of(worse) is None


def test_a_resource_cannot_write_into_the_rule() -> None:
    bundle = read_pack(STARTER)
    policies: Any = dict(bundle["policies"])  # type: ignore[arg-type]
    hostile = 'x" }; permit (principal, action, resource); //'
    clause = clause_of(Stop("ask.unlisted-host", "net.connect", "host", hostile, "medium"))
    assert clause is not None
    drafts = exempted(policies, [Exemption(rule="ask.unlisted-host", clause=clause)])
    text = drafts["ask.unlisted-host"]
    before = load_bundle(bundle)
    source = policies["asks.cedar"]
    start = source.index('@id("ask.unlisted-host")')
    policies["asks.cedar"] = source[:start] + text + source[source.index(";\n", start) + 1 :]
    assert set(load_bundle({**bundle, "policies": policies}).rules) == set(before.rules)


def test_a_client_without_a_list_is_said(tmp_path: Path) -> None:
    made = Machine()
    try:
        done = made.run("suggest", "codex")
        assert (done.returncode, "no" in done.stderr) == (1, True)
        assert made.run("suggest", "emacs").returncode == 2
        settings = tmp_path / "s.json"
        settings.write_text("{")
        assert made.run("suggest", "gemini", "--file", str(settings)).returncode == 2
    finally:
        made.remove()
