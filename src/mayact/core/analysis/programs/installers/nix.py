"""Nix: what a flake of the repository builds and runs, and what is fetched by name.

Law: a flake or expression of the work tree is the repository's code; one that is named otherwise is a package of a
stranger. What is written on the command line as an expression, and options that name other sources or settings, are
not analysed.
"""

from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, Known, Word, opaque
from mayact.core.analysis.programs.installers.words import locked, package
from mayact.core.analysis.programs.roles import argv, finding, runs, shell
from mayact.core.analysis.programs.table import Program, Use, row
from mayact.core.analysis.words import known
from mayact.core.model import Verb

_OPTIONS: Final = (
    "-c|--command=rest -L|--print-build-logs --no-link --print-out-paths --json --impure --offline --refresh "
    "--no-build --all-systems --show-trace -v|--verbose --quiet --dry-run -k|--keep-going --fallback --rebuild "
    "--no-update-lock-file --no-write-lock-file --extra-experimental-features= --experimental-features= "
    "-j|--max-jobs= --cores= --system= -o|--out-link=write --profile=write --raw --recursive -r --size -h "
    "--human-readable -s|--closure-size -i|--ignore-environment --keep|--keep-env-var= --expr=code -f|--file=script "
    "--option=opaque --override-input=opaque --accept-flake-config?opaque --builders=opaque --store=opaque "
    "--substituters=opaque --phase= --check -t|--template="
)
_LOOKS: Final = frozenset(
    {"eval", "path-info", "why-depends", "log", "hash", "derivation", "show-derivation", "print-dev-env"}
)


def _nix(use: Use) -> tuple[Finding, ...]:
    words = list(use.operands)
    verb = known(words.pop(0)) if words else "help"
    match verb:
        case "flake":
            inner = known(words[0]) if words else None
            if inner in ("show", "check", "metadata", "info"):
                return _of_flakes(words[1:], use)
            if inner in ("update", "lock"):
                return (locked("nix", use, pinned=False),)
            return (opaque("what `nix flake` does is not known"),)
        case "develop" | "shell":
            program = use.value("-c")
            if program is None:
                return (*_of_flakes(words, use), opaque("`nix` starts an interactive shell"))
            count = _behind(use)
            named, behind = words[: len(words) - count], words[len(words) - count :]
            return (*_of_flakes(named, use), *argv((program, *behind), use))
        case "build" | "run" | "fmt" | "bundle":
            return _of_flakes(words[:1] if verb == "run" else words, use)
        case "search" | "help" | "doctor" | "--version":
            return ()
        case _ if verb in _LOOKS:
            return _of_flakes(words[:1], use)
        case _:
            return (finding(Verb.SYS_CONFIGURE, "packages", use), opaque("what `nix` does is not known"))


def _behind(use: Use) -> int:
    """How many words stand behind the program of `-c`."""
    at = next(at for at, word in enumerate(use.command.argv) if known(word) in ("-c", "--command"))
    return max(0, len(use.command.argv) - at - 2)


def _of_flakes(words: list[Word], use: Use) -> tuple[Finding, ...]:
    """What is built or entered: of the repository, or a package by its name."""
    found: list[Finding] = []
    for word in words or [Known(".")]:
        text = known(word)
        place = (text or "").partition("#")[0] or "."
        if text is None:
            found.append(opaque("which flake is meant is not known"))
        elif place.startswith((".", "/")):
            inside = files.area_of(Known(place), use.command, use.context) == "workspace"
            found.append(runs(use, trust="repository" if inside else "unknown"))
        elif place == "nixpkgs":
            found.append(package(Known(text.partition("#")[2] or "*"), "nix", use))
        else:
            found.extend((package(word, "nix", use), runs(use, trust="unknown", name=place)))
    return tuple(found)


def _nix_shell(use: Use) -> tuple[Finding, ...]:
    """`nix-shell --run TEXT`: the environment of `shell.nix`, or of packages by name, and text in it."""
    named = use.values("-p")
    told = use.value("--run") or use.value("--command")
    wanted = tuple(package(word, "nix", use) for word in (*named, *(use.operands if named else ())))
    place = () if named else tuple(_of_flakes([word], use) for word in use.operands or (Known("."),))
    found = (*wanted, *(item for items in place for item in items))
    return (*found, *(shell(told, use) if told is not None else (opaque("`nix-shell` starts a shell"),)))


PROGRAMS: Final[tuple[Program, ...]] = (
    row("nix", _OPTIONS, act=_nix),
    row(
        "nix-shell",
        "--run= --command= -p|--packages= --pure --impure -A|--attr= --keep= -j= --cores= --show-trace -v "
        "-I=opaque -E|--expr=code --arg=opaque --argstr=opaque -i=opaque --option=opaque",
        act=_nix_shell,
    ),
    row(
        "nix-build nix-instantiate",
        "-A|--attr= -o|--out-link=write --no-out-link -j= --cores= -K|--keep-failed "
        "--show-trace -v -I=opaque -E|--expr=code --arg=opaque --argstr=opaque --option=opaque --eval --strict --json "
        "--parse --dry-run",
        act=lambda use: _of_flakes(list(use.operands), use),
    ),
)
