"""pip, uv, poetry, pipx.

Law: see `package_words`. `run` hands its command on.
"""

import re
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Word, opaque
from mayact.core.analysis.programs.installers.words import POPULAR_PYTHON, foreign, locked, package, tail
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, runs
from mayact.core.analysis.programs.table import Use, names
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_PIP_LOOKS: Final = names("list show freeze check search index help config debug inspect hash cache")
_FOREIGN_PIP: Final = ("-i", "--extra-index-url", "-f")


def pip(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    if verb in _PIP_LOOKS and verb not in ("config", "index"):
        return ()
    found = [*foreign(use, *_FOREIGN_PIP), *other_python(use)]
    if verb == "index":
        return (*found, *constant("net.connect@https://pypi.org", use))
    if verb == "config":
        changing = known(use.operands[1]) if len(use.operands) > 1 else "list"
        return () if changing in ("list", "get", "debug") else (finding(Verb.SYS_PERSIST, "pip", use),)
    if verb in ("install", "download", "wheel", "sync"):
        for word in use.values("-e"):
            found.append(package(word, "pypi", use))
        for word in (*use.values("-r", "-c"), *(use.operands[1:] if verb == "sync" else ())):
            found.extend(_listed(word, use))
        for word in (*use.values("-t", "--prefix"), *use.values("-d", "-w")):
            found.extend(_put(word, use))
        found.extend(package(word, "pypi", use) for word in use.operands[1:] if verb != "sync")
        return tuple(found)
    if verb in ("uninstall", "compile", "tree"):
        return (*found, locked("pypi", use, pinned=True)) if verb == "uninstall" else tuple(found)
    return (*found, opaque(f"what {shown(use.name)} does is not known"))


def _listed(word: Word, use: Use) -> tuple[Finding, ...]:
    """`-r FILE`: a list of the repository's own; any other names packages, and where they come from, for itself."""
    if "://" in lead(word):
        fetched = http.contacting(http.target_of(word), saves=True, because=f"packages that {as_text(word)} lists")
        return (*fetched, package(Known(as_text(word)), "pypi", use))
    read = files.reading(word, use.command, use.context)
    if files.inside(word, use.command, use.context) or known(word) == "-":
        return (*read, locked("pypi", use, pinned=use.has("--require-hashes")))
    return (*read, package(Known(f"file:{as_text(word)}"), "pypi", use))


def _put(word: Word, use: Use) -> tuple[Finding, ...]:
    """`--target DIR`: where the packages go. What lies in `site-packages` runs with every start of Python that looks
    there (`site`, `.pth`)."""
    written = files.writing(word, use.command, use.context, recursive=True)
    started = "-packages" in lead(word) and not files.inside(word, use.command, use.context)
    return (*written, finding(Verb.SYS_PERSIST, "python", use)) if started else written


def uv(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    rest = use.operands[1:]
    found = [*foreign(use, *_FOREIGN_PIP, "--index", "--default-index"), *other_python(use)]
    match verb:
        case "help" | "version" | "tree" | "export" | "cache" | "self":
            return (opaque("`uv self update` replaces `uv`"),) if verb == "self" else tuple(found)
        case "pip":
            return (*found, *argv((Known("pip"), *tail(use, "pip")), use))
        case "add" | "remove":
            return (*found, *(package(word, "pypi", use) for word in rest if verb == "add"))
        case "sync" | "lock" | "build" | "init" | "venv" | "python" | "format":
            frozen = use.has("--frozen", "--locked")
            installs = (locked("pypi", use, pinned=frozen or verb == "sync"),) if verb in ("sync", "lock") else ()
            return (*found, *installs, *((runs(use),) if verb == "build" else ()))
        case "run":
            return (*found, *brought_along(use), *project_run(tail(use, "run"), use))
        case "tool" | "x":
            return (*found, *tool(use, rest))
        case "publish":
            return (*found, finding(Verb.ARTIFACT_PUBLISH, "pypi", use))
        case _:
            return (*found, opaque("what `uv` does is not known"))


def other_python(use: Use) -> tuple[Finding, ...]:
    """`--python 3.12` names a version; a path names a program."""
    paths = [word for word in use.values("--python") if not isinstance(word, Known) or "/" in word.text]
    return tuple(item for word in paths for item in argv((word,), use))


_VERSION: Final = re.compile(r"(?:python|pypy|cpython)?-?[\d.]*")


def interpreter(use: Use) -> tuple[Finding, ...]:
    """`virtualenv -p`: a version is looked for among the machine's own, anything else is a program that runs."""
    named = [word for word in use.values("-p") if not _VERSION.fullmatch(known(word) or "/")]
    return tuple(item for word in named for item in in_role("program", word, use))


def brought_along(use: Use) -> tuple[Finding, ...]:
    return tuple(package(word, "pypi", use) for word in use.values("--with", "--with-editable"))


def tool(use: Use, rest: tuple[Word, ...]) -> tuple[Finding, ...]:
    verb = known(rest[0]) if rest else None
    if verb in ("list", "dir"):
        return ()
    if verb in ("run", "install", "upgrade") and len(rest) > 1:
        name = known(rest[1]) or "*"
        if verb == "run" and name in POPULAR_PYTHON:
            return (package(rest[1], "pypi", use), *argv(tuple(rest[1:]), use))
        ran = (runs(use, trust="unknown", name=name),) if verb == "run" else ()
        return (package(rest[1], "pypi", use), *ran)
    return (opaque("what `uv tool` does is not known"),)


_RUN_VALUES: Final = names("--with --with-editable --extra --group --python -p --package --project --env-file --index "
                           "--directory --with-requirements --no-group --only-group -E -P -C --cwd --filter -F -w "
                           "--workspace")  # fmt: skip


def project_run(words: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
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


def poetry(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "help"
    match verb:
        case "run" | "exec":
            return project_run(tail(use, verb), use)
        case "env" if any(known(word) == "run" for word in use.operands[1:2]):
            return project_run(tail(use, "run"), use)
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


def pipx(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "list"
    if verb in ("list", "environment", "ensurepath", "help"):
        return ()
    name = known(use.operands[1]) if len(use.operands) > 1 else None
    if verb not in ("run", "install", "inject", "upgrade", "reinstall") or name is None:
        return (opaque("what `pipx` does is not known"),)
    if verb == "run" and name in POPULAR_PYTHON and not use.has("--spec"):
        return (package(use.operands[1], "pypi", use), *argv(tail(use, "run"), use))
    ran = (runs(use, trust="unknown", name=name),) if verb == "run" else ()
    return (package(use.operands[1], "pypi", use), *ran)
