"""The tree against vectors nobody here wrote, and against the RFC's recursion written naively."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayact.core.errors import ProofInvalid
from mayact.core.log.merkle import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency_proof,
    frontier_of,
    inclusion_proof,
    leaf_hash,
    root_of,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "third_party" / "merkle" / "testdata"


def load(folder: str) -> list[Any]:
    files = sorted((VECTORS / folder).rglob("*.json"))
    return [pytest.param(json.loads(path.read_text()), id=str(path.relative_to(VECTORS))) for path in files]


def hashes(items: list[str] | None) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(item) for item in items or ())


def one(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.parametrize("vector", load("inclusion"))
def test_inclusion_vectors(vector: dict[str, Any]) -> None:
    def check() -> None:
        check_inclusion(
            index=vector["leafIdx"],
            size=vector["treeSize"],
            leaf=one(vector["leafHash"]),
            proof=hashes(vector["proof"]),
            root=one(vector["root"]),
        )

    if vector["wantErr"]:
        with pytest.raises(ProofInvalid):
            check()
    else:
        assert check() is None


@pytest.mark.parametrize("vector", load("consistency"))
def test_consistency_vectors(vector: dict[str, Any]) -> None:
    def check() -> None:
        check_consistency(
            size1=vector["size1"],
            size2=vector["size2"],
            root1=one(vector["root1"]),
            root2=one(vector["root2"]),
            proof=hashes(vector["proof"]),
        )

    if vector["wantErr"]:
        with pytest.raises(ProofInvalid):
            check()
    else:
        assert check() is None


def test_the_vectors_are_all_there() -> None:
    found = [path for folder in ("inclusion", "consistency") for path in (VECTORS / folder).rglob("*.json")]
    assert len(found) == 98 + 98


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


LEAVES = st.lists(st.binary(max_size=8), max_size=70)


@given(LEAVES)
@settings(max_examples=100, deadline=None)
def test_the_frontier_is_the_recursion(leaves: list[bytes]) -> None:
    assert root_of([leaf_hash(leaf) for leaf in leaves]) == naive_root(leaves)


def test_the_empty_tree() -> None:
    assert Frontier().root() == EMPTY_ROOT == naive_root([])


@given(st.integers(1, 70), st.data())
@settings(max_examples=150, deadline=None)
def test_every_inclusion_proof_verifies_and_only_for_its_leaf(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index)
    root = root_of(leaves)
    check_inclusion(index=index, size=size, leaf=leaves[index], proof=proof, root=root)
    if other != index:
        with pytest.raises(ProofInvalid):
            check_inclusion(index=other, size=size, leaf=leaves[index], proof=proof, root=root)
        with pytest.raises(ProofInvalid):
            check_inclusion(index=index, size=size, leaf=leaves[other], proof=proof, root=root)
    with pytest.raises(ProofInvalid):
        check_inclusion(index=index, size=size, leaf=leaves[index], proof=(*proof, root), root=root)
    if proof:
        with pytest.raises(ProofInvalid):
            check_inclusion(index=index, size=size, leaf=leaves[index], proof=proof[:-1], root=root)


@given(st.integers(1, 70), st.integers(1, 70), st.data())
@settings(max_examples=150, deadline=None)
def test_every_consistency_proof_verifies_and_no_fork_does(a: int, b: int, data: st.DataObject) -> None:
    size1, size2 = sorted((a, b))
    leaves = [leaf_hash(str(number).encode()) for number in range(size2)]
    proof = consistency_proof(leaves, size1)
    root1, root2 = root_of(leaves[:size1]), root_of(leaves)
    check_consistency(size1=size1, size2=size2, root1=root1, root2=root2, proof=proof)
    forked = list(leaves[:size1])
    forked[data.draw(st.integers(0, size1 - 1))] = leaf_hash(b"another")
    with pytest.raises(ProofInvalid):
        check_consistency(size1=size1, size2=size2, root1=root_of(forked), root2=root2, proof=proof)
    with pytest.raises(ProofInvalid):
        check_consistency(size1=size1, size2=size2, root1=root1, root2=root2, proof=(*proof, root1))


@pytest.mark.parametrize(
    ("size", "peaks"), [(1, ()), (0, (bytes(32),)), (3, (bytes(32),)), (1, (b"",)), (2, (bytes(31),)), (-1, ())]
)
def test_a_frontier_that_cannot_be_is_refused(size: int, peaks: tuple[bytes, ...]) -> None:
    with pytest.raises(ProofInvalid):
        Frontier(size, peaks)


@pytest.mark.parametrize("bad", [-1, 3])
def test_proofs_of_what_is_not_there_are_refused(bad: int) -> None:
    leaves = (*frontier_of([]).peaks, leaf_hash(b"a"), leaf_hash(b"b"))
    with pytest.raises(ProofInvalid):
        inclusion_proof(leaves, bad)
    with pytest.raises(ProofInvalid):
        consistency_proof(leaves, bad)
    with pytest.raises(ProofInvalid):
        consistency_proof(leaves, 0)
