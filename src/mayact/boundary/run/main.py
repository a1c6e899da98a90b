"""`mayact run -- AGENT…`: an agent in a place where the gate is the only way out.

1. require    bubblewrap, or a refusal in one line; `--strength advisory` goes on without, and says so
2. launch     the gate makes a socket of this agent's own
3. plan       what is inside; pure (`core.sandbox.plan`), and it may refuse
4. start      the sandbox, its probe, and its bounds
5. prove      the gate judges what the probe tried; less than was asked for: nothing runs
6. go         the agent runs, and is known to the gate by its socket; it is probed again and again; what permits allow
              it runs in lanes (`lanes.py`)
7. end        everything beneath is gone, the gate is told, and what appeared in guarded places is said
"""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mayact.boundary.run import guards, lanes, look, outside, scratch, start, watch
from mayact.boundary.run.lane_box import LaneBox
from mayact.boundary.run.observed import Watch, places_of
from mayact.boundary.run.start import complain
from mayact.config import Paths
from mayact.core.canonical import freeze, parse_json, thaw
from mayact.core.egress.models import PROVIDERS, Model, check_key, parse_models
from mayact.core.egress.rules import Rule, Target, parse_rules
from mayact.core.errors import (
    ConfigInvalid,
    Forbidden,
    GateUnreachable,
    LimitExceeded,
    MayactError,
    NotFound,
    StoreUnavailable,
    shown,
)
from mayact.core.model import Strength
from mayact.core.sandbox import proof
from mayact.core.sandbox.lanes import Lane
from mayact.core.sandbox.model import DOOR_DIRECTORY, Plan, Surroundings, Wanted, plan_json
from mayact.core.sandbox.plan import DOOR_PORT
from mayact.core.sandbox.plan import plan as make_plan
from mayact.core.sandbox.syscalls import MACHINES
from mayact.core.wire.messages import Contact, ControlMessage, End, Launch, Prove, Refused, Resume

AGAIN_S: Final = 60.0
"""A probe takes some hundredths of a second."""

LOOK_S: Final = 2.0
"""Between two looks whether the gate is still the same."""

ENDING_S: Final = 2.0
"""Between the end of a sandbox's processes and our hearing of it."""

NO_REPORT: Final = b'{"v":1,"attempts":[]}'
"""Proves nothing."""

HERE: Final = os.path.dirname(os.path.abspath(__file__))
Keyed = tuple[tuple[Model, str], ...]
"""Models, each with the key that is added outside."""

Passed = Callable[[Target, int], None]
Witness = Callable[[Target, bool, str], None]
"""Write down where somebody inside wants to go, whether it is let through, and why not."""

PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
"""Where `mayact` is imported from."""


def own_places() -> tuple[str, ...]:
    """The package, the environment it is installed in, and the interpreter."""
    return (PACKAGE, sys.prefix, sys.base_prefix)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What `run` needs of the process it runs in. `ask`: one message on the control socket."""

    environ: Mapping[str, str]
    cwd: str
    paths: Paths
    ask: Callable[[ControlMessage], dict[str, Any]]
    python: str = field(default_factory=lambda: os.path.realpath(sys.executable))
    """The interpreter that runs `inside.py`, reachable inside."""
    here: str = HERE
    """The directory of `inside.py`."""
    own: tuple[str, ...] = field(default_factory=own_places)
    """What of mayact itself is inside."""
    again_s: float = AGAIN_S
    """Seconds between two probes while the agent runs."""
    written: look.Written = field(default=lambda _home, _found: {})
    """What clients find about hooks inside."""
    shim: str = ""
    """The program for the shells' names inside (`core.sandbox.shells`); empty: they stay real."""
    door: "Callable[[tuple[Rule, ...], Keyed, Witness, Passed], contextlib.AbstractContextManager[str]]"
    """A way out to these hosts and models: the directory of its sockets, until the context ends."""


