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

from mayact.core.analysis.shell.written import source_tables as tables
from mayact.core.analysis.shell.written.sources import c, components, elixir, go, php, ruby, script, settings
from mayact.core.analysis.shell.written.sources.source import Source

_MAX_TEXT: Final = 12_288
_MAX_RUN: Final = 160
"""Signs without a blank between them, and blanks without a sign: readers look back over them again and again."""

_REMARK: Final = re.compile(r"^(?P<code>[ \t]*|[^\"'`/\\\n]*[ \t])//(?:[ \t][^\"'`\\{}$@*\n]*)?$", re.MULTILINE)
_SCRIPT_REMARK: Final = re.compile(_REMARK.pattern.replace("//(?:[ \\t][^\\\"'", "//(?:[ \\t][^"), re.MULTILINE)
_BLOCK: Final = re.compile(r"^[ \t]*/\*(?:[^\"'`\\{}$@*/]|\*(?!/))*\*/", re.MULTILINE)
"""Remarks without quotes, brackets and escapes, from the start of a line or to its end: dropping them drops no code
even where the line stands within a text or another remark. In JavaScript no text in plain quotes has several lines."""
_SCRIPTS: Final = ("ts", "tsx", "mts", "js", "jsx", "mjs")
_DOCUMENTATION: Final = re.compile(r"^[ \t]*//[/!](?: [^\s][^\n]*)?$", re.MULTILINE)
"""Rust's, whose code, fenced or indented, runs as a test."""


def runs_it(program: str, path: str) -> bool:
    """Whether `program`, told the file `path`, runs it as what its name says: to any other it is another text."""
    return program in tables.RUNNERS.get(path.rpartition(".")[2], frozenset())


def computes(path: str, text: str, workspace: str) -> bool:
    """Whether `text`, the source at the absolute `path`, can only compute, print and use the code of the repository
    `workspace`."""
    folder, _, name = path.rpartition("/")
    ending = name.rpartition(".")[2]
    if _too_long(text):
        return False
    source = Source(path=path, text=text, workspace=workspace)
    described = next((reader for shape, reader in _SETTINGS if shape.fullmatch(name)), None)
    if described is not None:
        return text.isascii() and not tables.NEVER.search(text) and described(source)
    reader = _READERS.get(ending)
    if reader is None or tables.SETTINGS.search(name):
        return False
    if tables.PLACES.search(f"/{source.below}" if source.inside else f"{folder}/"):
        return False
    if not text.isprintable() and re.search(r"[^\x20-\U0010ffff\n\t]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f]", text):
        return False
    if "\\\n" in text or names_places(text, workspace):
        return False
    kept = text if ending in _WITH_OTHER_REMARKS else _without_remarks(text, ending)
    return reader(Source(path=path, text=kept, workspace=workspace))


def _too_long(text: str) -> bool:
    """Whether reading `text` could take long: patterns look ahead and back in it."""
    return len(text) > _MAX_TEXT or any(len(run) > _MAX_RUN for run in re.findall(r"\s+|\S+", text))


_ONE_LINE: Final = re.compile(
    r"(?:(?<=[;\n])|\A)[ \t]*(?P<import>import\b[^;'\"`\n()]*(?P<quote>['\"])[^'\"`\n]+(?P=quote))[ \t]*;"
)
_AUTOLOAD: Final = re.compile(
    r"\A\s*(?:require|require_once|include|include_once)[ (]*[\"'](?:\./)?vendor/autoload\.php[\"']\)?\s*;"
)
_LOADS_APPLICATION: Final = re.compile(
    r"\A\s*require[ (]+[\"']\./config/(?:environment|application|boot)[\"']\)?[ \t]*[;\n]"
)


def computes_here(path: str, text: str, workspace: str) -> bool:
    """The same for a text on a command line that runs in the directory of `path`: its imports may stand in one line,
    and the application may be loaded first."""
    if _too_long(text):
        return False
    if path.endswith((".php", ".rb")):
        loads = (_AUTOLOAD if path.endswith(".php") else _LOADS_APPLICATION).match(text.removeprefix("<?php"))
        if loads is None:
            return False
        text = text.removeprefix("<?php")[loads.end() :]
        text = f"<?php {text}" if path.endswith(".php") else text
    else:
        if tables.HERE_NEVER.search(text):
            return False
        text = _ONE_LINE.sub(lambda found: f"\n{found['import']};\n", text)
        text = re.sub(r"(?:(?<=;)|\A)[ \t]*(?=(?:const|let|var)\b[^;=]*=\s*require\()", "\n", text)
        text = re.sub(r"(?<=\brequire)(\([\"'][^\"'\n]*[\"']\));", r"\1;\n", text)
    return computes(path, text, workspace)


