"""What a command prints, where that follows from its words: for `$(…)` and for text piped into a shell.

Law: None unless it is certain. A glob stands for output whose form is certain (a number, a date, a name under `/tmp`).
"""

import re
from collections.abc import Callable
from typing import Final

from mayact.core.analysis.command import Context, FromText, Known, Pattern, Piped, SimpleCommand, Word
from mayact.core.analysis.places.paths import escape, normalise, within
from mayact.core.analysis.plan import Found, HeadBranch, RealPath, RepoRoot, Unavailable
from mayact.core.analysis.shell.state import NUMBER, SIGNED
from mayact.core.analysis.words import LABEL, OBJECT, REF, may_be_option

_DATE: Final = re.compile(r"\+(%[YmdHMSsjFTIyNbBaAe]|[A-Za-z0-9_.:])(%[YmdHMSsjFTIyNbBaAe]|[A-Za-z0-9_.:-])*\Z")
_UNUSUAL_ESCAPE: Final = re.compile(r"\\[^n]|\\\Z")
_COUNTED: Final = re.compile(r"-[cEFGPivwxah]*c[cEFGPivwxah]*|--count")
_NUMERIC_DATE: Final = re.compile(r"\+(%[sNYmdHMSjuwVUCyGge])+")


def printed(command: SimpleCommand, context: Context) -> Word | None:
    """The standard output of `command` without trailing newlines, when it is certain."""
    if any(isinstance(word, Pattern) for word in command.argv):
        return _of_names(command.argv) or _of_one(command)
    texts: list[str] = []
    for word in command.argv:
        if not isinstance(word, Known):
            return None
        texts.append(word.text)
    rule = _RULES.get(texts[0]) if texts else None
    found = rule(texts[1:], command, context) if rule else None
    return Known(found.text.rstrip("\n")) if isinstance(found, Known) else found


def _of_one(command: SimpleCommand) -> Word | None:
    """`grep -c`, `wc -l <` of one file of a set: a variable in quotes is one word, so that no name stands before."""
    *words, last = command.argv
    texts = [word.text if isinstance(word, Known) else "-" for word in words]
    one = isinstance(last, Pattern) and not may_be_option(last) and _QUOTED.search(command.text) is not None
    return _grep([*texts[1:], "file"], command, None) if one and texts[0] in ("grep", "egrep", "fgrep") else None


_QUOTED: Final = re.compile(r"\s\"\$\{?\w+\}?\"(?:\s*2>\s*/dev/null)?\s*\Z")


def _of_names(argv: tuple[Word, ...]) -> Word | None:
    """`basename`, `dirname` and `printf` of a word that is one of a set: the set that what they print lies in."""
    match argv:
        case (Known("basename"), Pattern(glob)) if not may_be_option(Pattern(glob)):
            return Pattern(_last(glob))
        case (Known("basename"), Pattern(glob), Known(suffix)) if not may_be_option(Pattern(glob)):
            last = _last(glob)
            shorter = last.removesuffix(suffix) if last.endswith(suffix) and "*" not in suffix else last + "*"
            return Pattern(shorter if "*" in shorter else "*")
        case (Known("dirname"), Pattern(glob)) if "[" not in glob and not may_be_option(Pattern(glob)):
            head, slash, last = glob.rpartition("/")
            if not slash or not head:
                return None
            return Pattern(head if "**" not in last else f"{head}/**")
        case (Known("git"), Known("merge-base"), left, right) if all(map(_is_revision, (left, right))):
            return OBJECT
        case (Known("printf"), Known(shape), word) if word in (NUMBER, SIGNED) and _PADDED.fullmatch(shape):
            return word
        case _:
            return None


def _is_revision(word: Word) -> bool:
    return word in (OBJECT, REF) or (isinstance(word, Known) and not word.text.startswith("-"))


_PADDED: Final = re.compile(r"%0?\d{0,3}[du](?:\\n)?")


def _last(glob: str) -> str:
    """The last part of every path that `glob` finds: a name without a slash."""
    return "*" if "[" in glob or "\\" in glob else re.sub(r"\*+", "*", glob.rstrip("/").rpartition("/")[2]) or "*"


