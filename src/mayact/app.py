"""Composition root: the only place that knows which adapter stands behind which port.

Law: it wires and decides nothing. A gate that is not whole (no key, no approver, no policy, a store that does not
verify) is not composed: whoever asked gets the one error that says why.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import mayact
from mayact.config import Paths, Settings, prepare
from mayact.core.canonical import JsonObject, freeze
from mayact.core.errors import ConfigInvalid, NoPolicy, StoreCorrupt
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.model import Decision
from mayact.gate.gate import ThePath
from mayact.gate.instruments import Instruments
from mayact.gate.record import decision_json
from mayact.identity.instruments import SystemClock, SystemIds, utc
from mayact.identity.signer import GateSigner
from mayact.observe.rights import RightfulObserver
from mayact.observe.shfmt import ShfmtParser
from mayact.ports import Clock, CrashPoint, Ids, Trace
from mayact.server.serve import serve as serve_sockets
from mayact.server.serve import surroundings
from mayact.server.settings import ServerSettings, Views
from mayact.store.anchor import Anchor
from mayact.store.sqlite import SqliteStore


class NoTrace:
    """`ports.Trace` of a gate that is not under test."""

    def at(self, point: CrashPoint) -> None:
        """Nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGate:
    """A gate over an open store; the store is this process's alone until it is closed."""

    gate: ThePath
    store: SqliteStore
    key: VerifierKey


def log_key(paths: Paths, settings: Settings) -> VerifierKey:
    """The public key that this gate's checkpoints verify under. Raises `NotFound`, `ConfigInvalid`."""
    return VerifierKey(settings.origin, _signer(paths, settings).public_key)


def require_pinned_key(paths: Paths, settings: Settings) -> None:
    """Raises `StoreCorrupt` when the gate's key is not the one that `init` pinned: every permit and checkpoint from
    here on would be signed by somebody else's."""
    with open(paths.log_key_file, encoding="ascii", errors="replace") as file:
        pinned = file.read(1_024).strip()
    if pinned != log_key(paths, settings).text():
        raise StoreCorrupt(
            "the gate's key or origin is not the one that was made at `mayact init`",
            hint="restore the state directory and mayact.toml from a copy",
        )


def _signer(paths: Paths, settings: Settings) -> GateSigner:
    return GateSigner.load(paths.gate_key_file, origin=settings.origin)


def own_places(paths: Paths) -> tuple[str, ...]:
    """Where this installation lives, as written and with every link resolved: no agent may write there."""
    named = (paths.config, paths.state, paths.anchor, paths.runtime, paths.keys)
    return tuple(sorted({*named, *(os.path.realpath(path) for path in named)}))


@contextmanager
def open_gate(
    paths: Paths, settings: Settings, *, trace: Trace | None = None, clock: Clock | None = None, ids: Ids | None = None
) -> Iterator[OpenGate]:
    """The gate on its embedded store, taken exclusively until the context ends.

    Raises `NotFound` (no gate key: not initialised), `ConfigInvalid`, `StoreUnavailable` (another gate holds it, disk),
    `StoreCorrupt`, `RolledBack`.
    """
    prepare(paths, shared=settings.shared)
    signer = _signer(paths, settings)
    tracing = trace if trace is not None else NoTrace()
    key = VerifierKey(settings.origin, signer.public_key)
    anchor = Anchor(paths.anchor_file)
    parser = ShfmtParser()
    observer = RightfulObserver()
    try:
        store = SqliteStore.open(paths.database, key=key, sign=signer.sign, anchor=anchor, trace=tracing)
        try:
            tools = Instruments(
                store=store,
                clock=clock if clock is not None else SystemClock(),
                ids=ids if ids is not None else SystemIds(),
                signer=signer,
                parser=parser,
                observer=observer,
                trace=tracing,
                origin=settings.origin,
                guarded=own_places(paths),
            )
            yield OpenGate(gate=ThePath(tools, utc=utc), store=store, key=key)
        finally:
            store.close()
    finally:
        observer.close()
        parser.close()


def serve(paths: Paths, settings: Settings, *, log: Callable[[str], None], ready: Callable[[], None]) -> None:
    """Run the gate until SIGTERM or SIGINT. Raises as `open_gate`, and `NoPolicy`, `Forbidden` (a socket is taken)."""
    with open_gate(paths, settings) as opened:
        if opened.gate.policy() is None:
            # A gate that can decide nothing would refuse everything, and nobody would see why until they asked.
            raise NoPolicy("no policy is active", hint="run `mayact init` to finish setting up")
        opened.gate.start({"version": mayact.__version__, "origin": settings.origin})
        serve_sockets(
            server_settings(paths, settings),
            opened.gate,
            views(opened, paths),
            surroundings(log=log, ready=ready),
        )


def server_settings(paths: Paths, settings: Settings) -> ServerSettings:
    return ServerSettings(
        agent_socket=paths.agent_socket,
        control_socket=paths.control_socket,
        mayact=command_path(),
        agent_uids=settings.agents,
        control_uids=settings.approvers,
        keep_environment=frozenset(settings.keep_environment),
        hook_wait_ms=settings.hook_wait_seconds * 1000,
        sweep_ms=settings.sweep_seconds * 1000,
    )


def command_path() -> str:
    """The absolute path of the `mayact` command beside this interpreter, else the one on the gate's own search path."""
    beside = f"{sys.exec_prefix}/bin/mayact"
    found = shutil.which(beside) or shutil.which("mayact")
    if found is None:
        raise ConfigInvalid("the mayact command is not installed", hint="install the package, then start it again")
    return found


def views(opened: OpenGate, paths: Paths) -> Views:
    """What the sockets show."""

    def status() -> JsonObject:
        anchored = Anchor(paths.anchor_file).read(key=opened.key)
        return {
            **opened.gate.status(),
            "version": mayact.__version__,
            "origin": opened.key.name,
            "log_key": opened.key.text(),
            "anchor": None if anchored is None else {"path": paths.anchor_file, "size": anchored.size},
        }

    def policy() -> JsonObject:
        row = opened.store.active_policy()
        if row is None:
            raise NoPolicy("no policy is active", hint="run `mayact init`")
        return {"digest": row.id, "bundle": freeze(row.bundle)}

    def decision(decided: Decision) -> JsonObject:
        return decision_json(decided)

    return Views(status=status, policy=policy, decision=decision)
