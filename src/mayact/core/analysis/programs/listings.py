"""What commands print, where they print names of files: the set that each printed name lies in.

Law: nothing is said unless every line is a name of that set; options that are not understood say nothing. Names that
git, a search or a walk prints are bounded by where it looked, so what is done to them is done there. A name with a
blank is two words to `xargs`; the second could lead elsewhere only where a directory's name ends in a blank, and making
such a name is judged as such (`files`). It refuses to know who reads the names.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from mayact.core.analysis.command import Context, Known, Listing, Pattern, Piped, SimpleCommand, Word
from mayact.core.analysis.places import scratch, walks
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs import columns, coreutils, search
from mayact.core.analysis.programs.table import Program, Use, names, use_of
from mayact.core.analysis.words import LABEL, OBJECT, known, lead, may_be_option

_ANY: Final = Pattern("**")
"""Any name below where the command stands."""


def listing(command: SimpleCommand, context: Context) -> Listing | None:
    """What `command` prints; None: not known."""
    name = known(command.argv[0]) if command.argv else None
    rule = _RULES.get(name or "")
    found = rule(command, context) if rule is not None else None
    if found is None and name in _FILTERS and isinstance(command.stdin, Piped) and command.stdin.environment:
        return Listing(environment=True)  # what is left of a listing of variables can still be their values
    if found is None:
        found = columns.printed(command)
    if found is None or not all(_bounded(word) for word in found.names):
        return None
    return replace(found, names=tuple(map(scratch.respelled, found.names)))


_FILTERS: Final = names(
    "grep egrep fgrep rg sed gsed awk gawk mawk cut tr sort uniq head tail column nl rev fold fmt cat tac base64 less "
    "more tee xxd od perl ruby python3 jq paste"
)


def _bounded(word: Word) -> bool:
    """Whether `..` cannot hide in what is not known of the word."""
    return isinstance(word, Known) or (isinstance(word, Pattern) and ".." not in word.glob.split("/"))


@cache
def _rows() -> Mapping[str, Program]:
    return {name: program for m in (coreutils, search) for program in m.PROGRAMS for name in program.names.split()}


def _use(command: SimpleCommand, context: Context) -> Use:
    return use_of(_rows()[known(command.argv[0]) or ""], command, context)


def _flags(command: SimpleCommand) -> set[str] | None:
    """The letters and long names of all options; None when a word may or may not be one."""
    found: set[str] = set()
    for word in command.argv[1:]:
        if word == Known("--"):
            break
        text = known(word)
        if text is None:
            if lead(word).startswith("-") or may_be_option(word):
                return None
        elif text.startswith("--"):
            found.add(text.partition("=")[0])
        elif text.startswith("-"):
            found.update(text[1:])
    return found


def _below(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words themselves and everything below them."""
    found: list[Word] = []
    for word in words or (Known("."),):
        text = known(word)
        if text is None:
            found.append(Pattern(f"{word.glob}/**") if isinstance(word, Pattern) else word)
        elif text in (".", "./"):
            found.append(_ANY)
        else:
            found.extend((word, Pattern(f"{escape(text.rstrip('/'))}/**")))
    return tuple(found)


# ── git ──────────────────────────────────────────────────────────────────────────────────────────────────

_LS_FILES: Final = re.compile(
    r"-[comdikz]+|--(cached|others|modified|deleted|ignored|killed|exclude-standard|directory|no-empty-directory"
    r"|error-unmatch|deduplicate|recurse-submodules|full-name)"
)


