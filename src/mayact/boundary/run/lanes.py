"""Running what a permit allows, outside the agent and apart from it: the launcher's side of `mayact exec` inside.

The agent's sandbox has one socket more. Over it `mayact exec` hands over a permit and its three standard streams; the
command then runs in a sandbox of its own, narrower than the agent's (`core.sandbox.lanes`), and its exit code comes
back.

1. take       one message: the permit and three streams, from a process of the agent's sandbox
2. claim      the gate says what exactly the permit is for, and in which lane that runs
3. rehash     the digest over what is about to run here must be the one that was decided; pinned files are read once
4. hold       the lane's sandbox stands and waits; a view that this launch has not used yet proves itself to the gate
5. redeem     COMMIT POINT: the permit is spent. Before: nothing ran and it is unspent
6. go         the command runs; signals reach it, and when whoever asked is gone it is ended
7. compare    everything beneath is gone; what it changed and was not permitted to is told, before anybody goes on
8. report     the gate is told what became of it
Law: what fails before 5 runs nothing. The agent says nothing here but which permit: words, directory, environment and
lane are the gate's, and the input is the one that is hashed here. Nothing of the agent's is open in the lane but three
streams, none of which is a directory or a socket.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import select
import socket
import stat
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from mayact.boundary.exec import run as executing
from mayact.boundary.exec import session, stdin
from mayact.boundary.run.groups import Group
from mayact.boundary.run.lane_box import LaneBox, held, moved
from mayact.boundary.run.observed import Watch, Watched
from mayact.core.errors import (
    DigestMismatch,
    Forbidden,
    GateUnreachable,
    InvalidInput,
    LimitExceeded,
    MayactError,
    NotFound,
    shown,
)
from mayact.core.limits import MAX_PIN_BYTES
from mayact.core.model import Effect
from mayact.core.record import effect_from_json
from mayact.core.sandbox.lanes import Chosen, Lane, lane_plan, surrounded
from mayact.core.sandbox.model import Access, Plan, access
from mayact.core.sandbox.observed import told
from mayact.core.sandbox.within import LANES_SOCKET
from mayact.core.wire.messages import CallFields, ControlMessage, Differed, LaneClaim, LaneRedeem, LaneReport

MAX_COMMANDS: Final = 32
"""At once in one launch. Each is a sandbox and a thread."""

MAX_MESSAGE: Final = 65_536
NOT_FOUND: Final = 127
DENIED: Final = 77
PATIENCE_S: Final = 30.0
"""For the one message, and for what a stream still has to carry when the command has ended."""

_UCRED: Final = struct.Struct("3i")
_CHUNK: Final = 65_536

Ask = Callable[[ControlMessage], dict[str, Any]]
Prove = Callable[[LaneBox, Plan, Lane], None]
"""Hand the probe's report to the gate. Raises `Forbidden` when the view does not hold."""

