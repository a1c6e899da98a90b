"""Brace expansion: `{a,b}`, `{1..9}`, `{a..e..2}`, nested and joined, as bash does it before any other expansion.

Law: a word that is not plainly balanced is not expanded but reported as not known (`None`). Items are single unquoted
characters or anything else (quoted text, expansions), which never takes part in the syntax.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Solid:
    """Anything but a single unquoted character."""


Item: TypeAlias = str | Solid

MAX_WORDS: Final = 64

_NUMBERS: Final = re.compile(r"(-?\d{1,6})\.\.(-?\d{1,6})(?:\.\.(-?\d{1,6}))?\Z")
_LETTERS: Final = re.compile(r"([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d{1,6}))?\Z")


def expand(items: Sequence[Item]) -> list[list[Item]] | None:
    """Every word that `items` stands for, in order; None when braces do not balance or there are too many."""
    if "{" not in items:
        return [list(items)]
    depth = 0
    for item in items:
        if item == "{":
            depth += 1
        elif item == "}":
            depth -= 1
            if depth < 0:
                return None
    if depth:
        return None
    return _words(list(items))


def _words(items: list[Item]) -> list[list[Item]] | None:
    start = next((at for at, item in enumerate(items) if item == "{"), None)
    if start is None:
        return [items]
    end = _closing(items, start)
    rest = _words(items[end + 1 :])
    inside = _choices(items[start + 1 : end])
    if rest is None or inside is None or len(rest) * len(inside) > MAX_WORDS:
        return None
    head = items[:start]
    return [head + middle + tail for middle in inside for tail in rest]


def _closing(items: list[Item], start: int) -> int:
    depth = 0
    for at in range(start, len(items)):
        if items[at] == "{":
            depth += 1
        elif items[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    raise AssertionError("braces were checked to balance")


def _choices(inside: list[Item]) -> list[list[Item]] | None:
    """What the text between two braces stands for: several choices, a range, or itself with its braces."""
    parts = _split(inside)
    if len(parts) > 1:
        found: list[list[Item]] = []
        for part in parts:
            words = _words(part)
            if words is None or len(found) + len(words) > MAX_WORDS:
                return None
            found.extend(words)
        return found
    if all(isinstance(item, str) for item in inside):
        spread = _range("".join(str(item) for item in inside))
        if spread is None:
            return None
        if spread:
            return [list(word) for word in spread]
    words = _words(inside)
    return None if words is None else [["{", *word, "}"] for word in words]


def _split(inside: list[Item]) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    depth = 0
    for item in inside:
        if item == "{":
            depth += 1
        elif item == "}":
            depth -= 1
        if item == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def _range(text: str) -> list[str] | None:
    """`1..3` spelled out, [] when it is no range, None when it is too long."""
    found = _NUMBERS.match(text)
    if found:
        first, last = int(found[1]), int(found[2])
        width = max(len(found[1]), len(found[2])) if _padded(found[1]) or _padded(found[2]) else 0
        values = _steps(first, last, found[3])
        return None if values is None else [f"{value:0{width}d}" if width else str(value) for value in values]
    found = _LETTERS.match(text)
    if found:
        if found[1].isupper() != found[2].isupper():
            return None  # a range from `Z` to `a` passes through punctuation
        values = _steps(ord(found[1]), ord(found[2]), found[3])
        return None if values is None else [chr(value) for value in values]
    return []


def _padded(number: str) -> bool:
    digits = number.lstrip("-")
    return len(digits) > 1 and digits.startswith("0")


def _steps(first: int, last: int, step: str | None) -> list[int] | None:
    size = abs(int(step)) if step else 1
    size = size or 1
    if abs(last - first) // size >= MAX_WORDS:
        return None
    return list(range(first, last + 1, size)) if first <= last else list(range(first, last - 1, -size))
