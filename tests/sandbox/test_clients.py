"""What clients find about hooks inside: all of them, leading to the agent's own socket and to no other."""

import pytest
from tests.support.sandbox import HOME, surroundings, wanted

from mayact.core.sandbox.clients import client_files
from mayact.core.sandbox.model import AGENT_SOCKET, Access, Text, access
from mayact.core.sandbox.plan import plan
from mayact.core.wire.hooks.forms import CLIENTS, FORMS, Place
from mayact.core.wire.hooks.setup import HookSetup

SETUP = HookSetup(python="/usr/bin/python3", script="/opt/m/agent_hook.py", socket=AGENT_SOCKET, owner=0)
OUTSIDE = HookSetup(python="/usr/bin/python3", script="/opt/m/agent_hook.py", socket="/run/outside.sock", owner=0)


@pytest.mark.requirement("BOUND-2")
def test_every_client_that_is_known_gets_its_own() -> None:
    files = client_files(SETUP, home=HOME, found={})
    assert sorted(files) == sorted(form.path for form in FORMS if form.place is Place.MANAGED)
    assert len(files) == len(CLIENTS)
    assert all(AGENT_SOCKET in text for text in files.values())


@pytest.mark.requirement("BOUND-2")
@pytest.mark.parametrize("form", [form for form in FORMS if form.place is Place.USER], ids=lambda form: form.client)
def test_hooks_that_lead_outside_stay_outside(form: object) -> None:
    path, text = form.file(HOME), form.written("", OUTSIDE)  # type: ignore[attr-defined]
    assert "/run/outside.sock" in text
    files = client_files(SETUP, home=HOME, found={path: text})
    assert "/run/outside.sock" not in files[path]
    assert client_files(SETUP, home=HOME, found={path: "{ not understood"})[path] in ("", "{ not understood")


@pytest.mark.requirement("BOUND-2")
def test_they_are_read_only_and_stand_where_only_an_administrator_writes() -> None:
    files = {**client_files(SETUP, home=HOME, found={}), f"{HOME}/.claude/settings.json": "{}", "/usr/bin/git": "no"}
    made = plan(wanted(), surroundings(written=files, clients={".claude/settings.json": True}))
    texts = {mount.at: mount.text for mount in made.mounts if isinstance(mount, Text)}
    assert texts[f"{HOME}/.claude/settings.json"] == "{}"
    assert "/usr/bin/git" not in texts
    for path in client_files(SETUP, home=HOME, found={}):
        assert access(made, path).access is Access.SEALED
    refused = plan(wanted(), surroundings(written=files, clients={".claude/settings.json": False}))
    assert f"{HOME}/.claude/settings.json" not in {mount.at for mount in refused.mounts}
