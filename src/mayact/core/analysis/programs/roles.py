"""What the roles and constants of a program entry mean, as findings.

Law: one meaning per role, used by every entry. Nothing here knows a program.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, assert_never

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Context, Finding, Known, Pattern, SimpleCommand, Word, opaque
from mayact.core.analysis.places.paths import escape, file_facts
from mayact.core.analysis.plan import FileDigest, Found
from mayact.core.analysis.programs import subcommands
from mayact.core.analysis.programs.table import Program, Use, doubts, split_roles, use_of
from mayact.core.analysis.words import as_text, drop, known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import ResourceKind, Verb

KINDS: Final[dict[Verb, ResourceKind]] = {
    Verb.EXEC_RUN: "program",
    Verb.PKG_INSTALL: "package",
    Verb.NET_CONNECT: "host",
    Verb.NET_DOWNLOAD: "host",
    Verb.NET_UPLOAD: "host",
    Verb.HTTP_REQUEST: "host",
    Verb.CLOUD_ADMIN: "system",
    Verb.DB_QUERY: "system",
    Verb.DB_WRITE: "system",
    Verb.DB_ADMIN: "system",
    Verb.SYS_CONFIGURE: "system",
    Verb.SYS_PERSIST: "system",
    Verb.CONTAINER_RUN: "system",
    Verb.DEPLOY_RUN: "system",
}
"""The kind of resource of a verb's constant; every other verb acts on a `thing`."""


_CODE_ENDINGS: Final = (
    ".py", ".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".lua", ".rb", ".php", ".pl", ".sh", ".groovy", ".kts",
    ".gradle",
    ".xsl", ".xslt", ".exs", ".clj", ".R", ".jl", ".nix", ".sbt", ".scala",
)  # fmt: skip
"""Settings written in a language that can do anything."""


