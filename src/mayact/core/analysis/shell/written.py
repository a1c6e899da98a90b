"""Source text that a call writes among the repository's code, in a language that nothing here runs.

Law: such a text only computes where everything that it can name is closed: it imports from listed modules or from the
repository, and holds none of the words by which its language reaches files, processes, networks, its own environment,
foreign functions or a compiler's directives. Words count wherever they stand, in quotes, too: no reader splits
the text. It refuses to know what the computing is for; a file that a tool reads as its settings is never only
computing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from mayact.core.analysis.shell import written_tables as tables

_MAX_TEXT: Final = 32_768

_REMARK: Final = re.compile(r"^(?P<code>[ \t]*|[^\"'`/\\\n]*[ \t])//(?:[ \t][^\"'`\\{}$@*\n]*)?$", re.MULTILINE)
_BLOCK: Final = re.compile(r"^[ \t]*/\*(?:[^\"'`\\{}$@*/]|\*(?!/))*\*/", re.MULTILINE)
"""Remarks without quotes, brackets and escapes, from the start of a line or to its end: dropping them drops no code
even where the line stands within a text or another remark."""


def runs_it(program: str, path: str) -> bool:
    """Whether `program`, told the file `path`, runs it as what its name says: to any other it is another text."""
    return program in tables.RUNNERS.get(path.rpartition(".")[2], frozenset())


def computes(path: str, text: str) -> bool:
    """Whether `text`, the source at the absolute `path`, can only compute, print and use the repository's own code."""
    folder, _, name = path.rpartition("/")
    ending = name.rpartition(".")[2]
    reader = _READERS.get(ending)
    if reader is None or len(text) > _MAX_TEXT or tables.SETTINGS.search(name) or tables.PLACES.search(f"{folder}/"):
        return False
    if not text.isprintable() and re.search(r"[^\x20-\U0010ffff\n\t]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f]", text):
        return False
    if "\\\n" in text:
        return False
    return reader(_REMARK.sub(lambda match: match["code"], _BLOCK.sub("", text)))


# ── Rust ─────────────────────────────────────────────────────────────────────────────────────────────────

_RUST_USE: Final = re.compile(r"\buse\s+(?P<tree>[^;]*);")
_RUST_ATTRIBUTE: Final = re.compile(r"#!?\s*(?:\[\s*(?P<name>[\w:]+)[^\]]*\])?")
_RUST_PATH: Final = re.compile(r"(?<![\w:])(?P<root>[a-z_]\w*)::")
_RUST_STANDARD: Final = re.compile(r"\b(?:std|core|alloc)\b(?:::(?:(?P<module>\w+)\b|(?P<group>\{)))?")
_RUST_MACRO: Final = re.compile(r"(?P<name>\w+)\s*!\s*[(\[{]")


def _rust(text: str) -> bool:
    if tables.RUST_NEVER.search(text) or re.search(
        r"/\*|(?<![\w>)\]{,\s(&<*|=;])::|(?<=\s)::|::(?![\w{<*(])|\br#[a-z]", text
    ):
        return False
    names = set(re.findall(r"\bmod\s+(\w+)", text))
    for use in _RUST_USE.finditer(text):
        root = re.match(r"\w+", use["tree"])
        if root is None or root[0] not in tables.RUST_ROOTS:
            return False
        names.update(re.findall(r"\w+", use["tree"]))
    if any(match["root"] not in tables.RUST_ROOTS | names for match in _RUST_PATH.finditer(text)):
        return False
    for standard in _RUST_STANDARD.finditer(text):
        modules = _top(text, standard.end()) if standard["group"] else [standard["module"] or ""]
        if not set(modules) <= tables.RUST_STANDARD:
            return False
    if any(match["name"] not in tables.RUST_MACROS for match in _RUST_MACRO.finditer(text)):
        return False
    return all((match["name"] or "") in tables.RUST_ATTRIBUTES for match in _RUST_ATTRIBUTE.finditer(text))


def _top(text: str, at: int) -> list[str]:
    """The first names of a group of imports that opens before `at`; one that is not plain is the empty name."""
    depth, part, parts = 1, "", list[str]()
    for ch in text[at:]:
        depth += (ch == "{") - (ch == "}")
        if depth == 0 or (depth == 1 and ch == ","):
            parts.append(part.strip())
            part = ""
        else:
            part += ch
        if depth == 0:
            break
    named = [re.match(r"\w+", part) for part in parts if part]
    return [match[0] if match is not None else "" for match in named]


