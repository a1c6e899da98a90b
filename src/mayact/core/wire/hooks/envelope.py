"""What a hook script and the gate say to each other inside a frame, simple enough to write without a JSON library.

    request   mayact-hook/1 CLIENT ENVIRONMENT_BYTES PAYLOAD_BYTES\\n  NAME=VALUE\\0…  PAYLOAD
    reply     mayact-hook/1 EXIT_CODE STDOUT_BYTES STDERR_BYTES\\n  STDOUT  STDERR
    telling   mayact-observe/1 …, as a request: an event that is only told, and never answered with anything but silence

Law: the gate answers with the client's exact bytes; the script prints them or nothing. The script starts in a few
milliseconds because it knows neither JSON nor what a decision is.

Wire format, may never change for version 1. The script in `boundary/hooks` writes and reads it by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mayact.core.errors import InvalidInput, shown

MAGIC: Final = b"mayact-hook/1 "
OBSERVE_MAGIC: Final = b"mayact-observe/1 "
_REQUEST: Final = re.compile(rb"mayact-hook/1 ([a-z][a-z0-9-]{0,31}) (0|[1-9][0-9]{0,7}) (0|[1-9][0-9]{0,7})\n")
_REPLY: Final = re.compile(rb"mayact-hook/1 (0|[1-9][0-9]{0,2}) (0|[1-9][0-9]{0,7}) (0|[1-9][0-9]{0,7})\n")


@dataclass(frozen=True, slots=True)
class HookRequest:
    """`payload` is exactly what the client wrote to the hook's standard input."""

    client: str
    payload: bytes
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HookReply:
    """Exactly what the hook prints and how it exits."""

    exit_code: int
    stdout: bytes = b""
    stderr: bytes = b""


def encode_hook_request(request: HookRequest) -> bytes:
    variables = b"".join(
        f"{name}={value}".encode("utf-8", "surrogateescape") + b"\0" for name, value in request.environment.items()
    )
    head = b"%s%s %d %d\n" % (MAGIC, request.client.encode("ascii"), len(variables), len(request.payload))
    return head + variables + request.payload


def parse_hook_request(body: bytes) -> HookRequest:
    """Raises `InvalidInput` unless `body` is exactly one request."""
    client, environment, payload = _split(_REQUEST, body)
    return HookRequest(client=client.decode("ascii"), payload=payload, environment=_variables(environment))


def parse_told(body: bytes) -> HookRequest:
    """An event that is only told. Raises `InvalidInput`."""
    if not body.startswith(OBSERVE_MAGIC):
        raise InvalidInput("nothing is told here", hint="speak mayact-observe/1")
    return parse_hook_request(MAGIC + body.removeprefix(OBSERVE_MAGIC))


def encode_hook_reply(reply: HookReply) -> bytes:
    head = b"%s%d %d %d\n" % (MAGIC, reply.exit_code, len(reply.stdout), len(reply.stderr))
    return head + reply.stdout + reply.stderr


def parse_hook_reply(body: bytes) -> HookReply:
    """Raises `InvalidInput` unless `body` is exactly one reply."""
    code, stdout, stderr = _split(_REPLY, body)
    if int(code) > 255:
        raise InvalidInput("an exit code above 255", hint="is that a mayact gate?")
    return HookReply(exit_code=int(code), stdout=stdout, stderr=stderr)


def _split(head: re.Pattern[bytes], body: bytes) -> tuple[bytes, bytes, bytes]:
    match = head.match(body)
    if match is None:
        raise InvalidInput(f"{shown(body[:40].decode('latin-1'))} is no hook message", hint="speak mayact-hook/1")
    first = match.end() + int(match[2])
    if len(body) != first + int(match[3]):
        raise InvalidInput("the hook message has another length than it says", hint="send it again")
    return match[1], body[match.end() : first], body[first:]


def _variables(raw: bytes) -> dict[str, str]:
    if raw and not raw.endswith(b"\0"):
        raise InvalidInput("the environment is cut", hint="end every variable with a zero byte", field="environment")
    found: dict[str, str] = {}
    for pair in raw.split(b"\0")[:-1]:
        name, equals, value = pair.partition(b"=")
        try:
            key, text = name.decode("ascii"), value.decode("utf-8")
        except UnicodeDecodeError:
            # The script may send what is not text; a variable that cannot be shown to an approver is left out.
            continue
        if not key or not equals or key in found:
            raise InvalidInput(f"variable {shown(key)} is empty or sent twice", field="environment")
        found[key] = text
    return found
