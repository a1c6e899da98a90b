"""Write core/analysis/content/secret_rules.py: `python scripts/secret_rules.py FILE.toml "where it is from"`.

FILE.toml is the default configuration of a Betterleaks release (MIT), in RE2 syntax. Taken over: identifier,
expression, keywords, least entropy, and what a match must not look like. Left out, for the reasons in `_left_out`:
rules about identifiers that are no secrets, about names of files, and the three that guess from a variable's name.
"""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

_PUBLIC = re.compile(
    r"(client|access|application|app|key|auth|consumer|account|api|team|tenant|token|planetscale)-id(\.\d+)?$|username"
    r"|public|email|name(\.\d+)?$|-(domain|host)(\.\d+)?$|(jfrog|instance|project|rest)-url(\.\d+)?$"
)
_GUESSES = ("generic-api-key", "generic-password", "generic-username")
_ENTROPY = re.compile(r'entropy\(finding\["secret"\]\)\s*<=?\s*([0-9.]+)')
_EXCEPT = re.compile(r'(?<!!)matchesAny\(finding\["secret"\],\s*\[(.*?)\]\s*\)', re.DOTALL)
_TEXT = re.compile(r'`([^`]*)`|"((?:[^"\\]|\\.)*)"')
_KEYS = re.compile(r"private-?key|pkcs|pgp|age-secret", re.IGNORECASE)
_TARGET = Path(__file__).parent.parent / "src/mayact/core/analysis/content/secret_rules.py"

_HEAD = '''"""Forms of secrets: written by scripts/secret_rules.py from {source}, not by hand.

The expressions are those of Betterleaks, MIT License, Copyright (c) 2026 Betterleaks Contributors:
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED
"AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

Each row: identifier, class, sure, expression in RE2 syntax, group that is the secret (0: the first that is there, else
all), least entropy in bits a character, keywords of which one must be there (lower case), and what it must not match.
"""

from typing import Final

Row = tuple[str, str, bool, str, int, float, tuple[str, ...], tuple[str, ...]]

# fmt: off
# ruff: noqa: E501
ROWS: Final[tuple[Row, ...]] = (
'''


def _left_out(rule: dict[str, Any]) -> bool:
    # A client's identifier, a user name or a server's address is no secret; names of files are judged by `secrets.py`;
    # a rule for one kind of file cannot be asked of a text without a name.
    return "regex" not in rule or "path" in rule or bool(_PUBLIC.search(rule["id"])) or rule["id"] in _GUESSES


def _row(rule: dict[str, Any]) -> str:
    condition = rule.get("filter", "")
    least = max((float(found) for found in _ENTROPY.findall(condition)), default=0.0)
    exceptions = tuple(
        plain or quoted.encode().decode("unicode_escape")
        for listed in _EXCEPT.findall(condition)
        for plain, quoted in _TEXT.findall(listed)
    )
    kind = "private-key" if _KEYS.search(rule["id"]) else "token"
    row = (rule["id"], kind, rule["confidence"] == "high", rule["regex"], rule.get("valueGroup", 0), least,
           tuple(word.lower() for word in rule["keywords"]), exceptions)  # fmt: skip
    return f"    {row!r},\n"


def main(source: str) -> int:
    text = Path(source).read_bytes()
    rules = tomllib.loads(text.decode("utf-8"))["rules"]
    rows = [_row(rule) for rule in sorted(rules, key=lambda rule: rule["id"]) if not _left_out(rule)]
    _TARGET.write_text(_HEAD.format(source=sys.argv[2]) + "".join(rows) + ")\n", encoding="utf-8")
    print(f"{len(rows)} of {len(rules)} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
