"""Interpreters: Python, JavaScript, Perl, Ruby, PHP, Java and their like.

Law: a script file is `exec.run` of that file, pinned when the observer could read it; text that runs is analysed where
that is cheap and sure (Python), recognised when it is trivial, and opaque otherwise.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, assert_never

from mayact.core.analysis import files, http
from mayact.core.analysis.command import (
    Finding,
    FromFile,
    FromText,
    Inherited,
    Known,
    Pattern,
    Piped,
    Unknown,
    Word,
    opaque,
)
from mayact.core.analysis.places.paths import within
from mayact.core.analysis.plan import FileDigest, Found
from mayact.core.analysis.programs.databases import effects_of_sql
from mayact.core.analysis.programs.installers.words import locked, package
from mayact.core.analysis.programs.python import body
from mayact.core.analysis.programs.python.body import Body, Strange
from mayact.core.analysis.programs.python.effects import Touch
from mayact.core.analysis.programs.python.scope import Where
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, runs, script, shell
from mayact.core.analysis.programs.search import kept_copy
from mayact.core.analysis.programs.table import Program, Use, names, row, sub
from mayact.core.analysis.programs.texts import javascript, language, languages
from mayact.core.analysis.programs.texts.tokens import MAX_TEXT, Seen, StrangeTextError
from mayact.core.analysis.shell.written import source as written
from mayact.core.analysis.sql.reading import WORST, reading
from mayact.core.analysis.words import as_text, drop, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

# ── Python ───────────────────────────────────────────────────────────────────────────────────────────────

_MODULES_AS_PROGRAMS: Final = names(
    "pytest pip black ruff mypy tox nox twine build coverage flake8 isort pylint virtualenv uv poetry mkdocs "
    "pre_commit bandit pyright hatch pdm pipx keyring sqlite3"
)
_QUIET_MODULES: Final = names(
    "json.tool this calendar platform site sysconfig ast dis tabnanny inspect pydoc pip_audit"
)


def _python(use: Use) -> tuple[Finding, ...]:
    code, module = use.value("-c"), use.value("-m")
    if code is not None:
        return _python_text(known(code), use)
    if module is not None:
        return (*_module(known(module), use), *_beside_module(use))
    if use.operands and known(use.operands[0]) != "-":
        return script(use.operands[0], use)
    return _fed(use)


def _fed(use: Use) -> tuple[Finding, ...]:
    match use.command.stdin:
        case FromText(text):
            return _python_text(text, use)
        case FromFile(path):
            return script(path, use)
        case Piped() | Inherited():
            return (opaque(f"{shown(use.name)} runs what it reads from standard input"),)


def _python_text(text: str | None, use: Use) -> tuple[Finding, ...]:
    if text is None:
        return (opaque(f"the code that {shown(use.name)} runs is not known"),)
    given = use.operands[1:] if use.operands and known(use.operands[0]) == "-" else use.operands
    where = Where(home=use.context.home, cwd=use.command.cwd, arguments=given, ours=lambda name: _ours(name, use))
    match body.read(text, where):
        case Body(touches, pieces):
            found = [(touch, _touched(touch, use)) for touch in touches]
            read = [item for _, part in found for item in part if item.verb is Verb.FS_READ]
            if any(item.facts.get("area") != "workspace" for item in read):
                pieces = None
            return tuple(_with_pieces(item, touch, pieces) for touch, part in found for item in part)
        case Strange(because):
            return (opaque(f"the code that {shown(use.name)} runs is not understood: {because}"),)


def _with_pieces(item: Finding, touch: Touch, pieces: tuple[str, ...] | None) -> Finding:
    """A file that is written, with what is put into it; of many files their ending has to be told."""
    if item.verb is not Verb.FS_WRITE or pieces is None:
        return item
    endings = {re.sub(r".*(?=\.)|.*", "", as_text(word), count=1, flags=re.DOTALL) for word in touch.words}
    if len(endings) != 1 or not re.fullmatch(r"\.\w+", next(iter(endings))):
        return item
    return replace(item, facts={**item.facts, "_pieces": list(pieces), "_ending": next(iter(endings))})


_CONVENTIONAL: Final = names("src app tests test")
"""Directories of projects; no published package is imported by these names for what it can do."""
_IN_PROCESS: Final = names("fastapi starlette pydantic")
"""Frameworks that only call what the text and the repository hand them: `TestClient(app)` asks no network."""


def _ours(name: str, use: Use) -> bool:
    """Whether the module is the repository's own: a file of it lies where Python looks first."""
    if files.area_of(Known("."), use.command, use.context) != "workspace":
        return False
    if name in _CONVENTIONAL or name in _IN_PROCESS:
        return True
    places = (files.absolute(Known(f"{name}{end}"), use.command, use.context) for end in (".py", "/__init__.py"))
    return any(place is not None and isinstance(use.context.ask(FileDigest(place)), Found) for place in places)


