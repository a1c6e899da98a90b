"""What a call carries by itself: the texts in it that would be written, recorded or sent, and what they hold.

Law: a secret anywhere in a call counts for every effect of it that writes or carries content, because which word ends
up where is a program's business; it is said as a fact and never as text. Only of a tool whose content is exactly known
(`file.write`, `http` …) is anything ever `clean`: a command may read the rest from elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from mayact.core.analysis.command import Finding, FromText, Known, Pattern, SimpleCommand, Word
from mayact.core.analysis.content.scan import Content, Patterns, Scan, heaviest, scan
from mayact.core.analysis.words import lead
from mayact.core.canonical import Json
from mayact.core.model import ResourceKind, ToolCall, Verb

_CARRYING: Final = frozenset(
    {
        Verb.FS_WRITE, Verb.NET_CONNECT, Verb.NET_DOWNLOAD, Verb.NET_UPLOAD, Verb.HTTP_REQUEST, Verb.GIT_COMMIT,
        Verb.GIT_PUSH, Verb.PR_OPEN, Verb.ARTIFACT_PUBLISH, Verb.TICKET_WRITE, Verb.MESSAGE_SEND, Verb.MCP_CALL,
        Verb.DB_WRITE, Verb.DB_QUERY, Verb.CLOUD_ADMIN, Verb.DEPLOY_RUN, Verb.SYS_CONFIGURE, Verb.SYS_PERSIST,
    }
)  # fmt: skip
SCANNED_KINDS: Final[frozenset[ResourceKind]] = frozenset({"file", "host", "ref", "system", "thing"})
"""Kinds of resource whose effects say how their content was found."""

_WHOLE: Final = frozenset({"file.write", "file.edit", "file.patch", "http", "mcp"})
"""Tools that carry what their arguments say and nothing else."""

_MAX_TEXT: Final = 2 << 20


@dataclass(slots=True)
class Words:
    """What the commands of one call are given once their words are resolved: quotes and variables can keep a secret
    from being seen in the line itself."""

    line: str
    parts: list[str] = field(default_factory=list)
    size: int = 0

    def note(self, command: SimpleCommand) -> None:
        texts = [_written(word) for word in (*command.argv, *command.environment.values())]
        if isinstance(command.stdin, FromText) and command.stdin.text is not None:
            texts.append(command.stdin.text)
        for text in texts:
            if text not in self.line and self.size < _MAX_TEXT:
                self.size += len(text)
                self.parts.append(text)


def carried(call: ToolCall, words: Words, patterns: Patterns) -> Content:
    """What the call's own text holds."""
    match call.tool:
        case "shell" | "exec":
            texts = [words.line, *words.parts]
        case "file.write":
            texts = list(_strings(call.arguments.get("content")))
        case "file.edit":
            texts = list(_edited(call.arguments))
        case "file.patch":
            files = call.arguments.get("files")
            rows = files if isinstance(files, list | tuple) else (files,)
            texts = [text for row in rows for text in (_edited(row) if isinstance(row, Mapping) else _strings(row))]
        case "file.read":
            return Content(Scan.UNSCANNED)
        case _:
            texts = list(_strings(call.arguments))
    return heaviest(scan(text, patterns) for text in _spelled("\n".join(texts)))


_OF_AN_EDIT: Final = frozenset({"path", "edits", "old"})


def _edited(arguments: Mapping[str, Json]) -> Iterator[str]:
    """What an edit of one file puts into it, and whatever else is said beside it."""
    edits = arguments.get("edits")
    for row in edits if isinstance(edits, list | tuple) else (edits,):
        # What is replaced leaves the file: taking a secret out is no writing of one.
        yield from _strings({**row, "old": None} if isinstance(row, Mapping) else row)
    for name, item in arguments.items():
        if name not in _OF_AN_EDIT:
            yield from _strings(item)


def _written(word: Word) -> str:
    """What is known of `word`, as it would be sent."""
    match word:
        case Known():
            return word.text
        case Pattern():
            return re.sub(r"\\(.)", r"\1", word.glob)  # `https://a.example/?t=…` is one: nothing is called that
        case _:
            return lead(word)


_ESCAPE: Final = re.compile(r"\\+(?:u00|x)([2-7][0-9a-fA-F])|%([2-7][0-9a-fA-F])|\\\r?\n")
"""ASCII as JSON and most languages escape it, as addresses do, and a line that goes on in the next."""


def _spelled(text: str) -> Iterator[str]:
    """`text`, and what its escapes stand for."""
    yield text
    if "\\" not in text and "%" not in text:
        return
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else "", text)
    if plain != text:
        yield plain


def with_content(findings: Iterable[Finding], call: ToolCall, content: Content) -> Iterator[Finding]:
    """The findings, with `scan` where they write or carry content."""
    for finding in findings:
        told = finding.facts.get("scan") == Scan.FOUND  # of what a push adds; the call's own text takes nothing away
        if told or finding.verb not in _CARRYING or finding.kind not in SCANNED_KINDS:
            yield finding
        elif content.scan in (Scan.FOUND, Scan.SUSPECTED) or call.tool in _WHOLE:
            yield replace(finding, facts={**finding.facts, "scan": content.scan.value})
        else:
            yield finding


def _strings(value: Json, name: str = "") -> Iterator[str]:
    """Every text below `value`, after the name it stands under: some forms are known by both."""
    if isinstance(value, str):
        yield f'{name} = "{value}"' if name else value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from _strings(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item, name)
