"""Packages of Rust, Go, Ruby, PHP, of the machine, and managers of tool versions.

Law: see `package_words`. What installs for the whole machine changes the machine, too.
"""

import re
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Word, opaque
from mayact.core.analysis.programs.builders import by_name
from mayact.core.analysis.programs.installers.words import locked, package, tail
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, runs, shell
from mayact.core.analysis.programs.table import Use, names
from mayact.core.analysis.words import as_text, drop, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb


def cargo(use: Use) -> tuple[Finding, ...]:
    words = [word for word in use.operands if not lead(word).startswith("+")]
    verb = known(words[0]) if words else "help"
    if use.has("--config"):
        return (opaque("a setting of `cargo` may run a program"),)
    if any(re.match(r"-?C?-?(linker|link-arg)|-C\s*link|-Z\w|-Zcodegen", lead(word)) for word in use.command.argv[2:]):
        return (opaque("the linker or code generator of `cargo` is named on the command line"),)
    match verb:
        case "build" | "b" | "check" | "c" | "test" | "t" | "run" | "r" | "bench" | "clippy" | "doc" | "d" | "nextest":
            return (runs(use),)
        case "search":
            return constant("net.connect@https://crates.io", use)
        case "fmt" | "tree" | "metadata" | "help" | "version" | "locate-project" | "pkgid" | "verify-project":
            return ()
        case "clean":
            return files.deleting(
                use.value("--target-dir") or Known("target"), use.command, use.context, recursive=True
            )
        case "add" | "install" | "binstall" | "quickinstall" | "install-update":
            source = use.value("--git") or use.value("--path")
            if source is not None:
                return (package(source, "crates", use),)
            return tuple(package(word, "crates", use) for word in words[1:]) or (locked("crates", use, pinned=False),)
        case "fetch" | "update" | "vendor" | "generate-lockfile":
            return (locked("crates", use, pinned=verb == "fetch"),)
        case "publish" if use.plainly("-n"):
            return (runs(use),)
        case "publish" | "yank":
            return (finding(Verb.ARTIFACT_PUBLISH, "crates", use),)
        case "login" | "logout" | "owner":
            return (finding(Verb.IAM_CHANGE, "crates", use),)
        case "new" | "init" | "remove" | "rm" | "package" | "fix":
            return (runs(use),) if verb in ("package", "fix") else ()
        case "watch" | "flamegraph" | "with" | "hack" | "make":
            return (runs(use), *_handed_on(verb, use))
        case _:
            # `cargo NAME` runs `cargo-NAME` from the search path.
            return (runs(use),)


def _handed_on(verb: str, use: Use) -> tuple[Finding, ...]:
    """`cargo watch -x test -s TEXT -- COMMAND …`: `-x` names a subcommand of cargo, `-s` is text for a shell, and what
    stands behind `--` is a command of its own (cargo-watch's README)."""
    words = tail(use, verb)
    found: list[Finding] = []
    for at, word in enumerate(words):
        text, following = known(word) or lead(word), words[at + 1] if at + 1 < len(words) else Known("")
        if text == "--":
            rest = words[at + 1 :]
            return (*found, *(argv(rest, use) if verb in ("watch", "with") else ()))
        name, equals, value = text.partition("=")
        if name in ("-s", "--shell") and verb == "watch":
            found.extend(shell(Known(value) if equals else following, use))
        elif name in ("-x", "--exec") and verb == "watch":
            inner = known(Known(value) if equals else following)
            found.extend(shell(Known(f"cargo {inner}"), use) if inner is not None else (_UNKNOWN_SUBCOMMAND,))
        elif known(word) is None and verb == "watch":
            found.append(_UNKNOWN_SUBCOMMAND)
    return tuple(found)


_UNKNOWN_SUBCOMMAND: Final = opaque("what `cargo watch` runs is not known")

_STATIC: Final = re.compile(r"-extldflags[= ]['\"]?(?:-static|-s|-w| )+['\"]?")


