"""What must hold for every policy and every call."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.policy import CHAIN, Oracle, bundle_json, decision, starter, strictness, tool_call, verdict
from tests.support.policy_random import APPROVALS, ENFORCED, bundles, effect_lists, effects, rule_texts

from mayact.core.canonical import JsonObject
from mayact.core.model import Allow, Deny, Effect, Hop, HopKind, Source, StepUp
from mayact.core.policy.bundle import load_bundle
from mayact.core.policy.rules import Never

CALLS = st.lists(st.tuples(effect_lists(), APPROVALS, ENFORCED), min_size=15, max_size=15)
slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.requirement("AUTHZ-3", "AUTHZ-6")
@slow
@given(bundles(), CALLS)
def test_the_match_set_allows_exactly_what_cedar_allows(
    bundle: JsonObject, calls: list[tuple[list[Effect], Mapping[str, int], frozenset[str]]]
) -> None:
    compiled = load_bundle(bundle)
    oracle = Oracle(compiled)
    for found, approvals, enforced in calls:
        ours = verdict(compiled, *found, approvals=approvals, enforced=enforced)
        assert isinstance(ours, Allow) == oracle.allows(found, approvals=approvals, enforced=enforced)


@pytest.mark.requirement("AUTHZ-3", "APPR-7")
@slow
@given(bundles(), CALLS)
def test_no_approval_lifts_a_never(
    bundle: JsonObject, calls: list[tuple[list[Effect], Mapping[str, int], frozenset[str]]]
) -> None:
    compiled = load_bundle(bundle)
    everything = dict.fromkeys(compiled.tiers, 99)
    for found, _, _ in calls:
        before = decision(compiled, found).verdict
        nevers = {name for name in before.matched if isinstance(compiled.rules[name].force, Never)}
        after = decision(compiled, found, approvals=everything, enforced=frozenset({"lane:read"})).verdict
        if nevers:
            assert isinstance(after, Deny)
            assert nevers <= {reason.rule for reason in after.reasons}


@pytest.mark.requirement("AUTHZ-5", "AUTHZ-8")
@slow
@given(bundles(), CALLS)
def test_the_named_approvals_are_exactly_sufficient(
    bundle: JsonObject, calls: list[tuple[list[Effect], Mapping[str, int], frozenset[str]]]
) -> None:
    compiled = load_bundle(bundle)
    for found, approvals, enforced in calls:
        before = verdict(compiled, *found, approvals=approvals, enforced=enforced)
        if not isinstance(before, StepUp):
            continue
        named = {**approvals, **{need.tier: need.quorum for need in before.missing}}
        assert isinstance(verdict(compiled, *found, approvals=named, enforced=enforced), Allow)
        for need in before.missing:
            one_fewer = {**named, need.tier: need.quorum - 1}
            assert isinstance(verdict(compiled, *found, approvals=one_fewer, enforced=enforced), StepUp)


@slow
@given(bundles(), CALLS, APPROVALS)
def test_one_more_approval_never_tightens(
    bundle: JsonObject,
    calls: list[tuple[list[Effect], Mapping[str, int], frozenset[str]]],
    more: Mapping[str, int],
) -> None:
    compiled = load_bundle(bundle)
    for found, approvals, enforced in calls:
        raised = {tier: approvals.get(tier, 0) + more.get(tier, 0) for tier in compiled.tiers}
        before = strictness(verdict(compiled, *found, approvals=approvals, enforced=enforced))
        assert strictness(verdict(compiled, *found, approvals=raised, enforced=enforced)) <= before


@pytest.mark.requirement("AUTHZ-6")
@slow
@given(bundles(), CALLS, effects(), st.integers(0, 4))
def test_one_more_effect_never_loosens(
    bundle: JsonObject,
    calls: list[tuple[list[Effect], Mapping[str, int], frozenset[str]]],
    extra: Effect,
    place: int,
) -> None:
    compiled = load_bundle(bundle)
    for found, approvals, enforced in calls:
        if not found:
            continue  # decided as a program run of nothing, which is not a part of the longer call
        longer = [*found[:place], extra, *found[place:]]
        before = strictness(verdict(compiled, *found, approvals=approvals, enforced=enforced))
        assert strictness(verdict(compiled, *longer, approvals=approvals, enforced=enforced)) >= before


@pytest.mark.requirement("AUTHZ-3")
@settings(max_examples=40, deadline=None)
@given(rule_texts(), st.randoms(use_true_random=False), st.lists(effect_lists(), min_size=8, max_size=8))
def test_the_order_of_rules_and_files_does_not_matter(
    texts: list[str], random: object, calls: list[list[Effect]]
) -> None:
    shuffled = list(texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    split = len(shuffled) // 2
    one = load_bundle(bundle_json(*texts))
    other = load_bundle(
        {
            **bundle_json(),
            "policies": {"z.cedar": "\n".join(shuffled[:split]), "a.cedar": "\n".join(shuffled[split:])},
        }
    )
    for found in calls:
        assert verdict(one, *found) == verdict(other, *found)


PERSON = CHAIN[0]
PROCESS = Hop(HopKind.PROCESS, "unattributed process of user ada", Source.OBSERVED)
WHO = (
    "principal is Process",
    "principal is Agent",
    'principal == Agent::"trusted"',
    "principal is User",
    'principal is Process && principal.source == "observed"',
    'principal.source != "claimed"',
)


@pytest.mark.requirement("AUTHZ-4", "IDENT-2")
@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["permit", "forbid"]), st.sampled_from(WHO)), max_size=5),
    effects(),
)
def test_claiming_to_be_somebody_never_loosens(rules: list[tuple[str, str]], found: Effect) -> None:
    texts = [
        f'@id("r{at}") {kind} (principal, action, resource) when {{ {who} }};'
        for at, (kind, who) in enumerate([("permit", "principal is User"), *rules])
    ]
    compiled = load_bundle(bundle_json(*texts))
    honest = verdict(compiled, found, call=tool_call(chain=(PERSON, PROCESS)))
    for claim in (Hop(HopKind.AGENT, "trusted", Source.CLAIMED), Hop(HopKind.TOOL, "trusted", Source.CLAIMED)):
        claimed = verdict(compiled, found, call=tool_call(chain=(PERSON, claim)))
        assert strictness(claimed) >= strictness(honest)


STARTER = starter()
STARTER_ORACLE = Oracle(STARTER)


@pytest.mark.requirement("AUTHZ-3", "POLICY-1")
@settings(max_examples=200, deadline=None)
@given(effect_lists(max_size=3), st.fixed_dictionaries({}, optional={"operator": st.integers(0, 2)}))
def test_the_starter_pack_agrees_with_cedar_and_with_itself(found: list[Effect], approvals: Mapping[str, int]) -> None:
    ours = verdict(STARTER, *found, approvals=approvals)
    assert isinstance(ours, Allow) == STARTER_ORACLE.allows(found, approvals=approvals)
    for at in range(len(found) if len(found) > 1 else 0):
        fewer = verdict(STARTER, *found[:at], *found[at + 1 :], approvals=approvals)
        assert strictness(fewer) <= strictness(ours)
