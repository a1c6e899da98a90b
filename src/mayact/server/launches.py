"""Launched agents: a socket for each, mounted in its sandbox and nowhere else, is who it is.

Law: an identity is a place, not a word. Whoever connects to a launched agent's socket from anywhere else than that
agent's namespaces is refused. Until a probe has told what the sandbox lets through, nobody is answered there; the
strength is `sandboxed` only while the last probe proved it and this gate itself sees namespaces that are not its own.
A launch ends with its launcher, whatever that says.

1. launch    a directory, a socket, an entry; nobody is answered yet
2. prove     what the probe tried is judged again here; an entry; from now on the agent is answered
   refused   by the kernel, or by this gate on the agent's own socket: counted, an entry (`core.sandbox.refusals`)
3. end       an entry, and the socket is gone; also when the launcher is gone without a word
   resume    a gate that was started anew answers there again: for the same launcher, after another proof, or never
"""

import contextlib
import os
import secrets
import select
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any, Final

from mayact.core.canonical import JsonObject, freeze
from mayact.core.errors import Forbidden, InvalidInput, LimitExceeded, MayactError, NotFound, escaped, shown
from mayact.core.limits import MAX_ID_CHARS
from mayact.core.log.entry import Kind
from mayact.core.model import Strength
from mayact.core.sandbox import proof
from mayact.core.sandbox.model import AGENT_SOCKET
from mayact.core.sandbox.observed import differences_json, labels_of, parse_differences
from mayact.core.sandbox.refusals import Refusals
from mayact.core.wire.messages import Contact, Differed, Prove, Refused
from mayact.server import launch_records
from mayact.server.asking import Asker
from mayact.server.launch_records import LaunchRecord
from mayact.server.namespaces import Namespaces, apart, namespaces_of
from mayact.server.peer import Peer
from mayact.server.settings import ServerSettings
from mayact.server.sockets import BoundSocket, listen

MAX_LAUNCHED: Final = 64
"""At once. Each is a socket and an open file."""

MAX_AGENT_CHARS: Final = 64


@dataclass(kw_only=True)
class Launched:
    """One agent, from its launch to its end. `launcher`: a descriptor of the process that launched it."""

    id: str
    agent: str
    uid: int
    directory: str
    launcher: int
    lanes: bool = False
    """Whether its launcher runs its commands."""
    namespaces: Namespaces | None = None
    refusals: Refusals = field(default_factory=Refusals)
    strength: Strength | None = None
    """None: not proven yet, nobody is answered."""
    labels: frozenset[str] = frozenset()
    """Grows, and ends with the launch."""
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)


Serve = Callable[[BoundSocket, Launched], AbstractAsyncContextManager[None]]
"""Answers on the socket as that agent, until the context ends."""


