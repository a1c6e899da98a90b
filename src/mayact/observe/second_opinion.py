"""Two parsers for one text: shfmt's tree counts only where tree-sitter-bash sees the same commands in it.

Law: they were written apart and err apart, so what one of them misreads is refused where the other does not misread it
the same way. Compared is where each simple command's name stands and how many words it has; words that one of them
treats as syntax of its own (`[`, `[[`, declarations, `let`, `unset`) are left out. tree-sitter's own error is a
disagreement. It refuses to know what words mean.
"""

import time
import warnings
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from threading import Lock
from types import TracebackType
from typing import Final, Self

import tree_sitter_bash
from tree_sitter import Language, Node, Parser, Tree

from mayact.core.canonical import Json, JsonObject
from mayact.core.errors import ShellUnreadable
from mayact.core.limits import MAX_COMMAND_CHARS, MAX_SHELL_WEIGHT
from mayact.observe.shfmt import ShfmtParser, tree_of

_LANGUAGE: Final = Language(tree_sitter_bash.language())
_ASCII: Final = bytes(byte if byte < 0x80 else ord("A") + byte % 26 for byte in range(256))
"""What the second parser gets for each byte. The grammar's scanner asks the C library whether a character is a digit by
its code point (tree-sitter-bash 0.25, `isdigit(lexer->lookahead)`), which reads outside of that table for all that is
not a byte: `{` before an emoji ends the process. To bash such characters are letters of words like any other; capitals
make no word of its syntax."""

_SYNTAX: Final = frozenset({"[", "let", "unset", "export", "declare", "typeset", "local", "readonly"})
"""Names that one of the two reads as syntax rather than as a command."""

_PREFIXES: Final = frozenset({b"time", b"-p", b"--"})
"""`time` and its options: syntax to bash and shfmt, words to tree-sitter."""

Call = tuple[int, int, int]
"""Where the name of a command starts and ends (in bytes), and how many words it has with its name."""


_PLACES: Final = frozenset({"Pos", "End", "ValuePos", "ValueEnd", "OpPos", "Left", "Right", "Position"})
"""Positions: two thirds of shfmt's tree, and no command stands below them."""

_LISTS: Final = frozenset({"list", "pipeline"})

_DEPTH_WEIGHT: Final = 16
"""So many levels down a node weighs twice: shfmt indents its tree."""

_SHORT: Final = 1_024
"""Characters: a text of this length takes shfmt a few milliseconds, whatever it holds."""

_PATIENCE: Final = 8

DEFAULT_TIMEOUT_S: Final = 0.15
"""An ordinary text takes 0.1 ms; where the grammar gropes for a reading it takes time with the square of the length."""


DEFAULT_KEPT_BYTES: Final = 4_194_304
"""A command of a line has an answer of 5 kB; one that is larger than all of this is not kept."""