def names_places(text: str, workspace: str) -> bool:
    """Whether `text` names places that no source which only computes names."""
    return tables.NEVER.search(text.replace(f"{workspace}/", "./")) is not None


def adds(path: str, text: str, workspace: str) -> bool:
    """Whether `text`, put behind what the source at `path` already holds, can only compute: it may use what that
    imports, so that no name stands in it by which that could reach anything."""
    source = Source(path=path, text=text, workspace=workspace)
    plain = (
        source.inside
        and not _too_long(text)
        and not tables.ADDED_NEVER.search(text)
        and not path.endswith((".vue", ".svelte", ".c", ".cc", ".cpp"))
    )
    return plain and computes(path, text.replace("<?php", "", 1) if path.endswith(".php") else text, workspace)


def _without_remarks(text: str, ending: str) -> str:
    if ending == "rs":
        if "```" not in text and "~~~" not in text:
            text = _DOCUMENTATION.sub("", text)
    else:
        text = _BLOCK.sub("", text)
    remark = _SCRIPT_REMARK if ending in _SCRIPTS else _REMARK
    return remark.sub(lambda match: match["code"], text)


# ── Rust ─────────────────────────────────────────────────────────────────────────────────────────────────

_RUST_USE: Final = re.compile(r"\buse\s+(?P<tree>[^;]*);")
_RUST_ATTRIBUTE: Final = re.compile(r"#!?\s*(?:\[\s*(?P<name>[\w:]+)[^\]]*\])?")
_RUST_PATH: Final = re.compile(r"(?<![\w:])(?P<root>[a-z_]\w*)::")
_RUST_STANDARD: Final = re.compile(r"\b(?:std|core|alloc)\b(?:::(?:(?P<module>\w+)\b|(?P<group>\{)))?")
_RUST_MACRO: Final = re.compile(r"(?P<name>\w+)\s*!\s*[(\[{]")


def _rust(source: Source) -> bool:
    text = _of_the_program(source.text)
    if tables.RUST_NEVER.search(text) or re.search(
        r"/\*|(?<![\w>)\]{,\s(&<*|=;])::|(?<=\s)::|::(?![\w{<*(])|\br#[a-z]", text
    ):
        return False
    if not source.inside and re.search(r"\bmod\s+\w+\s*;", text):
        return False
    roots = tables.RUST_ROOTS | _crates(source)
    names = set(re.findall(r"\bmod\s+(\w+)", text))
    for use in _RUST_USE.finditer(text, 0, text.rfind(";") + 1):  # each ends, so that none is looked for twice
        root = re.match(r"\w+", use["tree"])
        if root is None or root[0] not in roots:
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


def _crates(source: Source) -> frozenset[str]:
    """The crate itself by its name: what tests and examples use beside listed libraries is that."""
    used = {match[1] for match in re.finditer(r"\buse\s+(\w+)", source.text)} - tables.RUST_ROOTS
    beside = re.match(r"(?:.*/)?(?:tests|examples|benches)/[^/]+\Z", source.below) is not None
    return frozenset(used) if beside and len(used) == 1 else frozenset()


def _of_the_program(text: str) -> str:
    """`text` without the calls by which tests start the repository's own program (crate `assert_cmd`)."""
    if "cargo_bin" not in text or re.search(r"\b(?:LD_\w+|DYLD_\w+|PATH|RUST\w*|CARGO\w*|HOME)\b", text):
        return text
    rest = re.sub(
        r"\buse\s+(?:assert_cmd::(?:prelude::\*|Command|cargo::cargo_bin)|std::process::Command)\s*;", "", text
    )
    rest = re.sub(r"\bCommand::cargo_bin\((?:\"[\w-]+\"|env!\(\"CARGO_PKG_NAME\"\))\)", "()", rest)
    return re.sub(r"\.(?:env|current_dir)\((?=\"[\w.-]+\")|\.env_(?:remove|clear)\(|\bCommand\s*(?=\{)", ".set(", rest)


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


def _go(source: Source) -> bool:
    text = source.text
    if re.search(r"//\s*(?:go:(?!build\b)|line\b|export\b)|/\*", text):
        return False
    imports = _GO_IMPORT.findall(text)
    if re.search(r"\bimport\b", _GO_IMPORT.sub("", text)):
        return False
    modules = [module for declared in imports for module in re.findall(r"\"([^\"]+)\"", declared)]
    if "net/http" in modules and (
        tables.GO_HTTP_NEVER.search(re.sub(r"\s*\.\s*", ".", text))
        or re.search(r"\w[ \t]+\"net/http\"|\.\s*//|\bhttp\s*//|\bhttp\b\s*[^.\w\s\"/:]", text)
    ):
        return False
    known = tables.GO_MODULES | go.opens(text)
    return all(module in known or (source.inside and _is_own_go(module, source, modules)) for module in modules)


