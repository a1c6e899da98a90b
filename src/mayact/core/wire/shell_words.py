"""What a shell's own words ask for, as one thing to decide: `mayact-shell` stands where `bash` or `sh` is expected.

Law: pure, and a closed grammar. Every invocation is exactly one of the shapes below or raises; an option that is not
listed raises, because what it means to the shell was not considered. Start-up files are never read, so options that are
about them alone (`-l`, `--norc`) say nothing. What a client wraps around a command that its hook rewrote is recognised
only as a whole, letter by letter; of such a text nothing runs but the permit in it.
"""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from mayact.core.errors import InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_COMMAND_CHARS

BASH: Final = "/bin/bash"
SH: Final = "/bin/sh"

NOT_DECIDABLE: Final = "what is typed into an interactive shell cannot be decided beforehand"
LINE_BY_LINE: Final = "`mayact-shell --lines` decides each line by itself; or give the command: `-c TEXT`"


@dataclass(frozen=True, slots=True)
class Text:
    """`bash -c TEXT` and nothing more: the same call as a coding agent's shell tool."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """These words, the real shell first."""

    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """The text that stands on standard input, whole; then as with `-c`."""

    shell: str
    options: tuple[str, ...]
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Line by line, each decided when it has been read."""


Asked: TypeAlias = Text | Words | Input | Lines


def parse_words(words: Sequence[str], *, name: str = "bash") -> Asked:
    """The words after the shell's name. `name`: by which it was started. Raises `InvalidInput`, `LimitExceeded`."""
    shell = SH if name.rpartition("/")[2].lstrip("-") in ("sh", "dash") else BASH
    if any("\0" in word for word in words):
        raise InvalidInput("an argument holds a null byte", hint="nothing ran")
    if tuple(words) in _ABOUT:
        return Words((shell, *words))
    letters, options, operands, interactive = _options(words)
    if "c" in letters:
        if not operands:
            raise InvalidInput("-c is given without a text", hint="`-c TEXT`", field="-c")
        return _text(operands[0], shell=shell, options=options, arguments=operands[1:])
    if interactive or "i" in letters:
        if operands or "s" in letters:
            raise InvalidInput(NOT_DECIDABLE, hint=LINE_BY_LINE)
        return Lines()
    if operands and "s" not in letters:
        return Words((shell, *options, *operands))
    return Input(shell=shell, options=options, arguments=operands)