def run(asked: look.Asked, *, least: Strength, world: World) -> int:
    """The agent's exit code. Raises `MayactError` when nothing ran."""
    bubblewrap = _bubblewrap(world)
    if isinstance(bubblewrap, ConfigInvalid):
        if least is not Strength.ADVISORY:
            raise bubblewrap
        return _unheld(asked, world, because=bubblewrap.message)
    wanted = look.wanted_of(asked, cwd=world.cwd)
    look.require_project(wanted)
    rules = parse_rules(asked.hosts)
    models = tuple((model, _key(model, world)) for model in parse_models(asked.models))
    before = look.repositories_in((wanted.work, *wanted.writable))
    reached = _Reached()
    with (
        _launched(wanted, world) as launch,
        watch.telling(_refused_to(launch, world)) as refused,
        _way_out(rules, models, launch, world, reached) as door,
        scratch.directory("lanes") as office,
        scratch.directory("scratch") as shared,
        lanes.listening(office) as ear,
        guards.trees((wanted.work, *wanted.writable), before) as held,
        contextlib.ExitStack() as stack,
    ):
        seen = look.look(
            wanted,
            environ=world.environ,
            paths=world.paths,
            own=world.own,
            own_path=(f"{sys.prefix}/bin",),
            launched=launch.directory,
            door=door,
            lanes=office,
            scratch=shared,
            repositories=before,
            written=world.written,
            shim=world.shim,
        )
        made = make_plan(wanted, seen)
        for line in made.said:
            complain(line)
        scratch.furnish(made)
        stack.callback(held.leave, made)
        with outside.marks() as marks, _box(made, seen, world, bubblewrap, marks, refused) as box:
            _prove(box, made, launch, world, least=least)
            reached.to = kitchen = _lanes(
                box, made, launch, world, _Around(seen, marks, bubblewrap, least, wanted.work)
            )
            with lanes.serving(ear, kitchen), _guarding(box, made, launch, wanted, least=least):
                box.go()
                with _proving_on(box, made, launch, world):
                    launch.exit_code = box.wait()
        launch.appeared = list(dict.fromkeys([*launch.appeared, *_appeared(wanted, made, before)]))
    for path in launch.appeared:
        complain(f"{shown(path)} was not there before: look at it before you start anything from there")
    return launch.exit_code


# ── 1 ────────────────────────────────────────────────────────────────────────────────────────────────────


def _bubblewrap(world: World) -> str | ConfigInvalid:
    """Its path, or why there can be no sandbox."""
    if not sys.platform.startswith("linux"):
        return _missing(f"there is no sandbox on {sys.platform}")
    if os.uname().machine not in MACHINES:
        return _missing(f"there is no system call filter for {shown(os.uname().machine)}")
    # Not the caller's search path: whoever puts another `bwrap` there would be the sandbox.
    found = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin")
    if found is None:
        return _missing("bubblewrap is not installed")
    tried = subprocess.run(
        [found, "--unshare-all", "--unshare-user", "--disable-userns", "--ro-bind", "/", "/", "--", "/bin/true"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env={}, timeout=30,
    )  # fmt: skip
    if tried.returncode != 0:
        return _missing(f"bubblewrap cannot make a sandbox here: {shown(tried.stderr.strip() or 'no reason given')}")
    return found


def _missing(why: str) -> ConfigInvalid:
    return ConfigInvalid(
        why, hint="install bubblewrap and allow user namespaces, or say `--strength advisory` to run without a sandbox"
    )


def _unheld(asked: look.Asked, world: World, *, because: str) -> int:
    """The agent as it would run without mayact but for its hooks, said aloud."""
    complain(f"ADVISORY: {because}")
    complain("ADVISORY: nothing holds this agent. It runs as you, with your files, network and credentials.")
    environment = {name: value for name, value in world.environ.items() if name != "MAYACT_SANDBOX"}
    try:
        return start.follow(asked.command, environment, world.cwd)
    except FileNotFoundError:
        complain(f"{shown(asked.command[0])} was not found")
        return 127


# ── 2, 7 ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(kw_only=True)
class Launching:
    id: str
    directory: str
    exit_code: int = 126
    appeared: list[str]


@contextlib.contextmanager
def _launched(wanted: Wanted, world: World) -> Iterator[Launching]:
    name = os.path.basename(wanted.command[0]) if wanted.command else ""
    reply = world.ask(Launch(agent=name, lanes=True))
    made = Launching(id=_text(reply, "launch"), directory=_text(reply, "directory"), appeared=[])
    try:
        yield made
    finally:
        try:
            world.ask(End(launch=made.id, exit_code=made.exit_code, appeared=made.appeared[:64]))
        except MayactError as error:
            # The agent is gone; the gate notices that we are, too, and closes the launch itself.
            complain(f"its end could not be recorded: {error}")


def _appeared(wanted: Wanted, made: Plan, before: Mapping[str, int]) -> list[str]:
    """Guarded files, and repositories, that were not there before."""
    found = [path for path in made.watched if os.path.lexists(path)]
    try:
        after = look.repositories_in((wanted.work, *wanted.writable))
    except LimitExceeded as error:
        complain(str(error))
        return [*found, wanted.work]
    return found + sorted(path for path, inode in after.items() if before.get(path) != inode)


def _text(reply: dict[str, Any], name: str) -> str:
    value = reply.get(name)
    if not isinstance(value, str) or not value:
        raise GateUnreachable("the gate's answer is not one", hint="nothing ran")
    return value


def _way_out(
    rules: tuple[Rule, ...], models: Keyed, launch: Launching, world: World, reached: "_Reached"
) -> "contextlib.AbstractContextManager[str]":
    def witness(target: Target, allowed: bool, why: str) -> None:
        world.ask(Contact(launch=launch.id, host=str(target), allowed=allowed, why=why))

    return world.door(rules, models, witness, reached.passed) if rules or models else contextlib.nullcontext("")


@dataclass
class _Reached:
    """What the way out let through, told to whoever watches commands. The agent itself uses the same door."""

    to: lanes.Lanes | None = None

    def passed(self, target: Target, process: int) -> None:
        if self.to is None:
            return  # no command runs before there is somebody to run it
        try:
            theirs = os.readlink(f"/proc/{process}/ns/mnt")
        except OSError:
            theirs = ""  # gone already: not known to be the agent
        if theirs != self.to.mount_namespace:
            self.to.watch.contacted(str(target))


def _refused_to(launch: Launching, world: World) -> watch.Tell:
    def tell(counts: Mapping[str, int], program: str) -> None:
        world.ask(Refused(launch=launch.id, counts=dict(counts), program=program))

    return tell


def _key(model: Model, world: World) -> str:
    return check_key(world.environ.get(model.provider.key, ""), model.provider)


# ── 4, 5 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _box(
    made: Plan, seen: Surroundings, world: World, bubblewrap: str, marks: outside.Outside, refused: watch.Refused
) -> "contextlib.AbstractContextManager[start.Sandbox]":
    order: dict[str, Any] = {
        "limits": {"processes": made.limits.processes, "files": made.limits.files, "file_size": made.limits.file_size},
        "probe": look.to_probe(made, seen, world.paths, marks),
        "command": list(made.command),
        "relays": _relays(seen, made),
        "probe_only": False,
    }
    first = (world.python, "-I", "-S", f"{world.here}/inside.py")
    return start.started(made, bubblewrap=bubblewrap, first=first, order=order, refused=refused)


