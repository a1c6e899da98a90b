"""Variables that change what programs do: a table.

Law: a variable listed here makes what runs after it opaque, unless its value is listed as harmless; a value that is
not known is not harmless. A variable that is not listed changes which code runs only by naming a place: one outside the
repository that anyone can write makes what runs opaque, too, and where the name itself says that it is one of code
(`variable_names`) any does.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mayact.core.analysis.command import Known, Pattern, Word
from mayact.core.analysis.places.path_tables import TEMP_ROOTS
from mayact.core.analysis.places.paths import file_facts, normalise
from mayact.core.analysis.shell.variable_names import names_code
from mayact.core.analysis.words import lead


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the text runs."""

    home: str
    workspace: str
    cwd: str | None
    path: str
    """The search path that the call starts with."""


REBINDS: Final = frozenset({"BASH_CMDS", "BASH_ALIASES"})
"""Arrays whose elements say what a command name starts (bash manual, Bash Variables). Assigning to them is opaque."""

COUNTS: Final = frozenset({"RANDOM", "SRANDOM", "OPTIND", "HISTCMD", "SECONDS", "BASHPID"})
"""Integers of bash's own: what is assigned to them is arithmetic, whose subscripts run commands (bash 5.2)."""

_RUNS_IN_PROMPT: Final = re.compile(r"\$\(|`|\[|@|!")

Harmless = Callable[[str, Ground], bool]


def _always(value: str, ground: Ground) -> bool:
    return True


def _never(value: str, ground: Ground) -> bool:
    return False


def _shows_text(value: str, ground: Ground) -> bool:
    return value.strip() in {
        "",
        "cat",
        "less",
        "more",
        "less -R",
        "less -FRX",
        "less -F",
        "true",
        ":",
        "/bin/cat",
        "/usr/bin/cat",
    }


def _edits_nothing(value: str, ground: Ground) -> bool:
    return value.strip() in {
        "",
        "true",
        ":",
        "/bin/true",
        "/usr/bin/true",
        "cat",
        "vi",
        "vim",
        "nano",
        "nvim",
        "emacs",
        "code",
        "code --wait",
        "ed",
    }


def _inside_workspace(value: str, ground: Ground) -> bool:
    """A list of directories that all lie in the repository: the repository's own code, which runs anyway."""
    for part in value.split(":"):
        if part in ("", ".", "./"):
            if ground.cwd is None or not _within(ground.cwd, ground.workspace):
                return False
            continue
        if part.startswith("~") or ".." in part.split("/"):
            return False
        if part.startswith("/"):
            if not _within(part, ground.workspace):
                return False
        elif ground.cwd is None or not _within(ground.cwd, ground.workspace):
            return False
    return True


def _installed(value: str, ground: Ground) -> bool:
    """Where only administrators put programs."""
    return re.fullmatch(r"/(?:usr/(?:lib|share|local)|opt|Library/Java)/(?!.*\.\.)[\w./+-]+", value) is not None


def _within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


_NODE: Final = re.compile(
    r"--(max-old-space-size=\d+|max[-_]semi[-_]space[-_]size=\d+|experimental-vm-modules|no-warnings|trace-warnings"
    r"|trace-deprecation|no-deprecation|enable-source-maps|openssl-legacy-provider|unhandled-rejections=\w+"
    r"|experimental-strip-types|stack-trace-limit=\d+|expose-gc)\Z"
)
_JVM: Final = re.compile(
    r"-(Xm[sx]\d+[kmgKMG]?|Xss\d+[kmgKMG]?|XX:MaxMetaspaceSize=\d+[mg]|ea|Dfile\.encoding=[\w-]+)\Z"
)
_RUST: Final = re.compile(
    r"(-D|warnings|-Dwarnings|-A|-C|target-cpu=native|opt-level=\w|debuginfo=\d|-Awarnings|-Ctarget-cpu=native)\Z"
)
_GO: Final = re.compile(
    r"-(mod=(mod|readonly|vendor)|race|count=\d+|v|buildvcs=(false|auto|true)|trimpath|tags=[\w,]+)\Z"
)


def _every(pattern: re.Pattern[str]) -> Harmless:
    return lambda value, ground: all(pattern.match(word) for word in value.split())


def _one_of(*values: str) -> Harmless:
    return lambda value, ground: value in values


