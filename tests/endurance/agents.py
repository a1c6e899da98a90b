"""Agents and approvers of an ordinary hour, compressed: what they ask, in what proportions, and what they do then.

Law: an agent does only what real ones do over the two sockets and HTTP, and writes down every answer in the ledger. A
cut connection or a store that does not confirm is unclear; the agent asks again with the same call.
"""

import errno
import http.client
import json
import os
import random
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from tests.endurance.audit import ANSWERED, DECIDED, EVALUATED, PERMITTED, REDEEMED, REPORTED
from tests.endurance.ledger import Ledger
from tests.support.cli_agent import say, shell_call

from mayact.core.approval import Answer, approval_statement
from mayact.core.errors import MayactError
from mayact.core.review import request_row, reviewed
from mayact.identity.keys import ApproverKey

MIX = (
    ("read", 46),
    ("evaluate", 26),
    ("denied", 10),
    ("push", 7),
    ("write", 5),
    ("garbage", 2),
    ("abandon", 2),
    ("forget", 2),
)
"""Of a hundred calls: ordinary reads, decisions for other services, nevers, pushes that a person answers, edits,
unreadable messages, permits never redeemed, runs never reported."""

_TRIES = 400
_NOBODY_THERE = (os.strerror(errno.ECONNREFUSED), os.strerror(errno.ENOENT))
_UNCLEAR = ("gate.unreachable", "store.unavailable")


@dataclass(frozen=True)
class Door:
    """One gate's ways in."""

    agent: Path
    control: Path
    http: Path


@dataclass
class World:
    """What all agents share. `pause` waits a moment in a way that ends early when the run ends."""

    doors: list[Door]
    work: Path
    token: str
    key: ApproverKey
    ledger: Ledger
    pause: Callable[[float], None]
    waiting: Queue[str] = field(default_factory=Queue)


