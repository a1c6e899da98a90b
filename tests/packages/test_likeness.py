"""Names made to be taken for popular ones."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.analysis.packages.likeness import Verdict, likeness, normal
from mayact.core.analysis.packages.popular_names import NAMES

_VECTORS = Path(__file__).parents[1] / "vectors" / "packages" / "likeness.jsonl"
_ROWS = [json.loads(line) for line in _VECTORS.read_text(encoding="utf-8").splitlines()]
_POPULAR = [(registry, name) for registry, names in NAMES.items() for name in names.split()]


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['registry']}:{row['name']}")
def test_a_name_is_what_the_vector_says(row: dict[str, Any]) -> None:
    assert likeness(row["registry"], row["name"]) == Verdict(row["likeness"], row["similar_to"])


@given(st.sampled_from(_POPULAR))
def test_a_popular_name_is_no_look_alike_of_another(package: tuple[str, str]) -> None:
    assert likeness(*package).likeness == "popular"


@pytest.mark.requirement("AUTHZ-4")
@given(st.sampled_from([row for row in _POPULAR if row[0] in ("pypi", "npm")]), st.data())
def test_one_slip_in_a_popular_name_is_noticed(package: tuple[str, str], data: st.DataObject) -> None:
    registry, name = package
    if not 6 <= len(name) <= 40 or name.startswith("@") or not name.isalpha():
        return
    at = data.draw(st.integers(0, len(name) - 2))
    changed = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + "q" + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    assert likeness(registry, changed).likeness in ("look-alike", "popular")


@pytest.mark.requirement("AUTHZ-6")
@given(st.sampled_from([*NAMES, "packagist", "", "apt"]), st.text(max_size=300))
def test_any_text_gets_an_answer_and_only_listed_names_are_popular(registry: str, name: str) -> None:
    found = likeness(registry, name)
    assert found.likeness in ("popular", "other", "look-alike", "unknown")
    if found.likeness == "popular":
        assert normal(registry, name) in {normal(registry, each) for each in NAMES[registry].split()}


def test_names_of_registries_without_a_list_are_not_known() -> None:
    assert {likeness(registry, "requests").likeness for registry in ("packagist", "conda", "cpan", "")} == {"unknown"}


def test_the_lists_are_lists_of_names() -> None:
    for registry, names in NAMES.items():
        assert len(names.split()) > 900, registry
        assert names.isascii()
        assert unicodedata.is_normalized("NFKC", names)
