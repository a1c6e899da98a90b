"""Variables that make a program run or load something else.

Law: setting one of these is as good as running what it names, and what it names is not on the command line, so the
command is opaque. The list names what programs of the table read; a value that cannot start anything is let be.
"""

from collections.abc import Mapping
from typing import Final

from mayact.core.analysis.command import Finding, Word, opaque
from mayact.core.analysis.words import known
from mayact.core.errors import shown

_EVERYWHERE: Final = frozenset(
    {
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "LD_AUDIT",
        "DYLD_INSERT_LIBRARIES",
        "DYLD_LIBRARY_PATH",
        "PATH",
        "BASH_ENV",
        "ENV",
        "PROMPT_COMMAND",
        "SHELLOPTS",
        "BASHOPTS",
        "IFS",
        "PS4",
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_RUNTIME_DIR",
        "SHELL",
        "PAGER",
        "MANPAGER",
        "LESSOPEN",
        "LESSCLOSE",
        "LESSEDIT",
        "EDITOR",
        "VISUAL",
        "BROWSER",
        "FCEDIT",
        "SUDO_ASKPASS",
        "SSH_ASKPASS",
        "PYTHONSTARTUP",
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONINSPECT",
        "PYTHONBREAKPOINT",
        "PYTHONWARNINGS",
        "NODE_OPTIONS",
        "NODE_PATH",
        "NODE_EXTRA_CA_CERTS",
        "PERL5OPT",
        "PERL5LIB",
        "PERL5DB",
        "RUBYOPT",
        "RUBYLIB",
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "MAVEN_OPTS",
        "GRADLE_OPTS",
        "CLASSPATH",
        "PHPRC",
        "PHP_INI_SCAN_DIR",
        "LUA_INIT",
        "LUA_PATH",
        "GOFLAGS",
        "GOPROXY",
        "GONOSUMDB",
        "GONOSUMCHECK",
        "GOPRIVATE",
        "GOINSECURE",
        "RUSTC",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTFLAGS",
        "RUSTDOCFLAGS",
        "CC",
        "CXX",
        "LD",
        "AR",
        "MAKEFLAGS",
        "MAKEFILES",
        "MAKE",
        "CMAKE_TOOLCHAIN_FILE",
        "DOCKER_HOST",
        "DOCKER_CONFIG",
        "DOCKER_CONTEXT",
        "KUBECONFIG",
        "KUBE_EDITOR",
        "TF_CLI_ARGS",
        "TF_CLI_CONFIG_FILE",
        "AWS_CONFIG_FILE",
        "AWS_ENDPOINT_URL",
        "RSYNC_RSH",
        "RSYNC_CONNECT_PROG",
        "CVS_RSH",
        "TAR_OPTIONS",
        "TAPE",
        "RIPGREP_CONFIG_PATH",
        "CURL_HOME",
        "WGETRC",
        "OPENSSL_CONF",
        "OPENSSL_MODULES",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "CARGO_HOME",
        "RUSTUP_HOME",
        "ANSIBLE_CONFIG",
        "PSQLRC",
        "VIMINIT",
        "EXINIT",
        "INPUTRC",
        "GDBHISTFILE",
        "GCONV_PATH",
        "HOSTALIASES",
        "LOCALDOMAIN",
        "TERMINFO",
        "BASH_FUNC",
    }
)
_BEGINNINGS: Final = (
    "GIT_",
    "LD_",
    "DYLD_",
    "BASH_FUNC_",
    "NPM_CONFIG_",
    "PIP_",
    "UV_",
    "POETRY_",
    "YARN_",
    "CARGO_TARGET_",
    "CARGO_REGISTRIES_",
    "CARGO_BUILD_",
    "COMPOSER_",
    "BUNDLE_",
    "MAYACT_",
    "CLAUDE_",
    "CODEX_",
    "GEMINI_",
)
_HARMLESS: Final[Mapping[str, frozenset[str]]] = {
    "PAGER": frozenset({"", "cat", "less", "more"}),
    "MANPAGER": frozenset({"", "cat", "less"}),
    "GIT_PAGER": frozenset({"", "cat", "less"}),
    "EDITOR": frozenset({"true", ":", "cat"}),
    "VISUAL": frozenset({"true", ":", "cat"}),
    "GIT_EDITOR": frozenset({"true", ":", "cat"}),
    "GIT_SEQUENCE_EDITOR": frozenset({"true", ":", "cat"}),
    "GIT_MERGE_AUTOEDIT": frozenset({"no", "yes", "0", "1"}),
    "GIT_TERMINAL_PROMPT": frozenset({"0", "1"}),
    "GIT_OPTIONAL_LOCKS": frozenset({"0", "1"}),
    "GIT_LFS_SKIP_SMUDGE": frozenset({"0", "1"}),
    "GIT_TRACE": frozenset({"0", "1", "2"}),
    "GIT_CURL_VERBOSE": frozenset({"0", "1"}),
    "GIT_ASKPASS": frozenset({"true", "/bin/true"}),
    "PYTHONPATH": frozenset({".", "src", "./src", "src:.", ".:src", "lib"}),
    "NODE_OPTIONS": frozenset({"--max-old-space-size=2048", "--max-old-space-size=4096", "--max-old-space-size=8192"}),
    "RUSTFLAGS": frozenset({"-D warnings", "-Dwarnings", "-C target-cpu=native"}),
    "CC": frozenset({"gcc", "clang", "cc"}),
    "CXX": frozenset({"g++", "clang++", "c++"}),
    "GOFLAGS": frozenset({"-mod=mod", "-mod=vendor", "-mod=readonly", "-count=1", ""}),
    "PIP_DISABLE_PIP_VERSION_CHECK": frozenset({"0", "1"}),
    "PIP_NO_INPUT": frozenset({"0", "1"}),
    "SHELL": frozenset({"/bin/bash", "/bin/sh", "/usr/bin/bash", "/bin/zsh"}),
    "IFS": frozenset({"", "\n", ",", ":", " ", "\t", "|"}),
}
_NAMES_OF_PEOPLE: Final = ("GIT_AUTHOR_", "GIT_COMMITTER_")
"""Text that git only records."""


def is_dangerous(name: str) -> bool:
    """Whether a program of the table may run or load what a variable of this name says."""
    upper = name.upper()
    if upper.startswith(_NAMES_OF_PEOPLE):
        return False
    return upper in _EVERYWHERE or upper.startswith(_BEGINNINGS)


def judged(name: str, value: Word) -> tuple[Finding, ...]:
    """What setting `name` to `value` for a command amounts to."""
    if not is_dangerous(name):
        return ()
    text = known(value)
    if text is not None and (not text or text in _HARMLESS.get(name.upper(), ())):
        return ()
    return (opaque(f"the variable {shown(name)} changes what runs"),)


def of_line(environment: Mapping[str, Word]) -> tuple[Finding, ...]:
    """The same for every variable that a line sets."""
    return tuple(item for name, value in environment.items() for item in judged(name, value))
