"""The head of a CONNECT request (RFC 9110, section 9.3.6; RFC 9112), read in one way or not at all.

Law: one method, one form of target, one version; a head that two readers could read differently is refused. Header
fields are read over, none has a meaning here: what is asked for stands in the first line alone.
"""

import re
from typing import Final

from mayact.core.egress.rules import Target, target_of
from mayact.core.errors import InvalidInput, LimitExceeded, shown

MAX_HEAD_BYTES: Final = 8_192
END: Final = b"\r\n\r\n"

_FIELD: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t \x21-\x7e\x80-\xff]*")

ALLOWED: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"


def parse_connect(head: bytes) -> Target:
    """`head`: everything up to and with the empty line. Raises `InvalidInput`, `LimitExceeded`."""
    if len(head) > MAX_HEAD_BYTES:
        raise LimitExceeded("the request's head is too large", hint=f"at most {MAX_HEAD_BYTES} bytes")
    if not head.endswith(END) or END in head[:-1]:
        raise InvalidInput("the request's head is not whole", hint="end it with an empty line")
    first, *fields = head[: -len(END)].split(b"\r\n")
    if not all(_FIELD.fullmatch(field) for field in fields):
        raise InvalidInput("a header field is malformed", hint="speak HTTP/1.1")
    words = first.decode("latin-1").split(" ")
    if len(words) != 3 or words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise InvalidInput("the first line is not one of HTTP", hint="speak HTTP/1.1")
    if words[0] != "CONNECT":
        raise InvalidInput(
            f"{shown(words[0])} does not pass here", hint="only CONNECT to a listed host does; use https"
        )
    return target_of(words[1])


def refusal(status: int, why: str) -> bytes:
    """A whole answer that says no. `why`: one line of our own, made safe."""
    word = {400: "Bad Request", 403: "Forbidden", 502: "Bad Gateway", 503: "Service Unavailable"}[status]
    body = f"mayact: {why}\n".encode()
    return (
        f"HTTP/1.1 {status} {word}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body
