"""Deleting or mistyping any annotation of the shipped pack never widens it."""

import re
from collections.abc import Iterator

import pytest
from tests.support.policy import starter, strictness, verdict
from tests.support.policy_vectors import rows

from mayact.core.errors import PolicyInvalid
from mayact.core.model import Effect
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.packs import read_pack

PACK = read_pack("developer")
ANNOTATION = re.compile(r'@(\w+)\("([^"]*)"\)')


def mutants_of(key: str, value: str) -> Iterator[str]:
    """What a slip of the hand makes of one annotation."""
    yield ""
    yield f"@{key}"
    yield f'@{key}("")'
    if key in ("description", "hint"):
        return  # words only
    for wrong in (key[1:], key[:-1], key + "s", key.capitalize(), key[::-1], "note"):
        yield f'@{wrong}("{value}")'
    if key == "approval":
        tier, _, quorum = value.partition(":")
        for text in (
            tier,
            quorum,
            f"{quorum}:{tier}",
            f"{tier}:",
            f":{quorum}",
            f"{tier}:0",
            f"{tier}:-1",
            f"{tier}:1.0",
            f"{tier}: 1",
            f"{tier} :1",
            f"{tier}:one",
            f"{tier[:-1]}:{quorum}",
            f"{tier.upper()}:{quorum}",
            f"{tier};{quorum}",
            f"{value},{value}",
            f"{tier}:1{quorum}",
            "*",
            "true",
        ):
            yield f'@approval("{text}")'


def calls() -> list[tuple[Effect, ...]]:
    return [row.effects for row in rows()]


def measure(bundle: CompiledBundle) -> list[int]:
    """How strict the bundle is on every vector, with nothing and with an operator's approval."""
    return [
        strictness(verdict(bundle, *found, approvals=approvals))
        for found in calls()
        for approvals in ({}, {"operator": 1})
    ]


BEFORE = measure(starter())
POLICIES = PACK["policies"]
assert not isinstance(POLICIES, str | int | float | tuple | list | None)
SITES = [
    (file, found.start(), found.end(), found[1], found[2])
    for file, text in POLICIES.items()  # type: ignore[union-attr]
    for found in ANNOTATION.finditer(str(text))
]


@pytest.mark.requirement("AUTHZ-3", "AUTHZ-6", "POLICY-1")
@pytest.mark.parametrize("key", ["id", "approval", "description", "hint"])
def test_no_slip_in_an_annotation_widens_the_pack(key: str) -> None:
    sites = [site for site in SITES if site[3] == key]
    assert sites
    refused = loaded = 0
    for file, start, end, _, value in sites:
        text = str(POLICIES[file])  # type: ignore[index,call-overload]
        for mutant in mutants_of(key, value):
            changed = {**PACK, "policies": {**POLICIES, file: text[:start] + mutant + text[end:]}}  # type: ignore[dict-item]
            try:
                bundle = load_bundle(changed)
            except PolicyInvalid:
                refused += 1
                continue
            loaded += 1
            assert all(after >= before for after, before in zip(measure(bundle), BEFORE, strict=True)), mutant
    assert refused >= len(sites)
    assert loaded > 0 or key == "id"


def test_a_gate_that_loses_its_approval_is_a_never() -> None:
    text = str(POLICIES["asks.cedar"])  # type: ignore[index,call-overload]
    bare = text.replace('@approval("operator:1")', "")
    bundle = load_bundle({**PACK, "policies": {**POLICIES, "asks.cedar": bare}})  # type: ignore[dict-item]
    asked = [found for found, before in zip(calls(), BEFORE[::2], strict=True) if before == 1]
    assert asked
    assert all(strictness(verdict(bundle, *found, approvals={"operator": 9})) == 2 for found in asked)
