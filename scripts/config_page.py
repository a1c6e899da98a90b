"""Writes docs/configuration.md from `mayact.config.SETTINGS`."""

import sys
from pathlib import Path
from typing import Final

from mayact.cli.config import reference_page

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "configuration.md"

if __name__ == "__main__":
    PAGE.write_text(reference_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
