"""What is seen before an agent is launched."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.boundary.run import look
from mayact.core.errors import InvalidInput, LimitExceeded, NotFound
from mayact.core.sandbox import tables
from mayact.core.sandbox.model import Found, Wanted


def tree(work: Path) -> dict[str, Found]:
    wanted = Wanted(command=("x",), work=str(work), cwd=str(work))
    repositories = look.repositories_in((str(work),))
    found = dict(look._tree(wanted, "/home/dev", repositories, look.named_by_git(sorted(repositories))))
    return {path.removeprefix(f"{work}/"): kind for path, kind in found.items()}


@pytest.mark.requirement("BOUND-2")
def test_guarded_places_secrets_and_sockets_are_seen(tmp_path: Path) -> None:
    for name in (".git/hooks", "deep/er", "node_modules/x"):
        (tmp_path / name).mkdir(parents=True)
    for name in (".git/config", ".env", "deep/er/id_rsa", "node_modules/x/.env", ".env.example", "deep/plain"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git" / "config").write_text("[core]\n")
    (tmp_path / ".mcp.json").symlink_to("/etc/passwd")
    (tmp_path / "deep" / "real").write_text("x")
    (tmp_path / "deep" / "prod.env").symlink_to("real")
    (tmp_path / "far.env").symlink_to("/etc/passwd")
    with socket.socket(socket.AF_UNIX) as bound:
        here = os.getcwd()
        os.chdir(tmp_path)
        try:
            bound.bind("agent.sock")
        finally:
            os.chdir(here)
    assert tree(tmp_path) == {
        ".git": Found.DIRECTORY,
        ".git/hooks": Found.DIRECTORY,
        ".git/config": Found.FILE,
        ".mcp.json": Found.LINK,
        ".env": Found.FILE,
        "deep/er/id_rsa": Found.FILE,
        "deep/real": Found.FILE,  # a secret by the name of what leads to it
        "agent.sock": Found.SOCKET,
    }


@pytest.mark.requirement("BOUND-2")
def test_a_link_in_the_place_of_a_holder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "config").write_text("x")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".git").symlink_to("../elsewhere")
    assert tree(tmp_path / "work") == {".git": Found.LINK}


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_a_tree_that_cannot_be_looked_through_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (tmp_path / str(number)).write_text("x")
    monkeypatch.setattr(look, "MAX_ENTRIES", 4)
    with pytest.raises(LimitExceeded):
        tree(tmp_path)


def test_the_project_is_the_nearest_repository_and_never_everybodys_place(tmp_path: Path) -> None:
    (tmp_path / "app" / ".git").mkdir(parents=True)
    (tmp_path / "app" / "src").mkdir()
    (tmp_path / "link").symlink_to("app/src")
    assert look.project_of(str(tmp_path / "link")) == str(tmp_path / "app")
    assert look.project_of("/tmp") == "/tmp"
    assert look.project_of("/usr") == "/usr"
    asked = look.Asked(command=("x",))
    assert look.wanted_of(asked, cwd=str(tmp_path / "link")).cwd == str(tmp_path / "app" / "src")
    with pytest.raises(NotFound):
        look.wanted_of(look.Asked(command=("x",), tools=("nowhere",)), cwd=str(tmp_path))


@pytest.mark.requirement("BOUND-2", "CRED-1")
@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('{"model": "opus"}', True),
        ('{"env": {"GITHUB_TOKEN": "ghp_' + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8" + '"}}', False),
        ("x" * (look.MAX_CONFIG_BYTES + 1), False),
    ],
)
def test_settings_of_clients_go_in_only_when_they_hold_no_secret(tmp_path: Path, text: str, clean: bool) -> None:
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "settings.json").write_text(text)
    (tmp_path / ".codex").mkdir()
    (tmp_path / ".codex" / "config.toml").symlink_to("/etc/passwd")
    assert dict(look._clients(str(tmp_path))) == {".claude/settings.json": clean, ".codex/config.toml": False}


@given(st.sampled_from(tables.NEVER_PLACES))
def test_no_place_of_the_machines_is_walked_up_from(place: str) -> None:
    assert look.project_of(place) == os.path.realpath(place)


@pytest.mark.requirement("BOUND-2")
def test_sockets_and_secrets_of_tools_are_seen_too(tmp_path: Path) -> None:
    work, tool = tmp_path / "work", tmp_path / "tool"
    work.mkdir()
    tool.mkdir()
    (tool / ".netrc").write_text("x")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tool / "agent.sock"))
    wanted = Wanted(command=("x",), work=str(work), cwd=str(work), tools=(str(tool),))
    assert dict(look._tree(wanted, "/home/dev", (), ())) == {
        str(tool / ".netrc"): Found.FILE,
        str(tool / "agent.sock"): Found.SOCKET,
    }


@pytest.mark.requirement("BOUND-2")
def test_repositories_within_are_seen_wherever_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lib/.git/hooks", "node_modules/x/.git", ".git/modules/y"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".git").write_text("gitdir: ../.git/modules/y")
    found = tree(tmp_path)
    assert found["lib/.git/hooks"] is Found.DIRECTORY
    assert found["node_modules/x/.git"] is Found.DIRECTORY
    assert found["sub/.git"] is Found.FILE
    assert found[".git/modules"] is Found.DIRECTORY
    monkeypatch.setattr(look, "MAX_NAMES", 2)
    with pytest.raises(LimitExceeded):
        look.repositories_in((str(tmp_path),))


@pytest.mark.requirement("BOUND-2")
def test_what_gits_settings_name_is_guarded_too(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "tools" / "hooks").mkdir(parents=True)
    config = tmp_path / ".git" / "config"
    config.write_text(
        "[core]\n hooksPath = tools/hooks\n[include]\n path = ../shared.cfg\n path = /etc/gitconfig\n"
        '[includeIf "gitdir:x"]\n path = ../later.cfg\n'
    )
    found = look.named_by_git([str(tmp_path / ".git")])
    assert found == (
        (str(tmp_path), "tools/hooks", True),
        (str(tmp_path), "shared.cfg", False),
        (str(tmp_path), "later.cfg", False),
    )
    assert tree(tmp_path)["tools/hooks"] is Found.DIRECTORY
    config.write_text("[core\n")
    with pytest.raises(InvalidInput):
        look.named_by_git([str(tmp_path / ".git")])
