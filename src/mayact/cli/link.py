"""One question to the gate, one answer; an error of the gate comes back as the error it was."""

from typing import Any, Final

from mayact import client
from mayact.config import Paths, trusted_owners
from mayact.core.errors import BY_CODE, GateUnreachable, MayactError
from mayact.core.wire.messages import AgentMessage, ControlMessage, encode_message, parse_reply

TIMEOUT_S: Final = 40.0
"""Above the gate's own deadline for a decision, so that its answer arrives rather than our doubt."""


def ask_control(paths: Paths, message: ControlMessage) -> dict[str, Any]:
    """Raises `GateUnreachable`, or what the gate answered."""
    return _ask(paths, paths.control_socket, message)


def ask_agent(paths: Paths, message: AgentMessage) -> dict[str, Any]:
    """Raises `GateUnreachable`, or what the gate answered."""
    return _ask(paths, paths.agent_socket, message)


def _ask(paths: Paths, socket: str, message: AgentMessage | ControlMessage) -> dict[str, Any]:
    raw = client.call(
        socket, encode_message(message), timeout=TIMEOUT_S, owners=trusted_owners(paths), start=paths.start
    )
    reply = parse_reply(raw)
    if "error" in reply:
        raise error_of(reply["error"])
    return reply


def error_of(value: object) -> MayactError:
    """The error that the gate sent, by its code. An unknown code is still an error."""
    if not isinstance(value, dict):
        return GateUnreachable("the gate answered with something else than an error", hint="is that a mayact gate?")
    kind = BY_CODE.get(str(value.get("code")), MayactError)
    return kind(
        str(value.get("message", "refused")), hint=str(value.get("hint", "")), field=str(value.get("field", ""))
    )
