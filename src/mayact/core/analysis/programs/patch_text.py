"""Which files a patch names, as `patch` and `git apply` would take them.

Law: None unless every file is certain: ed scripts (which run commands), binary patches, quoted names and anything
between hunks that is not a header are not understood.
"""

import re
from typing import Final

_HEADER: Final = re.compile(
    r"(?:---|\+\+\+|\*\*\*|Index:|rename (?:from|to)|copy (?:from|to)) (?P<name>[^\t]*)(?:\t.*)?"
)
_GIT: Final = re.compile(r"diff --git (\S+) (\S+)")
_HUNK: Final = re.compile(r"[ +\-\\@!]|\Z")
_ASIDE: Final = re.compile(
    r"(?:index [0-9a-f]|(?:new file|deleted file|old|new) mode 100|similarity index|dissimilarity index|"
    r"From |From:|Date:|Subject:|={5,}|\*{15})"
)
_RANGE: Final = re.compile(r"\d+(?:,\d+)? [-*]{4}")
# patch(1) also takes a patch that is indented, or wrapped in a mail as of RFC 934 (`- --- a/file`).
_WRAPPED: Final = re.compile(r"[\s\-X]+(?:---|\+\+\+|\*\*\*|Index:|diff) \S")


def targets(text: str, *, strip: int) -> tuple[str, ...] | None:
    """The files a patch changes, `strip` leading components removed (-1: all but the last); None: not certain."""
    found: dict[str, None] = {}
    complete = False
    for line in text.split("\n"):
        header, both = _HEADER.fullmatch(line), _GIT.fullmatch(line)
        if header is None and both is None:
            plain = _HUNK.match(line) or _ASIDE.match(line)
            if not plain or _WRAPPED.match(line) or "\r" in line:
                return None
            continue
        complete = complete or line.startswith(("+++ ", "rename to ", "diff --git "))
        for name in both.groups() if both else (header["name"].strip(),) if header else ():
            if _RANGE.fullmatch(name) or name == "/dev/null":
                continue
            path = _stripped(name, strip)
            if path is None:
                return None
            found[path] = None
    return tuple(found) if complete else None


def gone(text: str, *, strip: int, reverse: bool) -> tuple[str, ...]:
    """Those of `targets` that the patch removes: what becomes `/dev/null`, and what is renamed."""
    old, new = ("+++ ", "--- ") if reverse else ("--- ", "+++ ")
    lines = text.split("\n")
    names = [
        line.removeprefix(old)
        for at, line in enumerate(lines)
        if line.startswith(old)
        and any(near.partition("\t")[0] == f"{new}/dev/null" for near in lines[max(0, at - 1) : at + 2])
    ]
    moved = f"rename {'to' if reverse else 'from'} "
    # Of a rename, the name has nothing before it that could be stripped.
    names.extend(f"{'/'.join('a' * strip)}{'/' if strip > 0 else ''}{line.removeprefix(moved)}" for line in lines
                 if line.startswith(moved))  # fmt: skip
    paths = (_stripped(name.partition("\t")[0].strip(), strip) for name in names)
    return tuple(dict.fromkeys(path for path in paths if path is not None))


def _stripped(name: str, strip: int) -> str | None:
    if not name or name.startswith(('"', "/")):
        return None
    parts = [part for part in name.split("/") if part]
    kept = parts[-1:] if strip < 0 else parts[strip:]
    return "/".join(kept) or None
