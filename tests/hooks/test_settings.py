"""What stands in a client's configuration: our hook in it, everything else as it was, and byte for byte back."""

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.agents.forms import the_form

from mayact.boundary.hooks import install
from mayact.core.errors import Forbidden, InvalidInput
from mayact.core.wire.hooks import json_text, toml_text
from mayact.core.wire.hooks.claude_settings import managed_fragment, settings_fragment
from mayact.core.wire.hooks.forms import FORMS, Form, Place
from mayact.core.wire.hooks.setup import HOOK_TIMEOUT_S, HookSetup, closing_command, hook_command, is_ours

SETUP = HookSetup(python="/usr/bin/python3", script="/opt/m y/agent_hook.py", socket="/run/a.sock", owner=990)
NEWER = HookSetup(python="/usr/bin/python4", script="/opt/new/agent_hook.py", socket="/run/b.sock", owner=991)
CLAUDE = the_form("claude-code", Place.USER)
every_form = pytest.mark.parametrize("form", FORMS, ids=[f"{form.client}-{form.place.value}" for form in FORMS])


# ── the line that starts the script ──────────────────────────────────────────────────────────────────────


def test_the_script_gives_up_before_the_client_does_and_after_the_gate() -> None:
    words = shlex.split(hook_command(SETUP, "claude-code", "before"))
    assert words[:4] == ["/usr/bin/python3", "-I", "-S", "/opt/m y/agent_hook.py"]
    assert words[4:8] == ["claude-code", "before", "/run/a.sock", "990"]
    assert SETUP.wait_s < int(words[8]) < HOOK_TIMEOUT_S


@pytest.mark.parametrize("wait_s", [HOOK_TIMEOUT_S, -20])
def test_a_wait_that_the_client_would_not_sit_out_is_refused(wait_s: int) -> None:
    with pytest.raises(InvalidInput):
        hook_command(HookSetup(python="p", script="s", socket="k", owner=0, wait_s=wait_s), "codex", "before")


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("print('{}')", 0, ""),
        ("import sys; sys.stderr.write('why'); sys.exit(2)", 2, "why"),
        ("import sys; sys.exit(1)", 2, "mayact: the hook ended without an answer, so nothing runs\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 2, "nothing runs\n"),
    ],
)
def test_every_end_of_the_script_but_an_answer_denies(tmp_path: Path, body: str, code: int, said: str) -> None:
    script = tmp_path / "agent_hook.py"
    script.write_text(body)
    setup = HookSetup(
        python=install.hook_setup(socket="", owner=0, wait_s=1).python, script=str(script), socket="s", owner=0
    )
    line = closing_command(setup, "codex", "before")
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr.endswith(said)


# ── what is written for each client ──────────────────────────────────────────────────────────────────────


def test_claude_code_is_told_to_block_when_the_hook_fails() -> None:
    hooks = settings_fragment(SETUP)["hooks"]
    before = hooks["PreToolUse"][0]
    assert (before["matcher"], before["hooks"][0]["onFailure"]) == ("*", "block")
    assert before["hooks"][0]["timeout"] == HOOK_TIMEOUT_S
    for event in ("PostToolUse", "PostToolUseFailure"):
        assert "after" in shlex.split(hooks[event][0]["hooks"][0]["command"])


def test_managed_settings_of_claude_code_close_the_ways_around() -> None:
    text = '{"permissions": {"deny": ["Read(.env)"]}}'
    merged = json.loads(json_text.merged(text, managed_fragment(SETUP), comments=False))
    assert merged["allowManagedHooksOnly"] is True
    assert merged["permissions"] == {"deny": ["Read(.env)"], "disableBypassPermissionsMode": "disable"}


