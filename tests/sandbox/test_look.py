"""What is seen before an agent is launched."""

import ctypes
import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sandbox import surroundings

from mayact.boundary.run import inside, look
from mayact.core.errors import InvalidInput, LimitExceeded, NotFound
from mayact.core.sandbox import tables
from mayact.core.sandbox.model import Access, Found, Plan, Wanted, access
from mayact.core.sandbox.plan import plan


def tree(work: Path) -> dict[str, Found]:
    wanted = Wanted(command=("x",), work=str(work), cwd=str(work))
    repositories = look.repositories_in((str(work),))
    found = dict(look._tree(wanted, "/home/dev", repositories, look.named_by_git(sorted(repositories))))
    return {path.removeprefix(f"{work}/"): kind for path, kind in found.items()}


def planned(work: Path) -> Plan:
    """As `look.look` and the plan make it of this tree."""
    wanted = Wanted(command=("x",), work=str(work), cwd=str(work))
    repositories = look.repositories_in((str(work),))
    named = (
        *look.bare_names(repositories),
        *look.named_by_git(sorted(repositories), works=(str(work),), home="/home/dev"),
    )
    return plan(wanted, surroundings(tree=dict(look._tree(wanted, "/home/dev", repositories, named)), named=named))


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


def bare(path: Path) -> Path:
    for name in ("objects", "refs", "info"):
        (path / name).mkdir(parents=True)
    (path / "HEAD").write_text("ref: refs/heads/main\n")
    (path / "config").write_text("[core]\n\tbare = true\n")
    return path


@pytest.mark.requirement("BOUND-2")
def test_bare_repositories_are_found_by_what_they_hold(tmp_path: Path) -> None:
    for name in ("docs/x", "node_modules/a/x", "venv/x", "target/x", ".git", ".git/modules/sub"):
        bare(tmp_path / name)
    for name in ("half/refs", "link", "linked"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "half" / "HEAD").write_text("ref: refs/heads/main\n")  # as `.git/logs` is: no repository
    (tmp_path / "link" / "HEAD").symlink_to("refs/heads/main")
    for name in ("objects", "refs"):
        (tmp_path / "link" / name).symlink_to(f"../.git/{name}")
    (tmp_path / "linked" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "linked" / "commondir").write_text("../.git\n")
    found = {path.removeprefix(f"{tmp_path}/") for path in look.repositories_in((str(tmp_path),))}
    assert found == {"docs/x", "node_modules/a/x", "venv/x", "target/x", ".git", "link", "linked"}
    assert look.repositories_in((str(tmp_path / "docs" / "x"),)) == {
        str(tmp_path / "docs" / "x"): (tmp_path / "docs" / "x").stat().st_ino
    }