def _relays(seen: Surroundings, made: Plan) -> list[dict[str, Any]]:
    """From which of the sandbox's own ports to which socket."""
    if not seen.door:
        return []
    doors = {"door": DOOR_PORT, **{name: PROVIDERS[name].port for name in made.models}}
    return [{"socket": f"{DOOR_DIRECTORY}/{name}.sock", "port": port} for name, port in doors.items()]


def _prove(box: start.Sandbox, made: Plan, launch: Launching, world: World, *, least: Strength) -> None:
    """Raises `Forbidden` when it holds less than was asked for."""
    reasons = _judged(box, box.report, made, launch, world)
    if reasons and least is not Strength.ADVISORY:
        raise Forbidden(
            f"this sandbox does not hold: {'; '.join(reasons[:3])}",
            hint="nothing ran; `--strength advisory` runs it all the same",
        )
    for line in reasons:
        complain(f"ADVISORY: {line}")
    if not box.watched:
        complain("the kernel hands no refusals over: what it refuses inside leaves no entry")
    if not box.group.bounds:
        complain("no control group can be had: processes are bounded one by one, memory is not")


@dataclass(frozen=True, slots=True)
class _Around:
    """What commands' sandboxes are made and proven with, as the agent's was."""

    seen: Surroundings
    marks: outside.Outside
    bubblewrap: str
    least: Strength
    work: str


def _lanes(box: start.Sandbox, made: Plan, launch: Launching, world: World, around: _Around) -> lanes.Lanes:
    def prove(held: LaneBox, plan: Plan, lane: Lane) -> None:
        reasons = _judged(held, held.report, plan, launch, world, lane=lane.value)
        if reasons and around.least is not Strength.ADVISORY:
            raise Forbidden(f"the {lane.value} lane does not hold: {'; '.join(reasons[:3])}", hint="nothing ran")
        for line in reasons:
            complain(f"ADVISORY: the {lane.value} lane: {line}")

    return lanes.Lanes(
        watch=Watch(places=places_of(made), work=around.work),
        launch=launch.id,
        agent=made,
        mount_namespace=os.readlink(f"/proc/{box.process}/ns/mnt"),
        ask=world.ask,
        prove=prove,
        probe=lambda plan: look.to_probe(plan, around.seen, world.paths, around.marks),
        relays=_relays(around.seen, made),
        bubblewrap=around.bubblewrap,
        first=(world.python, "-I", "-S", f"{world.here}/lane_inside.py"),
        group=box.group,
    )


