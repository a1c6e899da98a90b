"""What writing or editing a manifest would bring in."""

from typing import Any, cast

from tests.support.mcp import NoShell
from tests.support.policy import CHAIN

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.plan import Answer, FileText, Found, Missing, Question, Study
from mayact.core.analysis.shell.desk import SyntaxSource
from mayact.core.analysis.study import study
from mayact.core.canonical import freeze
from mayact.core.model import Effect, ToolCall, Verb

WORKSPACE = "/home/ada/app"


def studied(path: str, before: str | Answer | None, arguments: Any) -> Study:
    """`before`: the text as observed, another answer, or None when nobody looked. `arguments` with `edits` is an edit,
    everything else a write."""
    place = f"{WORKSPACE}/{path}"
    call = ToolCall(
        tool="file.edit" if "edits" in arguments else "file.write",
        arguments=cast("Any", freeze({"path": place, **arguments})),
        cwd=WORKSPACE,
        home="/home/ada",
        user="ada",
        chain=CHAIN,
    )
    seen: dict[Question, Answer] = {}
    if before is not None:
        seen[FileText(place)] = Found(before) if isinstance(before, str) else before
    return study(call, parser=cast("SyntaxSource", NoShell()), seen=seen, catalogue=DEFAULT_CATALOGUE)


def installs(found: Study) -> list[Effect]:
    return [effect for effect in found.analysis.effects if effect.verb is Verb.PKG_INSTALL]


def found(path: str, before: str | Answer | None, arguments: Any) -> list[list[Any]]:
    """As vectors write them: resource, risk, whether it is pinned."""
    return [
        [effect.resource, effect.risk.value, effect.facts.get("pinned", False)]
        for effect in installs(studied(path, before, arguments))
    ]


MISSING = Missing()
