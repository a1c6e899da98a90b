"""Composition root: the only place that knows which adapter stands behind which port.

Law: it wires and decides nothing. A gate that is not whole (no key, no approver, no policy, a store that does not
verify) is not composed: whoever asked gets the one error that says why.
"""

import os
import pwd
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import Final

import mayact
from mayact.config import Paths, Settings, prepare
from mayact.core.analysis.sql.tree import import_ahead
from mayact.core.canonical import JsonObject, freeze
from mayact.core.errors import ConfigInvalid, MayactError, NoPolicy, StoreCorrupt, StoreUnavailable, shown
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.entry import leaf_bytes
from mayact.core.model import Decision
from mayact.core.record import decision_json
from mayact.gate.gate import ThePath
from mayact.gate.instruments import Instruments
from mayact.identity.instruments import SystemClock, SystemIds, utc
from mayact.identity.signer import GateSigner
from mayact.identity.tokens import TokenBook
from mayact.observe.rights import RightfulObserver
from mayact.observe.second_opinion import AgreedParser
from mayact.observe.shfmt import ShfmtParser
from mayact.ports import Clock, CrashPoint, Ids, Trace
from mayact.server.bells import Tower
from mayact.server.http.logs import RequestLog
from mayact.server.http.serve import http
from mayact.server.http.settings import HttpSettings, HttpWorld, LogViews
from mayact.server.serve import serve as serve_sockets
from mayact.server.serve import surroundings
from mayact.server.settings import ServerSettings, Views
from mayact.store.anchor import Anchor
from mayact.store.choose import Limits, LogStore, Where, open_store, place_of

_SETTLED_S: Final = 2.0
"""After a gate's start: whoever waited for it has been answered."""


class NoTrace:
    """`ports.Trace` of a gate that is not under test."""

    def at(self, point: CrashPoint) -> None:
        """Nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGate:
    """A gate over an open store. This home's one gate, until it is closed; other homes may stand on the same log."""

    gate: ThePath
    store: LogStore
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


def configured_store(paths: Paths, settings: Settings) -> Where:
    """Where this installation's log is kept. Raises `ConfigInvalid`."""
    return place_of(paths.database, url=settings.store_url, password_file=settings.store_password_file)


@contextmanager
def open_gate(
    paths: Paths, settings: Settings, *, trace: Trace | None = None, clock: Clock | None = None, ids: Ids | None = None
) -> Iterator[OpenGate]:
    """The gate on its store, this home's only one until the context ends.

    Raises `NotFound` (no gate key: not initialised), `ConfigInvalid`, `StoreUnavailable` (another gate holds it, disk),
    `StoreCorrupt`, `RolledBack`.
    """
    prepare(paths, shared=settings.shared)
    signer = _signer(paths, settings)
    tracing = trace if trace is not None else NoTrace()
    key = VerifierKey(settings.origin, signer.public_key)
    anchor = Anchor(paths.anchor_file)
    parser = AgreedParser(ShfmtParser(spares=2))  # one more for a text inside a text
    observer = RightfulObserver()
    try:
        store = open_store(
            configured_store(paths, settings),
            beside=paths.database,
            key=key,
            sign=signer.sign,
            anchor=anchor,
            trace=tracing,
            limits=Limits(queue=settings.store_queue, group=settings.store_group, wait_s=settings.store_wait_seconds),
        )
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


def serve(
    paths: Paths,
    settings: Settings,
    *,
    log: Callable[[str], None],
    ready: Callable[[str], None],
    requests: RequestLog | None = None,
) -> None:
    """Run the gate until SIGTERM or SIGINT. `ready` gets the address of the HTTP API, "" when there is none; `requests`
    the requests that it answers. Raises as `open_gate`, and `NoPolicy`, `Forbidden` (a socket or address is taken)."""
    with open_gate(paths, settings) as opened, ExitStack() as held:
        if opened.gate.policy() is None:
            # A gate that can decide nothing would refuse everything, and nobody would see why until they asked.
            raise NoPolicy("no policy is active", hint="run `mayact init` to finish setting up")
        opened.gate.start({"version": mayact.__version__, "origin": settings.origin})
        tower = Tower()
        address = ""
        if settings.http_listen:
            address = held.enter_context(_http(opened, paths, settings, tower=tower, log=log, requests=requests))
        # Reading SQL imports a third of a second of code; who asks about the first statement should not wait for it.
        later = Timer(_SETTLED_S, import_ahead)
        later.daemon = True
        held.callback(later.cancel)

        def listening() -> None:
            ready(address)
            later.start()

        serve_sockets(
            server_settings(paths, settings),
            opened.gate,
            views(opened, paths),
            surroundings(log=log, ready=listening),
            tower=tower,
        )
        held.close()  # HTTP too
        _tell_end(opened, settings, log=log)


