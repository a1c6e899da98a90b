"""Claude Code's settings: in, out, and nothing else touched."""

import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.boundary.hooks import install
from mayact.core.errors import Forbidden, InvalidInput
from mayact.core.wire.hooks.claude_settings import (
    HOOK_TIMEOUT_S,
    HookSetup,
    managed_fragment,
    merge_settings,
    remove_settings,
    settings_fragment,
)

SETUP = HookSetup(python="/usr/bin/python3", script="/opt/m y/claude_code_hook.py", socket="/run/a.sock", owner=990)
FRAGMENT = settings_fragment(SETUP)

OTHER_HOOK = {"matcher": "Bash", "hooks": [{"type": "command", "command": "true"}]}
SETTINGS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "model": st.text(),
        "permissions": st.fixed_dictionaries({}, optional={"deny": st.lists(st.text())}),
        "hooks": st.dictionaries(
            st.sampled_from(["PreToolUse", "PostToolUse", "Stop"]), st.lists(st.just(OTHER_HOOK), min_size=1)
        ),
    },
)


def test_the_hook_blocks_when_it_fails_and_gives_up_before_the_client_does() -> None:
    before = FRAGMENT["hooks"]["PreToolUse"][0]
    hook = before["hooks"][0]
    assert (before["matcher"], hook["onFailure"], hook["timeout"]) == ("*", "block", HOOK_TIMEOUT_S)
    words = shlex.split(hook["command"])
    assert words[:4] == ["/usr/bin/python3", "-I", "-S", "/opt/m y/claude_code_hook.py"]
    assert words[4:7] == ["before", "/run/a.sock", "990"]
    assert SETUP.wait_s < int(words[7]) < HOOK_TIMEOUT_S
    for event in ("PostToolUse", "PostToolUseFailure"):
        assert "after" in shlex.split(FRAGMENT["hooks"][event][0]["hooks"][0]["command"])


@pytest.mark.parametrize("wait_s", [HOOK_TIMEOUT_S, -20])
def test_a_wait_that_the_client_would_not_sit_out_is_refused(wait_s: int) -> None:
    with pytest.raises(InvalidInput):
        settings_fragment(HookSetup(python="p", script="s", socket="k", owner=0, wait_s=wait_s))


@given(SETTINGS)
def test_merging_twice_is_merging_once_and_removing_undoes_it(existing: dict[str, Any]) -> None:
    once = merge_settings(existing, FRAGMENT)
    assert merge_settings(once, FRAGMENT) == once
    assert remove_settings(once) == {name: value for name, value in existing.items() if name != "hooks" or value}
    for name in existing:
        if name != "hooks":
            assert once[name] == existing[name]
    for event, entries in existing.get("hooks", {}).items():
        assert once["hooks"][event][: len(entries)] == entries


def test_a_newer_setup_replaces_an_older_one() -> None:
    newer = settings_fragment(HookSetup(python="p", script="/new/claude_code_hook.py", socket="/s", owner=0))
    assert merge_settings(merge_settings({}, FRAGMENT), newer) == newer


def test_a_hook_beside_ours_in_one_entry_stays() -> None:
    ours = FRAGMENT["hooks"]["PreToolUse"][0]["hooks"][0]
    theirs = {"type": "command", "command": "true"}
    mixed = {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [ours, theirs]}]}}
    assert remove_settings(mixed) == {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [theirs]}]}}


def test_managed_settings_close_the_ways_around() -> None:
    merged = merge_settings({"permissions": {"deny": ["Read(.env)"]}}, managed_fragment(FRAGMENT))
    assert merged["allowManagedHooksOnly"] is True
    assert merged["permissions"] == {"deny": ["Read(.env)"], "disableBypassPermissionsMode": "disable"}


@pytest.mark.parametrize("broken", [{"hooks": []}, {"hooks": {"PreToolUse": {}}}])
def test_settings_of_another_shape_are_not_touched(broken: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        merge_settings(broken, FRAGMENT)


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_change_is_shown_then_made_then_not_needed(tmp_path: Path) -> None:
    path = install.user_settings(str(tmp_path))
    setup = install.hook_setup(socket="/run/a.sock", owner=0, wait_s=50)
    assert os.path.isabs(setup.python)
    assert os.path.exists(setup.script)
    change = install.plan_user(setup, path=path)
    assert change.needed
    assert "onFailure" in change.shown()
    assert not os.path.exists(path)
    install.apply(change)
    assert json.loads(Path(path).read_text())["hooks"]["PreToolUse"]
    assert not install.plan_user(setup, path=path).needed
    install.apply(install.plan_removal(path=path))
    assert json.loads(Path(path).read_text()) == {}


def test_what_else_stands_in_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"model": "x", "hooks": {"Stop": []}}')
    path.chmod(0o600)
    install.apply(install.plan_managed(SETUP, path=str(path)))
    found = json.loads(path.read_text())
    assert found["model"] == "x"
    assert found["allowManagedHooksOnly"] is True
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(tmp_path)) == ["settings.json"]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    change = install.plan_user(SETUP, path=str(path))
    path.write_text('{"model": "y"}')
    with pytest.raises(Forbidden, match="changed meanwhile"):
        install.apply(change)
    assert path.read_text() == '{"model": "y"}'


@pytest.mark.parametrize("text", ["{", "[]", '{"a":1,"a":2}', "// comment\n{}", '{"hooks": 3}'])
def test_a_file_that_is_not_understood_is_never_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    with pytest.raises(InvalidInput):
        install.plan_user(SETUP, path=str(path))
    assert path.read_text() == text


def test_a_linked_settings_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "settings.json"
    real.write_text("{}")
    link.symlink_to(real)
    install.apply(install.plan_user(SETUP, path=str(link)))
    assert link.is_symlink()
    assert "hooks" in json.loads(real.read_text())
