"""Package managers: what is installed from where, whose code runs, what is published.

Law: an installation names each package with its registry, whether its version is exact or locked, and its source; what
cannot be read is unpinned. Running something that is not in the project is an installation and a run of code nobody
here vouches for.
"""

import re
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Word, opaque
from mayact.core.analysis.programs.builders import by_name
from mayact.core.analysis.programs.roles import argv, finding, runs
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

# ── what a package argument says ─────────────────────────────────────────────────────────────────────────


def source_of(text: str) -> str:
    """`registry`, `vcs`, `url` or `path`."""
    if re.match(r"(git\+|git:|git@|github:|gitlab:|bitbucket:|gist:|hg\+|svn\+|bzr\+|ssh:)", text):
        return "vcs"
    if re.search(r"@\s*git\+|\.git(#.*)?$", text):
        return "vcs"
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", text) or re.search(r"@\s*https?://", text):
        return "url"
    if text.startswith((".", "/", "~", "file:", "link:", "workspace:")) or text.endswith((".whl", ".tgz", ".tar.gz")):
        return "path"
    return "registry"


_PINNED: Final = {
    "pypi": re.compile(r"[\w.-]+(\[[\w,-]+\])?\s*===?\s*[\w.!+-]+"),
    "npm": re.compile(r"(@[\w.-]+/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*"),
}
_AT_VERSION: Final = re.compile(r"[^@]+@v?\d+[\w.+-]*")


def package(word: Word, registry: str, use: Use) -> Finding:
    """`pkg.install` of one argument."""
    text = known(word)
    facts: dict[str, Json] = {"registry": registry, "pinned": False}
    name = "*"
    if text is not None:
        source = source_of(text)
        if (
            source == "path"
            and files.area_of(Known(text.removeprefix("file:")), use.command, use.context) != "workspace"
        ):
            source = "url"  # a package outside the repository is somebody else's code
        expression = _PINNED.get(registry, _AT_VERSION)
        name = text if source != "registry" else re.split(r"[=<>!~;\[ ]|(?<!^)@", text, maxsplit=1)[0]
        facts |= {"name": name, "source": source, "pinned": bool(expression.fullmatch(text))}
    because = use.command.text or f"installs {as_text(word)}"
    return Finding(verb=Verb.PKG_INSTALL, kind="package", resource=f"{registry}:{name}", facts=facts, because=because)


def locked(registry: str, use: Use, *, pinned: bool) -> Finding:
    """`pkg.install` of what the project's own files name."""
    facts: dict[str, Json] = {"registry": registry, "name": "", "source": "registry", "pinned": pinned}
    because = use.command.text or use.name
    return Finding(verb=Verb.PKG_INSTALL, kind="package", resource=f"{registry}:*", facts=facts, because=because)


def _foreign(use: Use, *options: str) -> tuple[Finding, ...]:
    """Another registry than the usual one."""
    found: list[Finding] = []
    for word in use.values(*options):
        found.extend(http.contacting(http.target_of(word), saves=True, because=f"packages from {as_text(word)}"))
        found.append(opaque(f"packages come from {shown(as_text(word))}"))
    return tuple(found)


def _elsewhere(use: Use, registry: str) -> tuple[Finding, ...]:
    """A program that is fetched and run at once (npx, uvx, pipx run)."""
    if not use.operands:
        return ()
    name = re.split(r"(?<!^)@", known(use.operands[0]) or "*", maxsplit=1)[0]
    return (package(use.operands[0], registry, use), runs(use, trust="unknown", name=name))


# ── Python ───────────────────────────────────────────────────────────────────────────────────────────────

_PIP_LOOKS: Final = names("list show freeze check search index help config debug inspect hash cache")
_FOREIGN_PIP: Final = ("-i", "--extra-index-url", "-f")