def _touched(touch: Touch, use: Use) -> tuple[Finding, ...]:
    """The findings of one touch of a Python text."""
    command, context = use.command, use.context
    match touch.way:
        case "read" | "tree":
            found = [files.reading(word, command, context, recursive=touch.way == "tree") for word in touch.words]
            if any(isinstance(word, Unknown) for word in touch.words):
                # What is computed may be computed to hide a name.
                found.append((opaque("which file the code reads is not known"),))
        case "write" | "writetree":
            found = [files.writing(word, command, context, recursive=touch.way == "writetree") for word in touch.words]
        case "delete" | "deltree":
            found = [files.deleting(word, command, context, recursive=touch.way == "deltree") for word in touch.words]
        case "contact" | "send" | "download":
            found = [
                http.contacting(
                    http.target_of(word),
                    sends_data=touch.way == "send",
                    saves=touch.way == "download",
                    because=f"contacts {as_text(word)}",
                )
                for word in touch.words
            ]
        case "shell":
            fed = replace(command, stdin=Piped())
            found = [shell(word, replace(use, command=fed)) for word in touch.words]
        case "argv":
            found = [argv(touch.words, use, stdin=Piped())]
        case "import":
            found = [_imported(word, use) for word in touch.words if lead(word).startswith(".")] or [(runs(use),)]
        case "beside":
            found = [_beside(use)]
        case "environment" | "token":
            label = "environment" if touch.way == "environment" else "token"
            found = [(finding(Verb.SECRET_READ, "environment", use, **{"class": label}),)]
        case "path":
            inside = all(files.area_of(word, command, context) == "workspace" for word in touch.words)
            found = [() if inside and touch.words else (opaque("where Python finds its modules is changed"),)]
        case "sql":
            found = [_stated(touch.words, use)]
        case "handed":
            found = [_handed(word, use) for word in touch.words]
        case _:
            assert_never(touch.way)
    return tuple(item for part in found for item in part)


