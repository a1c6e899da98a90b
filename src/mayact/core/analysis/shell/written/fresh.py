"""Files that one call both writes and runs, and links that it makes.

Law: what a script will hold is pinned before the call starts, so a script that the call itself writes is code that
nobody has seen: it is read where the call spells it out and its language is analysed, it is a script's run where
`written` says that it can only compute, and else it is opaque. Programs that build or install the repository's own
code are trusted as far as it is, which ends at code that the call spells out.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from mayact.core.analysis import files
from mayact.core.analysis.command import Context, Finding, FromText, Known, SimpleCommand, opaque
from mayact.core.analysis.places.paths import within
from mayact.core.analysis.plan import FileDigest, Missing
from mayact.core.analysis.shell.written import built, compiled, readers
from mayact.core.analysis.shell.written import source as written
from mayact.core.analysis.shell.written.planted import imports_beside, is_words, names_nothing, runs
from mayact.core.analysis.shell.written.planted_tables import CODE
from mayact.core.analysis.shell.written.sources import makefile
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_BUILDERS: Final = frozenset(
    {
        "npm", "npx", "pnpm", "yarn", "bun", "pip", "pip3", "uv", "poetry", "pipenv", "cargo", "go", "make", "cmake",
        "ninja", "python", "python3", "virtualenv", "node", "tsc", "gcc", "g++", "cc", "clang", "clang++", "rustc",
        "javac", "mvn", "gradle", "bundle", "composer", "dotnet", "swift", "meson",
    }
)  # fmt: skip
_KEEPS_CONTENT: Final = frozenset({"chmod", "chown", "chgrp", "touch", "mkdir"})
_MAX_LINKS: Final = 16  # each is compared with every finding
_BRINGS_CODE: Final = (Known("clone"), Known("submodule"))

_LANGUAGES: Final = {
    "bash": "bash -c", "sh": "sh -c", "dash": "dash -c", "python": "python3 -c", "python3": "python3 -c",
    "node": "node -e", "ruby": "ruby -e", "perl": "perl -e", "php": "php -r", "lua": "lua -e", "Rscript": "Rscript -e",
}  # fmt: skip
"""How a program is told on the command line to run what it would run from a file."""
_BRINGS: Final = re.compile(
    r"import|\b(?:require\w*|include\w*|dofile|loadfile|source|load)\b(?!\s+[\"'](?:json|set|date|time|yaml|csv|digest)[\"'])"
)
_MAKEFILE: Final = re.compile(r"(?:GNUm|[Mm])akefile")
_MADE_SO: Final = re.compile(r"-[nkBsj]\d*|--(?:dry-run|just-print|silent|keep-going|always-make)|[A-Za-z][\w-]*")
"""Words of `make` by which nothing but rules of the Makefile beside it is made."""
_SHEBANG: Final = re.compile(r"#!\s*(?:/usr/bin/env\s+|/usr/local/bin/|/usr/bin/|/bin/)(\w+)\s*\n")

_SIGN: Final = 25
"""What each character of a text costs that is read, in units of `limits.MAX_ANALYSIS_WORK` (measured)."""

Run: TypeAlias = Callable[[SimpleCommand], tuple[Finding, ...]]


class Fresh:
    """What was written and what was run so far."""

    def __init__(self) -> None:
        self._written: dict[str, None] = {}
        self._touched: dict[str, int] = {}
        self._covered: dict[str, None] = {}
        self._content: dict[str, str | None] = {}
        self._added: dict[str, str] = {}
        self._built: dict[str, tuple[tuple[str, ...], int]] = {}
        """Programs that the call compiles: the sources of each, and what `_changes` says when it is made."""
        self._shown: set[str] = set()
        """What the call spells out and runs outside the repository, and what was read of it without doubt."""
        self._ran: dict[str, tuple[str, SimpleCommand | None]] = {}
        self._before: dict[str, list[SimpleCommand]] = {}
        self._seen: dict[int, Finding] = {}
        self._links: dict[str, str] = {}
        self._followed: set[str] = set()
        self._executable: set[str] = set()

    def note(self, command: SimpleCommand | None, findings: tuple[Finding, ...]) -> None:
        """`findings` of `command`; None: of a redirection. What a wrapper passes on was noted with what it wraps."""
        if command is not None and imports_beside(command):
            for module in self._content:
                if module.endswith(".py") and module.rpartition("/")[0] == command.cwd:
                    self._before.setdefault(module, []).append(command)
        counts = command is None or _writes_content(command)
        made = compiled.made(command, findings) if command is not None else None
        if made is not None and self._changes(made.path):
            made = None
        for finding in findings:
            if id(finding) in self._seen:
                continue
            self._seen[id(finding)] = finding  # kept, so that its id stays its own
            path = finding.facts.get("path")
            link, leads = finding.facts.get("_link"), finding.facts.get("_leads")
            if isinstance(link, str) and isinstance(leads, str):
                self._links[link] = leads
            if finding.verb is Verb.EXEC_RUN and isinstance(path, str):
                self._ran.setdefault(path, (finding.because, command))
                if runs(finding) and command is not None and path not in self._written:
                    # `bin/rspec`, `artisan test`: a script of the repository may look for its code, too.
                    self._is_before(command)
            elif runs(finding) and command is not None:
                # A runner looks for its code itself: what was spelled out before it may be among it.
                self._is_before(command)
            elif finding.verb is Verb.FS_WRITE:
                if command is not None and _named(command) == "chmod":
                    self._executable.add(finding.resource)
                many = finding.facts.get("recursive") is True or finding.facts.get("many") is True
                place = finding.resource.rstrip("*").rstrip("/") if many else finding.resource
                self._touched[place] = self._touched.get(place, 0) + (2 if many else not _keeps(command))
                if counts:
                    (self._covered if many else self._written)[place] = None
                    if many:
                        continue
                    if command is not None and isinstance(command.stdin, FromText) and _named(command) == "tee":
                        self._content[finding.resource] = None if Known("-a") in command.argv else command.stdin.text
        if made is not None:
            self._built[made.path] = (made.sources, self._changes(made.path))

    def _is_before(self, command: SimpleCommand) -> None:
        for path in self._content:
            self._before.setdefault(path, []).append(command)

    def spelled(self, path: str, text: str | None, *, added: bool = False) -> None:
        """The file `path` is written with `text`, which stands in the call; None: only part of it is known. `added`:
        behind what was there."""
        self._content[path] = None if added else text
        if added and text is not None:
            self._added[path] = text

    def behind(self, findings: tuple[Finding, ...], context: Context) -> tuple[Finding, ...]:
        """What the call does through links that it makes itself: nobody could look where they lead."""
        if len(self._links) > _MAX_LINKS:
            return (opaque(f"it makes more than {_MAX_LINKS} links"),)
        return tuple(
            item
            for link, target in self._links.items()
            for finding in findings
            for item in files.behind(finding, link, target, context)
        )

    def code(self, context: Context, run: Run, spend: Callable[[int], None]) -> tuple[Finding, ...]:
        """What programs do that the call writes before, or while, it runs them; opaque where that cannot be told.
        `spend` accounts for reading it, before it is read; raises `LimitExceeded`."""
        found: list[Finding] = []
        done: set[str] = set()
        while pending := [path for path in (*self._ran, *self._before) if path not in done]:
            for path in pending:  # what is run here may itself write and run something
                done.add(path)
                spend(_SIGN * len(self._content.get(path) or self._added.get(path) or ""))
                found.extend(self._told(path, context, run))
        return tuple(found)

    def vouched(self, finding: Finding) -> Finding:
        """A run of what the call spells out, said or read as a whole, is no run of code that nobody vouches for."""
        path = finding.facts.get("path")
        if finding.verb is Verb.EXEC_RUN and finding.facts.get("trust") == "unknown":
            if path in self._followed:
                return replace(finding, facts={**finding.facts, "trust": "well-known"})
            if path in self._shown and (path not in self._built or finding.facts.get(built.MARK) is True):
                # Where the compiler failed, what was there before would run.
                return replace(finding, facts={**finding.facts, "trust": "shown"})
        return finding

    def _told(self, path: str, context: Context, run: Run) -> tuple[Finding, ...]:
        if path in self._ran:
            because, command = self._ran[path]
            if path in self._built and self._compiled(path, context):
                self._shown.update([path] if not within(path, context.workspace) else [])
                return ()
            if path not in self._written and not any(within(path, tree or "/") for tree in self._covered):
                return ()
            why = f"{shown(path)} is written by the same command that runs it"
            at = command.span if command is not None else None
            read = self._read(path, command, context, run)
            told = command is not None and written.runs_it(_named(command), path)
            if read and not _not_understood(read):
                self._followed.add(path)
            elif command is not None and told and self._computes(path, context):
                if within(path, context.workspace):
                    return (_script(path, command),)
                self._shown.add(path)
                return ()
            return read or (opaque(why, text=because, span=at),)
        if not within(path, context.workspace) or not (CODE.fullmatch(path) or self._says_code(path)):
            return ()
        runners = self._before[path]
        runner = next((one for one in runners if _named(one) in ("make", "gmake")), runners[0])
        why = f"{shown(path)} is written by the same command that runs the repository's code"
        unknown = (opaque(why, text=runner.text, span=runner.span),)
        if _MAKEFILE.fullmatch(path.rpartition("/")[2]):
            return self._made_by_rules(path, runner, run) or unknown
        text = self._content.get(path) or self._added.get(path)
        below = path[len(context.workspace) :].lstrip("/")
        if text is not None and all(readers.only_reads(one, path, below, text) for one in runners):
            return ()
        if self._computes(path, context):
            return (_script(path, runner),)
        return self._read(path, replace(runner, argv=(Known(path),)), context, run) or unknown

    def _says_code(self, path: str) -> bool:
        """Whether a file whose name says nothing is code: by its first line, or since the call makes it executable."""
        text = self._content.get(path) or self._added.get(path) or ""
        return path in self._executable or text.startswith("#!") or (names_nothing(path) and not is_words(text))

    def _made_by_rules(self, path: str, runner: SimpleCommand, run: Run) -> tuple[Finding, ...]:
        """What the rules of a Makefile of this call may run; empty: not known."""
        text = self._content.get(path)
        told = makefile.commands(text) if text is not None and self._changes(path) == 1 else None
        words = [word.text if isinstance(word, Known) else "" for word in runner.argv[1:]]
        if (
            told is None
            or _named(runner) not in ("make", "gmake")
            or runner.environment
            or not all(_MADE_SO.fullmatch(word) for word in words)
        ):
            return ()
        dry = any(word in ("-n", "--dry-run", "--just-print") for word in words)
        found = (
            [replace(_script(path, runner), facts={"name": "make", "trust": "well-known"})]
            if dry
            else [_script(path, runner)]
        )
        for command in told:
            words_of = (Known("sh"), Known("-c"), Known(command))
            found.extend(run(replace(runner, argv=words_of, cwd=path.rpartition("/")[0], depth=runner.depth + 1)))
        return tuple(found)

    def _read(self, path: str, command: SimpleCommand | None, context: Context, run: Run) -> tuple[Finding, ...]:
        """What the text does that the call wrote to `path`; empty: not known."""
        text = self._content.get(path)
        if text is None or command is None or self._changes(path) != 1:
            return ()
        language = _language(path, text, command)
        if language is None:
            return ()
        if not within(path, context.workspace) and not _alone(path, text, language, context):
            return ()  # what lies beside it is imported first, and nobody vouches for that
        program, option = language.split(" ")
        if program == "python3" and "__file__" in text:
            text = f"__file__ = {path!r}\n{text}"
        words = (Known(program), Known(option), Known(text))
        # It is at least a program of this call that runs; `()` would read as not known.
        ran = run(replace(command, argv=words, depth=command.depth + 1))
        return ran or (
            Finding(
                verb=Verb.EXEC_RUN,
                kind="program",
                resource=program,
                facts={"name": program, "trust": "well-known"},
                because=command.text,
            ),
        )

    def _computes(self, path: str, context: Context) -> bool:
        if self._changes(path) != 1:
            return False
        if path in self._added:
            return written.adds(path, self._added[path], context.workspace)
        text = self._content.get(path)
        return text is not None and written.computes(path, text, context.workspace)

    def _compiled(self, path: str, context: Context) -> bool:
        """Whether the program `path` was compiled once, from sources of this call that only compute."""
        sources, changes = self._built[path]
        return self._changes(path) == changes and all(self._computes(at, context) for at in sources)

    def _changes(self, path: str) -> int:
        """How often the call may write `path`, whoever does."""
        return sum(count for place, count in self._touched.items() if within(path, place or "/"))


def _imported(text: str) -> frozenset[str] | None:
    """The first names of the modules that a Python text imports; None: it does not parse."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                found.update(alias.name.split(".")[0] for alias in aliases)
            case ast.ImportFrom(module=str(module)):
                found.add(module.split(".")[0])
            case _:
                pass
    return frozenset(found)