def _well_known_path(value: str, ground: Ground) -> bool:
    """Every directory on the search path is one that only a person or a package manager writes, or the repository's
    own tools (`node_modules/.bin`, a virtual environment)."""
    home = ground.home
    known = {
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/snap/bin", "/opt/homebrew/bin",
        "/usr/local/go/bin", f"{home}/.local/bin", f"{home}/.cargo/bin", f"{home}/go/bin", f"{home}/.bun/bin",
        f"{home}/.deno/bin", f"{home}/.npm-global/bin",
    }  # fmt: skip
    known.update(ground.path.split(":"))
    return all(part in known or _repository_tools(part, ground) for part in value.split(":"))


def _repository_tools(part: str, ground: Ground) -> bool:
    tail = part.removeprefix("./").rstrip("/")
    if not part.startswith("/"):
        inside = ground.cwd is not None and _within(ground.cwd, ground.workspace)
        return inside and tail in ("node_modules/.bin", ".venv/bin", "venv/bin", "env/bin", "vendor/bin")
    return (
        ".." not in part.split("/")
        and _within(part, ground.workspace)
        and part.endswith(("/node_modules/.bin", "/.venv/bin", "/venv/bin", "/env/bin", "/vendor/bin"))
    )


def _rows(rule: Harmless, names: str) -> dict[str, Harmless]:
    return dict.fromkeys(names.split(), rule)


