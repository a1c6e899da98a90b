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
    Piped,
    Unknown,
    opaque,
)
from mayact.core.analysis.paths import within
from mayact.core.analysis.plan import FileDigest, Found
from mayact.core.analysis.programs.python import body
from mayact.core.analysis.programs.python.body import Body, Strange
from mayact.core.analysis.programs.python.effects import Touch
from mayact.core.analysis.programs.python.scope import Where
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, runs, script, shell
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.programs.texts import javascript, language, languages
from mayact.core.analysis.programs.texts.tokens import MAX_TEXT, Seen, StrangeTextError
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

# ── Python ───────────────────────────────────────────────────────────────────────────────────────────────

_MODULES_AS_PROGRAMS: Final = names(
    "pytest pip black ruff mypy tox nox twine build coverage flake8 isort pylint virtualenv uv poetry mkdocs "
    "pre_commit bandit pyright hatch pdm pipx"
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
        case Body(touches):
            return tuple(item for touch in touches for item in _touched(touch, use))
        case Strange(because):
            return (opaque(f"the code that {shown(use.name)} runs is not understood: {because}"),)


_CONVENTIONAL: Final = names("src app tests test")
"""Directories of projects; no published package is imported by these names for what it can do."""


def _ours(name: str, use: Use) -> bool:
    """Whether the module is the repository's own: a file of it lies where Python looks first."""
    if files.area_of(Known("."), use.command, use.context) != "workspace":
        return False
    if name in _CONVENTIONAL:
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
            found = [(runs(use),)]
        case "beside":
            found = [_beside(use)]
        case "environment" | "token":
            label = "environment" if touch.way == "environment" else "token"
            found = [(finding(Verb.SECRET_READ, "environment", use, **{"class": label}),)]
        case "path":
            inside = all(files.area_of(word, command, context) == "workspace" for word in touch.words)
            found = [() if inside and touch.words else (opaque("where Python finds its modules is changed"),)]
        case _:
            assert_never(touch.way)
    return tuple(item for part in found for item in part)


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


def _module(name: str | None, use: Use) -> tuple[Finding, ...]:
    if name is None:
        return (opaque("which module `python -m` runs is not known"),)
    if name.split(".")[0] in _MODULES_AS_PROGRAMS:
        return argv((Known(name.split(".")[0].replace("_", "-")), *use.operands), use)
    match name:
        case "unittest" | "doctest":
            return (runs(use, name=name),)
        case "ensurepip":
            return constant("pkg.install@python", use)
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
                item
                for word in use.operands
                for found in (
                    files.reading(word, use.command, use.context),
                    files.writing(
                        Known(f"{lead(word).rpartition('/')[0] or '.'}/__pycache__"), use.command, use.context
                    ),
                )
                for item in found
            )
        case "http.server":
            served = use.operands[1:] if any(lead(w).startswith(("-d", "--directory")) for w in use.operands) else ()
            bound = any(known(word) in ("127.0.0.1", "localhost", "::1") for word in use.operands)
            if served or not bound:
                return (opaque("`http.server` shows files to whoever asks; bind it to 127.0.0.1 and the work tree"),)
            return (finding(Verb.NET_CONNECT, "localhost", use, host="localhost", local=True, sends_data=True),)
        case "tokenize" | "base64" | "quopri" | "uu" | "zipfile" | "tarfile" | "gzip" | "zipapp" | "mimetypes":
            plain = [word for word in use.operands if not lead(word).startswith("-")]
            return tuple(
                item
                for word in plain
                for touch in (files.reading, files.writing)
                for item in touch(word, use.command, use.context, recursive=True)
            )
        case "timeit" | "code" | "pdb" | "runpy" | "trace" | "cProfile" | "profile":
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
    reader = _READERS.get(use.name)
    if text is None or reader is None or len(text) > MAX_TEXT:
        return (opaque(f"the code that {shown(use.name)} runs is not known or not analysed"),)
    try:
        seen = reader(text)
    except (StrangeTextError, RecursionError) as error:
        why = str(error) if isinstance(error, StrangeTextError) else "it is nested too deep"
        return (opaque(f"the code that {shown(use.name)} runs is not understood: {why}"),)
    return tuple(item for one in seen for item in _touched(Touch(one.way, one.words), use))


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