@dataclass
class Agent:
    world: World
    number: int
    dice: random.Random
    asked: int = 0

    def work(self, calls: int) -> None:
        kinds, weights = zip(*MIX, strict=True)
        for kind in self.dice.choices(kinds, weights, k=calls):
            self.asked += 1
            getattr(self, f"_{kind}")()

    # ── what they do ─────────────────────────────────────────────────────────────────────────────────────

    def _read(self) -> None:
        self._run(self.dice.choice(("git log --oneline -3", "ls -la src", "cat README.md", "grep -rn def src | head")))

    def _write(self) -> None:
        self._run(f"echo line {self.number}.{self.asked} >> notes-{self.number}.txt")

    def _denied(self) -> None:
        self._run(self.dice.choice(("cat ~/.ssh/id_ed25519", "git push --force origin main", "sudo id")))

    def _push(self) -> None:
        self._run(f"git push origin topic-{self.number}-{self.asked}:main")

    def _abandon(self) -> None:
        self._decided(shell_call(f"git log --oneline -{self.asked + 10}", self.world.work))

    def _forget(self) -> None:
        permitted = self._decided(shell_call(f"git show --stat HEAD~{self.asked + 10}", self.world.work))
        if permitted is not None:
            self._redeemed(permitted)

    def _garbage(self) -> None:
        self._say(self._door().agent, {"op": "authorize", "call": {"tool": "shell", "cwd": "relative"}}, "garbage")

    def _evaluate(self) -> None:
        body = {
            "subject": {"type": "user", "id": f"user-{self.number}"},
            "action": {"name": "can_read"},
            "resource": {"type": "record", "id": f"record-{self.asked}"},
        }
        for _ in range(_TRIES):
            reply = self._posted("/access/v1/evaluation", body)
            if reply is not None:
                self.world.ledger.told(EVALUATED, str(reply["context"]["id"]))
                return
            self.world.pause(0.05)
        raise AssertionError("no gate answered for too long")

    def _posted(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        headers = {"Authorization": f"Bearer {self.world.token}", "Content-Type": "application/json"}
        try:
            connection = _connected(self._door().http)
        except OSError:
            return None  # nobody is there: nothing was heard
        try:
            connection.request("POST", path, body=json.dumps(body), headers=headers)
            reply = connection.getresponse()
            raw = reply.read()
        except (OSError, http.client.HTTPException):
            self.world.ledger.not_told(EVALUATED)
            return None
        finally:
            connection.close()
        if reply.status != 200:
            assert reply.status == 503, raw
            self.world.ledger.not_told(EVALUATED)
            return None
        found: dict[str, Any] = json.loads(raw)
        return found

    def _run(self, command: str) -> None:
        permitted = self._decided(shell_call(command, self.world.work))
        if permitted is None or not self._redeemed(permitted):
            return
        self.world.ledger.ran(permitted["permit"])
        self._reported(permitted["permit"])

    def _decided(self, call: dict[str, Any]) -> dict[str, Any] | None:
        """Ask until it is allowed or denied; the reply that allows."""
        for _ in range(_TRIES):
            reply = self._say(self._door().agent, {"op": "authorize", "call": call}, DECIDED)
            match (reply or {}).get("outcome"):
                case "allow":
                    assert reply is not None
                    self.world.ledger.told(DECIDED, reply["action"])
                    self.world.ledger.told(PERMITTED, reply["permit"])
                    return reply
                case "deny":
                    assert reply is not None
                    self.world.ledger.told(DECIDED, reply["action"])
                    return None
                case "step-up":
                    assert reply is not None
                    self.world.ledger.told(DECIDED, reply["action"])
                    self.world.waiting.put(reply["request"])
                case _:
                    pass  # killed over it, not there, or spent by another: ask again
            self.world.pause(0.1)
        raise AssertionError(f"{call} was not decided for too long")

    def _redeemed(self, permitted: dict[str, Any]) -> bool:
        call = {**shell_call("", self.world.work), "arguments": permitted["call"]["arguments"]}
        for _ in range(_TRIES):
            message = {"op": "redeem", "token": permitted["token"], "call": call}
            reply = self._say(self._door().agent, message, REDEEMED)
            if reply is not None and "permit" in reply:
                self.world.ledger.told(REDEEMED, reply["permit"])
                return True
            if reply is not None:
                return False  # refused: spent by the try whose answer was lost, expired, or changed
            self.world.pause(0.05)
        return False

    def _reported(self, permit: str) -> None:
        for _ in range(_TRIES):
            message = {"op": "outcome", "permit": permit, "status": "succeeded", "exit_code": 0}
            reply = self._say(self._door().agent, message, REPORTED)
            if reply is not None and reply.get("recorded"):
                self.world.ledger.told(REPORTED, permit)
            if reply is not None:
                return
            self.world.pause(0.05)

    # ── how they speak ───────────────────────────────────────────────────────────────────────────────────

    def _door(self) -> Door:
        return self.dice.choice(self.world.doors)

    def _say(self, door: Path, message: dict[str, Any], fact: str) -> dict[str, Any] | None:
        """The reply; `{"error": …}` for a clean refusal; None when nobody can say what happened."""
        return heard(say(door, message), self.world.ledger, fact)


def _connected(path: Path) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("gate", timeout=30)
    raw = socket.socket(socket.AF_UNIX)
    raw.settimeout(30)
    try:
        raw.connect(str(path))
    except OSError:
        raw.close()
        raise
    connection.sock = raw
    return connection


def heard(reply: dict[str, Any], ledger: Ledger, fact: str) -> dict[str, Any] | None:
    error = reply.get("error")
    if error is None:
        return reply
    if error["message"].endswith(_NOBODY_THERE):
        return None  # the socket has no gate behind it: nothing was heard, so nothing is unclear
    if error["code"] in _UNCLEAR:
        ledger.not_told(fact)
        return None
    ledger.was_refused(fact)
    return reply


def approve_all(world: World, dice: random.Random, over: Callable[[], bool]) -> None:
    """The person: answers what waits, nine of ten with yes, until `over`."""
    answered: set[str] = set()
    while not over() or not world.waiting.empty():
        try:
            request = world.waiting.get(timeout=0.1)
        except Empty:
            continue
        if request not in answered and not _answer(world, dice, request):
            world.waiting.put(request)
            world.pause(0.05)
        else:
            answered.add(request)


def _answer(world: World, dice: random.Random, request: str) -> bool:
    door = dice.choice(world.doors)
    shown = say(door.control, {"op": "request", "request": request})
    if "request" not in shown:
        return False
    row = request_row(shown["request"])
    if row.status.value != "open":
        return True
    choice = Answer.APPROVE if dice.random() < 0.9 else Answer.DENY
    try:
        statement = approval_statement(
            reviewed(row, asked_for=request), answer=choice, approver=world.key.id, reason="an hour's work"
        )
    except MayactError as error:
        raise AssertionError(f"request {request} does not review: {error}") from error
    message = {
        "op": "answer",
        "request": request,
        "answer": choice.value,
        "approver": world.key.id,
        "reason": "an hour's work",
        "signature": world.key.sign(statement),
    }
    reply = heard(say(door.control, message), world.ledger, ANSWERED)
    if reply is not None and "request" in reply:
        world.ledger.told(ANSWERED, request)
    return reply is not None