def _judged(
    box: start.Sandbox | LaneBox, report: bytes, made: Plan, launch: Launching, world: World, *, lane: str = ""
) -> list[str]:
    """Why the gate does not hold it for a sandbox; empty: it does."""
    probe = thaw(parse_json(report, what="probe", limit=proof.MAX_REPORT_BYTES))
    plan = thaw(freeze(plan_json(made)))
    if not isinstance(probe, dict) or not isinstance(plan, dict):
        raise Forbidden("the probe's report is not one", hint="nothing is proven by it")
    reply = world.ask(Prove(launch=launch.id, process=box.process, plan=plan, probe=probe, lane=lane))  # type: ignore[arg-type]
    if reply.get("strength") == Strength.SANDBOXED.value:
        return []
    reasons = reply.get("reasons")
    return [str(reason) for reason in reasons] if isinstance(reasons, list) and reasons else ["no reason was given"]


@contextlib.contextmanager
def _proving_on(box: start.Sandbox, made: Plan, launch: Launching, world: World) -> Iterator[None]:
    """Probe again every `world.again_s` while the agent runs, and at once when another gate stands where the one was.
    What does not hold any more is told to the gate, which holds it for advisory from then on; it is said once, and not
    probed again. An agent that a new gate does not know is ended: nothing would be decided for it any more."""
    over = threading.Event()

    def work() -> None:
        known, due = _which_gate(world), time.monotonic() + world.again_s
        while not over.wait(min(LOOK_S, world.again_s)):
            found = _which_gate(world)
            if found is None or (found == known and time.monotonic() < due):
                continue  # no gate: whoever asks it is refused; the next look finds it again
            due = time.monotonic() + world.again_s
            try:
                if found != known:
                    world.ask(Resume(launch=launch.id))
                    known = found
                reasons = _judged(box, box.again(), made, launch, world)
            except (GateUnreachable, StoreUnavailable):
                continue
            except NotFound:
                complain("the gate does not know this agent any more: it is ended")
                box.kill()
                return
            except MayactError as error:
                if over.wait(ENDING_S):
                    return  # the agent ended meanwhile, and its sandbox with it
                reasons = [error.message]
                with contextlib.suppress(MayactError):
                    _judged(box, NO_REPORT, made, launch, world)
            if reasons:
                complain(f"ADVISORY from now on: {'; '.join(reasons[:3])}")
                return

    thread = threading.Thread(target=work, name="mayact-probe", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


@contextlib.contextmanager
def _guarding(box: start.Sandbox, made: Plan, launch: Launching, wanted: Wanted, *, least: Strength) -> Iterator[None]:
    """End the agent when what guards a place is gone: nothing can put a mount back into a sandbox that runs. With
    `--strength advisory` it is said, and the next probe tells the gate."""

    def end(why: str) -> None:
        complain(f"{'ADVISORY: ' if least is Strength.ADVISORY else ''}{why}")
        if least is not Strength.ADVISORY:
            complain("the agent is ended; look at these places before you start anything from there")
            box.kill()

    def lost(places: Sequence[str]) -> None:
        launch.appeared += places
        end(f"replaced from outside, so that nothing guards it any more: {', '.join(map(shown, places[:3]))}")

    def appeared(path: str) -> None:
        launch.appeared.append(path)
        # By this one git takes its settings from elsewhere at the next look of anybody. The others of git's name
        # nothing that its settings, which are read-only, do not ask for.
        if path.endswith("/commondir"):
            end(f"{shown(path)} was made, and programs start from there")
        else:
            complain(f"{shown(path)} was made: look at it before you start anything from there")

    eye = guards.Eye((wanted.work, *wanted.writable), made.watched, lost, appeared)
    with guards.watching(eye, box.process):
        yield


def _which_gate(world: World) -> tuple[int, int] | None:
    """Another one has another socket; None: there is none."""
    try:
        found = os.stat(world.paths.control_socket)
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns
