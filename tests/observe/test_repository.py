"""What is read of a repository is what git itself would say, and nothing in it is ever run."""

import os
import subprocess
from pathlib import Path

import pytest

from mayact.core.analysis.plan import (
    Answer,
    FetchUrls,
    FileDigest,
    Found,
    HeadBranch,
    Missing,
    ProgramPath,
    PushDefault,
    PushUrls,
    RealPath,
    RefId,
    RepoRoot,
    Unavailable,
)
from mayact.core.canonical import digest_bytes
from mayact.core.limits import MAX_PIN_BYTES
from mayact.observe.observer import LocalObserver

SEE = LocalObserver().answer


class Repo:
    def __init__(self, root: Path) -> None:
        self.home = root / "home"
        self.path = self.home / "repo"
        self.path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "t")
        self.git("config", "user.email", "t@example.org")
        (self.path / "file").write_text("one\n")
        self.git("add", ".")
        self.git("commit", "-qm", "one")

    def git(self, *words: str, cwd: Path | None = None) -> str:
        env = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *words], cwd=cwd or self.path, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def urls(self, remote: str) -> object:
        return SEE(PushUrls(str(self.path), remote, str(self.home)))

    def default(self, remote: str = "") -> object:
        return SEE(PushDefault(str(self.path), remote, str(self.home)))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path)


CONFIGS: list[list[tuple[str, str]]] = [
    [("remote.origin.url", "https://example.org/a.git")],
    [("remote.origin.url", "https://example.org/a.git"), ("remote.origin.pushurl", "ssh://git@example.net/b.git")],
    [("remote.origin.url", "gh:me/a"), ("url.https://example.org/.insteadOf", "gh:")],
    [("remote.origin.url", "gh:me/a"), ("url.https://example.org/.pushInsteadOf", "gh:")],
    [
        ("remote.origin.url", "https://example.org/a.git"),
        ("url.https://evil.example/.pushInsteadOf", "https://example.org/"),
        ("url.https://worse.example/a.pushInsteadOf", "https://example.org/a"),
        ("url.https://no.example/.insteadOf", "https://example.org/"),
    ],
    [
        ("remote.origin.url", "https://example.org/a.git"),
        ("remote.origin.pushurl", "p:a"),
        ("url.https://no.example/.pushInsteadOf", "p:"),
        ("url.https://yes.example/.insteadOf", "p:"),
    ],
    [("remote.origin.url", "https://one.example/a"), ("remote.origin.url", "https://two.example/a")],
    [("remote.origin.url", "https://example.org/a.git"), ("Remote.origin.PushUrl", "https://case.example/a")],
]


@pytest.mark.requirement("APPR-1", "AUTHZ-2")
@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("where", ["repository", "user", "included"])
def test_a_push_goes_where_git_says(repo: Repo, config: list[tuple[str, str]], where: str) -> None:
    file = {
        "repository": repo.path / ".git" / "config",
        "user": repo.home / ".gitconfig",
        "included": repo.home / "more",
    }[where]
    if where == "included":
        repo.git("config", "include.path", "~/more")
    for key, value in config:
        # `git remote get-url`, the oracle, asks for a remote that the repository itself describes.
        place = file if key.startswith("url.") else repo.path / ".git" / "config"
        repo.git("config", "--file", str(place), "--add", key, value)
    assert repo.urls("origin") == Found(" ".join(repo.git("remote", "get-url", "--push", "--all", "origin").split()))


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "config",
    [
        [("remote.origin.url", "ext::sh -c id")],
        [("remote.origin.url", "https://example.org/a"), ("remote.origin.receivepack", "/tmp/evil")],
        [("remote.origin.url", "https://example.org/a"), ("push.recurseSubmodules", "on-demand")],
        [("remote.origin.url", "https://example.org/a"), ("includeIf.onbranch:main.path", "~/redirect")],
    ],
)
def test_what_cannot_be_told_is_not_told(repo: Repo, config: list[tuple[str, str]]) -> None:
    (repo.home / "redirect").write_text('[url "https://evil.example/"]\n\tinsteadOf = https://example.org/\n')
    for key, value in config:
        repo.git("config", key, value)
    assert isinstance(repo.urls("origin"), Unavailable)


def test_old_places_that_still_redirect_are_not_overlooked(repo: Repo) -> None:
    repo.git("config", "remote.origin.url", "https://example.org/a")
    (repo.path / ".git" / "remotes").mkdir()
    (repo.path / ".git" / "remotes" / "origin").write_text("URL: https://evil.example/a\n")
    assert isinstance(repo.urls("origin"), Unavailable)


def test_a_conditional_include_that_changes_nothing_here_does_not_disturb(repo: Repo) -> None:
    (repo.home / "work").write_text("[user]\n\tsigningkey = abc\n")
    repo.git("config", "remote.origin.url", "https://example.org/a")
    repo.git("config", "includeIf.gitdir:~/work/.path", "~/work")
    assert repo.urls("origin") == Found("https://example.org/a")


def test_a_url_or_a_path_is_its_own_remote_and_is_rewritten_too(repo: Repo) -> None:
    repo.git("config", "url.https://evil.example/.insteadOf", "https://example.org/")
    assert repo.urls("https://example.org/a") == Found("https://evil.example/a")
    assert repo.urls("../other.git") == Found("../other.git")
    assert repo.urls("nowhere") == Missing()


@pytest.mark.requirement("APPR-1")
def test_names_mean_what_git_says_they_mean(repo: Repo) -> None:
    repo.git("branch", "feature/x")
    repo.git("tag", "v1")
    repo.git("tag", "-am", "two", "v2")
    repo.git("tag", "feature/x")
    for name in ("HEAD", "main", "feature/x", "refs/heads/feature/x", "tags/v1", "v1", "v2", "heads/main"):
        assert SEE(RefId(str(repo.path), name)) == Found(repo.git("rev-parse", name)), name
    before = {name: repo.git("rev-parse", name) for name in ("main", "v1", "v2")}
    repo.git("pack-refs", "--all")
    assert {name: SEE(RefId(str(repo.path), name)) for name in before} == {n: Found(o) for n, o in before.items()}
    assert SEE(RefId(str(repo.path), "absent")) == Missing()
    oid = "a" * 40
    assert SEE(RefId(str(repo.path), oid)) == Found(oid)


@pytest.mark.parametrize("name", ["HEAD~1", "main^", "@{-1}", "../../etc/passwd", "-x", "a..b", "x\x00y", "a b"])
def test_an_expression_is_not_a_name(repo: Repo, name: str) -> None:
    assert isinstance(SEE(RefId(str(repo.path), name)), Unavailable)


def test_a_linked_work_tree_has_its_own_head_and_shares_the_rest(repo: Repo) -> None:
    repo.git("config", "remote.origin.url", "https://example.org/a")
    other = repo.home / "other"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    assert SEE(HeadBranch(str(other))) == Found("side")
    assert SEE(HeadBranch(str(repo.path))) == Found("main")
    assert SEE(RefId(str(other), "main")) == Found(repo.git("rev-parse", "main"))
    assert SEE(PushUrls(str(other), "origin", str(repo.home))) == Found("https://example.org/a")
    (other / "inside").mkdir()
    assert SEE(RepoRoot(str(other / "inside"))) == Found(str(other))
    # What is not there yet may become a repository of its own before it is used.
    assert SEE(RepoRoot(str(other / "absent"))) == Unavailable("it does not exist yet")


def test_a_detached_head_is_no_branch(repo: Repo) -> None:
    repo.git("checkout", "-q", "--detach")
    assert SEE(HeadBranch(str(repo.path))) == Missing()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ([], "origin refs/heads/main:refs/heads/main"),
        ([("push.default", "nothing")], None),
        ([("push.default", "matching")], "origin :"),
        ([("remote.origin.push", "+main:prod")], "origin +main:prod"),
        ([("remote.origin.mirror", "true")], "origin +refs/*:refs/*"),
        ([("branch.main.pushRemote", "fork")], "fork refs/heads/main:refs/heads/main"),
        ([("remote.pushDefault", "fork")], "fork refs/heads/main:refs/heads/main"),
        (
            [("push.default", "upstream"), ("branch.main.remote", "origin"), ("branch.main.merge", "refs/heads/prod")],
            "origin refs/heads/main:refs/heads/prod",
        ),
    ],
)
def test_a_push_without_refspec(repo: Repo, config: list[tuple[str, str]], expected: str | None) -> None:
    repo.git("config", "remote.origin.url", "https://example.org/a")
    repo.git("config", "remote.fork.url", "https://example.org/b")
    for key, value in config:
        repo.git("config", key, value)
    assert repo.default() == (Found(expected) if expected else Missing())


def test_nothing_of_the_repository_is_run(repo: Repo) -> None:
    trap = repo.home / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repo.home}/sprung\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.hooksPath", "alias.status"):
        repo.git("config", key, str(trap))
    repo.git("config", "remote.origin.url", "https://example.org/a")
    assert repo.urls("origin") == Found("https://example.org/a")
    assert isinstance(SEE(RefId(str(repo.path), "main")), Found)
    assert not (repo.home / "sprung").exists()


@pytest.mark.requirement("AUTHZ-6")
def test_files_that_never_end_or_never_answer_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(MAX_PIN_BYTES + 1)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "small").write_bytes(b"x")
    for name in ("pipe", "huge", "loop", "."):
        assert isinstance(SEE(FileDigest(str(tmp_path / name))), Unavailable), name
    assert isinstance(SEE(FileDigest("/dev/zero")), Unavailable)
    assert SEE(FileDigest(str(tmp_path / "absent"))) == Missing()
    assert SEE(FileDigest(str(tmp_path / "small"))) == Found(digest_bytes(b"x"))
    assert isinstance(SEE(RealPath(str(tmp_path / "loop"))), Unavailable)


def test_a_repository_made_of_pipes_answers_at_once(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("HEAD", "config", "packed-refs"):
        os.mkfifo(tmp_path / ".git" / name)
    for question in (
        HeadBranch(str(tmp_path)),
        RefId(str(tmp_path), "main"),
        PushUrls(str(tmp_path), "origin", str(tmp_path)),
        PushDefault(str(tmp_path), "", str(tmp_path)),
    ):
        assert isinstance(SEE(question), Unavailable)


def test_links_are_followed_to_the_end(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert SEE(RealPath(str(tmp_path / "link" / "new"))) == Found(str(tmp_path.resolve() / "real" / "new"))


def test_a_program_is_found_as_execvp_would(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        (folder / "tool").write_text("#!/bin/sh\n")
    (second / "tool").chmod(0o755)
    path = f"{first}:{second}"
    assert SEE(ProgramPath("tool", path, "/")) == Found(str(second.resolve() / "tool"))
    assert SEE(ProgramPath("./tool", path, str(second))) == Found(str(second.resolve() / "tool"))
    assert SEE(ProgramPath("tool", "", str(second))) == Found(str(second.resolve() / "tool"))
    assert SEE(ProgramPath("absent", path, "/")) == Missing()


def test_where_a_fetch_goes(repo: Repo) -> None:
    def fetched(remote: str) -> Answer:
        return SEE(FetchUrls(str(repo.path), remote, str(repo.home)))

    assert fetched("") == Missing()
    repo.git("remote", "add", "origin", "hub:a/b")
    repo.git("config", "remote.origin.pushurl", "https://elsewhere.example/a")
    repo.git("config", "url.https://example.org/.insteadOf", "hub:")
    assert fetched("") == fetched("origin") == Found("https://example.org/a/b")
    assert fetched("") == Found(repo.git("ls-remote", "--get-url"))
    repo.git("remote", "add", "other", "git@example.net:c")
    assert fetched("*") == Found("https://example.org/a/b git@example.net:c")
    assert fetched("absent") == Missing()
    (repo.path / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = https://evil.example/x\n')
    assert fetched("*submodules") == Found("https://example.org/a/b https://evil.example/x")
    assert fetched("") == Found("https://example.org/a/b")
    repo.git("config", "submodule.x.url", "https://evil.example/y")
    assert fetched("") == Found("https://example.org/a/b https://evil.example/y")
    repo.git("config", "remote.origin.uploadpack", "/tmp/evil")
    assert isinstance(fetched(""), Unavailable)
