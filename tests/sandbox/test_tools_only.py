"""Which words and files hold a client to the gate's tools: pure."""

import json

import pytest

from mayact.core.errors import InvalidInput
from mayact.core.sandbox.clients import CODEX_MANAGED
from mayact.core.sandbox.tools_only import (
    GEMINI_POLICY,
    GEMINI_SETTINGS,
    OPENCODE_SETTINGS,
    Server,
    client_of,
    held_command,
    held_files,
    server_inside,
)
from mayact.core.wire.tools import TOOLS

SERVER = Server(words=("/v/bin/mayact", "tools"), environment={"HTTPS_PROXY": "http://127.0.0.1:3128"})


@pytest.mark.parametrize(
    ("command", "client"),
    [
        (["claude", "-p", "x"], "claude"),
        (["/opt/x/bin/codex"], "codex"),
        (["node", "/x/gemini.js", "-p"], "gemini"),
        (["copilot"], "copilot"),
        (["/usr/bin/opencode", "run"], "opencode"),
    ],
)
def test_a_client_is_known_by_its_program(command: list[str], client: str) -> None:
    assert client_of(command) == client
    assert held_command(command, SERVER)[0] == command[0]
    assert list(held_command(command, SERVER))[-len(command) + 1 :] == command[1:] or len(command) == 1


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("command", [[], ["aider"], ["sh", "claude"], ["node", "aider.js"], ["claude.exe"]])
def test_what_is_not_known_is_refused(command: list[str]) -> None:
    for act in (lambda: held_command(command, SERVER), lambda: held_files(command, {}, SERVER)):
        with pytest.raises(InvalidInput, match="is not known"):
            act()


@pytest.mark.requirement("BOUND-1")
@pytest.mark.parametrize(
    "command",
    [
        ["claude", "--tools", "default"],
        ["claude", "-p", "x", "--allowedTools=Bash"],
        ["claude", "--dangerously-skip-permissions"],
        ["claude", "--mcp-config", "x.json"],
        ["codex", "exec", "-s", "workspace-write"],
        ["codex", "--yolo"],
        ["copilot", "--available-tools", "bash"],
        ["opencode", "run", "--pure"],
    ],
)
def test_a_command_line_that_gives_tools_back_is_refused(command: list[str]) -> None:
    with pytest.raises(InvalidInput, match="gives"):
        held_command(command, SERVER)


def test_no_option_takes_the_persons_words_for_its_own() -> None:
    for program in ("claude", "codex", "copilot"):
        words = held_command([program, "prompt"], SERVER)
        assert words[-1] == "prompt"
        before = words[-2]
        assert before in ("--strict-mcp-config",) or words[-3] in ("-c", "--additional-mcp-config")


@pytest.mark.requirement("BOUND-1")
def test_files_keep_what_they_said_and_say_it_in_addition() -> None:
    hooks = json.dumps({"hooks": {"BeforeTool": []}})
    gemini = held_files(["gemini"], {GEMINI_SETTINGS: hooks, "/etc/other": "x"}, SERVER)
    assert gemini["/etc/other"] == "x"
    assert json.loads(gemini[GEMINI_SETTINGS])["hooks"] == {"BeforeTool": []}
    assert json.loads(gemini[GEMINI_SETTINGS])["mcpServers"]["mayact"]["env"] == SERVER.environment
    assert 'decision = "deny"' in gemini[GEMINI_POLICY]
    opencode = json.loads(held_files(["opencode"], {}, SERVER)[OPENCODE_SETTINGS])
    assert opencode["permission"] == {"*": "deny", "mayact_*": "allow"}
    codex = held_files(["codex"], {CODEX_MANAGED: 'sandbox_mode = "danger-full-access"\n[analytics]\n'}, SERVER)
    assert codex == {CODEX_MANAGED: 'sandbox_mode = "read-only"\n[analytics]\n'}


def test_every_tool_is_named_where_a_client_takes_names() -> None:
    for program, form in (("claude", "mcp__mayact__{}"), ("copilot", "mayact-{}")):
        whole = " ".join(held_command([program], SERVER))
        assert all(form.format(tool) in whole for tool in TOOLS)


def test_the_server_inside_finds_its_gate_without_the_clients_environment() -> None:
    assert server_inside("/v/mayact").words == ("/v/mayact", "--home", "/run/gate", "tools")
    assert server_inside("/v/mayact").environment == {}
    assert server_inside("/v/mayact", proxy="p").environment["HTTPS_PROXY"] == "p"