def apply(program: Program, command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    """The findings of `command` by its entry."""
    if not program.subs:
        return _by_row(program, command, context)
    choice = subcommands.choose(program, command)
    use = use_of(program, command, context)
    always = (*constant(program.does, use), *(program.act(use) if program.act is not None else ()))
    match choice:
        case subcommands.Chosen(chosen, inner):
            return (*always, *_by_row(chosen, inner, context))
        case subcommands.Otherwise():
            return (*always, *constant(program.otherwise, use))
        case subcommands.Prints():
            return always
        case subcommands.Unclear(because):
            return (*always, opaque(because))
        case _:
            assert_never(choice)


def _by_row(program: Program, command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    use = use_of(program, command, context)
    found: list[Finding] = []
    for option, value in use.options:
        if value is not None:
            found.extend(in_role(option.role, value, use))
        elif option.role == "opaque":
            found.append(opaque(f"option {shown(option.name)} of {shown(use.name)} is not analysed"))
    found.extend(_operands(program, use))
    if program.open and use.unknown:
        found.extend(_unlisted_outputs(use))
    own: list[Finding] = []
    if not (program.looks_if and use.plainly(*program.looks_if.split())):
        own.extend(constant(program.does, use))
        if program.act is not None:
            own.extend(program.act(use))
    if not program.handles_doubt:
        found.extend(doubts(program, use, files_count=not any(_runs_the_repository(item) for item in own)))
    return (*found, *own)


def _runs_the_repository(item: Finding) -> bool:
    """Whether the repository's code runs anyway: then a file of it that is named like an option adds nothing."""
    facts = item.facts
    return item.verb is Verb.EXEC_RUN and facts.get("trust") == "repository" and "path" not in facts


_OUTPUT_NAME: Final = re.compile(
    r"(?i)--?(?:[\w.-]+[-.])?(?:out|output|outfile|logfile|dump|save|export|dest|destination|outdir|out-?put-?(?:file|dir|path)|"
    r"(?:out|log|report|save)-(?:file|dir|path|to))\Z"
)


def _unlisted_outputs(use: Use) -> tuple[Finding, ...]:
    """An option that the row does not name and whose own name says that it writes: taken at its word."""
    words = use.command.argv
    found: list[Finding] = []
    for at, word in enumerate(words):
        name, equals, _ = lead(word).partition("=")
        if name not in use.unknown or not _OUTPUT_NAME.fullmatch(name):
            continue
        value = drop(word, len(name) + 1) if equals else words[at + 1] if at + 1 < len(words) else None
        if value is not None and ("/" in lead(value) or lead(value)[:1] in (".", "~") or known(value) is None):
            found.extend(files.writing(value, use.command, use.context))
    return tuple(found)


def _operands(program: Program, use: Use) -> tuple[Finding, ...]:
    operands = use.operands or ((Known(program.bare),) if program.bare else ())
    edits = not program.edits_if or use.has(*program.edits_if.split())
    edits = edits and not (program.edits_unless and use.plainly(*program.edits_unless.split()))
    found: list[Finding] = []
    for at, role in enumerate(split_roles(program.operands, len(operands))):
        if role == "command":
            found.extend(argv(operands[at:], use))
            break
        found.extend(in_role("sources" if role == "edit" and not edits else role, operands[at], use))
    return tuple(found)


def in_role(role: str, word: Word, use: Use) -> tuple[Finding, ...]:
    """What `word` in `role` does."""
    command, context = use.command, use.context
    match role:
        case "read" | "list":
            return () if known(word) == "-" else files.reading(word, command, context)
        case "tree":
            return files.reading(word, command, context, recursive=True)
        case "write":
            return () if known(word) == "-" else files.writing(word, command, context)
        case "writetree":
            # What goes into the directory where the program stands does not replace that directory.
            inside = Pattern("./*") if known(word) in (".", "./") else word
            return files.writing(inside, command, context, recursive=True)
        case "sources" | "edit":
            if known(word) == "-":
                return ()
            read = _sources(files.reading, word, use)
            return (*read, *_sources(files.writing, word, use)) if role == "edit" else read
        case "beside":
            return (*files.reading(word, command, context), *files.writing(_beside(word), command, context))
        case "input" if "://" in lead(word):
            return http.contacting(http.target_of(word), because=f"contacts {as_text(word)}")
        case "input":
            return () if known(word) == "-" else files.reading(word, command, context)
        case "delete":
            return files.deleting(word, command, context)
        case "deltree":
            return files.deleting(word, command, context, recursive=True)
        case "shell":
            return shell(word, use)
        case "program":
            return argv((word,), use)
        case "script":
            return script(word, use)
        case "config" if _is_address(word):
            return (*in_role("url", word, use), runs(use, trust="unknown"))
        case "config":
            if not files.inside(word, command, context):
                return script(word, use)
            return (runs(use),) if (known(word) or ".sh").endswith(_CODE_ENDINGS) else ()
        case "url" | "host":
            return http.contacting(http.target_of(word), because=f"contacts {as_text(word)}")
        case "code" | "opaque":
            return (opaque(f"{shown(as_text(word))} of {shown(use.name)} is not analysed"),)
        case _:
            return ()


def _is_address(word: Word) -> bool:
    return lead(word).startswith(("http://", "https://", "ftp://"))


def source_files(word: Word) -> Word:
    """A directory as the set of files in it: a formatter changes those, not the directory."""
    text = known(word)
    if text is None or "." in text.rstrip("/").rsplit("/", 1)[-1].lstrip("."):
        return word
    return Pattern(f"{escape(text.rstrip('/') or '.')}/*")


_TELLING: Final = ("secret", "hook", "ci", "agent-config", "guard", "shell-startup", "cron", "device", "git-internal")


def _sources(touch: Callable[..., tuple[Finding, ...]], word: Word, use: Use) -> tuple[Finding, ...]:
    """The files a directory holds; a word that is itself a file that matters (`.env`, a hook) also as that file."""
    several = source_files(word)
    found = touch(several, use.command, use.context)
    if several is word or known(word) in (".", "./", ".."):
        return found
    itself = touch(word, use.command, use.context)
    return (*found, *itself) if len(itself) > 1 or (itself and itself[0].facts.get("kind") in _TELLING) else found


def _beside(word: Word) -> Word:
    """`docs/a.puml` as `docs/a.*`."""
    text = known(word)
    if text is None:
        return word
    folder, slash, name = text.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return Pattern(f"{escape(folder + slash + stem)}.*")


def shell(word: Word, use: Use) -> tuple[Finding, ...]:
    """`word` runs as shell text."""
    text = known(word)
    if text is None:
        return (opaque(f"the shell text that {shown(use.name)} runs is not known"),)
    return use.context.run_shell(text, use.command)


def argv(words: tuple[Word, ...], use: Use, **changes: object) -> tuple[Finding, ...]:
    """`words` run as a command of their own; `changes` are fields of `SimpleCommand` that differ."""
    if not words:
        return ()
    if not isinstance(words[0], Known):
        return (opaque(f"which program {shown(use.name)} starts is not known"),)
    inner = replace(use.command, argv=words, depth=use.command.depth + 1, **changes)  # type: ignore[arg-type]
    return use.context.run_argv(inner)


def script(word: Word, use: Use, *, name: str = "") -> tuple[Finding, ...]:
    """The content of the file `word` runs: `exec.run` with what is known of where it comes from."""
    command, context = use.command, use.context
    if "://" in as_text(word):
        fetched = http.contacting(http.target_of(word), saves=True, because=f"runs {as_text(word)}")
        return (*fetched, opaque(f"{shown(use.name)} runs what it fetches"))
    if as_text(word).lstrip().lower().startswith(("data:", "blob:")):
        return (opaque(f"{shown(use.name)} runs what an address holds"),)
    path = files.absolute(word, command, context)
    if path is None:
        return (opaque(f"which script {shown(name or use.name)} runs is not known"),)
    if path.startswith(("/dev/", "/proc/")):
        return (opaque(f"{shown(path)} is not a script that can be looked at"),)
    inside = files.area_of(word, command, context) == "workspace"
    settles = _settles(path, context)
    pinned = isinstance(context.ask(FileDigest(path)), Found)
    facts: dict[str, Json] = {
        "name": name or path.rsplit("/", 1)[-1],
        "path": path,
        "trust": "repository" if inside else "configured" if settles else "unknown",
        "pinned": pinned,
        # What says which programs an environment has stands with those programs, which run as what they are called.
        "_script": not (inside and _ENTERS.search(path)),
    }
    because = f"runs {as_text(word)}"
    return (Finding(verb=Verb.EXEC_RUN, kind="program", resource=path, facts=facts, because=because),)


_ENTERS: Final = re.compile(
    r"/(?:\.?v?env[\d.-]*|\.virtualenv|\.(?:tox|nox|direnv|venvs)/[\w.-]+)/bin/activate(?:\.fish|\.csh)?\Z"
)


def _settles(path: str, context: Context) -> bool:
    """Whether every shell of this person starts with it: who writes it is told so then."""
    return file_facts(path, home=context.home, workspace=context.workspace)["kind"] == "shell-startup"


def runs(use: Use, *, trust: str = "repository", name: str = "") -> Finding:
    """A runner runs code that is not on the command line (tests, build steps, tasks)."""
    if trust == "repository" and files.area_of(Known("."), use.command, use.context) != "workspace":
        trust = "unknown"  # a runner takes its code from where it stands
    facts: dict[str, Json] = {"name": name or use.name, "trust": trust}
    because = use.command.text or use.name
    return Finding(verb=Verb.EXEC_RUN, kind="program", resource=name or use.name, facts=facts, because=because)


def finding(verb: Verb, resource: str, use: Use, **facts: Json) -> Finding:
    """A finding of `verb` on its usual kind of resource."""
    because = use.command.text or use.name
    return Finding(verb=verb, kind=KINDS.get(verb, "thing"), resource=resource, facts=facts, because=because)


def constant(notation: str, use: Use) -> tuple[Finding, ...]:
    """Effects written as `VERB@RESOURCE`, separated by blanks. `exec.run@TRUST` runs code of that trust;
    `net.…@HOST` contacts, `net.…@~NAME` a service of one's own configuration; `secret.read@CLASS`; `fs.…@PATH` a file,
    with `/` behind it a tree; `pkg.install@REGISTRY`, with `~` behind it what the project's own files, or the tool
    itself, name there; a trailing `!` marks destruction."""
    found: list[Finding] = []
    for token in notation.split():
        name, _, resource = token.partition("@")
        destroys = resource.endswith("!")
        resource = resource.rstrip("!")
        if name == "opaque":
            found.append(opaque(f"{shown(use.command.text or use.name)} is not analysed"))
            continue
        verb = Verb(name)
        facts: dict[str, Json]
        match verb:
            case Verb.EXEC_RUN:
                found.append(runs(use, trust=resource))
            case Verb.NET_CONNECT | Verb.NET_DOWNLOAD | Verb.NET_UPLOAD:
                found.extend(_contact(verb, resource, use))
            case Verb.FS_READ | Verb.FS_WRITE | Verb.FS_DELETE:
                found.extend(_file(verb, resource, use))
            case Verb.PKG_INSTALL:
                named, resource = resource.endswith("~"), resource.rstrip("~")
                facts = {"registry": resource, "name": "", "source": "registry", "pinned": False}
                if named:
                    facts |= {"likeness": "project", "index": "usual"}
                found.append(finding(verb, f"{resource}:*", use, **facts))
            case Verb.SECRET_READ:
                found.append(finding(verb, use.name, use, **{"class": resource}))
            case _:
                facts = {"_destroys": True} if destroys else {}
                if verb is Verb.CONTAINER_RUN and resource == "list":
                    facts["_lists"] = True
                found.append(finding(verb, resource or use.name, use, **facts))
    return tuple(found)


def _file(verb: Verb, path: str, use: Use) -> tuple[Finding, ...]:
    touch = {Verb.FS_READ: files.reading, Verb.FS_WRITE: files.writing, Verb.FS_DELETE: files.deleting}[verb]
    word = Pattern(path) if "*" in path else Known(path)
    return touch(word, use.command, use.context, recursive=path.endswith("/"))


def _contact(verb: Verb, resource: str, use: Use) -> tuple[Finding, ...]:
    if resource.startswith("~"):
        # A service whose address is in a configuration that is not looked at: named, its host not known.
        facts: dict[str, Json] = {"host": "", "local": False, "sends_data": verb is Verb.NET_UPLOAD}
        return (finding(verb, resource[1:], use, **facts),)
    target = http.parse_url(resource, scheme="https") if resource != "*" else http.Target("", "")
    return http.contacting(
        target,
        sends_data=verb is Verb.NET_UPLOAD,
        saves=verb is Verb.NET_DOWNLOAD,
        because=use.command.text or use.name,
    )
