"""What is seen on made-up machines: every client at every level, malformed files, links, and never a secret."""

import os
import re
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.doctor.homes import Place, by_path, packaged, setup

from mayact.core.doctor.draw import as_json, findings, gaps, head, sections
from mayact.core.doctor.gaps import Record
from mayact.core.doctor.judge import report
from mayact.core.doctor.model import Gate, Level, Script, Seen
from mayact.core.doctor.places import OTHERS, SETTINGS
from mayact.core.doctor.settings import BEFORE, TOOLS_ONLY
from mayact.core.wire.hooks.forms import FORMS, form_of
from mayact.core.wire.hooks.forms import Place as Whose

NO_GATE = Gate(answers=False, initialised=True)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def told(seen: Seen) -> str:
    """Everything that doctor would print about it, in both forms."""
    made = report(NO_GATE, seen, (), Record(read=False, why="none"))
    lines = [*head(made), *findings(made), *gaps(made)]
    lines += [cell for _, header, rows in sections(made) for row in (header, *rows) for cell in row]
    return "\n".join([*lines, str(as_json(made))])


@pytest.mark.requirement("BOUND-4")
def test_every_form_that_mayact_installs_is_seen_as_ours(place: Place) -> None:
    place.install_all(setup())
    hooks = place.look().hooks
    assert all(hook.ours and hook.line is not None and not hook.weak for hook in hooks)
    assert {hook.script for hook in hooks} == {Script.PACKAGED}
    assert {(hook.client, hook.level) for hook in hooks} == {(form.client, Level(form.place.value)) for form in FORMS}


@pytest.mark.requirement("BOUND-4")
def test_every_form_that_only_watches_is_seen_as_that(place: Place) -> None:
    for form in FORMS:
        place.write(form.path if form.path.startswith("/") else f"~/{form.path}", form.observing("", setup()))
    hooks = place.look().hooks
    assert all(hook.ours and hook.watches and hook.line is None and not hook.weak for hook in hooks)
    assert {(hook.client, hook.level) for hook in hooks} == {(form.client, Level(form.place.value)) for form in FORMS}


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize("syntax", ["malformed", "empty", "list", "binary"])
def test_no_settings_file_is_passed_over(place: Place, syntax: str) -> None:
    """Every file of the tables, with something in it that is no settings: seen, and said."""
    text = {"malformed": '{"hooks": ', "empty": "", "list": "[1]", "binary": "\udcff\udcfe"}[syntax]
    place.environ.update(OPENCODE_CONFIG=place.path("~/oc.json"), OPENCODE_CONFIG_DIR=place.path("~/ocd"))
    files = []
    for one in [*SETTINGS, *(other for other, _ in OTHERS)]:
        name = one.path.replace("*", "some")
        for variable, usual in {
            "CLAUDE_CONFIG_DIR": "~/.claude", "CODEX_HOME": "~/.codex", "GEMINI_CLI_HOME": "~/.gemini",
            "COPILOT_HOME": "~/.copilot", "XDG_CONFIG_HOME": "~/.config", "OPENCODE_CONFIG_DIR": "~/ocd",
        }.items():  # fmt: skip
            name = name.replace(f"${variable}/", f"{usual}/")
        name = name.replace("$OPENCODE_CONFIG", "~/oc.json")
        file = place.write(name, "")
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        files.append((str(file), one.syntax))
    found = by_path(place.look())
    for path, kind in files:
        good = syntax == "empty" or (kind == "toml" and syntax == "list")  # there it is the name of a table
        assert found[path] == ("read" if good else "not understood"), path


@pytest.mark.requirement("BOUND-4")
def test_switches_that_turn_guards_off(place: Place) -> None:
    place.write("~/.claude/settings.json", {"disableAllHooks": True, "permissions": {"allow": ["Bash"]}})
    place.write("./.claude/settings.local.json", {"permissions": {"defaultMode": "bypassPermissions"}})
    place.write("~/.codex/config.toml", 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n'
                "[features]\nhooks = false\n")  # fmt: skip
    place.write(
        "~/.gemini/settings.json", '{"hooksConfig": {"enabled": false}, // off\n "tools": {"autoAccept": true}}'
    )
    place.write("~/.config/opencode/opencode.json", {"permission": "allow"})
    place.write("~/.copilot/config.json", {"disableAllHooks": True, "trusted_folders": ["/home/kim"]})
    place.environ.update(OPENCODE_PURE="1", GEMINI_CLI_SYSTEM_SETTINGS_PATH="/x", COPILOT_ALLOW_ALL="0")
    names = {(switch.client, switch.name) for switch in place.look().switches}
    assert names == {
        ("claude-code", "disableAllHooks"), ("claude-code", "permissions.allow"),
        ("claude-code", "permissions.defaultMode"), ("codex", "sandbox_mode"), ("codex", "features.hooks"),
        ("gemini", "hooksConfig.enabled"), ("gemini", "tools.autoAccept"), ("opencode", "permission"),
        ("copilot", "disableAllHooks"), ("copilot", "trusted_folders"), ("opencode", "$OPENCODE_PURE"),
        ("gemini", "$GEMINI_CLI_SYSTEM_SETTINGS_PATH"),
    }  # fmt: skip


