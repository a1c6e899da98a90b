"""THE bytes: RFC 8785 vectors nobody here wrote, what is refused, and the properties everything hashed relies on."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayact.core.canonical import (
    canonical_bytes,
    digest_of,
    freeze,
    parse_json,
    refuse_keys_alike,
    thaw,
)
from mayact.core.errors import InvalidInput, LimitExceeded, MayactError
from mayact.core.limits import MAX_FRAME_BYTES, MAX_JSON_DEPTH

JCS = Path(__file__).parents[1] / "vectors" / "third_party" / "jcs" / "testdata"
NAMES = sorted(path.stem for path in (JCS / "input").iterdir())
MAX_SAFE = 2**53 - 1


def test_the_vectors_are_all_there() -> None:
    assert NAMES == ["arrays", "french", "structures", "unicode", "values", "weird"]


@pytest.mark.requirement("APPR-1")
@pytest.mark.parametrize("name", NAMES)
def test_jcs_vectors(name: str) -> None:
    canonical = canonical_bytes(parse_json((JCS / "input" / f"{name}.json").read_bytes()))
    assert canonical == (JCS / "output" / f"{name}.json").read_bytes()
    assert canonical == bytes.fromhex((JCS / "outhex" / f"{name}.txt").read_text())


@pytest.mark.parametrize(
    ("value", "text"),
    [  # RFC 8785 appendix B
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (1e23, "1e+23"),
        (1e21, "1e+21"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (0.000001, "0.000001"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
        (333333333.3333332, "333333333.3333332"),
        (4.5, "4.5"),
        (MAX_SAFE, "9007199254740991"),
        (-MAX_SAFE, "-9007199254740991"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert canonical_bytes(value) == text.encode()


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a":1,"\\u0061":2}',
        b'{"x":{"a":1,"a":1}}',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e400",
        b'"\\ud800"',
        b'{"\\udc00":1}',
        b'"\\ud800\\u0041"',
        b"9007199254740992",
        b"-9007199254740992",
        b"9007199254740993.0",
        b"1" * 5000,
        b"100000000000000000000.0",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"",
        b"{",
        b"[1,]",
        b"{'a':1}",
        b"01",
        b"1 2",
        b'"\x00"',
        b"nul",
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_text_with_no_single_reading_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse_json(raw)


def test_too_deep_is_refused_and_the_limit_is_not() -> None:
    at_limit = b"[" * MAX_JSON_DEPTH + b"]" * MAX_JSON_DEPTH
    assert canonical_bytes(parse_json(at_limit)) == at_limit
    for raw in (b"[" * (MAX_JSON_DEPTH + 2) + b"]" * (MAX_JSON_DEPTH + 2), b"[" * 100_000, b'{"a":' * 100_000):
        with pytest.raises(LimitExceeded):
            parse_json(raw)


def test_too_long_is_refused_and_the_limit_is_not() -> None:
    assert parse_json(b'"' + b"a" * (MAX_FRAME_BYTES - 2) + b'"') == "a" * (MAX_FRAME_BYTES - 2)
    with pytest.raises(LimitExceeded):
        parse_json(b'"' + b"a" * (MAX_FRAME_BYTES - 1) + b'"')
    with pytest.raises(LimitExceeded):
        parse_json('"' + "é" * (MAX_FRAME_BYTES // 2) + '"')


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53,
        -(2**53),
        float(2**53),
        1e20,
        "\ud800",
        {"\ud800": 1},
        {1: 2},
        b"x",
        {1},
        object(),
    ],
)
def test_values_without_a_canonical_form_are_refused(value: Any) -> None:
    with pytest.raises(InvalidInput):
        canonical_bytes(value)


def test_a_value_that_contains_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(LimitExceeded):
        canonical_bytes(loop)  # type: ignore[arg-type]


@pytest.mark.parametrize("alike", [{"path": 1, "Path": 2}, {"a": [{"x": 1, "X": 2}]}, {"straße": 1, "STRASSE": 2}])
def test_keys_that_differ_only_in_case_are_refused(alike: Any) -> None:
    with pytest.raises(InvalidInput):
        refuse_keys_alike(alike)


def test_frozen_values_cannot_be_changed() -> None:
    source = {"a": [1, {"b": 2}]}
    frozen: Any = freeze(source)
    source["a"].append(3)
    assert thaw(frozen) == {"a": [1, {"b": 2}]}
    with pytest.raises(TypeError):
        frozen["a"] = 1
    with pytest.raises(TypeError):
        frozen["a"][1]["b"] = 3


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-MAX_SAFE, MAX_SAFE) | st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda number: not MAX_SAFE < abs(number) < 1e21
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_the_canonical_form_reads_back_as_the_same_value_and_is_its_own(value: Any) -> None:
    canonical = canonical_bytes(value)
    again = parse_json(canonical)
    assert canonical_bytes(again) == canonical
    assert thaw(again) == thaw(freeze(value))
    assert digest_of(again) == digest_of(value)


@given(VALUES, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_keys_does_not_matter(value: Any, random: Any) -> None:
    def shuffled(item: Any) -> Any:
        if isinstance(item, dict):
            keys = list(item)
            random.shuffle(keys)
            return {key: shuffled(item[key]) for key in keys}
        return [shuffled(part) for part in item] if isinstance(item, list) else item

    assert canonical_bytes(shuffled(value)) == canonical_bytes(value)


@given(VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_different_values_have_different_bytes(one: Any, other: Any) -> None:
    same = json.dumps(thaw(parse_json(canonical_bytes(one)))) == json.dumps(thaw(parse_json(canonical_bytes(other))))
    assert (canonical_bytes(one) == canonical_bytes(other)) == same


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=200, deadline=None)
def test_parsing_refuses_or_gives_what_has_a_canonical_form(raw: bytes) -> None:
    try:
        value = parse_json(raw)
    except MayactError:
        return
    assert parse_json(canonical_bytes(value)) == value