# ── Go ───────────────────────────────────────────────────────────────────────────────────────────────────

_GO_IMPORT: Final = re.compile(
    r"^import[ \t]+(?:(?:[a-z]\w*[ \t]+)?\"[^\"\n]+\"|\((?:\s*(?:[a-z]\w*[ \t]+)?\"[^\"\n]+\"[ \t]*\n)*\s*\))[ \t]*$",
    re.MULTILINE,
)


def _go(text: str) -> bool:
    if re.search(r"//\s*(?:go:(?!build\b)|line\b|export\b)|/\*", text):
        return False
    imports = _GO_IMPORT.findall(text)
    if re.search(r"\bimport\b", _GO_IMPORT.sub("", text)):
        return False
    modules = [module for declared in imports for module in re.findall(r"\"([^\"]+)\"", declared)]
    return all(module in tables.GO_MODULES or ("/internal/" in f"{module}/" and "." in module) for module in modules)


# ── Java ─────────────────────────────────────────────────────────────────────────────────────────────────

_JAVA_IMPORT: Final = re.compile(r"^import\s+(?:static\s+)?(?P<name>[\w.]+(?:\.\*)?)\s*;[ \t]*$", re.MULTILINE)
_JAVA_PACKAGE: Final = re.compile(r"^package\s+[\w.]+\s*;", re.MULTILINE)
_JAVA_QUALIFIED: Final = re.compile(
    r"(?<![\w.])(?:java|javax|jdk|sun|com|org|net|io|jakarta)\s*\.\s*\w+(?:\s*\.\s*\w+)*"
)


def _java(text: str) -> bool:
    if tables.JAVA_NEVER.search(text) or "\\u" in text or "/*" in text:
        return False
    rest = _JAVA_PACKAGE.sub("", _JAVA_IMPORT.sub("", text))
    if re.search(r"\bimport\b|\bpackage\b", rest):
        return False
    names = [match["name"] for match in _JAVA_IMPORT.finditer(text)]
    names += [re.sub(r"\s", "", match[0]) for match in _JAVA_QUALIFIED.finditer(rest)]
    return all(tables.JAVA_PURE.match(name) for name in names)


# ── TypeScript and JavaScript ────────────────────────────────────────────────────────────────────────────

_SCRIPT_IMPORT: Final = re.compile(
    r"^(?:import|export)\b(?:\s+type\b)?(?:[\s\w{},*]*?\bfrom)?\s*"
    r"(?P<quote>[\"'])(?P<module>[^\"'\n]+)(?P=quote)[ \t]*;?[ \t]*$",
    re.MULTILINE,
)
_SCRIPT_PART: Final = re.compile(r"(?P<before>[\w$)\]}\"'`?.]+)\s*\[(?!\s*(?:\d+\s*)?\])")


_SCRIPT_MADE: Final = re.compile(r"(?<=[{};])\s*constructor(?=\s*\([^()\"'`]*\)\s*\{)")


def _script(text: str) -> bool:
    text = _SCRIPT_MADE.sub(" ", text)
    rest = _SCRIPT_IMPORT.sub("", text)
    if tables.SCRIPT_NEVER.search(text) or re.search(r"\bimport\b|\\[ux0-9]|<!--|\]\s*[:(]|/\*", rest):
        return False
    if any(match["before"] not in tables.SCRIPT_WORDS for match in _SCRIPT_PART.finditer(rest)):
        # A part whose name is put together may be the constructor of a function.
        return False
    modules = [match["module"] for match in _SCRIPT_IMPORT.finditer(text)]
    return all(
        (module.startswith(("./", "../")) and "node_modules" not in module) or tables.SCRIPT_MODULES.fullmatch(module)
        for module in modules
    )


_READERS: Final[Mapping[str, Callable[[str], bool]]] = {
    "rs": _rust, "go": _go, "java": _java,
    **dict.fromkeys(("ts", "tsx", "mts", "js", "jsx", "mjs"), _script),
}  # fmt: skip
