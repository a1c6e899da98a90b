"""The system's clock and source of randomness, behind `ports.Clock` and `ports.Ids`."""

import secrets
import time
from base64 import b32encode
from typing import Final

_ID_BYTES: Final = 15
"""120 bits, 24 letters of base32 without padding: above the 80 bits that `ports.Ids` promises."""


class SystemClock:
    """`ports.Clock` by the machine's wall clock. It may be put back: the store keeps the log's time from decreasing."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


def utc(at_ms: int) -> str:
    """A time for people, to the second. It is part of the text that approvers sign, so it may never change."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at_ms // 1000))


class SystemIds:
    """`ports.Ids` by the operating system's generator (getrandom(2))."""

    def new(self, prefix: str) -> str:
        return f"{prefix}-{b32encode(secrets.token_bytes(_ID_BYTES)).decode('ascii').lower()}"

    def nonce(self) -> str:
        return secrets.token_hex(16)
