"""What git would run, read from real repositories without running anything of them."""

import json
from pathlib import Path

import pytest

from mayact.core.analysis.plan import Answer, Found, GitPrograms, Missing, Unavailable
from mayact.core.canonical import digest_bytes
from mayact.observe.observer import LocalObserver
from mayact.observe.public import PublicObserver

SCRIPT = "#!/bin/sh\nexit 0\n"


class Clone:
    def __init__(self, root: Path) -> None:
        self.home = root / "home"
        self.path = self.home / "repo"
        (self.path / ".git" / "hooks").mkdir(parents=True)
        (self.path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        self.config = self.path / ".git" / "config"
        self.config.write_text("[core]\n\tbare = false\n")

    def hook(self, name: str, *, under: str = ".git/hooks", mode: int = 0o755) -> Path:
        path = self.path / under / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SCRIPT)
        path.chmod(mode)
        return path

    def persons(self, text: str) -> None:
        (self.home / ".gitconfig").write_text(text)

    def answer(self, subcommand: str, *, repo: str | None = None) -> Answer:
        at = str(self.path) if repo is None else repo
        return LocalObserver().answer(GitPrograms(at, subcommand, str(self.home)))

    def rows(self, subcommand: str, *, repo: str | None = None) -> list[list[str]]:
        """Without what the machine's own settings may add."""
        match self.answer(subcommand, repo=repo):
            case Found(value):
                return [row for row in json.loads(value) if row[1] != "credential.*.helper" or "example" in row[3]]
            case answer:
                assert answer == Missing()
                return []


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path.resolve())


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    ("subcommand", "name"),
    [
        ("commit", "pre-commit"),
        ("commit", "post-index-change"),
        ("status", "post-index-change"),
        ("branch", "reference-transaction"),
        ("checkout", "post-checkout"),
        ("pull", "post-merge"),
        ("rebase", "pre-rebase"),
        ("am", "applypatch-msg"),
        ("push", "pre-push"),
        ("receive-pack", "post-receive"),
    ],
)
def test_a_hook_is_told_with_what_it_holds(clone: Clone, subcommand: str, name: str) -> None:
    path = clone.hook(name)
    assert clone.rows(subcommand) == [["hook", name, str(path), digest_bytes(SCRIPT.encode())]]


def test_what_git_would_not_run_is_no_hook(clone: Clone) -> None:
    clone.hook("pre-commit.sample")
    clone.hook("commit-msg", mode=0o644)
    clone.hook("pre-push")
    assert clone.rows("commit") == []
    assert clone.rows("log") == []


@pytest.mark.requirement("AUTHZ-4")
def test_hooks_lie_where_the_settings_say(clone: Clone) -> None:
    clone.hook("pre-commit")
    tracked = clone.hook("pre-commit", under=".githooks")
    clone.config.write_text("[core]\n\thooksPath = .githooks\n")
    assert [row[2] for row in clone.rows("commit")] == [str(tracked)]
    clone.config.write_text('[includeIf "onbranch:x"]\n\tpath = more\n')
    (clone.path / ".git" / "more").write_text("[core]\n\thooksPath = .githooks\n")
    assert [row[2] for row in clone.rows("commit")] == [str(tracked), str(clone.path / ".git/hooks/pre-commit")]


def test_a_hook_that_only_passes_on_is_told_with_the_one_it_passes_to(clone: Clone) -> None:
    stub = clone.hook("pre-commit", under=".husky/_")
    clone.hook("post-merge", under=".husky/_")
    clone.config.write_text("[core]\n\thooksPath = .husky/_\n")
    assert [row[2] for row in clone.rows("commit")] == [str(stub)]
    own = clone.hook("pre-commit", under=".husky", mode=0o644)
    assert [row[2] for row in clone.rows("commit")] == [str(stub), str(own)]


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    ("text", "subcommand", "row"),
    [
        ("[core]\nfsmonitor = watch me", "status", ["core.fsmonitor", "watch me"]),
        ("[core]\nfsmonitor = true", "status", None),
        ("[diff]\nexternal = difft", "diff", ["diff.external", "difft"]),
        ('[diff "pdf"]\ntextconv = pdftotext', "log", ["diff.*.textconv", "pdftotext"]),
        ('[filter "f"]\nclean = tidy', "add", ["filter.*.clean", "tidy"]),
        ('[filter "f"]\nclean = tidy', "fetch", None),
        ('[merge "m"]\ndriver = own %A', "merge", ["merge.*.driver", "own %A"]),
        ("[core]\nsshCommand = ssh -v", "fetch", ["core.sshcommand", "ssh -v"]),
        ('[credential "https://a:b@example.org"]\nhelper = example', "push", ["credential.*.helper", "example"]),
        ("[commit]\ngpgsign = true", "commit", ["commit.gpgsign", "gpg"]),
        ("[commit]\ngpgsign = false", "commit", None),
        ("[core]\npager = delta", "log", ["core.pager", "delta"]),
        ("[pager]\nlog = delta\nshow = less", "log", ["pager.*", "delta"]),
        ('[submodule "s"]\nupdate = !make', "submodule", ["submodule.*.update", "!make"]),
        ('[submodule "s"]\nupdate = rebase', "submodule", None),
        ('[hook "h"]\ncommand = run\nevent = pre-commit', "commit", ["hook.*.command", "run"]),
    ],
)
def test_a_program_that_a_setting_names_is_told_for_what_uses_it(
    clone: Clone, text: str, subcommand: str, row: list[str] | None
) -> None:
    clone.config.write_text(text + "\n")
    assert clone.rows(subcommand) == ([["setting", row[0], "repository", row[1]]] if row else [])
    clone.config.write_text("")
    clone.persons(text + "\n")
    assert clone.rows(subcommand) == ([["setting", row[0], "person", row[1]]] if row else [])
    assert clone.rows(subcommand, repo="") == ([["setting", row[0], "person", row[1]]] if row else [])


def test_the_last_value_holds_but_none_that_a_condition_might_replace(clone: Clone) -> None:
    clone.persons("[core]\n\tpager = delta\n")
    clone.config.write_text("[core]\n\tpager = less\n")
    assert [row[3] for row in clone.rows("log")] == ["less"]
    clone.config.write_text('[includeIf "gitdir:~/x/"]\n\tpath = more\n')
    (clone.path / ".git" / "more").write_text("[core]\n\tpager = own\n")
    assert [row[3] for row in clone.rows("log")] == ["delta", "own"]


@pytest.mark.requirement("AUTHZ-4")
def test_what_cannot_be_read_is_not_taken_for_nothing(clone: Clone) -> None:
    clone.config.write_text("[core\n")
    assert isinstance(clone.answer("status"), Unavailable)
    clone.config.write_text("[core]\n\thooksPath = ~other/hooks\n")
    assert isinstance(clone.answer("commit"), Unavailable)
    clone.config.write_text("".join(f'[filter "{at}"]\n\tclean = run\n' for at in range(200)))
    assert isinstance(clone.answer("add"), Unavailable)
    assert isinstance(LocalObserver().answer(GitPrograms(str(clone.path), "status", "")), Unavailable)
    assert isinstance(LocalObserver().answer(GitPrograms(str(clone.path), "status", "/a\0b")), Unavailable)


def test_whose_settings_one_may_not_read_are_unavailable(clone: Clone) -> None:
    found = PublicObserver().answer(GitPrograms(str(clone.path), "status", str(clone.home)))
    assert isinstance(found, Unavailable)