def _git(command: SimpleCommand, context: Context) -> Listing | None:
    texts = [known(word) for word in command.argv[1:]]
    while texts[:1] in (["--no-pager"], ["-P"], ["--no-optional-locks"]):
        texts = texts[1:]
    if not texts or None in texts:
        return None
    verb, rest = texts[0], [text or "" for text in texts[1:]]
    split = rest.index("--") if "--" in rest else len(rest)
    options = [text for text in rest[:split] if text.startswith("-")]
    operands = [text for text in rest[:split] if not text.startswith("-")]
    paths = rest[split + 1 :]
    if verb == "ls-files" and all(_LS_FILES.fullmatch(option) for option in options):
        return _tracked([*operands, *paths])
    if verb in ("diff", "diff-tree", "diff-index") and "--name-only" in options and "--no-index" not in options:
        return None if any(option.startswith("--output") for option in options) else _tracked(paths)
    if verb == "grep" and {"-l", "--files-with-matches", "--name-only"} & set(options) and "--no-index" not in options:
        plain = all(
            re.fullmatch(r"-[lEFGPiwvz]+|--(files-with-matches|name-only|cached|untracked)", o) for o in options
        )
        return _tracked(paths) if plain else None
    if verb == "ls-tree" and "--name-only" in options:
        return _tracked(operands[1:] + paths)
    if verb in ("rev-list", "log") and not paths and _prints_ids(verb, options):
        return Listing((OBJECT,))
    if verb in ("branch", "for-each-ref", "tag") and any(_SHORT_NAMES.fullmatch(option) for option in options):
        return Listing((_REFS,))
    if verb == "tag" and all(
        re.fullmatch(r"-l|--list|--sort=[\w:-]+|--merged|--points-at", option) for option in options
    ):
        return Listing((_REFS,)) if "-l" in options or "--list" in options or not operands else None
    return None


_REFS: Final = Pattern("[!-]**")
"""Names of branches and tags: with slashes, never with a dash in front, `..` or a slash at the beginning."""
_SHORT_NAMES: Final = re.compile(r"--format=%\(refname(?::short|:lstrip=\d|:strip=\d)?\)")
_ID_OPTIONS: Final = re.compile(
    r"-\d+|-n|--max-count=\d+|--all|--reverse|--(?:no-)?merges|--first-parent|--(?:since|until|after|before|author|grep)=.*"
    r"|--branches|--tags|--follow"
)


def _prints_ids(verb: str, options: list[str]) -> bool:
    """Whether git prints the ids of commits, one on each line, and nothing else."""
    shown = [option for option in options if re.fullmatch(r"--(?:format|pretty)=(?:format:|tformat:)?%[hH]", option)]
    rest = [option for option in options if option not in shown]
    return len(shown) == (verb == "log") and all(_ID_OPTIONS.fullmatch(option) for option in rest)


def _engine(command: SimpleCommand, context: Context) -> Listing | None:
    """`docker ps -q`, `kubectl get -o name`: ids and names begin with a letter or digit."""
    texts = [known(word) for word in command.argv]
    words = " ".join(text or "?" for text in texts)
    if re.match(
        r"(?:docker|podman) (?:compose )?(?:ps|images|container ls|image ls)\b.* "
        r"(?:-[aln]*q[aln]*|--quiet)\b",
        words,
    ):
        return Listing((OBJECT,))
    if re.match(r"(?:docker|podman) (?:run|create)\b.* (?:-d|--detach)\b|(?:docker|podman) create\b", words):
        return Listing((OBJECT,))
    if re.match(r"(?:docker|podman) (?:compose )?ps\b.* --format[= ]\{\{ ?\.(?:Names?|ID) ?\}\}", words):
        return Listing((LABEL,))
    if re.match(r"kubectl get\b.* (?:-o ?|--output[= ])name\b", words):
        return Listing((Pattern("[0-9A-Za-z]**"),))
    return None


def _pids(command: SimpleCommand, context: Context) -> Listing | None:
    """Numbers of processes, one on each line."""
    words = [known(word) or "-l" for word in command.argv[1:]]
    if any(re.match(r"-[a-zA-Z]*[laVhd]|--(?:list|delim)", word) for word in words):
        return None
    return Listing((OBJECT,))


def _tracked(paths: list[str]) -> Listing | None:
    """Names that git prints for pathspecs: their wildcards cross directories."""
    if not paths:
        return Listing((_ANY,))
    if any(path.startswith((":", "/", "~")) or ".." in path.split("/") for path in paths):
        return None
    found: list[Word] = []
    for path in paths:
        if set(path) & set("*?["):
            found.append(Pattern(path.replace("**", "*").replace("*", "**")))
        else:
            found.extend(_below((Known(path),)))
    return Listing(tuple(found))


# ── searches ─────────────────────────────────────────────────────────────────────────────────────────────


def _rg(command: SimpleCommand, context: Context) -> Listing | None:
    use, flags = _use(command, context), _flags(command)
    if flags is None or not flags & {"l", "--files", "--files-with-matches", "--files-without-match"}:
        return None
    if flags & {"r", "o", "--json", "c", "--count", "--pre", "--hostname-bin", "--heading", "--debug", "--null-data"}:
        return None
    operands = use.operands if use.has("-e", "-f") or "--files" in flags else use.operands[1:]
    wanted = [text for word in use.values("-g", "--iglob") if (text := known(word)) and not text.startswith("!")]
    names = _below(operands)
    return Listing((*(_named(word, glob) for word in names for glob in wanted), *(() if wanted else names)))


