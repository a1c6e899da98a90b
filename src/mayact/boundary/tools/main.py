"""`mayact tools`: the tools of `core.wire.tools` as an MCP server on standard input and output.

The protocol is the SDK's, in every version that it speaks (docs/adr/0029). A use runs in a thread of its own; while it
waits for a person a client that asked for progress is told so. When the client leaves, what runs is ended.
"""

import os
import signal
from functools import partial
from typing import Any, Final

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

import mayact
from mayact.boundary.tools.asking import Turn
from mayact.boundary.tools.result import Result
from mayact.boundary.tools.workshop import Workshop
from mayact.core.wire.tools import Offer, offers

INSTRUCTIONS: Final = (
    "Every call is decided before it runs. A refusal says why and what to do instead: do that, or ask the person; the "
    "same call again gets the same answer. A pending call names a request: once a person approved it, the same call "
    "runs."
)

MOST_AT_ONCE: Final = 16
_TELL_S: Final = 2.0
_ENDING_S: Final = 10.0
_TICK_S: Final = 0.05

_Context = ServerRequestContext[dict[str, Any], Any]


def serve(workshop: Workshop) -> None:
    """Until the client closes standard input, or a signal ends it."""
    anyio.run(_serve, workshop)


async def _serve(workshop: Workshop) -> None:
    turns: set[Turn] = set()
    server = _server(workshop, turns)
    async with anyio.create_task_group() as group, stdio_server() as (reading, writing):
        group.start_soon(_end_on_signal, turns)
        try:
            await server.run(reading, writing, server.create_initialization_options())
        finally:
            _stop(turns)
        group.cancel_scope.cancel()


async def _end_on_signal(turns: set[Turn]) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for number in signals:
            _stop(turns)
            with anyio.move_on_after(_ENDING_S):
                while turns:
                    await anyio.sleep(_TICK_S)
            os._exit(128 + number)  # a thread reads standard input, and nothing else ends that


def _stop(turns: set[Turn]) -> None:
    for turn in turns:
        turn.stop.set()


def _server(workshop: Workshop, turns: set[Turn]) -> Server[dict[str, Any]]:
    listed = types.ListToolsResult(tools=[_tool(offer) for offer in offers()])
    limiter = anyio.CapacityLimiter(MOST_AT_ONCE)

    async def tools(_context: _Context, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return listed

    async def call(context: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        turn = Turn()
        turns.add(turn)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_tell, context, turn)
                work = partial(workshop.use, params.name, params.arguments or {}, turn)
                result = await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=limiter)
                group.cancel_scope.cancel()
        finally:
            turn.stop.set()
            turns.discard(turn)
        return _answer(result)

    return Server(
        "mayact",
        version=mayact.__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=tools,
        on_call_tool=call,
    )


async def _tell(context: _Context, turn: Turn) -> None:
    """Nothing is sent to a client that did not ask for progress."""
    for count in range(1, 1 << 30):
        await anyio.sleep(_TELL_S)
        if turn.waits_for:
            await context.session.report_progress(float(count), None, turn.waits_for)


def _tool(offer: Offer) -> types.Tool:
    return types.Tool(
        name=offer.name,
        description=offer.description,
        input_schema=offer.schema,
        annotations=types.ToolAnnotations(read_only_hint=offer.reads_only),
    )


def _answer(result: Result) -> types.CallToolResult:
    texts = [text for text in (result.text, *result.notes) if text]
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text) for text in texts], is_error=result.failed
    )
