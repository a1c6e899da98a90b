"""Programs that find things and do something with each (find, fd, xargs, parallel), and the editors sed and awk."""

import re
from collections.abc import Callable
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Known, Pattern, Piped, Unknown, Word, opaque
from mayact.core.analysis.places import walks
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs import awk_program, sed_script
from mayact.core.analysis.programs.roles import argv, finding, script, shell
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import extended, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

# ── find ─────────────────────────────────────────────────────────────────────────────────────────────────

_FIND_NOTHING: Final = names(
    "-print -print0 -ls -prune -quit -true -false -empty -depth -d -mount -xdev -follow -daystart -nouser -nogroup "
    "-readable -writable -executable -noleaf -not -a -and -o -or -warn -nowarn -ignore_readdir_race ( ) ! , -H -L -P "
    "-E -X -x -s -O1 -O2 -O3 -noignore_readdir_race"
)
_FIND_VALUE: Final = names(
    "-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -size -mtime -atime "
    "-ctime -mmin -amin -cmin -newer -anewer -cnewer -newermt -newerat -newerct -maxdepth -mindepth -user -group -uid "
    "-gid -perm -links -inum -samefile -fstype -used -lname -ilname -printf -context -flags -D"
)
_FIND_WRITES: Final = frozenset({"-fprint", "-fprint0", "-fls", "-fprintf"})
_FIND_RUNS: Final = frozenset({"-exec", "-execdir", "-ok", "-okdir"})


def _find(use: Use) -> tuple[Finding, ...]:
    words = use.command.argv[1:]
    read = walks.starts_of(words)
    if read is None:
        return (opaque("a word of `find` could be an action: it is not known"),)
    starts, at = read
    return _expression(words[at:], starts, use)