def _echo(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if args and args[0] == "-n":
        args = args[1:]
    if any("\\" in arg for arg in args) or (args and re.fullmatch(r"-[neE]+", args[0])):
        return None  # shells differ about escapes and options
    return Known(" ".join(args))


def _printf(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if not args or args[0].startswith("-"):
        return None
    shape, rest = args[0], args[1:]
    if re.fullmatch(r"%0?\d*[du](?:\\n)?", shape) and len(rest) == 1:
        return NUMBER
    if "%" not in shape and not _UNUSUAL_ESCAPE.search(shape):
        return Known(shape.replace("\\n", "\n"))
    if shape in ("%s", "%s\\n") and rest:
        return Known(("\n" if shape.endswith("n") else "").join(rest))
    return None


def _pwd(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    return Known(command.cwd) if not args and command.cwd else None


def _whoami(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    return Known(context.user) if not args and context.user else None


def _id(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if args in (["-u"], ["-g"]):
        return NUMBER
    return _whoami([], command, context) if args == ["-un"] else None


def _number(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    return NUMBER if all(arg.startswith("-") for arg in args) else None


def _wc(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    return NUMBER if len(args) == 1 and args[0] in ("-l", "-c", "-w", "-m") else None


def _grep(args: list[str], command: SimpleCommand, context: Context | None) -> Word | None:
    """`grep -c` of one file, or of standard input: with several files each count follows a name."""
    options = [arg for arg in args if arg.startswith("-")]
    counted = [option for option in options if _COUNTED.fullmatch(option)]
    plain = all(option in counted or re.fullmatch(r"-[EFGPivwxah]+", option) for option in options)
    return NUMBER if counted and plain and 1 <= len(args) - len(options) <= 2 else None


def _tr(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """Blanks are taken from a number."""
    stdin = command.stdin
    blanks = len(args) == 2 and args[0] == "-d" and set(args[1]) <= set(" \\n\\t[:space:]")
    return NUMBER if isinstance(stdin, Piped) and stdin.number and blanks else None


def _seq(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    args = args[1:] if args[:1] == ["-w"] else args
    return NUMBER if args and all(arg.isdigit() for arg in args) else None


def _date(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    args = [arg for arg in args if arg != "-u"]
    if args[:1] in (["-d"], ["-r"]) and len(args) == 3:
        args = args[2:]  # an error prints nothing
    elif args and args[0].startswith(("--date=", "--reference=")):
        args = args[1:]
    if len(args) != 1 or not _DATE.match(args[0]):
        return None
    return NUMBER if _NUMERIC_DATE.fullmatch(args[0]) else Pattern("[0-9A-Za-z]*")


def _mktemp(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if "TMPDIR" in command.environment:
        return None
    named = [arg for arg in args if not arg.startswith("-")]
    if any(not re.fullmatch(r"-[dqt]{1,3}|--directory|--suffix=\.\w+", arg) for arg in args if arg.startswith("-")):
        return None
    suffix = next((arg.partition("=")[2] for arg in args if arg.startswith("--suffix=")), "")
    if not named:
        return Pattern(f"/tmp/tmp.{_RANDOM * 10}{suffix}")  # noqa: S108 — the name mktemp makes, not one we open
    template = _TEMPLATE.fullmatch(named[0]) if len(named) == 1 else None
    inside_temp = template is not None and (
        template["place"] or any(arg.startswith("-") and "t" in arg for arg in args)
    )
    if template is None or not inside_temp:
        return None
    return Pattern(f"/tmp/{template['name']}{_RANDOM * len(template['random'])}{template['end'] or suffix}")  # noqa: S108 — as above


_RANDOM: Final = "[0-9A-Za-z]"
_TEMPLATE: Final = re.compile(r"(?P<place>/tmp/)?(?P<name>[\w.-]*[\w-][.-]?)(?P<random>XXX+)(?P<end>\.\w+)?")


def _pids(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """Numbers of processes, one on each line; some options add their names."""
    return None if any(re.match(r"-[a-zA-Z]*[laVhd]|--(?:list|delim)", arg) for arg in args) else OBJECT


def _lsof(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    return OBJECT if any(re.fullmatch(r"-t\w*|-it", arg) for arg in args) else None


def _go(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """`go list` prints the paths of packages; `.Dir` is where they lie."""
    if args[:1] != ["list"] or any(arg.startswith("-") and arg not in ("-f", "{{.Dir}}") for arg in args[1:]):
        return None
    if "-f" not in args:
        return LABEL
    inside = [arg for arg in args[1:] if arg not in ("-f", "{{.Dir}}")]
    if "{{.Dir}}" not in args or not all(re.fullmatch(r"\./(?:[\w-]+/)*(?:\.\.\.|[\w-]*)", arg) for arg in inside):
        return None
    root = command.cwd if command.cwd is not None and within(command.cwd, context.workspace) else None
    return None if root is None else Pattern(f"{escape(root)}/**")


def _basename(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if not 1 <= len(args) <= 2 or args[0].startswith("-") or not args[0].strip("/"):
        return None
    name = args[0].rstrip("/").rsplit("/", 1)[-1]
    return Known(name.removesuffix(args[1]) if len(args) == 2 and args[1] != name else name)


def _dirname(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if len(args) != 1 or args[0].startswith("-") or "//" in args[0] or not args[0].strip("/"):
        return None
    head, slash, _ = args[0].rstrip("/").rpartition("/")
    return Known(head if head else (slash or "."))


def _real(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """`realpath PATH`, `readlink -f PATH`: where it leads, as far as links were looked at."""
    named = [arg for arg in args if not arg.startswith("-")]
    if len(named) != 1 or not {arg for arg in args if arg.startswith("-")} <= {"-f", "-m", "-e", "-s", "--"}:
        return None
    path = normalise(named[0], cwd=command.cwd, home=context.home, user=context.user)
    if path is None or named[0].startswith("~"):
        return None
    answer = context.ask(RealPath(path))
    if isinstance(answer, Unavailable):
        return None
    return Known(answer.value if isinstance(answer, Found) else path)


def _readlink(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    follows = bool({"-f", "-m", "-e"} & set(args))
    return _real(args, command, context) if follows else None


def _npm(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """Where npm's settings of this person are (npm-config(1))."""
    return Known(f"{context.home}/.npmrc") if args == ["config", "get", "userconfig"] else None


def _cat(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if args in ([], ["-"]) and isinstance(command.stdin, FromText) and command.stdin.text is not None:
        return Known(command.stdin.text)
    return None


def _git(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    if command.cwd is None or any(name.startswith("GIT_") for name in command.environment):
        return None
    if args in (["rev-parse", "--show-toplevel"], ["rev-parse", "--git-dir"], ["rev-parse", "--absolute-git-dir"]):
        answer = context.ask(RepoRoot(command.cwd))
        if answer is None and within(command.cwd, context.workspace):
            answer = Found(context.workspace)  # as everywhere where it was not looked at
        if isinstance(answer, Found) and args[1] != "--show-toplevel":
            # Of a linked work tree it lies elsewhere; its meaning is the same.
            answer = Found(answer.value.rstrip("/") + "/.git")
    elif args in (
        ["branch", "--show-current"],
        ["rev-parse", "--abbrev-ref", "HEAD"],
        ["symbolic-ref", "--short", "HEAD"],
    ):
        root = context.ask(RepoRoot(command.cwd))
        answer = context.ask(HeadBranch(root.value)) if isinstance(root, Found) else None
        if not isinstance(answer, Found):
            return REF
    elif args[:1] == ["describe"] and not any(arg.startswith("--dirty") for arg in args):
        return REF
    elif args[:1] == ["rev-list"] and "--count" in args:
        return NUMBER
    elif (
        (args[:1] == ["rev-list"] and all(_REV_LIST.fullmatch(arg) for arg in args[1:] if arg.startswith("-")))
        or (args[:1] == ["log"] and _ids_only(args[1:]))
        or (args[:1] == ["rev-parse"] and _REVISION.fullmatch(" ".join(args[1:])))
        or (args[:1] == ["merge-base"] and not any(arg.startswith("-") for arg in args[1:]))
    ):
        return OBJECT
    else:
        return None
    return Known(answer.value) if isinstance(answer, Found) else None


_REVISION: Final = re.compile(
    r"(?:(?:--short(?:=\d+)? )?(?:--verify )?(?:-q )?)"
    r"(?:(?:HEAD|@|(?:(?:origin|upstream)/)?(?:main|master|develop|trunk))(?:[~^]\d*)*)"
    r"|(?:-q )?--verify (?:-q )?(?:--short )?[\w./@~^{}-]+"
)
"""Of a name that it does not find `rev-parse` prints the name, unless it is told to verify it."""

_REV_LIST: Final = re.compile(
    r"-\d+|-n|--max-count=\d+|--all|--reverse|--(?:no-)?merges|--first-parent|--(?:since|until|after|before|author|grep)=.*"
    r"|--branches|--tags|--topo-order|--date-order|--skip=\d+"
)


def _ids_only(args: list[str]) -> bool:
    """`git log --format=%H`, without a patch or statistics behind each id."""
    options = [arg for arg in args if arg.startswith("-")]
    shown = [arg for arg in options if re.fullmatch(r"--(?:format|pretty)=(?:format:|tformat:)?%[hH]", arg)]
    rest = [arg for arg in options if arg not in shown]
    return len(shown) == 1 and all(
        _REV_LIST.fullmatch(arg) or re.fullmatch(r"--follow|--|-[SG].*", arg) for arg in rest
    )


def _docker(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """Ids and names that the engine gives begin with a letter or digit."""
    if _INSPECTS_NUMBER.fullmatch(" ".join(args)):
        return NUMBER
    words = [arg for arg in args if not arg.startswith("-")]
    verbs = {tuple(words[:1]), tuple(words[:2])}
    if args[:1] in (["run"], ["create"]) and (args[0] == "create" or _DETACHED & set(args[1:])):
        return OBJECT  # the id, where it runs on by itself
    if args[:1] == ["build"] and _QUIET & set(args[1:]):
        return LABEL
    if verbs & _LISTS_IDS and any(re.fullmatch(r"-[aqln]*q[aqln]*|--quiet", arg) for arg in args):
        return OBJECT
    return None


_INSPECTS_NUMBER: Final = re.compile(
    r"(?:(?:image|container) )?inspect "
    r"(?=[^{]*\{\{ ?\.(?:Size|VirtualSize|RestartCount|State\.(?:Pid|ExitCode)) ?\}\}[^{]*\Z)"
    r"(?:[\w./:@-]+ ?|--format[= ]\{\{[^}]*\}\} ?|-f[= ]?\{\{[^}]*\}\} ?)+"
)
_DETACHED: Final = frozenset({"-d", "--detach", "-dit", "-itd", "-dt", "-td", "-di", "-id", "-dP"})
_QUIET: Final = frozenset({"-q", "--quiet"})
_LISTS_IDS: Final = {
    ("ps",),
    ("images",),
    ("compose", "ps"),
    ("container", "ls"),
    ("image", "ls"),
    ("compose", "images"),
}


def _kubectl(args: list[str], command: SimpleCommand, context: Context) -> Word | None:
    """`-o name` prints `pod/NAME`: names begin with a letter or digit (Kubernetes, "Object Names and IDs")."""
    joined = " ".join(args)
    if args[:1] == ["get"] and _NAME_PATH.search(joined):
        return LABEL
    return LABEL if args[:1] == ["get"] and re.search(r"(?:-o ?|--output[= ])name\b", joined) else None


_NAME_PATH: Final = re.compile(
    r"(?:-o ?|--output[= ])jsonpath=\{\.(?:items\[\d+\]\.)?(?:metadata\.name|spec\.nodeName)\}(?= |\Z)"
)


_Rule = Callable[[list[str], SimpleCommand, Context], Word | None]

_RULES: Final[dict[str, _Rule]] = {
    "echo": _echo,
    "printf": _printf,
    "pwd": _pwd,
    "whoami": _whoami,
    "id": _id,
    "nproc": _number,
    "wc": _wc,
    "grep": _grep,
    "tr": _tr,
    "seq": _seq,
    "date": _date,
    "mktemp": _mktemp,
    "basename": _basename,
    "dirname": _dirname,
    "cat": _cat,
    "realpath": _real,
    "readlink": _readlink,
    "npm": _npm,
    "git": _git,
    "docker": _docker,
    "podman": _docker,
    "kubectl": _kubectl,
    "pgrep": _pids,
    "pidof": _pids,
    "lsof": _lsof,
    "go": _go,
}
