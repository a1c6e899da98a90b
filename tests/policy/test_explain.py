"""Answers in words: complete, in order, and safe to show."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.policy import READ, compiled, decision, effect, starter

from mayact.core.canonical import canonical_bytes
from mayact.core.policy.explain import decision_summary, for_agent, for_person

KEY = effect(
    "secret.read", "file", "/home/ada/.ssh/id_ed25519", {"area": "home", "kind": "secret", "class": "private-key"}
)
PUSH = effect(
    "git.push",
    "ref",
    "origin:main",
    {
        "remote": "origin",
        "ref": "main",
        "protected": True,
        "listed": True,
        "force": False,
        "delete": False,
        "configured": True,
    },
    risk="high",
    reversibility="hard",
)


@pytest.mark.requirement("AUTHZ-8")
def test_a_denial_names_the_deciding_rule_first() -> None:
    found = decision(starter(), [READ, KEY])
    agent = for_agent(found)
    assert agent[0].startswith("denied: secret.read `/home/ada/.ssh/id_ed25519`")
    assert agent[0].endswith("[never.read-private-secrets]")
    assert agent[1].startswith("hint: ")
    person = for_person(found)
    assert person[0] == "deny   risk low   advisory"
    assert person[1].startswith("  not denied fs.read `/w/src/a.py` (low)")
    assert person[2].startswith("  denied     secret.read")
    assert person[3] == (
        "      never.read-private-secrets: reading private keys, credential files or password stores is never allowed"
    )


@pytest.mark.requirement("AUTHZ-8")
def test_a_step_up_says_what_would_make_it_pass() -> None:
    found = decision(starter(), [READ, PUSH])
    assert for_agent(found)[:2] == (
        "waiting for approval: git.push `origin:main` (from `git.push origin:main`): it pushes to a shared branch"
        " [ask.push-protected]",
        "missing: one approval of tier operator (ask.high-risk, ask.push-protected)",
    )
    person = for_person(found)
    assert "  missing: one approval of tier operator (ask.high-risk, ask.push-protected)" in person
    assert any(line.startswith("  hint: one approval of tier operator would let it pass") for line in person)


def test_a_description_with_a_colon_is_shown_whole() -> None:
    found = decision(starter(), [effect("guard.tamper", "program", "mayact: approve")])
    assert any(
        line.endswith("it changes what guards the agent: mayact itself, its hooks or the agent's own settings")
        for line in for_person(found)
    )


def test_an_allowed_call_is_said_to_be_allowed() -> None:
    found = decision(starter(), [READ])
    assert for_agent(found) == ("allowed",)
    assert for_person(found)[0].startswith("allow ")
    obliged = compiled(
        '@id("p") permit (principal, action, resource);',
        '@id("o") @obligation("lane:read") forbid (principal, action, resource);',
    )
    modified = decision(obliged, [READ], enforced=frozenset({"lane:read"}))
    assert for_agent(modified) == ("allowed, and it will run with: lane:read",)
    assert decision_summary(modified)["outcome"] == "modify"


def test_a_call_without_effects_and_one_without_an_answer_are_explained() -> None:
    reads = compiled('@id("p") permit (principal, action in Action::"read", resource);')
    assert any("mayact.no-permit" in line for line in for_person(decision(reads, [])))
    assert any("mayact.limit" in line for line in for_person(decision(reads, [READ] * 300)))


@pytest.mark.requirement("AUTHZ-8")
def test_an_agent_is_told_the_first_reasons_and_how_many_more() -> None:
    keys = [effect("iam.change", "system", f"s{at}") for at in range(9)]
    told = for_agent(decision(starter(), keys))
    assert told[-1] == "and 4 more reasons"
    assert sum(line.startswith("hint: ") for line in told) == 1


@pytest.mark.requirement("AUTHZ-8")
def test_the_summary_is_json_and_says_the_same() -> None:
    found = decision(starter(), [READ, PUSH])
    summary = json.loads(canonical_bytes(decision_summary(found)))
    assert summary["outcome"] == "step-up"
    assert [(one["verb"], one["outcome"], one["rules"]) for one in summary["effects"]] == [
        ("fs.read", "ok", []),
        ("git.push", "asks", ["ask.push-protected", "ask.high-risk"]),
    ]
    assert summary["missing"] == [{"tier": "operator", "quorum": 1, "rules": ["ask.high-risk", "ask.push-protected"]}]
    assert summary["policy"] == found.policy


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_what_an_agent_chose_never_moves_the_cursor(resource: str, because: str) -> None:
    opaque = effect("opaque", "thing", resource, {"because": because}, risk="high")
    found = decision(starter(), [opaque, effect("iam.change", "system", resource)])
    for line in (*for_agent(found), *for_person(found)):
        assert line.isprintable()
