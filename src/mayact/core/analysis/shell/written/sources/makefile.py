"""Makefiles that a call writes: the commands of their rules.

Law: a Makefile is understood where each line of it is a plain assignment, a rule or a command of one, and each
reference in a command is to such an assignment or to the rule's own files. What `make` would run while it reads
(shell
functions, `!=`, inclusion, variables that name a shell) is not understood. Whoever asks gets every command of every
rule, for it refuses to know which rules are made.
"""

import re
from collections.abc import Mapping
from typing import Final

_MAX_LINES: Final = 200
_MAX_COMMANDS: Final = 40
_ASSIGNMENT: Final = re.compile(r"(?P<name>[A-Za-z_]\w*)[ ]*(?::=|::=|\?=|=)[ ]*(?P<value>[^\n]*)")
_RULE: Final = re.compile(
    r"(?P<targets>(?:[\w./%-]|\$\([\w.:=]+\))(?:[\w ./%-]|\$\([\w.:=]+\))*?)[ ]*::?(?!=)"
    r"(?P<needs>(?:[\w ./%*|-]|\$\([\w .:=/*]+\))*?)"
)
_DIRECTIVES: Final = re.compile(
    r"-?include\b|sinclude\b|define\b|endef\b|if\w+\b|else\b|endif\b|override\b|(?:un)?export\b|vpath\b|-?load\b"
    r"|undefine\b|private\b"
)
_SPECIAL: Final = re.compile(r"\.(?!(?:PHONY|DEFAULT_GOAL|SILENT|SECONDARY|PRECIOUS)\b)[A-Z_]+\b")
_INHERITED: Final = re.compile(
    r"SHELL|\w*MAKE\w*|VPATH|PATH|HOME|USER|PWD|CURDIR|TMPDIR|EDITOR|VISUAL|PAGER|TERM|LANG|IFS|ENV|(?:LD_|DYLD_"
    r"|GIT_|NODE_|PYTHON|PERL|RUBY|"
    r"BASH|NPM_|CARGO_|RUST|GO[A-Z]|JAVA|JDK_|MAVEN|GRADLE|SSH_|DOCKER_|PIP_|UV_|CONDA|VIRTUAL_ENV|AWS_|KUBE"
    r"|CLASSPATH)\w*"
)
"""A variable that the environment has already is handed on to what `make` runs (GNU make, "Variables from the
Environment")."""
_IMPLICIT: Final = re.compile(
    r"[A-Z]*(?:CC|CXX|CPP|AR|AS|LD|FC|PC|LEX|YACC|RM|CO|GET|TEX\w*|MAKEINFO|WEAVE|TANGLE|LINT|M2C|CWEAVE|CTANGLE)"
    r"|\w*FLAGS|LD\w+|LOADLIBES|TARGET_\w+|OUTPUT_OPTION"
)
"""Variables that built-in rules run."""
_TOOLS: Final = re.compile(r"(?:ccache )?(?:cc|gcc|g\+\+|c\+\+|clang|clang\+\+|ar|ld|as|rm -f)(?:-\d+)?")
_PLAIN_FLAGS: Final = re.compile(
    r"(?!.*(?:plugin|wrapper|specs|-B|-X|fuse-ld|-load|-include))(?:(?:-[\w=+.,/-]*|src|include)[ ]*)*"
)
_FOUND: Final = re.compile(r"wildcard (?P<glob>[\w./*-]*)")
_REFERENCE: Final = re.compile(r"\$(?:\((?P<round>[^()$]*)\)|\{(?P<braces>\w+)\}|(?P<one>[@<^*?$]))")
_SUFFIXED: Final = re.compile(r"(?P<name>\w+):(?P<old>[\w.]+)=(?P<new>[\w.]*)")
_PART: Final = re.compile(r"(?P<name>[@<])(?P<part>[DF])")
_DEFAULTS: Final = {
    "CC": "cc", "CXX": "c++", "AR": "ar", "RM": "rm -f", "CFLAGS": "", "CXXFLAGS": "", "LDFLAGS": "", "LDLIBS": "",
    "CPPFLAGS": "", "MAKE": "make",
}  # fmt: skip


def commands(text: str) -> tuple[str, ...] | None:
    """The shell texts that rules of `text` may run; None: it is not understood."""
    if "\\\n" in text or text.count("\n") > _MAX_LINES:
        return None
    values = dict(_DEFAULTS)
    found: list[str | None] = []
    own: dict[str, str] | None = None
    for line in text.split("\n"):
        if line.startswith("\t"):
            if own is None:
                return None
            found.append(_filled(re.sub(r"^[@+ \t-]+", "", line), {**values, **own}))
            continue
        said = line.partition("#")[0].rstrip()
        if not said:
            continue
        if said[0] == " " or _DIRECTIVES.match(said):
            return None
        if (assigned := _ASSIGNMENT.fullmatch(said)) is not None:
            value = _filled(assigned["value"], values)
            if value is None or not _may_be(assigned["name"], value):
                return None
            values[assigned["name"]] = value
            own = None
            continue
        own = _ruled(said, values)
        if own is None:
            return None
    told = [command for command in found if command is not None]
    return tuple(dict.fromkeys(told)) if len(told) == len(found) <= _MAX_COMMANDS else None


def _ruled(line: str, values: Mapping[str, str]) -> dict[str, str] | None:
    """The names of a rule's own files."""
    rule = _RULE.fullmatch(line)
    if rule is None or _SPECIAL.match(line):
        return None
    targets, needs = _filled(rule["targets"], values), _filled(rule["needs"].replace("|", " "), values)
    if targets is None or needs is None or re.search(r"[^\w ./%*-]", targets + needs):
        return None
    targets, needs = targets.replace("%", "_stem_"), needs.replace("%", "_stem_").strip()
    return {"@": targets, "<": needs, "^": needs, "?": needs, "*": "_stem_"}


def _may_be(name: str, value: str) -> bool:
    if _INHERITED.fullmatch(name):
        return False
    if not _IMPLICIT.fullmatch(name):
        return True
    return (_PLAIN_FLAGS if name.endswith(("FLAGS", "LIBS")) else _TOOLS).fullmatch(value.strip()) is not None


def _filled(text: str, values: Mapping[str, str]) -> str | None:
    """`text` with its references filled in; None where one is not known."""
    if "$" in _REFERENCE.sub("", text):
        return None
    parts: list[str] = []
    at = 0
    for found in _REFERENCE.finditer(text):
        value = _value(found["round"] or found["braces"] or found["one"], values)
        if value is None:
            return None
        parts.extend((text[at : found.start()], value))
        at = found.end()
    return "".join([*parts, text[at:]])


def _value(name: str, values: Mapping[str, str]) -> str | None:
    """What a reference to `name` stands for."""
    if name == "$":
        return "$"
    if (found := _FOUND.fullmatch(name)) is not None:
        elsewhere = found["glob"].startswith("/") or ".." in found["glob"]
        return None if elsewhere else found["glob"]
    if (suffixed := _SUFFIXED.fullmatch(name)) is not None and suffixed["name"] in values:
        words = values[suffixed["name"]].split()
        old, new = suffixed["old"], suffixed["new"]
        return " ".join(word.removesuffix(old) + new if word.endswith(old) else word for word in words)
    if (part := _PART.fullmatch(name)) is not None and part["name"] in values:
        folder, _, last = values[part["name"]].rpartition("/")
        return None if " " in values[part["name"]] else (folder or ".") if part["part"] == "D" else last
    return values.get(name)
