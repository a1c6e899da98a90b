"""The two sockets, from start to clean stop.

1. bind       both sockets, or neither: a gate that only half listens is refused
2. serve      until asked to stop; a sweep runs beside
3. stop       no new callers; whoever waits for a person is told "pending"; what is under way may end, within bounds
4. remove     the socket files
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from typing import Final

from mayact.core.errors import MayactError
from mayact.core.sandbox.model import OVERFLOW_UID
from mayact.core.wire.frame import MAX_HEADER_BYTES
from mayact.core.wire.hooks.envelope import MAGIC, OBSERVE_MAGIC
from mayact.ports import Gate
from mayact.server.agent import AgentDesk
from mayact.server.asking import Asker, Bell, Caller
from mayact.server.bells import Tower
from mayact.server.control import ControlDesk
from mayact.server.exchange import Exchanges
from mayact.server.hooks import HookDesk
from mayact.server.lanes import LaneDesk
from mayact.server.launches import Launched, Launches
from mayact.server.observing import ObserveDesk
from mayact.server.peer import Peer, person_of
from mayact.server.settings import ServerSettings, Surroundings, Views
from mayact.server.sockets import BoundSocket, listen

AGENT_THREADS: Final = 4
CONTROL_THREADS: Final = 2
"""Of their own, so that no number of agents can keep a person from answering."""


def surroundings(*, log: Callable[[str], None], ready: Callable[[], None]) -> Surroundings:
    """The real world: the system's user database and this process's uid."""
    return Surroundings(people=person_of, log=log, own_uid=os.geteuid(), ready=ready)


def serve(settings: ServerSettings, gate: Gate, views: Views, world: Surroundings, *, tower: Tower) -> None:
    """Run until SIGTERM or SIGINT. `tower`: the bells of this process. Raises `Forbidden` or `ConfigInvalid` when a
    socket cannot be had."""
    asyncio.run(_until_signalled(settings, gate, views, world, tower))


async def _until_signalled(
    settings: ServerSettings, gate: Gate, views: Views, world: Surroundings, tower: Tower
) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run(settings, gate, views, world, stop=stop, tower=tower)


async def run(
    settings: ServerSettings,
    gate: Gate,
    views: Views,
    world: Surroundings,
    *,
    stop: asyncio.Event,
    tower: Tower | None = None,
) -> None:
    """Serve until `stop` is set; then end cleanly. Raises as `serve`."""
    agents = frozenset({world.own_uid, *settings.agent_uids})
    people = frozenset({world.own_uid, *settings.control_uids})
    with contextlib.ExitStack() as held:  # 4: closed in reverse order, whatever happens
        control = _bound(held, settings.control_socket, shared=people != {world.own_uid})  # 1
        agent = _bound(held, settings.agent_socket, shared=agents != {world.own_uid})
        bell = Bell()
        held.enter_context((tower if tower is not None else Tower()).hearing(asyncio.get_running_loop(), bell))
        agent_asker = Asker(gate, _threads(held, AGENT_THREADS, "agent"), bell, stop, settings.gate_ms / 1000)
        control_asker = Asker(gate, _threads(held, CONTROL_THREADS, "control"), bell, stop, settings.gate_ms / 1000)

        def exchanges(desk: AgentSide | ControlDesk, admitted: frozenset[int]) -> Exchanges:
            return Exchanges(desk.answer, world, admitted, settings.read_ms / 1000, settings.max_connections)

        def of_launched(bound: BoundSocket, launched: Launched) -> AbstractAsyncContextManager[None]:
            inside = launches.settings_inside()
            owner = world.own_uid if launched.uid == world.own_uid else OVERFLOW_UID
            desk = AgentSide(
                AgentDesk(agent_asker, inside, views),
                HookDesk(agent_asker, inside, owner),
                ObserveDesk(agent_asker, inside),
            )
            served = exchanges(desk, frozenset({launched.uid}))
            served.known_as = launches.known_as(launched)
            served.refused = launches.refuser(launched)
            return _serving(bound, served, settings)

        launches = Launches(control_asker, settings, world.own_uid, of_launched)
        agent_side = AgentSide(
            AgentDesk(agent_asker, settings, views),
            HookDesk(agent_asker, settings, world.own_uid),
            ObserveDesk(agent_asker, settings),
        )
        async with (
            launches.until_the_end(),
            _serving(
                control,
                exchanges(ControlDesk(control_asker, views, launches, LaneDesk(agent_asker, settings)), people),
                settings,
            ),
            _serving(agent, exchanges(agent_side, agents), settings),
            _sweeping(control_asker, settings, world, launches),
        ):
            world.ready()
            await stop.wait()  # 2


class AgentSide:
    """One socket, three languages: hooks speak the envelope, those that only tell their own, everything else JSON."""

    def __init__(self, desk: AgentDesk, hooks: HookDesk, observing: ObserveDesk) -> None:
        self._desk = desk
        self._hooks = hooks
        self._observing = observing

    async def answer(self, body: bytes, peer: Peer, caller: Caller) -> bytes:
        if body.startswith(OBSERVE_MAGIC):
            return await self._observing.answer(body, peer, caller)
        chosen = self._hooks.answer if body.startswith(MAGIC) else self._desk.answer
        return await chosen(body, peer, caller)


def _bound(held: contextlib.ExitStack, path: str, *, shared: bool) -> BoundSocket:
    bound = listen(path, shared=shared)
    held.callback(bound.close)
    return bound


def _threads(held: contextlib.ExitStack, count: int, name: str) -> ThreadPoolExecutor:
    threads = ThreadPoolExecutor(count, thread_name_prefix=f"mayact-{name}")
    held.callback(threads.shutdown, wait=False, cancel_futures=True)
    return threads


@contextlib.asynccontextmanager
async def _serving(bound: BoundSocket, exchanges: Exchanges, settings: ServerSettings) -> AsyncIterator[None]:
    server = await asyncio.start_unix_server(exchanges.handle, sock=bound.socket, limit=MAX_HEADER_BYTES)
    try:
        yield
    finally:
        server.close()  # 3: no new callers
        if exchanges.running:
            _, late = await asyncio.wait(exchanges.running, timeout=settings.grace_ms / 1000)
            for task in late:
                task.cancel()  # its caller sees a cut reply and refuses
            await asyncio.gather(*late, return_exceptions=True)


@contextlib.asynccontextmanager
async def _sweeping(
    asker: Asker, settings: ServerSettings, world: Surroundings, launches: Launches
) -> AsyncIterator[None]:
    async def sweep() -> None:
        while True:
            await asyncio.sleep(settings.sweep_ms / 1000)
            try:
                await launches.sweep()
                if await asker.ask(asker.gate.sweep):
                    asker.bell.ring()
            except MayactError as error:
                # What is over stays refused by its own expiry; the next sweep tries again to write it down.
                world.log(f"the sweep failed: {error}")

    task = asyncio.create_task(sweep())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