_PERL_LIBRARIES: Final = names("strict warnings utf8 List::Util Time::Local POSIX Data::Dumper integer bigint feature")
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
        return _by_option(use)
    # Several `-e` are the lines of one text.
    lines = [known(word) for word in codes]
    whole = None if None in lines else "\n".join(line or "" for line in lines)
    found = list(_text(whole, use))
    looped = use.has("-n", "-p", "-i")
    for value in use.values("-i"):
        if "/" in lead(value) or "*" in lead(value):
            found.append(opaque(f"{shown(use.name)} keeps what it changes at another place"))
    for operand in use.operands:
        # perl opens its operands with the two-argument `open`: a bar in a name runs a program (perlop, "I/O").
        name = known(operand)
        if looped and (name is None or "|" in name or name.startswith((">", "+", "<"))):
            found.append(opaque(f"a file name that {shown(use.name)} is given may run a program"))
        if looped:
            found.extend(files.reading(operand, use.command, use.context))
        if use.has("-i"):
            found.extend(files.writing(operand, use.command, use.context))
    return tuple(found)


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
    if words[:1] == ["tool"] and words[1:2] != ["list"]:
        return (runs(use, trust="unknown"),)
    return ()


_PYTHON: Final = (
    "-c=rest -m=rest -I -E -s -S -u -B -b -d -i=opaque -O -OO -P -q -v -x -W= -X= -V|--version -h|--help -R "
    "--check-hash-based-pycs="
)
_NODE: Final = (
    "-e|--eval= -p|--print= -r|--require=script --import=script --loader|--experimental-loader=script -c|--check "
    "-i|--interactive --test --test-reporter= --test-name-pattern= --watch --watch-path= --inspect? --inspect-brk? "
    "-v|--version --max-old-space-size= --no-warnings --enable-source-maps --env-file=read "
    "--experimental-strip-types --experimental-vm-modules --trace-warnings --input-type= --conditions= "
    "--expose-gc --preserve-symlinks --experimental-test-coverage --title= --openssl-legacy-provider"
)

PROGRAMS: Final[tuple[Program, ...]] = (
    row("python python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 pypy pypy3",
        _PYTHON.replace("-i=opaque ", ""), style="posix", act=_python),
    row("ipython jupyter jupyter-lab jupyter-notebook", style="posix", handles_doubt=True, does="opaque@ipython"),
    row("node nodejs", _NODE, style="posix", act=_by_option),
    row("ts-node tsx", "-e|--eval= -p|--print= -r|--require=script --esm -T|--transpile-only --watch -P= --project=",
        style="posix", act=_by_option),
    row("ruby", "-e= -r= -I= -c -w -W? -v|--version -n -p -i? -x? -C=opaque -s -S=opaque -l -a -F= -0 -7 --disable=",
        style="posix", act=_ruby),
    row("perl", "-e|-E= -n -p -i? -w -W -l -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -a -F= -s -T -t -c -v -M= -m= -I= -x? -C? "
        "-u -U -X -S -h",
        style="posix", act=_perl),
    row("php", "-r= -f=script -l=read -v|--version -m -i -d=opaque -c=opaque -n -S= -t= -B=code -R=code -E=code "
        "-a=opaque -s= -w=", style="posix", act=_by_option),
    row("lua luajit Rscript groovy scala clojure clj elixir erl ghci runghc swift julia octave sbcl guile tclsh R "
        "osascript gnuplot expect", "-e|--eval= -v|--version", style="posix", act=_by_option),
    row("java", "-jar=rest -cp|-classpath|--class-path= -version|--version -ea -server -showversion -Xmx? -Xms? -D? "
        "-XX?", style="long", handles_doubt=True, act=_java),
    row("dotnet", handles_doubt=True, does="exec.run@repository", act=_dotnet),
)  # fmt: skip
