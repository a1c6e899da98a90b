"""What programs do: the table, and the one way into it.

Law: a command whose program has no entry is opaque; nothing is guessed from its name. A program named by a path is
what lies at that path: its usual entry counts only where the system keeps its programs.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from mayact.core.analysis.command import Context, Finding, Known, SimpleCommand, opaque
from mayact.core.analysis.programs import (
    agent_patch,
    agents,
    archives,
    builders,
    checkers,
    clients,
    code_hosts,
    containers,
    coreutils,
    crafts,
    databases,
    documents,
    environment,
    infrastructure,
    interpreters,
    machine,
    network,
    operations,
    own_tests,
    roles,
    search,
    toolchains,
    wrappers,
)
from mayact.core.analysis.programs.asked import asked
from mayact.core.analysis.programs.brought import brought
from mayact.core.analysis.programs.git import table as git
from mayact.core.analysis.programs.installers import nix as packages_nix
from mayact.core.analysis.programs.installers import table as packages
from mayact.core.analysis.programs.located import located
from mayact.core.analysis.programs.table import Program, names, use_of
from mayact.core.analysis.words import known
from mayact.core.errors import shown

_SYSTEM_DIRECTORIES: Final = (
    "/bin/",
    "/usr/bin/",
    "/usr/local/bin/",
    "/sbin/",
    "/usr/sbin/",
    "/usr/local/sbin/",
    "/opt/homebrew/bin/",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
)
_ENVIRONMENT_DIRECTORIES: Final = (".venv/bin/", "venv/bin/", "node_modules/.bin/", ".tox/", "vendor/bin/")
"""Where a repository keeps the programs it installed for itself."""
_WRAPPERS: Final = ("gradlew", "mvnw")
"""Build tools that a repository carries with it."""
_BINSTUBS: Final = frozenset(
    f"{start}bin/{name}" for start in ("", "./") for name in ("rails", "rake", "rspec", "phpunit")
)
"""Copies of a known program that a framework puts into every repository (guides.rubyonrails.org)."""


@cache
def table() -> Mapping[str, Program]:
    """Every entry by every name. Raises `ValueError` when two entries share a name."""
    found: dict[str, Program] = {}
    modules = (
        coreutils, search, archives, wrappers, interpreters, builders, checkers, network, clients, code_hosts,
        containers,
        infrastructure,
        databases, documents, toolchains, operations, machine, agents, agent_patch,
        packages, packages_nix, git, crafts,
    )  # fmt: skip
    for module in modules:
        for program in module.PROGRAMS:
            for name in program.names.split():
                if name in found:
                    raise ValueError(f"program `{name}` has two entries")
                found[name] = program
    return found


def findings_of(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    """What one simple command would do. Never raises for hostile input.

    `command.argv[0]` is `Known` (the front end makes any other opaque). An empty result means: it looks at nothing
    but names and prints.
    """
    program = known(command.argv[0]) if command.argv else None
    if not program:
        return (opaque("which program runs is not known"),)
    if "/" in program:
        return (*environment.of_line(command.environment), *_by_path(program, command, context))
    entry = table().get(program)
    if entry is None:
        return (opaque(f"program {shown(program)} is not known"),)
    found = own_tests.of_framework(_by_entry(entry, command, context), command)
    return (*environment.of_line(command.environment), *found, *brought(command, context, found), *asked(command))


_SHORT_VERSIONS: Final = {
    "-V": names(
        "python python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 pypy "
        "pypy3 pip "
        "pip3 psql pg_dump pg_isready tmux composer ruff mypy pytest strace ssh mysql mariadb rustc cargo perf "
        "curl wget tar"
    ),
    "-v": names(
        "node npm pnpm yarn docker podman redis-cli terraform tofu gem bundle julia ruby perl php lua luajit "
        "elixir nginx "
        "helm tsc eslint gradle mvn make composer deno bun corepack"
    ),
    "-version": names("java javac scala scalac kotlinc kotlin ocaml ffmpeg ffprobe convert magick identify ant groovy"),
}
"""Options after which a program, given nothing else, prints its version and ends; the same letter starts others."""


def _prints_version(command: SimpleCommand) -> bool:
    if len(command.argv) != 2:
        return False
    option = known(command.argv[1]) or ""
    name = (known(command.argv[0]) or "").rpartition("/")[2]
    return option in ("--help", "--version") or name in _SHORT_VERSIONS.get(option, ())


def _by_entry(entry: Program, command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    if _prints_version(command):
        return ()
    return located(roles.apply(entry, command, context), command)


def _by_path(program: str, command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    directory, _, name = program.rpartition("/")
    entry = table().get(name)
    if entry is not None and directory + "/" in _SYSTEM_DIRECTORIES:
        return _by_entry(entry, command, context)
    use = use_of(Program(names=name, open=True), command, context)
    itself = roles.script(Known(program), use)
    carried = name in _WRAPPERS or program in _BINSTUBS
    if entry is not None and (carried or any(place in program for place in _ENVIRONMENT_DIRECTORIES)):
        # The repository's own copy of a known program: it is taken at its word, and reported as what it is.
        itself = tuple(replace(item, facts={**item.facts, "_script": False}) for item in itself)
        found = _by_entry(entry, command, context)
        return (*itself, *found, *brought(command, context, found))
    return own_tests.of_program(itself, command, context)
