"""What observing writes into a configuration: our line alone, told from one that enforces, and never in its place."""

import json
import tomllib
from pathlib import Path

import pytest
from tests.support.agents.forms import the_form

from mayact.boundary.hooks.install import apply, hooks_in, plan_install, plan_observing, plan_removal
from mayact.core.errors import Forbidden
from mayact.core.wire.hooks.forms import FORMS, Form, Place
from mayact.core.wire.hooks.observing import Standing, standing
from mayact.core.wire.hooks.setup import HookSetup

SETUP = HookSetup(python="/usr/bin/python3", script="/opt/m y/it's/agent_hook.py", socket="/run/a.sock", owner=990)
every_form = pytest.mark.parametrize("form", FORMS, ids=[f"{form.client}-{form.place.value}" for form in FORMS])


@every_form
def test_a_line_that_observes_is_told_from_one_that_enforces(form: Form) -> None:
    watching, guarding = form.observing("", SETUP), form.written("", SETUP)
    assert standing(watching) is Standing.OBSERVING
    assert standing(guarding) is Standing.ENFORCING
    assert standing(watching + guarding) is Standing.ENFORCING
    assert standing(form.removed(watching)) is None
    assert standing('{"hooks": {"PreToolUse": [{"command": "other observe"}]}}') is None


@every_form
def test_nothing_else_of_the_client_is_configured(form: Form) -> None:
    text = form.observing("", SETUP)
    said = tomllib.loads(text) if form.file("/h").endswith(".toml") else json.loads(text)
    assert set(said) <= {"hooks", "plugin", "version"}
    assert "onFailure" not in text


@every_form
@pytest.mark.requirement("AUTHZ-6")
def test_what_enforces_is_never_replaced_by_what_watches(form: Form, tmp_path: Path) -> None:
    path = str(tmp_path / "c" / "settings")
    apply(plan_install(form, SETUP, path=path))
    with pytest.raises(Forbidden, match="enforces"):
        plan_observing(form, SETUP, path=path)
    assert hooks_in(path) is Standing.ENFORCING


@every_form
@pytest.mark.requirement("BOUND-1")
def test_from_nothing_to_watching_to_enforcing_and_back_byte_for_byte(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "settings"
    before = b'# mine\nx = "y"\n' if form.file("/h").endswith(".toml") else b'{ "x":1 ,\n "hooks":{} }'
    path.write_bytes(before)
    apply(plan_observing(form, SETUP, path=str(path)))
    assert hooks_in(str(path)) is Standing.OBSERVING
    apply(plan_install(form, SETUP, path=str(path)))
    assert hooks_in(str(path)) is Standing.ENFORCING
    apply(plan_removal(form, path=str(path)))
    assert path.read_bytes() == before


def test_copilots_own_question_is_no_question_to_a_person() -> None:
    # It is sent under `--allow-all-tools` too.
    assert "permissionRequest" not in the_form("copilot", Place.USER).observing("", SETUP)
