"""The anchor file: replaced whole, flushed in the right order, and never believed unsigned."""

import os
import stat
from pathlib import Path

import pytest
from tests.support.store import LOG_KEY, LOG_VERIFIER, ORIGIN, Place, governed

from mayact.core.errors import RolledBack, StoreCorrupt
from mayact.core.log.checkpoint import Checkpoint, sign_checkpoint
from mayact.core.log.merkle import EMPTY_ROOT
from mayact.store.anchor import Anchor, Anchored, anchor_bytes

ROOT = bytes(range(32))


def head(size: int = 3, root: bytes = ROOT) -> Anchored:
    note = sign_checkpoint(Checkpoint(ORIGIN, size, root), key=LOG_VERIFIER, sign=LOG_KEY.sign)
    return Anchored(size, root, note)


@pytest.mark.requirement("OPS-2")
def test_an_anchor_is_flushed_before_its_name_and_its_name_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        steps.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def replace(source: str, target: str) -> None:
        steps.append("replace")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    Anchor(tmp_path / "anchor" / "head").write(head())
    assert steps == ["file", "replace", "directory"]


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
