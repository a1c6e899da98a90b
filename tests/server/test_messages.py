"""Two closed lists of operations; nothing coerced, nothing overlooked."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.errors import InvalidInput, MayactError
from mayact.core.wire.messages import Authorize, Report, Sweep, encode_message, parse_agent, parse_control

CALL: dict[str, Any] = {"tool": "shell", "arguments": {"command": "ls"}, "cwd": "/w"}


def body(**members: Any) -> bytes:
    return json.dumps(members).encode()


def test_a_message_is_read_as_it_was_written() -> None:
    read = parse_agent(body(op="authorize", call={**CALL, "environment": {"PATH": "/bin"}}, wait_ms=5))
    assert isinstance(read, Authorize)
    assert (read.call.tool, read.call.environment, read.wait_ms) == ("shell", {"PATH": "/bin"}, 5)
    assert parse_agent(encode_message(read)) == read


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({}, "op"),
        ({"op": "approve"}, "op"),
        ({"op": "status", "more": 1}, "more"),
        ({"op": "authorize"}, "call"),
        ({"op": "authorize", "call": CALL, "wait_ms": "5"}, "wait_ms"),
        ({"op": "authorize", "call": CALL, "wait_ms": 5.5}, "wait_ms"),
        ({"op": "authorize", "call": CALL, "wait_ms": True}, "wait_ms"),
        ({"op": "authorize", "call": {**CALL, "tool": "root"}}, "call.tool"),
        ({"op": "authorize", "call": {**CALL, "user": "root"}}, "call.user"),
        ({"op": "authorize", "call": {**CALL, "home": "/root"}}, "call.home"),
        ({"op": "authorize", "call": {**CALL, "chain": []}}, "call.chain"),
        ({"op": "authorize", "call": {**CALL, "boundary": "gate"}}, "call.boundary"),
        ({"op": "authorize", "call": {**CALL, "arguments": ["ls"]}}, "call.arguments"),
        ({"op": "authorize", "call": {**CALL, "environment": {"PATH": 1}}}, "call.environment[...]"),
        ({"op": "outcome", "permit": "p", "status": "approved"}, "status"),
        ({"op": "claim", "token": None}, "token"),
    ],
)
def test_what_is_not_exactly_a_message_is_refused_and_named(members: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_agent(body(**members))
    assert refused.value.field == field


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'"status"', b'{"op":"status","op":"sweep"}', b'{"op":NaN}'])
def test_text_with_two_readings_or_none_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse_agent(raw)


@pytest.mark.requirement("APPR-10")
def test_the_two_lists_share_nothing_that_changes_anything() -> None:
    for op in ("requests", "request", "answer", "activate", "policy", "sweep"):
        with pytest.raises(InvalidInput):
            parse_agent(body(op=op))
    for op in ("authorize", "claim", "redeem", "outcome", "explain"):
        with pytest.raises(InvalidInput):
            parse_control(body(op=op))
    assert parse_control(body(op="sweep")) == Sweep()


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(ANY_JSON)
def test_no_json_makes_the_parser_fail_otherwise(value: Any) -> None:
    for parse in (parse_agent, parse_control):
        with pytest.raises(MayactError) as refused:
            parse(json.dumps(value).encode())
        assert refused.value.message.isprintable()


@given(st.text().filter(lambda name: name not in ("op", "token")), ANY_JSON)
def test_no_member_can_write_a_line_of_its_own(name: str, value: Any) -> None:
    with pytest.raises(MayactError) as refused:
        parse_agent(json.dumps({"op": "claim", name: value}).encode())
    assert refused.value.message.isprintable()


def test_an_outcome_keeps_its_exit_code() -> None:
    read = parse_agent(body(op="outcome", permit="p", status="failed", exit_code=7))
    assert read == Report(permit="p", status="failed", exit_code=7)