def _expression(words: tuple[Word, ...], starts: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    walk = walks.walked(words, starts)
    at = 0
    while at < len(words):
        word = known(words[at])
        at += 1
        if word is None:
            return (*found, opaque("a word of the expression of `find` is not known"))
        if word in _FIND_VALUE:
            at += 1
        elif word in _FIND_WRITES:
            if at < len(words):
                found.extend(files.writing(words[at], use.command, use.context))
            at += 2 if word == "-fprintf" else 1
        elif word == "-delete":
            # Nothing narrows it: the starting point goes with all that is below it.
            for match in starts if walk.whole else walk.names:
                found.extend(files.deleting(match, use.command, use.context, recursive=True))
        elif word in _FIND_RUNS:
            end = next((i for i in range(at, len(words)) if known(words[i]) in (";", "+")), len(words))
            single = known(words[end]) == ";" if end < len(words) else False
            single = single and all(isinstance(each, Known) for each in words[at:end])
            found.extend(_each(words[at:end], walk, use, single=single))
            at = end + 1
        elif word not in _FIND_NOTHING:
            found.append(opaque(f"{shown(word)} of `find` is not known"))
    return tuple(found)


def _each(words: tuple[Word, ...], walk: walks.Walk, use: Use, *, single: bool) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for match in walk.names:
        filled = tuple(_filled(word, "{}", match) for word in words)
        found.extend(argv(filled, use, single=single))
    if walk.by_number and any(item.verb is Verb.FS_READ for item in found):
        # Whoever names a file by its number keeps its name from being seen.
        found.append(finding(Verb.SECRET_READ, "a file by its number", use, **{"class": "credential-file"}))
    return tuple(found)


def _filled(word: Word, mark: str, value: Word) -> Word:
    """`word` with `mark` replaced by something that is known only as `value`."""
    text = known(word)
    if text is None or mark not in text:
        return word
    if text == mark:
        return value
    match value:
        case Known(name):
            return Known(text.replace(mark, name))
        case Pattern(glob) if text.count(mark) == 1 and not set(text) & set("\n;&|$`(){}<>'\"\\ ") - set(mark):
            before, _, after = text.partition(mark)
            return Pattern(escape(before) + glob + escape(after))
        case _:
            before = text.partition(mark)[0]
    return Unknown("part of it is what was found", prefix=before or lead(value))


def _fd(use: Use) -> tuple[Finding, ...]:
    """`fd [PATTERN [PATH …]] -x COMMAND`: every word from the command on is its own."""
    runner = use.value("-x") or use.value("-X")
    if runner is None:
        return ()
    argument = [at for at, word in enumerate(use.command.argv) if _RUNS_EACH.match(lead(word))][0:1]
    at = argument[0] if argument else 0
    inside = len(use.command.argv) - at - (1 if known(use.command.argv[at]) not in _RUNS_WORDS else 2)
    split = len(use.operands) - max(inside, 0)
    words = (runner, *use.operands[split:])
    starts = (*use.operands[1:split], *use.values("--search-path"))
    base = use.value("--base-directory")
    if base is not None:
        # What is found is named from there, and each command stands there.
        starts = (base, *(Unknown("it is named from another directory") for _ in starts))
    found: list[Finding] = []
    named = _looked_for(use) if split > 0 else None
    for start in starts or (Known("."),):
        match = walks.matched(start, named)
        filled = tuple(_filled(word, "{}", match) for word in words)
        found.extend(argv(filled if filled != words else (*words, match), use))
    return tuple(found)


def _looked_for(use: Use) -> Word | None:
    """A plain word that is looked for in each name, hidden ones among them: `fd -H .env`."""
    wanted = known(use.operands[0]) or ""
    plain = re.fullmatch(r"\^?[\w.-]*\w[\w.-]*\$?", wanted) is not None
    return Known(f"*{wanted.strip('^$')}*") if plain and use.has("-H", "-u", "--hidden") else None


_RUNS_WORDS: Final = frozenset({"-x", "-X", "--exec", "--exec-batch"})
_RUNS_EACH: Final = re.compile(r"-[a-zA-Z]*[xX]|--exec")


# ── xargs ────────────────────────────────────────────────────────────────────────────────────────────────


def _xargs(use: Use) -> tuple[Finding, ...]:
    mark = known(use.value("-I") or Known("")) or ("{}" if use.has("-i") else "")
    words = use.operands or (Known("echo"),)
    fed = _standard_input(use)
    if mark and isinstance(use.command.stdin, Piped):
        if (
            set(fed) == {_NUMBER}
            and known(words[0]) in ("sh", "bash")
            and known(words[1] if words[1:] else None) == "-c"
        ):
            fed = (Known("7"),)  # any number is to a shell text what another is
        filled = (tuple(_filled(word, mark, name) for word in words) for name in fed)
        single = all(isinstance(word, Known) for word in words)
        return tuple(item for line in filled for item in argv(line, use, stdin=FromText(""), single=single))
    if mark:
        value: Word = fed[0] if len(fed) == 1 else Unknown("it comes from standard input")
        words = tuple(_filled(word, mark, value) for word in words)
    elif _one_each(use):
        return tuple(item for name in fed for item in argv((*words, name), use, stdin=FromText(""), single=True))
    else:
        words = (*words, *fed)
    return argv(words, use, stdin=FromText(""), single=False)


def _one_each(use: Use) -> bool:
    """`-n1` and `-L1`: a command for each word or line."""
    return any(known(use.value(option)) == "1" for option in ("-n", "-L")) and all(
        isinstance(word, Known) for word in use.operands
    )


_NUMBER: Final = Pattern("[0-9]*")


def _standard_input(use: Use) -> tuple[Word, ...]:
    """The words that xargs reads: those of the text itself, or the names that the command before it lists."""
    stdin = use.command.stdin
    if isinstance(stdin, Piped) and stdin.names and not use.has("-a", "-E"):
        return stdin.names
    if isinstance(stdin, Piped) and stdin.number and not use.has("-a", "-E", "-d", "-0"):
        return (_NUMBER,)
    unread = use.has("-0", "-d", "-a", "-E")
    if isinstance(stdin, FromText) and stdin.text is not None and not unread and not set(stdin.text) & set("\\'\""):
        return tuple(Known(word) for word in stdin.text.split())
    return (Unknown("it comes from standard input"),)


def _parallel(use: Use) -> tuple[Finding, ...]:
    texts = [known(word) for word in use.operands]
    stdin = use.command.stdin
    fed = isinstance(stdin, Piped) and stdin.number and not use.has("-a", "-d", "-0", "--pipe")
    if fed and texts and not any(text is None or text.startswith("::") for text in texts):
        if re.search(r"\{(?!\})|\{\}\w*\(", " ".join(text or "" for text in texts)):
            return (opaque("what `parallel` puts in is not known"),)
        # Any number is to a shell text what another is.
        return _each_value(" ".join(text or "" for text in texts), (Known("7"),), use)
    if _names_fed(use, texts) and isinstance(stdin, Piped):
        return _each_value(" ".join(text or "" for text in texts), stdin.names, use)
    if ":::" not in texts or None in texts[: texts.index(":::")]:
        return (opaque("what `parallel` runs comes from elsewhere"),)
    head = use.operands[: texts.index(":::")]
    if not head:  # each value is a command of its own
        return tuple(item for word in use.operands[1:] if lead(word)[:3] != ":::" for item in shell(word, use))
    given = use.operands[texts.index(":::") + 1 :]
    several = len(given) > _MAX_VALUES or any((known(word) or "").startswith(":::") for word in given)
    values: tuple[Word, ...] = (Unknown("it is one of several"),) if several or not given else given
    if len(head) == 1 and " " in (texts[0] or ""):
        return _each_value(texts[0] or "", use.operands[texts.index(":::") + 1 :], use)
    # parallel hands the words to a shell again, so anything but plain words is another command.
    if any(re.search(r"[^\w./:=,@%+{}-]", text or "") for text in texts[: texts.index(":::")]):
        return (opaque("`parallel` runs shell text"),)
    found: list[Finding] = []
    for value in values:
        filled = tuple(_filled(word, "{}", value) for word in head)
        found.extend(argv(filled if filled != head else (*head, value), use))
    return tuple(found)


def _names_fed(use: Use, texts: list[str | None]) -> bool:
    """Whether the lines of standard input, each a name that is known, are put into the text."""
    stdin = use.command.stdin
    listed = isinstance(stdin, Piped) and stdin.names and all(isinstance(word, Known | Pattern) for word in stdin.names)
    told = texts and not any(text is None or text.startswith("::") for text in texts)
    return bool(listed and told and not use.has("-d", "-I", "-n", "-N") and not use.unknown)


_PLAIN_VALUE: Final = re.compile(r"[\w./:=,@%+*?-]+")


def _each_value(text: str, values: tuple[Word, ...], use: Use) -> tuple[Finding, ...]:
    """`parallel 'wc -l {}' ::: *.py`: shell text with each value in it; parallel quotes what it puts there."""
    plain = [
        word.text if isinstance(word, Known) else word.glob if isinstance(word, Pattern) else "" for word in values
    ]
    marks = set(re.findall(r"\{[^}]*\}", text))
    if len(plain) > _MAX_VALUES or not all(_PLAIN_VALUE.fullmatch(value) for value in plain) or marks - _MARKS.keys():
        return (opaque("what `parallel` runs is not known"),)
    texts = [_put_in(text, value, marks) if marks else f"{text} {value}" for value in plain]
    return tuple(item for one in texts for item in shell(Known(one), use))


_MAX_VALUES: Final = 16


def _put_in(text: str, value: str, marks: set[str]) -> str:
    for mark in marks:
        text = text.replace(mark, _MARKS[mark](value))
    return text


def _stem(value: str) -> str:
    """A name without its ending; of a glob whose ending is not known, any that begins so."""
    head, slash, last = value.rpartition("/")
    stem, dot, ending = last.rpartition(".")
    if dot and stem and not set(ending) & set("*?"):
        return f"{head}{slash}{stem}"
    return f"{head}{slash}*" if set(last) & set("*?") else value


_MARKS: Final[dict[str, Callable[[str], str]]] = {
    "{}": lambda value: value,
    "{.}": _stem,
    "{/}": lambda value: value.rpartition("/")[2],
    "{/.}": lambda value: _stem(value).rpartition("/")[2],
    "{//}": lambda value: value.rpartition("/")[0] or ".",
    "{#}": lambda value: "7",
    "{%}": lambda value: "7",
}
"""What GNU parallel makes of a value (parallel(1), "Replacement strings")."""

# ── sed and awk ──────────────────────────────────────────────────────────────────────────────────────────


def _sed(use: Use) -> tuple[Finding, ...]:
    scripts: list[Word] = list(use.values("-e"))
    operands = use.operands
    if not scripts and not use.has("-f"):
        if not operands:
            return ()
        scripts, operands = [operands[0]], operands[1:]
    found: list[Finding] = []
    if any("/" in lead(word) for word in use.values("-i")):
        found.append(opaque("`sed` keeps what it changes at another place"))
    for word in use.values("-f"):
        found.extend(files.reading(word, use.command, use.context))
        found.append(opaque("the script of `sed` is in a file"))
    for word in scripts:
        found.extend(item for text in _certain(word, use) for item in _sed_text(text, use))
    for operand in operands:
        found.extend(files.reading(operand, use.command, use.context))
        if use.has("-i"):
            found.extend(files.writing(operand, use.command, use.context))
        for ending in use.values("-i"):
            found.extend(kept_copy(operand, ending, use))
    return tuple(found)


_FORMS: Final = ("[-0-9]*", "[0-9]*", "[0-9a-f]*")
_SAMPLES: Final = ("7", "e7", "c")
"""`e7` at the beginning of a command would run something."""


def _certain(word: Word, use: Use) -> tuple[str | None, ...]:
    """A script with numbers or ids in it that are not known: as any of them. The same form written as a glob finds
    names of files, and is not taken for that."""
    if not isinstance(word, Pattern) or any(form in use.command.text for form in _FORMS):
        return (known(word),)
    found: list[str | None] = []
    for sample in _SAMPLES if _FORMS[2] in word.glob else _SAMPLES[:1]:
        text = word.glob
        for form in _FORMS:
            text = text.replace(form, sample)
        special = set(re.sub(r"\\.", "", text)) & set("*?[{")
        found.append(None if special else re.sub(r"\\(.)", r"\1", text))
    return tuple(found)


def kept_copy(operand: Word, ending: Word, use: Use) -> tuple[Finding, ...]:
    """`-i.bak`: what was in the file stays beside it, under its name and `ending`."""
    text = known(ending)
    if text is None or "*" in text:
        return files.writing(Unknown("the name of the copy is not known", "./"), use.command, use.context)
    return files.writing(extended(operand, text), use.command, use.context) if text else ()


def _sed_text(text: str | None, use: Use) -> tuple[Finding, ...]:
    touched = sed_script.read(text) if text is not None else None
    if touched is None:
        return (opaque("the script of `sed` runs something or is not understood"),)
    found: list[Finding] = []
    for path in touched.reads:
        found.extend(files.reading(Known(path), use.command, use.context))
    for path in touched.writes:
        found.extend(files.writing(Known(path), use.command, use.context))
    return tuple(found)


def _awk(use: Use) -> tuple[Finding, ...]:
    operands = use.operands
    found: list[Finding] = []
    if use.has("-f"):
        for word in use.values("-f"):
            found.extend(script(word, use, name="awk"))
    elif operands:
        found.extend(_awk_text(known(operands[0]), use))
        operands = operands[1:]
    for operand in operands:
        if not re.match(r"[A-Za-z_]\w*=", lead(operand)):
            found.extend(files.reading(operand, use.command, use.context))
    return tuple(found)


def _awk_text(text: str | None, use: Use) -> tuple[Finding, ...]:
    touched = awk_program.read(text) if text is not None and not re.search(r"\\x|\\[0-7]", text) else None
    if touched is None:
        return (opaque("the program of `awk` runs something, reads from elsewhere or is not understood"),)
    found: list[Finding] = []
    for path in touched.reads:
        found.extend(files.reading(Known(_unexpanded(path)), use.command, use.context))
    for path in touched.writes:
        found.extend(files.writing(Known(_unexpanded(path)), use.command, use.context))
    if touched.environment:
        found.append(
            finding(Verb.SECRET_READ, "environment", use, **{"class": "token" if touched.token else "environment"})
        )
    return tuple(found)


def _unexpanded(path: str) -> str:
    """awk does not expand `~`."""
    return f"./{path}" if path.startswith("~") else path


PROGRAMS: Final[tuple[Program, ...]] = (
    row("find gfind", handles_doubt=True, act=_find),
    row(
        "fd fdfind",
        "-e= -t= -d= -E= -x|--exec=rest -X|--exec-batch=rest -c= -j= -S= -o= --changed-within= --changed-before= "
        "--extension= --type= --max-depth= --min-depth= --exclude= --color= --glob --search-path= --base-directory= "
        "-H -I -u -a -p -g -s -i -l -L -0 -1 -q -F --hidden --no-ignore --absolute-path --full-path --follow",
        act=_fd,
    ),
    row(
        "xargs gxargs",
        "-0|--null -r|--no-run-if-empty -t|--verbose -p -x|--exit -I|-J|--replace= -i? -n|--max-args= -P|--max-procs= "
        "-L|--max-lines= -l? -s|--max-chars= -d|--delimiter= -a|--arg-file=list -E= -e? -o --show-limits "
        "--process-slot-var=",
        style="posix",
        act=_xargs,
    ),
    row(
        "parallel",
        "-j|--jobs= -k|--keep-order -0 -n= -N= -I= -v -t|--verbose -u --halt= --bar --eta --dry-run --will-cite "
        "--no-notice --timeout= --delay= --progress --line-buffer --tag",
        style="posix",
        act=_parallel,
    ),
    row(
        "sed gsed",
        "-n|--quiet|--silent -e|--expression= -f|--file= -i|--in-place? -E|-r|--regexp-extended -s|--separate "
        "-z|--null-data -u|--unbuffered -l= --posix --debug --sandbox --follow-symlinks -b --line-length=",
        act=_sed,
    ),
    row(
        "awk gawk mawk nawk",
        "-F|--field-separator= -v|--assign= -f|--file= -e|--source=code -E|--exec=script -i|--include=opaque "
        "-l|--load=opaque -d?write -o?write -p?write -D?opaque -n -N -P -c -C -S|--sandbox -s -t -b -V -O --csv -k -M",
        style="posix",
        act=_awk,
    ),
)
