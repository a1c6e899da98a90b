"""The configuration reference is the code's, and what `config show` says is what the gate reads."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.cli_gate import Machine

from mayact.cli.config import reference_page
from mayact.config import SETTINGS, parse_settings

PROJECT = Path(__file__).parents[2]


def test_the_page_is_generated_from_the_table() -> None:
    page = (PROJECT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert page == reference_page(), "run `make configuration`"
    assert all(f"| `{each.name.split('.')[1]}` |" in page for each in SETTINGS)


@pytest.fixture
def machine() -> Any:
    made = Machine()
    yield made
    made.remove()


def test_the_template_is_read_back_and_used(machine: Machine) -> None:
    done = machine.run("config", "template", "--origin", "gate.example/main")
    assert done.returncode == 0, done.stderr
    assert parse_settings(done.stdout.encode()).origin == "gate.example/main"
    assert machine.run("config", "template", "--origin", "two words").returncode == 78


def test_show_says_what_holds_and_where_it_comes_from(machine: Machine) -> None:
    config = machine.home / "config"
    config.mkdir(parents=True)
    (config / "mayact.toml").write_text("[gate]\nsweep_seconds = 7\nagents = [0]\n[store]\nqueue = 9\n")
    shown = machine.json("config", "show", "--json")
    assert shown["settings"]["gate.sweep_seconds"] == {"value": 7, "from": "file"}
    assert shown["settings"]["gate.agents"] == {"value": [0], "from": "file"}
    assert shown["settings"]["exec.wait_seconds"] == {"value": 0, "from": "default"}
    assert set(shown["settings"]) == {each.name for each in SETTINGS}
    assert shown["paths"]["anchor"] == str(machine.home / "anchor")
    assert "store.queue" in machine.run("config", "show").stdout


def test_show_refuses_what_the_gate_would_refuse(machine: Machine) -> None:
    config = machine.home / "config"
    config.mkdir(parents=True)
    (config / "mayact.toml").write_text("[gate]\nsweep = 7\n")
    done = machine.run("config", "show")
    assert (done.returncode, done.stdout) == (78, "")
    assert "gate.sweep" in done.stderr


def test_no_secret_is_shown(machine: Machine) -> None:
    machine.init()
    shown = machine.run("config", "show", "--json").stdout + machine.run("config", "show").stdout
    key = (machine.home / "state" / "gate.key").read_bytes()
    assert key.hex() not in shown
    assert not any(word in json.loads(json.dumps(shown)).lower() for word in ("private", "passphrase", "secret"))


def test_a_hint_names_init_where_init_is_missing(machine: Machine) -> None:
    for words in (("requests",), ("exec", "--", "true"), ("status",)):
        assert "mayact init" in machine.run(*words).stderr, words
    machine.init()
    for words in (("requests",), ("exec", "--", "true"), ("status",)):
        assert "mayact up" in machine.run(*words).stderr, words
