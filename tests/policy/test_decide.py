"""Hostile and broken input: whatever is not cleanly answered refuses."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.policy import CHAIN, READ, bundle_json, compiled, decision, effect, starter, tool_call, verdict

from mayact.core.canonical import freeze
from mayact.core.errors import LimitExceeded
from mayact.core.limits import MAX_EFFECTS
from mayact.core.model import Allow, Analysis, Deny, Hop, HopKind, Need, Source, StepUp, Strength, Verb
from mayact.core.policy import cedar, decide, entities
from mayact.core.policy.cedar import Broken, EntitySet, Request

PERMIT = '@id("p") permit (principal, action, resource);'
ANYTHING = compiled(PERMIT)


def _deciding(found: object) -> tuple[str, ...]:
    assert isinstance(found, Deny)
    return tuple(reason.rule for reason in found.reasons)


# ── nothing passes by being empty or unknown ────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6")
def test_a_call_without_effects_needs_a_permit_like_any_other() -> None:
    only_reads = compiled('@id("p") permit (principal, action in Action::"read", resource);')
    assert _deciding(verdict(only_reads)) == ("mayact.no-permit",)
    assert isinstance(verdict(ANYTHING), Allow)


@pytest.mark.requirement("AUTHZ-6")
def test_what_no_rule_permits_is_refused() -> None:
    bundle = compiled('@id("p") permit (principal, action == Action::"fs.write", resource);')
    assert _deciding(verdict(bundle, READ)) == ("mayact.no-permit",)


@pytest.mark.requirement("IDENT-2")
def test_every_hop_must_be_permitted() -> None:
    bundle = compiled('@id("p") permit (principal is User, action, resource);')
    person = tool_call(chain=CHAIN[:1])
    assert isinstance(verdict(bundle, READ, call=person), Allow)
    assert _deciding(verdict(bundle, READ, call=tool_call())) == ("mayact.no-permit",)


@pytest.mark.requirement("AUTHZ-3", "IDENT-2")
@pytest.mark.parametrize(
    "hop", [*CHAIN, Hop(HopKind.SUBAGENT, "s", Source.CLAIMED), Hop(HopKind.TOOL, "t", Source.ASSERTED)]
)
def test_a_never_of_any_hop_refuses(hop: Hop) -> None:
    kind = {"person": "User", "agent": "Agent", "subagent": "Subagent", "tool": "Tool"}[hop.kind.value]
    bundle = compiled(PERMIT, f'@id("n") forbid (principal is {kind}, action, resource);')
    chain = (*CHAIN, *(() if hop in CHAIN else (hop,)))
    assert _deciding(verdict(bundle, READ, call=tool_call(chain=chain))) == ("n",)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "hop",
    [Hop("robot", "x", Source.OBSERVED), Hop(HopKind.AGENT, "", Source.OBSERVED)],  # type: ignore[arg-type]
    ids=["unknown kind", "no id"],
)
def test_an_unknown_principal_is_refused(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    # Such a hop has no digest either; the gate refuses earlier. Here the decision is made to meet it.
    monkeypatch.setattr(decide, "action_digest", lambda call, pins: "sha256:0")
    found = verdict(ANYTHING, READ, call=tool_call(chain=(*CHAIN, hop)))
    assert _deciding(found) == ("mayact.error",)


def test_a_call_without_a_chain_has_no_decision() -> None:
    with pytest.raises(LimitExceeded):
        verdict(ANYTHING, READ, call=tool_call(chain=()))


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "broken",
    [
        effect("fs.read", "ref", "origin:main"),
        effect("fs.read", "planet", "mars"),
        effect("fs.read", "file", "relative/path"),
        effect("fs.read", "file", "/w/../etc/shadow"),
        effect("fs.read", "file", "/w//a"),
        effect("fs.read", "file", ""),
        effect("fs.read", "file", "/w/a", {"surprise": True}),
        effect("fs.read", "file", "/w/a", {"recursive": "false"}),
        effect("fs.read", "file", "/w/a", {"recursive": 0}),
        effect("fs.read", "file", "/w/a", {"area": "workspaces"}),
        effect("fs.read", "file", "/w/a", {"area": ("workspace",)}),
        effect("fs.read", "file", "/w/a", {"area": {"__entity": {"type": "Agent", "id": "x"}}}),
        effect("net.connect", "host", "h", {"port": 443}),
    ],
    ids=lambda broken: f"{broken.kind} {broken.resource} {dict(broken.facts)}",
)
def test_a_malformed_effect_is_refused_even_where_everything_is_permitted(broken: Any) -> None:
    assert _deciding(verdict(ANYTHING, READ, broken)) == ("mayact.error",)


@pytest.mark.requirement("AUTHZ-6")
def test_too_many_effects_are_refused_not_sampled() -> None:
    assert isinstance(verdict(ANYTHING, *[READ] * MAX_EFFECTS), Allow)
    assert _deciding(verdict(ANYTHING, *[READ] * (MAX_EFFECTS + 1))) == ("mayact.limit",)
    long_chain = (*CHAIN, Hop(HopKind.SUBAGENT, "a", Source.ASSERTED))
    found = verdict(ANYTHING, *[READ] * MAX_EFFECTS, call=tool_call(chain=long_chain))
    assert _deciding(found) == ("mayact.limit",)


@pytest.mark.requirement("AUTHZ-6")
def test_a_fact_that_is_not_known_is_the_worst_case() -> None:
    bundle = compiled(
        PERMIT,
        '@id("n") forbid (principal, action == Action::"git.push", resource is Ref) when { resource.protected };',
    )
    assert _deciding(verdict(bundle, effect("git.push", "ref", "origin:"))) == ("n",)
    assert isinstance(verdict(bundle, effect("git.push", "ref", "origin:x", {"protected": False})), Allow)


@pytest.mark.requirement("AUTHZ-6")
def test_the_same_resource_with_other_facts_is_judged_apart() -> None:
    bundle = compiled(PERMIT, '@id("n") forbid (principal, action, resource is File) when { resource.recursive };')
    once = effect("fs.read", "file", "/w/a", {"recursive": False})
    tree = effect("fs.read", "file", "/w/a", {"recursive": True})
    assert isinstance(verdict(bundle, once, once), Allow)
    for pair in ((once, tree), (tree, once)):
        found = decision(bundle, pair).verdict
        assert isinstance(found, Deny)
        assert [reason.effect for reason in found.reasons] == [pair.index(tree)]


# ── a rule that errs ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("kind", ["permit", "forbid"])
def test_a_rule_that_errs_refuses(kind: str) -> None:
    """Cedar by itself skips it; overflow is an error that validation cannot exclude."""
    rule = f'@id("e") {kind} (principal, action, resource) when {{ context.at * 9007199254740991 > 0 }};'
    assert _deciding(verdict(compiled(PERMIT, rule), READ)) == ("mayact.error",)


def _request(**changes: Any) -> tuple[Request, EntitySet]:
    principal, resource = entities.principal(CHAIN[0]), entities.resource(READ)
    assert isinstance(principal, dict)
    assert isinstance(resource, dict)
    known = cedar.entities([principal, resource, entities.call(None)])
    assert isinstance(known, EntitySet)
    record = entities.context(
        READ, call=tool_call(), analysis=Analysis(effects=(READ,)), strength=Strength.ADVISORY, at=1
    )
    fields: dict[str, Any] = {
        "principal": entities.uid_of(principal),
        "action": "fs.read",
        "resource": entities.uid_of(resource),
        "context": json.dumps({**record, **changes.pop("context", {})}),
        **changes,
    }
    return Request(**fields), known


RULES = ANYTHING.slices[Verb.FS_READ, "file"].rules


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "changes",
    [
        {"principal": ("User", "ghost")},
        {"principal": ("Nobody", "x")},
        {"principal": ("File", "/w/src/a.py")},
        {"resource": ("File", "/w/ghost")},
        {"resource": ("User", "ada")},
        {"action": "fs.raed"},
        {"action": "read"},
        {"context": {"surprise": 1}},
        {"context": {"risk": 1}},
        {"context": {"risk": None}},
        {"context": {"verbs": "fs.read"}},
        {"context": {"verbs": [1]}},
        {"context": {"at": 1.5}},
        {"context": {"risk": {"__extn": {"fn": "decimal", "arg": "1.0"}}}},
        {"context": {"risk": {"__entity": {"type": "User", "id": "ada"}}}},
        {"context": {"call": "call"}},
        {"context": {"call": {"__entity": {"type": "File", "id": "/w/src/a.py"}}}},
    ],
    ids=str,
)
def test_a_malformed_request_is_broken(changes: dict[str, Any]) -> None:
    request, known = _request(**changes)
    (answer,) = cedar.evaluate([request], rules=RULES, known=known)
    assert isinstance(answer, Broken)


def test_the_well_formed_request_matches() -> None:
    request, known = _request()
    (answer,) = cedar.evaluate([request], rules=RULES, known=known)
    assert answer == cedar.Matched(frozenset({"p"}), True)


@pytest.mark.requirement("AUTHZ-6")
def test_a_context_that_lacks_a_field_or_is_no_json_is_broken() -> None:
    for context in ("{}", "not json", "[]", "", '{"risk":'):
        request, known = _request()
        broken = Request(principal=request.principal, action=request.action, resource=request.resource, context=context)
        (answer,) = cedar.evaluate([broken], rules=RULES, known=known)
        assert isinstance(answer, Broken), context


# ── tool arguments ──────────────────────────────────────────────────────────────────────────────────────────

READS_ARGUMENTS = compiled(
    PERMIT,
    '@id("n") forbid (principal, action, resource)'
    ' when { context.call.hasTag("/to") && context.call.getTag("/to") == "boss" };',
    '@id("m") forbid (principal, action, resource)'
    ' when { context.call.hasTag("/list/1/a~1b") && context.call.getTag("/list/1/a~1b") == "3" };',
)


@pytest.mark.requirement("AUTHZ-2")
def test_rules_read_arguments_by_json_pointer() -> None:
    assert isinstance(verdict(READS_ARGUMENTS, READ, call=tool_call(arguments={"to": "me"})), Allow)
    assert _deciding(verdict(READS_ARGUMENTS, READ, call=tool_call(arguments={"to": "boss"}))) == ("n",)
    deep = tool_call(arguments={"list": ({}, {"a/b": 3})})
    assert _deciding(verdict(READS_ARGUMENTS, READ, call=deep)) == ("m",)


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize(
    "injected",
    [
        {"__entity": {"type": "User", "id": "ada"}},
        {"__extn": {"fn": "decimal", "arg": "1.0"}},
        {"__extn": {"fn": "ip", "arg": "not an ip"}},
        {"to": {"__entity": {"type": "Call", "id": "call"}}},
        {"to": {"__extn": {"fn": "unknown", "arg": "x"}}},
        {"": "", "__proto__": {}, "__expr": "principal"},
    ],
    ids=str,
)
def test_an_injected_entity_or_function_stays_text(injected: Any) -> None:
    arguments = {**injected, "list": ({}, {"a/b": 3})}
    assert _deciding(verdict(READS_ARGUMENTS, READ, call=tool_call(arguments=arguments))) == ("m",)
    assert isinstance(verdict(READS_ARGUMENTS, READ, call=tool_call(arguments=injected)), Allow)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-1e6, 1e6) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(["__entity", "__extn", "to"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.requirement("AUTHZ-2", "AUTHZ-6")
@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4), st.text(max_size=12), st.text(min_size=1, max_size=12))
def test_no_argument_or_name_breaks_out(arguments: dict[str, Any], resource: str, person: str) -> None:
    """Whatever text an agent chooses, the answer is that of the rules and never an escape or a crash."""
    call = tool_call(
        arguments=freeze({**arguments, "to": "boss"}),  # type: ignore[arg-type]
        chain=(Hop(HopKind.PERSON, person, Source.OBSERVED),),
    )
    opaque = effect("opaque", "thing", resource, {"because": resource})
    assert "n" in _deciding(verdict(READS_ARGUMENTS, opaque, call=call))
    spared = tool_call(arguments=freeze({**arguments, "to": "me", "list": ()}), chain=call.chain)  # type: ignore[arg-type]
    assert isinstance(verdict(READS_ARGUMENTS, opaque, call=spared), Allow)


# ── claims, order, needs ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("AUTHZ-4", "AUTHZ-7")
def test_what_the_caller_alone_says_changes_nothing() -> None:
    bundle = starter()
    for found in ([READ], [effect("opaque", "thing", "code")], [effect("iam.change", "system", "x")]):
        plain = decision(bundle, found).verdict
        claimed = tool_call(session="s", call_id="c", claims={"approved": True, "area": "workspace", "risk": "low"})
        assert decision(bundle, found, call=claimed).verdict == plain


@pytest.mark.requirement("APPR-3", "AUTHZ-8")
def test_gates_of_several_effects_become_one_need_per_tier() -> None:
    bundle = compiled(
        PERMIT,
        '@id("a") @approval("owner:1") forbid (principal, action == Action::"fs.read", resource);',
        '@id("b") @approval("owner:3") forbid (principal is Agent, action == Action::"opaque", resource);',
        '@id("c") @approval("security:2") forbid (principal is User, action == Action::"opaque", resource);',
    )
    found = verdict(bundle, READ, effect("opaque", "thing", "code"))
    assert isinstance(found, StepUp)
    assert found.missing == (
        Need(tier="owner", quorum=3, rules=("a", "b")),
        Need(tier="security", quorum=2, rules=("c",)),
    )
    turned = verdict(bundle, effect("opaque", "thing", "code"), READ)
    assert isinstance(turned, StepUp)
    assert turned.missing == found.missing  # the largest quorum, wherever it comes
    partly = verdict(bundle, READ, effect("opaque", "thing", "code"), approvals={"owner": 3})
    assert isinstance(partly, StepUp)
    assert partly.missing == (Need(tier="security", quorum=2, rules=("c",)),)


@pytest.mark.requirement("AUTHZ-5")
def test_an_obligation_is_enforced_or_it_refuses() -> None:
    bundle = compiled(
        PERMIT,
        '@id("o") @obligation("lane:read") forbid (principal, action, resource);',
        '@id("g") @approval("owner:1") forbid (principal, action, resource);',
    )
    assert _deciding(verdict(bundle, READ)) == ("o",)
    assert _deciding(verdict(bundle, READ, approvals={"owner": 9})) == ("o",)
    waiting = verdict(bundle, READ, enforced=frozenset({"lane:read"}))
    assert isinstance(waiting, StepUp)
    passed = verdict(bundle, READ, enforced=frozenset({"lane:read"}), approvals={"owner": 1})
    assert passed == Allow(obligations=("lane:read",), matched=("g", "o", "p"))


def test_an_unenforceable_obligation_beside_a_never_names_both() -> None:
    bundle = compiled(
        PERMIT,
        '@id("o") @obligation("lane:read") forbid (principal, action, resource);',
        '@id("n") forbid (principal, action, resource);',
    )
    assert _deciding(verdict(bundle, READ)) == ("n", "o")


def test_the_decision_carries_what_it_was_made_from() -> None:
    found = decision(ANYTHING, [READ])
    assert (found.policy, found.at, found.strength) == (ANYTHING.digest, 1_700_000_000_000, Strength.ADVISORY)
    assert found.action.startswith("sha256:")
    assert bundle_json(PERMIT)["type"] == "mayact/bundle/v1"