def _stated(words: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    """A statement that a text hands to a database: SQLite's where its file is named, else one that is not known."""
    text, places = known(words[0]), words[1:]
    told = reading(text, "sqlite" if places else "postgres") if text is not None else WORST
    place = f"sqlite:{as_text(places[0])}" if places else "database"
    if places and known(places[0]) in (":memory:", "") and told.kind in ("change", "definition", "destruction"):
        told = replace(told, kind="read", unlimited=frozenset())  # it is gone when the text ends
    found = list(effects_of_sql(told, place, local=bool(places), because=use.command.text or use.name))
    if told.commands or text is None:
        found.append(opaque("what a database is asked is not known"))
    for way, path in told.touches:
        word: Word = Known(path) if path is not None else Unknown("a statement names it")
        touch = files.writing if way == "write" else files.reading
        found.extend(touch(word, use.command, use.context))
        if way == "script" or path is None:
            found.append(opaque("what a database is asked is not known"))
    return tuple(found)


def _handed(word: Word, use: Use) -> tuple[Finding, ...]:
    """A place that code of the repository is told: the repository's own, or its own temporary ones."""
    read = files.reading(word, use.command, use.context)
    secret = tuple(item for item in read if item.verb is not Verb.FS_READ)
    if secret or files.inside(word, use.command, use.context):
        return secret
    if files.area_of(word, use.command, use.context) == "temp":
        return ()
    return (opaque(f"{shown(as_text(word))} is handed to code that is not followed"),)


_SOURCES: Final = names("src app lib libs tests test dist build packages scripts server client config")


def _imported(word: Word, use: Use) -> tuple[Finding, ...]:
    """A file that a text loads by its path and calls as it likes: a script of the repository, where it is one."""
    inside = files.area_of(word, use.command, use.context) == "workspace"
    place = files.absolute(word, use.command, use.context)
    there = place is not None and isinstance(use.context.ask(FileDigest(place)), Found)
    if not inside or not (there or (as_text(word).split("/")[1:2] and as_text(word).split("/")[1] in _SOURCES)):
        return (opaque(f"{shown(as_text(word))} is not known to be this repository's"),)
    ran = runs(use)
    return (replace(ran, facts={**ran.facts, "_script": True}),)


_ADMINISTERED: Final = (
    "/usr/share",
    "/usr/lib",
    "/usr/bin",
    "/usr/src",
    "/usr/include",
    "/etc",
    "/lib",
    "/bin",
    "/sbin",
)
_OPEN_TO_ALL: Final = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108


def _beside(use: Use) -> tuple[Finding, ...]:
    """Text given to `-c` or on standard input imports from the working directory first: a `json.py` there runs instead
    of the standard one (sys.path, "safe path"). So the directory's code may run, whoever wrote it, but not below
    directories that only administrators write, nor with `-I` or `-P`."""
    cwd = use.command.cwd
    if use.has("-I", "-P") or (cwd is not None and any(within(cwd, root) for root in _ADMINISTERED)):
        return ()
    return (runs(use),)


def _beside_module(use: Use) -> tuple[Finding, ...]:
    """The same for `-m`, said only where everybody may have put a file."""
    cwd = use.command.cwd
    return _beside(use) if cwd is not None and any(within(cwd, root) for root in _OPEN_TO_ALL) else ()


def _served(use: Use) -> tuple[Word, ...]:
    """The directory that `http.server` shows: of `-d DIR`, else where it stands."""
    words = use.operands
    for at, word in enumerate(words):
        text = lead(word)
        if text.startswith("--dir"):
            return (
                (drop(word, text.index("=") + 1),) if "=" in text else words[at + 1 : at + 2] or (Unknown("it ends"),)
            )
        if text.startswith("-d"):
            return (drop(word, 2),) if text != "-d" else words[at + 1 : at + 2] or (Unknown("it ends"),)
    return (Known("."),)


def _python_argv(words: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    """What python itself would do with `words`: a script, or `-m MODULE`."""
    return argv((use.command.argv[0], *words), use)


def _profiled(use: Use) -> tuple[Finding, ...]:
    """`python -m cProfile [-o FILE] [-s ORDER] (FILE | -m MODULE) …`."""
    words = use.operands
    found: list[Finding] = []
    while words and lead(words[0]) in ("-o", "-s") and len(words) > 1:
        if lead(words[0]) == "-o":
            found.extend(files.writing(words[1], use.command, use.context))
        words = words[2:]
    if not words or (lead(words[0]).startswith("-") and known(words[0]) != "-m"):
        return (opaque("what `python -m cProfile` runs is not analysed"),)
    return (*found, *_python_argv(words, use))


def _timed(use: Use) -> tuple[Finding, ...]:
    """`python -m timeit [-s SETUP] STATEMENT…`: the lines of one text, each of which is Python."""
    lines: list[str | None] = []
    words = list(use.operands)
    while words:
        text = known(words.pop(0))
        if text in ("-n", "-r", "-u", "--number", "--repeat", "--unit") and words:
            words.pop(0)
        elif text in ("-s", "--setup") and words:
            lines.append(known(words.pop(0)))
        elif text is None or not text.startswith("-"):
            lines.append(text)
        elif not re.fullmatch(r"-[vp]+|-[nru]\d+|--(?:number|repeat|unit)=\w+", text):
            lines.append(None)
    return _python_text(None if None in lines else "\n".join(line or "" for line in lines), use)


def _module(name: str | None, use: Use) -> tuple[Finding, ...]:
    if name is None:
        return (opaque("which module `python -m` runs is not known"),)
    if name.split(".")[0] in _MODULES_AS_PROGRAMS:
        return argv((Known(name.split(".")[0].replace("_", "-")), *use.operands), use)
    match name:
        case "unittest" | "doctest":
            return (runs(use, name=name),)
        case "ensurepip":
            return constant("pkg.install@python~", use)
        case "webbrowser":
            return tuple(item for word in use.operands for item in in_role("url", word, use))
        case "venv":
            written = [files.writing(word, use.command, use.context, recursive=True) for word in use.operands]
            return tuple(item for found in written for item in found)
        case "json.tool":
            read = files.reading(use.operands[0], use.command, use.context) if use.operands else ()
            wrote = files.writing(use.operands[1], use.command, use.context) if len(use.operands) > 1 else ()
            return (*read, *wrote)
        case "compileall" | "py_compile":
            return tuple(
                item for word in _to_compile(use) for item in _byte_code(word, use, files_only=name == "py_compile")
            )
        case "http.server":
            served = _served(use)
            bound = any(known(word) in ("127.0.0.1", "localhost", "::1") for word in use.operands)
            inside = all(files.area_of(word, use.command, use.context) == "workspace" for word in served)
            meant = all(files.kind_of(word, use.command, use.context) == "build-output" for word in served)
            meant = meant and not any(
                lead(word).startswith("--c") for word in use.operands
            )  # `--cgi` runs what it shows
            if not inside or not (bound or meant) or use.command.cwd is None:
                return (opaque("`http.server` shows files to whoever asks; bind it to 127.0.0.1 and the work tree"),)
            return (finding(Verb.NET_CONNECT, "localhost", use, host="localhost", local=True, sends_data=True),)
        case "gzip":
            return argv((Known("gzip"), Known("-k"), *use.operands), use)  # as the program, but the file stays
        case "tokenize" | "base64" | "quopri" | "uu" | "zipfile" | "tarfile" | "zipapp" | "mimetypes":
            plain = [word for word in use.operands if not lead(word).startswith("-")]
            return tuple(
                item
                for word in plain
                for touch in (files.reading, files.writing)
                for item in touch(word, use.command, use.context, recursive=True)
            )
        case "cProfile" | "profile":
            return _profiled(use)
        case "timeit":
            return _timed(use)
        case "pdb" if known(use.operands[0] if use.operands else None) == "-c" and len(use.operands) > 2:
            if known(use.operands[1]) not in ("continue", "c", "cont", "quit", "q"):
                return (opaque("a command of `pdb` is not analysed"),)
            return _python_argv(use.operands[2:], use)
        case "idlelib" | "code":
            return (opaque("an interpreter of Python takes its code from elsewhere"),)
        case "pdb" | "runpy" | "trace" | "ftplib" | "telnetlib" | "smtpd" | "poplib" | "imaplib" | "nntplib":
            return (opaque(f"what `python -m {name}` runs is not analysed"),)
        case _ if name in _QUIET_MODULES:
            return ()
        case _:
            return (runs(use, name=name),)


# ── other languages ──────────────────────────────────────────────────────────────────────────────────────

_READERS: Final[Mapping[str, Callable[[str], tuple[Seen, ...]]]] = {
    "node": javascript.read,
    "nodejs": javascript.read,
    "bun": javascript.read,
    "deno": javascript.read,
    "ruby": partial(language.read, language=languages.RUBY),
    "php": partial(language.read, language=languages.PHP),
    "lua": partial(language.read, language=languages.LUA),
    "luajit": partial(language.read, language=languages.LUA),
    "Rscript": partial(language.read, language=languages.R),
    "R": partial(language.read, language=languages.R),
    "perl": partial(language.read, language=languages.PERL),
    "julia": partial(language.read, language=languages.JULIA),
    "elixir": partial(language.read, language=languages.ELIXIR),
}


def _by_option(use: Use) -> tuple[Finding, ...]:
    """`-e CODE` and the like, else a script file, else standard input."""
    codes = use.values("-e", "-r") if use.name == "php" else (*use.values("-e"), *use.values("-p"))
    if codes:
        return tuple(item for word in codes for item in _text(known(word), use))
    if use.name == "php" and use.has("-S", "-l", "-i", "-m"):
        if use.has("-S") and not lead(use.value("-S") or Known("")).startswith(("localhost:", "127.0.0.1:", "[::1]:")):
            return (opaque("`php -S` answers whoever asks; bind it to 127.0.0.1"),)
        return (runs(use),) if use.has("-S") else ()
    if use.has("--test", "-t") and use.name.startswith(("node", "bun", "deno")):
        brings = (item for word in use.values("--test-reporter") if "/" in lead(word) for item in script(word, use))
        return (runs(use), *brings)
    for word in use.values("--test-reporter"):
        if "/" in lead(word) or known(word) is None:
            return script(word, use)
    if use.has("-c") and use.name == "perl" and use.operands:
        return script(use.operands[0], use)  # `BEGIN` blocks and the modules that it uses run (perlrun, "-c")
    if use.has("-c", "--check"):
        return tuple(item for word in use.operands for item in files.reading(word, use.command, use.context))
    if use.has("-v") and not use.operands:
        return ()
    if use.operands and known(use.operands[0]) != "-":
        return script(use.operands[0], use)
    match use.command.stdin:
        case FromText(text):
            return _text(text, use)
        case FromFile(path):
            return script(path, use)
        case Piped() | Inherited():
            return (opaque(f"{shown(use.name)} runs what it reads from standard input"),)
        case _:
            assert_never(use.command.stdin)


def _text(text: str | None, use: Use) -> tuple[Finding, ...]:
    """The findings of a text in the language of the program."""
    reader = _READERS.get(use.name, javascript.read if use.name in ("tsx", "ts-node") else None)
    if text is None or reader is None or len(text) > MAX_TEXT:
        return (opaque(f"the code that {shown(use.name)} runs is not known or not analysed"),)
    try:
        seen = reader(text)
    except (StrangeTextError, RecursionError) as error:
        why = str(error) if isinstance(error, StrangeTextError) else "it is nested too deep"
        told = _only_computes(text, use)
        if told is not None:
            return told
        return (opaque(f"the code that {shown(use.name)} runs is not understood: {why}"),)
    if any(one.way == "import" for one in seen) and written.names_places(text, use.context.workspace):
        return (opaque(f"the code that {shown(use.name)} runs names a place that the repository's code might touch"),)
    return tuple(item for one in seen for item in _touched(Touch(one.way, one.words), use))


_SOURCES_OF: Final[Mapping[str, str]] = {
    "node": "mts", "nodejs": "mts", "bun": "mts", "deno": "mts", "tsx": "mts", "ts-node": "mts", "ruby": "rb",
    "php": "php",
}  # fmt: skip


def _only_computes(text: str, use: Use) -> tuple[Finding, ...] | None:
    """The findings of a text that only computes and uses the repository's code; None: it is not known to."""
    ending, cwd = _SOURCES_OF.get(use.name), use.command.cwd
    if ending is None or cwd is None or use.context.workspace is None or not within(cwd, use.context.workspace):
        return None
    if not written.computes_here(f"{cwd.rstrip('/')}/-.{ending}", text, use.context.workspace):
        return None
    ran = runs(use)  # only read for what it must not name: never better than a script of the repository
    return (replace(ran, facts={**ran.facts, "_script": True}),)


_RUBY_LIBRARIES: Final = names("json yaml csv set date time pp erb digest bigdecimal prime matrix securerandom ostruct "
                               "stringio strscan tsort benchmark fileutils tempfile uri")  # fmt: skip
"""Of Ruby itself; `-r` does not look in the working directory."""


def _ruby(use: Use) -> tuple[Finding, ...]:
    """Ruby with `-n`, `-p`, `-i` over its operands."""
    loaded: list[Finding] = []
    for word in use.values("-r"):
        name = known(word)
        if name is None or "/" in name:
            loaded.extend(script(word, use))
        elif name not in _RUBY_LIBRARIES or use.has("-I"):
            loaded.append(runs(use))
    return (*loaded, *_over_files(use))


_PERL_LIBRARIES: Final = names(
    "strict warnings utf8 List::Util Time::Local POSIX Data::Dumper integer bigint feature "
    "JSON::PP Time::HiRes Time::Piece File::Basename File::Spec Scalar::Util Text::Wrap Text::ParseWords MIME::Base64 "
    "Digest::MD5 Digest::SHA Encode Term::ANSIColor Unicode::Normalize Math::BigInt Math::BigFloat Math::Trig bignum "
    "locale open constant Text::Tabs Text::Abbrev Benchmark"
)
_PERL_MODULE: Final = re.compile(r"([A-Za-z]\w*(?:::\w+)*)(?:=[\w,]+)?")


def _perl(use: Use) -> tuple[Finding, ...]:
    loaded: list[Finding] = []
    for word in use.values("-M", "-m"):
        match = _PERL_MODULE.fullmatch(known(word) or "")
        if match is None or match[1] not in _PERL_LIBRARIES or use.has("-I"):
            loaded.append(opaque(f"the module that {shown(use.name)} loads is not known"))
    return (*loaded, *_over_files(use))


def _over_files(use: Use) -> tuple[Finding, ...]:
    """A text that runs for each line of the operands (`-n`, `-p`), which `-i` writes back."""
    codes = use.values("-e")
    if not codes:
        return () if use.name == "perl" and use.has("-V") and not use.operands else _by_option(use)
    # Several `-e` are the lines of one text.
    lines = [known(word) for word in codes]
    whole = None if None in lines else "\n".join(line or "" for line in lines)
    found = list(_text(whole, use))
    looped = use.has("-n", "-p", "-i") or (whole is not None and "ARGF" in whole)
    for value in use.values("-i"):
        if "/" in lead(value) or "*" in lead(value):
            found.append(opaque(f"{shown(use.name)} keeps what it changes at another place"))
    for operand in use.operands:
        # perl opens its operands with the two-argument `open`: a bar in a name runs a program (perlop, "I/O").
        if looped:
            found.extend(_named_program(operand, use))
        if looped:
            found.extend(files.reading(operand, use.command, use.context))
        if use.has("-i"):
            found.extend(files.writing(operand, use.command, use.context))
        for ending in use.values("-i"):
            found.extend(kept_copy(operand, ending, use))
    return tuple(found)


_PLAIN_NAMES: Final = re.compile(r"[\w./@-][^|]*|\*\*[^|]*\.\w+")
"""Globs whose names do not begin with a sign of `open`: below a named directory, or of tracked files. That one which
is there already ends with a bar is the repository's own doing."""


_ELSEWHERE: Final = re.compile(r"[|><]|\A[/~]|\.\.")


def _named_program(operand: Word, use: Use) -> tuple[Finding, ...]:
    name = known(operand)
    if name is not None and "|" not in name and not name.startswith((">", "+", "<")):
        return ()
    if isinstance(operand, Pattern) and not _ELSEWHERE.search(operand.glob):
        if _PLAIN_NAMES.fullmatch(operand.glob):
            return ()
        suffixed = re.fullmatch(r"[*?][^|]*\.\w+", operand.glob) is not None
        if suffixed and files.area_of(Known("."), use.command, use.context) == "workspace":
            ran = runs(use)
            return (replace(ran, facts={**ran.facts, "_script": True}),)
    return (opaque(f"a file name that {shown(use.name)} is given may run a program"),)


_R_TASKS: Final = re.compile(
    r"(?:testthat::test_(?:dir|file|local|package)|devtools::(?:test|check|document|load_all|build|lint)|"
    r"lintr::lint_(?:package|dir)|rmarkdown::render|quarto::quarto_render|renv::(?:status|snapshot)|roxygen2::roxygeni[sz]e|"
    r"covr::package_coverage|styler::style_(?:pkg|dir|file)|pkgdown::build_site|targets::tar_make|rcmdcheck::rcmdcheck)"
    r"\((?:\s*(?:\w+\s*=\s*)?(?:TRUE|FALSE|\d+|['\"](?!/|~|\.\./|[^'\"]*/\.\./)[\w ./-]*['\"])\s*,?)*\)"
)
"""Calls of well-known packages that run the repository's own code on its own files."""


def _r(use: Use) -> tuple[Finding, ...]:
    """R and Rscript: `R CMD check .`, tasks of the repository, else a text or script."""
    words = [known(word) for word in use.operands]
    if words[:1] == ["CMD"]:
        match words[1:2]:
            case ["check" | "build" | "Rd2pdf" | "config" | "javareconf"] if "javareconf" not in words:
                return (runs(use), *(item for word in use.operands[2:] for item in _inside(word, use)))
            case ["BATCH"]:
                return tuple(item for word in use.operands[2:3] for item in script(word, use))
            case _:
                return (opaque("what `R CMD` does is not analysed"),)
    codes = [known(word) or "?" for word in use.values("-e")]
    if codes and all(_R_TASKS.fullmatch(part.strip()) for code in codes for part in code.split(";") if part.strip()):
        return (runs(use),)
    return _by_option(use)


def _inside(word: Word, use: Use) -> tuple[Finding, ...]:
    if lead(word).startswith("-") or files.area_of(word, use.command, use.context) == "workspace":
        return ()
    return script(word, use)


_PKG_TASKS: Final = re.compile(
    r"\s*using\s+Pkg\s*;?\s*(?:Pkg\.(?:test|status|precompile|resolve|build)\(\s*(?:\"[\w.]+\")?\s*\)\s*;?\s*)+"
)


def _julia(use: Use) -> tuple[Finding, ...]:
    codes = [known(word) or "?" for word in use.values("-e", "-E")]
    if codes and all(_PKG_TASKS.fullmatch(code) for code in codes):
        return (runs(use),)
    return _by_option(use)


def _swift(use: Use) -> tuple[Finding, ...]:
    """`swift build|test|run|package …` are the repository's; anything else is a script or code."""
    match [known(word) for word in use.operands[:2]]:
        case ["build" | "test" | "run", *_] | [
            "package",
            "describe"
            | "dump-package"
            | "show-dependencies"
            | "tools-version"
            | "clean"
            | "reset"
            | "format"
            | "generate-documentation"
            | "diagnose-api-breaking-changes"
            | "plugin"
            | "dump-symbol-graph"
            | "edit"
            | "unedit",
        ]:
            return (runs(use),)
        case ["package", "resolve" | "update"]:
            return (runs(use), locked("swift", use, pinned=False))
        case ["package", "init"]:
            return files.writing(Known("./Package.swift"), use.command, use.context)
        case ["package", _]:
            return (opaque("what `swift package` does is not known"),)
        case _:
            return _by_option(use)


_ALIASES: Final = re.compile(r"-[MXTA](?::[\w./-]+)+")


def _clojure(use: Use) -> tuple[Finding, ...]:
    """`clj -X:test`: aliases of the repository's `deps.edn`; `-Sdeps` and `-e` bring code."""
    words = [known(word) or "?" for word in use.command.argv[1:]]
    if (
        words
        and _ALIASES.fullmatch(words[0])
        and not any(word.startswith(("-e", "-S", "--eval", "-i", "-r")) for word in words)
    ):
        return (runs(use),)
    return tuple(
        opaque(f"option {shown(name)} of {shown(use.name)} is not known") for name in use.unknown
    ) + _by_option(use)


def _java(use: Use) -> tuple[Finding, ...]:
    if any(name.startswith(("-javaagent", "-agent", "-Xbootclasspath", "-Xrun")) for name in use.unknown):
        return (opaque("`java` loads code beside the program"),)
    before = use.command.argv[1 : len(use.command.argv) - len(use.operands)]
    if any(word.startswith(("-XX:On", "-XX:Flags", "-XX:VMOptionsFile", "@")) for word in map(lead, before)):
        return (opaque("an option of `java` starts a program, or options are in a file"),)
    jar = use.value("-jar")
    if jar is not None:
        return script(jar, use)
    if use.operands and (known(use.operands[0]) or "").endswith(".java"):
        return script(use.operands[0], use)
    return (runs(use),) if use.operands else ()


def _dotnet(use: Use) -> tuple[Finding, ...]:
    words = [lead(word) for word in use.command.argv[1:3]]
    if words == ["nuget", "push"]:
        return (finding(Verb.ARTIFACT_PUBLISH, "nuget", use),)
    named = [word for word in use.command.argv[3:] if not lead(word).startswith("-")][:1]
    match words:
        case ["tool", "list" | "search" | "uninstall"]:
            return ()
        case ["tool", "run"]:
            return (runs(use),)  # what the repository's manifest of tools pins
        case ["tool", "restore"]:
            return (locked("nuget", use, pinned=True),)
        case ["tool", "install" | "update"] if named:
            other = any(lead(w).startswith(("--add-source", "--configfile", "--tool-path")) for w in use.command.argv)
            elsewhere = (opaque("packages come from elsewhere, or go elsewhere"),) if other else ()
            return (package(named[0], "nuget", use), *elsewhere)
        case ["tool", _]:
            return (runs(use, trust="unknown"),)
        case ["ef", "database"] if any(lead(word) == "drop" for word in named):
            return (finding(Verb.DB_ADMIN, "database", use),)
        case _:
            return ()


_COMPILE_VALUES: Final = (
    "-d",
    "-s",
    "-p",
    "-x",
    "-i",
    "-r",
    "-o",
    "-e",
    "-j",
    "--hardlink-dupes",
    "--invalidation-mode",
)


def _to_compile(use: Use) -> tuple[Word, ...]:
    """The files and directories that `compileall` and `py_compile` are given."""
    words = use.operands
    after = ("", *(known(word) for word in words))
    return tuple(
        word
        for word, before in zip(words, after, strict=False)
        if lead(word)[:1] != "-" and before not in _COMPILE_VALUES
    )


def _byte_code(word: Word, use: Use, *, files_only: bool) -> tuple[Finding, ...]:
    """The compiled file lies below the directory of its source."""
    text = known(word)
    if text is None and files_only and isinstance(word, Pattern):
        folder = word.glob.rpartition("/")[0] or ("**" if "**" in word.glob else ".")
        made = files.writing(Pattern(f"{folder}/__pycache__/*"), use.command, use.context)
        return (*files.reading(word, use.command, use.context), *made)
    if text is None or not text.endswith(".py"):
        read = files.reading(word, use.command, use.context, recursive=True)
        return (*read, *files.writing(word, use.command, use.context, recursive=True))
    place = Known(f"{text.rpartition('/')[0] or '.'}/__pycache__")
    read = files.reading(word, use.command, use.context)
    return (*read, *files.writing(place, use.command, use.context, recursive=True))


def _node(use: Use) -> tuple[Finding, ...]:
    """Profiles lie where it stands, under names of its own."""
    profiles = use.has("--prof", "--cpu-prof", "--heap-prof")
    made = files.writing(Pattern("./*"), use.command, use.context) if profiles else ()
    debugged = use.values("--inspect", "--inspect-brk", "--inspect-wait", "--inspect-port", "--debug-port")
    if any(known(word) is None or not _LOCAL_DEBUGGER.fullmatch(lead(word)) for word in debugged):
        return (
            *made,
            opaque(f"the debugger of {shown(use.name)} runs what whoever reaches it says; bind it to 127.0.0.1"),
        )
    return (*made, *_by_option(use))


_LOCAL_DEBUGGER: Final = re.compile(r"=?(?:(?:127\.0\.0\.1|localhost|\[::1\]):?)?\d*")


_PYTHON: Final = (
    "-c=rest -m=rest -I -E -s -S -u -B -b -d -i=opaque -O -OO -P -q -v -x -W= -X= -V|--version -h|--help -R "
    "--check-hash-based-pycs="
)
_NODE: Final = (
    "-e|--eval= -p|--print= -r|--require=script --import=script --loader|--experimental-loader=script -c|--check "
    "-i|--interactive --test --test-reporter= --test-name-pattern= --watch --watch-path= --inspect? --inspect-brk? "
    "--inspect-wait? --inspect-port= --debug-port= "
    "-v|--version --max-old-space-size= --no-warnings --enable-source-maps --env-file=read "
    "--experimental-strip-types --experimental-vm-modules --trace-warnings --input-type= --conditions= "
    "--cpu-prof --cpu-prof-dir=writetree --cpu-prof-name=write --cpu-prof-interval= --heap-prof "
    "--heap-prof-dir=writetree --heap-prof-name=write --prof --trace-deprecation --trace-uncaught --trace-exit "
    "--no-deprecation --pending-deprecation "
    "--throw-deprecation --unhandled-rejections= --stack-trace-limit= --stack-size= --max-semi-space-size= "
    "--test-timeout= --test-concurrency= --test-only --test-force-exit --test-isolation= --test-shard= "
    "--test-skip-pattern= --test-update-snapshots --test-coverage-lines= --test-coverage-include= "
    "--test-coverage-exclude= --test-reporter-destination=write --experimental-transform-types --experimental-sqlite "
    "--experimental-default-type= --experimental-import-meta-resolve --experimental-require-module "
    "--experimental-test-module-mocks --experimental-wasm-modules --no-experimental-fetch --trace-gc "
    "--report-on-fatalerror --report-dir=writetree --abort-on-uncaught-exception --disable-warning= "
    "--watch-preserve-output "
    "--insecure-http-parser --max-http-header-size= --dns-result-order= --no-experimental-strip-types "
    "--expose-gc --preserve-symlinks --experimental-test-coverage --title= --openssl-legacy-provider"
)

PROGRAMS: Final[tuple[Program, ...]] = (
    row("python python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 pypy pypy3",
        _PYTHON.replace("-i=opaque ", ""), style="posix", act=_python),
    row("ipython jupyter-lab jupyter-notebook", style="posix", handles_doubt=True, does="opaque@ipython"),
    row("jupyter", "--config=config", otherwise="opaque@jupyter", subs=(
        sub("nbconvert", "--to= --output=write --output-dir=writetree --stdout --no-input --no-prompt --clear-output "
            "--inplace --execute --template=config --allow-errors --stdin --embed-images --theme= --log-level= "
            "--ExecutePreprocessor.timeout= --TagRemovePreprocessor.remove_cell_tags= "
            "--TemplateExporter.exclude_input=",
            "beside*", does="exec.run@repository", act=lambda use: tuple(
                item for word in use.operands for item in script(word, use)) if use.has("--execute") else ()),
        sub("kernelspec list|--version|--paths|--runtime-dir|--data-dir|lab list|notebook list|server "
            "list|labextension "
            "list|--json", open=True),
        sub("lab|notebook", "--no-browser --port= --notebook-dir=config", "config*",
            does="exec.run@repository net.connect@http://localhost"))),
    row("node nodejs", _NODE, style="posix", act=_node),
    row("ts-node tsx", "-e|--eval= -p|--print= -r|--require=script --esm -T|--transpile-only --watch -P= --project=",
        style="posix", act=_by_option),
    row("ruby", "-e= -r= -I= -c -w -W? -v|--version -n -p -i? -x? -C=opaque -s -S=opaque -l -a -F= -0 -7 --disable=",
        style="posix", act=_ruby),
    row("perl", "-e|-E= -n -p -i? -w -W -l -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -a -F= -s -T -t -c -v -M= -m= -I= -x? -C? -V? "
        "-u -U -X -S -h",
        style="posix", act=_perl),
    row("php", "-r= -f=script -l=read -v|--version -m -i -d=opaque -c=opaque -n -S= -t= -B=code -R=code -E=code "
        "-a=opaque -s= -w=", style="posix", act=_by_option),
    row("R Rscript", "-e= -q|--quiet --no-save --no-restore --vanilla --slave -s|--silent --no-echo --version "
        "-f=script "
        "--no-environ --no-site-file --no-init-file --default-packages= --args --verbose",
        style="posix", act=_r),
    row("julia", "-e|--eval= -E|--print= --project?config -t|--threads= -p= -O? -q -i?opaque -L|--load=script "
        "--startup-file= --color= --check-bounds= --code-coverage? --track-allocation? --compile= --depwarn= "
        "--version|-v "
        "--inline= --compiled-modules= --warn-overwrite= -J=opaque --sysimage=opaque --home=opaque", style="posix",
        act=_julia),
    row("swift", "-e=code -c=opaque -v|--version -Xswiftc=opaque -Xcc=opaque "
        "-Xlinker=opaque", style="posix", act=_swift),
    row("clojure clj", "-e|--eval= -v|--version", style="posix", handles_doubt=True, act=_clojure),
    row("lua luajit groovy scala elixir erl ghci runghc octave sbcl guile tclsh "
        "osascript gnuplot expect", "-e|--eval= -v|--version", style="posix", act=_by_option),
    row("java", "-jar=rest -cp|-classpath|--class-path= -version|--version -ea -server -showversion -Xmx? -Xms? -D? "
        "-XX?", style="long", handles_doubt=True, act=_java),
    row("dotnet", handles_doubt=True, does="exec.run@repository", act=_dotnet),
)  # fmt: skip
