"""Programs that look at, make, move and remove files."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, Known, Pattern, Piped, Unknown, Word, opaque
from mayact.core.analysis.places.paths import escape, file_facts
from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.asked import SECRET_NAME
from mayact.core.analysis.programs.roles import finding, in_role
from mayact.core.analysis.programs.table import Program, Use, names, row, text_of
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb


def _target_directory(use: Use) -> tuple[tuple[Word, ...], Word | None]:
    """Sources and destination of `cp`, `mv`, `ln` and `install`."""
    directory = use.value("-t")
    if directory is not None:
        return use.operands, directory
    if len(use.operands) < 2:
        # A wildcard may be several names, the last of them the destination.
        several = bool(use.operands) and not isinstance(use.operands[0], Known)
        return use.operands, use.operands[0] if several else None
    return use.operands[:-1], use.operands[-1]


def _into(destination: Word, source: Word, use: Use) -> Word:
    """Where `source` ends up: below `destination` when that is certainly a directory, else `destination`."""
    text = known(destination)
    if text is None:
        return destination
    path = files.absolute(destination, use.command, use.context)
    facts = file_facts(path, home=use.context.home, workspace=use.context.workspace) if path else {}
    is_directory = text.endswith("/") or text in (".", "..") or facts.get("area") == "root"
    if path in (use.context.workspace, use.command.cwd):
        is_directory = True
    if use.has("--parents"):
        below = (known(source) or "").strip("/") if isinstance(source, Known) else ""
        return Known(f"{text.rstrip('/')}/{below}") if below else Pattern(f"{escape(text.rstrip('/'))}/*")
    if not is_directory and not use.has("-t"):
        return destination
    if isinstance(source, Pattern) and "{" not in source.glob:
        return Pattern(f"{escape(text.rstrip('/'))}/{source.glob.rstrip('/').rsplit('/', 1)[-1]}")
    name = known(source)
    if name is None:
        return Unknown("the name depends on the source", prefix=text.rstrip("/") + "/")
    return Known(f"{text.rstrip('/')}/{name.rstrip('/').rsplit('/', 1)[-1]}")


def _copy(use: Use) -> tuple[Finding, ...]:
    if use.name == "install" and use.has("-d"):
        return _mkdir(use)
    sources, destination = _target_directory(use)
    recursive = use.has("-r", "-a")
    found: list[Finding] = []
    for source in sources:
        found.extend(files.reading(source, use.command, use.context, recursive=recursive))
        if destination is not None:
            place = _into(destination, source, use)
            found.extend(files.writing(place, use.command, use.context, recursive=recursive))
            found.extend(_backup(place, use))
            found.extend(_same(source, place, use) if use.has("-l", "-s") and use.name == "cp" else ())
    return tuple(found)


def _move(use: Use) -> tuple[Finding, ...]:
    sources, destination = _target_directory(use)
    found: list[Finding] = []
    for source in sources:
        place = None if destination is None else _into(destination, source, use)
        put = () if place is None else files.writing(place, use.command, use.context)
        kept = bool(put) and all(item.verb is Verb.FS_WRITE and _stays(item.facts) for item in put)
        gone = files.deleting(source, use.command, use.context)
        if destination is not None and _onto_one(source, destination, use):
            kept = False
            gone = tuple(replace(item, facts={**item.facts, "_shreds": True}) for item in gone)
        found.extend(replace(item, facts={**item.facts, "_kept": True}) if kept else item for item in gone)
        # A secret that is moved can be read at its new place.
        read = files.reading(source, use.command, use.context, recursive=True)
        found.extend(item for item in read if item.verb is Verb.SECRET_READ)
        found.extend((*put, *(_backup(place, use) if place is not None else ())))
    return tuple(found)


def _onto_one(source: Word, destination: Word, use: Use) -> bool:
    """Whether one after the other of a set could be put under one name, each in the place of the one before. Names
    that a wildcard of the command itself finds are put into a directory, or nothing is."""
    text = known(destination)
    name = (text or "/").rpartition("/")[2]
    if isinstance(source, Known) or (isinstance(source, Pattern) and source.glob in use.command.text):
        return False
    is_file = use.has("-T") or use.has("-f") or "." in name.lstrip(".")
    return is_file and not use.has("-n", "-t", "-b") and _into(destination, source, use) == destination and bool(name)


def _stays(facts: Mapping[str, Json]) -> bool:
    """Whether what is put there is kept: in the repository, and not where a build makes room."""
    return facts.get("area") == "workspace" and facts.get("kind") in ("source", "other", "test")


def _backup(place: Word, use: Use) -> tuple[Finding, ...]:
    """What was at `place` is kept beside it, under its name and more."""
    text = known(place)
    if text is None or not use.has("-b", "--backup", "-S"):
        return ()
    return files.writing(Pattern(f"{escape(text)}*"), use.command, use.context)


def _link(use: Use) -> tuple[Finding, ...]:
    sources, destination = _target_directory(use)
    found: list[Finding] = []
    for source in sources:
        # Through the link the source is read under another name, so the link counts as reading it.
        read = files.reading(source, use.command, use.context, recursive=True)
        found.extend(item for item in read if item.verb is Verb.SECRET_READ)
        place = _into(destination if destination is not None else Known("./"), source, use)
        found.extend((*files.writing(place, use.command, use.context), *_backup(place, use)))
        found.extend(_same(source, place, use))
    return tuple(found)


def _same(source: Word, place: Word, use: Use) -> tuple[Finding, ...]:
    """What is later written through the new name is written to the source, also in a later call: a hard link cannot
    be followed back. A symbolic link counts from where it lies."""
    target, text, link = source, known(source), known(place)
    if (
        use.has("-s")
        and not use.has("-r")
        and text is not None
        and link is not None
        and not text.startswith(("/", "~"))
    ):
        target = Known(f"{link.rpartition('/')[0] or '.'}/{text}")
    written = files.writing(target, use.command, use.context, recursive=True)
    there = files.absolute(target, use.command, use.context)
    here = files.absolute(place, use.command, use.context)
    if there is None or here is None:
        return written
    # What the same line does below the link, it does there (`fresh`).
    return tuple(replace(item, facts={**item.facts, "_link": here, "_leads": there}) for item in written)


def _remove(use: Use) -> tuple[Finding, ...]:
    recursive = use.has("-r")
    found: list[Finding] = []
    for operand in use.operands:
        bare = lead(operand) == "" and not isinstance(operand, Known) and operand in use.doubtful
        # A file named `-r` would make `rm *` recursive.
        gone = files.deleting(operand, use.command, use.context, recursive=recursive or bare)
        found.extend(map(_whole, gone) if recursive and known(operand) is None and _is_all(operand, use) else gone)
    return tuple(found)


def _is_all(operand: Word, use: Use) -> bool:
    """Whether it is all that lies in the root of the work tree: `rm -rf *`."""
    wild = lead(operand) + as_text(operand)[len(lead(operand)) :].strip("*")
    return isinstance(operand, Pattern) and files.absolute(Known(wild or "."), use.command, use.context) == (
        use.context.workspace
    )


def _whole(item: Finding) -> Finding:
    return replace(item, facts={**item.facts, "_whole": True})


def _emptied(use: Use) -> tuple[Finding, ...]:
    """`truncate -s 0`: what was in the files is gone."""
    if known(use.value("-s") or Known("0")) not in ("0", "0B", "0K", "=0"):
        return ()
    return tuple(item for word in use.operands for item in files.deleting(word, use.command, use.context))


def _shred(use: Use) -> tuple[Finding, ...]:
    """No copy on the disk brings these back."""
    gone = (item for word in use.operands for item in files.deleting(word, use.command, use.context, recursive=True))
    return tuple(replace(item, facts={**item.facts, "_shreds": True}) for item in gone)


def _modes(use: Use) -> tuple[Finding, ...]:
    """chmod, chown, chgrp, chattr, setfacl: the first operand says what, the rest where. `chmod -x` and `chattr -i`
    say it with a word that looks like an option."""
    said = (
        use.has("--reference", "-b", "-k", "-M")
        or (use.name == "setfacl" and use.has("-m", "-x"))
        or any(name[1:2] not in ("", "-") for name in use.unknown)
    )
    operands = use.operands if said else use.operands[1:]
    mode = text_of(use.operands[0]) if use.operands and not said else ""
    found: list[Finding] = []
    for operand in operands:
        found.extend(files.writing(operand, use.command, use.context, recursive=use.has("-R")))
    opens = use.name == "chmod" and re.fullmatch(r"0?[0-7]{0,3}[2367]|(?:[ugo]*[oa][ugo]*|)\+\w*w\w*", mode) is not None
    if opens and any(item.facts.get("area") not in ("workspace", "temp") for item in found):
        found.append(finding(Verb.SYS_CONFIGURE, "permissions", use))
    if use.name == "chmod" and _sets_id(mode):
        found.append(finding(Verb.PRIV_ESCALATE, "set-id program", use))
    return tuple(found)


def _sets_id(mode: str) -> bool:
    """Whether a chmod mode sets the user or group id bit."""
    if mode.isdigit():
        return len(mode.lstrip("0")) == 4 and mode.lstrip("0")[0] in "24567"
    return any(clause and "s" in clause.lstrip("ugoa+=") and not clause.startswith("-") for clause in mode.split(","))


def _mkdir(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for operand in use.operands:
        found.extend(files.writing(operand, use.command, use.context))
    return tuple(found)


def _grep(use: Use) -> tuple[Finding, ...]:
    operands = use.operands if use.has("-e", "-f") else use.operands[1:]
    walks = use.has("-r") or use.name in ("rg", "ag", "ack", "rgrep")
    found: list[Finding] = []
    stdin = use.command.stdin
    if isinstance(stdin, Piped) and stdin.environment and not operands and _asks_for_secrets(use):
        found.append(finding(Verb.SECRET_READ, "environment", use, **{"class": "token"}))
    if not operands and walks and not (isinstance(stdin, Piped) and (stdin.names or stdin.environment)):
        operands = (Known("."),)
    for operand in operands:
        if known(operand) != "-":
            found.extend(files.reading(operand, use.command, use.context, recursive=walks and _may_be_tree(operand)))
    return tuple(found)


def _asks_for_secrets(use: Use) -> bool:
    """Whether a search among variables is for those that hold secrets. A pattern that is not known may be."""
    patterns = use.values("-e") or use.operands[:1]
    if use.has("-v", "--invert-match", "-c", "--count", "-q"):
        return False
    texts = [known(word) for word in patterns]
    return use.has("-f") or any(text is None or SECRET_NAME.search(text) or _EVERY.search(text) for text in texts)


_EVERY: Final = re.compile(r"\A[.^$*]*\Z|=\Z")


def _may_be_tree(word: Word) -> bool:
    """A name with a usual extension is taken as a file; all else may be a directory."""
    text = known(word)
    name = (text or "").rsplit("/", 1)[-1]
    return text is None or "." not in name.lstrip(".") or name.startswith(".")


def _dd(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for operand in use.operands:
        name = lead(operand).partition("=")[0]
        if name in ("if", "of") and "=" in lead(operand):
            value = _after(operand, len(name) + 1)
            touch = files.reading if name == "if" else files.writing
            found.extend(touch(value, use.command, use.context))
        elif not isinstance(operand, Known) or "=" not in operand.text:
            found.append(opaque("an operand of `dd` is not known"))
    return tuple(found)


def _after(word: Word, count: int) -> Word:
    match word:
        case Known(text):
            return Known(text[count:])
        case Unknown(because, prefix):
            return Unknown(because, prefix[count:])
        case _:
            return Unknown(f"{as_text(word)} is a pattern")


_PLACE: Final = re.compile(r"\+\+?(?:F|G|g|\d+[gG]?|/[\w .:-]*)")
"""Where a pager starts to show: at the end, at a line, where a text is found."""


def _pager(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for operand in use.operands:
        if _PLACE.fullmatch(known(operand) or ""):
            continue
        if lead(operand).startswith("+"):
            found.append(opaque(f"{as_text(operand)} is a command of the pager"))  # `+!cmd` runs one
        else:
            found.extend(files.reading(operand, use.command, use.context))
    return tuple(found)


_NAMED: Final = re.compile(r"s([/|,#])(?:(?!\1)[^\\$@(]|\\[.\w-]|\$(?=\1))+\1[\w. -]*\1[gi]{0,2}")


def _renamed(use: Use) -> tuple[Finding, ...]:
    """`rename s/OLD/NEW/ FILE…`: where plain text is put for text, a file keeps its directory."""
    expression = known(use.operands[0]) if use.operands else None
    if expression is None or not _NAMED.fullmatch(expression) or use.unknown or use.doubtful:
        return (opaque("which files `rename` changes is not known"),)
    if use.has("-n"):
        return ()
    found: list[Finding] = []
    for word in use.operands[1:]:
        found.extend(files.reading(word, use.command, use.context))
        found.extend(files.writing(word, use.command, use.context))
        folder = lead(word).rpartition("/")[0]
        found.extend(files.writing(Pattern(f"{escape(folder)}/*" if folder else "./*"), use.command, use.context))
    return tuple(found)


def _mktemp(use: Use) -> tuple[Finding, ...]:
    template = use.operands[0] if use.operands else Known("tmp.XXXXXX")
    if not use.operands or use.has("-t", "-p", "--tmpdir"):
        usual = use.command.environment.get("TMPDIR", Known("/tmp"))  # noqa: S108
        directory = use.value("-p") or use.value("--tmpdir") or usual
        name, place = known(template), known(directory)
        if name is None or place is None:
            return files.writing(Unknown("where `mktemp` makes it is not known"), use.command, use.context)
        template = Known(f"{place or '/tmp'}/{name}")  # noqa: S108
    text = known(template)
    if text is not None:
        template = Pattern("*".join(escape(part) for part in re.split(r"XXX+", text)))
    return files.writing(template, use.command, use.context)


def _empty_directories(use: Use) -> tuple[Finding, ...]:
    """`rmdir`; with `-p` also the directories above that the operand names."""
    found: list[Finding] = []
    for operand in use.operands:
        text = (known(operand) or "").rstrip("/")
        found.extend(files.deleting(operand, use.command, use.context))
        while use.has("-p") and "/" in text.strip("/"):
            text = text.rpartition("/")[0].rstrip("/")
            found.extend(files.deleting(Known(text), use.command, use.context))
    return tuple(found)


def _tee(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for operand in use.operands:
        found.extend(files.writing(operand, use.command, use.context))
    return tuple(found)


def _split(use: Use) -> tuple[Finding, ...]:
    """The pieces are called PREFIX and letters or numbers: they lie side by side."""
    if use.name == "csplit":
        first = use.value("-f")
        prefix = "xx" if first is None else known(first)
        format_ = use.value("-b")
        if format_ is not None and "/" in (known(format_) or "/"):
            prefix = None  # what is behind the prefix leads elsewhere
    else:
        prefix = known(use.operands[1]) if len(use.operands) > 1 else "x"
    pieces: Word = Unknown("the names of the pieces are not known") if prefix is None else Pattern(f"{escape(prefix)}*")
    read = files.reading(use.operands[0], use.command, use.context) if use.operands else ()
    return (*read, *files.writing(pieces, use.command, use.context))


def _print_environment(use: Use) -> tuple[Finding, ...]:
    """printenv, and `env` without a command: values of variables, secret ones among them."""
    names = [text_of(word) for word in use.operands]
    if names and all(name and not is_secret_variable(name) for name in names):
        return ()
    label = "token" if names and all(names) else "environment"
    return (finding(Verb.SECRET_READ, "environment", use, **{"class": label}),)


def _uses_file(use: Use) -> tuple[Finding, ...]:
    """`fuser -k` ends whatever uses a file or port; a signal beside it (`-9k`, `-TERM`) does not hide that."""
    words = (lead(word) for word in use.command.argv[1:])
    kills = use.has("-k") or any(word == "--kill" or re.match(r"-[0-9a-zA-JL-Z]*k", word) for word in words)
    return (finding(Verb.PROC_CONTROL, "process", use, _unnamed=True),) if kills else ()


def _processes(use: Use) -> tuple[Finding, ...]:
    """`ps e` prints the environment of every process."""
    words = [lead(word) for word in use.command.argv[1:]]
    if any(word[:1] != "-" and "e" in word for word in words[:1]) or any(word == "-E" for word in words):
        return (finding(Verb.SECRET_READ, "processes", use, **{"class": "token"}),)
    return ()


_LS: Final = "-I|--ignore= -w|--width= -T|--tabsize= --block-size= --color? --sort= --time= --time-style="

PROGRAMS: Final[tuple[Program, ...]] = (
    # ── that only look at names, or at nothing ─────────────────────────────────────────────────────────────
    row("ls dir vdir exa eza lsd", _LS, open=True),
    row("pwd whoami id groups logname tty uname arch nproc hostid uptime users who w last cal ncal", open=True),
    row("true false : sleep seq yes factor expr numfmt tput stty reset clear tabs locale getconf lscpu", open=True),
    row("echo printf basename dirname pathchk realpath readlink stat test [ which whereis type", open=True),
    row(
        "man",
        "-P|--pager=shell -H?opaque -k -f -K -a -w -s= -S= -M= -l=read --html?opaque -C=opaque -T?opaque -r= -E=",
        act=lambda use: tuple(f for w in use.operands if "/" in lead(w) for f in in_role("read", w, use)),
    ),
    row(
        "tree",
        "--fromfile|--fromtabfile=read --gitfile=read --infofile=read "
        "-o=write -L= -I= -P= -H= -T= --filelimit= --charset= --timefmt= --sort= -a -d -f",
        open=True,
    ),
    row("file", "-f|--files-from=list -m|--magic-file=read -F= -P= -e=", open=True),
    row("du", "--files0-from=list -X|--exclude-from=read -d= --exclude= --max-depth= -t= -B=", open=True),
    row(
        "info",
        "-o|--output=write -f|--file=read -d= -n= --dribble=write --restore=opaque",
        open=True,
        act=lambda use: tuple(f for w in use.operands if "/" in lead(w) for f in in_role("read", w, use)),
    ),
    row("command-not-found hash help apropos whatis tldr cheat df free lsblk lsusb lspci", open=True),
    row("ps", open=True, act=_processes),
    row("pgrep pstree top htop vmstat iostat pidof lsof netstat findmnt mountpoint lsmod", open=True),
    row("fuser", "-k|--kill -i -m -M -n= -s -u -v -a -l -c -4 -6", open=True, act=lambda use: _uses_file(use)),
    row("ss", "-K?opaque -f= -A= -D=write -F=list", open=True),
    row("date", "-s|--set=opaque -d|--date= -f|--file=read -r|--reference= -R -u -I? --utc --iso-8601? --rfc-3339="),
    row("hostname", "-f -s -i -I -d -A -F=opaque", act=lambda use: _name_change(use)),
    row("printenv", "-0 --null", act=_print_environment),
    row("cd pushd popd dirs", open=True),
    # ── that read content ──────────────────────────────────────────────────────────────────────────────────
    # One row each: where `-s` takes a word for one program and nothing for the next, a file would be swallowed.
    row("cat rev zless zcat bzcat xzcat gzcat zstdcat lzcat", operands="read*", open=True),
    row("tac", "-s|--separator= -b -r", "read*"),
    row("nl", "-b= -d= -f= -h= -i= -l= -n= -s= -v= -w= -p", "read*"),
    row("paste", "-d|--delimiters= -s|--serial -z", "read*"),
    row("fold", "-w|--width= -s|--spaces -b|--bytes -c -#", "read*"),
    row("expand unexpand", "-t|--tabs= -i|--initial -a|--all --first-only -#", "read*"),
    row("fmt", "-w|--width= -g|--goal= -p|--prefix= -s -t -u -c -m -n -#", "read*"),
    row(
        "pr",
        "-h|--header= -l= -o= -w= -W= -N= -D= -e? -i? -n? -s? -S? -a -c -d -f -F -J -m -r -t -T -v -#",
        "read*",
    ),
    row("hexdump hd", "-C -b -c -d -o -x -v -X -e= -f=read -n= -s= -L?", "read*"),
    row("od", "-A= -j= -N= -t= -w? -S= -v -a -b -c -d -f -i -l -o -s -x -h -H -O -D -F -I -L --endian=", "read*"),
    row("strings", "-n|--bytes= -t|--radix= -e|--encoding= -s= -T= -U= -a|--all -d -f -o -w -#", "read*"),
    row("hexyl", "-n= -c= -s= -b= -o= -C -p -v --color= --border= --panels= --plain", "read*"),
    row("xxd", "-r -p -l= -s= -c= -g= -b -u -i -e -n= -o= -d -E -a -C -ps", "read write", style="long"),
    row(
        "bat batcat", "--pager=shell -l= -r= -H= --style= --color= --paging= --theme= --line-range=", "read*", open=True
    ),
    row("head", "-n|--lines= -c|--bytes= -q -v -z -#", "read*", open=True),
    row("tail", "-n|--lines= -c|--bytes= -f -F -q -v --pid= -s= --follow? -#", "read*", open=True),
    row(
        "wc md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum shasum md5 crc32",
        "-a= --files0-from=list",
        "read*",
        open=True,
    ),
    row("cut", "-d= -f= -b= -c= --delimiter= --fields= --output-delimiter=", "read*", open=True),
    row("col colcrt", "-b -f -h -p -x -l=", "none*", open=True),
    row("deactivate"),  # the function that activating an environment of Python leaves behind
    row("column", "-t -s= -o= -c= -N= -n -x", "read*", open=True),
    row("tr", operands="none*", open=True),
    row("uniq", "-f= -s= -w= -c -d -D? -i -u -z --count --repeated --unique --ignore-case --group?", "read write"),
    row("comm", "-1 -2 -3 -i -z --check-order --nocheck-order --total --output-delimiter=", "read*"),
    row("cmp", "-b|--print-bytes -i|--ignore-initial= -l|--verbose -n|--bytes= -s|--quiet|--silent", "read read"),
    row("join", "-a= -e= -i -j= -1= -2= -o= -t= -v= -z --header --check-order --nocheck-order", "read*"),
    row("look", "-a -b -d -f -t=", "none read"),
    row("diff3", "-L|--label= --diff-program=program", "tree*", open=True),
    row(
        "diff colordiff sdiff wdiff",
        "-U= -C= -I= -x= -X=read -W= --label= -L= --color? --exclude= "
        "--to-file=read --from-file=read -o|--output=write --diff-program=program",
        "tree*",
        open=True,
    ),
    row(
        "sort",
        "-k|--key= -t|--field-separator= -S|--buffer-size= -T|--temporary-directory= --parallel= "
        "--batch-size= -o|--output=write --compress-program=program --files0-from=list --random-source=read "
        "--sort= -b -d -f -g -i -M -h -n -R -r -V -c -C -m -s -u -z --check? --unique --reverse --numeric-sort "
        "--human-numeric-sort --version-sort --stable --ignore-case --zero-terminated --merge",
        "read*",
    ),
    row("shuf", "-e -i= -n= -o|--output=write --random-source=read -r -z", "read*"),
    row(
        "less more most",
        "-o|--log-file=write -O|--LOG-FILE=write -k|--lesskey-file=opaque -t= -p= -P= -x= -y= -z= "
        "-b= -h= -j= -T= -# -R -S -F -X -N -n -i -I -E -e -M -m -q -Q -r -s -u -U -G -g -J -K -L -c -C -a -A -f -w -W",
        act=_pager,
    ),
    row(
        "jq jaq gojq",
        "-n -r -e -c -C -M -a -s -j -S -R --tab --indent= --arg= --argjson= --slurpfile= --rawfile= "
        "--stream --seq --exit-status --raw-output --compact-output --null-input --slurp --raw-input --args "
        "--jsonargs -f|--from-file=read -L= -h --sort-keys --color-output --join-output",
        act=lambda use: _filtered(use),
    ),
    row(
        "yq",
        "-i|--inplace -r -y -Y -j -o= -p= -P -e -n -N -C -M -s= --arg= --argjson= --output-format= "
        "--input-format= --prettyPrint -f|--from-file=read ",
        act=lambda use: _filtered(use),
    ),
    row("base64 base32 basenc", "-d|--decode -D -w|--wrap= -i -o|--output=write --base64 --base16", "read*"),
    row("iconv", "-f= -t= -o|--output=write -c -s -l --from-code= --to-code=", "read*"),
    row(
        "grep egrep fgrep zgrep rgrep",
        "-e|--regexp= -f|--file=read -m|--max-count= -A= -B= -C= -D= -d= "
        "-r|-R|--recursive|--dereference-recursive --include= --exclude= --exclude-dir= --exclude-from=read "
        "--color? --colour? --label= --binary-files= --context= --after-context= --before-context= -#",
        open=True,
        act=_grep,
    ),
    row(
        "rg",
        "-e|--regexp= -f|--file=read -g|--glob= --iglob= -t|--type= -T|--type-not= -A= -B= -C= -m= -M= -j= "
        "-d|--max-depth= -r|--replace= -E= --sort= --sortr= --color= --colors= --context= --pre=program "
        "--hostname-bin=program --pre-glob= --engine= --ignore-file=read --path-separator= --type-add= --max-count= "
        "--max-filesize= --max-columns= --threads= --field-match-separator= -#",
        open=True,
        act=_grep,
    ),
    row(
        "ag ack",
        "--ackrc=opaque -G= -A= -B= -C= -m= --ignore= --ignore-dir= --pager=shell -g= --depth= --type=",
        open=True,
        act=_grep,
    ),
    # ── that write, move and remove ────────────────────────────────────────────────────────────────────────
    row("mkdir", "-p|--parents -m|--mode= -v|--verbose -Z?", act=_mkdir),
    row("touch", "-a -c|--no-create -d|--date= -f -h -m -r|--reference= -t= --time=", "write*"),
    row(
        "cp",
        "-r|-R|--recursive -a|--archive -t|--target-directory= -S|--suffix= -f -i -n -p -u -v -L -P -H -d -l|--link "
        "-s|--symbolic-link -x -b -T -Z --force --verbose --parents --preserve? --no-clobber --update? "
        "--sparse= --reflink? --backup? --no-preserve= --dereference --no-dereference --interactive "
        "--remove-destination --no-target-directory --strip-trailing-slashes --one-file-system --attributes-only -c",
        act=_copy,
    ),
    row(
        "install",
        "-d|--directory -t|--target-directory= -m|--mode= -o|--owner= -g|--group= -S= -D -v -p -C -T -b -s "
        "--strip-program=program",
        act=_copy,
    ),
    row(
        "mv",
        "-t|--target-directory= -S|--suffix= -f -i -n -u -v -T -b --force --verbose --no-clobber --update? "
        "--backup? --interactive --no-target-directory --strip-trailing-slashes",
        act=_move,
    ),
    row(
        "ln",
        "-s|--symbolic -t|--target-directory= -S|--suffix= -f -i -n -r -v -L -P -T -b -d -F --force --verbose "
        "--relative --no-dereference --backup? --no-target-directory",
        act=_link,
    ),
    row(
        "rm",
        "-r|-R|--recursive -f|--force -i -I -v|--verbose -d|--dir --interactive? --one-file-system "
        "--no-preserve-root --preserve-root?",
        act=_remove,
    ),
    row("rmdir", "-p|--parents -v --verbose --ignore-fail-on-non-empty", act=_empty_directories),
    row("unlink", operands="delete*"),
    row(
        "shred srm wipe",
        "-n= -s= -u? -z -f -v -x --iterations= --size= --random-source= --remove? --zero --force --verbose --exact",
        act=lambda use: _shred(use),
    ),
    row("truncate", "-s|--size= -r|--reference= -c -o --no-create", "write*", act=lambda use: _emptied(use)),
    row(
        "chmod chown chgrp",
        "-R|--recursive -v -c -f -h -H -L -P --reference= --from= --verbose --changes --quiet "
        "--silent --no-dereference --dereference --preserve-root --no-preserve-root",
        handles_doubt=True,
        act=_modes,
    ),
    row("chattr setfacl", "-R|--recursive -b|--remove-all -k -m= -x= -M=read -d -V -f", act=_modes),
    row("lsattr getfacl", open=True),
    row("tee", "-a|--append -i|--ignore-interrupts -p --output-error?", act=_tee),
    row(
        "split",
        "-l= -b= -n= -a= -d? -x? -C= -t= -e -u --lines= --bytes= --number= --suffix-length= "
        "--numeric-suffixes? --additional-suffix= --filter=shell",
        act=_split,
    ),
    row(
        "csplit",
        "-f|--prefix= -b|--suffix-format= -n|--digits= -k|--keep-files -s|--silent|--quiet -z|--elide-empty-files "
        "--suppress-matched",
        "read none*",
        act=_split,
    ),
    row("dd", act=_dd),
    row("mktemp", "-d|--directory -p= -t -u -q --suffix= --tmpdir?", act=_mktemp),
    row("mkfifo mknod", "-m=", "write none*"),
    row("fallocate", "-l= -o= -n -d -z", "write*"),
    row(
        "rename prename",
        "-n|--nono|--no-act -v|--verbose -f|--force -o|--no-overwrite",
        handles_doubt=True,
        act=_renamed,
    ),
    row("dos2unix unix2dos", "-n -k -q -o", "write*"),
    row("sync", open=True),
)


_REACHES: Final = re.compile(r"\b(?:load(?:_\w+)?|strenv|envsubst|include|import|input_filename|getpath/1)\b")


_VARIABLES: Final = re.compile(r"(?:(?<![.\w\"$])env\b|\$ENV\b|\$__prog\w*)(?:\.(\w+))?")


def _shows_variables(program: str, *, first: bool) -> bool:
    """Whether a jq program prints the environment, or a variable of it that is not plainly harmless."""
    named = [m[1] for m in _VARIABLES.finditer(program)]
    if not _NAME_LIKE.fullmatch(program) or "//" in program:
        return any(name not in _PLAIN_VARIABLES for name in named)
    # `config/env` is a file: the environment as a whole cannot be divided. `env.A/env.B` splits one text at another,
    # but after the first word `env.json` is a file, too, as long as no secret has that name.
    return any(
        "/" not in program if name is None else name not in _PLAIN_VARIABLES and (first or is_secret_variable(name))
        for name in named
    )


_PLAIN_VARIABLES: Final = names("HOME USER LOGNAME PATH PWD OLDPWD SHELL LANG TERM TZ EDITOR HOSTNAME TMPDIR CI")


def _takes_modules(program: str) -> bool:
    """Whether a jq program, not a file beside it, begins by naming modules."""
    begins = re.match(r"(?:\s|#[^\n]*\n)*(?:module|import|include)\b", program)
    return begins is not None and not _NAME_LIKE.fullmatch(program)


_NAME_LIKE: Final = re.compile(r"[\w./~@+-]+")


def _filtered(use: Use) -> tuple[Finding, ...]:
    """jq and yq: a program first, then files; `env` in the program shows variables."""
    has_program = use.has("-f")
    operands = use.operands if has_program else use.operands[1:]
    found: list[Finding] = []
    for name in ("--slurpfile", "--rawfile"):
        if use.has(name):  # NAME FILE: the reader took NAME, the file is an operand
            operands = use.operands
    if use.name == "yq" and not has_program and len(use.operands) == 1 and _NAME_LIKE.fullmatch(lead(use.operands[0])):
        operands = use.operands  # yq takes its only word as a file where there is one of that name
    for operand in operands:
        found.extend(files.reading(operand, use.command, use.context))
        if use.has("-i"):
            found.extend(files.writing(operand, use.command, use.context))
    # `--arg NAME VALUE` leaves VALUE among the operands, so the program may be any of the first words.
    programs = [text_of(word) for word in use.operands] if not has_program else []
    if use.name == "yq" and use.has("-s"):
        # Each document goes to a file that the expression names.
        found.extend(files.writing(Pattern("*"), use.command, use.context))
    if use.name == "yq" and any(_REACHES.search(program) for program in programs[:1]):
        found.append(opaque("the program of `yq` reads from elsewhere"))
    if use.name != "yq" and any(_takes_modules(program) for program in programs):
        found.append(opaque(f"the program of {shown(use.name)} reads modules from elsewhere"))
    if any(_shows_variables(program, first=not at) for at, program in enumerate(programs)):
        found.append(finding(Verb.SECRET_READ, "environment", use, **{"class": "token"}))
    return tuple(found)


def _name_change(use: Use) -> tuple[Finding, ...]:
    return (finding(Verb.SYS_CONFIGURE, "hostname", use),) if use.operands else ()
