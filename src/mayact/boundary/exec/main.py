"""`mayact exec`: one command, from the caller's words to its exit code.

1. state      what exactly would run: words or text, directory, kept environment, standard input
2. ask        the gate decides; denied → 77, an approval is missing → 75, and nothing has run
3. rehash     the digest over what is about to run must be the one that was decided
4. redeem     the permit is spent, once, durably; a failure here means nothing runs
5. run        exactly that
6. report     what became of it; failing to report never changes the exit code
A crash after 4 leaves the run `unknown`, and an unknown run is never run again on the same approval.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mayact import client
from mayact.boundary.exec import lane, run, session, stdin
from mayact.boundary.exec.arguments import USAGE, Wanted, parse_arguments
from mayact.boundary.exec.session import Ready, Stated
from mayact.config import find_paths, load_settings
from mayact.core.canonical import Digest
from mayact.core.errors import GateUnreachable, InvalidInput, MayactError
from mayact.core.sandbox.within import ENFORCED
from mayact.core.wire import words
from mayact.core.wire.environment import kept

USAGE_ERROR: Final = 2
PENDING: Final = 75
DENIED: Final = 77

_PATIENCE_S: Final = 40.0
"""How long the gate may take beside any waiting: a little more than its own limit for a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the gate is and what the configuration adds. `ask` sends one message and returns the reply's body."""

    ask: Callable[[bytes, float], bytes]
    keep: tuple[str, ...]
    wait_s: float


