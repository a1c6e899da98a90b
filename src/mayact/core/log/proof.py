"""A proof that one entry is in the log, complete in itself.

Law: whoever holds the proof and the log's verifier key needs nothing else, neither server nor database. Any doubt
is `ProofInvalid`.
Wire format `mayact/inclusion/v1`, may never change: JSON with `type`, `leaf` (base64 of the exact entry bytes),
`index`, `size`, `hashes` (base64, nearest sibling first) and `checkpoint` (the signed note). By hand: hash
0x00 ‖ leaf, fold the hashes in as RFC 9162 section 2.1.3.2 says, compare with the checkpoint's third line.
"""

import base64
from collections.abc import Sequence

from mayact.core.canonical import JsonObject
from mayact.core.errors import MayactError, ProofInvalid
from mayact.core.log.checkpoint import VerifierKey, open_checkpoint, peek
from mayact.core.log.entry import Entry, parse_leaf
from mayact.core.log.merkle import check_inclusion, inclusion_proof, leaf_hash

_TYPE = "mayact/inclusion/v1"


def make_proof(*, leaf: bytes, index: int, leaf_hashes: Sequence[bytes], checkpoint: str) -> JsonObject:
    """Prove that `leaf` is entry `index` under `checkpoint` (a signed note over at most these `leaf_hashes`).

    Raises `ProofInvalid` when the entry is not in the tree that the checkpoint is about.
    """
    size = peek(checkpoint).size
    if size > len(leaf_hashes):
        raise ProofInvalid(f"the checkpoint speaks of {size} entries, {len(leaf_hashes)} are here", hint="verify first")
    path = inclusion_proof(leaf_hashes[:size], index)
    return proof_json(leaf=leaf, index=index, size=size, path=path, checkpoint=checkpoint)


def proof_json(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], checkpoint: str) -> JsonObject:
    """The proof whose parts are known. It proves nothing until `verify_proof` has said so."""
    return {
        "type": _TYPE,
        "leaf": _b64(leaf),
        "index": index,
        "size": size,
        "hashes": tuple(_b64(item) for item in path),
        "checkpoint": checkpoint,
    }


def verify_proof(proof: JsonObject, *, key: VerifierKey) -> Entry:
    """The entry that `proof` proves under `key`. Raises `ProofInvalid`."""
    match proof:
        case {
            "type": "mayact/inclusion/v1",
            "leaf": str(leaf),
            "index": int(index),
            "size": int(size),
            "hashes": Sequence() as hashes,
            "checkpoint": str(note),
            **rest,
        } if not rest and not isinstance(hashes, str) and type(index) is int and type(size) is int:
            pass
        case _:
            raise ProofInvalid("an inclusion proof has the wrong members", hint="make it again with `mayact log prove`")
    head = open_checkpoint(note, key=key)
    if head.size != size:
        raise ProofInvalid("the proof is for another size than its checkpoint", hint="make it again")
    raw = _unb64(leaf)
    path = tuple(_unb64(item) for item in hashes)
    check_inclusion(index=index, size=size, leaf=leaf_hash(raw), proof=path, root=head.root)
    try:
        entry = parse_leaf(raw)
    except MayactError as error:
        raise ProofInvalid(f"the proven leaf is not an entry: {error.message}", hint="another log's proof?") from None
    if entry.seq != index:
        raise ProofInvalid(f"the proven leaf calls itself entry {entry.seq}", hint="the log was altered")
    return entry


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: object) -> bytes:
    if not isinstance(text, str):
        raise ProofInvalid("a hash in the proof is not text", hint="make it again")
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise ProofInvalid("what should be base64 is not", hint="make it again") from None
