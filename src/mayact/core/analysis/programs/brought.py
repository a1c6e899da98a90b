"""Code that a runner of the repository's own code is handed on its command line, or from outside the repository.

Law: a runner's trust is the repository's. What a word of the command line itself runs, and what lies outside the
repository and is not plainly an output, is not the repository's code.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Context, Finding, Known, SimpleCommand, opaque
from mayact.core.analysis.programs.brought_tables import ALIASES, SUBCOMMANDS, WELL_KNOWN_GOALS
from mayact.core.analysis.programs.frameworks import CHANGES_DATA, framework, is_production, only_looks
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, runs, script
from mayact.core.analysis.programs.table import Program, Use, names, use_of
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_CODE: Final[Mapping[str, frozenset[str]]] = {
    "rebar3": names("--eval --script --start-clean"),
    "gradle": names("--init-script --gradle-distribution-url"),
    "gradlew": names("--init-script --gradle-distribution-url"),
    "just": names("-c --command --shell --shell-arg --choose --chooser --evaluate --edit"),
    "rake": names("-e -E -p --execute --execute-print --execute-continue -r --require"),
    "rails": names("runner r console c dbconsole db"),
    "mix": names("-e --eval -r --require eval rpc"),
    "django-admin": names("shell shell_plus dbshell"),
    "flask": names("shell"),
    "alembic": names("edit"),
    "sbt": names("eval console set apply"),
    "stack": names("runghc runhaskell ghci eval script"),
    "cabal": names("repl"),
    "dune": names("utop top"),
    "bun": names("-e --eval -p --print -r --preload repl"),
    "yarn": names("node"),
    "pm2": names("--interpreter --node-args"),
    "celery": names("shell"),
    "bazel": names("--run_under --workspace_status_command --host_jvm_args --server_javabase --jvmopt --host_jvmopt"),
    "bazelisk": names(
        "--run_under --workspace_status_command --host_jvm_args --server_javabase --jvmopt --host_jvmopt"
    ),
}
"""Words that hand code to the runner: options, and the subcommands that take code."""

_PASSES: Final[Mapping[str, frozenset[str]]] = {
    "lerna": names("exec"),
    "nx": names("exec"),
    "stack": names("exec"),
    "cabal": names("exec"),
    "dune": names("exec"),
    "opam": names("exec"),
    "turbo": names("exec"),
    "pnpm": names("exec"),
    "yarn": names("exec"),
}
"""Subcommands behind which a command of its own follows."""

_STARTS: Final = ("-Dexec.", "exec:", "-XX:On", "-Djava.", "-Dmaven.ext", "-Dorg.gradle.java.home", "@/")
_AGENT: Final = re.compile(r"-(?:javaagent|agentpath|agentlib|Xbootclasspath)")
_DATABASE: Final = re.compile(r"(?:db|schema|migrate):(?:drop|reset|purge|setup|fresh|wipe|refresh|sync)\b")
_OUTPUT: Final = re.compile(
    r"(?i)(?!-.*config)-.*(?:out|log|cache|target-dir|report(?!er)|cov|junit|dest|temp|profile|metafile)|-o\Z"
)
_WRITES: Final = frozenset({("nx", "--file"), ("mdbook", "-d")})
"""Options whose names do not say that they are outputs."""
_OWN_CLASS: Final = re.compile(
    r"exec:java|-Dexec\.(?:mainClass=[\w.$]+|args=.*|cleanupDaemonThreads=\w+|classpathScope=\w+)"
)
"""`mvn exec:java`: a class of the project, in the virtual machine that runs already."""
_LABELS: Final = names("ibazel bazel bazelisk buck buck2 pants please plz blaze")
_LABEL: Final = re.compile(r"-?//[\w./+-]*(?::[\w./+*-]+)?")
"""`//src/parser:tests` is a target of the repository (bazel.build, "Labels"); `//` begins no path of theirs."""
_SWITCH: Final = re.compile(
    r"/(?:t|target|p|property|m|v|verbosity|r|restore|bl|nologo|clp|graph|nr)(?::[\w.=;-]*)?", re.IGNORECASE
)
"""`/p:Configuration=Release`: a switch of msbuild, unless it names a file."""
_PORT: Final = re.compile(r"/dev/(?:tty|cu\.)[\w.-]+")
_PATH: Final = re.compile(r"(?:/|~|\.\.(?:/|\Z)|.*/\.\./)")


def brought(command: SimpleCommand, context: Context, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What the words of a runner bring, beside `found`."""
    runners = [item for item in found if item.verb is Verb.EXEC_RUN and item.facts.get("trust") == "repository"]
    if not any("path" not in item.facts for item in runners):
        return framework(command, context) if runners else ()
    name = (known(command.argv[0]) or "").rsplit("/", 1)[-1]
    use = use_of(Program(names=name, open=True), command, context)
    texts = [lead(word) for word in command.argv[1:]]
    extra: list[Finding] = []
    handed = _CODE.get(name, frozenset())
    if name == "rails" and texts[:1] in (["runner"], ["r"]) and len(texts) == 2 and only_looks(texts[1]):
        extra.append(finding(Verb.EXEC_RUN, name, use, name=name, trust="repository", _script=True))
    elif name == "bun" and texts[:1] in (["-e"], ["--eval"]) and len(texts) == 2:
        extra.extend(
            context.run_argv(replace(command, argv=(Known("tsx"), *command.argv[1:]), depth=command.depth + 1))
        )
    elif any(text.partition("=")[0] in handed or text.lstrip("; ").split(" ")[0] in handed for text in texts):
        extra.append(opaque(f"code on the command line of {shown(name)} is not analysed"))
    if any((text.startswith(_STARTS) and not _OWN_CLASS.fullmatch(text)) or _AGENT.search(text) for text in texts):
        extra.append(opaque(f"a setting of {shown(name)} starts a program"))
    if name in _PASSES:
        at = next((at for at, text in enumerate(texts) if text in _PASSES[name]), None)
        if at is not None:
            rest = [word for word in command.argv[at + 2 :] if lead(word) != "--"]
            extra.extend(argv(tuple(rest), use))
    if any(text in ("-c", "--config") and value.startswith("{") for text, value in pairwise(texts)):
        extra.append(opaque(f"settings of {shown(name)} on the command line are not analysed"))
    if name in ("playwright", "cypress", "puppeteer") and texts[:1] in (["install"], ["install-deps"], ["browsers"]):
        extra.extend(constant(f"pkg.install@{name}~", use))
    if name == "pm2" and any(" " in text for text in texts):
        extra.append(opaque("`pm2` starts shell text"))
    if (name == "pm2" and texts[:1] in (["startup"], ["save"])) or (name == "husky" and texts[:1] == ["add"]):
        extra.append(finding(Verb.SYS_PERSIST, name, use))
    ends = any(_DATABASE.search(text) for text in texts) or ("migrate", "reset") in pairwise(texts)
    if ends or (is_production(command, texts) and any(CHANGES_DATA.search(text) for text in texts)):
        extra.append(finding(Verb.DB_ADMIN, name, use, _destroys=True))
    extra.extend(_told(name, texts, use))
    extra.extend(_hosts(texts, use))
    extra.extend(_outside(use, found))
    return tuple(extra)


