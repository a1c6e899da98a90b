"""Parts of JavaScript values that are reached by a number, or in a table of the text's own.

Law: a part whose name is put together may be the constructor of a function, so it is only reached where the name is
certainly a number, or where what it is reached in is certainly an object or list that the text spells out: the worst
part of that is a method of all objects, which runs no text. A name is certain when it is bound once, and never as a
parameter.
"""

import re
from typing import Final

_PARAMETERS: Final = re.compile(
    r"(?:\bfunction\b\s*\w*\s*|(?<![\w$])(?!(?:if|for|while|switch)\b)[\w$]+\s*"
    r"|[=(,:?]\s*(?:async\s*)?)\((?P<names>[^()]*)\)"
    r"\s*(?::[^={;()]*)?(?:=>|\{)|(?P<alone>\b\w+)\s*=>|\bcatch\s*\((?P<caught>\w+)|\b(?:const|let"
    r"|var)\s*[\[{](?P<taken>[^=]*?)[\]}]\s*(?::[^=]*)?="
)
_TAKEN: Final = re.compile(r"\b(?:const|let|var)\s*[\[{]")
_MAX_NAMES: Final = 40
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?|[\w.]+\.length\s*-\s*\d+")
_TABLE: Final = re.compile(r"(?:const|let)\s+(?P<name>\w+)\s*(?::[^=;]*)?=\s*(?:\{|\[)")


def without_numbered(text: str) -> str:
    """`text` without those parts."""
    if len(_TAKEN.findall(text)) > _MAX_NAMES or len(_TABLE.findall(text)) > _MAX_NAMES:
        return text  # each is looked for in the whole of it
    bound: list[str] = []
    for found in _PARAMETERS.finditer(text):
        bound += re.findall(r"\w+", " ".join(filter(None, found.groups())))
    parameters = frozenset(bound)
    numbers = frozenset(name for name in _counted(text) if name not in parameters)
    named = "|".join(sorted(numbers)) or r"(?!)"
    # A thing of the text's own may have a length that is no number.
    length = (
        r"(?!)"
        if re.search(r"\blength\b['\"]?\s*(?::|=(?![=>])|\()|\bget\s+length\b", text)
        else r"[A-Za-z_]\w*\.length"
    )
    inside = rf"(?:\d+|{named}|(?:{named})\s*[-+*%]\s*(?:\d+|{named})|{length}|{length}\s*-\s*\d+)"
    kept = re.sub(rf"(?<=[\w\])])\[\s*{inside}\s*\]", ".part", text)
    tables = [name for name in _TABLE.findall(text) if name not in parameters and _once(name, text)]
    for name in tables:
        # What is reached in it is not reached into: `)[`, `][` and `?.[` stay as they are.
        kept = re.sub(rf"(?<![\w.$])({name})\[[^\[\]]*\](?!\s*\()", r"\1.part", kept)
    return kept


def _counted(text: str) -> frozenset[str]:
    """Names that hold nothing but numbers."""
    asked = set(re.findall(r"\w+", " ".join(re.findall(r"\[([^\[\]]{1,80})\]", text))))
    found = set(re.findall(r"\b(?:let|var|const)\s+(\w+)\s*(?::\s*number\s*)?=", text)) & asked
    if len(found) > _MAX_NAMES:
        return frozenset()
    kept: set[str] = set()
    for name in found:
        values = re.findall(rf"(?<![\w.$]){name}\s*(?::\s*number\s*)?=(?![=>])\s*([^;,)\n]*)", text)
        shared = re.search(
            rf"\b(?:let|var|const)\s+[^;]*,\s*{name}\b|\b(?:of|in)\b[^;)]*\)\s*{name}\b|{name}\s+(?:of|in)\b", text
        )
        strange = re.search(rf"(?:^|[;{{}}(,])\s*[\[{{][\w\s,.:]*\b{name}\b[^=]*[\]}}]\s*=(?!=)", text, re.MULTILINE)
        strange = strange or re.search(rf"(?<![\w.$]){name}\s*(?:\|\||&&|\?\?|\+)=", text)
        plain = strange is None or re.search(rf"{name}\s*\+=\s*\d+\s*[;)]", text) is not None
        if values and not shared and plain and all(_NUMBER.fullmatch(value.strip()) for value in values):
            kept.add(name)
    return frozenset(kept)


def _once(name: str, text: str) -> bool:
    bound = re.findall(rf"(?<![\w.$]){name}\s*(?::[^=;(){{}}]*)?=(?![=>])", text)
    return len(bound) == 1
