"""`apply_patch`: the program by which a coding agent changes files, told by a text of its own form.

Law: it writes and deletes exactly the files that the text names; a text that is not known, or of which one line is
neither a header at its place nor a line of a file, is opaque. It refuses to know what is written into them.

Form: https://github.com/openai/codex, `codex-rs/apply-patch/apply_patch_tool_instructions.md`.
"""

import re
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Known, opaque
from mayact.core.analysis.programs.table import Program, Use, row
from mayact.core.analysis.words import known

_HEADER: Final = re.compile(r"\*\*\* (?P<what>Add File|Update File|Delete File|Move to): (?P<name>\S(?:.*\S)?)")
_LINE: Final = re.compile(r"[ +\-@].*|\*\*\* End of File|")


def _told(use: Use) -> tuple[Finding, ...]:
    found = read(use, _text(use))
    return (opaque("which files `apply_patch` changes is not understood"),) if found is None else found


def _text(use: Use) -> str | None:
    """The patch: the only argument, or standard input."""
    words, given = use.command.argv[1:], use.command.stdin
    if not words and isinstance(given, FromText):
        return given.text
    return known(words[0]) if len(words) == 1 else None


def read(use: Use, text: str | None) -> tuple[Finding, ...] | None:
    """What `text` does to files; None: it is not known, or not understood."""
    lines = (text or "").strip().split("\n")
    if len(lines) < 2 or lines[0] != "*** Begin Patch" or lines[-1] != "*** End Patch":
        return None
    found: list[Finding] = []
    before, name = "", ""
    for line in lines[1:-1]:
        header = _HEADER.fullmatch(line)
        if header is None:
            # The program is lenient about blanks around a header: one that is indented may be a header to it.
            if not before or not _LINE.fullmatch(line) or (line.strip().startswith("***") and line[0] != "*"):
                return None
            before = "line" if before == "Update File" else before
            continue
        what, path = header["what"], Known(header["name"])
        if what == "Move to" and before != "Update File":
            return None
        touch = files.deleting if what == "Delete File" else files.writing
        found.extend(touch(path, use.command, use.context))
        if what == "Move to":
            found.extend(files.deleting(Known(name), use.command, use.context))
        before, name = what, header["name"]
    return tuple(found) if found else None


PROGRAMS: Final[tuple[Program, ...]] = (row("apply_patch applypatch", open=True, handles_doubt=True, act=_told),)
