"""What commands print in columns, and what picks one of them.

Law: a column is named only where it has the same form on every line that the program can print; everything else of the
line stays unknown. Of columns that are separated by single signs (`tab`, `blank`) any can be cut out, of others
(`blanks`, of any number) only what splits at runs of blanks finds them. Names of files with line breaks in them are
judged where they are made (`files`). It refuses to know who reads the columns.
"""

import re
from typing import Final

from mayact.core.analysis.command import Columns, Known, Listing, Pattern, Piped, SimpleCommand, Unknown, Word
from mayact.core.analysis.words import LABEL, OBJECT, REF, known, may_be_option

_NUMBER: Final = Pattern("[0-9]*")
_ANY: Final = Pattern("**")
_THING: Final = Unknown("it is not looked at")
_COUNT: Final = Pattern("[-0-9]*")
"""A number, or a dash where there is none (`git diff --numstat` of a binary file)."""


def printed(command: SimpleCommand) -> Listing | None:
    """What `command` prints, where its first columns are certain."""
    words = [known(word) for word in command.argv]
    name, rest = words[0] if words else None, command.argv[1:]
    match name:
        case "git":
            return _git([text or "" for text in words[1:]]) if None not in words else None
        case "wc":
            return _counted(rest)
        case "du":
            return _sized(words[1:])
        case "uniq":
            return _columns((_NUMBER,), "blanks") if words[1:] in (["-c"], ["-ci"], ["-ic"]) else None
        case "stat":
            return _stat(words[1:])
        case "find":
            return _found([text or "" for text in words[1:]])
        case "jq":
            return _length(words[1:])
        case "awk" | "gawk" | "mawk" | "cut":
            return picked(command)
        case "kubectl" | "oc" | "docker" | "podman" | "ps" | "lsof":
            return _listed(words)
        case "echo" if len(rest) == 1 and isinstance(rest[0], Pattern) and not may_be_option(rest[0]):
            return Listing(rest)
        case "printf" if len(rest) == 2 and words[1] == "%s\\n" and isinstance(rest[1], Pattern):
            return Listing(rest[1:])
        case _:
            return None


def picked(command: SimpleCommand) -> Listing | None:
    """The column that `awk '{print $2}'` or `cut -f1` picks, and what `awk '{s += $1} END {print s}'` adds up."""
    words = [known(word) or "" for word in command.argv]
    plain = all(isinstance(word, Known) and "=" not in word.text for word in command.argv[2:])  # `s=TEXT` assigns
    if words[0] != "cut" and len(words) >= 2 and _SUM.fullmatch(words[1]) and plain:  # of any input
        return Listing((_NUMBER,))
    columns = command.stdin.columns if isinstance(command.stdin, Piped) else None
    if columns is None:
        return None
    if words[0] == "cut":
        return _cut(words[1:], columns)
    if words[1:2] in (["-F\\t"], ["-F\t"]):
        if columns.between != "tab":
            return None
        words = [words[0], *words[2:]]
    if len(words) != 2:
        return None
    if re.fullmatch(_CONDITION, words[1].strip()):
        return Listing(columns=columns)
    match = _PRINTS.fullmatch(words[1])
    return _column(int(match["at"]), columns) if match is not None and len(match["at"]) < 3 else None


_TEST: Final = r"(?:(?:NR|NF|\$\d+)\s*(?:[<>]=?|[!=]=)\s*(?:\d+|\"[^\"\\]*\")|(?:\$\d+\s*!?~\s*|!)?/(?:[^/\\\n]|\\.)+/)"
_CONDITION: Final = rf"{_TEST}(?:\s*(?:&&|\|\|)\s*{_TEST})*"
_PRINTS: Final = re.compile(rf"\s*(?:{_CONDITION}\s*)?\{{\s*print\s*\$(?P<at>\d+)\s*;?\s*\}}\s*")
_SUM: Final = re.compile(
    rf"\s*(?:{_CONDITION}\s*)?\{{\s*(?P<name>[a-z]\w*)\s*\+=\s*\$\d+\s*;?\s*\}}\s*;?\s*END\s*\{{\s*print\s+(?P=name)"
    r"(?:\s*\+\s*0)?\s*;?\s*\}\s*"
)


