"""Questions and answers as lines of JSON, between the gate and its own helper processes.

Law: both ends are the same installed version, so nothing here has to last; a line that is not one of these is a
`ValueError`, never a guess.
"""

import json
from dataclasses import fields
from typing import Final

from mayact.core.analysis.plan import (
    Answer,
    ContentOf,
    FetchUrls,
    FileDigest,
    FileText,
    Found,
    GitPrograms,
    HeadBranch,
    Missing,
    ProgramPath,
    PushContents,
    PushDefault,
    PushUrls,
    Question,
    RealPath,
    RefId,
    RepoRoot,
    ToolDefinition,
    Unavailable,
)

_KINDS: Final[dict[str, type[Question]]] = {
    kind.__name__: kind
    for kind in (
        RealPath,
        RepoRoot,
        FileDigest,
        FileText,
        ProgramPath,
        PushUrls,
        FetchUrls,
        GitPrograms,
        HeadBranch,
        PushDefault,
        RefId,
        PushContents,
        ToolDefinition,
        ContentOf,
    )
}


def question_line(question: Question) -> bytes:
    values = [getattr(question, field.name) for field in fields(question)]
    return json.dumps([type(question).__name__, *values]).encode("ascii") + b"\n"


def question_of(line: bytes) -> Question:
    """Raises `ValueError`."""
    said = _strings(line)
    kind = _KINDS.get(said[0])
    if kind is None or len(said) - 1 != len(fields(kind)):
        raise ValueError("it is no question")
    return kind(*said[1:])


def answer_line(answer: Answer) -> bytes:
    match answer:
        case Found(value):
            said = ["found", value]
        case Missing():
            said = ["missing"]
        case Unavailable(because):
            said = ["unavailable", because]
    return json.dumps(said).encode("ascii") + b"\n"


def answer_of(line: bytes) -> Answer:
    """Raises `ValueError`."""
    match _strings(line):
        case ["found", value]:
            return Found(value)
        case ["missing"]:
            return Missing()
        case ["unavailable", because]:
            return Unavailable(because)
    raise ValueError("it is no answer")


def _strings(line: bytes) -> list[str]:
    try:
        said = json.loads(line)
    except RecursionError:
        raise ValueError("it is nested") from None
    if not isinstance(said, list) or not said or not all(isinstance(item, str) for item in said):
        raise ValueError("it is no list of strings")
    return said
