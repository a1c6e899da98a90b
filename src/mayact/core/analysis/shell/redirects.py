"""Redirections: the files, texts and descriptors that a command's streams become.

Law: every target is a file that is read or written, a descriptor, or opaque. Standard input that comes from a
descriptor is `Piped`: something, not known what. It refuses to know which program reads it.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import FromFile, FromText, Known, Piped, SimpleCommand, Stdin, Unknown, Word, opaque
from mayact.core.analysis.places.paths import locate
from mayact.core.analysis.shell import tree, words
from mayact.core.analysis.shell.flow import Streams
from mayact.core.analysis.shell.state import State
from mayact.core.analysis.shell.walk import Walk

SUBSTITUTED: Final = "/dev/fd/63"
"""The file that `<(…)` becomes (bash names it so; the number is the first it uses)."""

CONSUMED: Final = "/dev/fd/62"
"""The file that `>(…)` becomes."""

_OPENED: Final = 600  # in units of `limits.MAX_ANALYSIS_WORK`

_DESCRIPTOR: Final = re.compile(r"\d{1,3}-?\Z|-\Z")
_OWN: Final = frozenset(
    {"/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty", SUBSTITUTED, CONSUMED}
    | {f"/dev/fd/{number}" for number in range(10)}
)


@dataclass(frozen=True, slots=True)
class Opened:
    streams: Streams
    stdout_moved: bool
    """Standard output does not go where the command's output is read."""
    files: tuple[tuple[str, bool], ...] = ()
    """What standard output goes to: absolute paths, and whether it is then all that they hold."""
    sets: tuple[str, ...] = ()
    """What it goes to that is one of several files: globs of absolute paths."""


def apply(
    redirections: tuple[tree.Redirection, ...], state: State, streams: Streams, run: Walk, *, text: str
) -> Opened:
    """The streams of a command after `redirections`, in order; reports what opening the files does."""
    opened = Opened(streams, stdout_moved=False)
    for redirection in redirections:
        with run.at(redirection.span):
            opened = _one(redirection, state, opened, run, text)
    return opened


def _one(redirection: tree.Redirection, state: State, opened: Opened, run: Walk, text: str) -> Opened:
    run.spend(_OPENED * len(state.cwds))
    op, fd = redirection.op, redirection.fd
    if op in ("<<", "<<-"):
        body = run.absolute(redirection.body.span) if redirection.body is not None else None
        return _reads(opened, fd, FromText(_document(redirection, state, run), body))
    if op == "<<<":
        ways = words.scalar(redirection.word, state, run, assigned=False)
        known = ways[0].text + "\n" if len(ways) == 1 and isinstance(ways[0], Known) else None
        return _reads(opened, fd, FromText(known))
    targets = _targets(redirection.word, state, run)
    if op in ("<&", ">&"):
        return _duplicated(redirection, targets, opened, run, text)
    if not targets:
        run.report((opaque("the target of a redirection is not known", text=text),))
    found = opened
    for target in targets:
        found = _opens(op, fd, target, found, state, run, text)
    return found


def _document(redirection: tree.Redirection, state: State, run: Walk) -> str | None:
    if redirection.body is None:
        return ""
    found = words.here_text(redirection.body, state, run, quoted=redirection.quoted)
    if found is None or redirection.op == "<<":
        return found
    lines = [line.lstrip("\t") for line in found.split("\n")]
    return "\n".join(lines)


def _targets(node: tree.WordNode, state: State, run: Walk) -> list[Word]:
    return list(dict.fromkeys(word for way in words.fields(node, state, run) for word in way))


def _duplicated(redirection: tree.Redirection, targets: list[Word], opened: Opened, run: Walk, text: str) -> Opened:
    parts = redirection.word.parts
    plain = len(parts) == 1 and isinstance(parts[0], tree.Literal) and _DESCRIPTOR.match(parts[0].text)
    if not plain or len(targets) != 1:
        # `>&word` is a file to bash when the word is no number, and a descriptor when it is.
        run.report((opaque(f"the target of `{redirection.op}` is not a descriptor number", text=text),))
        return opened
    if redirection.op == "<&" and redirection.fd in ("", "0"):
        return _reads(opened, "", Piped())
    if redirection.fd == "0":
        return _reads(opened, "", Piped())
    return replace(opened, stdout_moved=opened.stdout_moved or redirection.fd in ("", "1"))


def _opens(op: str, fd: str, target: Word, opened: Opened, state: State, run: Walk, text: str) -> Opened:
    reads, writes = op in ("<", "<>"), op != "<"
    if isinstance(target, Known) and target.text in _OWN:
        if writes and fd in ("", "1"):
            opened = replace(opened, stdout_moved=True)
        if reads and fd in ("", "0"):
            if target.text == SUBSTITUTED and run.fed is not None:
                return _reads(opened, "", Piped(run.fed.names, run.fed.environment, columns=run.fed.columns))
            empty = target.text == "/dev/null"
            return _reads(opened, "", FromText("") if empty else Piped())
        return opened
    for cwd in state.cwds:
        command = SimpleCommand(argv=(Known(":"),), cwd=cwd, text=text, depth=run.depth)
        if reads:
            run.report(files.reading(target, command, run.context))
        if writes:
            written = files.writing(target, command, run.context)
            run.fresh.note(None, written)
            run.report(written)
            place = files.absolute(target, command, run.context)
            if place is not None and fd in ("", "1"):
                opened = replace(opened, files=(*opened.files, (place, op in (">", ">|"))))
            elif fd in ("", "1"):
                where = locate(target, command, home=run.context.home, user=run.context.user)
                opened = replace(opened, sets=(*opened.sets, where.glob))
    if writes and fd in ("", "1"):
        opened = replace(opened, stdout_moved=True)
    if reads and fd in ("", "0"):
        path: Word = target
        if len(state.cwds) > 1:
            path = Unknown("the directory is not known")
        return _reads(opened, "", FromFile(path))
    return opened


def _reads(opened: Opened, fd: str, stdin: Stdin) -> Opened:
    return replace(opened, streams=replace(opened.streams, stdin=stdin)) if fd in ("", "0") else opened