_EXACT: Final[Mapping[str, Harmless]] = {
    # the shell itself
    **_rows(_never, "SHELLOPTS BASHOPTS EXECIGNORE BASH_LOADABLES_PATH FCEDIT"),
    **_rows(_one_of(""), "BASH_ENV PROMPT_COMMAND"),
    "ENV": _one_of("", "test", "testing", "dev", "development", "staging", "local", "ci", "prod", "production"),
    **_rows(lambda value, ground: not _RUNS_IN_PROMPT.search(value), "PS0 PS1 PS2 PS4"),
    "PATH": _well_known_path,
    "SHELL": _one_of("/bin/bash", "/bin/sh", "/usr/bin/bash", "bash", "sh", "/bin/zsh"),
    # what programs start
    **_rows(
        _shows_text,
        "PAGER MANPAGER GIT_PAGER SYSTEMD_PAGER AWS_PAGER GH_PAGER PSQL_PAGER BAT_PAGER DELTA_PAGER ACK_PAGER "
        "ACK_PAGER_COLOR",
    ),
    **_rows(_edits_nothing, "EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR SUDO_EDITOR"),
    **_rows(_one_of(""), "LESSOPEN LESSCLOSE"),
    **_rows(_one_of("", "true", "echo", "/bin/true", "/bin/echo"), "GIT_ASKPASS SSH_ASKPASS"),
    "BROWSER": _one_of("", "none", "true", ":", "echo"),
    "MAKEFLAGS": _every(re.compile(r"-?j?\d*k?s?\Z")),
    **_rows(_every(re.compile(r"-[A-Za-z]+\Z|--[a-z-]+\Z|\Z")), "LESS"),
    **_rows(_one_of("", "--no-auto-update"), "MANOPT MANROFFSEQ TOX_OVERRIDE"),
    **_rows(
        _every(
            re.compile(
                r"-(?:O\w|g\w*|W[a-z][\w=-]*|Wall|std=[\w+]+|D\w+(?:=\w+)?|I[\w./-]+|L[\w./-]+|l\w+|f(?:PIC|pic|no-[\w-]+"
                r"|sanitize=[\w,]+|PIE|profile-arcs|test-coverage|coverage-mapping|profile-instr-generate)"
                r"|m(?:arch|tune)=\w+|pthread|static|s|-coverage|pipe|Wl,--as-needed|Wl,-z,\w+)\Z"
            )
        ),
        "CFLAGS CXXFLAGS CPPFLAGS LDFLAGS CGO_CFLAGS CGO_CXXFLAGS CGO_LDFLAGS CGO_CPPFLAGS",
    ),
    **_rows(
        _every(re.compile(r"-(?:v+|q+|j\d+|s|n|t|T|P)\Z|--(?:trace|quiet|color|format=\w+|profile)\Z")),
        "RAKEOPT SPEC_OPTS",
    ),
    **_rows(
        _every(re.compile(r"-(?:B|q|o|ntp|T\w+|DskipTests(?:=\w+)?)\Z|--(?:batch-mode|no-transfer-progress)\Z")),
        "MAVEN_ARGS",
    ),
    **_rows(_every(_JVM), "SBT_OPTS ANT_OPTS LEIN_JVM_OPTS JVM_OPTS"),
    **_rows(
        _never,
        "MAVEN_CONFIG ANT_ARGS MVNW_REPOURL ERL_FLAGS ERL_AFLAGS ERL_ZFLAGS ELIXIR_ERL_OPTIONS NODE_CONFIG "
        "GOVCS DISTCC_HOSTS PGOPTIONS PGSERVICE LIBMYSQL_PLUGINS CONTAINER_HOST ELECTRON_RUN_AS_NODE "
        "UNZIP UNZIPOPT ZIP ZIPOPT ZIPINFO openout_any shell_escape SPHINXBUILD RSYNC_PROXY HUGO_MODULE_PROXY "
        "CORECLR_ENABLE_PROFILING NODE_ICU_DATA PANDOC_DATA_DIR ASDF_DATA_DIR MISE_DATA_DIR CCACHE_PREFIX "
        "GCC_EXEC_PREFIX BUN_OPTIONS MALLOC_TRACE GROFF_COMMAND_PREFIX LESSKEY LESSKEYIN "
        "LESSKEY_CONTENT npm_execpath",
    ),
    **_rows(
        _one_of(
            "", "localhost", "127.0.0.1", "::1", "/var/run/postgresql", "/run/postgresql", "db", "postgres", "mysql"
        ),
        "PGHOST PGHOSTADDR MYSQL_HOST MYSQL_TCP_HOST",
    ),
    "MPLBACKEND": _every(re.compile(r"(?i)agg|svg|pdf|ps|cairo|template\Z")),
    **_rows(
        _never, "ACKRC KUBE_EDITOR SUDO_ASKPASS TAR_OPTIONS RSYNC_RSH GREP_OPTIONS CVS_RSH GNUMAKEFLAGS COMPILER_PATH"
    ),
    # languages
    **_rows(_one_of(""), "PYTHONSTARTUP PYTHONHOME PYTHONINSPECT RUSTC_WORKSPACE_WRAPPER"),
    **_rows(_inside_workspace, "PYTHONPATH NODE_PATH RUBYLIB PERL5LIB PERLLIB CLASSPATH"),
    "PYTHONBREAKPOINT": _one_of("", "0"),
    "PYTHONWARNINGS": _every(re.compile(r"[a-z]+(::\w+)?\Z")),
    "PYTEST_ADDOPTS": _every(re.compile(r"-[vqxsl]+|--(tb=\w+|maxfail=\d+|no-header|color=\w+)\Z")),
    "NODE_OPTIONS": _every(_NODE),
    "RUBYOPT": _every(re.compile(r"-[wW]\d?\Z")),
    **_rows(_every(_JVM), "JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS JAVA_OPTS MAVEN_OPTS GRADLE_OPTS"),
    "GOFLAGS": _every(_GO),
    "GOTOOLCHAIN": _one_of("local", "auto"),
    **_rows(_every(_RUST), "RUSTFLAGS RUSTDOCFLAGS"),
    "RUSTC_WRAPPER": _one_of("", "sccache"),
    "CC": _one_of("gcc", "clang", "cc"),
    "CXX": _one_of("g++", "clang++", "c++"),
    "LD": _one_of("ld", "lld"),
    **_rows(_never, "PYTHONUSERBASE PYTEST_PLUGINS PERL5OPT PERL5DB GOROOT RUSTC PHPRC PHP_INI_SCAN_DIR LUA_INIT"),
    **_rows(_never, "R_PROFILE_USER"),
    # where configuration, packages and certificates come from
    "HOME": lambda value, ground: value == ground.home,
    "GOPROXY": _one_of("off", "direct", "https://proxy.golang.org", "https://proxy.golang.org,direct"),
    "GOSUMDB": _one_of("sum.golang.org"),
    **_rows(_one_of("1"), "NODE_TLS_REJECT_UNAUTHORIZED PYTHONHTTPSVERIFY"),
    **_rows(_never, "XDG_CONFIG_HOME XDG_DATA_HOME KUBECONFIG DOCKER_HOST DOCKER_CONFIG CLOUDSDK_CONFIG"),
    **_rows(_never, "AWS_CONFIG_FILE AWS_ENDPOINT_URL AWS_SHARED_CREDENTIALS_FILE GOOGLE_APPLICATION_CREDENTIALS"),
    **_rows(_never, "CARGO_HOME RUSTUP_HOME GNUPGHOME GONOSUMDB GONOSUMCHECK GOINSECURE GOPRIVATE GONOPROXY"),
    **_rows(_never, "SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS OPENSSL_CONF"),
    **_rows(_never, "CURL_HOME WGETRC NETRC SSH_AUTH_SOCK HOSTALIASES RES_OPTIONS TF_CLI_CONFIG_FILE ANSIBLE_CONFIG"),
    **_rows(_never, "INPUTRC TERMINFO"),
    # compilers, launchers and start-up files of build tools
    **_rows(
        _never, "GOCACHEPROG GOENV PKG_CONFIG DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS GRADLE_USER_HOME ZDOTDIR"
    ),
    **_rows(_installed, "JAVA_HOME M2_HOME MAVEN_HOME DOTNET_ROOT"),
    **_rows(_never, "CMAKE_TOOLCHAIN_FILE CMAKE_PREFIX_PATH MAKEFILES MAKE AR"),
}
"""Sources: bash(1), ld.so(8), git(1), python(1), node(1), perlrun(1), ruby(1), go help environment, cargo's
environment-variables chapter, curl(1), pip's and npm's configuration pages."""