def test_requirements_of_codex_pin_the_feature_and_shut_out_other_hooks() -> None:
    text = "# ours\n[features] # keep\nx = true\n\n[mcp_servers.a]\n"
    written = the_form("codex", Place.MANAGED).written(text, SETUP)
    said = toml_text.value_of(written)
    assert (said["features"], said["allow_managed_hooks_only"]) == ({"x": True, "hooks": True}, True)
    for event, moment in (("PreToolUse", "before"), ("PostToolUse", "after")):
        (hook,) = said["hooks"][event][0]["hooks"]
        assert (hook["type"], hook["timeout"], moment in hook["command"]) == ("command", HOOK_TIMEOUT_S, True)


@pytest.mark.parametrize(
    "text",
    [
        "[features]\nhooks = false\n",
        "allow_managed_hooks_only = false\n",
        "features = {x = true}\n",
        "features.x = true\n",
        "hooks = 1\n",
        "[hooks]\nPreToolUse = []\n",
        "no toml",
    ],
)
def test_requirements_that_say_otherwise_are_refused_not_overridden(text: str) -> None:
    with pytest.raises(InvalidInput):
        the_form("codex", Place.MANAGED).written(text, SETUP)


# ── merging is exact ─────────────────────────────────────────────────────────────────────────────────────

NAMES = st.sampled_from(["hooks", "PreToolUse", "PostToolUse", "model", "permissions", "features", "a b", "é"])
OTHER_HOOK = {"matcher": "Bash", "hooks": [{"type": "command", "command": "true"}]}
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=6,
)
HOOKS = st.dictionaries(
    st.sampled_from(["PreToolUse", "PostToolUse", "Stop"]), st.lists(st.just(OTHER_HOOK), max_size=2)
)
SETTINGS = st.builds(
    lambda rest, hooks: {**rest, **({} if hooks is None else {"hooks": hooks})},
    st.dictionaries(NAMES.filter(lambda name: name not in ("hooks", "permissions")), VALUES, max_size=3),
    st.none() | HOOKS,
)
BLANKS = st.sampled_from(["", " ", "\n", "\r\n", "\t", "// one\n", "/* two */", ' // {"hooks": [\n'])


@st.composite
def json_texts(draw: st.DrawFn, *, comments: bool) -> str:
    """A settings file as a person may have written it: any blanks, and comments anywhere."""
    gap = BLANKS if comments else st.sampled_from(["", " ", "\n  ", "\r\n", "\t"])

    def drawn(value: Any) -> str:
        match value:
            case dict():
                parts = [f"{json.dumps(name)}{draw(gap)}:{draw(gap)}{drawn(item)}" for name, item in value.items()]
                return "{" + draw(gap) + f"{draw(gap)},{draw(gap)}".join(parts) + draw(gap) + "}"
            case list():
                return (
                    "[" + draw(gap) + f"{draw(gap)},{draw(gap)}".join(drawn(item) for item in value) + draw(gap) + "]"
                )
            case _:
                return json.dumps(value)

    return draw(gap) + drawn(draw(SETTINGS)) + draw(gap)


def without_ours(value: dict[str, Any]) -> Any:
    """The other way to say what removal leaves, over values instead of text."""

    def kept(entries: Any) -> Any:
        if not isinstance(entries, list):
            return entries
        return [
            entry for entry in entries if not (isinstance(entry, dict) and any(map(is_ours, entry.get("hooks", []))))
        ]

    return {**value, "hooks": {event: kept(entries) for event, entries in value.get("hooks", {}).items()}}


@pytest.mark.requirement("BOUND-1")
@given(json_texts(comments=True))
def test_a_settings_text_gains_the_hook_and_keeps_every_other_byte(text: str) -> None:
    fragment = settings_fragment(SETUP)
    merged = json_text.merged(text, fragment, comments=True)
    before, after = (json_text.value_of(one, comments=True) for one in (text, merged))
    for event, entries in fragment["hooks"].items():
        assert after["hooks"][event] == [*before.get("hooks", {}).get(event, []), *entries]
    assert {**after, "hooks": None} == {**before, "hooks": None}
    assert is_subsequence(text, merged)
    left = json_text.value_of(json_text.without(merged, is_ours, below="hooks", comments=True), comments=True)
    assert tidy(left) == tidy(before)
    assert tidy(without_ours(after)) == tidy(before)


