"""Adding to a TOML text and taking it out again, between marks of ours; every other byte stays.

Law: the text afterwards parses and says what it said before and what was added, or it is refused. A member that the
file already sets to something else is its author's word: refused, never overridden.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from mayact.core.errors import InvalidInput, shown

_BEGIN: Final = "# >>> mayact"
_END: Final = "# <<< mayact"
_BLOCK: Final = re.compile(rf"^{_BEGIN}\r?\n.*?^{_END}(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def value_of(text: str) -> dict[str, Any]:
    """Raises `InvalidInput`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"it is not toml: {error}", hint="repair the file first") from None


def merged(text: str, *, top: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]], end: str) -> str:
    """`text` with members at the top, members in tables, and `end` (tables of its own) behind everything.

    Values are text and truth values. Raises `InvalidInput`.
    """
    before = value_of(text)
    wanted = {**before, **top, **{name: {**_table(before, name), **tables[name]} for name in tables}}
    wanted = _appended(wanted, value_of(end))
    changed = text
    for name, members in tables.items():
        missing = _missing(_table(before, name), members, name)
        if missing and name in before:
            changed = _into(changed, name, missing)
        elif missing:
            changed = _behind(changed, f"[{name}]\n{_lines(missing)}")
    changed = _behind(changed, end)
    if missing := _missing(before, top, "the file"):
        changed = _marked(_lines(missing)) + changed
    if value_of(changed) != wanted:
        raise InvalidInput("the file cannot be changed without changing what else it says", hint="add it by hand")
    return changed


def without(text: str) -> str:
    """`text` without what stands between our marks. Raises `InvalidInput`."""
    changed = _BLOCK.sub("", text)
    value_of(changed)
    return changed


def _table(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name, {})
    if not isinstance(found, dict):
        raise InvalidInput(f"{shown(name)} is not a table", hint="repair the file first")
    return found


def _missing(found: Mapping[str, Any], wanted: Mapping[str, Any], where: str) -> dict[str, Any]:
    for name, value in wanted.items():
        if name in found and found[name] != value:
            raise InvalidInput(
                f"{shown(where)} sets {shown(name)} to {shown(str(found[name]))}",
                hint=f"take that line out, or set it to {_spelled(value)}",
            )
    return {name: value for name, value in wanted.items() if name not in found}


def _appended(value: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(value)
    for name, new in more.items():
        old = result.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            result[name] = _appended(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            result[name] = [*old, *new]
        else:
            result[name] = new
    return result


def _into(text: str, table: str, members: Mapping[str, Any]) -> str:
    header = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][ \t]*(?:#[^\n]*)?(?:\n|\Z)", re.MULTILINE)
    found = header.search(text)
    if found is None:
        raise InvalidInput(
            f"{shown(table)} is written in a way that cannot be added to", hint=f"write it as [{table}] first"
        )
    lead = "" if found[0].endswith("\n") else "\n"
    return text[: found.end()] + lead + _marked(_lines(members)) + text[found.end() :]


def _behind(text: str, more: str) -> str:
    return text + ("" if not text or text.endswith("\n") else "\n") + _marked(more)


def _marked(lines: str) -> str:
    return f"{_BEGIN}\n{lines}{_END}\n"


def _lines(members: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_spelled(value)}\n" for name, value in members.items())


def _spelled(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else '"' + _ESCAPED.sub(r"\\\g<0>", value) + '"'


_ESCAPED: Final = re.compile(r'[\\"]')
