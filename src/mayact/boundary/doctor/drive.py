"""Putting each guard to the test, as its client would: the configured line, the client's payload, one forbidden call.

1. choose     only a hook whose line is letter for letter what mayact writes and whose script is the packaged one: a
              settings file may be anybody's, and doctor may be root
2. forbid     the call that no policy may allow: exit 2, in the client's own form, or it let through
3. silence    an event on which no opinion is given: exit 2 all the same
4. absence    the same line with a socket that is not there: exit 2 all the same
Law: no hook executes anything, it only answers; the call is harmless even to somebody who would run it. What hangs is
ended with everything that it started.
"""

import json
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayact.core.doctor import drill
from mayact.core.doctor.lines import written
from mayact.core.doctor.model import Drill, Hook, Line, Result, Script, Trial
from mayact.core.doctor.settings import BEFORE

PATIENCE_S: Final = 30.0
"""A gate answers a denied call in some hundredths of a second."""

_ABSENT: Final = "doctor-absent.sock"
_DENIED: Final = 77


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`key`: the gate's own file that the forbidden call names. `answers`: a gate is there and denies the call.
    `node`: a Node.js that OpenCode's plugin can be loaded with; empty: there is none."""

    environ: Mapping[str, str]
    key: str
    answers: bool
    node: str = ""
    patience_s: float = PATIENCE_S


def drive_hooks(hooks: Sequence[Hook], ground: Ground) -> Iterator[Drill]:
    for hook in hooks:
        if hook.ours and not hook.watches and hook.event in BEFORE.get(hook.client, ()):
            yield from _drive(hook, ground)


def _drive(hook: Hook, ground: Ground) -> Iterator[Drill]:
    name = f"{hook.event} ({hook.level.value})"
    if hook.line is None or hook.script is not Script.PACKAGED:  # 1
        why = "it is not the line that mayact writes" if hook.line is None else f"its script is {_of(hook.script)}"
        yield Drill(
            guard=name, client=hook.client, path=hook.path, trial=Trial.FORBIDDEN, result=Result.UNTRIED, why=why
        )
        return
    if hook.plugin and not ground.node:
        why = "there is no Node.js here to load it with"
        yield Drill(
            guard=name, client=hook.client, path=hook.path, trial=Trial.FORBIDDEN, result=Result.UNTRIED, why=why
        )
        return
    trials = [Trial.ABSENT]
    if ground.answers:
        trials = [Trial.FORBIDDEN, *([] if hook.plugin else [Trial.SILENCE]), Trial.ABSENT]
    for trial in trials:
        started = time.monotonic()
        result, why = (_plugin if hook.plugin else _script)(hook, hook.line, trial, ground)
        took = round((time.monotonic() - started) * 1000)
        yield Drill(guard=name, client=hook.client, path=hook.path, trial=trial, result=result, why=why, took_ms=took)


def _of(script: Script | None) -> str:
    return script.value if script is not None else "not known"


def _script(hook: Hook, line: Line, trial: Trial, ground: Ground) -> tuple[Result, str]:
    mark = f"{drill.MARK}{secrets.token_hex(6)}"
    text = drill.command(mark, ground.key)
    payload = drill.forbidden(line.codec, hook.event, mark=mark, text=text, cwd="/")
    command = hook.command
    match trial:
        case Trial.SILENCE:  # 3
            payload = drill.silent(line.codec, mark=mark, cwd="/")
        case Trial.ABSENT:  # 4
            command = _elsewhere(hook, line)
        case _:  # 2
            pass
    ended = run(["/bin/sh", "-c", command], payload, ground)
    if ended is None:
        return Result.UNTRIED, f"no answer within {ground.patience_s:.0f} seconds"
    return drill.judged(trial, line.codec, code=ended.code, stdout=ended.stdout, stderr=ended.stderr)


def _elsewhere(hook: Hook, line: Line) -> str:
    """The same line, leading to a socket that is not there."""
    directory = os.path.dirname(line.setup.socket)
    moved = replace(line, setup=replace(line.setup, socket=f"{directory}/{_ABSENT}"))
    return written(moved)[written(line).index(hook.command)]


# ── OpenCode ─────────────────────────────────────────────────────────────────────────────────────────────

