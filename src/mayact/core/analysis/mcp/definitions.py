"""The definition of an MCP tool: its digest, what its text hides, what it says of itself.

Law: a definition is what its server says, and the server may be anybody's. Its digest tells whether it is the one a
mapping was written for; its hints (`readOnlyHint`, `destructiveHint` …) are claims, recorded, which can raise what a
call counts as and never lower it. Text that is made not to be seen, and text that instructs, is recorded as a fact.
It refuses to know what the tool does.

Sources: Model Context Protocol 2025-11-25, Tools and ToolAnnotations; Unicode Standard Annex 9 and Unicode Technical
Standard 55 for characters that reorder or hide.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from mayact.core.canonical import Digest, Json, JsonObject, digest_of

DEFINITION_TYPE: Final = "mayact/mcp-definition/v1"
MEMBERS: Final = ("name", "description", "inputSchema", "outputSchema", "annotations")

Wording: TypeAlias = Literal["plain", "instructions", "hidden"]
Hint: TypeAlias = Literal["none", "read-only", "destructive"]


def definition_digest(definition: JsonObject) -> Digest:
    """SHA-256 over the JCS form (RFC 8785) of the members a client acts on, those that are absent left out, with their
    own `type`. Wire format `mayact/mcp-definition/v1`, may never change. Raises `InvalidInput`, `LimitExceeded`."""
    chosen: dict[str, Json] = {name: definition[name] for name in MEMBERS if name in definition}
    return digest_of({"type": DEFINITION_TYPE, "definition": chosen})


def wording(definition: JsonObject) -> Wording:
    """Whether any text of the definition, keys included, has characters that hide or reorder, or instructs."""
    texts = list(_texts({name: definition[name] for name in MEMBERS if name in definition}))
    if any(_hides(ch) for text in texts for ch in text):
        return "hidden"
    return "instructions" if any(_INSTRUCTS.search(text) for text in texts) else "plain"


def hint(definition: JsonObject) -> Hint:
    """What the server says of the tool. A hint of another type than true or false counts as destructive."""
    said = definition.get("annotations", {})
    if not isinstance(said, Mapping):
        return "destructive"
    destructive, reads = said.get("destructiveHint"), said.get("readOnlyHint")
    if any(value not in (True, False, None) for value in (destructive, reads)) or destructive is True:
        return "destructive"
    return "read-only" if reads is True else "none"


def _texts(value: Json) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for key, item in value.items():
                yield key
                yield from _texts(item)
        case list() | tuple():
            for item in value:
                yield from _texts(item)


_FILLERS: Final = re.compile("[\ufe00-\ufe0d\U000e0100-\U000e01ef\u115f\u1160\u3164\uffa0\u034f]")
"""Fillers, and variation selectors but the two that choose how an emoji looks."""


def _hides(ch: str) -> bool:
    """Controls but tab and line ends, every format character (bidirectional controls, zero-width characters, tags),
    private use and unassigned, and the fillers that show nothing."""
    if ch.isascii():
        return not ch.isprintable() and ch not in "\t\n\r"
    return unicodedata.category(ch) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or bool(_FILLERS.match(ch))


_INSTRUCTS: Final = re.compile(
    r"(?i)<\s*/?\s*(important|system|instructions?|secret|hidden|s)\s*>"
    r"|\bignore (all |any |the )?(previous|prior|above|other)\b"
    r"|\b(do not|don'?t|never|without) (tell|mention|inform|reveal|notif\w+|show|ask)\w*\b.{0,40}\b(user|person|human)"
    r"|\b(before|after|when|while|instead of) (using|calling|running|invoking) (this|any|every|other|the)\b"
    r".{0,60}\b(tools?|must|always|first|read|call|send)\b"
    r"|\byou (must|should|have to) (always|first|also|never|read|send|call)\b"
)
"""Wording that tells the model what to do beyond the tool: common forms of tool poisoning. Recorded, never trusted to
find all of it."""
