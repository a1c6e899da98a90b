"""Which coding agents there are, where their programs, settings and extensions usually are: tables.

Law: data. `~` is the home directory, `.` the project, everything else absolute. A place that is missing here is a
place that `mayact doctor` does not look at, which its page says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from mayact.core.doctor.model import Level

Syntax: TypeAlias = Literal["json", "jsonc", "toml"]


@dataclass(frozen=True, slots=True)
class Program:
    """`client`: how mayact calls its hooks; empty: it has none. `package`: its name where it was installed from."""

    name: str
    title: str
    client: str = ""
    package: str = ""


PROGRAMS: Final = (
    Program("claude", "Claude Code", "claude-code", "@anthropic-ai/claude-code"),
    Program("codex", "Codex", "codex", "@openai/codex"),
    Program("gemini", "Gemini CLI", "gemini", "@google/gemini-cli"),
    Program("copilot", "Copilot CLI", "copilot", "@github/copilot"),
    Program("opencode", "OpenCode", "opencode", "opencode-ai"),
    Program("cursor-agent", "Cursor CLI"),
    Program("aider", "Aider", "", "aider-chat"),
    Program("goose", "Goose"),
    Program("amp", "Amp", "", "@sourcegraph/amp"),
    Program("qwen", "Qwen Code", "", "@qwen-code/qwen-code"),
    Program("crush", "Crush", "", "@charmland/crush"),
    Program("mini", "mini-swe-agent", "", "mini-swe-agent"),
    Program("mini-swe-agent", "mini-swe-agent", "", "mini-swe-agent"),
    Program("auggie", "Auggie", "", "@augmentcode/auggie"),
    Program("openhands", "OpenHands", "", "openhands"),
    Program("droid", "Droid"),
    Program("kiro-cli", "Kiro CLI"),
    Program("cn", "Continue CLI", "", "@continuedev/cli"),
    Program("cursor", "Cursor"),
    Program("windsurf", "Windsurf"),
    Program("zed", "Zed"),
)

AMBIGUOUS: Final = frozenset({"goose", "amp", "mini", "crush", "droid", "cn", "cursor"})
"""Names that other programs have too: taken for the agent all the same, since a false alarm is looked at once."""

PROGRAM_PLACES: Final = (
    "~/.local/bin", "~/bin", "~/.npm-global/bin", "~/.bun/bin", "~/.deno/bin", "~/.cargo/bin", "~/.volta/bin",
    "~/.local/share/pnpm", "~/.yarn/bin", "~/.claude/local", "~/.opencode/bin", "~/.codeium/windsurf/bin",
    "~/.cursor/bin", "~/go/bin", "/usr/local/bin", "/usr/bin", "/bin", "/opt/homebrew/bin", "/snap/bin",
    "/home/linuxbrew/.linuxbrew/bin",
)  # fmt: skip
"""Beside those of `PATH`."""

VERSIONED_PLACES: Final = ("~/.nvm/versions/node", "~/.local/share/mise/installs/node", "~/.asdf/installs/nodejs")
"""Directories of versions, each with a `bin`."""

EXTENSION_PLACES: Final = (
    "~/.vscode/extensions", "~/.vscode-server/extensions", "~/.vscode-insiders/extensions", "~/.cursor/extensions",
    "~/.cursor-server/extensions", "~/.windsurf/extensions", "~/.vscode-oss/extensions",
)  # fmt: skip

EXTENSIONS: Final[Mapping[str, tuple[str, str]]] = {
    "anthropic.claude-code": ("Claude Code for VS Code", "claude-code"),
    "openai.chatgpt": ("Codex for VS Code", "codex"),
    "saoudrizwan.claude-dev": ("Cline", ""),
    "rooveterinaryinc.roo-cline": ("Roo Code", ""),
    "kilocode.kilo-code": ("Kilo Code", ""),
    "continue.continue": ("Continue", ""),
    "github.copilot": ("GitHub Copilot", ""),
    "github.copilot-chat": ("GitHub Copilot Chat", ""),
    "google.geminicodeassist": ("Gemini Code Assist", ""),
    "sourcegraph.amp": ("Amp for VS Code", ""),
    "codeium.codeium": ("Windsurf for VS Code", ""),
    "amazonwebservices.amazon-q-vscode": ("Amazon Q", ""),
    "augment.vscode-augment": ("Augment", ""),
}
"""Extension → title, and the client whose settings it reads."""


@dataclass(frozen=True, slots=True)
class Place:
    """A settings file. A name that ends in `/*.EXT` is every such file of a directory."""

    client: str
    level: Level
    path: str
    syntax: Syntax = "json"


_U, _P, _M = Level.USER, Level.PROJECT, Level.MANAGED

SETTINGS: Final = (
    Place("claude-code", _M, "/etc/claude-code/managed-settings.json"),
    Place("claude-code", _M, "/etc/claude-code/managed-settings.d/*.json"),
    Place("claude-code", _M, "/etc/claude-code/managed-mcp.json"),
    Place("claude-code", _U, "$CLAUDE_CONFIG_DIR/settings.json"),
    Place("claude-code", _U, "~/.claude.json"),
    Place("claude-code", _U, "$CLAUDE_CONFIG_DIR/.claude.json"),
    Place("claude-code", _P, "./.claude/settings.json"),
    Place("claude-code", _P, "./.claude/settings.local.json"),
    Place("claude-code", _P, "./.mcp.json"),
    Place("codex", _M, "/etc/codex/requirements.toml", "toml"),
    Place("codex", _M, "/etc/codex/managed_config.toml", "toml"),
    Place("codex", _M, "/etc/codex/config.toml", "toml"),
    Place("codex", _M, "/etc/codex/hooks.json"),
    Place("codex", _U, "$CODEX_HOME/config.toml", "toml"),
    Place("codex", _U, "$CODEX_HOME/hooks.json"),
    Place("codex", _P, "./.codex/config.toml", "toml"),
    Place("codex", _P, "./.codex/hooks.json"),
    Place("gemini", _M, "/etc/gemini-cli/settings.json", "jsonc"),
    Place("gemini", _M, "/etc/gemini-cli/system-defaults.json", "jsonc"),
    Place("gemini", _U, "$GEMINI_CLI_HOME/settings.json", "jsonc"),
    Place("gemini", _U, "$GEMINI_CLI_HOME/extensions/*/gemini-extension.json", "jsonc"),
    Place("gemini", _U, "$GEMINI_CLI_HOME/extensions/*/hooks/hooks.json", "jsonc"),
    Place("gemini", _P, "./.gemini/settings.json", "jsonc"),
    Place("copilot", _U, "$COPILOT_HOME/config.json"),
    Place("copilot", _U, "$COPILOT_HOME/settings.json"),
    Place("copilot", _U, "$COPILOT_HOME/mcp-config.json"),
    Place("copilot", _U, "$COPILOT_HOME/hooks/*.json"),
    Place("copilot", _P, "./.github/hooks/*.json"),
    Place("copilot", _P, "./.github/copilot/settings.json"),
    Place("copilot", _P, "./.copilot/mcp-config.json"),
    Place("opencode", _M, "/etc/opencode/opencode.json", "jsonc"),
    Place("opencode", _M, "/etc/opencode/opencode.jsonc", "jsonc"),
    Place("opencode", _U, "$XDG_CONFIG_HOME/opencode/config.json", "jsonc"),
    Place("opencode", _U, "$XDG_CONFIG_HOME/opencode/opencode.json", "jsonc"),
    Place("opencode", _U, "$XDG_CONFIG_HOME/opencode/opencode.jsonc", "jsonc"),
    Place("opencode", _U, "$OPENCODE_CONFIG", "jsonc"),
    Place("opencode", _U, "$OPENCODE_CONFIG_DIR/opencode.json", "jsonc"),
    Place("opencode", _P, "./opencode.json", "jsonc"),
    Place("opencode", _P, "./opencode.jsonc", "jsonc"),
    Place("opencode", _P, "./.opencode/opencode.json", "jsonc"),
    Place("opencode", _P, "./.opencode/opencode.jsonc", "jsonc"),
)

DEFAULTS: Final[Mapping[str, str]] = {
    "CLAUDE_CONFIG_DIR": "~/.claude",
    "CODEX_HOME": "~/.codex",
    "GEMINI_CLI_HOME": "~/.gemini",
    "COPILOT_HOME": "~/.copilot",
    "XDG_CONFIG_HOME": "~/.config",
}
"""Where a variable that moves settings points when it is not set. One that is not here names nothing then."""

OTHERS: Final[tuple[tuple[Place, tuple[str, ...]], ...]] = (
    (Place("cursor", _U, "~/.cursor/mcp.json", "jsonc"), ("mcpServers",)),
    (Place("cursor", _P, "./.cursor/mcp.json", "jsonc"), ("mcpServers",)),
    (Place("vscode", _U, "~/.config/Code/User/mcp.json", "jsonc"), ("servers",)),
    (Place("vscode", _P, "./.vscode/mcp.json", "jsonc"), ("servers",)),
    (Place("windsurf", _U, "~/.codeium/windsurf/mcp_config.json", "jsonc"), ("mcpServers",)),
    (Place("zed", _U, "~/.config/zed/settings.json", "jsonc"), ("context_servers",)),
    (Place("amp", _U, "~/.config/amp/settings.json", "jsonc"), ("amp.mcpServers",)),
    (Place("qwen", _U, "~/.qwen/settings.json", "jsonc"), ("mcpServers",)),
    (Place("crush", _U, "~/.config/crush/crush.json", "jsonc"), ("mcp",)),
    (Place("crush", _P, "./crush.json", "jsonc"), ("mcp",)),
    (Place("roo", _P, "./.roo/mcp.json", "jsonc"), ("mcpServers",)),
    (
        Place(
            "cline",
            _U,
            "~/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            "jsonc",
        ),
        ("mcpServers",),
    ),
    (Place("claude-desktop", _U, "~/.config/Claude/claude_desktop_config.json", "jsonc"), ("mcpServers",)),
)
"""Of clients without a hook of ours: where their MCP servers are written, and under which member."""

PLUGIN_PLACES: Final = (
    ("opencode", _U, "$XDG_CONFIG_HOME/opencode/plugin"),
    ("opencode", _U, "$XDG_CONFIG_HOME/opencode/plugins"),
    ("opencode", _P, "./.opencode/plugin"),
    ("opencode", _P, "./.opencode/plugins"),
    ("gemini", _U, "$GEMINI_CLI_HOME/extensions"),
    ("gemini", _P, "./.gemini/extensions"),
    ("copilot", _U, "$COPILOT_HOME/installed-plugins"),
    ("claude-code", _U, "$CLAUDE_CONFIG_DIR/plugins/cache"),
)
"""Directories in which every entry is a plugin that the client loads."""


def servers_of(value: Mapping[str, Any], members: tuple[str, ...]) -> list[Any]:
    return [value.get(member) for member in members]
