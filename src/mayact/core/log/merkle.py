"""The Merkle tree over the entries: RFC 6962 section 2.1, nothing more.

Law: every hash that enters a computation is 32 bytes, every proof has exactly the length its sizes imply, and a proof
about an empty tree shows nothing. Anything else raises `ProofInvalid`; there is no `False` that a caller could forget
to look at. It refuses to know what a leaf says.
Wire format, may never change: SHA-256, leaf prefix 0x00, node prefix 0x01.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from mayact.core.errors import ProofInvalid

HASH_BYTES: Final = 32

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 section 2.1)."""


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that appending needs: the roots of the full subtrees on the right edge, the largest first.

    One peak per set bit of `size`. Raises `ProofInvalid` when that is not so.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count() or not _whole(self.peaks):
            raise ProofInvalid(f"a frontier of size {self.size} with {len(self.peaks)} hashes", hint="rebuild it")

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier after one more leaf, given its leaf hash."""
        peaks = list(self.peaks)
        carry = leaf
        size = self.size
        while size & 1:
            carry = node_hash(peaks.pop(), carry)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, carry))

    def extend(self, leaves: Sequence[bytes]) -> "Frontier":
        """The frontier after all of `leaves` (leaf hashes) in order; as `append` one by one, checked once."""
        if not _whole(leaves):
            raise ProofInvalid("a leaf hash is not 32 bytes", hint="hash the leaf first")
        peaks, size = list(self.peaks), self.size
        for carry in leaves:
            rest = size
            while rest & 1:
                carry = node_hash(peaks.pop(), carry)
                rest >>= 1
            peaks.append(carry)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """The tree's root hash (the largest power of two splits first: fold the peaks from the right)."""
        if not self.peaks:
            return EMPTY_ROOT
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root


def _whole(hashes: Sequence[bytes]) -> bool:
    return all(len(item) == HASH_BYTES for item in hashes)


def frontier_of(leaves: Sequence[bytes]) -> Frontier:
    """The frontier over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    return frontier_of(leaves).root()


def split(size: int) -> int:
    """The largest power of two smaller than `size` (> 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """PATH(index, leaves) of RFC 6962 section 2.1.1, nearest sibling first. `leaves` are leaf hashes."""
    return inclusion_path(len(leaves), index, lambda low, high: root_of(leaves[low:high]))


def inclusion_path(size: int, index: int, root: Callable[[int, int], bytes]) -> tuple[bytes, ...]:
    """The same in a tree of `size` leaves. `root(low, high)` is the root over the leaves from `low` to below `high`;
    it is asked once for each hash of the path."""
    if not 0 <= index < size:
        raise ProofInvalid(f"no entry {index} in a tree of {size}", hint="prove an entry that exists")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(root(middle, high))
            high = middle
        else:
            path.append(root(low, middle))
            low = middle
    return tuple(reversed(path))


def consistency_proof(leaves: Sequence[bytes], size: int) -> tuple[bytes, ...]:
    """PROOF(size, leaves) of RFC 6962 section 2.1.2: that the first `size` leaves are a prefix of all."""
    if not 0 < size <= len(leaves):
        raise ProofInvalid(f"no tree of {size} within one of {len(leaves)}", hint="sizes count from 1")
    low, high, path, known = 0, len(leaves), [], True
    while size != high:
        middle = low + split(high - low)
        if size <= middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low, known = middle, False
    if not known:
        path.append(root_of(leaves[low:high]))
    return tuple(reversed(path))


def check_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise `ProofInvalid` unless `proof` shows that leaf hash `leaf` is number `index` of the `size` leaves under
    `root` (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofInvalid(f"no entry {index} in a tree of {size}", hint="ask for another proof")
    if not _whole((leaf, root, *proof)):
        raise ProofInvalid("a hash in the proof is not 32 bytes", hint="ask for another proof")
    node, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofInvalid("the proof is too long", hint="ask for another proof")
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("the proof is too short", hint="ask for another proof")
    if not compare_digest(result, root):
        raise ProofInvalid("the proof leads to another root", hint="the entry or the tree was altered")


def check_consistency(*, size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Raise `ProofInvalid` unless `proof` shows that the tree (`size1`, `root1`) is a prefix of (`size2`, `root2`)
    (RFC 9162 section 2.1.4.2). A tree of size 0 is a prefix of everything, so a proof about it is refused."""
    if not 0 < size1 <= size2:
        raise ProofInvalid(f"no consistency between sizes {size1} and {size2}", hint="sizes count from 1, old first")
    if size1 == size2:  # nothing is computed: the two roots are one, whatever they are
        if proof or not compare_digest(root1, root2):
            raise ProofInvalid("two heads of one size differ", hint="the log was forked")
        return
    if not _whole((root1, root2, *proof)):
        raise ProofInvalid("a hash in the proof is not 32 bytes", hint="ask for another proof")
    path = list(proof)
    if size1 & (size1 - 1) == 0:
        path.insert(0, root1)  # an old tree that is a full subtree is its own first node
    old, new = _both_roots(size1, size2, path)
    if not (compare_digest(old, root1) and compare_digest(new, root2)):
        raise ProofInvalid("the proof leads to another root", hint="the log was forked or altered")


def _both_roots(size1: int, size2: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    if not path:
        raise ProofInvalid("the proof is too short", hint="ask for another proof")
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofInvalid("the proof is too long", hint="ask for another proof")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("the proof is too short", hint="ask for another proof")
    return old, new
