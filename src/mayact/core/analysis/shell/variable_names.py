"""Variables whose value is a program, a place of code or a start-up file: a table of names and of families of names.

Law: pure; a table and the test that a value must pass to be quiet. A name that is listed takes code from its value; a
name of a family says so itself (`…_COMMAND`, `…_WRAPPER`, `…_PLUGIN_PATH`). It refuses to know what lies where a
value leads, in the repository too: what is named in place of the usual program is not the program of the line.
"""

import re
from collections.abc import Callable
from typing import Final

Quiet = Callable[[str], bool]

OFF: Final = frozenset({"", "0", "1", "true", "false", "yes", "no", "on", "off", "none", "auto", "default", "native"})
_USUAL: Final = re.compile(
    r"(?:/(?:usr/(?:local/)?|snap/|opt/homebrew/)?bin/)?(?:python(?:[23](?:\.\d+)?)?t?|pypy3?|node|nodejs|bun|deno|java|javac|ruby|perl"
    r"|php(?:\d(?:\.\d+)?)?|lua(?:jit)?|go|rustc|rustdoc|cargo|gcc(?:-\d+)?|g\+\+(?:-\d+)?|clang(?:\+\+)?(?:-\d+)?"
    r"|cc|c\+\+|cpp|ld(?:\.\w+)?|lld|mold|as|nm|ranlib|strip|objcopy|objdump|readelf|gfortran|flex|bison|yacc"
    r"|lex|sccache|ccache|ninja|make|gmake|cmake|pkg-config|pkgconf|gawk|mawk|sed|gsed|grep|ggrep|m4|terraform|tofu"
    r"|docker|podman|helm|protoc|rebar3?|sh|bash|dash|zsh|fish|chromium(?:-browser)?|chrome|google-chrome(?:-stable)?"
    r"|firefox|geckodriver|chromedriver|msedge|microsoft-edge)|(?:sc|c)cache (?:gcc|g\+\+|clang|clang\+\+|cc|c\+\+"
    r"|rustc)"
)
_PLACE: Final = re.compile(
    r"[/\\~$]|\A\.|\.(?:sh|bash|zsh|py|pyc|js|cjs|mjs|ts|rb|pl|pm|php|lua|r|R|jl|exs?|erl|so|dylib|dll|jar|txt|bin)\Z"
)
_BROWSERS: Final = re.compile(
    r"(?i)(?:chrom(?:e|ium)|firefox|webkit|safari|edge|electron)(?:[-:]?headless|[-_]?canary)?"
)
_VERSION: Final = re.compile(r"v?\d[\w.+-]*")
_FILES_OF_SETTINGS: Final = re.compile(
    r"(?:\./)?(?:config/|\.config/)?\.?[\w-]+(?:rc|\.(?:toml|ini|cfg|ya?ml|json))|\.\w+rc"
)
_TEMPLATES: Final = re.compile(r"(?:;|(?:\./)?(?:[\w-]+/)*\?(?:/init)?\.(?:lua|so);?)*")
_PAGERS: Final = re.compile(r"(?:/usr)?(?:/bin/)?(?:cat|more|less(?: -[A-Za-z]+)*|true|delta|bat)|:")
_EDITORS: Final = re.compile(r"(?:/usr)?(?:/bin/)?(?:true|cat|vim?|nano|nvim|emacs|ed)|:|code(?: --wait)?")
_DIFFS: Final = re.compile(r"(?:(?:/usr)?/bin/)?(?:diff|colordiff)(?: -[uNrwbB]+| --color(?:=\w+)?)*|delta|difft")
_ANSWERS: Final = re.compile(r"(?:/bin/)?(?:true|echo|false)")
_LOADER: Final = re.compile(r"--(?:no-)?[\w-]+|-[a-z]")
_MIRRORS: Final = re.compile(
    r"https://(?:registry\.npmjs\.org|registry\.yarnpkg\.com|repo\.hex\.pm|rubygems\.org|static\.rust-lang\.org"
    r"|nodejs\.org/dist|pypi\.org/simple)/?"
)


