"""What is refused before any parser sees it.

Law: a text that bash and a parser are known to read differently, or that a person would see differently from what
runs, has no analysis. Every rule names the difference it closes. It refuses to know quoting: a rule that fires inside
quotes costs an approval, one that does not fire outside them costs the machine.
"""

import re
from typing import Final

from mayact.core.limits import MAX_COMMAND_CHARS

_MAX_OPEN: Final = 120  # brackets open at one point; the deepest real command seen has under 20

_MAX_OPERATORS: Final = 200
"""`&&`, `||`, `|` of a text; with a here-document, which may hold a table or a program, of one command line. Each nests
the tree one level deeper, and shfmt indents its tree."""

_COMPOUND: Final = re.compile(r"(?:^|[;\n)&|{])[ \t]*(then|do|case|fi|done|esac)(?![^\s;&|()<>])")
"""Words that open or close a compound command, where a command may start."""

_PREFIXED: Final = re.compile(r"(?:\b(?:time|coproc)[ \t\\\n]+(?:-p[ \t\\\n]+)?){17}")
"""Each prefix nests the tree one level deeper; nobody times the timing of a command."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Bash drops NUL, keeps `\\r` in the word before it, and terminals hide the rest."""

_DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Shown in another order, or not at all, so an approver would read another command (CVE-2021-42574)."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_DUPLICATION: Final = re.compile(
    r"""(?:>&|<&(?![A-Za-z_]\w*[\s,>)]))(?!\d{1,3}-?(?=[\s;&|()<>`"']|\Z)|-(?=[\s;&|()<>`]|\Z))"""
)
"""`git 2>&-push` is `git push` to bash and a redirection to `-push` to parsers; `>&$x` may name a file.
A plain name behind `<&` is one word to all of them, and `redirects` refuses it; in the text of a file it is Rust."""

_PLAIN_DOCUMENT: Final = re.compile(r"[\w\s./&|;>=,:+@%~-]*<<'(?P<end>\w+)'[\w ./&|;>=,:+@%~-]*\n")
"""A here-document behind words without quotes, brackets, remarks and expansions: all parsers see it begin there, and
end at the first line that is its delimiter."""

_ESCAPED_START: Final = re.compile(r"\n[ \t]*\\[^\s\\]")
"""A line that starts with an escaped word: parsers disagree whether it is a new command."""

_HEREDOC: Final = re.compile(r"<<-?[ \t]*(\\?[A-Za-z_0-9.+-]+|'[^'\n]*'|\"[^\"\n]*\")")

_ESCAPED_NEWLINE_IN_WORD: Final = re.compile(r"[^\s;&|()]\\\n[^\s]")
"""`r\\⏎m` is `rm` to bash; nobody writes a word that way to be read."""


def refusal(text: str) -> str | None:
    """Why `text` is not analysed (for people), or None."""
    if len(text) > MAX_COMMAND_CHARS:
        return f"the command is longer than {MAX_COMMAND_CHARS} characters"
    if _CONTROL.search(text):
        return "the command holds control characters"
    if _DIRECTION.search(text):
        return "the command holds characters that change how it is displayed"
    if _SURROGATE.search(text):
        return "the command is not well-formed text"
    if ">&" in text or "<&" in text:
        found = _DUPLICATION.search(_without_documents(text))
        if found is not None:
            return "a redirection with `&` does not name a file descriptor by number"
    if "\\" in text and "\n" in text:
        if _ESCAPED_START.search(text):
            return "a line starts with an escaped word"
        if _ESCAPED_NEWLINE_IN_WORD.search(text):
            return "a word is broken over two lines"
    if "<<" in text and _blank_after_delimiter(text):
        return "a here-document has a line that is its delimiter followed by blanks"
    if _too_chained(text):
        return f"more than {_MAX_OPERATORS} commands are chained"
    if _PREFIXED.search(text):
        return "`time` or `coproc` is stacked"
    if _too_deep(text):
        return f"more than {_MAX_OPEN} brackets are open at once"
    if _too_compound(text):
        return f"more than {_MAX_OPEN} conditions or loops are open at once"
    return None


def _without_documents(text: str) -> str:
    """`text` without the here-documents of its beginning that are certainly texts."""
    kept, at = "", 0
    while (found := _PLAIN_DOCUMENT.match(text, at)) is not None:
        end = re.compile(rf"^{found['end']}$", re.MULTILINE).search(text, found.end())
        if end is None:
            break
        kept += found[0]
        at = end.end()
    return kept + text[at:]


def _too_chained(text: str) -> bool:
    if "<<" not in text:
        return _operators(text) > _MAX_OPERATORS
    chained, open_line = 0, False
    for line in text.split("\n"):
        if not open_line and line.lstrip().startswith("|"):
            continue  # no command starts so: a row of a table, say
        chained += _operators(line)
        if chained > _MAX_OPERATORS:
            return True
        open_line = line.rstrip().endswith(("&&", "|", "\\"))
        chained = chained if open_line else 0
    return False


def _operators(text: str) -> int:
    return text.count("&&") + text.count("|")


def _too_compound(text: str) -> bool:
    """The parser's tree is indented, so its size grows with the square of this depth."""
    depth = 0
    for found in _COMPOUND.finditer(text):
        depth = depth + 1 if found[1] in ("then", "do", "case") else max(depth - 1, 0)
        if depth > _MAX_OPEN:
            return True
    return False


def _blank_after_delimiter(text: str) -> bool:
    """`EOF ` (with a blank) does not end a here-document in bash, and does in some parsers."""
    begins: dict[str, int] = {}
    for found in _HEREDOC.finditer(text):
        delimiter = found.group(1).strip("\\'\"")
        if delimiter:
            begins.setdefault(delimiter, found.end())
    at = 0
    for line in text.split("\n"):
        # Every line is looked at once, however many documents there are.
        if line.endswith((" ", "\t")) and begins.get(line.strip(" \t"), len(text)) < at:
            return True
        at += len(line) + 1
    return False


def _too_deep(text: str) -> bool:
    depth = 0
    for ch in text:
        if ch in "({[":
            depth += 1
            if depth > _MAX_OPEN:
                return True
        elif ch in ")}]":
            depth = max(depth - 1, 0)
    return False