def go(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    texts = [lead(word) for word in use.command.argv[1:]]
    if any(text.lstrip("-").startswith(("toolexec", "exec", "overlay", "modfile")) for text in texts):
        return (opaque("an option of `go` runs a program or replaces files"),)
    if any("extld" in _STATIC.sub("", text) for text in texts):
        return (opaque("the linker that `go` runs is named on the command line"),)
    match verb:
        case "run":
            remote = any("." in text.split("/")[0] and "/" in text and "@" in text for text in texts[1:])
            return elsewhere_go(use) if remote else (runs(use),)
        case "vet" if any(text.lstrip("-").startswith("vettool") for text in texts):
            return (runs(use), *_vet_tool(use))
        case "build" | "test" | "generate" | "vet" | "fix":
            return (runs(use),)
        case "tool":
            return _go_tool(use)
        case "get" | "install":
            packages = [word for word in use.operands[1:] if not lead(word).startswith((".", "-"))]
            return tuple(package(word, "go", use) for word in packages) or (runs(use),)
        case "mod" | "work":
            sub = known(use.operands[1]) if len(use.operands) > 1 else None
            if sub in ("edit", "use", "init"):
                return files.writing(Known(f"go.{verb}"), use.command, use.context)
            return (locked("go", use, pinned=True),) if sub in ("download", "tidy", "vendor") else ()
        case "list" if "-m" in texts and any(text in ("-versions", "-u", "-retracted") for text in texts):
            return constant("net.connect@https://proxy.golang.org", use)
        case "fmt" | "list" | "doc" | "version" | "help" | "clean" | "bug" | "telemetry":
            return ()
        case "env":
            writes = any(text in ("-w", "-u") for text in texts)
            return (finding(Verb.SYS_PERSIST, "go env", use),) if writes else ()
        case _:
            return (opaque("what `go` does is not known"),)


def _vet_tool(use: Use) -> tuple[Finding, ...]:
    """`go vet -vettool=PROGRAM`: a path outside the repository is somebody else's program."""
    words = use.command.argv[1:]
    named = [drop(word, lead(word).index("=") + 1) for word in words if re.match(r"--?vettool=", lead(word))]
    named.extend(words[at + 1] for at, word in enumerate(words[:-1]) if re.fullmatch(r"--?vettool", lead(word)))
    return tuple(item for word in named for item in in_role("program", word, use))


_SHOWS: Final = names("cover nm objdump addr2line trace covdata buildid test2json doc pprof")


def _go_tool(use: Use) -> tuple[Finding, ...]:
    """Tools that show what a file holds; others are the project's own."""
    name = known(use.operands[1]) if len(use.operands) > 1 else None
    if name is None:
        return ()
    texts = [lead(word).lstrip("-") for word in use.command.argv[1:]]
    if name not in _SHOWS or any(text.startswith(("tools", "modfile")) for text in texts):
        return (runs(use),)
    read = [item for word in use.operands[2:] if lead(word) for item in in_role("input", word, use)]
    made = [drop(word, lead(word).index("=") + 1) for word in use.command.argv if _TO_FILE.match(lead(word))]
    if any(text in ("output", "outputdir") for text in texts):
        return (opaque("where a tool of `go` writes is not known"),)
    return (*read, *(item for word in made for item in in_role("write", word, use)))


_TO_FILE: Final = re.compile(r"--?output\w*=")


def elsewhere_go(use: Use) -> tuple[Finding, ...]:
    word = next(word for word in use.operands[1:] if "@" in lead(word))
    return (package(word, "go", use), runs(use, trust="unknown", name=known(word) or "*"))


def _gem_with_version(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`rails -v 7.1.2` and `rails:7.1.2`, as `rails@7.1.2`."""
    match words:
        case (Known(name), Known("-v" | "--version"), Known(version)) if _EXACT.fullmatch(version):
            return (Known(f"{name}@{version}"),)
        case _:
            return tuple(
                Known(re.sub(r":(?=\d)", "@", word.text)) if isinstance(word, Known) else word for word in words
            )


_EXACT: Final = re.compile(r"\d+(\.\w+)+")


_FROM_ELSEWHERE: Final = re.compile(
    r"(?i)^mirror\.|^build\.|^repositor|^repo\.|^plugins\b|://|^git@|secure-http|disable-tls"
)
"""Words of `config` by which later installations come from elsewhere or run something."""


def gems(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "install"
    registry = "packagist" if use.name == "composer" else "rubygems"
    match verb:
        case "exec" | "run" | "run-script":
            rest = tail(use, verb)
            return (runs(use),) if use.name == "composer" else argv(rest, use)
        case "install" | "update" | "add" | "require" | "i" | "upgrade":
            rest = use.operands[1:] if verb != "update" else ()
            rest = _gem_with_version(rest) if use.name == "gem" else rest
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
        case "config" if any(map(_FROM_ELSEWHERE.search, map(lead, use.command.argv[2:]))):
            return (finding(Verb.SYS_PERSIST, use.name, use),)
        case _:
            return (runs(use),)


# ── the machine's own packages ───────────────────────────────────────────────────────────────────────────

_SYSTEM_LOOKS: Final = names(
    "list search show info policy depends rdepends madison showpkg pkgnames help version -l -L -s -S -qa -qi -ql -Ss "
    "-Si "
    "-Q -Qi -Ql -Qs provides query files config doctor outdated leaves deps home cat desc uses log commands"
)


def system(use: Use) -> tuple[Finding, ...]:
    texts = [lead(word) for word in use.command.argv[1:]]
    if not texts or any(text in _SYSTEM_LOOKS for text in texts[:1]) or texts[0].startswith(("--list", "--status")):
        return ()
    if use.name == "rpm" and texts[0][:2] == "-q" and all(_RPM_LOOKS.fullmatch(t) for t in texts if t.startswith("-")):
        asked = [word for word in use.command.argv[1:] if lead(word)[:1] != "-" and "%" not in lead(word)]
        return tuple(item for word in asked for item in in_role("input", word, use)) if "p" in texts[0] else ()
    if use.name in ("dpkg-deb", "dpkg") and texts[0] in _DEB_LOOKS and not any(t.startswith("-") for t in texts[1:]):
        return tuple(item for word in use.command.argv[2:3] for item in files.reading(word, use.command, use.context))
    if any(re.match(r"-o|--option|-c|--config-file|--root|--admindir|--pre-invoke|--instdir", text) for text in texts):
        return (
            opaque(f"an option of {shown(use.name)} may run a program"),
            finding(Verb.SYS_CONFIGURE, "packages", use),
        )
    flags = texts[0].startswith("-") and use.name in ("dpkg", "rpm", "pacman", "yay", "dpkg-deb", "zypper")
    verb = texts[0] if flags else next((text for text in texts if not text.startswith("-")), texts[0])
    words = [word for word in use.command.argv[1:] if not lead(word).startswith("-") and lead(word) != verb]
    found = [] if use.name == "brew" else [finding(Verb.SYS_CONFIGURE, "packages", use)]
    if verb in _INSTALLS or (flags and verb.startswith(("-i", "-S", "-U", "--install", "--unpack"))):
        found.extend(package(word, use.name, use) for word in words)
    if verb in ("update", "upgrade", "dist-upgrade", "full-upgrade", "-Syu", "-Sy", "up"):
        found.append(locked(use.name, use, pinned=False))
    return tuple(found) or (locked(use.name, use, pinned=False),)


_RPM_LOOKS: Final = re.compile(
    r"-q[ailpRcdfsv]*|--(?:query|qf|queryformat|requires|provides|scripts|changelog|last|list|info|nosignature|nodigest"
    r"|whatprovides|conflicts|obsoletes|triggers|filesbypkg)(?:=.*)?"
)


_DEB_LOOKS: Final = names("-c --contents -I --info -f --field -W --show -l -L -s -S")
"""Of an archive, or of what is installed: names and what is said of them."""


_INSTALLS: Final = names("install add reinstall in tap bundle localinstall groupinstall build-dep")


def _described(word: Word, use: Use) -> tuple[Finding, ...]:
    """A file that says what to install, from outside the repository or from an address: somebody else's."""
    if files.inside(word, use.command, use.context):
        return ()
    return (package(Known(f"file:{as_text(word)}"), "conda", use),)


def conda(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    match verb:
        case "run":
            rest = list(tail(use, "run"))
            while rest and lead(rest[0]).startswith("-"):
                flag = known(rest.pop(0))
                if flag in ("-n", "-p", "--name", "--prefix", "--cwd") and rest:
                    rest.pop(0)
            return argv(tuple(rest), use)
        case "install" | "create" | "update" | "upgrade":
            wanted = tuple(package(word, "conda", use) for word in use.operands[1:])
            return wanted or (locked("conda", use, pinned=False),)
        case "env" if any(known(word) in ("create", "update") for word in use.operands[1:2]):
            return (*(item for word in use.values("-f") for item in _described(word, use)),
                    locked("conda", use, pinned=False))  # fmt: skip
        case "env" | "list" | "info" | "search" | "activate" | "deactivate" | "help" | "config" | "clean" | "remove":
            return (finding(Verb.SYS_PERSIST, "conda", use),) if verb == "config" and use.has("--add", "--set") else ()
        case _:
            return (opaque("what `conda` does is not known"),)


def publishes(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    if verb in ("check", "help"):
        return tuple(item for word in use.operands[1:] for item in files.reading(word, use.command, use.context))
    return (
        finding(Verb.ARTIFACT_PUBLISH, use.name, use),
        *http.contacting(http.Target("", ""), sends_data=True, because=use.name),
    )


def _under(verb: str, use: Use) -> tuple[Word, ...] | None:
    """The command that runs with the versions that the project's own files name; None: others are named."""
    words = use.command.argv[2:]
    if use.name in ("mise", "rtx", "asdf") and verb in ("exec", "x") and words[:1] == (Known("--"),):
        return words[1:]
    if (
        use.name in ("pyenv", "rbenv", "nodenv", "goenv")
        and verb == "exec"
        and lead(words[0] if words else Known("-"))[:1] != "-"
    ):
        return words
    if use.name == "nvm" and verb == "exec" and len(words) > 1 and _VERSION.fullmatch(known(words[0]) or ""):
        return words[1:]
    return None


_VERSION: Final = re.compile(r"v?\d+(?:\.\d+)*|--lts|default")


def versions(use: Use) -> tuple[Finding, ...]:
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
    if use.name in ("mise", "rtx") and verb in ("run", "r") and len(use.operands) > 1:
        return (runs(use), *by_name(known(use.operands[1]) or "", use))
    inner = _under(verb or "", use)
    if inner is not None:
        return argv(inner, use)
    if verb in ("exec", "run", "x"):
        return (opaque(f"{shown(use.name)} runs a program of another version"),)
    return tuple(package(word, use.name, use) for word in use.operands[1:]) or (locked(use.name, use, pinned=False),)
