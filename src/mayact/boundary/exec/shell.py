"""`mayact-shell`: stands where `bash` or `sh` is expected, and lets run what the gate permits.

1. known      texts that were written for this sandbox (its hooks), by exact comparison: they run, nobody is asked
2. beneath    below a permitted command a shell is a shell: what it starts was decided with it
3. parse      the words, by a closed grammar (`core.wire.shell_words`); what is not known runs nothing
4. unwrap     a client's own wrapper around a permit: the permit runs, and nothing else of the text
5. decide     everything else is one call to the gate, by the same path as `mayact exec`
Law: no text runs that was not decided, but for 1 and 2. A script on standard input is read to its end first; what is
typed is refused, or with `--lines` decided line by line, each line a shell of its own.
It refuses to know how a command is run: `mayact.boundary.exec.main` does, imported only when something is to be asked.
"""

import os
import select
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mayact.core.errors import InvalidInput, LimitExceeded, MayactError
from mayact.core.limits import MAX_COMMAND_CHARS
from mayact.core.wire.shell_words import (
    LINE_BY_LINE,
    NOT_DECIDABLE,
    Asked,
    Input,
    Lines,
    Text,
    Words,
    Wrapped,
    goes_to,
    parse_words,
    read_whole,
    wrapped,
)

USAGE_ERROR: Final = 2
DENIED: Final = 77
PATIENCE_S: Final = 30.0
"""How long the end of a script on standard input may take."""

MAX_SCRIPT_BYTES: Final = 4 * MAX_COMMAND_CHARS
"""More is longer than any text that is analysed, however its characters are encoded."""

_MAX_ANCESTORS: Final = 512