def _cut(words: list[str], columns: Columns) -> Listing | None:
    text = " ".join(words)
    if columns.between == "status":
        return _column(2, columns) if text == "-c4-" or text == "-c 4-" else None
    tab = re.fullmatch(r"-f ?(\d)", text)
    if tab is not None:
        return _column(int(tab[1]), columns) if columns.between == "tab" else None
    blank = re.fullmatch(r"-d ? {1,2}-f ?(\d)", text)
    if blank is None or columns.between not in ("blank", "blanks"):
        return None
    if columns.between == "blanks" and (blank[1] != "1" or columns.words[0] not in (_NUMBER, _COUNT)):
        return None  # blanks before a number make the first column empty
    return _column(int(blank[1]), columns)


def _column(at: int, columns: Columns) -> Listing | None:
    if not 0 < at <= len(columns.words) or isinstance(columns.words[at - 1], Unknown):
        return None
    return Listing((columns.words[at - 1],))


def _columns(words: tuple[Word, ...], between: str) -> Listing:
    return Listing(columns=Columns(words, between))


# ── git ──────────────────────────────────────────────────────────────────────────────────────────────────

_PICKS: Final = re.compile(
    r"-\d+|-[nMCwbB]|--max-count=\d+|--all|--reverse|--(?:no-)?merges|--first-parent|--branches|--tags|--no-renames"
    r"|--(?:since|until|after|before|author|grep|diff-filter)=.*|--cached|--staged|--find-renames|--follow|--no-color"
    r"|--no-progress|--ignore-all-space"
)
"""Options that say what is shown, and not how."""
_COMMIT: Final = re.compile(r"(?:HEAD|@)(?:[~^]\d*)*")
_NO_HEAD: Final = re.compile(r"--(?:format|pretty)=(?:t?format:)?")
_ID_FIRST: Final = re.compile(r"--(?:format|pretty)=(?:t?format:)?%[hH](?: [^\n]*)?")


def _git(words: list[str]) -> Listing | None:
    while words[:1] in (["--no-pager"], ["-P"]):
        words = words[1:]
    verb, rest = (words[0] if words else ""), words[1:]
    options = [word for word in (rest[: rest.index("--")] if "--" in rest else rest) if word.startswith("-")]
    shown = [option for option in options if not _PICKS.fullmatch(option)]
    if verb == "show" and not all(_COMMIT.fullmatch(word) for word in rest if not word.startswith("-")):
        return None  # of a tag it prints the message, of a file what it holds
    match verb:
        case "diff" if shown == ["--numstat"]:
            return _columns((_COUNT, _COUNT), "tab")
        case "log" | "show" if "--numstat" in shown and len(shown) == 2 and any(map(_NO_HEAD.fullmatch, shown)):
            return _columns((_COUNT, _COUNT), "tab")
        case "log" | "reflog" if shown == ["--oneline"] or (verb == "reflog" and not shown and not rest):
            return _columns((OBJECT,), "blank")
        case "log" | "reflog" if len(shown) == 1 and _ID_FIRST.fullmatch(shown[0]) and "%n" not in shown[0]:
            if re.search(r"%[bBwNxG+( -]", shown[0]):
                return None
            return _columns((OBJECT,), "blank") if " " in shown[0] else Listing((OBJECT,))
        case "diff" | "log" | "show" if (
            "--name-status" in shown and set(map(_is_head, shown)) <= {True} and (verb == "diff" or len(shown) == 2)
        ):
            return _columns((LABEL, _ANY), "tab")
        case "status" if shown and all(re.fullmatch(r"-s|--short|--porcelain(?:=v1)?|-u\w*", one) for one in shown):
            return _columns((REF, _ANY), "status")
        case "ls-tree" if set(shown) <= {"-r", "--full-tree", "-l", "--long"} and not {"-l", "--long"} & set(shown):
            return _columns((_NUMBER, LABEL, OBJECT, _ANY), "blanks")
        case "fsck" if set(shown) <= {"--lost-found", "--unreachable", "--no-reflogs", "--full", "--dangling"}:
            return _columns((LABEL, LABEL, OBJECT), "blank")
        case "stash" if rest == ["list", "--format=%gd"] or rest == ["list", "--pretty=%gd"]:
            return Listing((REF,))
        case _:
            return None


