"""What a text holds: secrets of well-known forms, and what an owner's patterns name.

Law: linear time in the text (RE2 neither looks around nor goes back), a counted amount of work, and an answer that
never holds any of the text. What the work did not reach is `unscanned`, never clean. It refuses to know where the text
came from and what follows from the answer. The forms are a table (`secret_rules`).

A form that is sure says by itself whose token it is (`ghp_…`, a key's own header); one that is not is only the likeness
of a secret, such as a password in an address, and `suspected`.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import re2  # type: ignore[import-untyped]

from mayact.core.analysis.content.secret_rules import ROWS, Row
from mayact.core.errors import ConfigInvalid, shown

MAX_WORK: Final = 24_000_000
"""Characters that the forms together may look at for one text: an eighth of a second at the slowest rate measured. An
ordinary file of a million characters needs a third of it."""

_MATCH: Final = 5_000
"""What one match costs beside, in characters looked at: whether it is likely is worked out outside the engine."""

MAX_PATTERN_CHARS: Final = 512
MAX_PATTERN_MEMORY: Final = 1 << 20
"""Bytes that one pattern's automaton may take; a pattern that needs more does not load."""


class Scan(StrEnum):
    FOUND = "found"  # a secret, by its form
    SUSPECTED = "suspected"  # what looks like one
    CLEAN = "clean"
    UNSCANNED = "unscanned"


_WEIGHT: Final = (Scan.CLEAN, Scan.UNSCANNED, Scan.SUSPECTED, Scan.FOUND)


@dataclass(frozen=True, slots=True)
class Content:
    """`classes`: of the owner's patterns, those that were met."""

    scan: Scan
    classes: tuple[str, ...] = ()


Patterns = tuple[tuple[str, str], ...]
"""`(class, expression)` of an owner: RE2 syntax."""

NOTHING: Final = Content(Scan.CLEAN)
NOT_LOOKED_AT: Final = Content(Scan.UNSCANNED)


def heaviest(contents: Iterable[Content]) -> Content:
    """All of them as one. Of none: clean."""
    scan, classes = Scan.CLEAN, set[str]()
    for content in contents:
        scan = max(scan, content.scan, key=_WEIGHT.index)
        classes.update(content.classes)
    return Content(scan, tuple(sorted(classes)))


@lru_cache(maxsize=8)  # the rounds of one call ask again; what it keeps is bounded by the size of a call
def scan(text: str, patterns: Patterns = ()) -> Content:
    """What `text` holds. Never raises for any text."""
    raw = text.encode("utf-8", "surrogatepass")
    classes = tuple(sorted({label for label, pattern in patterns if _meets(pattern, raw)}))
    work = len(raw) * len(patterns)
    verdict = Scan.CLEAN
    for row in _candidates(raw):
        work += len(raw)
        likely: bool | None = None
        if work <= MAX_WORK:
            likely, work = _holds(row, raw, work)
        if likely is None:
            return Content(max(verdict, Scan.UNSCANNED, key=_WEIGHT.index), classes)
        if likely and row[2]:
            return Content(Scan.FOUND, classes)
        verdict = Scan.SUSPECTED if likely else verdict
    return Content(verdict, classes)


def check_pattern(expression: str, *, field: str) -> None:
    """Refuse what could not be matched in linear time and bounded memory. Raises `ConfigInvalid`, naming `field`."""
    if not expression or len(expression) > MAX_PATTERN_CHARS:
        raise ConfigInvalid(
            f"{field} is empty or longer than {MAX_PATTERN_CHARS} characters", hint="write a short one", field=field
        )
    try:
        compiled = _compiled(expression)
    except re2.error:
        hint = "write it in RE2 syntax, without back references and look-around"
        raise ConfigInvalid(f"{field} {shown(expression)} cannot be used", hint=hint, field=field) from None
    if compiled.search(b"") is not None:
        raise ConfigInvalid(f"{field} {shown(expression)} matches nothing at all", hint="name something", field=field)


# ── the forms ────────────────────────────────────────────────────────────────────────────────────────────

