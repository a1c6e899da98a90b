"""The anchor file: two slots, flushed before they count, and never believed unsigned."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.store import LOG_KEY, LOG_VERIFIER, ORIGIN, Place, governed

from mayact.core.errors import RolledBack, StoreCorrupt, StoreUnavailable
from mayact.core.log.checkpoint import Checkpoint, sign_checkpoint
from mayact.core.log.merkle import EMPTY_ROOT
from mayact.store.anchor import SLOT_BYTES, Anchor, Anchored, anchor_bytes, parse_anchor, slot_bytes

ROOT = bytes(range(32))


def head(size: int = 3, root: bytes = ROOT) -> Anchored:
    note = sign_checkpoint(Checkpoint(ORIGIN, size, root), key=LOG_VERIFIER, sign=LOG_KEY.sign)
    return Anchored(size, root, note)


class Disk:
    """What was asked of the disk, in order. `failing`: the call that fails next."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.steps: list[str] = []
        self.failing = ""
        real = {name: getattr(os, name) for name in ("fsync", "fdatasync", "replace", "pwrite")}

        def step(name: str, *arguments: object) -> object:
            self.steps.append(name)
            if self.failing == name:
                raise OSError(5, "Input/output error")
            return real[name.removesuffix(" of the directory")](*arguments)

        def fsync(descriptor: int) -> object:
            folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
            return step("fsync of the directory" if folder else "fsync", descriptor)

        patch.setattr(os, "fsync", fsync)
        for name in ("fdatasync", "replace", "pwrite"):
            patch.setattr(os, name, lambda *arguments, _name=name: step(_name, *arguments))


NEW = ["pwrite", "fsync", "replace", "fsync of the directory"]
IN_PLACE = ["pwrite", "fdatasync"]


@pytest.mark.requirement("OPS-2")
def test_an_anchor_is_flushed_before_its_name_and_its_name_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    anchor = Anchor(tmp_path / "anchor" / "head")
    anchor.write(head(3))
    assert disk.steps == NEW
    anchor.write(head(4))
    anchor.write(head(5))
    assert disk.steps == NEW + IN_PLACE * 2


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize("failing", ["pwrite", "fdatasync"])
def test_after_a_failed_write_nothing_of_the_old_file_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    disk = Disk(monkeypatch)
    anchor = Anchor(tmp_path / "anchor" / "head")
    anchor.write(head(3))
    disk.failing = failing
    with pytest.raises(StoreUnavailable, match="could not be anchored"):
        anchor.write(head(4))
    disk.failing = ""
    del disk.steps[:]
    anchor.write(head(4))
    assert disk.steps == NEW
    assert anchor.read(key=LOG_VERIFIER) == head(4)


@pytest.mark.requirement("OPS-2")
@settings(max_examples=150)
@given(
    older=st.integers(1, 9),
    cut=st.integers(0, SLOT_BYTES),
    stale=st.booleans(),
    noise=st.binary(max_size=8),
)
def test_a_power_cut_while_a_slot_is_written_leaves_the_acknowledged_head(
    older: int, cut: int, stale: bool, noise: bytes
) -> None:
    before = slot_bytes(head(older)) if stale else bytes(SLOT_BYTES)
    whole = slot_bytes(head(11))
    torn = (whole[:cut] + noise + before[cut + len(noise) :])[:SLOT_BYTES]
    for slots in (slot_bytes(head(10)) + torn, torn + slot_bytes(head(10))):
        found = parse_anchor(slots, key=LOG_VERIFIER, where="head")
        assert found == (head(11) if torn == whole else head(10))


def test_the_newest_is_never_the_one_that_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "anchor" / "head"
    anchor = Anchor(path)
    for size in range(1, 6):
        anchor.write(head(size))
        content = path.read_bytes()
        slots = content[:SLOT_BYTES], content[SLOT_BYTES:]
        assert slots.count(slot_bytes(head(size))) == 1
        assert size == 1 or slots.count(slot_bytes(head(size - 1))) == 1