def _pip(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    if verb in _PIP_LOOKS and verb != "config":
        return ()
    found = list(_foreign(use, *_FOREIGN_PIP))
    if verb == "config":
        changing = known(use.operands[1]) if len(use.operands) > 1 else "list"
        return () if changing in ("list", "get", "debug") else (finding(Verb.SYS_PERSIST, "pip", use),)
    if verb in ("install", "download", "wheel", "sync"):
        for word in use.values("-e"):
            found.append(package(word, "pypi", use))
        for word in (*use.values("-r", "-c"), *(use.operands[1:] if verb == "sync" else ())):
            found.extend(files.reading(word, use.command, use.context))
            found.append(locked("pypi", use, pinned=use.has("--require-hashes")))
        found.extend(package(word, "pypi", use) for word in use.operands[1:] if verb != "sync")
        return tuple(found)
    if verb in ("uninstall", "compile", "tree"):
        return (*found, locked("pypi", use, pinned=True)) if verb == "uninstall" else tuple(found)
    return (*found, opaque(f"what {shown(use.name)} does is not known"))


def _uv(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    rest = use.operands[1:]
    found = list(_foreign(use, *_FOREIGN_PIP, "--index", "--default-index"))
    match verb:
        case "help" | "version" | "tree" | "export" | "cache" | "self":
            return (opaque("`uv self update` replaces `uv`"),) if verb == "self" else tuple(found)
        case "pip":
            return (*found, *argv((Known("pip"), *_tail(use, "pip")), use))
        case "add" | "remove":
            return (*found, *(package(word, "pypi", use) for word in rest if verb == "add"))
        case "sync" | "lock" | "build" | "init" | "venv" | "python" | "format":
            frozen = use.has("--frozen", "--locked")
            installs = (locked("pypi", use, pinned=frozen or verb == "sync"),) if verb in ("sync", "lock") else ()
            return (*found, *installs, *((runs(use),) if verb == "build" else ()))
        case "run":
            return (*found, *_with(use), *_project_run(_tail(use, "run"), use))
        case "tool" | "x":
            return (*found, *_tool(use, rest))
        case "publish":
            return (*found, finding(Verb.ARTIFACT_PUBLISH, "pypi", use))
        case _:
            return (*found, opaque("what `uv` does is not known"))


def _with(use: Use) -> tuple[Finding, ...]:
    return tuple(package(word, "pypi", use) for word in use.values("--with", "--with-editable"))


def _tool(use: Use, rest: tuple[Word, ...]) -> tuple[Finding, ...]:
    verb = known(rest[0]) if rest else None
    if verb in ("list", "dir"):
        return ()
    if verb in ("run", "install", "upgrade") and len(rest) > 1:
        name = known(rest[1]) or "*"
        ran = (runs(use, trust="unknown", name=name),) if verb == "run" else ()
        return (package(rest[1], "pypi", use), *ran)
    return (opaque("what `uv tool` does is not known"),)


def _tail(use: Use, verb: str) -> tuple[Word, ...]:
    """The words behind `verb`, as they are."""
    words = use.command.argv[1:]
    at = next((i for i, word in enumerate(words) if known(word) == verb), len(words))
    return words[at + 1 :]


_RUN_VALUES: Final = names("--with --with-editable --extra --group --python -p --package --project --env-file --index "
                           "--directory --with-requirements --no-group --only-group -E -P -C --cwd --filter -F -w "
                           "--workspace")  # fmt: skip


def _project_run(words: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    """`uv run …`, `poetry run …`: a command in the project's environment."""
    rest = list(words)
    while rest and lead(rest[0]).startswith("-"):
        option = known(rest.pop(0))
        if option == "--":
            break
        if option in ("-m", "--module", "-s", "--script"):
            flag = (Known("-m"),) if option in ("-m", "--module") else ()
            return argv((Known("python"), *flag, *rest), use)
        if option in ("-c", "--code"):
            return argv((Known("python"), Known("-c"), *rest), use)
        if option in _RUN_VALUES and rest:
            rest.pop(0)
    if not rest:
        return ()
    name = known(rest[0])
    if name is not None and name.endswith(".py"):
        return argv((Known("python"), *rest), use)
    return argv(tuple(rest), use)


def _poetry(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    match verb:
        case "run" | "exec":
            return _project_run(_tail(use, verb), use)
        case "install" | "sync" | "update" | "lock":
            return (locked("pypi", use, pinned=verb in ("install", "sync")),)
        case "add":
            return tuple(package(word, "pypi", use) for word in use.operands[1:])
        case "publish":
            return (finding(Verb.ARTIFACT_PUBLISH, "pypi", use),)
        case "build" | "shell" | "self" | "plugin" | "config" | "source":
            return (runs(use),) if verb == "build" else (opaque(f"{shown(use.name)} {shown(verb)} is not analysed"),)
        case "show" | "check" | "version" | "env" | "about" | "list" | "search" | "help" | "graph" | "info" | "init":
            return ()
        case "new" | "remove" | "export" | "cache" | "uninstall" | "clean" | "venv" | "python" | "requirements":
            return ()
        case "fmt" | "test" | "dep" | "shell-init":
            return (runs(use),)
        case _:
            return (runs(use),)


def _pipx(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "list"
    if verb in ("list", "environment", "ensurepath", "help"):
        return ()
    name = known(use.operands[1]) if len(use.operands) > 1 else None
    if verb not in ("run", "install", "inject", "upgrade", "reinstall") or name is None:
        return (opaque("what `pipx` does is not known"),)
    ran = (runs(use, trust="unknown", name=name),) if verb == "run" else ()
    return (package(use.operands[1], "pypi", use), *ran)


# ── JavaScript ───────────────────────────────────────────────────────────────────────────────────────────

_NPM_LOOKS: Final = names(
    "ls list la ll view info show outdated help version -v why explain docs search ping root prefix bin fund whoami "
    "repo "
    "licenses home bugs query pkg doctor completion store"
)
_NPM_RUNS: Final = names("run run-script test t tst start stop restart rebuild build dev lint format typecheck check")


def _npm(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ("install" if use.name == "yarn" else "help")
    rest = use.operands[1:]
    found = list(_foreign(use, "--registry"))
    if use.has("--script-shell"):
        found.append(opaque("scripts run in another shell"))
    match verb:
        case None:
            found.append(opaque(f"which subcommand of {shown(use.name)} runs is not known"))
        case "ci" | "clean-install" | "install-clean" | "ic":
            found.append(locked("npm", use, pinned=True))
        case "install" | "i" | "add" | "in" | "isntall" | "link" | "update" | "up" | "upgrade" | "dedupe" | "import":
            frozen = use.has("--frozen-lockfile", "--immutable")
            found.extend(package(word, "npm", use) for word in rest)
            found.extend(() if rest else (locked("npm", use, pinned=frozen),))
        case "uninstall" | "remove" | "rm" | "un" | "prune" | "init" | "create" | "set-script" | "cache" | "clean":
            if rest and verb in ("init", "create"):
                found.extend((package(rest[0], "npm", use), runs(use, trust="unknown")))
        case "exec" | "x" | "dlx":
            found.extend(_npx_words(_tail(use, verb), use, fetches=verb == "dlx"))
        case "publish" | "unpublish" | "deprecate" | "dist-tag":
            found.append(finding(Verb.ARTIFACT_PUBLISH, "npm", use))
        case "access" | "owner" | "token" | "login" | "adduser" | "logout" | "team" | "org" | "profile" | "hook":
            found.append(finding(Verb.IAM_CHANGE, "npm", use))
        case "audit":
            fixes = bool(rest) and known(rest[0]) == "fix"
            found.append(locked("npm", use, pinned=False) if fixes else runs(use, trust="well-known"))
        case "config" | "set" | "get" | "c":
            reads = verb == "get" or (bool(rest) and known(rest[0]) in ("get", "list", "ls"))
            found.extend(() if reads else (finding(Verb.SYS_PERSIST, use.name, use),))
        case "pack":
            found.append(runs(use))
        case _ if verb in _NPM_LOOKS:
            pass
        case _ if verb in _NPM_RUNS or use.name in ("yarn", "pnpm", "bun"):
            named = rest[0] if verb in ("run", "run-script") and rest else use.operands[0]
            found.extend((runs(use), *by_name(known(named) or "", use)))
        case _:
            found.append(opaque(f"{shown(verb)} is no known subcommand of {shown(use.name)}"))
    return tuple(found)


_PROJECT_TOOLS: Final = names(
    "tsc eslint prettier jest vitest mocha webpack vite next nuxt rollup esbuild turbo nx ts-node tsx stylelint "
    "playwright "
    "cypress svelte-check vue-tsc astro lerna husky lint-staged tailwindcss postcss babel c8 nyc ava tap karma "
    "storybook "
    "biome oxlint typedoc rimraf prisma drizzle-kit knex typeorm sequelize expo react-native ng nest tsup swc wrangler"
)
"""What a project commonly has in `node_modules/.bin`, so that `npx` runs the project's copy."""


def _npx(use: Use) -> tuple[Finding, ...]:
    code = use.value("-c")
    if code is not None:
        return (opaque("`npx -c` runs shell text"),)
    wanted = tuple(package(word, "npm", use) for word in use.values("-p"))
    return (*wanted, *_npx_words(use.operands, use, fetches=use.has("-y") or bool(wanted)))


def _npx_words(words: tuple[Word, ...], use: Use, *, fetches: bool) -> tuple[Finding, ...]:
    rest = [word for at, word in enumerate(words) if not (at == 0 and known(word) == "--")]
    while rest and lead(rest[0]).startswith("-"):
        rest.pop(0)
    if not rest:
        return ()
    name = known(rest[0])
    if name is None:
        return (opaque("which package runs is not known"),)
    if name in _PROJECT_TOOLS and not fetches:
        if name in ("wrangler", "prisma", "expo", "rimraf", "nest", "drizzle-kit"):
            return (runs(use, name=name), *(item for word in rest[1:] for item in by_name(known(word) or "", use)))
        return (runs(use, name=name), *argv(tuple(rest), use)) if _has_entry(name) else (runs(use, name=name),)
    return (package(rest[0], "npm", use), runs(use, trust="unknown", name=name))


def _has_entry(name: str) -> bool:
    return name in names("tsc eslint prettier jest vitest mocha webpack vite rollup esbuild turbo nx stylelint biome")


# ── Rust, Go, Ruby, PHP ──────────────────────────────────────────────────────────────────────────────────


def _cargo(use: Use) -> tuple[Finding, ...]:
    words = [word for word in use.operands if not lead(word).startswith("+")]
    verb = known(words[0]) if words else "help"
    if use.has("--config"):
        return (opaque("a setting of `cargo` may run a program"),)
    match verb:
        case "build" | "b" | "check" | "c" | "test" | "t" | "run" | "r" | "bench" | "clippy" | "doc" | "d" | "nextest":
            return (runs(use),)
        case (
            "fmt" | "tree" | "metadata" | "search" | "help" | "version" | "locate-project" | "pkgid" | "verify-project"
        ):
            return ()
        case "clean":
            return files.deleting(Known("target"), use.command, use.context, recursive=True)
        case "add" | "install":
            source = use.value("--git") or use.value("--path")
            if source is not None:
                return (package(source, "crates", use),)
            return tuple(package(word, "crates", use) for word in words[1:]) or (locked("crates", use, pinned=False),)
        case "fetch" | "update" | "vendor" | "generate-lockfile":
            return (locked("crates", use, pinned=verb == "fetch"),)
        case "publish" | "yank":
            return (finding(Verb.ARTIFACT_PUBLISH, "crates", use),)
        case "login" | "logout" | "owner":
            return (finding(Verb.IAM_CHANGE, "crates", use),)
        case "new" | "init" | "remove" | "rm" | "package" | "fix":
            return (runs(use),) if verb in ("package", "fix") else ()
        case _:
            # `cargo NAME` runs `cargo-NAME` from the search path.
            return (runs(use),)


def _go(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    texts = [lead(word) for word in use.command.argv[1:]]
    if any(text.lstrip("-").startswith(("toolexec", "exec", "overlay", "modfile")) for text in texts):
        return (opaque("an option of `go` runs a program or replaces files"),)
    match verb:
        case "run":
            remote = any("." in text.split("/")[0] and "/" in text and "@" in text for text in texts[1:])
            return _elsewhere_go(use) if remote else (runs(use),)
        case "build" | "test" | "generate" | "vet" | "tool" | "fix":
            return (runs(use),)
        case "get" | "install":
            packages = [word for word in use.operands[1:] if not lead(word).startswith((".", "-"))]
            return tuple(package(word, "go", use) for word in packages) or (runs(use),)
        case "mod" | "work":
            sub = known(use.operands[1]) if len(use.operands) > 1 else None
            return (locked("go", use, pinned=True),) if sub in ("download", "tidy", "vendor") else ()
        case "fmt" | "list" | "doc" | "version" | "help" | "clean" | "bug" | "telemetry":
            return ()
        case "env":
            writes = any(text in ("-w", "-u") for text in texts)
            return (finding(Verb.SYS_PERSIST, "go env", use),) if writes else ()
        case _:
            return (opaque("what `go` does is not known"),)


def _elsewhere_go(use: Use) -> tuple[Finding, ...]:
    word = next(word for word in use.operands[1:] if "@" in lead(word))
    return (package(word, "go", use), runs(use, trust="unknown", name=known(word) or "*"))


def _gems(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "install"
    registry = "packagist" if use.name == "composer" else "rubygems"
    match verb:
        case "exec" | "run" | "run-script":
            rest = _tail(use, verb)
            return (runs(use),) if use.name == "composer" else argv(rest, use)
        case "install" | "update" | "add" | "require" | "i" | "upgrade":
            rest = use.operands[1:] if verb != "update" else ()
            return tuple(package(word, registry, use) for word in rest) or (
                locked(registry, use, pinned=verb == "install"),
            )
        case (
            "list"
            | "show"
            | "info"
            | "outdated"
            | "check"
            | "search"
            | "help"
            | "env"
            | "version"
            | "validate"
            | "which"
        ):
            return ()
        case "push" | "publish" | "yank":
            return (finding(Verb.ARTIFACT_PUBLISH, registry, use),)
        case "owner" | "signin" | "signout":
            return (finding(Verb.IAM_CHANGE, registry, use),)
        case _:
            return (runs(use),)


# ── the machine's own packages ───────────────────────────────────────────────────────────────────────────

_SYSTEM_LOOKS: Final = names(
    "list search show info policy depends rdepends madison showpkg pkgnames help version -l -L -s -S -qa -qi -ql -Ss "
    "-Si "
    "-Q -Qi -Ql -Qs provides query files config doctor outdated leaves deps home cat desc uses log commands"
)


def _system(use: Use) -> tuple[Finding, ...]:
    texts = [lead(word) for word in use.command.argv[1:]]
    if not texts or any(text in _SYSTEM_LOOKS for text in texts[:1]) or texts[0].startswith(("--list", "--status")):
        return ()
    if any(re.match(r"-o|--option|-c|--config-file|--root|--admindir|--pre-invoke|--instdir", text) for text in texts):
        return (
            opaque(f"an option of {shown(use.name)} may run a program"),
            finding(Verb.SYS_CONFIGURE, "packages", use),
        )
    words = [word for word in use.operands[1:] if not lead(word).startswith("-")]
    installs = texts[0] in (
        "install",
        "add",
        "reinstall",
        "-i",
        "-S",
        "-Sy",
        "-Syu",
        "in",
        "tap",
        "bundle",
        "--install",
    )
    found = [finding(Verb.SYS_CONFIGURE, "packages", use)]
    if use.name == "brew":
        found = []
    if installs:
        found.extend(package(word, use.name, use) for word in words)
    if texts[0] in ("update", "upgrade", "dist-upgrade", "full-upgrade", "-Syu", "-Sy", "up"):
        found.append(locked(use.name, use, pinned=False))
    return tuple(found) or (locked(use.name, use, pinned=False),)


def _conda(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    match verb:
        case "run":
            rest = list(_tail(use, "run"))
            while rest and lead(rest[0]).startswith("-"):
                flag = known(rest.pop(0))
                if flag in ("-n", "-p", "--name", "--prefix", "--cwd") and rest:
                    rest.pop(0)
            return argv(tuple(rest), use)
        case "install" | "create" | "update" | "upgrade":
            wanted = tuple(package(word, "conda", use) for word in use.operands[1:])
            return wanted or (locked("conda", use, pinned=False),)
        case "env" | "list" | "info" | "search" | "activate" | "deactivate" | "help" | "config" | "clean" | "remove":
            return (finding(Verb.SYS_PERSIST, "conda", use),) if verb == "config" and use.has("--add", "--set") else ()
        case _:
            return (opaque("what `conda` does is not known"),)


def _publishes(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    if verb in ("check", "help"):
        return tuple(item for word in use.operands[1:] for item in files.reading(word, use.command, use.context))
    return (
        finding(Verb.ARTIFACT_PUBLISH, use.name, use),
        *http.contacting(http.Target("", ""), sends_data=True, because=use.name),
    )


_PIP: Final = (
    "-r|--requirement= -e|--editable= -c|--constraint= -i|--index-url= --extra-index-url= -f|--find-links= "
    "-t|--target= "
    "--prefix= --root=opaque --user -U|--upgrade -q|--quiet -v|--verbose --pre --no-deps --no-cache-dir "
    "--require-hashes "
    "--force-reinstall -y|--yes --upgrade-strategy= --no-build-isolation --trusted-host=opaque --proxy=opaque "
    "--cert=read "
    "--timeout= --retries= --python=program --break-system-packages --only-binary= --no-binary= --format= -d|--dest= "
    "-w|--wheel-dir= --outdated -o --use-pep517 --global-option=opaque --install-option=opaque --config-settings= "
    "--disable-pip-version-check --no-input --dry-run --report=write --progress-bar= --isolated --log=write "
    "--platform= "
    "--python-version= --index= --default-index= --with= --with-editable= --frozen --locked --extra= --group= "
    "--all-extras "
    "--dev --no-dev -p= --package= --project= --directory=opaque --no-sync --no-project --refresh --no-install-project "
    "--all-groups --only-group= --no-group= --seed --clear --system --script=opaque --offline --native-tls -n "
    "--no-editable --inexact --output-file=write --universal -m -s --active --env-file=read"
)
_NPM: Final = (
    "-g|--global -D|--save-dev|--dev -S|--save -E|--save-exact -O|--save-optional -P|--save-prod --no-save "
    "--legacy-peer-deps "
    "-f|--force --ignore-scripts --registry= --prefix= -w|--workspace= --workspaces --production --omit= --include= "
    "--frozen-lockfile --immutable --silent -s --verbose --no-audit --no-fund --prefer-offline --offline "
    "--package-lock-only "
    "--tag= --access= --otp= --dry-run -y|--yes --script-shell= -C|--dir= --cwd= --filter= -F= -r|--recursive --json "
    "--depth= -p|--package= -c|--call= -T --exact --no-lockfile --prod --if-present --loglevel= --parallel -i "
    "--dangerously-allow-all-builds --strict-peer-dependencies --shamefully-hoist --watch"
)

PROGRAMS: Final[tuple[Program, ...]] = (
    row("pip pip3 pip3.11 pip3.12 pip3.13 pip-sync pip-compile", _PIP, act=_pip),
    row("uv", _PIP, open=True, act=_uv),
    row("uvx", _PIP, style="posix", open=True, act=lambda use: (*_with(use), *_elsewhere(use, "pypi"))),
    row("poetry pdm pipenv hatch rye pixi", "-C|--directory|--project=opaque -q -v -n -G|--group= --with= --without= "
        "--only= "
        "--no-root --sync -D|--dev -E|--extras= --no-interaction", style="posix", open=True, act=_poetry),
    row("pipx", "--force --python=program --suffix= --include-deps --spec= -q --verbose --index-url=opaque "
        "--pip-args=opaque",
        style="gnu", open=True, act=_pipx),
    row("easy_install", handles_doubt=True, act=lambda use: tuple(package(word, "pypi", use) for word in use.operands)),
    row("twine", style="posix", open=True, act=_publishes),
    row("virtualenv", "-p=program --system-site-packages --clear -q -v --prompt=", operands="writetree*"),
    row("npm pnpm yarn bun", _NPM, open=True, act=_npm),
    row("npx bunx pnpx", "-y|--yes --no-install --no -q --quiet -p|--package= -c|--call= --bun --silent",
        style="posix", open=True,
        act=_npx),
    row("deno", handles_doubt=True, does="opaque@deno"),
    row("corepack nvm fnm volta asdf mise rtx pyenv rbenv nodenv goenv jenv sdk rustup", open=True,
        act=lambda use: _versions(use)),
    row("cargo", "--manifest-path= -p|--package= --features= --release -q --target= --target-dir= -j= --git= --path= "
        "--version= "
        "--config= --bin= --example= --test= --profile= --registry=opaque --index=opaque -F= -Z= --tag= --branch= "
        "--rev= --root=",
        open=True, act=_cargo),
    row("go", "-C=opaque -o=write -run= -count= -timeout= -tags= -ldflags= -gcflags= -mod= -p= -bench= -cover "
        "-coverprofile=write "
        "-v -race -json -f= -m -u -w -cpuprofile=write -memprofile=write -buildmode= -asmflags= -short -vet= "
        "-parallel= "
        "-benchtime= -fuzz= -fuzztime= -coverpkg= -covermode= -trimpath -x -n -a -work", style="long", open=True,
        act=_go),
    row("gem bundle bundler composer", "-v= --version= --source=opaque -s= --path= -j= -N --no-document --dev "
        "--no-interaction -n -q "
        "--no-dev --prefer-dist -o --working-dir= -d= --without= --with= --deployment --jobs= --retry=", style="posix",
        open=True, act=_gems),
    row("apt apt-get aptitude dpkg dnf yum rpm zypper apk pacman yay brew port snap choco winget scoop emerge "
        "xbps-install "
        "pkg nix-env nix guix apt-mark apt-key add-apt-repository dpkg-deb", handles_doubt=True, open=True,
        act=_system),
    row("apt-cache dpkg-query apt-file rpm2cpio", open=True),
    row("conda mamba micromamba", "-n|--name= -p|--prefix= -c|--channel= -y|--yes -q -f|--file=read --add --set",
        open=True,
        act=_conda),
)  # fmt: skip


def _versions(use: Use) -> tuple[Finding, ...]:
    """Managers of tool versions: installing one brings new programs."""
    verb = known(use.operands[0]) if use.operands else "list"
    looks = {
        "list",
        "ls",
        "current",
        "which",
        "versions",
        "version",
        "show",
        "help",
        "whence",
        "use",
        "alias",
        "local",
        "shell",
    }
    if verb in looks:
        return ()
    if verb in ("exec", "run", "x"):
        return (opaque(f"{shown(use.name)} runs a program of another version"),)
    return tuple(package(word, use.name, use) for word in use.operands[1:]) or (locked(use.name, use, pinned=False),)
