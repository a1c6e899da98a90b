"""Inclusion proofs from a running store, in reads that do not grow with the log.

1. cover      whole tiles that were committed since the last proof are hashed once
2. path       from the tiles, and the leaf hashes of the entry's own tile and of the last one
3. check      the proof leads to the signed head, under the log's key: only then it is given

Law: neither the tables nor the memory of tiles is believed; where 3 fails the memory is thrown away and the caller is
refused. One thread covers at a time; who waits too long for it is refused too.
"""

import threading
from collections.abc import Sequence
from typing import Final

from mayact.core.canonical import JsonObject
from mayact.core.errors import Overloaded, ProofInvalid, StoreCorrupt
from mayact.core.log.checkpoint import VerifierKey, open_checkpoint
from mayact.core.log.merkle import inclusion_path
from mayact.core.log.proof import proof_json, verify_proof
from mayact.core.log.tiles import WIDTH, Tiles
from mayact.store.backend import Reading

_WAIT_S: Final = 2.0
"""How long a proof waits while another one covers the log. The first one of a process reads every leaf hash: two
seconds are some half a million entries."""


class Prover:
    """Safe for threads."""

    def __init__(self, key: VerifierKey) -> None:
        self._key = key
        self._covering = threading.Lock()
        self._tiles = Tiles()

    def prove(self, reading: Reading, seq: int, *, checkpoint: str) -> JsonObject:
        """That entry `seq` is in the log, under `checkpoint`, which is not newer than `reading`.

        Raises `ProofInvalid` (there is no such entry), `Overloaded`, `StoreUnavailable`, and `StoreCorrupt` when what
        is stored does not lead to the signed head.
        """
        size = open_checkpoint(checkpoint, key=self._key).size
        if not 0 <= seq < size:
            raise ProofInvalid(f"there is no entry {seq}", hint="see /v1/log/entries")
        tiles = self._covered(reading, size)

        def leaves(low: int, high: int) -> Sequence[bytes]:
            return _leaf_hashes(reading, low, high)

        path = inclusion_path(size, seq, lambda low, high: tiles.root(low, high, leaves))
        leaf = next((entry.leaf for entry in reading.entries(start=seq, count=1)), b"")
        proof = proof_json(leaf=leaf, index=seq, size=size, path=path, checkpoint=checkpoint)
        try:
            verify_proof(proof, key=self._key)
        except ProofInvalid as error:
            self._forget(tiles)
            raise StoreCorrupt(
                f"entry {seq} cannot be proven: {error.message}", hint="run `mayact log verify`"
            ) from None
        return proof

    def _covered(self, reading: Reading, size: int) -> Tiles:
        if not self._covering.acquire(timeout=_WAIT_S):
            raise Overloaded("the log is being read for another proof", hint="ask again")
        try:
            tiles = self._tiles
            # Up to the signed head only: what follows it in this snapshot is under no head that is known.
            while tiles.size + WIDTH <= size:
                tiles.add(_leaf_hashes(reading, tiles.size, tiles.size + WIDTH))
            return tiles
        finally:
            self._covering.release()

    def _forget(self, tiles: Tiles) -> None:
        with self._covering:
            if self._tiles is tiles:
                self._tiles = Tiles()


def _leaf_hashes(reading: Reading, low: int, high: int) -> Sequence[bytes]:
    found = reading.leaf_hashes(start=low, count=high - low)
    if len(found) != high - low:
        raise StoreCorrupt(f"entries from {low} on are missing", hint="run `mayact log verify`")
    return found
