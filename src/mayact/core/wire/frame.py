"""The frame around every message on a socket: one request, one reply, one connection.

    mayact/1 LENGTH SHA256HEX\\n BODY

Law: a frame is whole or it is nothing. Half a reply must never be acted on, because half of "not allowed" may read
"allowed"; so the length and the digest come first, nothing may follow the body, and every deviation raises.
It refuses to know what the body means.

Wire format, may never change for version 1: the three words are separated by exactly one space and ended by one
line feed; LENGTH is decimal without leading zeros, 0 to `MAX_FRAME_BYTES`; SHA256HEX is 64 lower-case digits.
Whoever asks keeps its sending side open until it has the reply: closing it means that it left, and an approval is not
spent for somebody who left. The gate closes after its reply, and a reply that is followed by anything is none.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from mayact.core.errors import InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_FRAME_BYTES

MAX_HEADER_BYTES: Final = len(b"mayact/1 ") + len(str(MAX_FRAME_BYTES)) + 1 + 64 + 1
"""The longest valid first line, with its line feed. A peer that has sent this much without one is refused."""

_HEADER: Final = re.compile(rb"mayact/1 (0|[1-9][0-9]{0,7}) ([0-9a-f]{64})\n", re.ASCII)


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: `length` in bytes of the body that follows and its SHA-256 in hex."""

    length: int
    sha256: str


def encode(body: bytes) -> bytes:
    """The whole frame for `body`. Raises `LimitExceeded`."""
    if len(body) > MAX_FRAME_BYTES:
        raise LimitExceeded(f"a message of {len(body)} bytes", hint=f"at most {MAX_FRAME_BYTES} are sent")
    return b"mayact/1 %d %s\n" % (len(body), hashlib.sha256(body).hexdigest().encode("ascii")) + body


def parse_header(line: bytes) -> Header:
    """The first line, line feed included. Raises `InvalidInput`, `LimitExceeded`."""
    match = _HEADER.fullmatch(line)
    if match is None:
        start = line[:40].decode("latin-1")
        raise InvalidInput(f"{shown(start)} does not start a frame", hint="speak mayact/1")
    length = int(match[1])
    if length > MAX_FRAME_BYTES:
        raise LimitExceeded(f"a message of {length} bytes", hint=f"at most {MAX_FRAME_BYTES} are read")
    return Header(length=length, sha256=match[2].decode("ascii"))


def check_body(header: Header, body: bytes) -> bytes:
    """`body` if it is exactly what `header` announced. Raises `InvalidInput`."""
    if len(body) != header.length:
        raise InvalidInput(f"{len(body)} of {header.length} bytes arrived", hint="the message was cut; send it again")
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise InvalidInput("the message is not what its digest says", hint="it was altered on the way; send it again")
    return body


def decode(raw: bytes) -> bytes:
    """The body of exactly one whole frame. Raises `InvalidInput` (also for bytes after it), `LimitExceeded`."""
    line, feed, _ = raw[:MAX_HEADER_BYTES].partition(b"\n")
    return check_body(parse_header(line + feed), raw[len(line) + 1 :])
