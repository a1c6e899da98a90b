"""What clients find about hooks inside: all of them, leading to the agent's own socket and to no other."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sandbox import HOME, surroundings, wanted

from mayact.core.egress.models import PLACEHOLDER, PROVIDERS, variables
from mayact.core.sandbox.clients import CODEX_MANAGED, client_files
from mayact.core.sandbox.model import AGENT_SOCKET, Access, Text, access
from mayact.core.sandbox.plan import plan
from mayact.core.wire.hooks.forms import CLIENTS, FORMS, Place
from mayact.core.wire.hooks.setup import HookSetup

COPILOT = f"{HOME}/.copilot/hooks/mayact.json"
SETUP = HookSetup(python="/usr/bin/python3", script="/opt/m/agent_hook.py", socket=AGENT_SOCKET, owner=0)
OUTSIDE = HookSetup(python="/usr/bin/python3", script="/opt/m/agent_hook.py", socket="/run/outside.sock", owner=0)


@pytest.mark.requirement("BOUND-2")
def test_every_client_that_is_known_gets_its_own() -> None:
    files = client_files(SETUP, home=HOME, found={})
    managed = {form.path for form in FORMS if form.place is Place.MANAGED}
    assert set(files) == {*managed, COPILOT, CODEX_MANAGED}
    assert len(files) == len(CLIENTS) + 1
    assert all(AGENT_SOCKET in text for path, text in files.items() if path != CODEX_MANAGED)


@pytest.mark.requirement("BOUND-2", "BOUND-3")
def test_each_is_told_what_holds_only_in_here() -> None:
    files = client_files(SETUP, home=HOME, found={})
    hook = tomllib.loads(files["/etc/codex/requirements.toml"])["hooks"]["PreToolUse"][0]["hooks"][0]["command"]
    assert " codex-unconfined before " in hook
    assert tomllib.loads(files[CODEX_MANAGED])["sandbox_mode"] == "danger-full-access"
    claude = json.loads(files["/etc/claude-code/managed-settings.json"])
    assert claude["allowManagedHooksOnly"] is True
    assert claude["hooks"]["PreToolUse"][0]["hooks"][0]["onFailure"] == "block"
    path = f"{HOME}/.gemini/settings.json"
    theirs = client_files(SETUP, home=HOME, found={path: '{"theme": "dark", "hooksConfig": {"disabled": ["x"]}}'})
    assert json.loads(theirs[path]) == {"theme": "dark"}
    alone = tomllib.loads(client_files(SETUP, home=HOME, found={}, reaches=False)[CODEX_MANAGED])
    assert alone["model_provider"] == "mayact"  # it would wait for a network without end


@pytest.mark.requirement("CRED-1")
@given(st.lists(st.sampled_from(sorted(PROVIDERS)), unique=True))
def test_models_are_where_the_door_is_and_no_file_holds_a_key(models: list[str]) -> None:
    files = client_files(SETUP, home=HOME, found={}, models=models)
    codex = tomllib.loads(files[CODEX_MANAGED])
    assert codex.get("model_provider") == ("mayact" if "openai" in models else None)
    opencode = json.loads(files["/etc/opencode/opencode.json"]).get("provider", {})
    assert len(opencode) == len(models)
    assert {provider["options"]["apiKey"] for provider in opencode.values()} <= {PLACEHOLDER}
    for model in PROVIDERS:
        assert (f"127.0.0.1:{PROVIDERS[model].port}/" in files["/etc/opencode/opencode.json"]) == (model in models)
    gemini = json.loads(files["/etc/gemini-cli/settings.json"])
    assert ("security" in gemini) == ("gemini" in models)
    told = variables(models)
    assert set(told.values()) & {"anthropic", "openai"} <= {told.get("COPILOT_PROVIDER_TYPE")}


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("form", [form for form in FORMS if form.place is Place.USER], ids=lambda form: form.client)
def test_hooks_that_lead_outside_stay_outside(form: object) -> None:
    path, text = form.file(HOME), form.written("", OUTSIDE)  # type: ignore[attr-defined]
    assert "/run/outside.sock" in text
    files = client_files(SETUP, home=HOME, found={path: text})
    assert "/run/outside.sock" not in files[path]
    broken = client_files(SETUP, home=HOME, found={path: "{ not understood"})[path]
    assert broken in ("", "{ not understood") or AGENT_SOCKET in broken


@pytest.mark.requirement("BOUND-2")
def test_they_are_read_only_and_stand_where_only_an_administrator_writes() -> None:
    files = {**client_files(SETUP, home=HOME, found={}), f"{HOME}/.claude/settings.json": "{}", "/usr/bin/git": "no"}
    made = plan(wanted(), surroundings(written=files, clients={".claude/settings.json": True}))
    texts = {mount.at: mount.text for mount in made.mounts if isinstance(mount, Text)}
    assert texts[f"{HOME}/.claude/settings.json"] == "{}"
    assert "/usr/bin/git" not in texts
    for path in client_files(SETUP, home=HOME, found={}):
        assert access(made, path).access is Access.SEALED
    # Beside the hook nothing can be put, and what holds it cannot be moved away: it is a mount.
    assert access(made, f"{HOME}/.copilot/hooks/other.json").access is Access.SEALED
    assert f"{HOME}/.copilot" in {mount.at for mount in made.mounts}
    assert access(made, f"{HOME}/.copilot/config.json").access is Access.SCRATCH
    refused = plan(wanted(), surroundings(written=files, clients={".claude/settings.json": False}))
    assert f"{HOME}/.claude/settings.json" not in {mount.at for mount in refused.mounts}