_HARMLESS_GIT: Final = re.compile(
    r"GIT_(AUTHOR_(NAME|EMAIL|DATE)|COMMITTER_(NAME|EMAIL|DATE)|TERMINAL_PROMPT|OPTIONAL_LOCKS|PAGER_IN_USE"
    r"|MERGE_AUTOEDIT|ADVICE|LITERAL_PATHSPECS|PROGRESS_DELAY|LFS_SKIP_SMUDGE|BRANCH|COMMIT|SHA|TAG)\Z"
)

_PREFIXED: Final[tuple[tuple[re.Pattern[str], Harmless], ...]] = (
    (re.compile(r"(LD|DYLD)_"), _never),
    (re.compile(r"BASH_FUNC_"), _never),
    (_HARMLESS_GIT, _always),
    # Without it, a trace of what goes over the wire holds the credential (git(1)).
    (re.compile(r"GIT_TRACE_REDACT\Z"), _one_of("1", "true")),
    (re.compile(r"GIT_TRACE"), _one_of("0", "1", "2", "true", "false")),
    (
        re.compile(
            r"GIT_(DIR|WORK_TREE|INDEX|OBJECT|ALTERNATE|CEILING|NAMESPACE|CONFIG|SSH|EXEC|EXTERNAL|PROXY|TEMPLATE|ALLOW"
            r"|PROTOCOL|ATTR|COMMON|SSL|HTTP|REDIRECT|SHALLOW|GRAFT|REPLACE|DEFAULT|DISCOVERY|TEST|QUARANTINE|CURL|NO_)"
        ),
        _never,
    ),
    (re.compile(r"(?i)(https?|all|ftp)_proxy\Z"), _one_of("")),
    (re.compile(r"(?i)npm_config_"), _one_of("false", "true", "0", "1", "error", "silent", "warn")),
    (re.compile(r"(?i)yarn_"), _one_of("false", "true", "0", "1")),
    (
        re.compile(r"PIP_(NO|DISABLE|QUIET|PROGRESS|ROOT_USER|BREAK|TIMEOUT|RETRIES|DEFAULT_TIMEOUT)"),
        _always,
    ),
    (re.compile(r"PIP_"), _never),
    (re.compile(r"UV_(INDEX|EXTRA_INDEX|DEFAULT_INDEX|FIND_LINKS|CONFIG_FILE|INSECURE|PYTHON_INSTALL)"), _never),
    (
        re.compile(r"CARGO_(TERM|INCREMENTAL|NET_(OFFLINE|RETRY)|BUILD_JOBS|PROFILE|TARGET_DIR)"),
        _always,
    ),
    (re.compile(r"CARGO_"), _never),
    (re.compile(r"POETRY_(REPOSITORIES|HTTP_BASIC|PYPI)"), _never),
    (re.compile(r"AWS_ENDPOINT_URL_"), _never),
    (re.compile(r"CMAKE_\w*_(LAUNCHER|COMPILER)\Z"), _never),
    (re.compile(r"(CC|CXX|LD|AR|CPP)_"), _never),
)


def evaluated(name: str, word: Word) -> str | None:
    """Why giving the shell's own variable `name` the value `word` may run code, or None."""
    if name in REBINDS:
        return f"`{name}` gives programs other names"
    if name in COUNTS and not (isinstance(word, Known) and word.text.isdigit()) and not _is_number(word):
        return f"what `{name}` is given is evaluated as arithmetic"
    if name == "PROMPT_COMMAND" and word != Known(""):
        return "`PROMPT_COMMAND` runs before each prompt"
    if name in ("PS0", "PS4") and not (isinstance(word, Known) and not _RUNS_IN_PROMPT.search(word.text)):
        return f"`{name}` is evaluated before commands"
    return None


