"""Deleting or mistyping any annotation of the shipped pack never widens it."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

import pytest
from tests.support.policy import starter, strictness, verdict
from tests.support.policy_vectors import rows

from mayact.core.canonical import JsonObject
from mayact.core.errors import PolicyInvalid
from mayact.core.model import Effect
from mayact.core.policy.bundle import CompiledBundle, load_bundle
from mayact.packs import read_pack

PACK = read_pack("developer")
ANNOTATION = re.compile(r'@(\w+)\("([^"]*)"\)')


def mutants_of(key: str, value: str) -> Iterator[str]:
    """What a slip of the hand makes of one annotation."""
    yield f"@{key}"
    yield f'@{key}("")'
    if key in ("description", "hint"):
        return  # words only: all of them are deleted at once below
    yield ""
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
POLICIES = cast("Mapping[str, str]", PACK["policies"])
SITES = [
    (file, found.start(), found.end(), found[1], found[2])
    for file, text in POLICIES.items()
    for found in ANNOTATION.finditer(text)
]


def changed(file: str, text: str) -> JsonObject:
    return {**PACK, "policies": {**POLICIES, file: text}}


@pytest.mark.requirement("AUTHZ-3", "AUTHZ-6", "POLICY-1")
@pytest.mark.parametrize("key", ["id", "approval", "description", "hint"])
def test_no_slip_in_an_annotation_widens_the_pack(key: str) -> None:
    sites = [site for site in SITES if site[3] == key]
    refused = loaded = 0
    for file, start, end, _, value in sites:
        text = POLICIES[file]
        for mutant in mutants_of(key, value):
            try:
                bundle = load_bundle(changed(file, text[:start] + mutant + text[end:]))
            except PolicyInvalid:
                refused += 1
                continue
            loaded += 1
            assert all(after >= before for after, before in zip(measure(bundle), BEFORE, strict=True)), mutant
    assert refused >= 2 * len(sites) > 0
    assert loaded == (len(sites) if key == "approval" else 0)  # an approval that is deleted leaves a never


@pytest.mark.parametrize("key", ["description", "hint"])
def test_words_for_people_decide_nothing(key: str) -> None:
    silent = {file: re.sub(rf'@{key}\("[^"]*"\)', "", text) for file, text in POLICIES.items()}
    assert measure(load_bundle({**PACK, "policies": silent})) == BEFORE


def test_a_gate_that_loses_its_approval_is_a_never() -> None:
    bare = POLICIES["asks.cedar"].replace('@approval("operator:1")', "")
    bundle = load_bundle(changed("asks.cedar", bare))
    asked = [found for found, before in zip(calls(), BEFORE[::2], strict=True) if before == 1]
    assert asked
    assert all(strictness(verdict(bundle, *found, approvals={"operator": 9})) == 2 for found in asked)
