"""What hook scripts and the gate say to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.errors import InvalidInput
from mayact.core.wire.hooks.envelope import (
    HookReply,
    HookRequest,
    encode_hook_reply,
    encode_hook_request,
    parse_hook_reply,
    parse_hook_request,
)

VALUES = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)))
NAMES = st.text("ABCXYZ_", min_size=1)


@given(st.binary(), st.dictionaries(NAMES, VALUES))
def test_a_request_comes_back(payload: bytes, environment: dict[str, str]) -> None:
    request = HookRequest("claude-code", payload, environment)
    assert parse_hook_request(encode_hook_request(request)) == request


@given(st.integers(0, 255), st.binary(), st.binary())
def test_a_reply_comes_back(code: int, stdout: bytes, stderr: bytes) -> None:
    reply = HookReply(code, stdout, stderr)
    assert parse_hook_reply(encode_hook_reply(reply)) == reply


@pytest.mark.requirement("AUTHZ-6")
@given(st.binary(max_size=50), st.binary(max_size=50), st.data())
def test_a_cut_or_longer_message_is_refused(stdout: bytes, stderr: bytes, data: st.DataObject) -> None:
    raw = encode_hook_reply(HookReply(0, stdout, stderr))
    with pytest.raises(InvalidInput):
        parse_hook_reply(raw[: data.draw(st.integers(0, len(raw) - 1))])
    with pytest.raises(InvalidInput):
        parse_hook_reply(raw + b"x")


@pytest.mark.parametrize(
    "raw",
    [
        b"mayact-hook/1 claude-code 3 0\nA=B",
        b"mayact-hook/1 claude-code 8 0\nA=B\0A=C\0",
        b"mayact-hook/1 claude-code 3 0\n=B\0",
        b"mayact-hook/1 claude-code 2 0\nA\0",
        b"mayact-hook/1 Claude 0 0\n",
        b"mayact-hook/1 claude-code 00 0\n",
    ],
)
def test_malformed_requests_are_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse_hook_request(raw)


def test_an_exit_code_is_one() -> None:
    with pytest.raises(InvalidInput):
        parse_hook_reply(b"mayact-hook/1 256 0 0\n")