@dataclass
class Launches:
    asker: Asker
    settings: ServerSettings
    own_uid: int
    serve: Serve
    running: dict[str, Launched] = field(default_factory=dict)

    async def launch(self, agent: str, peer: Peer, *, lanes: bool = False) -> JsonObject:
        """A place for `agent`. Raises `InvalidInput`, `LimitExceeded`, `Forbidden`, `StoreUnavailable`."""
        if not agent or len(agent) > MAX_AGENT_CHARS or not agent.isprintable():
            raise InvalidInput(f"agent {shown(agent)} is no name", hint=f"at most {MAX_AGENT_CHARS} characters")
        if len(self.running) >= MAX_LAUNCHED:
            raise LimitExceeded("too many agents are launched", hint="end one of them")
        name = f"agt-{secrets.token_hex(5)}"
        launched = Launched(
            id=name,
            agent=agent,
            uid=peer.uid,
            directory=self._directory(name),
            launcher=_held(peer.process),
            lanes=lanes,
        )
        try:
            await self._write(Kind.AGENT_LAUNCHED, {"launch": name, "agent": agent, "user": peer.user, "lanes": lanes})
            bound = self._place(launched)
            launched.closing.callback(bound.close)
            await launched.closing.enter_async_context(self.serve(bound, launched))
            self._keep(launched, peer.process)
        except BaseException:
            await self._close(launched)
            raise
        self.running[name] = launched
        return {"launch": name, "directory": launched.directory}

    async def resume(self, name: str, peer: Peer) -> JsonObject:
        """Answer again on the socket of an agent that another gate process launched, once it is proven anew. Raises
        `NotFound` (for anybody but its launcher), `Forbidden`, `StoreUnavailable`."""
        record = next((one for one in launch_records.read_all(self._records()) if one.id == name), None)
        if (
            record is None
            or name in self.running
            or (record.uid, record.launcher) != (peer.uid, peer.process)
            or not launch_records.lives(record)
        ):
            raise NotFound(f"no launched agent {shown(name)}", hint="launch it again")
        launched = Launched(
            id=name,
            agent=record.agent,
            uid=record.uid,
            directory=self._directory(name),
            launcher=_held(peer.process),
            lanes=record.lanes,
            namespaces=record.namespaces,
        )
        self.running[name] = launched
        try:
            await self._write(Kind.AGENT_RESUMED, {"launch": name, "agent": record.agent, "user": peer.user})
            bound = self._place(launched)
            launched.closing.callback(bound.close)
            await launched.closing.enter_async_context(self.serve(bound, launched))
        except BaseException:
            await self._close(launched, for_good=False)
            raise
        return {"launch": name, "directory": launched.directory}

    async def prove(
        self, name: str, peer: Peer, *, process: int, plan: dict[str, Any], probe: dict[str, Any]
    ) -> JsonObject:
        """Judge what the probe tried. Raises `NotFound`, `InvalidInput`, `StoreUnavailable`."""
        launched = self._mine(name, peer)
        attempts = proof.attempts_of(freeze(probe, what="probe"))
        found = namespaces_of(process)
        reasons = _judged(attempts, self._doubts(found, launched))
        strength = Strength.SANDBOXED if not reasons else peer.strength
        body: JsonObject = {
            "launch": name,
            "agent": launched.agent,
            "strength": strength.value,
            "reasons": reasons,
            "plan": freeze(plan, what="plan"),
            "probe": proof.report_json(attempts),
        }
        if reasons and launched.strength is not None:
            launched.strength = peer.strength  # what holds no more counts no more, whether or not it can be written
        await self._write(Kind.AGENT_PROVED, body)
        launched.namespaces, launched.strength = found, strength
        self._keep(launched, peer.process)
        return {"strength": strength.value, "reasons": reasons}

    async def prove_lane(self, message: Prove, peer: Peer) -> JsonObject:
        """The same for the sandbox of a command; what the agent is held by stays. Raises as `prove`."""
        launched = self._mine(message.launch, peer)
        attempts = proof.attempts_of(freeze(message.probe, what="probe"))
        reasons = _judged(attempts, self._doubts_of_lane(namespaces_of(message.process), launched))
        strength = Strength.SANDBOXED if not reasons else peer.strength
        body: JsonObject = {
            "launch": launched.id,
            "agent": launched.agent,
            "lane": message.lane,
            "strength": strength.value,
            "reasons": reasons,
            "plan": freeze(message.plan, what="plan"),
            "probe": proof.report_json(attempts),
        }
        await self._write(Kind.AGENT_PROVED, body)
        return {"strength": strength.value, "reasons": reasons}

    def as_agent(self, name: str, peer: Peer) -> Peer:
        """The agent of this launch, for what its own launcher does for it. Raises `NotFound`, `Forbidden`."""
        launched = self._mine(name, peer)
        if launched.strength is None:
            raise Forbidden("nothing is known yet of where this agent runs", hint="prove it first")
        return replace(
            peer,
            strength=launched.strength,
            agent=launched.agent,
            launch=launched.id,
            labels=tuple(sorted(launched.labels)),
        )

    async def contact(self, message: Contact, peer: Peer) -> JsonObject:
        """Write that the way out was asked for. Raises `NotFound`, `StoreUnavailable`: then it stays shut."""
        launched = self._mine(message.launch, peer)
        body: JsonObject = {
            "launch": launched.id,
            "agent": launched.agent,
            "host": message.host[:300],
            "allowed": message.allowed,
            "why": message.why[:300],
        }
        await self._write(Kind.AGENT_CONTACTED, body)
        return {"recorded": True}

    async def refused(self, message: Refused, peer: Peer) -> JsonObject:
        """Write what the kernel refused. Raises `NotFound`, `InvalidInput`, `StoreUnavailable`."""
        launched = self._mine(message.launch, peer)
        if any(not _is_word(name) or count < 1 for name, count in message.counts.items()):
            raise InvalidInput("what was refused is not the name of a call", hint="`counts` maps names to numbers")
        counts = {f"kernel:{name}": count for name, count in message.counts.items()}
        await self._count(launched, counts, escaped(message.program[:64]))
        return {"recorded": True}

    async def differed(self, message: Differed, peer: Peer) -> JsonObject:
        """Write what a command did beside its permit, and know the launch by it from now on. Raises `NotFound`,
        `InvalidInput`, `StoreUnavailable`: it is known by it all the same."""
        launched = self._mine(message.launch, peer)
        found = parse_differences(message.differences)
        if not found or message.more < 0 or len(message.permit) > MAX_ID_CHARS:
            raise InvalidInput("there is no difference in it", hint="say what was done and not permitted")
        launched.labels |= set(labels_of(found))
        body: JsonObject = {
            "launch": launched.id,
            "agent": launched.agent,
            "permit": escaped(message.permit),
            "labels": tuple(sorted(launched.labels)),
            **differences_json(found, more=message.more),
        }
        await self._write(Kind.ACTION_DIFFERED, body)
        return {"recorded": True, "labels": tuple(sorted(launched.labels))}

    def shown(self, peer: Peer) -> tuple[JsonObject, ...]:
        """What runs now, for its own user and for the gate's."""
        return tuple(
            {
                "launch": one.id,
                "agent": one.agent,
                "strength": one.strength.value if one.strength is not None else None,
                "labels": tuple(sorted(one.labels)),
            }
            for one in self.running.values()
            if peer.uid in (one.uid, self.own_uid, 0)
        )

    def refuser(self, launched: Launched) -> Callable[[str, str], Awaitable[None]]:
        """Counts what is refused on the socket of `launched`: a code of `core.errors`, and what was said to it. What
        cannot be written is refused all the same, and written later."""

        async def refused(code: str, said: str) -> None:
            with contextlib.suppress(MayactError):
                await self._count(launched, {f"gate:{code}": 1}, said)

        return refused

    async def end(self, name: str, peer: Peer, *, exit_code: int | None, appeared: tuple[str, ...]) -> JsonObject:
        """Raises `NotFound`, `StoreUnavailable`."""
        launched = self._mine(name, peer)
        await self._close(launched)
        await self._write_refused(launched)
        await self._ended(launched, {"exit_code": exit_code, "appeared": appeared[:64]})
        return {"recorded": True}

    async def sweep(self) -> None:
        """End what has no launcher any more. Raises `StoreUnavailable`; the sockets are gone all the same."""
        for launched in [one for one in self.running.values() if _is_gone(one.launcher)]:
            await self._close(launched)
            await self._write_refused(launched)
            await self._ended(launched, {"exit_code": None, "appeared": (), "lost": True})
        for launched in list(self.running.values()):
            if launched.refusals.due(_now_ms()):
                await self._write_refused(launched)

    @contextlib.asynccontextmanager
    async def until_the_end(self) -> AsyncIterator[None]:
        """Every socket is closed when the context ends. Places of agents whose launcher lives stay where they are, for
        the next gate; what else one left behind is taken away first. Nobody answers there meanwhile."""
        await self._clear()
        try:
            yield
        finally:
            for launched in list(self.running.values()):
                await self._close(launched, for_good=_is_gone(launched.launcher))

    async def _clear(self) -> None:
        kept = set()
        for record in list(launch_records.read_all(self._records())):
            if launch_records.lives(record):
                kept |= {os.path.basename(self._directory(record.id)), os.path.basename(self._records())}
                continue
            with contextlib.suppress(MayactError):  # the record stays, and the next start writes it down
                facts: JsonObject = {"exit_code": None, "appeared": (), "lost": True}
                await self._write(Kind.AGENT_ENDED, {"launch": record.id, "agent": record.agent, **facts})
                launch_records.remove(self._records(), record.id)
        for name in os.listdir(self._root()) if os.path.isdir(self._root()) else ():
            if name not in kept and (name != os.path.basename(self._records())):
                shutil.rmtree(f"{self._root()}/{name}", ignore_errors=True)

    def known_as(self, launched: Launched) -> Callable[[Peer], Peer]:
        """Who connects to the socket of `launched`: that agent, or nobody."""

        def known(peer: Peer) -> Peer:
            if launched.strength is None:
                raise Forbidden("nothing is known yet of where this agent runs", hint="wait for its launcher")
            if launched.namespaces is not None and namespaces_of(peer.process) != launched.namespaces:
                raise Forbidden("this socket is another place's", hint="use the agents' common socket")
            return replace(
                peer,
                strength=launched.strength,
                agent=launched.agent,
                launch=launched.id,
                lanes=launched.lanes,
                labels=tuple(sorted(launched.labels)),
            )

        return known

    def settings_inside(self) -> ServerSettings:
        """What hooks inside are told: where the socket and its owner are there."""
        return replace(self.settings, agent_socket=AGENT_SOCKET)

    def _doubts(self, found: Namespaces | None, launched: Launched) -> tuple[str, ...]:
        if doubt := _apart_from_here(found):
            return (doubt,)
        if launched.namespaces is not None and launched.namespaces != found:
            return ("the agent is not where it was",)
        return ()

    def _doubts_of_lane(self, found: Namespaces | None, launched: Launched) -> tuple[str, ...]:
        if doubt := _apart_from_here(found):
            return (doubt,)
        if found is not None and launched.namespaces is not None and not apart(found, launched.namespaces):
            return ("the command would share a namespace with its agent",)
        return ()

    def _mine(self, name: str, peer: Peer) -> Launched:
        launched = self.running.get(name)
        if launched is None or launched.uid != peer.uid:
            raise NotFound(f"no launched agent {shown(name)}", hint="launch it again")
        return launched

    def _root(self) -> str:
        runtime = os.path.dirname(os.path.dirname(self.settings.agent_socket))
        return self.settings.launched or f"{runtime}/launched"

    def _records(self) -> str:
        return f"{self._root()}/.records"

    def _directory(self, name: str) -> str:
        return f"{self._root()}/{name.removeprefix('agt-')}"  # short: a socket's path has few bytes

    def _keep(self, launched: Launched, process: int) -> None:
        """Write down who launched it. What cannot be kept is not resumed."""
        began = launch_records.began_at(process)
        if began is None:
            return
        record = LaunchRecord(
            id=launched.id,
            agent=launched.agent,
            uid=launched.uid,
            launcher=process,
            began=began,
            lanes=launched.lanes,
            namespaces=launched.namespaces,
        )
        with contextlib.suppress(OSError):
            launch_records.write(self._records(), record)

    def _place(self, launched: Launched) -> BoundSocket:
        shared = launched.uid != self.own_uid
        mode = 0o711 if shared else 0o700
        for directory in (
            self._root(),
            launched.directory,
            f"{launched.directory}/config",
            f"{launched.directory}/run",
        ):
            os.makedirs(directory, mode=mode, exist_ok=True)
            os.chmod(directory, mode)
        names = ", ".join(f'"{name}"' for name in sorted(self.settings.keep_environment))
        text = f"[exec]\nkeep_environment = [{names}]\nwait_seconds = {self.settings.exec_wait_s}\n"
        path = f"{launched.directory}/config/mayact.toml"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # of the gate before this one
        settings = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        with os.fdopen(settings, "w", encoding="utf-8") as file:
            file.write(text)
        return listen(f"{launched.directory}/run/agent/agent.sock", shared=shared)

    async def _close(self, launched: Launched, *, for_good: bool = True) -> None:
        self.running.pop(launched.id, None)
        launched.strength = None
        await launched.closing.aclose()
        if for_good:
            shutil.rmtree(launched.directory, ignore_errors=True)
            launch_records.remove(self._records(), launched.id)
        if launched.launcher >= 0:
            os.close(launched.launcher)
            launched.launcher = -1

    async def _count(self, launched: Launched, counts: Mapping[str, int], detail: str) -> None:
        if launched.refusals.add(counts, detail):
            await self._write_refused(launched)

    async def _write_refused(self, launched: Launched) -> None:
        body = launched.refusals.taken(_now_ms())
        if body is None:
            return
        try:
            await self._write(Kind.AGENT_REFUSED, {"launch": launched.id, "agent": launched.agent, **body})
        except BaseException:
            launched.refusals.back(body)
            raise

    async def _ended(self, launched: Launched, facts: JsonObject) -> None:
        await self._write(Kind.AGENT_ENDED, {"launch": launched.id, "agent": launched.agent, **facts})

    async def _write(self, kind: Kind, body: JsonObject) -> None:
        await self.asker.ask(self.asker.gate.witness, kind, body)


def _judged(attempts: tuple[proof.Attempt, ...], reasons: tuple[str, ...]) -> tuple[str, ...]:
    judged = proof.judge(attempts)
    if isinstance(judged, proof.NotHeld):
        reasons += judged.reasons
    return reasons


def _apart_from_here(found: Namespaces | None) -> str:
    """Why somebody there is not apart from the gate; empty: it is."""
    own = namespaces_of("self")
    if found is None or own is None:
        return "the gate cannot see where the agent runs"
    if not apart(found, own):
        return "the agent shares a namespace with the gate"
    return ""


def _held(process: int) -> int:
    try:
        return os.pidfd_open(process)
    except OSError:
        raise Forbidden("the launcher is not visible", hint="launch it from this machine") from None


def _now_ms() -> int:
    """For distances only: the entry has the gate's own time."""
    return int(time.monotonic() * 1000)


def _is_word(name: str) -> bool:
    return 0 < len(name) <= 40 and name.isascii() and name.isprintable()


def _is_gone(launcher: int) -> bool:
    poll = select.poll()
    poll.register(launcher, select.POLLIN)
    return bool(poll.poll(0))
