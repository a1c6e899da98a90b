"""`mayact tools` as a client has it: a process, spoken to by the SDK's own client session."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.client.stdio import stdio_client
from tests.support.cli_gate import MAYACT

from mayact.boundary.exec.arguments import Wanted
from mayact.boundary.exec.main import find_place
from mayact.boundary.tools.asking import Turn
from mayact.boundary.tools.workshop import Workshop
from mcp import ClientSession, StdioServerParameters


@dataclass(frozen=True)
class Said:
    """A result: every text of it, and whether it is an error."""

    text: str
    failed: bool


@dataclass
class Uses:
    """The same without the protocol, in this process."""

    workshop: Workshop

    def use(self, name: str, **arguments: Any) -> Said:
        result = self.workshop.use(name, arguments, Turn())
        return Said("\n".join(text for text in (result.text, *result.notes) if text), result.failed)


def uses(work: Path, socket: str, *, wait_s: float = 0) -> Uses:
    environ = {"PATH": os.environ["PATH"], "HOME": str(work.parent), "SECRET_KEY": "hush"}
    place = find_place(Wanted(socket=socket, wait_s=wait_s), environ)
    return Uses(Workshop(place=place, work=str(work), environ=environ, options=("--socket", socket), agent="tester"))


@dataclass
class Tools:
    portal: BlockingPortal
    session: ClientSession
    progress: list[str] = field(default_factory=list)

    def use(self, name: str, **arguments: Any) -> Said:
        result = self.portal.call(self._use, name, arguments)
        return Said("\n".join(part.text for part in result.content), bool(result.is_error))

    async def _use(self, name: str, arguments: dict[str, Any]) -> Any:
        async def heard(_done: float, _total: float | None, message: str | None) -> None:
            self.progress.append(message or "")

        return await self.session.call_tool(name, arguments, progress_callback=heard)


@contextmanager
def tools(work: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Tools]:
    """The server, started in `work`, for as long as the context lasts."""
    parameters = StdioServerParameters(
        command=MAYACT,
        args=["tools", *options],
        cwd=str(work),
        env=environment or {"PATH": os.environ["PATH"], "HOME": str(work.parent), "SECRET_KEY": "hush"},
    )

    @asynccontextmanager
    async def started() -> AsyncIterator[ClientSession]:
        async with stdio_client(parameters) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            yield session

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(started()) as session:
        yield Tools(portal, session)