def _named(word: Word, glob: str) -> Word:
    head = word.glob.removesuffix("**") if isinstance(word, Pattern) else escape(known(word) or "") + "/"
    return Pattern(f"{head}**/{glob.rpartition('/')[2]}")


_GREP_LISTS: Final = frozenset("lLrREFGPiIwxsqaEvhZ")


def _grep(command: SimpleCommand, context: Context) -> Listing | None:
    use, flags = _use(command, context), _flags(command)
    if flags is None:
        return None
    operands = use.operands if use.has("-e", "-f") else use.operands[1:]
    if flags & {"l", "L", "--files-with-matches", "--files-without-match"}:
        walks_down = use.has("-r")
        if not operands and not walks_down:
            return None
        return Listing(_below(operands) if walks_down else operands)
    if not operands and not flags - set("EFiew") and (asked := _secret_names(command, use)):
        return Listing(asked)
    if operands or flags & set("cobnHrRABCTZ") or any(flag not in _LINE_OPTIONS for flag in flags if len(flag) > 1):
        return None
    return _passed(command)


_SECRET_PART: Final = re.compile(
    r"(?i)\^?\\?(\.?(?:env|netrc|npmrc|pypirc|pgpass|pem|p12|pfx|id_rsa|id_ed25519|tfvars|tfstate|keystore|kubeconfig|"
    r"secrets?|credentials?)[\w.-]*)\$?"
)


def _secret_names(command: SimpleCommand, use: Use) -> tuple[Word, ...]:
    """`ls -A | grep env`: of the names in a directory, those that a word picks which is in the names of secrets."""
    stdin = command.stdin
    if not isinstance(stdin, Piped) or not stdin.names or len(use.values("-e") or use.operands[:1]) != 1:
        return ()
    text = known((use.values("-e") or use.operands)[0])
    match = _SECRET_PART.fullmatch(text or "")
    if match is None or "\\" in match[1]:
        return ()
    bare = match[1].removeprefix(".")
    parts = (f".{bare}", f"*.{bare}", *(() if match[1].startswith(".") else (bare,)))
    wide = (word for word in stdin.names if isinstance(word, Pattern) and word.glob.rpartition("/")[2] in ("*", "**"))
    heads = (word.glob.rstrip("*") for word in wide)
    picked = tuple(Pattern(f"{head}{part}*") for head in dict.fromkeys(heads) for part in parts)
    return (*stdin.names, *picked) if picked else ()


_LINE_OPTIONS: Final = frozenset(
    {"--invert-match", "--ignore-case", "--extended-regexp", "--fixed-strings", "--word-regexp", "--line-regexp"}
)


def _find(command: SimpleCommand, context: Context) -> Listing | None:
    words = command.argv[1:]
    if any(known(word) in _OTHER_OUTPUT for word in words):
        return None
    read = walks.starts_of(words)
    if read is None:
        return None
    starts, at = read
    walk = walks.walked(words[at:], starts)
    if walk.by_number or any(known(word) is None for word in words[at:]):
        return None
    return Listing((*walk.names, *(start for start in starts if start != Known(".") and walk.whole)))


