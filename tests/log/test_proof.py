"""Inclusion proofs that stand alone: verified with the key and nothing else, and by hand."""

import base64
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.store import LOG_KEY, LOG_VERIFIER, ORIGIN, signing_key

from mayact.core.canonical import JsonObject, parse_json, thaw
from mayact.core.errors import ProofInvalid
from mayact.core.log.checkpoint import Checkpoint, VerifierKey, sign_checkpoint
from mayact.core.log.entry import Entry, Kind, leaf_bytes
from mayact.core.log.merkle import leaf_hash, root_of
from mayact.core.log.proof import make_proof, verify_proof

LEAVES = [leaf_bytes(Entry(seq, 1_000 + seq, Kind.GATE_STARTED, {"number": seq})) for seq in range(11)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


def signed(size: int) -> str:
    return sign_checkpoint(Checkpoint(ORIGIN, size, root_of(HASHES[:size])), key=LOG_VERIFIER, sign=LOG_KEY.sign)


def proof_of(index: int, size: int = 11) -> JsonObject:
    return make_proof(leaf=LEAVES[index], index=index, leaf_hashes=HASHES, checkpoint=signed(size))


@pytest.mark.requirement("AUDIT-1")
@given(st.integers(1, 11), st.data())
@settings(max_examples=60, deadline=None)
def test_a_proof_shows_its_entry_under_any_head_that_has_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    sent: Any = parse_json(json.dumps(thaw(proof_of(index, size))))
    entry = verify_proof(sent, key=LOG_VERIFIER)
    assert (entry.seq, entry.body["number"]) == (index, index)


def test_a_proof_can_be_followed_by_hand() -> None:
    proof: Any = thaw(proof_of(0, 4))
    left = hashlib.sha256(b"\x00" + base64.b64decode(proof["leaf"])).digest()
    for sibling in proof["hashes"]:  # entry 0 is the leftmost: it is the left child at every step
        left = hashlib.sha256(b"\x01" + left + base64.b64decode(sibling)).digest()
    assert proof["checkpoint"].split("\n")[2] == base64.b64encode(left).decode()


def changed(**members: Any) -> JsonObject:
    return {**proof_of(3), **members}


OTHER_KEY = VerifierKey(ORIGIN, signing_key(9).public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "proof",
    [
        changed(index=4),
        changed(index=True),
        changed(index=-1),
        changed(index=11),
        changed(size=10),
        changed(size="11"),
        changed(type="mayact/inclusion/v2"),
        changed(leaf=base64.b64encode(LEAVES[4]).decode()),
        changed(leaf="not base64!"),
        changed(leaf=base64.b64encode(LEAVES[3] + b" ").decode()),
        changed(hashes=()),
        changed(hashes=proof_of(3)["hashes"][1:]),  # type: ignore[index, call-overload]
        changed(hashes="abc"),
        changed(hashes=(1, 2)),
        changed(hashes=("",)),
        changed(checkpoint=signed(10)),
        changed(checkpoint=""),
        changed(extra=1),
        {},
    ],
)
def test_whatever_is_almost_a_proof_is_refused(proof: JsonObject) -> None:
    with pytest.raises(ProofInvalid):
        verify_proof(proof, key=LOG_VERIFIER)


def test_a_proof_under_another_key_is_refused() -> None:
    with pytest.raises(ProofInvalid):
        verify_proof(proof_of(3), key=OTHER_KEY)


def test_a_leaf_that_calls_itself_another_entry_is_refused() -> None:
    # A log that really holds an entry with a wrong number inside: its hashes are right, its content is not.
    leaves = [LEAVES[1], LEAVES[0]]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    head = sign_checkpoint(Checkpoint(ORIGIN, 2, root_of(hashes)), key=LOG_VERIFIER, sign=LOG_KEY.sign)
    proof = make_proof(leaf=leaves[0], index=0, leaf_hashes=hashes, checkpoint=head)
    with pytest.raises(ProofInvalid):
        verify_proof(proof, key=LOG_VERIFIER)


def test_what_the_checkpoint_does_not_cover_cannot_be_proven() -> None:
    with pytest.raises(ProofInvalid):
        make_proof(leaf=LEAVES[5], index=5, leaf_hashes=HASHES, checkpoint=signed(5))
    with pytest.raises(ProofInvalid):
        make_proof(leaf=LEAVES[5], index=5, leaf_hashes=HASHES[:6], checkpoint=signed(11))
