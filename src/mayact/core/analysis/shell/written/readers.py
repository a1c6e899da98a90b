"""Runners that read source and run nothing of it.

Law: such a runner is listed with the endings whose files it only parses, types, formats or compiles. What a tool
takes
its rules from is run by it, so a file whose name or place says that it may be that is never only read; neither is
what
runs while others are compiled (build scripts, macros, annotation processors, commands to the C compiler).
"""

import re
from collections.abc import Mapping
from typing import Final

from mayact.core.analysis.command import Known, SimpleCommand
from mayact.core.analysis.programs.table import names
from mayact.core.analysis.shell.written import source_tables as tables

_SCRIPTS: Final = names("ts tsx mts cts js jsx mjs cjs vue svelte")
_COMPILED: Final = names("rs go java kt c h cc cpp cxx hh hpp")
_BY_NAME: Final[Mapping[str, frozenset[str]]] = {
    "vue-tsc": _SCRIPTS, "svelte-check": _SCRIPTS, "prettier": _SCRIPTS, "biome": _SCRIPTS, "oxlint": _SCRIPTS,
    "eslint": _SCRIPTS, "gofmt": names("go"), "goimports": names("go"), "staticcheck": names("go"),
    "golangci-lint": names("go"), "rustfmt": names("rs"), "clang-format": names("c h cc cpp cxx hh hpp"),
    "cppcheck": names("c h cc cpp cxx hh hpp"), "rubocop": names("rb"),
    "standardrb": names("rb"), "ktlint": names("kt"),
    "ruff": names("py pyi"), "black": names("py pyi"), "isort": names("py pyi"), "pyright": names("py pyi"),
}  # fmt: skip
_BY_TASK: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    **dict.fromkeys((("cargo", "check"), ("cargo", "build"), ("cargo", "clippy"), ("cargo", "fmt")), names("rs")),
    **dict.fromkeys((("go", "build"), ("go", "vet"), ("go", "fmt")), names("go")),
}  # fmt: skip
_TOLD_RULES: Final = re.compile(
    r"-[rcfR](?!$(?<=-r))|-r$|-+[\w-]*(?:plugin|rules-?dir|require|config|parser|formatter|resolve|load|eval|tool|exec|init)"
)
"""Options by which a tool is told what it runs."""
_STARTERS: Final = names("npx bunx pnpm yarn")
_TASKS: Final[Mapping[str, re.Pattern[str]]] = {
    **dict.fromkeys(
        ("mvn", "mvnw"), re.compile(r"-q|-B|-o|--quiet|--batch-mode|compile|test-compile|-pl|:?[\w-]+-?\w*")
    ),
    **dict.fromkeys(
        ("gradle", "gradlew"),
        re.compile(
            r"-q|--quiet|--offline|--console=plain|(?::[\w-]+)*:?(?:compile\w*(?:Kotlin|Java)|(?:test)?[cC]lasses)"
        ),
    ),
}
_RULES: Final = re.compile(r"(?i)(?:^|/)(?:tools?|rules?|\.?config|build|eslint[\w-]*|codegen|generators?)/")
"""Where the rules of tools lie that are written in the language that they read."""
_RUNS_WHILE_COMPILED: Final = re.compile(
    r"(?i)(?:^|/)(?:\.[^/]+|node_modules|vendor|buildSrc|xtask|[\w-]*(?:macro|derive|processor)s?)/|(?:^|/)build\.rs$"
)
_WHILE_COMPILED: Final = re.compile(
    r"proc_macro|#cgo|\bimport\s*+(?:\(\s*+)?+\"C\"|^[ \t\r]*\"C\"[ \t\r]*$"
    r"|AbstractProcessor|annotation\.processing|//go:generate",
    re.MULTILINE,
)


def only_reads(runner: SimpleCommand, path: str, below: str, text: str) -> bool:
    """Whether `runner` runs nothing of the source `text` at `path`, which lies at `below` in the repository."""
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2]
    if ending not in _read_by(runner) or _WHILE_COMPILED.search(text) or _RUNS_WHILE_COMPILED.search(f"/{below}"):
        return False
    if ending in _COMPILED:
        return True
    return not (tables.SETTINGS.search(name) or tables.PLACES.search(f"/{below}") or _RULES.search(f"/{below}"))


def _read_by(runner: SimpleCommand) -> frozenset[str]:
    """The endings that `runner` only reads."""
    words = [word.text if isinstance(word, Known) else "" for word in runner.argv]
    name = words[0].rsplit("/", 1)[-1] if words else ""
    if name in _STARTERS and len(words) > 1:
        words = words[2:] if words[1] == "exec" else words[1:]
        name = words[0] if words else ""
    if any(_TOLD_RULES.match(word) for word in words[1:]) or runner.environment:
        return frozenset()
    if name == "tsc":
        return _SCRIPTS
    if name in _TASKS:
        tasks = words[1:]
        compiles = "compile" in tasks or "test-compile" in tasks or name.startswith("gradle")
        return names("java kt") if compiles and tasks and all(map(_TASKS[name].fullmatch, tasks)) else frozenset()
    return _BY_NAME.get(name) or _BY_TASK.get((name, words[1] if len(words) > 1 else ""), frozenset())
