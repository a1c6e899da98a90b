"""What each client's settings say that bears on guarding: hooks, switches, MCP servers, plugins.

Law: pure; a value of another shape than the client reads says nothing, and never raises. Which variable or member does
what was observed (docs/clients) or stands in the client's own documentation; a client that learns a new switch needs a
row here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from mayact.core.doctor.lines import first_word, only_watches, read_line
from mayact.core.doctor.model import Facts, Hook, Level, Line, Plugin, Server, Severity, Switch
from mayact.core.doctor.servers import servers_in
from mayact.core.wire.hooks.observing import OBSERVER_NAME
from mayact.core.wire.hooks.opencode_settings import PLUGIN_NAME, is_our_plugin
from mayact.core.wire.hooks.setup import SCRIPT_MARGIN_S, HookSetup, deadline_s, is_ours

USERS: Final = frozenset({Level.USER, Level.PROJECT})
EVERY: Final = frozenset(Level)
MAX_HOOKS: Final = 500


@dataclass(frozen=True, slots=True)
class At:
    """Where a value was read."""

    client: str
    level: Level
    path: str

    def switch(
        self, name: str, text: str, *, severity: Severity = Severity.HIGH, off: frozenset[Level] = frozenset()
    ) -> Switch:
        return Switch(
            client=self.client, level=self.level, path=self.path, name=name, text=text, severity=severity, off=off
        )

    def servers(self, table: object) -> tuple[Server, ...]:
        return tuple(servers_in(table, client=self.client, level=self.level, path=self.path))

    def plugin(self, name: object) -> Plugin:
        return Plugin(client=self.client, level=self.level, path=self.path, name=str(name)[:120])


def within(value: object, *way: str) -> Any:
    """The member at the end of the way; None where there is none."""
    for name in way:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


# ── hooks ────────────────────────────────────────────────────────────────────────────────────────────────


def _hooks(table: object, at: At) -> Iterator[Hook]:
    """Of `{event: [{matcher, hooks: [hook]}]}` and `{event: [hook]}` alike."""
    if not isinstance(table, Mapping):
        return
    left = MAX_HOOKS
    for event, groups in table.items():
        for group in groups if isinstance(groups, list) else ():
            inner = within(group, "hooks")
            for hook in inner if isinstance(inner, list) else [group]:
                if isinstance(hook, Mapping) and left > 0:
                    left -= 1
                    yield _hook(str(event), dict(hook), within(group, "matcher"), at)


def _hook(event: str, hook: dict[str, Any], matcher: object, at: At) -> Hook:
    command = next((text for key in ("command", "bash") if isinstance(text := hook.get(key), str)), "")
    ours = is_ours(hook)
    line = read_line(command) if ours else None
    watches = ours and line is None and only_watches(command)
    guards = ours and not watches and event in BEFORE[at.client]
    return Hook(
        client=at.client,
        level=at.level,
        path=at.path,
        event=event[:60],
        command=command,
        program=first_word(command) if command else str(hook.get("type", "?"))[:20],
        ours=ours,
        line=line,
        watches=watches,
        weak=tuple(_weaknesses(hook, matcher, line, at)) if guards else (),
    )


def _weaknesses(hook: dict[str, Any], matcher: object, line: Line | None, at: At) -> Iterator[str]:
    """What lets calls past a hook that itself is whole."""
    if matcher not in (None, "", "*", ".*"):
        yield "it is asked about some tools only"
    if at.client == "claude-code" and hook.get("onFailure") != "block":
        yield "a call runs when it crashes or hangs (no `onFailure: block`)"
    member, unit, usual = _PATIENCE[at.client]
    given = hook.get(member, usual)
    if line is not None and (not isinstance(given, int | float) or given / unit <= deadline_s(line.setup)):
        yield "the client gives up before it does, and then runs the call"
    if hook.get("async") is True:
        yield "the client does not wait for it"


_PATIENCE: Final = {
    "claude-code": ("timeout", 1, 600),
    "codex": ("timeout", 1, 600),
    "gemini": ("timeout", 1000, 60_000),
    "copilot": ("timeoutSec", 1, 30),
}
"""Client → the member that says how long it waits, how many of its units are a second, and what it waits without."""

BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "claude-code": ("PreToolUse",),
    "codex": ("PreToolUse",),
    "gemini": ("BeforeTool",),
    "copilot": ("preToolUse", "permissionRequest"),
    "opencode": ("tool.execute.before",),
}
"""Client → the events at which a call can still be stopped."""


# ── Claude Code ──────────────────────────────────────────────────────────────────────────────────────────

_ALL_COMMANDS: Final = frozenset({"*", "Bash", "Bash(*)", "Bash(:*)", "Bash(**)", "mcp__*"})


def claude(value: Mapping[str, Any], at: At) -> Facts:
    switches = []
    if value.get("disableAllHooks") is True:
        off = EVERY if at.level is Level.MANAGED else USERS
        switches.append(at.switch("disableAllHooks", "hooks are switched off", severity=Severity.CRITICAL, off=off))
    if within(value, "permissions", "defaultMode") == "bypassPermissions":
        switches.append(at.switch("permissions.defaultMode", "the client asks for nothing itself"))
    open_rules = _ALL_COMMANDS.intersection(_texts(within(value, "permissions", "allow")))
    if open_rules:
        text = f"the client lets everything of {', '.join(sorted(open_rules))} run by itself"
        switches.append(at.switch("permissions.allow", text, severity=Severity.MEDIUM))
    if value.get("enableAllProjectMcpServers") is True:
        text = "a repository's MCP servers start unasked"
        switches.append(at.switch("enableAllProjectMcpServers", text, severity=Severity.MEDIUM))
    if isinstance(value.get("apiKeyHelper"), str):
        switches.append(at.switch("apiKeyHelper", "a program is run for the key", severity=Severity.LOW))
    switches += _moved(within(value, "env"), at, CLAUDE_VARIABLES)
    plugins = within(value, "enabledPlugins")
    named = [name for name, on in plugins.items() if on] if isinstance(plugins, Mapping) else []
    return Facts(
        hooks=tuple(_hooks(value.get("hooks"), at)),
        switches=tuple(switches),
        servers=at.servers(value.get("mcpServers")),
        plugins=tuple(at.plugin(name) for name in named),
    )


def claude_projects(value: Mapping[str, Any], at: At, *, folders: tuple[str, ...]) -> Facts:
    """`~/.claude.json`: servers of the user and of each of `folders`."""
    servers = list(at.servers(value.get("mcpServers")))
    for folder in folders:
        servers += at.servers(within(value, "projects", folder, "mcpServers"))
    return Facts(servers=tuple(servers))


# ── Codex ────────────────────────────────────────────────────────────────────────────────────────────────


def codex(value: Mapping[str, Any], at: At) -> Facts:
    switches = []
    profiles = within(value, "profiles")
    for name, table in {"": value, **(profiles if isinstance(profiles, Mapping) else {})}.items():
        said = f"profiles.{name}." if name else ""
        if within(table, "approval_policy") == "never" and within(table, "sandbox_mode") == "danger-full-access":
            switches.append(at.switch(f"{said}sandbox_mode"[:80], "no sandbox and no question of the client's own"))
    for name in ("hooks", "codex_hooks"):
        if within(value, "features", name) is False:
            off = EVERY if at.level is Level.MANAGED else USERS
            switches.append(
                at.switch(f"features.{name}", "hooks are switched off", severity=Severity.CRITICAL, off=off)
            )
    plugins = within(value, "plugins")
    states = within(value, "hooks", "state")
    trusted = [
        key
        for key, state in (states.items() if isinstance(states, Mapping) else ())
        if isinstance(within(state, "trusted_hash"), str) and within(state, "enabled") is not False
    ]
    return Facts(
        hooks=tuple(_hooks(value.get("hooks"), at)),
        switches=tuple(switches),
        servers=at.servers(value.get("mcp_servers")),
        trusted=tuple(trusted),
        plugins=tuple(at.plugin(name) for name in plugins) if isinstance(plugins, Mapping) else (),
    )


# ── Gemini CLI ───────────────────────────────────────────────────────────────────────────────────────────


def gemini(value: Mapping[str, Any], at: At) -> Facts:
    switches = []
    if within(value, "hooksConfig", "enabled") is False:
        off = EVERY if at.level is Level.MANAGED else USERS
        switches.append(at.switch("hooksConfig.enabled", "hooks are switched off", severity=Severity.CRITICAL, off=off))
    disabled = within(value, "hooksConfig", "disabled")
    if any(is_ours({"command": name}) for name in _texts(disabled)):
        text = "our hook is named as switched off"
        switches.append(at.switch("hooksConfig.disabled", text, severity=Severity.CRITICAL, off=EVERY))
    elif _texts(disabled):
        text = "some hooks are switched off by name"
        switches.append(at.switch("hooksConfig.disabled", text, severity=Severity.LOW))
    for way in (("general", "defaultApprovalMode"), ("tools", "approvalMode"), ("approvalMode",)):
        if within(value, *way) in ("yolo", "YOLO"):
            switches.append(at.switch(".".join(way), "the client asks for nothing itself"))
    if within(value, "tools", "autoAccept") is True or value.get("autoAccept") is True:
        switches.append(at.switch("tools.autoAccept", "what looks safe is not asked about", severity=Severity.LOW))
    if "run_shell_command" in {*_texts(within(value, "tools", "allowed")), *_texts(value.get("allowedTools"))}:
        text = "the client lets every command run by itself"
        switches.append(at.switch("tools.allowed", text, severity=Severity.MEDIUM))
    servers = value.get("mcpServers")
    for name, server in servers.items() if isinstance(servers, Mapping) else ():
        if within(server, "trust") is True:
            text = "its tools run without a question"
            switches.append(at.switch(f"mcpServers.{name}.trust"[:80], text, severity=Severity.MEDIUM))
    return Facts(hooks=tuple(_hooks(value.get("hooks"), at)), switches=tuple(switches), servers=at.servers(servers))


# ── Copilot CLI ──────────────────────────────────────────────────────────────────────────────────────────


def copilot(value: Mapping[str, Any], at: At) -> Facts:
    switches = []
    if value.get("disableAllHooks") is True:
        switches.append(at.switch("disableAllHooks", "hooks are switched off", severity=Severity.CRITICAL, off=EVERY))
    trusted = [*_texts(value.get("trusted_folders")), *_texts(value.get("trustedFolders"))]
    if any(folder.rstrip("/").count("/") < 3 for folder in trusted):
        text = "a whole home directory, or more, is trusted"
        switches.append(at.switch("trusted_folders", text, severity=Severity.MEDIUM))
    return Facts(
        hooks=tuple(_hooks(value.get("hooks"), at)),
        switches=tuple(switches),
        servers=at.servers(value.get("mcpServers")),
    )


# ── OpenCode ─────────────────────────────────────────────────────────────────────────────────────────────


def opencode(value: Mapping[str, Any], at: At) -> Facts:
    listed = value.get("plugin")
    entries = listed if isinstance(listed, list) else []
    hooks = tuple(_plugin_hook(entry, at) for entry in entries if is_our_plugin(entry))
    others = [entry[0] if isinstance(entry, list) and entry else entry for entry in entries if not is_our_plugin(entry)]
    permission = value.get("permission")
    switches = []
    if permission == "allow" or within(permission, "*") == "allow" or within(permission, "bash") == "allow":
        text = "the client asks for nothing itself"
        switches.append(at.switch("permission", text, severity=Severity.MEDIUM))
    servers = at.servers(value.get("mcp"))
    if isinstance(permission, Mapping) and _leaves_ours_alone(permission, servers):
        switches.append(at.switch(TOOLS_ONLY, "it has no tools but the gate's", severity=Severity.NOTE))
    return Facts(
        hooks=hooks,
        switches=tuple(switches),
        servers=servers,
        plugins=tuple(at.plugin(_package(str(name))) for name in others),
    )


TOOLS_ONLY: Final = "permission.*"


def _leaves_ours_alone(permission: Mapping[str, Any], servers: tuple[Server, ...]) -> bool:
    """Whether all is denied but tools of `mayact tools`."""
    ours = tuple(f"{server.name}_" for server in servers if server.ours)
    rest = [name for name, word in permission.items() if name != "*" and word != "deny"]
    return permission.get("*") == "deny" and bool(ours) and all(name.startswith(ours) for name in rest)


def _package(name: str) -> str:
    """An address may carry a token: of one only the last name is kept."""
    return name.split("?")[0].rpartition("/")[2] if "://" in name else name


def _plugin_hook(entry: Any, at: At) -> Hook:
    name = str(entry[0] if isinstance(entry, list) else entry)
    return Hook(
        client=at.client,
        level=at.level,
        path=at.path,
        event="tool.execute.before",
        command=name,
        program=name.rpartition("/")[2][:60],
        ours=True,
        watches=name.endswith(f"/{OBSERVER_NAME}"),
        line=_plugin_line(entry),
        plugin=True,
    )


def _plugin_line(entry: Any) -> Line | None:
    match entry:
        case [str(name), {"socket": str(socket), "owner": int(owner), "deadline": int(deadline), "keep": [*keep]}] if (
            name.startswith("file:///") and name.endswith(f"/{PLUGIN_NAME}")
        ):
            setup = HookSetup(
                python="",
                script=unquote(name.removeprefix("file://")),
                socket=socket,
                owner=owner,
                keep=tuple(str(item) for item in keep),
                wait_s=deadline - SCRIPT_MARGIN_S,
            )
            return Line(setup=setup, codec="opencode", moment="before")
        case _:
            return None


# ── variables ────────────────────────────────────────────────────────────────────────────────────────────

CLAUDE_VARIABLES: Final[Mapping[str, str]] = {
    "CLAUDE_CODE_SIMPLE": "hooks are switched off",
    "CLAUDE_CONFIG_DIR": "its settings are read from another place",
    "ANTHROPIC_BASE_URL": "it speaks to another model service",
}
VARIABLES: Final[Mapping[str, tuple[str, str, Severity, frozenset[Level]]]] = {
    "CLAUDE_CODE_SIMPLE": ("claude-code", "hooks of a user are switched off", Severity.CRITICAL, USERS),
    "CLAUDE_CONFIG_DIR": ("claude-code", "its user's settings are read from there", Severity.LOW, frozenset()),
    "ANTHROPIC_BASE_URL": ("claude-code", "it speaks to that model service", Severity.LOW, frozenset()),
    "CODEX_HOME": ("codex", "its user's settings are read from there", Severity.LOW, frozenset()),
    "GEMINI_CLI_SYSTEM_SETTINGS_PATH": (
        "gemini", "the system's settings are replaced, and their hooks with them", Severity.CRITICAL,
        frozenset({Level.MANAGED}),
    ),
    "GEMINI_CLI_HOME": ("gemini", "its user's settings are read from there", Severity.LOW, frozenset()),
    "COPILOT_HOME": ("copilot", "its user's settings are read from there", Severity.LOW, frozenset()),
    "COPILOT_ALLOW_ALL": ("copilot", "the client asks for nothing itself", Severity.HIGH, frozenset()),
    "OPENCODE_PURE": ("opencode", "every plugin is left out", Severity.CRITICAL, EVERY),
    "OPENCODE_CONFIG": ("opencode", "more configuration is read from there", Severity.LOW, frozenset()),
    "OPENCODE_CONFIG_DIR": ("opencode", "more configuration is read from there", Severity.LOW, frozenset()),
    "OPENCODE_CONFIG_CONTENT": ("opencode", "more configuration stands in it", Severity.MEDIUM, frozenset()),
    "OPENCODE_PERMISSION": ("opencode", "it decides what the client asks about", Severity.MEDIUM, frozenset()),
}  # fmt: skip
"""Variables of the environment that move a client's settings or switch its hooks off."""


def variables(environ: Mapping[str, str]) -> Facts:
    return Facts(
        switches=tuple(
            Switch(client=client, level=Level.USER, path="", name=f"${name}", text=text, severity=severity, off=off)
            for name, (client, text, severity, off) in VARIABLES.items()
            if environ.get(name, "") not in ("", "0", "false")
        )
    )


def _moved(table: object, at: At, names: Mapping[str, str]) -> list[Switch]:
    found = []
    for name, text in names.items():
        if within(table, name) not in (None, "", "0", "false"):
            severity = Severity.CRITICAL if name == "CLAUDE_CODE_SIMPLE" else Severity.LOW
            off = USERS if severity is Severity.CRITICAL else frozenset()
            found.append(at.switch(f"env.{name}", text, severity=severity, off=off))
    return found


READERS: Final[Mapping[str, Callable[[Mapping[str, Any], At], Facts]]] = {
    "claude-code": claude,
    "codex": codex,
    "gemini": gemini,
    "copilot": copilot,
    "opencode": opencode,
}
