"""Pushes after something on the same line that moved HEAD, or put another repository where the line stands."""

import shlex

import pytest
from tests.support.programs import HOME, WORKSPACE, World, command

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.plan import (
    Answer,
    FetchUrls,
    Found,
    HeadBranch,
    PushDefault,
    PushUrls,
    Question,
    RepoRoot,
    Unavailable,
)
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.risk import judge
from mayact.core.model import Effect, Verb

_ANSWERS: dict[Question, Answer] = {
    RepoRoot(WORKSPACE): Found(WORKSPACE),
    HeadBranch(WORKSPACE): Found("feature"),
    PushDefault(WORKSPACE, "", home=HOME): Found("origin refs/heads/feature:refs/heads/feature"),
    PushDefault(WORKSPACE, "origin", home=HOME): Found("origin refs/heads/feature:refs/heads/feature"),
    PushUrls(WORKSPACE, "origin", home=HOME): Found("git@github.com:acme/project.git"),
}


def _effects(*lines: str, cwd: str = WORKSPACE) -> tuple[Effect, ...]:
    """Every line but the last stands in the work tree, the last in `cwd`."""
    context = World(_ANSWERS).context()
    places = [WORKSPACE] * (len(lines) - 1) + [cwd]
    found = [
        item
        for line, place in zip(lines, places, strict=True)
        for item in findings_of(command(shlex.split(line), cwd=place), context)
    ]
    return judge(found, catalogue=DEFAULT_CATALOGUE)


def _pushes(*lines: str, cwd: str = WORKSPACE) -> list[Effect]:
    return [effect for effect in _effects(*lines, cwd=cwd) if effect.verb is Verb.GIT_PUSH]


@pytest.mark.parametrize("push", ["git push", "git push origin", "git push origin HEAD", "git push -u origin HEAD"])
def test_alone_it_is_the_branch_that_is_checked_out(push: str) -> None:
    (effect,) = _pushes(push)
    assert effect.facts["ref"] == "feature"
    assert effect.facts["protected"] is False


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("push", ["git push", "git push origin HEAD"])
@pytest.mark.parametrize(
    "before",
    [
        "git branch -M main",
        "git branch -m feature main",
        "git branch -C main",
        "git rebase HEAD main",
        "git rebase --onto main HEAD~1 main",
        "git rebase --continue",
        "git stash branch main",
        "git checkout main",
        "git switch -",
        "git branch -u origin/main",
        "git symbolic-ref HEAD refs/heads/main",
        "git bisect reset",
        "gh pr checkout 1",
        "glab mr checkout 1",
        "git worktree add wt main",
        "git submodule update --init",
        "git clone https://github.com/acme/other.git",
        "git init .",
    ],
)
def test_what_may_have_moved_the_branch_makes_it_unknown(before: str, push: str) -> None:
    found = _pushes(before, push)
    assert found
    assert all(effect.facts["ref"] == "" and effect.facts["protected"] is True for effect in found)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "before", ["git worktree add wt main", "git clone git@github.com:acme/x.git wt", "mv ../other wt", "cp -r ../x wt"]
)
def test_a_directory_that_the_line_puts_there_is_another_repository(before: str) -> None:
    parent = {RepoRoot(f"{WORKSPACE}/wt"): Found(WORKSPACE)}
    context = World({**_ANSWERS, **parent}).context()
    found = [
        *findings_of(command(shlex.split(before)), context),
        *findings_of(command(["git", "push", "origin", "HEAD"], cwd=f"{WORKSPACE}/wt"), context),
        *findings_of(command(["git", "-C", "wt", "push", "origin", "HEAD"]), context),
    ]
    pushes = [effect for effect in judge(found, catalogue=DEFAULT_CATALOGUE) if effect.verb is Verb.GIT_PUSH]
    assert pushes
    assert all(effect.facts["ref"] == "" and effect.facts["host"] == "" for effect in pushes)


@pytest.mark.requirement("AUTHZ-6")
def test_a_directory_that_is_not_there_yet_has_no_repository() -> None:
    context = World({**_ANSWERS, RepoRoot(f"{WORKSPACE}/wt"): Unavailable("it does not exist yet")}).context()
    found = findings_of(command(["git", "push", "origin", "HEAD"], cwd=f"{WORKSPACE}/wt"), context)
    (effect,) = judge(found, catalogue=DEFAULT_CATALOGUE)
    assert (effect.facts["ref"], effect.facts["host"], effect.facts["protected"]) == ("", "", True)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("setting", ["push.default=upstream", "push.default=matching", "index.a.fsmonitor=id"])
def test_a_setting_for_one_command_that_changes_the_target_is_opaque(setting: str) -> None:
    assert Verb.OPAQUE in {effect.verb for effect in _effects(f"git -c {setting} push")}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "line",
    [
        "git config index.a.fsmonitor 'touch pwned'",
        "git config --rename-section index.a core",
        "git config rename-section index.a core",
        "git config --remove-section index",
        "git config log.a.b c",
        "git config push.default upstream",
    ],
)
def test_a_section_cannot_be_filled_under_another_name(line: str) -> None:
    assert Verb.SYS_PERSIST in {effect.verb for effect in _effects(line)}


def _fetched(line: str, remote: str, urls: Answer, *before: str) -> list[tuple[object, object]]:
    context = World({**_ANSWERS, FetchUrls(WORKSPACE, remote, home=HOME): urls}).context()
    found = [item for text in (*before, line) for item in findings_of(command(shlex.split(text)), context)]
    contacts = [effect for effect in judge(found, catalogue=DEFAULT_CATALOGUE) if effect.kind == "host"]
    return [(effect.facts["host"], effect.facts["listed"]) for effect in contacts]


@pytest.mark.parametrize(
    ("line", "remote"),
    [
        ("git fetch", ""),
        ("git fetch origin", "origin"),
        ("git fetch --all --prune", "*"),
        ("git pull", ""),
        ("git pull --rebase", ""),
        ("git remote update", "*"),
        ("git ls-remote", ""),
        ("git submodule update --init", "*submodules"),
    ],
)
def test_a_fetch_goes_where_the_configuration_says(line: str, remote: str) -> None:
    urls = "git@github.com:acme/project.git https://evil.example/x"
    assert _fetched(line, remote, Found(urls)) == [("github.com", True), ("evil.example", False)]


@pytest.mark.requirement("AUTHZ-6")
def test_a_fetch_whose_remote_is_not_known_contacts_an_unlisted_host() -> None:
    assert _fetched("git fetch", "", Unavailable("locked")) == [("", False)]
    nested = _fetched("git submodule update --init --recursive", "*submodules", Found("git@github.com:a/b"))
    assert nested == [("", False)]


@pytest.mark.requirement("AUTHZ-6")
def test_a_fetch_after_a_change_of_remotes_goes_elsewhere() -> None:
    after = _fetched("git fetch", "", Found("git@github.com:a/b"), "git remote set-url origin https://evil.example/x")
    assert after == [("", False)]