View = tuple[Lane, bool, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """What the commands of one launch run with. `agent`: the plan of its sandbox; `mount_namespace`: where it stands;
    `first`: what starts `lane_inside.py`; `probe`: what a probe in a view is told to try."""

    launch: str
    agent: Plan
    mount_namespace: str
    ask: Ask
    prove: Prove
    probe: Callable[[Plan], dict[str, Any]]
    relays: Sequence[dict[str, Any]]
    bubblewrap: str
    first: Sequence[str]
    group: Group
    watch: Watch
    proven: set[View] = field(default_factory=set)


class Left(Exception):
    """Whoever asked is gone: nobody is answered."""


@contextlib.contextmanager
def listening(directory: str) -> Iterator[socket.socket]:
    """The socket that is mounted into the agent's sandbox. Nobody is answered there yet."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as made:
        made.bind(f"{directory}/{os.path.basename(LANES_SOCKET)}")
        made.listen(MAX_COMMANDS)
        yield made


@contextlib.contextmanager
def serving(ear: socket.socket, lanes: Lanes) -> Iterator[None]:
    """Run what is asked for until the context ends; whatever still runs then is ended."""
    office = _Office(ear, lanes)
    thread = threading.Thread(target=office.work, name="mayact-lanes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        office.close()
        thread.join(PATIENCE_S)


@dataclass
class _Office:
    ear: socket.socket
    lanes: Lanes
    over: bool = False
    places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(MAX_COMMANDS))
    open: dict[int, socket.socket] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def work(self) -> None:
        while not self.over:
            try:
                connection, _ = self.ear.accept()
            except OSError:
                return  # closed
            if not self.places.acquire(blocking=False):
                with connection:
                    _tell(connection, {"refused": "too many commands run at once", "hint": "wait for one of them"})
                continue
            thread = threading.Thread(target=self._one, args=(connection,), name="mayact-lane", daemon=True)
            with self.lock:
                self.threads = [one for one in self.threads if one.is_alive()] + [thread]
                self.open[id(connection)] = connection
            thread.start()

    def close(self) -> None:
        self.over = True
        with contextlib.suppress(OSError):
            self.ear.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        with self.lock:
            threads, connections = list(self.threads), list(self.open.values())
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)  # as if whoever asked were gone
        for thread in threads:
            thread.join(PATIENCE_S)

    def _one(self, connection: socket.socket) -> None:
        try:
            with connection, contextlib.suppress(Left, OSError):
                _tell(connection, _answered(connection, self.lanes))
        finally:
            with self.lock:
                self.open.pop(id(connection), None)
            self.places.release()


def _answered(connection: socket.socket, lanes: Lanes) -> dict[str, Any]:
    try:
        return _run(connection, lanes)
    except NotFound as error:
        return {"refused": error.message, "hint": "", "code": NOT_FOUND}
    except MayactError as error:
        return {"refused": error.message, "hint": error.hint, "code": DENIED}
    except OSError as error:
        return {"refused": f"it cannot be run: {error.strerror or error}", "hint": "nothing ran", "code": DENIED}
    except Left:
        raise
    except Exception:  # noqa: BLE001  a bug must refuse and be seen, not end the launcher
        sys.stderr.write(f"mayact: a command could not be run: {traceback.format_exc()}")
        return {"refused": "the launcher failed", "hint": "see its standard error", "code": DENIED}


# ── the one path ─────────────────────────────────────────────────────────────────────────────────────────


def _run(connection: socket.socket, lanes: Lanes) -> dict[str, Any]:
    with contextlib.ExitStack() as stack:
        token, given = _taken(connection, lanes, stack)  # 1
        claim = lanes.ask(LaneClaim(launch=lanes.launch, token=token))  # 2
        source, digest = _input(given[0], claim, stack)
        ready = session.claimed(token, claim, stdin=digest)  # 3
        chosen = _chosen(claim)
        opens = _opens(claim, lanes.agent)
        pinned = pinned_files(ready.pins, lanes.agent, opens)
        line = session.command_line(ready.call)
        environment = surrounded(lanes.agent, chosen, dict(ready.call.environment))
        view = (chosen.lane, chosen.network, chosen.changes, opens)
        bare = lane_plan(lanes.agent, chosen, opens=opens)
        file = _program(line, ready, bare)
        plan = replace(lane_plan(lanes.agent, chosen, opens=opens, pinned=pinned), cwd=ready.call.cwd, command=line)
        order = {
            "limits": {
                "processes": plan.limits.processes,
                "files": plan.limits.files,
                "file_size": plan.limits.file_size,
            },
            "probe": None if view in lanes.proven else lanes.probe(plan),
            "relays": list(lanes.relays) if chosen.network else [],
            "file": file,
            "words": list(line),
            "environment": environment,
        }
        streams = (source, *_outputs(given[1:], stack))
        box = stack.enter_context(
            held(plan, bubblewrap=lanes.bubblewrap, first=lanes.first, order=order, streams=streams, group=lanes.group)
        )  # 4
        _apart(box, lanes)
        if order["probe"] is not None:
            lanes.prove(box, plan, chosen.lane)
            lanes.proven.add(view)
        if _gone(connection):
            raise Left
        watched = stack.enter_context(lanes.watch.watching(_effects(claim), writes=chosen.changes))
        # COMMIT POINT. Before: nothing ran and the permit is unspent. After: it is spent, whatever happens to us.
        permit = _redeemed(lanes, ready)  # 5
        code, detail = _carried(connection, box, plan)  # 6
        untold = _compared(lanes, permit, watched)  # 7
        return {**_reported(lanes, permit, code, detail), **untold}  # 8


def _redeemed(lanes: Lanes, ready: session.Ready) -> str:
    call = CallFields(**session.fields(ready.stated))
    permit = lanes.ask(LaneRedeem(launch=lanes.launch, token=ready.token, call=call)).get("permit")
    if not isinstance(permit, str):
        raise GateUnreachable("the gate did not name the permit it spent", hint="nothing ran; ask again")
    return permit


def _compared(lanes: Lanes, permit: str, watched: Watched | None) -> dict[str, Any]:
    """Tell the gate what was done beside the permit. The command ran: what cannot be told is said."""
    found = lanes.watch.end(watched) if watched is not None else ()
    if not found:
        return {}
    rows, more = told(found)
    try:
        lanes.ask(Differed(launch=lanes.launch, permit=permit, differences=rows, more=more))
    except MayactError as error:
        return {"said": f"it did what it was not permitted to, and that could not be recorded: {error.message}"}
    return {}


def _effects(claim: Mapping[str, Any]) -> tuple[Effect, ...] | None:
    """What was permitted, as the gate recorded it. None: it does not say, so nothing is held against it."""
    given = claim.get("effects")
    if given is None:
        return None
    try:
        return tuple(effect_from_json(value) for value in given)
    except (KeyError, TypeError, ValueError):
        raise InvalidInput("the reply's effects are none", hint="is that a mayact gate?", field="effects") from None


def _reported(lanes: Lanes, permit: str, code: int, detail: str) -> dict[str, Any]:
    status: Literal["succeeded", "failed"] = "succeeded" if code == 0 else "failed"
    try:
        lanes.ask(LaneReport(launch=lanes.launch, permit=permit, status=status, exit_code=code, detail=detail))
    except MayactError as error:
        return {"exit": code, "said": f"it ran, but its outcome could not be recorded: {error.message}"}
    return {"exit": code, "said": detail} if detail else {"exit": code}


def _carried(connection: socket.socket, box: LaneBox, plan: Plan) -> tuple[int, str]:
    """Let it run; its exit code when everything beneath it is gone, and why it was ended, if it was."""
    ended = os.pidfd_open(box.child.pid)
    mounts = os.open(f"/proc/{box.process}/mountinfo", os.O_RDONLY | os.O_CLOEXEC)
    why = ""
    try:
        box.go()
        with contextlib.suppress(OSError):
            _tell(connection, {"running": True})
        waiting = select.poll()
        waiting.register(ended, select.POLLIN)
        waiting.register(connection, select.POLLIN)
        # Whoever renames a file over one that a mount stands on takes the mount away, in every namespace; the kernel
        # tells of it here (proc(5), "mountinfo").
        waiting.register(mounts, select.POLLPRI)
        while not (heard := {number for number, _ in waiting.poll()}) & {ended}:
            if mounts in heard and (place := _moved(box, plan)):
                why = f"it was ended: {shown(place)} was moved away from under it"
            elif connection.fileno() in heard:
                asked = _message(connection)
                if asked is not None:
                    _signalled(box, asked)
                    continue
                why = "it was ended: nobody waited for it any more"
            else:
                continue
            box.end()
            break
    finally:
        os.close(ended)
        os.close(mounts)
    code = box.code()
    box.end()
    return code, why


def _moved(box: LaneBox, plan: Plan) -> str:
    try:
        return moved(box.process, plan)
    except OSError:
        return ""  # it has ended, with its mounts


def _signalled(box: LaneBox, asked: bytes) -> None:
    number = asked.removeprefix(b"s")
    if asked[:1] == b"s" and number.isdigit() and int(number) in executing.FORWARDED:
        box.signal(int(number))


# ── 1 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _taken(connection: socket.socket, lanes: Lanes, stack: contextlib.ExitStack) -> tuple[str, list[int]]:
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    if _namespace(_UCRED.unpack(raw)[0]) != lanes.mount_namespace:
        raise Forbidden("this socket is another place's", hint="use `mayact exec` in the agent's own sandbox")
    connection.settimeout(PATIENCE_S)
    message, given, _, _ = socket.recv_fds(connection, MAX_MESSAGE, 3)
    connection.settimeout(None)
    for descriptor in given:
        os.set_inheritable(descriptor, False)
        stack.callback(os.close, descriptor)
    if not message:
        raise Left
    if len(given) != 3:
        raise InvalidInput("a command has three streams", hint="nothing ran")
    try:
        return message.decode("ascii"), given
    except UnicodeDecodeError:
        raise InvalidInput("that is no permit", hint="nothing ran") from None


def _namespace(process: int) -> str:
    try:
        return os.readlink(f"/proc/{process}/ns/mnt")
    except OSError:
        return ""


def _input(given: int, claim: Mapping[str, Any], stack: contextlib.ExitStack) -> tuple[int, Any]:
    """What the command reads, and its digest: a copy of our own that nobody can change."""
    if session.reads_input(claim):
        found = stdin.take(given)
        if isinstance(found, stdin.Spool):
            stack.callback(os.close, found.descriptor)
            return stdin.handed_over(found), found.digest
    elif os.isatty(given) and not session.is_opaque(claim):
        return given, None
    nothing = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    stack.callback(os.close, nothing)
    return nothing, None


def _outputs(given: Sequence[int], stack: contextlib.ExitStack) -> Iterator[int]:
    for descriptor in given:
        mode = os.fstat(descriptor).st_mode
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        if flags & os.O_PATH or not any(
            kind(mode) for kind in (stat.S_ISFIFO, stat.S_ISREG, stat.S_ISCHR, stat.S_ISSOCK)
        ):
            raise InvalidInput("a stream is no file, pipe or terminal", hint="nothing ran")
        # Over a socket its other end could hand in more than bytes.
        yield _piped(descriptor, stack) if stat.S_ISSOCK(mode) else descriptor


def _piped(to: int, stack: contextlib.ExitStack) -> int:
    reading, writing = os.pipe()

    def carry() -> None:
        with contextlib.suppress(OSError):
            while chunk := os.read(reading, _CHUNK):
                _put(to, chunk)

    thread = threading.Thread(target=carry, name="mayact-stream", daemon=True)
    thread.start()

    def end() -> None:
        os.close(writing)
        thread.join(PATIENCE_S)
        os.close(reading)

    stack.callback(end)
    return writing


def _put(to: int, chunk: bytes) -> None:
    while chunk:
        try:
            chunk = chunk[os.write(to, chunk) :]
        except BlockingIOError:
            select.select([], [to], [])


# ── 2, 3 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _chosen(claim: Mapping[str, Any]) -> Chosen:
    lane, network, changes = (claim.get(name) for name in ("lane", "network", "changes"))
    if lane not in list(Lane) or not isinstance(network, bool) or not isinstance(changes, bool):
        raise Forbidden("no lane enforces what the policy obliges", hint="nothing ran; see its obligations")
    return Chosen(lane=Lane(lane), network=network, changes=changes)


def _opens(claim: Mapping[str, Any], agent: Plan) -> tuple[str, ...]:
    """Of the secret files that the permit names, those that the agent's sandbox hides."""
    named = claim.get("opens")
    if not isinstance(named, list) or not all(isinstance(path, str) for path in named):
        raise InvalidInput("the reply names no files", hint="is that a mayact gate?", field="opens")
    hidden = tuple(sorted(path for path in named if access(agent, path).access is Access.SEALED))
    for path in hidden:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise Forbidden(f"{shown(path)} is no plain file", hint="nothing ran")
    return hidden


def pinned_files(pins: Mapping[str, str], agent: Plan, opens: Sequence[str]) -> dict[str, str]:
    """The files of the work tree whose content was decided on, as it was then: path → content. Raises `DigestMismatch`
    for another content, `Forbidden` for a file that is not inside."""
    found: dict[str, str] = {}
    for name, expected in pins.items():
        if not name.startswith("file:"):
            continue
        word, content, path = _pinned(name.removeprefix("file:"))
        if word != expected:
            raise DigestMismatch(f"{shown(name)} changed since it was decided", hint="nothing ran; ask again")
        if content is None or path in opens:
            continue
        seen = access(agent, path)
        if seen.source != path or seen.access not in (Access.READS, Access.WRITES):
            raise Forbidden(f"{shown(path)} was decided on and is not inside", hint="nothing ran; keep it in the tree")
        if seen.access is Access.WRITES:
            found[path] = content.decode("utf-8", "surrogateescape")
    return found


def _pinned(path: str) -> tuple[str, bytes | None, str]:
    """The pin of `path` in the gate's words, its content, and where it really lies."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except FileNotFoundError:
        return "missing", None, path
    except OSError:
        return "unavailable", None, path
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return "unavailable", None, path
        real = os.readlink(f"/proc/self/fd/{descriptor}")
        content = file.read(MAX_PIN_BYTES + 1)
    if len(content) > MAX_PIN_BYTES:
        raise LimitExceeded(f"{shown(path)} is longer than {MAX_PIN_BYTES} bytes", hint="nothing ran")
    return "sha256:" + hashlib.sha256(content).hexdigest(), content, real


def _program(line: Sequence[str], ready: session.Ready, plan: Plan) -> str:
    """The file that runs, as it is named inside. Raises `NotFound`, `Forbidden`."""
    name = line[0]
    file = executing.program_file(line, pins=ready.pins, environment=dict(ready.call.environment))
    if file is None and "/" in name and not name.startswith("/"):
        file = os.path.join(ready.call.cwd, name)
    if file is None or not os.path.lexists(os.path.join(ready.call.cwd, file)):
        raise NotFound(f"{shown(name)} was not found")
    whole = os.path.join(ready.call.cwd, file)
    if access(plan, os.path.realpath(whole)).access in (Access.NOTHING, Access.SEALED):
        raise NotFound(f"{shown(name)} is {shown(whole)}, which is not inside")
    return whole


# ── 4 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _apart(box: LaneBox, lanes: Lanes) -> None:
    if _namespace(box.process) in ("", lanes.mount_namespace):
        raise Forbidden("the command would not be apart from its agent", hint="nothing ran")


def _gone(connection: socket.socket) -> bool:
    waiting = select.poll()
    waiting.register(connection, select.POLLRDHUP)
    return any(event & (select.POLLRDHUP | select.POLLHUP | select.POLLERR) for _, event in waiting.poll(0))


def _message(connection: socket.socket) -> bytes | None:
    """What was sent; None: whoever asked is gone."""
    try:
        return connection.recv(64) or None
    except OSError:
        return None


def _tell(connection: socket.socket, answer: Mapping[str, Any]) -> None:
    connection.sendall(json.dumps(answer).encode())