@pytest.mark.requirement("BOUND-4")
def test_servers_of_every_client_with_what_they_are_given(place: Place) -> None:
    place.write("~/.claude.json", {
        "mcpServers": {"a": {"command": "npx", "args": ["-y", "@x/server@latest"], "env": {"GITHUB_TOKEN": "s"}}},
        "projects": {str(place.project): {"mcpServers": {"b": {"command": "/opt/b/bin/serve"}}}},
    })  # fmt: skip
    place.write(
        "./.mcp.json", {"mcpServers": {"c": {"type": "http", "url": "https://u:p@mcp.example.org:8443/k/s?t=1"}}}
    )
    place.write("~/.codex/config.toml", '[mcp_servers.d]\nurl = "https://d.example.org/mcp"\n'
                'bearer_token_env_var = "D_TOKEN"\n')  # fmt: skip
    place.write(
        "~/.config/opencode/opencode.jsonc", '{"mcp": {"e": {"type": "local", "command": ["uvx", "e==1.2.3"]}}}'
    )
    place.write("./.vscode/mcp.json", {"servers": {"f": {"command": "npx", "args": ["f@1.0.0"]}}})
    place.write(
        "~/.gemini/extensions/g/gemini-extension.json", {"mcpServers": {"g": {"command": "mayact", "args": ["tools"]}}}
    )
    found = {one.name: (one.client, one.target, one.pinned, one.secrets, one.ours) for one in place.look().servers}
    assert found == {
        "a": ("claude-code", "npx @x/server@latest", False, ("GITHUB_TOKEN",), False),
        "b": ("claude-code", "serve", None, (), False),
        "c": ("claude-code", "https://mcp.example.org:8443", None, ("(in the address)",), False),
        "d": ("codex", "https://d.example.org", None, ("D_TOKEN",), False),
        "e": ("opencode", "uvx e==1.2.3", True, (), False),
        "f": ("vscode", "npx f@1.0.0", True, (), False),
        "g": ("gemini", "mayact", None, (), True),
    }


def test_agents_with_versions_that_were_read_and_not_asked(place: Place) -> None:
    ran = place.root / "it-ran"
    place.program("~/.local/bin/aider", f"#!/bin/sh\ntouch {ran}\n")
    place.write(
        "~/.npm-global/lib/node_modules/@openai/codex/package.json", {"name": "@openai/codex", "version": "1.2.3"}
    )
    place.program("~/.npm-global/lib/node_modules/@openai/codex/bin/codex.js", f"#!/bin/sh\ntouch {ran}\n")
    (place.home / ".npm-global/bin").mkdir()
    (place.home / ".npm-global/bin/codex").symlink_to("../lib/node_modules/@openai/codex/bin/codex.js")
    place.program("~/.local/share/claude/versions/2.1.9", f"#!/bin/sh\ntouch {ran}\n")
    (place.home / ".local/bin/claude").symlink_to("../share/claude/versions/2.1.9")
    place.write("~/.vscode/extensions/saoudrizwan.claude-dev-3.4.5/package.json", {})
    place.write("~/.vscode/extensions/openai.chatgpt-0.4.1-linux-x64/package.json", {})
    found = {(one.title, one.version) for one in place.look().agents}
    assert found == {
        ("Aider", ""), ("Codex", "1.2.3"), ("Claude Code", "2.1.9"), ("Cline", "3.4.5"), ("Codex for VS Code", "0.4.1"),
    }  # fmt: skip
    assert not ran.exists()


@pytest.mark.requirement("BOUND-4")
def test_a_script_that_was_replaced_is_seen(place: Place, tmp_path: Path) -> None:
    other = tmp_path / "agent_hook.py"
    other.write_text("raise SystemExit(0)\n")
    place.install(FORMS[0], setup(script=str(other)))
    assert {hook.script for hook in place.look().hooks} == {Script.DIFFERS}
    other.unlink()
    assert {hook.script for hook in place.look().hooks} == {Script.MISSING}


@pytest.mark.requirement("BOUND-4")
def test_a_hook_with_another_interpreter_is_not_trusted(place: Place) -> None:
    python = place.program("~/bin/python3")
    os.chmod(python, 0o777)
    place.install(FORMS[0], setup(python=str(python)))
    assert {hook.script for hook in place.look().hooks} == {Script.UNTRUSTED}
    place.install(FORMS[0], setup(python=f"{python}-none"))
    assert {hook.script for hook in place.look().hooks} == {Script.MISSING}