_OTHER_OUTPUT: Final = frozenset(
    {"-printf", "-fprintf", "-ls", "-fls", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprint0", "-delete"}
)


def _fd(command: SimpleCommand, context: Context) -> Listing | None:
    use = _use(command, context)
    if use.has("-x", "-X", "-l") or use.unknown:
        return None
    return Listing(_below((*use.operands[1:], *use.values("--search-path", "--base-directory"))))


def _ls(command: SimpleCommand, context: Context) -> Listing | None:
    flags = _flags(command)
    if flags is None or not flags <= set("1dtrSAUXBvc"):
        return None
    operands = tuple(word for word in command.argv[1:] if not lead(word).startswith("-"))
    if "d" in flags:
        return Listing(operands or (Known("."),))
    # What lies in a directory is printed without the directory.
    return Listing((*operands, Pattern("*")))


# ── what passes names on ─────────────────────────────────────────────────────────────────────────────────


def _passed(command: SimpleCommand) -> Listing | None:
    stdin = command.stdin
    if isinstance(stdin, Piped) and (stdin.names or stdin.environment or stdin.columns is not None):
        return Listing(stdin.names, stdin.environment, stdin.columns)
    return None


def _lines(options: str) -> Callable[[SimpleCommand, Context], Listing | None]:
    """A filter that prints some of the lines it reads when it has only options that match `options`."""
    pattern = re.compile(options)

    def rule(command: SimpleCommand, context: Context) -> Listing | None:
        words = [known(word) for word in command.argv[1:]]
        return _passed(command) if all(text is not None and pattern.fullmatch(text) for text in words) else None

    return rule


def _sed(command: SimpleCommand, context: Context) -> Listing | None:
    words = [known(word) for word in command.argv[1:]]
    script = words[-1] if words else None
    if script is None or any(word != "-n" for word in words[:-1]):
        return None
    if re.fullmatch(r"\d+(,(\d+|\$))?[pdq]", script):
        return _passed(command)
    passed = _passed(command)
    if passed is None or script not in ("s|^\\./||", "s#^\\./##", "s,^\\./,,"):
        return None
    return replace(passed, names=tuple(_unrooted(word) for word in passed.names))


def _unrooted(word: Word) -> Word:
    match word:
        case Known(text):
            return Known(text.removeprefix("./"))
        case Pattern(glob):
            return Pattern(glob.removeprefix("./"))
        case _:
            return word


_EVERY_VARIABLE: Final = re.compile(
    r"os\.environ\b(?!\s*(?:\[|\.get\b))|process\.env\b(?!\s*[.\[])|Deno\.env\.toObject|Bun\.env\b(?!\s*[.\[])|%ENV\b|\bENV\b(?!\s*\[)|getenv\(\)"
    r"|\$_(?:ENV|SERVER)\b(?!\s*\[)|\benv\b|\$ENV\b(?!\s*[.\[])"
)


def _body_shows(command: SimpleCommand, context: Context) -> Listing | None:
    """`python3 -c 'print(os.environ)'`: what a body prints that has hold of all variables."""
    words = [known(word) or "" for word in command.argv[1:]]
    return Listing(environment=True) if any(map(_EVERY_VARIABLE.search, words)) else None


def _environment_shown(command: SimpleCommand, context: Context) -> Listing | None:
    """Managers that print the environment they hand to what they start."""
    shows = {"show-environment", "showenv", "export"} & {known(word) for word in command.argv[1:]}
    return Listing(environment=True) if shows else None


def _environment(command: SimpleCommand, context: Context) -> Listing | None:
    return Listing(environment=True) if len(command.argv) == 1 else None


def _xargs(command: SimpleCommand, context: Context) -> Listing | None:
    use = _use(command, context)
    stdin = command.stdin
    if not isinstance(stdin, Piped) or not stdin.names or use.has("-I", "-i", "-a", "-E") or not use.operands:
        return None
    return listing(replace(command, argv=(*use.operands, *stdin.names)), context)


_Rule = Callable[[SimpleCommand, Context], Listing | None]

_RULES: Final[Mapping[str, _Rule]] = {
    "git": _git,
    "rg": _rg,
    "grep": _grep,
    "egrep": _grep,
    "fgrep": _grep,
    "find": _find,
    "fd": _fd,
    "fdfind": _fd,
    "ls": _ls,
    "sed": _sed,
    "xargs": _xargs,
    "pgrep": _pids,
    "pidof": _pids,
    "docker": _engine,
    "podman": _engine,
    "kubectl": _engine,
    "env": _environment,
    **dict.fromkeys(("python", "python3", "node", "deno", "bun", "ruby", "perl", "php", "lua", "jq"), _body_shows),
    "systemctl": _environment_shown,
    "tmux": _environment_shown,
    "launchctl": _environment_shown,
    "printenv": _environment,
    "head": _lines(r"-n?|\d+|-n?\d+|-z|-n-\d+"),
    "tail": _lines(r"-n?|\+?\d+|-n?\+?\d+|-z"),
    "sort": _lines(r"-[urVznfRMh]+|-k\d[\d.,nrVh]*[nr]*|--(unique|reverse|version-sort|zero-terminated)"),
    "uniq": _lines(r"-[uiz]+"),
    "tac": _lines(r"(?!)"),
    "shuf": _lines(r"-n|\d+|-n\d+|-z"),
    "cat": _lines(r"(?!)"),
    "tr": _lines(r"\\n|\\0|\\000| "),
}
