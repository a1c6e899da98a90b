"""Holding a client to the tools of `mayact tools`: the words and files that leave it none of its own.

Law: a client that is not known is refused, and so is a command line that says otherwise by itself. Whatever else a
person said on it stays. What each client was seen to do with these is on its page (docs/clients) and in docs/tools.md;
versions as there. Pure; texts are given.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mayact.core.errors import InvalidInput, shown
from mayact.core.sandbox.clients import CODEX_MANAGED
from mayact.core.sandbox.model import GATE_HOME
from mayact.core.wire.hooks import json_text
from mayact.core.wire.tools import SERVER as NAME
from mayact.core.wire.tools import TOOLS

PATIENCE_S: Final = 900
"""How long a client waits for one use: more than the longest command and the longest wait for a person together."""

START_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """How `mayact tools` is started. `environment`: beside what a client hands on by itself, which may be nothing."""

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def server_inside(mayact: str, *, proxy: str = "") -> Server:
    """The one in a sandbox. `mayact`: the program; `proxy`: the way out, where there is one. Told in words and by name,
    because some clients hand on nothing of what they were started with."""
    environment = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), proxy) if proxy else {}
    return Server(words=(mayact, "--home", GATE_HOME, "tools"), environment=environment)


Command = Callable[[Server], tuple[str, ...]]
Files = Callable[[Mapping[str, str], Server], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Client:
    """`flags`: words right after the program. `files`: changed files, absolute path → text, given those that there are.
    `against`: words on the command line that would give tools back."""

    flags: Command
    files: Files = lambda _files, _server: {}
    against: tuple[str, ...]


def client_of(command: Sequence[str]) -> str:
    """Raises `InvalidInput` for a program that is no known client."""
    return _found(command)[0]


def held_command(command: Sequence[str], server: Server) -> tuple[str, ...]:
    """`command` with what takes the client's own tools away. Raises `InvalidInput`."""
    client, place = _found(command)
    row = _CLIENTS[client]
    for word in command[place:]:
        name = word.partition("=")[0]
        if name in row.against:
            raise InvalidInput(f"{shown(name)} gives {client} tools of its own", hint="leave it out, or `--tools-only`")
    return (*command[:place], *row.flags(server), *command[place:])


def held_files(command: Sequence[str], files: Mapping[str, str], server: Server) -> dict[str, str]:
    """`files` with what the client's configuration has to say. Raises `InvalidInput`."""
    return {**files, **_CLIENTS[client_of(command)].files(files, server)}


def _found(command: Sequence[str]) -> tuple[str, int]:
    """The client, and where its own words begin: behind the program, or behind the script that an interpreter runs."""
    names = [word.rpartition("/")[2] for word in command[:2]]
    if names and names[0] in _CLIENTS:
        return names[0], 1
    if len(names) == 2 and names[0] in ("node", "bun") and names[1].partition(".")[0] in _CLIENTS:
        return names[1].partition(".")[0], 2
    raise InvalidInput(
        f"how to hold {shown(names[0] if names else '')} to the gate's tools is not known",
        hint=f"one of {', '.join(_CLIENTS)}",
    )


# ── what each takes ──────────────────────────────────────────────────────────────────────────────────────


def _json_server(server: Server, **more: Any) -> dict[str, Any]:
    return {"command": server.words[0], "args": list(server.words[1:]), "env": dict(server.environment), **more}


def _claude(server: Server) -> tuple[str, ...]:
    # Several of these take as many words as follow, so each is followed by another option.
    return (
        "--tools", "",
        "--mcp-config", json.dumps({"mcpServers": {NAME: {"type": "stdio", **_json_server(server)}}}),
        "--allowedTools", ",".join(f"mcp__{NAME}__{tool}" for tool in TOOLS),
        "--permission-mode", "dontAsk",
        "--strict-mcp-config",
    )  # fmt: skip


_CODEX_OFF: Final = (
    "shell_tool", "unified_exec", "view_image", "image_generation", "multi_agent", "apps", "plugins", "browser_use",
    "computer_use", "goals", "sleep_tool", "tool_suggest", "skill_search",
)  # fmt: skip
"""Features that bring a tool."""


