"""From what a real Claude Code sent to the call that is decided, and from the answer to the bytes it obeys."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.errors import InvalidInput, MayactError
from mayact.core.wire.hooks import claude_code
from mayact.core.wire.hooks.claude_code import parse_event
from mayact.core.wire.hooks.events import AfterTool, BeforeTool, OtherEvent, deny_on_error

OBSERVED = Path(__file__).resolve().parents[1] / "clients" / "observed"
FILES = sorted(OBSERVED.glob("claude-code.*ToolUse*.json"))


def observed(name: str) -> dict[str, Any]:
    return dict(json.loads((OBSERVED / f"claude-code.{name}.json").read_text())["stdin"])


def before(payload: dict[str, Any], **environment: str) -> BeforeTool:
    event = parse_event(json.dumps(payload).encode(), environment)
    assert isinstance(event, BeforeTool)
    return event


def tool(name: str, given: dict[str, Any], **more: Any) -> BeforeTool:
    return before({**observed("PreToolUse.Bash"), "tool_name": name, "tool_input": given, **more})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_observed_payload_is_understood(path: Path) -> None:
    event = parse_event(json.dumps(json.loads(path.read_text())["stdin"]).encode(), {})
    assert isinstance(event, BeforeTool if ".PreToolUse." in path.name else AfterTool)


def test_a_command() -> None:
    event = before(observed("PreToolUse.Bash"), PATH="/bin")
    call = event.call
    assert (call.tool, call.arguments, call.cwd) == ("shell", {"command": "echo one"}, "/home/dev/project")
    assert call.environment == {"PATH": "/bin"}
    assert (call.agent, call.subagent) == ("claude-code", "")
    assert (call.session, call.call_id) == ("c52ddd23-7180-48a0-bde3-319c5852fcc5", "toolu_14640e42af4640dfbba0464e")
    assert event.rewritable == {"command": "echo one", "description": "mock"}


def test_a_subagent_is_a_hop_of_its_own() -> None:
    call = before(observed("PreToolUse.Bash.subagent")).call
    assert (call.agent, call.subagent) == ("claude-code", "general-purpose")


EDIT = {"old_string": "a", "new_string": "b", "replace_all": False}

ROWS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("Read", {"file_path": "/p/f", "offset": 3}, "file.read", {"path": "/p/f"}),
    ("Write", {"file_path": "/p/f", "content": "x"}, "file.write", {"path": "/p/f", "content": "x"}),
    ("Edit", {"file_path": "/p/f", **EDIT}, "file.edit", {"path": "/p/f", "edits": [{"old": "a", "new": "b"}]}),
    (
        "Edit",
        {"file_path": "/p/f", **EDIT, "replace_all": True},
        "file.edit",
        {"path": "/p/f", "edits": [{"old": "a", "new": "b", "all": True}]},
    ),
    (
        "MultiEdit",
        {"file_path": "/p/f", "edits": [EDIT, EDIT]},
        "file.edit",
        {"path": "/p/f", "edits": [{"old": "a", "new": "b"}, {"old": "a", "new": "b"}]},
    ),
    (
        "NotebookEdit",
        {"notebook_path": "/p/n.ipynb", "cell_id": "c1", "new_source": "x"},
        "file.edit",
        {"path": "/p/n.ipynb", "edits": [{"old": "c1", "new": "x"}]},
    ),
    ("Glob", {"pattern": "**/*.py"}, "file.read", {"path": "/home/dev/project", "recursive": True}),
    ("Glob", {"pattern": "*.py", "path": "/p"}, "file.read", {"path": "/p", "recursive": True}),
    ("Glob", {"pattern": "/etc/*"}, "file.read", {"path": "/", "recursive": True}),
    ("Glob", {"pattern": "../../.ssh/*", "path": "/p"}, "file.read", {"path": "/", "recursive": True}),
    ("Grep", {"pattern": "/etc/passwd|..", "path": "/p"}, "file.read", {"path": "/p", "recursive": True}),
    ("Grep", {"pattern": "x", "glob": "../**"}, "file.read", {"path": "/", "recursive": True}),
    ("LS", {"path": "/p"}, "file.read", {"path": "/p", "recursive": True}),
    ("WebFetch", {"url": "https://e.org/x", "prompt": "p"}, "http", {"method": "GET", "url": "https://e.org/x"}),
    (
        "WebSearch",
        {"query": "secret plans"},
        "http",
        {"method": "POST", "url": "https://api.anthropic.com/v1/messages"},
    ),
    ("Agent", {"prompt": "do"}, "other", {"name": "agent.spawn", "arguments": {"prompt": "do"}}),
    ("Task", {"prompt": "do"}, "other", {"name": "agent.spawn", "arguments": {"prompt": "do"}}),
    (
        "TodoWrite",
        {"todos": []},
        "other",
        {"name": "client.internal", "arguments": {"tool": "TodoWrite", "input": {"todos": []}}},
    ),
    ("NotYetInvented", {"x": 1}, "other", {"name": "NotYetInvented", "arguments": {"x": 1}}),
    ("mcp__lab__echo", {"text": "t"}, "mcp", {"server": "lab", "tool": "echo", "arguments": {"text": "t"}}),
]


@pytest.mark.requirement("AUTHZ-1")
@pytest.mark.parametrize(("name", "given_input", "kind", "arguments"), ROWS)
def test_every_tool_is_one_call(name: str, given_input: dict[str, Any], kind: str, arguments: dict[str, Any]) -> None:
    event = tool(name, given_input)
    assert (event.call.tool, event.call.arguments) == (kind, arguments)
    assert event.rewritable is None
    assert event.call.environment == {}


def test_a_server_name_with_underscores_is_taken_from_the_client() -> None:
    event = tool("mcp__my__lab__echo", {}, mcp_server={"name": "my__lab"})
    assert event.call.arguments == {"server": "my__lab", "tool": "echo", "arguments": {}}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("name", "given_input"),
    [
        ("Bash", {}),
        ("Bash", {"command": ["ls"]}),
        ("Read", {}),
        ("Write", {"file_path": "/p"}),
        ("Edit", {"file_path": "/p", "old_string": "a"}),
        ("MultiEdit", {"file_path": "/p", "edits": "x"}),
        ("MultiEdit", {"file_path": "/p", "edits": [1]}),
        ("WebFetch", {"url": None}),
    ],
)
def test_a_tool_whose_input_is_not_understood_is_refused(name: str, given_input: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        tool(name, given_input)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"{}", b'{"hook_event_name":1}', b'{"hook_event_name":"PreToolUse"}', b'{"a":1,"a":2}', b"\xff"],
)
def test_a_payload_that_is_not_understood_is_refused(payload: bytes) -> None:
    with pytest.raises(MayactError):
        parse_event(payload, {})


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text()), max_size=5))
def test_no_input_makes_the_reading_fail_otherwise(given_input: dict[str, Any]) -> None:
    for name in ("Bash", "Read", "Glob", "Grep", "mcp__a__b", "Whatever"):
        try:
            event = tool(name, given_input)
        except MayactError:
            continue
        assert event.call.agent == "claude-code"


def test_after_a_tool_its_outcome_is_joined_by_the_clients_own_id() -> None:
    event = parse_event(json.dumps(observed("PostToolUseFailure.Bash")).encode(), {})
    assert isinstance(event, AfterTool)
    assert (event.status, event.detail) == ("failed", "Exit code 3")
    assert event.call_id.startswith("toolu_")


def test_other_events_decide_nothing() -> None:
    assert parse_event(b'{"hook_event_name":"SessionStart"}', {}) == OtherEvent("SessionStart")


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text())
def test_a_deny_says_nothing_on_standard_output(reason: str) -> None:
    reply = deny_on_error(reason)
    assert (reply.exit_code, reply.stdout) == (2, b"")
    assert reply.stderr.endswith(b"\n")


@given(st.dictionaries(st.text(), st.text()))
def test_an_allow_is_one_json_object_and_keeps_the_rest_of_the_input(given_input: dict[str, str]) -> None:
    event = before(observed("PreToolUse.Bash"))
    reply = claude_code.allow(event, {**given_input, "command": "x"})
    said = json.loads(reply.stdout)["hookSpecificOutput"]
    assert said == {
        "hookEventName": "PreToolUse",
        "permissionDecision": "allow",
        "updatedInput": {**given_input, "command": "x"},
    }
    assert (reply.exit_code, reply.stderr) == (0, b"")
    assert "updatedInput" not in json.loads(claude_code.allow(event, None).stdout)["hookSpecificOutput"]
