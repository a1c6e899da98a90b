"""Names are unpredictable and never repeat; the clock counts milliseconds."""

import re
import time

from mayact.identity.instruments import SystemClock, SystemIds


def test_ids_are_prefixed_long_and_never_repeat() -> None:
    made = [SystemIds().new("req") for _ in range(2_000)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"req-[a-z2-7]{24}", name) for name in made)


def test_nonces_hold_128_bits_and_never_repeat() -> None:
    made = {SystemIds().nonce() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(re.fullmatch(r"[0-9a-f]{32}", nonce) for nonce in made)


def test_the_clock_counts_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    now = SystemClock().now_ms()
    assert before <= now <= time.time_ns() // 1_000_000