def _codex(server: Server) -> tuple[str, ...]:
    settings = {
        f"mcp_servers.{NAME}.command": json.dumps(server.words[0]),
        f"mcp_servers.{NAME}.args": json.dumps(list(server.words[1:])),
        f"mcp_servers.{NAME}.tool_timeout_sec": str(PATIENCE_S),
        f"mcp_servers.{NAME}.startup_timeout_sec": str(START_S),
        f"mcp_servers.{NAME}.required": "true",
        f"mcp_servers.{NAME}.default_tools_approval_mode": '"approve"',
        "web_search": '"disabled"',
        # With some models it keeps a tool for patches, which no switch takes away; nowhere may that write.
        "sandbox_mode": '"read-only"',
        **{f"features.{name}": "false" for name in _CODEX_OFF},
        **{f"mcp_servers.{NAME}.env.{name}": json.dumps(value) for name, value in server.environment.items()},
    }
    return tuple(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))


_CODEX_OPEN: Final = 'sandbox_mode = "danger-full-access"'


def _codex_files(files: Mapping[str, str], _server: Server) -> dict[str, str]:
    text = files.get(CODEX_MANAGED)
    return {} if text is None else {CODEX_MANAGED: text.replace(_CODEX_OPEN, 'sandbox_mode = "read-only"')}


GEMINI_SETTINGS: Final = "/etc/gemini-cli/settings.json"
GEMINI_POLICY: Final = "/etc/gemini-cli/policies/mayact.toml"

_POLICY: Final = f"""\
[[rule]]
toolName = "*"
decision = "deny"
priority = 100

[[rule]]
toolName = "*"
mcpName = "{NAME}"
decision = "allow"
priority = 200
"""


def _gemini_files(files: Mapping[str, str], server: Server) -> dict[str, str]:
    told = {"mcpServers": {NAME: _json_server(server, timeout=PATIENCE_S * 1000)}, "mcp": {"allowed": [NAME]}}
    return {
        GEMINI_SETTINGS: json_text.merged(files.get(GEMINI_SETTINGS, ""), told, comments=True),
        GEMINI_POLICY: _POLICY,
    }


def _copilot(server: Server) -> tuple[str, ...]:
    told = {"mcpServers": {NAME: {"type": "local", **_json_server(server, tools=["*"], timeout=PATIENCE_S * 1000)}}}
    return (
        f"--available-tools={','.join(f'{NAME}-{tool}' for tool in TOOLS)}",
        f"--allow-tool={NAME}",
        "--disable-builtin-mcps",
        "--additional-mcp-config", json.dumps(told),
    )  # fmt: skip


OPENCODE_SETTINGS: Final = "/etc/opencode/opencode.json"


def _opencode_files(files: Mapping[str, str], server: Server) -> dict[str, str]:
    told = {
        "mcp": {
            NAME: {
                "type": "local",
                "command": list(server.words),
                "environment": dict(server.environment),
                "enabled": True,
                "timeout": PATIENCE_S * 1000,
            }
        },
        "permission": {"*": "deny", f"{NAME}_*": "allow"},
    }
    return {OPENCODE_SETTINGS: json_text.merged(files.get(OPENCODE_SETTINGS, ""), told, comments=True)}


def _nothing(_server: Server) -> tuple[str, ...]:
    return ()


_CLIENTS: Final[Mapping[str, _Client]] = {
    "claude": _Client(
        flags=_claude,
        against=(
            "--tools", "--allowedTools", "--allowed-tools", "--mcp-config", "--permission-mode",
            "--dangerously-skip-permissions", "--allow-dangerously-skip-permissions", "--permission-prompt-tool",
        ),
    ),
    "codex": _Client(
        flags=_codex,
        files=_codex_files,
        against=(
            "--enable", "--search", "-s", "--sandbox", "--full-auto", "--dangerously-bypass-approvals-and-sandbox",
            "--yolo",
        ),
    ),
    "gemini": _Client(
        flags=_nothing, files=_gemini_files, against=("--policy", "--admin-policy", "--allowed-mcp-server-names")
    ),
    "copilot": _Client(flags=_copilot, against=("--available-tools", "--additional-mcp-config")),
    "opencode": _Client(flags=_nothing, files=_opencode_files, against=("--pure",)),
}  # fmt: skip