class Stopped(Exception):
    """Nothing runs: the text for standard error and the exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def main(argv: list[str]) -> int:
    """`argv`: the words after `mayact exec`. Returns the exit code."""
    try:
        wanted = parse_arguments(argv)
    except InvalidInput as error:
        _say(f"mayact: {error.message}\n  hint: {error.hint}")
        return USAGE_ERROR
    if wanted is None:
        sys.stdout.write(USAGE + "\n")
        return 0
    try:
        place = find_place(wanted, os.environ)
        run.occupy_standard_streams()
        ready, held = _prepare(wanted, place)  # 1, 2, 3
        if lane.is_there():
            return lane.run(ready.token, stdin.handed_over(held), _say)  # 4, 5, 6 are the launcher's
        return _execute(ready, held, place)  # 4, 5, 6
    except Stopped as stop:
        _say(stop.text)
        return stop.code
    except MayactError as error:
        # Whatever the gate or the way to it did, there is no permission: nothing runs.
        _say(words.failure({"message": error.message, "hint": error.hint}))
        return DENIED


def find_place(wanted: Wanted, environ: Mapping[str, str]) -> Place:
    """The gate of this process, from the options, else from the configuration. Raises `ConfigInvalid`."""
    uid = os.geteuid()
    keep: tuple[str, ...] = ()
    wait_s = wanted.wait_s or 0.0
    owners = frozenset({0, wanted.owner if wanted.owner is not None else uid})
    path, start = wanted.socket, "mayact up"
    if path is None or wanted.permit is None:
        paths = find_paths(environ, uid=uid)
        owner = _owner_of(paths.config, uid)
        settings = load_settings(paths.settings_file, owners=frozenset({0, uid, owner}))
        keep = settings.keep_environment
        wait_s = wait_s if wanted.wait_s is not None else float(settings.exec_wait_seconds)
        if path is None:
            path, start = paths.agent_socket, paths.start
            owners = owners if wanted.owner is not None else frozenset({0, owner})
    at = os.path.abspath(path)
    return Place(
        ask=lambda body, seconds: client.call(at, body, timeout=seconds, owners=owners, start=start),
        keep=keep,
        wait_s=wait_s,
    )


def _owner_of(directory: str, default: int) -> int:
    # The gate runs as whoever owns its configuration: a directory below /etc or the person's own.
    try:
        return os.stat(directory).st_uid
    except OSError:
        return default


def _prepare(wanted: Wanted, place: Place) -> tuple[Ready, stdin.Input]:
    if wanted.permit is not None:
        reply = _answer(place, session.claim_message(wanted.permit), _PATIENCE_S)
        # Who asked for the permit did not show what stands here, so it is read only when the permit names it.
        held = stdin.take() if session.reads_input(reply) else stdin.Nothing()
        return session.claimed(wanted.permit, reply, stdin=_digest_of(held)), held
    if wanted.argv and run.program_file(wanted.argv, pins={}, environment=kept(os.environ, extra=place.keep)) is None:
        # Nothing can run, so nobody is asked: a person's answer to a slip of the keyboard would be worth nothing.
        raise Stopped(f"mayact: {words.plain(wanted.argv[0])} was not found", run.NOT_FOUND)
    held = stdin.take()
    stated = _state(wanted, place.keep, held)
    message = session.authorize_message(stated, wait_ms=int(place.wait_s * 1000))
    reply = _answer(place, message, place.wait_s + _PATIENCE_S)
    match reply.get("outcome"):
        case "allow" | "modify":
            enforced = ENFORCED if lane.is_there() else session.ENFORCED
            ready = session.permitted(stated, reply, keep=place.keep, enforced=enforced)
            if isinstance(held, stdin.Terminal) and session.is_opaque(reply):
                held = stdin.Nothing()  # what is typed into it would decide what it does
            return ready, held
        case "step-up" | "defer":
            raise Stopped(words.waiting(reply), PENDING)
        case "deny":
            raise Stopped(words.refusal(reply), DENIED)
        case _:
            # A word this version does not know is not permission.
            raise InvalidInput("the gate's answer has no outcome that is known", hint="nothing ran")


def _digest_of(held: stdin.Input) -> Digest | None:
    return held.digest if isinstance(held, stdin.Spool) else None


def _state(wanted: Wanted, keep: tuple[str, ...], held: stdin.Input) -> Stated:
    try:
        cwd = os.getcwd()
    except OSError as error:
        raise InvalidInput(f"the working directory is gone: {error.strerror}", hint="nothing ran") from None
    tool, arguments = (
        ("shell", {"command": wanted.text}) if wanted.text is not None else ("exec", {"argv": wanted.argv})
    )
    return Stated(
        tool=tool,
        arguments=arguments,
        cwd=cwd,
        environment=kept(os.environ, extra=keep),
        stdin=_digest_of(held),
    )


def _execute(ready: Ready, held: stdin.Input, place: Place) -> int:
    line = session.command_line(ready.call)
    environment = dict(ready.call.environment)
    run.enter(ready.call.cwd)
    file = run.program_file(line, pins=ready.pins, environment=environment)
    if file is None:
        raise Stopped(f"mayact: {words.plain(line[0])} was not found", run.NOT_FOUND)
    run.check_pinned_files(ready.pins)
    source = stdin.handed_over(held)
    # COMMIT POINT. Before: nothing ran and the permit is unspent. After: it is spent, whatever happens to us.
    reply = _answer(place, session.redeem_message(ready), _PATIENCE_S)  # 4
    permit = reply.get("permit")
    if not isinstance(permit, str):
        raise GateUnreachable("the gate did not name the permit it spent", hint="nothing ran; ask again")
    code = run.run(file, line, environment, stdin=source)  # 5
    try:
        _answer(place, session.outcome_message(permit, exit_code=code), _PATIENCE_S)  # 6
    except (MayactError, Stopped) as error:
        _say(f"mayact: it ran, but its outcome could not be recorded\n{error}")
    return code


def _answer(place: Place, message: bytes, seconds: float) -> dict[str, Any]:
    """The reply to `message`. Raises `Stopped` for an error of the gate's, `GateUnreachable`."""
    reply = session.parse_answer(place.ask(message, seconds))
    error = reply.get("error")
    if error is not None:
        raise Stopped(words.failure(error if isinstance(error, dict) else {}), DENIED)
    return reply


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
