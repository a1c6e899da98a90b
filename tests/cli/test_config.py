"""Settings and directories: what is not listed is refused, what others could write is not believed."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact import config
from mayact.config import paths as paths_module
from mayact.core.errors import ConfigInvalid


def test_one_home_holds_everything_and_the_anchor_lies_outside_the_state(tmp_path: Path) -> None:
    paths = config.find_paths({"MAYACT_HOME": str(tmp_path), "HOME": "/home/u"}, uid=1000)
    held = [paths.config, paths.state, paths.anchor, paths.runtime, paths.keys]
    assert all(path.startswith(f"{tmp_path}/") for path in held)
    assert len(set(held)) == 5
    assert not paths.anchor.startswith(paths.state + "/")


def test_what_starts_it_is_the_unit_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths_module, "SYSTEM_CONFIG", str(tmp_path / "etc"))
    monkeypatch.setattr(paths_module, "SYSTEM_UNIT", str(tmp_path / "mayact.service"))
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "mayact.toml").touch()
    machines = config.find_paths({"HOME": "/home/u"}, uid=1000)
    assert machines.start == "mayact init"
    Path(machines.log_key_file).touch()
    assert machines.start == "mayact up"
    (tmp_path / "mayact.service").touch()
    assert machines.start == "systemctl start mayact"
    own = config.find_paths({"MAYACT_HOME": str(tmp_path), "HOME": "/home/u"}, uid=1000)
    (tmp_path / "config").mkdir()
    Path(own.log_key_file).touch()
    assert own.start == "mayact up"


def test_a_user_has_the_xdg_directories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths_module, "SYSTEM_CONFIG", "/nonexistent/mayact")
    paths = config.find_paths({"HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1000"}, uid=1000)
    assert paths.settings_file == "/home/u/.config/mayact/mayact.toml"
    assert paths.database == "/home/u/.local/state/mayact/mayact.db"
    assert paths.anchor == "/home/u/.local/share/mayact/anchor"
    assert paths.agent_socket == "/run/user/1000/mayact/agent/agent.sock"
    assert os.path.dirname(paths.agent_socket) != os.path.dirname(paths.control_socket)
    moved = config.find_paths({"HOME": "/home/u", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"}, uid=1000)
    assert (moved.state, moved.config, moved.runtime) == ("/s/mayact", "/c/mayact", "/s/mayact/run")


def test_root_and_whoever_shares_a_machine_with_a_system_gate_use_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = config.find_paths({"HOME": "/root"}, uid=0)
    assert (root.config, root.state, root.runtime) == ("/etc/mayact", "/var/lib/mayact", "/run/mayact")
    (tmp_path / "mayact.toml").write_text("")
    monkeypatch.setattr(paths_module, "SYSTEM_CONFIG", str(tmp_path))
    user = config.find_paths({"HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/1"}, uid=1000)
    assert user.agent_socket == "/run/mayact/agent/agent.sock"
    assert user.keys == "/home/u/.config/mayact/keys"


@pytest.mark.parametrize("name", ["MAYACT_HOME", "HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"])
def test_a_relative_directory_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths_module, "SYSTEM_CONFIG", "/nonexistent/mayact")
    with pytest.raises(ConfigInvalid) as refused:
        config.find_paths({"HOME": "/home/u", name: "relative/dir"}, uid=1000)
    assert refused.value.field == name


def test_the_template_says_the_defaults_and_every_setting() -> None:
    text = config.settings_template(config.Settings().origin)
    assert config.parse_settings(text.encode()) == config.Settings()
    said = {f"{section}.{key}" for section, members in tomllib.loads(text).items() for key in members}
    assert said == {setting.name for setting in config.SETTINGS}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("advisory = true", "advisory"),
        ("[gate]\nallow_everything = true", "gate.allow_everything"),
        ("[gates]\nsweep_seconds = 5", "gates.sweep_seconds"),
        ("[gate]\nsweep_seconds = 0", "gate.sweep_seconds"),
        ('[store]\nurl = "mysql://u@h/d"', "store.url"),
        ('[store]\nurl = "postgresql://u:secret@h/d"', "store.url"),
        ('[store]\nurl = "postgresql://u@h/d?password=secret"', "store.url"),
        ('[store]\nurl = "postgresql://u@h"', "store.url"),
        ('[http]\nlisten = "8700"', "http.listen"),
        ('[http]\nlisten = "0.0.0.0:8700"', "http.listen"),
        ('[http]\nlisten = "localhost:8700"', "http.listen"),
        ('[http]\nlisten = "unix:relative"', "http.listen"),
        ('[http]\ntls_certificate = "/c.pem"', "http.tls_key"),
        ('[http]\ntls_key = "k.pem"', "http.tls_key"),
        ('[http]\npublic_url = "http://h"', "http.public_url"),
        ("[gate]\nsweep_seconds = true", "gate.sweep_seconds"),
        ("[gate]\nsweep_seconds = 1.5", "gate.sweep_seconds"),
        ('[gate]\norigin = ""', "gate.origin"),
        ('[gate]\norigin = "a b"', "gate.origin"),
        ('[gate]\norigin = "a+b"', "gate.origin"),
        ('[gate]\norigin = "a\\u200bb"', "gate.origin"),
        ('[gate]\nagents = "root"', "gate.agents"),
        ('[gate]\nagents = ["no such user here"]', "gate.agents"),
        ("[gate]\nagents = [-1]", "gate.agents"),
        ("[gate]\napprovers = [4294967295]", "gate.approvers"),
        ("[gate]\nagents = [true]", "gate.agents"),
        ("[hook]\nwait_seconds = 101", "hook.wait_seconds"),
        ('[exec]\nkeep_environment = "PATH"', "exec.keep_environment"),
        ('[exec]\nkeep_environment = ["A=B"]', "exec.keep_environment"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(text: str, field: str) -> None:
    with pytest.raises(ConfigInvalid) as refused:
        config.parse_settings(text.encode())
    assert refused.value.field == field
    assert refused.value.hint


@pytest.mark.parametrize(
    "name", ["LD_PRELOAD", "LD_LIBRARY_PATH", "BASH_ENV", "ENV", "GIT_SSH_COMMAND", "PYTHONPATH", "NODE_OPTIONS", "IFS"]
)
def test_no_setting_lets_a_variable_through_that_changes_which_code_runs(name: str) -> None:
    with pytest.raises(ConfigInvalid, match="never kept"):
        config.parse_settings(f'[exec]\nkeep_environment = ["{name}"]'.encode())
    assert config.parse_settings(b'[exec]\nkeep_environment = ["DISPLAY"]').keep_environment == ("DISPLAY",)


@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_settings_or_refused(raw: bytes) -> None:
    try:
        found: object = config.parse_settings(raw)
    except ConfigInvalid as refused:
        found = refused
    assert isinstance(found, config.Settings | ConfigInvalid)


def test_settings_that_others_may_write_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "mayact.toml"
    assert config.load_settings(str(path)) == config.Settings()
    path.write_text("[gate]\nsweep_seconds = 9\n")
    path.chmod(0o644)
    assert config.load_settings(str(path)).sweep_seconds == 9
    for mode in (0o664, 0o646, 0o666):
        path.chmod(mode)
        with pytest.raises(ConfigInvalid, match="written by others"):
            config.load_settings(str(path))
    path.chmod(0o600)
    with pytest.raises(ConfigInvalid, match="belongs to"):
        config.load_settings(str(path), owners=frozenset({os.geteuid() + 1}))
    (tmp_path / "link.toml").symlink_to(path)
    with pytest.raises(ConfigInvalid, match="regular file"):
        config.load_settings(str(tmp_path / "link.toml"))


def test_directories_are_private_and_never_somebody_elses(tmp_path: Path) -> None:
    made = tmp_path / "a" / "state"
    config.make_directory(str(made))
    assert made.stat().st_mode & 0o777 == 0o700
    made.chmod(0o755)
    config.make_directory(str(made))
    assert made.stat().st_mode & 0o777 == 0o700
    made.chmod(0o777)
    with pytest.raises(ConfigInvalid, match="written by others"):
        config.make_directory(str(made))
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(ConfigInvalid, match="not a directory"):
        config.make_directory(str(tmp_path / "link"))
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigInvalid):
        config.make_directory(str(tmp_path / "file"))


def test_a_socket_path_that_cannot_be_bound_is_refused_early() -> None:
    assert config.require_socket_length("/" + "x" * 106)
    with pytest.raises(ConfigInvalid, match="too long"):
        config.require_socket_length("/" + "é" * 60)