def test_a_line_as_the_first_release_wrote_it_is_read_and_gives_way(tmp_path: Path) -> None:
    path = tmp_path / "head"
    path.write_bytes(anchor_bytes(head(3)))
    path.chmod(0o600)
    anchor = Anchor(path)
    assert anchor.read(key=LOG_VERIFIER) == head(3)
    anchor.write(head(4))
    assert path.stat().st_size == 2 * SLOT_BYTES
    assert anchor.read(key=LOG_VERIFIER) == head(4)


def test_an_older_head_that_is_written_on_purpose_replaces_both_slots(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "anchor" / "head")
    for size in (3, 4, 2):
        anchor.write(head(size))
    assert anchor.read(key=LOG_VERIFIER) == head(2)


def test_a_file_that_was_taken_away_is_made_again(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "anchor" / "head")
    anchor.write(head(3))
    Path(anchor.path).unlink()
    anchor.write(head(4))
    assert Anchor(anchor.path).read(key=LOG_VERIFIER) == head(4)


@pytest.mark.parametrize(
    "slots",
    [
        slot_bytes(head(10)) + slot_bytes(Anchored(3, bytes(32), head(3).checkpoint)),
        slot_bytes(head(3)) + slot_bytes(head(3, bytes(32))),
        slot_bytes(head(3)),
        slot_bytes(head(3)) * 3,
        slot_bytes(head(3)) + b"\0",
        bytes(2 * SLOT_BYTES),
        b"",
    ],
    ids=["one unsigned", "two heads of a size", "cut off", "three", "one byte more", "empty slots", "empty"],
)
def test_slots_that_no_gate_writes_are_refused(slots: bytes) -> None:
    with pytest.raises(StoreCorrupt):
        parse_anchor(slots, key=LOG_VERIFIER, where="head")


@pytest.mark.requirement("OPS-2")
def test_an_append_is_acknowledged_only_after_its_head_is_anchored(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.open() as store:
        governed(store)
        anchored = place.anchor.read(key=LOG_VERIFIER)
        assert anchored is not None
        assert (anchored.size, anchored.checkpoint) == (store.size(), store.checkpoint())


def test_an_anchor_reads_back_as_it_was_written(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "anchor" / "head")
    assert anchor.read(key=LOG_VERIFIER) is None
    for each in (Anchored(0, EMPTY_ROOT, ""), head(3), head(4)):
        anchor.write(each)
        assert anchor.read(key=LOG_VERIFIER) == each
    assert [path.name for path in (tmp_path / "anchor").iterdir()] == ["head"]


@pytest.mark.parametrize(
    "forged",
    [
        Anchored(0, ROOT, ""),
        Anchored(3, ROOT, ""),
        Anchored(3, bytes(32), head(3).checkpoint),
        Anchored(2, ROOT, head(3).checkpoint),
        Anchored(3, ROOT, head(3).checkpoint.replace("\n3\n", "\n2\n")),
    ],
)
def test_an_anchor_that_no_signature_supports_is_refused(tmp_path: Path, forged: Anchored) -> None:
    path = tmp_path / "head"
    path.write_bytes(anchor_bytes(forged))
    path.chmod(0o600)
    with pytest.raises(StoreCorrupt):
        Anchor(path).read(key=LOG_VERIFIER)


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_anchor_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "head"
    path.write_bytes(anchor_bytes(head()))
    path.chmod(mode)
    with pytest.raises(StoreCorrupt, match="written by others"):
        Anchor(path).read(key=LOG_VERIFIER)


@pytest.mark.requirement("AUDIT-1", "OPS-1")
def test_an_anchor_that_says_the_log_is_empty_is_no_way_around(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.open() as store:
        governed(store)
        governed_size = store.size()
    assert governed_size > 1
    place.anchor_file.write_bytes(anchor_bytes(Anchored(0, EMPTY_ROOT, "")))
    with pytest.raises(RolledBack):
        place.open()
