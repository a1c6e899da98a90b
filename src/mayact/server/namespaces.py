"""Where a process stands, as the kernel says: the names of its namespaces.

Law: what cannot be read is not the same as anything.
"""

import os
from typing import Final, TypeAlias

KINDS: Final = ("mnt", "net", "pid", "user")
"""The namespaces that a sandbox does not share with the gate."""

Namespaces: TypeAlias = tuple[str, ...]


def namespaces_of(process: int | str) -> Namespaces | None:
    """Of `process` (a number, or `self`), in the order of `KINDS`. None: it is gone, or may not be looked at."""
    try:
        return tuple(os.readlink(f"/proc/{process}/ns/{kind}") for kind in KINDS)
    except OSError:
        return None


def apart(found: Namespaces, other: Namespaces) -> bool:
    """Whether the two share none."""
    return all(mine != theirs for mine, theirs in zip(found, other, strict=True))
