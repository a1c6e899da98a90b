"""What clients do by their own rules: each grammar, and `unknown` wherever it is not known for certain."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.log.entry import Entry, Kind
from mayact.core.shadow.clients import (
    claude_rule,
    claude_rules,
    codex_rules,
    copilot_rules,
    gemini_rules,
    judge,
    opencode_rules,
)
from mayact.core.shadow.observed import Observed, Own, observed
from mayact.core.shadow.own import OwnRule, Says, Shape, covers, parts


def call(client: str, kind: str = "shell", *, mode: str = "", cwd: str = "/w", **arguments: Any) -> Observed:
    body: Any = {
        "client": client,
        "mode": mode,
        "decision": {"call": {"tool": kind, "arguments": arguments, "cwd": cwd}, "verdict": {"outcome": "allow"}},
    }
    return observed(Entry(seq=0, at=0, kind=Kind.CALL_OBSERVED, body=body))


def own(settings: Any, asked: Observed) -> Own:
    readers: dict[str, Any] = {"claude-code": claude_rules, "gemini": gemini_rules, "opencode": opencode_rules}
    return judge(asked.client, readers[asked.client](settings), asked)


def permissions(**lists: list[str]) -> dict[str, Any]:
    return {"permissions": lists}


@pytest.mark.parametrize(
    ("lists", "command", "answer"),
    [
        ({}, "npm test", Own.ASKS),
        ({}, "ls -l | grep x", Own.RUNS),
        ({}, "git status", Own.RUNS),
        ({}, "git push", Own.ASKS),
        ({"allow": ["Bash(npm run test:*)"]}, "npm run test", Own.RUNS),
        ({"allow": ["Bash(npm run test:*)"]}, "npm run test -- x 2>&1 | tail -3", Own.RUNS),
        ({"allow": ["Bash(npm run test:*)"]}, "npm run testing", Own.ASKS),
        ({"allow": ["Bash(npm run test:*)"]}, "npm run test && rm -rf /", Own.ASKS),
        ({"allow": ["Bash(npm run test:*)"]}, "npm run test $(rm -rf /)", Own.UNKNOWN),
        ({"allow": ["Bash(npm run test:*)"]}, "npm run test > /etc/passwd", Own.UNKNOWN),
        ({"allow": ["Bash(npm run *)"]}, "npm run x", Own.RUNS),
        ({"allow": ["Bash(make)"]}, "make", Own.RUNS),
        ({"allow": ["Bash(make)"]}, "make all", Own.ASKS),
        ({"allow": ["Bash"]}, "rm -rf $(pwd)", Own.RUNS),
        ({"allow": ["Bash"], "deny": ["Bash(rm:*)"]}, "ls; rm x", Own.REFUSES),
        ({"allow": ["Bash"], "ask": ["Bash(git push:*)"]}, "git push origin", Own.ASKS),
        ({"allow": ["Bash"], "deny": ["Bash(rm:*)"]}, "x $(rm y)", Own.UNKNOWN),
    ],
)
def test_claude_code_on_commands(lists: dict[str, list[str]], command: str, answer: Own) -> None:
    assert own(permissions(**lists), call("claude-code", command=command, mode="default")) is answer


@pytest.mark.parametrize(
    ("lists", "mode", "tool", "arguments", "answer"),
    [
        ({}, "default", "file.read", {"path": "/w/a"}, Own.RUNS),
        ({}, "default", "file.read", {"path": "/etc/passwd"}, Own.UNKNOWN),
        ({}, "default", "file.write", {"path": "/w/a"}, Own.ASKS),
        ({}, "acceptEdits", "file.edit", {"path": "/w/a"}, Own.RUNS),
        ({}, "acceptEdits", "file.edit", {"path": "/wide/a"}, Own.UNKNOWN),
        ({}, "dontAsk", "file.edit", {"path": "/w/a"}, Own.REFUSES),
        ({"allow": ["Edit"]}, "default", "file.edit", {"path": "/w/a"}, Own.RUNS),
        ({"deny": ["Read(./.env)"]}, "default", "file.read", {"path": "/w/.env"}, Own.UNKNOWN),
        ({}, "default", "mcp", {"server": "s", "tool": "t"}, Own.ASKS),
        ({"allow": ["mcp__s"]}, "default", "mcp", {"server": "s", "tool": "t"}, Own.RUNS),
        ({"allow": ["mcp__s__t"]}, "default", "mcp", {"server": "s", "tool": "u"}, Own.ASKS),
        ({"allow": ["WebFetch(domain:a.b)"]}, "default", "http", {"url": "https://a.b/x"}, Own.RUNS),
        ({"allow": ["WebFetch(domain:a.b)"]}, "default", "http", {"url": "https://c.d/x"}, Own.ASKS),
        ({}, "bypassPermissions", "shell", {"command": "rm -rf $x"}, Own.RUNS),
        ({"deny": ["Bash(rm:*)"]}, "bypassPermissions", "shell", {"command": "x $x"}, Own.UNKNOWN),
        ({}, "bypassPermissions", "shell", {"command": "rm -rf x"}, Own.RUNS),
        ({}, "plan", "shell", {"command": "rm -rf x"}, Own.UNKNOWN),
        ({}, "", "shell", {"command": "ls"}, Own.UNKNOWN),
        ({}, "default", "other", {"name": "client.internal"}, Own.RUNS),
    ],
)
def test_claude_code_by_mode_and_tool(
    lists: dict[str, list[str]], mode: str, tool: str, arguments: dict[str, str], answer: Own
) -> None:
    assert own(permissions(**lists), call("claude-code", tool, mode=mode, **arguments)) is answer


@pytest.mark.parametrize(
    ("given", "command", "answer"),
    [
        (None, "rm x", Own.RUNS),
        ("ask", "rm x", Own.ASKS),
        ({"bash": "ask"}, "rm x", Own.ASKS),
        ({"bash": {"*": "ask", "git *": "allow"}}, "git status", Own.RUNS),
        ({"bash": {"*": "ask", "git *": "allow"}}, "git status && rm x", Own.ASKS),
        ({"bash": {"git *": "allow", "*": "ask"}}, "git status", Own.ASKS),  # the last one that matches
        ({"bash": {"*": "allow", "rm *": "deny"}}, "ls; rm x", Own.REFUSES),
        ({"bash": {"*": "allow", "rm *": "deny"}}, "ls $(x)", Own.UNKNOWN),
        ({"bash": {"*": "allow"}}, "ls $(x)", Own.RUNS),
    ],
)
def test_opencode(given: Any, command: str, answer: Own) -> None:
    assert own({} if given is None else {"permission": given}, call("opencode", command=command)) is answer


def test_of_gemini_and_copilot_only_what_is_certain_is_said() -> None:
    settings = {"tools": {"allowed": ["run_shell_command(git)"]}}
    assert own(settings, call("gemini", command="git status")) is Own.RUNS
    assert own(settings, call("gemini", command="git status; rm x")) is Own.UNKNOWN
    assert own(settings, call("gemini", "file.read", path="/w/a")) is Own.RUNS
    assert judge("copilot", (), call("copilot", command="ls")) is Own.UNKNOWN
    assert judge("copilot", (), call("copilot", "file.read", path="/w/a")) is Own.RUNS
    assert judge("new", (), call("new", command="ls")) is Own.UNKNOWN


def test_codex_and_copilot_lists_are_read() -> None:
    text = (
        'prefix_rule(pattern=["git", "status"], decision="allow")\nprefix_rule(pattern=["rm"], decision="forbidden")\n'
    )
    text += "prefix_rule(pattern=WORDS)\n"
    assert [(rule.says, rule.shape, rule.pattern) for rule in codex_rules(text)] == [
        (Says.ALLOW, Shape.PREFIX, "git status"),
        (Says.DENY, Shape.PREFIX, "rm"),
        (Says.ALLOW, Shape.UNKNOWN, ""),
    ]
    assert [
        (rule.shape, rule.pattern) for rule in copilot_rules("shell(git:*)\nwrite\nlab(echo)\nlab\nshell(ls)\n")
    ] == [
        (Shape.PREFIX, "git"),
        (Shape.ANY, ""),
        (Shape.EXACT, "lab/echo"),
        (Shape.GLOB, "lab/*"),
        (Shape.EXACT, "ls"),
    ]


@given(st.text(max_size=60), st.text(alphabet="ab &|;$`(>\n", max_size=30))
def test_no_prefix_rule_covers_another_command_of_the_line(prefix: str, tail: str) -> None:
    rule = claude_rule(Says.ALLOW, "Bash(make:*)")
    assert rule is not None
    for operator in ("&&", ";", "||", "|"):
        line = f"make {operator} shred {tail}"
        answer = judge("claude-code", [rule], call("claude-code", command=line, mode="default"))
        assert answer in (Own.ASKS, Own.UNKNOWN)
    assert judge("claude-code", [rule], call("claude-code", command=prefix, mode="default")) in Own


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


@given(json_values, json_values)
def test_any_settings_are_read_without_a_fault(whole: Any, held: Any) -> None:
    for settings in (
        whole,
        {"permissions": held},
        {"permission": held},
        {"tools": held},
        {"permissions": {"allow": held}},
    ):
        for read in (claude_rules, opencode_rules, gemini_rules):
            assert isinstance(read(settings), tuple)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(isinstance(rule, OwnRule) for rule in (*codex_rules(text), *copilot_rules(text)))
    found = parts(text)
    assert found is None or all(isinstance(part, str) for part in found)
    rule = claude_rule(Says.ALLOW, text)
    assert rule is None or covers(rule, text) in (True, False, None)


@given(json_values)
def test_any_entry_is_counted_without_a_fault(body: Any) -> None:
    for held in (body, {"decision": body}, {"decision": {"call": body, "verdict": body, "analysis": body}}):
        whole = held if isinstance(held, dict) else {"x": held}
        assert observed(Entry(seq=0, at=0, kind=Kind.CALL_OBSERVED, body=whole)).fate.value