def read_whole(wanted: Input, raw: bytes) -> Asked:
    """What was read from standard input to its end. Raises `InvalidInput`, `LimitExceeded`."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput("the script on standard input is not utf-8", hint="nothing ran") from None
    if "\0" in text:
        raise InvalidInput("the script on standard input holds a null byte", hint="nothing ran")
    # Of `-s A B` the name is the shell's own, and what follows are A and B.
    arguments = (wanted.shell, *wanted.arguments) if wanted.arguments else ()
    return _text(text, shell=wanted.shell, options=wanted.options, arguments=arguments)


def _text(text: str, *, shell: str, options: tuple[str, ...], arguments: tuple[str, ...]) -> Text | Words:
    if len(text) > MAX_COMMAND_CHARS:
        raise LimitExceeded(f"the text has {len(text)} characters", hint=f"at most {MAX_COMMAND_CHARS}", field="-c")
    if shell == BASH and not options and not arguments:
        return Text(text)
    return Words((shell, *options, "-c", text, *arguments))


_ABOUT: Final = (("--version",), ("--help",))
"""Programs ask a shell for these before they use it."""

_SILENT: Final = frozenset({"--login", "--norc", "--noprofile", "--noediting"})
"""About start-up files and line editing, of which there is none."""

_TURNED: Final = frozenset("aefnuvxCh")
"""Letters of `set` that change how a text is executed; they go with it."""

_NAMED: Final = frozenset(
    {
        "allexport", "errexit", "errtrace", "functrace", "noclobber", "noexec", "noglob", "nounset", "pipefail",
        "posix", "verbose", "xtrace",
    }
)  # fmt: skip
"""Names that `-o` takes, of the same kind."""


def _options(words: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], bool]:
    """Which of `c`, `i`, `l`, `s` were given, what goes with the text, the operands, whether `--lines` was given."""
    rest = list(words)
    letters: set[str] = set()
    kept: list[str] = []
    lines = False
    while rest and rest[0][:1] in ("-", "+") and rest[0] not in ("-", "+"):
        word = rest.pop(0)
        if word == "--":
            return frozenset(letters), tuple(kept), tuple(rest), lines
        if word == "--lines":
            lines = True
        elif word == "--posix":
            kept.append(word)
        elif word.startswith("--"):
            if word not in _SILENT:
                raise _unknown(word)
        elif word.startswith("+"):
            raise _unknown(word)
        else:
            _cluster(word, rest, letters, kept)
    if rest[:1] == ["-"]:
        rest.pop(0)  # a lone dash ends the options, as `--` does (bash(1))
    return frozenset(letters), tuple(kept), tuple(rest), lines


def _cluster(word: str, rest: list[str], letters: set[str], kept: list[str]) -> None:
    for letter in word[1:]:
        if letter in "cils":
            letters.add(letter)
        elif letter in _TURNED:
            kept.append(f"-{letter}")
        elif letter == "o" and rest and rest[0] in _NAMED:
            kept += ["-o", rest.pop(0)]
        else:
            raise _unknown(word)


def _unknown(word: str) -> InvalidInput:
    return InvalidInput(f"{shown(word)} is no option that is known here", hint="nothing ran", field="option")


# ── what clients wrap around a rewritten command ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """A permit that a hook put into the command. `cwd_file`: where the client looks for the directory afterwards, and
    where the directory of before is written; empty: nowhere."""

    permit: str
    cwd_file: str = ""


_WORD: Final = r"[A-Za-z0-9_@%+=:,./-]+"
_PERMIT: Final = (
    rf"(?:/{_WORD}/)?mayact exec --socket(?:=| (?!=)){_WORD} --owner [0-9]{{1,10}} --permit (?P<permit>{_WORD})"
)
_FORGETS: Final = r"\{ \\builtin unalias -- '[a-z]+'; \\builtin unset -f -- '[a-z]+'; \} >/dev/null 2>&1 \|\| true && "
_GLOBS: Final = r"\\builtin shopt -u extglob 2>/dev/null \|\| true && "
_GLOBS_OF_ANY: Final = (
    r"\{ \\builtin shopt -u extglob \|\| \\builtin setopt NO_EXTENDED_GLOB NO_BARE_GLOB_QUAL NO_BRACE_CCL "
    r"NO_MAGIC_EQUAL_SUBST NO_EQUALS; \} >/dev/null 2>&1 \|\| true && "
)
"""The second with a prefix in the shell's place."""
_CLAUDE: Final = (
    rf"(?:source {_WORD} 2>/dev/null \|\| true && )?"
    rf"(?:{_GLOBS}|{_GLOBS_OF_ANY})"
    rf"(?:{_FORGETS})*"
    rf"eval '{_PERMIT}' (?:\\)?< /dev/null && pwd -P >\| (?P<cwd_file>/tmp/claude-[0-9a-f]{{4,16}}-cwd)"
)
_GEMINI: Final = (
    r"shopt -u promptvars nullglob extglob nocaseglob dotglob; "
    r"_bgpids_file=/tmp/gemini-shell-[A-Za-z0-9]{1,16}/bgpids\.tmp\n"
    r"\(\n  trap 'jobs -p > \"\$_bgpids_file\"' EXIT\n" + _PERMIT + r"\n\)\n__code=\$\?\nexit \$__code"
)
_TEMPLATES: Final = tuple(re.compile(text, re.ASCII) for text in (_PERMIT, _CLAUDE, _GEMINI))
"""Observed: Claude Code 2.1.329, Gemini CLI 0.61.0; Copilot and OpenCode hand over the line alone."""


def permit_line(program: str, *, socket: str, owner: int, token: str) -> str:
    """The line that a hook puts in the place of a command that was permitted."""
    return shlex.join([program, "exec", f"--socket={socket}", "--owner", str(owner), "--permit", token])


def wrapped(text: str) -> Wrapped | None:
    """The one permit that `text` is about, when it is a wrapper that is known and nothing else. What stands in it for
    the gate's place is not believed: the permit is taken to the gate of this process."""
    for template in _TEMPLATES:
        found = template.fullmatch(text)
        if found is not None:
            return Wrapped(permit=found["permit"], cwd_file=found.groupdict().get("cwd_file") or "")
    return None


# ── a line that only goes elsewhere ──────────────────────────────────────────────────────────────────────

_CD: Final = re.compile(r"\s*cd(?:\s+(?:--\s+)?(?P<to>[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*))?\s*", re.ASCII)


def goes_to(line: str) -> str | None:
    """The directory of a line that is `cd WORD` and nothing else, the word plain; empty for a lone `cd`, which goes
    home. None: it is another line."""
    found = _CD.fullmatch(line)
    return None if found is None else found["to"] or ""
