"""Real sandboxes without a gate: `mayact run` from look to end, with a control socket that only judges."""

import codecs
import concurrent.futures
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.cli_agent import as_user
from tests.support.cli_gate import other_account

from mayact.boundary.egress.opened import opened
from mayact.boundary.run import main
from mayact.boundary.run.look import Asked
from mayact.config import paths_in
from mayact.core.errors import MayactError
from mayact.core.model import Strength
from mayact.core.sandbox import proof
from mayact.core.wire.messages import Contact, ControlMessage, Launch, Prove, Refused

codecs.lookup("ascii"), codecs.lookup("idna"), concurrent.futures.ThreadPoolExecutor
"""Loaded here: an account without access to our interpreter cannot do it after the fork."""

SYSTEM_PYTHON = "/usr/bin/python3"
"""An interpreter that every user of the machine may run."""

ACCOUNTS = [None, *([other_account()] if other_account() and os.path.exists(SYSTEM_PYTHON) else [])]
"""Our own account, and an unprivileged one where we may become it."""


class Place:
    """A home, a work tree in it, and the places of a gate that does not run."""

    def __init__(self, account: str | None) -> None:
        self.account = account
        self.root = Path(tempfile.mkdtemp(prefix="mayact-box-"))
        self.home = self.root / "home"
        self.work = self.home / "app"
        self.gate = self.root / "gate"
        self.launched = self.gate / "run" / "launched" / "agt-1"
        for directory in (self.work, self.launched / "config", self.launched / "run" / "agent", self.gate / "keys"):
            directory.mkdir(parents=True)
        (self.gate / "keys" / "operator.json").write_text("secret")
        (self.gate / "run" / "control").mkdir(parents=True)
        (self.gate / "run" / "control" / "control.sock").write_text("")  # who stands there does not change
        (self.home / ".ssh").mkdir()
        (self.home / ".ssh" / "id_ed25519").write_text("secret")
        (self.home / "notes.txt").write_text("mine")
        (self.work / "main.py").write_text("print('hello')\n")
        (self.work / ".env").write_text("TOKEN=secret\n")
        (self.work / ".git" / "info").mkdir(parents=True)
        (self.work / ".git" / "config").write_text("[core]\n")
        (self.root / "mayact").mkdir()
        for name in ("inside.py", "lane_inside.py", "probe.py", "relay.py"):
            if (source := Path(main.HERE) / name).exists():
                shutil.copy(source, self.root / "mayact" / name)
        self.own()

    def own(self) -> None:
        """Everything belongs to the account, as it would."""
        if self.account is None:
            return
        for path in (self.root, *self.root.rglob("*")):
            shutil.chown(path, self.account)

    def _program(self) -> dict[str, Any]:
        """What runs inside: another account may not be able to read this interpreter, nor this checkout."""
        if self.account is None:
            return {}
        own = str(self.root / "mayact")
        return {"python": os.path.realpath(SYSTEM_PYTHON), "here": own, "own": (own,)}

    def run(
        self, *command: str, least: Strength = Strength.SANDBOXED, environ: dict[str, str] | None = None,
        doctor: Any = None, again_s: float = 60.0, lanes: Any = None, **asked: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Exit code and what the gate was told; `raised`, `said` when nothing ran. `doctor` changes the probe."""

        def act() -> dict[str, Any]:
            told: dict[str, Any] = {"op": []}

            def ask(message: ControlMessage) -> dict[str, Any]:
                if lanes is not None and (reply := lanes.answers(message)) is not None:
                    told["lanes"] = lanes.told
                    return dict(reply)
                told["op"].append(type(message).__name__)
                match message:
                    case Launch():
                        return {"launch": "agt-1", "directory": str(self.launched)}
                    case Prove(probe=probe, lane=lane) if lane:
                        judged = proof.judge(proof.attempts_of(probe))
                        held = "advisory" if lanes is not None and lanes.broken else proof.strength(judged).value
                        told.setdefault("proven", []).append([lane, held, *getattr(judged, "reasons", ())])
                        return {"strength": held, "reasons": [] if held == "sandboxed" else ["it is open"]}
                    case Prove(probe=probe, process=process):
                        attempts = proof.attempts_of(doctor(probe) if doctor else probe)
                        judged = proof.judge(attempts)
                        told["reasons"] = list(judged.reasons) if isinstance(judged, proof.NotHeld) else []
                        told["process"] = process
                        told.setdefault("strengths", []).append(proof.strength(judged).value)
                        return {"strength": proof.strength(judged).value, "reasons": told["reasons"]}
                    case Contact(host=host, allowed=allowed):
                        told.setdefault("contacts", []).append([host, allowed])
                        return {"recorded": True}
                    case Refused(counts=counts):
                        sums = told.setdefault("refused", {})
                        sums.update({name: sums.get(name, 0) + count for name, count in counts.items()})
                        return {"recorded": True}
                    case _:
                        told["end"] = {"exit_code": getattr(message, "exit_code", None),
                                       "appeared": getattr(message, "appeared", None)}  # fmt: skip
                        return {"recorded": True}

            world = main.World(
                environ={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.home), "LANG": "C.UTF-8",
                         **(environ or {})},
                cwd=str(self.work),
                paths=paths_in(str(self.gate)),
                ask=ask,
                door=opened,
                again_s=again_s,
                **self._program(),
            )  # fmt: skip
            try:
                told["code"] = main.run(Asked(command=command, **asked), least=least, world=world)
            except MayactError as error:
                told["raised"], told["said"], told["hint"] = type(error).__name__, error.message, error.hint
            return told

        found: dict[str, Any] = as_user(self.account, act)
        return found

    def shell(self, text: str, **changed: Any) -> tuple[dict[str, Any], str]:
        """Run a shell text; what `run` tells and what it wrote."""
        told = self.run("/bin/sh", "-c", f"exec >said.txt 2>&1\n{text}", **changed)
        said = self.work / "said.txt"
        return told, said.read_text(errors="replace") if said.exists() else ""


@contextmanager
def place(account: str | None) -> Iterator[Place]:
    made = Place(account)
    try:
        yield made
    finally:
        shutil.rmtree(made.root, ignore_errors=True)
