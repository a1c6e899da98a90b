"""The HTTP API as one thing: what stands behind the listener, put together in its loop.

Law: it wires and decides nothing. Threads are the listener's own, so that no number of HTTP callers takes the ones
that agents and people on this machine wait for.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from mayact.server.asking import Asker, Bell
from mayact.server.bells import Tower
from mayact.server.http.authzen import Evaluations
from mayact.server.http.door import Door
from mayact.server.http.idempotency import Memory
from mayact.server.http.listener import Listener, Loop, listening
from mayact.server.http.logs import RequestLog
from mayact.server.http.metrics import Meter
from mayact.server.http.native import Native
from mayact.server.http.openapi import document_bytes
from mayact.server.http.protocol import Floor
from mayact.server.http.rate import Rate
from mayact.server.http.settings import HttpSettings, HttpWorld

THREADS: Final = 8
"""Decisions of boundaries, answers of reviewers and reads of the log at once; more wait."""


@contextlib.contextmanager
def http(
    settings: HttpSettings,
    world: HttpWorld,
    *,
    tower: Tower,
    requests: RequestLog | None,
    failed: Callable[[str], None],
) -> Iterator[Listener]:
    """The API, from here to the end of the block. Raises as `listening`."""

    @contextlib.contextmanager
    def serve(at: Loop) -> Iterator[Floor]:
        with _parts(settings, world, tower=tower, requests=requests, at=at) as floor:
            yield floor

    with listening(settings, serve, failed=failed) as listener:
        yield listener


@contextlib.contextmanager
def _parts(
    settings: HttpSettings, world: HttpWorld, *, tower: Tower, requests: RequestLog | None, at: Loop
) -> Iterator[Floor]:
    meter = Meter(_gauges(world), figures=world.figures)
    door = Door(
        loop=at.loop,
        tokens=world.tokens,
        rate=Rate(settings.rate),
        meter=meter,
        requests=requests,
        log=world.log,
        clock=time.monotonic,
    )
    bell = Bell()
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mayact-http")
    asker = Asker(world.gate, threads, bell, at.stopping, float(settings.decide_s))
    native = Native(
        asker=asker,
        settings=settings,
        world=world,
        meter=meter,
        memory=Memory(),
        clock=at.loop.time,
        ring=tower.ring,
        openapi=document_bytes(world.version),
        address=at.address,
    )
    door.slow = native.answer
    if world.decider is not None:
        evaluations = Evaluations(
            door=door, decider=world.decider, store=world.store, loop=at.loop, decide_s=float(settings.decide_s)
        )
        door.quick = evaluations.evaluate
    with tower.hearing(at.loop, bell):
        try:
            yield Floor(door.handle, read_s=float(settings.read_s), refused=door.refused_early, known=door.knows)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for task in tuple(door.tasks):
                task.cancel()


def _gauges(world: HttpWorld) -> "dict[str, tuple[str, Callable[[], float]]]":
    return {
        "mayact_log_entries": ("Entries in the log.", lambda: float(world.store.size())),
        "mayact_requests_open": (
            "Requests that wait for a person; 1000 stands for more.",
            lambda: float(len(world.gate.requests(status="open", limit=1000))),
        ),
    }