def is_subsequence(text: str, longer: str) -> bool:
    rest = iter(longer)
    return all(sign in rest for sign in text)


def tidy(value: dict[str, Any]) -> dict[str, Any]:
    """Lists of hooks that are empty say what lists that are not there say."""
    hooks = {event: entries for event, entries in value.get("hooks", {}).items() if entries}
    return {**{name: item for name, item in value.items() if name != "hooks"}, **({"hooks": hooks} if hooks else {})}


def test_a_hook_beside_ours_in_one_entry_stays() -> None:
    ours = settings_fragment(SETUP)["hooks"]["PreToolUse"][0]["hooks"][0]
    theirs = {"type": "command", "command": "true"}
    for order in ([ours, theirs], [theirs, ours], [ours, theirs, ours], [theirs, ours, ours]):
        mixed = json.dumps({"hooks": {"PreToolUse": [{"matcher": "*", "hooks": order}]}})
        left = json.loads(json_text.without(mixed, is_ours, below="hooks", comments=False))
        assert left == {"hooks": {"PreToolUse": [{"matcher": "*", "hooks": [theirs]}]}}


def test_plugins_of_others_stay_with_their_comments() -> None:
    form = the_form("opencode", Place.USER)
    text = '{\n  // mine\n  "plugin": ["a", /* why */ ["b", {"plugin": 1}]]\n}\n'
    written = form.written(text, SETUP)
    said = json_text.value_of(written, comments=True)["plugin"]
    assert said[:2] == ["a", ["b", {"plugin": 1}]]
    assert said[2][0] == "file:///opt/m%20y/opencode_plugin.mjs"
    assert said[2][1] == {"socket": "/run/a.sock", "owner": 990, "deadline": 65, "keep": []}
    assert json_text.value_of(form.removed(written), comments=True) == {"plugin": ["a", ["b", {"plugin": 1}]]}
    assert "/* why */" in form.removed(written)


def test_copilots_file_holds_both_of_its_hooks() -> None:
    said = json.loads(the_form("copilot", Place.USER).written("", SETUP))
    assert said["version"] == 1
    for event in ("preToolUse", "permissionRequest"):
        (hook,) = said["hooks"][event]
        assert (hook["timeoutSec"], " before " in hook["bash"]) == (HOOK_TIMEOUT_S, True)


@pytest.mark.parametrize("place", [Place.USER, Place.MANAGED])
def test_geminis_time_out_is_in_milliseconds(place: Place) -> None:
    said = json.loads(the_form("gemini", place).written("", SETUP))
    assert said["hooks"]["BeforeTool"][0]["hooks"][0]["timeout"] == HOOK_TIMEOUT_S * 1000
    assert said.get("hooksConfig") == ({"enabled": True} if place is Place.MANAGED else None)


def test_what_an_older_mayact_wrote_is_taken_out_too() -> None:
    old = json.dumps({"hooks": {"PreToolUse": [{"hooks": [{"command": "python3 /o/claude_code_hook.py before"}]}]}})
    assert json.loads(CLAUDE.removed(old)) == {}


@pytest.mark.parametrize(
    "broken",
    [
        '{"hooks": []}',
        '{"hooks": {"PreToolUse": {}}}',
        "[]",
        "{",
        '{"a":1,"a":2}',
        '{"a":1,}',
        "{} x",
        "// only",
        "{a:1}",
    ],
)
def test_settings_of_another_shape_are_not_touched(broken: str) -> None:
    with pytest.raises(InvalidInput):
        CLAUDE.written(broken, SETUP)


def test_a_deep_text_is_refused_not_followed() -> None:
    with pytest.raises(InvalidInput):
        json_text.value_of("[" * 10_000, comments=False)


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────

