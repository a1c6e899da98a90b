"""What a bundle may be: anything doubtful does not load."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.policy import TIERS, bundle_json, compiled

from mayact.core.canonical import digest_of
from mayact.core.errors import PolicyInvalid
from mayact.core.model import Verb
from mayact.core.policy.bundle import load_bundle
from mayact.core.policy.rules import Duty, Gate, May, Never
from mayact.core.policy.schema import ACTIONS

PERMIT = '@id("p") permit (principal, action, resource);'


def test_every_class_of_rule_is_recognised() -> None:
    bundle = compiled(
        PERMIT,
        '@id("g") @approval("owner:2") forbid (principal, action, resource);',
        '@id("o") @obligation("lane:read") forbid (principal, action, resource);',
        '@id("n") @description("no") @hint("do not") forbid (principal, action, resource);',
    )
    forces = {name: rule.force for name, rule in bundle.rules.items()}
    assert forces == {"p": May(), "g": Gate("owner", 2), "o": Duty("lane:read"), "n": Never()}
    assert (bundle.rules["n"].description, bundle.rules["n"].hint) == ("no", "do not")


def test_the_digest_is_that_of_the_bundle_and_the_tiers_have_what_the_gate_needs() -> None:
    source = bundle_json(PERMIT)
    bundle = load_bundle(source)
    assert bundle.digest == digest_of(source)
    assert (bundle.tiers["security"].quorum, bundle.tiers["operator"].expiry_ms) == (2, 3_600_000)


RULES = json.loads(Path("tests/vectors/policy/rules.json").read_text(encoding="utf-8"))
REFUSED = {row["why"]: row["rule"] for row in RULES["refused"]}
ACCEPTED = {row["why"]: row["rule"] for row in RULES["accepted"]}


@pytest.mark.requirement("AUTHZ-6", "POLICY-1")
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_doubtful_rule_does_not_load(name: str) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        compiled('@id("ok") permit (principal, action, resource);', REFUSED[name])
    assert "\n" not in str(refused.value)
    assert refused.value.hint


DEEP = {
    "parentheses": "(" * 100_000 + "true" + ")" * 100_000,
    "parentheses that fit": "(" * 40 + "true" + ")" * 40,
    "sets": "[" * 20_000 + "]" * 20_000 + " == 1",
    "records": "{a:" * 30_000 + "1" + "}" * 30_000 + " == 1",
    "conditions": "if true then " * 20_000 + "true" + " else false" * 20_000,
    "negations": "!" * 4_000 + "true",
    "conjunctions": "true" + " && true" * 5_000,
    "calls": "context.verbs" + '.contains("x")' * 20_000,
    "attributes": "context" + ".x" * 4_000 + " == 1",
    "brackets behind a string": '"\\"" == "" || ' + "(" * 10_000 + "true" + ")" * 10_000,
    "brackets behind a comment": '// "\n' + "(" * 10_000 + "true" + ")" * 10_000,
    "brackets behind a comment of another line end": '// "\r' + "(" * 10_000 + "true" + ")" * 10_000,
}


@pytest.mark.requirement("AUTHZ-6", "OPS-2")
@pytest.mark.parametrize("name", sorted(DEEP))
def test_a_rule_that_would_exhaust_the_engine_is_refused_before_it(name: str) -> None:
    """Without the check most of these end the whole process."""
    with pytest.raises(PolicyInvalid) as refused:
        compiled(PERMIT, f'@id("a") forbid (principal, action, resource) when {{ {DEEP[name]} }};')
    assert len(str(refused.value)) < 1_000


def test_brackets_in_strings_and_comments_do_not_count() -> None:
    text = "(" * 100
    rule = f'@id("a") forbid (principal, action, resource) when {{ resource.id == "{text}" }}; // {text}'
    assert compiled(PERMIT, rule).rules.keys() == {"p", "a"}


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_a_sound_rule_loads(name: str) -> None:
    assert set(compiled(PERMIT, ACCEPTED[name]).rules) == {"p", "a"}


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda bundle: bundle.pop(key)


def _with(**members: Any) -> Callable[[dict[str, Any]], None]:
    return lambda bundle: bundle.update(members)


BAD_BUNDLES: dict[str, Callable[[dict[str, Any]], None]] = {
    "no type": _without("type"),
    "another type": _with(type="mayact/bundle/v9"),
    "no policies": _without("policies"),
    "empty policies": _with(policies={}),
    "an empty file": _with(policies={"a.cedar": ""}),
    "forbids only": _with(policies={"a.cedar": '@id("a") forbid (principal, action, resource);'}),
    "policies in a list": _with(policies=[PERMIT]),
    "policy that is not text": _with(policies={"a.cedar": 1}),
    "no tiers": _without("tiers"),
    "empty tiers": _with(tiers={}),
    "tiers in a list": _with(tiers=["operator"]),
    "tier without quorum": _with(tiers={"operator": {"expiry_seconds": 60}}),
    "tier without expiry": _with(tiers={"operator": {"quorum": 1}}),
    "tier quorum true": _with(tiers={"operator": {"quorum": True, "expiry_seconds": 60}}),
    "tier quorum zero": _with(tiers={"operator": {"quorum": 0, "expiry_seconds": 60}}),
    "tier expiry too long": _with(tiers={"operator": {"quorum": 1, "expiry_seconds": 10**9}}),
    "tier with an unknown key": _with(tiers={"operator": {"quorum": 1, "expiry_seconds": 60, "quroum": 2}}),
    "tier with an unknown strength": _with(tiers={"operator": {"quorum": 1, "expiry_seconds": 60, "strength": "word"}}),
    "tier name with a space": _with(tiers={"the operator": {"quorum": 1, "expiry_seconds": 60}}),
    "escalation to nobody": _with(tiers={"operator": {"quorum": 1, "expiry_seconds": 60, "escalate_to": "x"}}),
    "escalation in a circle": _with(tiers={"operator": {"quorum": 1, "expiry_seconds": 60, "escalate_to": "operator"}}),
    "unknown member": _with(approvers={}),
    "systems in a list": _with(systems=[]),
    "systems with an unknown key": _with(systems={"hots": {}}),
}


@pytest.mark.requirement("AUTHZ-6")
@pytest.mark.parametrize("name", sorted(BAD_BUNDLES))
def test_a_doubtful_bundle_does_not_load(name: str) -> None:
    bundle = dict(bundle_json(PERMIT))
    BAD_BUNDLES[name](bundle)
    with pytest.raises(PolicyInvalid):
        load_bundle(bundle)


def test_ids_are_unique_over_all_files() -> None:
    bundle = {**bundle_json(), "policies": {"a.cedar": PERMIT, "b.cedar": PERMIT}}
    with pytest.raises(PolicyInvalid, match=r"`p` is used in `a\.cedar` and in `b\.cedar`"):
        load_bundle(bundle)


def test_systems_become_the_catalogue() -> None:
    bundle = compiled(PERMIT, systems={"hosts": {"git.example.com": {"owner": "platform", "boundary": "own"}}})
    listing = bundle.catalogue.host("git.example.com")
    assert listing is not None
    assert (listing.owner, bundle.catalogue.host("elsewhere.example")) == ("platform", None)


def test_slices_hold_only_the_rules_that_could_match() -> None:
    bundle = compiled(
        PERMIT,
        '@id("reads") forbid (principal, action in Action::"read", resource);',
        '@id("files") forbid (principal, action, resource is File);',
        '@id("push") forbid (principal, action == Action::"git.push", resource);',
    )
    sizes = {f"{verb.value} {kind}": part.size for (verb, kind), part in bundle.slices.items()}
    assert (sizes["fs.read file"], sizes["fs.write file"], sizes["git.push ref"], sizes["opaque thing"]) == (3, 2, 2, 1)
    assert len(bundle.slices) == sum(len(action.kinds) for action in ACTIONS.values())
    assert TIERS.keys() == bundle.tiers.keys()


def test_principals_are_told_apart_only_where_a_rule_looks_at_them() -> None:
    bundle = compiled(
        PERMIT,
        '@id("a") forbid (principal is Agent, action == Action::"fs.read", resource);',
        '@id("b") forbid (principal, action == Action::"fs.write", resource) when { principal.id == "x" };',
        '@id("c") forbid (principal, action == Action::"fs.delete", resource) when { context.tool == "x" };',
    )
    looks = {verb.value: bundle.slices[verb, "file"].reads_principal for verb in (Verb.FS_READ, Verb.FS_WRITE)}
    assert looks == {"fs.read": True, "fs.write": True}
    assert not bundle.slices[Verb.FS_DELETE, "file"].reads_principal