_ROWS_BY_KEYWORD: Final[dict[str, list[int]]] = {}
for _at, _row in enumerate(ROWS):
    for _keyword in _row[6]:
        _ROWS_BY_KEYWORD.setdefault(_keyword, []).append(_at)
_KEYWORDS: Final = tuple(_ROWS_BY_KEYWORD)


def _candidates(raw: bytes) -> list[Row]:
    """The rows of which a keyword is there, the sure ones first."""
    met = _keywords().Match(raw) or ()
    rows = {at for keyword in met for at in _ROWS_BY_KEYWORD[_KEYWORDS[keyword]]}
    return [ROWS[at] for at in sorted(rows, key=lambda at: (not ROWS[at][2], at))]


@lru_cache(maxsize=1)
def _keywords() -> Any:
    options = re2.Options()
    options.literal, options.case_sensitive, options.never_capture = True, False, True
    options.encoding = re2.Options.Encoding.LATIN1  # bytes: a keyword is ASCII, and a text need not be valid
    found = re2.Set.SearchSet(options)
    for keyword in _KEYWORDS:
        found.Add(keyword.encode("ascii"))
    found.Compile()
    return found


def _holds(row: Row, raw: bytes, work: int) -> tuple[bool | None, int]:
    """Whether `row` is met (None: the work ran out before that was known), and the work done until then."""
    _, _, _, expression, group, least, _, exceptions = row
    for match in _compiled(expression).finditer(raw):
        work += _MATCH
        if work > MAX_WORK:
            return None, work
        if group:
            secret = match.group(group)
        else:
            secret = next((part for part in match.groups() if part), match.group(0))
        if not secret or entropy(secret) <= least or _is_placeholder(secret):
            continue
        if not any(_meets(exception, secret) for exception in exceptions):
            return True, work
    return False, work


_PLACEHOLDERS: Final = (
    # variables of shells, templates and build tools; one character over and over; words that say that it is none
    rb"^\$\{?[A-Za-z_]\w*\}?$|^\{\{.*\}\}$|^\$\{\{.*\}\}$|^%[A-Za-z_]+%$|^<[^>]*>$|^(x+|X+|\*+|\.+|0+|-+)$"
    rb"|(?i)^(your|my|the|some|a|an)[-_ ]|(?i)example|(?i)placeholder|(?i)changeme|(?i)change_me|(?i)redacted"
    rb"|xxxxx|XXXXX|\*\*\*\*|(?i)^(pass(word|wd)?|secret|token|pwd|test|foo|bar|root|admin|user(name)?|guest|postgres)$"
    # the token that the pages about JWT show (subject `1234567890`), and the logins that pages about HTTP do
    rb"|\.eyJzdWIiOiIxMjM0NTY3ODkwI"
    rb"|^(Basic )?(dXNlcjpwYXNzd29yZA==|dXNlcm5hbWU6cGFzc3dvcmQ=|dXNlcjpwYXNz|YWRtaW46YWRtaW4=|dGVzdDp0ZXN0"
    rb"|QWxhZGRpbjpvcGVuIHNlc2FtZQ==|QWxhZGRpbjpPcGVuU2VzYW1l|cm9vdDpyb290|Z3Vlc3Q6Z3Vlc3Q=)$"
)


def _is_placeholder(secret: bytes) -> bool:
    return _meets(_PLACEHOLDERS, secret)


def entropy(text: bytes) -> float:
    """Shannon entropy in bits a character."""
    length = len(text)
    return -sum(count / length * math.log2(count / length) for count in Counter(text).values())


def _meets(expression: str | bytes, raw: bytes) -> bool:
    return _compiled(expression).search(raw) is not None


@lru_cache(maxsize=1024)
def _compiled(expression: str | bytes) -> Any:
    options = re2.Options()
    options.log_errors = False  # an expression of an owner could otherwise write to the gate's standard error
    options.max_mem = 8 * MAX_PATTERN_MEMORY
    raw = expression.encode("utf-8") if isinstance(expression, str) else expression
    return re2.compile(raw, options)