TOML_LINES = st.lists(
    st.sampled_from(
        ["", "# a comment", "# >>> other", "[a]", "[[b]]", "c = 1 # why", 'd = "x"', "[features]", "e = true"]
    ),
    max_size=6,
)
FILES = {
    ".json": json_texts(comments=False) | st.sampled_from(["", "  \n", "{}", '{"hooks":{}}']),
    ".toml": TOML_LINES.map("\n".join) | TOML_LINES.map("\r\n".join),
}


@pytest.mark.requirement("BOUND-1")
@every_form
@given(data=st.data())
def test_taken_out_every_byte_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, form: Form, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("c") / f"file{os.path.splitext(form.path)[1]}"
    before = data.draw(st.none() | FILES[path.suffix])
    if before is not None:
        path.write_bytes(before.encode())
    try:
        install.apply(install.plan_install(form, SETUP, path=str(path)))
    except InvalidInput:
        assert path.read_bytes() == str(before).encode()  # not understood: left alone
        return
    assert path.read_bytes() != (before or "").encode()
    install.apply(install.plan_install(form, NEWER, path=str(path)))
    assert b"/opt/m y" not in path.read_bytes()
    install.apply(install.plan_removal(form, path=str(path)))
    assert os.listdir(path.parent) == ([] if before is None else [path.name])
    assert before is None or path.read_bytes() == before.encode()


@every_form
def test_a_file_that_was_changed_since_keeps_that_change(tmp_path: Path, form: Form) -> None:
    path = tmp_path / os.path.basename(form.path)
    install.apply(install.plan_install(form, SETUP, path=str(path)))
    text = path.read_text()
    more = f"# mine\n{text}\n[mine]\nx = 1\n" if path.suffix == ".toml" else text.replace("{", '{"mine": 1,', 1)
    path.write_text(more)
    install.apply(install.plan_removal(form, path=str(path)))
    assert "mine" in path.read_text()
    assert "agent_hook" not in path.read_text()
    assert os.listdir(tmp_path) == [path.name]


@every_form
def test_a_second_time_changes_nothing(tmp_path: Path, form: Form) -> None:
    path = str(tmp_path / "file")
    install.apply(install.plan_install(form, SETUP, path=path))
    assert not install.plan_install(form, SETUP, path=path).needed


def test_the_change_is_shown_then_made(tmp_path: Path) -> None:
    path = CLAUDE.file(str(tmp_path))
    setup = install.hook_setup(socket="/run/a.sock", owner=0, wait_s=50)
    assert os.path.isabs(setup.python)
    assert os.path.exists(setup.script)
    change = install.plan_install(CLAUDE, setup, path=path)
    assert "onFailure" in change.shown()
    assert not os.path.exists(path)
    install.apply(change)
    assert json.loads(Path(path).read_text())["hooks"]["PreToolUse"]


def test_a_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text('{"model": "x"}')
    kept.chmod(0o600)
    link = tmp_path / "settings.json"
    link.symlink_to(kept)
    install.apply(install.plan_install(CLAUDE, SETUP, path=str(link)))
    assert link.is_symlink()
    assert json.loads(kept.read_text())["model"] == "x"
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("note", [b"", b"{}", b"[]", b'{"after": "x", "before": "!"}', b"\xff"])
def test_a_note_that_is_not_ours_is_not_believed(tmp_path: Path, note: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"model": "x"}')
    (tmp_path / "settings.json.before-mayact").write_bytes(note)
    install.apply(install.plan_removal(CLAUDE, path=str(path)))
    assert path.read_text() == '{"model": "x"}'


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    change = install.plan_install(CLAUDE, SETUP, path=str(path))
    path.write_text('{"model": "y"}')
    with pytest.raises(Forbidden):
        install.apply(change)
    assert path.read_text() == '{"model": "y"}'


def test_a_file_that_is_not_text_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInput):
        install.plan_install(CLAUDE, SETUP, path=str(path))
