"""Names of files and directories that mean something. Tables only; all lower case; `~` is the home directory."""

from collections.abc import Mapping
from typing import Final

TEMP_ROOTS: Final = (
    "/tmp",  # noqa: S108
    "/var/tmp",  # noqa: S108
    "/dev/shm",  # noqa: S108
    "/private/tmp",
    "/private/var/tmp",
    "/var/folders",
    "/private/var/folders",
)
SYSTEM_ROOTS: Final = (
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/opt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/srv",
    "/sys",
    "/usr",
    "/var",
    "/tmp",  # noqa: S108  (the directory itself; what is in it is temp)
    "/library",
    "/system",
    "/applications",
)
HARMLESS_DEVICES: Final = frozenset(
    {
        "/dev/null",
        "/dev/zero",
        "/dev/full",
        "/dev/random",
        "/dev/urandom",
        "/dev/stdin",
        "/dev/stdout",
        "/dev/stderr",
        "/dev/tty",
        "/dev/fd",
        "/dev/shm",  # noqa: S108
    }
)

GUARD_ROOTS: Final = (
    "~/.config/mayact",
    "~/.local/state/mayact",
    "~/.local/share/mayact",
    "~/.cache/mayact",
    "/etc/mayact",
    "/run/mayact",
    "/var/lib/mayact",
    "/etc/claude-code",
    "/etc/codex",
    "/etc/gemini-cli",
    "/library/application support/claudecode",
)

STARTUP: Final = (
    "~/.bashrc",
    "~/.bash_profile",
    "~/.bash_login",
    "~/.bash_logout",
    "~/.bash_aliases",
    "~/.profile",
    "~/.zshrc",
    "~/.zshenv",
    "~/.zprofile",
    "~/.zlogin",
    "~/.zlogout",
    "~/.inputrc",
    "~/.config/fish",
    "~/.kshrc",
    "~/.cshrc",
    "~/.tcshrc",
    "~/.login",
    "~/.xinitrc",
    "~/.xprofile",
    "~/.xsession",
    "~/.pam_environment",
    "~/.config/environment.d",
    "~/.vimrc",
    "~/.vim",
    "~/.config/nvim",
    "~/.emacs",
    "~/.emacs.d",
    "~/.tmux.conf",
    "~/.screenrc",
    "~/.gdbinit",
    "~/.lesskey",
    "~/.pythonrc",
    "~/.irbrc",
    "~/.gitconfig",
    "~/.config/git",
    "~/.ssh/authorized_keys*",
    "~/.ssh/rc",
    "~/.ssh/environment",
    "~/.ssh/config",
    "~/.local/bin",
    "~/bin",
    "~/.cargo/config*",
    "~/.config/direnv",
    "/etc/profile*",
    "/etc/bash*",
    "/etc/zsh*",
    "/etc/environment",
    "/etc/ld.so.preload",
    "/etc/ld.so.conf*",
    "/etc/gitconfig",
    "/root/.bashrc",
    "/root/.profile",
    "/root/.ssh/authorized_keys*",
)
SCHEDULED: Final = (
    "/etc/cron*",
    "/var/spool/cron",
    "/var/spool/at",
    "/etc/anacrontab",
    "/etc/systemd",
    "/lib/systemd",
    "/usr/lib/systemd",
    "/run/systemd",
    "/etc/init.d",
    "/etc/rc.local",
    "/etc/rc.d",
    "/etc/init",
    "/etc/udev/rules.d",
    "/etc/xdg/autostart",
    "~/.config/systemd",
    "~/.local/share/systemd",
    "~/.config/autostart",
    "~/library/launchagents",
    "/library/launchagents",
    "/library/launchdaemons",
)

ANCHORED_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "shell-startup": STARTUP,
    "cron": SCHEDULED,
}