def _execute(words: list[str]) -> int:
    from mayact.boundary.exec.main import main as execute

    return execute(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where the shim stands. `known`: texts that pass; `real`: name (`bash`, `sh`) → the real shell; `itself`: the
    paths under which processes of the shim and of `mayact exec` show themselves; empty: 2 does not happen here."""

    known: frozenset[str] = frozenset()
    real: Mapping[str, str] = field(default_factory=dict)
    itself: frozenset[str] = frozenset()
    execute: Callable[[list[str]], int] = _execute


def entry() -> int:
    """The installed `mayact-shell`: outside a sandbox nothing is known, and nothing is let off."""
    return main(sys.argv, Setting())


def main(argv: Sequence[str], setting: Setting) -> int:
    """`argv` with the shell's name first. The exit code; it does not return where a real shell takes over."""
    name, words = argv[0], list(argv[1:])
    try:
        if _passes(words, setting.known) or _beneath(os.getppid(), setting.itself):  # 1, 2
            _become(name, words, setting.real)
        asked = parse_words(words, name=name)  # 3
        if isinstance(asked, Input):
            asked = read_whole(asked, _script())
        return _decide(asked, setting.execute)
    except MayactError as error:
        sys.stderr.write(f"mayact: {error.message}\n  hint: {error.hint}\n")
        return USAGE_ERROR if isinstance(error, InvalidInput) else DENIED


# ── 1, 2 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _passes(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether these words are `-c` and a text that is known, start-up files aside."""
    options = words[:-2]
    silent = all(word in ("--norc", "--noprofile") for word in options)
    return len(words) >= 2 and silent and words[-2] == "-c" and words[-1] in known


def _beneath(process: int, itself: frozenset[str]) -> bool:
    """Whether `process` or one of its ancestors runs a permitted command."""
    for _ in range(_MAX_ANCESTORS if itself else 0):
        if process <= 1:
            return False
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                words = os.fsdecode(file.read(65_536)).split("\0")
            with open(f"/proc/{process}/stat", "rb") as file:
                process = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return False  # it is gone, and so is whoever could vouch
        # The interpreter, `-I` or not, and the script.
        at = 2 if words[1:2] == ["-I"] else 1
        if words[at : at + 1] and words[at] in itself and (words[at].endswith("sh") or words[at + 1 :][:1] == ["exec"]):
            return True
    return False


def _become(name: str, words: Sequence[str], real: Mapping[str, str]) -> None:
    short = name.rpartition("/")[2].lstrip("-")
    file = real.get("sh" if short in ("sh", "dash") else "bash")
    if file is None:
        raise InvalidInput("there is no real shell here", hint="nothing ran")
    try:
        os.execv(file, [name, *words])  # noqa: S606
    except OSError as error:
        raise InvalidInput(f"the real shell does not start: {error.strerror}", hint="nothing ran") from None


# ── 3 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _script() -> bytes:
    """Standard input to its end. Raises `InvalidInput` for a terminal, `LimitExceeded`."""
    if os.isatty(0):
        raise InvalidInput(NOT_DECIDABLE, hint=LINE_BY_LINE)
    end = time.monotonic() + PATIENCE_S
    found = b""
    waiting = select.poll()
    waiting.register(0, select.POLLIN)
    while (left := end - time.monotonic()) > 0 and len(found) <= MAX_SCRIPT_BYTES:
        if not waiting.poll(left * 1000):
            break
        chunk = os.read(0, 65_536)
        if not chunk:
            return found
        found += chunk
    raise LimitExceeded("the script on standard input is too long, or does not end", hint="nothing ran")


# ── 4, 5 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _decide(asked: Asked, execute: Callable[[list[str]], int]) -> int:
    match asked:
        case Text(text=text) if not text.strip():
            return 0  # an empty script: there is nothing to decide
        case Text(text=text) | Words(argv=(_, "-c", text)) if (held := wrapped(text)) is not None:
            return _permitted(held, execute)  # 4
        case Text(text=text):
            return execute(["-c", text])  # 5
        case Words(argv=argv):
            return execute(["--", *argv])
        case Lines():
            return _lines(execute)
        case Input():
            raise InvalidInput("the script was not read", hint="nothing ran")


def _permitted(held: Wrapped, execute: Callable[[list[str]], int]) -> int:
    before = os.getcwd()
    code = execute(["--permit", held.permit])
    if held.cwd_file and code == 0:
        _say_where(held.cwd_file, before)
    return code


def _say_where(path: str, directory: str) -> None:
    """What the wrapper would have done by `pwd -P >| FILE`, and no more: not through a link."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        return  # the client then keeps the directory that it knows
    try:
        os.write(made, os.fsencode(directory) + b"\n")
    finally:
        os.close(made)


def _lines(execute: Callable[[list[str]], int]) -> int:
    """Each line by itself, from standard input; a command reads nothing of it. `cd WORD` holds for what follows."""
    source = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    code = 0
    for line in _read_lines(source):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "exit":
            return int(words[1]) & 0xFF if words[1:] and words[1].isascii() and words[1].isdigit() else code
        here = os.getcwd()
        code = _decide(Text(line), execute)
        os.chdir(here)
        to = goes_to(line)
        if to is not None and code == 0:
            code = _go(to or os.environ.get("HOME", "/"))
    return code


def _go(directory: str) -> int:
    try:
        os.chdir(directory)
    except OSError as error:
        sys.stderr.write(f"mayact: cannot enter it: {error.strerror}\n")
        return 1
    return 0


def _read_lines(source: int) -> Iterator[str]:
    """Raises `InvalidInput`, `LimitExceeded`: what is not a whole line of text ends it, and is not run."""
    held = b""
    prompts = os.isatty(source)
    while True:
        line, feed, rest = held.partition(b"\n")
        if len(line) > MAX_SCRIPT_BYTES:
            raise LimitExceeded("a line is too long", hint="nothing of it ran")
        if feed:
            held = rest
            try:
                yield line.decode("utf-8").rstrip("\r")
            except UnicodeDecodeError:
                raise InvalidInput("a line is not utf-8", hint="nothing of it ran") from None
            continue
        if prompts:
            os.write(2, b"mayact> ")
        chunk = _more(source)
        if not chunk:
            return  # what stands after the last line's end was not finished
        held += chunk


def _more(source: int) -> bytes:
    try:
        return os.read(source, 65_536)
    except OSError:
        return b""  # the terminal's other end is gone (EIO)
