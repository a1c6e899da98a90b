"""Doors for the time of one launch: their sockets in a directory of its own, in a thread of its own.

Law: when the context ends nothing is carried any more and nothing of it is left. A door that cannot be opened is an
error before the agent runs.
"""

import asyncio
import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from mayact.boundary.egress.door import READ_S, Door, Passed, Resolve, Witness, nobody, resolve
from mayact.boundary.egress.model import ModelDoor
from mayact.core.egress.models import Model
from mayact.core.egress.rules import Rule

SOCKET: Final = "door.sock"
"""The proxy's. A model's is called after its provider."""


class _Opens(Protocol):
    limit: int

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None: ...

    def shut(self) -> None: ...


@dataclass
class _Thread:
    """The loop that serves. `failed`: why it does not."""

    ready: threading.Event = field(default_factory=threading.Event)
    loop: asyncio.AbstractEventLoop | None = None
    shut: asyncio.Event | None = None
    failed: BaseException | None = None

    async def serve(self, doors: Mapping[str, _Opens]) -> None:
        self.loop, self.shut = asyncio.get_running_loop(), asyncio.Event()
        servers = []
        for path, door in doors.items():
            servers.append(await asyncio.start_unix_server(door.handle, path, limit=door.limit))
            os.chmod(path, 0o600)
        self.ready.set()
        await self.shut.wait()
        for server in servers:
            server.close()
        for door in doors.values():
            door.shut()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=READ_S)

    def work(self, doors: Mapping[str, _Opens]) -> None:
        try:
            asyncio.run(self.serve(doors))
        except BaseException as error:  # noqa: BLE001  handed to whoever opened it
            self.failed = error
        finally:
            self.ready.set()


@contextlib.contextmanager
def opened(
    rules: tuple[Rule, ...], models: Sequence[tuple[Model, str]], witness: Witness, passed: Passed = nobody, *,
    resolve: Resolve = resolve,
) -> Iterator[str]:  # fmt: skip
    """The directory of the sockets. `models`: each with its key; `passed` is told what goes through the proxy."""
    directory = tempfile.mkdtemp(prefix="mayact-door-")  # 0700: nobody else's way out
    doors: dict[str, _Opens] = {f"{directory}/{SOCKET}": Door(rules, witness, resolve, passed)}
    for model, key in models:
        doors[f"{directory}/{model.provider.name}.sock"] = ModelDoor(model, key, witness, resolve)
    runs = _Thread()
    thread = threading.Thread(target=runs.work, args=(doors,), name="mayact-door", daemon=True)
    thread.start()
    try:
        runs.ready.wait()
        if runs.failed is not None:
            raise runs.failed
        yield directory
    finally:
        if runs.loop is not None and runs.shut is not None and thread.is_alive():
            runs.loop.call_soon_threadsafe(runs.shut.set)
        thread.join(READ_S)
        shutil.rmtree(directory, ignore_errors=True)