AGENT_DIRECTORIES: Final = frozenset(
    {".claude", ".codex", ".gemini", ".cursor", ".opencode", ".copilot", ".continue", ".aider", ".windsurf", ".roo"}
)
AGENT_FILES: Final = frozenset(
    {
        ".claude.json",
        "claude.md",
        "agents.md",
        "gemini.md",
        ".mcp.json",
        ".vscode/mcp.json",
        ".aider.conf.yml",
        ".cursorrules",
        ".windsurfrules",
        "opencode.json",
        ".github/copilot-instructions.md",
        ".config/opencode",
        ".config/github-copilot",
    }
)
AGENT_SETTINGS: Final = (
    ".claude/settings*",
    ".claude/hooks*",
    ".claude/plugins*",
    ".claude.json",
    ".codex/config*",
    ".codex/hooks*",
    ".codex/requirements*",
    ".gemini/settings*",
    ".gemini/policies*",
    ".gemini/hooks*",
    ".gemini/extensions*",
    ".cursor/hooks*",
    ".cursor/cli*",
    ".opencode/plugin*",
    ".config/opencode/*",
    "opencode.json",
    ".copilot/*",
    ".github/copilot/*",
    ".github/hooks*",
)
"""Of the agents' own files, those that say which hooks guard them and which permissions they have."""

SEGMENT_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ci": (
        ".github/workflows",
        ".github/actions",
        ".gitlab-ci.yml",
        ".gitlab/ci",
        ".circleci",
        ".buildkite",
        ".woodpecker",
        ".drone.yml",
        ".travis.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        "cloudbuild.yaml",
        "jenkinsfile",
        ".github/codeowners",
        ".github/dependabot.yml",
    ),
    "hook": (
        ".husky",
        ".githooks",
        ".pre-commit-config.yaml",
        "lefthook.yml",
        "lefthook.yaml",
        ".lefthook.yml",
        ".lefthook.yaml",
        ".lefthook",
        ".lefthook-local.yml",
        "lefthook-local.yml",
        # what editors and shells run when the directory is opened or entered
        ".vscode/tasks.json",
        ".vscode/settings.json",
        ".vscode/launch.json",
        ".vscode/extensions",
        ".idea/runconfigurations",
        ".idea/workspace.xml",
        ".devcontainer",
        ".devcontainer.json",
        ".zed/tasks.json",
        ".zed/settings.json",
        ".exrc",
        ".vimrc",
        ".nvimrc",
        ".nvim.lua",
        ".gdbinit",
        ".lldbinit",
        ".dir-locals.el",
        ".direnv",
        ".hg/hgrc",
        ".pnpmfile.cjs",
        # programs that are started by a name which is trusted
        "node_modules/.bin",
        ".venv/bin",
        "venv/bin",
        ".venv/scripts",
        "venv/scripts",
    ),
}

OUTPUT_DIRECTORIES: Final = frozenset(
    {
        "node_modules",
        "dist",
        "build",
        "target",
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        ".tox",
        ".nox",
        ".venv",
        "venv",
        ".next",
        ".nuxt",
        ".svelte-kit",
        ".turbo",
        ".parcel-cache",
        ".gradle",
        ".cache",
        "coverage",
        "htmlcov",
        "cmake-build-debug",
        "cmake-build-release",
        ".nyc_output",
        ".eggs",
        "out",
    }
)
OUTPUT_SUFFIXES: Final = (
    ".pyc",
    ".pyo",
    ".o",
    ".obj",
    ".a",
    ".so",
    ".class",
    ".egg-info",
    ".tmp",
    ".bak",
    ".orig",
    ".swp",
    ".coverage",
    ".tsbuildinfo",
    ".gcda",
    ".gcno",
    "coverage.xml",
    "~",
)

NAMED_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "lock": (
        "package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "bun.lockb",
        "poetry.lock",
        "pdm.lock",
        "uv.lock",
        "pipfile.lock",
        "cargo.lock",
        "go.sum",
        "gemfile.lock",
        "composer.lock",
        "gradle.lockfile",
        "flake.lock",
    ),
    "manifest": (
        "package.json",
        "pyproject.toml",
        "requirements*.txt",
        "constraints*.txt",
        "setup.cfg",
        "pipfile",
        "environment.yml",
        "cargo.toml",
        "go.mod",
        "gemfile",
        "composer.json",
        "pom.xml",
        "*.csproj",
        "*.gemspec",
        "pubspec.yaml",
        "package.swift",
        ".npmrc",
        ".yarnrc*",
        "pip.conf",
    ),
    "build-logic": (
        "makefile",
        "gnumakefile",
        "*.mk",
        "cmakelists.txt",
        "*.cmake",
        "meson.build",
        "configure",
        "configure.ac",
        "setup.py",
        "conftest.py",
        "sitecustomize.py",
        "usercustomize.py",
        "noxfile.py",
        "tox.ini",
        "pytest.ini",
        "build.gradle*",
        "settings.gradle*",
        "gradlew*",
        "mvnw*",
        "build.rs",
        "dockerfile*",
        "containerfile*",
        "docker-compose*.yml",
        "docker-compose*.yaml",
        "compose.yaml",
        "compose.yml",
        "webpack.config.*",
        "vite.config.*",
        "rollup.config.*",
        "babel.config.*",
        "jest.config.*",
        "vitest.config.*",
        "eslint.config.*",
        ".eslintrc*",
        "gulpfile.*",
        "gruntfile.*",
        "rakefile",
        "justfile",
        "taskfile.y*ml",
        "workspace",
        "build.bazel",
        "*.bzl",
        ".envrc",
        "tsconfig*.json",
        "turbo.json",
        "nx.json",
    ),
}