def _alone(path: str, text: str, language: str, context: Context) -> bool:
    """Whether nothing that `text` imports lies beside it, outside the repository."""
    if language != "python3 -c":
        return not _BRINGS.search(text)
    if "import" not in text:
        return True
    folder = path.rpartition("/")[0]
    if not within(folder, "/tmp"):  # noqa: S108
        return False
    modules = _imported(text)
    if modules is None or len(modules) > _MAX_IMPORTS:
        return False
    places = [f"{folder}/{name}{end}" for name in sorted(modules) for end in (".py", "/__init__.py")]
    answers = [context.ask(FileDigest(place)) for place in places]
    return all(answer is None or isinstance(answer, Missing) for answer in answers)


_MAX_IMPORTS: Final = 24


def _not_understood(read: tuple[Finding, ...]) -> bool:
    return not read or any(finding.verb is Verb.OPAQUE for finding in read)


def _script(path: str, command: SimpleCommand) -> Finding:
    """A run of what the call spelled out and what can only compute."""
    facts: dict[str, Json] = {"name": path.rsplit("/", 1)[-1], "trust": "repository", "_script": True}
    return Finding(verb=Verb.EXEC_RUN, kind="program", resource=path, facts=facts, because=command.text)


def _keeps(command: SimpleCommand | None) -> bool:
    return command is not None and _named(command) in _KEEPS_CONTENT


def _language(path: str, text: str, command: SimpleCommand) -> str | None:
    """How `text` would be run where `command` runs it from `path`; None: not analysed."""
    name = _named(command)
    if name != path.rsplit("/", 1)[-1]:
        plain = len(command.argv) > 1 and not any(
            isinstance(word, Known) and word.text.startswith("-") for word in command.argv[1:2]
        )
        return _LANGUAGES.get(name) if plain else None
    shebang = _SHEBANG.match(text)
    if shebang is not None:
        return _LANGUAGES.get(shebang[1])
    return "python3 -c" if path.endswith(".py") else None


def _named(command: SimpleCommand) -> str:
    return command.argv[0].text.rsplit("/", 1)[-1] if command.argv and isinstance(command.argv[0], Known) else ""


def _writes_content(command: SimpleCommand) -> bool:
    name = _named(command)
    if name == "git":
        return any(word in _BRINGS_CODE for word in command.argv[1:])
    return name not in _BUILDERS | _KEEPS_CONTENT
