"""What a sandbox is made from, as data: the system's places, names that are guarded, variables that stay.

Law: these are allow-lists, except for the guarded names of a work tree, where the tree itself is what was allowed.
"""

from collections.abc import Mapping
from typing import Final

SYSTEM: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
"""Programs and libraries. On merged systems all but `/usr` are links into `/usr`. `/opt` holds what somebody put there:
it is named as a tool, or it stays out."""

ETC: Final = (
    "alternatives", "ca-certificates", "ca-certificates.conf", "bash.bashrc", "debian_version", "fonts", "group",
    "inputrc", "java-11-openjdk", "java-17-openjdk", "java-21-openjdk", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
    "localtime", "locale.alias", "magic", "mailcap", "mime.types", "nsswitch.conf", "os-release", "passwd", "pki",
    "profile", "profile.d", "protocols", "python3", "python3.11", "python3.12", "python3.13", "services", "shells",
    "ssl/certs", "ssl/openssl.cnf", "terminfo", "timezone", "xdg",
)  # fmt: skip
"""Below `/etc`. Names and paths that programs look up; no file here is for some users only. `hosts` and `resolv.conf`
are not among them: inside there is no other host to find."""

NEVER_PLACES: Final = (
    "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/proc", "/root",
    "/run", "/sbin", "/sys", "/tmp", "/usr", "/var", "/var/lib", "/var/log", "/var/run", "/var/tmp", "/mnt",  # noqa: S108
    "/media", "/srv",
)  # fmt: skip
"""Places that cannot be a work tree, a tool or a writable place as a whole: each holds what belongs to others."""

NEVER_BELOW: Final = ("/boot", "/dev", "/etc", "/proc", "/run", "/sys", "/var/run", "/var/lib/mayact", "/var/log")
"""Nothing below these can be one either."""

NEVER_WRITABLE: Final = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/sbin", "/usr")
"""What the whole machine runs is not an agent's work tree."""

GIT_DIRECTORIES: Final = (".git/hooks", ".git/modules", ".git/worktrees")
GIT_FILES: Final = (
    ".git/config", ".git/config.worktree", ".git/commondir", ".git/info/attributes", ".git/info/grafts",
)  # fmt: skip
"""Of a repository, what names programs that git runs for whoever looks at it, and where it looks for more of that:
`git status` enters submodules, and reads their settings."""

BARE_DIRECTORIES: Final = tuple(name.removeprefix(".git/") for name in GIT_DIRECTORIES)
BARE_FILES: Final = tuple(name.removeprefix(".git/") for name in GIT_FILES)
"""The same of a repository that is not called `.git`: git finds it from within by what it holds."""

GIT_PROGRAMS: Final = frozenset(
    {
        "core.fsmonitor", "core.sshcommand", "core.editor", "core.pager", "sequence.editor", "diff.external",
        "diff.textconv", "diff.command", "filter.clean", "filter.smudge", "filter.process", "merge.driver",
        "credential.helper", "gpg.program",
    }
)  # fmt: skip
"""Settings of git whose values are commands, without the subsection: `diff.textconv` is `diff.*.textconv`. Beside these
are `uploadpack.*`, and `alias.*` where the value begins with `!`."""

GUARDED_DIRECTORIES: Final = (
    *GIT_DIRECTORIES, ".claude", ".codex", ".gemini", ".opencode", ".copilot", ".cursor", ".windsurf", ".roo",
    ".continue", ".aider", ".vscode", ".idea", ".zed", ".devcontainer", ".husky", ".githooks", ".direnv",
    ".github/hooks", ".github/copilot",
)  # fmt: skip
"""Directories of a work tree from which hooks, agents, editors and shells start programs by themselves, outside the
sandbox, when somebody only opens or commits it. Inside they are read-only; one that is not there cannot be made."""

GUARDED_FILES: Final = (
    *GIT_FILES, ".mcp.json", ".claude.json", "opencode.json", "opencode.jsonc", ".envrc", ".pre-commit-config.yaml",
    "lefthook.yml", ".lefthook.yml", ".exrc", ".nvimrc", ".nvim.lua", ".vimrc", ".gdbinit", ".lldbinit",
    ".dir-locals.el", ".devcontainer.json", ".github/copilot-instructions.md",
)  # fmt: skip
"""The same for files."""

CLIENT_CONFIG: Final = (
    ".claude/settings.json", ".claude/CLAUDE.md", ".claude/agents", ".claude/commands", ".claude/skills",
    ".claude/output-styles", ".codex/config.toml", ".codex/hooks.json", ".codex/AGENTS.md", ".codex/rules",
    ".codex/prompts", ".gemini/settings.json", ".gemini/GEMINI.md", ".gemini/commands",
    ".config/opencode/opencode.json", ".config/opencode/AGENTS.md", ".config/opencode/agent",
    ".config/opencode/command", ".copilot/mcp-config.json", ".copilot/agents", ".config/git/ignore", ".gitconfig",
)  # fmt: skip
"""Below the home directory: what clients are told about themselves. Where they keep tokens is not among these."""

HOOKS_AT_HOME: Final = (".copilot", ".copilot/hooks")
"""Where a client that knows no administrator looks for hooks, below the home directory, the holder first: places of the
sandbox's own, so that neither can be moved away, and the last read-only with ours alone in it."""

KEPT: Final = frozenset(
    {
        "LANG", "LANGUAGE", "TERM", "COLORTERM", "TZ", "NODE_ENV", "CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES",
        "JAVA_HOME", "GOROOT", "VIRTUAL_ENV", "CONDA_PREFIX", "ANTHROPIC_MODEL", "ANTHROPIC_SMALL_FAST_MODEL",
        "COPILOT_MODEL", "GEMINI_MODEL",
    }
)  # fmt: skip
"""Variables that go in as they are, beside `LC_*`. Those that lead to sockets, caches and configuration of outside do
not; `HOME`, `USER`, `PATH`, `TMPDIR` and their like are set by the plan."""

KEPT_PREFIXES: Final = ("LC_",)

MODEL_KEYS: Final = frozenset(
    {
        "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN", "OPENAI_API_KEY", "CODEX_API_KEY",
        "GEMINI_API_KEY", "GOOGLE_API_KEY", "COPILOT_PROVIDER_API_KEY",
    }
)  # fmt: skip
"""Secrets that a person may hand to an agent by name, because nothing else reaches its model until the way out adds the
key itself. Every other variable that looks like a secret is refused."""

SOCKETS_BY_VARIABLE: Final = ("SSH_AUTH_SOCK", "GPG_AGENT_INFO", "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST")
"""Variables that name sockets of outside."""

SOCKET_PLACES: Final = (
    "/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock",
    "/run/dbus/system_bus_socket", "/run/systemd/private", "/run/systemd/journal/socket", "/run/snapd.socket",
    "/run/libvirt/libvirt-sock", "/tmp/.X11-unix", "/run/user",  # noqa: S108
    "/run/pcscd/pcscd.comm", "/run/nscd/socket",
    "~/.gnupg/S.gpg-agent", "~/.gnupg/S.gpg-agent.ssh", "~/.ssh/agent", "~/.docker/run/docker.sock",
    "~/.1password/agent.sock", "~/.bitwarden-ssh-agent.sock",
)  # fmt: skip
"""Where sockets of other programs usually stand, for the probe. Nothing here is mounted."""

HOME_SECRETS: Final = (
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".config/gcloud", ".config/gh", ".config/mayact",
    ".local/share/keyrings", ".netrc", ".git-credentials", ".npmrc", ".pypirc", ".vault-token", ".pgpass",
    ".claude/.credentials.json", ".claude.json", ".codex/auth.json", ".gemini/oauth_creds.json",
    ".local/share/opencode/auth.json", ".bash_history", ".zsh_history", ".mozilla", ".config/google-chrome",
    ".config/chromium", ".password-store", ".cargo/credentials.toml", ".config/op", ".terraform.d", ".m2/settings.xml",
    ".config/github-copilot", ".copilot/config.json",
)  # fmt: skip
"""Below the home directory. Nothing of the home directory is mounted unless it is named; these cannot be named."""

RESERVED: Final = frozenset(
    {
        "HOME", "USER", "LOGNAME", "PATH", "SHELL", "PWD", "TMPDIR", "MAYACT_HOME", "HTTP_PROXY", "HTTPS_PROXY",
        "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "IS_SANDBOX", "MAYACT_SANDBOX",
    }
)  # fmt: skip
"""Variables that the plan sets."""

FIXED: Final[Mapping[str, str]] = {
    "SHELL": "/bin/bash",
    "TMPDIR": "/tmp",  # noqa: S108  the sandbox's own
    "IS_SANDBOX": "1",  # Claude Code asks for it before it runs as root without its own prompts
    "MAYACT_SANDBOX": "1",
    # What clients would fetch and report by themselves: nobody answers, and some wait for it.
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "DISABLE_AUTOUPDATER": "1",
    "COPILOT_AUTO_UPDATE": "false",
    "GEMINI_TELEMETRY_ENABLED": "false",
    "OPENCODE_DISABLE_AUTOUPDATE": "1",
    "OPENCODE_DISABLE_MODELS_FETCH": "1",
    # In a folder that is not trusted Gemini runs no hooks. What a repository's own settings start, starts in here.
    "GEMINI_CLI_TRUST_WORKSPACE": "true",
    # OpenCode writes into every `.opencode` that it finds, and ends where that is read-only.
    "OPENCODE_DISABLE_PROJECT_CONFIG": "1",
}

WITHOUT_HOSTS: Final[Mapping[str, str]] = {"npm_config_fetch_retries": "0"}
"""Where no host is listed: OpenCode would wait for a registry for more than a minute."""