LOG_NAMES: Final = ("*.log", "*.log.*", "*-debug.log*", "*.out.txt")
TRACE_NAMES: Final = (
    "core.[0-9]*", "*.core", "*.dmp", "*.mdmp", "*.stackdump", "*.hprof", "*.heapsnapshot", "*.crash", "hs_err_pid*",
    "crash-*", "heapdump*", "threaddump*", "traceback*.txt", "stacktrace*", "stack-trace*", "*.traceback",
)  # fmt: skip
"""What programs leave behind when they fail: parts of their memory, and with it whatever they worked on."""

TEST_SEGMENTS: Final = frozenset(
    {
        "test", "tests", "__tests__", "spec", "specs", "testdata", "testing", "__mocks__", "__snapshots__", "e2e",
        "fixtures", "cypress", "playwright",
    }
)  # fmt: skip
TEST_NAMES: Final = (
    "test_*", "*_test.*", "*.test.*", "*.spec.*", "*_spec.*", "*test.java", "*tests.java", "*test.kt", "*tests.cs",
    "*test.cs", "*test.php", "*.feature", "*.snap",
)  # fmt: skip

SECURITY_WORDS: Final = frozenset(
    {
        "auth", "authn", "authz", "authentication", "authenticator", "authorization", "authorizer", "authorize",
        "oauth", "oauth2", "oidc", "saml", "sso", "login", "signin", "password",
        "passwords", "passwd", "credential", "credentials", "permission", "permissions", "rbac", "abac", "acl", "acls",
        "iam", "jwt", "jwk", "jwks", "csrf", "xsrf", "cors", "csp", "crypto", "cryptography",
        "cipher", "ciphers", "encryption", "encrypt", "decrypt", "hmac", "signing", "signature", "signatures", "tls",
        "ssl", "x509", "pki", "mfa", "totp", "webauthn", "passkey", "security", "sanitize", "sanitizer", "firewall",
        "secrets", "keystore", "vault", "sudoers",
    }
)  # fmt: skip
"""Words of a file's or directory's name that say authentication, authorization or cryptography."""

SECURITY_SUFFIXES: Final = (".rego", ".cedar", ".polar", ".te", ".sentinel")
"""Languages in which nothing but who may do what is written."""

CODE_SUFFIXES: Final = (
    ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx", ".vue", ".svelte", ".go", ".rs", ".java",
    ".kt", ".kts", ".scala", ".groovy", ".clj", ".cs", ".fs", ".vb", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".m",
    ".mm", ".swift", ".rb", ".php", ".pl", ".pm", ".lua", ".ex", ".exs", ".erl", ".hs", ".ml", ".dart", ".zig", ".nim",
    ".sql", ".sh", ".bash", ".zsh", ".ps1", ".sol", ".proto", ".graphql",
)  # fmt: skip

PRODUCTION_WORDS: Final = frozenset({"prod", "production", "prd"})
CONFIG_SUFFIXES: Final = (
    ".yml", ".yaml", ".json", ".json5", ".toml", ".ini", ".conf", ".cfg", ".cnf", ".properties", ".xml", ".tf",
    ".tfvars", ".hcl", ".env", ".config", ".j2", ".tpl", ".nomad", ".cue", ".jsonnet", ".libsonnet", ".exs", ".service",
)  # fmt: skip
