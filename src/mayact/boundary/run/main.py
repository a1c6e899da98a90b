"""`mayact run -- AGENT…`: an agent in a place where the gate is the only way out.

1. require    bubblewrap, or a refusal in one line; `--strength advisory` goes on without, and says so
2. launch     the gate makes a socket of this agent's own
3. plan       what is inside; pure (`core.sandbox.plan`), and it may refuse
4. start      the sandbox, its probe, and its bounds
5. prove      the gate judges what the probe tried; less than was asked for: nothing runs
6. go         the agent runs, and is known to the gate by its socket
7. end        everything beneath is gone, the gate is told, and what appeared in guarded places is said
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mayact.boundary.run import look, outside, start
from mayact.boundary.run.start import complain
from mayact.config import Paths
from mayact.core.canonical import freeze, parse_json, thaw
from mayact.core.errors import ConfigInvalid, Forbidden, GateUnreachable, MayactError, shown
from mayact.core.model import Strength
from mayact.core.sandbox import proof
from mayact.core.sandbox.model import Plan, Surroundings, Wanted, plan_json
from mayact.core.sandbox.plan import plan as make_plan
from mayact.core.sandbox.syscalls import MACHINES
from mayact.core.wire.messages import ControlMessage, End, Launch, Prove

NO_SANDBOX: Final = 78
"""As every command says it: not configured."""

HERE: Final = os.path.dirname(os.path.abspath(__file__))
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


def run(asked: look.Asked, *, least: Strength, world: World) -> int:
    """The agent's exit code. Raises `MayactError` when nothing ran."""
    bubblewrap = _bubblewrap(world)
    if isinstance(bubblewrap, ConfigInvalid):
        if least is not Strength.ADVISORY:
            raise bubblewrap
        return _unheld(asked, world, because=bubblewrap.message)
    wanted = look.wanted_of(asked, cwd=world.cwd)
    look.require_project(wanted)
    with _launched(wanted, world) as launch:
        seen = look.look(
            wanted, environ=world.environ, paths=world.paths, own=world.own, own_path=(f"{sys.prefix}/bin",),
            launched=launch.directory, door="",
        )  # fmt: skip
        made = make_plan(wanted, seen)
        for line in made.said:
            complain(line)
        with outside.marks() as marks, _box(made, seen, world, bubblewrap, marks) as box:
            _prove(box, made, launch, world, least=least)
            box.go()
            launch.exit_code = box.wait()
        launch.appeared = [path for path in made.watched if os.path.lexists(path)]
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
    reply = world.ask(Launch(agent=name))
    made = Launching(id=_text(reply, "launch"), directory=_text(reply, "directory"), appeared=[])
    try:
        yield made
    finally:
        try:
            world.ask(End(launch=made.id, exit_code=made.exit_code, appeared=made.appeared[:64]))
        except MayactError as error:
            # The agent is gone; the gate notices that we are, too, and closes the launch itself.
            complain(f"its end could not be recorded: {error}")


def _text(reply: dict[str, Any], name: str) -> str:
    value = reply.get(name)
    if not isinstance(value, str) or not value:
        raise GateUnreachable("the gate's answer is not one", hint="nothing ran")
    return value


# ── 4, 5 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _box(
    made: Plan, seen: Surroundings, world: World, bubblewrap: str, marks: outside.Outside
) -> "contextlib.AbstractContextManager[start.Sandbox]":
    order = {
        "limits": {"processes": made.limits.processes, "files": made.limits.files, "file_size": made.limits.file_size},
        "probe": look.to_probe(made, seen, world.paths, marks),
        "command": list(made.command),
        "door": None,
        "probe_only": False,
    }
    first = (world.python, "-I", "-S", f"{world.here}/inside.py")
    return start.started(made, bubblewrap=bubblewrap, first=first, order=order)


def _prove(box: start.Sandbox, made: Plan, launch: Launching, world: World, *, least: Strength) -> None:
    """Raises `Forbidden` when it holds less than was asked for."""
    probe = thaw(parse_json(box.report, what="probe", limit=proof.MAX_REPORT_BYTES))
    plan = thaw(freeze(plan_json(made)))
    if not isinstance(probe, dict) or not isinstance(plan, dict):
        raise Forbidden("the probe's report is not one", hint="nothing ran")
    reply = world.ask(Prove(launch=launch.id, process=box.process, plan=plan, probe=probe))
    found, reasons = reply.get("strength"), reply.get("reasons")
    if found != Strength.SANDBOXED.value:
        lines = [str(reason) for reason in reasons] if isinstance(reasons, list) else []
        if least is not Strength.ADVISORY:
            raise Forbidden(
                f"this sandbox does not hold: {'; '.join(lines[:3]) or 'no reason was given'}",
                hint="nothing ran; `--strength advisory` runs it all the same",
            )
        for line in lines:
            complain(f"ADVISORY: {line}")
    if not box.group.bounds:
        complain("no control group can be had: processes are bounded one by one, memory is not")