def _off(value: str) -> bool:
    return value.strip().lower() in OFF


def _program(value: str) -> bool:
    return _off(value) or _VERSION.fullmatch(value) is not None or _USUAL.fullmatch(value.strip()) is not None


def _word(value: str) -> bool:
    """A name, a list of names or a switch, not a place."""
    return _off(value) or _USUAL.fullmatch(value) is not None or not re.search(rf"{_PLACE.pattern}|\s", value.strip())


def _matches(pattern: re.Pattern[str]) -> Quiet:
    return lambda value: _off(value) or pattern.fullmatch(value.strip()) is not None


_pager, _editor, _browser = _matches(_PAGERS), _matches(_EDITORS), _matches(_BROWSERS)
_settings, _mirror, _templates = _matches(_FILES_OF_SETTINGS), _matches(_MIRRORS), _matches(_TEMPLATES)


def _rows(rule: Quiet, names: str) -> dict[str, Quiet]:
    return dict.fromkeys(names.split(), rule)


_LISTED: Final[dict[str, Quiet]] = {
    # programs that stand in for the usual one
    **_rows(
        _program,
        "RUSTDOC CARGO JAVACMD JAVA JAVAC JAVA_CMD LEIN_JAVA_CMD CLOUDSDK_PYTHON CLOUDSDK_GSUTIL_PYTHON "
        "CLOUDSDK_BQ_PYTHON R_UNZIPCMD R_ZIPCMD R_GZIPCMD R_BZIPCMD R_TEXI2DVICMD R_RD4PDFCMD R_PRINTCMD "
        "R_PDFVIEWER R_DVIPSCMD JULIA_PYTHONCALL_EXE JULIA_CONDAPKG_EXE MIX_REBAR3 MIX_REBAR ERLC_EMULATOR EMU "
        "ANSIBLE_BECOME_EXE ANSIBLE_SSH_EXECUTABLE ANSIBLE_SCP_EXECUTABLE ANSIBLE_SFTP_EXECUTABLE "
        "ANSIBLE_PYTHON_INTERPRETER ANSIBLE_EXECUTABLE ESBUILD_BINARY_PATH SASS_BINARY_PATH SWC_BINARY_PATH "
        "NAPI_RS_NATIVE_LIBRARY_PATH TURBO_BINARY_PATH BIOME_BINARY ROME_BINARY PUPPETEER_EXECUTABLE_PATH "
        "CHROME_PATH CHROME_BIN FIREFOX_BIN CYPRESS_RUN_BINARY CYPRESS_INSTALL_BINARY PRISMA_QUERY_ENGINE_LIBRARY "
        "PRISMA_QUERY_ENGINE_BINARY PRISMA_SCHEMA_ENGINE_BINARY NODE_GYP_FORCE_PYTHON TS_NODE_COMPILER "
        "TS_NODE_TRANSPILER npm_node_execpath NODE_BINARY NODE GH_PATH HELM_BIN TERRAGRUNT_TFPATH TG_TF_PATH "
        "RUBYSHELL PERL5SHELL HARNESS_PERL PHP_BINARY PHP_PEAR_PHP_BIN PYTHON PYTHON3 PYTHONEXECUTABLE UV_PYTHON "
        "PIPENV_PYTHON PIPENV_DEFAULT_PYTHON_VERSION CONDA_EXE CONDA_PYTHON_EXE MAMBA_EXE GCCGO CPP NM RANLIB "
        "STRIP OBJCOPY OBJDUMP READELF LEX YACC FC F77 F90 HOSTCC HOSTCXX HOSTLD AWK SED GREP M4 PERL RUBY TAR "
        "CCACHE_COMPILER CMAKE_MAKE_PROGRAM MAKESHELL CONFIG_SHELL ASAN_SYMBOLIZER_PATH BAZEL_SH HGMERGE HG "
        "MSBUILD_EXE_PATH DIRENV_BASH LEFTHOOK_BIN NVM_BIN SPARK_SUBMIT PYSPARK_PYTHON PYSPARK_DRIVER_PYTHON "
        "RETICULATE_PYTHON TCLSH WISH GST_PLUGIN_SCANNER",
    ),
    # options, and text that is code
    **_rows(
        _off,
        "CLOUDSDK_PYTHON_ARGS CLOUDSDK_ROOT_DIR ERL_LIBS ERL_INETRC ERL_ROOTDIR ERL_BOOT_FLAGS ELIXIR_OPTS GOAUTH "
        "GOTOOLDIR SVN_SSH BZR_SSH BZR_PLUGIN_PATH BORG_PASSCOMMAND BORG_RSH BORG_REMOTE_PATH FZF_DEFAULT_OPTS "
        "FZF_CTRL_T_OPTS FZF_ALT_C_OPTS FZF_DEFAULT_OPTS_FILE RIPGREP_CONFIG_PATH BAT_CONFIG_PATH BAT_OPTS "
        "ACK_OPTIONS HTTPIE_CONFIG_DIR PARALLEL PARALLEL_HOME PERL_MM_OPT PERL_MB_OPT PERL_CPANM_OPT PERLDB_OPTS "
        "HARNESS_PERL_SWITCHES RUBYPATH RUBYGEMS_GEMDEPS XDEBUG_CONFIG VIMINIT EXINIT MYVIMRC VIMRUNTIME "
        "NVIM_RPLUGIN_MANIFEST TEXMFCNF TEXMFHOME GROFF_TMAC_PATH MANROFFOPT JAVA_OPTIONS JAVA_ARGS JVM_ARGS "
        "CATALINA_OPTS SCALA_OPTS KOTLIN_OPTS MAVEN_DEBUG_OPTS MAVEN_CMD_LINE_ARGS MAVEN_BASEDIR "
        "MAVEN_PROJECTBASEDIR MAVEN_USER_HOME MVND_HOME GROOVY_OPTS GROOVY_CONF COURSIER_REPOSITORIES "
        "COURSIER_MIRRORS CLJ_CONFIG SBT_REPOSITORIES CORECLR_PROFILER CORECLR_PROFILER_PATH COR_PROFILER "
        "COR_PROFILER_PATH MSBuildSDKsPath NUGET_PLUGIN_PATHS NUGET_CREDENTIALPROVIDERS_PATH HGRCPATH MFLAGS "
        "SCONSFLAGS WAFDIR CROSS_COMPILE PIP_PYTHON PYTHON_PRESITE PYTHONPLATLIBDIR PINENTRY_USER_DATA "
        "PASSWORD_STORE_EXTENSIONS_DIR PASSWORD_STORE_GPG_OPTS OPENSSL_ENGINES OPENSSL_MODULES GCONV_PATH "
        "GIO_EXTRA_MODULES GIO_MODULE_DIR GTK_PATH GTK_MODULES GST_PLUGIN_SYSTEM_PATH QML2_IMPORT_PATH "
        "VK_ICD_FILENAMES LIBGL_DRIVERS_PATH ALSA_CONFIG_PATH MAGICK_CONFIGURE_PATH GS_LIB GS_OPTIONS GVBINDIR "
        "MYSQL_HOME PGSYSCONFDIR PGSERVICEFILE LYNX_CFG JULIA_DEPOT_PATH JULIA_LOAD_PATH JULIA_BINDIR MIX_EXS "
        "MIX_HOME MIX_ARCHIVES MIX_PATH MIX_DEPS_PATH MIX_INSTALL_DIR HEX_HOME REBAR_GLOBAL_CONFIG_DIR "
        "ANSIBLE_LIBRARY ANSIBLE_MODULE_UTILS ANSIBLE_SSH_ARGS ANSIBLE_SSH_COMMON_ARGS ANSIBLE_SSH_EXTRA_ARGS "
        "ANSIBLE_VAULT_PASSWORD_FILE ANSIBLE_HOME BABEL_CACHE_PATH NODE_REPL_EXTERNAL_MODULE GH_CONFIG_DIR "
        "GLAB_CONFIG_DIR KUBERC KREW_ROOT HELM_PLUGINS HELM_CONFIG_HOME HELM_DATA_HOME HELM_REPOSITORY_CONFIG "
        "HELM_REGISTRY_CONFIG HELM_KUBEAPISERVER HELM_KUBECONTEXT_FILE DOCKER_CLI_PLUGIN_EXTRA_DIRS BUILDX_CONFIG "
        "BUILDKIT_HOST PULUMI_HOME GEMRC IRBRC PRYRC RBENV_HOOK_PATH PYENV_HOOK_PATH NODENV_HOOK_PATH RBENV_ROOT "
        "PYENV_ROOT RVM_PATH VOLTA_HOME ASDF_CONFIG_FILE ASDF_DIR NVM_DIR COMPOSER COMPOSER_HOME LUAROCKS_CONFIG "
        "LUAROCKS_SYSCONFDIR CONDARC CONDA_ENVS_PATH CONDA_PKGS_DIRS MAMBA_ROOT_PREFIX UV_TOOL_DIR UV_OVERRIDE "
        "UV_CONSTRAINT UV_BUILD_CONSTRAINT POETRY_HOME POETRY_CONFIG_DIR IPYTHONDIR JUPYTER_CONFIG_DIR "
        "JUPYTER_PATH JUPYTER_DATA_DIR MPLCONFIGDIR AZURE_EXTENSION_DIR CMAKE_MODULE_PATH CMAKE_CONFIG_DIR "
        "SYSTEMD_UNIT_PATH R_PROFILE R_ENVIRON R_ENVIRON_USER R_HOME R_LIBS_SITE PSQLRC REDISCLI_RCFILE SCREENRC "
        "SYSSCREENRC VALGRIND_LIB VALGRIND_OPTS LIBMYSQL_PLUGIN_DIR GUILE_LOAD_PATH GUILE_LOAD_COMPILED_PATH "
        "EMACSLOADPATH SPARK_CONF_DIR HADOOP_CONF_DIR COMMAND_NOT_FOUND_HANDLE TCLLIBPATH TCL_LIBRARY OCAMLLIB "
        "CAMLLIB GHC_PACKAGE_PATH GHCRTS STACK_ROOT OPAMROOT CABAL_DIR CABAL_CONFIG ELECTRON_OVERRIDE_DIST_PATH",
    ),
    # where programs and packages are fetched from
    **_rows(
        _mirror,
        "COREPACK_NPM_REGISTRY HEX_MIRROR HEX_MIRROR_URL HEX_REPOS_KEY_FILE HEX_API_URL RUBYGEMS_HOST "
        "RUSTUP_DIST_SERVER RUSTUP_UPDATE_ROOT ELECTRON_MIRROR ELECTRON_CUSTOM_DIR NODEJS_ORG_MIRROR "
        "NVM_NODEJS_ORG_MIRROR PLAYWRIGHT_DOWNLOAD_HOST CYPRESS_DOWNLOAD_MIRROR SASS_BINARY_SITE SENTRYCLI_CDNURL "
        "PRISMA_ENGINES_MIRROR BAZELISK_BASE_URL PIPENV_PYPI_MIRROR PDM_PYPI_URL UV_PYPY_INSTALL_MIRROR "
        "CONDA_CHANNEL_ALIAS CONDA_CHANNELS MISE_NODE_MIRROR_URL PUPPETEER_DOWNLOAD_BASE_URL "
        "PUPPETEER_DOWNLOAD_HOST SHARP_DIST_BASE_URL CHROMEDRIVER_CDNURL GECKODRIVER_CDNURL NODE_MIRROR",
    ),
    **_rows(
        lambda value: value == "",
        "COREPACK_INTEGRITY_KEYS HEX_UNSAFE_HTTPS HEX_UNSAFE_REGISTRY HEX_NO_VERIFY_REPO_ORIGIN",
    ),
    "RUSTUP_TOOLCHAIN": _word,
    **_rows(_settings, "PYLINTRC COVERAGE_RCFILE"),
    **_rows(
        _matches(re.compile(r"(?:-w|--workers|-b|--bind|-t|--timeout|\d+|=|\s|127\.0\.0\.1|0\.0\.0\.0|:)*")),
        "GUNICORN_CMD_ARGS",
    ),
}
"""Sources: the manuals' chapters on the environment: rustdoc, cargo, mvn, gradle, gcloud, R (Startup), Julia, mix, erl,
ansible-config(1), esbuild, gh, kubectl, helm, docker, bundle-config(1), gem(1), perlrun, php, node, corepack, uv, pip,
conda, go, make, cmake, less(1), man(1), psql, mysql, hg, svn, borg, fzf, ripgrep, bat, parallel, dotnet."""

_FAMILIES: Final[tuple[tuple[re.Pattern[str], Quiet], ...]] = (
    (re.compile(r"(?i)(?:lua|lua_?jit)_init(?:_\d_\d)?\Z"), _off),
    (re.compile(r"LUA_C?PATH(?:_\d_\d)?\Z"), _templates),
    (re.compile(r"ANSIBLE_\w*PLUGINS(?:_PATH)?\Z"), _off),
    (re.compile(r"(?:\w+_)?(?:MAN)?PAGER\Z"), _pager),
    (re.compile(r"\w*(?:EDITOR|VISUAL)\Z"), _editor),
    (re.compile(r"(?:\w+_)?BROWSERS?\Z"), lambda value: _browser(value) or _matches(_ANSWERS)(value) or value == ":"),
    (re.compile(r"(?:\w+_)?ASK_?PASS\Z"), _matches(_ANSWERS)),
    (re.compile(r"(?:\w+_)?(?:DIFF|DIFF_?TOOL|MERGE_?TOOL|DIFF_PROGRAM)\Z"), _matches(_DIFFS)),
    (
        re.compile(
            r"(?:\w+_)?(?:COMMAND|CMD|EXEC|EXE|EXECUTABLE|PROGRAM|PROG|SHELL|HOOKS?|WRAPPER|LAUNCHER|INTERPRETER|PRELOAD"
            r"|COMPILER|LINKER|AUTOLOAD|PASSCOMMAND)(?:_PATH|_FILE|_DIR)?\Z"
        ),
        _program,
    ),
    (
        re.compile(
            r"(?:\w+_)?(?:PLUGINS?|EXTENSIONS?|ADDONS?|PROFILE|INIT|STARTUP|RUNNER|LOADERS?|BINARY|BIN|BOOTSTRAP|ENTRYPOINT"
            r"|MODULES?|RC|RC_?FILE|INTERPOSER|AGENT_?LIB|LIBRARY|SHIM)\Z"
            r"|(?:\w+_)?(?:PLUGINS?|EXTENSIONS?|HOOKS?|MODULES?|LIBRARY|LIB|LOAD|STARTUP|BIN|BINARY|SHIMS?|INIT)"
            r"_?(?:PATHS?|DIRS?|FILES?|HOME|FOLDER)\Z"
        ),
        _word,
    ),
    (re.compile(r"(?!\w*SRC\Z)\w*[A-Z]RC(?:_FILE|_PATH)?\Z"), _word),
)
_NOT_CODE: Final = re.compile(
    r"AWS_PROFILE|(?:LLVM_|GCOV_)?PROFILE_FILE|LLVM_PROFILE_FILE|\w+_CACHE_DIR|CI_\w+|GITHUB_\w+|RUNNER_\w+"
)
"""Names that a family takes in and that hold no code."""


def names_code(name: str) -> Quiet | None:
    """The test that a value of `name` must pass to be quiet; None: nothing says that it names code."""
    if name in _LISTED:
        return _LISTED[name]
    if _NOT_CODE.fullmatch(name):
        return None
    return next((rule for pattern, rule in _FAMILIES if pattern.match(name)), None)
