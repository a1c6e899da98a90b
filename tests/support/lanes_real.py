"""Commands in lanes without a gate: a permit is its own description, and whoever is asked believes it."""

import base64
import json
import os
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.sandbox_real import Place

from mayact.core.canonical import freeze, thaw
from mayact.core.errors import Forbidden
from mayact.core.model import Hop, HopKind, Source, ToolCall, action_digest
from mayact.core.wire.environment import completed
from mayact.core.wire.messages import ControlMessage, LaneClaim, LaneRedeem, LaneReport
from mayact.server.replies import call_json

INSIDE = """
import json, os, signal, socket, sys, threading, time

def ask(token, source=None, out=1):
    launcher = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    launcher.connect("/run/lanes/lane.sock")
    source = os.open("/dev/null", os.O_RDONLY) if source is None else source
    socket.send_fds(launcher, [token.encode()], [source, out, 2])
    return launcher

def answer(launcher):
    while True:
        said = launcher.recv(65536)
        if not said:
            return None
        said = json.loads(said)
        if "running" not in said:
            return said

def lane(token, source=None, out=1):
    return answer(ask(token, source, out))
"""
"""What stands before each agent's program: `lane(PERMIT)` is what came back."""


def permit(command: str, lane: str = "write", **changed: Any) -> str:
    """A permit for a shell text."""
    given = {
        "command": command,
        "lane": lane,
        "network": False,
        "changes": lane == "write",
        "opens": [],
        "pins": {},
        "stdin": None,
        **changed,
    }
    return base64.b64encode(json.dumps(given).encode()).decode()


@dataclass
class FakeGate:
    """`refuse`: redeeming fails. `broken`: no lane holds. `slow_s`: each claim takes this long."""

    home: str
    cwd: str
    refuse: bool = False
    broken: bool = False
    slow_s: float = 0.0
    told: list[Any] = field(default_factory=list)

    def answers(self, message: ControlMessage) -> dict[str, Any] | None:
        match message:
            case LaneClaim(token=token):
                time.sleep(self.slow_s)
                return self._claim(token)
            case LaneRedeem(token=token, call=fields):
                if self.refuse:
                    raise Forbidden("the gate says no", hint="ask")
                assert fields.arguments["command"] == self._given(token)["command"]
                self.told.append("redeemed")
                return {"permit": "permit"}
            case LaneReport(status=status, exit_code=code):
                self.told.append([status, code])
                return {"recorded": True}
            case _:
                return None

    def _given(self, token: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(base64.b64decode(token))
        return found

    def _claim(self, token: str) -> dict[str, Any]:
        given = self._given(token)
        environment = completed({"PATH": "/usr/bin:/bin", "TMPDIR": "/tmp"}, home=self.home, user="dev", cwd=self.cwd)
        call = ToolCall(
            tool="shell",
            arguments={"command": given["command"]},
            cwd=self.cwd,
            home=self.home,
            user="dev",
            chain=(Hop(HopKind.PERSON, "dev", Source.OBSERVED), Hop(HopKind.AGENT, "agent", Source.ASSERTED)),
            environment=environment,
            stdin=given["stdin"],
        )
        reply = {
            "action": given.get("action") or action_digest(call, given["pins"]),
            "call": call_json(call),
            "opaque": False,
            "obligations": [],
            **{name: given[name] for name in ("pins", "lane", "network", "changes", "opens")},
        }
        thawed: dict[str, Any] = thaw(freeze(reply))
        return thawed


def agent(box: Place, program: str, *, gate: FakeGate | None = None, **changed: Any) -> tuple[dict[str, Any], str]:
    """Run `program` (Python, after `INSIDE`) as the agent; what was told and what it wrote."""
    chosen = gate if gate is not None else FakeGate(home=str(box.home), cwd=str(box.work))
    (box.work / "agent.py").write_text(INSIDE + program)
    told, said = box.shell(f"exec {os.path.realpath('/usr/bin/python3')} agent.py", lanes=chosen, **changed)
    return told, said