def _is_own_go(module: str, source: Source, modules: list[str]) -> bool:
    """Whether `module` is the repository's: internal to one, or of the same origin as what the file itself tests."""
    host, _, rest = module.partition("/")
    if "." not in host or not rest or ".." in module:
        return False
    if "/internal/" in f"{module}/":
        return True
    folder = source.below.rpartition("/")[0]
    tested = [name for name in modules if folder and name.endswith(f"/{folder}") and source.path.endswith("_test.go")]
    own = [name for name in modules if "/internal/" in f"{name}/" and "." in name.partition("/")[0]] + tested
    return any(module.split("/")[:3] == name.split("/")[:3] for name in own)


# ── Java ─────────────────────────────────────────────────────────────────────────────────────────────────

_JAVA_IMPORT: Final = re.compile(r"^import\s+(?:static\s+)?(?P<name>[\w.]+(?:\.\*)?)\s*;[ \t]*$", re.MULTILINE)
_JAVA_PACKAGE: Final = re.compile(r"^package\s+[\w.]+\s*;", re.MULTILINE)
_JAVA_QUALIFIED: Final = re.compile(
    r"(?<![\w.])(?:java|javax|jdk|sun|com|org|net|io|jakarta)\s*\.\s*\w+(?:\s*\.\s*\w+)*"
)


def _java(source: Source) -> bool:
    text = source.text
    if tables.JAVA_NEVER.search(text) or "\\u" in text or "/*" in text:
        return False
    rest = _JAVA_PACKAGE.sub("", _JAVA_IMPORT.sub("", text))
    if re.search(r"\bimport\b|\bpackage\b", rest):
        return False
    names = [match["name"] for match in _JAVA_IMPORT.finditer(text)]
    names += [re.sub(r"\s", "", match[0]) for match in _JAVA_QUALIFIED.finditer(rest)]
    return all(tables.JAVA_PURE.match(name) or _is_own_java(name, source) for name in names)


def _is_own_java(name: str, source: Source) -> bool:
    """Whether `name` lies in the package of the file itself: one that its directories spell, and no known library's."""
    declared = re.search(r"^package\s+(?P<name>[\w.]+)\s*;?[ \t]*$", source.text, re.MULTILINE)
    if declared is None or not source.inside or tables.JVM_LIBRARIES.match(declared["name"]):
        return False
    package = declared["name"].split(".")
    if not source.path.rpartition("/")[0].endswith("/" + "/".join(package)) or len(package) < 2:
        return False
    return name.split(".")[:2] == package[:2]


_KOTLIN_IMPORT: Final = re.compile(
    r"^import[ \t]+(?P<name>[\w.]+(?:\.\*)?)(?:[ \t]+as[ \t]+\w+)?[ \t]*;?[ \t]*$", re.MULTILINE
)


def _kotlin(source: Source) -> bool:
    text = source.text
    if tables.JAVA_NEVER.search(text) or tables.KOTLIN_NEVER.search(text) or "\\u" in text or "/*" in text:
        return False
    rest = re.sub(r"^package\s+[\w.]+[ \t]*;?[ \t]*$", "", _KOTLIN_IMPORT.sub("", text), flags=re.MULTILINE)
    if re.search(r"\bimport\b|\bpackage\b", rest) or not source.inside:
        return False
    names = [match["name"] for match in _KOTLIN_IMPORT.finditer(text)]
    names += [re.sub(r"\s", "", match[0]) for match in _JAVA_QUALIFIED.finditer(rest)]
    pure = (tables.JAVA_PURE, tables.KOTLIN_PURE)
    return all(any(known.match(name) for known in pure) or _is_own_java(name, source) for name in names)


# ── TypeScript and JavaScript ────────────────────────────────────────────────────────────────────────────

_SCRIPT_IMPORT: Final = re.compile(
    r"^(?:import|export)\b(?:\s+type\b)?(?:[\s\w{},*]{0,600}?\bfrom)?\s*"
    r"(?P<quote>[\"'])(?P<module>[^\"'\n]+)(?P=quote)[ \t]*;?[ \t]*$",
    re.MULTILINE,
)
_SCRIPT_PART: Final = re.compile(r"(?P<before>[\w$)\]}\"'`?.]+)\s*\[(?!\s*(?:\d+\s*)?\])")


