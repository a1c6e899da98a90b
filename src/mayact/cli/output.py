"""What commands print: plain lines for people, one JSON value for programs.

Law: text that an agent may have chosen reaches the terminal only through `safe`; JSON goes out in ASCII, where
nothing can move the cursor.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence

from mayact.core.canonical import thaw
from mayact.core.rendering import visible


def screen() -> tuple[int, bool]:
    """Columns of standard output, and whether colour is welcome there: on a terminal that has it, unless `NO_COLOR`
    says no (no-color.org)."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return shutil.get_terminal_size((80, 24)).columns, not plain


def say(text: str = "") -> None:
    """Lines of our own."""
    print(text)


def safe(text: object) -> str:
    """One line of foreign text: whatever does not print is written out."""
    return visible(str(text))


def safe_block(text: str) -> str:
    """Several lines of foreign text, each made safe; the line ends stay."""
    return "\n".join(visible(line) for line in text.split("\n"))


def emit(value: object) -> None:
    """`value` as JSON on standard output."""
    json.dump(thaw(value), sys.stdout, indent=2, ensure_ascii=True)  # type: ignore[arg-type]
    sys.stdout.write("\n")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns of safe text, as wide as they need to be."""
    cells = [list(header), *([safe(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    for row in cells:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def short(digest: str) -> str:
    """A digest for people's eyes; never for comparison."""
    return f"{digest[:19]}…" if len(digest) > 20 else digest