class AgreedParser:
    """`ports.ShellParser`: shfmt's tree, where the second parser agrees. Safe to use from several threads."""

    def __init__(
        self, first: ShfmtParser, *, timeout_s: float = DEFAULT_TIMEOUT_S, kept_bytes: int = DEFAULT_KEPT_BYTES
    ) -> None:
        """`first` is closed with this one. `timeout_s`: seconds for the second parser. `kept_bytes`: of answers that
        were agreed on."""
        self._first = first
        self._second = SecondParser(timeout_s=timeout_s)
        self._agreed = Agreed(kept_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse(self, text: str) -> JsonObject:
        """Raises `ShellUnreadable`, also when the two disagree."""
        answer = self._agreed.get(text)
        if answer is not None:
            return tree_of(answer)
        tree, answer = self._at_once(text) if len(text) <= _SHORT else self._in_turn(text)
        self._agreed.keep(text, answer)
        return tree

    def sees(self, text: str) -> frozenset[Call] | None:
        """What the second parser sees."""
        try:
            return frozenset(self._second.calls(text))
        except ShellUnreadable:
            return None  # the first one may read it

    def _in_turn(self, text: str) -> tuple[JsonObject, bytes]:
        seen = self._second.calls(text)  # first: it weighs the text for the other
        with self._first.begun(text) as parse:
            answer = parse.answer()
        tree = tree_of(answer)
        _agree(tree, seen)
        return tree, answer

    def _at_once(self, text: str) -> tuple[JsonObject, bytes]:
        """A short text is never too heavy for the first parser, which computes while the second one does."""
        with self._first.begun(text) as parse:
            refused: ShellUnreadable | None = None
            seen: tuple[Call, ...] = ()
            try:
                seen = self._second.calls(text)
            except ShellUnreadable as error:
                refused = error
            answer = parse.answer()  # should it fail, too, its reason says where
        tree = tree_of(answer)
        if refused is not None:
            plain = _one_way(text, tree)
            if plain == text:
                raise refused
            seen = self._second.calls(plain)
        _agree(tree, seen)
        return tree, answer

    def close(self) -> None:
        """End the processes of the first parser. This one refuses afterwards."""
        self._first.close()
        self._agreed.clear()


def _agree(tree: JsonObject, seen: Iterable[Call]) -> None:
    if set(calls_of_tree(tree)) != set(seen):
        raise ShellUnreadable("two parsers read the text differently", hint="write it more plainly")


class Agreed:
    """Answers that were agreed on, by text: one call is studied in several rounds, when it is decided on and when its
    permit is redeemed. An answer follows from its text alone. Bytes, not trees: nobody can change them, and they take
    a known amount of memory. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        """`most`: bytes of answers that are kept; the one that was not asked for the longest goes first."""
        self._most = most
        self._held = 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str) -> bytes | None:
        with self._lock:
            answer = self._answers.get(text)
            if answer is not None:
                self._answers.move_to_end(text)
            return answer

    def clear(self) -> None:
        with self._lock:
            self._held = 0
            self._answers.clear()

    def keep(self, text: str, answer: bytes) -> None:
        with self._lock:
            self._held += len(answer) - len(self._answers.pop(text, b""))
            self._answers[text] = answer
            while self._held > self._most:
                self._held -= len(self._answers.popitem(last=False)[1])


def _one_way(text: str, tree: JsonObject) -> str:
    """`text` with `< ` where the first parser sees the operator `<>`, which the second one's grammar lacks.
    Nothing that
    is compared moves: a command starts, ends and has words where it did."""
    source = bytearray(text.encode("utf-8"))
    pending: list[Json] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, list | tuple):
            pending.extend(node)
        elif isinstance(node, dict):
            at = _offset(node.get("OpPos"))
            if at is not None and source[at : at + 2] == b"<>" and "Word" in node:
                source[at : at + 2] = b"< "
            pending.extend(value for key, value in node.items() if key not in _PLACES)
    return source.decode("utf-8")


class SecondParser:
    """tree-sitter-bash, in process."""

    def __init__(self, *, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        with warnings.catch_warnings():
            # Its successor, a callback, ends the process in this release (py-tree-sitter 0.25).
            warnings.simplefilter("ignore", DeprecationWarning)
            self._parser = Parser(_LANGUAGE, timeout_micros=int(timeout_s * 1_000_000))
        self._timeout_s = timeout_s
        self._lock = Lock()

    def calls(self, text: str) -> tuple[Call, ...]:
        """The commands tree-sitter sees. Raises `ShellUnreadable` where it meets an error or takes too long."""
        if len(text) > MAX_COMMAND_CHARS:
            raise ShellUnreadable("the shell text is too long", hint=f"at most {MAX_COMMAND_CHARS} characters")
        with self._lock:
            root = self._tree(text.encode("utf-8").translate(_ASCII)).root_node
        if root.has_error:
            raise ShellUnreadable("the second parser does not read the text", hint="write it more plainly")
        if root.descendant_count > MAX_SHELL_WEIGHT:
            raise _too_heavy()
        return tuple(_calls(root))

    def _tree(self, source: bytes) -> Tree:
        """The time-out is of the clock; it counts once this thread has computed for as long, or has waited long."""
        begun = time.thread_time()
        for _ in range(_PATIENCE):
            try:
                return self._parser.parse(source)
            except ValueError:  # the next call goes on where this one was stopped
                if time.thread_time() - begun >= self._timeout_s / 2:
                    break
        self._parser.reset()
        raise ShellUnreadable("the second parser timed out", hint="send a shorter command")


def _too_heavy() -> ShellUnreadable:
    return ShellUnreadable("the shell text has too many parts, or is nested too deep", hint="send it in parts")


def _calls(root: Node) -> Iterator[Call]:
    pending: list[tuple[Node, int, int]] = [(root, 0, 0)]
    weight = 0
    while pending:
        node, more, depth = pending.pop()
        weight += 1 + depth // _DEPTH_WEIGHT
        if weight > MAX_SHELL_WEIGHT:
            raise _too_heavy()
        if not node.child_count:
            continue
        if node.type == "command":
            yield from _by_line(node, more)
        body, extra, depth = None, 0, depth + 1
        if node.type == "redirected_statement":
            body = node.child_by_field_name("body")
            extra = sum(_extra(child) for child in node.children) + _lost(node)
        if more and node.type in _LISTS:
            body, extra = node.children[-1], more  # what stands behind a list belongs to its last command
        pending.extend((child, extra if body is not None and child == body else 0, depth) for child in node.children)


def _extra(redirect: Node) -> int:
    """Words behind a redirection's target: the grammar takes them for further targets."""
    if redirect.type == "file_redirect":
        return max(0, len(redirect.children_by_field_name("destination")) - 1)
    if redirect.type == "heredoc_redirect":
        more = sum(_extra(child) for child in redirect.children)
        return more + len(redirect.children_by_field_name("argument"))
    return 0


def _lost(statement: Node) -> int:
    """A lone `-` before a redirection that begins with `<<` or a number (`python3 - <<EOF`, `apply -f - 2>&1`): the
    grammar's scanner swallows it."""
    text, start, lost = statement.text or b"", statement.start_byte, 0
    for left, right in pairwise(statement.children):
        between = text[left.end_byte - start : right.start_byte - start].split()
        if between and right.type in ("heredoc_redirect", "file_redirect") and set(between) == {b"-"}:
            lost += len(between)
    return lost


def _by_line(node: Node, more: int) -> Iterator[Call]:
    """A command for each line: between `a | b` and `c || d` on the next line the grammar loses the line's end and takes
    `c` for a word of `b`. A line's end that stands bare between two words ends a command in every shell."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    words = [name, *node.children_by_field_name("argument")]
    text, start = node.text or b"", node.start_byte
    lines = [[name]]
    for left, right in pairwise(words):
        between = text[left.end_byte - start : right.start_byte - start]
        if b"\n" in between and not between.strip(b" \t\n"):
            lines.append([])
        lines[-1].append(right)
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        found = _call(line, more + sum(_extra(child) for child in node.children) if last else 0)
        if found is not None:
            yield found


def _call(words: list[Node], more: int) -> Call | None:
    name = words[0]
    while words and words[0].text in _PREFIXES and (words[0] is not name or name.text == b"time"):
        words = words[1:]
    if not words or _plain(words[0].text) in _SYNTAX:
        return None
    return words[0].start_byte, words[0].end_byte, len(words) + more


def _plain(text: bytes | None) -> str:
    return text.decode("utf-8", "replace") if text is not None else ""


def calls_of_tree(tree: JsonObject) -> Iterator[Call]:
    """The commands of shfmt's tree."""
    pending: list[Json] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, list | tuple):
            pending.extend(node)
        elif isinstance(node, dict):
            if node.get("Type") == "CallExpr":
                found = _shfmt_call(node)
                if found is not None:
                    yield found
            pending.extend(
                value for key, value in node.items() if key not in _PLACES and isinstance(value, dict | list | tuple)
            )


def _shfmt_call(node: JsonObject) -> Call | None:
    args = node.get("Args")
    if not isinstance(args, list | tuple) or not args:
        return None
    first = args[0]
    if not isinstance(first, dict) or _literal(first) in _SYNTAX:
        return None
    start, end = _offset(first.get("Pos")), _offset(first.get("End"))
    return None if start is None or end is None else (start, end, len(args))


def _offset(place: Json) -> int | None:
    if not isinstance(place, dict):
        return None
    offset = place.get("Offset", 0)
    return offset if isinstance(offset, int) else None


def _literal(word: JsonObject) -> str:
    parts = word.get("Parts")
    if not isinstance(parts, list | tuple) or len(parts) != 1 or not isinstance(parts[0], dict):
        return ""
    value = parts[0].get("Value")
    return value if parts[0].get("Type") == "Lit" and isinstance(value, str) else ""
