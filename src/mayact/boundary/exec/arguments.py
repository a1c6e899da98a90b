"""The command line of `mayact exec`, read by hand: every guarded command starts here, and an argument parser would
cost more than the decision.

Law: what runs is either the words after `--`, one argument each and never split, or the text after `-c`, for bash,
or what a permit names. Exactly one of them; anything else is a usage error and nothing runs.
"""

from dataclasses import dataclass
from typing import Final

from mayact.core.errors import InvalidInput, shown

USAGE: Final = """\
usage: mayact exec [--wait SECONDS] [--socket PATH] [--owner UID] -- PROGRAM [ARGUMENT…]
       mayact exec [--wait SECONDS] [--socket PATH] [--owner UID] -c TEXT
       mayact exec [--socket PATH] [--owner UID] --permit TOKEN

Ask the gate about exactly this command and run it if it is allowed; output streams, the exit code is the command's.
Standard input that is no terminal is read to its end first and is part of what is approved; </dev/null for none.
  --             run these words, one argument each, without a shell
  -c TEXT        run this text with bash, without its start-up files
  --permit TOKEN run exactly what this permit is for (coding agents' hooks use it)
  --wait SECONDS wait this long for an approval before giving up with 75
  --socket PATH  the gate's agent socket, instead of the configured one
  --owner UID    the user the gate runs as, beside root
exit codes: the command's own; 77 denied or no gate (nothing ran); 75 an approval is missing; 2 usage;
126 and 127 as in a shell; 128+N ended by signal N"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for. Exactly one of `argv`, `text`, `permit` is set."""

    argv: tuple[str, ...] = ()
    text: str | None = None
    permit: str | None = None
    wait_s: float | None = None
    socket: str | None = None
    owner: int | None = None


def parse_arguments(words: list[str]) -> Wanted | None:
    """The words after `mayact exec`; None: help was asked for. Raises `InvalidInput`."""
    found: dict[str, str] = {}
    argv: tuple[str, ...] = ()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, joined, value = word.partition("=")
        if joined and name in _OPTIONS and name.startswith("--"):
            word, rest = name, [value, *rest]
        if word in ("-h", "--help"):
            return None
        if word == "--":
            argv = tuple(rest)
            break
        if word not in _OPTIONS:
            raise InvalidInput(f"{shown(word)} is not an option", hint="put `--` before the program", field=word)
        if word in found or not rest:
            raise InvalidInput(f"{word} is given twice or without its value", hint="see mayact exec --help", field=word)
        found[word] = rest.pop(0)
    if (bool(argv), "-c" in found, "--permit" in found).count(True) != 1:
        raise InvalidInput("exactly one of `-- PROGRAM`, `-c TEXT`, `--permit TOKEN`", hint="see mayact exec --help")
    return Wanted(
        argv=argv,
        text=found.get("-c"),
        permit=found.get("--permit"),
        wait_s=_number(found, "--wait"),
        socket=found.get("--socket"),
        owner=_uid(found),
    )


_OPTIONS: Final = frozenset({"-c", "--permit", "--wait", "--socket", "--owner"})


def _number(found: dict[str, str], name: str) -> float | None:
    text = found.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 9:
        raise InvalidInput(f"{name} {shown(text)} is not a number of seconds", hint="for example 60", field=name)
    return float(text)


def _uid(found: dict[str, str]) -> int | None:
    text = found.get("--owner")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        raise InvalidInput(f"--owner {shown(text)} is not a user number", hint="see `id -u`", field="--owner")
    return int(text)