def _tell_end(opened: OpenGate, settings: Settings, *, log: Callable[[str], None]) -> None:
    try:
        opened.gate.stop({"version": mayact.__version__, "origin": settings.origin})
    except MayactError as error:
        # It ends all the same; what is missing is seen by `mayact doctor` as time that nothing proves.
        log(f"that it ended could not be written: {error.message}")


@contextmanager
def _http(
    opened: OpenGate,
    paths: Paths,
    settings: Settings,
    *,
    tower: Tower,
    log: Callable[[str], None],
    requests: RequestLog | None,
) -> Iterator[str]:
    """The HTTP API beside the sockets; its address. Raises `ConfigInvalid`, `Forbidden`."""
    fault: list[str] = []

    def failed(why: str) -> None:
        # Half a gate is not one: it ends, and whoever watches over it starts it again.
        fault.append(why)
        os.kill(os.getpid(), signal.SIGTERM)

    with http(http_settings(paths, settings), http_world(opened, paths, log=log), tower=tower, requests=requests,
              failed=failed) as listener:  # fmt: skip
        yield listener.address
    if fault:
        raise StoreUnavailable(fault[0], hint="see the log; start it again")


def http_settings(paths: Paths, settings: Settings) -> HttpSettings:
    """Raises `ConfigInvalid` for a socket file among what only the gate may reach."""
    where = settings.http_listen.removeprefix("unix:")
    private = {paths.state, paths.anchor, paths.config, paths.keys, paths.runtime}
    private |= {os.path.dirname(paths.agent_socket), os.path.dirname(paths.control_socket)}
    if settings.http_listen.startswith("unix:") and os.path.dirname(os.path.normpath(where)) in private:
        raise ConfigInvalid(
            f"{shown(where)} is in a directory that has another use",
            hint=f"give it one of its own, for example unix:{paths.runtime}/http/http.sock",
            field="http.listen",
        )
    return HttpSettings(
        listen=settings.http_listen,
        public_url=settings.http_public_url,
        tls_certificate=settings.http_tls_certificate,
        tls_key=settings.http_tls_key,
        connections=settings.http_connections,
        rate=settings.http_rate,
        read_s=settings.http_read_seconds,
        decide_s=settings.http_decide_seconds,
        keep_environment=frozenset(settings.keep_environment),
    )


def http_world(opened: OpenGate, paths: Paths, *, log: Callable[[str], None]) -> HttpWorld:
    """What the HTTP API stands before."""
    return HttpWorld(
        gate=opened.gate,
        store=opened.store,
        decider=opened.gate.authzen,
        tokens=TokenBook(paths.tokens_file, clock=time.monotonic, log=log),
        views=views(opened, paths),
        log_views=log_views(opened),
        figures=opened.store.figures,
        is_account=is_account,
        log=log,
        version=mayact.__version__,
    )


def log_views(opened: OpenGate) -> LogViews:
    """The log as reviewers read it."""

    def entries(start: int, count: int) -> list[tuple[int, bytes]]:
        return [(entry.seq, leaf_bytes(entry)) for entry in opened.store.entries(start=start, count=count)]

    return LogViews(entries=entries, checkpoint=opened.store.checkpoint, proof=opened.store.prove)


def is_account(name: str) -> bool:
    """Whether this machine has a user called so."""
    try:
        pwd.getpwnam(name)
    except (KeyError, ValueError):
        return False
    return True


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
        exec_wait_s=settings.exec_wait_seconds,
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
        # Where the causes stand is for whoever asks now; the decision as the log has it does not know.
        return {**decision_json(decided), "spans": tuple(effect.span for effect in decided.analysis.effects)}

    return Views(status=status, policy=policy, decision=decision)