_SCRIPT_HIDDEN: Final = re.compile(
    r"//[^\n]*\n\s*[\[:(`]|^[ \t]*-->|[.?][ \t\n]+(?:const|let|var|return|of|in|case|default|yield|await|typeof"
    r"|extends|else)\b|[=,:?]\s*let\b|(?<!for )(?<!for)\(\s*let\s*\[|\b(?:var|function)\s+let\b",
    re.MULTILINE,
)
"""A remark that was not dropped, and a word of the language that is a name, in front of what may reach a part."""
_SCRIPT_OF: Final = re.compile(r"(\bfor\s*\(\s*(?:const|let|var)\s+[^;()]*)\sof\s*\[")
_SCRIPT_MADE: Final = re.compile(r"(?<=[{};])\s*constructor(?=\s*\([^()\"'`]*\)\s*\{)")


_SCRIPT_REQUIRE: Final = re.compile(
    r"^(?:const|let|var)\s+(?:\w+|\{[\s\w,:]{0,600}\})\s*=\s*require\((?P<quote>[\"'])(?P<module>[^\"'\n]+)(?P=quote)\)"
    r"(?:\.(?!constructor\b)[A-Za-z]\w*)?;?[ \t]*$",
    re.MULTILINE,
)


def _script(source: Source) -> bool:
    text = _SCRIPT_MADE.sub(" ", source.text)
    text = re.sub(
        r"^import(?: type)? \{ (?:(?:type )?(?:Router|Request|Response|NextFunction|RequestHandler)(?:, )?)+ \}"
        r" from (['\"])express\1;?$",
        "",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(r"\bvi\.stubGlobal\((['\"])fetch\1", "vi.stubGlobal(''", text)
    text = _SCRIPT_REQUIRE.sub(lambda found: f"import {found['quote']}{found['module']}{found['quote']};", text)
    rest = _SCRIPT_IMPORT.sub("", text)
    if tables.SCRIPT_NEVER.search(text) or re.search(
        r"\bimport\b|\\[ux0-9]|<!--|\]\s*[:(]|/\*|[*}]\s*from\s*[\"']", rest
    ):
        return False
    if _SCRIPT_HIDDEN.search(rest):
        return False
    rest = _SCRIPT_OF.sub(lambda found: f"{found[1]} in [", rest)
    if any(
        match["before"] not in tables.SCRIPT_WORDS for match in _SCRIPT_PART.finditer(script.without_numbered(rest))
    ):
        # A part whose name is put together may be the constructor of a function.
        return False
    modules = [match["module"] for match in _SCRIPT_IMPORT.finditer(text)]
    return all(_is_known_script(module, source) for module in modules)


def _is_known_script(module: str, source: Source) -> bool:
    """Whether `module` only computes, or is the repository's own."""
    if module.endswith((".node", ".json", ".wasm")):
        return False
    if module.startswith(f"{source.workspace}/"):
        return ".." not in module and "node_modules" not in module and re.fullmatch(r"[\w@./-]+", module) is not None
    if not source.inside:
        return tables.SCRIPT_BUILT_IN.fullmatch(module) is not None
    if module.startswith(("./", "../")):
        folders = source.below.count("/")
        return "node_modules" not in module and module.count("../") <= folders
    return (tables.SCRIPT_MODULES.fullmatch(module) or tables.SCRIPT_ALIASES.fullmatch(module)) is not None


_READERS: Final[Mapping[str, Callable[[Source], bool]]] = {
    "rs": _rust, "go": _go, "java": _java, "kt": _kotlin, "kts": _kotlin,
    **dict.fromkeys(_SCRIPTS, _script),
    **dict.fromkeys(("vue", "svelte"), components.reader(_script)),
    **dict.fromkeys(("c", "cc", "cpp", "cxx", "h", "hh", "hpp"), c.computes),
    "rb": ruby.computes, "php": php.computes, "ex": elixir.computes, "exs": elixir.computes,
}  # fmt: skip
_WITH_OTHER_REMARKS: Final = frozenset({"rb", "php", "ex", "exs", "vue", "svelte"})
_SETTINGS: Final = (
    (re.compile(r"tsconfig(?:\.[\w-]+)?\.json"), settings.typescript),
    (re.compile(r"(?i)(?:docker|container)file(?:\.[\w-]+)?|[\w-]+\.dockerfile"), settings.container_file),
)
"""Settings by their name; all others are commands of the tool that reads them."""
