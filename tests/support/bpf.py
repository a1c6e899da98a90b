"""A reading of classic BPF programs as seccomp(2) reads them, for what the filter's bytes say."""

import struct

LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, ERRNO = 0x7FFF_0000, 0x0005_0000


def answered(program: bytes, *, audit: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What the kernel would answer: 0 for allowed, else the errno. Raises `IndexError` for a program that runs out."""
    words = {0: number, 4: audit}
    words |= {16 + 8 * at: value & 0xFFFF_FFFF for at, value in enumerate(arguments)}
    rows = list(struct.iter_unpack("<HBBI", program))
    at, held = 0, 0
    while True:
        code, yes, no, value = rows[at]
        at += 1
        if code == RETURN:
            assert value == ALLOW or value & 0xFFFF_0000 == ERRNO
            return 0 if value == ALLOW else value & 0xFFFF
        if code == LOAD:
            held = words.get(value, 0)
        else:
            assert code in (EQUAL, AT_LEAST)
            at += yes if (held == value if code == EQUAL else held >= value) else no
