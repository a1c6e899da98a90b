"""Whether a sandbox holds, judged from what a probe inside it tried.

Law: the strength is `sandboxed` only when every attempt of the closed list was made, exactly once, and refused. An
attempt that is missing, unknown, twice, or could not be made proves nothing, and what is not proven is `advisory`.
Wire format `mayact/probe/v1`: `{"v": 1, "attempts": [{"name", "outcome", "detail"}]}`; it may gain attempts, and then
an older probe no longer proves anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from mayact.core.canonical import JsonObject, parse_json
from mayact.core.errors import InvalidInput, escaped
from mayact.core.model import Strength

MAX_REPORT_BYTES: Final = 65_536
MAX_DETAIL_CHARS: Final = 200

ATTEMPTS: Final[Mapping[str, str]] = {
    "net.route4": "an IPv4 address beyond this machine has a route",
    "net.route6": "an IPv6 address beyond this machine has a route",
    "net.interfaces": "there is another interface than loopback",
    "net.loopback": "a service on the machine's own loopback answers",
    "net.dns": "a resolver answers",
    "net.door": "the way out lets a host through that nobody listed",
    "net.abstract": "an abstract socket of outside accepts",
    "net.vsock": "a socket to the host of the virtual machine can be made",
    "net.packet": "a socket that sees or makes raw packets can be made",
    "home.directory": "the home directory is the one of outside",
    "home.secrets": "a file of credentials in the home directory opens",
    "gate.files": "a place of the gate's files or the approvers' keys opens",
    "gate.control": "the gate's control socket, or the agents' common one, accepts",
    "sockets.others": "the socket of another program accepts",
    "secrets.hidden": "a file that the plan hides opens",
    "environment.secrets": "a variable that looks like a credential, and that nobody named, is set",
    "proc.namespaces": "a namespace of outside is this one's",
    "proc.others": "a process of outside is visible",
    "proc.signal": "a process of outside takes a signal",
    "proc.ptrace": "a process of outside can be traced",
    "proc.settings": "a setting of the kernel can be written",
    "privilege.capabilities": "a capability is held or can be gained",
    "privilege.users": "a new user namespace can be made",
    "privilege.mount": "something can be mounted",
    "privilege.device": "a device of the machine opens or can be made",
    "privilege.set_user": "a program can be made that runs as its owner for whoever starts it",
    "kernel.keyring": "the kernel's keyring answers",
    "kernel.interfaces": "an interface of the kernel that the filter refuses answers",
    "kernel.terminal": "input can be typed into a terminal",
    "files.read_only": "a place that is read-only in the plan can be written",
    "files.root": "the root directory can be written",
    "files.descriptors": "a file that was open outside is open inside",
}
"""Name → what it would mean if it succeeded."""


class AttemptOutcome(StrEnum):
    REFUSED = "refused"
    SUCCEEDED = "succeeded"
    UNTRIED = "untried"  # the attempt itself failed in a way that says nothing


@dataclass(frozen=True, slots=True)
class Attempt:
    name: str
    outcome: AttemptOutcome
    detail: str = ""
    """For people; made of what the sandbox said, so it is hostile."""


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing succeeded and nothing is missing."""


@dataclass(frozen=True, slots=True)
class NotHeld:
    """One line for each reason, never empty."""

    reasons: tuple[str, ...]


Proof: TypeAlias = Held | NotHeld


def judge(attempts: tuple[Attempt, ...]) -> Proof:
    """What the attempts prove."""
    reasons: list[str] = []
    by_name: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        by_name.setdefault(attempt.name, []).append(attempt)
    reasons += [f"`{escaped(name[:60])}` is no attempt that is known" for name in by_name if name not in ATTEMPTS]
    for name, meaning in ATTEMPTS.items():
        tried = by_name.get(name, [])
        if len(tried) != 1:
            reasons.append(f"{name} was reported {len(tried)} times instead of once")
        elif tried[0].outcome is not AttemptOutcome.REFUSED:
            what = meaning if tried[0].outcome is AttemptOutcome.SUCCEEDED else f"not known whether {meaning}"
            reasons.append(f"{name}: {what}" + (f" ({escaped(tried[0].detail)})" if tried[0].detail else ""))
    return NotHeld(tuple(reasons)) if reasons else Held()


def strength(proof: Proof) -> Strength:
    """What an agent in a sandbox with this proof is held by."""
    return Strength.SANDBOXED if isinstance(proof, Held) else Strength.ADVISORY


def parse_report(raw: bytes) -> tuple[Attempt, ...]:
    """Raises `InvalidInput`, `LimitExceeded`."""
    return attempts_of(parse_json(raw, what="probe", limit=MAX_REPORT_BYTES))


def attempts_of(value: Any) -> tuple[Attempt, ...]:
    """Raises `InvalidInput`."""
    match value:
        case {"v": 1, "attempts": [*rows], **rest} if not rest:
            return tuple(_attempt(row) for row in rows)
        case _:
            raise InvalidInput("the probe's report is not one", hint="nothing is proven by it")


def _attempt(row: Any) -> Attempt:
    match row:
        case {"name": str(name), "outcome": str(word), "detail": str(detail), **rest} if (
            not rest and word in AttemptOutcome.__members__.values()
        ):
            return Attempt(name[:60], AttemptOutcome(word), detail[:MAX_DETAIL_CHARS])
        case _:
            raise InvalidInput("an attempt of the probe's report is not one", hint="nothing is proven by it")


def report_json(attempts: tuple[Attempt, ...]) -> JsonObject:
    return {
        "v": 1,
        "attempts": tuple({"name": a.name, "outcome": a.outcome.value, "detail": a.detail} for a in attempts),
    }
