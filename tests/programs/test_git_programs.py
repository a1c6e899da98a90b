"""What hooks and settings make git run, as effects."""

import json
import shlex

import pytest
from tests.support.programs import HOME, WORKSPACE, World, command

from mayact.core.analysis.catalogue import DEFAULT_CATALOGUE
from mayact.core.analysis.plan import Answer, Found, GitPrograms, Missing, PushUrls, Question, RepoRoot, Unavailable
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.risk import judge
from mayact.core.model import Effect, Verb

_HERE: dict[Question, Answer] = {RepoRoot(WORKSPACE): Found(WORKSPACE)}


def _hook(name: str, path: str) -> list[str]:
    return ["hook", name, path, "sha256:00"]


def _effects(line: str, answers: dict[Question, Answer]) -> list[Effect]:
    found = findings_of(command(shlex.split(line)), World({**_HERE, **answers}).context())
    return [effect for effect in judge(found, catalogue=DEFAULT_CATALOGUE) if effect.verb is Verb.EXEC_RUN]


def _runs(line: str, *rows: list[str], repo: str = WORKSPACE) -> list[tuple[str, object, str]]:
    subcommand = shlex.split(line)[1]
    answers: dict[Question, Answer] = {GitPrograms(repo, subcommand, home=HOME): Found(json.dumps(rows))}
    return [(effect.resource, effect.facts["trust"], effect.risk.value) for effect in _effects(line, answers)]


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    ("path", "trust", "risk"),
    [
        (f"{WORKSPACE}/.git/hooks/pre-commit", "configured", "medium"),
        (f"{WORKSPACE}/.husky/_/pre-commit", "configured", "medium"),
        (f"{WORKSPACE}/.husky/pre-commit", "repository", "medium"),
        (f"{HOME}/.config/git/hooks/pre-commit", "configured", "medium"),
        ("/tmp/hooks/pre-commit", "unknown", "high"),
    ],
)
def test_a_hook_runs_with_the_trust_of_its_place(path: str, trust: str, risk: str) -> None:
    assert _runs("git commit -m x", _hook("pre-commit", path)) == [(path, trust, risk)]


@pytest.mark.parametrize(
    ("line", "hook", "runs"),
    [
        ("git commit --no-verify -m x", "pre-commit", False),
        ("git commit -nm x", "commit-msg", False),
        ("git commit --no-verify -m x", "post-commit", True),
        ("git commit --no-verify --verify -m x", "pre-commit", True),
        ("git commit -m --no-verify", "pre-commit", True),
        ("git push --no-verify origin main", "pre-push", False),
        ("git push -n origin main", "pre-push", True),
        ("git merge -n topic", "pre-merge-commit", True),
    ],
)
@pytest.mark.requirement("AUTHZ-4")
def test_an_option_leaves_out_only_what_git_leaves_out(line: str, hook: str, runs: bool) -> None:
    assert bool(_runs(line, _hook(hook, f"{WORKSPACE}/.git/hooks/{hook}"))) is runs


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    ("line", "row", "expected"),
    [
        ("git status", ("core.fsmonitor", "repository", "touch x"), ("touch", "configured", "medium")),
        ("git status", ("core.fsmonitor", "repository", "a; b"), ("sh", "configured", "medium")),
        ("git status", ("core.fsmonitor", "repository", "./tools/watch"), ("watch", "repository", "medium")),
        ("git status", ("core.fsmonitor", "repository", ".git/hooks/watch"), ("watch", "configured", "medium")),
        ("git diff", ("diff.external", "repository", "/tmp/x"), ("x", "unknown", "high")),
        ("git add a", ("filter.*.clean", "person", "git-lfs clean -- %f"), ("git-lfs", "well-known", "low")),
        ("git add a", ("filter.*.clean", "repository", "git-lfs clean -- %f"), ("git-lfs", "well-known", "low")),
        ("git add a", ("filter.*.clean", "repository", "git-lfs x; y"), ("sh", "configured", "medium")),
        ("git log", ("core.pager", "person", "delta --dark"), ("delta", "well-known", "low")),
        ("git log", ("core.pager", "repository", "delta --pager=x"), ("delta", "configured", "medium")),
        ("git log", ("core.pager", "person", "delta | x"), ("sh", "configured", "medium")),
        ("git fetch", ("core.sshcommand", "repository", "ssh -i ~/.ssh/k -o IdentitiesOnly=yes"),
         ("ssh", "well-known", "low")),
        ("git fetch", ("core.sshcommand", "repository", "ssh -o ProxyCommand=x"), ("ssh", "configured", "medium")),
        ("git fetch", ("credential.helper", "person", "store"), ("git-credential-store", "well-known", "low")),
        ("git fetch", ("credential.*.helper", "person", "!/usr/bin/gh auth git-credential"),
         ("gh", "well-known", "low")),
        ("git fetch", ("credential.helper", "repository", "!f() { echo password=madeup; }; f"),
         ("sh", "configured", "medium")),
        ("git commit", ("commit.gpgsign", "person", "gpg"), ("gpg", "well-known", "low")),
        ("git commit", ("core.editor", "person", "own --wait"), ("own", "configured", "medium")),
        ("git commit -m x", ("core.editor", "person", "own --wait"), None),
        ("git commit -em x", ("core.editor", "person", "own --wait"), ("own", "configured", "medium")),
        ("git revert -m 1 x", ("core.editor", "person", "own"), ("own", "configured", "medium")),
    ],
)  # fmt: skip
def test_a_program_of_the_settings_runs_with_what_is_known_of_it(
    line: str, row: tuple[str, str, str], expected: tuple[str, str, str] | None
) -> None:
    assert _runs(line, ["setting", *row]) == ([expected] if expected else [])


def test_no_effect_tells_the_value_of_a_setting() -> None:
    row = ["setting", "credential.helper", "person", "!f() { echo password=madeup; }; f"]
    answers: dict[Question, Answer] = {GitPrograms(WORKSPACE, "fetch", home=HOME): Found(json.dumps([row]))}
    (effect,) = _effects("git fetch", answers)
    assert "madeup" not in repr(effect)


@pytest.mark.requirement("AUTHZ-4")
def test_the_hooks_of_the_other_side_run_when_it_is_on_this_machine() -> None:
    path = "/srv/git/app.git/hooks/post-receive"
    answers: dict[Question, Answer] = {
        PushUrls(WORKSPACE, "origin", home=HOME): Found("/srv/git/app.git"),
        GitPrograms("/srv/git/app.git", "receive-pack", home=HOME): Found(json.dumps([_hook("post-receive", path)])),
    }
    assert [effect.resource for effect in _effects("git push origin main", answers)] == [path]


def test_a_clone_has_no_hooks_of_the_repository_it_is_called_in() -> None:
    row = _hook("post-checkout", f"{WORKSPACE}/.git/hooks/post-checkout")
    assert _runs("git clone https://example.org/a.git", row) == []
    assert _runs("git clone https://example.org/a.git", row, repo="") != []


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    ("answer", "expected"), [(None, []), (Missing(), []), (Unavailable("x"), [("configured", "medium")])]
)
def test_what_could_not_be_looked_at_runs_something(answer: Answer | None, expected: list[tuple[str, str]]) -> None:
    question = GitPrograms(WORKSPACE, "status", home=HOME)
    found = _effects("git status", {question: answer} if answer else {})
    assert [(effect.facts["trust"], effect.risk.value) for effect in found] == expected
