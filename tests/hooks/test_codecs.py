"""Every client's hook: from its payload to the call that is decided, from an answer to what the client does with it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.agents.contracts import CONTRACTS, Does

from mayact.core.errors import InvalidInput, MayactError
from mayact.core.wire.hooks.clients import CODECS, codec_of
from mayact.core.wire.hooks.events import AfterTool, AskedAgain, BeforeTool, OtherEvent, deny_on_error
from mayact.core.wire.hooks.forms import CLIENTS
from mayact.core.wire.messages import CallFields

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "hooks"
ROWS = [
    pytest.param(path.stem, json.loads(line), id=f"{path.stem}-{json.loads(line)['why'].replace(' ', '-')}")
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text().splitlines()
]
every_codec = pytest.mark.parametrize("name", CODECS)


@pytest.mark.requirement("AUTHZ-1", "AUTHZ-6", "BOUND-1")
@pytest.mark.parametrize(("client", "row"), ROWS)
def test_every_payload_is_one_call_or_refused(client: str, row: dict[str, Any]) -> None:
    payload = json.dumps(row["payload"]).encode()
    if "refused" in row:
        with pytest.raises(InvalidInput):
            codec_of(client).parse_event(payload, {})
        return
    event = codec_of(client).parse_event(payload, {"PATH": "/bin"})
    match event:
        case BeforeTool(call=call):
            found = {name: getattr(call, name) for name in row["call"]}
            assert found == row["call"]
            assert call.environment == ({"PATH": "/bin"} if call.tool == "shell" else {})
            assert call.call_id
        case AfterTool():
            assert {name: getattr(event, name) for name in row["after"]} == row["after"]
        case AskedAgain():
            assert event.key == row["again"]
        case OtherEvent(name=name):
            assert name == row["other"]


VALUES = st.none() | st.integers(-9, 9) | st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=2)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("client", CLIENTS)
@given(data=st.data())
def test_a_payload_that_is_not_as_expected_is_a_call_or_refused_never_nothing(client: str, data: st.DataObject) -> None:
    rows = [row for name, row in (param.values for param in ROWS) if name == client and "call" in row]
    if not rows:
        return
    payload = dict(data.draw(st.sampled_from(rows))["payload"])
    name = data.draw(st.sampled_from(sorted(payload)))
    if isinstance(payload[name], dict) and payload[name]:
        inner = data.draw(st.sampled_from(sorted(payload[name])))
        payload[name] = {**payload[name], inner: data.draw(VALUES)}
    elif name not in ("hook_event_name",):
        payload[name] = data.draw(VALUES)
    try:
        event = codec_of(client).parse_event(json.dumps(payload).encode(), {})
    except MayactError:
        return
    if isinstance(event, BeforeTool):
        assert event.call.agent == client
    else:  # only a payload that names no tool is about none
        assert not {"tool_name", "toolName"} & {name for name, value in payload.items() if value is not None}


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"hook_event_name":1}', b'{"a":1,"a":2}', b"\xff", b"null"])
@every_codec
def test_what_is_no_payload_is_refused(name: str, raw: bytes) -> None:
    with pytest.raises(MayactError):
        codec_of(name).parse_event(raw, {})


def test_a_client_that_is_not_known_is_refused() -> None:
    with pytest.raises(InvalidInput, match="claude-code"):
        codec_of("somebody-else")


# ── answers, held against what the clients were seen to do ───────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6")
@every_codec
@given(reason=st.text())
def test_a_deny_blocks_in_every_client_with_its_reason(name: str, reason: str) -> None:
    for reply in (codec_of(name).deny(reason), deny_on_error(reason)):
        assert reply.exit_code == 2
        assert reply.stderr.startswith(b"mayact: ")
        assert reply.stderr.endswith(b"\n")
        assert CONTRACTS[codec_of(name).client](reply) is Does.BLOCKS
    assert deny_on_error(reason).stdout == b""


@pytest.mark.requirement("AUTHZ-8")
def test_copilot_is_told_the_reason_where_it_listens() -> None:
    said = json.loads(codec_of("copilot").deny("mayact: denied\n").stdout)
    assert said == {
        "permissionDecision": "deny",
        "permissionDecisionReason": "mayact: denied",
        "behavior": "deny",
        "message": "mayact: denied",
    }


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(("tool", "given"), [("bash", {"command": "ls"}), ("create", {"path": "a", "file_text": ""})])
def test_what_copilot_asks_again_is_found_again(tool: str, given: dict[str, str]) -> None:
    codec = codec_of("copilot")
    assert codec.again is not None
    common = {"sessionId": "s", "cwd": "/w"}
    event = codec.parse_event(json.dumps({**common, "toolName": tool, "toolArgs": given}).encode(), {})
    assert isinstance(event, BeforeTool)
    asked = {"bash": ("bash", {"command": "ls"}), "create": ("edit", {"file_path": "/w/a", "diff": ""})}[tool]
    second = {**common, "hookName": "permissionRequest", "toolName": asked[0], "toolInput": asked[1]}
    assert codec.parse_event(json.dumps(second).encode(), {}) == AskedAgain(
        session="s", key=codec.again(event, None)[0]
    )
    if tool == "bash":
        assert codec.again(event, {"command": "other"}) == ("bash other",)


@pytest.mark.requirement("AUTHZ-6")
def test_copilot_asks_again_about_each_file_of_a_patch_and_about_no_other() -> None:
    codec = codec_of("copilot")
    patch = "*** Begin Patch\n*** Add File: a\n+x\n*** Update File: b\n*** Move to: c/d\n@@\n-x\n+y\n*** End Patch\n"
    sent = {"sessionId": "s", "cwd": "/w", "toolName": "apply_patch", "toolArgs": patch}
    event = codec.parse_event(json.dumps(sent).encode(), {})
    assert isinstance(event, BeforeTool)
    assert codec.again is not None
    assert codec.again(event, None) == ("edit /w/a", "edit /w/b", "edit /w/c/d")


@every_codec
@given(given_input=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3))
def test_an_allow_leaves_every_other_rule_of_the_client_standing(name: str, given_input: dict[str, str]) -> None:
    codec = codec_of(name)
    event = BeforeTool(call=CallFields(tool="shell", arguments={}, cwd="/"), rewritable=given_input)
    assert CONTRACTS[codec.client](codec.allow(event, None)) is Does.ASKS
    rewritten = codec.allow(event, {**given_input, "command": "x"})
    assert CONTRACTS[codec.client](rewritten) is Does.REWRITES
    for reply in (codec.allow(event, None), rewritten):
        assert reply.stdout.isascii()
        assert isinstance(json.loads(reply.stdout), dict)
        assert (reply.exit_code, reply.stderr) == (0, b"")


@every_codec
def test_an_allow_that_is_cut_is_no_answer(name: str) -> None:
    """Why the script prints a whole frame or nothing: cut, the client would run the call unguarded."""
    codec = codec_of(name)
    event = BeforeTool(call=CallFields(tool="shell", arguments={}, cwd="/"), rewritable={})
    whole = codec.allow(event, {"command": "x"})
    for length in range(1, len(whole.stdout)):
        cut = type(whole)(whole.exit_code, whole.stdout[:length], whole.stderr)
        assert CONTRACTS[codec.client](cut) is (Does.BLOCKS if name == "opencode" else Does.RUNS)
