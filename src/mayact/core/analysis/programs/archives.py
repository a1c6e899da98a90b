"""Archivers and compressors."""

from dataclasses import replace
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Pattern, Piped, SimpleCommand, Unknown, Word, opaque
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs.roles import apply
from mayact.core.analysis.programs.table import Program, Use, doubts, row
from mayact.core.analysis.words import as_text, extended, known, lead

_TAR: Final = (
    "-c|--create -x|--extract|--get -t|--list -r|--append -u|--update -A|--catenate|--concatenate -d|--diff --delete "
    "-f|--file= -C|--directory= -I|--use-compress-program=shell --to-command=shell --checkpoint-action=opaque "
    "--checkpoint? -F|--info-script|--new-volume-script=shell --rsh-command=program --rmt-command=program "
    "-T|--files-from= --null -X|--exclude-from=read --exclude= --strip-components= --strip= -z|--gzip|--gunzip "
    "-j|--bzip2 -J|--xz --zstd --lzma -a|--auto-compress -v|--verbose -p|--preserve-permissions -k|--keep-old-files "
    "-O|--to-stdout --wildcards --no-wildcards --owner= --group= --mode= --transform|--xform= -h|--dereference "
    "-S|--sparse -m|--touch -P|--absolute-names --overwrite --no-same-owner --no-same-permissions --same-owner -o -w "
    "-W|--verify --remove-files -g|--listed-incremental=write -N= -b= -K= -V= -L= -l -i -B -R -n -s --anchored "
    "--numeric-owner --sort= --mtime= --format= --one-top-level? --exclude-vcs --exclude-vcs-ignores --totals "
    "--warning= --force-local -H= --pax-option= --no-recursion -U --unlink-first --recursive-unlink --skip-old-files "
    "--one-file-system --hard-dereference --use-lzip --show-transformed-names --occurrence? --index-file=write"
)


def _dashed(command: SimpleCommand) -> SimpleCommand | None:
    """`tar czf a.tgz x` as `tar -c -z -f a.tgz x`: in the old style letters take their values in order."""
    if len(command.argv) < 2:
        return None
    letters = known(command.argv[1])
    if letters is None or letters.startswith("-") or not letters.isalpha() or len(letters) > 32:
        return None
    rest = list(command.argv[2:])
    words: list[Word] = [command.argv[0]]
    for letter in letters:
        words.append(Known(f"-{letter}"))
        if letter in "fCTXgKNVLbHI" and rest:
            words.append(rest.pop(0))
    return replace(command, argv=(*words, *rest))


def _tar(use: Use) -> tuple[Finding, ...]:
    dashed = _dashed(use.command)
    if dashed is not None:
        return apply(_TAR_ROW, dashed, use.context)
    found = [*doubts(_TAR_ROW, use), *_tar_directories(use), *_listed(use)]
    archive = use.value("-f")
    if use.has("-x") and not use.has("-O"):
        target = use.value("-C") or Known(".")
        if use.has("-P", "--transform", "--one-top-level"):
            target = Unknown("the archive says where its files go")
        found.extend(files.writing(_inside(target), use.command, use.context, recursive=True))
        found.extend(_archive(archive, use, writes=False))
    elif use.has("-c", "-r", "-u", "-A", "--delete"):
        found.extend(_archive(archive, use, writes=True))
        for operand in use.operands:
            found.extend(files.reading(_under(use.value("-C"), operand), use.command, use.context, recursive=True))
            if use.has("--remove-files"):
                found.extend(files.deleting(operand, use.command, use.context, recursive=True))
    elif use.has("-t", "-d", "-x"):
        found.extend(_archive(archive, use, writes=False))
    else:
        found.append(opaque("what `tar` does is not known"))
    return tuple(found)


def _listed(use: Use) -> tuple[Finding, ...]:
    """`-T FILE`: its lines are names and, without `--null`, options (tar manual, "Reading Names from a File")."""
    if not use.values("-T"):
        return ()
    if not use.has("--null") or not use.has("-c", "-t", "-r", "-u"):
        return (opaque("a file says what `tar` does"),)
    named = [
        item
        for word in use.values("-T")
        if known(word) != "-"
        for item in files.reading(word, use.command, use.context)
    ]
    stdin = use.command.stdin
    fed = isinstance(stdin, Piped) and all(known(word) == "-" for word in use.values("-T"))
    if isinstance(stdin, Piped) and fed and stdin.names and use.value("-C") is None:
        return (*named, *(item for word in stdin.names for item in files.reading(word, use.command, use.context)))
    return (*named, *files.reading(Unknown("a list names it"), use.command, use.context))


