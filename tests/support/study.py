"""Studying one call as the gate would, with what was seen of the world given."""

from typing import Any

from tests.support.shell import HOME, WORKSPACE, parser

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.plan import Answer, Question, Study
from mayact.core.analysis.study import study
from mayact.core.model import Hop, HopKind, Source, ToolCall


def call(tool: str = "shell", *, cwd: str = WORKSPACE, **changes: Any) -> ToolCall:
    arguments = changes.pop("arguments", None) or {"command": changes.pop("command", "ls")}
    chain = (Hop(HopKind.PERSON, "dev", Source.ASSERTED),)
    return ToolCall(tool=tool, arguments=arguments, cwd=cwd, home=HOME, user="dev", chain=chain, **changes)


def studied(request: ToolCall, seen: dict[Question, Answer] | None = None, **changes: Any) -> Study:
    return study(request, parser=parser(), seen=seen or {}, catalogue=DEFAULT_CATALOGUE, **changes)
