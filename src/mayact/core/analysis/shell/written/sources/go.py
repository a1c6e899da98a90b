"""Files that Go's tests touch.

Law: `os` and `path/filepath` only compute where each file that is touched lies in a directory that the test has made
for itself (`t.TempDir()`), named by a variable that is set once or joined from one with constant parts.
"""

import re
from typing import Final

_TEMPORARY: Final = re.compile(r"\b(?P<name>[a-z]\w*)\s*:=\s*[tb]\.TempDir\(\)[ \t]*$", re.MULTILINE)
_JOINED: Final = r"filepath\.Join\((?P<base>[a-z]\w*)(?:,\s*\"[\w.-]+(?:/[\w.-]+)*\")+\)"
_NAMED: Final = re.compile(rf"\b(?P<name>[a-z]\w*)\s*:=\s*{_JOINED}[ \t]*$", re.MULTILINE)
_TOUCHES: Final = re.compile(
    rf"\bos\.(?:WriteFile|ReadFile|Stat|Lstat|MkdirAll|Mkdir|Create|Open|Remove|RemoveAll|ReadDir)\("
    rf"(?:(?P<plain>[a-z]\w*)|{_JOINED})\s*[,)]"
)
_HARMLESS: Final = re.compile(
    r"\bos\.(?:Exit|Stderr|Stdout|IsNotExist|IsExist|ErrNotExist|ErrExist|FileMode|ModePerm)\b"
)
_PATHS: Final = re.compile(r"\bfilepath\.(?:Join|Base|Dir|Ext|Clean|Rel|ToSlash|FromSlash|IsAbs|Separator|Match)\b")


def opens(text: str) -> frozenset[str]:
    """Those of the modules `os` and `path/filepath` that `text` uses for such files alone."""
    if re.search(r"\w\s+\"(?:os|path/filepath)\"|\.\.[\"/]|\bfunc\b[^\n]*TempDir\b", text):
        return frozenset()
    code = re.sub(r"\"(?:os|path/filepath)\"", "", text)
    if not re.search(r"\bos\.", code):
        return frozenset()
    # A name of another function, or file, may hold something else.
    parts = re.split(r"^(?=func\b)", code, flags=re.MULTILINE)
    return frozenset({"os", "path/filepath"}) if all(map(_is_own, parts)) else frozenset()


def _is_own(code: str) -> bool:
    """Whether one function touches nothing but files of a directory that it has made."""
    own = {found["name"]: found.end() for found in _TEMPORARY.finditer(code)}
    for _ in range(2):  # a name joined from a joined name, and no further
        own |= {found["name"]: found.end() for found in _NAMED.finditer(code) if found["base"] in own}
    for name in own:
        changed = (
            rf"\b{name}\b\s*(?::=|=(?!=)|\+=|,\s*\w+\s*:?=)|&{name}\b"
            rf"|[(,]\s*{name}\s+\w|\b{name}\b(?:\s*,\s*\w+)+\s+string"
        )
        made = rf"\b{name}\s*:=\s*(?:[tb]\.TempDir\(\)|filepath\.Join\()"
        if len(re.findall(changed, code)) != 1 or len(re.findall(made, code)) != 1:
            return False

    def kept(found: re.Match[str]) -> str:
        return "" if own.get(found["plain"] or found["base"], len(code)) < found.start() else found[0]

    rest = _HARMLESS.sub("", _TOUCHES.sub(kept, code))
    return not (re.search(r"\bos\b", rest) or re.search(r"\bfilepath\b", _PATHS.sub("", rest)))