# ── what runs ────────────────────────────────────────────────────────────────────────────────────────────

_ENGINE: Final = r"(?:docker|podman)"
_CLUSTER: Final = r"(?:kubectl|oc) get (?!.*(?:-o|--output|--template|-w|--watch|-L|--label-columns|--raw)\b)"
_FILTER: Final = r"-f [\w.=:/-]+|--filter[= ][\w.=:/-]+"
_HEADED: Final = (
    (_CLUSTER + r"(?!.* (?:-A|--all-namespaces)\b).+", (LABEL,)),
    (_CLUSTER + r".* (?:-A|--all-namespaces)\b.*", (LABEL, LABEL)),
    (rf"{_ENGINE} (?:ps|container ls)(?: (?:-a|--all|-n \d+|-l|--no-trunc|{_FILTER}))*", (LABEL,)),
    (rf"{_ENGINE} (?:images|image ls)(?: (?:-a|--all|{_FILTER}))*", (_THING, _THING, LABEL)),
    (r"ps (?:-?aux\w*|-ef|-eF)(?: --sort=[\w%+-]+| --no-headers)*", (_THING, LABEL)),
    (r"lsof (?:-[nP]+ )*(?:-i\S*|-i :\d+)(?: -[nP]+| -sTCP:LISTEN)*", (_THING, LABEL)),
)
"""Tables with a line of heads: their first columns. Names and ids begin with a letter or digit, as heads do."""


def _listed(words: list[str | None]) -> Listing | None:
    text = " ".join(word or "\n" for word in words)
    found = next((columns for form, columns in _HEADED if re.fullmatch(form, text)), None)
    return None if found is None else _columns(found, "blanks")


def _is_head(option: str) -> bool:
    return option == "--name-status" or _NO_HEAD.fullmatch(option) is not None


# ── counts and sizes ─────────────────────────────────────────────────────────────────────────────────────


def _counted(words: tuple[Word, ...]) -> Listing | None:
    texts = [known(word) for word in words]
    options = [text for text in texts if text is not None and text.startswith("-")]
    several = any(text is None for text in texts)
    if len(options) != 1 or not re.fullmatch(r"-[lcwm]+", options[0]):
        return None
    if several and any(may_be_option(word) for word in words):
        return None
    return _columns((_NUMBER,) * len(set(options[0][1:])), "blanks")


def _sized(words: list[str | None]) -> Listing | None:
    """`du -sk DIR`; with `-h` a size has a letter behind it."""
    options = [word for word in words if word is not None and word.startswith("-")]
    if None in words or not options or not all(re.fullmatch(r"-[sbkmcx]+|--apparent-size", one) for one in options):
        return None
    return _columns((_NUMBER,), "tab")


def _stat(words: list[str | None]) -> Listing | None:
    if None in words[:2] or words[0] not in ("-c", "--format", "-f") or len(words) < 3:
        return None
    if words[1] in ("%s", "%Y", "%a", "%h", "%z", "%m") and (words[0] == "-f") == (words[1] in ("%z", "%m")):
        return Listing((_NUMBER,))
    return _columns((_NUMBER,), "blank") if words[0] != "-f" and re.fullmatch(r"%[sY] %n", words[1] or "") else None


_LENGTH: Final = re.compile(r"(?:[\w.\[\]]+\s*\|\s*)?length")


def _length(words: list[str | None]) -> Listing | None:
    scripts = [word for word in words if word is not None and not word.startswith("-")]
    options = [word for word in words if word is None or word.startswith("-")]
    plain = all(option in ("-r", "-e") for option in options)
    return Listing((_NUMBER,)) if scripts and plain and _LENGTH.fullmatch(scripts[0]) else None


def _found(words: list[str]) -> Listing | None:
    """`find -printf '%s %p\\n'`."""
    if words.count("-printf") != 1 or {"-exec", "-execdir", "-print", "-ls", "-print0", "-fprintf"} & set(words):
        return None
    shape = words[words.index("-printf") + 1] if words[-1] != "-printf" else ""
    match = re.fullmatch(r"%s(?P<between> |\\t)%[pfPh]\\n", shape)
    return None if match is None else _columns((_NUMBER,), "blank" if match["between"] == " " else "tab")
