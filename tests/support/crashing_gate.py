"""A gate in a process of its own that is killed at one commit point.

`python -m tests.support.crashing_gate DIR POINT N`

It asks for a push, has it approved, redeems the permit, "runs" it (one line in DIR/ran) and reports. Whatever was
acknowledged to the outside is printed before the next step; SIGKILL comes when POINT is passed for the N-th time.
"""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.gate_world import Passed, World

from mayact.core.log.checkpoint import VerifierKey
from mayact.core.model import Strength
from mayact.identity.instruments import SystemIds
from mayact.ports import CrashPoint, Outcome, Pending, Permitted, Trace
from mayact.store.anchor import Anchor
from mayact.store.sqlite import SqliteStore

COMMAND = "git push origin main"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PINNED = VerifierKey("mayact/test", LOG_KEY.public_key().public_bytes_raw())


def open_store(place: Path, trace: Trace) -> SqliteStore:
    return SqliteStore.open(
        place / "state" / "mayact.db",
        key=PINNED,
        sign=LOG_KEY.sign,
        anchor=Anchor(str(place / "anchor" / "head")),
        trace=trace,
    )


def world_in(place: Path, trace: Trace) -> World:
    return World(
        store=open_store(place, trace),
        home=place / "home",
        project=place / "home" / "project",
        trace=trace,
        ids=SystemIds(),
    )


@dataclass
class KillAt:
    """Armed once the world is set: the N-th pass of `point` is the last thing this process does."""

    point: CrashPoint
    left: int
    armed: bool = False

    def at(self, point: CrashPoint) -> None:
        if self.armed and point is self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def acknowledged(what: str, name: str) -> None:
    sys.stdout.write(f"{what} {name}\n")
    sys.stdout.flush()


def session(world: World, place: Path, trace: Trace) -> None:
    asked = world.ask(COMMAND)
    if not isinstance(asked, Pending):
        raise SystemExit(f"expected a request, got {asked}")
    acknowledged("asked", asked.request)
    world.gate.answer(asked.request, world.person.answer(world.gate.request(asked.request)))
    acknowledged("approved", asked.request)
    held = world.ask(COMMAND)
    if not isinstance(held, Permitted):
        raise SystemExit(f"expected a permit, got {held}")
    acknowledged("permitted", held.permit)
    world.gate.redeem(held.token, world.call(COMMAND), strength=Strength.ADVISORY)
    with (place / "ran").open("a") as ran:
        ran.write(held.permit + "\n")
    acknowledged("ran", held.permit)
    trace.at(CrashPoint.EXECUTED)
    world.gate.outcome(held.permit, Outcome(status="succeeded", exit_code=0))
    acknowledged("reported", held.permit)


def main() -> None:
    place, point, count = Path(sys.argv[1]), CrashPoint(sys.argv[2]), int(sys.argv[3])
    trace = KillAt(point, count)
    world = world_in(place, trace)
    trace.armed = True
    session(world, place, trace)
    world.close()


if __name__ == "__main__":
    main()

__all__ = ["COMMAND", "PINNED", "Passed", "open_store", "world_in"]
