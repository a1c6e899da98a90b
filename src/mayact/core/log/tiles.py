"""Hashes of the complete subtrees of 256 leaves and more, so that a proof reads leaves of two tiles, not of all.

Law: it only grows, one whole tile after the other, as the log does; what it says of a range it computed from the leaf
hashes it was given. It is a memory, no evidence: a path made from it counts when it leads to a signed root.
The width is that of C2SP tlog-tiles. A million entries take 8,000 hashes.
"""

from collections.abc import Callable, Sequence
from typing import Final

from mayact.core.errors import ProofInvalid
from mayact.core.log.merkle import node_hash, root_of, split

WIDTH: Final = 256

LeafHashes = Callable[[int, int], Sequence[bytes]]
"""The leaf hashes from one number to below another."""


class Tiles:
    """`_levels[k][i]` is the root over the leaves from `i * WIDTH * 2**k` on, so many."""

    def __init__(self) -> None:
        self._levels: list[list[bytes]] = []

    @property
    def size(self) -> int:
        """How many leaves it covers: a multiple of `WIDTH`."""
        return len(self._levels[0]) * WIDTH if self._levels else 0

    def add(self, leaves: Sequence[bytes]) -> None:
        """The next tile, whole. Raises `ProofInvalid`."""
        if len(leaves) != WIDTH:
            raise ProofInvalid(f"a tile of {len(leaves)} hashes", hint=f"a whole one has {WIDTH}")
        made = root_of(leaves)
        for level in self._levels:
            level.append(made)
            if len(level) % 2:
                return
            made = node_hash(level[-2], level[-1])
        self._levels.append([made])

    def root(self, low: int, high: int, leaves: LeafHashes) -> bytes:
        """The root over the leaves from `low` to below `high`, a range that RFC 6962 splits off. Raises what `leaves`
        raises, which is asked for less than one tile at a time."""
        known = self._known(low, high)
        if known is not None:
            return known
        if high - low <= WIDTH:
            return root_of(leaves(low, high))
        middle = low + split(high - low)
        return node_hash(self.root(low, middle, leaves), self.root(middle, high, leaves))

    def _known(self, low: int, high: int) -> bytes | None:
        tiles, odd = divmod(high - low, WIDTH)
        if odd or not tiles or tiles & (tiles - 1) or low % (high - low):
            return None
        level, index = tiles.bit_length() - 1, low // (high - low)
        if level >= len(self._levels) or index >= len(self._levels[level]):
            return None
        return self._levels[level][index]
