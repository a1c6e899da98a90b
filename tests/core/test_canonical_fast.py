"""The fast form is the general form, byte for byte, wherever it is used; where it is not, the general form decides."""

from types import MappingProxyType
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mayact.core import canonical
from mayact.core.canonical import canonical_bytes, freeze, parse_json, thaw
from mayact.core.errors import InvalidInput, LimitExceeded
from mayact.core.limits import MAX_JSON_DEPTH

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
ODD = st.sampled_from(
    ["\u0000", "\u001f", "\u007f", "\u0080", "\u2028", "\u2029", "\ud7ff", "\U0001f600", '"\\/', "</a>"]
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | TEXT | ODD
KEYS = st.text(st.characters(max_codepoint=127), max_size=6) | TEXT | ODD
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


def general(value: Any) -> bytes:
    return rfc8785.dumps(thaw(freeze(value)))  # type: ignore[arg-type]


@pytest.mark.requirement("AUDIT-1", "APPR-1")
@given(VALUES)
@settings(max_examples=200, deadline=None)
@example({"b": 1, "a": {"\u007f": "\u007f", "A": -0}})
@example({"\ufb33": 1, "\U0001f600": 2, "é": 3})  # sorted by UTF-16 units, not by bytes
@example([2**53 - 1, -(2**53) + 1, 1.0, -0.0, 1e21])
def test_the_fast_form_is_the_general_form(value: Any) -> None:
    assert canonical_bytes(value) == general(value)
    assert canonical_bytes(freeze(value)) == general(value)


@given(
    st.dictionaries(
        st.text(st.characters(max_codepoint=127), max_size=4), SCALARS.filter(lambda v: type(v) is not float)
    )
)
@settings(max_examples=100, deadline=None)
def test_what_the_fast_form_admits_it_writes_alike(value: dict[str, Any]) -> None:
    assert canonical._is_simple(value, 0)
    assert canonical._SIMPLE.encode(freeze(value)) == general(value)


class Text(str):
    """Not exactly text: what it converts to is for the general form to say."""


@pytest.mark.parametrize(
    "value",
    [1.5, {"é": 1}, {"a": Text("x")}, {1: "a"}, [b"x"], {"a": {1, 2}}, 2**53, {"a": -(2**53)}, [float("nan")]],
    ids=repr,
)
def test_whatever_is_not_plainly_simple_goes_the_general_way(value: Any) -> None:
    assert not canonical._is_simple(value, 0)


@pytest.mark.parametrize("value", ["\ud800", {"a": "\udfff"}, {"a": [1, "x\ud800"]}])
def test_a_lone_surrogate_is_refused_on_the_fast_way_too(value: Any) -> None:
    with pytest.raises(InvalidInput, match="surrogate"):
        canonical_bytes(value)


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: {"a": v}, lambda v: MappingProxyType({"a": v})])
@pytest.mark.parametrize("leaf", [[], {}, 1, "x"])
def test_both_ways_refuse_at_the_same_depth(wrap: Any, leaf: Any) -> None:
    value = leaf
    for _ in range(MAX_JSON_DEPTH):
        value = wrap(value)
    assert canonical_bytes(value) == general(value)
    with pytest.raises(LimitExceeded):
        canonical_bytes(wrap(value))


@given(VALUES)
@settings(max_examples=100, deadline=None)
def test_frozen_and_thawed_say_the_same(value: Any) -> None:
    frozen = freeze(value)
    assert canonical_bytes(frozen) == canonical_bytes(thaw(frozen))  # type: ignore[arg-type]
    assert parse_json(canonical_bytes(frozen)) == frozen
