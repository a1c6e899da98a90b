"""The memory of tiles says what RFC 6962 says, whatever the size of the tree, and asks for few leaves."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.errors import ProofInvalid
from mayact.core.log.merkle import check_inclusion, inclusion_path, inclusion_proof, leaf_hash, root_of
from mayact.core.log.tiles import WIDTH, Tiles

HASHES = [leaf_hash(b"%d" % number) for number in range(9 * WIDTH + 77)]
SIZES = st.one_of(
    st.integers(1, len(HASHES)),
    st.builds(lambda tiles, beside: max(1, tiles * WIDTH + beside), st.integers(0, 9), st.integers(-1, 1)),
)


def covered(size: int) -> Tiles:
    tiles = Tiles()
    for start in range(0, size - size % WIDTH, WIDTH):
        tiles.add(HASHES[start : start + WIDTH])
    return tiles


@pytest.mark.requirement("AUDIT-2")
@given(size=SIZES, covering=SIZES, data=st.data())
def test_a_path_from_tiles_is_the_path_from_all_leaves(size: int, covering: int, data: st.DataObject) -> None:
    index = data.draw(st.one_of(st.integers(0, size - 1), st.sampled_from([0, size - 1])))
    tiles = covered(min(size, covering))
    path = inclusion_path(size, index, lambda low, high: tiles.root(low, high, lambda a, b: HASHES[a:b]))
    assert path == inclusion_proof(HASHES[:size], index)
    check_inclusion(index=index, size=size, leaf=HASHES[index], proof=path, root=root_of(HASHES[:size]))


@given(size=SIZES, data=st.data())
def test_only_two_tiles_of_leaves_are_read(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tiles, asked = covered(size), list[range]()

    def leaves(low: int, high: int) -> Sequence[bytes]:
        asked.append(range(low, high))
        return HASHES[low:high]

    inclusion_path(size, index, lambda low, high: tiles.root(low, high, leaves))
    assert {number // WIDTH for read in asked for number in read} <= {index // WIDTH, (size - 1) // WIDTH}
    assert sum(map(len, asked)) < 2 * WIDTH
    assert len(asked) <= 2 * WIDTH.bit_length()


@pytest.mark.parametrize("count", [0, 1, WIDTH - 1, WIDTH + 1])
def test_a_tile_is_whole(count: int) -> None:
    tiles = Tiles()
    with pytest.raises(ProofInvalid):
        tiles.add(HASHES[:count])
    assert tiles.size == 0
