"""A reading of classic BPF programs as seccomp(2) reads them, for what the filter's bytes say."""

import struct

LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
ALLOW, ERRNO, TELL = 0x7FFF_0000, 0x0005_0000, 0x7FC0_0000

TOLD = -1
"""What `answered` says of a call that is left to a listener."""


def answered(program: bytes, *, audit: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What the kernel would answer: 0 for allowed, `TOLD`, else the errno. Raises `IndexError` for a program that runs
    out."""
    words = {0: number, 4: audit}
    words |= {16 + 8 * at: value & 0xFFFF_FFFF for at, value in enumerate(arguments)}
    rows = list(struct.iter_unpack("<HBBI", program))
    at, held = 0, 0
    while True:
        code, yes, no, value = rows[at]
        at += 1
        if code == RETURN:
            assert value in (ALLOW, TELL) or value & 0xFFFF_0000 == ERRNO
            return {ALLOW: 0, TELL: TOLD}.get(value, value & 0xFFFF)
        if code == LOAD:
            held = words.get(value, 0)
        elif code == AND:
            held &= value
        else:
            assert code in (EQUAL, AT_LEAST)
            at += yes if (held == value if code == EQUAL else held >= value) else no


def both(first: int, second: int) -> int:
    """What two filters say together: an errno over a listener, a listener over allowed (seccomp(2))."""
    if first > 0 or second > 0:
        return first if first > 0 else second
    return min(first, second)