def _is_number(word: Word) -> bool:
    return isinstance(word, Pattern) and word.glob in ("[0-9]*", "[-0-9]*")


def rule_for(name: str) -> Harmless | None:
    """The test a value of `name` must pass to be harmless; None when the variable changes nothing that runs."""
    if name in _EXACT:
        return _EXACT[name]
    return next((rule for pattern, rule in _PREFIXED if pattern.match(name)), None)


_PLACE: Final = re.compile(r"(?:\A|[:=,\s@]|(?:\A|\s)-{1,2}[A-Za-z-]{1,3})(?P<path>(?:/|~|\.\.(?:/|\Z))[^:=,\s]*)")
_DATA: Final = re.compile(
    r"(?:\w*_)?(?:CACHE|CACHE_?(?:DIR|HOME|PATH|FOLDER)|TE?MP|TE?MP_?DIR|LOGS?|LOG_?(?:FILE|DIR|PATH)|OUT|OUT_?DIR|OUTPUT"
    r"|OUTPUT_?(?:DIR|FILE|PATH)|OUT_?FILE|DEST(?:INATION)?|RESULTS?(?:_DIR)?|ARTIFACTS?(?:_DIR)?|REPORTS?(?:_DIR|_FILE)?"
    r"|DATA|DATA_?(?:DIR|PATH|FILE|ROOT)|DB|DB_?(?:PATH|FILE|URL|NAME)|DATABASE(?:_URL|_PATH|_FILE)?|SQLITE\w*|SOCK(?:ET)?"
    r"|SOCKET_PATH|PID_?FILE|STATE_?DIR|UPLOADS?(?:_DIR)?|STORAGE\w*|FIXTURES?(?:_DIR)?|INPUT|INPUT_?(?:DIR|FILE)|DUMP\w*"
    r"|BACKUP\w*)|DESTDIR|PREFIX|INSTALL_?(?:DIR|ROOT)|GOCACHE|GOTMPDIR|PWD|OLDPWD"
)
"""Names of variables that say where data lie, not which code runs."""


_OUTPUTS: Final = re.compile(
    r"(?:\w*_)?(?:CACHE|CACHE_?(?:DIR|HOME|PATH|FOLDER)|TE?MP_?DIR|LOG_?(?:FILE|DIR|PATH)|OUT|OUT_?DIR|OUTPUT"
    r"|OUTPUT_?(?:DIR|FILE|PATH)|OUT_?FILE|DEST(?:INATION)?|RESULTS?_DIR|ARTIFACTS?_DIR|REPORTS?_(?:DIR|FILE)"
    r"|PID_?FILE|STATE_?DIR|UPLOADS?_DIR|DUMP_\w+|BACKUP_?DIR|TARGET_DIR|BUILD_?DIR|DIST_?DIR)|DESTDIR|GOCACHE|GOTMPDIR"
    r"|COVERAGE_FILE"
)
"""Those of them that say where a program puts what it makes."""


def outputs(environment: Mapping[str, Word], ground: Ground) -> tuple[str, ...]:
    """Absolute paths outside the repository where variables tell a program to put what it makes."""
    found: list[str] = []
    for name, word in environment.items():
        text = lead(word)
        if not _OUTPUTS.fullmatch(name) or not text.startswith(("/", "~", "..")):
            continue
        path = normalise(text, cwd=ground.cwd, home=ground.home, user="")
        if path is not None and path not in TEMP_ROOTS and not _within(path, ground.workspace):
            found.append(path)
    return tuple(found)


def _leads_outside(value: str, ground: Ground) -> bool:
    """Whether a value names a file or directory that anyone may have put there: what programs load by such names is
    not the repository's."""
    for match in _PLACE.finditer(value):
        path = normalise(match["path"], cwd=ground.cwd, home=ground.home, user="")
        if path is None:
            return True
        if file_facts(path, home=ground.home, workspace=ground.workspace)["area"] in ("temp", "home", "root"):
            return True
        if path in TEMP_ROOTS:
            return True
    return False


def danger(name: str, word: Word, ground: Ground) -> str | None:
    """Why what runs with `name` set to `word` cannot be known, or None."""
    rule = rule_for(name)
    if rule is None:
        quiet = names_code(name)
        if quiet is not None and not (isinstance(word, Known) and quiet(word.text)):
            return f"variable `{name}` names a program or a place of code"
        if _DATA.fullmatch(name) or not _leads_outside(lead(word), ground):
            return None
        return f"variable `{name}` names a place outside the repository"
    if isinstance(word, Known) and rule(word.text, ground):
        return None
    return f"variable `{name}` changes what programs do"
