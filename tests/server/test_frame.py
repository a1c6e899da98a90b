"""A frame is whole or it is nothing."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayact.core.errors import InvalidInput, LimitExceeded
from mayact.core.limits import MAX_FRAME_BYTES
from mayact.core.wire import frame

NOTHING = hashlib.sha256(b"").hexdigest().encode()


@given(st.binary(max_size=2_000))
def test_what_is_framed_comes_back(body: bytes) -> None:
    assert frame.decode(frame.encode(body)) == body


@pytest.mark.requirement("AUTHZ-6")
@given(st.binary(max_size=200), st.data())
def test_a_cut_frame_is_never_read(body: bytes, data: st.DataObject) -> None:
    whole = frame.encode(body)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(InvalidInput):
        frame.decode(whole[:cut])


@pytest.mark.requirement("AUTHZ-6")
@given(st.binary(max_size=200), st.binary(min_size=1, max_size=20))
def test_nothing_may_follow_a_frame(body: bytes, more: bytes) -> None:
    with pytest.raises(InvalidInput):
        frame.decode(frame.encode(body) + more)


@pytest.mark.requirement("AUTHZ-6")
@settings(max_examples=200)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_changed_byte_is_never_read_as_something_else(body: bytes, data: st.DataObject) -> None:
    whole = bytearray(frame.encode(body))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidInput):
        frame.decode(bytes(whole))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"mayact/1 0 " + NOTHING,  # no line feed
        b"mayact/2 0 " + NOTHING + b"\n",
        b"mayact/1  0 " + NOTHING + b"\n",
        b"mayact/1 00 " + NOTHING + b"\n",
        b"mayact/1 -0 " + NOTHING + b"\n",
        b"mayact/1 +0 " + NOTHING + b"\n",
        "mayact/1 ٠ ".encode() + NOTHING + b"\n",
        b"mayact/1 0 " + NOTHING.upper() + b"\n",
        b"mayact/1 0 " + NOTHING[:-1] + b"\n",
        b"mayact/1 0 " + NOTHING + b"\r\n",
        b"mayact/1 0 " + NOTHING + b" \n",
        b"GET / HTTP/1.1\n",
    ],
)
def test_a_first_line_has_one_form(line: bytes) -> None:
    with pytest.raises(InvalidInput):
        frame.parse_header(line)


def test_a_frame_has_a_bound_both_ways() -> None:
    with pytest.raises(LimitExceeded):
        frame.encode(b"x" * (MAX_FRAME_BYTES + 1))
    with pytest.raises(LimitExceeded):
        frame.parse_header(b"mayact/1 %d %s\n" % (MAX_FRAME_BYTES + 1, NOTHING))
    assert len(b"mayact/1 %d %s\n" % (MAX_FRAME_BYTES, NOTHING)) == frame.MAX_HEADER_BYTES


def test_the_format_is_pinned() -> None:
    assert frame.encode(b"hi") == b"mayact/1 2 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4\nhi"
