"""Calls of MCP tools, studied under the starter pack's catalogue or another one."""

from typing import Any, cast

from tests.support.policy import CHAIN, decision, starter

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE, Catalogue
from mayact.core.analysis.mcp.catalogue import McpCatalogue
from mayact.core.analysis.plan import Answer, Found, Question, Study, ToolDefinition
from mayact.core.analysis.shell.desk import SyntaxSource
from mayact.core.analysis.study import study
from mayact.core.canonical import canonical_bytes, freeze
from mayact.core.model import Effect, ToolCall, Verb
from mayact.core.policy.explain import outcome

STARTER = starter()
DEFINITION: dict[str, Any] = {"name": "write_file", "description": "Writes a file.", "inputSchema": {"type": "object"}}


class NoShell:
    """No row under test needs a parser; one that asked would be an error of the test."""

    def parse(self, text: str) -> Any:
        raise AssertionError(f"a shell text was parsed: {text}")

    def sees(self, text: str) -> Any:
        raise AssertionError(f"a shell text was looked at: {text}")


def catalogue(tools: Any, *, server: str = "s") -> Catalogue:
    value = {"servers": {server: {"tools": tools}}}
    mcp = McpCatalogue.from_json(cast("Any", freeze(value)))
    return Catalogue(protected_branches=DEFAULT_CATALOGUE.protected_branches, hosts=DEFAULT_CATALOGUE.hosts, mcp=mcp)


def call_of(server: str, tool: str, arguments: Any, **claims: Any) -> ToolCall:
    given = freeze({"server": server, "tool": tool, "arguments": arguments})
    return ToolCall(
        tool="mcp",
        arguments=cast("Any", given),
        cwd="/home/ada/app",
        home="/home/ada",
        user="ada",
        chain=CHAIN,
        claims=cast("Any", freeze(claims)),
    )


def studied(call: ToolCall, *, under: Catalogue | None = None, definition: Any = None, parser: Any = None) -> Study:
    """`definition`: what a boundary was shown as the tool's definition; text is taken as it is."""
    seen: dict[Question, Answer] = {}
    if definition is not None:
        text = definition if isinstance(definition, str) else canonical_bytes(definition).decode()
        seen[ToolDefinition(str(call.arguments["server"]), str(call.arguments["tool"]))] = Found(text)
    source = cast("SyntaxSource", parser or NoShell())
    return study(call, parser=source, seen=seen, catalogue=under or STARTER.catalogue)


def itself(found: Study) -> Effect:
    """The `mcp.call` of a study."""
    return next(effect for effect in found.analysis.effects if effect.verb is Verb.MCP_CALL)


def beside(found: Study) -> list[list[str]]:
    """What stands beside the call, as vectors write it."""
    return [
        [effect.verb.value, effect.resource, effect.risk.value]
        for effect in found.analysis.effects
        if effect.verb is not Verb.MCP_CALL
    ]


def answered(call: ToolCall, found: Study) -> str:
    """The starter pack's answer."""
    return outcome(decision(STARTER, found.analysis.effects, call=call).verdict)
