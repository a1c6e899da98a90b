"""The patch language of Codex, which Copilot CLI speaks too, read into the files that it adds, changes, moves and
deletes.

Law: a patch that could be read in two ways is refused. Codex trims lines before it looks for its markers, so a line
that only becomes a marker by trimming is neither text nor a marker here; a path with blanks around it names two files.

Source: the grammar in Codex's own instructions for `apply_patch` (Begin Patch, Add / Delete / Update File, Move to,
`@@`, End of File, End Patch).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mayact.core.errors import InvalidInput, shown

_BEGIN: Final = "*** Begin Patch"
_END: Final = "*** End Patch"
_EOF: Final = "*** End of File"
_MOVE: Final = "*** Move to: "
_FILES: Final = {"*** Add File: ": "add", "*** Delete File: ": "delete", "*** Update File: ": "update"}


@dataclass(slots=True)
class _Section:
    change: str
    path: str
    to: str = ""
    added: list[str] = field(default_factory=list)
    edits: list[tuple[list[str], list[str]]] = field(default_factory=list)


def files_of(patch: str) -> list[dict[str, Any]]:
    """`[{"change": "add"|"update"|"delete", "path", "content"|"edits", "to"?}]`, in order. Raises `InvalidInput`."""
    lines = patch.strip("\n").split("\n")
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise _refused("it does not begin and end as a patch")
    sections = list(_sections(lines[1:-1]))
    return [_file(section) for section in sections]


def _sections(lines: list[str]) -> Iterator[_Section]:
    section: _Section | None = None
    for line in lines:
        start = next((marker for marker in _FILES if line.startswith(marker)), None)
        if start is not None:
            if section is not None:
                yield section
            section = _Section(change=_FILES[start], path=_path(line.removeprefix(start)))
        elif section is None:
            raise _refused(f"{shown(line[:60])} stands before any file")
        else:
            _line(section, line)
    if section is None:
        raise _refused("it names no file")
    yield section


def _line(section: _Section, line: str) -> None:
    match section.change, line[:1]:
        case "add", "+":
            section.added.append(line[1:])
        case "update", "+" | "-":
            old, new = _chunk(section)
            (new if line[0] == "+" else old).append(line[1:])
        case "update", " " | "" if not line.lstrip().startswith(("***", "@@")):
            for side in _chunk(section):
                side.append(line[1:])
        case "update", "@" if line == "@@" or line.startswith("@@ "):
            section.edits.append(([], []))
        case "update", "*" if line == _EOF and section.edits:
            return
        case "update", "*" if line.startswith(_MOVE) and not section.to and not section.edits:
            section.to = _path(line.removeprefix(_MOVE))
        case _:
            raise _refused(f"{shown(line[:60])} is not expected where it stands")


def _chunk(section: _Section) -> tuple[list[str], list[str]]:
    if not section.edits:
        section.edits.append(([], []))
    return section.edits[-1]


def _path(text: str) -> str:
    if not text or text != text.strip() or not text.isprintable():
        raise _refused(f"the path {shown(text[:60])} can be read in two ways")
    return text


def _file(section: _Section) -> dict[str, Any]:
    found: dict[str, Any] = {"change": section.change, "path": section.path}
    if section.change == "add":
        found["content"] = "".join(f"{line}\n" for line in section.added)
    elif section.change == "update":
        found["edits"] = [{"old": "\n".join(old), "new": "\n".join(new)} for old, new in section.edits]
        if section.to:
            found["to"] = section.to
    return found


def _refused(why: str) -> InvalidInput:
    return InvalidInput(f"the patch is not understood: {why}", hint="write it again, as plainly", field="command")