@pytest.mark.requirement("BOUND-4")
def test_a_copy_of_our_script_counts_only_where_nobody_else_can_exchange_it(place: Place, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "agent_hook.py"
    copy.parent.mkdir()
    shutil.copy(packaged()[0], copy)
    copy.chmod(0o644)

    def seen(script: Path) -> set[Script | None]:
        place.install(FORMS[0], setup(script=str(script)))
        return {hook.script for hook in place.look().hooks}

    assert seen(copy) == {Script.PACKAGED}
    copy.parent.chmod(0o777)
    assert seen(copy) == {Script.UNTRUSTED}
    (copy.parent / "link").mkdir()
    (copy.parent / "link" / "agent_hook.py").symlink_to(packaged()[0])
    assert seen(copy.parent / "link" / "agent_hook.py") == {Script.UNTRUSTED}
    copy.parent.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(copy, 65_534, -1)
        assert seen(copy) == {Script.UNTRUSTED}


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("permission", "held"),
    [
        ({"*": "deny", "gate_*": "allow"}, True),
        ({"*": "deny", "gate_*": "allow", "bash": "deny"}, True),
        ({"*": "deny", "gate_*": "allow", "bash": "allow"}, False),
        ({"*": "deny", "other_*": "ask"}, False),
        ({"*": "allow", "gate_*": "allow"}, False),
        ("deny", False),
    ],
)
def test_an_opencode_that_has_no_tools_but_ours(place: Place, permission: Any, held: bool) -> None:
    server = {"gate": {"type": "local", "command": ["/opt/mayact/bin/mayact", "tools"]}}
    place.write("~/.config/opencode/opencode.json", {"permission": permission, "mcp": server})
    assert (TOOLS_ONLY in {switch.name for switch in place.look().switches}) is held


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("old", "new", "weakness"),
    [
        ('"matcher": "*"', '"matcher": "Bash"', "some tools"),
        ('"onFailure": "block"', '"onFailure": "allow"', "crashes"),
        ('"timeout": 120', '"timeout": 5', "gives up"),
    ],
)
def test_what_lets_calls_past_a_whole_hook(place: Place, old: str, new: str, weakness: str) -> None:
    file = place.install(FORMS[0], setup())
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    (hook,) = (hook for hook in place.look().hooks if hook.event == "PreToolUse")
    assert [weakness in said for said in hook.weak] == [True]


@pytest.mark.requirement("BOUND-4")
@pytest.mark.parametrize(
    ("client", "patient"), [("claude-code", True), ("codex", True), ("gemini", False), ("copilot", False)]
)
def test_a_hook_without_a_time_out_has_the_clients_own(place: Place, client: str, patient: bool) -> None:
    form = form_of(client, Whose.USER)
    assert form is not None
    file = place.install(form, setup())
    file.write_text(re.sub(r',\s*"timeout(Sec)?": [0-9]+', "", file.read_text()))
    assert {hook.weak == () for hook in place.look().hooks if hook.event in BEFORE[client]} == {patient}


def test_what_a_person_told_codex_to_trust(place: Place) -> None:
    rows = {"a": "trusted_hash = 'x'", "b": "enabled = true", "c": "trusted_hash = 'x'\nenabled = false"}
    text = "".join(f'[hooks.state."/p:pre_tool_use:0:{name}"]\n{row}\n' for name, row in rows.items())
    place.write("~/.codex/config.toml", text)
    assert [key for facts in place.look().facts for key in facts.trusted] == ["/p:pre_tool_use:0:a"]


