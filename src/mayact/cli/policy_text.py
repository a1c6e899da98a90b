"""A bundle as the files it was read from, and the difference between two. Pure."""

import difflib
from collections.abc import Iterator, Mapping
from typing import cast

from mayact.core.canonical import Json, JsonObject, canonical_bytes
from mayact.packs import APPLICATION, DATA_FILE, ENTITIES_FILE, SCHEMA_FILE


def files_of(bundle: JsonObject) -> dict[str, str]:
    """File name → text, by name. Rules are as they were written; comments of the tables are not in a bundle."""
    found = {str(name): str(text) for name, text in _table(bundle.get("policies")).items()}
    if "application" in bundle:
        found |= _application_files(_table(bundle["application"]))
    if bundle:
        found["tiers.toml"] = toml_text(_table(bundle.get("tiers")))
        systems = _table(bundle.get("systems"))
        found["systems.toml"] = toml_text({name: value for name, value in systems.items() if name != "data"})
        if "data" in systems:
            found[DATA_FILE] = toml_text(_table(systems["data"]))
    if "mcp" in bundle:
        found["mcp.toml"] = toml_text(_table(bundle["mcp"]))
    return dict(sorted(found.items()))


def _application_files(application: JsonObject) -> dict[str, str]:
    entities = application.get("entities")
    rows = entities if isinstance(entities, tuple | list) else ()
    lines = ",\n".join(f"  {canonical_bytes(row).decode()}" for row in rows)
    return {
        f"{APPLICATION}/{SCHEMA_FILE}": str(application.get("schema")),
        f"{APPLICATION}/{ENTITIES_FILE}": f"[\n{lines}\n]\n" if rows else "[]\n",
        **{f"{APPLICATION}/{name}": str(text) for name, text in _table(application.get("policies")).items()},
    }


def difference(before: JsonObject, after: JsonObject) -> Iterator[str]:
    """The lines of a unified diff over every file."""
    old, new = files_of(before), files_of(after)
    for name in sorted(old.keys() | new.keys()):
        yield from difflib.unified_diff(
            old.get(name, "").splitlines(),
            new.get(name, "").splitlines(),
            f"active/{name}",
            f"new/{name}",
            lineterm="",
            n=1,
        )


def toml_text(value: JsonObject) -> str:
    """`value` as TOML 1.0: scalars and lists of the table first, then its tables."""
    return "\n".join(_lines(value, ())) + "\n"


def _lines(value: JsonObject, path: tuple[str, ...]) -> Iterator[str]:
    tables = {key: item for key, item in value.items() if isinstance(item, Mapping)}
    lists = {key: item for key, item in value.items() if _is_list_of_tables(item)}
    if path:
        yield f"[{_dotted(path)}]"
    for key in sorted(value.keys() - tables.keys() - lists.keys()):
        yield f"{_name(key)} = {_inline(value[key])}"
    for key in sorted(tables):
        yield ""
        yield from _lines(tables[key], (*path, key))
    for key in sorted(lists):
        for item in cast("tuple[JsonObject, ...]", lists[key]):
            yield ""
            yield f"[[{_dotted((*path, key))}]]"
            yield from (f"{_name(name)} = {_inline(item[name])}" for name in sorted(item))


def _is_list_of_tables(value: Json) -> bool:
    return isinstance(value, tuple | list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _inline(value: Json) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_name(key)} = {_inline(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    if isinstance(value, str):
        return _string(value)
    return canonical_bytes(value).decode()  # true, false and numbers read the same in TOML; there is no null in a table


def _string(text: str) -> str:
    # A TOML basic string: JSON's escapes are among its own, and DEL must be escaped too.
    return canonical_bytes(text).decode().replace("\x7f", "\\u007f")


def _name(key: str) -> str:
    bare = key.isascii() and all(ch.isalnum() or ch in "-_" for ch in key) and key
    return key if bare else _string(key)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(_name(part) for part in path)


def _table(value: Json) -> JsonObject:
    return value if isinstance(value, Mapping) else {}
