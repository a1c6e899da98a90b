"""Looking at words that may be known only in part.

Law: a word is never guessed at. What is literal is used, what is not stays `Pattern` or `Unknown`.
"""

import re
from typing import Final, assert_never

from mayact.core.analysis.command import Known, Pattern, Unknown, Word

_NO_DASH: Final = re.compile(r"\[(?:!-\]|(?:\w-\w|\w)+\])")
OBJECT: Final = Pattern("[0-9a-f]*")
"""The id of a commit, container or image that is not known."""
REF: Final = Pattern("[!-]*")
"""The name of a branch or tag; git allows none that starts with a dash (git-check-ref-format(1))."""
LABEL: Final = Pattern("[0-9A-Za-z]*")
"""A name that begins with a letter or digit: of a container, or of something in a cluster."""
_NAMED: Final = tuple(word.glob for word in (OBJECT, REF))


def is_named_revision(word: Word, text: str) -> bool:
    """Whether `word` is what git printed as a revision, perhaps with `^`, `~2` or a range around it. `text` is the
    command as it is written: a glob of the same form that stands there finds files."""
    if not isinstance(word, Pattern):
        return False
    glob = word.glob
    glob = re.sub(r"\A[\w/@~^-][\w./@~^-]*?\.\.\.?(?=\[)", "", glob)
    head = next((name for name in _NAMED if glob.startswith(name) and name[:4] not in text), None)
    if head is None:
        return False
    behind = glob[len(head) :]
    other = next((name for name in _NAMED if name in behind and name[:4] not in text), None)
    if other is not None:  # `A..B`, both printed by git
        behind = re.sub(rf"(?<=\.\.){re.escape(other)}\**", "", behind, count=1)
    return re.fullmatch(r"\**(?:[~^]\d*)*(?:\.\.\.?[\w./~^-]*)?", behind) is not None


GLOB_CHARS: Final = frozenset("*?[{")


def known(word: Word | None) -> str | None:
    """The exact text, or None."""
    return word.text if isinstance(word, Known) else None


def lead(word: Word) -> str:
    """The literal text that the word certainly begins with."""
    match word:
        case Known(text):
            return text
        case Pattern(glob):
            return literal_lead(glob)[0]
        case Unknown(_, prefix):
            return prefix
        case _:
            assert_never(word)


def literal_lead(glob: str) -> tuple[str, str]:
    """`glob` split into its unescaped literal beginning and the rest (still a glob)."""
    text: list[str] = []
    at = 0
    while at < len(glob):
        ch = glob[at]
        if ch in GLOB_CHARS:
            break
        if ch == "\\" and at + 1 < len(glob):
            at += 1
            ch = glob[at]
        text.append(ch)
        at += 1
    return "".join(text), glob[at:]


def drop(word: Word, count: int) -> Word:
    """The word without its first `count` characters, which must be literal (`lead` is at least that long)."""
    match word:
        case Known(text):
            return Known(text[count:])
        case Pattern(glob):
            head, rest = literal_lead(glob)
            tail = head[count:]
            for special in "\\*?[{":
                tail = tail.replace(special, "\\" + special)
            return Pattern(tail + rest)
        case Unknown(because, prefix):
            return Unknown(because, prefix[count:])
        case _:
            assert_never(word)


def as_text(word: Word) -> str:
    """For people: what is known of the word, `…` for what is not."""
    match word:
        case Known(text):
            return text
        case Pattern(glob):
            return glob
        case Unknown(_, prefix):
            return f"{prefix}…"
        case _:
            assert_never(word)


def may_be_option(word: Word) -> bool:
    """Whether an operand that is not known could turn out to be an option (`-x…`) when it runs."""
    match word:
        case Known():
            return False
        case Pattern(glob):
            # `./*` cannot, `*` can: a file may be called `--checkpoint-action=exec=…`. A literal end that no
            # option has (`*.py`) is taken as a file name.
            head, rest = literal_lead(glob)
            if not head and _NO_DASH.match(rest):
                return False  # its first character is one of a class that holds no dash
            tail = rest.rsplit("*", 1)[-1].rsplit("]", 1)[-1].rsplit("?", 1)[-1]
            return not head and "." not in tail and "}" not in tail
        case Unknown(_, prefix):
            return not prefix
        case _:
            assert_never(word)


def extended(word: Word, ending: str) -> Word:
    """`word` with the literal text `ending` behind it."""
    match word:
        case Known(text):
            return Known(text + ending)
        case Pattern(glob):
            return Pattern(glob + re.sub(r"([\\*?\[{])", r"\\\1", ending))
        case Unknown():
            return word
        case _:
            assert_never(word)
