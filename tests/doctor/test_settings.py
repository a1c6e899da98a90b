"""Readers of settings are total: whatever stands there, they say something or nothing, and never fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.doctor.homes import setup

from mayact.core.doctor.draw import as_json, findings, sections
from mayact.core.doctor.gaps import Record
from mayact.core.doctor.judge import report
from mayact.core.doctor.model import Gate, Level, Seen
from mayact.core.doctor.servers import servers_in
from mayact.core.doctor.settings import READERS, VARIABLES, At, claude_projects, variables
from mayact.core.wire.hooks.setup import closing_command

_NAMES = (
    "hooks", "PreToolUse", "BeforeTool", "preToolUse", "matcher", "type", "command", "bash", "timeout", "timeoutSec",
    "onFailure", "permissions", "allow", "defaultMode", "mcpServers", "mcp_servers", "mcp", "url", "args", "env",
    "headers", "hooksConfig", "enabled", "disabled", "tools", "allowed", "trusted_folders", "plugin", "permission", "*",
    "projects", "/p", "features", "profiles", "approval_policy", "sandbox_mode", "state", "trusted_hash", "plugins",
    "enabledPlugins", "general", "defaultApprovalMode", "trust", "disableAllHooks", "async", "bearer_token_env_var",
)  # fmt: skip
_LINE = closing_command(setup(), "codex", "before")
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12),
    st.sampled_from([_LINE, "npx", "*", "allow", "deny", "never", "danger-full-access", "yolo", "https://[", "file:///x",
                     "file:///o/opencode_plugin.mjs", "https://u:p@h:99999/x", "\udcff"]),
)  # fmt: skip
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=30,
)
_SETTINGS = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=6)


@pytest.mark.requirement("BOUND-4")
@given(st.sampled_from(sorted(READERS)), st.sampled_from(list(Level)), _SETTINGS)
def test_no_settings_make_doctor_fail(client: str, level: Level, value: dict[str, Any]) -> None:
    at = At(client, level, "/p")
    facts = (READERS[client](value, at), claude_projects(value, at, folders=("/p",)))
    seen = Seen(facts=facts)
    made = report(Gate(answers=True, initialised=True, policy="p"), seen, (), Record(read=True))
    assert all("\n" not in line for line in findings(made))
    list(sections(made))
    as_json(made)


@given(_VALUES)
def test_no_table_of_servers_does(value: Any) -> None:
    for server in servers_in(value, client="zed", level=Level.USER, path="/p"):
        assert len(server.target) < 300


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_is_unset_switches_nothing(name: str) -> None:
    assert variables({}).switches == ()
    assert variables({name: ""}).switches == ()
    assert variables({name: "0"}).switches == ()
    assert [switch.name for switch in variables({name: "1"}).switches] == [f"${name}"]
