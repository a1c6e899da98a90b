"""Directories that `mktemp -d` makes: how a shell that stands in one names it.

Law: the form cannot be written by the text itself: a class of characters that the text spells is spelled another way
(`respelled`), and a name that is spelled so is not known. Such a directory was empty and belongs to nobody else
(mktemp(1): mode 0700). It refuses to know what the call then puts there: `shell.scratch` does.
"""

import re
from typing import Final

from mayact.core.analysis.command import Pattern, Word

_LETTER: Final = "[0-9A-Za-z]"
_FORM: Final = f"{_LETTER}*"
_LETTERS: Final = re.compile(rf"(?:{re.escape(_LETTER)}){{3,}}")
_ROOT: Final = re.compile(rf"/tmp/[\w.-]*{re.escape(_FORM)}(?=/|\Z)")  # noqa: S108 — a name that is read, no file
_BELOW: Final = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))[\w.+@-]+)*")


def respelled(word: Word) -> Word:
    """`word` as a glob that finds the same and does not come from `mktemp`."""
    if not isinstance(word, Pattern) or _LETTER not in word.glob:
        return word
    return Pattern(word.glob.replace(_LETTER, "[A-Za-z0-9]"), word.span)


def standing(glob: str) -> str:
    """What `mktemp` printed, with what the text put behind it, as the directory that it stands for; empty: no such."""
    found = _LETTERS.sub(lambda match: _FORM, glob).rstrip("/")
    match = _ROOT.match(found)
    plain = match is not None and _BELOW.fullmatch(found, match.end()) is not None and _FORM not in glob
    return found if plain else ""


def root(cwd: str | None) -> str:
    """The directory of `mktemp` that `cwd` lies in; empty: none."""
    match = _ROOT.match(cwd or "")
    return match[0] if match is not None else ""


def imitates(text: str) -> bool:
    """Whether a name that the text spells out has the form."""
    return _FORM in text
