"""Settings that are read for their rules: an agent names the directory, so nothing may hang or harm the reader."""

import os
from pathlib import Path

import pytest

from mayact.cli.own import OwnRules, rules_in
from mayact.core.errors import InvalidInput, NotFound
from mayact.core.log.entry import Entry, Kind
from mayact.core.shadow.observed import Observed, Own, observed


def call(cwd: str, command: str = "make") -> Observed:
    shell = {"tool": "shell", "arguments": {"command": command}, "cwd": cwd}
    body = {"client": "claude-code", "mode": "default", "decision": {"call": shell}}
    return observed(Entry(seq=0, at=0, kind=Kind.CALL_OBSERVED, body=body))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "project"
    (folder / ".claude").mkdir(parents=True)
    (folder / "deep" / "er").mkdir(parents=True)
    return folder


def test_the_users_and_the_projects_rules_hold_in_every_directory_below(project: Path) -> None:
    rules = OwnRules(str(project.parent))
    assert rules.judge(call(str(project / "deep" / "er"))) is Own.ASKS
    (project / ".claude" / "settings.local.json").write_text('{"permissions": {"allow": ["Bash(make:*)"]}}')
    assert OwnRules(str(project.parent)).judge(call(str(project / "deep" / "er"))) is Own.RUNS
    (project.parent / ".claude").mkdir()
    (project.parent / ".claude" / "settings.json").write_text('{"permissions": {"deny": ["Bash(make:*)"]}}')
    assert OwnRules(str(project.parent)).judge(call(str(project))) is Own.REFUSES


@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "huge", "garbage", "binary"])
def test_what_is_no_settings_file_is_named_and_its_calls_are_not_known(project: Path, kind: str) -> None:
    path = project / ".claude" / "settings.json"
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "huge":
            path.write_text(" " * 1_100_000)
        case "garbage":
            path.write_text('{"permissions": \x1b')
        case _:
            path.write_bytes(b"\xff\xfe")
    rules = OwnRules(str(project.parent))
    assert rules.judge(call(str(project))) is Own.UNKNOWN
    assert list(rules.unread) == [str(path)]
    with pytest.raises(InvalidInput):
        rules_in("claude-code", str(path))


def test_what_is_not_there_holds_no_rules(project: Path) -> None:
    rules = OwnRules(str(project.parent))
    for cwd in (str(project), "relative", "", "/", "/nowhere/at/all"):
        assert rules.judge(call(cwd)) is Own.ASKS
    with pytest.raises(NotFound):
        rules_in("claude-code", str(project / "no.json"))
