"""Which names a walk over directories hands on, as far as its words say.

Law: the result covers every name the walk can yield; a name that is asked for (`-name`) is also said as itself, so that
asking for a secret is seen. Names are relative where the starting point is, as they are printed.
"""

from dataclasses import dataclass
from typing import Final

from mayact.core.analysis.command import Known, Pattern, Unknown, Word
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.words import known, lead

_NAMES: Final = frozenset({"-name", "-iname"})
_PATHS: Final = frozenset({"-path", "-ipath", "-wholename", "-iwholename"})
_BY_NUMBER: Final = frozenset({"-inum", "-samefile"})
_NARROWING: Final = frozenset(
    {
        "-regex", "-iregex", "-size", "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-cmin", "-newer", "-anewer",
        "-cnewer", "-newermt", "-empty", "-user", "-group", "-perm", "-lname", "-maxdepth", "-links", "-prune",
    }
) | _NAMES | _PATHS | _BY_NUMBER  # fmt: skip

_WITHOUT_VALUE: Final = frozenset(
    {
        "-o", "-or", "-a", "-and", "-not", "-print", "-print0", "-empty", "-prune", "-depth", "-delete", "-ls", "-quit",
        "-true", "-false", "-mount", "-xdev", "-nouser", "-nogroup", "-readable", "-writable", "-executable",
    }
)  # fmt: skip
"""What is missing here is taken to have a value, which hides no negation that would matter: a name stays asked for."""


@dataclass(frozen=True, slots=True)
class Walk:
    """`find`, read as far as names go. `names`: what it hands on. `by_number`: files are picked by inode, which is
    how a file is named without its name. `whole`: nothing narrows it."""

    names: tuple[Word, ...]
    by_number: bool
    whole: bool


def starts_of(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], int] | None:
    """The starting points of `find` and where its expression begins; None when a word could be either."""
    at = 0
    while at < len(words) and known(words[at]) in ("-H", "-L", "-P"):
        at += 1
    starts: list[Word] = []
    while at < len(words) and not (lead(words[at]).startswith("-") or known(words[at]) in ("(", "!", ",")):
        if isinstance(words[at], Unknown) and not lead(words[at]):
            return None
        starts.append(words[at])
        at += 1
    return tuple(starts) or (Known("."),), at


def walked(expression: tuple[Word, ...], starts: tuple[Word, ...]) -> Walk:
    """What `find STARTS EXPRESSION` yields."""
    texts = [known(word) for word in expression]
    wanted = [expression[at + 1] for at, text in enumerate(texts[:-1]) if text in _NAMES and not _negated(texts, at)]
    # A path pattern is matched as a whole, and its wildcards cross directories.
    paths = [expression[at + 1] for at, text in enumerate(texts[:-1]) if text in _PATHS and not _negated(texts, at)]
    tails = [known(word) for word in paths]
    lasts = [text.rpartition("/")[2] for text in tails if text is not None]
    # What a negated group asks for is what is not found.
    negated = any(text in ("!", "-not") and texts[at + 1 : at + 2] == ["("] for at, text in enumerate(texts))
    alternatives = negated or any(text in ("-o", "-or", ",") for text in texts)
    found: list[Word] = []
    for start in starts:
        if wanted and not alternatives:
            found.append(matched(start, wanted[-1]))
        else:
            found.extend(matched(start, name) for name in wanted)
            found.extend(matched(start, Known(last)) for last in lasts if last.strip("*"))
            if not _every_branch_named(texts):
                found.append(matched(start, None))
    return Walk(
        names=tuple(dict.fromkeys(found)),
        by_number=any(text in _BY_NUMBER for text in texts),
        whole=not any(text in _NARROWING or text in ("!", "-not") for text in texts),
    )


def _negated(texts: list[str | None], at: int) -> bool:
    """Whether an odd number of `!`, its own and those before the groups around it, turns the test at `at` round."""
    around: list[bool] = []
    turned = False
    for place, text in enumerate(texts[:at]):
        before = texts[place - 1] if place else None
        if before is not None and before.startswith("-") and before not in _WITHOUT_VALUE:
            turned = False  # the value of a test, whatever it looks like
        elif text in ("!", "-not"):
            turned = not turned
        elif text == "(":
            around.append(turned)
            turned = False
        else:
            turned = False
            if text == ")" and around:
                around.pop()
    return (sum(around) + turned) % 2 == 1


def _every_branch_named(texts: list[str | None]) -> bool:
    """Whether each alternative of `( -name A -o -name B )` asks for a name, so that nothing else is found. Only this
    plain form is understood."""
    bare = [text for text in texts if text not in ("(", ")")]
    if bare[:1] == ["-type"]:
        bare = bare[2:]
    if texts.count("(") > 1 or (
        bare.count("-o") and texts.count("(") == 0 and bare[-1:] not in (["-print"], ["-print0"])
    ):
        return False
    while bare[-1:] in (["-print"], ["-print0"]):
        bare = bare[:-1]
    end = next((at for at in range(2, len(bare), 3) if bare[at] not in ("-o", "-or")), len(bare))
    after = bare[end:]
    named = end > 1 and all(bare[at] in _NAMES for at in range(0, end, 3))
    return named and not any(text in ("-o", "-or", ",") for text in after)


def matched(start: Word, name: Word | None) -> Word:
    """Everything below `start`, or only what is called `name`."""
    last = "*"
    if isinstance(name, Known):
        last = name.text  # find matches its argument as a glob whether or not the shell left it alone
    text = known(start)
    if text is None:
        return Unknown("what is found is not known", prefix=lead(start))
    return Pattern(f"{escape(text.rstrip('/'))}/**/{last}")