@pytest.mark.requirement("BOUND-4")
def test_links_pipes_and_devices_are_said_and_not_read(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text('{"disableAllHooks": true}')
    (place.home / ".claude").mkdir()
    (place.home / ".claude/settings.json").symlink_to(outside)
    (place.home / "dot.json").write_text("{}")
    (place.home / ".codex").mkdir()
    (place.home / ".codex/hooks.json").symlink_to(place.home / "dot.json")
    (place.project / ".claude").mkdir()
    os.mkfifo(place.project / ".claude/settings.json")
    (place.project / ".mcp.json").symlink_to("/dev/zero")
    (place.project / "opencode.json").mkdir()
    seen = place.look()
    found = by_path(seen)
    assert found[place.path("~/.claude/settings.json")] == "leads out of its place"
    assert found[place.path("~/.codex/hooks.json")] == "read"  # people keep their settings elsewhere in their home
    assert found[place.path("./.claude/settings.json")] == "no regular file"
    assert found[place.path("./.mcp.json")] == "no regular file"
    assert found[place.path("./opencode.json")] == "no regular file"
    assert seen.switches == ()


def test_credentials_are_counted_by_place(place: Place) -> None:
    place.write("~/.ssh/id_ed25519", "k").chmod(0o600)
    place.write("~/.ssh/id_ed25519.pub", "p")
    place.write("~/.aws/credentials", "k").chmod(0o644)
    place.write("~/.netrc", "k").chmod(0o600)
    place.write("./.env", "k").chmod(0o644)
    found = {one.where: (one.count, one.wide) for one in place.look().credentials}
    assert found == {"~/.ssh": (1, 0), "~/.aws": (1, 1), "~/.netrc": (1, 0), place.path("./.env"): (1, 1)}
    os.chmod(place.home, 0o700)
    assert {one.where: one.wide for one in place.look().credentials}["~/.aws"] == 0
    os.chmod(place.home, 0o755)


def test_sockets_of_other_programs(place: Place, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with socket.socket(socket.AF_UNIX) as bound:
        where = os.getcwd()
        os.chdir(tmp_path / "run")  # a socket's path has few bytes
        try:
            bound.bind("docker.sock")
        finally:
            os.chdir(where)
        place.environ.update(SSH_AUTH_SOCK="/x")
        assert set(place.look().sockets) == {"$SSH_AUTH_SOCK", "/run/docker.sock"}


# ── never a secret ───────────────────────────────────────────────────────────────────────────────────────

CANARY = "kX9vQ2mZt7LpR4wBs6"


def plant(place: Place, canary: str) -> None:
    """The canary wherever people keep secrets, and wherever settings let them write one."""
    for name in (
        ".ssh/id_rsa", ".aws/credentials", ".netrc", ".npmrc", ".pgpass", ".git-credentials",
        ".claude/.credentials.json", ".codex/auth.json", ".kube/config", ".config/gh/hosts.yml",
        ".bash_history", ".vault-token",
    ):  # fmt: skip
        place.write(f"~/{name}", f"{name} {canary}")
    server = {
        "command": "npx", "args": ["-y", "--token", canary, f"--key={canary}", "@x/y"],
        "env": {"API_KEY": canary, "OTHER": canary}, "headers": {"Authorization": f"Bearer {canary}"},
    }  # fmt: skip
    remote = {"url": f"https://{canary}:{canary}@h.example.org/{canary}?key={canary}", "bearer_token": canary}
    hook = {"type": "command", "command": f"TOKEN={canary} curl -H 'X-Key: {canary}' https://x.example.org/{canary}"}
    servers = {"one": server, "two": remote, "three": {"command": f"sh -c 'KEY={canary} run'"}}
    settings = {
        "hooks": {"PreToolUse": [{"matcher": "*", "hooks": [hook]}], "preToolUse": [hook]},
        "mcpServers": servers, "servers": servers, "mcp": servers, "context_servers": servers,
        "env": {"ANTHROPIC_API_KEY": canary, "ANTHROPIC_BASE_URL": canary}, "apiKeyHelper": f"echo {canary}",
        "oauthAccount": {"token": canary}, "plugin": [f"https://x.example.org/p.js?t={canary}"],
    }  # fmt: skip
    for one in [*SETTINGS, *(other for other, _ in OTHERS)]:
        if one.syntax != "toml" and "$OPENCODE" not in one.path:
            name = one.path.replace("*", "some").replace("$CLAUDE_CONFIG_DIR", "~/.claude")
            name = name.replace("$CODEX_HOME", "~/.codex").replace("$GEMINI_CLI_HOME", "~/.gemini")
            name = name.replace("$COPILOT_HOME", "~/.copilot").replace("$XDG_CONFIG_HOME", "~/.config")
            place.write(name, settings)
    place.write("~/.codex/config.toml", f'[mcp_servers.x]\ncommand = "x"\nargs = ["{canary}"]\n'
                f'[mcp_servers.x.env]\nX_TOKEN = "{canary}"\n')  # fmt: skip
    place.write("./.env", f"KEY={canary}")
    place.environ.update(GITHUB_TOKEN=canary, OPENAI_API_KEY=canary, ANTHROPIC_BASE_URL=f"https://{canary}/")


@pytest.mark.requirement("BOUND-4", "CRED-1")
@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.from_regex(r"(sk-|ghp_|AKIA|)[A-Za-z0-9]{16,30}", fullmatch=True))
def test_no_secret_is_ever_said(tmp_path: Path, canary: str) -> None:
    place = Place(tmp_path)
    plant(place, canary)
    seen = place.look()
    said = told(seen)
    assert canary not in said
    assert canary not in str(seen)  # nor in what is handed on between the rooms, but for lines that are only run
    assert "GITHUB_TOKEN" in said
    assert "API_KEY" in said


def test_a_machine_with_nothing_on_it(place: Place) -> None:
    seen = place.look()
    assert (seen.agents, seen.files, seen.hooks, seen.credentials) == ((), (), (), ())