def _told(name: str, texts: list[str], use: Use) -> tuple[Finding, ...]:
    """What the subcommand does, by the table; a plugin of Maven that is named by its coordinates."""
    program = ALIASES.get(name, name)
    words = [text for text in texts if not text.startswith("-") and "=" not in text]
    extra: list[Finding] = []
    for subcommand, effects in sorted(SUBCOMMANDS.get(program, {}).items(), key=lambda row: -len(row[0])):
        if _starts(words, subcommand) or any(
            subcommand.endswith(":") and word.startswith(subcommand) for word in words
        ):
            extra.extend(constant(effects.replace("script", ""), use))
            if "script" in effects.split():
                extra.append(finding(Verb.EXEC_RUN, name, use, name=name, trust="repository", _script=True))
            break
    if program == "mvn":
        strange = (word for word in words if word.count(":") >= 2 and not word.startswith(WELL_KNOWN_GOALS))
        extra.extend(runs(use, trust="unknown", name=word) for word in strange)
    return tuple(extra)


def _starts(words: list[str], subcommand: str) -> bool:
    wanted = [word for word in subcommand.split() if not word.startswith("-")]
    if not wanted:
        return not words or words[0] in ("init", "install")
    # A runner's own options may have values that stand between its name and the subcommand.
    return any(words[at : at + len(wanted)] == wanted for at in range(min(len(words), 3)))