def _tar_directories(use: Use) -> tuple[Finding, ...]:
    return (opaque("`tar` changes directory twice"),) if len(use.values("-C")) > 1 else ()


def _archive(archive: Word | None, use: Use, *, writes: bool) -> tuple[Finding, ...]:
    if archive is None or known(archive) == "-":
        return ()
    host = http.remote_file(archive) if not use.has("--force-local") else None
    if host is not None and isinstance(archive, Known):
        # GNU tar opens `HOST:FILE` through a remote shell.
        return http.contacting(host, sends_data=writes, because=f"contacts {as_text(archive)}")
    touch = files.writing if writes else files.reading
    return touch(archive, use.command, use.context)


def _inside(directory: Word) -> Word:
    """The set of files in `directory`."""
    text = known(directory)
    if isinstance(directory, Pattern) and "{" not in directory.glob:
        return Pattern(f"{directory.glob.rstrip('/')}/*")
    if text is None:
        return Unknown("where the files go is not known", prefix=lead(directory))
    return Pattern(f"{escape(text.rstrip('/') or '/')}/*")


def _under(directory: Word | None, word: Word) -> Word:
    """`word` seen from `directory`."""
    text, base = known(word), known(directory) if directory is not None else ""
    if directory is None or lead(word).startswith("/"):
        return word
    if text is None or base is None:
        return Unknown("it is relative to another directory")
    return Known(f"{base.rstrip('/')}/{text}")