@pytest.mark.requirement("BOUND-2")
def test_a_bare_repository_is_guarded_as_another_one_is(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    top = bare(tmp_path / "node_modules" / "x")
    (top / "config").write_text("[core]\n\tfsmonitor = ./run.sh\n\tworktree = ../..\n")
    (tmp_path / "run.sh").write_text("x")
    (top / "info" / "attributes").write_text("x")
    made = planned(tmp_path)
    for path in (top / "config", top / "info" / "attributes", tmp_path / "run.sh"):
        assert access(made, str(path)).access is Access.READS
    for path in (top / "hooks", top / "modules", top / "worktrees"):
        assert access(made, str(path)).access is Access.SEALED
    assert access(made, str(top / "refs" / "heads")).access is Access.WRITES
    assert {str(top / "commondir"), str(top / "config.worktree")} <= set(made.watched)


@pytest.mark.requirement("BOUND-2")
def test_settings_that_settings_name_are_followed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep").mkdir()
    (tmp_path / ".git" / "config").write_text("[include]\n path = ../deep/0\n")
    for number in range(12):
        (tmp_path / "deep" / str(number)).write_text(
            f"[core]\n hooksPath = hooks{number}\n"
            f'[includeIf "onbranch:x"]\n path = {number + 1}\n path = 0\n path = ../.git/config\n'
        )
    found = {name for _, name, _ in look.named_by_git([str(tmp_path / ".git")])}
    # Git ends beyond the tenth: what stands there is never read.
    assert found == {".git/config", *(f"deep/{n}" for n in range(11)), *(f"hooks{n}" for n in range(10))}
    (tmp_path / "deep" / "3").write_text("[core\n")
    with pytest.raises(InvalidInput):
        look.named_by_git([str(tmp_path / ".git")])


PROGRAMS = (
    "[core]\n fsmonitor = tools/0\n sshCommand = ssh -F tools/1\n editor = ./tools/2 --wait\n pager = LESS=x tools/3\n"
    '[sequence]\n editor = "\'tools/4 b\'"\n[diff "x"]\n textconv = tools/5\n command = tools/6\n'
    '[diff]\n external = tools/7\n[filter "x"]\n clean = tools/8 %f\n smudge = tools/9\n process = tools/10\n'
    '[merge "x"]\n driver = tools/11 %O %A\n[credential "https://x"]\n helper = "!tools/12"\n'
    "[gpg]\n program = tools/13\n[alias]\n y = \"!sh -c './tools/14;true'\"\n z = log tools/16\n"
    "[uploadpack]\n packObjectsHook = tools/15\n[user]\n name = tools/17\n"
)


@pytest.mark.requirement("BOUND-2")
def test_programs_that_settings_name_are_guarded(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "tools").mkdir()
    for name in (*map(str, range(18)), "4 b"):
        (tmp_path / "tools" / name).write_text("x")
    (tmp_path / ".git" / "config").write_text(PROGRAMS)
    found = {name for _, name, _ in look.named_by_git([str(tmp_path / ".git")])}
    assert found == {*(f"tools/{number}" for number in range(16)), "tools/4 b"}
    assert access(planned(tmp_path), str(tmp_path / "tools" / "0")).access is Access.READS
    assert access(planned(tmp_path), str(tmp_path / "tools" / "17")).access is Access.WRITES


@pytest.mark.requirement("BOUND-2")
def test_a_secret_that_a_command_names_stays_shut_and_an_outer_tree_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "hooks").mkdir()
    (tmp_path / ".git" / "hooks" / "monitor").write_text("x")
    (tmp_path / ".git" / "config").write_text(
        '[core]\n fsmonitor = .git/hooks/monitor\n[alias]\n x = "!. .env; make"\n'
    )
    (tmp_path / ".env").write_text("x")
    (tmp_path / "run.sh").write_text("x")
    (tmp_path / "lib" / ".git").mkdir(parents=True)
    (tmp_path / "lib" / ".git" / "config").write_text("[core]\n pager = ../run.sh\n")
    made = planned(tmp_path)
    assert access(made, str(tmp_path / ".env")).access is Access.SEALED
    assert access(made, str(tmp_path / "run.sh")).access is Access.READS
    assert access(made, str(tmp_path / ".git" / "hooks")).access is Access.READS
    assert access(made, str(tmp_path / ".git" / "hooks" / "monitor")).access is Access.READS


@pytest.mark.requirement("BOUND-2", "AUTHZ-6")
def test_what_is_too_deep_to_be_looked_at_refuses(tmp_path: Path) -> None:
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # step by step: the whole path is longer than the kernel takes at once
        os.mkdir("d" * 250, dir_fd=at)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.mkdir(".git", dir_fd=at)
    os.close(at)
    try:
        with pytest.raises(LimitExceeded):
            look.repositories_in((str(tmp_path),))
        with pytest.raises(LimitExceeded):
            tree(tmp_path)
    finally:
        shutil.rmtree(tmp_path / ("d" * 250))


@pytest.mark.requirement("BOUND-2")
def test_who_proves_again_is_not_to_be_traced_from_its_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    dumpable = ctypes.CDLL(None).prctl

    def first() -> None:
        theirs.send(b"%d" % dumpable(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE

    monkeypatch.setattr(inside.os, "setsid", first)
    with ours, theirs:
        inside._apart(theirs, lambda: None)
        ours.settimeout(10)
        assert ours.recv(1) == b"0"