_LOADER: Final = """
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
const { script, options, call, given } = JSON.parse(readFileSync(0, "utf8"))
const { default: plugin } = await import(pathToFileURL(script).href)
const hooks = await plugin.server({ directory: "/" }, options)
let thrown = null
try {
  await hooks["tool.execute.before"](call, { args: given })
} catch (error) {
  thrown = String(error?.message ?? error)
}
process.stdout.write(JSON.stringify({ thrown }))
"""


def _plugin(hook: Hook, line: Line, trial: Trial, ground: Ground) -> tuple[Result, str]:
    """OpenCode's form: the plugin in a Node.js, since OpenCode itself is an agent and is not started."""
    mark = f"{drill.MARK}{secrets.token_hex(6)}"
    setup = line.setup
    socket = f"{os.path.dirname(setup.socket)}/{_ABSENT}" if trial is Trial.ABSENT else setup.socket
    asked = {
        "script": setup.script,
        "options": {"socket": socket, "owner": setup.owner, "deadline": ground.patience_s, "keep": list(setup.keep)},
        "call": {"tool": "bash", "sessionID": mark, "callID": mark},
        "given": {"command": drill.command(mark, ground.key), "description": "a drill of mayact doctor"},
    }
    ended = run([ground.node, "--input-type=module", "-e", _LOADER], json.dumps(asked).encode(), ground)
    if ended is None or ended.code != 0:
        return Result.UNTRIED, "it could not be loaded"
    try:
        thrown = json.loads(ended.stdout)["thrown"]
    except (ValueError, KeyError, TypeError):
        return Result.UNTRIED, "it could not be loaded"
    if not isinstance(thrown, str):
        return Result.LET_THROUGH, "it did not throw"
    unreached = trial is Trial.FORBIDDEN and "no answer from the gate" in thrown
    return Result.HELD, drill.UNREACHED if unreached else ""


# ── `mayact exec` ────────────────────────────────────────────────────────────────────────────────────────


def drive_exec(mayact: str, ground: Ground) -> Drill:
    """The forbidden call in one line with another that leaves a mark: denied as a whole, and the mark is not there."""
    mark = f"{drill.MARK}{secrets.token_hex(6)}"
    with tempfile.TemporaryDirectory(prefix="mayact-doctor-") as place:
        trace = f"{place}/it-ran"
        text = f"{drill.command(mark, ground.key)} && : >{trace}"
        started = time.monotonic()
        ended = run([mayact, "exec", "-c", text], b"", ground)
        took = round((time.monotonic() - started) * 1000)
        result, why = Result.HELD, ""
        if ended is None:
            result, why = Result.UNTRIED, f"no answer within {ground.patience_s:.0f} seconds"
        elif os.path.lexists(trace):
            result, why = Result.LET_THROUGH, "it ran"
        elif ended.code != _DENIED:
            result, why = Result.UNTRIED, f"it ended with {ended.code} instead of {_DENIED}"
    return Drill(
        guard="mayact exec", client="", path=mayact, trial=Trial.FORBIDDEN, result=result, why=why, took_ms=took
    )


def drive_sandbox(mayact: str, ground: Ground) -> Drill:
    """A sandbox with nothing to do in it: that it starts at all means that its probe held."""
    with tempfile.TemporaryDirectory(prefix="mayact-doctor-") as place:
        started = time.monotonic()
        ended = run([mayact, "run", "--work", place, "--", "/bin/true"], b"", ground, cwd=place)
        took = round((time.monotonic() - started) * 1000)
    result, why = Result.HELD, ""
    if ended is None:
        result, why = Result.UNTRIED, f"no answer within {ground.patience_s:.0f} seconds"
    elif ended.code != 0:
        said = ended.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        result = Result.LET_THROUGH if ended.code == _DENIED else Result.UNTRIED
        why = said.removeprefix("mayact: ")[:200] or f"it ended with {ended.code}"
    return Drill(guard="mayact run", client="", path=mayact, trial=Trial.PROOF, result=result, why=why, took_ms=took)


# ── processes ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    stdout: bytes
    stderr: bytes


def run(words: list[str], sent: bytes, ground: Ground, *, cwd: str = "/") -> Ended | None:
    """None: it took too long, or could not be started."""
    try:
        started = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(ground.environ),
            cwd=cwd,
            start_new_session=True,
        )
    except OSError:
        return None
    with started as process:
        try:
            stdout, stderr = process.communicate(sent, timeout=ground.patience_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
    return Ended(process.returncode, stdout, stderr)
