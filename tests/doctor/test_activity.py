"""What is taken from transcripts: times and ids of calls, nothing that was said."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from mayact.boundary.doctor import activity
from mayact.boundary.doctor.activity import sessions
from mayact.core.doctor.gaps import Call, Session

AT = "2026-11-22T01:00:00.000Z"
MS = 1_795_309_200_000


def rows(path: Path, *values: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(value if isinstance(value, str) else f"{json.dumps(value)}\n" for value in values))
    return path


def used(name: str, at: str = AT) -> dict[str, Any]:
    part = {"type": "tool_use", "id": name, "name": "Bash", "input": {"command": "s3cret"}}
    return {"type": "assistant", "timestamp": at, "message": {"content": [{"type": "text", "text": "s3cret"}, part]}}


def ended(name: str, **more: Any) -> dict[str, Any]:
    part = {"type": "tool_result", "tool_use_id": name, "content": "s3cret", **more}
    return {"type": "user", "timestamp": AT, "message": {"content": [part]}}


def found(home: Path, since: int = 0) -> list[Session]:
    return list(sessions({}, str(home), since=since))


@pytest.mark.requirement("BOUND-4")
def test_claude_says_which_calls_ran(tmp_path: Path) -> None:
    rows(
        tmp_path / ".claude/projects/-srv-shop/s1.jsonl",
        used("ran"), ended("ran"), used("failed"), ended("failed", is_error=True), used("left"), "{cut\n", [], "null\n",
        used("nobody", at="no time"), ended("nobody", is_error=False), {"message": {"content": "text"}}, {"message": 1},
    )  # fmt: skip
    (one,) = found(tmp_path)
    assert (one.client, one.name) == ("claude-code", "s1")
    assert one.calls == (
        Call("ran", MS, True), Call("failed", MS, False), Call("left", MS, False), Call("nobody", 0, True),
    )  # fmt: skip
    assert "s3cret" not in str(one)


@pytest.mark.requirement("BOUND-4")
def test_codex_says_only_that_it_asked(tmp_path: Path) -> None:
    call = {"type": "function_call", "call_id": "c1", "name": "shell", "arguments": "s3cret"}
    rows(
        tmp_path / ".codex/sessions/2026/11/22/rollout-x.jsonl",
        {"timestamp": AT, "type": "session_meta", "payload": {"id": "thread", "session_id": "parent"}},
        {"timestamp": AT, "type": "response_item", "payload": call},
        {"timestamp": AT, "type": "response_item", "payload": {"type": "function_call_output", "call_id": "c1"}},
    )
    (one,) = found(tmp_path)
    assert one.calls == (Call("c1", MS, None),)
    assert one.names == ("rollout-x", "thread", "parent")


def test_of_the_others_only_when_they_worked(tmp_path: Path) -> None:
    for name in (".gemini/tmp/x/chats/s.json", ".copilot/session-state/s/events.jsonl", ".local/share/opencode/a.db"):
        os.utime(rows(tmp_path / name, {"secret": 1}), ns=(0, MS * 1_000_000))
    assert {(one.client, one.at, one.calls) for one in found(tmp_path)} == {
        ("gemini", MS, ()), ("copilot", MS, ()), ("opencode", MS, ()),
    }  # fmt: skip
    assert found(tmp_path, since=MS + 1) == []


def test_what_is_no_transcript_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / ".claude/projects/p"
    rows(project / "long.jsonl", *[used(f"t{count}") for count in range(50)])
    project.joinpath("elsewhere.jsonl").symlink_to(rows(tmp_path / "else.jsonl", used("x")))
    os.mkfifo(project / "pipe.jsonl")
    monkeypatch.setattr(activity, "MAX_BYTES", 1_000)
    assert [(one.name, one.calls) for one in found(tmp_path)] == [("long", ())]


def test_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in range(5):
        file = rows(tmp_path / f".claude/projects/p/s{count}.jsonl", used(f"t{count}"))
        os.utime(file, ns=(0, (MS + count) * 1_000_000))
    monkeypatch.setattr(activity, "MAX_FILES", 2)
    assert [one.name for one in found(tmp_path)] == ["s4", "s3"]
