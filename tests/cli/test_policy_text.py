"""A policy written into a folder reads back as the same policy."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.cli.policy import _write, active
from mayact.cli.policy_text import difference, files_of, toml_text
from mayact.core.canonical import canonical_bytes, digest_of, freeze, thaw
from mayact.core.errors import InvalidInput, StoreCorrupt
from mayact.packs import read_folder, read_pack

SCALARS = (
    st.booleans()
    | st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
)
KEYS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(table=st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_table_survives_as_toml(table: dict[str, Any]) -> None:
    assert canonical_bytes(tomllib.loads(toml_text(table))) == canonical_bytes(freeze(table))  # type: ignore[arg-type]


@pytest.mark.requirement("POLICY-1")
def test_the_shipped_pack_survives_being_written(tmp_path: Path) -> None:
    bundle = read_pack("developer")
    _write(bundle, tmp_path / "pack")
    assert digest_of(read_folder(tmp_path / "pack")) == digest_of(bundle)
    with pytest.raises(InvalidInput):
        _write(bundle, tmp_path / "pack")


def test_a_policy_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    for name in ("../escape.cedar", ".hidden.cedar", "a/b.cedar"):
        bundle = freeze({"type": "mayact/bundle/v1", "policies": {name: "x"}, "tiers": {}, "systems": {}})
        with pytest.raises(StoreCorrupt):
            _write(bundle, tmp_path / name.replace("/", "-").replace(".", "-"))  # type: ignore[arg-type]
    assert not (tmp_path / "escape.cedar").exists()


def test_the_difference_names_what_changed_and_nothing_else() -> None:
    before = read_pack("developer")
    whole: Any = thaw(before)
    assert list(difference(before, before)) == []
    whole["policies"]["everyday.cedar"] += '@id("new.rule")\nforbid (principal, action, resource);\n'
    lines = list(difference(before, whole))
    assert '+@id("new.rule")' in lines
    assert not any("asks.cedar" in line for line in lines)
    assert set(files_of(before)) >= {"tiers.toml", "systems.toml", "everyday.cedar"}


def test_a_policy_that_is_not_what_it_names_is_refused() -> None:
    bundle: Any = thaw(read_pack("developer"))
    digest = digest_of(read_pack("developer"))
    assert active({"digest": digest, "bundle": bundle})[0] == digest
    bundle["policies"]["nevers.cedar"] = ""
    for reply in ({"digest": digest, "bundle": bundle}, {"digest": digest}, {"bundle": bundle}, {"bundle": []}):
        with pytest.raises(StoreCorrupt):
            active(reply)