_ADDRESS: Final = re.compile(r"(?:\A|[=@])(?P<url>(?:https?|ftp|wss?|ssh|git|tcp)://[^\s,]+)|\bssh=(?P<host>[\w.@-]+)")


def _hosts(texts: list[str], use: Use) -> tuple[Finding, ...]:
    """Addresses among the words: the repository's code contacts what it is told to."""
    found: list[Finding] = []
    for text in texts:
        for match in _ADDRESS.finditer(text):
            if match["host"]:
                return (*found, opaque(f"{shown(use.name)} runs on another machine"))
            contacts = in_role("url", Known(match["url"]), use)
            found.extend(item for item in contacts if item.facts.get("local") is not True)
    return tuple(found)


def _outside(use: Use, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Outputs, and paths outside the repository that are none."""
    command, context = use.command, use.context
    outputs = {item.resource for item in found if item.verb in (Verb.FS_WRITE, Verb.FS_DELETE, Verb.FS_READ)}
    extra: list[Finding] = []
    before = ""
    for word in command.argv[1:]:
        text = known(word) or ""
        option, equals, value = text.partition("=") if text.startswith("-") else ("", "", text)
        path = (value if equals or not option else _attached(text)).partition("::")[0]
        named, before = option or before, text if text.startswith("-") and not equals else ""
        if _hands_code(use.name, named, path):
            extra.append(opaque(f"option {shown(named)} of {shown(use.name)} may load code"))
            continue
        if (_OUTPUT.match(named) or (use.name, named) in _WRITES) and path:
            extra.extend(_output(path, use))
            continue
        path = path.rpartition("=")[2] if option and "=" in path else path
        if not path or not _PATH.match(path) or _PORT.fullmatch(path) or _named_otherwise(use.name, path):
            continue
        if named in ("-n", "--name", "-e", "--exclude") and _names_tests(use) and _NAMES.fullmatch(path):
            continue
        where = Known(path)
        absolute = files.absolute(where, command, context)
        if absolute in outputs or files.area_of(where, command, context) == "workspace" or path == "/dev/null":
            continue
        if _OUTPUT.match(named):
            extra.extend(files.writing(where, command, context, recursive=True))
            continue
        extra.extend(script(where, use))
    return tuple(extra)


_NAMES: Final = re.compile(r"/[^/~]+/")
"""`-n /overdue/`: which tests run, by a part of their names (minitest's options)."""


def _names_tests(use: Use) -> bool:
    words = [known(word) for word in use.command.argv[1:2]]
    return use.name == "rails" and words in (["test"], ["t"], ["test:system"], ["test:all"])


def _named_otherwise(name: str, text: str) -> bool:
    """Whether a word that begins with a slash is no path to this program."""
    return (name in _LABELS and _LABEL.fullmatch(text) is not None) or (
        name in ("dotnet", "msbuild") and _SWITCH.fullmatch(text) is not None
    )


_LOADS: Final = re.compile(r"(?:require|import|loader|experimental-loader|r)=(?:/|~|\.\.).*")


def _hands_code(name: str, option: str, value: str) -> bool:
    """`mocha -n require=FILE`, `pytest -o pythonpath=DIRECTORY`: a setting inside of a value."""
    if option in ("-n", "--node-option", "--node-options", "--node-arg") and _LOADS.match(value.lstrip("-")):
        return True
    if name not in ("pytest", "py.test") or value.startswith("cache_dir="):
        return False
    return option in ("-o", "--override-ini") and bool(re.match(r"\w+=.*(?:/|~|\.\.)", value)) and "=" in value


def _output(path: str, use: Use) -> tuple[Finding, ...]:
    """What an option that names an output is given: written, where it can be a path at all (`--report=lcov` cannot)."""
    place = path.rpartition("=")[2]
    if "/" not in place and not place.startswith((".", "~")):
        return ()
    return files.writing(Known(place), use.command, use.context, recursive="." not in place.rsplit("/", 1)[-1])


def _attached(text: str) -> str:
    """The value in `-I../other`."""
    return text[2:] if len(text) > 2 and not text.startswith("--") else ""