def _unzip(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if use.has("-:"):
        found.append(opaque("names in the archive may lead out of the directory (`unzip -:`)"))
    if use.operands:
        found.extend(files.reading(use.operands[0], use.command, use.context))
    if not use.has("-l", "-t", "-p", "-Z", "-z", "-v", "-c"):
        found.extend(files.writing(_inside(use.value("-d") or Known(".")), use.command, use.context, recursive=True))
    return tuple(found)


def _zip(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if any(lead(word).startswith("-") and "TT" in lead(word)[2:] for word in use.command.argv[1:]):
        found.append(opaque("`zip` runs a command to test what it made"))
    for at, operand in enumerate(use.operands):
        if at == 0:
            found.extend(files.writing(operand, use.command, use.context))
        else:
            found.extend(files.reading(operand, use.command, use.context, recursive=use.has("-r")))
            if use.has("-m"):
                found.extend(files.deleting(operand, use.command, use.context, recursive=use.has("-r")))
    return tuple(found)


_ENDINGS: Final = {
    "gzip": ".gz", "pigz": ".gz", "bzip2": ".bz2", "xz": ".xz", "lzma": ".lzma", "zstd": ".zst", "lz4": ".lz4",
    "compress": ".Z", "brotli": ".br",
}  # fmt: skip
_UNPACKED: Final = {**dict.fromkeys(_ENDINGS.values(), ""), ".tgz": ".tar", ".taz": ".tar", ".tbz2": ".tar",
    ".tbz": ".tar", ".txz": ".tar", ".tlz": ".tar", ".tzst": ".tar", ".z": ""}  # fmt: skip
_KEEPS: Final = ("zstd", "unzstd", "lz4", "unlz4", "brotli")
"""Packers that leave the file where it was."""


def _compress(use: Use) -> tuple[Finding, ...]:
    """The packed file takes the place of the plain one, beside it, or the other way round."""
    found: list[Finding] = []
    tree = use.has("-r")
    goes = not use.has("-k") and (use.name not in _KEEPS or use.has("--rm", "-j"))
    for operand in use.operands:
        if known(operand) == "-":
            continue
        found.extend(files.reading(operand, use.command, use.context, recursive=tree))
        if use.has("-c", "-t", "-l"):
            continue
        if not use.has("-o"):
            place = operand if tree else _packed(operand, use)
            found.extend(files.writing(place, use.command, use.context, recursive=tree))
        if goes:
            found.extend(files.deleting(operand, use.command, use.context, recursive=tree))
    return tuple(found)


def _packed(operand: Word, use: Use) -> Word:
    """Where the result for `operand` lies."""
    given = known(use.value("-S"))
    if not use.has("-d") and use.name in _ENDINGS:
        return extended(operand, given or _ENDINGS.get(use.name, ""))
    text = lead(operand) if isinstance(operand, Known) else operand.glob if isinstance(operand, Pattern) else None
    if text is None:
        return operand
    ending = next((end for end in (given or "", *_UNPACKED) if end and text.endswith(end)), None)
    if ending is None or use.has("-N"):
        # The packed file itself says what it was called.
        folder = text.rpartition("/")[0] or "."
        return Pattern(f"{escape(folder) if isinstance(operand, Known) else folder}/*")
    plain = text.removesuffix(ending) + _UNPACKED.get(ending, "")
    return Known(plain) if isinstance(operand, Known) else Pattern(plain)


def _seven(use: Use) -> tuple[Finding, ...]:
    words = use.operands
    action = known(words[0]) if words else None
    if action in ("l", "t", "i", "b", "h"):
        return files.reading(words[1], use.command, use.context) if len(words) > 1 else ()
    if action in ("x", "e") and len(words) > 1:
        into = use.value("-o") or Known(".")
        written = files.writing(_inside(into), use.command, use.context, recursive=True)
        return (*files.reading(words[1], use.command, use.context), *written)
    if action in ("a", "u") and len(words) > 1:
        read = [item for word in words[2:] for item in files.reading(word, use.command, use.context, recursive=True)]
        gone = words[2:] if any(lead(word).startswith("-sdel") for word in use.command.argv) else ()
        deleted = (item for word in gone for item in files.deleting(word, use.command, use.context, recursive=True))
        return (*files.writing(words[1], use.command, use.context), *read, *deleted)
    return (opaque("what `7z` does is not known"),)


def _cpio(use: Use) -> tuple[Finding, ...]:
    """Names of an archive may lead anywhere (`--no-absolute-filenames` is no default), so only looking is known."""
    if any(":" in lead(word) for word in use.values("-F")):
        return (opaque("`cpio` opens an archive of another machine"),)
    return () if use.has("-t", "--to-stdout") else (opaque("the archive says where its files go"),)


_PACK: Final = (
    "-c|--stdout|--to-stdout -d|--decompress|--uncompress -k|--keep -f|--force -t|--test -l|--list -r|--recursive "
    "-v|--verbose -q|--quiet -n|--no-name -N -#  -1 -2 -3 -4 -5 -6 -7 -8 -9 -z -S|--suffix= -T|--threads= "
    "-o=write --rm --best --fast --long? --ultra -D=read -e -0 -b -h"
)

_TAR_ROW: Final = row("tar gtar bsdtar", _TAR, handles_doubt=True, act=_tar)

PROGRAMS: Final[tuple[Program, ...]] = (
    _TAR_ROW,
    row(
        "zip",
        "-r|--recurse-paths -q|--quiet -m|--move -j|--junk-paths -u -f -d -x= -i= -# -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -e "
        "-P= -y -v -X -D -T|--test -TT|--unzip-command=shell -@?opaque -b= -t= -tt= -n= -l -ll -o -A -s= --exclude= "
        "--symlinks",
        act=_zip,
    ),
    row(
        "unzip",
        "-d= -l -t -p -Z -z -v -c -1 -2 -o -n -q -j -u -f -a -b -C -L -X -K -x= -P= -V -: -^ -B -D -M -s -I= -O=",
        act=_unzip,
    ),
    row(
        "gzip gunzip bzip2 bunzip2 xz unxz lzma zstd unzstd pigz unpigz lz4 unlz4 compress uncompress brotli",
        _PACK,
        act=_compress,
    ),
    row(
        "7z 7za 7zr 7zz p7zip",
        "-o? -p? -t? -m? -y -r? -b? -s? -a? -x? -i? -v? -u? -w?write -sfx?opaque -sdel",
        act=_seven,
    ),
    row("zipinfo", open=True, operands="read*"),
    row("ar", handles_doubt=True, operands="none write read*"),
    row(
        "cpio",
        "-t|--list -i|--extract -v|--verbose -n|--numeric-uid-gid --quiet -F|--file=read -H|--format= "
        "-b -c -m -d -u -D|--directory=opaque -I=opaque -O=opaque -o|--create?opaque -p|--pass-through?opaque "
        "--rsh-command=program --to-stdout",
        act=_cpio,
    ),
)
